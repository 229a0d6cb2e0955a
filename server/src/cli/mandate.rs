//! `verbund mandate`: seats of ours in committees of other servers.

use super::{Place, explained, print};
use crate::{
    App, Result, audit,
    mandates::{
        self, Ballot, Draft,
        api::{MotionShape, Shape},
    },
    words::Word as _,
};
use clap::Subcommand;
use serde_json::json;

/// Seats of ours in committees of other servers
#[derive(Subcommand)]
#[command(after_help = "Example:\n  verbund mandate list")]
pub(super) enum Command {
    /// Show which seats were offered, are held or are over
    #[command(after_help = "Example:\n  verbund mandate list --json")]
    List {
        /// For programs
        #[arg(long)]
        json: bool,
    },
    /// Take a seat that was offered
    #[command(
        after_help = "Example:\n  verbund mandate accept 01K9Z3NDEKTSV4RRFFQ69G5FAV Vorstand"
    )]
    Accept {
        /// The id of the mandate
        id: String,
        /// Organisation and role of whoever takes it
        person: String,
    },
    /// Decline a seat that was offered
    #[command(after_help = "Example:\n  verbund mandate decline 01K9Z3NDEKTSV4RRFFQ69G5FAV")]
    Decline {
        /// The id of the mandate
        id: String,
        /// Why
        #[arg(long, default_value = "", hide_default_value = true)]
        reason: String,
    },
    /// Give a seat back. Our rights end at once
    #[command(after_help = "Example:\n  verbund mandate leave 01K9Z3NDEKTSV4RRFFQ69G5FAV")]
    Leave {
        /// The id of the mandate
        id: String,
    },
    /// Show what the committee votes on
    #[command(after_help = "Example:\n  verbund mandate motions 01K9Z3NDEKTSV4RRFFQ69G5FAV")]
    Motions {
        /// The id of the mandate
        id: String,
        /// For programs
        #[arg(long)]
        json: bool,
    },
    /// Vote for the seat: yes, no or abstain
    #[command(
        after_help = "Example:\n  verbund mandate vote 01K9Z3NDEKTSV4RRFFQ69G5FAV 01K9Z3NDEKTSV4RRFFQ69G5FAW yes"
    )]
    Vote {
        /// The id of the mandate
        id: String,
        /// The id of the motion
        motion: String,
        /// yes, no or abstain
        voice: String,
    },
}

impl Command {
    pub(super) async fn run(self, place: &Place) -> anyhow::Result<()> {
        let app = place.open().await?;
        match self {
            Self::List { json } => {
                let all = mandates::listed(&app.db).await.map_err(explained)?;
                let shapes: Vec<Shape> = all.iter().map(Shape::of).collect();
                if json {
                    return print::json(&json!(shapes));
                }
                let rows: Vec<_> = shapes.into_iter().map(row).collect();
                print::table(["ID", "STATE", "PART", "SEAT", "COMMITTEE"], &rows);
            }
            Self::Accept { id, person } => {
                accept(&app, &id, &Draft { person })
                    .await
                    .map_err(explained)?;
            }
            Self::Decline { id, reason } => {
                decline(&app, &id, &reason).await.map_err(explained)?;
            }
            Self::Leave { id } => leave(&app, &id).await.map_err(explained)?,
            Self::Motions { id, json } => return motions(&app, &id, json).await,
            Self::Vote { id, motion, voice } => {
                let ballot = Ballot { motion, voice };
                vote(&app, &id, &ballot).await.map_err(explained)?;
            }
        }
        Ok(())
    }
}

fn row(shape: Shape) -> [String; 5] {
    [
        shape.id,
        shape.state.name(),
        shape.part.name(),
        shape.stakeholder,
        shape.address,
    ]
}

async fn accept(app: &App, id: &str, draft: &Draft) -> Result<()> {
    let tx = app.begin().await?;
    let mandate = mandates::find_for_change(&tx, id).await?;
    mandates::accept(app, &tx, mandate, draft).await?;
    audit::kept(app, tx, None, "mandate.accept", id).await
}

async fn decline(app: &App, id: &str, reason: &str) -> Result<()> {
    let tx = app.begin().await?;
    let mandate = mandates::find_for_change(&tx, id).await?;
    mandates::decline(app, &tx, mandate, reason).await?;
    audit::kept(app, tx, None, "mandate.decline", id).await
}

async fn leave(app: &App, id: &str) -> Result<()> {
    let tx = app.begin().await?;
    let mandate = mandates::find_for_change(&tx, id).await?;
    mandates::leave(app, &tx, mandate).await?;
    audit::kept(app, tx, None, "mandate.leave", id).await
}

async fn motions(app: &App, id: &str, for_programs: bool) -> anyhow::Result<()> {
    let mandate = mandates::find(&app.db, id).await.map_err(explained)?;
    let all = mandates::motions(&app.db, &mandate.id).await;
    let all = all.map_err(explained)?;
    let shapes: Vec<MotionShape> = all.iter().map(MotionShape::of).collect();
    if for_programs {
        return print::json(&json!(shapes));
    }
    let rows = shapes.into_iter().map(|it| {
        let voice = it.voice.map(|voice| voice.name()).unwrap_or_default();
        [it.id, it.outcome.name(), voice, it.title]
    });
    let rows: Vec<_> = rows.collect();
    print::table(["ID", "OUTCOME", "VOTE", "TITLE"], &rows);
    Ok(())
}

async fn vote(app: &App, id: &str, ballot: &Ballot) -> Result<()> {
    let tx = app.begin().await?;
    let mandate = mandates::find_for_change(&tx, id).await?;
    mandates::vote(app, &tx, &mandate, ballot).await?;
    audit::kept(app, tx, None, "mandate.vote", id).await
}
