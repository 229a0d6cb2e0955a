//! `verbund involvement`: which organisations have a part in a workstream, and who asks.

use super::{Place, explained, print};
use crate::{
    App, Result, associations, audit,
    involvements::{self, Involvement, api::Shape},
    words::Word as _,
    workstreams,
};
use clap::Subcommand;
use serde_json::json;

/// Which organisations have a part in a workstream, each by consent
#[derive(Subcommand)]
#[command(
    after_help = "Example:\n  verbund involvement offer ws-cra @zwst@verband.example --part lead"
)]
pub(super) enum Command {
    /// Show who has a part in a workstream of ours, or, without one, where ours have
    #[command(after_help = "Example:\n  verbund involvement list ws-cra --json")]
    List {
        /// Which workstream
        workstream: Option<String>,
        /// For programs
        #[arg(long)]
        json: bool,
    },
    /// Ask an organisation to have a part in a workstream of ours. Prints the id
    #[command(after_help = "Example:\n  verbund involvement offer ws-cra @zwst@verband.example")]
    Offer {
        /// Which workstream
        workstream: String,
        /// @name@server, the address of a profile, or a handle of this instance
        address: String,
        /// lead, contribute or follow
        #[arg(long, default_value = "contribute")]
        part: String,
    },
    /// Ask a workstream for a part in it. Prints the id
    #[command(
        after_help = "Example:\n  verbund involvement ask @ws-cra@verein.example --part follow"
    )]
    Ask {
        /// @ws-name@server, or the address of its page
        address: String,
        /// lead, contribute or follow
        #[arg(long, default_value = "contribute")]
        part: String,
        /// The handle of the association. Without it: the first
        #[arg(long, default_value = "", hide_default_value = true)]
        association: String,
    },
    /// Agree, as whoever was asked
    #[command(after_help = "Example:\n  verbund involvement accept 01K9Z3NDEKTSV4RRFFQ69G5FAV")]
    Accept {
        /// The id of the question
        id: String,
    },
    /// Decline, as whoever was asked
    #[command(
        after_help = "Example:\n  verbund involvement reject 01K9Z3NDEKTSV4RRFFQ69G5FAV --reason Voll"
    )]
    Reject {
        /// The id of the question
        id: String,
        /// Why; whoever asked reads it
        #[arg(long, default_value = "", hide_default_value = true)]
        reason: String,
    },
    /// Withdraw a question, or end a part, from our side
    #[command(after_help = "Example:\n  verbund involvement end 01K9Z3NDEKTSV4RRFFQ69G5FAV")]
    End {
        /// The id of the question
        id: String,
    },
}

impl Command {
    pub(super) async fn run(self, place: &Place) -> anyhow::Result<()> {
        let app = place.open().await?;
        match self {
            Self::List { workstream, json } => {
                let listed = listed(&app, workstream.as_deref()).await;
                let listed = listed.map_err(explained)?;
                if json {
                    let shapes: Vec<Shape> = listed.iter().map(Shape::of).collect();
                    return print::json(&json!(shapes));
                }
                let rows: Vec<_> = listed.iter().map(row).collect();
                print::table(["ID", "STATE", "PART", "ORGANISATION", "WORKSTREAM"], &rows);
            }
            Self::Offer {
                workstream,
                address,
                part,
            } => {
                let asked = offer(&app, &workstream, &address, &part).await;
                print::say(asked.map_err(explained)?.id);
            }
            Self::Ask {
                address,
                part,
                association,
            } => {
                let asked = ask(&app, &address, &association, &part).await;
                print::say(asked.map_err(explained)?.id);
            }
            Self::Accept { id } => accept(&app, &id).await.map_err(explained)?,
            Self::Reject { id, reason } => reject(&app, &id, &reason).await.map_err(explained)?,
            Self::End { id } => end(&app, &id).await.map_err(explained)?,
        }
        Ok(())
    }
}

fn row(one: &Involvement) -> [String; 5] {
    [
        one.id.to_string(),
        one.state.name(),
        one.part.name(),
        one.actor.to_string(),
        one.workstream.to_string(),
    ]
}

async fn listed(app: &App, workstream: Option<&str>) -> Result<Vec<Involvement>> {
    match workstream {
        Some(named) => {
            let workstream = workstreams::find(&app.db, named).await?;
            involvements::of_workstream(&app.db, &workstream).await
        }
        None => involvements::of_ours(&app.db).await,
    }
}

async fn offer(app: &App, workstream: &str, address: &str, part: &str) -> Result<Involvement> {
    let part = involvements::read_part(part)?;
    let invited = involvements::look_up(app, address).await?;
    let tx = app.begin().await?;
    let workstream = workstreams::find(&tx, workstream).await?;
    let one = involvements::offer(app, &tx, &workstream, &invited, part).await?;
    audit::kept(app, tx, None, "involvement.offer", &one.id).await?;
    Ok(one)
}

async fn ask(app: &App, address: &str, association: &str, part: &str) -> Result<Involvement> {
    let part = involvements::read_part(part)?;
    let group = involvements::look_up(app, address).await?;
    let tx = app.begin().await?;
    let association = associations::chosen(&tx, association).await?;
    let one = involvements::ask(app, &tx, &association, &group, part).await?;
    audit::kept(app, tx, None, "involvement.ask", &one.id).await?;
    Ok(one)
}

async fn accept(app: &App, id: &str) -> Result<()> {
    let tx = app.begin().await?;
    let one = involvements::find_for_change(app, &tx, id).await?;
    involvements::accept(app, &tx, one).await?;
    audit::kept(app, tx, None, "involvement.accept", id).await
}

async fn reject(app: &App, id: &str, reason: &str) -> Result<()> {
    let tx = app.begin().await?;
    let one = involvements::find_for_change(app, &tx, id).await?;
    involvements::reject(app, &tx, one, reason).await?;
    audit::kept(app, tx, None, "involvement.reject", id).await
}

async fn end(app: &App, id: &str) -> Result<()> {
    let tx = app.begin().await?;
    let one = involvements::find_for_change(app, &tx, id).await?;
    involvements::end(app, &tx, one).await?;
    audit::kept(app, tx, None, "involvement.end", id).await
}
