//! `verbund block`: servers and actors nobody here wants to hear from.

use super::{Place, explained, print};
use crate::audit;
use anyhow::bail;
use clap::Subcommand;
use federation::blocks;
use serde_json::{Value, json};

/// Servers and actors that are not heard
#[derive(Subcommand)]
#[command(after_help = "Example:\n  verbund block add spam.example --reason Werbung")]
pub(super) enum Command {
    /// Hear nothing more from a server, with everything below its name, or from one actor
    #[command(after_help = "Example:\n  verbund block add https://peer.example/users/eve")]
    Add {
        /// A name such as spam.example, or the id of an actor
        subject: String,
        /// Why, for those who come after you
        #[arg(long)]
        reason: Option<String>,
    },
    /// Show what is blocked
    #[command(after_help = "Example:\n  verbund block list --json")]
    List {
        /// For programs
        #[arg(long)]
        json: bool,
    },
    /// Hear somebody again
    #[command(after_help = "Example:\n  verbund block remove spam.example")]
    Remove {
        /// As shown by the list
        subject: String,
    },
}

impl Command {
    pub(super) async fn run(self, place: &Place) -> anyhow::Result<()> {
        let app = place.open().await?;
        let tx = app.begin().await.map_err(explained)?;
        let now = app.clock.now();
        match self {
            Self::Add { subject, reason } => {
                let subject = subject.trim();
                if subject.is_empty() || subject.contains(char::is_whitespace) {
                    bail!("a name such as spam.example, or the id of an actor is needed");
                }
                blocks::add(&tx, subject, reason.as_deref(), now).await?;
                let noted = audit::note(&tx, None, "block.add", subject, now).await;
                noted.map_err(explained)?;
                tx.commit().await?;
                print::say(format!("{subject} is not heard any more"));
            }
            Self::List { json } => {
                let blocks = blocks::all(&tx).await?;
                if json {
                    return print::json(&Value::from_iter(blocks.iter().map(|block| {
                        json!({
                            "subject": block.id,
                            "reason": block.reason,
                            "blocked_at": print::moment(block.blocked_at),
                        })
                    })));
                }
                let rows: Vec<_> = blocks
                    .iter()
                    .map(|block| {
                        [
                            block.id.clone(),
                            print::moment(block.blocked_at),
                            block.reason.clone().unwrap_or_default(),
                        ]
                    })
                    .collect();
                print::table(["SUBJECT", "SINCE", "REASON"], &rows);
            }
            Self::Remove { subject } => {
                let subject = subject.trim();
                if !blocks::remove(&tx, subject).await? {
                    bail!("{subject} is not blocked; see: verbund block list");
                }
                let noted = audit::note(&tx, None, "block.remove", subject, now).await;
                noted.map_err(explained)?;
                tx.commit().await?;
                print::say(format!("{subject} is heard again"));
            }
        }
        Ok(())
    }
}
