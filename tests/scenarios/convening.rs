//! A committee through its term: five seats with five deputies who act by their links; a deputy's vote that
//! the member overrides, member and deputy at the same moment, and a term that is over.

use chrono::Duration;
use harness::{Engine, Instance, Post, on_both_engines};
use server::committees::{
    self, Committee, Draft, Holder, Motion, Part, SeatVote, holder,
    motion::{self, Count, Outcome},
};

on_both_engines![
    a_committee_decides_by_its_links_and_its_term_ends_by_itself,
    member_and_deputy_at_the_same_moment_are_one_vote,
];

const GROUPS: [&str; 5] = [
    "Organisierte Zivilgesellschaft",
    "Wissenschaft",
    "Kultur und Medien",
    "Wirtschaft",
    "Staat",
];

struct Stage {
    dialog: Instance,
    committee: Committee,
    members: Vec<Holder>,
    deputies: Vec<Holder>,
}

impl Stage {
    /// On 1 September, for a year.
    async fn new(engine: Engine) -> Self {
        let dialog = engine.instance("dialog").await;
        let host = dialog.association("dialog").await;
        let keys = dialog.app.federation.make_keys().await.expect("keys");
        let tx = dialog.begin().await;
        let draft = Draft {
            name: "Dialogkomitee".to_owned(),
            seats: GROUPS.join("\n"),
            ..Draft::default()
        };
        let committee = committees::found(&dialog.app, &tx, &host, &draft, keys).await;
        let committee = committee.expect("a committee");
        let (mut members, mut deputies) = (Vec::new(), Vec::new());
        for group in GROUPS {
            for (part, all) in [("member", &mut members), ("deputy", &mut deputies)] {
                let draft = holder::Draft {
                    seat: group.to_owned(),
                    part: part.to_owned(),
                    name: format!("Verein {group}, {part}"),
                    ..holder::Draft::default()
                };
                let seated = committees::seat(&dialog.app, &tx, &committee, &draft, None).await;
                all.push(seated.expect("a seat"));
            }
        }
        tx.commit().await.expect("a commit");
        Self {
            dialog,
            committee,
            members,
            deputies,
        }
    }

    /// Until 10 September; from the fifth on deputies act for who has not voted.
    async fn motion(&self) -> Motion {
        let draft = motion::Draft {
            title: "Den Zwischenstand billigen".to_owned(),
            ends_on: "2026-09-10".to_owned(),
            deputies_on: "2026-09-05".to_owned(),
            quorum: "4".to_owned(),
            is_public: "yes".to_owned(),
            ..motion::Draft::default()
        };
        let tx = self.dialog.begin().await;
        let motion = committees::put(&self.dialog.app, &tx, &self.committee, &draft).await;
        tx.commit().await.expect("a commit");
        motion.expect("a motion")
    }

    /// As from the page behind their link.
    async fn votes(&self, holder: &Holder, motion: &Motion, voice: &str) -> u16 {
        let mut way = committees::way_to(&self.dialog.app, holder);
        way.set_path(&format!("{}/votes", way.path()));
        let number = motion.number.to_string();
        let form = [("motion", number.as_str()), ("voice", voice)];
        Post::form(&way, &form).send().await.status.as_u16()
    }

    async fn cast(&self, motion: &Motion) -> Vec<SeatVote> {
        let votes = committees::votes(&self.dialog.app.db, &motion.id).await;
        votes.expect("votes")
    }

    async fn page(&self) -> String {
        let path = self.committee.path();
        self.dialog.get(&path, "text/html").await.body
    }
}

async fn a_committee_decides_by_its_links_and_its_term_ends_by_itself(engine: Engine) {
    let stage = Stage::new(engine).await;
    let dialog = &stage.dialog;
    assert!(!stage.page().await.contains("nicht besetzt"));
    let motion = stage.motion().await;
    for member in &stage.members[..2] {
        assert_eq!(stage.votes(member, &motion, "yes").await, 303);
    }
    assert_eq!(stage.votes(&stage.deputies[2], &motion, "no").await, 422);
    dialog.advance(Duration::days(5));
    // Two stand in, and one of the members has the last word.
    for deputy in &stage.deputies[2..4] {
        assert_eq!(stage.votes(deputy, &motion, "yes").await, 303);
    }
    assert_eq!(stage.votes(&stage.members[2], &motion, "no").await, 303);
    for (holder, what) in [
        (&stage.members[0], "who has voted"),
        (&stage.deputies[0], "whose member has voted"),
        (&stage.deputies[2], "who was overridden"),
    ] {
        let status = stage.votes(holder, &motion, "no").await;
        assert_eq!(status, 422, "{what}");
    }
    let votes = stage.cast(&motion).await;
    assert_eq!(votes.len(), 5, "what was overridden is kept");
    assert!(!stage.page().await.contains("angenommen"));
    dialog.advance(Duration::days(5));
    assert_eq!(stage.votes(&stage.members[4], &motion, "no").await, 422);
    let count = Count::of(&stage.cast(&motion).await);
    assert_eq!((count.yes, count.no, count.by_deputies), (3, 1, 1));
    assert_eq!(motion.outcome(&count, dialog.now()), Outcome::Adopted);
    let page = stage.page().await;
    assert!(page.contains("angenommen") && page.contains("durch Stellvertretung"));
    // A year on nobody has done anything, and nobody may.
    let own = committees::way_to(&dialog.app, &stage.members[0]);
    assert!(
        Post::get(&own, "text/html")
            .send()
            .await
            .body
            .contains("Zwischenstand")
    );
    dialog.advance(Duration::days(400));
    let shown = Post::get(&own, "text/html").send().await;
    assert!(shown.status == 200 && shown.body.contains("Diese Amtszeit läuft nicht"));
    let mut away = own.clone();
    away.set_path(&format!("{}/absence", own.path()));
    let form = [("absent_from", "2027-11-01")];
    assert_eq!(Post::form(&away, &form).send().await.status, 422);
    let page = stage.page().await;
    assert!(page.contains("Amtszeit dieses Gremiums ist vorbei"));
    assert!(
        page.contains("Verein Wissenschaft, member"),
        "it stays readable"
    );
}

async fn member_and_deputy_at_the_same_moment_are_one_vote(engine: Engine) {
    let stage = Stage::new(engine).await;
    let motion = stage.motion().await;
    stage.dialog.advance(Duration::days(5));
    let pairs = stage.members.iter().zip(&stage.deputies);
    let both = pairs.flat_map(|(member, deputy)| {
        [
            stage.votes(deputy, &motion, "yes"),
            stage.votes(member, &motion, "no"),
            stage.votes(deputy, &motion, "yes"),
            stage.votes(member, &motion, "no"),
        ]
    });
    let statuses = futures_util::future::join_all(both).await;
    assert!(
        statuses.iter().all(|status| matches!(status, 303 | 422)),
        "{statuses:?}"
    );
    let votes = stage.cast(&motion).await;
    let count = Count::of(&votes);
    assert_eq!((count.yes, count.no), (0, 5), "the members' word counts");
    let of_members = votes.iter().filter(|vote| vote.part == Part::Member);
    assert_eq!(of_members.count(), 5);
}
