//! `verbund membership`: where ours work in workstreams of other servers.

use super::{Place, explained, print};
use crate::{
    App, Result, audit,
    memberships::{
        self, Draft, Membership,
        api::{Shape, Told},
    },
    words::Word as _,
};
use clap::Subcommand;
use serde_json::json;

/// Where ours work in workstreams of other servers
#[derive(Subcommand)]
#[command(after_help = "Example:\n  verbund membership list")]
pub(super) enum Command {
    /// Show where ours work, or ask to
    #[command(after_help = "Example:\n  verbund membership list --json")]
    List {
        /// For programs
        #[arg(long)]
        json: bool,
    },
    /// Ask a workstream to let somebody of ours in. Prints the id of the request
    #[command(
        after_help = "Example:\n  verbund membership ask @ws-cra@verein.example --person Beratung"
    )]
    Ask {
        /// The address of the workstream
        address: String,
        /// Organisation and role, as the other server reads it
        #[arg(long)]
        person: String,
        /// The handle of the association they act for; the first without it
        #[arg(
            long,
            value_name = "HANDLE",
            default_value = "",
            hide_default_value = true
        )]
        association: String,
        /// visit, report, write or maintain
        #[arg(long, default_value = "report")]
        role: String,
    },
    /// Confirm, as their association, that they act for it
    #[command(after_help = "Example:\n  verbund membership confirm 01K9Z3NDEKTSV4RRFFQ69G5FAV")]
    Confirm {
        /// The id of the request
        id: String,
    },
    /// Take that back. Their rights there end
    #[command(after_help = "Example:\n  verbund membership disown 01K9Z3NDEKTSV4RRFFQ69G5FAV")]
    Disown {
        /// The id of the request
        id: String,
    },
    /// Work there no longer
    #[command(after_help = "Example:\n  verbund membership leave 01K9Z3NDEKTSV4RRFFQ69G5FAV")]
    Leave {
        /// The id of the request
        id: String,
    },
    /// Show what one of ours was told there: tasks, documents, meetings
    #[command(
        after_help = "Example:\n  verbund membership matters 01K9Z3NDEKTSV4RRFFQ69G5FAV --json"
    )]
    Matters {
        /// The id of the request
        id: String,
        /// For programs
        #[arg(long)]
        json: bool,
    },
    /// Say that a task there is done
    #[command(
        after_help = "Example:\n  verbund membership finish 01K9Z3NDEKTSV4RRFFQ69G5FAV 01K9Z3NDEKTSV4RRFFQ69G5FAW"
    )]
    Finish {
        /// The id of the request
        id: String,
        /// The id of the task, as `matters` shows it
        task: String,
        /// Say that it is open after all
        #[arg(long)]
        not: bool,
    },
    /// Say something to the work there
    #[command(
        after_help = "Example:\n  verbund membership contribute 01K9Z3NDEKTSV4RRFFQ69G5FAV Einverstanden"
    )]
    Contribute {
        /// The id of the request
        id: String,
        /// Markdown
        text: String,
    },
}

impl Command {
    pub(super) async fn run(self, place: &Place) -> anyhow::Result<()> {
        let app = place.open().await?;
        match self {
            Self::List { json } => {
                let all = memberships::listed(&app.db).await.map_err(explained)?;
                let shapes: Vec<Shape> = all.iter().map(Shape::of).collect();
                if json {
                    return print::json(&json!(shapes));
                }
                let rows: Vec<_> = shapes.into_iter().map(row).collect();
                print::table(["ID", "STATE", "ROLE", "PERSON", "WORKSTREAM"], &rows);
            }
            Self::Ask {
                address,
                person,
                association,
                role,
            } => {
                let draft = Draft {
                    address,
                    association,
                    person,
                    role,
                };
                print::say(ask(&app, &draft).await.map_err(explained)?.id);
            }
            Self::Confirm { id } => confirm(&app, &id).await.map_err(explained)?,
            Self::Disown { id } => disown(&app, &id).await.map_err(explained)?,
            Self::Leave { id } => leave(&app, &id).await.map_err(explained)?,
            Self::Matters { id, json } => matters(&app, &id, json).await?,
            Self::Finish { id, task, not } => {
                finish(&app, (&id, &task), !not).await.map_err(explained)?;
            }
            Self::Contribute { id, text } => {
                contribute(&app, &id, &text).await.map_err(explained)?;
            }
        }
        Ok(())
    }
}

async fn matters(app: &App, id: &str, as_json: bool) -> anyhow::Result<()> {
    let membership = memberships::find(&app.db, id).await.map_err(explained)?;
    let all = memberships::matters(app, &app.db, &membership).await;
    let told = all.map_err(explained)?;
    let told = told.iter().map(|matter| Told::of(app, matter));
    let told: Vec<Told> = told.collect::<Result<_>>().map_err(explained)?;
    if as_json {
        return print::json(&json!(told));
    }
    let rows: Vec<_> = told.into_iter().map(told_row).collect();
    print::table(["ID", "KIND", "DONE", "UNTIL", "TITLE"], &rows);
    Ok(())
}

fn told_row(told: Told) -> [String; 5] {
    let until = told.ends_at.map(|at| at.date_naive().to_string());
    let done = if told.is_done { "yes" } else { "no" };
    [
        told.id,
        told.kind.name(),
        done.to_owned(),
        until.unwrap_or_default(),
        told.title,
    ]
}

async fn finish(app: &App, (id, task): (&str, &str), is_done: bool) -> Result<()> {
    let tx = app.begin().await?;
    let membership = memberships::find_for_change(&tx, id).await?;
    memberships::resolve(app, &tx, &membership, task, is_done).await?;
    let action = match is_done {
        true => "membership.finish",
        false => "membership.reopen",
    };
    audit::kept(app, tx, None, action, id).await
}

fn row(shape: Shape) -> [String; 5] {
    [
        shape.id,
        shape.state.name(),
        shape.role.name(),
        shape.person,
        shape.address,
    ]
}

async fn ask(app: &App, draft: &Draft) -> Result<Membership> {
    draft.check()?;
    let workstream = memberships::look_up(app, &draft.address).await?;
    let keys = app.federation.make_keys().await?;
    let tx = app.begin().await?;
    let association = memberships::chosen(&tx, draft).await?;
    let asked = memberships::ask(app, &tx, &association, &workstream, draft, keys).await?;
    audit::kept(app, tx, None, "membership.ask", &asked.id).await?;
    Ok(asked)
}

async fn confirm(app: &App, id: &str) -> Result<()> {
    let tx = app.begin().await?;
    let membership = memberships::find_for_change(&tx, id).await?;
    memberships::confirm(app, &tx, membership).await?;
    audit::kept(app, tx, None, "membership.confirm", id).await
}

async fn disown(app: &App, id: &str) -> Result<()> {
    let tx = app.begin().await?;
    let membership = memberships::find_for_change(&tx, id).await?;
    memberships::disown(app, &tx, membership).await?;
    audit::kept(app, tx, None, "membership.disown", id).await
}

async fn leave(app: &App, id: &str) -> Result<()> {
    let tx = app.begin().await?;
    let membership = memberships::find_for_change(&tx, id).await?;
    memberships::leave(app, &tx, membership).await?;
    audit::kept(app, tx, None, "membership.leave", id).await
}

async fn contribute(app: &App, id: &str, text: &str) -> Result<()> {
    let tx = app.begin().await?;
    let membership = memberships::find_for_change(&tx, id).await?;
    memberships::contribute(app, &tx, &membership, text).await?;
    audit::kept(app, tx, None, "membership.contribute", id).await
}
