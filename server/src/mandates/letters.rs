//! What is written to those who coordinate: that a committee offers a seat, and that it votes on something.
//! Nobody else here can answer, and nothing but the desk would tell them.

use super::Mandate;
use crate::{
    App, Result,
    accounts::{self, Role},
    app::Tx,
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
pub async fn tell_motion(
    app: &App,
    tx: &Tx,
    mandate: &Mandate,
    (title, ends_at): (&str, DateTime<Utc>),
) -> Result<()> {
    let (lang, zone) = (app.config.instance.language, app.config.instance.zone);
    let until = lang.moment(ends_at.with_timezone(&zone), zone);
    let words = said(
        lang,
        ("mandate-mail-motion-subject", "mandate-mail-motion"),
        &[
            ("name", &mandate.name),
            ("title", &title),
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
