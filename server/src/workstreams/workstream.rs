//! What a workstream is: its row, the states it goes through, and which step leads from one to which.

use super::{involved::Involved, phase::Phases, slot::Slot};
use crate::{
    ideas::Product,
    ids::{CycleId, IdeaId, WorkstreamId},
};
use chrono::NaiveDate;
use federation::Iri;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What the handle of each of ours begins with.
pub const PREFIX: &str = "ws-";

/// One of ours, or the live copy of another server's.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "workstreams")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WorkstreamId,
    /// The end of its address here. Of ours it is the handle without `ws-`, and never changes; of
    /// others' the whole handle with its host.
    pub slug: String,
    /// Who is followed; absent until it is selected.
    pub actor: Option<Iri>,
    pub local: bool,
    /// The actor of the association that leads it.
    pub lead: Iri,
    /// Where its home shows it.
    pub url: Iri,
    pub state: State,
    pub name: String,
    /// One line.
    pub summary: String,
    pub question: String,
    pub product: Product,
    /// Markdown; of others' HTML that is safe to show.
    pub description: String,
    /// The cycle it is part of.
    pub cycle: Option<CycleId>,
    /// The idea it came from.
    pub idea: Option<IdeaId>,
    /// Of another server's, the ids of both where they are at home.
    pub origin_cycle: Option<Iri>,
    pub origin_idea: Option<Iri>,
    pub starts_on: NaiveDate,
    /// When it was to be done at first.
    pub planned_on: NaiveDate,
    /// When it is to be done now.
    pub ends_on: NaiveDate,
    /// Why it takes less or more than is usual; else empty.
    pub why_long: String,
    /// Why it takes longer than was planned; else empty.
    pub why_extended: String,
    /// Why it was declined or withdrawn; else empty.
    pub reason: String,
    /// The note that told of it.
    pub note: Option<Iri>,
    /// How many reminders of the report have been sent for the end there is now.
    pub reminders: i32,
    /// Where its result is told.
    pub slot: Option<Slot>,
    /// Which organisations have a part in it, by their own word.
    pub involved: Option<Involved>,
    /// What its stretches are called.
    pub phases: Option<Phases>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Workstream;

/// Where a workstream stands.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, EnumIter, DeriveActiveEnum, ToSchema,
)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::None)",
    rename_all = "snake_case"
)]
#[serde(rename_all = "snake_case")]
#[schema(as = WorkstreamState)]
pub enum State {
    /// Seen by those who work here; the idea it is made of may be public.
    Proposed,
    Declined,
    /// Chosen: it has an address of its own and can be followed.
    Selected,
    Active,
    /// Its result is told.
    Presented,
    /// Over for good; its followers and what it said stay.
    Archived,
    Withdrawn,
}

/// What is done with a workstream as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = WorkstreamStep)]
pub enum Step {
    Select,
    Decline,
    Start,
    Present,
    Archive,
    Withdraw,
}

impl Step {
    pub const ALL: [Self; 6] = [
        Self::Select,
        Self::Decline,
        Self::Start,
        Self::Present,
        Self::Archive,
        Self::Withdraw,
    ];

    /// The word in forms, commands and the API.
    pub fn name(self) -> &'static str {
        match self {
            Self::Select => "select",
            Self::Decline => "decline",
            Self::Start => "start",
            Self::Present => "present",
            Self::Archive => "archive",
            Self::Withdraw => "withdraw",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.name() == name)
    }

    /// The message on its button.
    pub fn key(self) -> &'static str {
        match self {
            Self::Select => "workstream-step-select",
            Self::Decline => "workstream-step-decline",
            Self::Start => "workstream-step-start",
            Self::Present => "workstream-step-present",
            Self::Archive => "workstream-step-archive",
            Self::Withdraw => "workstream-step-withdraw",
        }
    }

    /// What the audit log calls it.
    pub fn action(self) -> &'static str {
        match self {
            Self::Select => "workstream.select",
            Self::Decline => "workstream.decline",
            Self::Start => "workstream.start",
            Self::Present => "workstream.present",
            Self::Archive => "workstream.archive",
            Self::Withdraw => "workstream.withdraw",
        }
    }

    /// Whether those concerned are owed a reason.
    pub fn wants_reason(self) -> bool {
        matches!(self, Self::Decline | Self::Withdraw)
    }
}

impl State {
    pub const ALL: [Self; 7] = [
        Self::Proposed,
        Self::Declined,
        Self::Selected,
        Self::Active,
        Self::Presented,
        Self::Archived,
        Self::Withdrawn,
    ];

    /// Where a step leads from here; nowhere where it may not be taken. The one rule of its life.
    pub fn after(self, step: Step) -> Option<Self> {
        match (self, step) {
            (Self::Proposed, Step::Select) => Some(Self::Selected),
            (Self::Proposed, Step::Decline) => Some(Self::Declined),
            (Self::Selected, Step::Start) => Some(Self::Active),
            (Self::Active, Step::Present) => Some(Self::Presented),
            (Self::Presented, Step::Archive) => Some(Self::Archived),
            (Self::Proposed | Self::Selected | Self::Active, Step::Withdraw) => {
                Some(Self::Withdrawn)
            }
            _ => None,
        }
    }

    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Proposed => "workstream-state-proposed",
            Self::Declined => "workstream-state-declined",
            Self::Selected => "workstream-state-selected",
            Self::Active => "workstream-state-active",
            Self::Presented => "workstream-state-presented",
            Self::Archived => "workstream-state-archived",
            Self::Withdrawn => "workstream-state-withdrawn",
        }
    }

    /// The class of its tag.
    pub fn class(self) -> &'static str {
        match self {
            Self::Proposed => "warn",
            Self::Selected => "info",
            Self::Active => "people",
            Self::Presented => "ok",
            Self::Declined | Self::Archived | Self::Withdrawn => "quiet",
        }
    }
}

/// The message that names a product here.
pub fn product_key(product: Product) -> &'static str {
    match product {
        Product::Study => "workstream-product-study",
        Product::Concept => "workstream-product-concept",
        Product::Guide => "workstream-product-guide",
        Product::Laboratory => "workstream-product-laboratory",
        Product::Software => "workstream-product-software",
        Product::Other => "workstream-product-other",
    }
}

impl Workstream {
    /// Whether anybody here works in it, or will.
    pub fn is_worked_on(&self) -> bool {
        self.local
            && matches!(
                self.state,
                State::Selected | State::Active | State::Presented
            )
    }

    /// Which state of it somebody has read, to notice when it was changed since.
    pub fn seen(&self) -> String {
        self.updated_at.timestamp_millis().to_string()
    }

    /// Where people read about it here.
    pub fn path(&self) -> String {
        format!("/workstreams/{}", self.slug)
    }

    /// Where those who work here look after it.
    pub fn desk(&self) -> String {
        format!("/desk/workstreams/{}", self.slug)
    }

    /// The name before the `@host` of one of ours.
    pub fn handle(&self) -> String {
        format!("{PREFIX}{}", self.slug)
    }

    /// Whether everybody may know of it: from the day it got an address on, for good.
    pub fn is_public(&self) -> bool {
        self.actor.is_some()
    }

    /// Since when it is late. Those who work on it are told, and nobody else.
    pub fn overdue_since(&self, today: NaiveDate) -> Option<NaiveDate> {
        (self.state == State::Active && today > self.ends_on).then_some(self.ends_on)
    }

    pub fn phases(&self) -> Phases {
        self.phases.clone().unwrap_or_default()
    }

    /// What is to come of it, as far as its home says so.
    pub fn product(&self) -> Option<Product> {
        let is_told = self.local || self.product != Product::Other;
        is_told.then_some(self.product)
    }

    pub fn is_extended(&self) -> bool {
        self.ends_on > self.planned_on
    }

    /// Its home when it is not here.
    pub fn home(&self) -> Option<String> {
        (!self.local).then(|| federation::host_of(&self.url))
    }

    /// The steps that may be taken now.
    pub fn steps(&self) -> Vec<Step> {
        let open = |step: &Step| self.state.after(*step).is_some();
        Step::ALL.into_iter().filter(open).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Word as _;

    #[test]
    fn no_step_is_taken_but_along_the_one_way() {
        use State::*;
        let all = State::ALL.into_iter();
        let found: Vec<_> = all
            .flat_map(|from| Step::ALL.map(|step| (from, step, from.after(step))))
            .filter_map(|(from, step, to)| Some((from, step, to?)))
            .collect();
        assert_eq!(
            found,
            [
                (Proposed, Step::Select, Selected),
                (Proposed, Step::Decline, Declined),
                (Proposed, Step::Withdraw, Withdrawn),
                (Selected, Step::Start, Active),
                (Selected, Step::Withdraw, Withdrawn),
                (Active, Step::Present, Presented),
                (Active, Step::Withdraw, Withdrawn),
                (Presented, Step::Archive, Archived),
            ]
        );
    }

    #[test]
    fn what_files_say_is_what_the_row_says() {
        for state in State::ALL {
            assert_eq!(serde_json::json!(state), state.name());
            assert_eq!(State::named(&state.name()), Some(state));
        }
        for step in Step::ALL {
            assert_eq!(serde_json::json!(step), step.name());
        }
    }
}
