//! Where one of ours goes: asked of another server, and answered there.

use crate::{drop_tables, index, table};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                table("joins", "id")
                    .col(text("actor"))
                    .col(text("event"))
                    .col(text("organizer"))
                    .col(text_null("speaker"))
                    .col(text("activity"))
                    .col(text("state"))
                    .col(text_null("answer"))
                    .col(text("reason"))
                    .col(text_null("sealed"))
                    .col(json_binary("told"))
                    .col(timestamp_with_time_zone("ends_at"))
                    .col(timestamp_with_time_zone("asked_at"))
                    .col(timestamp_with_time_zone_null("asked_again_at"))
                    .col(timestamp_with_time_zone_null("overdue_at"))
                    .col(timestamp_with_time_zone_null("answered_at"))
                    .col(timestamp_with_time_zone("looked_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index("joins", &["event", "actor"]).unique().to_owned())
            .await?;
        for column in [
            "activity",
            "organizer",
            "overdue_at",
            "looked_at",
            "ends_at",
        ] {
            manager.create_index(index("joins", &[column])).await?;
        }
        let mut events = Table::alter();
        events
            .table("events")
            .add_column(boolean("takes_joins").default(false));
        manager.alter_table(events).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut events = Table::alter();
        events.table("events").drop_column("takes_joins");
        manager.alter_table(events).await?;
        drop_tables(manager, &["joins"]).await
    }
}
