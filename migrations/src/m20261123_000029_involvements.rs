//! Which organisations have a part in a workstream.

use crate::{index, table};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                table("involvements", "id")
                    .col(text("workstream"))
                    .col(text("name"))
                    .col(text("actor"))
                    .col(text("part"))
                    .col(text("state"))
                    .col(boolean("is_request"))
                    .col(text_null("offer").unique_key())
                    .col(text_null("word"))
                    .col(text("reason"))
                    .col(timestamp_with_time_zone_null("check_at"))
                    .col(timestamp_with_time_zone_null("checked_at"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                index("involvements", &["workstream", "actor"])
                    .unique()
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index("involvements", &["actor", "state"]))
            .await?;
        manager
            .create_index(index("involvements", &["check_at"]))
            .await?;
        let mut workstreams = Table::alter();
        workstreams
            .table("workstreams")
            .add_column(json_binary_null("involved"));
        manager.alter_table(workstreams).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut workstreams = Table::alter();
        workstreams.table("workstreams").drop_column("involved");
        manager.alter_table(workstreams).await?;
        crate::drop_tables(manager, &["involvements"]).await
    }
}
