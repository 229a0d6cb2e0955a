//! Which organisations have a part in a workstream, and what those who work in it share.

use crate::{belongs_to, index, table};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                table("involvements", "id")
                    .col(text("workstream"))
                    .col(text("name"))
                    .col(text("actor"))
                    .col(text("part"))
                    .col(text("state"))
                    .col(boolean("is_request"))
                    .col(text_null("offer").unique_key())
                    .col(text_null("word"))
                    .col(text("reason"))
                    .col(timestamp_with_time_zone_null("check_at"))
                    .col(timestamp_with_time_zone_null("checked_at"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                index("involvements", &["workstream", "actor"])
                    .unique()
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index("involvements", &["actor", "state"]))
            .await?;
        manager
            .create_index(index("involvements", &["check_at"]))
            .await?;
        create_shared(manager).await?;
        create_learnings(manager).await?;
        for (name, column) in [
            ("workstreams", json_binary_null("involved")),
            ("workstreams", json_binary_null("phases")),
            ("workstream_reports", text_null("written_by")),
            (
                "workstream_reports",
                timestamp_with_time_zone_null("withdrawn_at"),
            ),
            ("workstream_reports", text_null("why_withdrawn")),
        ] {
            let mut table = Table::alter();
            table.table(name).add_column(column);
            manager.alter_table(table).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, column) in [
            ("workstream_reports", "why_withdrawn"),
            ("workstream_reports", "withdrawn_at"),
            ("workstream_reports", "written_by"),
            ("workstreams", "phases"),
            ("workstreams", "involved"),
        ] {
            let mut table = Table::alter();
            table.table(name).drop_column(column);
            manager.alter_table(table).await?;
        }
        let tables = [
            "learnings",
            "membership_matters",
            "meetings",
            "documents",
            "tasks",
            "involvements",
        ];
        crate::drop_tables(manager, &tables).await
    }
}

async fn create_learnings(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let learnings = table("learnings", "id")
        .col(text("workstream"))
        .col(boolean("local"))
        .col(text_uniq("iri"))
        .col(text("title"))
        .col(text("text"))
        .col(text("audience"))
        .col(timestamp_with_time_zone("noted_at"))
        .col(timestamp_with_time_zone_null("widened_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .foreign_key(&mut belongs_to("learnings", "workstream", "workstreams"))
        .to_owned();
    manager.create_table(learnings).await?;
    manager
        .create_index(index("learnings", &["workstream", "noted_at"]))
        .await
}

/// What members share, here and where ours are members.
async fn create_shared(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let of_workstream = |name: &'static str| {
        table(name, "id")
            .col(text("workstream"))
            .col(text_uniq("iri"))
            .col(text("title"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone("updated_at"))
            .foreign_key(&mut belongs_to(name, "workstream", "workstreams"))
            .to_owned()
    };
    let tasks = of_workstream("tasks")
        .col(text("assignee"))
        .col(date_null("due_on"))
        .col(date_null("done_on"))
        .to_owned();
    let documents = of_workstream("documents")
        .col(text("link"))
        .col(text("kind"))
        .col(text("licence"))
        .col(text("audience"))
        .to_owned();
    let meetings = of_workstream("meetings")
        .col(timestamp_with_time_zone("starts_at"))
        .col(timestamp_with_time_zone("ends_at"))
        .col(text("place"))
        .col(text_null("link"))
        .to_owned();
    for (name, table) in [
        ("tasks", tasks),
        ("documents", documents),
        ("meetings", meetings),
    ] {
        manager.create_table(table).await?;
        manager.create_index(index(name, &["workstream"])).await?;
    }
    let matters = table("membership_matters", "id")
        .col(text("membership"))
        .col(text("iri"))
        .col(text("kind"))
        .col(text("title"))
        .col(text("detail"))
        .col(text_null("link"))
        .col(timestamp_with_time_zone_null("starts_at"))
        .col(timestamp_with_time_zone_null("ends_at"))
        .col(boolean("is_done"))
        .col(timestamp_with_time_zone("updated_at"))
        .foreign_key(&mut belongs_to(
            "membership_matters",
            "membership",
            "memberships",
        ))
        .to_owned();
    manager.create_table(matters).await?;
    let once = index("membership_matters", &["membership", "iri"]);
    manager.create_index(once.clone().unique().to_owned()).await
}
