//! What is planned around an event: mails that go out by themselves, who was sent them, and what is to be
//! done.

use crate::{belongs_to, drop_tables, index, table};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                table("notices", "id")
                    .col(text("event"))
                    .col(integer("days_before"))
                    .col(time("sent_from"))
                    .col(text_null("attendance"))
                    .col(boolean("is_reminder"))
                    .col(text("subject_de"))
                    .col(text("text_de"))
                    .col(text("subject_en"))
                    .col(text("text_en"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .foreign_key(&mut belongs_to("notices", "event", "events"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("notices", &["event"])).await?;
        manager
            .create_table(
                Table::create()
                    .table("notice_readers")
                    .col(text("notice"))
                    .col(text("participation"))
                    .col(timestamp_with_time_zone("sent_at"))
                    .primary_key(Index::create().col("notice").col("participation"))
                    .foreign_key(&mut belongs_to("notice_readers", "notice", "notices"))
                    .foreign_key(&mut belongs_to(
                        "notice_readers",
                        "participation",
                        "participations",
                    ))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index("notice_readers", &["participation"]))
            .await?;
        manager
            .create_table(
                table("event_tasks", "id")
                    .col(text("event"))
                    .col(text("title"))
                    .col(text("assignee"))
                    .col(integer_null("days_before"))
                    .col(date_null("done_on"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .foreign_key(&mut belongs_to("event_tasks", "event", "events"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(index("event_tasks", &["event"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["event_tasks", "notice_readers", "notices"]).await
    }
}
