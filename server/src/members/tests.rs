//! Who is let into a workstream of ours, who is not, and how each of those concerned ends it.

use super::*;
use crate::{
    accounts::{Role as Hired, tests::Instance},
    following::tests::meet,
    web::desk::tests::{Visitor, deeds},
    workstreams::tests::{document, working},
};
use chrono::Duration;
use federation::{
    Action, Answer, Entry, Received, Rejected, Verdict, actors::Actor, vocabulary::Reply,
};
use sea_orm::{ActiveModelTrait as _, EntityTrait as _, IntoActiveModel as _};
use serde_json::Value;
use url::Url;

const PERSON: &str = "https://peer.example/ap/actors/p-9";
const HOME: &str = "https://peer.example/ap/actors/verein";
const JOIN: &str = "https://peer.example/ap/activities/j7";
const CONFIRMATION: &str = "https://peer.example/ap/activities/j8";

fn url(text: &str) -> Url {
    text.parse().unwrap()
}

async fn received(app: &App, by: &str, id: &str, action: Action) -> Received {
    Received {
        id: url(id),
        actor: meet(app, by).await,
        action,
        received_at: app.clock.now(),
        said_at: None,
    }
}

async fn heard<T>(
    app: &App,
    act: impl AsyncFnOnce(&Tx) -> Result<T, Rejected>,
) -> Result<T, Rejected> {
    let tx = app.begin().await.unwrap();
    let done = act(&tx).await;
    if done.is_ok() {
        tx.commit().await.unwrap();
    }
    done
}

/// Somebody asks to be let in as `role`, for this home.
async fn joins(
    app: &App,
    workstream: &Workstream,
    id: &str,
    role: Option<Role>,
    home: Option<&str>,
) -> Result<Member, Rejected> {
    let group: Url = workstream.actor.clone().unwrap().into();
    let entry = Entry {
        group,
        role: role.map(|role| url(&role.iri())),
        on_behalf_of: home.map(url),
    };
    let action = Action::Enter(Box::new(entry.clone()));
    let activity = received(app, PERSON, id, action).await;
    heard(app, async |tx| {
        inbox::receive_entry(app, tx, &activity, &entry).await
    })
    .await?;
    Ok(only(app, workstream).await)
}

/// The one who is there.
async fn only(app: &App, workstream: &Workstream) -> Member {
    let all = of_workstream(&app.db, &workstream.id).await.unwrap();
    assert_eq!(all.len(), 1, "{all:?}");
    all.into_iter().next().unwrap()
}

async fn answers(app: &App, by: &str, verdict: Verdict) -> Result<(), Rejected> {
    let answer = Answer {
        asked: url(JOIN),
        verdict,
        kind: None,
        name: None,
        reason: None,
        result: None,
        grant: None,
    };
    let action = Action::Answer(answer.clone());
    let activity = received(app, by, CONFIRMATION, action).await;
    heard(app, async |tx| {
        inbox::receive_answer(app, tx, &activity, &answer).await
    })
    .await
}

async fn takes_back(app: &App, by: &str) -> Result<(), Rejected> {
    let id = url(CONFIRMATION);
    let activity = received(app, by, "https://peer.example/u", Action::Undo(id.clone())).await;
    heard(app, async |tx| {
        inbox::receive_undo(app, tx, &activity, &id).await
    })
    .await
}

async fn says(app: &App, workstream: &Workstream, by: &str, id: &str) -> Result<(), Rejected> {
    let reply = Reply {
        id: url(id),
        in_reply_to: workstream.actor.clone().unwrap().into(),
        attributed_to: url(by),
        content: "<p>Ein Vorschlag.<script>x</script></p>".to_owned(),
        language: None,
        option: None,
        digest: None,
        published: None,
        start_time: None,
        end_time: None,
        to: Vec::new(),
        is_public: false,
        is_for_everybody: false,
        proven: None,
    };
    let action = Action::Reply(Box::new(reply.clone()));
    let activity = received(app, by, id, action).await;
    heard(app, async |tx| {
        inbox::receive_reply(app, tx, &activity, &reply).await
    })
    .await
}

async fn let_in(app: &App, workstream: &Workstream, member: Member, role: &str) -> Result<Member> {
    let_in_until(app, workstream, member, (role, "")).await
}

async fn let_in_until(
    app: &App,
    workstream: &Workstream,
    member: Member,
    (role, until): (&str, &str),
) -> Result<Member> {
    let tx = app.begin().await?;
    let admission = Admission {
        role: role.to_owned(),
        until: until.to_owned(),
    };
    let member = accept(app, &tx, workstream, member, &admission).await?;
    tx.commit().await?;
    Ok(member)
}

/// A workstream with somebody of another server in it.
async fn with_a_member(role: Role) -> (Instance, Workstream, Member) {
    with_a_member_until(role, "").await
}

async fn with_a_member_until(role: Role, until: &str) -> (Instance, Workstream, Member) {
    let (app, _, workstream) = working().await;
    joins(&app, &workstream, JOIN, Some(role), Some(HOME))
        .await
        .unwrap();
    answers(&app, HOME, Verdict::Accept).await.unwrap();
    let member = only(&app, &workstream).await;
    let member = let_in_until(&app, &workstream, member, ("", until)).await;
    (app, workstream, member.unwrap())
}

/// Somebody of another server who waits for us.
pub async fn waiting(app: &App, slug: &str) -> Member {
    let tx = app.begin().await.unwrap();
    let workstream = workstreams::find_for_change(&tx, slug).await.unwrap();
    let now = app.clock.now();
    let id = app.ulids.next(now);
    let asked = Member {
        id: id.into(),
        workstream: workstream.id,
        actor: PERSON.parse().ok(),
        name: "Verein B, Beratung".to_owned(),
        home: HOME.parse().ok(),
        role: Role::Write,
        state: State::Confirmed,
        activity: format!("{JOIN}-{id}").parse().ok(),
        confirmation: None,
        grant_iri: None,
        until: None,
        reason: String::new(),
        created_at: now,
        updated_at: now,
    };
    let member = store::insert(&tx, asked).await.unwrap();
    tx.commit().await.unwrap();
    member
}

/// Somebody of this house.
pub async fn entered(app: &App, slug: &str) -> Member {
    let tx = app.begin().await.unwrap();
    let workstream = workstreams::find_for_change(&tx, slug).await.unwrap();
    let draft = Draft {
        name: "Verein A, Redaktion".to_owned(),
        ..Draft::default()
    };
    let member = enter(app, &tx, &workstream, &draft).await.unwrap();
    tx.commit().await.unwrap();
    member
}

async fn total(app: &App, workstream: &Workstream) -> Value {
    let members = activitypub::members(workstream.actor.as_ref().unwrap());
    let list = document(app, &url(&members)).await;
    assert!(list["items"].is_null() && list["orderedItems"].is_null());
    list["totalItems"].clone()
}

#[tokio::test]
async fn without_the_word_of_their_home_nobody_is_let_in() {
    let (app, _, workstream) = working().await;
    let member = joins(&app, &workstream, JOIN, Some(Role::Write), Some(HOME))
        .await
        .unwrap();
    assert_eq!(
        (member.state, member.role),
        (State::Unconfirmed, Role::Write)
    );
    let refused = let_in(&app, &workstream, member.clone(), "").await;
    assert_eq!(
        refused.unwrap_err().to_string(),
        "refused: member-not-confirmed"
    );
    for stranger in ["https://peer.example/ap/actors/other", PERSON] {
        let refused = answers(&app, stranger, Verdict::Accept).await;
        assert!(matches!(refused, Err(Rejected::Refused("not_their_home"))));
    }
    assert_eq!(only(&app, &workstream).await, member);
    assert_eq!(total(&app, &workstream).await, 0);
    answers(&app, HOME, Verdict::Accept).await.unwrap();
    let member = only(&app, &workstream).await;
    assert_eq!(member.state, State::Confirmed);
    let too_much = let_in(&app, &workstream, member.clone(), "maintain").await;
    assert_eq!(
        too_much.unwrap_err().to_string(),
        "refused: member-role-not-asked"
    );
    let member = let_in(&app, &workstream, member, "report").await.unwrap();
    assert_eq!(
        (member.state, member.role, member.until),
        (State::Accepted, Role::Report, None)
    );
    assert_eq!(total(&app, &workstream).await, 1);
}

#[tokio::test]
async fn a_home_is_at_the_same_server_and_who_names_none_only_reads() {
    let (app, _, workstream) = working().await;
    for foreign in ["https://evil.example/verein", PERSON] {
        let refused = joins(&app, &workstream, JOIN, None, Some(foreign)).await;
        assert!(matches!(refused, Err(Rejected::Refused("not_their_home"))));
    }
    let all = of_workstream(&app.db, &workstream.id).await.unwrap();
    assert_eq!(all, []);
    let member = joins(&app, &workstream, JOIN, None, None).await.unwrap();
    assert_eq!((member.role, &member.home), (Role::Visit, &None));
    assert!(answers(&app, HOME, Verdict::Accept).await.is_err());
    let again = joins(&app, &workstream, JOIN, None, None).await.unwrap();
    assert_eq!(again, member, "sent once more");
}

#[tokio::test]
async fn what_a_member_says_counts_as_long_as_they_may() {
    let (app, workstream, member) = with_a_member(Role::Report).await;
    let note = "https://peer.example/ap/objects/1";
    let stranger = "https://peer.example/ap/actors/other";
    let refused = says(&app, &workstream, stranger, note).await;
    assert!(matches!(refused, Err(Rejected::Refused("no_member"))));
    says(&app, &workstream, PERSON, note).await.unwrap();
    says(&app, &workstream, PERSON, note).await.unwrap();
    let said = contributions(&app.db, &workstream.id).await.unwrap();
    assert_eq!(said.len(), 1);
    assert_eq!(said[0].content, "<p>Ein Vorschlag.</p>");
    let tx = app.begin().await.unwrap();
    let removed = remove(&app, &tx, &workstream, member, "Fertig.").await;
    assert_eq!(removed.unwrap().state, State::Ended);
    tx.commit().await.unwrap();
    let refused = says(
        &app,
        &workstream,
        PERSON,
        "https://peer.example/ap/objects/2",
    )
    .await;
    assert!(matches!(
        refused,
        Err(Rejected::Refused("no_member_any_more"))
    ));
    assert_eq!(contributions(&app.db, &workstream.id).await.unwrap(), said);
    let id = url(note);
    heard(&app, async |tx| inbox::receive_delete(tx, &id).await)
        .await
        .unwrap();
    assert_eq!(contributions(&app.db, &workstream.id).await.unwrap(), []);
}

#[tokio::test]
async fn who_only_reads_says_nothing_and_what_ended_yesterday_is_over_today() {
    let (app, workstream, _) = with_a_member_until(Role::Visit, "15.05.2027").await;
    let note = "https://peer.example/ap/objects/1";
    let refused = says(&app, &workstream, PERSON, note).await;
    assert!(matches!(refused, Err(Rejected::Refused("role_only_reads"))));
    assert_eq!(look_after(&app).await.unwrap(), 0);
    // 22 November to 15 May are 174 days.
    app.clock.advance(Duration::days(175));
    let refused = says(&app, &workstream, PERSON, note).await;
    assert!(matches!(
        refused,
        Err(Rejected::Refused("no_member_any_more"))
    ));
    assert_eq!(look_after(&app).await.unwrap(), 1);
    assert_eq!(only(&app, &workstream).await.state, State::Ended);
    assert_eq!(total(&app, &workstream).await, 0);
}

#[tokio::test]
async fn without_a_day_they_work_in_it_as_long_as_anybody_does() {
    let (app, workstream, member) = with_a_member(Role::Report).await;
    let grant = document(&app, &member.grant_iri.clone().unwrap()).await;
    assert!(grant["endTime"].is_null(), "{grant}");
    // It takes longer than planned, and nobody is thrown out.
    app.clock.advance(Duration::days(200));
    assert_eq!(look_after(&app).await.unwrap(), 0);
    let note = "https://peer.example/ap/objects/1";
    says(&app, &workstream, PERSON, note).await.unwrap();
    let over = workstreams::Step::Withdraw;
    let over = workstreams::tests::stepped(&app, &workstream, over, "Keine Zeit.");
    over.await.unwrap();
    let other = "https://peer.example/ap/objects/2";
    let refused = says(&app, &workstream, PERSON, other).await;
    assert!(matches!(
        refused,
        Err(Rejected::Refused("workstream_is_over"))
    ));
    assert_eq!(look_after(&app).await.unwrap(), 1);
    assert_eq!(only(&app, &workstream).await.state, State::Ended);
}

#[tokio::test]
async fn who_is_confirmed_by_nobody_is_forgotten_and_one_server_does_not_fill_the_list() {
    let (app, _, workstream) = working().await;
    joins(&app, &workstream, JOIN, Some(Role::Write), Some(HOME))
        .await
        .unwrap();
    app.clock.advance(UNCONFIRMED_FOR - Duration::minutes(1));
    assert_eq!(look_after(&app).await.unwrap(), 0);
    app.clock.advance(Duration::minutes(2));
    assert_eq!(look_after(&app).await.unwrap(), 1);
    assert_eq!(of_workstream(&app.db, &workstream.id).await.unwrap(), []);
    let enters = async |number: usize, host: &str| {
        let entry = Entry {
            group: workstream.actor.clone().unwrap().into(),
            role: None,
            on_behalf_of: None,
        };
        let action = Action::Enter(Box::new(entry.clone()));
        let person = format!("https://{host}/ap/actors/p-{number}");
        let activity = received(&app, &person, &format!("{person}/join"), action).await;
        heard(&app, async |tx| {
            inbox::receive_entry(&app, tx, &activity, &entry).await
        })
        .await
    };
    for number in 0..OPEN_OF_ONE_HOST_AT_MOST {
        enters(number, "peer.example").await.unwrap();
    }
    let refused = enters(OPEN_OF_ONE_HOST_AT_MOST, "peer.example").await;
    assert!(matches!(refused, Err(Rejected::Refused("too_many_wait"))));
    enters(1, "other.example").await.unwrap();
}

#[tokio::test]
async fn who_left_and_asks_in_vain_for_more_loses_nothing_they_said() {
    let (app, workstream, member) = with_a_member(Role::Report).await;
    let note = "https://peer.example/ap/objects/1";
    says(&app, &workstream, PERSON, note).await.unwrap();
    let tx = app.begin().await.unwrap();
    end(&app, &tx, &workstream, member, State::Left)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let other = "https://peer.example/ap/activities/j9";
    joins(&app, &workstream, other, Some(Role::Write), Some(HOME))
        .await
        .unwrap();
    app.clock.advance(UNCONFIRMED_FOR + Duration::minutes(1));
    assert_eq!(look_after(&app).await.unwrap(), 1);
    assert_eq!(only(&app, &workstream).await.state, State::Left);
    let said = contributions(&app.db, &workstream.id).await.unwrap();
    assert_eq!(said.len(), 1, "what they said stays");
    assert_eq!(look_after(&app).await.unwrap(), 0);
}

#[tokio::test]
async fn a_home_takes_its_word_back_and_the_rights_end_at_once() {
    let (app, workstream, _) = with_a_member(Role::Write).await;
    assert!(takes_back(&app, PERSON).await.is_err());
    assert_eq!(only(&app, &workstream).await.state, State::Accepted);
    takes_back(&app, HOME).await.unwrap();
    assert_eq!(only(&app, &workstream).await.state, State::Ended);
    assert_eq!(total(&app, &workstream).await, 0);
    // Whoever asks anew waits anew.
    let other = "https://peer.example/ap/activities/j9";
    let member = joins(&app, &workstream, other, Some(Role::Write), Some(HOME)).await;
    assert_eq!(member.unwrap().state, State::Unconfirmed);
}

#[tokio::test]
async fn who_leaves_is_no_member_and_a_home_may_say_no() {
    let (app, workstream, _) = with_a_member(Role::Write).await;
    let group: Url = workstream.actor.clone().unwrap().into();
    let leaving = "https://peer.example/ap/activities/l1";
    let stranger = "https://peer.example/ap/actors/other";
    for (by, is_heard) in [(stranger, false), (PERSON, true), (PERSON, false)] {
        let activity = received(&app, by, leaving, Action::Leave(group.clone())).await;
        let left = heard(&app, async |tx| {
            inbox::receive_leave(&app, tx, &activity, &group).await
        })
        .await;
        assert_eq!(left.is_ok(), is_heard, "{by}");
    }
    assert_eq!(only(&app, &workstream).await.state, State::Left);
    assert_eq!(total(&app, &workstream).await, 0);

    let (app, workstream, _) = with_a_member(Role::Write).await;
    answers(&app, HOME, Verdict::Reject).await.unwrap();
    assert_eq!(only(&app, &workstream).await.state, State::Ended);
}

#[tokio::test]
async fn nobody_asks_to_work_in_what_is_over_and_not_too_many_at_once() {
    let (app, _, workstream) = working().await;
    for _ in 0..OPEN_AT_MOST {
        let member = waiting(&app, &workstream.slug).await;
        let number = member.id.to_string().to_lowercase();
        let other = Member {
            actor: format!("{PERSON}-{number}").parse().ok(),
            ..member
        };
        let row: member::ActiveModel = other.into_active_model().reset_all();
        row.update(&app.db).await.unwrap();
    }
    let group: Url = workstream.actor.clone().unwrap().into();
    let entry = Entry {
        group,
        role: None,
        on_behalf_of: None,
    };
    let action = Action::Enter(Box::new(entry.clone()));
    let activity = received(&app, PERSON, JOIN, action).await;
    let refused = heard(&app, async |tx| {
        inbox::receive_entry(&app, tx, &activity, &entry).await
    });
    assert!(matches!(
        refused.await,
        Err(Rejected::Refused("too_many_wait"))
    ));
    let over = workstreams::tests::stepped(
        &app,
        &workstream,
        workstreams::Step::Withdraw,
        "Keine Zeit.",
    );
    over.await.unwrap();
    let refused = heard(&app, async |tx| {
        inbox::receive_entry(&app, tx, &activity, &entry).await
    });
    assert!(matches!(
        refused.await,
        Err(Rejected::Refused("workstream_is_over"))
    ));
}

#[tokio::test]
async fn a_coordinator_decides_at_the_desk_and_strangers_see_a_number() {
    let (app, _, workstream) = working().await;
    let asked = waiting(&app, &workstream.slug).await;
    let desk = format!("{}/members", workstream.desk());
    let editor = Visitor::new(&app, Hired::Editor).await;
    let seen = editor.get(&desk).await;
    assert!(seen.says("Verein B, Beratung") && seen.says("wartet auf Sie"));
    assert!(editor.get(&workstream.desk()).await.says(&desk));
    let accept = format!("{desk}/{}/acceptance", asked.id);
    assert_eq!(editor.post(&accept, &[]).await.status, 403);
    let coordinator = Visitor::new(&app, Hired::Coordinator).await;
    let refused = coordinator.post(&accept, &[("role", "maintain")]).await;
    assert!(refused.status == 422 && refused.says("Mehr als angefragt"));
    let answer = coordinator.post(&accept, &[("role", "report")]).await;
    assert_eq!(answer.location, format!("{desk}?done=accepted"));
    let again = coordinator.post(&accept, &[]).await;
    assert!(again.status == 422 && again.says("schon beantwortet"));
    let refused = coordinator.post(&desk, &[("name", "")]).await;
    assert!(refused.status == 422 && refused.says("<a href=\"#name\">"));
    let typed = [("name", "Verein A, Redaktion"), ("role", "write")];
    let answer = coordinator.post(&desk, &typed).await;
    assert_eq!(answer.location, format!("{desk}?done=entered"));
    assert_eq!(total(&app, &workstream).await, 2);
    let public = crate::events::pages::tests::page(&app, &workstream.path()).await;
    assert!(public.says("Mitarbeitende"), "{}", public.body);
    assert!(!public.says("Verein B, Beratung") && !public.says("Redaktion"));
    let removal = format!("{desk}/{}/removal", asked.id);
    let answer = coordinator.post(&removal, &[]).await;
    assert_eq!(answer.location, format!("{desk}?done=removed"));
    assert_eq!(total(&app, &workstream).await, 1);
    let other = waiting(&app, &workstream.slug).await;
    let reject = format!("{desk}/{}/rejection", other.id);
    let answer = coordinator.post(&reject, &[("reason", "Voll.")]).await;
    assert_eq!(answer.location, format!("{desk}?done=rejected"));
    let deeds = deeds(&app).await;
    for deed in ["accept", "enter", "reject", "remove"] {
        let deed = format!("member.{deed}");
        assert!(deeds.contains(&deed), "{deed} {deeds:?}");
    }
}

#[tokio::test]
async fn a_member_whose_home_is_gone_is_told_that_it_is_over() {
    let (app, workstream, _) = with_a_member(Role::Write).await;
    let removals = async || {
        use federation::outbox::activity;
        let all = activity::Entity::find().all(&app.db).await.unwrap();
        all.into_iter().filter(|it| it.kind == "Remove").count()
    };
    assert_eq!(removals().await, 0);
    let activity = received(&app, HOME, "https://peer.example/d", Action::Farewell).await;
    heard(&app, async |tx| {
        inbox::receive_farewell(&app, tx, &activity).await
    })
    .await
    .unwrap();
    assert_eq!(only(&app, &workstream).await.state, State::Ended);
    assert_eq!(removals().await, 1);
}

/// With one row for each of two Joins that arrive at once, rights would be taken from one of them alone.
#[tokio::test]
async fn two_joins_of_one_actor_at_once_are_one_member() {
    let (app, _, workstream) = working().await;
    let group: Url = workstream.actor.clone().unwrap().into();
    let entry = Entry {
        group,
        role: None,
        on_behalf_of: None,
    };
    let action = || Action::Enter(Box::new(entry.clone()));
    let one = received(&app, PERSON, JOIN, action()).await;
    let other = format!("{JOIN}-again");
    let other = received(&app, PERSON, &other, action()).await;
    let arrives = async |activity: &Received| {
        heard(&app, async |tx| {
            inbox::receive_entry(&app, tx, activity, &entry).await
        })
        .await
    };
    let (one, other) = tokio::join!(arrives(&one), arrives(&other));
    one.and(other).unwrap();
    only(&app, &workstream).await;
}

#[tokio::test]
async fn whoever_is_gone_is_no_member() {
    let (app, workstream, _) = with_a_member(Role::Write).await;
    let activity = received(&app, PERSON, "https://peer.example/d", Action::Farewell).await;
    let gone: Actor = activity.actor.clone();
    heard(&app, async |tx| {
        inbox::receive_farewell(&app, tx, &activity).await
    })
    .await
    .unwrap();
    assert_eq!(only(&app, &workstream).await.state, State::Left);
    let known = actors_among(&app.db, std::slice::from_ref(&gone.id))
        .await
        .unwrap();
    assert!(known.contains(&gone.id));
}

async fn ticks(app: &App, by: &str, task: &tasks::Task) -> Result<(), Rejected> {
    let task: Url = task.iri.clone().into();
    let action = Action::Resolve {
        task: task.clone(),
        is_done: true,
    };
    let activity = received(app, by, "https://peer.example/ap/activities/r1", action).await;
    heard(app, async |tx| {
        inbox::receive_resolve(app, tx, &activity, &task, true).await
    })
    .await
}

#[tokio::test]
async fn a_task_is_ticked_off_by_members_who_may_more_than_read_and_by_nobody_else() {
    for (role, by, refused) in [
        (Role::Report, PERSON, None),
        (Role::Visit, PERSON, Some("role_only_reads")),
        (Role::Write, HOME, Some("no_member")),
    ] {
        let (app, workstream, _) = with_a_member(role).await;
        let draft = tasks::Draft {
            title: "Gliederung".to_owned(),
            ..tasks::Draft::default()
        };
        let tx = app.begin().await.unwrap();
        let task = tasks::add(&app, &tx, &workstream, &draft).await.unwrap();
        tx.commit().await.unwrap();
        let ticked = ticks(&app, by, &task).await;
        match refused {
            None => ticked.unwrap(),
            Some(word) => assert!(matches!(ticked, Err(Rejected::Refused(said)) if said == word)),
        }
        let now = tasks::of_workstream(&app.db, &workstream.id).await.unwrap();
        assert_eq!(now[0].done_on.is_some(), refused.is_none(), "{by}");
    }
}

#[tokio::test]
async fn whose_time_is_over_ticks_nothing_off() {
    let (app, workstream, _) = with_a_member_until(Role::Write, "2026-12-01").await;
    let draft = tasks::Draft {
        title: "Gliederung".to_owned(),
        ..tasks::Draft::default()
    };
    let tx = app.begin().await.unwrap();
    let task = tasks::add(&app, &tx, &workstream, &draft).await.unwrap();
    tx.commit().await.unwrap();
    app.clock.advance(Duration::days(30));
    let late = ticks(&app, PERSON, &task).await;
    assert!(matches!(late, Err(Rejected::Refused("no_member_any_more"))));
}

#[tokio::test]
async fn a_home_that_says_no_is_heard_and_nobody_waits_any_longer() {
    let (app, _, workstream) = working().await;
    joins(&app, &workstream, JOIN, None, Some(HOME))
        .await
        .unwrap();
    answers(&app, HOME, Verdict::Reject).await.unwrap();
    let member = only(&app, &workstream).await;
    assert_eq!(member.state, State::Rejected);
    let late = answers(&app, HOME, Verdict::Accept).await;
    assert!(
        matches!(late, Err(Rejected::NotForUs)),
        "that was the last word"
    );
}

#[tokio::test]
async fn a_colleague_is_no_home() {
    let (app, _, workstream) = working().await;
    joins(&app, &workstream, JOIN, None, Some(HOME))
        .await
        .unwrap();
    let answer = Answer {
        asked: url(JOIN),
        verdict: Verdict::Accept,
        kind: None,
        name: None,
        reason: None,
        result: None,
        grant: None,
    };
    let said = received(&app, HOME, CONFIRMATION, Action::Answer(answer.clone())).await;
    let colleague = Received {
        actor: Actor {
            kind: "Person".to_owned(),
            ..said.actor.clone()
        },
        ..said
    };
    let confirmed = heard(&app, async |tx| {
        inbox::receive_answer(&app, tx, &colleague, &answer).await
    });
    assert!(matches!(
        confirmed.await,
        Err(Rejected::Refused("no_association"))
    ));
    assert_eq!(only(&app, &workstream).await.state, State::Unconfirmed);
}
