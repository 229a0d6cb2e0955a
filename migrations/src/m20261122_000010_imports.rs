//! What was taken from elsewhere: which event came of it, and how the source stood then. People who
//! were imported may have been promised no letters.

use crate::{belongs_to, drop_tables, index, table};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                table("imports", "event")
                    .col(text("organizer"))
                    .col(text("key"))
                    .col(text("format"))
                    .col(text_null("address"))
                    .col(text("sealed"))
                    .col(timestamp_with_time_zone("taken_at"))
                    .foreign_key(&mut belongs_to("imports", "event", "events"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index("imports", &["organizer", "key"]).unique().to_owned())
            .await?;
        manager
            .alter_table(
                Table::alter()
                    .table("participations")
                    .add_column(boolean("quiet").default(false))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(
                Table::alter()
                    .table("participations")
                    .drop_column("quiet")
                    .to_owned(),
            )
            .await?;
        drop_tables(manager, &["imports"]).await
    }
}
