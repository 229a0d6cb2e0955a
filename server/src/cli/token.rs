//! `verbund token`: what lets a program use the API in somebody's place. Shown once, when it is made.

use super::{Place, account, explained, print};
use crate::{
    accounts::{self, NewToken},
    ids::TokenId,
};
use anyhow::anyhow;
use clap::Subcommand;
use serde_json::{Value, json};

/// Access for programs
#[derive(Subcommand)]
#[command(after_help = "Example:\n  verbund token list post@verein.example")]
pub(super) enum Command {
    /// Make a token. Prints it once; it may do what its account may
    #[command(after_help = "Example:\n  verbund token create post@verein.example --name website")]
    Create {
        /// The e-mail address of the account it acts for
        email: String,
        /// What it is for
        #[arg(long)]
        name: String,
    },
    /// Show which tokens an account has
    #[command(after_help = "Example:\n  verbund token list post@verein.example --json")]
    List {
        /// The e-mail address of the account
        email: String,
        /// For programs
        #[arg(long)]
        json: bool,
    },
    /// End a token
    #[command(
        after_help = "Example:\n  verbund token revoke post@verein.example 01KAN5JJ8S3N7A1B2C3D4E5F6G"
    )]
    Revoke {
        /// The e-mail address of the account
        email: String,
        /// Which one, as shown by the list
        id: TokenId,
    },
}

impl Command {
    pub(super) async fn run(self, place: &Place) -> anyhow::Result<()> {
        let app = place.open().await?;
        let tx = app.begin().await.map_err(explained)?;
        let now = app.clock.now();
        match self {
            Self::Create { email, name } => {
                let holder = account::find(&tx, &email).await?;
                let id = app.ulids.next(now).into();
                let new = NewToken { id, name };
                let made = accounts::create_token(&tx, None, &holder, new, now).await;
                let (_, secret) = made.map_err(explained)?;
                tx.commit().await?;
                print::note("Keep this token secret; it is not shown again:");
                print::say(secret.reveal());
            }
            Self::Revoke { email, id } => {
                let holder = account::find(&tx, &email).await?;
                let revoked = accounts::revoke_token(&tx, None, &holder.id, &id, now).await;
                revoked.map_err(|error| match error {
                    crate::Error::NotFound => anyhow!("{email} has no token {id}"),
                    other => explained(other),
                })?;
                tx.commit().await?;
            }
            Self::List { email, json } => {
                let holder = account::find(&tx, &email).await?;
                let all = accounts::tokens(&tx, &holder.id).await.map_err(explained)?;
                if json {
                    let shown = all.iter().map(|token| {
                        json!({
                            "id": token.id,
                            "name": token.name,
                            "created_at": print::moment(token.created_at),
                            "used_at": token.used_at.map(print::moment),
                        })
                    });
                    return print::json(&Value::from_iter(shown));
                }
                let rows: Vec<_> = all
                    .into_iter()
                    .map(|token| {
                        let used = token.used_at.map(print::moment).unwrap_or_default();
                        [
                            token.id.to_string(),
                            print::moment(token.created_at),
                            used,
                            token.name,
                        ]
                    })
                    .collect();
                print::table(["ID", "MADE", "LAST USED", "NAME"], &rows);
            }
        }
        Ok(())
    }
}
