//! `verbund learning`: what was learned in a workstream, for peers first.

use super::{Place, explained, print};
use crate::{
    App, Result, audit,
    learnings::{self, Draft, Learning, api::Shape},
    words::Word as _,
    workstreams,
};
use clap::Subcommand;
use serde_json::json;

/// What was learned in a workstream, for peers first
#[derive(Subcommand)]
#[command(after_help = "Example:\n  verbund learning list ws-cra")]
pub(super) enum Command {
    /// Show all of a workstream, or, without one, what peers told us
    #[command(after_help = "Example:\n  verbund learning list ws-cra --json")]
    List {
        /// Which workstream
        workstream: Option<String>,
        /// For programs
        #[arg(long)]
        json: bool,
    },
    /// Note something. Peers are told. Prints the id
    #[command(after_help = "Example:\n  verbund learning note ws-cra Zeit Abends")]
    Note {
        /// Which workstream
        workstream: String,
        /// In one sentence
        title: String,
        /// All of it, in Markdown
        text: String,
    },
    /// Say it otherwise. Whoever was told of it is told that
    #[command(
        after_help = "Example:\n  verbund learning change ws-cra 01K9Z3NDEKTSV4RRFFQ69G5FAV Zeit Abends."
    )]
    Change {
        /// Which workstream
        workstream: String,
        /// Which one
        id: String,
        /// In one sentence
        title: String,
        /// All of it, in Markdown
        text: String,
    },
    /// Take it away, here and wherever it was told
    #[command(after_help = "Example:\n  verbund learning drop ws-cra 01K9Z3NDEKTSV4RRFFQ69G5FAV")]
    Drop {
        /// Which workstream
        workstream: String,
        /// Which one
        id: String,
    },
    /// Let everybody read it, for good
    #[command(after_help = "Example:\n  verbund learning widen ws-cra 01K9Z3NDEKTSV4RRFFQ69G5FAV")]
    Widen {
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
                let listed = listed(&app, workstream.as_deref()).await;
                let listed = listed.map_err(explained)?;
                if json {
                    let shapes: Vec<Shape> = listed.iter().map(Shape::of).collect();
                    return print::json(&json!(shapes));
                }
                let rows: Vec<_> = listed.iter().map(row).collect();
                print::table(["ID", "FOR", "NOTED", "LEARNING"], &rows);
            }
            Self::Note {
                workstream,
                title,
                text,
            } => {
                let draft = Draft {
                    title,
                    text,
                    ..Draft::default()
                };
                let noted = note(&app, &workstream, &draft).await;
                print::say(noted.map_err(explained)?.id);
            }
            Self::Change {
                workstream,
                id,
                title,
                text,
            } => {
                let draft = Draft {
                    title,
                    text,
                    ..Draft::default()
                };
                change(&app, (&workstream, &id), &draft)
                    .await
                    .map_err(explained)?;
            }
            Self::Drop { workstream, id } => {
                drop_it(&app, &workstream, &id).await.map_err(explained)?;
            }
            Self::Widen { workstream, id } => {
                widen(&app, &workstream, &id).await.map_err(explained)?;
            }
        }
        Ok(())
    }
}

fn row(learning: &Learning) -> [String; 4] {
    [
        learning.id.to_string(),
        learning.audience.name(),
        learning.noted_at.date_naive().to_string(),
        learning.title.clone(),
    ]
}

async fn listed(app: &App, named: Option<&str>) -> Result<Vec<Learning>> {
    match named {
        Some(named) => {
            let workstream = workstreams::find_public(&app.db, named).await?;
            learnings::of_workstream(&app.db, &workstream.id).await
        }
        None => learnings::foreign(&app.db).await,
    }
}

async fn note(app: &App, named: &str, draft: &Draft) -> Result<Learning> {
    let tx = app.begin().await?;
    let workstream = workstreams::find_for_change(&tx, named).await?;
    let learning = learnings::note(app, &tx, &workstream, draft).await?;
    audit::kept(app, tx, None, "learning.note", &learning.id).await?;
    Ok(learning)
}

async fn change(app: &App, (named, id): (&str, &str), draft: &Draft) -> Result<()> {
    let tx = app.begin().await?;
    let workstream = workstreams::find_for_change(&tx, named).await?;
    let learning = learnings::find_for_change(&tx, &workstream, id).await?;
    learnings::change(app, &tx, &workstream, (learning, draft)).await?;
    audit::kept(app, tx, None, "learning.change", id).await
}

async fn drop_it(app: &App, named: &str, id: &str) -> Result<()> {
    let tx = app.begin().await?;
    let workstream = workstreams::find_for_change(&tx, named).await?;
    let learning = learnings::find_for_change(&tx, &workstream, id).await?;
    learnings::drop_it(app, &tx, &workstream, learning).await?;
    audit::kept(app, tx, None, "learning.drop", id).await
}

async fn widen(app: &App, named: &str, id: &str) -> Result<()> {
    let tx = app.begin().await?;
    let workstream = workstreams::find_for_change(&tx, named).await?;
    let learning = learnings::find_for_change(&tx, &workstream, id).await?;
    learnings::widen(app, &tx, &workstream, learning).await?;
    audit::kept(app, tx, None, "learning.widen", id).await
}
