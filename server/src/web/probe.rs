//! For test beds only: whether something that others said is stored. Listens apart from the pages, on a
//! loopback address, and only reads.

use crate::{App, Error, Result, events};
use axum::{
    Router,
    extract::{Query, State},
    routing::get,
};
use federation::{follows, outbox, vocabulary::read};
use serde::Deserialize;

#[derive(Deserialize)]
struct Question {
    kind: Kind,
    id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    /// An actor that follows one of ours.
    Follower,
    /// An event, or an object of ours that is not erased.
    Object,
}

pub fn router(app: App) -> Router {
    Router::new().route("/", get(answer)).with_state(app)
}

async fn answer(State(app): State<App>, Query(asked): Query<Question>) -> Result<&'static str> {
    let id = read::url(&asked.id).ok_or(Error::NotFound)?;
    let stored = match asked.kind {
        Kind::Follower => follows::follows_here(&app.db, &id).await?,
        Kind::Object => {
            let own = outbox::find_object(&app.db, &id).await?;
            own.is_some_and(|object| object.deleted_at.is_none())
                || events::find_by_iri(&app.db, &id).await?.is_some()
        }
    };
    if stored {
        Ok("stored\n")
    } else {
        Err(Error::NotFound)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        events::feed::tests::{denkwerkstatt, house},
        following::tests::follow,
    };
    use axum::{body::Body, http::Request};
    use tower::ServiceExt as _;

    #[tokio::test]
    async fn it_knows_followers_and_objects_and_nothing_else() {
        let (app, actor) = house().await;
        let tx = app.begin().await.unwrap();
        let event = events::draft(&app, &tx, &actor, &denkwerkstatt())
            .await
            .unwrap();
        let event = events::publish(&app, &tx, event).await.unwrap();
        tx.commit().await.unwrap();
        let reader = "https://peer.example/reader";
        follow(&app, reader, &actor.id, follows::State::Accepted).await;
        let waiting = "https://peer.example/waiting";
        follow(&app, waiting, &actor.id, follows::State::Requested).await;
        for (kind, id, status) in [
            ("follower", reader, 200),
            ("follower", waiting, 404),
            ("follower", event.iri.as_str(), 404),
            ("object", event.iri.as_str(), 200),
            ("object", reader, 404),
            ("object", "no address", 404),
            ("secret", reader, 400),
        ] {
            let question = format!("/?kind={kind}&id={}", id.replace(' ', "%20"));
            let request = Request::get(&question).body(Body::empty()).unwrap();
            let answer = router(App::clone(&app)).oneshot(request).await.unwrap();
            assert_eq!(answer.status(), status, "{question}");
        }
    }
}
