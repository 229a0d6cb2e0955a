//! What keeps a ballot and who cast it apart while both are kept: without it no link leads to a ballot. It
//! is in no backup, and goes when the vote is closed.

use crate::ids::DecisionId;
use sea_orm::entity::prelude::*;

#[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ballot_salts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub decision: DecisionId,
    pub salt: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}

impl std::fmt::Debug for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Salt({})", self.decision)
    }
}
