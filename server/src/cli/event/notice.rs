//! `verbund event notice`: what those who take part are written by itself.

use super::{
    super::{Place, explained, print},
    found, read,
};
use crate::{
    App, Result, audit, events,
    participations::notices::{self, Draft, Notice, api::Shape},
};
use clap::Subcommand;
use serde_json::json;
use std::path::PathBuf;

/// What those who take part are written by itself, counted from the start
#[derive(Subcommand)]
#[command(after_help = "Example:\n  verbund event notice list denkwerkstatt-2026")]
pub(in crate::cli) enum Command {
    /// Show all
    #[command(after_help = "Example:\n  verbund event notice list denkwerkstatt-2026 --json")]
    List {
        /// The id of the event, or the last part of its address
        event: String,
        /// For programs
        #[arg(long)]
        json: bool,
    },
    /// Plan one. Prints the id
    #[command(after_help = "Example:\n  verbund event notice plan denkwerkstatt-2026 anreise.toml")]
    Plan {
        /// The id of the event, or the last part of its address
        event: String,
        /// TOML, or JSON where the name ends so; the fields are those of the API. "-" reads JSON
        file: PathBuf,
    },
    /// Change one to what a file says
    #[command(
        after_help = "Example:\n  verbund event notice revise denkwerkstatt-2026 01K9Z3NDEKTSV4RRFFQ69G5FAV anreise.toml"
    )]
    Revise {
        /// The id of the event, or the last part of its address
        event: String,
        /// Which one
        id: String,
        /// TOML, or JSON where the name ends so; the fields are those of the API. "-" reads JSON
        file: PathBuf,
    },
    /// Take one back
    #[command(
        after_help = "Example:\n  verbund event notice discard denkwerkstatt-2026 01K9Z3NDEKTSV4RRFFQ69G5FAV"
    )]
    Discard {
        /// The id of the event, or the last part of its address
        event: String,
        /// Which one
        id: String,
    },
}

impl Command {
    pub(in crate::cli) async fn run(self, place: &Place) -> anyhow::Result<()> {
        match self {
            Self::List { event, json } => {
                let app = place.open().await?;
                let listed = listed(&app, &event).await.map_err(explained)?;
                if json {
                    return print::json(&json!(listed));
                }
                let rows: Vec<_> = listed.into_iter().map(row).collect();
                print::table(["ID", "DUE", "FOR", "SENT", "SUBJECT"], &rows);
            }
            Self::Plan { event, file } => {
                let draft = read(&file)?;
                let app = place.open().await?;
                let planned = plan(&app, &event, &draft).await;
                print::say(planned.map_err(explained)?.id);
            }
            Self::Revise { event, id, file } => {
                let draft = read(&file)?;
                let app = place.open().await?;
                revise(&app, &event, &id, &draft).await.map_err(explained)?;
            }
            Self::Discard { event, id } => {
                let app = place.open().await?;
                discard(&app, &event, &id).await.map_err(explained)?;
            }
        }
        Ok(())
    }
}

fn row(notice: Shape) -> [String; 5] {
    let way = notice.attendance.map_or("", |way| way.name());
    let subject = match notice.subject_de.is_empty() {
        true => notice.subject_en,
        false => notice.subject_de,
    };
    [
        notice.id,
        notice.due_at.to_rfc3339(),
        way.to_owned(),
        notice.sent.to_string(),
        subject,
    ]
}

async fn listed(app: &App, name: &str) -> Result<Vec<Shape>> {
    Shape::all(app, &found(app, name).await?).await
}

async fn plan(app: &App, name: &str, draft: &Draft) -> Result<Notice> {
    let id = found(app, name).await?.id;
    let tx = app.begin().await?;
    let event = events::find_for_change(&tx, &id).await?;
    let notice = notices::plan(app, &tx, &event, draft).await?;
    audit::kept(app, tx, None, "notice.plan", &notice.id).await?;
    Ok(notice)
}

async fn revise(app: &App, name: &str, notice: &str, draft: &Draft) -> Result<()> {
    let id = found(app, name).await?.id;
    let tx = app.begin().await?;
    let event = events::find_for_change(&tx, &id).await?;
    let notice = notices::find_for_change(&tx, &event, notice).await?;
    let notice = notices::revise(app, &tx, &event, notice, draft).await?;
    audit::kept(app, tx, None, "notice.revise", &notice.id).await
}

async fn discard(app: &App, name: &str, notice: &str) -> Result<()> {
    let id = found(app, name).await?.id;
    let tx = app.begin().await?;
    let event = events::find_for_change(&tx, &id).await?;
    let notice = notices::find_for_change(&tx, &event, notice).await?;
    let id = notice.id.clone();
    notices::discard(&tx, notice).await?;
    audit::kept(app, tx, None, "notice.discard", &id).await
}
