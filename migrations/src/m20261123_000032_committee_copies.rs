//! Committees as actors, with seats others keep; and copies of those of others.

use crate::index;
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// What is found by its id on the wire, each once.
const IDS: [(&str, &str); 3] = [
    ("committees", "actor"),
    ("seats", "iri"),
    ("seats", "deputy"),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite adds one column at a time.
        for column in [
            text_null("actor"),
            boolean("local").default(true).to_owned(),
            text_null("url"),
            date_null("told_on"),
            timestamp_with_time_zone_null("closed_at"),
        ] {
            add(manager, "committees", column).await?;
        }
        for column in [
            text_null("iri"),
            text_null("deputy"),
            timestamp_with_time_zone_null("told_at"),
            timestamp_with_time_zone_null("deputy_told_at"),
        ] {
            add(manager, "seats", column).await?;
        }
        for (table, column) in IDS {
            let mut once = index(table, &[column]);
            manager.create_index(once.unique().to_owned()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Without the column they would pass for our own.
        let copies = "delete from committees where not local";
        manager.get_connection().execute_unprepared(copies).await?;
        for (table, column) in IDS {
            let name = format!("{table}_by_{column}");
            let index = Index::drop().name(name).table(table).to_owned();
            manager.drop_index(index).await?;
        }
        for (table, columns) in [
            ("seats", &["deputy_told_at", "told_at", "deputy", "iri"][..]),
            (
                "committees",
                &["closed_at", "told_on", "url", "local", "actor"],
            ),
        ] {
            for column in columns {
                let table = Table::alter().table(table).drop_column(*column).to_owned();
                manager.alter_table(table).await?;
            }
        }
        Ok(())
    }
}

async fn add(
    manager: &SchemaManager<'_>,
    name: &'static str,
    column: ColumnDef,
) -> Result<(), DbErr> {
    let table = Table::alter().table(name).add_column(column).to_owned();
    manager.alter_table(table).await
}
