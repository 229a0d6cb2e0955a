//! How a result came about: idea, workstream, milestones, report, its place in the next edition, and who
//! uses it. Only what everybody may read.

use super::{Workstream, find_public_report, idea_of, milestones, workstream::product_key};
use crate::{App, Result, agenda, events, i18n::Lang, ideas};
use chrono::NaiveDate;
use federation::Iri;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use url::Url;

/// What kind of thing a station is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Idea,
    Vote,
    Workstream,
    Milestone,
    Report,
    Slot,
    Adoption,
}

impl Kind {
    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Idea => "workstream-trace-idea",
            Self::Vote => "workstream-trace-vote",
            Self::Workstream => "workstream-one",
            Self::Milestone => "workstream-milestone",
            Self::Report => "workstream-report",
            Self::Slot => "workstream-trace-slot",
            Self::Adoption => "adoption-trace",
        }
    }

    /// What schema.org calls it, and its day.
    fn linked(self) -> (&'static str, &'static str) {
        match self {
            Self::Idea => ("CreativeWork", "datePublished"),
            Self::Vote => ("CreativeWork", "datePublished"),
            Self::Workstream => ("Project", "foundingDate"),
            Self::Milestone => ("PlanAction", "scheduledTime"),
            Self::Report => ("Report", "datePublished"),
            Self::Slot => ("Event", "startDate"),
            Self::Adoption => ("CreativeWork", "datePublished"),
        }
    }
}

/// One thing on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Station {
    pub kind: Kind,
    pub name: String,
    /// How it stands, or where it is; a text, or empty.
    pub about: String,
    pub on: NaiveDate,
    /// Whether it is still to come.
    pub is_planned: bool,
    pub page: Url,
    /// Its id on the wire, where it has one.
    pub iri: Option<Iri>,
}

/// The way of a workstream of ours, in its order.
pub async fn find(
    app: &App,
    db: &impl ConnectionTrait,
    workstream: &Workstream,
    lang: Lang,
) -> Result<Vec<Station>> {
    let day = |at: chrono::DateTime<chrono::Utc>| {
        at.with_timezone(&app.config.instance.zone).date_naive()
    };
    let mut stations = Vec::new();
    let idea = idea_of(db, workstream).await?;
    if let Some(idea) = idea.filter(ideas::Idea::is_public) {
        let cycle = ideas::cycle_of(db, &idea).await?;
        stations.push(Station {
            kind: Kind::Idea,
            page: ideas::address(app, &idea, cycle.as_ref()),
            about: lang.text(idea.state.key()),
            on: day(idea.published_at.unwrap_or(idea.created_at)),
            is_planned: false,
            iri: idea.iri,
            name: idea.title,
        });
    }
    stations.push(Station {
        kind: Kind::Workstream,
        name: workstream.name.clone(),
        about: lang.text(product_key(workstream.product)),
        on: workstream.starts_on,
        is_planned: super::today(app) < workstream.starts_on,
        page: workstream.url.clone().into(),
        iri: workstream.actor.clone(),
    });
    for milestone in milestones(db, &workstream.id).await? {
        stations.push(Station {
            kind: Kind::Milestone,
            name: milestone.title,
            about: String::new(),
            on: milestone.reached_on.unwrap_or(milestone.due_on),
            is_planned: milestone.reached_on.is_none(),
            page: workstream.url.clone().into(),
            iri: Some(milestone.iri),
        });
    }
    if let Some(report) = find_public_report(db, workstream).await? {
        stations.push(Station {
            kind: Kind::Report,
            name: report.sentence,
            about: String::new(),
            on: day(report.published_at.unwrap_or(report.created_at)),
            is_planned: false,
            page: report.url.into(),
            iri: report.iri,
        });
    }
    stations.extend(slot(app, db, workstream, lang).await?);
    Ok(stations)
}

/// The same, with the vote by which it was chosen behind the idea.
pub fn with_vote(mut stations: Vec<Station>, vote: Option<Station>) -> Vec<Station> {
    let ideas = stations.iter().take_while(|it| it.kind == Kind::Idea);
    let place = ideas.count();
    if let Some(vote) = vote {
        stations.insert(place, vote);
    }
    stations
}

/// The edition at which the result is told, once everybody may know of it; the very session, once the
/// agenda is released.
async fn slot(
    app: &App,
    db: &impl ConnectionTrait,
    workstream: &Workstream,
    lang: Lang,
) -> Result<Option<Station>> {
    let Some(slot) = &workstream.slot else {
        return Ok(None);
    };
    let event = events::find(db, &slot.event).await?;
    let Some(event) = event.filter(|event| event.state.is_public()) else {
        return Ok(None);
    };
    let released = agenda::shown(app, db, &event).await?;
    let session = released.and_then(|version| {
        let mut sessions = version.sessions.0.into_iter();
        sessions.find(|session| session.id == slot.session)
    });
    let zone = agenda::days(&event).zone;
    let title = event.title(lang.bcp47()).to_owned();
    let page = app.config.origin().join(&event.path());
    let (name, about, on) = match session {
        Some(session) => (session.title, title, session.starts_at.with_timezone(&zone)),
        None => (title, String::new(), event.starts()),
    };
    Ok(Some(Station {
        kind: Kind::Slot,
        name,
        about,
        on: on.date_naive(),
        is_planned: event.starts_at > app.clock.now(),
        page: page.unwrap_or_else(|_| event.iri.clone().into()),
        iri: Some(event.iri),
    }))
}

/// The same as JSON-LD: a list in its order, each with what it was derived from.
pub fn linked(workstream: &Workstream, page: &Url, stations: &[Station]) -> Value {
    let id = |station: &Station| match &station.iri {
        Some(iri) => iri.to_string(),
        None => station.page.to_string(),
    };
    let last_of = |kind: Kind| {
        stations
            .iter()
            .rfind(|station| station.kind == kind)
            .map(id)
    };
    let whence = |kind: Kind| match kind {
        Kind::Idea => None,
        Kind::Vote => last_of(Kind::Idea),
        Kind::Workstream => last_of(Kind::Vote).or_else(|| last_of(Kind::Idea)),
        Kind::Milestone | Kind::Report => last_of(Kind::Workstream),
        Kind::Slot | Kind::Adoption => last_of(Kind::Report).or_else(|| last_of(Kind::Workstream)),
    };
    let items = stations.iter().enumerate().map(|(place, station)| {
        let (kind, on) = station.kind.linked();
        let mut item = json!({
            "@type": kind,
            "@id": id(station),
            "name": station.name,
            "url": station.page,
        });
        item[on] = json!(station.on);
        if let Some(source) = whence(station.kind) {
            item["prov:wasDerivedFrom"] = json!({ "@id": source });
        }
        if station.kind == Kind::Milestone {
            item["actionStatus"] = match station.is_planned {
                true => "https://schema.org/PotentialActionStatus".into(),
                false => "https://schema.org/CompletedActionStatus".into(),
            };
        }
        json!({ "@type": "ListItem", "position": place + 1, "item": item })
    });
    json!({
        "@context": ["https://schema.org", { "prov": "http://www.w3.org/ns/prov#" }],
        "@type": "ItemList",
        "@id": page,
        "name": workstream.name,
        "itemListElement": items.collect::<Vec<_>>(),
    })
}

/// Where the way of a workstream of ours is shown.
pub fn address(workstream: &Workstream) -> Url {
    let mut url: Url = workstream.url.clone().into();
    url.set_path(&format!("{}/trace", workstream.path()));
    url
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        accounts::{Role, tests::Instance},
        associations,
        events::{
            Event,
            feed::tests::{denkwerkstatt, published},
            pages::tests::{BROWSER, get, page},
        },
        web::desk::tests::{Visitor, furnished_house},
        workstreams::{
            Draft, State, Step, cycle_of, find as find_workstream, next_edition, publish_report,
            report, reserve_all,
            tests::{cra, proposed, stepped},
            withdraw_report, write_report,
        },
    };

    /// A workstream proposed from an idea, in a cycle with this edition.
    async fn house(edition: impl AsyncFnOnce(&App) -> Option<Event>) -> (Instance, Workstream) {
        let (app, association) = furnished_house().await;
        let edition = edition(&app).await;
        let cycle = ideas::tests::begun(&app, |draft| {
            draft.editions = edition.map(|event| event.slug).unwrap_or_default();
        })
        .await;
        let idea = ideas::tests::entered(&app, &cycle, "Freie Software").await;
        let draft = Draft {
            cycle: cycle.slug,
            idea: idea.id.to_string(),
            ..cra()
        };
        let workstream = proposed(&app, &association, &draft).await.unwrap();
        (app, workstream)
    }

    async fn next_year(app: &App) -> Option<Event> {
        let tx = app.begin().await.unwrap();
        let host = associations::chosen(&tx, "").await.unwrap();
        let organizer = associations::actor_of(&tx, &host).await.unwrap();
        drop(tx);
        Some(published(app, &organizer, &denkwerkstatt()).await)
    }

    #[tokio::test]
    async fn an_idea_is_chosen_with_its_workstream_and_its_authors_hear_so() {
        let (app, workstream) = house(async |_| None).await;
        let idea = workstream.idea.clone().unwrap();
        let before = crate::mail::undelivered(&app.db, 100).await.unwrap().len();
        let selected = stepped(&app, &workstream, Step::Select, "").await.unwrap();
        assert_eq!(selected.state, State::Selected);
        let idea = ideas::find(&app.db, &idea).await.unwrap();
        assert_eq!(idea.state, ideas::State::Selected);
        let mails = crate::mail::undelivered(&app.db, 100).await.unwrap();
        assert_eq!(mails.len(), before + 1, "its author");
    }

    #[tokio::test]
    async fn an_idea_that_is_over_is_not_chosen_and_nothing_else_happens() {
        let (app, workstream) = house(async |_| None).await;
        let idea = workstream.idea.clone().unwrap();
        let tx = app.begin().await.unwrap();
        let idea = ideas::find(&tx, &idea).await.unwrap();
        ideas::withdraw(&app, &tx, &idea, "").await.unwrap();
        tx.commit().await.unwrap();
        let refused = stepped(&app, &workstream, Step::Select, "").await;
        assert_eq!(
            refused.unwrap_err().to_string(),
            "refused: idea-not-proposed"
        );
        let same = find_workstream(&app.db, "cra-open-source").await.unwrap();
        assert_eq!((same.state, same.actor), (State::Proposed, None));
    }

    async fn planned(app: &App, workstream: &Workstream) -> Vec<agenda::Session> {
        let event = next_edition(app, &app.db, workstream).await.unwrap();
        agenda::planned(&app.db, &event.unwrap()).await.unwrap()
    }

    #[tokio::test]
    async fn what_is_given_up_gives_its_place_back() {
        let (app, workstream) = house(next_year).await;
        let workstream = stepped(&app, &workstream, Step::Select, "").await.unwrap();
        let workstream = stepped(&app, &workstream, Step::Start, "").await.unwrap();
        assert_eq!(planned(&app, &workstream).await.len(), 1);
        let gone = stepped(&app, &workstream, Step::Withdraw, "Schluss.").await;
        assert_eq!(gone.unwrap().slot, None);
        assert_eq!(planned(&app, &workstream).await, []);
    }

    async fn renamed(app: &App, workstream: Workstream, name: &str) -> Workstream {
        let draft = Draft {
            name: name.to_owned(),
            ..Draft::of(&workstream)
        };
        let tx = app.begin().await.unwrap();
        let workstream = crate::workstreams::change(app, &tx, workstream, &draft).await;
        tx.commit().await.unwrap();
        workstream.unwrap()
    }

    #[tokio::test]
    async fn its_place_is_called_as_it_is_until_planners_call_it_something_else() {
        let (app, workstream) = house(next_year).await;
        let workstream = stepped(&app, &workstream, Step::Select, "").await.unwrap();
        let workstream = stepped(&app, &workstream, Step::Start, "").await.unwrap();
        let workstream = renamed(&app, workstream, "Freie Software").await;
        let slot = planned(&app, &workstream).await.remove(0);
        assert_eq!(slot.title, "Ergebnis: Freie Software");
        let edition = next_edition(&app, &app.db, &workstream)
            .await
            .unwrap()
            .unwrap();
        let changed = agenda::Draft {
            title: "Vorstellung".to_owned(),
            ..agenda::Draft::of(&slot, agenda::days(&edition).zone)
        };
        let tx = app.begin().await.unwrap();
        agenda::change(&app, &tx, &edition, &slot.id, &changed)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let workstream = renamed(&app, workstream, "Offene Software").await;
        assert_eq!(planned(&app, &workstream).await[0].title, "Vorstellung");
    }

    #[tokio::test]
    async fn a_place_is_kept_when_work_begins_and_filled_by_the_report() {
        let (app, workstream) = house(next_year).await;
        let workstream = stepped(&app, &workstream, Step::Select, "").await.unwrap();
        assert_eq!(planned(&app, &workstream).await, []);
        let workstream = stepped(&app, &workstream, Step::Start, "").await.unwrap();
        let slots = planned(&app, &workstream).await;
        assert_eq!(slots.len(), 1);
        assert!(slots[0].title.starts_with("Ergebnis: Cybersicherheit"));
        assert_eq!(reserve_all(&app).await.unwrap(), 0, "one is enough");

        let tx = app.begin().await.unwrap();
        let draft = report::tests::guide();
        write_report(&app, &tx, &workstream, &draft).await.unwrap();
        let (workstream, report) = publish_report(&app, &tx, workstream).await.unwrap();
        tx.commit().await.unwrap();
        let slots = planned(&app, &workstream).await;
        assert_eq!(slots.len(), 1);
        assert!(slots[0].description.contains(&report.sentence));
        assert!(slots[0].description.contains(report.url.as_str()));

        // What is taken back is quoted nowhere, and what is told instead is.
        let tx = app.begin().await.unwrap();
        let back = withdraw_report(&app, &tx, &workstream, "Ein Fehler.").await;
        back.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(planned(&app, &workstream).await[0].description, "");
        let archived = stepped(&app, &workstream, Step::Archive, "").await;
        assert_eq!(
            archived.unwrap_err().to_string(),
            "refused: workstream-report-not-public"
        );
        let tx = app.begin().await.unwrap();
        let again = publish_report(&app, &tx, workstream).await.unwrap();
        tx.commit().await.unwrap();
        let (workstream, report) = again;
        let slots = planned(&app, &workstream).await;
        assert!(slots[0].description.contains(&report.sentence));

        let shown = page(&app, "/workstreams/cra-open-source/trace").await;
        for expected in [
            "Freie Software",
            "Idee",
            "Ehrenamtliche müssen nichts nachweisen",
            "Denkwerkstatt",
            "application/ld+json",
        ] {
            assert!(shown.says(expected), "{expected}: {}", shown.body);
        }
        let way = "/workstreams/cra-open-source/trace.json";
        let json: Value = serde_json::from_str(&get(&app, way, BROWSER).await.body).unwrap();
        let items = json["itemListElement"].as_array().unwrap();
        let kinds: Vec<_> = items.iter().map(|it| &it["item"]["@type"]).collect();
        assert_eq!(kinds, ["CreativeWork", "Project", "Report", "Event"]);
        for place in 1..4 {
            let whence = &items[place]["item"]["prov:wasDerivedFrom"]["@id"];
            assert_eq!(whence, &items[place - 1]["item"]["@id"], "{place}");
        }
    }

    #[tokio::test]
    async fn a_place_is_kept_once_there_is_an_edition_and_what_planners_wrote_stays() {
        let (app, workstream) = house(async |_| None).await;
        let workstream = stepped(&app, &workstream, Step::Select, "").await.unwrap();
        let workstream = stepped(&app, &workstream, Step::Start, "").await.unwrap();
        assert_eq!(workstream.slot, None);
        let edition = next_year(&app).await.unwrap();
        let tx = app.begin().await.unwrap();
        let cycle = cycle_of(&tx, &workstream).await.unwrap().unwrap();
        let draft = crate::cycles::draft_of(&tx, &cycle).await.unwrap();
        let draft = crate::cycles::cycle::Draft {
            editions: edition.slug.clone(),
            ..draft
        };
        crate::cycles::revise(&app, &tx, cycle, &draft, 1)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(reserve_all(&app).await.unwrap(), 1);
        let workstream = find_workstream(&app.db, "cra-open-source").await.unwrap();
        let slot = planned(&app, &workstream).await.remove(0);
        let changed = agenda::Draft {
            title: "Vorstellung".to_owned(),
            description: "Mit Gästen.".to_owned(),
            ..agenda::Draft::of(&slot, agenda::days(&edition).zone)
        };
        let tx = app.begin().await.unwrap();
        agenda::change(&app, &tx, &edition, &slot.id, &changed)
            .await
            .unwrap();
        let draft = report::tests::guide();
        write_report(&app, &tx, &workstream, &draft).await.unwrap();
        let (workstream, _) = publish_report(&app, &tx, workstream).await.unwrap();
        tx.commit().await.unwrap();
        let slots = planned(&app, &workstream).await;
        let said = slots.iter().map(|it| (&*it.title, &*it.description));
        assert_eq!(said.collect::<Vec<_>>(), [("Vorstellung", "Mit Gästen.")]);
    }

    #[tokio::test]
    async fn what_nobody_may_know_of_leaves_no_trace() {
        let (app, _) = house(async |_| None).await;
        let way = "/workstreams/cra-open-source/trace";
        let nobody = Visitor::nobody(&app);
        assert_eq!(nobody.get(way).await.status, 404);
        let owner = Visitor::new(&app, Role::Owner).await;
        assert_eq!(owner.get(way).await.status, 404);
    }
}
