//! The life of three events, from the actors that tell of them to the tombstone, and every document on
//! the way. The clock stands still; ids, keys and hosts get the names of the files.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::Duration;
use federation::{signatures::proof, vocabulary::context};
use harness::{
    Engine, Instance, Peer, Post, Served, briefing, denkwerkstatt, edition, innovationswerkstatt,
    settle, webkonferenz,
};
use serde_json::{Value, json};
use server::{
    cohosts, committees,
    events::{Event, Role},
    ids::CohostId,
    media,
    questions::{self, Draft, Question},
    reports,
};
use url::Url;

const ACTIVITY_JSON: &str = "application/activity+json";
/// The smallest picture there is.
const PICTURE: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

struct Story {
    dialog: Instance,
    /// Follows the association.
    anna: Peer,
    /// Follows the server.
    list: Peer,
    /// An association that asks and is asked.
    verein: Peer,
    told: Vec<(String, Value)>,
}

/// Every document by the name of its file.
pub async fn told(engine: Engine) -> Vec<(String, Value)> {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let anna = Peer::new("anna", &dialog.app.clock).await;
    let list = Peer::new("liste", &dialog.app.clock).await;
    let verein = Peer::new("verein", &dialog.app.clock).await;
    let verein = verein.with_document(|document| {
        document["type"] = json!("Organization");
        document["kind"] = json!("association");
    });
    let mut story = Story {
        dialog,
        anna,
        list,
        verein,
        told: Vec::new(),
    };
    story
        .told
        .push(("context-actor".to_owned(), context::ACTOR.clone()));
    story
        .told
        .push(("context-object".to_owned(), context::OBJECT.clone()));
    story
        .told
        .push(("context-proof".to_owned(), context::PROOF.clone()));
    story.follows(&host).await;
    let event = story.one_event_from_beginning_to_end().await;
    story.other_kinds_of_events().await;
    story.collections(&host.actor).await;
    story.actors(&host).await;
    story.discovery(&host.actor).await;
    story.erases(&event).await;
    story.agenda().await;
    story.asks_for_a_cohost().await;
    story.cohosts(&host).await;
    story.report().await;
    story.series(&host).await;
    story.asks_associations(&host).await;
    story.is_asked(&host).await;
    story.committee(&host).await;
    story.anonymous()
}

impl Story {
    fn tell(&mut self, name: &str, document: Value) {
        self.told.push((name.to_owned(), document));
    }

    /// What `anna` heard since last time.
    async fn hear(&mut self, names: &[&str]) {
        settle([&self.dialog]).await;
        let mut heard = self.anna.received();
        // As it was said: only what is about one thing has to arrive in order.
        heard.sort_by_key(|activity| activity["id"].to_string());
        assert_eq!(heard.len(), names.len(), "{:?}", self.anna.heard());
        for (name, activity) in names.iter().zip(heard) {
            self.tell(name, activity);
        }
        self.anna.forget();
    }

    async fn show(&mut self, name: &str, id: &Url) {
        let document = self.dialog.document(id).await;
        self.tell(name, document);
    }

    async fn follows(&mut self, host: &server::associations::Association) {
        self.anna.follows(&self.dialog, &host.actor).await;
        self.hear(&["accept-follow"]).await;
        let relay = self.dialog.app.federation.instance_actor().clone();
        self.list.follows(&self.dialog, &relay).await;
        self.dialog.accept_relays().await;
        // The other way round, and back.
        self.dialog.follow(host, &self.list.address()).await;
        settle([&self.dialog]).await;
        let follow = self.list.received().pop().expect("a Follow");
        self.tell("follow", follow);
        let followed = federation::actors::find(&self.dialog.app.db, &self.list.id()).await;
        let followed = followed.expect("the table").expect("followed");
        let follower = self.dialog.actor(host).await;
        let tx = self.dialog.begin().await;
        let undone = self
            .dialog
            .app
            .federation
            .undo_follow(&tx, &follower, &followed);
        undone.await.expect("an end");
        tx.commit().await.expect("a commit");
        settle([&self.dialog]).await;
        let undo = self.list.received().pop().expect("an Undo");
        self.tell("undo-follow", undo);
        self.list.forget();
    }

    async fn one_event_from_beginning_to_end(&mut self) -> Event {
        let event = self.dialog.publish(&denkwerkstatt()).await;
        self.hear(&["create-event"]).await;
        let announce = self.list.received().pop().expect("an Announce");
        self.tell("announce-event", announce);
        self.show("event-published", &event.iri).await;

        self.dialog.advance(Duration::days(1));
        let change = |draft: &mut server::events::Draft| {
            draft.starts_on = "2026-11-20".to_owned();
            draft.ends_on = "2026-11-21".to_owned();
            draft.street = "Uferstraße 13".to_owned();
        };
        let event = self.dialog.revise(&event, change).await;
        self.hear(&["update-event", "create-note-time", "create-note-place"])
            .await;
        self.show("event-rescheduled", &event.iri).await;

        self.dialog.advance(Duration::days(1));
        let event = self
            .dialog
            .postpone_because(&event, "Zu wenige Anmeldungen.")
            .await;
        self.hear(&["update-event-postponed", "create-note-postponed"])
            .await;
        self.show("event-postponed", &event.iri).await;

        self.dialog.advance(Duration::days(1));
        let why = "Der Saal steht unter Wasser.";
        let event = self.dialog.cancel_because(&event, why).await;
        self.hear(&["update-event-cancelled", "create-note-cancelled"])
            .await;
        self.show("event-cancelled", &event.iri).await;
        event
    }

    async fn erases(&mut self, event: &Event) {
        self.dialog.advance(Duration::days(1));
        self.dialog.erase(event).await;
        self.hear(&[
            "delete-note-cancelled",
            "delete-note-postponed",
            "delete-note-place",
            "delete-note-time",
            "delete-event",
        ])
        .await;
        let reply = Post::get(&event.iri, ACTIVITY_JSON).send().await;
        assert_eq!(reply.status, 410);
        self.tell("event-erased", reply.json());
    }

    async fn agenda(&mut self) {
        let programme = "18:00 Begrüßung\n18:10–18:30 Vorstellung, Vertretung (Verein B)\nSaal";
        let event = self.dialog.publish(&innovationswerkstatt()).await;
        let (event, sessions) = self.dialog.release_agenda(&event, programme).await;
        settle([&self.dialog]).await;
        self.show("event-with-agenda", &event.iri).await;
        let last = sessions.last().expect("a session");
        let id = self.dialog.url(&format!("/ap/objects/{}", last.id));
        self.show("event-session", &id).await;
        self.anna.forget();
    }

    /// The list is asked, agrees, and is asked no more.
    async fn asks_for_a_cohost(&mut self) {
        self.dialog.advance(Duration::seconds(1));
        let event = self.dialog.publish(&briefing("Gemeinsame Lage")).await;
        let app = &self.dialog.app;
        let invited = cohosts::look_up(app, &self.list.address()).await;
        let tx = self.dialog.begin().await;
        let invited = invited.expect("somebody");
        let asked = cohosts::offer(app, &tx, &event, &invited, Role::Partner).await;
        let asked = asked.expect("a question");
        tx.commit().await.expect("a commit");
        let offer = self.said_to_list("Offer").await;
        let accept = self.list.activity("Accept", offer.clone());
        self.tell("offer-cohost", offer);
        assert_eq!(self.list.tells(&self.dialog, &accept).await.status, 202);
        self.show("event-cohosted", &event.iri).await;
        let organizers = format!("{}/organizers", event.iri);
        self.show("organizers", &organizers.parse().expect("a URL"))
            .await;
        self.end(&asked.id).await;
        let undo = self.said_to_list("Undo").await;
        self.tell("undo-offer", undo);
        self.anna.forget();
    }

    /// The list asks, and is told no, yes, and no more.
    async fn cohosts(&mut self, host: &server::associations::Association) {
        self.dialog.advance(Duration::seconds(1));
        let mut event = self.list.event("lesekreis", "Lesekreis");
        let iri = self.list.url("/events/lesekreis");
        self.list.serves(&iri, Served::json(&event));
        let question = self.asked_by_list(&event, host).await;
        let tx = self.dialog.begin().await;
        let no = cohosts::reject(&self.dialog.app, &tx, question, "Terminkonflikt").await;
        no.expect("an answer");
        tx.commit().await.expect("a commit");
        let reject = self.said_to_list("Reject").await;
        self.tell("reject-offer", reject);

        self.dialog.advance(Duration::seconds(1));
        let question = self.asked_by_list(&event, host).await;
        let id = question.id.clone();
        let tx = self.dialog.begin().await;
        let yes = cohosts::accept(&self.dialog.app, &tx, question).await;
        yes.expect("an answer");
        tx.commit().await.expect("a commit");
        let accept = self.said_to_list("Accept").await;
        let consent: Url = accept["id"]
            .as_str()
            .expect("an id")
            .parse()
            .expect("a URL");
        event["organizers"] = json!({ "type": "Collection", "items": [
            self.list.id(),
            { "type": "Organization", "id": host.actor, "context": consent },
        ] });
        event["updated"] = json!(self.dialog.now().to_rfc3339());
        self.tell("accept-offer", accept);
        let update = self.list.activity("Update", event);
        assert_eq!(self.list.tells(&self.dialog, &update).await.status, 202);
        self.hear(&["announce-cohosted"]).await;

        self.dialog.advance(Duration::seconds(1));
        self.end(&id).await;
        self.hear(&["undo-announce-cohosted", "undo-accept-offer"])
            .await;
        let reply = Post::get(&consent, ACTIVITY_JSON).send().await;
        assert_eq!(reply.status, 410);
        self.tell("accept-offer-undone", reply.json());
    }

    async fn asked_by_list(
        &mut self,
        event: &Value,
        host: &server::associations::Association,
    ) -> cohosts::Cohost {
        let mut offer = self.list.activity("Offer", event.clone());
        let id = event["id"].as_str().expect("an id");
        offer["target"] = json!(format!("{id}/organizers"));
        offer["to"] = json!([host.actor]);
        assert_eq!(self.list.tells(&self.dialog, &offer).await.status, 202);
        let asked = cohosts::of_ours(&self.dialog.app.db).await;
        asked.expect("the table").pop().expect("a question")
    }

    async fn end(&self, id: &CohostId) {
        let cohost = cohosts::find_own(&self.dialog.app, id).await;
        let tx = self.dialog.begin().await;
        let ended = cohosts::end(&self.dialog.app, &tx, cohost.expect("it stands")).await;
        ended.expect("an end");
        tx.commit().await.expect("a commit");
    }

    /// The latest of this kind that the list heard.
    async fn said_to_list(&self, kind: &str) -> Value {
        settle([&self.dialog]).await;
        let mut heard = self.list.received().into_iter();
        let said = heard.rfind(|activity| activity["type"] == kind);
        self.list.forget();
        said.expect(kind)
    }

    async fn report(&mut self) {
        let mut pictured = innovationswerkstatt();
        let picture = STANDARD.decode(PICTURE).expect("base64");
        let picture = media::keep(&self.dialog.app, picture).await;
        pictured.picture = picture.expect("a picture").id.to_string();
        pictured.picture_alt = "Plakat: ein Punkt".to_owned();
        pictured.picture_credit = "Foto: Innovationsbüro".to_owned();
        pictured.topics = "Digitale Zivilgesellschaft".to_owned();
        self.dialog.advance(Duration::seconds(1));
        let event = self.dialog.publish(&pictured).await;
        self.dialog.advance(Duration::days(80));
        settle([&self.dialog]).await;
        self.anna.forget();
        let mut draft = reports::Draft {
            title: "Das war die Innovationswerkstatt".to_owned(),
            summary: "Zwei Tische, drei Ergebnisse.".to_owned(),
            text: "Der Abend begann mit einem **Impuls**.".to_owned(),
            easy_text: "Viele Menschen waren da.".to_owned(),
            goals: "Beratung neu denken | erreicht | An zwei Tischen.".to_owned(),
            groups:
                "Tisch 1\nFrage: Wie?\nLeitung: Verein B\nErgebnisse:\n- Vor Ort\nOffen:\n- Wann?"
                    .to_owned(),
            materials: "Folien | https://verein.example/folien.pdf | CC BY 4.0 | Verein B"
                .to_owned(),
            recordings: "Impuls | Podcast | https://verein.example/1.mp3".to_owned(),
            transcript: "Guten Abend.".to_owned(),
            ..reports::Draft::default()
        };
        let app = self.dialog.app.clone();
        let tx = self.dialog.begin().await;
        let written = reports::write(&app, &tx, &event, &draft).await;
        written.expect("a report that is in order");
        let told = reports::publish(&app, &tx, &event, "").await;
        told.expect("a report that is whole");
        tx.commit().await.expect("a commit");
        self.hear(&["create-report", "create-note-report"]).await;

        self.dialog.advance(Duration::days(1));
        draft.summary = "Zwei Tische, vier Ergebnisse.".to_owned();
        let tx = self.dialog.begin().await;
        let changed = reports::write(&app, &tx, &event, &draft).await;
        changed.expect("a change that is in order");
        tx.commit().await.expect("a commit");
        self.hear(&["update-report", "update-note-report"]).await;

        self.dialog.advance(Duration::days(1));
        let tx = self.dialog.begin().await;
        let withdrawn = reports::withdraw(&app, &tx, &event).await;
        withdrawn.expect("a report that can be withdrawn");
        tx.commit().await.expect("a commit");
        self.hear(&["delete-note-report", "delete-report"]).await;
    }

    async fn series(&mut self, host: &server::associations::Association) {
        let series = self.dialog.series(host).await;
        self.show("actor-series", &series.actor).await;
        self.anna.follows(&self.dialog, &series.actor).await;
        settle([&self.dialog]).await;
        self.anna.forget();
        let mut draft = edition(11);
        draft.starts_on = "2027-01-28".to_owned();
        let event = self.dialog.publish(&draft).await;
        self.hear(&["create-edition", "announce-edition"]).await;
        self.dialog.advance(Duration::days(1));
        self.dialog.cancel(&event).await;
        let names = [
            "update-edition",
            "create-note-edition",
            "announce-note-edition",
        ];
        self.hear(&names).await;
        for (name, part) in [
            ("coordinators-of-series", "coordinators"),
            ("upcoming-of-series", "upcoming?page=1"),
            ("outbox-of-series", "outbox?page=1"),
        ] {
            let id = Url::parse(&format!("{}/{part}", series.actor)).expect("a URL");
            self.show(name, &id).await;
        }
        let mut webfinger = self.dialog.url("/.well-known/webfinger");
        let resource = format!("acct:werkstatt@{}", self.dialog.host());
        webfinger
            .query_pairs_mut()
            .append_pair("resource", &resource);
        let reply = Post::get(&webfinger, "application/jrd+json").send().await;
        self.tell("webfinger-series", reply.json());
        self.dialog.advance(Duration::days(1));
        let picture = STANDARD.decode(PICTURE).expect("base64");
        let picture = media::keep(&self.dialog.app, picture).await;
        let told_twice = server::series::Draft {
            other_name: "Innovation Workshop".to_owned(),
            other_summary: "The evening of digital civil society.".to_owned(),
            picture: picture.expect("a picture").id.to_string(),
            picture_alt: "Menschen an Tischen".to_owned(),
            picture_credit: "Foto: Dialog".to_owned(),
            ..server::series::Draft::of(&series)
        };
        let tx = self.dialog.begin().await;
        let id = series.actor.clone();
        let revised = server::series::revise(&self.dialog.app, &tx, series, &told_twice).await;
        revised.expect("a series in two languages");
        tx.commit().await.expect("a commit");
        self.hear(&["update-series"]).await;
        self.show("actor-series-in-two-languages", &id).await;
    }

    async fn other_kinds_of_events(&mut self) {
        let mut pictured = innovationswerkstatt();
        let picture = STANDARD.decode(PICTURE).expect("base64");
        let picture = media::keep(&self.dialog.app, picture).await;
        pictured.picture = picture.expect("a picture").id.to_string();
        pictured.picture_alt = "Plakat: ein Punkt".to_owned();
        pictured.picture_credit = "Foto: Innovationsbüro".to_owned();
        for (name, draft) in [
            ("event-with-registration-and-picture", pictured),
            ("event-online", webkonferenz()),
            ("event-briefest", briefing("Lage am Morgen")),
        ] {
            self.dialog.advance(Duration::seconds(1));
            let event = self.dialog.publish(&draft).await;
            settle([&self.dialog]).await;
            self.show(name, &event.iri).await;
        }
        self.anna.forget();
    }

    async fn collections(&mut self, actor: &Url) {
        for (name, part) in [
            ("outbox", "outbox"),
            ("outbox-page", "outbox?page=1"),
            ("followers", "followers"),
            ("following", "following"),
            ("featured", "featured"),
            ("upcoming", "upcoming"),
            ("upcoming-page", "upcoming?page=1"),
        ] {
            let id = Url::parse(&format!("{actor}/{part}")).expect("a URL");
            self.show(name, &id).await;
        }
    }

    async fn actors(&mut self, host: &server::associations::Association) {
        self.show("actor-association", &host.actor).await;
        let relay = self.dialog.app.federation.instance_actor().clone();
        self.show("actor-instance", &relay).await;
        let actor = self.dialog.actor(host).await;
        let tx = self.dialog.begin().await;
        let told = self.dialog.app.federation.update_actor(&tx, &actor);
        told.await.expect("an Update");
        tx.commit().await.expect("a commit");
        self.hear(&["update-actor"]).await;
    }

    async fn discovery(&mut self, actor: &Url) {
        let host = self.dialog.host();
        let origin = self.dialog.origin().clone();
        for (name, resource) in [
            ("webfinger-association", format!("acct:dialog@{host}")),
            ("webfinger-by-id", actor.to_string()),
            ("webfinger-instance", format!("acct:relay@{host}")),
            ("webfinger-server", origin.to_string()),
        ] {
            let mut url = self.dialog.url("/.well-known/webfinger");
            url.query_pairs_mut().append_pair("resource", &resource);
            let reply = Post::get(&url, "application/jrd+json").send().await;
            assert_eq!(
                (reply.status.as_u16(), reply.media_type()),
                (200, "application/jrd+json")
            );
            self.tell(name, reply.json());
        }
        for (name, path) in [
            ("nodeinfo-links", "/.well-known/nodeinfo"),
            ("nodeinfo-2.0", "/nodeinfo/2.0"),
            ("nodeinfo-2.1", "/nodeinfo/2.1"),
        ] {
            let reply = self.dialog.get(path, "application/json").await;
            assert_eq!(reply.status, 200, "{path}");
            self.tell(name, reply.json());
        }
    }

    /// One question to two associations: asked, voted on, refused, changed, counted.
    async fn asks_associations(&mut self, host: &server::associations::Association) {
        self.dialog.advance(Duration::seconds(1));
        self.verein.is_followed(&self.dialog, host).await;
        for (secrecy, suffix) in [("open", ""), ("secret", "-secret")] {
            self.verein.forget();
            let question = self.asked(host, secrecy).await;
            let asked = self.verein.received().pop().expect("a question");
            self.tell(&format!("create-question{suffix}"), asked);
            self.dialog.votes(&question, host, "Idee 12").await;
            let iri = question.iri.clone().expect("others were told");
            // Where nobody says whose a line is, its place says nothing either.
            let choice = match secrecy {
                "open" => "Idee 15",
                _ => "Idee 12",
            };
            let vote = json!({
                "@context": context::PROOF.clone(),
                "id": self.verein.url(&format!("/votes/{secrecy}")),
                "type": "Note",
                "attributedTo": self.verein.id(),
                "inReplyTo": iri,
                "name": choice,
                "published": "2026-09-01T08:00:00Z",
                "to": [host.actor],
            });
            let without = self.brings(vote.clone()).await;
            assert_eq!(without["type"], "Reject");
            self.tell(&format!("reject-vote{suffix}"), without);
            let vote = match secrecy {
                "open" => {
                    let method = format!("{}#ed25519-key", self.verein.id());
                    let key = self.verein.ed25519_key();
                    let proven = proof::attach(vote, key, &method, self.verein.now());
                    proven.expect("a proof can be made")
                }
                _ => {
                    let mut vote = vote;
                    vote["digestMultibase"] = proof::digest_of(b"nonce").into();
                    vote
                }
            };
            let accept = self.brings(vote).await;
            self.tell(&format!("accept-vote{suffix}"), accept);
            self.verein.forget();
            self.anna.forget();
            self.dialog.count(&question).await;
            self.hear(&[&format!("create-result{suffix}")]).await;
            let mut counted = self.verein.received().pop().expect("what was counted");
            sort(&mut counted["object"]["ballot"]["receipts"]["items"]);
            self.tell(&format!("update-question{suffix}"), counted);
            for part in ["electorate", "roll", "receipts"] {
                let id = format!("{iri}/{part}").parse().expect("a URL");
                self.show(&format!("question-{part}{suffix}"), &id).await;
            }
            let (_, receipts) = self.told.last_mut().expect("the receipts");
            sort(&mut receipts["items"]);
        }
    }

    async fn asked(&self, host: &server::associations::Association, secrecy: &str) -> Question {
        let draft = Draft {
            question: "Welche Idee wird Workstream?".to_owned(),
            about: "Ein Verband, eine Stimme.".to_owned(),
            options: "Idee 12\nIdee 15".to_owned(),
            abstention: "Enthaltung".to_owned(),
            secrecy: secrecy.to_owned(),
            quorum: "2".to_owned(),
            ends_on: "2027-03-01".to_owned(),
            ends_at: "15:00".to_owned(),
            electors: format!("{}\n{}", host.actor, self.verein.id()),
            ..Draft::default()
        };
        self.dialog.ask(&draft).await
    }

    /// What is answered to this vote of the association elsewhere.
    async fn brings(&self, vote: Value) -> Value {
        let create = self.verein.activity("Create", vote);
        let sent = self.verein.tells(&self.dialog, &create).await;
        assert_eq!(sent.status, 202, "{}", sent.body);
        settle([&self.dialog]).await;
        self.verein.received().pop().expect("an answer")
    }

    /// The other way round: ours is asked, and votes.
    async fn is_asked(&mut self, host: &server::associations::Association) {
        for (secrecy, suffix) in [("open", ""), ("secret", "-secret")] {
            let id = self.verein.url(&format!("/questions/{secrecy}"));
            let option = |name: &str| json!({"type": "Note", "name": name, "replies": {"type": "Collection", "totalItems": 0}});
            let asked = json!({
                "id": id,
                "type": "Question",
                "attributedTo": self.verein.id(),
                "name": "Nehmen wir an?",
                "content": "<p>Ein Verband, eine Stimme.</p>",
                "oneOf": [option("Ja"), option("Nein")],
                "endTime": "2027-03-01T15:00:00+01:00",
                "ballot": {"electorate": format!("{id}/electorate"), "secrecy": secrecy, "quorum": 1},
                "published": "2026-09-01T08:00:00Z",
                "to": [host.actor, self.verein.id()],
            });
            let create = self.verein.activity("Create", asked);
            let sent = self.verein.tells(&self.dialog, &create).await;
            assert_eq!(sent.status, 202, "{}", sent.body);
            self.verein.forget();
            let kept = questions::listed(&self.dialog.app.db, false).await;
            let kept = kept.expect("the table").remove(0);
            self.dialog.votes(&kept, host, "Ja").await;
            let vote = self.verein.received().pop().expect("a vote");
            self.tell(&format!("create-vote{suffix}"), vote);
        }
    }

    /// A committee with one seat: founded, held, with somebody who stands in, vacant again, closed.
    async fn committee(&mut self, host: &server::associations::Association) {
        self.dialog.advance(Duration::seconds(1));
        let draft = committees::Draft {
            name: "Dialogkomitee 2026/2028".to_owned(),
            slug: "dialogkomitee".to_owned(),
            summary: "Begleitet die Workstreams.".to_owned(),
            purpose: "Fünf Gruppen, **ein** Blick.".to_owned(),
            starts_on: "2026-01-01".to_owned(),
            ends_on: "2028-12-31".to_owned(),
            seats: "Zivilgesellschaft".to_owned(),
            ..committees::Draft::default()
        };
        let app = self.dialog.app.clone();
        let keys = app.federation.make_keys().await.expect("keys");
        let tx = self.dialog.begin().await;
        let committee = committees::found(&app, &tx, host, &draft, keys).await;
        let committee = committee.expect("a committee");
        tx.commit().await.expect("a commit");
        self.hear(&["create-note-committee", "update-committee", "create-seat"])
            .await;
        let group = committee.actor.clone().expect("an actor");
        self.show("actor-committee", &group).await;
        let mut held = Vec::new();
        for (part, said) in [("member", "update-seat"), ("deputy", "create-deputy")] {
            self.dialog.advance(Duration::seconds(1));
            let draft = committees::holder::Draft {
                seat: "1".to_owned(),
                part: part.to_owned(),
                name: "Verein B, Vorstand".to_owned(),
                email: "vorstand@verein.example".to_owned(),
                ends_on: "2028-06-30".to_owned(),
                ..committees::holder::Draft::default()
            };
            let tx = self.dialog.begin().await;
            let seated = committees::seat(&app, &tx, &committee, &draft, None).await;
            held.push(seated.expect("a seat"));
            tx.commit().await.expect("a commit");
            self.hear(&[said]).await;
        }
        let seats = Url::parse(&format!("{group}/seats")).expect("a URL");
        self.show("seats", &seats).await;
        self.dialog.advance(Duration::seconds(1));
        let tx = self.dialog.begin().await;
        let ended = committees::end(&app, &tx, &held[0]).await;
        ended.expect("they leave");
        tx.commit().await.expect("a commit");
        self.hear(&["update-seat-vacant"]).await;
        self.seat_elsewhere(&committee).await;
        self.dialog.advance(Duration::seconds(1));
        let tx = self.dialog.begin().await;
        let closed = committees::close(&app, &tx, &committee).await;
        closed.expect("it ends");
        tx.commit().await.expect("a commit");
        self.hear(&["delete-committee"]).await;
    }

    /// The seat is offered to an association elsewhere, which takes it, votes, and loses it.
    async fn seat_elsewhere(&mut self, committee: &committees::Committee) {
        let app = self.dialog.app.clone();
        self.dialog.advance(Duration::seconds(1));
        self.verein.forget();
        let draft = committees::holder::Draft {
            seat: "1".to_owned(),
            address: self.verein.address(),
            ends_on: "2028-06-30".to_owned(),
            ..committees::holder::Draft::default()
        };
        let elsewhere = committees::look_up(&app, &draft).await.expect("it is read");
        let tx = self.dialog.begin().await;
        let held = committees::seat(&app, &tx, committee, &draft, elsewhere.as_ref()).await;
        let held = held.expect("an offer");
        tx.commit().await.expect("a commit");
        settle([&self.dialog]).await;
        self.verein_hears(&["offer-seat"]);
        let offer = json!({ "id": held.offer, "type": "Offer" });
        let mut accept = self.verein.activity("Accept", offer);
        accept["name"] = json!("Verein C, Vorstand");
        let sent = self.verein.tells(&self.dialog, &accept).await;
        assert_eq!(sent.status, 202, "{}", sent.body);
        self.hear(&["update-seat-elsewhere"]).await;
        self.verein_hears(&["grant-seat"]);
        self.dialog.advance(Duration::seconds(1));
        let draft = committees::motion::Draft {
            title: "Zwischenstand billigen".to_owned(),
            text: "Für **alle** Gruppen.".to_owned(),
            ends_on: "2027-03-01".to_owned(),
            deputies_on: "2027-02-01".to_owned(),
            ..committees::motion::Draft::default()
        };
        let tx = self.dialog.begin().await;
        let motion = committees::put(&app, &tx, committee, &draft).await;
        let motion = motion.expect("a motion");
        tx.commit().await.expect("a commit");
        settle([&self.dialog]).await;
        self.verein_hears(&["create-motion"]);
        let votes = [
            (1, "yes", "accept-seat-vote"),
            (2, "no", "reject-seat-vote"),
        ];
        for (number, voice, said) in votes {
            self.dialog.advance(Duration::seconds(1));
            let vote = json!({
                "id": self.verein.url(&format!("/stimmen/{number}")),
                "type": "Note",
                "attributedTo": self.verein.id(),
                "inReplyTo": motion.iri,
                "name": voice,
                "to": [committee.actor],
            });
            let create = self.verein.activity("Create", vote);
            let sent = self.verein.tells(&self.dialog, &create).await;
            assert_eq!(sent.status, 202, "{}", sent.body);
            settle([&self.dialog]).await;
            self.verein_hears(&[said]);
        }
        self.dialog.advance(Duration::seconds(1));
        let draft = committees::minutes::Draft {
            title: "Sitzung im Januar".to_owned(),
            held_on: "2027-01-20".to_owned(),
            text: "Beschlossen wurde **nichts**.".to_owned(),
            ..committees::minutes::Draft::default()
        };
        let tx = self.dialog.begin().await;
        let written = committees::write_minutes(&app, &tx, committee, &draft).await;
        let submitted = committees::submit_minutes(&app, &tx, &written.expect("a draft")).await;
        let submitted = submitted.expect("minutes");
        tx.commit().await.expect("a commit");
        settle([&self.dialog]).await;
        self.verein_hears(&["create-minutes"]);
        self.dialog.advance(Duration::seconds(1));
        let tx = self.dialog.begin().await;
        let draft = committees::minutes::Draft::of(&submitted);
        let changed = committees::change_minutes(&app, &tx, &submitted, &draft).await;
        changed.expect("a draft again");
        tx.commit().await.expect("a commit");
        settle([&self.dialog]).await;
        self.verein_hears(&["delete-minutes"]);
        self.dialog.advance(Duration::seconds(1));
        let tx = self.dialog.begin().await;
        let withdrawn = committees::withdraw(&app, &tx, &motion).await;
        withdrawn.expect("an open motion");
        tx.commit().await.expect("a commit");
        settle([&self.dialog]).await;
        self.verein_hears(&["update-motion"]);
        self.dialog.advance(Duration::seconds(1));
        let tx = self.dialog.begin().await;
        let ended = committees::end(&app, &tx, &held).await;
        ended.expect("they leave");
        tx.commit().await.expect("a commit");
        self.hear(&["update-seat-lost"]).await;
        self.verein_hears(&["undo-offer-seat"]);
    }

    fn verein_hears(&mut self, names: &[&str]) {
        let mut heard = self.verein.received();
        heard.retain(|activity| activity["to"] == json!([self.verein.id()]));
        assert_eq!(heard.len(), names.len(), "{:?}", self.verein.heard());
        for (name, activity) in names.iter().zip(heard) {
            self.tell(name, activity);
        }
        self.verein.forget();
    }

    /// With names that are the same each time.
    fn anonymous(self) -> Vec<(String, Value)> {
        let hosts = [
            (self.dialog.host(), "verein.example"),
            (self.anna.host(), "anna.example"),
            (self.list.host(), "liste.example"),
            (self.verein.host(), "partner.example"),
        ];
        let mut names = Names::default();
        let told = self.told.into_iter().map(|(name, document)| {
            let mut text = document.to_string();
            for (host, example) in &hosts {
                text = text.replace(&format!("http://{host}"), &format!("https://{example}"));
                text = text.replace(host, example);
            }
            let text = text.replace("\"localhost\"", "\"verein.example\"");
            let named = serde_json::from_str(&names.of(&text)).expect("still JSON");
            (name, readable(named))
        });
        told.collect()
    }
}

/// ULIDs by the order in which they appear.
#[derive(Default)]
struct Names(Vec<String>);

impl Names {
    fn of(&mut self, text: &str) -> String {
        const ULID_CHARS: usize = 26;
        let is_ulid = |word: &str| {
            let of_ulid = |c: char| c.is_ascii_digit() || c.is_ascii_uppercase();
            word.len() == ULID_CHARS && word.chars().all(of_ulid)
        };
        let mut named = text.to_owned();
        for word in text.split(|c: char| !c.is_ascii_alphanumeric()) {
            if is_ulid(word) && !self.0.iter().any(|known| known == word) {
                self.0.push(word.to_owned());
            }
        }
        for (number, ulid) in self.0.iter().enumerate() {
            named = named.replace(ulid, &(number + 1).to_string());
        }
        named
    }
}

/// Lines of a count, by what was voted: they come in the order of ids that are new each time.
fn sort(lines: &mut Value) {
    let lines = lines.as_array_mut().expect("a list");
    lines.sort_by_key(|line| line["name"].to_string());
}

/// Contexts by name, because each has a file of its own, and keys, which are new each time, by kind.
fn readable(json: Value) -> Value {
    match json {
        Value::Object(members) => {
            let members = members.into_iter().map(|(name, value)| {
                let value = match (name.as_str(), value) {
                    ("@context", value) if value == *context::ACTOR => json!("(actor)"),
                    ("@context", value) if value == *context::OBJECT => json!("(object)"),
                    ("@context", value) if value == *context::PROOF => json!("(proof)"),
                    ("digestMultibase", Value::String(digest)) if digest.starts_with('z') => {
                        json!("(digest)")
                    }
                    ("proofValue", Value::String(_)) => json!("(signature)"),
                    ("publicKeyPem", Value::String(key)) => {
                        assert!(key.starts_with("-----BEGIN PUBLIC KEY-----\n"), "{key}");
                        json!("(RSA)")
                    }
                    ("publicKeyMultibase", Value::String(key)) => {
                        assert!(key.starts_with("z6Mk"), "{key}");
                        json!("(Ed25519)")
                    }
                    ("version", Value::String(version)) if version == env!("CARGO_PKG_VERSION") => {
                        json!("(version)")
                    }
                    (_, value) => readable(value),
                };
                (name, value)
            });
            Value::Object(members.collect())
        }
        Value::Array(items) => items.into_iter().map(readable).collect(),
        other => other,
    }
}
