//! `verbund report`: write what came of an event from a file, publish it, take it back, show it.

use super::{
    Place,
    event::{found, read},
    explained, print,
};
use crate::{
    App, Error, Result, audit,
    events::{self, Event},
    reports::{self, Draft, Report, shape::Shape},
};
use clap::Subcommand;
use std::path::PathBuf;

/// What came of an event
#[derive(Subcommand)]
#[command(after_help = "Example:\n  verbund report write denkwerkstatt bericht.toml")]
pub(super) enum Command {
    /// Write the report of an event from a file, or change it. Prints its address
    #[command(after_help = "Example:\n  verbund report write denkwerkstatt bericht.toml --publish")]
    Write {
        /// The id of the event, or the last part of its address
        event: String,
        /// TOML, or JSON where the name ends so; the fields are those of the API. "-" reads JSON
        file: PathBuf,
        /// And publish it, if it is not public yet
        #[arg(long)]
        publish: bool,
    },
    /// Publish the report, and tell the followers. Prints its address
    #[command(after_help = "Example:\n  verbund report publish denkwerkstatt")]
    Publish {
        /// The id of the event, or the last part of its address
        event: String,
    },
    /// Take the report back. A tombstone stays in its place
    #[command(after_help = "Example:\n  verbund report withdraw denkwerkstatt")]
    Withdraw {
        /// The id of the event, or the last part of its address
        event: String,
    },
    /// Show the report, public or not
    #[command(after_help = "Example:\n  verbund report show denkwerkstatt --json")]
    Show {
        /// The id of the event, or the last part of its address
        event: String,
        /// As the API has it
        #[arg(long)]
        json: bool,
    },
    /// Name events that are over and have no report yet
    #[command(after_help = "Example:\n  verbund report missing")]
    Missing {
        /// For programs
        #[arg(long)]
        json: bool,
    },
}

impl Command {
    pub(super) async fn run(self, place: &Place) -> anyhow::Result<()> {
        match self {
            Self::Write {
                event,
                file,
                publish,
            } => {
                let draft = read(&file)?;
                let app = place.open().await?;
                let report = write(&app, &event, &draft, publish).await;
                print::say(report.map_err(explained)?.url);
            }
            Self::Publish { event } => {
                let app = place.open().await?;
                print::say(publish(&app, &event).await.map_err(explained)?.url);
            }
            Self::Withdraw { event } => {
                let app = place.open().await?;
                withdraw(&app, &event).await.map_err(explained)?;
            }
            Self::Show { event, json } => {
                let app = place.open().await?;
                show(&find(&app, &event).await.map_err(explained)?, json)?;
            }
            Self::Missing { json } => {
                let app = place.open().await?;
                name(&reports::missing(&app).await.map_err(explained)?, json)?;
            }
        }
        Ok(())
    }
}

async fn write(app: &App, name: &str, draft: &Draft, publish: bool) -> Result<Report> {
    let found = found(app, name).await?;
    let tx = app.begin().await?;
    let event = events::find_for_change(&tx, &found.id).await?;
    let mut report = reports::write(app, &tx, &event, draft).await?;
    audit::note(&tx, None, "report.write", &event.id, app.clock.now()).await?;
    if publish && !report.is_public() {
        report = reports::publish(app, &tx, &event, "").await?;
        audit::note(&tx, None, "report.publish", &event.id, app.clock.now()).await?;
    }
    tx.commit().await?;
    Ok(report)
}

async fn publish(app: &App, name: &str) -> Result<Report> {
    let found = found(app, name).await?;
    let tx = app.begin().await?;
    let event = events::find_for_change(&tx, &found.id).await?;
    let report = reports::publish(app, &tx, &event, "").await?;
    audit::kept(app, tx, None, "report.publish", &event.id).await?;
    Ok(report)
}

async fn withdraw(app: &App, name: &str) -> Result<()> {
    let found = found(app, name).await?;
    let tx = app.begin().await?;
    let event = events::find_for_change(&tx, &found.id).await?;
    reports::withdraw(app, &tx, &event).await?;
    audit::kept(app, tx, None, "report.withdraw", &event.id).await
}

async fn find(app: &App, name: &str) -> Result<Report> {
    let event = found(app, name).await?;
    let report = reports::find(&app.db, &event.id).await?;
    report.ok_or(Error::NotFound)
}

/// The draft as a file would say it, or the whole as the API does.
fn show(report: &Report, json: bool) -> anyhow::Result<()> {
    match json {
        true => print::json(&Shape::of(report)),
        false => {
            print::say(toml::to_string_pretty(&Draft::of(report))?);
            Ok(())
        }
    }
}

fn name(events: &[Event], json: bool) -> anyhow::Result<()> {
    if json {
        let ids: Vec<&str> = events.iter().map(|event| event.id.as_str()).collect();
        return print::json(&ids);
    }
    let rows: Vec<_> = events
        .iter()
        .map(|event| {
            [
                event.slug.clone(),
                print::moment(event.ends_at),
                event.main_text().title,
            ]
        })
        .collect();
    print::table(["EVENT", "ENDED", "TITLE"], &rows);
    Ok(())
}
