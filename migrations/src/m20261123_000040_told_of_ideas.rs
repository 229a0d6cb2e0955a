//! Of an idea of another server: when its owner said last what it is. Of a workstream of another server: the
//! cycle it is part of and the idea it came from, by their ids there.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite adds one column at a time.
        for (name, column) in [
            ("ideas", timestamp_with_time_zone_null("told_at")),
            ("workstreams", text_null("origin_cycle")),
            ("workstreams", text_null("origin_idea")),
        ] {
            let table = Table::alter().table(name).add_column(column).to_owned();
            manager.alter_table(table).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, column) in [
            ("workstreams", "origin_idea"),
            ("workstreams", "origin_cycle"),
            ("ideas", "told_at"),
        ] {
            let table = Table::alter().table(name).drop_column(column).to_owned();
            manager.alter_table(table).await?;
        }
        Ok(())
    }
}
