//! A mandate: a seat in a committee of another server that was offered to an association of ours, what the
//! association said, and what came of it. The row, the states, the rules.

use crate::{
    committees::Part,
    cycles::draft::NAME_AT_MOST,
    error::{Refusal, Refusals},
    events::draft::one_line,
    ids::MandateId,
};
use chrono::NaiveDate;
use federation::Iri;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Characters of a reason.
pub const REASON_AT_MOST: usize = 500;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mandates")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MandateId,
    /// The actor of the committee.
    pub committee: Iri,
    /// What it is called, and its `@handle@host`.
    pub name: String,
    pub address: String,
    /// The association of ours whose seat it is, or would be.
    pub association: Iri,
    /// The seat, or the place of whoever stands in there.
    pub seat: Iri,
    pub stakeholder: String,
    pub part: Part,
    /// Who takes the seat: organisation and role. Empty before we say so.
    pub person: String,
    pub state: State,
    pub starts_on: NaiveDate,
    /// The last day.
    pub ends_on: NaiveDate,
    #[sea_orm(unique)]
    pub offer: Iri,
    /// Our Accept.
    pub word: Option<Iri>,
    pub grant_iri: Option<Iri>,
    /// Why we declined; else empty.
    pub reason: String,
    /// How many reminders of the end of the term were due by now.
    pub reminders: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Mandate;

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
#[schema(as = MandateState)]
pub enum State {
    /// Waits for our answer.
    Offered,
    /// We agreed; the committee has not confirmed.
    Accepted,
    /// In office between its days.
    Granted,
    Declined,
    /// We gave it back.
    Left,
    /// The committee took it back.
    Ended,
}

impl State {
    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Offered => "mandate-state-offered",
            Self::Accepted => "mandate-state-accepted",
            Self::Granted => "mandate-state-granted",
            Self::Declined => "mandate-state-declined",
            Self::Left => "mandate-state-left",
            Self::Ended => "mandate-state-ended",
        }
    }

    /// The colour of its tag.
    pub fn class(self) -> &'static str {
        match self {
            Self::Granted => "ok",
            Self::Offered | Self::Accepted => "warn",
            Self::Declined => "bad",
            Self::Left | Self::Ended => "quiet",
        }
    }

    /// Whether we said yes and nobody has taken it back.
    pub fn is_standing(self) -> bool {
        matches!(self, Self::Accepted | Self::Granted)
    }
}

impl Mandate {
    /// Where those who work here look after it.
    pub fn desk(&self) -> String {
        format!("/desk/mandates/{}", self.id)
    }

    /// Whether we may act on this day. The committee asks that again, by its own clock.
    pub fn is_in_office(&self, today: NaiveDate) -> bool {
        self.state == State::Granted && self.starts_on <= today && today <= self.ends_on
    }

    /// Whether its last day is over.
    pub fn is_past(&self, today: NaiveDate) -> bool {
        self.ends_on < today
    }
}

/// Who takes the seat, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = MandateDraft)]
#[serde(default, deny_unknown_fields)]
pub struct Draft {
    /// Organisation and role, as everybody reads it on the page of the committee.
    pub person: String,
}

impl Draft {
    pub fn check(&self) -> Result<String, Refusals> {
        let mut refusals = Refusals::default();
        let person = one_line(&self.person);
        match person.chars().count() {
            0 => refusals.add(Refusal::new("mandate-nameless").on("person")),
            1..=NAME_AT_MOST => {}
            _ => refusals.add(Refusal::new("cycle-field-too-long").on("person")),
        }
        refusals.none_or()?;
        Ok(person)
    }
}

/// A vote, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = MandateBallot)]
#[serde(default, deny_unknown_fields)]
pub struct Ballot {
    /// The id of the motion, as the list of motions has it.
    pub motion: String,
    /// `yes`, `no` or `abstain`.
    pub voice: String,
}
