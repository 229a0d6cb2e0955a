//! What programs are told of a paper.

use super::{
    Clause, Contributor, Opened, Role, State, Words,
    clause::numbers,
    paper::{Answered, Kind, Source},
    revision::Revision,
    said::{amendment, comment, position},
};
use crate::{App, Result, accounts::Account, cycles::today};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use url::Url;
use utoipa::ToSchema;

/// A paper in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PaperOutline)]
pub struct Outline {
    pub slug: String,
    pub kind: Kind,
    pub title: String,
    pub state: State,
    pub updated_at: DateTime<Utc>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PaperList)]
pub struct List {
    pub papers: Vec<Outline>,
}

/// A paper that is being written.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Paper)]
pub struct Shape {
    pub slug: String,
    /// The ActivityPub id of the association that leads.
    pub organizer: Url,
    pub kind: Kind,
    pub title: String,
    pub occasion: String,
    /// A BCP 47 tag.
    pub language: String,
    pub licence: String,
    pub summary: String,
    pub key_sentence: String,
    /// Markdown.
    pub easy_text: String,
    pub addressee: String,
    pub sent_on: Option<NaiveDate>,
    pub due_on: Option<NaiveDate>,
    pub answered_on: Option<NaiveDate>,
    pub answer: String,
    /// Whether the day has passed and the addressee did not answer.
    pub is_silent: bool,
    pub comments_until: Option<NaiveDate>,
    pub sign_until: Option<NaiveDate>,
    pub sources: Vec<Source>,
    pub state: State,
    /// As they stand.
    pub clauses: Vec<ClauseShape>,
    pub contributors: Vec<ContributorShape>,
    /// The latest first.
    pub revisions: Vec<RevisionOutline>,
    pub updated_at: DateTime<Utc>,
    /// What a change sends along, so that nobody overwrites what somebody else has saved meanwhile.
    pub seen: String,
}

/// A clause, and what is said of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Clause)]
pub struct ClauseShape {
    /// A ULID; stays when the clause moves.
    pub id: String,
    /// By its place: `2.1`
    pub number: String,
    pub depth: i32,
    pub heading: String,
    /// Markdown.
    pub text: String,
    /// What a change sends along.
    pub version: i32,
    pub comments: Vec<CommentShape>,
    pub amendments: Vec<AmendmentShape>,
    pub positions: Vec<PositionShape>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ClauseComment)]
pub struct CommentShape {
    /// A ULID.
    pub id: String,
    /// For whom it was said.
    pub organisation: String,
    pub text: String,
    pub created_at: DateTime<Utc>,
    pub settled_at: Option<DateTime<Utc>>,
}

impl CommentShape {
    pub fn of(comment: &comment::Comment) -> Self {
        Self {
            id: comment.id.to_string(),
            organisation: comment.organisation.clone(),
            text: comment.text.clone(),
            created_at: comment.created_at,
            settled_at: comment.settled_at,
        }
    }
}

/// What a clause should say instead.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Amendment)]
pub struct AmendmentShape {
    /// A ULID.
    pub id: String,
    pub organisation: String,
    /// The version of the clause it was written against.
    pub base: i32,
    pub heading: String,
    /// Markdown; empty with the heading where the clause should go.
    pub text: String,
    pub reason: String,
    pub state: amendment::State,
    /// Why it was accepted, merged or declined.
    pub answer: String,
    pub created_at: DateTime<Utc>,
    pub answered_at: Option<DateTime<Utc>>,
}

impl AmendmentShape {
    pub fn of(amendment: &amendment::Amendment) -> Self {
        Self {
            id: amendment.id.to_string(),
            organisation: amendment.organisation.clone(),
            base: amendment.base,
            heading: amendment.heading.clone(),
            text: amendment.text.clone(),
            reason: amendment.reason.clone(),
            state: amendment.state,
            answer: amendment.answer.clone(),
            created_at: amendment.created_at,
            answered_at: amendment.answered_at,
        }
    }
}

/// How an organisation stands to a clause.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Position)]
pub struct PositionShape {
    pub organisation: String,
    pub stance: position::Stance,
    pub reason: String,
    /// The version of the clause it was taken on.
    pub version: i32,
    pub updated_at: DateTime<Utc>,
}

impl PositionShape {
    pub fn of(position: &position::Position) -> Self {
        Self {
            organisation: position.organisation.clone(),
            stance: position.stance,
            reason: position.reason.clone(),
            version: position.version,
            updated_at: position.updated_at,
        }
    }
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PaperContributor)]
pub struct ContributorShape {
    /// The ULID of the account.
    pub account: String,
    pub name: String,
    pub role: Role,
    pub organisation: String,
}

impl ContributorShape {
    pub fn of(contributor: &Contributor, account: &Account) -> Self {
        Self {
            account: contributor.account.to_string(),
            name: account.name.clone(),
            role: contributor.role,
            organisation: contributor.organisation.clone(),
        }
    }
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RevisionOutline)]
pub struct RevisionOutline {
    pub number: i32,
    pub name: String,
    pub note: String,
    pub created_at: DateTime<Utc>,
}

impl RevisionOutline {
    pub fn of(revision: &Revision) -> Self {
        Self {
            number: revision.number,
            name: revision.name.clone(),
            note: revision.note.clone(),
            created_at: revision.created_at,
        }
    }
}

pub fn shapes(clauses: &[Clause], words: &Words) -> Vec<ClauseShape> {
    let numbers = numbers(clauses.iter().map(|clause| clause.depth));
    let numbered = clauses.iter().zip(numbers);
    let shape = |(clause, number): (&Clause, String)| ClauseShape {
        id: clause.id.to_string(),
        number,
        depth: clause.depth,
        heading: clause.heading.clone(),
        text: clause.text.clone(),
        version: clause.version,
        comments: words
            .comments
            .iter()
            .filter(|one| one.clause == clause.id)
            .map(CommentShape::of)
            .collect(),
        amendments: words
            .amendments
            .iter()
            .filter(|one| one.clause == clause.id)
            .map(AmendmentShape::of)
            .collect(),
        positions: words
            .positions
            .iter()
            .filter(|one| one.clause == clause.id)
            .map(PositionShape::of)
            .collect(),
    };
    numbered.map(shape).collect()
}

/// All of a paper, for whoever works on it.
pub async fn shape(app: &App, opened: &Opened) -> Result<Shape> {
    let paper = opened.paper.clone();
    let clauses = super::clauses(&app.db, &paper).await?;
    let ids = clauses.iter().map(|clause| clause.id.clone()).collect();
    let words = super::words(&app.db, ids).await?;
    let contributors = super::contributors(&app.db, &paper).await?;
    let contributors = contributors.iter();
    let revisions = super::revisions(&app.db, &paper).await?;
    Ok(Shape {
        seen: paper.seen(),
        is_silent: paper.answered(today(app)) == Some(Answered::Silent),
        clauses: shapes(&clauses, &words),
        contributors: contributors
            .map(|(one, account)| ContributorShape::of(one, account))
            .collect(),
        revisions: revisions.iter().map(RevisionOutline::of).collect(),
        slug: paper.slug,
        organizer: paper.organizer.into(),
        kind: paper.kind,
        title: paper.title,
        occasion: paper.occasion,
        language: paper.language,
        licence: paper.licence,
        summary: paper.summary,
        key_sentence: paper.key_sentence,
        easy_text: paper.easy_text,
        addressee: paper.addressee,
        sent_on: paper.sent_on,
        due_on: paper.due_on,
        answered_on: paper.answered_on,
        answer: paper.answer,
        comments_until: paper.comments_until,
        sign_until: paper.sign_until,
        sources: paper.sources.0,
        state: paper.state,
        updated_at: paper.updated_at,
    })
}
