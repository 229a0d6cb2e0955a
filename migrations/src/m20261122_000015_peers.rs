//! Servers that agreed with ours, or were asked, and how far what they had said before is read.

use crate::{drop_tables, index, table};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                table("peers", "host")
                    .col(text("actor"))
                    .col(text("state"))
                    .col(text("reason"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                table("readings", "actor")
                    .col(text("server"))
                    .col(text("state"))
                    .col(text_null("next"))
                    .col(text_null("marker"))
                    .col(integer("pages"))
                    .col(integer("activities"))
                    .col(integer("tries"))
                    .col(text_null("failure"))
                    .col(timestamp_with_time_zone("due_at"))
                    .to_owned(),
            )
            .await?;
        for columns in [&["server"][..], &["state", "due_at"]] {
            manager.create_index(index("readings", columns)).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["readings", "peers"]).await
    }
}
