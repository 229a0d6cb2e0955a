//! An association that may vote. The roll is made when the question is opened, and stays.

use crate::ids::QuestionId;
use federation::Iri;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "question_electors")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub question: QuestionId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub actor: Iri,
    /// As it was called then.
    pub name: String,
    /// Whether, once it is counted.
    pub has_voted: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Elector;
