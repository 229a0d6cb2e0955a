//! Ideas for programs. What is public is open to everybody; entering and deciding take a coordinator.

use super::{
    Comment, Draft, Idea, Origin, Signature, comment, count_supporters, cycle_of, offer,
    shape::{List, Shape},
};
use crate::{
    App, Error, Result,
    app::Tx,
    audit, cycles,
    ids::IdeaId,
    web::{
        json::{self, Said},
        openapi::Failures,
        session::{Coordinator, Editor},
    },
};
use axum::{
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use url::Url;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, enter))
        .routes(routes!(show, revise))
        .routes(routes!(approve))
        .routes(routes!(decline))
        .routes(routes!(withdraw))
        .routes(routes!(merge))
        .routes(routes!(offer_to))
        .routes(routes!(invite))
        .routes(routes!(list_comments))
        .routes(routes!(show_comment, hide_comment))
}

/// An idea, and for whom it is entered.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = IdeaEntry)]
#[serde(default, deny_unknown_fields)]
struct Entry {
    title: String,
    /// At most 800 characters.
    question: String,
    /// `study`, `concept`, `guide`, `laboratory`, `software` or `other`.
    product: String,
    /// 3 to 9; empty for 6.
    months: String,
    participants: String,
    stakeholder: String,
    /// The topic it is about: the last part of its address, or its ULID. May be empty.
    topic: String,
    name: String,
    organisation: String,
    /// Who is told what became of it; may be empty.
    email: String,
    /// `yes` where everybody may know who it was.
    is_shown: String,
}

/// Why.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = IdeaReason)]
#[serde(default, deny_unknown_fields)]
struct Reason {
    /// Its authors and everybody read it. To decline takes one.
    reason: String,
}

/// The idea another goes over into.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = IdeaMerger)]
#[serde(default, deny_unknown_fields)]
struct Merger {
    /// A ULID.
    into: String,
}

/// A cycle of another server.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = IdeaTarget)]
#[serde(default, deny_unknown_fields)]
struct Target {
    /// Its page, or its ActivityPub id.
    target: String,
}

/// What somebody said about an idea.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = IdeaComment)]
struct CommentShape {
    id: String,
    state: comment::State,
    /// As they want to be called.
    name: String,
    /// The post of another server, where it came as one.
    note: Option<Url>,
    /// Plain text.
    said: String,
    updated_at: DateTime<Utc>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = IdeaCommentList)]
struct CommentList {
    comments: Vec<CommentShape>,
}

impl CommentShape {
    fn of(comment: Comment) -> Self {
        Self {
            id: comment.id.to_string(),
            state: comment.state,
            name: comment.name,
            note: comment.note.map(Url::from),
            said: comment.said,
            updated_at: comment.updated_at,
        }
    }
}

/// Where an idea was offered, and what they said.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = IdeaOffer)]
struct OfferShape {
    /// The ActivityPub id of the cycle.
    target: Url,
    name: String,
    url: Url,
    state: offer::State,
    /// Why not, why not any more, or the title of the one it went over into; else empty.
    reason: String,
}

/// List the ideas of a cycle that everybody may read.
#[utoipa::path(
    get,
    path = "/api/v1/cycles/{cycle}/ideas",
    operation_id = "listIdeas",
    tag = "ideas",
    params(("cycle" = String, Path, description = "The last part of its address")),
    responses((status = 200, description = "All of them, by number", body = List), Failures)
)]
async fn list(
    State(app): State<App>,
    Path(slug): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    let cycle = cycles::find(&app.db, &slug).await?;
    let supporters = super::supporters_of_cycle(&app.db, &cycle.id).await?;
    let ideas = super::public(&app.db, &cycle.id).await?;
    let ideas = ideas.iter().map(|idea| {
        let supporters = supporters.get(&idea.id).copied().unwrap_or_default();
        Shape::of(idea, Some(&cycle), supporters, app.config.origin())
    });
    let ideas = ideas.collect();
    json::public(&headers, &List { ideas })
}

/// Enter an idea for somebody.
///
/// It is public at once, and whoever it is entered for is told, where there is an address.
#[utoipa::path(
    post,
    path = "/api/v1/cycles/{cycle}/ideas",
    operation_id = "enterIdea",
    tag = "ideas",
    params(("cycle" = String, Path, description = "The last part of its address")),
    request_body = Entry,
    security(("token" = [])),
    responses((status = 201, description = "The new idea", body = Shape), Failures)
)]
async fn enter(
    coordinator: Coordinator,
    State(app): State<App>,
    Path(slug): Path<String>,
    Said(entry): Said<Entry>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let cycle = cycles::find(&tx, &slug).await?;
    let draft = Draft {
        title: entry.title,
        question: entry.question,
        product: entry.product,
        months: entry.months,
        participants: entry.participants,
        stakeholder: entry.stakeholder,
        topic: entry.topic,
        seen: String::new(),
    };
    let signature = Signature {
        name: entry.name,
        organisation: entry.organisation,
        email: entry.email,
        is_shown: entry.is_shown,
    };
    let how = (Origin::Desk, app.config.instance.language.bcp47());
    let place = (Some(&cycle.id), &cycle.organizer);
    let idea = super::enter(&app, &tx, place, &draft, &signature, how).await?;
    audit::kept(&app, tx, Some(&coordinator), "idea.enter", &idea.id).await?;
    let path = format!("/api/v1/ideas/{}", idea.id);
    json::created(&app, &path, &shape(&app, &idea).await?)
}

/// Read an idea.
#[utoipa::path(
    get,
    path = "/api/v1/ideas/{idea}",
    operation_id = "readIdea",
    tag = "ideas",
    params(("idea" = String, Path, description = "A ULID")),
    responses((status = 200, description = "The idea", body = Shape), Failures)
)]
async fn show(
    State(app): State<App>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    let idea = super::find(&app.db, &read_id(&id)?).await?;
    if !idea.is_public() {
        return Err(Error::NotFound);
    }
    json::public(&headers, &shape(&app, &idea).await?)
}

/// Change what an idea of this instance says.
///
/// With the `seen` of what it was read from, whoever comes too late is answered 409.
#[utoipa::path(
    put,
    path = "/api/v1/ideas/{idea}",
    operation_id = "changeIdea",
    tag = "ideas",
    params(("idea" = String, Path, description = "A ULID")),
    request_body = Draft,
    security(("token" = [])),
    responses((status = 200, description = "The changed idea", body = Shape), Failures)
)]
async fn revise(
    coordinator: Coordinator,
    State(app): State<App>,
    Path(id): Path<String>,
    Said(draft): Said<Draft>,
) -> Result<Response> {
    let (tx, idea) = opened(&app, &id).await?;
    let idea = super::revise(&app, &tx, &idea, &draft).await?;
    finish(&app, tx, &coordinator, idea, "idea.revise").await
}

/// Let in an idea that waits.
///
/// Where another server brought it, that is told.
#[utoipa::path(
    post,
    path = "/api/v1/ideas/{idea}/approval",
    operation_id = "approveIdea",
    tag = "ideas",
    params(("idea" = String, Path, description = "A ULID")),
    security(("token" = [])),
    responses((status = 200, description = "The idea, public now", body = Shape), Failures)
)]
async fn approve(
    coordinator: Coordinator,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Response> {
    let (tx, idea) = opened(&app, &id).await?;
    let idea = super::approve(&app, &tx, &idea).await?;
    finish(&app, tx, &coordinator, idea, "idea.approve").await
}

/// Decline an idea, with a reason its authors are told.
#[utoipa::path(
    post,
    path = "/api/v1/ideas/{idea}/rejection",
    operation_id = "declineIdea",
    tag = "ideas",
    params(("idea" = String, Path, description = "A ULID")),
    request_body = Reason,
    security(("token" = [])),
    responses((status = 200, description = "The idea as it stands now", body = Shape), Failures)
)]
async fn decline(
    coordinator: Coordinator,
    State(app): State<App>,
    Path(id): Path<String>,
    Said(said): Said<Reason>,
) -> Result<Response> {
    let (tx, idea) = opened(&app, &id).await?;
    let idea = super::decline(&app, &tx, &idea, &said.reason).await?;
    finish(&app, tx, &coordinator, idea, "idea.decline").await
}

/// Withdraw an idea for its authors.
#[utoipa::path(
    post,
    path = "/api/v1/ideas/{idea}/retraction",
    operation_id = "withdrawIdea",
    tag = "ideas",
    params(("idea" = String, Path, description = "A ULID")),
    request_body = Reason,
    security(("token" = [])),
    responses((status = 200, description = "The idea as it stands now", body = Shape), Failures)
)]
async fn withdraw(
    coordinator: Coordinator,
    State(app): State<App>,
    Path(id): Path<String>,
    Said(said): Said<Reason>,
) -> Result<Response> {
    let (tx, idea) = opened(&app, &id).await?;
    let idea = super::withdraw(&app, &tx, &idea, &said.reason).await?;
    finish(&app, tx, &coordinator, idea, "idea.withdraw").await
}

/// Let an idea go over into another of its cycle.
#[utoipa::path(
    post,
    path = "/api/v1/ideas/{idea}/merger",
    operation_id = "mergeIdea",
    tag = "ideas",
    params(("idea" = String, Path, description = "A ULID")),
    request_body = Merger,
    security(("token" = [])),
    responses((status = 200, description = "The idea that went over", body = Shape), Failures)
)]
async fn merge(
    coordinator: Coordinator,
    State(app): State<App>,
    Path(id): Path<String>,
    Said(merger): Said<Merger>,
) -> Result<Response> {
    let (tx, idea) = opened(&app, &id).await?;
    let into = super::find(&tx, &read_id(&merger.into)?).await?;
    let idea = super::merge(&app, &tx, &idea, &into).await?;
    finish(&app, tx, &coordinator, idea, "idea.merge").await
}

/// Offer an idea of this instance to a cycle of another server.
///
/// Who holds the cycle decides, and answers with a reason.
#[utoipa::path(
    post,
    path = "/api/v1/ideas/{idea}/offers",
    operation_id = "offerIdea",
    tag = "ideas",
    params(("idea" = String, Path, description = "A ULID")),
    request_body = Target,
    security(("token" = [])),
    responses((status = 201, description = "How it stands", body = OfferShape), Failures)
)]
async fn offer_to(
    coordinator: Coordinator,
    State(app): State<App>,
    Path(id): Path<String>,
    Said(target): Said<Target>,
) -> Result<Response> {
    let id = read_id(&id)?;
    super::find(&app.db, &id).await?;
    let target = super::look_up(&app, &target.target).await?;
    let tx = app.begin().await?;
    let idea = super::find(&tx, &id).await?;
    let offer = super::offer(&app, &tx, &idea, &target).await?;
    audit::kept(&app, tx, Some(&coordinator), "idea.offer", &idea.id).await?;
    let shape = OfferShape {
        target: offer.target.into(),
        name: offer.name,
        url: offer.url.into(),
        state: offer.state,
        reason: offer.reason,
    };
    let path = format!("/api/v1/ideas/{id}");
    json::created(&app, &path, &shape)
}

/// Ask somebody to stand by an idea as its author too.
///
/// They are one once they confirm by the link they are sent.
#[utoipa::path(
    post,
    path = "/api/v1/ideas/{idea}/authors",
    operation_id = "inviteIdeaAuthor",
    tag = "ideas",
    params(("idea" = String, Path, description = "A ULID")),
    request_body = Signature,
    security(("token" = [])),
    responses((status = 200, description = "The idea", body = Shape), Failures)
)]
async fn invite(
    coordinator: Coordinator,
    State(app): State<App>,
    Path(id): Path<String>,
    Said(signature): Said<Signature>,
) -> Result<Response> {
    let (tx, idea) = opened(&app, &id).await?;
    let language = app.config.instance.language.bcp47();
    super::invite(&app, &tx, &idea, &signature, language).await?;
    finish(&app, tx, &coordinator, idea, "idea.invite").await
}

/// List what is said about an idea, whoever may read it.
#[utoipa::path(
    get,
    path = "/api/v1/ideas/{idea}/comments",
    operation_id = "listIdeaComments",
    tag = "ideas",
    params(("idea" = String, Path, description = "A ULID")),
    security(("token" = [])),
    responses((status = 200, description = "All of it, the earliest first", body = CommentList), Failures)
)]
async fn list_comments(
    _: Editor,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Response> {
    let idea = super::find(&app.db, &read_id(&id)?).await?;
    let comments = super::comments(&app.db, &idea.id).await?.into_iter();
    let comments = comments.map(CommentShape::of).collect();
    json::private(&CommentList { comments })
}

/// Let everybody read a comment.
#[utoipa::path(
    put,
    path = "/api/v1/ideas/{idea}/comments/{comment}",
    operation_id = "showIdeaComment",
    tag = "ideas",
    params(
        ("idea" = String, Path, description = "A ULID"),
        ("comment" = String, Path, description = "A ULID"),
    ),
    security(("token" = [])),
    responses((status = 200, description = "The comment, public now", body = CommentShape), Failures)
)]
async fn show_comment(
    coordinator: Coordinator,
    State(app): State<App>,
    Path((id, comment)): Path<(String, String)>,
) -> Result<Response> {
    let (tx, idea) = opened(&app, &id).await?;
    let comment = super::find_comment(&tx, &idea, &comment).await?;
    let comment = super::show(&app, &tx, &comment).await?;
    moderated(&app, tx, &coordinator, comment).await
}

/// Let nobody read a comment any more.
#[utoipa::path(
    delete,
    path = "/api/v1/ideas/{idea}/comments/{comment}",
    operation_id = "hideIdeaComment",
    tag = "ideas",
    params(
        ("idea" = String, Path, description = "A ULID"),
        ("comment" = String, Path, description = "A ULID"),
    ),
    security(("token" = [])),
    responses((status = 200, description = "The comment, hidden now", body = CommentShape), Failures)
)]
async fn hide_comment(
    coordinator: Coordinator,
    State(app): State<App>,
    Path((id, comment)): Path<(String, String)>,
) -> Result<Response> {
    let (tx, idea) = opened(&app, &id).await?;
    let comment = super::find_comment(&tx, &idea, &comment).await?;
    let comment = super::hide(&app, &tx, &comment).await?;
    moderated(&app, tx, &coordinator, comment).await
}

async fn moderated(
    app: &App,
    tx: Tx,
    coordinator: &Coordinator,
    comment: Comment,
) -> Result<Response> {
    audit::kept(app, tx, Some(coordinator), "idea.moderate", &comment.idea).await?;
    json::private(&CommentShape::of(comment))
}

fn read_id(id: &str) -> Result<IdeaId> {
    id.parse().map_err(|_| Error::NotFound)
}

async fn opened(app: &App, id: &str) -> Result<(Tx, Idea)> {
    let id = read_id(id)?;
    let tx = app.begin().await?;
    let idea = super::find(&tx, &id).await?;
    Ok((tx, idea))
}

async fn finish(
    app: &App,
    tx: Tx,
    coordinator: &Coordinator,
    idea: Idea,
    action: &'static str,
) -> Result<Response> {
    audit::kept(app, tx, Some(coordinator), action, &idea.id).await?;
    json::private(&shape(app, &idea).await?)
}

async fn shape(app: &App, idea: &Idea) -> Result<Shape> {
    let cycle = cycle_of(&app.db, idea).await?;
    let supporters = count_supporters(&app.db, &idea.id).await?;
    let supporters = i64::try_from(supporters).unwrap_or(i64::MAX);
    let origin = app.config.origin();
    Ok(Shape::of(idea, cycle.as_ref(), supporters, origin))
}
