//! Votes and what they decided: what is chosen from, who may vote, the ballots apart from them.

use crate::{belongs_to, drop_tables, index, table};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                table("decisions", "id")
                    .col(text("subject"))
                    .col(text("subject_id"))
                    .col(integer("number"))
                    .col(text("organizer"))
                    .col(text("state"))
                    .col(text("question"))
                    .col(text("about"))
                    .col(text("method"))
                    .col(integer("points"))
                    .col(integer("each_at_most"))
                    .col(text("secrecy"))
                    .col(text("voters"))
                    .col(text("results"))
                    .col(text_null("event"))
                    .col(json_binary("listed"))
                    .col(timestamp_with_time_zone_null("ends_at"))
                    .col(integer("quorum"))
                    .col(integer("group_quorum"))
                    .col(boolean("letters"))
                    .col(text_null("iri").unique_key())
                    .col(text("sentence"))
                    .col(text("objections"))
                    .col(json_binary("chosen"))
                    .col(date_null("review_on"))
                    .col(boolean("is_reminded"))
                    .col(json_binary_null("tally"))
                    .col(timestamp_with_time_zone_null("opened_at"))
                    .col(timestamp_with_time_zone_null("closed_at"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .to_owned(),
            )
            .await?;
        let mut numbers = index("decisions", &["subject", "subject_id", "number"]);
        manager.create_index(numbers.unique().to_owned()).await?;
        manager.create_index(index("decisions", &["state"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("decision_options")
                    .col(text("decision"))
                    .col(integer("number"))
                    .col(text("title"))
                    .col(text_null("idea"))
                    .primary_key(Index::create().col("decision").col("number"))
                    .foreign_key(&mut belongs_to("decision_options", "decision", "decisions"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                table("electors", "id")
                    .col(text("decision"))
                    .col(text_null("participation"))
                    .col(text("name"))
                    .col(text("circle"))
                    .col(text("way"))
                    .col(text("code"))
                    .col(boolean("has_voted"))
                    .col(boolean("is_on_paper"))
                    .col(timestamp_with_time_zone_null("told_at"))
                    .foreign_key(&mut belongs_to("electors", "decision", "decisions"))
                    .to_owned(),
            )
            .await?;
        let mut codes = index("electors", &["decision", "code"]);
        manager.create_index(codes.unique().to_owned()).await?;
        for columns in [&["code"], &["participation"]] {
            manager.create_index(index("electors", columns)).await?;
        }
        // Neither a time nor an id that has one: what was cast when would say by whom.
        manager
            .create_table(
                table("ballots", "receipt")
                    .col(text("decision"))
                    .col(text_null("key"))
                    .col(text_null("elector"))
                    .col(text("circle"))
                    .col(boolean("is_paper"))
                    .col(json_binary("marks"))
                    .col(text("objection"))
                    .foreign_key(&mut belongs_to("ballots", "decision", "decisions"))
                    .to_owned(),
            )
            .await?;
        let mut keys = index("ballots", &["decision", "key"]);
        manager.create_index(keys.unique().to_owned()).await?;
        manager
            .create_table(
                table("ballot_salts", "decision")
                    .col(text("salt"))
                    .foreign_key(&mut belongs_to("ballot_salts", "decision", "decisions"))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = [
            "ballot_salts",
            "ballots",
            "electors",
            "decision_options",
            "decisions",
        ];
        drop_tables(manager, &tables).await
    }
}
