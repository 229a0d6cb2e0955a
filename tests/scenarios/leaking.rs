//! Everything anybody can read is read, and what is protected stands in none of it: every page that a
//! link leads to and every form of it, what other servers are sent and can ask for, the mails of those
//! who are not let in, and the log. The same reading finds all of it where nothing is protected.

use harness::{Engine, Instance, Peer, Post, innovationswerkstatt, on_both_engines, settle};
use server::{
    associations::Association,
    cycles::{self, cycle, programme},
    decisions,
    events::Event,
    ideas::{self, Origin, Signature},
    mail, members,
    papers::{
        self, clause, revision,
        said::{AmendmentDraft, CommentDraft},
    },
    participations::{self, Registration},
    topics,
    workstreams::{self, Step},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    sync::Mutex,
};
use tracing_subscriber::{EnvFilter, fmt::MakeWriter};
use url::Url;

on_both_engines![
    what_is_protected_stands_nowhere,
    the_reading_finds_what_is_not_protected,
];

/// Words that stand nowhere else in the tests of this program: it has one log.
const PLACE: [&str; 3] = [
    "Frauenzentrum Nordlicht",
    "Geheimweg",
    "raum-nordlicht.example",
];
const PERSON: [&str; 3] = [
    "Fachstelle Zuflucht",
    "zuflucht@example.org",
    "im Rollstuhl",
];
/// Who stands behind what is worked on: an author who is not to be named, and who works in a workstream.
const COLLEAGUES: [&str; 3] = [
    "Beratungsstelle Sturmvogel",
    "sturmvogel@example.org",
    "Verein Eisvogel, Redaktion",
];
/// What a paper says that nobody has published: its title and text, what is said of it, and the name of a revision.
const DRAFT: [&str; 5] = [
    "Vom Nutzen der Eiderente",
    "Der Brachvogel zieht nach Norden",
    "Wer zählt die Kiebitze?",
    "Uferschnepfen brüten früher",
    "Fassung Austernfischer",
];
/// Somebody who takes part where nothing is protected, and is named in the text of the event.
const PLANTED: &str = "Fachstelle Kranich";
/// Pages that are read at most: links must not lead on without end.
const PAGES_AT_MOST: usize = 1_200;

/// Something that was read, and where.
type Found = BTreeMap<String, String>;

/// The lines of the log that say a protected word.
static TOLD: Mutex<Vec<String>> = Mutex::new(Vec::new());

struct Log;

impl io::Write for Log {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(line);
        let words = PLACE.iter().chain(&PERSON).chain(&COLLEAGUES);
        let mut words = words.chain(&DRAFT);
        let is_secret = ["/r/0", "/i/0", "/v/0"].iter().any(|it| text.contains(it));
        if is_secret || words.any(|word| text.contains(word)) {
            TOLD.lock()
                .expect("no writer fails")
                .push(text.into_owned());
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        Self
    }
}

fn listen_to_the_log() {
    let everything = EnvFilter::new("server=trace,federation=trace,tower_http=trace");
    let log = tracing_subscriber::fmt()
        .with_env_filter(everything)
        .with_writer(Log);
    // The other scenario of this file may have been first.
    let _ = log.try_init();
}

struct Stage {
    dialog: Instance,
    /// Follows, and has no part in it.
    follower: Peer,
    /// Asked to take part, and was not let in.
    asking: Peer,
    /// Of a server nobody here has heard of.
    stranger: Peer,
    event: Event,
    /// What nobody but those who take part may find, besides place and names.
    codes: Vec<String>,
}

/// An event on site and online with people from the form, from paper and from another server, that was
/// published, given an agenda, moved and called off.
async fn story(engine: Engine, protected: bool) -> (Stage, Found) {
    listen_to_the_log();
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let follower = dialog.follower(&host, "anna").await;
    let mut draft = innovationswerkstatt();
    draft.registration_url = String::new();
    draft.registration = "approval".to_owned();
    draft.attendance = "hybrid".to_owned();
    draft.place_name = PLACE[0].to_owned();
    draft.street = format!("{} 17", PLACE[1]);
    draft.locality = "Berlin".to_owned();
    draft.place_protected = protected;
    match protected {
        true => draft.room_url = format!("https://{}/17", PLACE[2]),
        false => draft.description_de = format!("Online: https://{}/17", PLACE[2]),
    }
    let event = dialog.publish(&draft).await;
    let mut stage = Stage {
        asking: Peer::new("asking", &dialog.app.clock).await,
        stranger: Peer::new("stranger", &dialog.app.clock).await,
        dialog,
        follower,
        event,
        codes: Vec::new(),
    };
    let mut found = Found::new();
    stage.people_come(protected).await;
    if !protected {
        // What the other reading is to find nowhere, where anybody finds it.
        let planted = format!("{PLANTED} {} {}", stage.codes[0], stage.asking.id());
        let plant = |draft: &mut server::events::Draft| draft.description_de.push_str(&planted);
        stage.event = stage.dialog.revise(&stage.event, plant).await;
    }
    stage.people_work(&host, protected).await;
    stage.people_draft(&host).await;
    stage.read_everything(&mut found, "published").await;
    let programme = "18:00 Uhr – Begrüßung\n18:10 Uhr – Impuls";
    (stage.event, _) = stage.dialog.release_agenda(&stage.event, programme).await;
    stage.event = stage
        .dialog
        .revise(&stage.event, |draft| draft.starts_at = "17:30".to_owned())
        .await;
    participations::look_after(&stage.dialog.app)
        .await
        .expect("work done");
    stage.read_everything(&mut found, "moved").await;
    stage.event = stage.dialog.cancel(&stage.event).await;
    participations::look_after(&stage.dialog.app)
        .await
        .expect("work done");
    stage.read_everything(&mut found, "called off").await;
    (stage, found)
}

impl Stage {
    async fn people_come(&mut self, protected: bool) {
        let app = &self.dialog.app;
        let form = [
            ("email", PERSON[1]),
            ("name", PERSON[0]),
            ("attendance", "in_person"),
            ("needs", PERSON[2]),
        ];
        let register = format!("/events/{}/register", self.event.slug);
        assert_eq!(self.dialog.fills_in(&register, &form).await.status, 200);
        let join = self.asking.activity("Join", self.event.iri.as_str());
        let join = self.asking.writes(&self.dialog.inbox(), &join).signed();
        assert_eq!(join.send().await.status, 202);
        let on_paper = Registration {
            name: match protected {
                true => format!("{}, zweite", PERSON[0]),
                false => PLANTED.to_owned(),
            },
            attendance: "online".to_owned(),
            ..Registration::default()
        };
        let tx = self.dialog.begin().await;
        let entered = participations::enter(app, &tx, &self.event.id, &on_paper, "de").await;
        entered.expect("somebody on paper");
        tx.commit().await.expect("a commit");
        let all = participations::of_event(&app.db, &self.event.id).await;
        let all = all.expect("a list");
        assert_eq!(all.len(), 3, "{all:?}");
        for one in &all {
            self.codes.push(one.code.clone());
            self.codes.push(
                app.links
                    .address(app.config.origin(), one)
                    .path()
                    .to_owned(),
            );
        }
    }

    /// A topic, a cycle with an idea, a workstream with somebody in it, and an open vote of those who are there.
    async fn people_work(&mut self, host: &Association, protected: bool) {
        let app = &self.dialog.app;
        let all = participations::of_event(&app.db, &self.event.id).await;
        let all = all.expect("a list");
        let there = all.iter().find(|one| one.is_let_in());
        let tx = self.dialog.begin().await;
        let there = there.expect("somebody on paper");
        let arrival = participations::Arrival::on(participations::days_of(&self.event)[0]);
        let there = participations::check_in(app, &tx, there, &arrival).await;
        there.expect("they are there");
        let topic = topics::Draft {
            name: "Wahlsoftware".to_owned(),
            ..topics::Draft::default()
        };
        let topic = topics::found(app, &tx, host, &topic).await;
        topic.expect("a topic");
        let programme = programme::Draft {
            name: "Dialog".to_owned(),
            ..programme::Draft::default()
        };
        let programme = cycles::found_programme(app, &tx, host, &programme).await;
        let cycle = cycle::Draft {
            programme: programme.expect("a programme").slug,
            name: "2026/2027".to_owned(),
            ..cycle::Draft::default()
        };
        let cycle = cycles::begin(app, &tx, &cycle).await.expect("a cycle");
        let idea = ideas::Draft {
            title: "Wie wählen Vereine Software?".to_owned(),
            question: "Was hilft?".to_owned(),
            ..ideas::Draft::default()
        };
        let signature = Signature {
            name: COLLEAGUES[0].to_owned(),
            email: COLLEAGUES[1].to_owned(),
            is_shown: if protected { "no" } else { "yes" }.to_owned(),
            ..Signature::default()
        };
        let (place, how) = ((Some(&cycle.id), &cycle.organizer), (Origin::Mail, "de"));
        let idea = ideas::enter(app, &tx, place, &idea, &signature, how).await;
        idea.expect("an idea");
        let draft = decisions::Draft {
            question: "Welche Ideen werden Workstreams?".to_owned(),
            event: self.event.slug.clone(),
            ..decisions::Draft::default()
        };
        let decision = decisions::draft(app, &tx, &cycle, &draft).await;
        let decision = decisions::open(app, &tx, &decision.expect("a draft").id).await;
        let decision = decision.expect("it is open");
        tx.commit().await.expect("a commit");
        let roll = decisions::roll(&app.db, &decision.id, 0, 100).await;
        for elector in roll.expect("a roll").0 {
            let way = decisions::way_to(app, &elector);
            self.codes.push(way.path().to_owned());
        }

        let keys = app.federation.make_keys().await.expect("keys");
        let tx = self.dialog.begin().await;
        let draft = workstreams::Draft {
            handle: "ws-wahlsoftware".to_owned(),
            name: "Wahlsoftware".to_owned(),
            question: "Wie prüfen Ehrenamtliche Wahlsoftware?".to_owned(),
            product: "guide".to_owned(),
            ..workstreams::Draft::default()
        };
        let proposed = workstreams::propose(app, &tx, host, &draft).await;
        let proposed = proposed.expect("a proposal");
        let workstream = workstreams::take(app, &tx, proposed, Step::Select, "", Some(keys)).await;
        let workstream = workstream.expect("it is selected");
        let member = members::Draft {
            name: COLLEAGUES[2].to_owned(),
            ..members::Draft::default()
        };
        let member = members::enter(app, &tx, &workstream, &member).await;
        member.expect("somebody who works in it");
        tx.commit().await.expect("a commit");
    }

    /// A paper that is consulted on: with a clause, and something of each kind that is said of one.
    async fn people_draft(&self, host: &Association) {
        let app = &self.dialog.app;
        let draft = papers::Draft {
            title: DRAFT[0].to_owned(),
            slug: "ein-papier".to_owned(),
            summary: DRAFT[0].to_owned(),
            ..papers::Draft::default()
        };
        let tx = self.dialog.begin().await;
        let paper = papers::begin(app, &tx, host, None, &draft).await;
        let slug = paper.expect("a paper").slug;
        let opened = papers::open_for_change(&tx, &slug, None).await;
        let opened = opened.expect("it is there");
        let clause = clause::Draft {
            text: DRAFT[1].to_owned(),
            ..clause::Draft::default()
        };
        let clause = papers::add(app, &tx, &opened, &clause).await;
        let id = clause.expect("a clause").id.to_string();
        let comment = CommentDraft {
            comment: DRAFT[2].to_owned(),
        };
        let comment = papers::comment(app, &tx, &opened, &id, &comment).await;
        comment.expect("a comment");
        let amendment = AmendmentDraft {
            proposed_text: DRAFT[3].to_owned(),
            reason: DRAFT[3].to_owned(),
            ..AmendmentDraft::default()
        };
        let amendment = papers::propose(app, &tx, &opened, &id, &amendment).await;
        amendment.expect("an amendment");
        let revision = revision::Draft {
            name: DRAFT[4].to_owned(),
            note: String::new(),
        };
        let revision = papers::name_revision(app, &tx, &opened, &revision).await;
        revision.expect("a revision");
        let state = papers::State::Consultation;
        let moved = papers::move_to(app, &tx, &opened, state).await;
        moved.expect("it is consulted on");
        tx.commit().await.expect("a commit");
    }

    /// Read what there is now into `found`, with `when` before each place.
    async fn read_everything(&self, found: &mut Found, when: &str) {
        settle([&self.dialog]).await;
        let mut keep = |place: String, text: String| {
            found.insert(format!("{when}: {place}"), text);
        };
        for (path, text) in self.pages().await {
            keep(path, text);
        }
        for (id, text) in self.objects().await {
            keep(id, text);
        }
        for (name, peer) in [("follower", &self.follower), ("asking", &self.asking)] {
            for (number, heard) in peer.received().into_iter().enumerate() {
                keep(format!("{name} {number}"), heard.to_string());
            }
        }
        for (file, mail) in self.mails().await {
            keep(file, mail);
        }
    }

    /// Every page a link leads to from the first, and each in every form it could have.
    async fn pages(&self) -> Found {
        let mut read = Found::new();
        let slug = &self.event.slug;
        let mut ahead: Vec<String> = [
            "/",
            "/events",
            "/about",
            "/sitemap.xml",
            "/robots.txt",
            "/nodeinfo/2.1",
            "/.well-known/nodeinfo",
            "/.well-known/host-meta",
            "/api/v1/events",
            "/api/v1/openapi.json",
            "/@dialog",
            "/api/v1/cycles",
            "/api/v1/programmes",
            "/api/v1/workstreams",
            "/api/v1/topics",
            "/api/v1/series",
            "/workstreams/ws-wahlsoftware",
            "/workstreams/ws-wahlsoftware/members",
            "/desk/members",
            "/papers",
            "/papers/ein-papier",
            "/desk/papers",
            "/desk/papers/ein-papier",
            "/desk/papers/ein-papier/print",
            "/desk/papers/ein-papier/revisions/1",
            "/api/v1/papers",
            "/api/v1/papers/ein-papier",
            "/api/v1/papers/ein-papier/revisions/1",
            "/topics/wahlsoftware",
        ]
        .map(str::to_owned)
        .to_vec();
        ahead.push(format!("/api/v1/events/{}", self.event.id));
        ahead.push(format!("/events/{slug}/register"));
        ahead.push(format!("/events/{slug}/agenda/changes"));
        ahead.push(format!("/desk/events/{}", self.event.id));
        ahead.push(format!(
            "/.well-known/webfinger?resource=acct:dialog@{}",
            self.dialog.host()
        ));
        while let Some(path) = ahead.pop() {
            if read.contains_key(&path) {
                continue;
            }
            assert!(read.len() < PAGES_AT_MOST, "links without end: {path}");
            let reply = self.dialog.get(&path, "text/html,*/*;q=0.5").await;
            let headers = format!("{:?}", reply.headers);
            ahead.extend(links(&self.dialog, &reply.body));
            if reply.status == 200
                && reply.media_type() == "text/html"
                && !path.contains(['?', '.'])
            {
                let path = path.trim_end_matches('/');
                let forms = [".json", ".ics", ".atom", ".txt"];
                ahead.extend(forms.map(|form| format!("{path}{form}")));
            }
            let english = Post::get(&self.dialog.url(&path), "*/*").with("accept-language", "en");
            let english = english.send().await.body;
            read.insert(path, format!("{headers}\n{}\n{english}", reply.body));
        }
        assert!(read.len() > 40, "the reading got far: {:?}", read.keys());
        // Whatever there is was come across.
        for words in [
            "Wie wählen Vereine Software?",
            "Welche Ideen werden Workstreams?",
        ] {
            assert!(read.values().any(|text| text.contains(words)), "{words}");
        }
        read
    }

    /// How many events the list shows when it is asked for this.
    async fn found_by(&self, field: &str, text: &str) -> usize {
        let mut address = self.dialog.url("/events.json");
        address.query_pairs_mut().append_pair(field, text);
        let reply = Post::get(&address, "*/*").send().await;
        let found = reply.json()["events"].as_array().map(Vec::len);
        found.unwrap_or_else(|| panic!("{address}: {}", reply.body))
    }

    /// What other servers can ask for: whatever has an id, and the collections of everybody.
    async fn objects(&self) -> Found {
        let db = &self.dialog.app.db;
        let mut ids = BTreeSet::new();
        for table in ["activities", "objects"] {
            for row in harness::rows(db, &format!("select id from {table}")).await {
                ids.extend(row["id"].as_str().map(str::to_owned));
            }
        }
        for row in harness::rows(db, "select id from actors where local").await {
            let actor = row["id"].as_str().expect("an id");
            ids.insert(actor.to_owned());
            for part in [
                "outbox?page=1",
                "followers",
                "following",
                "featured",
                "upcoming",
                "members",
                "milestones",
                "coordinators",
            ] {
                ids.insert(format!("{actor}/{part}"));
            }
        }
        for part in ["attendees", "organizers", "replies"] {
            ids.insert(format!("{}/{part}", self.event.iri));
        }
        let mut read = Found::new();
        for id in ids {
            let id: Url = id.parse().expect("a URL");
            let reply = Post::get(&id, "application/activity+json").send().await;
            // Some objects answer otherwise to who says who they are.
            for (name, peer) in [
                ("stranger", &self.stranger),
                ("follower", &self.follower),
                ("asking", &self.asking),
            ] {
                let signed = peer.asks(&id).await;
                assert_ne!(signed.status, 401, "{name} is known by their signature");
                read.insert(format!("{name} asks {id}"), signed.body);
            }
            read.insert(id.into(), reply.body);
        }
        read
    }

    /// What goes to those who are not let in: here everybody.
    async fn mails(&self) -> Found {
        let transport = mail::Transport::new(self.dialog.config()).expect("a folder");
        while mail::deliver_due(&self.dialog.app, &transport)
            .await
            .expect("mails")
            > 0
        {}
        let folder = self.dialog.config().storage.data_dir.join("mail");
        let files = fs::read_dir(&folder).into_iter().flatten().flatten();
        let parser = mail_parser::MessageParser::new();
        let read = files.map(|file| {
            let bytes = fs::read(file.path()).expect("a mail");
            let mail = parser.parse(&bytes).expect("a mail");
            let text = mail.body_text(0).unwrap_or_default();
            let html = mail.body_html(0).unwrap_or_default();
            let more = mail.attachments().filter_map(|part| part.text_contents());
            let more: Vec<_> = more.collect();
            let name = file.file_name().to_string_lossy().into_owned();
            (name, format!("{text}\n{html}\n{}", more.join("\n")))
        });
        read.collect()
    }
}

/// The paths of ours that a page or feed names.
fn links(instance: &Instance, text: &str) -> Vec<String> {
    let origin = instance.origin();
    let mut paths = Vec::new();
    for before in ["href=\"", "src=\"", "action=\"", "\"url\":\"", "<loc>"] {
        for (at, _) in text.match_indices(before) {
            let rest = &text[at + before.len()..];
            let end = rest.find(['"', '<']).unwrap_or(rest.len());
            let Ok(url) = origin.join(&rest[..end].replace("&amp;", "&")) else {
                continue;
            };
            // Months lead on to months.
            let year = url.path().strip_prefix("/events/").unwrap_or_default();
            let is_far = year.starts_with("20") && !year.starts_with("2026/1");
            let is_ours = url.origin() == origin.origin();
            if is_ours && !is_far && !url.path().starts_with("/assets/") {
                paths.push(url[url::Position::BeforePath..url::Position::AfterQuery].to_owned());
            }
        }
    }
    paths
}

/// Where any of these words stands.
fn standing<'a>(found: &'a Found, words: &[&str]) -> BTreeMap<&'a str, Vec<String>> {
    let mut places = BTreeMap::new();
    for (place, text) in found {
        let said = words.iter().filter(|word| text.contains(**word));
        let said: Vec<String> = said.map(|word| (*word).to_owned()).collect();
        if !said.is_empty() {
            places.insert(place.as_str(), said);
        }
    }
    places
}

async fn what_is_protected_stands_nowhere(engine: Engine) {
    let (stage, found) = story(engine, true).await;
    assert_eq!(standing(&found, &PLACE), BTreeMap::new());
    let is_mail = |place: &str| place.ends_with(".eml");
    let others: Found = found
        .iter()
        .filter(|(place, _)| !is_mail(place))
        .map(|(place, text)| (place.clone(), text.clone()))
        .collect();
    assert!(others.len() < found.len(), "mails were written");
    assert_eq!(standing(&others, &PERSON), BTreeMap::new());
    assert_eq!(standing(&others, &COLLEAGUES), BTreeMap::new());
    assert_eq!(standing(&found, &DRAFT), BTreeMap::new());
    let codes: Vec<&str> = stage.codes.iter().map(String::as_str).collect();
    // What somebody is told about themselves names their own link.
    let own = |place: &&str| place.contains(": asking ");
    let mut named = standing(&others, &codes);
    named.retain(|place, _| !own(place));
    assert_eq!(named, BTreeMap::new());
    let asking = stage.asking.id().to_string();
    let mut named = standing(&others, &[asking.as_str()]);
    named.retain(|place, _| !own(place));
    assert_eq!(
        named,
        BTreeMap::new(),
        "who takes part is nobody's business"
    );
    let told = TOLD.lock().expect("no writer fails").clone();
    assert_eq!(told, [""; 0], "the log");
    let rows = format!("{:?}", stage.dialog.contents().await).to_lowercase();
    for word in PLACE.iter().chain(&PERSON[2..]) {
        let is_there = rows.contains(&word.to_lowercase());
        assert!(!is_there, "{word} lies open in the database");
    }
    for word in PLACE.iter().chain(&PERSON).chain(&COLLEAGUES) {
        for field in ["q", "town", "topic"] {
            assert_eq!(stage.found_by(field, word).await, 0, "{field}: {word}");
        }
    }
    assert_eq!(stage.found_by("town", "Berlin").await, 1);
}

async fn the_reading_finds_what_is_not_protected(engine: Engine) {
    let (stage, found) = story(engine, false).await;
    assert_eq!(stage.found_by("q", PLACE[0]).await, 1);
    let places = standing(&found, &PLACE[..2]);
    for end in [
        "published: /events",
        "moved: /events.ics",
        "published: follower 0",
        "called off: /api/v1/events",
    ] {
        assert!(places.contains_key(end), "{end} not in {:?}", places.keys());
    }
    let authors = standing(&found, &COLLEAGUES[..1]);
    assert!(!authors.is_empty(), "whoever wants to be named is");
    let rooms = standing(&found, &PLACE[2..]);
    assert!(rooms.keys().any(|place| place.contains(": /events/")));
    // Whoever takes part would be found as well: name, code and actor, on pages, in feeds, in objects asked
    // for with and without a signature, and in what is sent.
    let (slug, iri) = (&stage.event.slug, &stage.event.iri);
    let asking = stage.asking.id().to_string();
    for word in [PLANTED, stage.codes[0].as_str(), asking.as_str()] {
        let places = standing(&found, &[word]);
        for end in [
            format!("published: /events/{slug}"),
            format!("published: {iri}"),
            format!("published: stranger asks {iri}"),
        ] {
            assert!(places.contains_key(end.as_str()), "{word} not in {end}");
        }
        let is_in_feed = |place: &&str| place.starts_with("published: /") && !place.contains(slug);
        assert!(places.keys().any(is_in_feed), "{word} is in no list");
        let is_sent = |place: &&str| place.starts_with("published: follower ");
        assert!(places.keys().any(is_sent), "{word} was not sent");
    }
}
