//! The minutes of a sitting: written by those who coordinate, submitted to the seats, approved by most of
//! them, and from then on fixed.

use super::motion::yes_or_no;
use crate::{
    cycles::draft::{line, text},
    error::{Refusal, Refusals},
    events::draft::read_date,
    ids::{CommitteeId, MinutesId, SeatHolderId, SeatId},
};
use chrono::NaiveDate;
use federation::Iri;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Characters of a title.
pub const TITLE_AT_MOST: usize = 150;
/// Characters of the minutes of one sitting.
pub const TEXT_AT_MOST: usize = 50_000;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "minutes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MinutesId,
    pub committee: CommitteeId,
    pub title: String,
    pub held_on: NaiveDate,
    /// Markdown.
    #[sea_orm(column_type = "Text")]
    pub text: String,
    /// Whether everybody reads them once they are approved.
    pub is_public: bool,
    /// When the seats were asked.
    pub submitted_at: Option<DateTimeUtc>,
    /// Since when they are fixed.
    pub approved_at: Option<DateTimeUtc>,
    /// Their id on the wire since somebody on another server was asked; after a change they have another.
    #[sea_orm(unique)]
    pub iri: Option<Iri>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Minutes;

/// How minutes stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = MinutesState)]
pub enum State {
    Draft,
    Submitted,
    Approved,
}

impl State {
    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Draft => "committee-minutes-draft",
            Self::Submitted => "committee-minutes-submitted",
            Self::Approved => "committee-minutes-approved",
        }
    }

    /// The word for it on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Approved => "approved",
        }
    }

    /// The colour of its tag.
    pub fn class(self) -> &'static str {
        match self {
            Self::Draft => "quiet",
            Self::Submitted => "warn",
            Self::Approved => "ok",
        }
    }
}

impl Minutes {
    /// Which state of them somebody has read, to notice when they were changed since.
    pub fn seen(&self) -> String {
        self.updated_at.timestamp_millis().to_string()
    }

    pub fn state(&self) -> State {
        match (&self.submitted_at, &self.approved_at) {
            (_, Some(_)) => State::Approved,
            (Some(_), None) => State::Submitted,
            (None, None) => State::Draft,
        }
    }
}

/// That a seat approves of minutes.
pub mod approval {
    use super::{MinutesId, SeatHolderId, SeatId};
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "minutes_approvals")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub minutes: MinutesId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub seat: SeatId,
        pub holder: SeatHolderId,
        pub created_at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// Minutes as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = MinutesDraft)]
#[serde(default, deny_unknown_fields)]
pub struct Draft {
    pub title: String,
    /// `2026-11-14` or `14.11.2026`.
    pub held_on: String,
    /// Markdown.
    pub text: String,
    /// `yes` where everybody may read them once they are approved.
    pub is_public: String,
    /// The state of them that the form was filled from, to notice when somebody was faster.
    pub seen: String,
}

/// Minutes that passed their rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    pub title: String,
    pub held_on: NaiveDate,
    pub text: String,
    pub is_public: bool,
}

impl Draft {
    pub fn check(&self) -> Result<Details, Refusals> {
        let mut refusals = Refusals::default();
        let title = line(&self.title, "title", TITLE_AT_MOST, true, &mut refusals);
        let held_on = read_date(&self.held_on);
        if held_on.is_none() {
            refusals.add(Refusal::new("event-date-unreadable").on("held_on"));
        }
        let said = text(&self.text, "text", TEXT_AT_MOST, &mut refusals);
        if said.is_empty() {
            refusals.add(Refusal::new("cycle-field-missing").on("text"));
        }
        let is_public = yes_or_no(&self.is_public, "is_public", &mut refusals);
        refusals.none_or()?;
        Ok(Details {
            title,
            held_on: held_on.unwrap_or_default(),
            text: said,
            is_public,
        })
    }

    pub fn of(minutes: &Minutes) -> Self {
        Self {
            title: minutes.title.clone(),
            held_on: minutes.held_on.to_string(),
            text: minutes.text.clone(),
            is_public: match minutes.is_public {
                true => "yes".to_owned(),
                false => String::new(),
            },
            seen: minutes.seen(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_say_something_of_a_day() {
        let wrong = Draft {
            title: "x".repeat(TITLE_AT_MOST + 1),
            held_on: "neulich".to_owned(),
            text: " ".to_owned(),
            is_public: "halb".to_owned(),
            ..Draft::default()
        };
        let faults = wrong.check().unwrap_err().0;
        let fields: Vec<_> = faults.iter().filter_map(|it| it.field).collect();
        assert_eq!(fields, ["title", "held_on", "text", "is_public"]);
    }
}
