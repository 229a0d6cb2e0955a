//! What public events are found by: what is said of each, word by word in a column that filters ask, and
//! all its words folded into one text. A server fills them in for the events it has when it starts.

use crate::{belongs_to, drop_tables, index, table};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("event_terms")
                    .col(text("event"))
                    .col(text("field"))
                    .col(text("term"))
                    .col(text("label"))
                    .primary_key(Index::create().col("event").col("field").col("term"))
                    .foreign_key(&mut belongs_to("event_terms", "event", "events"))
                    .to_owned(),
            )
            .await?;
        let terms = index("event_terms", &["field", "term", "event"]);
        manager.create_index(terms).await?;
        manager
            .create_table(
                table("event_words", "event")
                    .col(text("words"))
                    .foreign_key(&mut belongs_to("event_words", "event", "events"))
                    .to_owned(),
            )
            .await?;
        // What ends later is what is to come, and what another event may fall into.
        manager
            .create_index(index("events", &["ends_at", "state"]))
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let name = "events_by_ends_at_state";
        let index = Index::drop().name(name).table("events").to_owned();
        manager.drop_index(index).await?;
        drop_tables(manager, &["event_words", "event_terms"]).await
    }
}
