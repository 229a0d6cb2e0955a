//! What is written to those who coordinate: that a committee offers a seat, that it votes on something, that
//! the deputy of a seat of ours did, and that minutes wait. Nobody else here can answer, and nothing but the desk would tell them.

use super::{Mandate, Minutes, Motion};
use crate::{
    App, Result,
    accounts::{self, Role},
    app::Tx,
    committees::Part,
    i18n::{Lang, Value},
    mail::{self, Message, Paragraph},
};
use chrono::{DateTime, Utc};

/// What a letter says.
struct Words {
    subject: String,
    text: String,
}

fn said(lang: Lang, (subject, text): (&str, &str), values: &[(&str, &dyn Value)]) -> Words {
    Words {
        subject: lang.text_with(subject, values),
        text: lang.text_with(text, values),
    }
}

/// A seat is on offer.
pub async fn tell_offer(app: &App, tx: &Tx, mandate: &Mandate) -> Result<()> {
    let lang = app.config.instance.language;
    let (from, until) = (lang.date(mandate.starts_on), lang.date(mandate.ends_on));
    let words = said(
        lang,
        ("mandate-mail-offer-subject", "mandate-mail-offer"),
        &[
            ("name", &mandate.name),
            ("seat", &mandate.stakeholder),
            ("from", &from),
            ("until", &until),
        ],
    );
    write(app, tx, mandate, words).await
}

/// Something is voted on.
pub async fn tell_motion(app: &App, tx: &Tx, mandate: &Mandate, motion: &Motion) -> Result<()> {
    let lang = app.config.instance.language;
    let moment = |at: DateTime<Utc>| {
        let zone = app.config.instance.zone;
        lang.moment(at.with_timezone(&zone), zone)
    };
    let from = motion.deputies_from.map(moment);
    let text = match mandate.part {
        Part::Deputy if from.is_some() => "mandate-mail-motion-deputy",
        Part::Deputy => "mandate-mail-motion-deputy-absence",
        Part::Member | Part::Adviser => "mandate-mail-motion",
    };
    let words = said(
        lang,
        ("mandate-mail-motion-subject", text),
        &[
            ("name", &mandate.name),
            ("title", &motion.title),
            ("until", &moment(motion.ends_at)),
            ("from", &from.unwrap_or_default()),
        ],
    );
    write(app, tx, mandate, words).await
}

/// The deputy of a seat of ours voted, and ours may still say something else.
pub async fn tell_stood_in(app: &App, tx: &Tx, mandate: &Mandate, motion: &Motion) -> Result<()> {
    let (lang, zone) = (app.config.instance.language, app.config.instance.zone);
    let until = lang.moment(motion.ends_at.with_timezone(&zone), zone);
    let voice = motion.deputy_voice.map(|voice| lang.text(voice.key()));
    let why = motion.deputising.and_then(|it| it.may_vote().ok());
    let why = why.map(|standing| lang.text(standing.key()));
    let words = said(
        lang,
        ("mandate-mail-stood-in-subject", "mandate-mail-stood-in"),
        &[
            ("name", &mandate.name),
            ("title", &motion.title),
            ("voice", &voice.unwrap_or_default()),
            ("why", &why.unwrap_or_default()),
            ("until", &until),
        ],
    );
    write(app, tx, mandate, words).await
}

/// Minutes wait to be approved.
pub async fn tell_minutes(app: &App, tx: &Tx, mandate: &Mandate, minutes: &Minutes) -> Result<()> {
    let lang = app.config.instance.language;
    let text = match mandate.part {
        Part::Deputy => "mandate-mail-minutes-deputy",
        Part::Member | Part::Adviser => "mandate-mail-minutes",
    };
    let words = said(
        lang,
        ("mandate-mail-minutes-subject", text),
        &[("name", &mandate.name), ("title", &minutes.title)],
    );
    write(app, tx, mandate, words).await
}

/// The committee took the seat back, or is no more.
pub async fn tell_end(app: &App, tx: &Tx, mandate: &Mandate) -> Result<()> {
    let words = said(
        app.config.instance.language,
        ("mandate-mail-ended-subject", "mandate-mail-ended"),
        &[("name", &mandate.name), ("seat", &mandate.stakeholder)],
    );
    write(app, tx, mandate, words).await
}

/// The term ends soon, and nobody there writes to ours.
pub async fn remind(app: &App, tx: &Tx, mandate: &Mandate) -> Result<()> {
    let lang = app.config.instance.language;
    let until = lang.date(mandate.ends_on);
    let words = said(
        lang,
        ("mandate-mail-ending-subject", "mandate-mail-ending"),
        &[
            ("name", &mandate.name),
            ("seat", &mandate.stakeholder),
            ("until", &until),
        ],
    );
    write(app, tx, mandate, words).await
}

async fn write(app: &App, tx: &Tx, mandate: &Mandate, words: Words) -> Result<()> {
    let lang = app.config.instance.language;
    let mut desk = app.config.origin().clone();
    desk.set_path(&mandate.desk());
    for account in accounts::accounts(tx).await? {
        let may_act = matches!(account.role, Role::Coordinator | Role::Owner);
        let Some(to) = account.email.parse().ok().filter(|_| may_act) else {
            continue;
        };
        let letter = Message {
            lang,
            to,
            reply_to: None,
            subject: words.subject.clone(),
            paragraphs: vec![
                Paragraph::Text(words.text.clone()),
                Paragraph::Action(lang.text("mandate-mail-action"), desk.clone()),
            ],
            calendar: None,
            ticket: None,
            erase: None,
            subscription: None,
        };
        mail::send(app, tx, &letter).await?;
    }
    Ok(())
}
