//! `verbund document`: documents of a workstream, for everybody or for its members alone

use super::{Place, explained, print};
use crate::{
    App, Result, audit,
    members::documents::{self, Document, Draft, api::Shape},
    workstreams,
};
use clap::Subcommand;
use serde_json::json;

/// Documents of a workstream, for everybody or for its members alone
#[derive(Subcommand)]
#[command(after_help = "Example:\n  verbund document list ws-cra")]
pub(super) enum Command {
    /// Show all
    #[command(after_help = "Example:\n  verbund document list ws-cra --json")]
    List {
        /// Which workstream
        workstream: String,
        /// For programs
        #[arg(long)]
        json: bool,
    },
    /// Add one. Prints the id
    #[command(
        after_help = "Example:\n  verbund document add ws-cra Protokoll https://verein.example/p.pdf"
    )]
    Add {
        /// Which workstream
        workstream: String,
        /// What it is called
        title: String,
        /// Where it lies
        link: String,
        /// What sort of document it is
        #[arg(long, default_value = "", hide_default_value = true)]
        kind: String,
        /// Its licence; needed for what is public
        #[arg(long, default_value = "", hide_default_value = true)]
        licence: String,
        /// members or public
        #[arg(long, default_value = "members")]
        audience: String,
    },
    /// Remove one
    #[command(after_help = "Example:\n  verbund document remove ws-cra 01K9Z3NDEKTSV4RRFFQ69G5FAV")]
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
                print::table(["ID", "FOR", "TITLE", "LINK"], &rows);
            }
            Self::Add {
                workstream,
                title,
                link,
                kind,
                licence,
                audience,
            } => {
                let draft = Draft {
                    title,
                    link,
                    kind,
                    licence,
                    audience,
                };
                let added = add(&app, &workstream, &draft).await;
                print::say(added.map_err(explained)?.id);
            }
            Self::Remove { workstream, id } => {
                remove(&app, &workstream, &id).await.map_err(explained)?;
            }
        }
        Ok(())
    }
}

fn row(document: &Document) -> [String; 4] {
    [
        document.id.to_string(),
        crate::words::Word::name(&document.audience),
        document.title.clone(),
        document.link.clone(),
    ]
}

async fn listed(app: &App, named: &str) -> Result<Vec<Document>> {
    let workstream = workstreams::find(&app.db, named).await?;
    documents::of_workstream(&app.db, &workstream.id).await
}

async fn add(app: &App, named: &str, draft: &Draft) -> Result<Document> {
    let tx = app.begin().await?;
    let workstream = workstreams::find_for_change(&tx, named).await?;
    let document = documents::add(app, &tx, &workstream, draft).await?;
    audit::kept(app, tx, None, "document.add", &document.id).await?;
    Ok(document)
}

async fn remove(app: &App, named: &str, id: &str) -> Result<()> {
    let tx = app.begin().await?;
    let workstream = workstreams::find_for_change(&tx, named).await?;
    let document = documents::find_for_change(&tx, &workstream, id).await?;
    documents::remove(app, &tx, &workstream, document).await?;
    audit::kept(app, tx, None, "document.remove", id).await
}
