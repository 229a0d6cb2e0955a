//! What somebody says about an idea.

use crate::ids::{IdeaCommentId, IdeaId};
use federation::Iri;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idea_comments")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: IdeaCommentId,
    pub idea: IdeaId,
    pub state: State,
    /// As they want to be called.
    pub name: String,
    /// Folded.
    pub email: Option<String>,
    pub actor: Option<Iri>,
    /// The post on another server.
    pub note: Option<Iri>,
    pub language: String,
    /// Plain text.
    pub said: String,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Comment;

#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, EnumIter, DeriveActiveEnum, ToSchema,
)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::None)",
    rename_all = "snake_case"
)]
#[serde(rename_all = "snake_case")]
#[schema(as = IdeaCommentState)]
pub enum State {
    /// Nobody has confirmed the address yet.
    Unconfirmed,
    /// Somebody here has to look at it first.
    Waiting,
    Public,
    Hidden,
}
