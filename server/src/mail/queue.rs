//! Mails on their way: written down with the change they tell of, sent afterwards, tried again while
//! that can help, and forgotten but for whether they arrived. What one says lies sealed and only as long
//! as it is needed.

use super::{
    Address, Mail, Message, Outcome, Paragraph, Reason, Sender, Transport,
    store::{self, Row, State},
};
use crate::{App, Result, accounts::Account, app::Tx, audit, i18n::Lang, ids::MailId};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use std::time::Duration as Pause;
use tokio_util::sync::CancellationToken;

/// Mails handed over in one session.
const AT_ONCE: u64 = 50;
/// How soon a mail leaves after its change.
const TICK: Pause = Pause::from_secs(1);
/// How long a mail is tried (security.md, fault 29).
const TRIED_FOR: Duration = Duration::hours(72);
/// Nobody else tries a mail that is being handed over: for longer than handing over can take, so that a
/// mail whose end cannot be written down, or that two processes see, does not leave every second.
const LEASE: Duration = Duration::minutes(15);
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
    send_about(app, tx, message, None).await
}

/// The same; by `about` whoever writes it finds again whom it did not reach.
pub async fn send_about(
    app: &App,
    tx: &Tx,
    message: &Message,
    about: Option<String>,
) -> Result<()> {
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
        about,
        reason: None,
        due_at: now,
        created_at: now,
        ended_at: None,
    };
    store::insert(tx, row).await
}

/// Try everything that waits once more, now. Returns how many; none is not worth a word in the log.
/// What was given up is not kept and cannot be sent again.
pub async fn retry(tx: &Tx, by: Option<&Account>, now: DateTime<Utc>) -> Result<u64> {
    let hurried = store::hurry(tx, now).await?;
    if hurried > 0 {
        audit::note(tx, by, "mail.retry", "all", now).await?;
    }
    Ok(hurried)
}

/// Write to `to` that mail works, at once and past the queue, and say what became of it.
pub async fn test(app: &App, to: &Address, lang: Lang) -> anyhow::Result<Outcome> {
    let transport = Transport::new(&app.config)?;
    let Some(sender) = Sender::of(&app.config) else {
        return Ok(Outcome::Never(Reason::Off));
    };
    let name = &app.config.instance.name;
    let message = Message {
        lang,
        to: to.clone(),
        reply_to: None,
        subject: lang.text_with("mail-test-subject", &[("name", name)]),
        paragraphs: vec![Paragraph::Text(lang.text("mail-test"))],
        calendar: None,
        ticket: None,
        erase: None,
        subscription: None,
    };
    let now = app.clock.now();
    let mail = message.mail(&sender, app.ulids.next(now).into(), now)?;
    let mut session = transport.session();
    let outcome = session.send(&mail).await;
    session.close().await;
    Ok(outcome)
}

/// Hand mails over until `stop`.
pub async fn work(app: App, transport: Transport, stop: CancellationToken) {
    while !stop.is_cancelled() {
        match deliver_until(&app, &transport, &stop).await {
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
    deliver_until(app, transport, &CancellationToken::new()).await
}

/// As many as are due, or as leave before `stop`.
async fn deliver_until(
    app: &App,
    transport: &Transport,
    stop: &CancellationToken,
) -> Result<usize> {
    let due = store::due(&app.db, app.clock.now(), AT_ONCE).await?;
    let mut count = 0;
    let mut session = transport.session();
    for row in due {
        if stop.is_cancelled() {
            break;
        }
        if !store::claim(&app.db, &row, app.clock.now() + LEASE).await? {
            continue;
        }
        count += 1;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        accounts::tests::{Instance, instance},
        mail::{counts, samples::message, undelivered},
    };
    use std::{collections::HashMap, fs, path::PathBuf};

    fn folder(app: &App) -> PathBuf {
        app.config.storage.data_dir.join("mail")
    }

    /// An instance that wrote two mails and cannot let them go: a file lies where their folder would be.
    async fn blocked_house() -> Instance {
        let app = instance("https://dialog.example.org").await;
        fs::write(folder(&app), "").unwrap();
        let tx = app.begin().await.unwrap();
        for _ in 0..2 {
            send(&app, &tx, &message()).await.unwrap();
        }
        tx.commit().await.unwrap();
        assert_eq!(deliver(&app).await, 2);
        app
    }

    async fn deliver(app: &App) -> usize {
        let transport = Transport::new(&app.config).unwrap();
        deliver_due(app, &transport).await.unwrap()
    }

    async fn again(app: &App) -> u64 {
        let tx = app.begin().await.unwrap();
        let retried = retry(&tx, None, app.clock.now()).await.unwrap();
        tx.commit().await.unwrap();
        retried
    }

    #[tokio::test]
    async fn what_waits_says_why_and_is_tried_at_once_when_asked_to() {
        let app = blocked_house().await;
        let waiting = undelivered(&app.db, 10).await.unwrap();
        let said = waiting
            .iter()
            .map(|mail| (mail.state, mail.tries, mail.reason.as_deref()));
        let expected = (State::Pending, 1, Some("mail-reason-folder"));
        assert_eq!(said.collect::<Vec<_>>(), [expected, expected]);
        assert_eq!(undelivered(&app.db, 1).await.unwrap().len(), 1);
        fs::remove_file(folder(&app)).unwrap();
        assert_eq!(deliver(&app).await, 0, "not before its time");
        assert_eq!(again(&app).await, 2);
        assert_eq!(deliver(&app).await, 2);
        assert!(undelivered(&app.db, 10).await.unwrap().is_empty());
        let delivered = HashMap::from([(State::Delivered, 2)]);
        assert_eq!(counts(&app.db).await.unwrap(), delivered);
        assert_eq!(again(&app).await, 0, "what arrived is not sent again");
        let noted = audit::latest(&app.db, 10).await.unwrap();
        assert_eq!(noted.len(), 1, "nothing to do is not worth a word");
    }

    #[tokio::test]
    async fn a_test_says_what_became_of_it_and_leaves_nothing_in_the_queue() {
        let app = instance("https://dialog.example.org").await;
        let to = "m.muster@example.org".parse().unwrap();
        let outcome = test(&app, &to, Lang::De).await.unwrap();
        assert_eq!(outcome, Outcome::Delivered);
        let mail = fs::read_dir(folder(&app)).unwrap().next().unwrap().unwrap();
        let mail = fs::read_to_string(mail.path()).unwrap();
        assert!(mail.contains("To: m.muster@example.org"), "{mail}");
        assert!(mail.contains("Diese E-Mail ist eine Probe."), "{mail}");
        assert!(counts(&app.db).await.unwrap().is_empty());
        let blocked = blocked_house().await;
        let outcome = test(&blocked, &to, Lang::De).await.unwrap();
        assert!(
            matches!(outcome, Outcome::Later(Reason::Folder(_))),
            "{outcome:?}"
        );
    }
}
