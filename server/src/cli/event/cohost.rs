//! `verbund event cohost`: ask others to invite to an event together, and answer when they ask.

use super::{
    super::{Place, explained, print},
    found,
};
use crate::{
    App, Error, Refusal, Result, audit,
    cohosts::{self, Cohost, api::Shape},
    events::{self, Role},
    ids::CohostId,
    words::Word as _,
};
use clap::Subcommand;
use serde_json::json;

/// Who invites to an event together, each by consent
#[derive(Subcommand)]
#[command(after_help = "Example:\n  verbund event cohost offer werkstatt @zwst@verband.example")]
pub(in crate::cli) enum Command {
    /// Ask an association to co-host. Prints the id of the request
    #[command(
        after_help = "Example:\n  verbund event cohost offer werkstatt @zwst@verband.example --role partner"
    )]
    Offer {
        /// The id of the event, or the last part of its address
        event: String,
        /// @name@server, the address of a profile, or a handle of this instance
        address: String,
        /// cohost, partner, sponsor or media_partner
        #[arg(long, default_value = "cohost")]
        role: String,
    },
    /// Show who was asked for an event, or, without one, where we were asked
    #[command(after_help = "Example:\n  verbund event cohost list werkstatt --json")]
    List {
        /// The id of the event, or the last part of its address
        event: Option<String>,
        /// For programs
        #[arg(long)]
        json: bool,
    },
    /// Agree to co-host
    #[command(after_help = "Example:\n  verbund event cohost accept 01JD3ZK6M00000000000000000")]
    Accept {
        /// The id of the request
        id: String,
    },
    /// Decline to co-host
    #[command(
        after_help = "Example:\n  verbund event cohost reject 01JD3ZK6M00000000000000000 --reason Terminkonflikt"
    )]
    Reject {
        /// The id of the request
        id: String,
        /// Told to the owner of the event alone
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// Withdraw a request, or stop co-hosting, from our side
    #[command(after_help = "Example:\n  verbund event cohost end 01JD3ZK6M00000000000000000")]
    End {
        /// The id of the request
        id: String,
    },
}

impl Command {
    pub(in crate::cli) async fn run(self, place: &Place) -> anyhow::Result<()> {
        let app = place.open().await?;
        match self {
            Self::Offer {
                event,
                address,
                role,
            } => {
                let asked = offer(&app, &event, &address, &role).await;
                print::say(asked.map_err(explained)?.id);
            }
            Self::List { event, json } => {
                let listed = listed(&app, event.as_deref()).await.map_err(explained)?;
                if json {
                    let shapes: Vec<Shape> = listed.iter().map(Shape::of).collect();
                    return print::json(&json!(shapes));
                }
                let rows: Vec<_> = listed.iter().map(row).collect();
                print::table(["ID", "STATE", "ROLE", "ASKED", "EVENT"], &rows);
            }
            Self::Accept { id } => {
                accept(&app, &id).await.map_err(explained)?;
            }
            Self::Reject { id, reason } => {
                reject(&app, &id, &reason).await.map_err(explained)?;
            }
            Self::End { id } => end(&app, &id).await.map_err(explained)?,
        }
        Ok(())
    }
}

fn row(cohost: &Cohost) -> [String; 5] {
    [
        cohost.id.to_string(),
        cohost.state.name(),
        cohost.role.name(),
        cohost.actor.to_string(),
        cohost.event.to_string(),
    ]
}

async fn offer(app: &App, event: &str, address: &str, role: &str) -> Result<Cohost> {
    let role = Role::named(role).ok_or(Refusal::new("cohost-role-unknown").on("role"))?;
    let event = found(app, event).await?;
    let invited = cohosts::look_up(app, address).await?;
    let tx = app.begin().await?;
    let event = events::find_for_change(&tx, &event.id).await?;
    let asked = cohosts::offer(app, &tx, &event, &invited, role).await?;
    audit::kept(app, tx, None, "cohost.offer", &asked.id).await?;
    Ok(asked)
}

async fn listed(app: &App, event: Option<&str>) -> Result<Vec<Cohost>> {
    match event {
        Some(event) => cohosts::of_event(&app.db, &found(app, event).await?).await,
        None => cohosts::of_ours(&app.db).await,
    }
}

async fn accept(app: &App, id: &str) -> Result<()> {
    let id = read_id(id)?;
    cohosts::require_unchanged(app, &cohosts::find_own(app, &id).await?).await?;
    let tx = app.begin().await?;
    let cohost = cohosts::find_for_change(app, &tx, &id).await?;
    cohosts::accept(app, &tx, cohost).await?;
    audit::kept(app, tx, None, "cohost.accept", &id).await
}

async fn reject(app: &App, id: &str, reason: &str) -> Result<()> {
    let id = read_id(id)?;
    let tx = app.begin().await?;
    let cohost = cohosts::find_for_change(app, &tx, &id).await?;
    cohosts::reject(app, &tx, cohost, reason).await?;
    audit::kept(app, tx, None, "cohost.reject", &id).await
}

async fn end(app: &App, id: &str) -> Result<()> {
    let id = read_id(id)?;
    let tx = app.begin().await?;
    let cohost = cohosts::find_for_change(app, &tx, &id).await?;
    cohosts::end(app, &tx, cohost).await?;
    audit::kept(app, tx, None, "cohost.end", &id).await
}

fn read_id(text: &str) -> Result<CohostId> {
    text.parse().map_err(|_| Error::NotFound)
}
