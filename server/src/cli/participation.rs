//! `verbund participation`: who takes part in an event.

use super::{Place, explained, print};
use crate::{
    audit, events,
    ids::EventId,
    participations::{self, Registration, api::Shape},
};
use clap::{Args, Subcommand};
use serde_json::json;

/// Who takes part in an event
#[derive(Subcommand)]
#[command(after_help = "Example:\n  verbund participation list denkwerkstatt-2026")]
pub(super) enum Command {
    /// Show who takes part, in the order in which they came
    #[command(after_help = "Example:\n  verbund participation list denkwerkstatt-2026 --json")]
    List {
        /// The id of the event, or the last part of its address
        event: String,
        /// For programs
        #[arg(long)]
        json: bool,
    },
    /// Write down somebody who called
    #[command(
        after_help = "Example:\n  verbund participation enter denkwerkstatt-2026 --name Geschäftsstelle --attendance in_person"
    )]
    Enter(Enter),
}

/// What somebody said on the telephone.
#[derive(Args)]
pub(super) struct Enter {
    /// The id of the event, or the last part of its address
    event: String,
    #[arg(long, default_value = "")]
    name: String,
    /// They get a mail there
    #[arg(long, value_name = "ADDRESS", default_value = "")]
    email: String,
    /// in_person or online; may be left out where there is one way only
    #[arg(long, value_name = "WAY", default_value = "")]
    attendance: String,
    /// Such as 2026-11-13, several with commas between; every day without it
    #[arg(long, value_name = "DAYS", default_value = "")]
    days: String,
    #[arg(long, value_name = "NAME", default_value = "")]
    organisation: String,
    /// One of the event's groups
    #[arg(long, value_name = "GROUP", default_value = "")]
    stakeholder: String,
}

impl Command {
    pub(super) async fn run(self, place: &Place) -> anyhow::Result<()> {
        let app = place.open().await?;
        match self {
            Self::List { event, json } => {
                let event = found(&app, &event).await?;
                let all = participations::of_event(&app.db, &event.id).await;
                let all = all.map_err(explained)?;
                if json {
                    let shapes: Vec<Shape> = all.iter().map(Shape::of).collect();
                    return print::json(&json!(shapes));
                }
                let head = ["NAME", "E-MAIL", "STATE", "WAY", "CAME BY", "CODE"];
                let rows: Vec<_> = all
                    .iter()
                    .map(|it| {
                        [
                            it.name.clone(),
                            it.email.clone().unwrap_or_default(),
                            it.state.name().to_owned(),
                            it.attendance.name().to_owned(),
                            json!(it.origin).as_str().unwrap_or_default().to_owned(),
                            it.code.clone(),
                        ]
                    })
                    .collect();
                print::table(head, &rows);
            }
            Self::Enter(typed) => {
                let event = found(&app, &typed.event).await?;
                let registration = Registration {
                    name: typed.name,
                    email: typed.email,
                    attendance: typed.attendance,
                    days: typed.days,
                    organisation: typed.organisation,
                    stakeholder: typed.stakeholder,
                    ..Registration::default()
                };
                let language = app.config.instance.language.bcp47();
                let tx = app.begin().await.map_err(explained)?;
                let entered =
                    participations::enter(&app, &tx, &event.id, &registration, language).await;
                let entered = entered.map_err(explained)?;
                let now = app.clock.now();
                audit::note(&tx, None, "participation.enter", &entered.id, now)
                    .await
                    .map_err(explained)?;
                tx.commit().await?;
                print::say(format!("{}, code {}", entered.state.name(), entered.code));
            }
        }
        Ok(())
    }
}

/// An event of ours by its id or its address.
async fn found(app: &crate::App, name: &str) -> anyhow::Result<events::Event> {
    let found = match name.parse::<EventId>() {
        Ok(id) => events::find(&app.db, &id).await,
        Err(_) => events::find_by_slug(&app.db, name).await,
    };
    let found = found.map_err(explained)?.filter(|event| event.local);
    found.ok_or_else(|| anyhow::anyhow!("there is no event {name:?} of ours"))
}
