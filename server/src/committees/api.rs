//! Committees for programs. Who sits where is open to everybody; motions, minutes and remarks take a token,
//! and changing anything a coordinator's. Nobody votes here: that takes the link of who has the seat.

use super::{
    Committee, Draft, holder, minutes, motion,
    shape::{HolderShape, List, MinutesShape, MotionShape, RemarkShape, Shape},
};
use crate::{
    App, Result, associations, audit,
    web::{
        json::{self, Said},
        openapi::Failures,
        session::{Coordinator, Editor},
    },
};
use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, found))
        .routes(routes!(show, revise))
        .routes(routes!(holders, seat))
        .routes(routes!(end))
        .routes(routes!(motions, put))
        .routes(routes!(withdraw))
        .routes(routes!(all_minutes, write))
        .routes(routes!(change))
        .routes(routes!(submit))
        .routes(routes!(remarks))
        .routes(routes!(hush))
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SeatHolderList)]
struct Holders {
    holders: Vec<HolderShape>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MotionList)]
struct Motions {
    motions: Vec<MotionShape>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MinutesList)]
struct AllMinutes {
    minutes: Vec<MinutesShape>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RemarkList)]
struct Remarks {
    remarks: Vec<RemarkShape>,
}

/// List the committees of this instance, past ones too.
#[utoipa::path(
    get,
    path = "/api/v1/committees",
    operation_id = "listCommittees",
    tag = "committees",
    responses((status = 200, description = "The latest term first", body = List), Failures)
)]
async fn list(State(app): State<App>, headers: HeaderMap) -> Result<Response> {
    json::public(&headers, &super::shapes(&app).await?)
}

/// Read a committee with its seats.
#[utoipa::path(
    get,
    path = "/api/v1/committees/{committee}",
    operation_id = "readCommittee",
    tag = "committees",
    params(("committee" = String, Path, description = "The last part of its address")),
    responses((status = 200, description = "The committee", body = Shape), Failures)
)]
async fn show(
    State(app): State<App>,
    Path(slug): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    let committee = super::find(&app.db, &slug).await?;
    json::public(&headers, &super::shape_of(&app, &committee).await?)
}

/// Found a committee.
///
/// Its seats are vacant. With `template` it takes the seats and the purpose of another.
#[utoipa::path(
    post,
    path = "/api/v1/committees",
    operation_id = "foundCommittee",
    tag = "committees",
    request_body = Draft,
    security(("token" = [])),
    responses((status = 201, description = "The new committee", body = Shape), Failures)
)]
async fn found(
    coordinator: Coordinator,
    State(app): State<App>,
    Said(draft): Said<Draft>,
) -> Result<Response> {
    let keys = app.federation.make_keys().await?;
    let tx = app.begin().await?;
    let association = associations::chosen(&tx, &draft.organizer).await?;
    let committee = super::found(&app, &tx, &association, &draft, keys).await?;
    audit::kept(
        &app,
        tx,
        Some(&coordinator),
        "committee.found",
        &committee.id,
    )
    .await?;
    let path = format!("/api/v1/committees/{}", committee.slug);
    json::created(&app, &path, &super::shape_of(&app, &committee).await?)
}

/// Change a committee, its days or its seats.
///
/// Every field counts: one that is left out is emptied. A seat somebody held stays.
#[utoipa::path(
    put,
    path = "/api/v1/committees/{committee}",
    operation_id = "changeCommittee",
    tag = "committees",
    params(("committee" = String, Path, description = "The last part of its address")),
    request_body = Draft,
    security(("token" = [])),
    responses((status = 200, description = "The changed committee", body = Shape), Failures)
)]
async fn revise(
    coordinator: Coordinator,
    State(app): State<App>,
    Path(slug): Path<String>,
    Said(draft): Said<Draft>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let committee = super::find(&tx, &slug).await?;
    let committee = super::revise(&app, &tx, &committee.id, &draft).await?;
    audit::kept(
        &app,
        tx,
        Some(&coordinator),
        "committee.revise",
        &committee.id,
    )
    .await?;
    json::private(&super::shape_of(&app, &committee).await?)
}

/// List everybody who is, will be or was on a committee.
#[utoipa::path(
    get,
    path = "/api/v1/committees/{committee}/holders",
    operation_id = "listSeatHolders",
    tag = "committees",
    params(("committee" = String, Path, description = "The last part of its address")),
    security(("token" = [])),
    responses((status = 200, description = "In the order they came", body = Holders), Failures)
)]
async fn holders(_: Editor, State(app): State<App>, Path(slug): Path<String>) -> Result<Response> {
    let committee = super::find(&app.db, &slug).await?;
    let seats = super::seats(&app.db, &committee.id).await?;
    let holders = super::holders(&app.db, &committee.id).await?;
    let holders = holders.iter().map(|it| HolderShape::of(it, &seats));
    json::private(&Holders {
        holders: holders.collect(),
    })
}

/// Let somebody take a seat, stand in, or advise.
///
/// With `email` they are sent their link, by which they act without an account. With `address` the seat is
/// offered to an association of another server, which says who takes it; nobody is in office before.
#[utoipa::path(
    post,
    path = "/api/v1/committees/{committee}/holders",
    operation_id = "enterSeatHolder",
    tag = "committees",
    params(("committee" = String, Path, description = "The last part of its address")),
    request_body = holder::Draft,
    security(("token" = [])),
    responses((status = 201, description = "Who is in now", body = HolderShape), Failures)
)]
async fn seat(
    coordinator: Coordinator,
    State(app): State<App>,
    Path(slug): Path<String>,
    Said(draft): Said<holder::Draft>,
) -> Result<Response> {
    let elsewhere = super::look_up(&app, &draft).await?;
    let tx = app.begin().await?;
    let committee = super::find(&tx, &slug).await?;
    let holder = super::seat(&app, &tx, &committee, &draft, elsewhere.as_ref()).await?;
    audit::kept(&app, tx, Some(&coordinator), "committee.seat", &holder.id).await?;
    let seats = super::seats(&app.db, &committee.id).await?;
    let path = format!("/api/v1/committees/{}/holders", committee.slug);
    json::created(&app, &path, &HolderShape::of(&holder, &seats))
}

/// Let somebody go before their term is over. Their rights end at once.
#[utoipa::path(
    delete,
    path = "/api/v1/committees/{committee}/holders/{holder}",
    operation_id = "endSeatHolder",
    tag = "committees",
    params(
        ("committee" = String, Path, description = "The last part of its address"),
        ("holder" = String, Path, description = "A ULID"),
    ),
    security(("token" = [])),
    responses((status = 204, description = "Their term is over"), Failures)
)]
async fn end(
    coordinator: Coordinator,
    State(app): State<App>,
    Path((slug, id)): Path<(String, String)>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let committee = super::find(&tx, &slug).await?;
    let holder = super::find_holder(&tx, &committee, &id).await?;
    super::end(&app, &tx, &holder).await?;
    audit::kept(&app, tx, Some(&coordinator), "committee.end", &holder.id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn motion_shape(
    app: &App,
    committee: &Committee,
    motion: &motion::Motion,
) -> Result<MotionShape> {
    let seats = super::seats(&app.db, &committee.id).await?;
    let votes = super::votes(&app.db, &motion.id).await?;
    Ok(MotionShape::of(motion, &votes, &seats, app.clock.now()))
}

/// List the motions of a committee with every vote on them.
#[utoipa::path(
    get,
    path = "/api/v1/committees/{committee}/motions",
    operation_id = "listMotions",
    tag = "committees",
    params(("committee" = String, Path, description = "The last part of its address")),
    security(("token" = [])),
    responses((status = 200, description = "The latest first", body = Motions), Failures)
)]
async fn motions(_: Editor, State(app): State<App>, Path(slug): Path<String>) -> Result<Response> {
    let committee = super::find(&app.db, &slug).await?;
    let mut motions = Vec::new();
    for motion in super::motions(&app.db, &committee.id).await? {
        motions.push(motion_shape(&app, &committee, &motion).await?);
    }
    json::private(&Motions { motions })
}

/// Put a motion to the vote. Everybody on the committee who left an address is written to.
#[utoipa::path(
    post,
    path = "/api/v1/committees/{committee}/motions",
    operation_id = "putMotion",
    tag = "committees",
    params(("committee" = String, Path, description = "The last part of its address")),
    request_body = motion::Draft,
    security(("token" = [])),
    responses((status = 201, description = "The motion", body = MotionShape), Failures)
)]
async fn put(
    coordinator: Coordinator,
    State(app): State<App>,
    Path(slug): Path<String>,
    Said(draft): Said<motion::Draft>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let committee = super::find(&tx, &slug).await?;
    let motion = super::put(&app, &tx, &committee, &draft).await?;
    audit::kept(
        &app,
        tx,
        Some(&coordinator),
        "committee.motion-put",
        &motion.id,
    )
    .await?;
    let path = format!("/api/v1/committees/{}/motions", committee.slug);
    json::created(&app, &path, &motion_shape(&app, &committee, &motion).await?)
}

/// Take a motion back before it is decided.
#[utoipa::path(
    delete,
    path = "/api/v1/committees/{committee}/motions/{motion}",
    operation_id = "withdrawMotion",
    tag = "committees",
    params(
        ("committee" = String, Path, description = "The last part of its address"),
        ("motion" = String, Path, description = "Its number"),
    ),
    security(("token" = [])),
    responses((status = 204, description = "It is taken back"), Failures)
)]
async fn withdraw(
    coordinator: Coordinator,
    State(app): State<App>,
    Path((slug, number)): Path<(String, String)>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let committee = super::find(&tx, &slug).await?;
    let motion = super::find_motion(&tx, &committee, &number).await?;
    super::withdraw(&app, &tx, &motion).await?;
    let action = "committee.motion-withdraw";
    audit::kept(&app, tx, Some(&coordinator), action, &motion.id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn minutes_shape(app: &App, minutes: &minutes::Minutes) -> Result<MinutesShape> {
    let approvals = super::approvals(&app.db, minutes).await?;
    Ok(MinutesShape::of(minutes, approvals.len()))
}

/// List the minutes of a committee.
#[utoipa::path(
    get,
    path = "/api/v1/committees/{committee}/minutes",
    operation_id = "listMinutes",
    tag = "committees",
    params(("committee" = String, Path, description = "The last part of its address")),
    security(("token" = [])),
    responses((status = 200, description = "The latest first", body = AllMinutes), Failures)
)]
async fn all_minutes(
    _: Editor,
    State(app): State<App>,
    Path(slug): Path<String>,
) -> Result<Response> {
    let committee = super::find(&app.db, &slug).await?;
    let mut all = Vec::new();
    for minutes in super::minutes_of(&app.db, &committee).await? {
        all.push(minutes_shape(&app, &minutes).await?);
    }
    json::private(&AllMinutes { minutes: all })
}

/// Write the minutes of a sitting down.
#[utoipa::path(
    post,
    path = "/api/v1/committees/{committee}/minutes",
    operation_id = "writeMinutes",
    tag = "committees",
    params(("committee" = String, Path, description = "The last part of its address")),
    request_body = minutes::Draft,
    security(("token" = [])),
    responses((status = 201, description = "The minutes", body = MinutesShape), Failures)
)]
async fn write(
    coordinator: Coordinator,
    State(app): State<App>,
    Path(slug): Path<String>,
    Said(draft): Said<minutes::Draft>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let committee = super::find(&tx, &slug).await?;
    let minutes = super::write_minutes(&app, &tx, &committee, &draft).await?;
    let action = "committee.minutes-write";
    audit::kept(&app, tx, Some(&coordinator), action, &minutes.id).await?;
    let path = format!("/api/v1/committees/{}/minutes", committee.slug);
    json::created(&app, &path, &minutes_shape(&app, &minutes).await?)
}

/// Change minutes that are not approved.
///
/// They are a draft again, and no seat has approved of them.
#[utoipa::path(
    put,
    path = "/api/v1/committees/{committee}/minutes/{minutes}",
    operation_id = "changeMinutes",
    tag = "committees",
    params(
        ("committee" = String, Path, description = "The last part of its address"),
        ("minutes" = String, Path, description = "A ULID"),
    ),
    request_body = minutes::Draft,
    security(("token" = [])),
    responses((status = 200, description = "The changed minutes", body = MinutesShape), Failures)
)]
async fn change(
    coordinator: Coordinator,
    State(app): State<App>,
    Path((slug, id)): Path<(String, String)>,
    Said(draft): Said<minutes::Draft>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let committee = super::find(&tx, &slug).await?;
    let minutes = super::find_minutes(&tx, &committee, &id).await?;
    let minutes = super::change_minutes(&app, &tx, &minutes, &draft).await?;
    let action = "committee.minutes-revise";
    audit::kept(&app, tx, Some(&coordinator), action, &minutes.id).await?;
    json::private(&minutes_shape(&app, &minutes).await?)
}

/// Ask the seats to approve. With more than half of those that have a member or a deputy, the minutes are fixed.
#[utoipa::path(
    post,
    path = "/api/v1/committees/{committee}/minutes/{minutes}/submission",
    operation_id = "submitMinutes",
    tag = "committees",
    params(
        ("committee" = String, Path, description = "The last part of its address"),
        ("minutes" = String, Path, description = "A ULID"),
    ),
    security(("token" = [])),
    responses((status = 200, description = "The minutes", body = MinutesShape), Failures)
)]
async fn submit(
    coordinator: Coordinator,
    State(app): State<App>,
    Path((slug, id)): Path<(String, String)>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let committee = super::find(&tx, &slug).await?;
    let minutes = super::find_minutes(&tx, &committee, &id).await?;
    let minutes = super::submit_minutes(&app, &tx, &minutes).await?;
    let action = "committee.minutes-submit";
    audit::kept(&app, tx, Some(&coordinator), action, &minutes.id).await?;
    json::private(&minutes_shape(&app, &minutes).await?)
}

/// List what was said in a committee, on workstreams and motions.
#[utoipa::path(
    get,
    path = "/api/v1/committees/{committee}/remarks",
    operation_id = "listRemarks",
    tag = "committees",
    params(("committee" = String, Path, description = "The last part of its address")),
    security(("token" = [])),
    responses((status = 200, description = "The latest first", body = Remarks), Failures)
)]
async fn remarks(_: Editor, State(app): State<App>, Path(slug): Path<String>) -> Result<Response> {
    let committee = super::find(&app.db, &slug).await?;
    let said = super::remarks_of(&app.db, &committee).await?;
    json::private(&Remarks {
        remarks: said.iter().map(RemarkShape::of).collect(),
    })
}

/// Take a remark away.
#[utoipa::path(
    delete,
    path = "/api/v1/committees/{committee}/remarks/{remark}",
    operation_id = "dropRemark",
    tag = "committees",
    params(
        ("committee" = String, Path, description = "The last part of its address"),
        ("remark" = String, Path, description = "A ULID"),
    ),
    security(("token" = [])),
    responses((status = 204, description = "It is gone"), Failures)
)]
async fn hush(
    coordinator: Coordinator,
    State(app): State<App>,
    Path((slug, id)): Path<(String, String)>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let committee = super::find(&tx, &slug).await?;
    let remark = super::find_remark(&tx, &committee, &id).await?;
    super::drop_remark(&tx, &remark).await?;
    audit::kept(
        &app,
        tx,
        Some(&coordinator),
        "committee.remark-drop",
        &remark.id,
    )
    .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
