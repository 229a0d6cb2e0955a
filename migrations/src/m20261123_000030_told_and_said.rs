//! A series in a second language, and with a picture. When other servers said what counts of them.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite adds one column at a time.
        for column in [
            text("language").default("de").to_owned(),
            json_binary_null("other"),
            json_binary_null("picture"),
        ] {
            let table = Table::alter().table("series").add_column(column).to_owned();
            manager.alter_table(table).await?;
        }
        for name in ["participations", "joins"] {
            let column = timestamp_with_time_zone_null("said_at");
            let table = Table::alter().table(name).add_column(column).to_owned();
            manager.alter_table(table).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for name in ["joins", "participations"] {
            let table = Table::alter().table(name).drop_column("said_at").to_owned();
            manager.alter_table(table).await?;
        }
        for column in ["picture", "other", "language"] {
            let table = Table::alter()
                .table("series")
                .drop_column(column)
                .to_owned();
            manager.alter_table(table).await?;
        }
        Ok(())
    }
}
