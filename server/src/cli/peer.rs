//! `verbund peer`: other servers that share all they publish with ours, by consent of both.

use super::{Place, explained, print};
use crate::{
    App, Result, audit,
    peers::{self, Peer, shape::Shape},
    words::Word as _,
};
use clap::Subcommand;

/// Other servers that share what they publish with this one
#[derive(Subcommand)]
#[command(after_help = "Example:\n  verbund peer ask verband.example")]
pub(super) enum Command {
    /// Ask a server to be a peer, or answer one that asked
    #[command(after_help = "Example:\n  verbund peer ask verband.example")]
    Ask {
        /// Its name, or the address of any page of it
        address: String,
    },
    /// Show who is a peer, was asked or asks, and how far it is read
    #[command(after_help = "Example:\n  verbund peer list --json")]
    List {
        /// For programs
        #[arg(long)]
        json: bool,
    },
    /// Agree to what a server asked
    #[command(after_help = "Example:\n  verbund peer accept verband.example")]
    Accept {
        /// As shown by the list
        host: String,
    },
    /// Refuse what a server asked
    #[command(after_help = "Example:\n  verbund peer reject verband.example --reason Unbekannt")]
    Reject {
        /// As shown by the list
        host: String,
        /// Told to the other server
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// Read all that a peer has said once more
    #[command(after_help = "Example:\n  verbund peer read verband.example")]
    Read {
        /// As shown by the list
        host: String,
    },
    /// Be peers no longer, or withdraw what was asked. Its events disappear here
    #[command(after_help = "Example:\n  verbund peer end verband.example")]
    End {
        /// As shown by the list
        host: String,
    },
}

impl Command {
    pub(super) async fn run(self, place: &Place) -> anyhow::Result<()> {
        let app = place.open().await?;
        match self {
            Self::Ask { address } => {
                let peer = ask(&app, &address).await.map_err(explained)?;
                print::say(format!("{}: {}", peer.host, peer.state.name()));
            }
            Self::List { json } => list(&app, json).await?,
            Self::Accept { host } => {
                let peer = accept(&app, &host).await.map_err(explained)?;
                print::say(format!("{}: {}", peer.host, peer.state.name()));
            }
            Self::Reject { host, reason } => {
                reject(&app, &host, &reason).await.map_err(explained)?;
            }
            Self::Read { host } => read_again(&app, &host).await.map_err(explained)?,
            Self::End { host } => end(&app, &host).await.map_err(explained)?,
        }
        Ok(())
    }
}

async fn ask(app: &App, address: &str) -> Result<Peer> {
    let actor = peers::look_up(app, address).await?;
    let tx = app.begin().await?;
    let peer = peers::ask(app, &tx, &actor).await?;
    audit::kept(app, tx, None, "peer.ask", &peer.host).await?;
    Ok(peer)
}

async fn accept(app: &App, host: &str) -> Result<Peer> {
    let tx = app.begin().await?;
    let peer = peers::find_for_change(&tx, host).await?;
    let peer = peers::accept(app, &tx, peer).await?;
    audit::kept(app, tx, None, "peer.accept", host).await?;
    Ok(peer)
}

async fn reject(app: &App, host: &str, reason: &str) -> Result<()> {
    let tx = app.begin().await?;
    let peer = peers::find_for_change(&tx, host).await?;
    peers::reject(app, &tx, peer, reason).await?;
    audit::kept(app, tx, None, "peer.reject", host).await
}

async fn read_again(app: &App, host: &str) -> Result<()> {
    let tx = app.begin().await?;
    let peer = peers::find_for_change(&tx, host).await?;
    peers::read_again(app, &tx, &peer).await?;
    audit::kept(app, tx, None, "peer.read", host).await
}

async fn end(app: &App, host: &str) -> Result<()> {
    let tx = app.begin().await?;
    let peer = peers::find_for_change(&tx, host).await?;
    peers::end(app, &tx, peer).await?;
    audit::kept(app, tx, None, "peer.end", host).await
}

async fn list(app: &App, json: bool) -> anyhow::Result<()> {
    let mut shapes = Vec::new();
    for peer in peers::all(&app.db).await.map_err(explained)? {
        let shape = Shape::of(&app.db, &peer).await;
        shapes.push(shape.map_err(explained)?);
    }
    if json {
        return print::json(&shapes);
    }
    let rows: Vec<_> = shapes
        .iter()
        .map(|peer| {
            let read = &peer.reading;
            let failure = read.failure.as_deref().unwrap_or_default();
            [
                peer.host.clone(),
                peer.state.name(),
                print::moment(peer.updated_at),
                format!("{}/{}", read.finished, read.outboxes),
                format!("{} {failure}", read.activities),
            ]
        })
        .collect();
    print::table(["HOST", "STATE", "SINCE", "OUTBOXES", "READ"], &rows);
    Ok(())
}
