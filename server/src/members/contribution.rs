//! What a member of another server said to a workstream of ours. Read by those who work here.

use crate::ids::{ContributionId, MemberId, WorkstreamId};
use federation::Iri;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contributions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ContributionId,
    pub workstream: WorkstreamId,
    pub member: MemberId,
    /// Its id on the wire.
    #[sea_orm(unique)]
    pub iri: Iri,
    /// HTML that is safe to show.
    #[sea_orm(column_type = "Text")]
    pub content: String,
    pub created_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Contribution;
