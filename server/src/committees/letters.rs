//! What is written to those on a committee: their link, what they are asked, that somebody stood in for
//! them, and that their term ends.

use super::{Committee, Holder, Minutes, Motion, Part, SeatVote, link, store, today};
use crate::{
    App, Error, Result,
    accounts::{self, Role},
    app::Tx,
    associations,
    i18n::{Lang, Value},
    mail::{self, Address, Mailbox, Message, Paragraph},
};
use chrono::{DateTime, NaiveDate, Utc};
use url::Url;

/// The message keys of a letter: its subject, its text and its link.
type Keys = (&'static str, &'static str, &'static str);

/// What a letter says, and what its link is called.
struct Words {
    subject: String,
    text: String,
    action: String,
}

fn said(lang: Lang, (subject, text, action): Keys, values: &[(&str, &dyn Value)]) -> Words {
    Words {
        subject: lang.text_with(subject, values),
        text: lang.text_with(text, values),
        action: lang.text(action),
    }
}

/// Their way in, and for how long it is good.
pub async fn invite(app: &App, tx: &Tx, committee: &Committee, holder: &Holder) -> Result<()> {
    let lang = Lang::of(&holder.language);
    let (from, until) = (lang.date(holder.starts_on), lang.date(holder.ends_on));
    let part = lang.text(holder.part.key());
    let keys = (
        "committee-mail-link-subject",
        "committee-mail-link",
        "committee-mail-link-action",
    );
    let words = said(
        lang,
        keys,
        &[
            ("name", &committee.name),
            ("part", &part),
            ("from", &from),
            ("until", &until),
        ],
    );
    write(app, tx, committee, holder, words).await
}

/// What the subject of a letter names, which others may see: the title of what everybody may read, else the
/// committee.
fn about<'a>(committee: &'a Committee, title: &'a str, is_public: bool) -> &'a str {
    match is_public {
        true => title,
        false => &committee.name,
    }
}

/// To everybody in office.
pub async fn tell_motion(app: &App, tx: &Tx, committee: &Committee, motion: &Motion) -> Result<()> {
    let zone = app.config.instance.zone;
    for holder in in_office(app, tx, committee).await? {
        let lang = Lang::of(&holder.language);
        let ending = |at: DateTime<Utc>| lang.until(at.with_timezone(&zone), zone);
        let until = ending(motion.ends_at);
        let from = motion.deputies_from.map(ending);
        let keys = (
            "committee-mail-motion-subject",
            match holder.part {
                Part::Member => "committee-mail-motion",
                Part::Deputy if from.is_some() => "committee-mail-motion-deputy",
                Part::Deputy => "committee-mail-motion-deputy-absence",
                Part::Adviser => "committee-mail-motion-adviser",
            },
            "committee-mail-motion-action",
        );
        let about = about(committee, &motion.title, motion.is_public);
        let words = said(
            lang,
            keys,
            &[
                ("name", &committee.name),
                ("about", &about),
                ("title", &motion.title),
                ("until", &until),
                ("from", &from.unwrap_or_default()),
            ],
        );
        write(app, tx, committee, &holder, words).await?;
    }
    Ok(())
}

/// To who has a seat.
pub async fn tell_minutes(
    app: &App,
    tx: &Tx,
    committee: &Committee,
    minutes: &Minutes,
) -> Result<()> {
    let everybody = in_office(app, tx, committee).await?.into_iter();
    for holder in everybody.filter(|holder| holder.seat.is_some()) {
        let lang = Lang::of(&holder.language);
        let keys = (
            "committee-mail-minutes-subject",
            match holder.part {
                Part::Deputy => "committee-mail-minutes-deputy",
                Part::Member | Part::Adviser => "committee-mail-minutes",
            },
            "committee-mail-minutes-action",
        );
        let words = said(
            lang,
            keys,
            &[("name", &committee.name), ("title", &minutes.title)],
        );
        write(app, tx, committee, &holder, words).await?;
    }
    Ok(())
}

/// That their deputy voted, and that they may still say something else.
pub async fn tell_member(app: &App, tx: &Tx, motion: &Motion, vote: &SeatVote) -> Result<()> {
    let committee = store::find(tx, &motion.committee).await?;
    let committee = committee.ok_or(Error::NotFound)?;
    let zone = app.config.instance.zone;
    for member in store::holders_of_seat(tx, &vote.seat, Part::Member).await? {
        if !member.is_in_office(today(app)) {
            continue;
        }
        let lang = Lang::of(&member.language);
        let until = lang.until(motion.ends_at.with_timezone(&zone), zone);
        let about = about(&committee, &motion.title, motion.is_public);
        let (voice, why) = (lang.text(vote.voice.key()), lang.text(vote.standing.key()));
        let keys = (
            "committee-mail-stood-in-subject",
            "committee-mail-stood-in",
            "committee-mail-motion-action",
        );
        let words = said(
            lang,
            keys,
            &[
                ("name", &committee.name),
                ("about", &about),
                ("title", &motion.title),
                ("voice", &voice),
                ("why", &why),
                ("until", &until),
            ],
        );
        write(app, tx, &committee, &member, words).await?;
    }
    Ok(())
}

/// To who is in office.
pub async fn remind(app: &App, tx: &Tx, committee: &Committee, holder: &Holder) -> Result<()> {
    let lang = Lang::of(&holder.language);
    let until = lang.date(holder.ends_on);
    let keys = (
        "committee-mail-ending-subject",
        "committee-mail-ending",
        "committee-mail-link-action",
    );
    let words = said(lang, keys, &[("name", &committee.name), ("until", &until)]);
    write(app, tx, committee, holder, words).await
}

/// To those who coordinate: an association of another server declined a seat, or gave it back.
pub async fn tell_stepped_back(
    app: &App,
    tx: &Tx,
    committee: &Committee,
    holder: &Holder,
) -> Result<()> {
    let lang = app.config.instance.language;
    let part = lang.text(holder.part.key());
    let keys = (
        "committee-mail-stepped-back-subject",
        "committee-mail-stepped-back",
        "committee-mail-ending-desk-action",
    );
    tell_desk(app, tx, committee, || {
        said(
            lang,
            keys,
            &[
                ("name", &committee.name),
                ("who", &holder.name),
                ("part", &part),
                ("reason", &holder.reason),
            ],
        )
    })
    .await
}

/// To each of those who coordinate.
async fn tell_desk(
    app: &App,
    tx: &Tx,
    committee: &Committee,
    words: impl Fn() -> Words,
) -> Result<()> {
    let lang = app.config.instance.language;
    let mut desk = app.config.origin().clone();
    desk.set_path(&committee.desk());
    for account in accounts::accounts(tx).await? {
        let may_act = matches!(account.role, Role::Coordinator | Role::Owner);
        let Some(to) = account.email.parse().ok().filter(|_| may_act) else {
            continue;
        };
        let letter = letter((lang, to, None), words(), desk.clone());
        mail::send(app, tx, &letter).await?;
    }
    Ok(())
}

/// To those who coordinate, of all whose term ends on one day.
pub async fn remind_desk(
    app: &App,
    tx: &Tx,
    committee: &Committee,
    (day, holders): (NaiveDate, &[Holder]),
) -> Result<()> {
    let lang = app.config.instance.language;
    let until = lang.date(day);
    let who = holders.iter().map(|holder| {
        let part = lang.text(holder.part.key());
        format!("{} ({part})", holder.name)
    });
    let who = who.collect::<Vec<_>>().join("; ");
    let keys = (
        "committee-mail-ending-desk-subject",
        "committee-mail-ending-desk",
        "committee-mail-ending-desk-action",
    );
    tell_desk(app, tx, committee, || {
        said(
            lang,
            keys,
            &[
                ("name", &committee.name),
                ("until", &until),
                ("count", &holders.len()),
                ("who", &who),
            ],
        )
    })
    .await
}

async fn in_office(app: &App, tx: &Tx, committee: &Committee) -> Result<Vec<Holder>> {
    let mut holders = store::holders(tx, &committee.id).await?;
    holders.retain(|holder| holder.is_in_office(today(app)));
    Ok(holders)
}

/// To somebody who left an address, with their own link.
async fn write(
    app: &App,
    tx: &Tx,
    committee: &Committee,
    holder: &Holder,
    words: Words,
) -> Result<()> {
    let Some(to) = holder.email.as_deref().and_then(|email| email.parse().ok()) else {
        return Ok(());
    };
    let association = associations::find_by_actor(tx, &committee.organizer).await?;
    let reply_to = association.and_then(|association| {
        Some(Mailbox {
            address: association.email.parse().ok()?,
            name: association.name,
        })
    });
    let envelope = (Lang::of(&holder.language), to, reply_to);
    let letter = letter(envelope, words, link::address(app, holder));
    mail::send(app, tx, &letter).await
}

fn letter(
    (lang, to, reply_to): (Lang, Address, Option<Mailbox>),
    words: Words,
    way: Url,
) -> Message {
    Message {
        lang,
        to,
        reply_to,
        subject: words.subject,
        paragraphs: vec![
            Paragraph::Text(words.text),
            Paragraph::Action(words.action, way),
        ],
        calendar: None,
        ticket: None,
        erase: None,
        subscription: None,
    }
}
