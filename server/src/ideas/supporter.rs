//! Who would work with an idea: one for each confirmed address and each actor, and only ever counted.

use crate::ids::{IdeaId, IdeaSupporterId};
use federation::Iri;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idea_supporters")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: IdeaSupporterId,
    pub idea: IdeaId,
    /// Folded.
    pub email: Option<String>,
    pub actor: Option<Iri>,
    pub language: String,
    pub confirmed_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Supporter;
