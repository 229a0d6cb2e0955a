//! `verbund adoption`: who uses what came of a workstream.

use super::{Place, explained, print};
use crate::{
    App, Result,
    adoptions::{self, Adoption, Draft, api::Shape},
    associations, audit,
    words::Word as _,
    workstreams,
};
use clap::Subcommand;
use serde_json::json;

/// Who uses what came of a workstream, each by its own word
#[derive(Subcommand)]
#[command(after_help = "Example:\n  verbund adoption list")]
pub(super) enum Command {
    /// Show who uses the result of a workstream of ours, or, without one, what waits and what ours use
    #[command(after_help = "Example:\n  verbund adoption list ws-cra --json")]
    List {
        /// Which workstream
        workstream: Option<String>,
        /// For programs
        #[arg(long)]
        json: bool,
    },
    /// Say that an association of ours uses a result. Prints the id
    #[command(
        after_help = "Example:\n  verbund adoption announce https://verein.example/workstreams/cra/report --product Leitfaden"
    )]
    Announce {
        /// The address of the report, here or on another server
        report: String,
        /// The product as the report calls it. Without it: the whole result
        #[arg(long, default_value = "", hide_default_value = true)]
        product: String,
        /// In one sentence, what for
        #[arg(long, default_value = "", hide_default_value = true)]
        note: String,
        /// Where others see how it is used
        #[arg(long, default_value = "", hide_default_value = true)]
        link: String,
        /// The handle of the association. Without it: the first
        #[arg(long, default_value = "", hide_default_value = true)]
        association: String,
    },
    /// Show with a report of ours what was announced
    #[command(after_help = "Example:\n  verbund adoption accept 01K9Z3NDEKTSV4RRFFQ69G5FAV")]
    Accept {
        /// The id of the announcement
        id: String,
    },
    /// Do not show it
    #[command(
        after_help = "Example:\n  verbund adoption reject 01K9Z3NDEKTSV4RRFFQ69G5FAV --reason Werbung"
    )]
    Reject {
        /// The id of the announcement
        id: String,
        /// Why; whoever announced it reads it
        #[arg(long, default_value = "", hide_default_value = true)]
        reason: String,
    },
    /// Take back that one of ours uses it
    #[command(after_help = "Example:\n  verbund adoption withdraw 01K9Z3NDEKTSV4RRFFQ69G5FAV")]
    Withdraw {
        /// The id of the announcement
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
                print::table(["ID", "STATE", "ADOPTER", "PRODUCT", "REPORT"], &rows);
            }
            Self::Announce {
                report,
                product,
                note,
                link,
                association,
            } => {
                let draft = Draft {
                    report,
                    product,
                    note,
                    link,
                    association,
                };
                let announced = announce(&app, &draft).await;
                print::say(announced.map_err(explained)?.id);
            }
            Self::Accept { id } => accept(&app, &id).await.map_err(explained)?,
            Self::Reject { id, reason } => reject(&app, &id, &reason).await.map_err(explained)?,
            Self::Withdraw { id } => withdraw(&app, &id).await.map_err(explained)?,
        }
        Ok(())
    }
}

fn row(one: &Adoption) -> [String; 5] {
    [
        one.id.to_string(),
        one.state.name(),
        one.adopter.to_string(),
        one.product.clone(),
        one.page.to_string(),
    ]
}

async fn listed(app: &App, workstream: Option<&str>) -> Result<Vec<Adoption>> {
    if let Some(named) = workstream {
        let workstream = workstreams::find(&app.db, named).await?;
        return adoptions::of_workstream(&app.db, &workstream).await;
    }
    let mut listed = adoptions::open(&app.db).await?;
    listed.extend(adoptions::of_ours(&app.db).await?);
    Ok(listed)
}

async fn announce(app: &App, draft: &Draft) -> Result<Adoption> {
    draft.check()?;
    let found = adoptions::look_up(app, &draft.report).await?;
    let tx = app.begin().await?;
    let association = associations::chosen(&tx, &draft.association).await?;
    let one = adoptions::announce(app, &tx, &association, found, draft).await?;
    audit::kept(app, tx, None, "adoption.announce", &one.id).await?;
    Ok(one)
}

async fn accept(app: &App, id: &str) -> Result<()> {
    let tx = app.begin().await?;
    let one = adoptions::find_for_change(app, &tx, id).await?;
    adoptions::accept(app, &tx, one).await?;
    audit::kept(app, tx, None, "adoption.accept", id).await
}

async fn reject(app: &App, id: &str, reason: &str) -> Result<()> {
    let tx = app.begin().await?;
    let one = adoptions::find_for_change(app, &tx, id).await?;
    adoptions::reject(app, &tx, one, reason).await?;
    audit::kept(app, tx, None, "adoption.reject", id).await
}

async fn withdraw(app: &App, id: &str) -> Result<()> {
    let tx = app.begin().await?;
    let one = adoptions::find_for_change(app, &tx, id).await?;
    adoptions::withdraw(app, &tx, one).await?;
    audit::kept(app, tx, None, "adoption.withdraw", id).await
}
