//! Sessions of other servers' events, associations that are no more, who was told that a server asks, and
//! who did not say how they come.

use crate::{belongs_to, drop_tables, index, table};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                table("told_sessions", "iri")
                    .col(text("event"))
                    .col(text("organizer"))
                    .col(json_binary("session"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .foreign_key(&mut belongs_to("told_sessions", "event", "events"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index("told_sessions", &["event"]))
            .await?;
        let mut associations = Table::alter();
        associations
            .table("associations")
            .add_column(timestamp_with_time_zone_null("closed_at"));
        manager.alter_table(associations).await?;
        let mut peers = Table::alter();
        peers
            .table("peers")
            .add_column(timestamp_with_time_zone_null("told_at"));
        manager.alter_table(peers).await?;
        let mut participations = Table::alter();
        participations
            .table("participations")
            .add_column(boolean("way_open").default(false));
        manager.alter_table(participations).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut participations = Table::alter();
        participations
            .table("participations")
            .drop_column("way_open");
        manager.alter_table(participations).await?;
        let mut peers = Table::alter();
        peers.table("peers").drop_column("told_at");
        manager.alter_table(peers).await?;
        let mut associations = Table::alter();
        associations.table("associations").drop_column("closed_at");
        manager.alter_table(associations).await?;
        drop_tables(manager, &["told_sessions"]).await
    }
}
