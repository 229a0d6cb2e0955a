//! What reaches other servers and what does not, and sending it again.

use super::{Chosen, Resting, Standing, refusal, said, standing};
use crate::{
    App, Error, Result, associations, events, mail,
    web::{
        page::{Page, respond},
        session::{Coordinator, Editor, Owner},
    },
};
use askama::Template;
use axum::{
    Form, Router,
    extract::{Query, State as Of},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use federation::{
    Iri,
    delivery::{Delivery, Entity, Host, State, failing_hosts},
    outbox,
};
use serde::Deserialize;
use std::collections::{BTreeSet, HashMap};

/// Rows on the page; the newest.
const SHOWN_AT_MOST: u64 = 100;
const HOSTS_SHOWN_AT_MOST: u64 = 50;
const MAILS_SHOWN_AT_MOST: u64 = 50;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/desk/deliveries", get(index))
        .route("/desk/deliveries/retry", post(retry))
        .route("/desk/deliveries/mails", post(retry_mails))
}

/// A delivery, and what it brings.
struct Row {
    delivery: Delivery,
    standing: Standing,
    /// The key of what was said, and what it was about.
    said: &'static str,
    about: Option<About>,
}

impl Row {
    fn is_undone(&self) -> bool {
        matches!(self.delivery.state, State::Pending | State::Parked)
    }
}

#[derive(Clone)]
struct About {
    name: String,
    href: Option<String>,
}

#[derive(Template)]
#[template(path = "deliveries/index.html")]
struct Index {
    page: Page,
    rows: Vec<Row>,
    hosts: Vec<Host>,
    /// Class of the tag, key, count.
    counts: [(&'static str, &'static str, u64); 3],
    /// Key and count.
    refusals: Vec<(&'static str, u64)>,
    /// What has not arrived, and how much of it there is, as `counts`.
    mails: Vec<mail::Row>,
    mail_counts: [(&'static str, &'static str, u64); 2],
    shows_all: bool,
    sent: Option<u64>,
    retried: Option<u64>,
    open: bool,
    may_retry: bool,
    may_retry_all: bool,
    now: DateTime<Utc>,
}

impl Index {
    fn local(&self, at: &DateTime<Utc>) -> DateTime<Tz> {
        at.with_timezone(&self.page.site.zone)
    }

    fn is_soon(&self, at: &DateTime<Utc>) -> bool {
        *at <= self.now
    }

    fn undone(&self) -> u64 {
        self.counts[0].2 + self.counts[1].2
    }

    fn has_failed(&self, mail: &mail::Row) -> bool {
        mail.state == mail::State::Failed
    }

    fn has_waiting_mails(&self) -> bool {
        self.mail_counts[1].2 > 0
    }

    fn is_asleep(&self, host: &Host) -> bool {
        host.is_asleep(self.now)
    }

    fn is_full(&self) -> bool {
        self.rows.len() as u64 == SHOWN_AT_MOST
    }
}

#[derive(Deserialize)]
struct Shown {
    #[serde(default)]
    show: String,
    /// Deliveries that were sent again just now, and mails.
    sent: Option<u64>,
    retried: Option<u64>,
}

async fn index(
    Of(app): Of<App>,
    page: Page,
    _: Editor,
    coordinator: Option<Coordinator>,
    owner: Option<Owner>,
    Query(shown): Query<Shown>,
) -> Result<Response> {
    let counts = Entity::summary(&app.db).await?.0;
    let count = |state: &str| counts.get(state).copied().unwrap_or_default();
    let mails = mail::counts(&app.db).await?;
    let mails = |state| mails.get(&state).copied().unwrap_or_default();
    let shows_all = shown.show == "all";
    let index = Index {
        rows: rows(&app, &page, !shows_all).await?,
        page: page.with_title_text("delivery-title").unlisted(),
        hosts: failing_hosts(&app.db, HOSTS_SHOWN_AT_MOST).await?,
        counts: [
            counted("bad", "delivery-count-parked", count("parked")),
            counted("info", "delivery-count-pending", count("pending")),
            counted("ok", "delivery-count-delivered", count("delivered")),
        ],
        refusals: refusals(&app),
        mails: mail::undelivered(&app.db, MAILS_SHOWN_AT_MOST).await?,
        mail_counts: [
            counted("bad", "delivery-mails-failed", mails(mail::State::Failed)),
            counted(
                "info",
                "delivery-mails-pending",
                mails(mail::State::Pending),
            ),
        ],
        shows_all,
        sent: shown.sent,
        retried: shown.retried,
        open: app.federation.settings().open,
        may_retry: coordinator.is_some(),
        may_retry_all: owner.is_some(),
        now: app.clock.now(),
    };
    Ok(respond(StatusCode::OK, index))
}

/// Nothing is neither bad nor good.
fn counted(
    class: &'static str,
    key: &'static str,
    count: u64,
) -> (&'static str, &'static str, u64) {
    (if count == 0 { "quiet" } else { class }, key, count)
}

async fn rows(app: &App, page: &Page, undone_only: bool) -> Result<Vec<Row>> {
    let resting = Resting::now(&app.db).await?;
    let deliveries = Entity::listed(&app.db, undone_only, SHOWN_AT_MOST).await?;
    let activities = deliveries.iter().map(|delivery| delivery.activity.clone());
    let activities: BTreeSet<Iri> = activities.collect();
    let activities = outbox::find_activities(&app.db, activities).await?;
    let kinds = activities
        .into_iter()
        .map(|activity| (activity.id, activity.kind));
    let kinds: HashMap<Iri, String> = kinds.collect();
    let mut known: HashMap<Iri, Option<About>> = HashMap::new();
    let mut rows = Vec::new();
    for delivery in deliveries {
        let about = match &delivery.object {
            None => None,
            Some(object) => match known.get(object) {
                Some(about) => about.clone(),
                None => {
                    let about = about(app, page, object).await?;
                    known.insert(object.clone(), about.clone());
                    about
                }
            },
        };
        rows.push(Row {
            standing: standing(&delivery, &resting),
            said: said(kinds.get(&delivery.activity).map_or("", String::as_str)),
            about,
            delivery,
        });
    }
    Ok(rows)
}

/// The name of what an activity was about, where we have one.
async fn about(app: &App, page: &Page, object: &Iri) -> Result<Option<About>> {
    if let Some(event) = events::find_by_iri(&app.db, object).await? {
        return Ok(Some(About {
            name: event.title(page.lang.bcp47()),
            href: event.local.then(|| format!("/desk/events/{}", event.id)),
        }));
    }
    if let Some(association) = associations::find_by_actor(&app.db, object).await? {
        return Ok(Some(About {
            href: Some(format!("/desk/association/{}", association.handle)),
            name: association.name,
        }));
    }
    let actor = federation::actors::find(&app.db, object).await?;
    Ok(actor.map(|actor| About {
        name: actor.address(),
        href: None,
    }))
}

/// Several reasons share a sentence; its count is theirs together, the largest first.
fn refusals(app: &App) -> Vec<(&'static str, u64)> {
    let mut told: HashMap<&'static str, u64> = HashMap::new();
    for (reason, count) in app.federation.refusals().counts() {
        *told.entry(refusal(reason)).or_default() += count;
    }
    let mut told: Vec<_> = told.into_iter().collect();
    told.sort_by_key(|(key, count)| (std::cmp::Reverse(*count), *key));
    told
}

/// One row, one server, or everything when neither is named.
#[derive(Deserialize)]
struct Named {
    #[serde(default)]
    id: String,
    #[serde(default)]
    host: String,
}

async fn retry(
    Of(app): Of<App>,
    coordinator: Coordinator,
    owner: Option<Owner>,
    Form(named): Form<Named>,
) -> Result<Response> {
    let chosen = match (named.id.as_str(), named.host.as_str()) {
        ("", "") if owner.is_none() => return Err(Error::Forbidden),
        ("", "") => Chosen::All,
        ("", host) => Chosen::Host(host),
        (id, _) => Chosen::One(id),
    };
    let tx = app.begin().await?;
    let sent = super::retry(&tx, Some(&coordinator), chosen, app.clock.now()).await?;
    tx.commit().await?;
    Ok(Redirect::to(&format!("/desk/deliveries?sent={sent}")).into_response())
}

async fn retry_mails(Of(app): Of<App>, coordinator: Coordinator) -> Result<Response> {
    let tx = app.begin().await?;
    let retried = mail::retry(&tx, Some(&coordinator), app.clock.now()).await?;
    tx.commit().await?;
    let there = format!("/desk/deliveries?retried={retried}#mails");
    Ok(Redirect::to(&there).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        accounts::Role,
        events::{self, Draft},
        following::tests::follow,
        web::desk::tests::{Visitor, deeds, furnished_house},
    };
    use federation::follows;
    use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};

    /// An instance on which an event was refused by one server and is repeated to another.
    async fn troubled_house() -> crate::accounts::tests::Instance {
        let (app, association) = furnished_house().await;
        for host in ["strict", "silent"] {
            let peer = format!("https://{host}.example/actor");
            follow(&app, &peer, &association.actor, follows::State::Accepted).await;
        }
        let draft = Draft {
            title_de: "Briefing <Lage>".into(),
            starts_on: "2026-12-13".into(),
            starts_at: "10:00".into(),
            ends_at: "11:00".into(),
            attendance: "online".into(),
            ..Draft::default()
        };
        let tx = app.begin().await.unwrap();
        let organizer = associations::actor_of(&tx, &association).await.unwrap();
        let event = events::draft(&app, &tx, &organizer, &draft).await.unwrap();
        events::publish(&app, &tx, event).await.unwrap();
        tx.commit().await.unwrap();
        for delivery in Entity::listed(&app.db, true, 10).await.unwrap() {
            let refused = delivery.host == "strict.example";
            let mut row = delivery.into_active_model();
            row.attempts = Set(3);
            if refused {
                row.state = Set(State::Parked);
                row.failure = Set(Some("not_allowed".into()));
                row.status = Set(Some(403));
            } else {
                row.failure = Set(Some("timed_out".into()));
            }
            row.update(&app.db).await.unwrap();
        }
        app
    }

    #[tokio::test]
    async fn what_did_not_arrive_says_why_and_what_it_was() {
        let app = troubled_house().await;
        let visitor = Visitor::new(&app, Role::Editor).await;
        let page = visitor.get("/desk/deliveries").await;
        for said in [
            "strict.example",
            "abgelehnt",
            "Der Server lässt uns nicht. (403)",
            "silent.example",
            "wird wiederholt",
            "nicht rechtzeitig geantwortet",
            "Veröffentlicht: <a",
            "Briefing &#60;Lage&#62;",
        ] {
            assert!(page.says(said), "{said}");
        }
        assert!(!page.says("Erneut senden"), "an editor only looks");
        assert!(visitor.get("/desk").await.says("aufgegeben oder abgelehnt"));
    }

    #[tokio::test]
    async fn a_coordinator_sends_a_row_or_a_server_again_and_an_owner_everything() {
        let app = troubled_house().await;
        let editor = Visitor::new(&app, Role::Editor).await;
        let coordinator = Visitor::new(&app, Role::Coordinator).await;
        let owner = Visitor::new(&app, Role::Owner).await;
        let rows = Entity::listed(&app.db, true, 10).await.unwrap();
        let parked = rows.iter().find(|row| row.state == State::Parked).unwrap();
        let (path, row) = ("/desk/deliveries/retry", ("id", parked.id.as_str()));
        assert_eq!(editor.post(path, &[row]).await.status, 403);
        assert_eq!(coordinator.post(path, &[]).await.status, 403);
        let page = coordinator.get("/desk/deliveries").await;
        assert!(page.says("Erneut senden") && !page.says("Alles Offene erneut senden"));
        let answer = coordinator.post(path, &[row]).await;
        assert_eq!(answer.location, "/desk/deliveries?sent=1");
        let nobody = ("host", "nobody.example");
        let answer = coordinator.post(path, &[nobody]).await;
        assert_eq!(answer.location, "/desk/deliveries?sent=0");
        let host = ("host", "silent.example");
        let answer = coordinator.post(path, &[host]).await;
        assert_eq!(answer.location, "/desk/deliveries?sent=1");
        let answer = owner.post(path, &[]).await;
        assert_eq!(answer.location, "/desk/deliveries?sent=2");
        let said = owner.get(&answer.location).await;
        assert!(said.says("2 Zustellungen gehen gleich noch einmal hinaus."));
        let rows = Entity::listed(&app.db, true, 10).await.unwrap();
        assert!(rows.iter().all(|row| row.state == State::Pending));
        assert_eq!(deeds(&app).await, ["delivery.retry"; 3]);
    }

    #[tokio::test]
    async fn mails_that_wait_say_why_and_to_nobody_to_whom() {
        let (app, _) = furnished_house().await;
        let owner = Visitor::new(&app, Role::Owner).await;
        assert!(
            !owner
                .get("/desk/deliveries")
                .await
                .says("E-Mails, die nicht")
        );
        std::fs::write(app.config.storage.data_dir.join("mail"), "").unwrap();
        let tx = app.begin().await.unwrap();
        mail::send(&app, &tx, &mail::samples::message())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let transport = mail::Transport::new(&app.config).unwrap();
        mail::deliver_due(&app, &transport).await.unwrap();
        let page = owner.get("/desk/deliveries").await;
        for said in [
            "eine wartet",
            "Der Ordner für E-Mails lässt sich nicht beschreiben.",
        ] {
            assert!(page.says(said), "{said}");
        }
        assert!(!page.says("m.muster"));
        let editor = Visitor::new(&app, Role::Editor).await;
        let path = "/desk/deliveries/mails";
        assert!(!editor.get("/desk/deliveries").await.says(path));
        assert_eq!(editor.post(path, &[]).await.status, 403);
        let answer = owner.post(path, &[]).await;
        assert_eq!(answer.location, "/desk/deliveries?retried=1#mails");
        let page = owner.get(&answer.location).await;
        assert!(page.says("Eine E-Mail wird gleich noch einmal versucht."));
        assert_eq!(deeds(&app).await, ["mail.retry"]);
    }
}
