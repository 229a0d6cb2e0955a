//! A member of a workstream of ours: of this house, entered by those who work here, or of another server,
//! who asked and whose home says that they act for it. The row, the states, the rules.

use crate::{
    error::{Refusal, Refusals},
    events::draft::{one_line, read_date},
    ids::{MemberId, WorkstreamId},
    words::Word,
};
use chrono::NaiveDate;
use federation::Iri;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use url::Url;
use utoipa::ToSchema;

/// Characters of an organisation and a role.
pub const NAME_AT_MOST: usize = 150;
/// Characters of a reason.
pub const REASON_AT_MOST: usize = 500;
/// What the names of roles begin with on the wire.
const FORGEFED: &str = "https://forgefed.org/ns#";

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "members")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MemberId,
    pub workstream: WorkstreamId,
    /// Whoever asked from another server; absent for somebody of this house. Once for each workstream.
    pub actor: Option<Iri>,
    /// Organisation and role; of others as their server has it.
    pub name: String,
    /// Who, they say, confirms that they act for them: an actor of their own server.
    pub home: Option<Iri>,
    pub role: Role,
    pub state: State,
    /// The Join.
    pub activity: Option<Iri>,
    /// The Accept by which their home confirmed.
    pub confirmation: Option<Iri>,
    /// What they were granted, as others find it.
    pub grant_iri: Option<Iri>,
    /// The last day on which they may.
    pub until: Option<NaiveDate>,
    /// Why not, or why no longer; else empty.
    pub reason: String,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Member;

/// What a member may do; each may all that the ones before it may.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
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
#[schema(as = MemberRole)]
pub enum Role {
    /// Reads.
    #[default]
    Visit,
    /// Says something to what is worked on.
    Report,
    /// Writes.
    Write,
    /// Coordinates.
    Maintain,
}

impl Role {
    pub const ALL: [Self; 4] = [Self::Visit, Self::Report, Self::Write, Self::Maintain];

    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Visit => "member-role-visit",
            Self::Report => "member-role-report",
            Self::Write => "member-role-write",
            Self::Maintain => "member-role-maintain",
        }
    }

    /// On the wire.
    pub fn iri(self) -> String {
        format!("{FORGEFED}{}", self.name())
    }

    /// Of the role in a Join or a Grant; who names none, or one we do not know, reads.
    pub fn of(iri: Option<&Url>) -> Self {
        let name = iri.and_then(|iri| iri.as_str().strip_prefix(FORGEFED));
        name.and_then(Self::named).unwrap_or_default()
    }
}

/// How somebody stands.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, EnumIter, DeriveActiveEnum, ToSchema,
)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::None)",
    rename_all = "snake_case"
)]
#[serde(rename_all = "snake_case")]
#[schema(as = MemberState)]
pub enum State {
    /// Asked, and their home has said nothing.
    Unconfirmed,
    /// Asked and confirmed: waits for those who work here.
    Confirmed,
    Accepted,
    Rejected,
    /// Thought better of it.
    Left,
    /// Taken out by us, or not spoken for by their home any more, or over.
    Ended,
}

impl State {
    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Unconfirmed => "member-state-unconfirmed",
            Self::Confirmed => "member-state-confirmed",
            Self::Accepted => "member-state-accepted",
            Self::Rejected => "member-state-rejected",
            Self::Left => "member-state-left",
            Self::Ended => "member-state-ended",
        }
    }

    /// The colour of its tag.
    pub fn class(self) -> &'static str {
        match self {
            Self::Accepted => "ok",
            Self::Unconfirmed | Self::Confirmed => "warn",
            Self::Rejected => "bad",
            Self::Left | Self::Ended => "quiet",
        }
    }

    /// Whether somebody has still to decide.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Unconfirmed | Self::Confirmed)
    }
}

impl Member {
    /// Whether they may do what `role` may, on this day.
    pub fn may(&self, role: Role, today: NaiveDate) -> bool {
        let is_over = self.until.is_some_and(|until| until < today);
        self.state == State::Accepted && !is_over && self.role >= role
    }
}

/// Somebody of this house, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = MemberDraft)]
#[serde(default, deny_unknown_fields)]
pub struct Draft {
    /// Organisation and role: `Verein A, Redaktion`.
    pub name: String,
    /// `visit`, `report`, `write` or `maintain`; empty for `write`.
    pub role: String,
    /// `2027-05-15` or `15.05.2027`; empty for as long as the workstream is worked on.
    pub until: String,
}

/// What somebody who asked is let in as.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = MemberAdmission)]
#[serde(default, deny_unknown_fields)]
pub struct Admission {
    /// Not more than they asked for; empty for that.
    pub role: String,
    /// As [`Draft::until`].
    pub until: String,
}

/// A role and a last day that passed the rules; without a day for as long as the workstream is worked on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    pub role: Role,
    pub until: Option<NaiveDate>,
}

impl Draft {
    pub fn check(&self, today: NaiveDate) -> Result<(String, Terms), Refusals> {
        let mut refusals = Refusals::default();
        let name = one_line(&self.name);
        match name.chars().count() {
            0 => refusals.add(Refusal::new("member-nameless").on("name")),
            1..=NAME_AT_MOST => {}
            _ => refusals.add(Refusal::new("member-name-too-long").on("name")),
        }
        let terms = terms((&self.role, Role::Write), &self.until, today, &mut refusals);
        refusals.none_or()?;
        Ok((name, terms))
    }
}

impl Admission {
    /// `asked` is as what somebody asked to be let in.
    pub fn check(&self, asked: Role, today: NaiveDate) -> Result<Terms, Refusals> {
        let mut refusals = Refusals::default();
        let terms = terms((&self.role, asked), &self.until, today, &mut refusals);
        if terms.role > asked {
            refusals.add(Refusal::new("member-role-not-asked").on("role"));
        }
        refusals.none_or()?;
        Ok(terms)
    }
}

fn terms(
    (role, by_default): (&str, Role),
    until: &str,
    today: NaiveDate,
    refusals: &mut Refusals,
) -> Terms {
    let role = match role.trim() {
        "" => by_default,
        named => Role::named(named).unwrap_or_else(|| {
            refusals.add(Refusal::new("member-role-unknown").on("role"));
            by_default
        }),
    };
    let until = match until.trim() {
        "" => None,
        typed => {
            let read = read_date(typed);
            match read {
                None => refusals.add(Refusal::new("member-until-wrong").on("until")),
                Some(day) if day < today => {
                    refusals.add(Refusal::new("member-until-over").on("until"));
                }
                Some(_) => {}
            }
            read
        }
    };
    Terms { role, until }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: &str) -> NaiveDate {
        day.parse().unwrap()
    }

    fn fields(refused: Refusals) -> Vec<&'static str> {
        refused.0.iter().filter_map(|it| it.field).collect()
    }

    #[test]
    fn every_fault_is_named_at_once() {
        let today = day("2026-11-22");
        let wrong = Draft {
            name: "x".repeat(NAME_AT_MOST + 1),
            role: "emperor".to_owned(),
            until: "bald".to_owned(),
        };
        let refused = wrong.check(today).unwrap_err();
        assert_eq!(fields(refused), ["name", "role", "until"]);
        let over = Draft {
            until: "21.11.2026".to_owned(),
            ..Draft::default()
        };
        let refused = over.check(today).unwrap_err();
        assert_eq!(fields(refused), ["name", "until"]);
    }

    #[test]
    fn nobody_is_let_in_as_more_than_they_asked_for() {
        let today = day("2026-11-22");
        let as_what = |role: &str| Admission {
            role: role.to_owned(),
            until: String::new(),
        };
        let asked = Role::Report;
        for (role, expected) in [("", Role::Report), ("visit", Role::Visit)] {
            let terms = as_what(role).check(asked, today).unwrap();
            assert_eq!((terms.role, terms.until), (expected, None));
        }
        let refused = as_what("write").check(asked, today).unwrap_err();
        assert_eq!(fields(refused), ["role"]);
    }

    #[test]
    fn a_role_is_what_forgefed_calls_it() {
        for role in Role::ALL {
            let iri = role.iri().parse().unwrap();
            assert_eq!(Role::of(Some(&iri)), role);
        }
        let unknown = "https://forgefed.org/ns#admin".parse().unwrap();
        assert_eq!(Role::of(Some(&unknown)), Role::Visit);
        assert_eq!(Role::of(None), Role::Visit);
    }
}
