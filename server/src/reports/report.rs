//! What a report is: its row, the states it can be in, and what it is made of. No database, no network,
//! no clock but the one passed in.

use crate::{events::Event, ids::EventId, markdown};
use federation::Iri;
use sea_orm::{FromJsonQueryResult, entity::prelude::*};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One for each event. Of another server's there is what leads to it: title, summary and address.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reports")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub event: EventId,
    /// Its id on the wire; absent while nobody has it. One that was withdrawn comes back under another.
    pub iri: Option<Iri>,
    /// The note that was sent beside it.
    pub note: Option<Iri>,
    /// Who invited to the event.
    pub author: Iri,
    pub local: bool,
    /// Where its home shows it.
    pub url: Iri,
    pub state: State,
    /// A BCP 47 tag.
    pub language: String,
    pub title: String,
    /// The result in one sentence.
    pub summary: String,
    pub contents: Contents,
    pub published_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Report;

/// Where a report is in its life.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, EnumIter, DeriveActiveEnum, ToSchema,
)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::None)",
    rename_all = "snake_case"
)]
#[serde(rename_all = "snake_case")]
#[schema(as = ReportState)]
pub enum State {
    /// Seen by those who work here.
    Draft,
    Published,
    /// Was public; a tombstone says so. Those who work here still have it.
    Withdrawn,
}

impl State {
    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Draft => "report-state-draft",
            Self::Published => "report-state-published",
            Self::Withdrawn => "report-state-withdrawn",
        }
    }

    /// The class of its tag.
    pub fn class(self) -> &'static str {
        match self {
            Self::Draft => "warn",
            Self::Published => "ok",
            Self::Withdrawn => "quiet",
        }
    }
}

/// All of a report but what lists show of it.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult, ToSchema,
)]
#[serde(default)]
pub struct Contents {
    /// Markdown, as the next ones.
    pub text: String,
    /// The same in Leichte Sprache.
    pub easy_text: String,
    pub goals: Vec<Goal>,
    pub groups: Vec<Group>,
    pub materials: Vec<Material>,
    pub recordings: Vec<Recording>,
    /// What is said in the recordings that have no transcript of their own.
    pub transcript: String,
}

/// What the event was to reach, and whether it did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Goal {
    pub text: String,
    pub answer: Answer,
    /// The answer in a sentence; may be empty.
    #[serde(default)]
    pub said: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = GoalAnswer)]
pub enum Answer {
    Reached,
    Partly,
    NotReached,
    /// Nobody can say yet.
    #[default]
    Open,
}

impl Answer {
    pub const ALL: [Self; 4] = [Self::Reached, Self::Partly, Self::NotReached, Self::Open];

    /// The word in files and the API.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reached => "reached",
            Self::Partly => "partly",
            Self::NotReached => "not_reached",
            Self::Open => "open",
        }
    }

    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Reached => "report-answer-reached",
            Self::Partly => "report-answer-partly",
            Self::NotReached => "report-answer-not-reached",
            Self::Open => "report-answer-open",
        }
    }

    /// The class of its tag.
    pub fn class(self) -> &'static str {
        match self {
            Self::Reached => "ok",
            Self::Partly => "info",
            Self::NotReached => "bad",
            Self::Open => "warn",
        }
    }
}

/// What one of the small groups found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = SmallGroup)]
pub struct Group {
    pub name: String,
    #[serde(default)]
    pub question: String,
    /// „Verein B, Moderation“
    #[serde(default)]
    pub host: String,
    #[serde(default)]
    pub findings: Vec<String>,
    #[serde(default)]
    pub open_points: Vec<String>,
}

/// What others may take along.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Material {
    pub title: String,
    #[schema(format = Uri)]
    pub link: String,
    pub licence: Licence,
    /// Whose it is; may be empty.
    #[serde(default)]
    pub author: String,
}

/// What others may do with a material; named as SPDX names it, where it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum Licence {
    #[serde(rename = "CC0-1.0")]
    Cc0,
    #[serde(rename = "CC-BY-4.0")]
    CcBy,
    #[serde(rename = "CC-BY-SA-4.0")]
    CcBySa,
    #[serde(rename = "CC-BY-ND-4.0")]
    CcByNd,
    #[serde(rename = "CC-BY-NC-4.0")]
    CcByNc,
    #[serde(rename = "CC-BY-NC-SA-4.0")]
    CcByNcSa,
    #[serde(rename = "CC-BY-NC-ND-4.0")]
    CcByNcNd,
    #[serde(rename = "all-rights-reserved")]
    AllRightsReserved,
}

impl Licence {
    pub const ALL: [Self; 8] = [
        Self::Cc0,
        Self::CcBy,
        Self::CcBySa,
        Self::CcByNd,
        Self::CcByNc,
        Self::CcByNcSa,
        Self::CcByNcNd,
        Self::AllRightsReserved,
    ];

    /// The word in files and the API.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cc0 => "CC0-1.0",
            Self::CcBy => "CC-BY-4.0",
            Self::CcBySa => "CC-BY-SA-4.0",
            Self::CcByNd => "CC-BY-ND-4.0",
            Self::CcByNc => "CC-BY-NC-4.0",
            Self::CcByNcSa => "CC-BY-NC-SA-4.0",
            Self::CcByNcNd => "CC-BY-NC-ND-4.0",
            Self::AllRightsReserved => "all-rights-reserved",
        }
    }

    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Cc0 => "report-licence-cc0",
            Self::CcBy => "report-licence-cc-by",
            Self::CcBySa => "report-licence-cc-by-sa",
            Self::CcByNd => "report-licence-cc-by-nd",
            Self::CcByNc => "report-licence-cc-by-nc",
            Self::CcByNcSa => "report-licence-cc-by-nc-sa",
            Self::CcByNcNd => "report-licence-cc-by-nc-nd",
            Self::AllRightsReserved => "report-licence-all-rights-reserved",
        }
    }

    /// Where it can be read.
    pub fn url(self) -> Option<&'static str> {
        match self {
            Self::Cc0 => Some("https://creativecommons.org/publicdomain/zero/1.0/"),
            Self::CcBy => Some("https://creativecommons.org/licenses/by/4.0/"),
            Self::CcBySa => Some("https://creativecommons.org/licenses/by-sa/4.0/"),
            Self::CcByNd => Some("https://creativecommons.org/licenses/by-nd/4.0/"),
            Self::CcByNc => Some("https://creativecommons.org/licenses/by-nc/4.0/"),
            Self::CcByNcSa => Some("https://creativecommons.org/licenses/by-nc-sa/4.0/"),
            Self::CcByNcNd => Some("https://creativecommons.org/licenses/by-nc-nd/4.0/"),
            Self::AllRightsReserved => None,
        }
    }
}

/// A podcast or a film of the event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Recording {
    pub title: String,
    pub medium: Medium,
    #[schema(format = Uri)]
    pub link: String,
    /// What is spoken: a BCP 47 tag.
    pub language: String,
    /// Where what is said can be read; without it, in the report's own transcript.
    #[schema(format = Uri)]
    pub transcript: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Medium {
    Audio,
    Video,
}

impl Medium {
    pub const ALL: [Self; 2] = [Self::Audio, Self::Video];

    /// The word in files and the API.
    pub fn name(self) -> &'static str {
        match self {
            Self::Audio => "audio",
            Self::Video => "video",
        }
    }

    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Audio => "report-medium-audio",
            Self::Video => "report-medium-video",
        }
    }
}

impl Contents {
    pub fn text_html(&self) -> String {
        markdown::to_html(&self.text)
    }

    pub fn easy_html(&self) -> String {
        markdown::to_html(&self.easy_text)
    }

    pub fn transcript_html(&self) -> String {
        markdown::to_html(&self.transcript)
    }

    /// Whether what is said in some recording can be read nowhere.
    pub fn lacks_transcript(&self) -> bool {
        let mut recordings = self.recordings.iter();
        self.transcript.is_empty() && recordings.any(|recording| recording.transcript.is_none())
    }
}

impl Report {
    pub fn is_public(&self) -> bool {
        self.state == State::Published
    }

    /// Which state of it somebody has seen, to notice when another was faster.
    pub fn seen(&self) -> String {
        self.updated_at.timestamp_millis().to_string()
    }

    /// Its home when it is not here.
    pub fn home(&self) -> Option<String> {
        (!self.local).then(|| federation::host_of(&self.url))
    }
}

/// Where the report of an event of ours is read here.
pub fn path(event: &Event) -> String {
    format!("{}/report", event.path())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_files_say_is_what_the_row_says() {
        for licence in Licence::ALL {
            assert_eq!(serde_json::json!(licence), licence.name());
        }
        for answer in Answer::ALL {
            assert_eq!(serde_json::json!(answer), answer.name());
        }
        for medium in Medium::ALL {
            assert_eq!(serde_json::json!(medium), medium.name());
        }
    }

    #[test]
    fn each_recording_needs_a_transcript_of_its_own_or_that_of_the_report() {
        let recording = |transcript: Option<&str>| Recording {
            title: "Abend".into(),
            medium: Medium::Audio,
            link: "https://podcast.example/1".into(),
            language: "de".into(),
            transcript: transcript.map(str::to_owned),
        };
        let of = |transcript: &str, recordings| Contents {
            transcript: transcript.into(),
            recordings,
            ..Contents::default()
        };
        let linked = Some("https://podcast.example/1.txt");
        assert!(!of("", vec![]).lacks_transcript());
        assert!(!of("", vec![recording(linked)]).lacks_transcript());
        assert!(of("", vec![recording(linked), recording(None)]).lacks_transcript());
        assert!(!of("Guten Abend.", vec![recording(None)]).lacks_transcript());
    }
}
