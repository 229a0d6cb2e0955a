//! `verbund mail`: whether mails can leave, which did not, and trying them again.
//! Shows no address: who gets what is nobody's business here.

use super::{Place, explained, print};
use crate::{
    i18n::Lang,
    mail::{self, Address, Outcome, Row, State},
};
use anyhow::bail;
use clap::Subcommand;
use sea_orm::ActiveEnum as _;
use serde_json::{Value, json};

/// Mails to people without an account
#[derive(Subcommand)]
#[command(after_help = "Example:\n  verbund mail test office@verein.example")]
pub(super) enum Command {
    /// Write to this address, and say what became of it
    #[command(after_help = "Example:\n  verbund mail test office@verein.example --lang en")]
    Test {
        #[arg(value_name = "E-MAIL")]
        to: Address,
        /// de or en
        #[arg(long, default_value = "de")]
        lang: Lang,
    },
    /// Show what waits or was given up
    #[command(after_help = "Example:\n  verbund mail list --limit 20")]
    List {
        /// How many at most
        #[arg(long, value_name = "NUMBER", default_value_t = 50, value_parser = clap::value_parser!(u64).range(1..=10_000))]
        limit: u64,
        /// For programs
        #[arg(long)]
        json: bool,
    },
    /// Try now what waits: after the mail server was down, or its password was wrong
    #[command(after_help = "Example:\n  verbund mail retry")]
    Retry,
}

impl Command {
    pub(super) async fn run(self, place: &Place) -> anyhow::Result<()> {
        let app = place.open().await?;
        match self {
            Self::Test { to, lang } => match mail::test(&app, &to, lang).await? {
                Outcome::Delivered => print::say("the mail was handed over"),
                Outcome::Later(reason) | Outcome::Never(reason) => {
                    bail!("the mail did not leave: {reason}")
                }
            },
            Self::List { limit, json } => {
                let rows = mail::undelivered(&app.db, limit).await;
                let rows = rows.map_err(explained)?;
                if json {
                    return print::json(&Value::from_iter(rows.iter().map(as_json)));
                }
                let head = ["ID", "STATE", "TRIES", "WRITTEN", "NEXT TRY", "REASON"];
                print::table(head, &rows.iter().map(as_row).collect::<Vec<_>>());
            }
            Self::Retry => {
                let tx = app.begin().await.map_err(explained)?;
                let retried = mail::retry(&tx, None, app.clock.now()).await;
                let retried = retried.map_err(explained)?;
                tx.commit().await?;
                print::say(format!("{retried} to be tried again"));
            }
        }
        Ok(())
    }
}

fn as_row(mail: &Row) -> [String; 6] {
    let next = (mail.state == State::Pending).then(|| print::moment(mail.due_at));
    [
        mail.id.to_string(),
        mail.state.to_value(),
        mail.tries.to_string(),
        print::moment(mail.created_at),
        next.unwrap_or_default(),
        reason(mail).unwrap_or_default(),
    ]
}

fn as_json(mail: &Row) -> Value {
    json!({
        "id": mail.id,
        "state": mail.state.to_value(),
        "tries": mail.tries,
        "written_at": print::moment(mail.created_at),
        "due_at": (mail.state == State::Pending).then(|| print::moment(mail.due_at)),
        "reason": reason(mail),
    })
}

fn reason(mail: &Row) -> Option<String> {
    mail.reason.as_deref().map(|key| Lang::En.text(key))
}
