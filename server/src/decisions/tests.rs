//! Votes as those who cast, count, hand out paper and look for a way around the rules meet them.

use super::*;
use crate::{
    accounts::{Role, tests::Instance},
    events::feed::tests::{denkwerkstatt, published},
    ids::ElectorId,
    participations::{self, Registration},
    topics,
    web::{
        desk::tests::{Visitor, deeds, furnished_house},
        openapi::tests::Program,
    },
    working_groups,
    workstreams::{self, tests::working},
};
use chrono::Duration;
use decision::tests::dots;
use serde_json::json;

/// An event at which these are, by name and group; those with an address have the one of their name.
pub async fn edition(app: &App, people: &[(&str, &str)]) -> Event {
    let association = crate::associations::chosen(&app.db, "").await.unwrap();
    let organizer = crate::associations::actor_of(&app.db, &association)
        .await
        .unwrap();
    let draft = events::Draft {
        registration: "open".to_owned(),
        groups: "Ehrenamt\nWissenschaft\nWirtschaft".to_owned(),
        ..denkwerkstatt()
    };
    let event = published(app, &organizer, &draft).await;
    let tx = app.begin().await.unwrap();
    for (name, group) in people {
        let registration = Registration {
            name: (*name).to_owned(),
            attendance: "in_person".to_owned(),
            organisation: format!("Verein {name}"),
            stakeholder: (*group).to_owned(),
            ..Registration::default()
        };
        let entered = participations::enter(app, &tx, &event.id, &registration, "de").await;
        let arrival = participations::Arrival::on(participations::days_of(&event)[0]);
        participations::check_in(app, &tx, &entered.unwrap(), &arrival)
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    event
}

const SIX: [(&str, &str); 6] = [
    ("Eins", "Ehrenamt"),
    ("Zwei", "Ehrenamt"),
    ("Drei", "Ehrenamt"),
    ("Vier", "Ehrenamt"),
    ("Fünf", "Wissenschaft"),
    ("Sechs", "Wirtschaft"),
];

/// A draft of a vote on three ideas.
pub async fn drafted(app: &App, change: impl FnOnce(&mut Draft)) -> Decision {
    drafted_for(app, &SIX, change).await
}

async fn drafted_for(
    app: &App,
    people: &[(&str, &str)],
    change: impl FnOnce(&mut Draft),
) -> Decision {
    let event = edition(app, people).await;
    let cycle = crate::ideas::tests::cycle(app).await;
    for title in ["Leitfaden", "Studie", "Reallabor"] {
        crate::ideas::tests::entered(app, &cycle, title).await;
    }
    let mut typed = Draft {
        event: event.slug,
        ..dots()
    };
    change(&mut typed);
    let tx = app.begin().await.unwrap();
    let decision = draft(app, &tx, &cycle, &typed).await.unwrap();
    tx.commit().await.unwrap();
    decision
}

/// The same, open.
pub async fn opened(app: &App, change: impl FnOnce(&mut Draft)) -> Decision {
    let decision = drafted(app, change).await;
    let tx = app.begin().await.unwrap();
    let decision = open(app, &tx, &decision.id).await.unwrap();
    tx.commit().await.unwrap();
    decision
}

pub async fn electors(app: &App, decision: &Decision) -> Vec<Elector> {
    roll(&app.db, &decision.id, 0, 1_000).await.unwrap().0
}

async fn voted(app: &App, elector: &Elector, choices: &str) -> Result<Ballot> {
    let tx = app.begin().await?;
    let ballot = cast(app, &tx, elector, &Sheet::read(choices).unwrap()).await?;
    tx.commit().await?;
    Ok(ballot)
}

pub async fn closed(app: &App, decision: &Decision, chosen: &str) -> Result<Decision> {
    let closing = Closing {
        sentence: "Der Leitfaden wird geschrieben.".to_owned(),
        chosen: chosen.to_owned(),
        ..Closing::default()
    };
    let tx = app.begin().await?;
    let decision = close(app, &tx, &decision.id, &closing).await?;
    tx.commit().await?;
    Ok(decision)
}

fn refusal<T: std::fmt::Debug>(refused: Result<T>) -> String {
    refused.unwrap_err().to_string()
}

async fn house() -> Instance {
    furnished_house().await.0
}

#[tokio::test]
async fn looking_votes_nothing_and_neither_do_the_buttons_beside_a_number() {
    let app = house().await;
    let decision = opened(&app, |_| {}).await;
    let elector = electors(&app, &decision).await.remove(0);
    let own = way_to(&app, &elector).path().to_owned();
    let visitor = Visitor::nobody(&app);
    assert!(visitor.get(&own).await.says("Noch 5 Punkte"));
    let stepped = visitor
        .post(&own, &[("o1", "2"), ("o2", "2"), ("then", "m1")])
        .await;
    assert_eq!(stepped.status, 200);
    assert!(
        stepped.says(
            "name=\"o1\" type=\"number\" inputmode=\"numeric\" min=\"0\" max=\"3\" value=\"3\""
        )
    );
    assert!(stepped.says("Noch 0 Punkte"));
    let counted = visitor.post(&own, &[("o1", "9"), ("then", "look")]).await;
    assert!(counted.says("4 Punkte zu viel"));
    assert_eq!(count_ballots(&app.db, &decision.id).await.unwrap(), 0);
    assert!(!electors(&app, &decision).await[0].has_voted);
}

#[tokio::test]
async fn the_last_ballot_counts_and_twice_is_once() {
    let app = house().await;
    let decision = opened(&app, |_| {}).await;
    let elector = electors(&app, &decision).await.remove(0);
    let own = way_to(&app, &elector).path().to_owned();
    let visitor = Visitor::nobody(&app);
    let form = [("o1", "3"), ("o2", "2"), ("then", "cast")];
    for _ in 0..2 {
        let cast = visitor.post(&own, &form).await;
        assert_eq!((cast.status, cast.location.as_str()), (303, own.as_str()));
    }
    let first = ballots(&app.db, &decision.id).await.unwrap();
    assert_eq!(first.len(), 1);
    assert!(visitor.get(&own).await.says(&first[0].receipt));
    let too_many = [("o1", "3"), ("o2", "3"), ("then", "cast")];
    let refused = visitor.post(&own, &too_many).await;
    assert_eq!(refused.status, 422);
    assert!(refused.says("mehr Punkte vergeben") && refused.says("value=\"3\""));
    assert_eq!(ballots(&app.db, &decision.id).await.unwrap(), first);
    assert_eq!(visitor.post(&own, &[("then", "abstain")]).await.status, 303);
    let changed = ballots(&app.db, &decision.id).await.unwrap();
    assert_eq!(changed[0].receipt, first[0].receipt);
    assert!(changed[0].marks.0.is_empty());
    assert!(visitor.get(&own).await.says("Sie haben sich enthalten"));
}

#[tokio::test]
async fn nobody_votes_for_another_or_after_the_end() {
    let app = house().await;
    let decision = opened(&app, |draft| draft.ends_on = "2026-11-30".to_owned()).await;
    let electors = electors(&app, &decision).await;
    let own = way_to(&app, &electors[0]).path().to_owned();
    let forged = own.replace(electors[0].id.as_str(), electors[1].id.as_str());
    let visitor = Visitor::nobody(&app);
    assert_eq!(visitor.get(&forged).await.status, 404);
    let vote = [("o1", "1"), ("then", "cast")];
    assert_eq!(visitor.post(&forged, &vote).await.status, 404);
    app.clock.advance(Duration::days(30));
    let late = visitor.post(&own, &vote).await;
    assert_eq!(late.status, 422);
    assert!(late.says("Die Abstimmung ist vorbei"));
    assert_eq!(count_ballots(&app.db, &decision.id).await.unwrap(), 0);
}

#[tokio::test]
async fn a_vote_that_is_prepared_is_nobody_elses_business() {
    let app = house().await;
    let decision = drafted(&app, |_| {}).await;
    let nobody = Visitor::nobody(&app);
    let api = format!("/api/v1/decisions/{}", decision.id);
    assert_eq!(nobody.get(&api).await.status, 404);
    let tx = app.begin().await.unwrap();
    open(&app, &tx, &decision.id).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(nobody.get(&api).await.status, 200);
}

#[tokio::test]
async fn no_row_of_a_secret_vote_says_whose_a_ballot_is() {
    let app = house().await;
    let decision = opened(&app, |_| {}).await;
    let electors = electors(&app, &decision).await;
    let ballot = voted(&app, &electors[0], "1:3").await.unwrap();
    let row = format!("{ballot:?}");
    for elector in &electors {
        assert!(!row.contains(elector.id.as_str()) && !row.contains(&elector.code));
    }
    assert_eq!(ballot.elector, None);
    // Another salt, as after a backup, and nothing leads from the link to the ballot.
    let salt = store::salt(&app.db, &decision.id).await.unwrap().unwrap();
    let key = |salt: &str| link::key(&app, &decision, &electors[0], salt);
    assert_eq!(ballot.key.as_deref(), Some(key(&salt).as_str()));
    assert_ne!(key(&salt), key("another"));
    let tx = app.begin().await.unwrap();
    store::delete_salt(&tx, &decision.id).await.unwrap();
    tx.commit().await.unwrap();
    let refused = voted(&app, &electors[0], "2:3").await;
    assert_eq!(refusal(refused), "refused: decision-ballot-not-found");
    assert!(voted(&app, &electors[1], "2:3").await.is_ok());
    closed(&app, &decision, "1").await.unwrap();
    assert_eq!(store::salt(&app.db, &decision.id).await.unwrap(), None);
    let kept = ballots(&app.db, &decision.id).await.unwrap();
    assert!(
        kept.iter()
            .all(|it| it.key.is_none() && it.elector.is_none())
    );
}

#[tokio::test]
async fn an_open_vote_says_so_and_keeps_who_chose_what_from_the_public() {
    let app = house().await;
    let decision = opened(&app, |draft| draft.secrecy = "open".to_owned()).await;
    let electors = electors(&app, &decision).await;
    let ballot = voted(&app, &electors[0], "1:3").await.unwrap();
    assert_eq!(ballot.elector, Some(electors[0].id.clone()));
    let own = way_to(&app, &electors[0]).path().to_owned();
    assert!(
        Visitor::nobody(&app)
            .get(&own)
            .await
            .says("Diese Abstimmung ist offen")
    );
    let decision = closed(&app, &decision, "").await.unwrap();
    let file = tally_file(&app.db, &decision).await.unwrap();
    let file = String::from_utf8(file).unwrap();
    assert_eq!(file.lines().count(), 2);
    assert!(!file.contains(electors[0].id.as_str()));
    app.clock.advance(Duration::days(400));
    clear(&app, Duration::days(365)).await.unwrap();
    let kept = ballots(&app.db, &decision.id).await.unwrap();
    assert_eq!(kept[0].elector, None::<ElectorId>);
    assert_eq!(count_electors(&app.db, &decision.id).await.unwrap(), 0);
}

#[tokio::test]
async fn the_roll_is_those_who_were_there_and_stays_so() {
    let app = house().await;
    let decision = opened(&app, |_| {}).await;
    assert_eq!(electors(&app, &decision).await.len(), 6);
    let event = event_of(&app.db, &decision).await.unwrap().unwrap();
    let late = Registration {
        name: "Sieben".to_owned(),
        attendance: "in_person".to_owned(),
        ..Registration::default()
    };
    let tx = app.begin().await.unwrap();
    let late = participations::enter(&app, &tx, &event.id, &late, "de").await;
    let late = late.unwrap();
    let arrival = participations::Arrival::on(participations::days_of(&event)[0]);
    participations::check_in(&app, &tx, &late, &arrival)
        .await
        .unwrap();
    assert_eq!(ballots_of(&app, &tx, &late).await.unwrap(), []);
    let again = open(&app, &tx, &decision.id).await;
    assert_eq!(refusal(again), "refused: decision-not-a-draft");
    tx.commit().await.unwrap();
    assert_eq!(electors(&app, &decision).await.len(), 6);
    // Whoever is on it finds the way on their own page.
    let elector = electors(&app, &decision).await.remove(0);
    let id = elector.participation.clone().unwrap();
    let one = participations::find(&app.db, &event.id, &id).await;
    let token = app.links.token(&one.unwrap());
    let own = Visitor::nobody(&app).get(&format!("/r/{token}")).await;
    assert!(own.says(way_to(&app, &elector).path()));
}

#[tokio::test]
async fn one_association_has_one_vote_however_many_of_it_are_there() {
    let app = house().await;
    let people = [("Eins", "Ehrenamt"), ("Zwei", "Ehrenamt"), ("Drei", "")];
    let decision = drafted_for(&app, &people, |draft| {
        draft.voters = "associations".to_owned()
    })
    .await;
    let event = event_of(&app.db, &decision).await.unwrap().unwrap();
    let tx = app.begin().await.unwrap();
    let second = Registration {
        name: "Noch jemand".to_owned(),
        attendance: "in_person".to_owned(),
        organisation: " verein eins ".to_owned(),
        ..Registration::default()
    };
    let second = participations::enter(&app, &tx, &event.id, &second, "de").await;
    let arrival = participations::Arrival::on(participations::days_of(&event)[0]);
    participations::check_in(&app, &tx, &second.unwrap(), &arrival)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let opened = async || {
        let tx = app.begin().await.unwrap();
        let opened = open(&app, &tx, &decision.id).await;
        tx.commit().await.unwrap();
        opened
    };
    // Nobody is given a vote before somebody has looked who there is.
    assert!(opened().await.is_err());
    let coordinator = Visitor::new(&app, Role::Coordinator).await;
    let desk = decision.desk();
    let page = coordinator.get(&desk).await;
    assert!(page.says("<bdi>Verein Eins</bdi>") && page.says("2 Personen"));
    assert!(page.says("noch nicht bestätigt"));
    let confirm = format!("{desk}/organisations");
    let rows = |counts_as: [&'static str; 3], reason: &'static str| {
        let spelled = ["Verein Drei", "VEREIN  EINS", "Verein Zwei"];
        let rows = spelled.into_iter().zip(counts_as);
        let rows = rows.flat_map(move |(spelling, counts_as)| {
            [
                ("spelling", spelling),
                ("counts_as", counts_as),
                ("reason", reason),
            ]
        });
        rows.collect::<Vec<_>>()
    };
    // Whoever has no vote is told why; nothing typed is lost.
    let without = rows(["", "<Eins>", "Zwei"], "");
    let refused = coordinator.post(&confirm, &without).await;
    assert_eq!(refused.status, 422);
    assert!(refused.says("braucht einen Grund"));
    assert!(refused.says("value=\"Zwei\""), "{}", refused.html);
    let twice = [("spelling", "Verein Eins"), ("counts_as", "Eins")].repeat(2);
    assert_eq!(coordinator.post(&confirm, &twice).await.status, 422);
    let late = [&rows(["Eins", "Eins", "Zwei"], "")[..], &[("seen", "1")]].concat();
    assert_eq!(coordinator.post(&confirm, &late).await.status, 409);

    // Two spellings are one association, and a third has no vote.
    let said = rows(["verein eins", "Verein Eins", ""], "War nur zu Gast.");
    assert_eq!(coordinator.post(&confirm, &said).await.status, 303);
    assert!(!coordinator.get(&desk).await.says("noch nicht bestätigt"));
    let decision = opened().await.unwrap();
    let electors = electors(&app, &decision).await;
    let names: Vec<_> = electors
        .iter()
        .map(|elector| elector.name.as_str())
        .collect();
    assert_eq!(names, ["verein eins"]);
    assert_eq!(
        coordinator.post(&confirm, &said).await.status,
        422,
        "too late"
    );
}

#[tokio::test]
async fn nobody_confirms_associations_where_people_vote() {
    let app = house().await;
    let decision = drafted(&app, |_| {}).await;
    let coordinator = Visitor::new(&app, Role::Coordinator).await;
    let confirm = format!("{}/organisations", decision.desk());
    let said = [("spelling", "Verein Eins"), ("counts_as", "Eins")];
    let refused = coordinator.post(&confirm, &said).await;
    assert_eq!(refused.status, 422);
    assert!(refused.says("hat jede Person eine Stimme"));
}

#[test]
fn a_program_says_on_a_line_what_a_spelling_counts_as_or_why_it_has_no_vote() {
    let said = organisations::Typed {
        organisations: "DRK | Deutsches Rotes Kreuz\n\nPresse | | Zu Gast | heute".to_owned(),
        seen: "1".to_owned(),
    };
    let said = said.confirmation();
    let rows: Vec<_> = said
        .organisations
        .iter()
        .map(|row| [&row.spelling, &row.counts_as, &row.reason])
        .collect();
    assert_eq!(
        rows,
        [
            ["DRK", "Deutsches Rotes Kreuz", ""],
            ["Presse", "", "Zu Gast | heute"]
        ]
    );
}

#[tokio::test]
async fn whoever_comes_when_the_associations_were_confirmed_is_looked_at_too() {
    let app = house().await;
    let people = [("Eins", "Ehrenamt"), ("Zwei", "Ehrenamt"), ("Drei", "")];
    let decision = drafted_for(&app, &people, |draft| {
        draft.voters = "associations".to_owned()
    })
    .await;
    let confirmed = async || {
        let tx = app.begin().await.unwrap();
        let all = spellings(&tx, &decision).await.unwrap().into_iter();
        let confirmation = organisations::Confirmation {
            organisations: all.map(|spelling| spelling.confirmed).collect(),
            ..Default::default()
        };
        confirm(&app, &tx, &decision.id, &confirmation)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    };
    confirmed().await;
    let event = event_of(&app.db, &decision).await.unwrap().unwrap();
    let tx = app.begin().await.unwrap();
    let late = Registration {
        name: "Noch jemand".to_owned(),
        attendance: "in_person".to_owned(),
        organisation: "Verein Vier".to_owned(),
        ..Registration::default()
    };
    let late = participations::enter(&app, &tx, &event.id, &late, "de").await;
    let arrival = participations::Arrival::on(participations::days_of(&event)[0]);
    let late = participations::check_in(&app, &tx, &late.unwrap(), &arrival).await;
    late.unwrap();
    assert!(open(&app, &tx, &decision.id).await.is_err());
    tx.commit().await.unwrap();
    confirmed().await;
    let tx = app.begin().await.unwrap();
    let decision = open(&app, &tx, &decision.id).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(electors(&app, &decision).await.len(), 4);
}

#[tokio::test]
async fn paper_and_screen_never_count_for_one_person() {
    let app = house().await;
    let decision = opened(&app, |_| {}).await;
    let electors = electors(&app, &decision).await;
    voted(&app, &electors[0], "1:3").await.unwrap();
    let coordinator = Visitor::new(&app, Role::Coordinator).await;
    let desk = decision.desk();
    let hand_out = async |code: &str| {
        let address = format!("{desk}/papers");
        coordinator.post(&address, &[("code", code)]).await.status
    };
    assert_eq!(hand_out(&electors[0].code).await, 422, "voted already");
    assert_eq!(hand_out("ZZZZZZ").await, 422);
    assert_eq!(hand_out(&electors[1].code).await, 303);
    assert_eq!(hand_out(&electors[1].code).await, 303, "twice is once");
    let refused = voted(&app, &electors[1], "1:3").await;
    assert_eq!(refusal(refused), "refused: decision-votes-on-paper");
    let circle = electors[1].circle.as_str();
    let enter = async |circle: &str, choices: &str, receipt: &str| {
        let form = [
            ("circle", circle),
            ("choices", choices),
            ("receipt", receipt),
        ];
        let address = format!("{desk}/ballots");
        coordinator.post(&address, &form).await.status
    };
    assert_eq!(enter("Gäste", "2:1", "").await, 422);
    assert_eq!(enter(circle, "2 Punkte", "").await, 422);
    assert_eq!(enter(circle, "2:1", "").await, 303);
    assert_eq!(enter(circle, "2:1", "").await, 422, "one was handed out");
    let entered = ballots(&app.db, &decision.id).await.unwrap();
    let paper = entered.iter().find(|it| it.is_paper).unwrap();
    let online = entered.iter().find(|it| !it.is_paper).unwrap();
    assert_eq!(enter(circle, "3:3", &paper.receipt).await, 303, "corrected");
    assert_eq!(enter(circle, "3:3", &online.receipt).await, 422);
    let decision = closed(&app, &decision, "").await.unwrap();
    let lines = decision.tally.unwrap().lines;
    let points: Vec<_> = lines.iter().map(|it| (it.number, it.yes)).collect();
    assert_eq!(points, [(1, 3), (3, 3), (2, 0)]);
    assert_eq!(
        deeds(&app).await,
        [
            "decision.enter",
            "decision.enter",
            "decision.hand-out",
            "decision.hand-out"
        ]
    );
}

#[tokio::test]
async fn small_groups_are_counted_together_from_the_roll_to_the_file() {
    let app = house().await;
    let decision = opened(&app, |_| {}).await;
    let roll = electors(&app, &decision).await;
    let mut circles: Vec<&str> = roll.iter().map(|it| it.circle.as_str()).collect();
    circles.sort_unstable();
    // Two of one each are two, so that the next joins them.
    assert_eq!(circles, ["*"; 6]);
    let people: Vec<_> = SIX
        .into_iter()
        .chain([("Sieben", "Wirtschaft"), ("Acht", "")])
        .collect();
    let large = drafted_for(&app, &people, |_| {}).await;
    let tx = app.begin().await.unwrap();
    let large = open(&app, &tx, &large.id).await.unwrap();
    tx.commit().await.unwrap();
    let roll = electors(&app, &large).await;
    let sizes = tally::sizes(roll.iter().map(|it| it.circle.as_str()));
    assert_eq!(
        sizes,
        [("*".to_owned(), 4), ("Ehrenamt".to_owned(), 4)].into()
    );
    for elector in roll.iter().filter(|it| it.circle == "*") {
        voted(&app, elector, "1:1").await.unwrap();
    }
    for elector in roll.iter().filter(|it| it.circle != "*").take(2) {
        voted(&app, elector, "2:1").await.unwrap();
    }
    let large = closed(&app, &large, "").await.unwrap();
    assert_eq!(
        large.tally.as_ref().unwrap().groups,
        [],
        "two would be seen"
    );
    let file = tally_file(&app.db, &large).await.unwrap();
    assert!(!String::from_utf8(file).unwrap().contains("Ehrenamt"));
}

#[tokio::test]
async fn what_is_chosen_becomes_a_workstream_and_the_others_are_told() {
    let app = house().await;
    let decision = opened(&app, |_| {}).await;
    for elector in electors(&app, &decision).await.iter().take(3) {
        voted(&app, elector, "1:3 2:1").await.unwrap();
    }
    let without = Closing::default();
    let tx = app.begin().await.unwrap();
    let refused = close(&app, &tx, &decision.id, &without).await;
    assert_eq!(refusal(refused), "refused: decision-sentence-missing");
    drop(tx);
    let decision = closed(&app, &decision, "1").await.unwrap();
    let cycle = cycle_of(&app.db, &decision).await.unwrap();
    let ideas = crate::ideas::public(&app.db, &cycle.id).await.unwrap();
    let states: Vec<_> = ideas.iter().map(|idea| idea.state).collect();
    use crate::ideas::State as Idea;
    assert_eq!(states, [Idea::Selected, Idea::Declined, Idea::Declined]);
    assert!(ideas[1].reason.contains("Der Leitfaden wird geschrieben."));
    let workstreams = crate::workstreams::own(&app.db).await.unwrap();
    assert_eq!(workstreams.len(), 1);
    assert_eq!(workstreams[0].idea, Some(ideas[0].id.clone()));
    assert_eq!(workstreams[0].state, crate::workstreams::State::Proposed);
    let again = closed(&app, &decision, "2").await;
    assert_eq!(refusal(again), "refused: decision-not-open");
    let (found, _) = by_which_chosen(&app.db, &ideas[0].id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(found.id, decision.id);
    let other = by_which_chosen(&app.db, &ideas[1].id).await.unwrap();
    assert!(other.is_none(), "it was not chosen");
    let page = Visitor::nobody(&app).get(&path(&decision, &cycle)).await;
    assert!(page.says("Der Leitfaden wird geschrieben.") && page.says(">ausgewählt<"));
    assert!(page.says(&decision.tally.unwrap().digest));
}

#[tokio::test]
async fn without_enough_ballots_nothing_is_chosen() {
    let app = house().await;
    let decision = opened(&app, |draft| draft.quorum = "4".to_owned()).await;
    let electors = electors(&app, &decision).await;
    for elector in electors.iter().take(3) {
        voted(&app, elector, "1:1").await.unwrap();
    }
    let refused = closed(&app, &decision, "1").await;
    assert_eq!(refusal(refused), "refused: decision-quorum-missed");
    voted(&app, &electors[3], "").await.unwrap();
    let decision = closed(&app, &decision, "1").await.unwrap();
    assert!(
        decision.tally.unwrap().has_quorum,
        "an abstention is a ballot"
    );
}

#[tokio::test]
async fn of_each_group_enough_have_to_vote() {
    let app = house().await;
    let people: Vec<_> = SIX[..4]
        .iter()
        .copied()
        .chain([
            ("A", "Wissenschaft"),
            ("B", "Wissenschaft"),
            ("C", "Wissenschaft"),
        ])
        .collect();
    let decision = drafted_for(&app, &people, |draft| draft.group_quorum = "2".to_owned()).await;
    let tx = app.begin().await.unwrap();
    let decision = open(&app, &tx, &decision.id).await.unwrap();
    tx.commit().await.unwrap();
    for elector in electors(&app, &decision).await {
        if elector.circle == "Ehrenamt" {
            voted(&app, &elector, "1:1").await.unwrap();
        }
    }
    let decision = closed(&app, &decision, "").await.unwrap();
    let tally = decision.tally.clone().unwrap();
    assert!(!tally.has_quorum);
    assert_eq!(tally.missed, ["Wissenschaft"]);
    let cycle = cycle_of(&app.db, &decision).await.unwrap();
    let page = Visitor::nobody(&app).get(&path(&decision, &cycle)).await;
    assert!(page.says("nicht erreicht") && page.says("Wissenschaft"));
}

#[tokio::test]
async fn what_is_hidden_stays_so_until_the_end_and_what_is_shown_waits_for_three() {
    let app = house().await;
    // Nobody keeps a page for who is signed in.
    let visitor = Visitor::new(&app, Role::Editor).await;
    for (results, after_three) in [("hidden", false), ("shown", true)] {
        let decision = opened(&app, |draft| {
            draft.results = results.to_owned();
            draft.secrecy = "open".to_owned();
        })
        .await;
        let cycle = cycle_of(&app.db, &decision).await.unwrap();
        let screen = format!("{}/selection/screen", cycle.path());
        let electors = electors(&app, &decision).await;
        for elector in &electors[..2] {
            voted(&app, elector, "1:3").await.unwrap();
        }
        let page = visitor.get(&screen).await;
        assert!(!page.says("6 Punkte") && page.says("2 von 6 haben abgestimmt"));
        assert!(page.says("http-equiv=\"refresh\" content=\"5\""));
        let still = visitor.get(&format!("{screen}?still=1")).await;
        assert!(!still.says("http-equiv=\"refresh\""));
        voted(&app, &electors[2], "1:3").await.unwrap();
        assert_eq!(visitor.get(&screen).await.says("9 Punkte"), after_three);
        closed(&app, &decision, "").await.unwrap();
        let page = visitor.get(&screen).await;
        assert!(page.says("9 Punkte") && !page.says("http-equiv=\"refresh\""));
    }
}

#[tokio::test]
async fn a_code_leads_to_the_ballot_and_guessing_has_an_end() {
    let app = house().await;
    let decision = opened(&app, |_| {}).await;
    let elector = electors(&app, &decision).await.remove(0);
    let visitor = Visitor::nobody(&app);
    let code = elector.code.to_lowercase();
    let found = visitor.post("/v", &[("code", &code)]).await;
    assert_eq!(found.location, way_to(&app, &elector).path());
    let mut statuses = Vec::new();
    for _ in 0..200 {
        let guess = visitor.post("/v", &[("code", "ZZZZZZ")]).await;
        statuses.push(guess.status);
    }
    assert_eq!((statuses[0], statuses[199]), (422, 429));
    closed(&app, &decision, "").await.unwrap();
    let over = find_by_code(&app, &app.db, &elector.code).await;
    assert_eq!(refusal(over), "refused: decision-code-unknown");
}

#[tokio::test]
async fn those_who_work_here_prepare_open_and_close_it() {
    let app = house().await;
    let decision = drafted(&app, |_| {}).await;
    let cycle = cycle_of(&app.db, &decision).await.unwrap();
    let editor = Visitor::new(&app, Role::Editor).await;
    let coordinator = Visitor::new(&app, Role::Coordinator).await;
    let desk = decision.desk();
    assert!(coordinator.get("/desk/decisions").await.says(&desk));
    let new = format!("/desk/decisions/new?cycle={}", cycle.slug);
    assert_eq!(coordinator.get(&new).await.status, 200);
    let refused = coordinator.post(&new, &[("question", "")]).await;
    assert_eq!(refused.status, 422);
    assert_eq!(coordinator.get(&format!("{desk}/edit")).await.status, 200);
    assert_eq!(editor.get(&desk).await.status, 200);
    let opening = format!("{desk}/open");
    assert_eq!(editor.post(&opening, &[]).await.status, 403);
    let nobody = Visitor::nobody(&app);
    let public = path(&decision, &cycle);
    assert_eq!(nobody.get(&public).await.status, 404);
    assert_eq!(coordinator.post(&opening, &[]).await.status, 303);
    assert_eq!(nobody.get(&public).await.status, 200);
    assert!(nobody.get(&cycle.path()).await.says(&public));
    for page in ["roll", "slips"] {
        let address = format!("{desk}/{page}");
        assert_eq!(editor.get(&address).await.status, 403, "{page}");
        assert!(coordinator.get(&address).await.says("Eins"), "{page}");
    }
    let discard = coordinator.post(&format!("{desk}/discard"), &[]).await;
    assert_eq!(discard.status, 422);
    let form = [
        ("sentence", "Noch keine Wahl."),
        ("review_on", "2026-12-24"),
    ];
    let closing = format!("{desk}/close");
    assert_eq!(coordinator.post(&closing, &form).await.status, 303);
    assert_eq!(coordinator.get(&desk).await.status, 200);
    assert_eq!(remind(&app).await.unwrap(), 0);
    app.clock.advance(Duration::days(40));
    assert_eq!(remind(&app).await.unwrap(), 1);
    assert_eq!(remind(&app).await.unwrap(), 0, "once");
    assert_eq!(
        deeds(&app).await,
        ["decision.close", "decision.slips", "decision.open"]
    );
}

/// What is changed at the desk and by programs from the idea to the vote: where, what is typed there, where
/// programs do it, and what `seen` says before.
async fn changed_at_desks(app: &App) -> Vec<(String, Vec<(&'static str, String)>, String, String)> {
    let decision = drafted(app, |_| {}).await;
    let cycle = cycle_of(&app.db, &decision).await.unwrap();
    let programme = cycles::find_programme(&app.db, &cycle.programme).await;
    let programme = programme.unwrap().unwrap();
    let topic = topics::tests::topic(app, "Rente").await;
    let group = working_groups::tests::group(app, "Barrierefreiheit").await;
    let idea = crate::ideas::tests::entered(app, &cycle, "Broschüre").await;
    let workstream = workstreams::find(&app.db, "cra-open-source").await.unwrap();
    let mine = || "Meine Fassung".to_owned();
    let edition = draft_of(app, &app.db, &decision).await.unwrap().event;
    vec![
        (
            format!("{}/edit", decision.desk()),
            vec![("question", mine()), ("event", edition)],
            format!("/api/v1/decisions/{}", decision.id),
            decision.seen(),
        ),
        (
            format!("/desk/cycles/{}", cycle.slug),
            vec![
                ("name", cycle.name.clone()),
                ("slug", cycle.slug.clone()),
                ("summary", mine()),
            ],
            format!("/api/v1/cycles/{}", cycle.slug),
            cycle.seen(),
        ),
        (
            format!("/desk/programmes/{}", programme.slug),
            vec![("name", "Programm".to_owned()), ("summary", mine())],
            format!("/api/v1/programmes/{}", programme.slug),
            programme.seen(),
        ),
        (
            format!("/desk/topics/{}", topic.slug),
            vec![("name", "Rente".to_owned()), ("observed", mine())],
            format!("/api/v1/topics/{}", topic.slug),
            topic.seen(),
        ),
        (
            group.desk(),
            vec![("name", "Barrierefreiheit".to_owned()), ("about", mine())],
            format!("/api/v1/working-groups/{}", group.slug),
            group.seen(),
        ),
        (
            format!("{}/edit", workstream.desk()),
            vec![("name", mine()), ("question", "Was folgt?".to_owned())],
            format!("/api/v1/workstreams/{}", workstream.slug),
            workstream.seen(),
        ),
        (
            format!("/desk/ideas/{}", idea.id),
            vec![("title", mine()), ("question", "Was folgt?".to_owned())],
            format!("/api/v1/ideas/{}", idea.id),
            idea.seen(),
        ),
    ]
}

#[tokio::test]
async fn from_idea_to_vote_nobody_overwrites_what_somebody_else_saved_meanwhile() {
    let (app, _, _) = working().await;
    let changes = changed_at_desks(&app).await;
    app.clock.advance(Duration::seconds(2));
    let coordinator = Visitor::new(&app, Role::Coordinator).await;
    let program = Program::new(&app, Role::Owner).await;
    for (path, typed, api, seen) in changes {
        let typed: Vec<_> = typed
            .iter()
            .map(|(name, said)| (*name, said.as_str()))
            .collect();
        let mut form = [typed.as_slice(), &[("seen", seen.as_str())]].concat();
        if path.starts_with("/desk/ideas/") {
            form.push(("then", "change"));
        }
        // Its form takes a picture along.
        let saved = async || match path.starts_with("/desk/workstreams/") {
            true => coordinator.send(&path, &form, None).await,
            false => coordinator.post(&path, &form).await,
        };
        assert_eq!(saved().await.status, 303, "{path}");
        let late = saved().await;
        assert_eq!(late.status, 409, "{path}");
        assert!(late.says("Meine Fassung"), "what was typed stays: {path}");
        assert!(late.says("name=\"seen\""), "{path}");
        assert!(!late.says(&format!("name=\"seen\" value=\"{seen}\"")));
        let mut body = json!({ "seen": seen });
        for (name, said) in typed {
            body[name] = json!(said);
        }
        let (status, answer) = program.say("PUT", &api, Some(body.clone())).await;
        assert_eq!(status, 409, "{api}: {answer}");
        body["seen"] = json!("");
        let (status, answer) = program.say("PUT", &api, Some(body)).await;
        assert_eq!(status, 200, "{api}: {answer}");
    }
}

#[tokio::test]
async fn what_is_renamed_meanwhile_is_found_again_with_what_was_typed() {
    let (app, _, _) = working().await;
    let changes = changed_at_desks(&app).await;
    app.clock.advance(Duration::seconds(2));
    let coordinator = Visitor::new(&app, Role::Coordinator).await;
    let mut renamed = 0;
    for (path, typed, _, seen) in changes {
        let is_renamed = ["/desk/programmes/", "/desk/cycles/", "/desk/topics/"];
        if !is_renamed.iter().any(|it| path.starts_with(it)) {
            continue;
        }
        let typed: Vec<_> = typed
            .iter()
            .map(|(name, said)| (*name, said.as_str()))
            .collect();
        let form = [typed.as_slice(), &[("seen", seen.as_str())]].concat();
        let named = form.iter().filter(|(name, _)| *name != "slug").copied();
        let other: Vec<_> = named.chain([("slug", "anders")]).collect();
        assert_eq!(coordinator.post(&path, &other).await.status, 303, "{path}");
        assert_eq!(coordinator.get(&path).await.status, 200, "{path}");
        let late = coordinator.post(&path, &form).await;
        assert_eq!(late.status, 409, "{path}");
        assert!(late.says("Meine Fassung"), "what was typed stays: {path}");
        renamed += 1;
    }
    assert_eq!(renamed, 3);
    assert_eq!(coordinator.get("/desk/topics/niemand").await.status, 404);
}
