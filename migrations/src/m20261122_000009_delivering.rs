//! What lets the queue be looked into at the same cost however long it is, and when an actor was
//! first not found.

use crate::index;
use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// By host alone a claim would read every row a dead server waits for, for each of them.
fn order_of_an_object() -> IndexCreateStatement {
    index("deliveries", &["object", "host", "state", "due_at"])
}

/// Few rows are claimed at a time, so few are in it.
fn claimed() -> IndexCreateStatement {
    index("deliveries", &["leased_until"])
        .and_where(Expr::col("leased_until").is_not_null())
        .to_owned()
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_index(order_of_an_object()).await?;
        manager.create_index(claimed()).await?;
        manager
            .alter_table(
                Table::alter()
                    .table("actors")
                    .add_column(timestamp_with_time_zone_null("missing_since"))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(
                Table::alter()
                    .table("actors")
                    .drop_column("missing_since")
                    .to_owned(),
            )
            .await?;
        for name in [
            "deliveries_by_leased_until",
            "deliveries_by_object_host_state_due_at",
        ] {
            manager
                .drop_index(Index::drop().name(name).table("deliveries").to_owned())
                .await?;
        }
        Ok(())
    }
}
