//! `verbund association`: found one, see which there are.

use super::{Place, explained, print};
use crate::{
    App, Result,
    associations::{self, Draft},
    audit,
    closings::{self, Closing, Coming},
};
use clap::Subcommand;
use serde_json::{Value, json};

/// The associations that publish here
#[derive(Subcommand)]
#[command(after_help = "Example:\n  verbund association list")]
pub(super) enum Command {
    /// Found an association, with its address in the Fediverse
    #[command(after_help = "Example:\n  verbund association create dialog --name Beispielverein")]
    Create {
        /// What stands before the @host; it can never change
        handle: String,
        /// The name people read
        #[arg(long)]
        name: String,
        /// Its e-mail address
        #[arg(long, default_value = "")]
        email: String,
        /// Its website
        #[arg(long, default_value = "")]
        website: String,
    },
    /// Close an association for good: its followers are told, nobody gets its handle again
    #[command(
        after_help = "Example:\n  verbund association close dialog --again dialog --events keep"
    )]
    Close {
        /// The name before the @host
        handle: String,
        /// The handle once more: it cannot be undone
        #[arg(long, value_name = "HANDLE")]
        again: String,
        /// What becomes of public events that are not over: cancel or keep
        #[arg(long, default_value = "cancel", value_parser = ["cancel", "keep"])]
        events: String,
    },
    /// Show which associations there are
    #[command(after_help = "Example:\n  verbund association list --json")]
    List {
        /// For programs
        #[arg(long)]
        json: bool,
    },
}

impl Command {
    pub(super) async fn run(self, place: &Place) -> anyhow::Result<()> {
        let app = place.open().await?;
        match self {
            Self::Create {
                handle,
                name,
                email,
                website,
            } => {
                let draft = Draft {
                    handle,
                    name,
                    email,
                    website,
                    ..Draft::default()
                };
                let keys = app.federation.make_keys().await?;
                let tx = app.begin().await.map_err(explained)?;
                let association = associations::found(&app, &tx, &draft, keys)
                    .await
                    .map_err(explained)?;
                let now = app.clock.now();
                audit::note(&tx, None, "association.found", &association.id, now)
                    .await
                    .map_err(explained)?;
                tx.commit().await?;
                let host = federation::host_of(app.config.origin());
                print::say(format!("@{}@{host}", association.handle));
            }
            Self::Close {
                handle,
                again,
                events,
            } => close(&app, &handle, &again, &events)
                .await
                .map_err(explained)?,
            Self::List { json: true } => {
                let all = associations::all(&app.db).await.map_err(explained)?;
                let shown = all.iter().map(|association| {
                    json!({
                        "handle": association.handle,
                        "name": association.name,
                        "actor": association.actor,
                    })
                });
                print::json(&Value::from_iter(shown))?;
            }
            Self::List { json: false } => {
                let all = associations::all(&app.db).await.map_err(explained)?;
                let rows: Vec<_> = all
                    .into_iter()
                    .map(|association| [association.handle, association.name])
                    .collect();
                print::table(["HANDLE", "NAME"], &rows);
            }
        }
        Ok(())
    }
}

async fn close(app: &App, handle: &str, again: &str, events: &str) -> Result<()> {
    let closing = Closing {
        handle: again.to_owned(),
        events: match events {
            "keep" => Coming::Keep,
            _ => Coming::Cancel,
        },
    };
    let tx = app.begin().await?;
    let association = associations::find_for_change(&tx, handle).await?;
    let closed = closings::close(app, &tx, association, &closing).await?;
    audit::kept(app, tx, None, "association.close", &closed.id).await?;
    print::say(format!("@{} is closed", closed.handle));
    Ok(())
}
