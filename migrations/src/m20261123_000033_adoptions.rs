//! Which organisations use what came of a workstream.

use crate::{index, table};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                table("adoptions", "id")
                    .col(text("report"))
                    .col(text_null("workstream"))
                    .col(text("page"))
                    .col(text("name"))
                    .col(text("lead"))
                    .col(text("product"))
                    .col(text("adopter"))
                    .col(text("note"))
                    .col(text_null("link"))
                    .col(text("state"))
                    .col(text_uniq("offer"))
                    .col(text("reason"))
                    .col(timestamp_with_time_zone("announced_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .to_owned(),
            )
            .await?;
        let once = index("adoptions", &["adopter", "report", "product"]);
        manager
            .create_index(once.clone().unique().to_owned())
            .await?;
        manager
            .create_index(index("adoptions", &["workstream"]))
            .await?;
        manager
            .create_index(index("adoptions", &["lead", "state"]))
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::drop_tables(manager, &["adoptions"]).await
    }
}
