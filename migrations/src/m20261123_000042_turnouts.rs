//! How many came to an event, kept when those are forgotten who came.

use crate::{drop_tables, table};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let turnouts = table("turnouts", "event")
            .col(json_binary("counts"))
            .col(timestamp_with_time_zone("counted_at"))
            .to_owned();
        manager.create_table(turnouts).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["turnouts"]).await
    }
}
