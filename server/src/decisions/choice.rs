//! What can be chosen in a vote: frozen when it opens, with the number people know it by.

use crate::ids::{DecisionId, IdeaId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "decision_options")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub decision: DecisionId,
    /// Of an idea its number in the cycle; else counted from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    pub title: String,
    pub idea: Option<IdeaId>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Choice;
