//! Who takes part in events of ours, and what only they hear of. A participation outlives its event,
//! so that whoever was coming can be told that it is gone.

use crate::{belongs_to, drop_tables, index, table};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(
                Table::alter()
                    .table("events")
                    .add_column(json_binary_null("admission"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                table("venues", "event")
                    .col(text("sealed"))
                    .foreign_key(&mut belongs_to("venues", "event", "events"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                table("participations", "id")
                    .col(text("event"))
                    .col(text("state"))
                    .col(text("origin"))
                    .col(text("attendance"))
                    .col(json_binary("days"))
                    .col(text("name"))
                    .col(text_null("email"))
                    .col(text("organisation"))
                    .col(text("stakeholder"))
                    .col(text_null("sealed"))
                    .col(text("language"))
                    .col(text_null("actor"))
                    .col(text_null("activity"))
                    .col(text_null("reply"))
                    .col(text("code"))
                    .col(json_binary("seen"))
                    .col(integer("link"))
                    .col(json_binary("told"))
                    .col(integer("told_sequence"))
                    .col(timestamp_with_time_zone_null("reminded_at"))
                    .col(integer("turns"))
                    .col(timestamp_with_time_zone("queued_at"))
                    .col(timestamp_with_time_zone_null("offered_until"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .to_owned(),
            )
            .await?;
        for columns in [
            &["event", "state"][..],
            &["event", "email"],
            &["actor"],
            &["activity"],
            &["state"],
        ] {
            manager
                .create_index(index("participations", columns))
                .await?;
        }
        manager
            .create_index(
                index("participations", &["event", "code"])
                    .unique()
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["participations", "venues"]).await?;
        manager
            .alter_table(
                Table::alter()
                    .table("events")
                    .drop_column("admission")
                    .to_owned(),
            )
            .await
    }
}
