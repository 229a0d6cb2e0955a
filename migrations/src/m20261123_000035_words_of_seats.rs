//! What is said for a seat from another server beside votes: minutes put to it, remarks and absences; and when
//! a deputy there may vote, and that a term there ends.

use crate::{belongs_to, drop_tables, index, table};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite adds one column at a time.
        for (name, column) in [
            ("mandates", integer("reminders").default(0).to_owned()),
            ("minutes", text_null("iri")),
            ("remarks", text_null("iri")),
            (
                "mandate_motions",
                timestamp_with_time_zone_null("deputies_from"),
            ),
            ("mandate_motions", text_null("deputising")),
            ("mandate_motions", text_null("deputy_voice")),
        ] {
            let table = Table::alter().table(name).add_column(column).to_owned();
            manager.alter_table(table).await?;
        }
        for name in NAMED {
            let index = index(name, &["iri"]).unique().to_owned();
            manager.create_index(index).await?;
        }
        minutes(manager).await?;
        words(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["mandate_words", "mandate_minutes"]).await?;
        for name in NAMED {
            let index = Index::drop()
                .name(format!("{name}_by_iri"))
                .table(name)
                .to_owned();
            manager.drop_index(index).await?;
        }
        for (name, column) in [
            ("mandate_motions", "deputy_voice"),
            ("mandate_motions", "deputising"),
            ("mandate_motions", "deputies_from"),
            ("remarks", "iri"),
            ("minutes", "iri"),
            ("mandates", "reminders"),
        ] {
            let table = Table::alter().table(name).drop_column(column).to_owned();
            manager.alter_table(table).await?;
        }
        Ok(())
    }
}

/// What is looked for by what others say.
const NAMED: [&str; 2] = ["minutes", "remarks"];

async fn minutes(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let minutes = table("mandate_minutes", "id")
        .col(text("mandate"))
        .col(text("iri"))
        .col(text("title"))
        .col(text("text"))
        .col(date("held_on"))
        .col(boolean("is_approved"))
        .col(timestamp_with_time_zone("updated_at"))
        .col(text_null("word_state"))
        .col(text_null("word"))
        .col(text("reason"))
        .foreign_key(&mut belongs_to("mandate_minutes", "mandate", "mandates"))
        .to_owned();
    manager.create_table(minutes).await?;
    for columns in [&["mandate", "iri"][..], &["word"]] {
        let index = index("mandate_minutes", columns).unique().to_owned();
        manager.create_index(index).await?;
    }
    Ok(())
}

async fn words(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let words = table("mandate_words", "id")
        .col(text("mandate"))
        .col(text("kind"))
        .col(text("about"))
        .col(text("checkpoint"))
        .col(text("text"))
        .col(boolean("is_public"))
        .col(date_null("starts_on"))
        .col(date_null("ends_on"))
        .col(text("note"))
        .col(text_uniq("word"))
        .col(text("word_state"))
        .col(text("reason"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut belongs_to("mandate_words", "mandate", "mandates"))
        .to_owned();
    manager.create_table(words).await?;
    manager
        .create_index(index("mandate_words", &["mandate"]))
        .await
}
