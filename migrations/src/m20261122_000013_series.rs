//! Series of events, which edition of one an event is, and kinds of an association's own.

use crate::{drop_tables, index, table};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                table("series", "id")
                    .col(text_uniq("actor"))
                    .col(text_uniq("handle"))
                    .col(text("organizer"))
                    .col(text("name"))
                    .col(text("summary"))
                    .col(text("description"))
                    .col(text("kind"))
                    .col(integer_null("months"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                table("kinds", "name")
                    .col(text("organizer"))
                    .col(json_binary("template"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("updated_at"))
                    .to_owned(),
            )
            .await?;
        // SQLite adds one column at a time.
        for column in [
            text_null("series"),
            integer_null("edition"),
            text_null("subtitle"),
            json_binary_null("own_kind"),
        ] {
            let table = Table::alter().table("events").add_column(column).to_owned();
            manager.alter_table(table).await?;
        }
        // A number is given once. What is in no series has none, and none of them are equal.
        let mut numbers = index("events", &["series", "edition"]);
        manager.create_index(numbers.unique().to_owned()).await?;
        let dates = index("events", &["series", "starts_at"]);
        manager.create_index(dates).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for name in ["events_by_series_starts_at", "events_by_series_edition"] {
            let index = Index::drop().name(name).table("events").to_owned();
            manager.drop_index(index).await?;
        }
        for column in ["own_kind", "subtitle", "edition", "series"] {
            let table = Table::alter()
                .table("events")
                .drop_column(column)
                .to_owned();
            manager.alter_table(table).await?;
        }
        drop_tables(manager, &["kinds", "series"]).await
    }
}
