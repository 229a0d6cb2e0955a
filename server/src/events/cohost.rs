//! Who invites to an event beside its organizer, as far as the event says so. Whether they agreed is
//! for [`crate::cohosts`] to find out.

use federation::Iri;
use sea_orm::{FromJsonQueryResult, entity::prelude::*};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What somebody does for an event. A closed set, so that everybody means the same by it.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    EnumIter,
    DeriveActiveEnum,
    ToSchema,
)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::None)",
    rename_all = "snake_case"
)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Holds it together with the organizer.
    #[default]
    Cohost,
    /// Contributes to it.
    Partner,
    /// Pays for some of it.
    Sponsor,
    /// Reports on it.
    MediaPartner,
}

impl Role {
    pub const ALL: [Self; 4] = [
        Self::Cohost,
        Self::Partner,
        Self::Sponsor,
        Self::MediaPartner,
    ];

    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Cohost => "cohost-role-cohost",
            Self::Partner => "cohost-role-partner",
            Self::Sponsor => "cohost-role-sponsor",
            Self::MediaPartner => "cohost-role-media-partner",
        }
    }

    /// The message that stands before a name: „mit“, „Partner:“.
    pub fn before(self) -> &'static str {
        match self {
            Self::Cohost => "cohost-before-cohost",
            Self::Partner => "cohost-before-partner",
            Self::Sponsor => "cohost-before-sponsor",
            Self::MediaPartner => "cohost-before-media-partner",
        }
    }
}

/// Somebody who agreed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cohost {
    pub actor: Iri,
    /// The actor's type on the wire.
    pub kind: String,
    pub role: Role,
    /// The activity by which they agreed, for everybody to check.
    pub accept: Iri,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Cohosts(pub Vec<Cohost>);

impl Cohosts {
    pub fn actors(&self) -> impl Iterator<Item = &Iri> {
        self.0.iter().map(|cohost| &cohost.actor)
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Unconfirmed(pub Vec<Iri>);
