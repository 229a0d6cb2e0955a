//! Reports as JSON, in feeds and API alike.

use super::{
    Report, State,
    report::{Goal, Group, Material, Recording},
};
use chrono::{DateTime, Utc};
use serde::Serialize;
use url::Url;
use utoipa::ToSchema;

/// What came of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Report)]
pub struct Shape {
    /// The ULID of the event it is about.
    pub event: String,
    /// Its ActivityPub id; absent while it is not public.
    pub object: Option<Url>,
    /// Where people read it.
    pub url: Url,
    pub state: State,
    /// A BCP 47 tag.
    pub language: String,
    pub title: String,
    /// The result in one sentence.
    pub summary: String,
    /// HTML that is safe to show, as the next two.
    pub text: String,
    /// The same in Leichte Sprache; may be empty.
    pub easy_text: String,
    /// What is said in the recordings that have no transcript of their own.
    pub transcript: String,
    pub goals: Vec<Goal>,
    pub groups: Vec<Group>,
    pub materials: Vec<Material>,
    pub recordings: Vec<Recording>,
    pub published_at: Option<DateTime<Utc>>,
    pub updated_at: DateTime<Utc>,
}

/// Those that are public, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct List {
    pub reports: Vec<Shape>,
}

impl Shape {
    pub fn of(report: &Report) -> Self {
        let contents = &report.contents;
        Self {
            event: report.event.to_string(),
            object: report.iri.clone().map(Url::from),
            url: report.url.clone().into(),
            state: report.state,
            language: report.language.clone(),
            title: report.title.clone(),
            summary: report.summary.clone(),
            text: contents.text_html(),
            easy_text: contents.easy_html(),
            transcript: contents.transcript_html(),
            goals: contents.goals.clone(),
            groups: contents.groups.clone(),
            materials: contents.materials.clone(),
            recordings: contents.recordings.clone(),
            published_at: report.published_at,
            updated_at: report.updated_at,
        }
    }
}
