//! `verbund meeting`: when and where those who work in a workstream meet

use super::{Place, explained, print};
use crate::{
    App, Result, audit,
    members::meetings::{self, Draft, Meeting, api::Shape},
    workstreams,
};
use clap::Subcommand;
use serde_json::json;

/// When and where those who work in a workstream meet
#[derive(Subcommand)]
#[command(after_help = "Example:\n  verbund meeting list ws-cra")]
pub(super) enum Command {
    /// Show all
    #[command(after_help = "Example:\n  verbund meeting list ws-cra --json")]
    List {
        /// Which workstream
        workstream: String,
        /// For programs
        #[arg(long)]
        json: bool,
    },
    /// Add one. Prints the id
    #[command(
        after_help = "Example:\n  verbund meeting add ws-cra Treffen 2027-01-20 10:00 12:00 --place Berlin"
    )]
    Add {
        /// Which workstream
        workstream: String,
        /// What it is called
        title: String,
        /// On which day
        day: String,
        /// From when on: 10:00
        starts_at: String,
        /// Until when: 12:00
        ends_at: String,
        /// Where
        #[arg(long, default_value = "", hide_default_value = true)]
        place: String,
        /// The way in online, for members alone
        #[arg(long, default_value = "", hide_default_value = true)]
        link: String,
    },
    /// Remove one
    #[command(after_help = "Example:\n  verbund meeting remove ws-cra 01K9Z3NDEKTSV4RRFFQ69G5FAV")]
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
                    let shapes = listed.iter().map(|it| Shape::whole(&app, it));
                    let shapes = shapes.collect::<Result<Vec<Shape>>>().map_err(explained)?;
                    return print::json(&json!(shapes));
                }
                let rows: Vec<_> = listed.iter().map(row).collect();
                print::table(["ID", "STARTS", "PLACE", "MEETING"], &rows);
            }
            Self::Add {
                workstream,
                title,
                day,
                starts_at,
                ends_at,
                place,
                link,
            } => {
                let draft = Draft {
                    title,
                    day,
                    starts_at,
                    ends_at,
                    place,
                    link,
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

fn row(meeting: &Meeting) -> [String; 4] {
    [
        meeting.id.to_string(),
        meeting.starts_at.to_rfc3339(),
        meeting.place.clone(),
        meeting.title.clone(),
    ]
}

async fn listed(app: &App, named: &str) -> Result<Vec<Meeting>> {
    let workstream = workstreams::find(&app.db, named).await?;
    meetings::of_workstream(&app.db, &workstream.id).await
}

async fn add(app: &App, named: &str, draft: &Draft) -> Result<Meeting> {
    let tx = app.begin().await?;
    let workstream = workstreams::find_for_change(&tx, named).await?;
    let meeting = meetings::add(app, &tx, &workstream, draft).await?;
    audit::kept(app, tx, None, "meeting.add", &meeting.id).await?;
    Ok(meeting)
}

async fn remove(app: &App, named: &str, id: &str) -> Result<()> {
    let tx = app.begin().await?;
    let workstream = workstreams::find_for_change(&tx, named).await?;
    let meeting = meetings::find_for_change(&tx, &workstream, id).await?;
    meetings::remove(app, &tx, &workstream, meeting).await?;
    audit::kept(app, tx, None, "meeting.remove", id).await
}
