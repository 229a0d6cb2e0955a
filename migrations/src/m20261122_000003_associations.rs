//! The associations that publish here, and the pictures they upload.

use crate::{drop_tables, table};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                table("media", "id")
                    .col(text("media_type"))
                    .col(integer("width"))
                    .col(integer("height"))
                    .col(big_integer("bytes"))
                    .col(timestamp_with_time_zone("created_at"))
                    .to_owned(),
            )
            .await?;

        manager
            .create_table(
                table("associations", "id")
                    .col(text_uniq("actor"))
                    .col(text_uniq("handle"))
                    .col(text("name"))
                    .col(text("summary"))
                    .col(text("email"))
                    .col(text_null("website"))
                    .col(json_binary("fields"))
                    .col(text_null("picture"))
                    .col(text_null("picture_alt"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["associations", "media"]).await
    }
}
