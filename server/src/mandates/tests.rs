//! Seats of ours in committees of other servers, one by one: what a committee may say of them, what nobody
//! else may, and what those who work here see.

use super::*;
use crate::{
    accounts::Role as Hired,
    committees::{Part, motion::Outcome, vote::Deputising},
    events::feed::tests::house,
    following::tests::meet,
    web::desk::tests::{Visitor, deeds},
};
use chrono::Duration;
use federation::{
    Action, Answer, Appointing, Received, Rejected, Verdict,
    vocabulary::{self as wire, Grant, question::Choice, seat},
};
use url::Url;

const GROUP: &str = "https://peer.example/ap/actors/komitee";
const NEIGHBOUR: &str = "https://peer.example/ap/actors/other";
const SEAT: &str = "https://peer.example/ap/objects/sitz-3";

fn url(text: &str) -> Url {
    text.parse().expect("an address")
}

/// A committee of another server, or somebody beside it who says to be one.
async fn committee(app: &App, id: &str) -> Actor {
    let met = meet(app, id).await;
    Actor {
        kind: "Group".to_owned(),
        handle: "dialogkomitee".to_owned(),
        profile: federation::vocabulary::Profile {
            name: "Dialogkomitee".to_owned(),
            body: Some("committee".to_owned()),
            ..met.profile.clone()
        },
        ..met
    }
}

async fn received(app: &App, by: Actor, id: &str, action: Action) -> Received {
    Received {
        id: url(id),
        actor: by,
        action,
        received_at: app.clock.now(),
        said_at: None,
    }
}

fn seat_until(end: &str) -> wire::Seat {
    wire::Seat {
        id: url(SEAT),
        attributed_to: url(GROUP),
        name: "Stellvertretung: Staat".to_owned(),
        subject: None,
        relationship: seat::MEMBER_OF,
        object: url(GROUP),
        stakeholder: "Staat".to_owned(),
        deputy_of: Some(url("https://peer.example/ap/objects/sitz-2")),
        start_time: "2026-09-01T00:00:00+02:00".parse().expect("a time"),
        end_time: end.parse().expect("a time"),
        kind: seat::SEAT,
        updated: "2026-09-01T00:00:00+02:00".parse().expect("a time"),
        to: Vec::new(),
        cc: Vec::new(),
    }
}

const END: &str = "2027-08-31T23:59:59+02:00";

async fn offered_by(app: &App, by: Actor, id: &str, end: &str) -> Result<(), Rejected> {
    let ours = crate::associations::chosen(&app.db, "").await.unwrap();
    let appointing = Appointing {
        seat: seat_until(end),
        target: ours.actor.clone().into(),
        asked: ours.actor,
    };
    let activity = received(app, by, id, Action::Profile).await;
    let tx = app.begin().await.unwrap();
    inbox::receive_offer(app, &tx, &activity, &appointing).await?;
    tx.commit().await.unwrap();
    Ok(())
}

/// A seat that was offered to the first association, and stands so.
pub async fn held(app: &App, state: State) -> Mandate {
    let number = listed(&app.db).await.unwrap().len();
    let offer = format!("https://peer.example/ap/activities/{number}");
    let by = committee(app, GROUP).await;
    offered_by(app, by, &offer, END).await.unwrap();
    let mandate = listed(&app.db).await.unwrap().remove(0);
    if state == State::Offered {
        return mandate;
    }
    let tx = app.begin().await.unwrap();
    let draft = Draft {
        person: "Verein B, Vorstand".to_owned(),
    };
    let mandate = accept(app, &tx, mandate, &draft).await.unwrap();
    tx.commit().await.unwrap();
    if state == State::Granted {
        granted(app, GROUP, grant(&mandate)).await.unwrap();
    }
    again(app, &mandate).await
}

async fn again(app: &App, mandate: &Mandate) -> Mandate {
    find(&app.db, mandate.id.as_str()).await.unwrap()
}

fn grant(mandate: &Mandate) -> Grant {
    Grant {
        id: url("https://peer.example/ap/activities/grant-5"),
        actor: url(GROUP),
        context: url(GROUP),
        target: mandate.association.clone().into(),
        object: url(SEAT),
        fulfills: mandate.word.clone().map(Url::from),
        acted_on_behalf_of: None,
        end_time: Some("2027-08-31T23:59:59+02:00".parse().unwrap()),
    }
}

async fn granted(app: &App, by: &str, grant: Grant) -> Result<(), Rejected> {
    let by = committee(app, by).await;
    let activity = received(app, by, grant.id.clone().as_str(), Action::Profile).await;
    let tx = app.begin().await.unwrap();
    inbox::receive_grant(app, &tx, &activity, &grant).await?;
    tx.commit().await.unwrap();
    Ok(())
}

fn motion(mandate: &Mandate, state: &str, updated: &str) -> wire::Motion {
    wire::Motion {
        id: url("https://peer.example/ap/objects/antrag-1"),
        attributed_to: url(GROUP),
        name: "Zwischenstand billigen".to_owned(),
        content: "<p>Bis <script>x</script>Mittwoch.</p>".to_owned(),
        one_of: vec![Choice {
            name: "yes".to_owned(),
            votes: u64::MAX,
        }],
        end_time: "2026-12-02T23:59:00+01:00".parse().unwrap(),
        closed: None,
        kind: wire::motion::MOTION,
        state: state.to_owned(),
        deputies_from: Some("2026-11-28T00:00:00+01:00".parse().unwrap()),
        standing: Some("not_yet".to_owned()),
        deputy_voice: None,
        published: "2026-11-22T12:00:00Z".parse().unwrap(),
        updated: Some(updated.parse().unwrap()),
        to: vec![mandate.association.clone().into()],
    }
}

async fn put(app: &App, by: &str, told: wire::Motion) -> Result<(), Rejected> {
    let by = committee(app, by).await;
    let activity = received(app, by, "https://peer.example/a/m", Action::Profile).await;
    let tx = app.begin().await.unwrap();
    inbox::receive_motion(app, &tx, &activity, &told).await?;
    tx.commit().await.unwrap();
    Ok(())
}

/// A motion that a seat of ours was told of.
pub async fn asked(app: &App, mandate: &Mandate) -> Motion {
    let told = motion(mandate, "open", "2026-11-22T12:00:00Z");
    put(app, GROUP, told).await.unwrap();
    motions(&app.db, &mandate.id).await.unwrap().remove(0)
}

/// The same seat as its member's.
pub async fn made_member(app: &App, mandate: &Mandate) -> Mandate {
    let tx = app.begin().await.unwrap();
    let member = Mandate {
        part: Part::Member,
        ..mandate.clone()
    };
    let member = store::update(&tx, member).await.unwrap();
    tx.commit().await.unwrap();
    member
}

fn submitted(mandate: &Mandate, id: &str, state: &str) -> wire::Minutes {
    wire::Minutes {
        id: url(id),
        attributed_to: url(GROUP),
        name: "Sitzung im November".to_owned(),
        content: "<p>Beschlossen <script>x</script>wurde nichts.</p>".to_owned(),
        start_time: "2026-11-20T00:00:00+01:00".parse().unwrap(),
        kind: wire::minutes::MINUTES,
        state: state.to_owned(),
        published: "2026-11-22T12:00:00Z".parse().unwrap(),
        updated: None,
        to: vec![mandate.association.clone().into()],
    }
}

async fn puts(app: &App, by: &str, told: wire::Minutes) -> Result<(), Rejected> {
    let by = committee(app, by).await;
    let activity = received(app, by, "https://peer.example/a/p", Action::Profile).await;
    let tx = app.begin().await.unwrap();
    inbox::receive_minutes(app, &tx, &activity, &told).await?;
    tx.commit().await.unwrap();
    Ok(())
}

const PROTOCOL: &str = "https://peer.example/ap/objects/protokoll-1";

/// Minutes that a seat of ours is asked to approve.
pub async fn put_to_us(app: &App, mandate: &Mandate) -> Minutes {
    let told = submitted(mandate, PROTOCOL, "submitted");
    puts(app, GROUP, told).await.unwrap();
    minutes(&app.db, &mandate.id).await.unwrap().remove(0)
}

async fn says(app: &App, mandate: &Mandate, about: &str) -> Result<Word> {
    let draft = word::Remark {
        about: about.to_owned(),
        checkpoint: "Zwischenbericht".to_owned(),
        text: "Bitte früher <einbeziehen>.\n\nDanke.".to_owned(),
        is_public: "yes".to_owned(),
    };
    let tx = app.begin().await?;
    let mandate = find_for_change(&tx, mandate.id.as_str()).await?;
    let said = remark(app, &tx, &mandate, &draft).await?;
    tx.commit().await?;
    Ok(said)
}

/// Something that was said for a seat of ours.
pub async fn remarked(app: &App, mandate: &Mandate) -> Word {
    let about = "https://peer.example/workstreams/ws-cra";
    says(app, mandate, about).await.unwrap()
}

async fn answered_word(app: &App, by: &str, asked: &Iri, verdict: Verdict) -> Result<(), Rejected> {
    let answer = Answer {
        asked: asked.clone().into(),
        verdict,
        kind: None,
        name: None,
        reason: Some("Dazu kann das Gremium nichts <b>anmerken</b>.".to_owned()),
        result: None,
        grant: None,
    };
    let by = committee(app, by).await;
    let activity = received(app, by, "https://peer.example/a/w", Action::Profile).await;
    let tx = app.begin().await.unwrap();
    inbox::receive_answer(&tx, &activity, &answer).await?;
    tx.commit().await.unwrap();
    Ok(())
}

async fn letters(app: &App) -> usize {
    crate::mail::undelivered(&app.db, 1_000)
        .await
        .unwrap()
        .len()
}

async fn casts(app: &App, mandate: &Mandate, motion: &Motion, voice: &str) -> Result<Motion> {
    let ballot = Ballot {
        motion: motion.id.to_string(),
        voice: voice.to_owned(),
    };
    let tx = app.begin().await?;
    let mandate = find_for_change(&tx, mandate.id.as_str()).await?;
    let cast = vote(app, &tx, &mandate, &ballot).await?;
    tx.commit().await?;
    Ok(cast)
}

async fn answered(app: &App, by: &str, motion: &Motion, verdict: Verdict) -> Result<(), Rejected> {
    let answer = Answer {
        asked: motion.vote.clone().expect("a vote").into(),
        verdict,
        kind: None,
        name: None,
        reason: Some("Das Mitglied hat selbst <b>abgestimmt</b>.".to_owned()),
        result: None,
        grant: None,
    };
    let by = committee(app, by).await;
    let activity = received(app, by, "https://peer.example/a/n", Action::Profile).await;
    let tx = app.begin().await.unwrap();
    inbox::receive_answer(&tx, &activity, &answer).await?;
    tx.commit().await.unwrap();
    Ok(())
}

#[tokio::test]
async fn a_seat_is_offered_by_a_committee_once_and_for_days_to_come() {
    let (app, _) = house().await;
    let stranger = meet(&app, NEIGHBOUR).await;
    let offer = "https://peer.example/ap/activities/1";
    let refused = offered_by(&app, stranger, offer, END).await;
    assert!(matches!(refused, Err(Rejected::Refused("no_committee"))));
    let by = committee(&app, GROUP).await;
    let past = "2026-10-31T23:59:59+01:00";
    let refused = offered_by(&app, by.clone(), offer, past).await;
    assert!(matches!(refused, Err(Rejected::Refused("seat_is_over"))));
    for _ in 0..2 {
        offered_by(&app, by.clone(), offer, END).await.unwrap();
    }
    let mandate = listed(&app.db).await.unwrap();
    assert_eq!(mandate.len(), 1, "once");
    let mandate = &mandate[0];
    assert_eq!(
        (mandate.state, mandate.part, mandate.stakeholder.as_str()),
        (State::Offered, Part::Deputy, "Staat")
    );
    assert!(!mandate.is_in_office(today(&app)));
    for number in 2..21 {
        let offer = format!("https://peer.example/ap/activities/{number}");
        offered_by(&app, by.clone(), &offer, END).await.unwrap();
    }
    let more = "https://peer.example/ap/activities/99";
    let refused = offered_by(&app, by, more, END).await;
    assert!(matches!(refused, Err(Rejected::Refused("too_many_offers"))));
}

#[tokio::test]
async fn what_the_committee_grants_counts_and_what_others_grant_does_not() {
    let (app, _) = house().await;
    let mandate = held(&app, State::Accepted).await;
    assert!(!mandate.is_in_office(today(&app)), "not granted yet");
    let for_another = Grant {
        target: url("https://peer.example/p"),
        ..grant(&mandate)
    };
    let for_another_seat = Grant {
        object: url("https://peer.example/ap/objects/sitz-9"),
        ..grant(&mandate)
    };
    let for_another_word = Grant {
        fulfills: None,
        ..grant(&mandate)
    };
    for (by, forged) in [
        (NEIGHBOUR, grant(&mandate)),
        (GROUP, for_another),
        (GROUP, for_another_seat),
        (GROUP, for_another_word),
    ] {
        let refused = granted(&app, by, forged).await;
        assert!(matches!(refused, Err(Rejected::NotForUs)), "{by}");
    }
    assert_eq!(again(&app, &mandate).await.state, State::Accepted);
    granted(&app, GROUP, grant(&mandate)).await.unwrap();
    let now = again(&app, &mandate).await;
    assert!(now.is_in_office(today(&app)));
    assert!(
        !now.is_in_office("2027-09-01".parse().unwrap()),
        "by itself"
    );
}

#[tokio::test]
async fn a_motion_is_told_by_the_committee_to_who_holds_the_seat() {
    let (app, _) = house().await;
    let mandate = held(&app, State::Accepted).await;
    let told = motion(&mandate, "open", "2026-11-22T12:00:00Z");
    let refused = put(&app, GROUP, told.clone()).await;
    assert!(matches!(refused, Err(Rejected::Refused("no_mandate"))));
    granted(&app, GROUP, grant(&mandate)).await.unwrap();
    let refused = put(&app, NEIGHBOUR, told).await;
    assert!(matches!(refused, Err(Rejected::Refused("no_mandate"))));
    let motion_here = asked(&app, &mandate).await;
    assert!(!motion_here.text.contains("script"), "{}", motion_here.text);
    assert_eq!(motion_here.yes, 1_000, "a number of seats there can be");
    let odd = motion(&mandate, "merry", "2026-11-22T12:01:00Z");
    let refused = put(&app, GROUP, odd).await;
    assert!(matches!(refused, Err(Rejected::Refused("unknown_state"))));
    let adopted = motion(&mandate, "adopted", "2026-12-03T00:00:00Z");
    put(&app, GROUP, adopted).await.unwrap();
    let late = motion(&mandate, "open", "2026-11-22T12:02:00Z");
    let late = put(&app, GROUP, late).await;
    assert!(matches!(late, Err(Rejected::NotForUs)), "an older word");
    let all = motions(&app.db, &mandate.id).await.unwrap();
    assert_eq!((all.len(), all[0].outcome), (1, Outcome::Adopted));
}

#[tokio::test]
async fn a_vote_is_cast_once_unless_the_committee_refuses_it() {
    let (app, _) = house().await;
    let mandate = held(&app, State::Granted).await;
    let motion = asked(&app, &mandate).await;
    let no_word = casts(&app, &mandate, &motion, "perhaps").await.unwrap_err();
    assert_eq!(no_word.to_string(), "refused: committee-voice-unknown");
    let cast = casts(&app, &mandate, &motion, "yes").await.unwrap();
    assert_eq!(cast.vote_state, Some(VoteState::Sent));
    let twice = casts(&app, &mandate, &motion, "no").await.unwrap_err();
    assert_eq!(twice.to_string(), "refused: committee-voted-already");
    let forged = answered(&app, NEIGHBOUR, &cast, Verdict::Reject).await;
    assert!(matches!(
        forged,
        Err(Rejected::Refused("not_the_committee"))
    ));
    answered(&app, GROUP, &cast, Verdict::Reject).await.unwrap();
    let now = motions(&app.db, &mandate.id).await.unwrap().remove(0);
    assert_eq!(now.vote_state, Some(VoteState::Refused));
    assert_eq!(now.reason, "Das Mitglied hat selbst abgestimmt.");
    let cast = casts(&app, &mandate, &motion, "no").await.unwrap();
    answered(&app, GROUP, &cast, Verdict::Accept).await.unwrap();
    let taken = casts(&app, &mandate, &motion, "yes").await.unwrap_err();
    assert_eq!(taken.to_string(), "refused: committee-voted-already");
    app.clock.advance(Duration::days(400));
    let late = casts(&app, &mandate, &motion, "yes").await.unwrap_err();
    assert_eq!(late.to_string(), "refused: committee-term-over");
}

#[tokio::test]
async fn nobody_but_the_committee_takes_a_seat_back_and_nothing_of_it_stays() {
    let (app, _) = house().await;
    for by_grant in [true, false] {
        let mandate = held(&app, State::Granted).await;
        let motion = asked(&app, &mandate).await;
        let id = match by_grant {
            true => mandate.grant_iri.clone().expect("a grant"),
            false => mandate.offer.clone(),
        };
        for (by, is_heard) in [(NEIGHBOUR, false), (GROUP, true)] {
            let by = committee(&app, by).await;
            let activity = received(&app, by, "https://peer.example/a/u", Action::Profile).await;
            let tx = app.begin().await.unwrap();
            let ended = inbox::receive_end(&app, &tx, &activity, &id).await;
            tx.commit().await.unwrap();
            assert_eq!(ended.is_ok(), is_heard);
        }
        assert_eq!(again(&app, &mandate).await.state, State::Ended);
        assert!(motions(&app.db, &mandate.id).await.unwrap().is_empty());
        let over = casts(&app, &mandate, &motion, "yes").await.unwrap_err();
        assert_eq!(over.to_string(), "refused: committee-term-over");
    }
    let mandate = held(&app, State::Granted).await;
    let by = committee(&app, GROUP).await;
    let activity = received(&app, by, "https://peer.example/a/f", Action::Farewell).await;
    let tx = app.begin().await.unwrap();
    inbox::receive_farewell(&app, &tx, &activity).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(again(&app, &mandate).await.state, State::Ended);
}

#[tokio::test]
async fn a_coordinator_answers_and_votes_at_the_desk_and_an_editor_looks() {
    let (app, _) = house().await;
    let editor = Visitor::new(&app, Hired::Editor).await;
    let coordinator = Visitor::new(&app, Hired::Coordinator).await;
    assert!(editor.get("/desk/mandates").await.says("Noch hat kein"));
    let mandate = held(&app, State::Offered).await;
    let desk = format!("/desk/mandates/{}", mandate.id);
    assert!(editor.get("/desk/mandates").await.says("Dialogkomitee"));
    let overview = editor.get("/desk").await;
    assert!(overview.says("bietet Ihrem Verband einen Sitz an"));
    let page = editor.get(&desk).await;
    assert!(page.says("Staat") && page.says("Antworten kann, wer koordiniert"));
    for way in [
        "acceptance",
        "refusal",
        "leave",
        "votes",
        "approvals",
        "remarks",
        "absence",
    ] {
        let answer = editor.post(&format!("{desk}/{way}"), &[]).await;
        assert_eq!(answer.status, 403, "{way}");
    }
    let long = "x".repeat(101);
    for person in [" ", &long] {
        let accept = format!("{desk}/acceptance");
        let refused = coordinator.post(&accept, &[("person", person)]).await;
        assert!(refused.status == 422 && refused.says("<a href=\"#person\">"));
        assert!(refused.says(person), "what was typed stays");
    }
    let reason = "x".repeat(501);
    let decline = format!("{desk}/refusal");
    let refused = coordinator.post(&decline, &[("reason", &reason)]).await;
    assert!(refused.status == 422 && refused.says("<a href=\"#reason\">"));
    let vorstand = [("person", "Verein B, Vorstand")];
    let taken = coordinator
        .post(&format!("{desk}/acceptance"), &vorstand)
        .await;
    assert_eq!(taken.location, format!("{desk}?done=accepted"));
    let twice = coordinator.post(&decline, &[]).await;
    assert!(twice.status == 422 && twice.says("nicht angeboten"));
    let mandate = again(&app, &mandate).await;
    granted(&app, GROUP, grant(&mandate)).await.unwrap();
    let motion = asked(&app, &mandate).await;
    let page = coordinator.get(&desk).await;
    assert!(page.says("Zwischenstand billigen") && page.says("Enthaltung"));
    assert!(!editor.get(&desk).await.says("/votes"), "looks only");
    let ballot = [("motion", motion.id.as_str()), ("voice", "abstain")];
    let voted = coordinator.post(&format!("{desk}/votes"), &ballot).await;
    assert_eq!(voted.location, format!("{desk}?done=voted"));
    assert!(coordinator.get(&desk).await.says("unterwegs"));
    let left = coordinator.post(&format!("{desk}/leave"), &[]).await;
    assert_eq!(left.location, format!("{desk}?done=left"));
    let gone = coordinator.post(&format!("{desk}/leave"), &[]).await;
    assert!(gone.status == 422 && gone.says("nicht übernommen"));
    let another = held(&app, State::Offered).await;
    let decline = format!("/desk/mandates/{}/refusal", another.id);
    let declined = coordinator.post(&decline, &[("reason", "Zu weit.")]).await;
    assert_eq!(declined.status, 303);
    assert_ne!(Visitor::nobody(&app).get(&desk).await.status, 200);
    let deeds = deeds(&app).await;
    for deed in ["accept", "decline", "leave", "vote"] {
        let deed = format!("mandate.{deed}");
        assert!(deeds.contains(&deed), "{deed} {deeds:?}");
    }
}

#[tokio::test]
async fn a_deputy_is_told_when_a_vote_counts_and_a_member_what_the_deputy_said() {
    let (app, _) = house().await;
    let coordinator = Visitor::new(&app, Hired::Coordinator).await;
    let mandate = held(&app, State::Granted).await;
    let desk = format!("/desk/mandates/{}", mandate.id);
    let known = asked(&app, &mandate).await;
    assert_eq!(known.deputising(app.clock.now()), Some(Deputising::NotYet));
    let page = coordinator.get(&desk).await;
    assert!(page.says("Ihre Stimme zählt gerade nicht"));
    // The time that was named comes without a word.
    let from = known.deputies_from.expect("a time");
    assert_eq!(known.deputising(from), Some(Deputising::Silence));
    let said = wire::Motion {
        standing: Some("member_voted".to_owned()),
        ..motion(&mandate, "open", "2026-11-23T12:00:00Z")
    };
    put(&app, GROUP, said).await.unwrap();
    let page = coordinator.get(&desk).await;
    assert!(page.says("Das Mitglied hat selbst abgestimmt"));
    // What a deputy said is for members alone.
    let stood_in = wire::Motion {
        standing: Some("silence".to_owned()),
        deputy_voice: Some("no".to_owned()),
        ..motion(&mandate, "open", "2026-11-24T12:00:00Z")
    };
    put(&app, GROUP, stood_in.clone()).await.unwrap();
    let known = motions(&app.db, &mandate.id).await.unwrap().remove(0);
    assert_eq!(known.deputy_voice, None);
    made_member(&app, &mandate).await;
    let before = letters(&app).await;
    put(&app, GROUP, stood_in.clone()).await.unwrap();
    let told = letters(&app).await;
    assert!(told > before);
    put(&app, GROUP, stood_in).await.unwrap();
    assert_eq!(letters(&app).await, told, "once");
    let page = coordinator.get(&desk).await;
    assert!(page.says("Ihre Stellvertretung hat abgestimmt") && page.says("Nein"));
}

#[tokio::test]
async fn minutes_are_put_by_the_committee_and_gone_when_it_changes_them() {
    let (app, _) = house().await;
    let mandate = held(&app, State::Accepted).await;
    let told = submitted(&mandate, PROTOCOL, "submitted");
    let refused = puts(&app, GROUP, told.clone()).await;
    assert!(matches!(refused, Err(Rejected::Refused("no_mandate"))));
    granted(&app, GROUP, grant(&mandate)).await.unwrap();
    let refused = puts(&app, NEIGHBOUR, told).await;
    assert!(matches!(refused, Err(Rejected::Refused("no_mandate"))));
    let put = put_to_us(&app, &mandate).await;
    assert!(!put.text.contains("script"), "{}", put.text);
    let odd = submitted(&mandate, PROTOCOL, "draft");
    let odd = puts(&app, GROUP, odd).await;
    assert!(matches!(odd, Err(Rejected::Refused("unknown_state"))));
    for (by, left) in [(NEIGHBOUR, 1), (GROUP, 0)] {
        let by = committee(&app, by).await;
        let activity = received(&app, by, "https://peer.example/a/d", Action::Profile).await;
        let tx = app.begin().await.unwrap();
        let gone = inbox::receive_delete(&tx, &activity, &put.iri).await;
        gone.unwrap();
        tx.commit().await.unwrap();
        let kept = minutes(&app.db, &mandate.id).await.unwrap();
        assert_eq!(kept.len(), left);
    }
}

#[tokio::test]
async fn minutes_are_approved_once_unless_the_committee_refuses_it() {
    let (app, _) = house().await;
    let mandate = held(&app, State::Granted).await;
    let put = put_to_us(&app, &mandate).await;
    let approves = async |id: &str| {
        let tx = app.begin().await?;
        let approved = approve(&app, &tx, &mandate, id).await?;
        tx.commit().await?;
        Ok::<_, Error>(approved)
    };
    let unknown = approves(mandate.id.as_str()).await.unwrap_err();
    assert_eq!(unknown.to_string(), "refused: mandate-minutes-unknown");
    let sent = approves(put.id.as_str()).await.unwrap();
    assert_eq!(sent.word_state, Some(VoteState::Sent));
    let twice = approves(put.id.as_str()).await.unwrap_err();
    assert_eq!(twice.to_string(), "refused: committee-approved-already");
    let word = sent.word.expect("an activity");
    let forged = answered_word(&app, NEIGHBOUR, &word, Verdict::Accept).await;
    assert!(matches!(
        forged,
        Err(Rejected::Refused("not_the_committee"))
    ));
    answered_word(&app, GROUP, &word, Verdict::Reject)
        .await
        .unwrap();
    let sent = approves(put.id.as_str()).await.unwrap();
    let word = sent.word.expect("an activity");
    answered_word(&app, GROUP, &word, Verdict::Accept)
        .await
        .unwrap();
    let taken = approves(put.id.as_str()).await.unwrap_err();
    assert_eq!(taken.to_string(), "refused: committee-approved-already");
    let approved = submitted(&mandate, PROTOCOL, "approved");
    puts(&app, GROUP, approved).await.unwrap();
    let fixed = approves(put.id.as_str()).await.unwrap_err();
    assert_eq!(fixed.to_string(), "refused: committee-minutes-fixed");
}

#[tokio::test]
async fn a_remark_is_about_what_is_at_the_committee_and_is_taken_back() {
    let (app, _) = house().await;
    let mandate = held(&app, State::Granted).await;
    for about in [
        "nichts",
        "https://elsewhere.example/workstreams/ws-cra",
        GROUP,
        mandate.id.as_str(),
    ] {
        let refused = says(&app, &mandate, about).await.unwrap_err();
        let expected = "refused: mandate-about-unknown";
        assert_eq!(refused.to_string(), expected, "{about}");
    }
    let motion = asked(&app, &mandate).await;
    let said = says(&app, &mandate, motion.id.as_str()).await.unwrap();
    assert_eq!((said.checkpoint.as_str(), said.is_public), ("", false));
    let said = remarked(&app, &mandate).await;
    assert_eq!(said.checkpoint, "Zwischenbericht");
    answered_word(&app, GROUP, &said.word, Verdict::Reject)
        .await
        .unwrap();
    let now = words(&app.db, &mandate.id).await.unwrap().remove(0);
    assert_eq!(now.word_state, VoteState::Refused);
    assert_eq!(now.reason, "Dazu kann das Gremium nichts anmerken.");
    let tx = app.begin().await.unwrap();
    take_back(&app, &tx, &mandate, said.id.as_str())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(words(&app.db, &mandate.id).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_member_is_away_on_days_and_the_last_word_on_it_holds() {
    let (app, _) = house().await;
    let mandate = held(&app, State::Granted).await;
    let goes = async |mandate: &Mandate, from: &str, until: &str| {
        let absence = crate::committees::holder::Absence {
            absent_from: from.to_owned(),
            absent_until: until.to_owned(),
        };
        let tx = app.begin().await?;
        let said = mark_absence(&app, &tx, mandate, &absence).await?;
        tx.commit().await?;
        Ok::<_, Error>(said)
    };
    let deputy = goes(&mandate, "2026-12-01", "").await.unwrap_err();
    assert_eq!(deputy.to_string(), "refused: committee-members-only");
    let member = made_member(&app, &mandate).await;
    let late = goes(&member, "2026-12-01", "2028-01-01").await.unwrap_err();
    assert_eq!(late.to_string(), "refused: committee-absence-wrong");
    goes(&member, "2026-12-01", "2026-12-04").await.unwrap();
    let back = goes(&member, "", "").await.unwrap();
    assert_eq!(back.starts_on, None);
    assert_eq!(words(&app.db, &mandate.id).await.unwrap(), [back]);
    app.clock.advance(Duration::days(400));
    let over = goes(&member, "", "").await.unwrap_err();
    assert_eq!(over.to_string(), "refused: committee-term-over");
}

#[tokio::test]
async fn a_coordinator_says_at_the_desk_what_there_is_to_say_for_a_seat() {
    let (app, _) = house().await;
    let coordinator = Visitor::new(&app, Hired::Coordinator).await;
    let mandate = held(&app, State::Granted).await;
    made_member(&app, &mandate).await;
    let desk = format!("/desk/mandates/{}", mandate.id);
    let put = put_to_us(&app, &mandate).await;
    let approvals = format!("{desk}/approvals");
    let approved = coordinator
        .post(&approvals, &[("minutes", put.id.as_str())])
        .await;
    assert_eq!(approved.location, format!("{desk}?done=approved"));
    let remarks = format!("{desk}/remarks");
    let wrong = [
        ("address", "https://elsewhere.example/x"),
        ("text", "Bitte."),
    ];
    let refused = coordinator.post(&remarks, &wrong).await;
    assert!(refused.status == 422 && refused.says("<a href=\"#about\">"));
    assert!(refused.says("https://elsewhere.example/x") && refused.says("Bitte."));
    let right = [
        ("address", "https://peer.example/workstreams/ws-cra"),
        ("text", "Bitte."),
    ];
    let said = coordinator.post(&remarks, &right).await;
    assert_eq!(said.location, format!("{desk}?done=said"));
    let absence = format!("{desk}/absence");
    let refused = coordinator.post(&absence, &[("absent_from", "bald")]).await;
    assert!(refused.status == 422 && refused.says("<a href=\"#absent_from\">"));
    let away = coordinator
        .post(&absence, &[("absent_from", "2026-12-01")])
        .await;
    assert_eq!(away.location, format!("{desk}?done=noted"));
    let page = coordinator.get(&desk).await;
    for shown in ["Sitzung im November", "unterwegs", "Bitte.", "2026-12-01"] {
        assert!(page.says(shown), "{shown}");
    }
    let word = words(&app.db, &mandate.id).await.unwrap();
    let word = word.iter().find(|word| word.is_remark()).expect("a remark");
    let removal = format!("{remarks}/{}/removal", word.id);
    let gone = coordinator.post(&removal, &[]).await;
    assert_eq!(gone.location, format!("{desk}?done=taken_back"));
    let deeds = deeds(&app).await;
    for deed in ["approve", "remark", "absence", "take-back"] {
        let deed = format!("mandate.{deed}");
        assert!(deeds.contains(&deed), "{deed}");
    }
}

#[tokio::test]
async fn a_term_elsewhere_is_brought_to_mind_twice_and_vain_offers_are_forgotten() {
    let (app, _) = house().await;
    let _coordinator = Visitor::new(&app, Hired::Coordinator).await;
    let mandate = held(&app, State::Granted).await;
    let vain = held(&app, State::Offered).await;
    assert_eq!(remind(&app).await.unwrap(), 0, "not yet");
    for (days, expected) in [(60, 1), (60, 0), (14, 1), (13, 0)] {
        let due = mandate.ends_on - Duration::days(days);
        let left = due - today(&app);
        if left > Duration::zero() {
            app.clock.advance(left);
        }
        let before = letters(&app).await;
        assert_eq!(remind(&app).await.unwrap(), expected, "{days}");
        assert_eq!(letters(&app).await > before, expected > 0, "{days}");
    }
    app.clock.advance(Duration::days(14));
    assert_eq!(
        count_waiting(&app).await.unwrap(),
        0,
        "nobody can answer it"
    );
    assert_eq!(clear(&app, app.clock.now()).await.unwrap(), 1);
    assert!(find(&app.db, vain.id.as_str()).await.is_err());
    assert!(find(&app.db, mandate.id.as_str()).await.is_ok());
}

#[tokio::test]
async fn who_was_asked_under_one_term_votes_under_the_next() {
    let (app, _) = house().await;
    let first = held(&app, State::Granted).await;
    let motion = asked(&app, &first).await;
    let tx = app.begin().await.unwrap();
    let over = Mandate {
        ends_on: today(&app) - Duration::days(1),
        ..first.clone()
    };
    store::update(&tx, over).await.unwrap();
    tx.commit().await.unwrap();
    let next = held(&app, State::Granted).await;
    let refused = casts(&app, &next, &motion, "yes").await.unwrap_err();
    assert_eq!(refused.to_string(), "refused: committee-motion-unknown");
    let told = self::motion(&next, "open", "2026-11-23T12:00:00Z");
    put(&app, GROUP, told).await.unwrap();
    let cast = casts(&app, &next, &motion, "yes").await.unwrap();
    assert_eq!(cast.vote_state, Some(VoteState::Sent));
}
