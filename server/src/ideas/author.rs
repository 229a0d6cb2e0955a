//! Who brought an idea: the first to write it, and those who were asked to stand by it.

use crate::ids::{IdeaAuthorId, IdeaId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idea_authors")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: IdeaAuthorId,
    pub idea: IdeaId,
    pub name: String,
    pub organisation: String,
    /// Folded; absent where nobody can be written to.
    pub email: Option<String>,
    /// Which they read: a BCP 47 tag.
    pub language: String,
    /// Whether everybody may know who it was.
    pub is_shown: bool,
    /// The number of their link: another one makes the former useless.
    pub link: i32,
    pub confirmed_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Author;
