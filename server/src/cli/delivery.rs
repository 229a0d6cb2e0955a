//! `verbund delivery`: what has not reached other servers, and sending it again.

use super::{Place, explained, print};
use crate::deliveries::{self, Chosen};
use anyhow::bail;
use clap::{Args, Subcommand};
use federation::delivery::{Delivery, Entity, State};
use sea_orm::ActiveEnum as _;
use serde_json::{Value, json};

/// What is on its way to other servers
#[derive(Subcommand)]
#[command(after_help = "Example:\n  verbund delivery list")]
pub(super) enum Command {
    /// Show what is waiting or was given up, the newest first
    #[command(after_help = "Example:\n  verbund delivery list --all --limit 20")]
    List {
        /// Also what was delivered or withdrawn
        #[arg(long)]
        all: bool,
        /// How many at most
        #[arg(long, value_name = "NUMBER", default_value_t = 50, value_parser = clap::value_parser!(u64).range(1..=10_000))]
        limit: u64,
        /// For programs
        #[arg(long)]
        json: bool,
    },
    /// Send again what is waiting or was given up
    #[command(after_help = "Example:\n  verbund delivery retry --host mastodon.example")]
    Retry(Named),
}

/// Which deliveries.
#[derive(Args)]
#[group(required = true, multiple = false)]
pub(super) struct Named {
    /// Everything
    #[arg(long)]
    all: bool,
    /// What is meant for this server
    #[arg(long, value_name = "NAME")]
    host: Option<String>,
    /// This one, as shown by the list
    #[arg(long, value_name = "ID")]
    id: Option<String>,
}

impl Command {
    pub(super) async fn run(self, place: &Place) -> anyhow::Result<()> {
        let app = place.open().await?;
        match self {
            Self::List { all, limit, json } => {
                let listed = Entity::listed(&app.db, !all, limit).await?;
                if json {
                    return print::json(&Value::from_iter(listed.iter().map(as_json)));
                }
                let head = ["ID", "STATE", "HOST", "TRIES", "NEXT TRY", "LAST FAILURE"];
                print::table(head, &listed.iter().map(as_row).collect::<Vec<_>>());
                let counts = Entity::summary(&app.db).await?.0;
                let counts = counts
                    .iter()
                    .map(|(state, count)| format!("{count} {state}"));
                let counts = counts.collect::<Vec<_>>().join(", ");
                if !counts.is_empty() {
                    print::say(format!("\n{counts}"));
                }
            }
            Self::Retry(Named { host, id, .. }) => {
                let chosen = match (&host, &id) {
                    (Some(host), _) => Chosen::Host(host),
                    (None, Some(id)) => Chosen::One(id),
                    (None, None) => Chosen::All,
                };
                let tx = app.begin().await.map_err(explained)?;
                let retried = deliveries::retry(&tx, None, chosen, app.clock.now()).await;
                let sent = retried.map_err(explained)?;
                tx.commit().await?;
                if sent == 0 && chosen != Chosen::All {
                    bail!("nothing there is waiting or was given up");
                }
                print::say(format!("{sent} to be sent again"));
            }
        }
        Ok(())
    }
}

fn as_row(delivery: &Delivery) -> [String; 6] {
    let next = match delivery.state {
        State::Pending => print::moment(delivery.due_at),
        _ => String::new(),
    };
    let failure = [
        delivery.failure.clone(),
        delivery.status.map(|status| status.to_string()),
    ];
    [
        delivery.id.clone(),
        delivery.state.to_value(),
        delivery.host.clone(),
        delivery.attempts.to_string(),
        next,
        failure.into_iter().flatten().collect::<Vec<_>>().join(" "),
    ]
}

fn as_json(delivery: &Delivery) -> Value {
    json!({
        "id": delivery.id,
        "state": delivery.state.to_value(),
        "host": delivery.host,
        "inbox": delivery.inbox,
        "activity": delivery.activity,
        "object": delivery.object,
        "attempts": delivery.attempts,
        "queued_at": print::moment(delivery.queued_at),
        "due_at": print::moment(delivery.due_at),
        "settled_at": delivery.settled_at.map(print::moment),
        "failure": delivery.failure,
        "status": delivery.status,
    })
}
