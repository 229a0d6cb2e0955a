//! The tables ActivityPub needs: who there is, who follows whom, what was said, what is under way.

use crate::{drop_tables, index, table};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                table("actors", "id")
                    .col(text("kind"))
                    .col(text("handle"))
                    .col(text("host"))
                    .col(boolean("local"))
                    .col(json_binary("profile"))
                    .col(text("inbox"))
                    .col(text_null("shared_inbox"))
                    .col(text_null("outbox"))
                    .col(text_null("followers"))
                    .col(boolean("approves_followers"))
                    .col(json_binary("keys"))
                    .col(text_null("secret_keys"))
                    .col(timestamp_with_time_zone("published_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .col(timestamp_with_time_zone("fetched_at"))
                    .col(timestamp_with_time_zone_null("deleted_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index("actors", &["host", "handle"]))
            .await?;

        manager
            .create_table(
                Table::create()
                    .table("follows")
                    .col(text("follower"))
                    .col(text("followed"))
                    .col(text("activity"))
                    .col(text("state"))
                    .col(timestamp_with_time_zone("requested_at"))
                    .col(timestamp_with_time_zone_null("answered_at"))
                    .col(timestamp_with_time_zone_null("outbox_read_at"))
                    .primary_key(Index::create().col("follower").col("followed"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index("follows", &["followed", "state"]))
            .await?;

        manager
            .create_table(
                table("objects", "id")
                    .col(text("kind"))
                    .col(text("actor"))
                    .col(text("json"))
                    .col(text_null("in_reply_to"))
                    .col(boolean("public"))
                    .col(timestamp_with_time_zone("published_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .col(timestamp_with_time_zone_null("deleted_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index("objects", &["in_reply_to"]))
            .await?;

        manager
            .create_table(
                table("activities", "id")
                    .col(text("kind"))
                    .col(text("actor"))
                    .col(text_null("object"))
                    .col(text("json"))
                    .col(boolean("public"))
                    .col(timestamp_with_time_zone("published_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index("activities", &["actor", "public", "id"]))
            .await?;

        manager
            .create_table(
                table("deliveries", "id")
                    .col(text("activity"))
                    .col(text("actor"))
                    .col(text_null("object"))
                    .col(text("inbox"))
                    .col(text("host"))
                    .col(text("state"))
                    .col(integer("attempts"))
                    .col(timestamp_with_time_zone("due_at"))
                    .col(timestamp_with_time_zone_null("leased_until"))
                    .col(text_null("failure"))
                    .col(integer_null("status"))
                    .col(timestamp_with_time_zone("queued_at"))
                    .col(timestamp_with_time_zone_null("settled_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                index("deliveries", &["activity", "inbox"])
                    .unique()
                    .to_owned(),
            )
            .await?;
        for columns in [
            &["state", "due_at"][..],
            &["host", "state", "id"],
            &["state", "settled_at"],
        ] {
            manager.create_index(index("deliveries", columns)).await?;
        }

        manager
            .create_table(
                table("hosts", "id")
                    .col(text_null("scheme"))
                    .col(timestamp_with_time_zone_null("scheme_at"))
                    .col(integer("failures"))
                    .col(timestamp_with_time_zone_null("failing_since"))
                    .col(timestamp_with_time_zone_null("resting_until"))
                    .col(timestamp_with_time_zone_null("reached_at"))
                    .to_owned(),
            )
            .await?;

        manager
            .create_table(
                table("receipts", "id")
                    .col(timestamp_with_time_zone("received_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index("receipts", &["received_at"]))
            .await?;

        manager
            .create_table(
                Table::create()
                    .table("tombstones")
                    .col(text("id"))
                    .col(text("actor"))
                    .col(timestamp_with_time_zone("deleted_at"))
                    .primary_key(Index::create().col("id").col("actor"))
                    .to_owned(),
            )
            .await?;

        manager
            .create_table(
                table("blocks", "id")
                    .col(text_null("reason"))
                    .col(timestamp_with_time_zone("blocked_at"))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(
            manager,
            &[
                "blocks",
                "tombstones",
                "receipts",
                "hosts",
                "deliveries",
                "activities",
                "objects",
                "follows",
                "actors",
            ],
        )
        .await
    }
}
