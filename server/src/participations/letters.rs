//! What is said to somebody who takes part, by mail: which letter, with which facts.

use super::{
    CONFIRMS_WITHIN,
    participation::{Participation, State, Told},
    stay::Stay,
    store, ticket,
};
use crate::{
    App, Result,
    app::Tx,
    associations,
    events::{self, Attendance, Event, ical, organizers::Organizers},
    i18n::Lang,
    mail::{
        self, Address, Calendar, Change, Changed, Letter, Mailbox, Message, Subscription, Ticket,
    },
};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use url::Url;

/// What there is to say.
#[derive(Clone, Debug, PartialEq)]
pub enum News<'a> {
    /// The address has to be confirmed before anything counts.
    PleaseConfirm,
    /// How they stand now, whatever that is.
    Standing,
    /// They said no themselves, and stood like this before.
    Left(State),
    /// The organizers took them out, who stood like this before.
    TakenOut(State),
    /// They came by another account too, and are one with who they are there: this one is not kept.
    Merged,
    /// They did not take the place that was kept for them.
    Lapsed,
    /// The organizers said no, and why, to somebody who stood like this before.
    Declined(State, &'a str),
    Reminder,
    /// What they knew of the event is no longer so.
    Changed(&'a Told),
    /// The event does not take place, or is gone.
    CalledOff,
}

/// Write to somebody who gave an address; others hear otherwise. Returns whether there is one. Who was
/// imported in silence hears by mail only what somebody here says of their own accord.
pub async fn write(
    app: &App,
    tx: &Tx,
    event: &Event,
    participation: &Participation,
    news: News<'_>,
) -> Result<bool> {
    if participation.quiet && !matches!(news, News::Declined(..)) {
        return Ok(false);
    }
    let Some(to) = address_of(participation) else {
        return Ok(false);
    };
    if let Some(message) = compose(app, tx, event, participation, &to, news).await? {
        send(app, tx, participation, &message).await?;
    }
    Ok(true)
}

/// Write to somebody of whose event nothing is left but what they were told. Returns whether they gave an
/// address.
pub async fn write_of_the_gone(app: &App, tx: &Tx, participation: &Participation) -> Result<bool> {
    let to = address_of(participation).filter(|_| !participation.quiet);
    let Some(to) = to else {
        return Ok(false);
    };
    let lang = Lang::of(&participation.language);
    let told = &participation.told;
    let zone: Tz = told.zone.parse().unwrap_or(Tz::UTC);
    let starts = told.starts_at.with_timezone(&zone);
    let when = lang.span(
        starts,
        told.ends_at.with_timezone(&zone),
        app.config.instance.zone,
    );
    let link = app.links.address(app.config.origin(), participation);
    let url = told
        .url
        .parse()
        .unwrap_or_else(|_| app.config.origin().clone());
    let letter = Letter {
        lang,
        to: &to,
        who: &participation.name,
        reply_to: None,
        event: mail::Told {
            title: &told.title,
            day: &lang.date(starts.date_naive()),
            when: &when,
            place: "",
            days: &days(lang, participation),
            url: &url,
        },
        manage: &link,
        erase: &erasure(&link),
    };
    let cancellation = withdrawal(app, tx, participation, &to).await?;
    let message = letter.cancelled_by_host("", cancellation);
    send(app, tx, participation, &message).await?;
    Ok(true)
}

pub fn address_of(participation: &Participation) -> Option<Address> {
    participation.email.as_deref()?.parse().ok()
}

/// Where somebody has everything erased.
fn erasure(link: &Url) -> Url {
    let mut erasure = link.clone();
    erasure.set_path(&format!("{}/erasure", link.path()));
    erasure
}

/// What organizers write, for a reader of a language: the subject, and the text.
pub type Said<'a> = &'a (dyn Fn(Lang) -> (String, String) + Sync);

/// What the organizers write of their own accord. Returns whether there is an address to write to.
pub async fn write_from_organizers(
    app: &App,
    tx: &Tx,
    event: &Event,
    participation: &Participation,
    said: Said<'_>,
) -> Result<bool> {
    let Some(to) = address_of(participation) else {
        return Ok(false);
    };
    let message = from_organizers(app, tx, event, participation, (&to, said)).await?;
    send(app, tx, participation, &message).await?;
    Ok(true)
}

/// The same to one of many, who can say that they want no more of it and still come.
pub async fn write_to_many(
    app: &App,
    tx: &Tx,
    event: &Event,
    participation: &Participation,
    said: Said<'_>,
) -> Result<bool> {
    let Some(to) = address_of(participation).filter(|_| participation.news) else {
        return Ok(false);
    };
    let message = from_organizers(app, tx, event, participation, (&to, said)).await?;
    let mut unsubscribe = app.links.address(app.config.origin(), participation);
    unsubscribe.set_path(&format!("{}/news", unsubscribe.path()));
    let message = Message {
        subscription: Some(Subscription {
            list: event.id.to_string().to_lowercase(),
            unsubscribe,
        }),
        ..message
    };
    send(app, tx, participation, &message).await?;
    Ok(true)
}

async fn from_organizers(
    app: &App,
    tx: &Tx,
    event: &Event,
    participation: &Participation,
    (to, said): (&Address, Said<'_>),
) -> Result<Message> {
    let facts = Facts::of(app, tx, event, participation).await?;
    let (subject, text) = said(facts.lang);
    Ok(facts.letter(to).from_organizers(&subject, &text))
}

/// So that whoever calls up those who were not reached knows who they are.
async fn send(app: &App, tx: &Tx, participation: &Participation, message: &Message) -> Result<()> {
    let about = participation.id.to_string();
    mail::send_about(app, tx, message, Some(about)).await
}

async fn compose(
    app: &App,
    tx: &Tx,
    event: &Event,
    participation: &Participation,
    to: &Address,
    news: News<'_>,
) -> Result<Option<Message>> {
    let mut facts = Facts::of(app, tx, event, participation).await?;
    // A stranger typed the name: we carry it to no address of which nobody has said that it is theirs.
    if matches!(
        news,
        News::Declined(State::Unconfirmed, _) | News::TakenOut(State::Unconfirmed)
    ) {
        facts.who.clear();
    }
    // The entry in the calendar is that of the event, and somebody else of this mailbox still goes there.
    let is_kept = match news {
        News::Left(_) | News::TakenOut(_) | News::Declined(..) => {
            store::shares_mailbox(tx, participation).await?
        }
        _ => false,
    };
    let letter = facts.letter(to);
    let reason = event.reason.as_deref().unwrap_or_default();
    let said = |at: DateTime<Utc>| facts.lang.moment(at.with_timezone(&event.tz()), facts.home);
    // Only who was let in has something in the calendar.
    let calendar = |state: State, method| match state.is_let_in() && !is_kept {
        true => facts.calendar(app, event, participation, to, method),
        false => None,
    };
    Ok(Some(match news {
        News::PleaseConfirm => {
            let until = said(app.clock.now() + CONFIRMS_WITHIN);
            letter.please_confirm(&facts.link, &until)
        }
        News::Standing => match participation.state {
            State::Accepted => {
                let door = ticket::door(app.config.origin(), event, &participation.code);
                let ticket = ticket::png(door.as_str()).map(|png| Ticket {
                    png,
                    code: participation.code.clone(),
                });
                letter.registered(
                    &facts.attendance,
                    calendar(State::Accepted, "REQUEST"),
                    ticket,
                )
            }
            State::Requested => letter.pending(),
            State::Waiting => letter.waiting(store::place_in_line(tx, event, participation).await?),
            State::Offered => {
                let until = participation.offered_until.unwrap_or(event.starts_at);
                letter.offered(&facts.link, &said(until))
            }
            State::Declined => letter.declined(&facts.lang.text("participation-full"), None),
            State::Unconfirmed | State::Tentative | State::Cancelled => return Ok(None),
        },
        News::Left(before) => letter.cancelled_by_you(calendar(before, "CANCEL")),
        News::TakenOut(before) => letter.taken_out(calendar(before, "CANCEL")),
        News::Lapsed => letter.lapsed(),
        // Who they are made one with is written to.
        News::Merged => return Ok(None),
        News::Declined(before, reason) => letter.declined(reason, calendar(before, "CANCEL")),
        News::Reminder => letter.reminder(&facts.attendance),
        News::CalledOff => {
            letter.cancelled_by_host(reason, calendar(participation.state, "CANCEL"))
        }
        News::Changed(told) => {
            let zone: Tz = told.zone.parse().unwrap_or(Tz::UTC);
            let old = facts.lang.span(
                told.starts_at.with_timezone(&zone),
                told.ends_at.with_timezone(&zone),
                facts.home,
            );
            let (elsewhere, before) = (
                facts.lang.text("participation-venue-new"),
                facts.lang.text("participation-venue-old"),
            );
            let mut changes = Vec::new();
            if told.title != facts.title {
                changes.push(change(Changed::Title, &facts.title, &told.title));
            }
            if old != facts.when {
                changes.push(change(Changed::When, &facts.when, &old));
            }
            if told.place != facts.place {
                changes.push(change(Changed::Place, &facts.place, &told.place));
            }
            // What else there is to tell stands on their own page and nowhere else.
            if changes.is_empty() {
                changes.push(change(Changed::Place, &elsewhere, &before));
            }
            let standing = facts.lang.text(participation.state.key());
            let standing = (!participation.is_let_in()).then_some(standing.as_str());
            let invitation = calendar(participation.state, "REQUEST");
            letter.changed(&changes, reason, standing, invitation)
        }
    }))
}

fn change<'a>(what: Changed, new: &'a str, old: &'a str) -> Change<'a> {
    Change { what, new, old }
}

/// What every letter about an event says, in the reader's words.
struct Facts {
    lang: Lang,
    home: Tz,
    /// Their name, which tells people of one mailbox apart. May be empty.
    who: String,
    title: String,
    day: String,
    when: String,
    place: String,
    days: String,
    /// From when to when they are there.
    stay: Stay,
    attendance: String,
    url: Url,
    link: Url,
    erase: Url,
    reply_to: Option<Mailbox>,
    organizers: Organizers,
}

impl Facts {
    async fn of(app: &App, tx: &Tx, event: &Event, participation: &Participation) -> Result<Self> {
        let lang = Lang::of(&participation.language);
        let home = app.config.instance.zone;
        let link = app.links.address(app.config.origin(), participation);
        let association = associations::find_by_actor(tx, &event.organizer).await?;
        let reply_to = association.and_then(|association| {
            Some(Mailbox {
                address: association.email.parse().ok()?,
                name: association.name,
            })
        });
        Ok(Self {
            lang,
            home,
            who: match participation.state {
                State::Unconfirmed => String::new(),
                _ => participation.name.clone(),
            },
            title: event.title(&participation.language),
            day: lang.date(event.starts().date_naive()),
            when: when(lang, event, home),
            place: events::activitypub::whereabouts(event, lang),
            days: days(lang, participation),
            stay: Stay::of(tx, event, &participation.days).await?,
            attendance: lang.text(match participation.way(event) {
                Attendance::Online => "event-attendance-online",
                _ => "event-attendance-in-person",
            }),
            url: event.url.clone().into(),
            erase: erasure(&link),
            link,
            reply_to,
            organizers: Organizers::find(tx, std::slice::from_ref(event)).await?,
        })
    }

    fn letter<'a>(&'a self, to: &'a Address) -> Letter<'a> {
        Letter {
            lang: self.lang,
            to,
            who: &self.who,
            reply_to: self.reply_to.as_ref(),
            event: mail::Told {
                title: &self.title,
                day: &self.day,
                when: &self.when,
                place: &self.place,
                days: &self.days,
                url: &self.url,
            },
            manage: &self.link,
            erase: &self.erase,
        }
    }

    fn calendar(
        &self,
        app: &App,
        event: &Event,
        participation: &Participation,
        to: &Address,
        method: &'static str,
    ) -> Option<Calendar> {
        let setting = setting(app, self.lang);
        let invitation = ical::Invitation {
            method,
            attendee: &to.whole(),
            sequence: event.sequence + participation.turns,
        };
        let item = ical::Item {
            starts_at: self.stay.starts_at,
            ends_at: Some(self.stay.ends_at),
            ..ical::item(event, &self.organizers, &setting)
        };
        Calendar::read(ical::invitation(&setting, &item, &invitation)).ok()
    }
}

fn setting(app: &App, lang: Lang) -> ical::Setting<'_> {
    ical::Setting {
        name: &app.config.instance.name,
        host: federation::host_of(app.config.origin()),
        mailbox: app.config.mail.sends_as(),
        lang,
        home: app.config.instance.zone,
        now: app.clock.now(),
    }
}

/// What takes an event out of a calendar when nothing is left of it but what somebody was told.
async fn withdrawal(
    app: &App,
    tx: &Tx,
    participation: &Participation,
    to: &Address,
) -> Result<Option<Calendar>> {
    if !participation.is_let_in() {
        return Ok(None);
    }
    let told = &participation.told;
    let organizer = match told.organizer.parse::<Url>() {
        Ok(organizer) => associations::find_by_actor(tx, &organizer).await?,
        Err(_) => None,
    };
    let setting = setting(app, Lang::of(&participation.language));
    let item = ical::Item {
        uid: ical::uid(&participation.event, &setting),
        updated_at: setting.now,
        sequence: 0,
        starts_at: told.starts_at,
        ends_at: Some(told.ends_at),
        zone: told.zone.parse().unwrap_or(Tz::UTC),
        summary: told.title.clone(),
        description: String::new(),
        location: told.place.clone(),
        point: None,
        url: told.url.clone(),
        organizer: organizer.and_then(|organizer| {
            let mailbox = Some(organizer.email).filter(|email| !email.is_empty());
            let mailbox = mailbox.or_else(|| setting.mailbox.clone())?;
            Some((organizer.name, format!("mailto:{mailbox}")))
        }),
        status: "CANCELLED",
        comment: String::new(),
        categories: Vec::new(),
    };
    let invitation = ical::Invitation {
        method: "CANCEL",
        attendee: &to.whole(),
        // The event's own would have risen by one.
        sequence: participation.told_sequence + participation.turns + 1,
    };
    Ok(Calendar::read(ical::invitation(&setting, &item, &invitation)).ok())
}

/// The days they come on; empty where it is every day.
pub fn days(lang: Lang, participation: &Participation) -> String {
    let days = participation.days.0.iter().map(|day| lang.date(*day));
    days.collect::<Vec<_>>().join(", ")
}

/// When, as far as there is a date.
pub fn when(lang: Lang, event: &Event, home: Tz) -> String {
    match event.state {
        events::State::Postponed => lang.text("event-page-date-open"),
        _ => lang.span(event.starts(), event.ends(), home),
    }
}
