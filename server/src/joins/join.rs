//! A join: one of ours and an event of another server, from asking to the organizer's answer.

use crate::{
    events::{
        self,
        activitypub::{Foreign, whereabouts_of},
    },
    i18n::Lang,
    ids::JoinId,
};
use chrono::{DateTime, Duration, Utc};
use chrono_tz::Tz;
use federation::Iri;
use sea_orm::{FromJsonQueryResult, entity::prelude::*};
use serde::{Deserialize, Serialize};
use url::Url;
use utoipa::ToSchema;

/// How long an organizer has to answer. Then the Join is sent once more, and after as long again nobody
/// counts on an answer.
pub const ANSWERED_WITHIN: Duration = Duration::hours(24);
/// The longest reason that is kept, in characters.
pub const REASON_AT_MOST: usize = 500;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "joins")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: JoinId,
    /// The actor of ours that wants to come.
    pub actor: Iri,
    /// The event's id on the wire. Once for each actor.
    pub event: Iri,
    /// The actor that owns the event, and alone is asked.
    pub organizer: Iri,
    /// Who answers for the organizer too: the person who set the event up, where a group owns it.
    pub speaker: Option<Iri>,
    /// The Join.
    pub activity: Iri,
    pub state: State,
    /// The activity that answered last.
    pub answer: Option<Iri>,
    /// When that was said, in the word of who did.
    pub said_at: Option<DateTimeUtc>,
    /// Why not, in the organizer's words; else empty.
    pub reason: String,
    /// Where whoever is let in reads on at the organizer's: whoever has it acts for us.
    #[sea_orm(column_type = "Text", nullable)]
    pub sealed: Option<String>,
    /// The event as we last heard of it.
    pub told: Told,
    pub ends_at: DateTimeUtc,
    pub asked_at: DateTimeUtc,
    pub asked_again_at: Option<DateTimeUtc>,
    /// When somebody has waited for too long; never, once there is an answer.
    pub overdue_at: Option<DateTimeUtc>,
    pub answered_at: Option<DateTimeUtc>,
    /// When the event was last looked at at its home.
    pub looked_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Join;

/// How a join stands.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, EnumIter, DeriveActiveEnum, ToSchema,
)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::None)",
    rename_all = "snake_case"
)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// On its way, or waiting for an answer.
    Asked,
    /// On the waiting list.
    Tentative,
    Accepted,
    Rejected,
    /// Nobody answered, or the answer was taken back.
    Unconfirmed,
    /// We thought better of it.
    Left,
}

impl State {
    /// In which there is something to take back.
    pub const STANDING: [Self; 4] = [
        Self::Asked,
        Self::Tentative,
        Self::Accepted,
        Self::Unconfirmed,
    ];

    pub fn is_standing(self) -> bool {
        Self::STANDING.contains(&self)
    }

    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Asked => "join-state-asked",
            Self::Tentative => "join-state-tentative",
            Self::Accepted => "join-state-accepted",
            Self::Rejected => "join-state-rejected",
            Self::Unconfirmed => "join-state-unconfirmed",
            Self::Left => "join-state-left",
        }
    }

    /// The message that says what it means for whoever wants to come.
    pub fn about(self) -> &'static str {
        match self {
            Self::Asked => "join-about-asked",
            Self::Tentative => "join-about-tentative",
            Self::Accepted => "join-about-accepted",
            Self::Rejected => "join-about-rejected",
            Self::Unconfirmed => "join-about-unconfirmed",
            Self::Left => "join-about-left",
        }
    }

    /// The colour of its tag.
    pub fn class(self) -> &'static str {
        match self {
            Self::Accepted => "ok",
            Self::Asked | Self::Tentative | Self::Unconfirmed => "warn",
            Self::Rejected => "bad",
            Self::Left => "quiet",
        }
    }
}

/// An event of another server, as its home told it. Kept here, because nobody has to follow who invites.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Told {
    pub title: String,
    pub language: String,
    pub url: Url,
    pub place: String,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub zone: String,
    pub state: events::State,
    /// Erased at its home.
    pub is_gone: bool,
    /// When its home changed it last.
    pub updated_at: DateTime<Utc>,
}

impl Told {
    pub fn of(event: Foreign) -> Self {
        let place = whereabouts_of(&event, Lang::of(&event.language));
        let text = event.texts.0.into_iter().next().unwrap_or_default();
        Self {
            title: text.title,
            language: text.language,
            url: event.url,
            place,
            starts_at: event.starts_at,
            ends_at: event.ends_at,
            zone: event.zone,
            state: event.state,
            is_gone: false,
            updated_at: event.updated_at,
        }
    }

    fn tz(&self) -> Tz {
        self.zone.parse().unwrap_or(Tz::UTC)
    }

    pub fn starts(&self) -> DateTime<Tz> {
        self.starts_at.with_timezone(&self.tz())
    }

    pub fn ends(&self) -> DateTime<Tz> {
        self.ends_at.with_timezone(&self.tz())
    }

    /// Whether nobody has to go there any more.
    pub fn is_off(&self) -> bool {
        self.is_gone || self.state == events::State::Cancelled
    }

    /// What became of it, as a tag: its colour and the message.
    pub fn fate(&self) -> Option<(&'static str, &'static str)> {
        match self.state {
            _ if self.is_gone => Some(("bad", "join-event-erased")),
            events::State::Cancelled | events::State::Postponed => Some(("bad", self.state.key())),
            events::State::Rescheduled => Some(("warn", self.state.key())),
            _ => None,
        }
    }
}

impl Join {
    /// Whether it is this actor's to answer.
    pub fn is_answered_by(&self, actor: &Iri) -> bool {
        self.organizer == *actor || self.speaker.as_ref() == Some(actor)
    }

    /// Whether somebody still means to come, to what takes place.
    pub fn is_ahead(&self, now: DateTime<Utc>) -> bool {
        self.state.is_standing() && !self.told.is_off() && now < self.told.ends_at
    }
}
