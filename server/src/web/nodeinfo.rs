//! NodeInfo: what this server says about itself to statistics and to Gancio.

use crate::{App, Error, Result, associations, events};
use axum::{
    Router,
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};
use serde_json::json;

pub fn routes() -> Router<App> {
    Router::new().route("/nodeinfo/{version}", get(nodeinfo))
}

/// 2.0 and 2.1 differ by the `repository` of the software. No numbers of people who use it: the
/// schema only asks for those who may post.
async fn nodeinfo(State(app): State<App>, Path(version): Path<String>) -> Result<Response> {
    if !matches!(version.as_str(), "2.0" | "2.1") {
        return Err(Error::NotFound);
    }
    let associations = associations::all(&app.db).await?.len();
    let published = events::Filter {
        local_only: true,
        ..events::Filter::default()
    };
    let events = events::count(&app.db, &published).await?;
    let mut software = json!({
        "name": "verbund",
        "version": env!("CARGO_PKG_VERSION"),
    });
    if let (true, Some(source)) = (version == "2.1", &app.config.instance.source) {
        software["repository"] = json!(source);
    }
    let said = json!({
        "version": version,
        "software": software,
        "protocols": ["activitypub"],
        "services": { "inbound": [], "outbound": ["atom1.0"] },
        "openRegistrations": false,
        "usage": { "users": { "total": associations }, "localPosts": events },
        "metadata": {
            "nodeName": app.config.instance.name,
            "profiles": ["https://w3id.org/verbund/profile/1"],
        },
    });
    let schema = format!("http://nodeinfo.diaspora.software/ns/schema/{version}#");
    let headers = [
        (
            header::CONTENT_TYPE,
            format!("application/json; profile=\"{schema}\""),
        ),
        // Scripts of any page read it, as they do where it is named.
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*".to_owned()),
        (header::CACHE_CONTROL, "public, max-age=180".to_owned()),
    ];
    Ok((headers, said.to_string()).into_response())
}

#[cfg(test)]
mod tests {
    use crate::{
        App,
        accounts::Role,
        web::desk::tests::{Visitor, furnished_house},
    };
    use axum::{body::Body, http::Request};
    use tower::ServiceExt as _;

    #[tokio::test]
    async fn a_version_that_does_not_exist_is_not_found() {
        let (app, _) = furnished_house().await;
        let visitor = Visitor::new(&app, Role::Editor).await;
        for (version, status) in [("2.0", 200), ("2.1", 200), ("2.2", 404)] {
            let answer = visitor.get(&format!("/nodeinfo/{version}")).await;
            assert_eq!(answer.status, status, "{version}");
        }
    }

    #[tokio::test]
    async fn scripts_of_any_page_read_it_and_know_its_schema() {
        let (app, _) = furnished_house().await;
        let request = Request::get("/nodeinfo/2.1").body(Body::empty()).unwrap();
        let answer = crate::web::router(App::clone(&app)).oneshot(request).await;
        let headers = answer.unwrap().into_parts().0.headers;
        assert_eq!(headers["access-control-allow-origin"], "*");
        assert_eq!(
            headers["content-type"],
            "application/json; profile=\"http://nodeinfo.diaspora.software/ns/schema/2.1#\""
        );
    }
}
