//! Two instances in one process, to try everything out: each with its own database and content, one
//! following the other. Possible because no setting, clock or database is anybody's but the App's.

mod poll;

use self::poll::{Poll, held_on};
use crate::{
    App, Result,
    accounts::{self, NewAccount, Role},
    app::Tx,
    associations::{self, Association},
    cohosts::{self, Cohost},
    committees::{self, holder},
    config::{Config, Legal},
    cycles::{self, cycle, programme},
    events::{self, Event, Filter},
    i18n::Lang,
    ideas::{self, Origin, Signature},
    members::tasks,
    questions, reports, series, topics,
    working_groups::{self, output},
    workstreams::{self, Step, Workstream, milestone, report},
};
use anyhow::Context as _;
use chrono::{DateTime, Datelike as _, Duration, Utc};
use federation::{Clock, discovery::Handle, follows};
use serde::Deserialize;
use std::path::Path;
use url::Url;

/// Who the demo is about, and what they hold. The first is followed by the second and follows it.
pub const CASTS: [&str; 2] = [
    include_str!("dialog.toml"),
    include_str!("innovationsbuero.toml"),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cast {
    name: String,
    language: Lang,
    association: associations::Draft,
    #[serde(default)]
    series: Vec<series::Draft>,
    #[serde(default)]
    topic: Vec<topics::Draft>,
    programme: Option<Programme>,
    #[serde(default)]
    committee: Vec<Body>,
    #[serde(default)]
    working_group: Vec<Circle>,
    question: Option<AskedFor>,
    legal: Legal,
    event: Vec<Planned>,
}

/// A draft whose days are counted from today.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Planned {
    in_days: i64,
    /// How many days later it ends.
    days: i64,
    publish: bool,
    draft: events::Draft,
    /// What came of it, where it is over.
    report: Option<reports::Draft>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Programme {
    draft: programme::Draft,
    cycle: Vec<Round>,
}

/// A cycle whose days are counted from today, and which is called after the years it spans.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Round {
    ideas_until: i64,
    selection_on: i64,
    work_until: i64,
    results_on: i64,
    /// The German title of the event at which is chosen.
    edition: Option<String>,
    summary: String,
    #[serde(default)]
    idea: Vec<ideas::Draft>,
    #[serde(default)]
    vote: Vec<Poll>,
    #[serde(default)]
    workstream: Vec<Work>,
}

/// A workstream whose days are counted from today.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Work {
    in_days: i64,
    /// How many days later it is to be done.
    days: i64,
    /// The title of the idea that was chosen for it.
    idea: Option<String>,
    draft: workstreams::Draft,
    milestone: Vec<Mark>,
    #[serde(default)]
    task: Vec<tasks::Draft>,
    /// What came of it, where it is over.
    report: Option<Told>,
}

/// The report of a workstream, and when it was told.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    in_days: i64,
    draft: report::Draft,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Mark {
    title: String,
    in_days: i64,
    is_reached: bool,
}

/// A committee from today on, and who is in its seats.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    draft: committees::Draft,
    #[serde(default)]
    holder: Vec<holder::Draft>,
}

/// What associations are asked, until so many days from today, and what this one votes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AskedFor {
    in_days: i64,
    vote: String,
    draft: questions::Draft,
}

/// A working group, and what it made.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Circle {
    draft: working_groups::Draft,
    #[serde(default)]
    output: Vec<output::Draft>,
}

/// A started instance of the demo.
pub struct Stage {
    pub app: App,
    pub handle: String,
    /// Signs the demo's coordinator in, once.
    pub sign_in: Url,
    events: Vec<Planned>,
    programme: Option<Programme>,
    committees: Vec<Body>,
    working_groups: Vec<Circle>,
    question: Option<AskedFor>,
}

/// Start the instance of `cast` in `folder`, reached at `origin`. A folder kept from last time is
/// used as it is.
pub async fn raise(cast: &str, folder: &Path, origin: Url) -> anyhow::Result<Stage> {
    let cast: Cast = toml::from_str(cast).context("reading the demo's content")?;
    let mut config = Config::for_testing(folder.to_owned(), origin);
    config.make_data_dir()?;
    config.instance.name = cast.name;
    config.instance.language = cast.language;
    config.legal = cast.legal;
    // Everybody who tries it out comes from this machine.
    config.limits.requests_per_minute = u32::MAX;
    let app = App::start(config, Clock::System).await?;
    require_same_ports(&app, folder)?;
    let handle = cast.association.handle.clone();
    if associations::find_by_handle(&app.db, &handle)
        .await?
        .is_none()
    {
        let keys = app.federation.make_keys().await?;
        let tx = app.begin().await?;
        let association = associations::found(&app, &tx, &cast.association, keys).await?;
        tx.commit().await?;
        for draft in &cast.series {
            let keys = app.federation.make_keys().await?;
            let tx = app.begin().await?;
            series::found(&app, &tx, &association, draft, keys).await?;
            tx.commit().await?;
        }
        let tx = app.begin().await?;
        for draft in &cast.topic {
            topics::found(&app, &tx, &association, draft).await?;
        }
        tx.commit().await?;
    }
    let sign_in = sign_in_link(&app).await?;
    Ok(Stage {
        app,
        handle,
        sign_in,
        events: cast.event,
        programme: cast.programme,
        committees: cast.committee,
        working_groups: cast.working_group,
        question: cast.question,
    })
}

impl Stage {
    /// Publish what the cast holds, once. The other instance should follow by then: what was said
    /// before nobody brings it.
    pub async fn play(&self) -> Result<()> {
        let app = &self.app;
        if !events::own(&app.db, 1).await?.is_empty() {
            return Ok(());
        }
        let tx = app.begin().await?;
        let association = associations::chosen(&tx, &self.handle).await?;
        let organizer = associations::actor_of(&tx, &association).await?;
        for planned in &self.events {
            let event = events::draft(app, &tx, &organizer, &planned.dated(app)).await?;
            if !planned.publish {
                continue;
            }
            let event = events::publish(&in_time(app, &event), &tx, event).await?;
            if let Some(report) = &planned.report {
                reports::write(app, &tx, &event, report).await?;
                reports::publish(app, &tx, &event, "").await?;
            }
        }
        tx.commit().await?;
        if let Some(programme) = &self.programme {
            programme.play(app, &association).await?;
        }
        for body in &self.committees {
            let keys = app.federation.make_keys().await?;
            let tx = app.begin().await?;
            let committee = committees::found(app, &tx, &association, &body.draft, keys).await?;
            for draft in &body.holder {
                committees::seat(app, &tx, &committee, draft, None).await?;
            }
            tx.commit().await?;
        }
        let tx = app.begin().await?;
        for circle in &self.working_groups {
            let group = working_groups::found(app, &tx, &association, &circle.draft).await?;
            for draft in &circle.output {
                working_groups::add_output(app, &tx, &group.id, draft).await?;
            }
        }
        Ok(tx.commit().await?)
    }

    /// `@handle@host`, to be followed from anywhere that reaches this machine.
    pub fn address(&self) -> String {
        let host = federation::host_of(self.app.config.origin());
        format!("@{}@{host}", self.handle)
    }

    /// Follow another instance's association by its handle, as from the desk.
    pub async fn follow(&self, other: &Stage) -> anyhow::Result<()> {
        let handle = Handle::read(&other.address()).context("reading the demo's own handle")?;
        let found = self.app.federation.look_up(&handle).await?;
        let tx = self.app.begin().await?;
        let association = associations::chosen(&tx, &self.handle).await?;
        let actor = associations::actor_of(&tx, &association).await?;
        let known = follows::find(&tx, &actor.id, &found.id).await?;
        if known.is_none() {
            let federation = &self.app.federation;
            federation.request_follow(&tx, &actor, &found).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Ask the association of `other` to invite to the next event of this one, once.
    pub async fn invite(&self, other: &Stage) -> Result<()> {
        let app = &self.app;
        let next = Filter {
            from: Some(app.clock.now()),
            organizer: Some(associations::actor_id(&app.db, &self.handle).await?),
            local_only: true,
            limit: 1,
            ..Filter::default()
        };
        let Some(next) = events::listed(&app.db, &next).await?.pop() else {
            return Ok(());
        };
        if !cohosts::of_event(&app.db, &next).await?.is_empty() {
            return Ok(());
        }
        let invited = cohosts::look_up(app, &other.address()).await?;
        let tx = app.begin().await?;
        let event = events::find_for_change(&tx, &next.id).await?;
        cohosts::offer(app, &tx, &event, &invited, events::Role::default()).await?;
        Ok(tx.commit().await?)
    }

    /// Ask the association of `other`, and this one, something on which each has one vote, once; this one has
    /// voted.
    pub async fn ask(&self, other: &Stage) -> Result<()> {
        let (app, Some(asked)) = (&self.app, &self.question) else {
            return Ok(());
        };
        if !questions::listed(&app.db, true).await?.is_empty() {
            return Ok(());
        }
        let tx = app.begin().await?;
        let association = associations::chosen(&tx, &self.handle).await?;
        let draft = questions::Draft {
            organizer: self.handle.clone(),
            electors: format!("{}\n{}", self.address(), other.address()),
            ends_on: day(app, asked.in_days),
            ..asked.draft.clone()
        };
        let question = questions::draft(app, &tx, &draft).await?;
        let question = questions::open(app, &tx, &question.id).await?;
        questions::cast(app, &tx, &question.id, &association, &asked.vote).await?;
        Ok(tx.commit().await?)
    }

    /// Agree to invite to what another instance asked for. Whether it has asked by now.
    pub async fn agree(&self) -> Result<bool> {
        let asked = cohosts::of_ours(&self.app.db).await?;
        let offered = |cohost: &&Cohost| cohost.state == cohosts::State::Offered;
        for cohost in asked.iter().filter(offered) {
            let tx = self.app.begin().await?;
            let cohost = cohosts::find_for_change(&self.app, &tx, &cohost.id).await?;
            cohosts::accept(&self.app, &tx, cohost).await?;
            tx.commit().await?;
        }
        Ok(!asked.is_empty())
    }

    /// Whether `other` follows this instance's association and was accepted.
    pub async fn is_followed_by(&self, other: &Stage) -> Result<bool> {
        let own = associations::actor_id(&self.app.db, &self.handle).await?;
        let theirs = associations::actor_id(&other.app.db, &other.handle).await?;
        let follow = follows::find(&self.app.db, &theirs, &own).await?;
        Ok(follow.is_some_and(|follow| follow.state == follows::State::Accepted))
    }
}

/// How long before it begins an event that is over was published.
const AHEAD: Duration = Duration::days(14);

/// The instance as it was when somebody could still publish this event.
fn in_time(app: &App, event: &Event) -> App {
    match event.is_over(app.clock.now()) {
        true => back_then(app, event.starts_at - AHEAD),
        false => app.clone(),
    }
}

fn back_then(app: &App, now: DateTime<Utc>) -> App {
    App {
        clock: Clock::stopped(now),
        ..app.clone()
    }
}

impl Planned {
    fn dated(&self, app: &App) -> events::Draft {
        let today = app.clock.now().with_timezone(&app.config.instance.zone);
        let day = |days: i64| {
            let day = today + Duration::days(days);
            day.format("%Y-%m-%d").to_string()
        };
        events::Draft {
            starts_on: day(self.in_days),
            ends_on: day(self.in_days + self.days),
            ..self.draft.clone()
        }
    }
}

impl Programme {
    async fn play(&self, app: &App, association: &Association) -> Result<()> {
        let tx = app.begin().await?;
        let programme = cycles::found_programme(app, &tx, association, &self.draft).await?;
        tx.commit().await?;
        for round in &self.cycle {
            round.play(app, association, &programme.slug).await?;
        }
        Ok(())
    }
}

impl Round {
    async fn play(&self, app: &App, association: &Association, programme: &str) -> Result<()> {
        let draft = cycle::Draft {
            programme: programme.to_owned(),
            ..self.dated(app).await?
        };
        let tx = app.begin().await?;
        let cycle = cycles::begin(app, &tx, &draft).await?;
        let then = self.collecting(app);
        for draft in &self.idea {
            let place = (Some(&cycle.id), &association.actor);
            let nobody = Signature::default();
            ideas::enter(&then, &tx, place, draft, &nobody, (Origin::Desk, "de")).await?;
        }
        tx.commit().await?;
        for vote in &self.vote {
            vote.play(app, &cycle).await?;
        }
        for work in &self.workstream {
            work.play(app, association, &cycle.slug).await?;
        }
        Ok(())
    }

    /// The instance as it was when ideas were brought.
    fn collecting(&self, app: &App) -> App {
        match self.ideas_until < 0 {
            true => back_then(app, app.clock.now() + Duration::days(self.ideas_until)),
            false => app.clone(),
        }
    }

    async fn dated(&self, app: &App) -> Result<cycle::Draft> {
        let edition = match &self.edition {
            Some(title) => held_on(&app.db, app, title, self.selection_on).await?,
            None => None,
        };
        let selection = cycles::today(app) + Duration::days(self.selection_on);
        Ok(cycle::Draft {
            name: format!("{}/{}", selection.year(), selection.year() + 1),
            summary: self.summary.clone(),
            editions: edition.map(|event| event.slug).unwrap_or_default(),
            ideas_until: day(app, self.ideas_until),
            selection_on: day(app, self.selection_on),
            work_until: day(app, self.work_until),
            results_on: day(app, self.results_on),
            ..cycle::Draft::default()
        })
    }
}

/// So many days from today.
fn day(app: &App, days: i64) -> String {
    (cycles::today(app) + Duration::days(days)).to_string()
}

impl Work {
    async fn play(&self, app: &App, association: &Association, cycle: &str) -> Result<()> {
        let keys = app.federation.make_keys().await?;
        let tx = app.begin().await?;
        let draft = workstreams::Draft {
            cycle: cycle.to_owned(),
            starts_on: day(app, self.in_days),
            ends_on: day(app, self.in_days + self.days),
            ..self.draft.clone()
        };
        let workstream = match &self.idea {
            Some(title) => chosen(app, &tx, title, &draft).await?,
            None => workstreams::propose(app, &tx, association, &draft).await?,
        };
        let (select, start) = (Step::Select, Step::Start);
        let workstream = workstreams::take(app, &tx, workstream, select, "", Some(keys)).await?;
        let workstream = workstreams::take(app, &tx, workstream, start, "", None).await?;
        for mark in &self.milestone {
            let draft = milestone::Draft {
                title: mark.title.clone(),
                due_on: day(app, mark.in_days),
                is_told: false,
            };
            let milestone = workstreams::add_milestone(app, &tx, &workstream, &draft).await?;
            if mark.is_reached {
                let then = back_then(app, app.clock.now() + Duration::days(mark.in_days));
                workstreams::reach_milestone(&then, &tx, &workstream, milestone).await?;
            }
        }
        for draft in &self.task {
            tasks::add(app, &tx, &workstream, draft).await?;
        }
        if let Some(told) = &self.report {
            let then = back_then(app, app.clock.now() + Duration::days(told.in_days));
            workstreams::write_report(&then, &tx, &workstream, &told.draft).await?;
            workstreams::publish_report(&then, &tx, workstream).await?;
        }
        Ok(tx.commit().await?)
    }
}

/// The workstream which was written down when the idea of this title was chosen, with what is said of it now.
async fn chosen(app: &App, tx: &Tx, title: &str, draft: &workstreams::Draft) -> Result<Workstream> {
    for workstream in workstreams::own(tx).await? {
        let Some(idea) = workstreams::idea_of(tx, &workstream).await? else {
            continue;
        };
        if idea.title == title {
            let draft = workstreams::Draft {
                idea: idea.id.to_string(),
                ..draft.clone()
            };
            return workstreams::change(app, tx, workstream, &draft).await;
        }
    }
    Err(crate::Error::NotFound)
}

/// Ids are made from ports and never change: with others nobody would find who speaks in a kept folder.
fn require_same_ports(app: &App, folder: &Path) -> anyhow::Result<()> {
    let actor = app.federation.instance_actor();
    if actor.same_origin(app.config.origin()) {
        return Ok(());
    }
    anyhow::bail!(
        "--ports: what lies in {} was begun at {}, and its addresses never change: start it with the \
         same ports as then, or keep another folder",
        folder.display(),
        actor.origin().ascii_serialization()
    )
}

/// The e-mail address of the demo's coordinator, who is also its owner so that every page can be seen.
const COORDINATOR: &str = "koordination@demo.example";

async fn sign_in_link(app: &App) -> Result<Url> {
    let now = app.clock.now();
    let tx = app.begin().await?;
    let secret = match accounts::find_by_email(&tx, COORDINATOR).await {
        Ok(account) => accounts::renew_link(&tx, None, &account, now).await?,
        Err(crate::Error::NotFound) => {
            let new = NewAccount {
                id: app.ulids.next(now).into(),
                email: COORDINATOR.to_owned(),
                name: "Koordination".to_owned(),
                role: Role::Owner,
            };
            accounts::open_account(&tx, None, new, now).await?.1
        }
        Err(error) => return Err(error),
    };
    tx.commit().await?;
    Ok(accounts::address(app.config.origin(), &secret))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decisions::{self, State};

    #[tokio::test]
    async fn a_kept_folder_goes_on_at_its_own_ports_and_says_so() {
        let folder = std::env::temp_dir().join(format!("verbund-demo-test-{}", std::process::id()));
        let begin = async |port: u16| {
            let origin = format!("http://localhost:{port}").parse().unwrap();
            raise(CASTS[0], &folder, origin).await.map(|_| ())
        };
        begin(4180).await.expect("a first time");
        begin(4180).await.expect("a second time");
        let refused = begin(4280).await.expect_err("other ports").to_string();
        std::fs::remove_dir_all(&folder).expect("the folder");
        assert!(refused.starts_with("--ports: "), "{refused}");
        assert!(refused.contains("http://localhost:4180"), "{refused}");
    }

    /// Everything the first cast holds can be played, by itself, and its votes lead to what they chose.
    #[tokio::test]
    async fn what_is_played_has_a_vote_to_cast_and_one_that_chose_workstreams() {
        let folder = std::env::temp_dir().join(format!("verbund-demo-play-{}", std::process::id()));
        let origin = "http://localhost:4280".parse().unwrap();
        let stage = raise(CASTS[0], &folder, origin).await.expect("a stage");
        stage.play().await.expect("the play");
        let app = &stage.app;
        let cycle = cycles::all(&app.db).await.unwrap().into_iter();
        let mut votes = Vec::new();
        for cycle in cycle {
            votes.extend(decisions::public(&app.db, &cycle).await.unwrap());
        }
        let of = |state| votes.iter().filter(move |vote| vote.state == state).count();
        let works = workstreams::own(&app.db).await.unwrap().into_iter();
        let chosen = works.filter(|work| work.idea.is_some() && work.is_public());
        let (open, closed, chosen) = (of(State::Open), of(State::Closed), chosen.count());
        std::fs::remove_dir_all(&folder).expect("the folder");
        assert_eq!((open, closed, chosen), (1, 1, 2));
    }
}
