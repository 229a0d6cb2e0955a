//! The way to a ballot by mail, to everybody on the roll who gave an address, some at a time, so that a
//! large roll holds nobody up. And that what was decided, whoever voted, is to be looked at again.

use super::{Decision, Elector, link, store};
use crate::{
    App, Result,
    app::Tx,
    associations,
    i18n::Lang,
    mail::{self, Address, Mailbox, Message, Paragraph},
    participations::{self, Participation},
};
use chrono::NaiveDate;
use chrono_tz::Tz;

/// Written in one go.
const AT_ONCE: u64 = 200;

/// Write to those who have not been written to. Returns how many of the roll were looked at.
pub async fn tell_due(app: &App) -> Result<usize> {
    let mut told = 0;
    for decision in store::sending(&app.db).await? {
        let electors = store::untold(&app.db, &decision.id, AT_ONCE).await?;
        if electors.is_empty() || !decision.takes_ballots(app.clock.now()) {
            continue;
        }
        let people = match &decision.event {
            Some(event) => participations::of_event(&app.db, event).await?,
            None => Vec::new(),
        };
        let confirmed = decision.organisations.by_spelling();
        let named = people.iter().map(|one| (confirmed.name_of(one), one));
        let people: Vec<_> = named.collect();
        let tx = app.begin().await?;
        let reply_to = reply_to(&tx, &decision).await?;
        for elector in electors {
            for (_, one) in people.iter().filter(|one| is_for(&elector, one)) {
                write(app, &tx, (&decision, &elector), one, reply_to.clone()).await?;
            }
            let elector = Elector {
                told_at: Some(app.clock.now()),
                ..store::find_elector_for_change(&tx, &elector.id).await?
            };
            store::update_elector(&tx, elector).await?;
            told += 1;
        }
        tx.commit().await?;
    }
    Ok(told)
}

/// Whether this is who has the ballot, or one of those who have it together.
fn is_for(elector: &Elector, (association, one): &(Option<&str>, &Participation)) -> bool {
    match &elector.participation {
        Some(id) => one.id == *id,
        None => {
            let is_theirs = *association == Some(elector.name.as_str());
            one.is_let_in() && !one.seen.0.is_empty() && is_theirs
        }
    }
}

async fn write(
    app: &App,
    tx: &Tx,
    (decision, elector): (&Decision, &Elector),
    one: &Participation,
    reply_to: Option<Mailbox>,
) -> Result<()> {
    let Some(to) = one.email.as_deref().and_then(|email| email.parse().ok()) else {
        return Ok(());
    };
    let lang = Lang::of(&one.language);
    let question = ("question", &decision.question as &dyn crate::i18n::Value);
    let mut lines = vec![lang.text_with("decision-mail-ballot", &[question])];
    if let Some(ends_at) = decision.ends_at {
        let zone: Tz = app.config.instance.zone;
        let until = lang.until(ends_at.with_timezone(&zone), zone);
        lines.push(lang.text_with("decision-mail-until", &[("until", &until)]));
    }
    lines.push(lang.text_with("decision-mail-code", &[("code", &elector.code)]));
    lines.push(lang.text("decision-mail-yours"));
    let letter = Message {
        lang,
        to,
        reply_to,
        subject: lang.text_with("decision-mail-ballot-subject", &[question]),
        paragraphs: vec![
            Paragraph::Text(lines.join("\n")),
            Paragraph::Action(
                lang.text("decision-mail-ballot-action"),
                link::address(app, elector),
            ),
        ],
        calendar: None,
        ticket: None,
        erase: None,
        subscription: None,
    };
    mail::send(app, tx, &letter).await
}

async fn reply_to(tx: &Tx, decision: &Decision) -> Result<Option<Mailbox>> {
    let association = associations::find_by_actor(tx, &decision.organizer).await?;
    Ok(association.and_then(|association| {
        Some(Mailbox {
            address: association.email.parse().ok()?,
            name: association.name,
        })
    }))
}

/// That what was decided is to be looked at again: what was asked, the result in one sentence and the day.
pub fn to_review(
    app: &App,
    to: Address,
    desk_path: &str,
    (question, sentence, day): (&str, &str, NaiveDate),
) -> Message {
    let lang = app.config.instance.language;
    let mut desk = app.config.origin().clone();
    desk.set_path(desk_path);
    let question = ("question", &question as &dyn crate::i18n::Value);
    let day = lang.date(day);
    let values = [question, ("day", &day), ("sentence", &sentence)];
    Message {
        lang,
        to,
        reply_to: None,
        subject: lang.text_with("decision-mail-review-subject", &[question]),
        paragraphs: vec![
            Paragraph::Text(lang.text_with("decision-mail-review", &values)),
            Paragraph::Action(lang.text("decision-mail-review-action"), desk),
        ],
        calendar: None,
        ticket: None,
        erase: None,
        subscription: None,
    }
}
