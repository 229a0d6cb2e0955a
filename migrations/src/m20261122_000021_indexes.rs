//! The few actors that are ours, among many that are not: all of them for many a page, and the one whose
//! followers an activity is for.

use crate::index;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_index(index("actors", &["local", "followers"]))
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let name = "actors_by_local_followers";
        let index = Index::drop().name(name).table("actors").to_owned();
        manager.drop_index(index).await
    }
}
