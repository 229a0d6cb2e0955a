//! Rows as JSON and back, without knowing what they mean. Each engine turns its own rows into JSON and
//! takes them back, so that types survive the way from one to the other.

use super::archive::Writer;
use anyhow::{Context as _, anyhow, bail};
use futures_util::TryStreamExt;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, Statement, StreamTrait};
use serde_json::Value;

/// Every table, those first that others point at. A test compares it with the database.
pub const ALL: [&str; 92] = [
    "actors",
    "follows",
    "objects",
    "activities",
    "deliveries",
    "hosts",
    "receipts",
    "tombstones",
    "blocks",
    "readings",
    "peers",
    "accounts",
    "sign_in_links",
    "sessions",
    "tokens",
    "audit",
    "media",
    "associations",
    "series",
    "kinds",
    "events",
    "event_terms",
    "event_words",
    "venues",
    "participations",
    "turnouts",
    "seatings",
    "notices",
    "notice_readers",
    "event_tasks",
    "mails",
    "agendas",
    "told_sessions",
    "messages",
    "imports",
    "reports",
    "cohosts",
    "joins",
    "programmes",
    "cycles",
    "topics",
    "topic_successions",
    "former_slugs",
    "ideas",
    "idea_authors",
    "idea_supporters",
    "idea_comments",
    "idea_offers",
    "decisions",
    "decision_options",
    "electors",
    "ballots",
    "questions",
    "question_electors",
    "question_votes",
    "workstreams",
    "milestones",
    "workstream_reports",
    "members",
    "contributions",
    "memberships",
    "committees",
    "seats",
    "seat_holders",
    "motions",
    "seat_votes",
    "remarks",
    "minutes",
    "minutes_approvals",
    "mandates",
    "mandate_motions",
    "mandate_minutes",
    "mandate_words",
    "working_groups",
    "working_group_outputs",
    "membership_matters",
    "tasks",
    "documents",
    "meetings",
    "learnings",
    "involvements",
    "adoptions",
    "erased_events",
    "papers",
    "paper_relations",
    "paper_contributors",
    "clauses",
    "clause_comments",
    "amendments",
    "positions",
    "revisions",
    "paper_changes",
];

/// What is in no backup: with it, whoever has one could tell who cast which ballot.
#[cfg(test)]
pub const NEVER: [&str; 1] = ["ballot_salts"];

fn backend(db: &impl ConnectionTrait) -> DbBackend {
    db.get_database_backend()
}

pub fn is_sqlite(db: &impl ConnectionTrait) -> bool {
    backend(db) == DbBackend::Sqlite
}

/// The first column of each row, as text.
pub async fn texts(db: &impl ConnectionTrait, sql: &str) -> anyhow::Result<Vec<String>> {
    let statement = Statement::from_string(db.get_database_backend(), sql.to_owned());
    let rows = db.query_all_raw(statement).await?;
    rows.iter()
        .map(|row| Ok(row.try_get_by_index(0)?))
        .collect()
}

pub async fn has_rows(db: &impl ConnectionTrait, table: &str) -> anyhow::Result<bool> {
    let sql = format!("select 'x' from {table} limit 1");
    Ok(!texts(db, &sql).await?.is_empty())
}

/// A column and whether its text is JSON.
struct Column {
    name: String,
    is_json: bool,
}

async fn columns(db: &impl ConnectionTrait, table: &str) -> anyhow::Result<Vec<Column>> {
    let sql = format!("select name || ' ' || lower(type) from pragma_table_info('{table}')");
    let described = texts(db, &sql).await?;
    described
        .iter()
        .map(|column| {
            let (name, kind) = column
                .split_once(' ')
                .ok_or_else(|| anyhow!("a column of {table} has no type"))?;
            Ok(Column {
                name: name.to_owned(),
                is_json: kind.contains("json"),
            })
        })
        .collect()
}

/// Write a table, one row a line. Returns how many.
pub async fn export(
    view: &DatabaseTransaction,
    table: &str,
    writer: &mut Writer,
) -> anyhow::Result<u64> {
    let sql = if is_sqlite(view) {
        let members: Vec<String> = columns(view, table)
            .await?
            .into_iter()
            .map(|column| match column {
                Column {
                    name,
                    is_json: true,
                } => format!("'{name}', json(\"{name}\")"),
                Column { name, .. } => format!("'{name}', \"{name}\""),
            })
            .collect();
        format!("select json_object({}) from {table}", members.join(", "))
    } else {
        format!("select row_to_json({table})::text from {table}")
    };
    let statement = Statement::from_string(backend(view), sql);
    let mut rows = view.stream_raw(statement).await?;
    let mut lines = writer.lines(&format!("tables/{table}.jsonl"))?;
    let mut count = 0;
    while let Some(row) = rows.try_next().await? {
        let json: String = row.try_get_by_index(0)?;
        lines.add(&json)?;
        count += 1;
    }
    lines.finish(writer)?;
    Ok(count)
}

/// A row of a backup, on its way back.
pub struct Row {
    table: &'static str,
    json: String,
}

impl Row {
    pub fn read(table: &str, json: String) -> anyhow::Result<Self> {
        let Some(table) = ALL.into_iter().find(|known| *known == table) else {
            bail!("the backup has a table that is not known here: {table}");
        };
        Ok(Self { table, json })
    }
}

/// Rows in the order of the backup.
#[derive(Default)]
pub struct Rows(Vec<Row>);

impl Rows {
    pub fn add(&mut self, row: Row) {
        self.0.push(row);
    }

    pub async fn insert_all(self, tx: &DatabaseTransaction) -> anyhow::Result<()> {
        for table in ALL {
            let sql = insertion(tx, table).await?;
            for row in self.0.iter().filter(|row| row.table == table) {
                let statement = Statement::from_sql_and_values(
                    backend(tx),
                    sql.clone(),
                    [row.json.clone().into()],
                );
                tx.execute_raw(statement)
                    .await
                    .with_context(|| format!("restoring a row of {table}"))?;
            }
        }
        if !is_sqlite(tx) {
            // The numbers of the audit log go on after the last one.
            tx.execute_unprepared(
                "select setval(pg_get_serial_sequence('audit', 'id'), \
                 (select coalesce(max(id), 1) from audit))",
            )
            .await?;
        }
        Ok(())
    }
}

async fn insertion(tx: &DatabaseTransaction, table: &str) -> anyhow::Result<String> {
    if !is_sqlite(tx) {
        return Ok(format!(
            "insert into {table} select * from json_populate_record(null::{table}, $1::json)"
        ));
    }
    let columns = columns(tx, table).await?;
    let names: Vec<String> = columns
        .iter()
        .map(|column| format!("\"{}\"", column.name))
        .collect();
    let values: Vec<String> = columns
        .iter()
        .map(|column| format!("json_extract($1, '$.{}')", column.name))
        .collect();
    Ok(format!(
        "insert into {table} ({}) values ({})",
        names.join(", "),
        values.join(", ")
    ))
}

/// A line has to be a JSON object, whatever it means.
pub fn is_row(line: &str) -> bool {
    matches!(serde_json::from_str(line), Ok(Value::Object(_)))
}
