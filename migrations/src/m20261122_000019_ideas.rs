//! Ideas brought to a cycle: who wrote them, who would work with them, what is said about them, and
//! where ours were offered.

use crate::{belongs_to, drop_tables, index, table};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                table("ideas", "id")
                    .col(text_null("cycle"))
                    .col(integer_null("number"))
                    .col(text_null("iri").unique_key())
                    .col(boolean("local"))
                    .col(text("actor"))
                    .col(text_null("url"))
                    .col(text_null("offer"))
                    .col(text("origin"))
                    .col(text("state"))
                    .col(text("language"))
                    .col(text("title"))
                    .col(text("question"))
                    .col(text("product"))
                    .col(integer("months"))
                    .col(text("participants"))
                    .col(text("stakeholder"))
                    .col(text_null("topic"))
                    .col(text("reason"))
                    .col(text_null("merged_into"))
                    .col(timestamp_with_time_zone_null("published_at"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .foreign_key(&mut belongs_to("ideas", "cycle", "cycles"))
                    .to_owned(),
            )
            .await?;
        // A number is given once. What nobody has confirmed has none, and none of them are equal.
        let mut numbers = index("ideas", &["cycle", "number"]);
        manager.create_index(numbers.unique().to_owned()).await?;
        for columns in [
            &["cycle", "state"][..],
            &["merged_into"],
            &["actor"],
            &["offer"],
        ] {
            manager.create_index(index("ideas", columns)).await?;
        }
        manager
            .create_table(
                table("idea_authors", "id")
                    .col(text("idea"))
                    .col(text("name"))
                    .col(text("organisation"))
                    .col(text_null("email"))
                    .col(text("language"))
                    .col(boolean("is_shown"))
                    .col(integer("link"))
                    .col(timestamp_with_time_zone_null("confirmed_at"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .foreign_key(&mut belongs_to("idea_authors", "idea", "ideas"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index("idea_authors", &["idea"]))
            .await?;
        manager
            .create_table(
                table("idea_supporters", "id")
                    .col(text("idea"))
                    .col(text_null("email"))
                    .col(text_null("actor"))
                    .col(text("language"))
                    .col(timestamp_with_time_zone_null("confirmed_at"))
                    .col(timestamp_with_time_zone("created_at"))
                    .foreign_key(&mut belongs_to("idea_supporters", "idea", "ideas"))
                    .to_owned(),
            )
            .await?;
        for columns in [&["idea", "email"], &["idea", "actor"]] {
            let mut once = index("idea_supporters", columns);
            manager.create_index(once.unique().to_owned()).await?;
        }
        manager
            .create_table(
                table("idea_comments", "id")
                    .col(text("idea"))
                    .col(text("state"))
                    .col(text("name"))
                    .col(text_null("email"))
                    .col(text_null("actor"))
                    .col(text_null("note").unique_key())
                    .col(text("language"))
                    .col(text("said"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .foreign_key(&mut belongs_to("idea_comments", "idea", "ideas"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index("idea_comments", &["idea", "state"]))
            .await?;
        manager
            .create_table(
                table("idea_offers", "id")
                    .col(text("idea"))
                    .col(text("target"))
                    .col(text("owner"))
                    .col(text("name"))
                    .col(text("url"))
                    .col(text("activity"))
                    .col(text("state"))
                    .col(text("reason"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .foreign_key(&mut belongs_to("idea_offers", "idea", "ideas"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                index("idea_offers", &["idea", "target"])
                    .unique()
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index("idea_offers", &["activity"]))
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = [
            "idea_offers",
            "idea_comments",
            "idea_supporters",
            "idea_authors",
            "ideas",
        ];
        drop_tables(manager, &tables).await
    }
}
