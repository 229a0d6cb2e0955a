//! `verbund join`: go to events of other servers.

use super::{Place, explained, print};
use crate::{
    App, Error, Result, associations, audit,
    events::{self, Event},
    ids::EventId,
    joins::{self, Join, api::Shape},
    words::Word as _,
};
use clap::Subcommand;
use serde_json::json;

/// Where associations of this instance go, on other servers
#[derive(Subcommand)]
#[command(after_help = "Example:\n  verbund join list")]
pub(super) enum Command {
    /// Ask to take part in an event of another server. Prints the id of the request
    #[command(
        after_help = "Example:\n  verbund join ask 01JD3ZK6M00000000000000000 --association dialog"
    )]
    Ask {
        /// The id the event has here, or the last part of its address here
        event: String,
        /// The handle of who wants to come; the first association without it
        #[arg(long, value_name = "HANDLE", default_value = "")]
        association: String,
    },
    /// Show where ours go, with the answers of the organizers
    #[command(after_help = "Example:\n  verbund join list --json")]
    List {
        /// For programs
        #[arg(long)]
        json: bool,
    },
    /// Not go after all. The organizer is told
    #[command(after_help = "Example:\n  verbund join leave 01JD3ZK6M00000000000000000")]
    Leave {
        /// The id of the request
        id: String,
    },
}

impl Command {
    pub(super) async fn run(self, place: &Place) -> anyhow::Result<()> {
        let app = place.open().await?;
        match self {
            Self::Ask { event, association } => {
                let asked = ask(&app, &event, &association).await;
                print::say(asked.map_err(explained)?.id);
            }
            Self::List { json } => {
                let listed = joins::listed(&app.db).await.map_err(explained)?;
                if json {
                    let shapes: Vec<Shape> = listed.iter().map(Shape::of).collect();
                    return print::json(&json!(shapes));
                }
                let rows: Vec<_> = listed.iter().map(row).collect();
                print::table(["ID", "STATE", "STARTS", "TITLE", "EVENT"], &rows);
            }
            Self::Leave { id } => leave(&app, &id).await.map_err(explained)?,
        }
        Ok(())
    }
}

fn row(join: &Join) -> [String; 5] {
    [
        join.id.to_string(),
        join.state.name(),
        print::moment(join.told.starts_at),
        join.told.title.clone(),
        join.event.to_string(),
    ]
}

async fn ask(app: &App, event: &str, handle: &str) -> Result<Join> {
    let event = found(app, event).await?;
    let invitation = joins::read(app, &event).await?;
    let tx = app.begin().await?;
    let association = associations::find(&tx, handle).await?;
    let ours = associations::actor_of(&tx, &association).await?;
    let join = joins::ask(app, &tx, &ours, &invitation).await?;
    audit::kept(app, tx, None, "join.ask", &join.id).await?;
    Ok(join)
}

async fn leave(app: &App, id: &str) -> Result<()> {
    let id = id.parse().map_err(|_| Error::NotFound)?;
    let tx = app.begin().await?;
    let join = joins::find_for_change(&tx, &id).await?;
    joins::leave(app, &tx, join).await?;
    audit::kept(app, tx, None, "join.leave", &id).await
}

async fn found(app: &App, name: &str) -> Result<Event> {
    let found = match name.parse::<EventId>() {
        Ok(id) => events::find(&app.db, &id).await?,
        Err(_) => events::find_by_slug(&app.db, name).await?,
    };
    found.ok_or(Error::NotFound)
}
