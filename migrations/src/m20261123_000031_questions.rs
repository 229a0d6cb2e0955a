//! What associations are asked, here and elsewhere: who may vote, and what each voted.

use crate::{belongs_to, drop_tables, index, table};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                table("questions", "id")
                    .col(boolean("local"))
                    .col(text_null("iri").unique_key())
                    .col(text("organizer"))
                    .col(text("state"))
                    .col(text("question"))
                    .col(text("about"))
                    .col(json_binary("options"))
                    .col(boolean("abstention"))
                    .col(text("secrecy"))
                    .col(integer("quorum"))
                    .col(timestamp_with_time_zone("ends_at"))
                    .col(text("sentence"))
                    .col(text_null("article"))
                    .col(json_binary_null("outcome"))
                    .col(boolean("is_reminded"))
                    .col(timestamp_with_time_zone_null("opened_at"))
                    .col(timestamp_with_time_zone_null("closed_at"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .to_owned(),
            )
            .await?;
        for columns in [&["state", "ends_at"][..], &["organizer"]] {
            manager.create_index(index("questions", columns)).await?;
        }
        manager
            .create_table(
                Table::create()
                    .table("question_electors")
                    .col(text("question"))
                    .col(text("actor"))
                    .col(text("name"))
                    .col(boolean("has_voted"))
                    .primary_key(Index::create().col("question").col("actor"))
                    .foreign_key(&mut belongs_to(
                        "question_electors",
                        "question",
                        "questions",
                    ))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                table("question_votes", "id")
                    .col(text("question"))
                    .col(text("elector"))
                    .col(text("choice"))
                    .col(text("state"))
                    .col(text("reason"))
                    .col(text("activity").unique_key())
                    .col(text("note"))
                    .col(text_null("document"))
                    .col(text_null("digest"))
                    .col(text_null("nonce"))
                    .col(timestamp_with_time_zone("published_at"))
                    .col(timestamp_with_time_zone("received_at"))
                    .foreign_key(&mut belongs_to("question_votes", "question", "questions"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index("question_votes", &["question", "elector"]))
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = ["question_votes", "question_electors", "questions"];
        drop_tables(manager, &tables).await
    }
}
