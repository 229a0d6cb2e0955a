//! `verbund account`: who works here. People get in by a link for one use, never by a password
//! somebody else has typed.

use super::{Place, explained, print};
use crate::{
    Error,
    accounts::{self, Account, NewAccount, Role, Secret},
    app::{App, Tx},
};
use anyhow::anyhow;
use clap::{
    Subcommand,
    builder::{PossibleValuesParser, TypedValueParser},
};
use serde_json::{Value, json};

/// Who works here
#[derive(Subcommand)]
#[command(after_help = "Example:\n  verbund account list")]
pub(super) enum Command {
    /// Open an account. Prints a sign-in link that works once, within a day
    #[command(
        after_help = "Example:\n  verbund account create post@verein.example --name Geschäftsstelle --role owner"
    )]
    Create {
        /// Their e-mail address
        email: String,
        /// The name others see
        #[arg(long)]
        name: String,
        /// What they may: editors write drafts, coordinators publish, owners also open accounts
        #[arg(long, value_parser = role())]
        role: Role,
    },
    /// Print a new sign-in link for somebody who cannot get in; earlier ones stop working
    #[command(after_help = "Example:\n  verbund account link post@verein.example")]
    Link {
        /// Their e-mail address
        email: String,
    },
    /// Let somebody do more or less; they have to sign in again
    #[command(after_help = "Example:\n  verbund account role post@verein.example editor")]
    Role {
        /// Their e-mail address
        email: String,
        /// Their new role
        #[arg(value_parser = role())]
        role: Role,
    },
    /// Close an account and forget who it belonged to
    #[command(after_help = "Example:\n  verbund account close post@verein.example")]
    Close {
        /// Their e-mail address
        email: String,
    },
    /// Show which accounts there are
    #[command(after_help = "Example:\n  verbund account list --json")]
    List {
        /// For programs
        #[arg(long)]
        json: bool,
    },
}

impl Command {
    pub(super) async fn run(self, place: &Place) -> anyhow::Result<()> {
        let app = place.open().await?;
        if let Self::List { json } = self {
            return list(&app, json).await;
        }
        let tx = app.begin().await.map_err(explained)?;
        let link = self.change(&app, &tx).await?;
        tx.commit().await?;
        if let Some(secret) = link {
            print::note("This link signs in once, within 24 hours. Hand it over in private:");
            print::say(accounts::address(app.config.origin(), &secret));
        }
        Ok(())
    }

    /// Do what is asked, and return the secret of a new link if it makes one.
    async fn change(self, app: &App, tx: &Tx) -> anyhow::Result<Option<Secret>> {
        let now = app.clock.now();
        let done = match self {
            Self::Create { email, name, role } => {
                let id = app.ulids.next(now).into();
                let new = NewAccount {
                    id,
                    email,
                    name,
                    role,
                };
                let opened = accounts::open_account(tx, None, new, now).await;
                opened.map(|(_, secret)| Some(secret))
            }
            Self::Link { email } => {
                let account = find(tx, &email).await?;
                let renewed = accounts::renew_link(tx, None, &account, now).await;
                renewed.map(Some)
            }
            Self::Role { email, role } => {
                let account = find(tx, &email).await?;
                let changed = accounts::change_role(tx, None, &account.id, role, now).await;
                changed.map(|()| None)
            }
            Self::Close { email } => {
                let account = find(tx, &email).await?;
                let closed = accounts::close_account(tx, None, &account.id, now).await;
                closed.map(|()| None)
            }
            Self::List { .. } => Ok(None),
        };
        done.map_err(explained)
    }
}

/// The open account with this e-mail address.
pub(super) async fn find(tx: &Tx, email: &str) -> anyhow::Result<Account> {
    match accounts::find_by_email(tx, email).await {
        Err(Error::NotFound) => Err(anyhow!("nobody here has the e-mail address {email}")),
        found => found.map_err(explained),
    }
}

fn role() -> impl TypedValueParser<Value = Role> {
    PossibleValuesParser::new(Role::ALL.map(Role::name)).try_map(|name| name.parse::<Role>())
}

async fn list(app: &App, json: bool) -> anyhow::Result<()> {
    let all = accounts::accounts(&app.db).await.map_err(explained)?;
    if json {
        let shown = all.iter().map(|account| {
            json!({
                "id": account.id,
                "email": account.email,
                "name": account.name,
                "role": account.role.name(),
                "created_at": print::moment(account.created_at),
            })
        });
        return print::json(&Value::from_iter(shown));
    }
    let rows: Vec<_> = all
        .into_iter()
        .map(|account| [account.role.name().to_owned(), account.email, account.name])
        .collect();
    print::table(["ROLE", "E-MAIL", "NAME"], &rows);
    Ok(())
}
