//! Programmes, their cycles, and topics with what became of them.

use crate::{belongs_to, drop_tables, index, table};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                table("programmes", "id")
                    .col(text_uniq("slug"))
                    .col(text("organizer"))
                    .col(text("name"))
                    .col(text("summary"))
                    .col(text("description"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                table("cycles", "id")
                    .col(text("programme"))
                    .col(text_uniq("iri"))
                    .col(text_uniq("slug"))
                    .col(text("organizer"))
                    .col(text("name"))
                    .col(text("summary"))
                    .col(text("description"))
                    .col(json_binary("editions"))
                    .col(date_null("ideas_from"))
                    .col(date_null("ideas_until"))
                    .col(date_null("selection_on"))
                    .col(date_null("work_until"))
                    .col(date_null("results_on"))
                    .col(boolean("subject_to_funding"))
                    .col(text("ideas"))
                    .col(text("comments"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .foreign_key(&mut belongs_to("cycles", "programme", "programmes"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index("cycles", &["programme"]))
            .await?;
        manager
            .create_table(
                table("topics", "id")
                    .col(text_uniq("slug"))
                    .col(text("organizer"))
                    .col(text_null("programme"))
                    .col(text("name"))
                    .col(text("summary"))
                    .col(text("observed"))
                    .col(text("done"))
                    .col(boolean("is_closed"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("topic_successions")
                    .col(text("predecessor"))
                    .col(text("successor"))
                    .primary_key(Index::create().col("predecessor").col("successor"))
                    .foreign_key(&mut belongs_to(
                        "topic_successions",
                        "predecessor",
                        "topics",
                    ))
                    .foreign_key(&mut belongs_to("topic_successions", "successor", "topics"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index("topic_successions", &["successor"]))
            .await?;
        // `/topics/old` and the id of what is at another address now.
        manager
            .create_table(
                table("former_slugs", "path")
                    .col(text("target"))
                    .col(timestamp_with_time_zone("left_at"))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = [
            "former_slugs",
            "topic_successions",
            "topics",
            "cycles",
            "programmes",
        ];
        drop_tables(manager, &tables).await
    }
}
