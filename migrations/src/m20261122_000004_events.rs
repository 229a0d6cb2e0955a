//! Events: ours, and the ones that followed servers told us of.

use crate::{drop_tables, index, table};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                table("events", "id")
                    .col(text_uniq("iri"))
                    .col(text_uniq("slug"))
                    .col(text("organizer"))
                    .col(boolean("local"))
                    .col(text("url"))
                    .col(text("state"))
                    .col(text("language"))
                    .col(json_binary("texts"))
                    .col(text("kind"))
                    .col(timestamp_with_time_zone("starts_at"))
                    .col(timestamp_with_time_zone("ends_at"))
                    .col(text("zone"))
                    .col(timestamp_with_time_zone_null("previously_started_at"))
                    .col(text("attendance"))
                    .col(json_binary_null("place"))
                    .col(json_binary("access"))
                    .col(json_binary("topics"))
                    .col(json_binary_null("picture"))
                    .col(text_null("contact"))
                    .col(text_null("registration_url"))
                    .col(timestamp_with_time_zone_null("publish_at"))
                    .col(timestamp_with_time_zone_null("published_at"))
                    .col(integer("sequence"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .to_owned(),
            )
            .await?;
        for columns in [
            &["state", "starts_at"][..],
            &["organizer", "starts_at"],
            &["state", "publish_at"],
        ] {
            manager.create_index(index("events", columns)).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["events"]).await
    }
}
