//! Milestones and the report of a workstream for programs.

use crate::{
    App, Result, audit,
    web::{
        json::{self, Said},
        openapi::Failures,
        session::{Coordinator, Editor},
    },
    workstreams::{
        self, maturity, milestone,
        report::{self, Report},
        shape::{MilestoneList, MilestoneShape, ReportShape},
    },
};
use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, add))
        .routes(routes!(reach))
        .routes(routes!(change, remove))
        .routes(routes!(show_report, write_report))
        .routes(routes!(say_maturity))
        .routes(routes!(publish_report))
        .routes(routes!(withdraw_report))
}

/// List what a public workstream wants to have reached.
#[utoipa::path(
    get,
    path = "/api/v1/workstreams/{workstream}/milestones",
    operation_id = "listMilestones",
    tag = "workstreams",
    params(("workstream" = String, Path, description = "The end of its address, or its handle")),
    responses((status = 200, description = "The first due first", body = MilestoneList), Failures)
)]
async fn list(
    State(app): State<App>,
    Path(named): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    let workstream = workstreams::find_public(&app.db, &named).await?;
    let found = workstreams::milestones(&app.db, &workstream.id).await?;
    let milestones = found.iter().map(MilestoneShape::of).collect();
    json::public(&headers, &MilestoneList { milestones })
}

/// Say that something is to be reached by a day, and tell peers.
#[utoipa::path(
    post,
    path = "/api/v1/workstreams/{workstream}/milestones",
    operation_id = "addMilestone",
    tag = "workstreams",
    params(("workstream" = String, Path, description = "The end of its address, or its handle")),
    request_body = milestone::Draft,
    security(("token" = [])),
    responses((status = 201, description = "The new milestone", body = MilestoneShape), Failures)
)]
async fn add(
    coordinator: Coordinator,
    State(app): State<App>,
    Path(named): Path<String>,
    Said(draft): Said<milestone::Draft>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let workstream = workstreams::find_for_change(&tx, &named).await?;
    let milestone = workstreams::add_milestone(&app, &tx, &workstream, &draft).await?;
    audit::kept(
        &app,
        tx,
        Some(&coordinator),
        "workstream.milestone-add",
        &workstream.id,
    )
    .await?;
    let path = format!("/api/v1/workstreams/{}/milestones", workstream.slug);
    json::created(&app, &path, &MilestoneShape::of(&milestone))
}

/// Move a milestone that is not reached to another day, or call it something else.
///
/// Every field counts: one that is left out is emptied.
#[utoipa::path(
    put,
    path = "/api/v1/workstreams/{workstream}/milestones/{milestone}",
    operation_id = "changeMilestone",
    tag = "workstreams",
    params(
        ("workstream" = String, Path, description = "The end of its address, or its handle"),
        ("milestone" = String, Path, description = "A ULID"),
    ),
    request_body = milestone::Draft,
    security(("token" = [])),
    responses((status = 200, description = "The milestone", body = MilestoneShape), Failures)
)]
async fn change(
    coordinator: Coordinator,
    State(app): State<App>,
    Path((named, id)): Path<(String, String)>,
    Said(draft): Said<milestone::Draft>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let workstream = workstreams::find_for_change(&tx, &named).await?;
    let known = workstreams::find_milestone(&tx, &workstream, &id).await?;
    let milestone = workstreams::change_milestone(&app, &tx, &workstream, known, &draft).await?;
    audit::kept(
        &app,
        tx,
        Some(&coordinator),
        "workstream.milestone-change",
        &workstream.id,
    )
    .await?;
    json::private(&MilestoneShape::of(&milestone))
}

/// Say that a milestone is reached; in a post too, where that was wanted.
#[utoipa::path(
    post,
    path = "/api/v1/workstreams/{workstream}/milestones/{milestone}/reached",
    operation_id = "reachMilestone",
    tag = "workstreams",
    params(
        ("workstream" = String, Path, description = "The end of its address, or its handle"),
        ("milestone" = String, Path, description = "A ULID"),
    ),
    security(("token" = [])),
    responses((status = 200, description = "The milestone", body = MilestoneShape), Failures)
)]
async fn reach(
    coordinator: Coordinator,
    State(app): State<App>,
    Path((named, id)): Path<(String, String)>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let workstream = workstreams::find_for_change(&tx, &named).await?;
    let milestone = workstreams::find_milestone(&tx, &workstream, &id).await?;
    let milestone = workstreams::reach_milestone(&app, &tx, &workstream, milestone).await?;
    audit::kept(
        &app,
        tx,
        Some(&coordinator),
        "workstream.milestone-reach",
        &workstream.id,
    )
    .await?;
    json::private(&MilestoneShape::of(&milestone))
}

/// Give up a milestone that is not reached.
#[utoipa::path(
    delete,
    path = "/api/v1/workstreams/{workstream}/milestones/{milestone}",
    operation_id = "dropMilestone",
    tag = "workstreams",
    params(
        ("workstream" = String, Path, description = "The end of its address, or its handle"),
        ("milestone" = String, Path, description = "A ULID"),
    ),
    security(("token" = [])),
    responses((status = 204, description = "It is gone"), Failures)
)]
async fn remove(
    coordinator: Coordinator,
    State(app): State<App>,
    Path((named, id)): Path<(String, String)>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let workstream = workstreams::find_for_change(&tx, &named).await?;
    let milestone = workstreams::find_milestone(&tx, &workstream, &id).await?;
    workstreams::drop_milestone(&app, &tx, &workstream, milestone).await?;
    audit::kept(
        &app,
        tx,
        Some(&coordinator),
        "workstream.milestone-drop",
        &workstream.id,
    )
    .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Read what came of a workstream. Before it is public only who works here can.
#[utoipa::path(
    get,
    path = "/api/v1/workstreams/{workstream}/report",
    operation_id = "readWorkstreamReport",
    tag = "workstreams",
    params(("workstream" = String, Path, description = "The end of its address, or its handle")),
    responses((status = 200, description = "The report", body = ReportShape), Failures)
)]
async fn show_report(
    editor: Option<Editor>,
    State(app): State<App>,
    Path(named): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    let workstream = workstreams::find_public(&app.db, &named).await?;
    let report = workstreams::find_report(&app.db, &workstream.id).await?;
    let report = report.ok_or(crate::Error::NotFound)?;
    match (report.is_public(), editor) {
        (true, _) => json::public(&headers, &ReportShape::of(&report)),
        (false, Some(_)) => json::private(&ReportShape::of(&report)),
        (false, None) => Err(crate::Error::NotFound),
    }
}

/// Write what came of a workstream, or change it. What is public is sent to everybody who has it.
#[utoipa::path(
    put,
    path = "/api/v1/workstreams/{workstream}/report",
    operation_id = "writeWorkstreamReport",
    tag = "workstreams",
    params(("workstream" = String, Path, description = "The end of its address, or its handle")),
    request_body = report::Draft,
    security(("token" = [])),
    responses((status = 200, description = "The report", body = ReportShape), Failures)
)]
async fn write_report(
    editor: Editor,
    coordinator: Option<Coordinator>,
    State(app): State<App>,
    Path(named): Path<String>,
    Said(draft): Said<report::Draft>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let workstream = workstreams::find_for_change(&tx, &named).await?;
    let known = workstreams::find_report(&tx, &workstream.id).await?;
    if known.as_ref().is_some_and(Report::is_public) && coordinator.is_none() {
        return Err(crate::Error::Forbidden);
    }
    let report = workstreams::write_report_as(&app, &tx, &workstream, &draft, &editor).await?;
    audit::kept(
        &app,
        tx,
        Some(&editor),
        "workstream.report-write",
        &workstream.id,
    )
    .await?;
    json::private(&ReportShape::of(&report))
}

/// Publish what came of a workstream, and tell followers. From then on it is presented.
#[utoipa::path(
    post,
    path = "/api/v1/workstreams/{workstream}/report/publication",
    operation_id = "publishWorkstreamReport",
    tag = "workstreams",
    params(("workstream" = String, Path, description = "The end of its address, or its handle")),
    security(("token" = [])),
    responses((status = 200, description = "The report", body = ReportShape), Failures)
)]
async fn publish_report(
    coordinator: Coordinator,
    State(app): State<App>,
    Path(named): Path<String>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let workstream = workstreams::find_for_change(&tx, &named).await?;
    let (workstream, report) =
        workstreams::release_report(&app, &tx, workstream, "", &coordinator).await?;
    audit::kept(
        &app,
        tx,
        Some(&coordinator),
        "workstream.report-publish",
        &workstream.id,
    )
    .await?;
    json::private(&ReportShape::of(&report))
}

/// Why a report is taken back.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = WorkstreamReportWithdrawal)]
#[serde(default, deny_unknown_fields)]
struct Why {
    /// In one sentence, which everybody reads.
    reason: String,
}

/// Take a public report back. Its text stays with those who work here.
#[utoipa::path(
    post,
    path = "/api/v1/workstreams/{workstream}/report/withdrawal",
    operation_id = "withdrawWorkstreamReport",
    tag = "workstreams",
    params(("workstream" = String, Path, description = "The end of its address, or its handle")),
    request_body = Why,
    security(("token" = [])),
    responses((status = 200, description = "The report", body = ReportShape), Failures)
)]
async fn withdraw_report(
    coordinator: Coordinator,
    State(app): State<App>,
    Path(named): Path<String>,
    Said(why): Said<Why>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let workstream = workstreams::find_for_change(&tx, &named).await?;
    let report = workstreams::withdraw_report(&app, &tx, &workstream, &why.reason).await?;
    audit::kept(
        &app,
        tx,
        Some(&coordinator),
        "workstream.report-withdraw",
        &workstream.id,
    )
    .await?;
    json::private(&ReportShape::of(&report))
}

/// Say how far a product of the report has come, with a day and a sentence. What was said before stays.
#[utoipa::path(
    post,
    path = "/api/v1/workstreams/{workstream}/report/maturity",
    operation_id = "sayProductMaturity",
    tag = "workstreams",
    params(("workstream" = String, Path, description = "The end of its address, or its handle")),
    request_body = maturity::Draft,
    security(("token" = [])),
    responses((status = 200, description = "The report", body = ReportShape), Failures)
)]
async fn say_maturity(
    coordinator: Coordinator,
    State(app): State<App>,
    Path(named): Path<String>,
    Said(draft): Said<maturity::Draft>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let workstream = workstreams::find_for_change(&tx, &named).await?;
    let report = workstreams::mature(&app, &tx, &workstream, &draft).await?;
    audit::kept(
        &app,
        tx,
        Some(&coordinator),
        "workstream.maturity",
        &workstream.id,
    )
    .await?;
    json::private(&ReportShape::of(&report))
}
