//! Who holds a seat of a committee, stands in for who does, or advises it. The row, the rules, and the one
//! question everything else asks: whether they are in office on a day.

use super::committee::{Committee, day};
use crate::{
    cycles::draft::{NAME_AT_MOST, line},
    error::{Refusal, Refusals},
    events::draft::read_date,
    ids::{CommitteeId, SeatHolderId, SeatId},
    words::Word,
};
use chrono::NaiveDate;
use federation::Iri;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "seat_holders")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SeatHolderId,
    pub committee: CommitteeId,
    /// None of those who advise.
    pub seat: Option<SeatId>,
    pub part: Part,
    /// Organisation and role. Everybody reads it.
    pub name: String,
    /// Where their link is sent. Nobody reads it but those who coordinate.
    pub email: Option<String>,
    /// Of what is written to them.
    pub language: String,
    pub starts_on: NaiveDate,
    /// The last day of their term.
    pub ends_on: NaiveDate,
    /// The days on which the deputy acts: first and last.
    pub absent_from: Option<NaiveDate>,
    pub absent_until: Option<NaiveDate>,
    /// Counted up, all links sent so far open nothing.
    pub link: i32,
    /// How many reminders of the end of the term have been sent, or were over when it began.
    pub reminders: i32,
    /// When they gave the seat up before their term was over.
    pub ended_at: Option<DateTimeUtc>,
    /// The association of another server whose seat it is; absent of those who act by a link.
    pub actor: Option<Iri>,
    /// The Offer by which it was asked.
    #[sea_orm(unique)]
    pub offer: Option<Iri>,
    /// The Accept by which it agreed. Before, nobody is in office.
    pub word: Option<Iri>,
    /// What it was granted.
    pub grant_iri: Option<Iri>,
    /// Why it declined, in its words; else empty.
    pub reason: String,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Holder;

/// As what somebody belongs to a committee.
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
#[schema(as = SeatHolderPart)]
pub enum Part {
    /// Votes.
    #[default]
    Member,
    /// Votes where the rule lets them stand in.
    Deputy,
    /// Speaks, and has no seat and no vote.
    Adviser,
}

impl Part {
    pub const ALL: [Self; 3] = [Self::Member, Self::Deputy, Self::Adviser];

    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Member => "committee-part-member",
            Self::Deputy => "committee-part-deputy",
            Self::Adviser => "committee-part-adviser",
        }
    }
}

impl Holder {
    /// Whether they may act on this day. Nothing but the calendar ends a term: no job has to run.
    pub fn is_in_office(&self, today: NaiveDate) -> bool {
        let is_running = self.starts_on <= today && today <= self.ends_on;
        self.ended_at.is_none() && self.has_agreed() && is_running
    }

    /// Whether nobody has to say yes any more: an association of another server is asked first.
    pub fn has_agreed(&self) -> bool {
        self.actor.is_none() || self.word.is_some()
    }

    /// Whether an association of another server still has to say yes.
    pub fn is_asked(&self, today: NaiveDate) -> bool {
        !self.has_agreed() && self.is_to_come_or_in_office(today)
    }

    /// Whether something that is there since this day is theirs to read: in office all of it, and afterwards
    /// what there was by then.
    pub fn may_read(&self, since: NaiveDate, today: NaiveDate) -> bool {
        let was_in_office = self.has_agreed() && self.ends_on < today;
        self.is_in_office(today) || (was_in_office && since <= self.ends_on)
    }

    /// Whether they said that they cannot act on this day.
    pub fn is_absent(&self, today: NaiveDate) -> bool {
        let (Some(from), Some(until)) = (self.absent_from, self.absent_until) else {
            return false;
        };
        from <= today && today <= until
    }

    /// Whether they are still to take office, or in it.
    pub fn is_to_come_or_in_office(&self, today: NaiveDate) -> bool {
        self.ended_at.is_none() && today <= self.ends_on
    }
}

/// Somebody in a seat, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = SeatHolderDraft)]
#[serde(default, deny_unknown_fields)]
pub struct Draft {
    /// The number of the seat, or its stakeholder group; empty for who advises.
    pub seat: String,
    /// `member`, `deputy` or `adviser`; empty for `member`.
    pub part: String,
    /// Organisation and role. Everybody reads it. Empty where an association of another server is to say it.
    pub name: String,
    /// An association of another server to which the seat is offered: `@verein@host`, or the address of its
    /// page. It says who takes the seat, and they act from there; empty for who acts by a link.
    pub address: String,
    /// Where their link is sent; empty for who gets none.
    pub email: String,
    /// `de` or `en`; empty for the instance's.
    pub language: String,
    /// `2026-11-14` or `14.11.2026`; empty for the first day of the committee, or today.
    pub starts_on: String,
    /// The last day; empty for that of the committee.
    pub ends_on: String,
}

/// Somebody who passed the rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    pub part: Part,
    pub name: String,
    pub email: Option<String>,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
}

impl Draft {
    pub fn check(&self, committee: &Committee, today: NaiveDate) -> Result<Details, Refusals> {
        let mut refusals = Refusals::default();
        let part = match self.part.trim() {
            "" => Part::default(),
            typed => Part::named(typed).unwrap_or_else(|| {
                refusals.add(Refusal::new("committee-part-unknown").on("part"));
                Part::default()
            }),
        };
        if part == Part::Adviser && !self.seat.trim().is_empty() {
            refusals.add(Refusal::new("committee-adviser-has-no-seat").on("seat"));
        }
        let is_elsewhere = !self.address.trim().is_empty();
        if is_elsewhere && part == Part::Adviser {
            refusals.add(Refusal::new("committee-adviser-by-link").on("address"));
        }
        if is_elsewhere && !self.email.trim().is_empty() {
            refusals.add(Refusal::new("committee-email-or-address").on("email"));
        }
        let email = match self.email.trim() {
            "" => None,
            typed => Some(typed.to_owned()),
        };
        let first = committee.starts_on.max(today);
        let starts_on = day(&self.starts_on, first, "starts_on", &mut refusals);
        let ends_on = day(&self.ends_on, committee.ends_on, "ends_on", &mut refusals);
        if starts_on < committee.starts_on {
            refusals.add(Refusal::new("committee-term-before-it").on("starts_on"));
        }
        if ends_on < starts_on || ends_on < today {
            refusals.add(Refusal::new("committee-ends-before-it-starts").on("ends_on"));
        }
        if ends_on > committee.ends_on {
            refusals.add(Refusal::new("committee-term-beyond-it").on("ends_on"));
        }
        let details = Details {
            part,
            name: line(
                &self.name,
                "name",
                NAME_AT_MOST,
                !is_elsewhere,
                &mut refusals,
            ),
            email,
            starts_on,
            ends_on,
        };
        refusals.none_or()?;
        Ok(details)
    }
}

/// On which days somebody cannot act, as typed. Both empty: on none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = SeatAbsence)]
#[serde(default, deny_unknown_fields)]
pub struct Absence {
    /// The first day: `2026-11-14` or `14.11.2026`.
    pub absent_from: String,
    /// The last day; empty for the first.
    pub absent_until: String,
}

impl Absence {
    /// First and last day; `None` where they are there. Nobody is away after `last`, the end of their term.
    pub fn check(&self, last: NaiveDate) -> Result<Option<(NaiveDate, NaiveDate)>, Refusals> {
        let mut refusals = Refusals::default();
        let mut read = |typed: &str, field| {
            let day = read_date(typed);
            if day.is_none() && !typed.trim().is_empty() {
                refusals.add(Refusal::new("event-date-unreadable").on(field));
            }
            day
        };
        let from = read(&self.absent_from, "absent_from");
        let until = read(&self.absent_until, "absent_until");
        if from.is_none() && until.is_some() {
            refusals.add(Refusal::new("committee-absence-from-missing").on("absent_from"));
        }
        let until = until.or(from);
        if until < from || until.is_some_and(|until| until > last) {
            refusals.add(Refusal::new("committee-absence-wrong").on("absent_until"));
        }
        refusals.none_or()?;
        Ok(from.zip(until))
    }

    pub fn of(holder: &Holder) -> Self {
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        Self {
            absent_from: day(holder.absent_from),
            absent_until: day(holder.absent_until),
        }
    }
}
