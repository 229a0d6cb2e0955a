//! Seats that are held from another server: what of it is kept where the committee is at home, and the
//! mandates of ours in committees of others, with what is voted on there.

use crate::{belongs_to, drop_tables, index, table};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite adds one column at a time.
        for column in [
            text_null("actor"),
            text_null("offer"),
            text_null("word"),
            text_null("grant_iri"),
            text("reason").default("").to_owned(),
        ] {
            add(manager, "seat_holders", column).await?;
        }
        for column in [
            text_null("iri"),
            boolean("is_told").default(false).to_owned(),
        ] {
            add(manager, "motions", column).await?;
        }
        for (name, column) in UNIQUE {
            let index = index(name, &[column]).unique().to_owned();
            manager.create_index(index).await?;
        }
        mandates(manager).await?;
        motions(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["mandate_motions", "mandates"]).await?;
        for (name, column) in UNIQUE {
            let index = Index::drop()
                .name(format!("{name}_by_{column}"))
                .table(name)
                .to_owned();
            manager.drop_index(index).await?;
        }
        for (name, columns) in [
            ("motions", &["is_told", "iri"][..]),
            (
                "seat_holders",
                &["reason", "grant_iri", "word", "offer", "actor"],
            ),
        ] {
            for column in columns {
                let table = Table::alter().table(name).drop_column(*column).to_owned();
                manager.alter_table(table).await?;
            }
        }
        Ok(())
    }
}

/// What is there once, and looked for by what others say.
const UNIQUE: [(&str, &str); 2] = [("seat_holders", "offer"), ("motions", "iri")];

async fn add(
    manager: &SchemaManager<'_>,
    name: &'static str,
    column: ColumnDef,
) -> Result<(), DbErr> {
    let table = Table::alter().table(name).add_column(column).to_owned();
    manager.alter_table(table).await
}

async fn mandates(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            table("mandates", "id")
                .col(text("committee"))
                .col(text("name"))
                .col(text("address"))
                .col(text("association"))
                .col(text("seat"))
                .col(text("stakeholder"))
                .col(text("part"))
                .col(text("person"))
                .col(text("state"))
                .col(date("starts_on"))
                .col(date("ends_on"))
                .col(text_uniq("offer"))
                .col(text_null("word"))
                .col(text_null("grant_iri"))
                .col(text("reason"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone("updated_at"))
                .to_owned(),
        )
        .await?;
    manager
        .create_index(index("mandates", &["committee"]))
        .await
}

async fn motions(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let motions = table("mandate_motions", "id")
        .col(text("mandate"))
        .col(text("iri"))
        .col(text("title"))
        .col(text("text"))
        .col(text("outcome"))
        .col(integer("yes"))
        .col(integer("no"))
        .col(integer("abstain"))
        .col(timestamp_with_time_zone("ends_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .col(text_null("voice"))
        .col(text_null("vote_state"))
        .col(text_null("vote"))
        .col(text("reason"))
        .foreign_key(&mut belongs_to("mandate_motions", "mandate", "mandates"))
        .to_owned();
    manager.create_table(motions).await?;
    for columns in [&["mandate", "iri"][..], &["vote"]] {
        let index = index("mandate_motions", columns).unique().to_owned();
        manager.create_index(index).await?;
    }
    Ok(())
}
