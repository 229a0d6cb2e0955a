//! Of a vote of associations: which spellings of those who were there are one, and which have no vote and why.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::alter()
            .table("decisions")
            .add_column(json_binary("organisations").default("[]"))
            .to_owned();
        manager.alter_table(table).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::alter()
            .table("decisions")
            .drop_column("organisations")
            .to_owned();
        manager.alter_table(table).await
    }
}
