//! Workstreams, ours and others', and what they are made of.

use crate::{belongs_to, drop_tables, index, table};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                table("workstreams", "id")
                    .col(text_uniq("slug"))
                    .col(text_null("actor").unique_key())
                    .col(boolean("local"))
                    .col(text("lead"))
                    .col(text("url"))
                    .col(text("state"))
                    .col(text("name"))
                    .col(text("summary"))
                    .col(text("question"))
                    .col(text("product"))
                    .col(text("description"))
                    .col(text_null("cycle"))
                    .col(text_null("idea"))
                    .col(date("starts_on"))
                    .col(date("planned_on"))
                    .col(date("ends_on"))
                    .col(text("why_long"))
                    .col(text("why_extended"))
                    .col(text("reason"))
                    .col(text_null("note"))
                    .col(integer("reminders"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .foreign_key(&mut let_go("cycle", "cycles"))
                    .foreign_key(&mut let_go("idea", "ideas"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index("workstreams", &["state", "starts_on"]))
            .await?;
        manager
            .create_index(index("workstreams", &["cycle"]))
            .await?;
        manager
            .create_table(
                table("milestones", "id")
                    .col(text("workstream"))
                    .col(text_uniq("iri"))
                    .col(text("title"))
                    .col(date("due_on"))
                    .col(date_null("reached_on"))
                    .col(boolean("is_told"))
                    .col(text_null("note"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .foreign_key(&mut belongs_to("milestones", "workstream", "workstreams"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index("milestones", &["workstream", "due_on"]))
            .await?;
        manager
            .create_table(
                table("workstream_reports", "workstream")
                    .col(text_null("iri").unique_key())
                    .col(text("url"))
                    .col(text("language"))
                    .col(text("sentence"))
                    .col(text("summary"))
                    .col(json_binary("contents"))
                    .col(timestamp_with_time_zone_null("published_at"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .foreign_key(&mut belongs_to(
                        "workstream_reports",
                        "workstream",
                        "workstreams",
                    ))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(
            manager,
            &["workstream_reports", "milestones", "workstreams"],
        )
        .await
    }
}

/// A workstream outlives where it came from.
fn let_go(column: &'static str, table: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .from("workstreams", column)
        .to(table, "id")
        .on_delete(ForeignKeyAction::SetNull)
        .to_owned()
}
