//! Position papers: what they say of themselves, their clauses, who writes them, and what is said on the way.

use crate::{belongs_to, drop_tables, index, table};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        papers(manager).await?;
        clauses(manager).await?;
        words(manager).await?;
        history(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = [
            "paper_changes",
            "revisions",
            "positions",
            "amendments",
            "clause_comments",
            "clauses",
            "paper_contributors",
            "paper_relations",
            "papers",
        ];
        drop_tables(manager, &tables).await
    }
}

async fn papers(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            table("papers", "id")
                .col(text_uniq("slug"))
                .col(text("organizer"))
                .col(text("kind"))
                .col(text("title"))
                .col(text("occasion"))
                .col(text("language"))
                .col(text("licence"))
                .col(text("summary"))
                .col(text("key_sentence"))
                .col(text("easy_text"))
                .col(text("addressee"))
                .col(date_null("sent_on"))
                .col(date_null("due_on"))
                .col(date_null("answered_on"))
                .col(text("answer"))
                .col(date_null("comments_until"))
                .col(date_null("sign_until"))
                .col(json_binary("sources"))
                .col(text("state"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone("updated_at"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            table("paper_relations", "id")
                .col(text("paper"))
                .col(integer("place"))
                .col(text("kind"))
                .col(text_null("other"))
                .col(text("link"))
                .col(text("title"))
                .foreign_key(&mut belongs_to("paper_relations", "paper", "papers"))
                .foreign_key(&mut belongs_to("paper_relations", "other", "papers"))
                .to_owned(),
        )
        .await?;
    for columns in [["paper"], ["other"]] {
        let index = index("paper_relations", &columns).to_owned();
        manager.create_index(index).await?;
    }
    manager
        .create_table(
            table("paper_contributors", "id")
                .col(text("paper"))
                .col(text("account"))
                .col(text("role"))
                .col(text("organisation"))
                .foreign_key(&mut belongs_to("paper_contributors", "paper", "papers"))
                .foreign_key(&mut belongs_to("paper_contributors", "account", "accounts"))
                .to_owned(),
        )
        .await?;
    let once = index("paper_contributors", &["paper", "account"])
        .unique()
        .to_owned();
    manager.create_index(once).await?;
    manager
        .create_index(index("paper_contributors", &["account"]).to_owned())
        .await
}

async fn clauses(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            table("clauses", "id")
                .col(text("paper"))
                .col(integer("place"))
                .col(integer("depth"))
                .col(text("heading"))
                .col(text("text"))
                .col(integer("version"))
                .col(timestamp_with_time_zone_null("removed_at"))
                .foreign_key(&mut belongs_to("clauses", "paper", "papers"))
                .to_owned(),
        )
        .await?;
    manager
        .create_index(index("clauses", &["paper", "place"]).to_owned())
        .await
}

async fn words(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            table("clause_comments", "id")
                .col(text("clause"))
                .col(text_null("account"))
                .col(text("organisation"))
                .col(text("text"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone_null("settled_at"))
                .foreign_key(&mut belongs_to("clause_comments", "clause", "clauses"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            table("amendments", "id")
                .col(text("clause"))
                .col(text_null("account"))
                .col(text("organisation"))
                .col(integer("base"))
                .col(text("before_heading"))
                .col(text("before_text"))
                .col(text("heading"))
                .col(text("text"))
                .col(text("reason"))
                .col(text("state"))
                .col(text("answer"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone_null("answered_at"))
                .foreign_key(&mut belongs_to("amendments", "clause", "clauses"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            table("positions", "id")
                .col(text("clause"))
                .col(text("organisation"))
                .col(text("stance"))
                .col(text("reason"))
                .col(integer("version"))
                .col(timestamp_with_time_zone("updated_at"))
                .foreign_key(&mut belongs_to("positions", "clause", "clauses"))
                .to_owned(),
        )
        .await?;
    for table in ["clause_comments", "amendments"] {
        let index = index(table, &["clause"]).to_owned();
        manager.create_index(index).await?;
    }
    let once = index("positions", &["clause", "organisation"])
        .unique()
        .to_owned();
    manager.create_index(once).await
}

async fn history(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            table("revisions", "id")
                .col(text("paper"))
                .col(integer("number"))
                .col(text("name"))
                .col(text("note"))
                .col(json_binary("contents"))
                .col(timestamp_with_time_zone("created_at"))
                .foreign_key(&mut belongs_to("revisions", "paper", "papers"))
                .to_owned(),
        )
        .await?;
    let once = index("revisions", &["paper", "number"]).unique().to_owned();
    manager.create_index(once).await?;
    manager
        .create_table(
            table("paper_changes", "id")
                .col(text("paper"))
                .col(text_null("account"))
                .col(text("kind"))
                .col(text("about"))
                .col(text("reason"))
                .col(timestamp_with_time_zone("at"))
                .foreign_key(&mut belongs_to("paper_changes", "paper", "papers"))
                .to_owned(),
        )
        .await?;
    manager
        .create_index(index("paper_changes", &["paper"]).to_owned())
        .await
}
