//! Of a mail: whom it is about, so that somebody can be called whom it did not reach. Of a participation: whether
//! they hear what organizers write to many.

use crate::index;
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, column) in [
            ("mails", text_null("about")),
            ("participations", boolean("news").default(true).to_owned()),
        ] {
            let table = Table::alter().table(name).add_column(column).to_owned();
            manager.alter_table(table).await?;
        }
        manager.create_index(index("mails", &["about"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let about = Index::drop()
            .name("mails_by_about")
            .table("mails")
            .to_owned();
        manager.drop_index(about).await?;
        for (name, column) in [("participations", "news"), ("mails", "about")] {
            let table = Table::alter().table(name).drop_column(column).to_owned();
            manager.alter_table(table).await?;
        }
        Ok(())
    }
}
