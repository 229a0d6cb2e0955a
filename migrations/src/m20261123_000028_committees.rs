//! Committees with their seats, votes, remarks and minutes; working groups with what they made.

use crate::{belongs_to, drop_tables, index, table};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        bodies(manager).await?;
        seats(manager).await?;
        votes(manager).await?;
        words(manager).await?;
        groups(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = [
            "working_group_outputs",
            "working_groups",
            "minutes_approvals",
            "minutes",
            "remarks",
            "seat_votes",
            "motions",
            "seat_holders",
            "seats",
            "committees",
        ];
        drop_tables(manager, &tables).await
    }
}

async fn bodies(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            table("committees", "id")
                .col(text_uniq("slug"))
                .col(text("organizer"))
                .col(text_null("programme"))
                .col(text_null("cycle"))
                .col(text("kind"))
                .col(text("name"))
                .col(text("summary"))
                .col(text("purpose"))
                .col(date("starts_on"))
                .col(date("ends_on"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone("updated_at"))
                .to_owned(),
        )
        .await
}

async fn seats(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            table("seats", "id")
                .col(text("committee"))
                .col(integer("number"))
                .col(text("stakeholder"))
                .foreign_key(&mut belongs_to("seats", "committee", "committees"))
                .to_owned(),
        )
        .await?;
    manager
        .create_index(index("seats", &["committee", "number"]).unique().to_owned())
        .await?;
    manager
        .create_table(
            table("seat_holders", "id")
                .col(text("committee"))
                .col(text_null("seat"))
                .col(text("part"))
                .col(text("name"))
                .col(text_null("email"))
                .col(text("language"))
                .col(date("starts_on"))
                .col(date("ends_on"))
                .col(date_null("absent_from"))
                .col(date_null("absent_until"))
                .col(integer("link"))
                .col(integer("reminders"))
                .col(timestamp_with_time_zone_null("ended_at"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone("updated_at"))
                .foreign_key(&mut belongs_to("seat_holders", "committee", "committees"))
                .foreign_key(&mut belongs_to("seat_holders", "seat", "seats"))
                .to_owned(),
        )
        .await?;
    manager
        .create_index(index("seat_holders", &["committee"]))
        .await?;
    manager
        .create_index(index("seat_holders", &["ends_on"]))
        .await
}

async fn votes(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            table("motions", "id")
                .col(text("committee"))
                .col(integer("number"))
                .col(text("title"))
                .col(text("text"))
                .col(integer("quorum"))
                .col(boolean("is_public"))
                .col(timestamp_with_time_zone_null("deputies_from"))
                .col(timestamp_with_time_zone("ends_at"))
                .col(timestamp_with_time_zone_null("withdrawn_at"))
                .col(timestamp_with_time_zone("created_at"))
                .foreign_key(&mut belongs_to("motions", "committee", "committees"))
                .to_owned(),
        )
        .await?;
    manager
        .create_index(
            index("motions", &["committee", "number"])
                .unique()
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            table("seat_votes", "id")
                .col(text("motion"))
                .col(text("seat"))
                .col(text("holder"))
                .col(text("part"))
                .col(text("voice"))
                .col(text("standing"))
                .col(timestamp_with_time_zone("cast_at"))
                .col(timestamp_with_time_zone_null("overridden_at"))
                .foreign_key(&mut belongs_to("seat_votes", "motion", "motions"))
                .foreign_key(&mut belongs_to("seat_votes", "seat", "seats"))
                .foreign_key(&mut belongs_to("seat_votes", "holder", "seat_holders"))
                .to_owned(),
        )
        .await?;
    // Whatever the rules overlook: no seat has two votes of its member, or two of its deputy.
    let mut once = index("seat_votes", &["motion", "seat", "part"]);
    manager.create_index(once.unique().to_owned()).await
}

async fn words(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            table("remarks", "id")
                .col(text("committee"))
                .col(text_null("seat"))
                .col(text("holder"))
                .col(text_null("workstream"))
                .col(text_null("motion"))
                .col(text("checkpoint"))
                .col(text("text"))
                .col(boolean("is_public"))
                .col(timestamp_with_time_zone("created_at"))
                .foreign_key(&mut belongs_to("remarks", "committee", "committees"))
                .foreign_key(&mut belongs_to("remarks", "holder", "seat_holders"))
                .foreign_key(&mut belongs_to("remarks", "workstream", "workstreams"))
                .foreign_key(&mut belongs_to("remarks", "motion", "motions"))
                .to_owned(),
        )
        .await?;
    manager
        .create_index(index("remarks", &["workstream"]))
        .await?;
    manager
        .create_table(
            table("minutes", "id")
                .col(text("committee"))
                .col(text("title"))
                .col(date("held_on"))
                .col(text("text"))
                .col(boolean("is_public"))
                .col(timestamp_with_time_zone_null("submitted_at"))
                .col(timestamp_with_time_zone_null("approved_at"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone("updated_at"))
                .foreign_key(&mut belongs_to("minutes", "committee", "committees"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("minutes_approvals")
                .col(text("minutes"))
                .col(text("seat"))
                .col(text("holder"))
                .col(timestamp_with_time_zone("created_at"))
                .primary_key(Index::create().col("minutes").col("seat"))
                .foreign_key(&mut belongs_to("minutes_approvals", "minutes", "minutes"))
                .foreign_key(&mut belongs_to("minutes_approvals", "seat", "seats"))
                .to_owned(),
        )
        .await
}

async fn groups(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            table("working_groups", "id")
                .col(text_uniq("slug"))
                .col(text("organizer"))
                .col(text("name"))
                .col(text("summary"))
                .col(text("about"))
                .col(text("contact"))
                .col(boolean("is_closed"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone("updated_at"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            table("working_group_outputs", "id")
                .col(text("working_group"))
                .col(text("title"))
                .col(text("kind"))
                .col(text("link"))
                .col(date("published_on"))
                .foreign_key(&mut belongs_to(
                    "working_group_outputs",
                    "working_group",
                    "working_groups",
                ))
                .to_owned(),
        )
        .await?;
    manager
        .create_index(index("working_group_outputs", &["working_group"]))
        .await
}
