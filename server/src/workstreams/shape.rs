//! Workstreams as JSON, in feeds and API alike.

use super::{
    Organisation, Phase, State, Workstream,
    milestone::Milestone,
    report::{Output, Report},
};
use crate::{ideas::Product, markdown};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use url::Url;
use utoipa::ToSchema;

/// A workstream of this instance, or the copy of another's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Workstream)]
pub struct Shape {
    /// The end of its address here.
    pub slug: String,
    /// Its ActivityPub id, to follow it by; absent until it is selected.
    pub actor: Option<Url>,
    /// The ActivityPub id of the association that leads it.
    pub lead: Url,
    /// Where its home shows it.
    pub url: Url,
    /// Whether its home is here.
    pub local: bool,
    pub state: State,
    pub name: String,
    /// One line.
    pub summary: String,
    pub question: String,
    /// Absent of another server's that names none of these.
    pub product: Option<Product>,
    /// HTML that is safe to show.
    pub description: String,
    /// The id of its cycle here.
    pub cycle: Option<String>,
    /// The id of the idea it came from.
    pub idea: Option<String>,
    /// Of another server's, the ActivityPub id of its cycle.
    pub origin_cycle: Option<Url>,
    /// Of another server's, the ActivityPub id of the idea it came from.
    pub origin_idea: Option<Url>,
    pub starts_on: NaiveDate,
    /// When it was to be done at first.
    pub planned_on: NaiveDate,
    /// When it is to be done.
    pub ends_on: NaiveDate,
    /// Why it takes less than three months or more than nine; else empty.
    pub why_long: String,
    /// Why it takes longer than was planned; else empty.
    pub why_extended: String,
    /// Why it was declined or withdrawn; else empty.
    pub reason: String,
    /// Which organisations have a part in it beside the lead, each by its own word.
    pub involved: Vec<Organisation>,
    /// What its stretches are called, the first first.
    pub phases: Vec<Phase>,
    pub updated_at: DateTime<Utc>,
}

/// Workstreams, the latest start first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = WorkstreamList)]
pub struct List {
    pub workstreams: Vec<Shape>,
}

impl Shape {
    pub fn of(workstream: &Workstream) -> Self {
        Self {
            slug: workstream.slug.clone(),
            actor: workstream.actor.clone().map(Url::from),
            lead: workstream.lead.clone().into(),
            url: workstream.url.clone().into(),
            local: workstream.local,
            state: workstream.state,
            name: workstream.name.clone(),
            summary: workstream.summary.clone(),
            question: workstream.question.clone(),
            product: workstream.product(),
            description: description(workstream),
            cycle: workstream.cycle.clone().map(String::from),
            idea: workstream.idea.clone().map(String::from),
            origin_cycle: workstream.origin_cycle.clone().map(Url::from),
            origin_idea: workstream.origin_idea.clone().map(Url::from),
            starts_on: workstream.starts_on,
            planned_on: workstream.planned_on,
            ends_on: workstream.ends_on,
            why_long: workstream.why_long.clone(),
            why_extended: workstream.why_extended.clone(),
            reason: workstream.reason.clone(),
            involved: workstream.involved().0,
            phases: workstream.phases().0,
            updated_at: workstream.updated_at,
        }
    }
}

impl List {
    pub fn of(workstreams: &[Workstream]) -> Self {
        Self {
            workstreams: workstreams.iter().map(Shape::of).collect(),
        }
    }
}

/// HTML that is safe to show, whoever wrote it.
pub fn description(workstream: &Workstream) -> String {
    match workstream.local {
        true => markdown::to_html(&workstream.description),
        false => markdown::sanitise(&workstream.description),
    }
}

/// What a workstream wants to have reached by a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Milestone)]
pub struct MilestoneShape {
    /// A ULID.
    pub id: String,
    /// Its ActivityPub id.
    pub object: Url,
    pub title: String,
    pub due_on: NaiveDate,
    pub reached_on: Option<NaiveDate>,
    /// Whether a post tells of it once it is reached.
    pub is_told: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct MilestoneList {
    pub milestones: Vec<MilestoneShape>,
}

impl MilestoneShape {
    pub fn of(milestone: &Milestone) -> Self {
        Self {
            id: milestone.id.to_string(),
            object: milestone.iri.clone().into(),
            title: milestone.title.clone(),
            due_on: milestone.due_on,
            reached_on: milestone.reached_on,
            is_told: milestone.is_told,
        }
    }
}

/// What came of a workstream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = WorkstreamReport)]
pub struct ReportShape {
    /// Its ActivityPub id; absent while it is not public.
    pub object: Option<Url>,
    /// Where people read it.
    pub url: Url,
    /// A BCP 47 tag.
    pub language: String,
    /// The result in one sentence.
    pub sentence: String,
    pub summary: String,
    /// HTML that is safe to show, as the next one.
    pub text: String,
    /// The same in Leichte Sprache; may be empty.
    pub easy_text: String,
    pub recommendations: Vec<String>,
    pub products: Vec<Output>,
    /// Those who agreed to be named.
    pub contributors: Vec<String>,
    pub open_points: Vec<String>,
    pub published_at: Option<DateTime<Utc>>,
    /// When it was taken back, and why.
    pub withdrawn_at: Option<DateTime<Utc>>,
    pub why_withdrawn: Option<String>,
    pub updated_at: DateTime<Utc>,
}

impl ReportShape {
    pub fn of(report: &Report) -> Self {
        let contents = &report.contents;
        Self {
            object: report.iri.clone().map(Url::from),
            url: report.url.clone().into(),
            language: report.language.clone(),
            sentence: report.sentence.clone(),
            summary: report.summary.clone(),
            text: contents.text_html(),
            easy_text: contents.easy_html(),
            recommendations: contents.recommendations.clone(),
            products: contents.products.clone(),
            contributors: contents.named().into_iter().map(str::to_owned).collect(),
            open_points: contents.open_points.clone(),
            published_at: report.published_at,
            withdrawn_at: report.withdrawn_at,
            why_withdrawn: report.why_withdrawn.clone(),
            updated_at: report.updated_at,
        }
    }
}
