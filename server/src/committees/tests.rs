//! Committees as those who sit on them, those who coordinate, readers and programs meet them, and whoever
//! looks for a way around the rules.

use super::*;
use crate::{
    accounts::{Role, tests::Instance},
    mail,
    web::desk::tests::{Visitor, deeds, furnished_house},
    workstreams::{self, Workstream, tests::working},
};
use chrono::Duration;
use motion::{Count, Outcome};
use vote::{Standing, Voice};

/// The five stakeholder groups of the dialogue.
const GROUPS: [&str; 5] = [
    "Organisierte Zivilgesellschaft",
    "Wissenschaft",
    "Kultur und Medien",
    "Wirtschaft",
    "Staat",
];

/// A committee of the instance's first association, for a year from today.
pub async fn committee(app: &App, name: &str) -> Committee {
    let draft = Draft {
        name: name.to_owned(),
        purpose: "Begleitet **alles**".to_owned(),
        seats: GROUPS.join("\n"),
        ..Draft::default()
    };
    founded(app, &draft).await.unwrap()
}

/// One of the instance's first association.
async fn founded(app: &App, draft: &Draft) -> Result<Committee> {
    let keys = app.federation.make_keys().await?;
    let tx = app.begin().await?;
    let association = crate::associations::chosen(&tx, "").await?;
    let committee = found(app, &tx, &association, draft, keys).await?;
    tx.commit().await?;
    Ok(committee)
}

fn person(number: usize, part: &str) -> holder::Draft {
    let (seat, name) = match part {
        "adviser" => (String::new(), "Institut, Recht".to_owned()),
        part => (number.to_string(), format!("Verein {number}, {part}")),
    };
    holder::Draft {
        seat,
        part: part.to_owned(),
        name,
        email: format!("{part}{number}@verein.example"),
        ..holder::Draft::default()
    }
}

async fn seated(app: &App, committee: &Committee, draft: &holder::Draft) -> Result<Holder> {
    let tx = app.begin().await?;
    let holder = seat(app, &tx, committee, draft, None).await?;
    tx.commit().await?;
    Ok(holder)
}

/// Somebody on a committee.
pub async fn holder(app: &App, committee: &Committee, number: usize, part: &str) -> Holder {
    seated(app, committee, &person(number, part)).await.unwrap()
}

/// A motion that is voted on for ten days; from the fifth on deputies act.
pub async fn motion(app: &App, committee: &Committee) -> Motion {
    let draft = motion::Draft {
        title: "Zwischenstand billigen".to_owned(),
        ends_on: "2026-12-02".to_owned(),
        deputies_on: "2026-11-27".to_owned(),
        is_public: "yes".to_owned(),
        ..motion::Draft::default()
    };
    let tx = app.begin().await.unwrap();
    let motion = put(app, &tx, committee, &draft).await.unwrap();
    tx.commit().await.unwrap();
    motion
}

/// The minutes of a sitting.
pub async fn written(app: &App, committee: &Committee) -> Minutes {
    let draft = minutes::Draft {
        title: "Sitzung im November".to_owned(),
        held_on: "2026-11-20".to_owned(),
        text: "Beschlossen wurde **nichts**.".to_owned(),
        is_public: "yes".to_owned(),
        ..minutes::Draft::default()
    };
    let tx = app.begin().await.unwrap();
    let minutes = write_minutes(app, &tx, committee, &draft).await.unwrap();
    tx.commit().await.unwrap();
    minutes
}

/// Somebody who advises says something to this workstream.
pub async fn remarked(app: &App, committee: &Committee, about: &str) -> Remark {
    let adviser = holder(app, committee, 1, "adviser").await;
    says(app, &adviser, about, "yes").await.unwrap()
}

async fn says(app: &App, holder: &Holder, about: &str, is_public: &str) -> Result<Remark> {
    let draft = remark::Draft {
        about: about.to_owned(),
        checkpoint: "Zwischenbericht".to_owned(),
        text: "Bitte früher einbeziehen.".to_owned(),
        is_public: is_public.to_owned(),
    };
    let tx = app.begin().await?;
    let remark = remark(app, &tx, holder, &draft).await?;
    tx.commit().await?;
    Ok(remark)
}

async fn house() -> (Instance, Committee) {
    let (app, _) = furnished_house().await;
    let committee = committee(&app, "Dialogkomitee").await;
    (app, committee)
}

fn ballot(motion: &Motion, voice: &str) -> Ballot {
    Ballot {
        motion: motion.number.to_string(),
        seat: String::new(),
        voice: voice.to_owned(),
    }
}

async fn votes_as(app: &App, holder: &Holder, ballot: &Ballot) -> Result<SeatVote> {
    let tx = app.begin().await?;
    let vote = vote(app, &tx, holder, ballot).await?;
    tx.commit().await?;
    Ok(vote)
}

#[tokio::test]
async fn a_term_lies_within_that_of_the_committee() {
    let (app, committee) = house().await;
    let over = (committee.ends_on + Duration::days(1)).to_string();
    for (starts_on, ends_on, field, message) in [
        ("2026-11-01", "", "starts_on", "committee-term-before-it"),
        (
            "2026-12-02",
            "2026-12-01",
            "ends_on",
            "committee-ends-before-it-starts",
        ),
        (
            "",
            "2026-11-01",
            "ends_on",
            "committee-ends-before-it-starts",
        ),
        ("", &over, "ends_on", "committee-term-beyond-it"),
        ("bald", "", "starts_on", "event-date-unreadable"),
    ] {
        let draft = holder::Draft {
            starts_on: starts_on.to_owned(),
            ends_on: ends_on.to_owned(),
            ..person(1, "member")
        };
        let faults = draft.check(&committee, today(&app)).unwrap_err().0;
        let refusal = crate::error::Refusal::new(message).on(field);
        assert!(faults.contains(&refusal), "{message}: {faults:?}");
    }
    let adviser = holder::Draft {
        seat: "1".to_owned(),
        ..person(1, "adviser")
    };
    let faults = adviser.check(&committee, today(&app)).unwrap_err().0;
    assert_eq!(faults[0].message, "committee-adviser-has-no-seat");
    let member = holder(&app, &committee, 1, "member").await;
    for (from, until, message) in [
        ("", "2026-12-01", "committee-absence-from-missing"),
        ("2026-12-02", "2026-12-01", "committee-absence-wrong"),
        ("2026-12-02", &over, "committee-absence-wrong"),
        ("bald", "", "event-date-unreadable"),
    ] {
        let refused = is_away(&app, &member, from, until).await.unwrap_err();
        assert!(
            refused.to_string().contains(message),
            "{message}: {refused}"
        );
    }
}

async fn is_away(app: &App, holder: &Holder, from: &str, until: &str) -> Result<Holder> {
    let absence = holder::Absence {
        absent_from: from.to_owned(),
        absent_until: until.to_owned(),
    };
    let tx = app.begin().await?;
    let holder = mark_absence(app, &tx, holder, &absence).await?;
    tx.commit().await?;
    Ok(holder)
}

fn refusal<T: std::fmt::Debug>(refused: Result<T>) -> String {
    refused.unwrap_err().to_string()
}

fn link_of(app: &App, holder: &Holder) -> String {
    link::address(app, holder).path().to_owned()
}

/// Letters that wait to be sent. What they say is sealed.
async fn letters(app: &App) -> usize {
    mail::undelivered(&app.db, 1_000).await.unwrap().len()
}

#[tokio::test]
async fn five_seats_are_shown_with_member_deputy_and_vacancy() {
    let (app, committee) = house().await;
    let nobody = Visitor::nobody(&app);
    let page = nobody.get(&committee.path()).await;
    assert_eq!(page.status, 200);
    assert_eq!(page.html.matches("nicht besetzt").count(), 10);
    for group in GROUPS {
        assert!(page.says(group), "{group}");
    }
    holder(&app, &committee, 2, "member").await;
    holder(&app, &committee, 2, "deputy").await;
    holder(&app, &committee, 1, "adviser").await;
    let page = nobody.get(&committee.path()).await;
    assert_eq!(page.html.matches("nicht besetzt").count(), 8);
    assert!(page.says("Verein 2, member") && page.says("Verein 2, deputy"));
    assert!(page.says("Institut, Recht") && page.says("<strong>alles</strong>"));
    assert!(page.says("h-card") && !page.says("@verein.example"));
    let json = nobody.get(&format!("{}.json", committee.path())).await;
    assert!(json.says("Verein 2, deputy") && json.says("\"member\":null"));
    assert!(!json.says("verein.example"));
    for path in ["/committees", "/committees.atom", "/committees.json"] {
        let list = nobody.get(path).await;
        assert!(list.status == 200 && list.says("Dialogkomitee"), "{path}");
        assert!(!list.says("@verein.example"), "{path}");
    }
    assert_eq!(nobody.get("/committees/niemand").await.status, 404);
}

#[tokio::test]
async fn nobody_takes_a_seat_that_is_held_in_that_time_and_the_next_comes_after() {
    let (app, committee) = house().await;
    let first = holder::Draft {
        ends_on: "2027-05-31".to_owned(),
        ..person(1, "member")
    };
    seated(&app, &committee, &first).await.unwrap();
    let overlapping = holder::Draft {
        starts_on: "2027-05-31".to_owned(),
        ..person(1, "member")
    };
    let refused = seated(&app, &committee, &overlapping).await;
    assert_eq!(refusal(refused), "refused: committee-seat-held");
    let next = holder::Draft {
        seat: GROUPS[0].to_owned(),
        starts_on: "2027-06-01".to_owned(),
        ..person(1, "member")
    };
    seated(&app, &committee, &next).await.unwrap();
    // A deputy is somebody else in the same seat.
    holder(&app, &committee, 1, "deputy").await;
    let beyond = holder::Draft {
        ends_on: "2028-01-01".to_owned(),
        ..person(2, "member")
    };
    let refused = seated(&app, &committee, &beyond).await;
    assert_eq!(refusal(refused), "refused: committee-term-beyond-it");
    let nowhere = holder::Draft {
        seat: "9".to_owned(),
        ..person(2, "member")
    };
    let refused = seated(&app, &committee, &nowhere).await;
    assert_eq!(refusal(refused), "refused: committee-seat-unknown");
}

#[tokio::test]
async fn the_deputy_stands_in_by_rule_only_and_the_member_overrides_until_the_end() {
    let (app, committee) = house().await;
    let member = holder(&app, &committee, 1, "member").await;
    let deputy = holder(&app, &committee, 1, "deputy").await;
    let motion = motion(&app, &committee).await;
    let early = votes_as(&app, &deputy, &ballot(&motion, "yes")).await;
    assert_eq!(refusal(early), "refused: committee-deputy-not-yet");
    assert_eq!(votes(&app.db, &motion.id).await.unwrap(), []);
    // The time named has come.
    app.clock.advance(Duration::days(5));
    let before = letters(&app).await;
    let stood_in = votes_as(&app, &deputy, &ballot(&motion, "yes"))
        .await
        .unwrap();
    assert_eq!(stood_in.standing, Standing::Silence);
    assert_eq!(letters(&app).await, before + 1, "the member is told");
    let own = votes_as(&app, &member, &ballot(&motion, "no"))
        .await
        .unwrap();
    assert_eq!(own.standing, Standing::Own);
    let all = votes(&app.db, &motion.id).await.unwrap();
    assert!(all.len() == 2 && all[0].overridden_at.is_some() && all[1].counts());
    assert_eq!((Count::of(&all).yes, Count::of(&all).no), (0, 1));
    // Neither says anything a second time.
    for (holder, message) in [
        (&member, "committee-voted-already"),
        (&deputy, "committee-voted-already"),
    ] {
        let again = votes_as(&app, holder, &ballot(&motion, "yes")).await;
        assert_eq!(refusal(again), format!("refused: {message}"));
    }
    assert_eq!(votes(&app.db, &motion.id).await.unwrap(), all);
}

#[tokio::test]
async fn who_is_away_is_stood_in_for_and_a_seat_without_a_member_too() {
    let (app, committee) = house().await;
    let member = holder(&app, &committee, 1, "member").await;
    let deputy = holder(&app, &committee, 1, "deputy").await;
    let alone = holder(&app, &committee, 2, "deputy").await;
    let motion = motion(&app, &committee).await;
    let refused = is_away(&app, &deputy, "2026-11-22", "").await;
    assert_eq!(refusal(refused), "refused: committee-members-only");
    let refused = is_away(&app, &member, "2026-11-23", "2026-11-22").await;
    assert_eq!(refusal(refused), "refused: committee-absence-wrong");
    is_away(&app, &member, "2026-11-22", "2026-11-24")
        .await
        .unwrap();
    let vote = votes_as(&app, &deputy, &ballot(&motion, "yes")).await;
    assert_eq!(vote.unwrap().standing, Standing::Absence);
    let vote = votes_as(&app, &alone, &ballot(&motion, "abstain")).await;
    assert_eq!(vote.unwrap().standing, Standing::Vacancy);
    let count = Count::of(&votes(&app.db, &motion.id).await.unwrap());
    assert_eq!((count.yes, count.abstain, count.by_deputies), (1, 1, 2));
}

#[tokio::test]
async fn once_the_member_has_voted_the_deputy_does_not() {
    let (app, committee) = house().await;
    let member = holder(&app, &committee, 1, "member").await;
    let deputy = holder(&app, &committee, 1, "deputy").await;
    let motion = motion(&app, &committee).await;
    is_away(&app, &member, "2026-11-22", "2026-12-24")
        .await
        .unwrap();
    votes_as(&app, &member, &ballot(&motion, "no"))
        .await
        .unwrap();
    let refused = votes_as(&app, &deputy, &ballot(&motion, "yes")).await;
    assert_eq!(refusal(refused), "refused: committee-member-voted");
    let all = votes(&app.db, &motion.id).await.unwrap();
    assert!(all.len() == 1 && all[0].voice == Voice::No && all[0].counts());
}

#[tokio::test]
async fn whoever_has_no_right_to_vote_is_refused_and_nothing_changes() {
    let (app, committee) = house().await;
    let member = holder(&app, &committee, 1, "member").await;
    let adviser = holder(&app, &committee, 1, "adviser").await;
    let other = super::tests::committee(&app, "Anderes Gremium").await;
    let foreign = holder(&app, &other, 1, "member").await;
    let motion = motion(&app, &committee).await;
    let of_another_seat = Ballot {
        seat: "2".to_owned(),
        ..ballot(&motion, "yes")
    };
    let shouted = ballot(&motion, "jein");
    let yes = ballot(&motion, "yes");
    for (holder, ballot, message) in [
        (&adviser, &yes, "committee-no-seat"),
        (&member, &of_another_seat, "committee-not-your-seat"),
        (&foreign, &yes, "committee-motion-unknown"),
        (&member, &shouted, "committee-voice-unknown"),
    ] {
        let refused = votes_as(&app, holder, ballot).await;
        assert_eq!(refusal(refused), format!("refused: {message}"));
    }
    // Whoever was let go is out at once.
    let gone = holder(&app, &committee, 2, "member").await;
    let tx = app.begin().await.unwrap();
    end(&app, &tx, &gone).await.unwrap();
    tx.commit().await.unwrap();
    let refused = votes_as(&app, &gone, &yes).await;
    assert_eq!(refusal(refused), "refused: committee-term-over");
    app.clock.advance(Duration::days(12));
    let late = votes_as(&app, &member, &yes).await;
    assert_eq!(refusal(late), "refused: committee-motion-over");
    assert_eq!(votes(&app.db, &motion.id).await.unwrap(), []);
}

#[tokio::test]
async fn a_term_ends_by_the_calendar_alone_and_what_was_said_in_it_counts() {
    let (app, committee) = house().await;
    let short = holder::Draft {
        ends_on: "2026-11-25".to_owned(),
        ..person(1, "member")
    };
    let short = seated(&app, &committee, &short).await.unwrap();
    let voted = holder::Draft {
        ends_on: "2026-11-25".to_owned(),
        ..person(2, "member")
    };
    let voted = seated(&app, &committee, &voted).await.unwrap();
    let motion = motion(&app, &committee).await;
    let own = link_of(&app, &short);
    votes_as(&app, &voted, &ballot(&motion, "yes"))
        .await
        .unwrap();
    // No job runs between: the day alone is over.
    app.clock.advance(Duration::days(4));
    let refused = votes_as(&app, &short, &ballot(&motion, "yes")).await;
    assert_eq!(refusal(refused), "refused: committee-term-over");
    let said = says(&app, &short, "motion 1", "").await;
    assert_eq!(refusal(said), "refused: committee-term-over");
    let nobody = Visitor::nobody(&app);
    let page = nobody.get(&own).await;
    assert!(page.status == 200 && page.says("Diese Amtszeit läuft nicht"));
    assert!(!page.says("name=\"voice\""));
    app.clock.advance(Duration::days(8));
    let all = votes(&app.db, &motion.id).await.unwrap();
    let count = Count::of(&all);
    let outcome = motion.outcome(&count, app.clock.now());
    assert_eq!((count.yes, outcome), (1, Outcome::Adopted));
    // The whole committee: past, and readable.
    app.clock.advance(Duration::days(400));
    let list = nobody.get("/committees").await;
    assert!(list.says("Frühere Gremien") && list.says("Dialogkomitee"));
    let page = nobody.get(&committee.path()).await;
    assert!(page.says("Amtszeit dieses Gremiums ist vorbei"));
    assert!(page.says("Zwischenstand billigen") && page.says("angenommen"));
    let draft = motion::Draft {
        title: "Zu spät".to_owned(),
        ends_on: "2028-02-01".to_owned(),
        ..motion::Draft::default()
    };
    let tx = app.begin().await.unwrap();
    let late = put(&app, &tx, &committee, &draft).await;
    assert_eq!(refusal(late), "refused: committee-not-sitting");
}

#[tokio::test]
async fn too_few_votes_decide_nothing_and_more_yes_than_no_adopts() {
    let (app, committee) = house().await;
    let members = [
        holder(&app, &committee, 1, "member").await,
        holder(&app, &committee, 2, "member").await,
        holder(&app, &committee, 3, "member").await,
    ];
    let draft = motion::Draft {
        title: "Beschlussfähig?".to_owned(),
        ends_on: "2026-11-23".to_owned(),
        quorum: "3".to_owned(),
        ..motion::Draft::default()
    };
    let tx = app.begin().await.unwrap();
    let motion = put(&app, &tx, &committee, &draft).await.unwrap();
    tx.commit().await.unwrap();
    let outcome = async || {
        let count = Count::of(&votes(&app.db, &motion.id).await.unwrap());
        motion.outcome(&count, motion.ends_at)
    };
    votes_as(&app, &members[0], &ballot(&motion, "yes"))
        .await
        .unwrap();
    votes_as(&app, &members[1], &ballot(&motion, "no"))
        .await
        .unwrap();
    assert_eq!(outcome().await, Outcome::WithoutQuorum);
    votes_as(&app, &members[2], &ballot(&motion, "abstain"))
        .await
        .unwrap();
    assert_eq!(outcome().await, Outcome::Rejected, "as many no as yes");
    // It is nobody's business who is not on the committee.
    app.clock.advance(Duration::days(2));
    let page = Visitor::nobody(&app).get(&committee.path()).await;
    assert!(!page.says("Beschlussfähig?"));
}

#[tokio::test]
async fn what_the_page_behind_a_link_offers_works_and_looking_does_nothing() {
    let (app, committee) = house().await;
    let member = holder(&app, &committee, 1, "member").await;
    assert_eq!(letters(&app).await, 1, "the link");
    let motion = motion(&app, &committee).await;
    assert_eq!(letters(&app).await, 2, "the motion");
    let own = link_of(&app, &member);
    let visitor = Visitor::nobody(&app);
    for _ in 0..2 {
        let page = visitor.get(&own).await;
        assert!(page.says("Zwischenstand billigen") && page.says("value=\"yes\""));
    }
    assert_eq!(votes(&app.db, &motion.id).await.unwrap(), []);
    let typed = [("motion", "1"), ("seat", "1"), ("voice", "yes")];
    let done = visitor.post(&format!("{own}/votes"), &typed).await;
    assert_eq!(done.location, format!("{own}?done=voted"));
    let again = visitor.post(&format!("{own}/votes"), &typed).await;
    assert!(again.status == 422 && again.says("Ihre Stimme ist abgegeben"));
    let absence = [("absent_from", "2026-12-01"), ("absent_until", "bald")];
    let refused = visitor.post(&format!("{own}/absence"), &absence).await;
    assert!(refused.status == 422 && refused.says("value=\"bald\""));
    let absence = [("absent_from", "2026-12-01")];
    let done = visitor.post(&format!("{own}/absence"), &absence).await;
    assert_eq!(done.location, format!("{own}?done=noted"));
    let remark = [("about", "motion 1"), ("text", "Gut so.")];
    let done = visitor.post(&format!("{own}/remarks"), &remark).await;
    assert_eq!(done.location, format!("{own}?done=said"));
    assert!(visitor.get(&own).await.says("Gut so."));
    // It is theirs to take back, and nobody else's.
    let said = remarks_of(&app.db, &committee).await.unwrap().remove(0);
    let removal = format!("remarks/{}/removal", said.remark.id);
    let other = holder(&app, &committee, 2, "member").await;
    let theirs = link_of(&app, &other);
    let refused = visitor.post(&format!("{theirs}/{removal}"), &[]).await;
    assert_eq!(refused.status, 404);
    let done = visitor.post(&format!("{own}/{removal}"), &[]).await;
    assert_eq!(done.location, format!("{own}?done=taken_back"));
    assert!(!visitor.get(&own).await.says("Gut so."));
    let wrong = [("about", "nirgends"), ("text", "Bleibt stehen.")];
    let refused = visitor.post(&format!("{own}/remarks"), &wrong).await;
    assert!(refused.status == 422 && refused.says("Bleibt stehen."));
}

#[tokio::test]
async fn who_left_reads_what_there_was_and_who_was_let_go_nothing() {
    let (app, committee) = house().await;
    let short = holder::Draft {
        ends_on: "2026-11-25".to_owned(),
        ..person(1, "member")
    };
    let short = seated(&app, &committee, &short).await.unwrap();
    let gone = holder(&app, &committee, 2, "member").await;
    let motion = motion(&app, &committee).await;
    let visitor = Visitor::nobody(&app);
    let own = link_of(&app, &short);
    app.clock.advance(Duration::days(5));
    assert!(visitor.get(&own).await.says(&motion.title));
    let later = motion::Draft {
        title: "Nur für die, die da sind".to_owned(),
        ends_on: "2026-12-20".to_owned(),
        ..motion::Draft::default()
    };
    let tx = app.begin().await.unwrap();
    put(&app, &tx, &committee, &later).await.unwrap();
    let left = end(&app, &tx, &gone).await.unwrap();
    tx.commit().await.unwrap();
    let page = visitor.get(&own).await;
    assert!(page.says(&motion.title) && !page.says(&later.title));
    for holder in [&gone, &left] {
        let status = visitor.get(&link_of(&app, holder)).await.status;
        let is_open = status == 200;
        assert_eq!(is_open, holder.link == left.link, "{status}");
        assert!(!visitor.get(&link_of(&app, holder)).await.says(&later.title));
    }
}

#[tokio::test]
async fn until_the_end_nobody_who_works_here_is_shown_how_it_stands() {
    let (app, committee) = house().await;
    let member = holder(&app, &committee, 1, "member").await;
    let draft = motion::Draft {
        title: "Zwischenstand billigen".to_owned(),
        ends_on: "2026-11-24".to_owned(),
        ..motion::Draft::default()
    };
    let tx = app.begin().await.unwrap();
    let motion = put(&app, &tx, &committee, &draft).await.unwrap();
    tx.commit().await.unwrap();
    votes_as(&app, &member, &ballot(&motion, "no"))
        .await
        .unwrap();
    let editor = Visitor::new(&app, Role::Editor).await;
    let open = editor.get(&committee.desk()).await;
    assert!(
        open.says("hat abgestimmt") && !open.says("Nein (Mitglied"),
        "{}",
        open.html
    );
    app.clock.advance(Duration::days(3));
    let over = editor.get(&committee.desk()).await;
    assert!(
        !over.says("hat abgestimmt") && over.says("Nein (Mitglied"),
        "{}",
        over.html
    );
}

#[tokio::test]
async fn of_a_motion_that_was_withdrawn_nothing_is_shown_before_it_would_have_ended() {
    let (app, committee) = house().await;
    let member = holder(&app, &committee, 1, "member").await;
    let motion = motion(&app, &committee).await;
    votes_as(&app, &member, &ballot(&motion, "no"))
        .await
        .unwrap();
    let tx = app.begin().await.unwrap();
    let motion = withdraw(&app, &tx, &motion).await.unwrap();
    tx.commit().await.unwrap();
    let votes = votes(&app.db, &motion.id).await.unwrap();
    let seats = seats(&app.db, &committee.id).await.unwrap();
    let shape = |now| shape::MotionShape::of(&motion, &votes, &seats, now);
    let early = shape(app.clock.now());
    assert_eq!((early.count, early.votes[0].voice), (None, None));
    let late = shape(motion.ends_at);
    assert!(late.count.is_some() && late.votes[0].voice.is_some());
    let editor = Visitor::new(&app, Role::Editor).await;
    let desk = editor.get(&committee.desk()).await;
    assert!(!desk.says("Nein (Mitglied"), "{}", desk.html);
    let own = editor.get(&link_of(&app, &member)).await;
    assert!(!own.says("1 nein"), "{}", own.html);
}

#[tokio::test]
async fn nobody_overwrites_what_somebody_else_saved_meanwhile() {
    let (app, committee) = house().await;
    let minutes = written(&app, &committee).await;
    let question = crate::questions::tests::drafted(&app, |_| {}).await;
    app.clock.advance(Duration::seconds(1));
    let coordinator = Visitor::new(&app, Role::Coordinator).await;
    let desk = committee.desk();
    for (path, seen, typed) in [
        (
            format!("{desk}/minutes/{}", minutes.id),
            minutes.seen(),
            vec![
                ("title", "Sitzung"),
                ("held_on", "20.11.2026"),
                ("text", "Meine Fassung"),
            ],
        ),
        (
            format!("{desk}/edit"),
            committee.seen(),
            vec![
                ("name", "Dialogkomitee"),
                ("seats", "Staat"),
                ("purpose", "Meine Fassung"),
            ],
        ),
        (
            format!("{}/edit", question.desk()),
            question.seen(),
            vec![
                ("question", "Meine Fassung"),
                ("options", "eins\nzwei"),
                ("ends_on", "2026-12-01"),
                ("electors", "https://peer.example/ap/actors/verein"),
                ("electors", "@dialog@dialog.example.org"),
            ],
        ),
    ] {
        let form = [typed.as_slice(), &[("seen", seen.as_str())]].concat();
        assert_eq!(coordinator.post(&path, &form).await.status, 303, "{path}");
        let late = coordinator.post(&path, &form).await;
        assert_eq!(late.status, 409, "{path}");
        assert!(late.says("Meine Fassung"), "what was typed stays: {path}");
        assert!(!late.says(&format!("name=\"seen\" value=\"{seen}\"")));
    }
}

#[tokio::test]
async fn what_one_said_is_theirs_to_take_back_after_their_term_too() {
    let (app, _, workstream) = working().await;
    let committee = committee(&app, "Dialogkomitee").await;
    let draft = holder::Draft {
        starts_on: "2026-11-30".to_owned(),
        ends_on: "2026-12-02".to_owned(),
        ..person(1, "deputy")
    };
    let short = seated(&app, &committee, &draft).await.unwrap();
    let own = link_of(&app, &short);
    let visitor = Visitor::nobody(&app);
    let ahead = visitor.get(&own).await;
    let said = ahead.html.replace('\u{a0}', " ");
    assert!(said.contains("beginnt am 30. November 2026"), "{said}");
    app.clock.advance(Duration::days(8));
    holder(&app, &committee, 1, "member").await;
    let remark = says(&app, &short, &workstream.slug, "yes").await.unwrap();
    let minutes = written(&app, &committee).await;
    let tx = app.begin().await.unwrap();
    submit_minutes(&app, &tx, &minutes).await.unwrap();
    tx.commit().await.unwrap();
    // The deputy reads why there is no button.
    let seen = visitor.get(&own).await;
    assert!(seen.says("Die Stellvertretung genehmigt ein Protokoll, wenn"));
    assert!(!seen.says("/approvals"), "{}", seen.html);
    app.clock.advance(Duration::days(10));
    let removal = format!("{own}/remarks/{}/removal", remark.id);
    assert!(visitor.get(&own).await.says(&removal));
    assert_eq!(visitor.post(&removal, &[]).await.status, 303);
}

#[tokio::test]
async fn a_link_that_was_sent_anew_opens_alone_and_none_can_be_made_up() {
    let (app, committee) = house().await;
    let member = holder(&app, &committee, 1, "member").await;
    let deputy = holder(&app, &committee, 1, "deputy").await;
    let own = link_of(&app, &member);
    let visitor = Visitor::nobody(&app);
    // The proof of one opens nothing of another.
    let forged = own.replace(member.id.as_str(), deputy.id.as_str());
    assert_eq!(visitor.get(&forged).await.status, 404);
    assert_eq!(visitor.get("/k/nonsense").await.status, 404);
    let tx = app.begin().await.unwrap();
    let renewed = renew_link(&app, &tx, &member).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(visitor.get(&own).await.status, 404);
    let typed = [("motion", "1"), ("voice", "yes")];
    assert_eq!(
        visitor.post(&format!("{own}/votes"), &typed).await.status,
        404
    );
    assert_eq!(visitor.get(&link_of(&app, &renewed)).await.status, 200);
}

#[tokio::test]
async fn a_term_that_ends_is_brought_to_mind_twice_and_each_once() {
    let (app, committee) = house().await;
    Visitor::new(&app, Role::Coordinator).await;
    holder(&app, &committee, 1, "member").await;
    let before = letters(&app).await;
    assert_eq!(remind(&app).await.unwrap(), 0);
    // 22 November to 21 November of the year after are 364 days.
    for (days, expected) in [(303, 0), (1, 1), (0, 0), (45, 0), (1, 1), (0, 0), (30, 0)] {
        app.clock.advance(Duration::days(days));
        assert_eq!(remind(&app).await.unwrap(), expected, "after {days} days");
    }
    // Twice, to who is in office and to who coordinates.
    assert_eq!(letters(&app).await, before + 4);
    // All terms that end on one day are one letter to those who coordinate.
    let (app, committee) = house().await;
    Visitor::new(&app, Role::Coordinator).await;
    for seat in 1..=5 {
        holder(&app, &committee, seat, "member").await;
    }
    app.clock.advance(Duration::days(304));
    let before = letters(&app).await;
    assert_eq!(remind(&app).await.unwrap(), 5);
    assert_eq!(letters(&app).await, before + 6);
}

#[tokio::test]
async fn where_somebody_was_written_to_is_forgotten_after_their_term_and_who_sat_there_is_not() {
    let (app, committee) = house().await;
    let gone = holder(&app, &committee, 1, "member").await;
    holder(&app, &committee, 2, "member").await;
    let tx = app.begin().await.unwrap();
    end(&app, &tx, &gone).await.unwrap();
    tx.commit().await.unwrap();
    app.clock.advance(Duration::days(31));
    assert_eq!(clear(&app, Duration::days(30)).await.unwrap(), 1);
    app.clock.advance(Duration::days(400));
    assert_eq!(clear(&app, Duration::days(30)).await.unwrap(), 1);
    let left = holders(&app.db, &committee.id).await.unwrap();
    assert!(left.iter().all(|holder| holder.email.is_none()));
    assert_eq!(left[0].name, gone.name);
}

#[tokio::test]
async fn what_is_said_to_a_workstream_stands_on_its_page_where_it_is_public() {
    let (app, _, workstream) = working().await;
    let committee = committee(&app, "Dialogkomitee").await;
    let member = holder(&app, &committee, 2, "member").await;
    let adviser = holder(&app, &committee, 1, "adviser").await;
    let page = async |workstream: &Workstream| {
        let nobody = Visitor::nobody(&app);
        nobody.get(&workstream.path()).await
    };
    says(&app, &member, &workstream.slug, "").await.unwrap();
    assert!(!page(&workstream).await.says("Bitte früher einbeziehen."));
    says(&app, &member, &workstream.slug, "yes").await.unwrap();
    let shown = page(&workstream).await;
    assert!(shown.says("Bitte früher einbeziehen.") && shown.says("Wissenschaft"));
    assert!(shown.says("Zwischenbericht") && !shown.says("Verein 2, member"));
    // Who advises speaks as well.
    let said = says(&app, &adviser, &workstream.slug, "yes").await.unwrap();
    assert!(page(&workstream).await.says("Institut, Recht"));
    let tx = app.begin().await.unwrap();
    drop_remark(&tx, &said).await.unwrap();
    tx.commit().await.unwrap();
    assert!(!page(&workstream).await.says("Institut, Recht"));
    let unknown = says(&app, &member, "nirgends", "yes").await;
    assert_eq!(refusal(unknown), "refused: committee-about-unknown");
    let draft = workstreams::Draft {
        handle: "geheim".to_owned(),
        ..workstreams::tests::cra()
    };
    let association = crate::associations::chosen(&app.db, "").await.unwrap();
    let hidden = workstreams::tests::proposed(&app, &association, &draft).await;
    let refused = says(&app, &member, &hidden.unwrap().slug, "yes").await;
    assert_eq!(refusal(refused), "refused: committee-about-unknown");
}

#[tokio::test]
async fn minutes_are_approved_by_most_seats_and_then_stay_as_they_are() {
    let (app, committee) = house().await;
    let members = [
        holder(&app, &committee, 1, "member").await,
        holder(&app, &committee, 2, "member").await,
        holder(&app, &committee, 3, "member").await,
    ];
    let deputy = holder(&app, &committee, 1, "deputy").await;
    let adviser = holder(&app, &committee, 1, "adviser").await;
    let minutes = written(&app, &committee).await;
    let approves = async |holder: &Holder| {
        let tx = app.begin().await?;
        let minutes = approve(&app, &tx, holder, (minutes.id.as_str(), "")).await?;
        tx.commit().await?;
        Ok::<Minutes, Error>(minutes)
    };
    let change = async |text: &str| {
        let draft = minutes::Draft {
            text: text.to_owned(),
            seen: String::new(),
            ..minutes::Draft::of(&minutes)
        };
        let tx = app.begin().await?;
        let minutes = change_minutes(&app, &tx, &minutes, &draft).await?;
        tx.commit().await?;
        Ok::<Minutes, Error>(minutes)
    };
    let submit = async || {
        let tx = app.begin().await?;
        let minutes = submit_minutes(&app, &tx, &minutes).await?;
        tx.commit().await?;
        Ok::<Minutes, Error>(minutes)
    };
    let early = approves(&members[0]).await;
    assert_eq!(refusal(early), "refused: committee-minutes-not-asked");
    let before = letters(&app).await;
    submit().await.unwrap();
    assert_eq!(letters(&app).await, before + 4, "whoever has a seat");
    for (holder, message) in [
        (&deputy, "committee-deputy-approves-not-yet"),
        (&adviser, "committee-no-seat"),
    ] {
        assert_eq!(
            refusal(approves(holder).await),
            format!("refused: {message}")
        );
    }
    approves(&members[0]).await.unwrap();
    let again = approves(&members[0]).await;
    assert_eq!(refusal(again), "refused: committee-approved-already");
    // Another text has to be read anew.
    let read = minutes.seen();
    app.clock.advance(Duration::seconds(1));
    change("Beschlossen wurde **viel**.").await.unwrap();
    assert_eq!(approvals(&app.db, &minutes).await.unwrap(), []);
    submit().await.unwrap();
    let tx = app.begin().await.unwrap();
    let unread = approve(&app, &tx, &members[0], (minutes.id.as_str(), &read)).await;
    assert_eq!(
        refusal(unread),
        "refused: committee-minutes-changed-meanwhile"
    );
    drop(tx);
    let page = async || Visitor::nobody(&app).get(&committee.path()).await;
    approves(&members[0]).await.unwrap();
    assert!(!page().await.says("<strong>viel</strong>"), "one of three");
    let fixed = approves(&members[1]).await.unwrap();
    assert_eq!(fixed.state(), minutes::State::Approved);
    assert!(page().await.says("<strong>viel</strong>"));
    let refused = change("Anders.").await;
    assert_eq!(refusal(refused), "refused: committee-minutes-fixed");
    let late = approves(&members[2]).await;
    assert_eq!(refusal(late), "refused: committee-minutes-not-asked");
}

#[tokio::test]
async fn deputies_of_vacant_seats_do_not_outweigh_the_others() {
    let (app, committee) = house().await;
    holder(&app, &committee, 1, "member").await;
    let mut deputies = Vec::new();
    for seat in 2..=5 {
        deputies.push(holder(&app, &committee, seat, "deputy").await);
    }
    let minutes = written(&app, &committee).await;
    let tx = app.begin().await.unwrap();
    submit_minutes(&app, &tx, &minutes).await.unwrap();
    for (deputy, expected) in deputies.iter().zip([false, false, true]) {
        let minutes = approve(&app, &tx, deputy, (minutes.id.as_str(), "")).await;
        let is_fixed = minutes.unwrap().approved_at.is_some();
        assert_eq!(is_fixed, expected, "three of five seats");
    }
}

#[tokio::test]
async fn another_committee_is_a_template_and_a_seat_that_was_held_stays() {
    let (app, committee) = house().await;
    let draft = Draft {
        name: "Krisenstab".to_owned(),
        kind: "ad_hoc".to_owned(),
        template: committee.slug.clone(),
        ends_on: "2026-12-31".to_owned(),
        ..Draft::default()
    };
    let ad_hoc = founded(&app, &draft).await.unwrap();
    assert_eq!(
        (ad_hoc.kind, &ad_hoc.purpose),
        (Kind::AdHoc, &committee.purpose)
    );
    assert_eq!(groups(&seats(&app.db, &ad_hoc.id).await.unwrap()), GROUPS);
    holder(&app, &ad_hoc, 2, "member").await;
    let revised = async |seats: &str, ends_on: &str| {
        let draft = Draft {
            seats: seats.to_owned(),
            ends_on: ends_on.to_owned(),
            ..draft_of(&app.db, &ad_hoc).await?
        };
        let tx = app.begin().await?;
        let committee = revise(&app, &tx, &ad_hoc.id, &draft).await?;
        tx.commit().await?;
        Ok::<Committee, Error>(committee)
    };
    let refused = revised("Staat", "2026-12-31").await;
    assert_eq!(refusal(refused), "refused: committee-seat-was-held");
    let refused = revised("Wissenschaft", "2026-12-30").await;
    assert_eq!(refusal(refused), "refused: committee-terms-reach-further");
    revised("Wissenschaft\nVerwaltung", "2026-12-31")
        .await
        .unwrap();
    let left = seats(&app.db, &ad_hoc.id).await.unwrap();
    assert_eq!(groups(&left), ["Wissenschaft", "Verwaltung"]);
    assert_eq!(left[1].number, 6, "a number is never another seat's");
}

#[tokio::test]
async fn a_coordinator_looks_after_it_at_the_desk() {
    let (app, _) = furnished_house().await;
    let coordinator = Visitor::new(&app, Role::Coordinator).await;
    let nameless = [("seats", "Staat\nStaat")];
    let refused = coordinator.post("/desk/committees", &nameless).await;
    assert!(refused.status == 422 && refused.says("<a href=\"#name\">"));
    assert!(refused.says("<a href=\"#seats\">") && refused.says("Staat\nStaat"));
    let typed = [
        ("name", "Dialogkomitee"),
        ("seats", "Staat\r\nWissenschaft"),
    ];
    let done = coordinator.post("/desk/committees", &typed).await;
    let desk = "/desk/committees/dialogkomitee";
    assert_eq!(done.location, format!("{desk}?done=saved"));
    assert!(
        coordinator
            .get(desk)
            .await
            .says("2 Sitze sind nicht besetzt")
    );
    let holders = format!("{desk}/holders");
    let wrong = [
        ("part", "member"),
        ("seat", "1"),
        ("email", "kein@"),
        ("name", "V"),
    ];
    let refused = coordinator.post(&holders, &wrong).await;
    assert!(refused.status == 422 && refused.says("value=\"kein@\""));
    let right = [
        ("part", "member"),
        ("seat", "1"),
        ("name", "Verein A, Vorstand"),
        ("email", "vorstand@verein.example"),
    ];
    let done = coordinator.post(&holders, &right).await;
    assert_eq!(done.location, format!("{desk}?done=seated"));
    let motions = format!("{desk}/motions");
    let refused = coordinator.post(&motions, &[("title", "Ohne Tag")]).await;
    assert!(refused.status == 422 && refused.says("value=\"Ohne Tag\""));
    let asked = [("title", "Zwischenstand"), ("ends_on", "2026-12-02")];
    let done = coordinator.post(&motions, &asked).await;
    assert_eq!(done.location, format!("{desk}?done=put"));
    let withdrawal = format!("{motions}/1/withdrawal");
    assert_eq!(coordinator.post(&withdrawal, &[]).await.status, 303);
    let again = coordinator.post(&withdrawal, &[]).await;
    assert!(again.status == 422 && again.says("nicht mehr abgestimmt"));
    let minutes = format!("{desk}/minutes");
    let typed = [
        ("title", "Sitzung"),
        ("held_on", "20.11.2026"),
        ("text", "Nichts."),
    ];
    assert_eq!(coordinator.post(&minutes, &typed).await.status, 303);
    let committee = find(&app.db, "dialogkomitee").await.unwrap();
    let written = minutes_of(&app.db, &committee).await.unwrap().remove(0);
    let one = format!("{minutes}/{}", written.id);
    let wrong = [
        ("title", "Sitzung"),
        ("held_on", "gestern"),
        ("text", "Nichts."),
    ];
    let refused = coordinator.post(&one, &wrong).await;
    assert!(refused.status == 422 && refused.says("value=\"gestern\""));
    assert_eq!(coordinator.post(&one, &typed).await.status, 303);
    let submission = format!("{one}/submission");
    assert_eq!(coordinator.post(&submission, &[]).await.status, 303);
    let seated = super::holders(&app.db, &committee.id)
        .await
        .unwrap()
        .remove(0);
    let anew = format!("{holders}/{}/link", seated.id);
    assert_eq!(coordinator.post(&anew, &[]).await.status, 303);
    let end = format!("{holders}/{}/end", seated.id);
    assert_eq!(coordinator.post(&end, &[]).await.status, 303);
    let over = coordinator.post(&end, &[]).await;
    assert!(over.status == 422 && over.says("Diese Amtszeit läuft nicht"));
    for page in ["/edit", "/holders", "/motions", "/minutes"] {
        let shown = coordinator.get(&format!("{desk}{page}")).await;
        assert_eq!(shown.status, 200, "{page}");
    }
    let copied = coordinator
        .get("/desk/committees/new?template=dialogkomitee")
        .await;
    assert!(copied.says("Wissenschaft") && !copied.says("value=\"Dialogkomitee\""));
    let deeds = deeds(&app).await;
    for deed in [
        "found",
        "seat",
        "motion-put",
        "motion-withdraw",
        "minutes-write",
        "minutes-revise",
        "minutes-submit",
        "link",
        "end",
    ] {
        let deed = format!("committee.{deed}");
        assert!(deeds.contains(&deed), "{deed} {deeds:?}");
    }
}

#[tokio::test]
async fn who_does_not_coordinate_looks_and_changes_nothing() {
    let (app, committee) = house().await;
    let member = holder(&app, &committee, 1, "member").await;
    motion(&app, &committee).await;
    let editor = Visitor::new(&app, Role::Editor).await;
    let desk = committee.desk();
    let page = editor.get(&desk).await;
    assert!(page.status == 200 && page.says("Verein 1, member") && !page.says("/holders/"));
    for path in [
        "/edit".to_owned(),
        "/holders".to_owned(),
        "/motions".to_owned(),
        "/minutes".to_owned(),
        "/motions/1/withdrawal".to_owned(),
        format!("/holders/{}/end", member.id),
        format!("/holders/{}/link", member.id),
    ] {
        let answer = editor
            .post(&format!("{desk}{path}"), &[("name", "x")])
            .await;
        assert_eq!(answer.status, 403, "{path}");
    }
    // Whoever sits on one committee is not reached by the address of another.
    let other = super::tests::committee(&app, "Anderes Gremium").await;
    let coordinator = Visitor::new(&app, Role::Coordinator).await;
    let foreign = format!("{}/holders/{}/end", other.desk(), member.id);
    assert_eq!(coordinator.post(&foreign, &[]).await.status, 404);
}
