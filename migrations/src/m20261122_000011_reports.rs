//! What came of events: their reports, ours whole and others' by name and address.

use crate::{belongs_to, drop_tables, index, table};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                table("reports", "event")
                    .col(text_null("iri").unique_key())
                    .col(text_null("note"))
                    .col(text("author"))
                    .col(boolean("local"))
                    .col(text("url"))
                    .col(text("state"))
                    .col(text("language"))
                    .col(text("title"))
                    .col(text("summary"))
                    .col(json_binary("contents"))
                    .col(timestamp_with_time_zone_null("published_at"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .foreign_key(&mut belongs_to("reports", "event", "events"))
                    .to_owned(),
            )
            .await?;
        // What lists and feeds show: those that are public, the newest first.
        manager
            .create_index(index("reports", &["state", "published_at"]))
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["reports"]).await
    }
}
