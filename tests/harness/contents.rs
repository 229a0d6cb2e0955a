//! Everything a database holds, to be compared: "nothing was stored" means every row of every table.

use sea_orm::{DatabaseConnection, DbBackend, FromQueryResult, JsonValue, Statement};
use std::collections::{BTreeMap, BTreeSet};

/// The rows of each table as JSON texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contents(BTreeMap<String, BTreeSet<String>>);

impl Contents {
    pub async fn of(db: &DatabaseConnection) -> Self {
        let mut tables = BTreeMap::new();
        for table in table_names(db).await {
            let mut rows = rows(db, &format!("select * from \"{table}\"")).await;
            rows.iter_mut().for_each(settle_order);
            tables.insert(table, rows.iter().map(JsonValue::to_string).collect());
        }
        Self(tables)
    }

    pub fn count(&self, table: &str) -> usize {
        self.0[table].len()
    }

    /// Without the rows of these tables.
    pub fn without<const N: usize>(mut self, tables: [&str; N]) -> Self {
        for table in tables {
            self.0.remove(table).expect(table);
        }
        self
    }

    /// Every row that came (`+`) or went (`-`) on the way to `later`.
    pub fn changes_to(&self, later: &Self) -> Vec<String> {
        let nothing = BTreeSet::new();
        let mut changes = Vec::new();
        for table in self.0.keys().chain(later.0.keys()).collect::<BTreeSet<_>>() {
            let before = self.0.get(table).unwrap_or(&nothing);
            let after = later.0.get(table).unwrap_or(&nothing);
            let lines = |sign, rows: Vec<&String>| {
                let line = move |row: &String| format!("{sign} {table} {row}");
                rows.into_iter().map(line).collect::<Vec<_>>()
            };
            changes.extend(lines("-", before.difference(after).collect()));
            changes.extend(lines("+", after.difference(before).collect()));
        }
        changes
    }
}

/// PostgreSQL keeps the members of JSON in an order of its own, SQLite hands it over as text. What
/// was said, in columns called `json`, is text on both and stays as it is.
fn settle_order(row: &mut JsonValue) {
    for (name, value) in row.as_object_mut().into_iter().flatten() {
        let parsed = value
            .as_str()
            .and_then(|text| serde_json::from_str(text).ok());
        match parsed {
            Some(parsed @ (JsonValue::Object(_) | JsonValue::Array(_))) if name != "json" => {
                *value = parsed;
            }
            _ => {}
        }
    }
    row.sort_all_objects();
}

/// The tables of this program, without the one that lists migrations.
pub async fn table_names(db: &DatabaseConnection) -> Vec<String> {
    let sql = match db.get_database_backend() {
        DbBackend::Postgres => {
            "select table_name as name from information_schema.tables where table_schema = 'public'"
        }
        _ => "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'",
    };
    let names = rows(db, sql).await;
    let names = names.iter().filter_map(|row| row["name"].as_str());
    let mut names: Vec<String> = names.map(str::to_owned).collect();
    names.retain(|name| name != "seaql_migrations");
    names.sort();
    names
}

pub async fn rows(db: &DatabaseConnection, sql: &str) -> Vec<JsonValue> {
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let found = JsonValue::find_by_statement(statement).all(db).await;
    found.expect(sql)
}
