//! `verbund event task`: what is to be done for an event, for those who prepare it alone.

use super::{
    super::{Place, explained, print},
    found,
};
use crate::{
    App, Result, audit,
    events::{
        self, Event,
        tasks::{self, Draft, Task, api::Shape},
    },
};
use clap::Subcommand;
use serde_json::json;

/// What is to be done for an event, with days counted from its start
#[derive(Subcommand)]
#[command(after_help = "Example:\n  verbund event task list denkwerkstatt-2026")]
pub(in crate::cli) enum Command {
    /// Show all
    #[command(after_help = "Example:\n  verbund event task list denkwerkstatt-2026 --json")]
    List {
        /// The id of the event, or the last part of its address
        event: String,
        /// For programs
        #[arg(long)]
        json: bool,
    },
    /// Add one. Prints the id
    #[command(
        after_help = "Example:\n  verbund event task add denkwerkstatt-2026 Einladung --days 28"
    )]
    Add {
        /// The id of the event, or the last part of its address
        event: String,
        /// What is to be done
        title: String,
        /// Who: organisation and role
        #[arg(long, default_value = "", hide_default_value = true)]
        assignee: String,
        /// Until how many days before the start
        #[arg(long, default_value = "", hide_default_value = true)]
        days: String,
        /// They are days after the start
        #[arg(long, requires = "days")]
        after: bool,
    },
    /// Say that a task is done
    #[command(
        after_help = "Example:\n  verbund event task finish denkwerkstatt-2026 01K9Z3NDEKTSV4RRFFQ69G5FAV"
    )]
    Finish {
        /// The id of the event, or the last part of its address
        event: String,
        /// The id of the task
        id: String,
        /// Say that it is open after all
        #[arg(long)]
        not: bool,
    },
    /// Remove one
    #[command(
        after_help = "Example:\n  verbund event task remove denkwerkstatt-2026 01K9Z3NDEKTSV4RRFFQ69G5FAV"
    )]
    Remove {
        /// The id of the event, or the last part of its address
        event: String,
        /// The id of the task
        id: String,
    },
}

impl Command {
    pub(in crate::cli) async fn run(self, place: &Place) -> anyhow::Result<()> {
        let app = place.open().await?;
        match self {
            Self::List { event, json } => {
                let (event, listed) = listed(&app, &event).await.map_err(explained)?;
                if json {
                    let shapes = listed.iter().map(|task| Shape::of(task, &event));
                    return print::json(&json!(shapes.collect::<Vec<_>>()));
                }
                let rows: Vec<_> = listed.iter().map(|task| row(task, &event)).collect();
                print::table(["ID", "DUE", "DONE", "WHO", "TASK"], &rows);
            }
            Self::Add {
                event,
                title,
                assignee,
                days,
                after,
            } => {
                let side = match after {
                    true => "after",
                    false => "before",
                };
                let draft = Draft {
                    title,
                    assignee,
                    days,
                    side: side.to_owned(),
                };
                let added = add(&app, &event, &draft).await;
                print::say(added.map_err(explained)?.id);
            }
            Self::Finish { event, id, not } => {
                finish(&app, &event, &id, !not).await.map_err(explained)?;
            }
            Self::Remove { event, id } => {
                remove(&app, &event, &id).await.map_err(explained)?;
            }
        }
        Ok(())
    }
}

fn row(task: &Task, event: &Event) -> [String; 5] {
    let day = |day: Option<chrono::NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
    [
        task.id.to_string(),
        day(task.due_on(event)),
        day(task.done_on),
        task.assignee.clone(),
        task.title.clone(),
    ]
}

async fn listed(app: &App, name: &str) -> Result<(Event, Vec<Task>)> {
    let event = found(app, name).await?;
    let all = tasks::of_event(&app.db, &event.id).await?;
    Ok((event, all))
}

async fn add(app: &App, name: &str, draft: &Draft) -> Result<Task> {
    let id = found(app, name).await?.id;
    let tx = app.begin().await?;
    let event = events::find_for_change(&tx, &id).await?;
    let task = tasks::add(app, &tx, &event, draft).await?;
    audit::kept(app, tx, None, "event.task-add", &task.id).await?;
    Ok(task)
}

async fn finish(app: &App, name: &str, task: &str, is_done: bool) -> Result<()> {
    let id = found(app, name).await?.id;
    let tx = app.begin().await?;
    let event = events::find_for_change(&tx, &id).await?;
    let task = tasks::find_for_change(&tx, &event, task).await?;
    let task = tasks::finish(app, &tx, &event, task, is_done).await?;
    let action = match is_done {
        true => "event.task-finish",
        false => "event.task-reopen",
    };
    audit::kept(app, tx, None, action, &task.id).await
}

async fn remove(app: &App, name: &str, task: &str) -> Result<()> {
    let id = found(app, name).await?.id;
    let tx = app.begin().await?;
    let event = events::find_for_change(&tx, &id).await?;
    let task = tasks::find_for_change(&tx, &event, task).await?;
    let id = task.id.clone();
    tasks::remove(&tx, task).await?;
    audit::kept(app, tx, None, "event.task-remove", &id).await
}
