//! Mails on their way: written down with the change they tell of, sent afterwards, tried again while
//! that can help, and forgotten but for whether they arrived. What one says lies sealed and only as long
//! as it is needed.

use super::{
    Mail, Message, Outcome, Sender, Transport,
    store::{self, Row, State},
};
use crate::{App, Result, app::Tx, ids::MailId};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::Duration;
use serde::{Deserialize, Serialize};
use std::time::Duration as Pause;
use tokio_util::sync::CancellationToken;

/// Mails handed over in one session.
const AT_ONCE: u64 = 50;
/// How soon a mail leaves after its change.
const TICK: Pause = Pause::from_secs(1);
/// How long a mail is tried (security.md, fault 29).
const TRIED_FOR: Duration = Duration::hours(72);
/// Minutes until the next try; the last counts for all that follow.
const PAUSES: [i64; 5] = [1, 5, 15, 30, 60];

/// What lies sealed.
#[derive(Serialize, Deserialize)]
struct Content {
    to: String,
    bytes: String,
}

/// Send a mail with the change that `tx` makes: not before it, and not without it. Nothing is sent
/// while no way out is set.
pub async fn send(app: &App, tx: &Tx, message: &Message) -> Result<()> {
    let Some(sender) = Sender::of(&app.config).filter(|_| app.config.mail.is_on()) else {
        tracing::debug!("mail.off");
        return Ok(());
    };
    let now = app.clock.now();
    let id: MailId = app.ulids.next(now).into();
    let mail = message
        .mail(&sender, id.clone(), now)
        .map_err(anyhow::Error::from)?;
    let content = Content {
        to: mail.to.whole(),
        bytes: STANDARD.encode(&mail.bytes),
    };
    let row = Row {
        id,
        state: State::Pending,
        sealed: Some(app.federation.seal(&serde_json::to_vec(&content)?)?),
        tries: 0,
        reason: None,
        due_at: now,
        created_at: now,
        ended_at: None,
    };
    store::insert(tx, row).await
}

/// Hand mails over until `stop`.
pub async fn work(app: App, transport: Transport, stop: CancellationToken) {
    while !stop.is_cancelled() {
        match deliver_due(&app, &transport).await {
            Ok(0) => {}
            Ok(_) => continue,
            Err(error) => tracing::error!(%error, "handing over mails failed"),
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(TICK) => {}
        }
    }
}

/// Hand over what is due, one session for all. Returns how many were tried. A crash in between repeats
/// a mail with the same Message-ID, so that mailboxes know it for the same.
pub async fn deliver_due(app: &App, transport: &Transport) -> Result<usize> {
    let due = store::due(&app.db, app.clock.now(), AT_ONCE).await?;
    if due.is_empty() {
        return Ok(0);
    }
    let count = due.len();
    let mut session = transport.session();
    for row in due {
        let outcome = match opened(app, &row) {
            Ok(mail) => session.send(&mail).await,
            Err(error) => {
                // Sealed with another key, or damaged: nobody can read it any more.
                tracing::error!(mail = %row.id, %error, "mail.unreadable");
                note(app, row, State::Failed, None).await?;
                continue;
            }
        };
        match outcome {
            Outcome::Delivered => {
                tracing::info!(mail = %row.id, "mail.delivered");
                note(app, row, State::Delivered, None).await?;
            }
            Outcome::Later(reason) if app.clock.now() - row.created_at < TRIED_FOR => {
                tracing::info!(mail = %row.id, %reason, "mail.later");
                put_off(app, row, reason.key()).await?;
            }
            Outcome::Later(reason) | Outcome::Never(reason) => {
                tracing::warn!(mail = %row.id, %reason, "mail.failed");
                note(app, row, State::Failed, Some(reason.key())).await?;
            }
        }
    }
    session.close().await;
    Ok(count)
}

fn opened(app: &App, row: &Row) -> anyhow::Result<Mail> {
    let sealed = row.sealed.as_deref().unwrap_or_default();
    let content: Content = serde_json::from_slice(&app.federation.open(sealed)?)?;
    Ok(Mail {
        id: row.id.clone(),
        to: content.to.parse()?,
        bytes: STANDARD.decode(content.bytes)?,
    })
}

async fn put_off(app: &App, row: Row, reason: &str) -> Result<()> {
    let tries = usize::try_from(row.tries).unwrap_or_default();
    let minutes = PAUSES[tries.min(PAUSES.len() - 1)];
    let row = Row {
        tries: row.tries + 1,
        reason: Some(reason.to_owned()),
        due_at: app.clock.now() + Duration::minutes(minutes),
        ..row
    };
    store::update(&app.db, row).await
}

/// It is over, one way or the other: what the mail said is forgotten.
async fn note(app: &App, row: Row, state: State, reason: Option<&str>) -> Result<()> {
    let row = Row {
        state,
        sealed: None,
        reason: reason.map(str::to_owned),
        ended_at: Some(app.clock.now()),
        ..row
    };
    store::update(&app.db, row).await
}
