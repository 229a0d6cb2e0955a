//! The agenda of an event: its sessions, typed or pasted, in a draft and in versions that were released.
//! Here are its verbs; desk, API and command line all come through them. What is released is public as
//! soon as its event is.

pub mod activitypub;
pub mod api;
pub mod changes;
pub mod desk;
pub mod feed;
pub mod inbox;
pub mod news;
pub mod pages;
pub mod paste;
pub mod schedule;
pub mod session;
mod store;
mod told;
pub mod version;

pub use self::{
    changes::Change,
    session::{Agenda, Draft, Session, Speaker, Table},
    store::{VERSIONS_AT_MOST, latest},
    version::{Version, days},
};

use self::{activitypub::Said, version::Sessions};
use crate::{
    App, Error, Result,
    app::Tx,
    error::{Refusal, Refusals},
    events::{self, Event, Venue},
};
use chrono::{DateTime, Duration, Utc};
use federation::{
    Iri,
    actors::Actor,
    outbox::{Audience, find_object},
};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

/// New sessions of these drafts. Each fault comes with the place of its draft, counted from 0.
pub fn checked<'a>(
    app: &App,
    event: &Event,
    drafts: impl IntoIterator<Item = &'a Draft>,
) -> Result<Vec<Session>, Vec<(usize, Refusal)>> {
    let days = days(event);
    let (mut sessions, mut faults) = (Vec::new(), Vec::new());
    for (place, draft) in drafts.into_iter().enumerate() {
        match draft.check(&new_id(app), &days) {
            Ok(session) => sessions.push(session),
            Err(Refusals(refusals)) => {
                faults.extend(refusals.into_iter().map(|refusal| (place, refusal)));
            }
        }
    }
    if faults.is_empty() {
        Ok(sessions)
    } else {
        Err(faults)
    }
}

fn new_id(app: &App) -> String {
    app.ulids.next(app.clock.now()).to_string()
}

/// Pasted sessions in place of `known` ones. One of the same title is the same session: it keeps its
/// id, what nobody can paste, and what the paste says nothing of.
fn recognised(known: &[Session], pasted: Vec<Session>) -> Vec<Session> {
    let mut left: Vec<&Session> = known.iter().collect();
    let recognise = |session: Session| {
        let same = left.iter().position(|known| known.title == session.title);
        match same.map(|place| left.remove(place)) {
            Some(known) => said_anew(known, session),
            None => session,
        }
    };
    pasted.into_iter().map(recognise).collect()
}

fn said_anew(known: &Session, pasted: Session) -> Session {
    let tables = match pasted.tables.is_empty() {
        true => known.tables.clone(),
        false => with_people(&known.tables, pasted.tables),
    };
    Session {
        id: known.id.clone(),
        access: known.access.or(pasted.access),
        rules: known.rules.or(pasted.rules),
        speakers: with_links(&known.speakers, pasted.speakers),
        tables,
        sign_up: known.sign_up,
        // Read from the title for the most part: what somebody made of it stays.
        kind: match known.kind == session::Kind::default() {
            true => pasted.kind,
            false => known.kind,
        },
        track: pasted.track.or_else(|| known.track.clone()),
        room: pasted.room.or_else(|| known.room.clone()),
        description: match pasted.description.is_empty() {
            true => known.description.clone(),
            false => pasted.description,
        },
        ..pasted
    }
}

/// Where a speaker of the same name is linked to.
fn with_links(known: &[Speaker], pasted: Vec<Speaker>) -> Vec<Speaker> {
    let link = |speaker: &Speaker| {
        let is_same = |it: &&Speaker| it.full() == speaker.full();
        known.iter().find(is_same)?.link.clone()
    };
    let pasted = pasted.into_iter().map(|speaker| Speaker {
        link: speaker.link.clone().or_else(|| link(&speaker)),
        ..speaker
    });
    pasted.collect()
}

/// Who hosts a table of the same label, and who takes notes at it.
fn with_people(known: &[Table], pasted: Vec<Table>) -> Vec<Table> {
    let pasted = pasted.into_iter().map(|table| {
        let same = known.iter().find(|known| known.label == table.label);
        let (host, note_taker) = same
            .map(|same| (same.host.clone(), same.note_taker.clone()))
            .unwrap_or_default();
        Table {
            host: table.host.or(host),
            note_taker: table.note_taker.or(note_taker),
            ..table
        }
    });
    pasted.collect()
}

/// Add a session to the draft.
pub async fn add(app: &App, tx: &Tx, event: &Event, draft: &Draft) -> Result<Session> {
    let session = draft.check(&new_id(app), &days(event))?;
    let mut sessions = planned(tx, event).await?;
    sessions.push(session.clone());
    revise(app, tx, event, sessions).await?;
    Ok(session)
}

/// Change a session in the draft.
pub async fn change(app: &App, tx: &Tx, event: &Event, id: &str, draft: &Draft) -> Result<Session> {
    let mut sessions = planned(tx, event).await?;
    let place = sessions.iter_mut().find(|session| session.id == id);
    let place = place.ok_or(Error::NotFound)?;
    if !draft.seen.is_empty() && draft.seen != place.seen() {
        return Err(Error::Conflict);
    }
    let session = draft.check(id, &days(event))?;
    *place = session.clone();
    revise(app, tx, event, sessions).await?;
    Ok(session)
}

/// Take a session out of the draft.
pub async fn remove(app: &App, tx: &Tx, event: &Event, id: &str) -> Result<()> {
    let mut sessions = planned(tx, event).await?;
    let count = sessions.len();
    sessions.retain(|session| session.id != id);
    if sessions.len() == count {
        return Err(Error::NotFound);
    }
    revise(app, tx, event, sessions).await?;
    Ok(())
}

/// Put pasted sessions into the draft: beside those that are there, or in their place.
pub async fn take(
    app: &App,
    tx: &Tx,
    event: &Event,
    pasted: Vec<Session>,
    in_place: bool,
) -> Result<Version> {
    let known = planned(tx, event).await?;
    let sessions = match in_place {
        true => recognised(&known, pasted),
        false => [known, pasted].concat(),
    };
    revise(app, tx, event, sessions).await
}

/// Plan the sessions of one event for another, at other times. They are other sessions, and whoever spoke
/// or kept a table is not asked into them.
pub async fn copy(
    app: &App,
    tx: &Tx,
    from: &Event,
    to: &Event,
    later: impl Fn(DateTime<Utc>) -> DateTime<Utc>,
) -> Result<()> {
    let mut sessions = planned(tx, from).await?;
    if sessions.is_empty() {
        return Ok(());
    }
    for session in &mut sessions {
        session.id = new_id(app);
        session.starts_at = later(session.starts_at);
        session.ends_at = session.ends_at.map(&later);
        session.speakers.clear();
        for table in &mut session.tables {
            (table.host, table.note_taker) = (None, None);
        }
    }
    revise(app, tx, to, sessions).await?;
    Ok(())
}

/// An event that takes place so many days later takes its agenda along: what is planned and every version.
/// Nothing of it is new, so no version begins with it; peers hear of the sessions.
pub async fn move_along(app: &App, tx: &Tx, event: Event, days: Duration) -> Result<Event> {
    let zone = event.starts().timezone();
    let later = |at| events::days_later(at, zone, days);
    let now = app.clock.now();
    for mut version in store::of_event(tx, &event.id).await? {
        for session in &mut version.sessions.0 {
            session.starts_at = later(session.starts_at);
            session.ends_at = session.ends_at.map(later);
        }
        version.updated_at = now.max(version.updated_at + Duration::milliseconds(1));
        store::update(tx, version).await?;
    }
    match released(tx, &event).await? {
        Some(released) => tell(app, tx, event, &released).await,
        None => Ok(event),
    }
}

/// The sessions of the next version, as far as they are known.
pub async fn planned(db: &impl ConnectionTrait, event: &Event) -> Result<Vec<Session>> {
    let latest = store::latest(db, &event.id).await?;
    Ok(latest.map(|latest| latest.sessions.0).unwrap_or_default())
}

/// Which state of what is planned somebody has seen, to notice when another was faster.
pub async fn seen(db: &impl ConnectionTrait, event: &Event) -> Result<String> {
    let latest = store::latest(db, &event.id).await?;
    Ok(latest.as_ref().map(Version::seen).unwrap_or_default())
}

/// Whether one more session fits into its agenda.
pub async fn has_room(db: &impl ConnectionTrait, event: &Event) -> Result<bool> {
    Ok(planned(db, event).await?.len() < session::SESSIONS_AT_MOST)
}

/// Put these sessions into the draft of the next version. Nobody else sees it yet.
async fn revise(app: &App, tx: &Tx, event: &Event, sessions: Vec<Session>) -> Result<Version> {
    require_running(event)?;
    let agenda = Agenda::new(days(event), sessions)?;
    let now = app.clock.now();
    let sessions = Sessions(agenda.sessions().to_vec());
    match store::latest(tx, &event.id).await? {
        Some(draft) if !draft.is_released() => {
            let draft = Version {
                sessions,
                updated_at: now.max(draft.updated_at + Duration::milliseconds(1)),
                ..draft
            };
            store::update(tx, draft).await
        }
        latest => {
            let first = Version {
                event: event.id.clone(),
                number: latest.map_or(1, |latest| latest.number + 1),
                sessions,
                released_at: None,
                created_at: now,
                updated_at: now,
            };
            store::insert(tx, first).await
        }
    }
}

/// Throw the draft away: what is planned is again what was released last, or nothing. `seen` as for
/// [`release`].
pub async fn discard(tx: &Tx, event: &Event, seen: &str) -> Result<()> {
    let latest = store::latest(tx, &event.id).await?;
    let draft = latest.filter(|latest| !latest.is_released());
    let draft = draft.ok_or(Refusal::new("agenda-nothing-to-discard"))?;
    if !seen.is_empty() && seen != draft.seen() {
        return Err(Error::Conflict);
    }
    store::delete(tx, draft).await
}

/// Release the draft, and say what is different from the version before. `seen` is the draft somebody
/// looked at; empty for whatever it is now.
pub async fn release(
    app: &App,
    tx: &Tx,
    event: Event,
    seen: &str,
) -> Result<(Version, Vec<Change>)> {
    require_running(&event)?;
    let latest = store::latest(tx, &event.id).await?;
    let draft = latest.filter(|latest| !latest.is_released());
    let draft = draft.ok_or(Refusal::new("agenda-nothing-to-release"))?;
    if !seen.is_empty() && seen != draft.seen() {
        return Err(Error::Conflict);
    }
    let before = released(tx, &event).await?;
    let known = before.as_ref().map(|before| &before.sessions);
    if *known.unwrap_or(&Sessions::default()) == draft.sessions {
        return Err(Refusal::new("agenda-nothing-changed").into());
    }
    require_days(&draft.agenda(&event)?)?;
    require_kept(
        &events::venue::find(app, tx, &event.id).await?,
        &draft.sessions,
    )?;
    let changes = changes(&event, before.as_ref(), &draft)?;
    let released = Version {
        released_at: Some(app.clock.now()),
        ..draft
    };
    let released = store::update(tx, released).await?;
    tell(app, tx, event, &released).await?;
    Ok((released, changes))
}

/// What is different in `new`; everything in it where there is no `old`.
pub fn changes(event: &Event, old: Option<&Version>, new: &Version) -> Result<Vec<Change>> {
    let old = match old {
        Some(old) => old.agenda(event)?,
        None => Agenda::new(days(event), Vec::new())?,
    };
    Ok(changes::between(&old, &new.agenda(event)?))
}

fn require_days(agenda: &Agenda) -> Result<()> {
    match agenda.is_left_behind() {
        true => Err(Refusal::new("agenda-days-left-behind").into()),
        false => Ok(()),
    }
}

/// What only those hear of who take part must not stand in what everybody reads.
fn require_kept(venue: &Venue, sessions: &Sessions) -> Result<()> {
    match is_named(venue, sessions) {
        true => Err(Refusal::new("agenda-names-the-place").into()),
        false => Ok(()),
    }
}

/// Whether any text of any session names what is protected, whatever field it stands in.
fn is_named(venue: &Venue, sessions: &Sessions) -> bool {
    sessions
        .0
        .iter()
        .any(|session| venue.is_named_within(&json!(session)))
}

fn require_running(event: &Event) -> Result<()> {
    match event.is_cancelled() {
        true => Err(Refusal::new("event-is-cancelled").into()),
        false => Ok(()),
    }
}

/// Keep each session where other servers can read it, and leave a tombstone of those that are gone. Peers
/// are told, nobody else: in a timeline a session is no event of its own.
async fn tell(app: &App, tx: &Tx, event: Event, released: &Version) -> Result<Event> {
    let organizer = events::organizer_of(tx, &event).await?;
    let agenda = released.agenda(&event)?;
    events::mark_sessions(tx, &event.id, &session::marks_of(agenda.sessions())).await?;
    let mut parts: Vec<Iri> = Vec::new();
    for session in agenda.sessions() {
        keep(app, tx, &organizer, &event, &agenda, session).await?;
        parts.push(activitypub::id(app.config.origin(), session));
    }
    for gone in event.sub_events.0.iter().filter(|id| !parts.contains(id)) {
        events::erase_part(app, tx, &event, &organizer, gone).await?;
    }
    events::list_parts(app, tx, event, parts).await
}

async fn keep(
    app: &App,
    tx: &Tx,
    organizer: &Actor,
    event: &Event,
    agenda: &Agenda,
    session: &Session,
) -> Result<()> {
    let origin = app.config.origin();
    let now = app.clock.now();
    let known = find_object(tx, &activitypub::id(origin, session)).await?;
    let said = Said {
        published_at: known.as_ref().map_or(now, |known| known.published_at),
        updated_at: known.is_some().then_some(now),
    };
    let is_known = known.is_some();
    let object = json!(activitypub::object(origin, event, agenda, session, said));
    let before = known.map(|known| serde_json::from_str::<Value>(&known.json));
    if before
        .transpose()?
        .is_some_and(|before| says_the_same(&before, &object))
    {
        return Ok(());
    }
    // What nobody may see yet is opened together with its event.
    let audience = match event.state.is_public() {
        true => Audience::public(organizer),
        false => Audience::default(),
    };
    app.federation
        .keep_object(tx, organizer, &object, &audience)
        .await?;
    if event.state.is_public() {
        let kind = if is_known { "Update" } else { "Create" };
        app.federation
            .tell_peers(tx, organizer, kind, &object)
            .await?;
    }
    Ok(())
}

/// Whether nothing is different but when it was said.
fn says_the_same(before: &Value, now: &Value) -> bool {
    let said = |object: &Value| {
        let mut members = object.as_object().cloned().unwrap_or_default();
        for aside in ["@context", "updated"] {
            members.shift_remove(aside);
        }
        members
    };
    said(before) == said(now)
}

/// The version that is in force; of another server's event, what it told us of its agenda.
pub async fn released(db: &impl ConnectionTrait, event: &Event) -> Result<Option<Version>> {
    match event.local {
        true => Ok(store::released(db, &event.id, 1).await?.pop()),
        false => told::version(db, event).await,
    }
}

/// The same, for everybody to read: none rather than one that names what is protected since.
pub async fn shown(app: &App, db: &impl ConnectionTrait, event: &Event) -> Result<Option<Version>> {
    let version = released(db, event).await?;
    let venue = events::venue::find(app, db, &event.id).await?;
    Ok(version.filter(|version| !is_named(&venue, &version.sessions)))
}

/// Forget the sessions that anybody at the server of `actor` told: nobody would say any more that they
/// changed.
pub async fn forget_told_from(tx: &Tx, actor: &Iri) -> Result<()> {
    for event in store::events_told_from(tx, actor).await? {
        events::mark_sessions(tx, &event, &[]).await?;
    }
    store::delete_told_from(tx, actor).await
}

/// Those released last, the newest first. Left out are those that name a place protected since.
pub async fn versions(app: &App, db: &impl ConnectionTrait, event: &Event) -> Result<Vec<Version>> {
    let venue = events::venue::find(app, db, &event.id).await?;
    let mut versions = store::released(db, &event.id, VERSIONS_AT_MOST).await?;
    versions.retain(|version| !is_named(&venue, &version.sessions));
    Ok(versions)
}

/// A version that was released, unless it names a place protected since.
pub async fn find(
    app: &App,
    db: &impl ConnectionTrait,
    event: &Event,
    number: i32,
) -> Result<Version> {
    let venue = events::venue::find(app, db, &event.id).await?;
    let version = store::find(db, &event.id, number).await?;
    version
        .filter(|version| !is_named(&venue, &version.sessions))
        .ok_or(Error::NotFound)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(said: Value) -> Session {
        let mut session = json!({
            "id": "known",
            "starts_at": "2026-12-13T10:00:00Z",
            "ends_at": null,
            "title": "Workstreams",
            "kind": "workshop",
        });
        let members = said.as_object().unwrap().clone();
        session.as_object_mut().unwrap().extend(members);
        serde_json::from_value(session).unwrap()
    }

    #[test]
    fn what_nobody_can_paste_stays_with_the_session_it_is_of() {
        let known = session(json!({
            "rules": { "list_hidden": true },
            "speakers": [{ "organisation": "AWO", "link": "https://awo.example/" }],
            "tables": [{ "label": "Tisch 1", "host": "AWO", "note_taker": "DRK" }],
        }));
        let pasted = session(json!({
            "id": "pasted",
            "rules": { "no_recording": true },
            "speakers": [{ "organisation": "DRK" }, { "organisation": "AWO" }],
            "tables": [{ "label": "Tisch 2" }, { "label": "Tisch 1", "capacity": 8 }],
        }));
        let expected = session(json!({
            "rules": { "no_recording": true, "list_hidden": true },
            "speakers": [
                { "organisation": "DRK" },
                { "organisation": "AWO", "link": "https://awo.example/" },
            ],
            "tables": [
                { "label": "Tisch 2" },
                { "label": "Tisch 1", "capacity": 8, "host": "AWO", "note_taker": "DRK" },
            ],
        }));
        assert_eq!(recognised(&[known], vec![pasted]), [expected]);
    }

    #[test]
    fn what_a_paste_is_silent_about_stays() {
        let known = session(json!({
            "description": "Mit Ergebnissen.",
            "track": "Wirkung",
            "room": "Saal",
            "tables": [{ "label": "Tisch 1", "capacity": 8 }],
            "sign_up": true,
            "rules": { "no_recording": true, "no_attribution": false, "list_hidden": false },
        }));
        let pasted = session(json!({ "id": "pasted", "starts_at": "2026-12-13T11:00:00Z" }));
        let later = Session {
            starts_at: pasted.starts_at,
            ..known.clone()
        };
        assert_eq!(recognised(&[known], vec![pasted]), [later]);
    }
}
