//! `verbund workstream`: propose one, see which there are and which are late, take its steps, say what
//! is reached and what came of it.

use super::{Place, event::read, explained, print};
use crate::{
    App, Refusal, Result, associations, audit,
    words::Word as _,
    workstreams::{
        self, Draft, Extension, Milestone, Report, Step, Workstream, maturity, milestone, report,
    },
};
use clap::Subcommand;
use serde_json::{Value, json};
use std::path::PathBuf;

/// One question, worked on for some months until there is a result
#[derive(Subcommand)]
#[command(after_help = "Example:\n  verbund workstream list")]
pub(super) enum Command {
    /// Propose a workstream; nobody hears of it until it is selected
    #[command(
        after_help = "Example:\n  verbund workstream propose ws-cra --name CRA --question Wozu --product study"
    )]
    Propose {
        /// What stands before the @host, with or without ws-; it can never change
        handle: String,
        /// The name people read
        #[arg(long)]
        name: String,
        /// The question or problem it is about
        #[arg(long)]
        question: String,
        /// study, concept, guide, laboratory, software or other
        #[arg(long, default_value = "other")]
        product: String,
        /// The handle of the association that leads it. Without it: the first
        #[arg(
            long,
            value_name = "HANDLE",
            default_value = "",
            hide_default_value = true
        )]
        association: String,
        /// One line about it
        #[arg(long, default_value = "", hide_default_value = true)]
        summary: String,
        /// The id of the cycle it is part of
        #[arg(long, default_value = "", hide_default_value = true)]
        cycle: String,
        /// The id of the idea it came from
        #[arg(long, default_value = "", hide_default_value = true)]
        idea: String,
        /// The first day. Without it: today
        #[arg(
            long,
            value_name = "DAY",
            default_value = "",
            hide_default_value = true
        )]
        from: String,
        /// The last day. Without it: half a year later
        #[arg(
            long,
            value_name = "DAY",
            default_value = "",
            hide_default_value = true
        )]
        until: String,
        /// Why it takes less than three months or more than nine
        #[arg(long, default_value = "", hide_default_value = true)]
        why: String,
    },
    /// Show which workstreams of ours there are, and since when one is late
    #[command(after_help = "Example:\n  verbund workstream list --json")]
    List {
        /// For programs
        #[arg(long)]
        json: bool,
    },
    /// Take a step: select, decline, start, present, archive or withdraw
    #[command(after_help = "Example:\n  verbund workstream step ws-cra start")]
    Step {
        /// Which one
        handle: String,
        /// The step
        step: String,
        /// Why; needed to decline and to withdraw
        #[arg(long, default_value = "", hide_default_value = true)]
        reason: String,
    },
    /// Say that something is to be reached by a day. Prints its id
    #[command(
        after_help = "Example:\n  verbund workstream milestone ws-cra Entwurf 2027-02-28 --tell"
    )]
    Milestone {
        /// Which workstream
        handle: String,
        /// What is to be reached
        title: String,
        /// The day
        day: String,
        /// Tell all who follow in a post once it is reached
        #[arg(long)]
        tell: bool,
    },
    /// Move a milestone to another day
    #[command(
        after_help = "Example:\n  verbund workstream move ws-cra 01K9Z3NDEKTSV4RRFFQ69G5FAV 2027-03-31"
    )]
    Move {
        /// Which workstream
        handle: String,
        /// The id of the milestone
        milestone: String,
        /// The day
        day: String,
    },
    /// Say that a milestone is reached
    #[command(
        after_help = "Example:\n  verbund workstream reach ws-cra 01K9Z3NDEKTSV4RRFFQ69G5FAV"
    )]
    Reach {
        /// Which workstream
        handle: String,
        /// The id of the milestone
        milestone: String,
    },
    /// Write what came of a workstream from a file, or change it. Prints its address
    #[command(after_help = "Example:\n  verbund workstream report ws-cra bericht.toml --publish")]
    Report {
        /// Which workstream
        handle: String,
        /// TOML, or JSON where the name ends so; the fields are those of the API. "-" reads JSON
        file: PathBuf,
        /// And publish it, if it is not public yet
        #[arg(long)]
        publish: bool,
    },
    /// Say how far a product of the report has come
    #[command(
        after_help = "Example:\n  verbund workstream maturity ws-cra Leitfaden in_use --meaning Fertig"
    )]
    Maturity {
        /// Which workstream
        handle: String,
        /// The product, as the report calls it
        product: String,
        /// idea, trial, in_use or discontinued
        maturity: String,
        /// What that means, in one sentence
        #[arg(long)]
        meaning: String,
        /// Since when. Without it: today
        #[arg(
            long,
            value_name = "DAY",
            default_value = "",
            hide_default_value = true
        )]
        on: String,
    },
    /// Take a public report back, and say why
    #[command(
        after_help = "Example:\n  verbund workstream withdraw-report ws-cra --reason Rechenfehler"
    )]
    WithdrawReport {
        /// Which workstream
        handle: String,
        /// In one sentence, which everybody reads
        #[arg(long)]
        reason: String,
    },
    /// Plan a later end
    #[command(
        after_help = "Example:\n  verbund workstream extend ws-cra 2027-06-15 --reason Krankheit"
    )]
    Extend {
        /// Which one
        handle: String,
        /// The new last day
        day: String,
        /// Why it takes longer
        #[arg(long)]
        reason: String,
    },
}

impl Command {
    pub(super) async fn run(self, place: &Place) -> anyhow::Result<()> {
        let app = place.open().await?;
        match self {
            Self::Propose {
                handle,
                name,
                question,
                product,
                association,
                summary,
                cycle,
                idea,
                from,
                until,
                why,
            } => {
                let draft = Draft {
                    organizer: association,
                    handle,
                    name,
                    summary,
                    question,
                    product,
                    description: String::new(),
                    cycle,
                    idea,
                    starts_on: from,
                    ends_on: until,
                    why_long: why,
                    phases: String::new(),
                    seen: String::new(),
                };
                let workstream = propose(&app, &draft).await.map_err(explained)?;
                print::say(workstream.handle());
            }
            Self::List { json } => list(&app, json).await?,
            Self::Step {
                handle,
                step,
                reason,
            } => {
                let workstream = take(&app, &handle, &step, &reason).await;
                print::say(workstream.map_err(explained)?.state.name());
            }
            Self::Milestone {
                handle,
                title,
                day,
                tell,
            } => {
                let draft = milestone::Draft {
                    title,
                    due_on: day,
                    is_told: tell,
                };
                let added = add_milestone(&app, &handle, &draft).await;
                print::say(added.map_err(explained)?.id);
            }
            Self::Move {
                handle,
                milestone,
                day,
            } => {
                let moved = move_milestone(&app, &handle, &milestone, day).await;
                print::say(moved.map_err(explained)?.title);
            }
            Self::Reach { handle, milestone } => {
                let reached = reach_milestone(&app, &handle, &milestone).await;
                print::say(reached.map_err(explained)?.title);
            }
            Self::Report {
                handle,
                file,
                publish,
            } => {
                let draft = read(&file)?;
                let report = write_report(&app, &handle, &draft, publish).await;
                print::say(report.map_err(explained)?.url);
            }
            Self::Maturity {
                handle,
                product,
                maturity,
                meaning,
                on,
            } => {
                let draft = maturity::Draft {
                    product,
                    maturity,
                    on,
                    meaning,
                };
                let said = say_maturity(&app, &handle, &draft).await;
                said.map_err(explained)?;
            }
            Self::WithdrawReport { handle, reason } => {
                let withdrawn = withdraw_report(&app, &handle, &reason).await;
                withdrawn.map_err(explained)?;
            }
            Self::Extend {
                handle,
                day,
                reason,
            } => {
                let extension = Extension {
                    ends_on: day,
                    reason,
                };
                let workstream = extend(&app, &handle, &extension).await;
                print::say(workstream.map_err(explained)?.ends_on.to_string());
            }
        }
        Ok(())
    }
}

async fn propose(app: &App, draft: &Draft) -> Result<Workstream> {
    let tx = app.begin().await?;
    let association = associations::chosen(&tx, &draft.organizer).await?;
    let workstream = workstreams::propose(app, &tx, &association, draft).await?;
    audit::kept(app, tx, None, "workstream.propose", &workstream.id).await?;
    Ok(workstream)
}

async fn take(app: &App, handle: &str, step: &str, reason: &str) -> Result<Workstream> {
    let step = Step::named(step);
    let step = step.ok_or(Refusal::new("workstream-step-unknown").on("step"))?;
    let keys = match step {
        Step::Select => Some(app.federation.make_keys().await?),
        _ => None,
    };
    let tx = app.begin().await?;
    let workstream = workstreams::find_for_change(&tx, handle).await?;
    let workstream = workstreams::take(app, &tx, workstream, step, reason, keys).await?;
    audit::kept(app, tx, None, step.action(), &workstream.id).await?;
    Ok(workstream)
}

async fn extend(app: &App, handle: &str, extension: &Extension) -> Result<Workstream> {
    let tx = app.begin().await?;
    let workstream = workstreams::find_for_change(&tx, handle).await?;
    let workstream = workstreams::extend(app, &tx, workstream, extension).await?;
    audit::kept(app, tx, None, "workstream.extend", &workstream.id).await?;
    Ok(workstream)
}

async fn add_milestone(app: &App, handle: &str, draft: &milestone::Draft) -> Result<Milestone> {
    let tx = app.begin().await?;
    let workstream = workstreams::find_for_change(&tx, handle).await?;
    let milestone = workstreams::add_milestone(app, &tx, &workstream, draft).await?;
    audit::kept(app, tx, None, "workstream.milestone-add", &workstream.id).await?;
    Ok(milestone)
}

async fn move_milestone(app: &App, handle: &str, id: &str, day: String) -> Result<Milestone> {
    let tx = app.begin().await?;
    let workstream = workstreams::find_for_change(&tx, handle).await?;
    let milestone = workstreams::find_milestone(&tx, &workstream, id).await?;
    let draft = milestone::Draft {
        due_on: day,
        ..milestone::Draft::of(&milestone)
    };
    let moved = workstreams::change_milestone(app, &tx, &workstream, milestone, &draft).await?;
    audit::kept(app, tx, None, "workstream.milestone-change", &workstream.id).await?;
    Ok(moved)
}

async fn reach_milestone(app: &App, handle: &str, id: &str) -> Result<Milestone> {
    let tx = app.begin().await?;
    let workstream = workstreams::find_for_change(&tx, handle).await?;
    let milestone = workstreams::find_milestone(&tx, &workstream, id).await?;
    let milestone = workstreams::reach_milestone(app, &tx, &workstream, milestone).await?;
    audit::kept(app, tx, None, "workstream.milestone-reach", &workstream.id).await?;
    Ok(milestone)
}

async fn write_report(
    app: &App,
    handle: &str,
    draft: &report::Draft,
    publish: bool,
) -> Result<Report> {
    let tx = app.begin().await?;
    let workstream = workstreams::find_for_change(&tx, handle).await?;
    let mut report = workstreams::write_report(app, &tx, &workstream, draft).await?;
    let now = app.clock.now();
    audit::note(&tx, None, "workstream.report-write", &workstream.id, now).await?;
    if publish && !report.is_public() {
        let id = workstream.id.clone();
        report = workstreams::publish_report(app, &tx, workstream).await?.1;
        audit::note(&tx, None, "workstream.report-publish", &id, now).await?;
    }
    tx.commit().await?;
    Ok(report)
}

async fn say_maturity(app: &App, handle: &str, draft: &maturity::Draft) -> Result<()> {
    let tx = app.begin().await?;
    let workstream = workstreams::find_for_change(&tx, handle).await?;
    workstreams::mature(app, &tx, &workstream, draft).await?;
    audit::kept(app, tx, None, "workstream.maturity", &workstream.id).await
}

async fn withdraw_report(app: &App, handle: &str, reason: &str) -> Result<()> {
    let tx = app.begin().await?;
    let workstream = workstreams::find_for_change(&tx, handle).await?;
    workstreams::withdraw_report(app, &tx, &workstream, reason).await?;
    audit::kept(app, tx, None, "workstream.report-withdraw", &workstream.id).await
}

async fn list(app: &App, for_programs: bool) -> anyhow::Result<()> {
    let today = workstreams::today(app);
    let mut shown = Vec::new();
    let mut rows = Vec::new();
    for workstream in workstreams::own(&app.db).await.map_err(explained)? {
        let late = workstream.overdue_since(today);
        shown.push(json!({
            "handle": workstream.handle(),
            "name": workstream.name,
            "state": workstream.state,
            "actor": workstream.actor,
            "starts_on": workstream.starts_on,
            "ends_on": workstream.ends_on,
            "overdue_since": late,
        }));
        rows.push([
            workstream.handle(),
            workstream.state.name(),
            workstream.ends_on.to_string(),
            late.map(|day| day.to_string()).unwrap_or_default(),
            workstream.name,
        ]);
    }
    match for_programs {
        true => print::json(&Value::from(shown))?,
        false => print::table(["HANDLE", "STATE", "ENDS", "LATE SINCE", "NAME"], &rows),
    }
    Ok(())
}
