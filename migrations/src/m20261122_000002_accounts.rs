//! People who work here, how they get in, and the log of what they did.

use crate::{belongs_to, drop_tables, index, table};
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                table("accounts", "id")
                    .col(text_uniq("email"))
                    .col(text("name"))
                    .col(text("role"))
                    .col(text_null("password"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone_null("closed_at"))
                    .to_owned(),
            )
            .await?;

        manager
            .create_table(
                table("sign_in_links", "id")
                    .col(text("account"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("expires_at"))
                    .col(timestamp_with_time_zone_null("used_at"))
                    .foreign_key(&mut belongs_to("sign_in_links", "account", "accounts"))
                    .to_owned(),
            )
            .await?;

        manager
            .create_table(
                table("sessions", "id")
                    .col(text("account"))
                    .col(text("device"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone("seen_at"))
                    .col(timestamp_with_time_zone("expires_at"))
                    .foreign_key(&mut belongs_to("sessions", "account", "accounts"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(index("sessions", &["account"]))
            .await?;

        manager
            .create_table(
                table("tokens", "id")
                    .col(text("account"))
                    .col(text("name"))
                    .col(text_uniq("digest"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone_null("used_at"))
                    .col(timestamp_with_time_zone_null("revoked_at"))
                    .foreign_key(&mut belongs_to("tokens", "account", "accounts"))
                    .to_owned(),
            )
            .await?;

        manager
            .create_table(
                Table::create()
                    .table("audit")
                    .col(big_pk_auto("id"))
                    .col(timestamp_with_time_zone("at"))
                    .col(text_null("account"))
                    .col(text("action"))
                    .col(text("subject"))
                    .col(text("previous"))
                    .col(text_uniq("digest"))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(
            manager,
            &["audit", "tokens", "sessions", "sign_in_links", "accounts"],
        )
        .await
    }
}
