//! Of a question about the ideas of a cycle: which, and what was decided by it.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite adds one column at a time.
        for column in [
            text_null("cycle"),
            json_binary_null("ideas"),
            json_binary_null("chosen"),
            text("objections").default("").take(),
            date_null("review_on"),
            boolean("is_review_reminded").default(false).take(),
            timestamp_with_time_zone_null("decided_at"),
        ] {
            let table = Table::alter()
                .table("questions")
                .add_column(column)
                .to_owned();
            manager.alter_table(table).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in [
            "decided_at",
            "is_review_reminded",
            "review_on",
            "objections",
            "chosen",
            "ideas",
            "cycle",
        ] {
            let table = Table::alter()
                .table("questions")
                .drop_column(column)
                .to_owned();
            manager.alter_table(table).await?;
        }
        Ok(())
    }
}
