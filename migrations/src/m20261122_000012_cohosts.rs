//! Who was asked to invite to an event beside its owner, how they answered, and whom an event names.

use crate::{drop_tables, index, table};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Those who agreed, and those of whom nobody knows whether they did.
const NAMED: [&str; 2] = ["cohosts", "unconfirmed"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                table("cohosts", "id")
                    .col(text("event"))
                    .col(text("host"))
                    .col(text("actor"))
                    .col(text("role"))
                    .col(text("state"))
                    .col(text_null("offer"))
                    .col(text_null("accept"))
                    .col(text_null("announce"))
                    .col(integer("sequence"))
                    .col(text_null("document"))
                    .col(text("reason"))
                    .col(timestamp_with_time_zone_null("check_at"))
                    .col(timestamp_with_time_zone_null("checked_at"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index("cohosts", &["event", "actor"]).unique().to_owned())
            .await?;
        for columns in [&["actor"][..], &["host"], &["state"], &["check_at"]] {
            manager.create_index(index("cohosts", columns)).await?;
        }
        for column in NAMED {
            let mut events = Table::alter();
            events
                .table("events")
                .add_column(json_binary(column).default("[]"));
            manager.alter_table(events).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in NAMED {
            let mut events = Table::alter();
            events.table("events").drop_column(column);
            manager.alter_table(events).await?;
        }
        drop_tables(manager, &["cohosts"]).await
    }
}
