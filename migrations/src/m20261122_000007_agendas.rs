//! Agendas of events, each version of one, and which parts an event says it has.

use crate::{belongs_to, drop_tables};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("agendas")
                    .col(text("event"))
                    .col(integer("number"))
                    .col(json_binary("sessions"))
                    .col(timestamp_with_time_zone_null("released_at"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .primary_key(Index::create().col("event").col("number"))
                    .foreign_key(&mut belongs_to("agendas", "event", "events"))
                    .to_owned(),
            )
            .await?;
        manager
            .alter_table(
                Table::alter()
                    .table("events")
                    .add_column(json_binary("sub_events").default("[]"))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(
                Table::alter()
                    .table("events")
                    .drop_column("sub_events")
                    .to_owned(),
            )
            .await?;
        drop_tables(manager, &["agendas"]).await
    }
}
