//! Who works in a workstream: of ours, and ours in those of others.

use crate::{belongs_to, drop_tables, index, table};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                table("members", "id")
                    .col(text("workstream"))
                    .col(text_null("actor"))
                    .col(text("name"))
                    .col(text_null("home"))
                    .col(text("role"))
                    .col(text("state"))
                    .col(text_null("activity").unique_key())
                    .col(text_null("confirmation"))
                    .col(text_null("grant_iri").unique_key())
                    .col(date_null("until"))
                    .col(text("reason"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .foreign_key(&mut belongs_to("members", "workstream", "workstreams"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index("members", &["workstream", "actor"]))
            .await?;
        manager
            .create_index(index("members", &["confirmation"]))
            .await?;
        manager
            .create_table(
                table("contributions", "id")
                    .col(text("workstream"))
                    .col(text("member"))
                    .col(text_null("iri").unique_key())
                    .col(text("content"))
                    .col(timestamp_with_time_zone("created_at"))
                    .foreign_key(&mut belongs_to(
                        "contributions",
                        "workstream",
                        "workstreams",
                    ))
                    .foreign_key(&mut belongs_to("contributions", "member", "members"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index("contributions", &["workstream", "created_at"]))
            .await?;
        manager
            .create_table(
                table("memberships", "id")
                    .col(text("workstream"))
                    .col(text("name"))
                    .col(text("address"))
                    .col(text_uniq("actor"))
                    .col(text("association"))
                    .col(text("person"))
                    .col(text("role"))
                    .col(text("state"))
                    .col(text_uniq("activity"))
                    .col(text_null("confirmation"))
                    .col(text_null("grant_iri"))
                    .col(date_null("until"))
                    .col(text("reason"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index("memberships", &["workstream"]))
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["memberships", "contributions", "members"]).await
    }
}
