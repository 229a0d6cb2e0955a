//! The rows of mails, and the queries about them.

use crate::{Result, app::Tx, ids::MailId};
use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, IntoActiveModel, QueryOrder, QuerySelect, entity::prelude::*,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "mails")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MailId,
    pub state: State,
    /// The whole mail; gone once it was delivered or given up.
    pub sealed: Option<String>,
    pub tries: i32,
    /// The message that says why it has not arrived.
    pub reason: Option<String>,
    pub due_at: DateTimeUtc,
    pub created_at: DateTimeUtc,
    pub ended_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Row;

#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::None)",
    rename_all = "snake_case"
)]
pub enum State {
    Pending,
    Delivered,
    Failed,
}

pub async fn insert(tx: &Tx, row: Row) -> Result<()> {
    let row = row.into_active_model();
    Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

pub async fn update(db: &impl ConnectionTrait, row: Row) -> Result<()> {
    let row: ActiveModel = row.into();
    row.reset_all().update(db).await?;
    Ok(())
}

/// What is due, the longest waiting first.
pub async fn due(db: &impl ConnectionTrait, now: DateTime<Utc>, limit: u64) -> Result<Vec<Row>> {
    Ok(Entity::find()
        .filter(Column::State.eq(State::Pending))
        .filter(Column::DueAt.lte(now))
        .order_by_asc(Column::DueAt)
        .order_by_asc(Column::Id)
        .limit(limit)
        .all(db)
        .await?)
}

/// Forget what ended before `before`.
pub async fn prune(db: &impl ConnectionTrait, before: DateTime<Utc>) -> Result<u64> {
    let pruned = Entity::delete_many()
        .filter(Column::EndedAt.lt(before))
        .exec(db)
        .await?;
    Ok(pruned.rows_affected)
}
