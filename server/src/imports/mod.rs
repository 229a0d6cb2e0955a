//! What other programs know about events, taken over as drafts of ours: a calendar file, a page, a
//! schedule, an object of another server. What was taken is remembered, so that a second reading offers
//! what changed at the source, and overwrites nothing that was changed here unless somebody says so.

pub mod activitypub;
pub mod api;
pub mod desk;
mod encoding;
pub mod found;
mod html;
mod ics;
mod import;
mod pretalx;
pub mod pretix;
mod reader;
mod recurrence;
pub mod registrations;
mod room;
mod schema_org;
mod sketch;
mod store;
mod the_events_calendar;
mod web_page;
mod when;

pub use self::{
    found::{At, Doubt, Format, Found, Reading, Reason, Unreadable},
    import::{AGENDA, CANCELLED, Change, Import},
    reader::{BYTES_AT_MOST, EVENTS_AT_MOST, Setting, TEXT_BYTES_AT_MOST, read},
    store::addresses,
};

use self::{
    import::{Memory, fields, is_twin, merged},
    reader::line,
};
use crate::{
    App, Error, Refusal, Refusals, Result,
    accounts::Account,
    agenda::{self, session::Days},
    app::Tx,
    audit,
    events::{self, Draft, Event, draft::Details},
    ids::EventId,
    participations,
};
use chrono::{DateTime, Utc};
use federation::{Iri, actors::Actor, blocks, fetch::Failure, vocabulary::read::kind};
use sea_orm::ConnectionTrait;
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};
use url::Url;

/// Pages of one list that are read.
const PAGES_AT_MOST: usize = 50;
/// What is liked best of an address that is no object of another server.
const ACCEPT: &str = "text/calendar, text/html;q=0.9, application/xhtml+xml;q=0.9, \
    application/ld+json;q=0.8, application/json;q=0.8, */*;q=0.1";

/// Something to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    pub bytes: Vec<u8>,
    /// Empty where nobody said it: how it begins tells.
    pub media_type: String,
    /// Where it is from, if it was read at an address.
    pub address: Option<Url>,
}

impl Source {
    /// A file or a text, of which nothing else is known.
    pub fn file(bytes: Vec<u8>) -> Self {
        Self {
            bytes,
            media_type: String::new(),
            address: None,
        }
    }

    /// What it says, to somebody of this instance at this time.
    pub fn read(&self, app: &App, now: DateTime<Utc>) -> Reading {
        let setting = Setting {
            home: app.config.instance.zone,
            language: app.config.instance.language.bcp47().to_owned(),
            now,
        };
        read(
            &self.bytes,
            &self.media_type,
            self.address.as_ref(),
            &setting,
        )
    }
}

/// Read an address: an Event of another server, else whatever page, calendar or list is there. Waits for
/// that server, so never call it inside of a transaction.
pub async fn fetch(app: &App, address: &str) -> Result<Source> {
    let refuse = |message| Error::from(Refusal::new(message).on("address"));
    let typed = address.trim();
    let typed = match typed.split_once("://") {
        // The name calendar programs give to the address of a calendar.
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("webcal") => format!("https://{rest}"),
        Some(_) => typed.to_owned(),
        None => format!("https://{typed}"),
    };
    let address: Url = typed
        .parse()
        .map_err(|_| refuse("import-address-unreadable"))?;
    if !matches!(address.scheme(), "http" | "https") {
        return Err(refuse("import-address-forbidden"));
    }
    if app.federation.is_ours(&address) {
        return Err(refuse("import-is-ours"));
    }
    if blocks::covers(&app.db, &address).await? {
        return Err(refuse("import-address-blocked"));
    }
    let said = |failure| refuse(why(failure));
    let fetcher = app.federation.fetcher();
    match fetcher.object(&address).await {
        Ok(json) if kind(&json) == Some("Event") => {
            return Ok(Source {
                bytes: serde_json::to_vec(&json)?,
                media_type: "application/activity+json".to_owned(),
                address: Some(address),
            });
        }
        // It is no object, or one that is no event; it may be a page about one all the same.
        Ok(_)
        | Err(Failure::NotActivityJson | Failure::WrongId | Failure::Gone | Failure::Answered(_)) =>
            {}
        Err(failure) => return Err(said(failure)),
    }
    let document = fetcher.document(&address, ACCEPT).await.map_err(said)?;
    Ok(Source {
        bytes: with_next_pages(app, document.body, &document.found_at).await,
        media_type: document.media_type,
        // What links are relative to; and where it is found the next time.
        address: Some(document.found_at),
    })
}

/// A list of The Events Calendar goes on on other pages, ten events each. What of them is too much, or cannot
/// be read, is named as the next page.
async fn with_next_pages(app: &App, bytes: Vec<u8>, address: &Url) -> Vec<u8> {
    let Ok(mut list) = serde_json::from_slice::<Value>(&bytes) else {
        return bytes;
    };
    let mut whole = bytes;
    for _ in 1..PAGES_AT_MOST {
        let Some(next) = the_events_calendar::next(&list, address) else {
            break;
        };
        let Ok(page) = app.federation.fetcher().document(&next, ACCEPT).await else {
            break;
        };
        let Ok(page) = serde_json::from_slice(&page.body) else {
            break;
        };
        list = the_events_calendar::joined(list, page);
        match serde_json::to_vec(&list) {
            Ok(bytes) if bytes.len() <= BYTES_AT_MOST => whole = bytes,
            _ => break,
        }
    }
    whole
}

/// The message that says why an address could not be read.
fn why(failure: Failure) -> &'static str {
    match failure {
        Failure::ForbiddenAddress => "import-address-forbidden",
        Failure::Unresolvable => "import-address-unresolvable",
        Failure::Unreachable => "import-address-unreachable",
        Failure::TimedOut => "import-address-timed-out",
        Failure::TooLarge => "import-reason-too-large",
        Failure::TooManyRedirects => "import-address-redirects",
        Failure::Gone => "import-address-gone",
        Failure::Answered(401 | 403) => "import-address-closed",
        Failure::Answered(404) => "import-address-missing",
        Failure::NotActivityJson | Failure::WrongId | Failure::Answered(_) => {
            "import-address-refused"
        }
    }
}

/// Everything that was found, and how each stands to what is here.
#[derive(Debug)]
pub struct Preview {
    pub format: Format,
    pub items: Vec<Item>,
    pub unreadable: Vec<Unreadable>,
}

#[derive(Debug)]
pub struct Item {
    pub found: Found,
    pub standing: Standing,
}

#[derive(Debug)]
pub enum Standing {
    New,
    /// It was taken before, and the source says this differently now.
    Changed(Box<Event>, Vec<Change>),
    /// It was taken before as it is, or somebody typed it, or took it from another source.
    Same(Box<Event>),
    /// A rule speaks against it.
    Refused(Refusals),
}

impl Item {
    /// Whether to take it unless somebody says otherwise: nothing that is over, called off or not
    /// public, nothing others see already, and nothing that was changed here.
    pub fn is_recommended(&self, home: chrono_tz::Tz, now: DateTime<Utc>) -> bool {
        // Not what is only missing: somebody has to look at what may be wrong, or is not to be shown.
        let speaks_against = |doubt: &Doubt| {
            matches!(
                doubt,
                Doubt::Cancelled
                    | Doubt::Private
                    | Doubt::Postponed
                    | Doubt::Tentative
                    | Doubt::EndBeforeStart(_)
                    | Doubt::EndUnreadable(_)
                    | Doubt::ZoneUnknown(_)
                    | Doubt::TimeMoved(_)
                    | Doubt::RoomCut(_)
                    | Doubt::InCalendar(_)
            )
        };
        match &self.standing {
            Standing::New => {
                let ends_at = self.found.draft.check(home, now).map(|it| it.ends_at);
                ends_at.is_ok_and(|ends_at| ends_at > now)
                    && !self.found.doubts.iter().any(speaks_against)
            }
            Standing::Changed(event, changes) => {
                event.state == events::State::Draft && changes.iter().any(|it| !it.contested)
            }
            Standing::Same(_) | Standing::Refused(_) => false,
        }
    }

    pub fn can_be_taken(&self) -> bool {
        matches!(self.standing, Standing::New | Standing::Changed(..))
    }

    /// The name of how it stands in the API and on the command line.
    pub fn word(&self) -> &'static str {
        match self.standing {
            Standing::New => "new",
            Standing::Changed(..) => "changed",
            Standing::Same(_) => "same",
            Standing::Refused(_) => "refused",
        }
    }
}

/// How a reading stands to what was taken for this association before. Changes nothing.
pub async fn preview(
    app: &App,
    db: &impl ConnectionTrait,
    organizer: &Iri,
    reading: Reading,
) -> Result<Preview> {
    let keys = reading.events.iter().map(|found| found.key.clone());
    let known = store::known(db, organizer, keys.collect()).await?;
    let mut known: HashMap<String, Import> = known
        .into_iter()
        .map(|import| (import.key.clone(), import))
        .collect();
    let mut items = Vec::with_capacity(reading.events.len());
    for mut found in reading.events {
        let standing = match known.remove(&found.key) {
            Some(import) => stand_again(app, db, &import, &found).await?,
            None => match stand(app, &mut found) {
                Standing::New => match twin(app, db, organizer, &found).await? {
                    Some(event) => Standing::Same(Box::new(event)),
                    None => {
                        doubt_if_told(app, db, &mut found).await?;
                        Standing::New
                    }
                },
                other => other,
            },
        };
        items.push(Item { found, standing });
    }
    Ok(Preview {
        format: reading.format,
        items,
        unreadable: reading.unreadable,
    })
}

/// What is here already of this organizer, and was not taken from this source.
async fn twin(
    app: &App,
    db: &impl ConnectionTrait,
    organizer: &Iri,
    found: &Found,
) -> Result<Option<Event>> {
    let details = found.draft.check(app.config.instance.zone, app.clock.now());
    let Ok(details) = details else {
        return Ok(None);
    };
    let beside = events::own_starting(db, organizer, details.starts_at).await?;
    Ok(beside.into_iter().find(|event| is_twin(event, &details)))
}

/// What stands in the calendar as another server's would stand there twice, and go out as ours.
async fn doubt_if_told(app: &App, db: &impl ConnectionTrait, found: &mut Found) -> Result<()> {
    let details = found.draft.check(app.config.instance.zone, app.clock.now());
    let Ok(details) = details else {
        return Ok(());
    };
    let page = (found.url.as_ref(), details.starts_at);
    if let Some(event) = events::find_told(db, &found.key, page).await? {
        found.doubts.push(Doubt::InCalendar(event.url.to_string()));
    }
    Ok(())
}

fn stand(app: &App, found: &mut Found) -> Standing {
    if found
        .url
        .as_ref()
        .is_some_and(|url| app.federation.is_ours(url))
    {
        return Standing::Refused(Refusals(vec![Refusal::new("import-is-ours")]));
    }
    match found.draft.check(app.config.instance.zone, app.clock.now()) {
        Ok(details) => {
            let days = days(&details);
            let no_session = |it: &&agenda::Draft| it.check("", &days).is_err();
            let left = found.agenda.iter().filter(no_session);
            let left: Vec<&str> = left.map(|it| it.title.as_str()).collect();
            if !left.is_empty() {
                found.doubts.push(Doubt::SessionsLeft(left.join(", ")));
            }
            Standing::New
        }
        Err(refusals) => Standing::Refused(refusals),
    }
}

fn days(details: &Details) -> Days {
    let local = |at: DateTime<Utc>| at.with_timezone(&details.zone);
    Days::of(local(details.starts_at), local(details.ends_at))
}

async fn stand_again(
    app: &App,
    db: &impl ConnectionTrait,
    import: &Import,
    found: &Found,
) -> Result<Standing> {
    let event = events::find_own(db, &import.event).await?;
    let memory = memory(app, import)?;
    let here = events::draft_of(app, db, &event).await?;
    let changes = changes(db, &memory, &event, &here, found).await?;
    if changes.is_empty() {
        return Ok(Standing::Same(Box::new(event)));
    }
    if event.is_cancelled() {
        let refusals = Refusals(vec![Refusal::new("event-is-cancelled")]);
        return Ok(Standing::Refused(refusals));
    }
    let all = changes.iter().map(|change| change.field.as_str()).collect();
    let merged = merged(&here, &changes, &all)?;
    Ok(
        match merged.check(app.config.instance.zone, app.clock.now()) {
            Ok(_) => Standing::Changed(Box::new(event), changes),
            Err(refusals) => Standing::Refused(refusals),
        },
    )
}

fn memory(app: &App, import: &Import) -> Result<Memory> {
    Ok(serde_json::from_slice(
        &app.federation.open(&import.sealed)?,
    )?)
}

async fn changes(
    db: &impl ConnectionTrait,
    memory: &Memory,
    event: &Event,
    here: &Draft,
    found: &Found,
) -> Result<Vec<Change>> {
    let mut changes = memory.changes(&fields(&found.draft), &fields(here));
    if serde_json::to_value(&found.agenda)? != memory.agenda {
        let planned = agenda::planned(db, event).await?.len();
        changes.push(Change {
            field: AGENDA.to_owned(),
            here: planned.to_string(),
            there: found.agenda.len().to_string(),
            contested: agenda_seen(db, &event.id).await? != memory.agenda_seen,
        });
    }
    // A draft that is called off is nobody's news: the preview says so, and it is left alone or erased.
    if found.doubts.contains(&Doubt::Cancelled) && event.state.is_public() && !event.is_cancelled()
    {
        changes.push(Change {
            field: CANCELLED.to_owned(),
            here: String::new(),
            there: CANCELLED.to_owned(),
            contested: false,
        });
    }
    Ok(changes)
}

/// Which state the agenda of an event is in; empty where it has none.
async fn agenda_seen(db: &impl ConnectionTrait, event: &EventId) -> Result<String> {
    let latest = agenda::latest(db, event).await?;
    Ok(latest.map(|latest| latest.seen()).unwrap_or_default())
}

/// What somebody wants of what was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    pub key: String,
    /// Contested fields in which the source is right.
    pub overwrite: Vec<String>,
}

/// Who takes something over: an account, or nobody on the command line.
#[derive(Clone, Copy, Debug)]
pub struct Taker<'a> {
    pub account: Option<&'a Account>,
    /// Whether they may change what others see already.
    pub may_publish: bool,
}

/// What became of one event.
#[derive(Debug)]
pub struct Taken {
    pub key: String,
    pub event: Event,
    pub is_new: bool,
}

/// What was chosen, one transaction each: what is refused keeps nothing else from being taken, and
/// reading it once more offers it again.
pub async fn take_all(
    app: &App,
    taker: Taker<'_>,
    organizer: &Actor,
    (source, reading): (&Source, &Reading),
    choices: &[Choice],
) -> Result<(Vec<Taken>, Vec<(String, Refusals)>)> {
    let found: HashMap<&str, &Found> = reading
        .events
        .iter()
        .map(|found| (found.key.as_str(), found))
        .collect();
    let (mut taken, mut refused) = (Vec::new(), Vec::new());
    for choice in choices {
        // A page that changed since it was looked at has no such event any more.
        let Some(found) = found.get(choice.key.as_str()) else {
            let refusals = Refusals(vec![Refusal::new("import-gone")]);
            refused.push((choice.key.clone(), refusals));
            continue;
        };
        let tx = app.begin().await?;
        let origin = Origin {
            format: reading.format,
            address: source.address.as_ref(),
        };
        match take(app, &tx, taker, organizer, origin, found, &choice.overwrite).await {
            Ok(one) => {
                tx.commit().await?;
                taken.push(one);
            }
            Err(Error::Refused(refusals)) => {
                tx.rollback().await?;
                refused.push((choice.key.clone(), refusals));
            }
            Err(error) => return Err(error),
        }
    }
    Ok((taken, refused))
}

/// Where something was found.
#[derive(Clone, Copy, Debug)]
struct Origin<'a> {
    format: Format,
    address: Option<&'a Url>,
}

async fn take(
    app: &App,
    tx: &Tx,
    taker: Taker<'_>,
    organizer: &Actor,
    origin: Origin<'_>,
    found: &Found,
    overwrite: &[String],
) -> Result<Taken> {
    let known = store::find_for_change(tx, &organizer.id, &found.key).await?;
    let (event, is_new) = match known {
        Some(import) => {
            let event = take_again(app, tx, taker, import, origin, found, overwrite).await?;
            (event, false)
        }
        None if twin(app, tx, &organizer.id, found).await?.is_some() => {
            return Err(Refusal::new("import-there-already").into());
        }
        None => (take_new(app, tx, organizer, origin, found).await?, true),
    };
    let action = match is_new {
        true => "import.take",
        false => "import.renew",
    };
    audit::note(tx, taker.account, action, &event.id, app.clock.now()).await?;
    Ok(Taken {
        key: found.key.clone(),
        event,
        is_new,
    })
}

async fn take_new(
    app: &App,
    tx: &Tx,
    organizer: &Actor,
    origin: Origin<'_>,
    found: &Found,
) -> Result<Event> {
    let event = events::draft(app, tx, organizer, &found.draft).await?;
    if !found.agenda.is_empty() {
        keep_agenda(app, tx, &event, &found.agenda).await?;
    }
    let here = events::draft_of(app, tx, &event).await?;
    let memory = Memory {
        said: fields(&found.draft),
        kept: fields(&here),
        agenda: serde_json::to_value(&found.agenda)?,
        agenda_seen: agenda_seen(tx, &event.id).await?,
    };
    let import = Import {
        event: event.id.clone(),
        organizer: organizer.id.clone(),
        key: found.key.clone(),
        format: origin.format,
        address: origin.address.map(Url::to_string),
        sealed: sealed(app, &memory)?,
        taken_at: app.clock.now(),
    };
    store::insert(tx, import).await?;
    Ok(event)
}

async fn take_again(
    app: &App,
    tx: &Tx,
    taker: Taker<'_>,
    import: Import,
    origin: Origin<'_>,
    found: &Found,
    overwrite: &[String],
) -> Result<Event> {
    let event = events::find_for_change(tx, &import.event).await?;
    if event.state != events::State::Draft && !taker.may_publish {
        return Err(Refusal::new("import-takes-a-coordinator").into());
    }
    let mut memory = memory(app, &import)?;
    let here = events::draft_of(app, tx, &event).await?;
    let changes = changes(tx, &memory, &event, &here, found).await?;
    let is_taken = |change: &&Change| !change.contested || overwrite.contains(&change.field);
    let taken: BTreeSet<&str> = changes
        .iter()
        .filter(is_taken)
        .map(|change| change.field.as_str())
        .collect();
    let is_field = |field: &&str| !matches!(*field, AGENDA | CANCELLED);
    let event = match taken.iter().any(is_field) {
        true => participations::revise(app, tx, event, &merged(&here, &changes, &taken)?).await?,
        false => event,
    };
    if taken.contains(AGENDA) {
        keep_agenda(app, tx, &event, &found.agenda).await?;
        memory.agenda_seen = agenda_seen(tx, &event.id).await?;
    }
    memory.agenda = serde_json::to_value(&found.agenda)?;
    let event = match taken.contains(CANCELLED) {
        true => events::cancel(app, tx, event, "").await?,
        false => event,
    };
    let here = events::draft_of(app, tx, &event).await?;
    memory.learn(fields(&found.draft), &fields(&here), &taken);
    let import = Import {
        format: origin.format,
        address: origin.address.map(Url::to_string).or(import.address),
        sealed: sealed(app, &memory)?,
        taken_at: app.clock.now(),
        ..import
    };
    store::update(tx, import).await?;
    Ok(event)
}

fn sealed(app: &App, memory: &Memory) -> Result<String> {
    Ok(app.federation.seal(&serde_json::to_vec(memory)?)?)
}

/// Put the sessions of the source in place of those here; the same title is the same session. What no
/// agenda takes was said in the preview.
async fn keep_agenda(app: &App, tx: &Tx, event: &Event, drafts: &[agenda::Draft]) -> Result<()> {
    let days = agenda::days(event);
    let fits = drafts.iter().filter(|it| it.check("", &days).is_ok());
    let sessions = agenda::checked(app, event, fits).map_err(|faults| {
        let refusals = faults.into_iter().map(|(_, refusal)| refusal);
        Error::Refused(Refusals(refusals.collect()))
    })?;
    agenda::take(app, tx, event, sessions, true).await?;
    Ok(())
}

#[cfg(test)]
mod tests;
