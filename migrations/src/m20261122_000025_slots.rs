//! Where the result of a workstream is told.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut workstreams = Table::alter();
        workstreams
            .table("workstreams")
            .add_column(json_binary_null("slot"));
        manager.alter_table(workstreams).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut workstreams = Table::alter();
        workstreams.table("workstreams").drop_column("slot");
        manager.alter_table(workstreams).await
    }
}
