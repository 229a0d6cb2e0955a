//! What organizers wrote to many, so that one message is not sent twice.

use crate::{drop_tables, index, table};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                table("messages", "id")
                    .col(text("event"))
                    .col(integer("reached"))
                    .col(integer("unreached"))
                    .col(timestamp_with_time_zone("written_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index("messages", &["written_at"]))
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["messages"]).await
    }
}
