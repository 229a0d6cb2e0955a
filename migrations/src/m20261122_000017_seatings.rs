//! Who sits at which table of a session.

use crate::{belongs_to, drop_tables, index};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("seatings")
                    .col(text("participation"))
                    .col(text("session"))
                    .col(text("event"))
                    .col(text("label"))
                    .col(timestamp_with_time_zone("chosen_at"))
                    .primary_key(Index::create().col("participation").col("session"))
                    .foreign_key(&mut belongs_to(
                        "seatings",
                        "participation",
                        "participations",
                    ))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index("seatings", &["event", "session"]))
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["seatings"]).await
    }
}
