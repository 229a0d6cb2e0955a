//! The association for programs. Reading is open to everybody; changing its profile takes an owner.

use super::{Association, Draft};
use crate::{
    App, Result, audit, markdown, media,
    web::{
        json::{self, Said},
        openapi::Failures,
        session::Owner,
    },
};
use axum::{
    extract::{Query, State},
    http::HeaderMap,
    response::Response,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use url::Url;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(show, revise))
        .routes(routes!(show_draft))
}

/// An association that publishes here.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Association)]
pub struct Shape {
    pub handle: String,
    /// `@handle@host`, to follow it by.
    pub address: String,
    /// Its ActivityPub id.
    pub actor: Url,
    pub page: Url,
    /// Its events as iCalendar.
    pub calendar: Url,
    /// Its events as Atom.
    pub feed: Url,
    pub name: String,
    /// HTML that is safe to show.
    pub summary: String,
    pub email: String,
    #[schema(format = Uri)]
    pub website: Option<String>,
    pub fields: Vec<super::Field>,
    pub picture: Option<Picture>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = AssociationPicture)]
pub struct Picture {
    pub url: Url,
    /// What it shows, for those who do not see it.
    pub alt: String,
}

#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Named {
    /// Which association; the first of the instance when absent.
    handle: String,
}

/// Read the profile of an association.
#[utoipa::path(
    get,
    path = "/api/v1/association",
    operation_id = "readAssociation",
    tag = "association",
    params(Named),
    responses((status = 200, description = "The association", body = Shape), Failures)
)]
async fn show(
    State(app): State<App>,
    Query(named): Query<Named>,
    headers: HeaderMap,
) -> Result<Response> {
    let association = super::find(&app.db, &named.handle).await?;
    json::public(&headers, &shape(&app, association).await?)
}

/// Read the profile as one would have to send it.
#[utoipa::path(
    get,
    path = "/api/v1/association/draft",
    operation_id = "readAssociationDraft",
    tag = "association",
    params(Named),
    security(("token" = [])),
    responses((status = 200, description = "The draft", body = Draft), Failures)
)]
async fn show_draft(
    _: Owner,
    State(app): State<App>,
    Query(named): Query<Named>,
) -> Result<Response> {
    let association = super::find(&app.db, &named.handle).await?;
    json::private(&Draft::of(&association))
}

/// Change the profile, and tell the followers.
///
/// Every field counts: one that is left out is emptied. The handle names which association; it
/// never changes.
#[utoipa::path(
    put,
    path = "/api/v1/association",
    operation_id = "changeAssociation",
    tag = "association",
    request_body = Draft,
    security(("token" = [])),
    responses((status = 200, description = "The changed association", body = Shape), Failures)
)]
async fn revise(
    owner: Owner,
    State(app): State<App>,
    Said(draft): Said<Draft>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let association = super::find(&tx, &draft.handle).await?;
    let association = super::revise(&app, &tx, association, &draft).await?;
    audit::kept(
        &app,
        tx,
        Some(&owner),
        "association.revise",
        &association.id,
    )
    .await?;
    json::private(&shape(&app, association).await?)
}

async fn shape(app: &App, association: Association) -> Result<Shape> {
    let actor = super::actor_of(&app.db, &association).await?;
    let here = |path: &str| {
        let mut address = app.config.origin().clone();
        address.set_path(path);
        address
    };
    let picture = match &association.picture {
        Some(id) => media::find(&app.db, id).await?,
        None => None,
    };
    let alt = association.picture_alt.unwrap_or_default();
    let page = format!("/@{}", association.handle);
    Ok(Shape {
        address: actor.address(),
        actor: association.actor.into(),
        calendar: here(&format!("{page}.ics")),
        feed: here(&format!("{page}.atom")),
        page: here(&page),
        handle: association.handle,
        name: association.name,
        summary: markdown::to_html(&association.summary),
        email: association.email,
        website: association.website,
        fields: association.fields.0,
        picture: picture.map(|picture| Picture {
            url: here(&picture.path()),
            alt,
        }),
        updated_at: association.updated_at,
    })
}

#[cfg(test)]
mod tests {
    use crate::{accounts::Role, events::feed::tests::house, web::openapi::tests::Program};
    use serde_json::json;

    const PATH: &str = "/api/v1/association";

    #[tokio::test]
    async fn everybody_reads_the_profile_and_an_owner_changes_it() {
        let (app, _) = house().await;
        let (nobody, owner) = (Program::nobody(&app), Program::new(&app, Role::Owner).await);
        let (status, profile) = nobody.say("GET", PATH, None).await;
        assert_eq!((status, &profile["handle"]), (200, &"dialog".into()));
        assert_eq!(
            profile["calendar"],
            "https://dialog.example.org/@dialog.ics"
        );
        let (_, mut draft) = owner.say("GET", &format!("{PATH}/draft"), None).await;
        draft["summary"] = "Wir **reden** miteinander.".into();
        let (status, profile) = owner.say("PUT", PATH, Some(draft.clone())).await;
        assert_eq!(status, 200);
        assert_eq!(
            profile["summary"],
            "<p>Wir <strong>reden</strong> miteinander.</p>"
        );
        let named = nobody
            .say("GET", &format!("{PATH}?handle=@dialog"), None)
            .await;
        assert_eq!(named, (200, profile));
        assert_eq!(
            nobody.say("GET", &format!("{PATH}?handle=x"), None).await.0,
            404
        );
        let coordinator = Program::new(&app, Role::Coordinator).await;
        assert_eq!(coordinator.say("PUT", PATH, Some(draft)).await.0, 403);
        let (status, refused) = owner.say("PUT", PATH, Some(json!({"email": "x"}))).await;
        assert_eq!(
            (status, &refused["errors"][0]["pointer"]),
            (422, &"#/name".into())
        );
    }
}
