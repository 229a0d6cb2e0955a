//! `verbund task`: what is to be done in a workstream, for its members alone

use super::{Place, explained, print};
use crate::{
    App, Result, audit,
    members::tasks::{self, Draft, Task, api::Shape},
    workstreams,
};
use clap::Subcommand;
use serde_json::json;

/// What is to be done in a workstream, for its members alone
#[derive(Subcommand)]
#[command(after_help = "Example:\n  verbund task list ws-cra")]
pub(super) enum Command {
    /// Show all
    #[command(after_help = "Example:\n  verbund task list ws-cra --json")]
    List {
        /// Which workstream
        workstream: String,
        /// For programs
        #[arg(long)]
        json: bool,
    },
    /// Add one. Prints the id
    #[command(after_help = "Example:\n  verbund task add ws-cra Gliederung --due-on 2027-02-28")]
    Add {
        /// Which workstream
        workstream: String,
        /// What is to be done
        title: String,
        /// Who: organisation and role
        #[arg(long, default_value = "", hide_default_value = true)]
        assignee: String,
        /// Until which day
        #[arg(long, default_value = "", hide_default_value = true)]
        due_on: String,
    },
    /// Say that a task is done
    #[command(after_help = "Example:\n  verbund task finish ws-cra 01K9Z3NDEKTSV4RRFFQ69G5FAV")]
    Finish {
        /// Which workstream
        workstream: String,
        /// The id of the task
        id: String,
        /// Say that it is open after all
        #[arg(long)]
        not: bool,
    },
    /// Remove one
    #[command(after_help = "Example:\n  verbund task remove ws-cra 01K9Z3NDEKTSV4RRFFQ69G5FAV")]
    Remove {
        /// Which workstream
        workstream: String,
        /// Which one
        id: String,
    },
}

impl Command {
    pub(super) async fn run(self, place: &Place) -> anyhow::Result<()> {
        let app = place.open().await?;
        match self {
            Self::List { workstream, json } => {
                let listed = listed(&app, &workstream).await.map_err(explained)?;
                if json {
                    let shapes: Vec<Shape> = listed.iter().map(Shape::of).collect();
                    return print::json(&json!(shapes));
                }
                let rows: Vec<_> = listed.iter().map(row).collect();
                print::table(["ID", "DUE", "DONE", "WHO", "TASK"], &rows);
            }
            Self::Add {
                workstream,
                title,
                assignee,
                due_on,
            } => {
                let draft = Draft {
                    title,
                    assignee,
                    due_on,
                };
                let added = add(&app, &workstream, &draft).await;
                print::say(added.map_err(explained)?.id);
            }
            Self::Finish {
                workstream,
                id,
                not,
            } => finish(&app, &workstream, &id, !not)
                .await
                .map_err(explained)?,
            Self::Remove { workstream, id } => {
                remove(&app, &workstream, &id).await.map_err(explained)?;
            }
        }
        Ok(())
    }
}

fn row(task: &Task) -> [String; 5] {
    let day = |day: Option<chrono::NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
    [
        task.id.to_string(),
        day(task.due_on),
        day(task.done_on),
        task.assignee.clone(),
        task.title.clone(),
    ]
}

async fn listed(app: &App, named: &str) -> Result<Vec<Task>> {
    let workstream = workstreams::find(&app.db, named).await?;
    tasks::of_workstream(&app.db, &workstream.id).await
}

async fn add(app: &App, named: &str, draft: &Draft) -> Result<Task> {
    let tx = app.begin().await?;
    let workstream = workstreams::find_for_change(&tx, named).await?;
    let task = tasks::add(app, &tx, &workstream, draft).await?;
    audit::kept(app, tx, None, "task.add", &task.id).await?;
    Ok(task)
}

async fn finish(app: &App, named: &str, id: &str, is_done: bool) -> Result<()> {
    let tx = app.begin().await?;
    let workstream = workstreams::find_for_change(&tx, named).await?;
    let task = tasks::find_for_change(&tx, &workstream, id).await?;
    tasks::finish(app, &tx, &workstream, task, is_done).await?;
    let action = match is_done {
        true => "task.finish",
        false => "task.reopen",
    };
    audit::kept(app, tx, None, action, id).await
}

async fn remove(app: &App, named: &str, id: &str) -> Result<()> {
    let tx = app.begin().await?;
    let workstream = workstreams::find_for_change(&tx, named).await?;
    let task = tasks::find_for_change(&tx, &workstream, id).await?;
    tasks::remove(app, &tx, &workstream, task).await?;
    audit::kept(app, tx, None, "task.remove", id).await
}
