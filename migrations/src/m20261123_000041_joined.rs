//! Of a participation: whether what they said on their own server is a Join, which waits for an answer. It
//! stays one when the registration is made one with another.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::alter()
            .table("participations")
            .add_column(boolean("joined").default(false))
            .to_owned();
        manager.alter_table(table).await?;
        let known = "update participations set joined = true \
                     where origin = 'join' and activity is not null";
        manager.get_connection().execute_unprepared(known).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::alter()
            .table("participations")
            .drop_column("joined")
            .to_owned();
        manager.alter_table(table).await
    }
}
