//! Committees as JSON, on pages, in feeds and in the API alike. Where somebody is written to stands in none
//! of it.

use super::{
    Committee, Holder, Kind, Minutes, Motion, Part, Roster, Said, SeatVote,
    minutes::State,
    motion::{Count, Outcome},
    vote::{Standing, Voice},
};
use crate::markdown;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use url::Url;
use utoipa::ToSchema;

/// Who holds a seat, stands in, or advises.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CommitteePerson)]
pub struct Person {
    /// Organisation and role.
    pub name: String,
    pub starts_on: NaiveDate,
    /// The last day.
    pub ends_on: NaiveDate,
}

impl Person {
    fn of(holder: &Holder) -> Self {
        Self {
            name: holder.name.clone(),
            starts_on: holder.starts_on,
            ends_on: holder.ends_on,
        }
    }
}

/// A seat of a stakeholder group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CommitteeSeat)]
pub struct SeatShape {
    pub number: i32,
    pub stakeholder: String,
    /// Null where the seat is vacant.
    pub member: Option<Person>,
    pub deputy: Option<Person>,
}

/// A committee as everybody may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Committee)]
pub struct Shape {
    pub slug: String,
    /// The ActivityPub id of the committee, which can be followed; null until it has one.
    pub actor: Option<Url>,
    /// The host it is at home; null where that is here.
    pub home: Option<String>,
    /// The ActivityPub id of the association whose committee it is.
    pub organizer: Url,
    /// The slug of the programme it accompanies.
    pub programme: Option<String>,
    /// The slug of the cycle it accompanies.
    pub cycle: Option<String>,
    pub kind: Kind,
    pub page: Url,
    pub name: String,
    /// One line.
    pub summary: String,
    /// HTML that is safe to show.
    pub purpose: String,
    pub starts_on: NaiveDate,
    /// The last day.
    pub ends_on: NaiveDate,
    /// Of a committee that is over, as on its last day.
    pub seats: Vec<SeatShape>,
    pub advisers: Vec<Person>,
    pub updated_at: DateTime<Utc>,
}

/// Committees, the latest term first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CommitteeList)]
pub struct List {
    pub committees: Vec<Shape>,
}

impl Shape {
    pub fn of(
        committee: &Committee,
        roster: &Roster,
        origin: &Url,
        (programme, cycle): (Option<String>, Option<String>),
    ) -> Self {
        let seats = roster.places.iter().map(|place| SeatShape {
            number: place.seat.number,
            stakeholder: place.seat.stakeholder.clone(),
            member: place.member.as_ref().map(Person::of),
            deputy: place.deputy.as_ref().map(Person::of),
        });
        Self {
            slug: committee.slug.clone(),
            actor: committee.actor.clone().map(Url::from),
            home: committee.home(),
            organizer: committee.organizer.clone().into(),
            programme,
            cycle,
            kind: committee.kind,
            page: committee.page(origin),
            name: committee.name.clone(),
            summary: committee.summary.clone(),
            purpose: committee.purpose_html(),
            starts_on: committee.starts_on,
            ends_on: committee.ends_on,
            seats: seats.collect(),
            advisers: roster.advisers.iter().map(Person::of).collect(),
            updated_at: committee.updated_at,
        }
    }
}

/// Somebody on a committee, for those who work here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = SeatHolder)]
pub struct HolderShape {
    /// A ULID.
    pub id: String,
    /// The number of their seat; null for who advises.
    pub seat: Option<i32>,
    pub part: Part,
    /// Organisation and role.
    pub name: String,
    /// Whether a link can be sent to them.
    pub has_email: bool,
    /// The ActivityPub id of the association of another server whose seat it is; null of who acts by a link.
    pub actor: Option<Url>,
    /// Whether that association has agreed; nobody is in office before. True of everybody else.
    pub has_agreed: bool,
    /// Why it declined, in its words; else empty.
    pub reason: String,
    pub starts_on: NaiveDate,
    /// The last day.
    pub ends_on: NaiveDate,
    /// The days on which the deputy acts.
    pub absent_from: Option<NaiveDate>,
    pub absent_until: Option<NaiveDate>,
    /// When they left before their term was over.
    pub ended_at: Option<DateTime<Utc>>,
}

impl HolderShape {
    pub fn of(holder: &Holder, seats: &[super::Seat]) -> Self {
        let mut own = seats
            .iter()
            .filter(|it| Some(&it.id) == holder.seat.as_ref());
        Self {
            id: holder.id.to_string(),
            seat: own.next().map(|seat| seat.number),
            part: holder.part,
            name: holder.name.clone(),
            has_email: holder.email.is_some(),
            actor: holder.actor.clone().map(Url::from),
            has_agreed: holder.has_agreed(),
            reason: holder.reason.clone(),
            starts_on: holder.starts_on,
            ends_on: holder.ends_on,
            absent_from: holder.absent_from,
            absent_until: holder.absent_until,
            ended_at: holder.ended_at,
        }
    }
}

/// What a seat said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = SeatVote)]
pub struct VoteShape {
    /// The number of the seat.
    pub seat: Option<i32>,
    /// Whether the member or the deputy said it.
    pub part: Part,
    /// Nothing until the end.
    pub voice: Option<Voice>,
    /// By which rule.
    pub standing: Standing,
    pub cast_at: DateTime<Utc>,
    /// When the member overrode it; it does not count then.
    pub overridden_at: Option<DateTime<Utc>>,
}

/// A motion with all that was voted on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Motion)]
pub struct MotionShape {
    /// Counts from 1 in its committee.
    pub number: i32,
    pub title: String,
    /// HTML that is safe to show.
    pub text: String,
    pub quorum: i32,
    pub is_public: bool,
    pub outcome: Outcome,
    pub deputies_from: Option<DateTime<Utc>>,
    pub ends_at: DateTime<Utc>,
    /// Nothing until the end: nobody is shown how it stands.
    pub count: Option<Count>,
    /// Every vote there was, in the order they were cast.
    pub votes: Vec<VoteShape>,
}

impl MotionShape {
    pub fn of(
        motion: &Motion,
        votes: &[SeatVote],
        seats: &[super::Seat],
        now: DateTime<Utc>,
    ) -> Self {
        let count = Count::of(votes);
        let outcome = motion.outcome(&count, now);
        let is_over = motion.is_past_its_end(now);
        let number = |vote: &SeatVote| {
            let mut seats = seats.iter().filter(|seat| seat.id == vote.seat);
            seats.next().map(|seat| seat.number)
        };
        let votes = votes.iter().map(|vote| VoteShape {
            seat: number(vote),
            part: vote.part,
            voice: is_over.then_some(vote.voice),
            standing: vote.standing,
            cast_at: vote.cast_at,
            overridden_at: vote.overridden_at,
        });
        Self {
            number: motion.number,
            title: motion.title.clone(),
            text: markdown::to_html(&motion.text),
            quorum: motion.quorum,
            is_public: motion.is_public,
            outcome,
            deputies_from: motion.deputies_from,
            ends_at: motion.ends_at,
            count: is_over.then_some(count),
            votes: votes.collect(),
        }
    }
}

/// The minutes of a sitting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Minutes)]
pub struct MinutesShape {
    /// A ULID.
    pub id: String,
    pub title: String,
    pub held_on: NaiveDate,
    /// HTML that is safe to show.
    pub text: String,
    pub is_public: bool,
    pub state: State,
    /// How many seats approve of them.
    pub approvals: usize,
    pub approved_at: Option<DateTime<Utc>>,
}

impl MinutesShape {
    pub fn of(minutes: &Minutes, approvals: usize) -> Self {
        Self {
            id: minutes.id.to_string(),
            title: minutes.title.clone(),
            held_on: minutes.held_on,
            text: markdown::to_html(&minutes.text),
            is_public: minutes.is_public,
            state: minutes.state(),
            approvals,
            approved_at: minutes.approved_at,
        }
    }
}

/// What somebody on a committee said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Remark)]
pub struct RemarkShape {
    /// A ULID.
    pub id: String,
    /// The stakeholder group of the seat; of who advises, their organisation and role.
    pub by: String,
    pub part: Part,
    /// The ULID of the workstream it is about.
    pub workstream: Option<String>,
    /// On what occasion; may be empty.
    pub checkpoint: String,
    /// Plain.
    pub text: String,
    pub is_public: bool,
    pub created_at: DateTime<Utc>,
}

impl RemarkShape {
    pub fn of(said: &Said) -> Self {
        Self {
            id: said.remark.id.to_string(),
            by: said.by.clone(),
            part: said.part,
            workstream: said.remark.workstream.clone().map(String::from),
            checkpoint: said.remark.checkpoint.clone(),
            text: said.remark.text.clone(),
            is_public: said.remark.is_public,
            created_at: said.remark.created_at,
        }
    }
}
