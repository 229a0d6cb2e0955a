//! Why an event was called off or put off, in one line. Of a series: a kind of its association's own.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, column) in [
            ("events", text_null("reason")),
            ("series", json_binary_null("own_kind")),
        ] {
            let table = Table::alter().table(name).add_column(column).to_owned();
            manager.alter_table(table).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, column) in [("series", "own_kind"), ("events", "reason")] {
            let table = Table::alter().table(name).drop_column(column).to_owned();
            manager.alter_table(table).await?;
        }
        Ok(())
    }
}
