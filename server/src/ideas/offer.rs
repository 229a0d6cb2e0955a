//! An idea of ours that was offered to a cycle of another server, and what they said.

use crate::ids::{IdeaId, IdeaOfferId};
use federation::Iri;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idea_offers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: IdeaOfferId,
    pub idea: IdeaId,
    /// The cycle, by its id on the wire. Each is asked once.
    pub target: Iri,
    /// Who holds it, and alone answers.
    pub owner: Iri,
    /// How its home calls it.
    pub name: String,
    /// Where its home shows it.
    pub url: Iri,
    /// The Offer.
    pub activity: Iri,
    pub state: State,
    /// Why not, or why not any more; else empty.
    pub reason: String,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Offer;

#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, EnumIter, DeriveActiveEnum, ToSchema,
)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::None)",
    rename_all = "snake_case"
)]
#[serde(rename_all = "snake_case")]
#[schema(as = IdeaOfferState)]
pub enum State {
    /// Asked, and not answered.
    Offered,
    Accepted,
    /// Chosen there: a workstream comes of it.
    Selected,
    /// It went over into another there; the reason is the title of that one.
    Merged,
    /// The workstream that came of it there is not pursued any further; the reason says why.
    Ended,
    Rejected,
}
