//! Where ours work in workstreams of other servers: who asked there, for which association of ours, and
//! what came of it. The row, the states, the rules.

use crate::{
    error::{Refusal, Refusals},
    events::draft::{one_line, or},
    ids::MembershipId,
    members::{Role, member::NAME_AT_MOST},
    words::Word as _,
};
use chrono::NaiveDate;
use federation::Iri;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Characters of what is said to the work.
pub const TEXT_AT_MOST: usize = 5_000;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "memberships")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MembershipId,
    /// The actor that is worked in.
    pub workstream: Iri,
    /// What it is called, and its `@handle@host`.
    pub name: String,
    pub address: String,
    /// The actor of ours that asks, made for this alone.
    #[sea_orm(unique)]
    pub actor: Iri,
    /// The association they act for.
    pub association: Iri,
    /// Role in the organisation, as the other server reads it.
    pub person: String,
    /// As what they asked, and then as what they were let in.
    pub role: Role,
    pub state: State,
    /// The Join.
    #[sea_orm(unique)]
    pub activity: Iri,
    /// The Accept by which the association confirmed.
    pub confirmation: Option<Iri>,
    /// What they were granted.
    pub grant_iri: Option<Iri>,
    /// The last day on which they may.
    pub until: Option<NaiveDate>,
    /// Why not, in the words of the other server; else empty.
    pub reason: String,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Membership;

/// How it stands.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, EnumIter, DeriveActiveEnum, ToSchema,
)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::None)",
    rename_all = "snake_case"
)]
#[serde(rename_all = "snake_case")]
#[schema(as = MembershipState)]
pub enum State {
    /// Asked there; our association has not confirmed.
    Asked,
    /// Confirmed by our association: waits for the other server.
    Confirmed,
    Accepted,
    Rejected,
    /// Thought better of it.
    Left,
    /// Taken out there, or our association does not stand for it any more.
    Ended,
}

impl State {
    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Asked => "membership-state-asked",
            Self::Confirmed => "membership-state-confirmed",
            Self::Accepted => "membership-state-accepted",
            Self::Rejected => "membership-state-rejected",
            Self::Left => "membership-state-left",
            Self::Ended => "membership-state-ended",
        }
    }

    /// The colour of its tag.
    pub fn class(self) -> &'static str {
        match self {
            Self::Accepted => "ok",
            Self::Asked | Self::Confirmed => "warn",
            Self::Rejected => "bad",
            Self::Left | Self::Ended => "quiet",
        }
    }

    /// In which there is something to take back.
    pub fn is_standing(self) -> bool {
        matches!(self, Self::Asked | Self::Confirmed | Self::Accepted)
    }
}

impl Membership {
    /// Whether they may read what members are told, on this day.
    pub fn may_read(&self, today: NaiveDate) -> bool {
        let is_over = self.until.is_some_and(|until| until < today);
        self.state == State::Accepted && !is_over
    }

    /// Whether they may say something to the work, on this day.
    pub fn may_contribute(&self, today: NaiveDate) -> bool {
        self.may_read(today) && self.role >= Role::Report
    }
}

/// Whom of ours a workstream elsewhere is asked to let in, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = MembershipDraft)]
#[serde(default, deny_unknown_fields)]
pub struct Draft {
    /// The workstream: `@ws-…@host`, or the address of its page.
    pub address: String,
    /// The handle of the association they act for; empty for the first.
    pub association: String,
    /// Organisation and role, as the other server reads it: `Verein B, Beratung`.
    pub person: String,
    /// `visit`, `report`, `write` or `maintain`; empty for `report`.
    pub role: String,
}

impl Draft {
    pub fn check(&self) -> Result<(String, Role), Refusals> {
        let mut refusals = Refusals::default();
        let person = one_line(&self.person);
        match person.chars().count() {
            0 => refusals.add(Refusal::new("member-nameless").on("person")),
            1..=NAME_AT_MOST => {}
            _ => refusals.add(Refusal::new("member-name-too-long").on("person")),
        }
        let role = Role::named(or(&self.role, &Role::Report.name()));
        if role.is_none() {
            refusals.add(Refusal::new("member-role-unknown").on("role"));
        }
        refusals.none_or()?;
        Ok((person, role.unwrap_or_default()))
    }
}
