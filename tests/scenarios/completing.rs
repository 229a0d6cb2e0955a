//! One cycle from its ideas to the next edition, on three servers: brought by form, by mail and from
//! elsewhere, chosen by those who were there, worked on while one server is away, reported and given its
//! place. Everybody who follows reads it, and the peers hold the same.

use crate::{
    proposing::{link, mails},
    working::become_peers,
};
use chrono::Duration;
use harness::{Engine, Instance, Peer, Post, denkwerkstatt, on_both_engines, settle};
use serde_json::Value;
use server::{
    agenda,
    associations::Association,
    cycles::{self, Cycle, cycle, programme},
    decisions::{self, Closing},
    events::Event,
    ideas::{self, Idea, Origin, Signature},
    participations::{self, Registration},
    workstreams::{self, State, Step, Workstream, milestone, report},
};

on_both_engines![what_is_brought_to_an_edition_is_reported_at_the_next];

const GROUPS: [&str; 3] = ["Organisierte Zivilgesellschaft", "Wissenschaft", "Staat"];

struct Stage {
    /// Where the cycle is.
    dialog: Instance,
    /// Brings an idea, and is away for a day.
    buero: Instance,
    /// Brings another one.
    zwst: Instance,
    host: Association,
}

impl Stage {
    async fn new(engine: Engine) -> Self {
        let names = ["dialog", "innovationsbuero", "zwst"];
        let [dialog, buero, zwst] = engine.instances(names).await;
        let host = dialog.association("dialog").await;
        buero.association("innovationsbuero").await;
        zwst.association("zwst").await;
        become_peers(&dialog, &buero).await;
        become_peers(&dialog, &zwst).await;
        Self {
            dialog,
            buero,
            zwst,
            host,
        }
    }

    /// Time passes for all three.
    fn wait(&self, by: Duration) {
        for instance in [&self.dialog, &self.buero, &self.zwst] {
            instance.advance(by);
        }
    }

    async fn settle(&self) {
        settle([&self.dialog, &self.buero, &self.zwst]).await;
    }

    /// This year's edition, with nine people who were let in, and the one after it.
    async fn editions(&self) -> [Event; 2] {
        let dialog = &self.dialog;
        let mut draft = denkwerkstatt();
        draft.registration = "open".to_owned();
        draft.registration_url = String::new();
        draft.groups = GROUPS.join("\n");
        let now = dialog.publish(&draft).await;
        let mut next = denkwerkstatt();
        next.starts_on = "2027-11-12".to_owned();
        next.ends_on = "2027-11-13".to_owned();
        let next = dialog.publish(&next).await;
        let tx = dialog.begin().await;
        for number in 0..9 {
            let registration = Registration {
                name: format!("Organisation {number}"),
                email: format!("person{number}@verein.example"),
                attendance: ["in_person", "online"][number % 2].to_owned(),
                stakeholder: GROUPS[number % 3].to_owned(),
                ..Registration::default()
            };
            let one = participations::enter(&dialog.app, &tx, &now.id, &registration, "de").await;
            let one = one.expect("a place");
            let arrival = participations::Arrival::on(participations::days_of(&now)[0]);
            let there = participations::check_in(&dialog.app, &tx, &one, &arrival).await;
            there.expect("they are there");
        }
        tx.commit().await.expect("a commit");
        [now, next]
    }

    async fn cycle(&self, editions: &[Event; 2]) -> Cycle {
        let dialog = &self.dialog;
        let tx = dialog.begin().await;
        let programme = programme::Draft {
            name: "Dialog für Cybersicherheit".to_owned(),
            ..programme::Draft::default()
        };
        let programme = cycles::found_programme(&dialog.app, &tx, &self.host, &programme).await;
        let cycle = cycle::Draft {
            programme: programme.expect("a programme").slug,
            name: "2026/2027".to_owned(),
            editions: editions.each_ref().map(|it| it.slug.as_str()).join("\n"),
            ..cycle::Draft::default()
        };
        let cycle = cycles::begin(&dialog.app, &tx, &cycle).await;
        tx.commit().await.expect("a commit");
        cycle.expect("a cycle")
    }

    /// Twelve ideas: eight by the form of the cycle's page, two by mail, one of each other server.
    async fn ideas(&self, cycle: &Cycle) -> Vec<Idea> {
        let form = format!("{}/ideas/new", cycle.path());
        for number in 1..=8 {
            let title = format!("Idee Nummer {number}");
            let email = format!("autor{number}@verein.example");
            let typed = [
                ("title", title.as_str()),
                ("question", "Was hilft?"),
                ("email", email.as_str()),
            ];
            assert_eq!(self.dialog.fills_in(&form, &typed).await.status, 200);
        }
        for (_, text) in mails(&self.dialog).await {
            if text.contains("/i/") {
                let own = self.dialog.url(&link(&text));
                let confirmed = Post::form(&own, &[("then", "confirm")]).send().await;
                assert_eq!(confirmed.status, 303);
            }
        }
        for number in 9..=10 {
            let place = (Some(&cycle.id), &cycle.organizer);
            enter(&self.dialog, place, number).await;
        }
        let theirs = [(&self.buero, 11), (&self.zwst, 12)];
        for (instance, number) in theirs {
            let own = server::associations::all(&instance.app.db).await;
            let own = own.expect("the table").remove(0);
            let idea = enter(instance, (None, &own.actor), number).await;
            let target = self.dialog.url(&cycle.path());
            let target = ideas::look_up(&instance.app, target.as_str()).await;
            let tx = instance.begin().await;
            let offer = ideas::offer(&instance.app, &tx, &idea, &target.expect("a cycle")).await;
            offer.expect("an offer");
            tx.commit().await.expect("a commit");
        }
        self.settle().await;
        let all = ideas::listed(&self.dialog.app.db, None).await;
        for waiting in all.expect("the table") {
            if waiting.number.is_none() {
                let tx = self.dialog.begin().await;
                let let_in = ideas::approve(&self.dialog.app, &tx, &waiting).await;
                let_in.expect("it is let in");
                tx.commit().await.expect("a commit");
            }
        }
        self.settle().await;
        let public = ideas::public(&self.dialog.app.db, &cycle.id).await;
        public.expect("the table")
    }

    /// Those who were there choose two of them, which become workstreams.
    async fn chosen(&self, cycle: &Cycle, edition: &Event, chosen: [i32; 2]) -> Vec<Workstream> {
        let dialog = &self.dialog;
        let draft = decisions::Draft {
            question: "Welche Ideen werden Workstreams?".to_owned(),
            event: edition.slug.clone(),
            quorum: "5".to_owned(),
            ..decisions::Draft::default()
        };
        let tx = dialog.begin().await;
        let decision = decisions::draft(&dialog.app, &tx, cycle, &draft).await;
        let decision = decisions::open(&dialog.app, &tx, &decision.expect("a draft").id).await;
        tx.commit().await.expect("a commit");
        let decision = decision.expect("it is open");
        let roll = decisions::roll(&dialog.app.db, &decision.id, 0, 100).await;
        for elector in roll.expect("a roll").0 {
            let way = decisions::way_to(&dialog.app, &elector);
            let [first, second] = chosen.map(|number| format!("o{number}"));
            let ballot = [
                (first.as_str(), "3"),
                (second.as_str(), "2"),
                ("then", "cast"),
            ];
            assert_eq!(Post::form(&way, &ballot).send().await.status, 303);
        }
        dialog.advance(Duration::seconds(2));
        let closing = Closing {
            sentence: "Zwei Ideen werden Workstreams.".to_owned(),
            chosen: chosen.map(|number| number.to_string()).join(", "),
            ..Closing::default()
        };
        let tx = dialog.begin().await;
        let closed = decisions::close(&dialog.app, &tx, &decision.id, &closing).await;
        closed.expect("it is counted");
        tx.commit().await.expect("a commit");
        let own = workstreams::own(&dialog.app.db).await;
        own.expect("the table")
    }

    async fn step(&self, workstream: &Workstream, step: Step) -> Workstream {
        let app = &self.dialog.app;
        let keys = match step {
            Step::Select => Some(app.federation.make_keys().await.expect("keys")),
            _ => None,
        };
        let tx = self.dialog.begin().await;
        let taken = workstreams::take(app, &tx, workstream.clone(), step, "", keys).await;
        tx.commit().await.expect("a commit");
        taken.expect("a step that may be taken")
    }

    /// What is to be reached is said, and a month later it is.
    async fn reach(&self, workstream: &Workstream) {
        let draft = milestone::Draft {
            title: "Entwurf des Leitfadens".to_owned(),
            due_on: "2027-02-28".to_owned(),
            is_told: true,
        };
        let app = &self.dialog.app;
        let tx = self.dialog.begin().await;
        let added = workstreams::add_milestone(app, &tx, workstream, &draft).await;
        tx.commit().await.expect("a commit");
        self.dialog.advance(Duration::minutes(1));
        let tx = self.dialog.begin().await;
        let milestone = added.expect("a milestone");
        let reached = workstreams::reach_milestone(app, &tx, workstream, milestone).await;
        reached.expect("it is reached");
        tx.commit().await.expect("a commit");
    }

    async fn report(&self, workstream: &Workstream) -> Workstream {
        let draft = report::Draft {
            sentence: "Ein Leitfaden für Ehrenamtliche, frei nutzbar.".to_owned(),
            summary: "Was zu prüfen ist, und wie.".to_owned(),
            text: "## Was zu prüfen ist\n\nAlles.".to_owned(),
            ..report::Draft::default()
        };
        let app = &self.dialog.app;
        let tx = self.dialog.begin().await;
        let written = workstreams::write_report(app, &tx, workstream, &draft).await;
        written.expect("a report");
        let told = workstreams::publish_report(app, &tx, workstream.clone()).await;
        tx.commit().await.expect("a commit");
        told.expect("it is complete").0
    }

    /// What every server holds of it: its state, and whether its milestone is reached and its result told.
    async fn held(&self, workstream: &Workstream) -> Vec<(State, bool, bool)> {
        let actor = workstream.actor.as_ref().expect("an actor");
        let mut held = Vec::new();
        for instance in [&self.dialog, &self.buero, &self.zwst] {
            let db = &instance.app.db;
            let found = workstreams::find_by_actor(db, actor).await;
            let found = found.expect("the table").expect("a copy");
            let milestones = workstreams::milestones(db, &found.id).await;
            let report = workstreams::find_public_report(db, &found).await;
            let milestones = milestones.expect("the table");
            held.push((
                found.state,
                milestones.iter().any(|one| one.reached_on.is_some()),
                report.expect("the table").is_some(),
            ));
        }
        held
    }
}

async fn enter(
    instance: &Instance,
    place: (Option<&server::ids::CycleId>, &federation::Iri),
    number: usize,
) -> Idea {
    let draft = ideas::Draft {
        title: format!("Idee Nummer {number}"),
        question: "Was hilft?".to_owned(),
        product: "guide".to_owned(),
        ..ideas::Draft::default()
    };
    let signature = Signature {
        email: format!("autor{number}@verein.example"),
        ..Signature::default()
    };
    let tx = instance.begin().await;
    let how = (Origin::Mail, "de");
    let idea = ideas::enter(&instance.app, &tx, place, &draft, &signature, how).await;
    tx.commit().await.expect("a commit");
    idea.expect("an idea")
}

/// The posts among what somebody heard, as text.
fn posts(reader: &Peer) -> Vec<String> {
    let heard = reader.received();
    let objects = heard.iter().map(|activity| &activity["object"]);
    let notes = objects.filter(|object| object["type"] == "Note");
    let text = |note: &Value| note["content"].as_str().unwrap_or_default().to_owned();
    notes.map(text).collect()
}

async fn what_is_brought_to_an_edition_is_reported_at_the_next(engine: Engine) {
    let mut stage = Stage::new(engine).await;
    let editions = stage.editions().await;
    let cycle = stage.cycle(&editions).await;
    let reader = stage.dialog.follower(&stage.host, "leserin").await;
    let brought = stage.ideas(&cycle).await;
    assert_eq!(brought.len(), 12);
    let foreign = brought.iter().filter(|idea| !idea.local);
    assert_eq!(foreign.count(), 2);
    let number = |title: &str| {
        let idea = brought.iter().find(|idea| idea.title == title);
        idea.and_then(|idea| idea.number).expect("a number")
    };
    let chosen = [number("Idee Nummer 9"), number("Idee Nummer 11")];
    reader.forget();

    // They choose at the end of the edition.
    let until_it_ends = editions[0].ends().to_utc() - stage.dialog.now();
    stage.wait(until_it_ends + Duration::hours(1));
    let begun = stage.chosen(&cycle, &editions[0], chosen).await;
    assert_eq!(begun.len(), 2);
    let mut running = Vec::new();
    for workstream in begun {
        let workstream = match workstream.state {
            State::Proposed => stage.step(&workstream, Step::Select).await,
            _ => workstream,
        };
        running.push(stage.step(&workstream, Step::Start).await);
    }
    stage.settle().await;
    let workstream = running.remove(0);
    let group = workstream.actor.clone().expect("an actor");
    let witness = Peer::new("zeugin", &stage.dialog.app.clock).await;
    witness.follows(&stage.dialog, &group).await;
    stage.settle().await;
    witness.forget();
    assert_eq!(
        stage.held(&workstream).await,
        [(State::Active, false, false); 3]
    );

    // From each idea one gets to what became of it.
    for workstream in running.iter().chain([&workstream]) {
        let idea = brought
            .iter()
            .find(|it| Some(&it.id) == workstream.idea.as_ref());
        let number = idea.and_then(|it| it.number).expect("a number");
        let page = format!("{}/ideas/{number}", cycle.path());
        let page = stage.dialog.get(&page, "text/html").await.body;
        let trace = format!("{}/trace", workstream.path());
        for expected in [
            workstream.path().as_str(),
            &trace,
            "Welche Ideen werden Workstreams?",
        ] {
            assert!(page.contains(expected), "{expected}: {page}");
        }
        assert!(page.contains("in Arbeit"), "{page}");
    }

    // The others show where it is from, and what is to come of it.
    for copy in [&stage.buero, &stage.zwst] {
        let found = workstreams::find_by_actor(&copy.app.db, &group).await;
        let found = found.expect("the table").expect("a copy");
        assert_eq!(found.product, workstream.product);
        assert_eq!(found.origin_cycle.as_ref(), Some(&cycle.iri));
        let idea = brought
            .iter()
            .find(|it| Some(&it.id) == workstream.idea.as_ref());
        let idea = idea.and_then(|it| it.iri.clone()).expect("an idea");
        assert_eq!(found.origin_idea.as_ref(), Some(&idea));
        let page = copy.get(&found.path(), "text/html").await.body;
        for expected in [cycle.iri.as_str(), idea.as_str(), "Leitfaden"] {
            assert!(page.contains(expected), "{expected}: {page}");
        }
    }

    // One of the three is away while a milestone is reached.
    stage.buero.goes_away().await;
    stage.reach(&workstream).await;
    settle([&stage.dialog, &stage.zwst]).await;
    let held = stage.held(&workstream).await;
    assert_eq!(
        held.iter().map(|it| it.1).collect::<Vec<_>>(),
        [true, false, true]
    );
    stage.wait(Duration::days(1));
    stage.buero.comes_back().await;
    stage.settle().await;
    assert_eq!(
        stage.held(&workstream).await,
        [(State::Active, true, false); 3]
    );

    let presented = stage.report(&workstream).await;
    stage.settle().await;
    assert_eq!(
        stage.held(&workstream).await,
        [(State::Presented, true, true); 3]
    );
    let planned = agenda::planned(&stage.dialog.app.db, &editions[1]).await;
    let planned = planned.expect("a draft");
    let slot = presented.slot.as_ref().expect("a place");
    assert_eq!(slot.event, editions[1].id);
    let session = planned.iter().find(|it| it.id == slot.session);
    let session = session.expect("its session");
    assert!(session.description.contains("Ein Leitfaden"), "{session:?}");

    // What those who follow could read.
    let told = [posts(&reader), posts(&witness)].concat().join("\n");
    for expected in ["Neuer Workstream", "Entwurf des Leitfadens"] {
        assert!(told.contains(expected), "{expected}: {told}");
    }
    assert!(reader.heard().contains(&"Create{Article}".to_owned()));
    assert!(witness.heard().contains(&"Announce".to_owned()) || told.contains("Ein Leitfaden"));
    let trace = format!("{}/trace.json", presented.path());
    let trace = stage.dialog.get(&trace, "application/json").await.json();
    let stations = trace["itemListElement"].as_array().expect("stations");
    let kinds: Vec<_> = stations.iter().map(|it| &it["item"]["@type"]).collect();
    assert!(kinds.len() >= 4, "{kinds:?}");
}
