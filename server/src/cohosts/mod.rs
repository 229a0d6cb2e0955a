//! Who invites to an event together with its owner: only who was asked and agreed. FEP-8a8e calls the
//! list `organizers`, and the owner is on it too; a co-host is one of the others, so that is the word
//! here. The Accept stays readable for everybody to check, and is checked where others' events name one.
//! Desk, API, command line and inbox all come through these verbs.

pub mod activitypub;
pub mod api;
mod checking;
pub mod cohost;
pub mod desk;
pub mod inbox;
mod store;

pub use self::{
    checking::{Finding, check_due, next_look, read_word},
    cohost::{Cohost, State},
    store::among,
};

use crate::{
    App, Error, Refusal, Result,
    app::Tx,
    associations,
    events::{self, Event, Role},
    following,
    ids::CohostId,
    words::Word as _,
};
use chrono::{DateTime, Duration};
use federation::{
    INSTANCE_HANDLE, Iri,
    actors::{self, Actor},
    blocks,
    discovery::Handle,
    follows, host_of,
    outbox::{Audience, Saying},
    vocabulary::{self as wire, Object, event::Organizers},
};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use url::Url;

/// Co-hosts of one event; other servers read no more than twenty organizers.
pub const COHOSTS_AT_MOST: usize = 12;
/// Questions to one of ours that may be open.
const OPEN_AT_MOST: u64 = 200;
/// Of these, by one actor.
const OPEN_OF_ONE_AT_MOST: u64 = 20;

/// How long a refusal can be looked up, when its event is not kept here.
const REJECTED_KEPT: Duration = Duration::days(30);

/// The form field in which somebody is named.
const FIELD: &str = "address";

fn refused<T>(message: &'static str) -> Result<T> {
    Err(Refusal::new(message).into())
}

/// Find who is meant by `@name@server`, by the address of a profile, or by a handle of ours. May ask
/// another server, so no transaction may be open.
pub async fn look_up(app: &App, text: &str) -> Result<Actor> {
    let Some(name) = own_name(app, text) else {
        return following::look_up(app, text).await;
    };
    let found = actors::find_own(&app.db, &name.to_lowercase()).await?;
    Ok(found.ok_or(Refusal::new("following-not-found").on(FIELD))?)
}

/// The handle, when somebody here is meant.
fn own_name(app: &App, text: &str) -> Option<String> {
    let text = text.trim();
    if let Some(handle) = Handle::read(text) {
        let is_here = handle.host == host_of(app.federation.origin());
        return is_here.then_some(handle.name);
    }
    if let Some(url) = wire::read::url(text) {
        let name = url.path().strip_prefix("/@");
        return name
            .filter(|_| app.federation.is_ours(&url))
            .map(str::to_owned);
    }
    let name = text.trim_start_matches('@');
    let is_plain = !name.is_empty() && !name.contains([':', '/', '@', '.']);
    is_plain.then(|| name.to_owned())
}

/// Ask an association to invite to an event of ours with its owner. It counts once they agree.
pub async fn offer(
    app: &App,
    tx: &Tx,
    event: &Event,
    invited: &Actor,
    role: Role,
) -> Result<Cohost> {
    let on_field = |message| Err(Refusal::new(message).on(FIELD).into());
    if !is_open(app, event) {
        return refused("cohost-event-not-open");
    }
    if invited.id == event.organizer {
        return on_field("cohost-is-organizer");
    }
    let is_nobody = invited.kind == "Application" || invited.handle == INSTANCE_HANDLE;
    if is_nobody || invited.deleted_at.is_some() {
        return on_field("following-no-actor");
    }
    if !invited.local && !app.federation.settings().open {
        return on_field("following-closed");
    }
    if blocks::covers(tx, &invited.id).await? {
        return on_field("following-blocked");
    }
    let asked = store::of_event(tx, &event.iri).await?;
    let known = asked.iter().find(|known| known.actor == invited.id);
    match known.map(|known| known.state) {
        Some(State::Offered) => return on_field("cohost-offered-already"),
        Some(State::Accepted) => return on_field("cohost-agreed-already"),
        Some(State::Rejected | State::Unconfirmed) => {}
        None if asked.len() >= COHOSTS_AT_MOST => return on_field("cohost-too-many"),
        None => {}
    }
    let organizer = events::organizer_of(tx, event).await?;
    let series = events::editions::series_of(tx, event).await?;
    let object = json!(events::wire_form(app, event, &organizer, series.as_ref()));
    let saying = Saying::about("Offer", object, Audience::only(&invited.id))
        .with("target", json!(Organizers::address(&event.iri)))
        .with("kind", json!(role.name()));
    let offer = app.federation.say(tx, &organizer, saying).await?;
    let cohost = Cohost {
        role,
        offer: Some(offer),
        ..new(app, &event.iri, &organizer.id, &invited.id, State::Offered)
    };
    keep(tx, cohost, known).await
}

fn new(app: &App, event: &Url, host: &Iri, actor: &Iri, state: State) -> Cohost {
    let now = app.clock.now();
    Cohost {
        id: app.ulids.next(now).into(),
        event: event.into(),
        host: host.clone(),
        actor: actor.clone(),
        role: Role::default(),
        state,
        offer: None,
        accept: None,
        announce: None,
        sequence: 0,
        document: None,
        reason: String::new(),
        check_at: None,
        checked_at: None,
        created_at: now,
        updated_at: now,
    }
}

/// In place of what is `known` of the same event and actor.
async fn keep(tx: &Tx, cohost: Cohost, known: Option<&Cohost>) -> Result<Cohost> {
    match known {
        None => store::insert(tx, cohost).await,
        Some(known) => {
            let again = Cohost {
                id: known.id.clone(),
                created_at: known.created_at,
                ..cohost
            };
            store::update(tx, again).await
        }
    }
}

/// Whether somebody can still join those who invite.
fn is_open(app: &App, event: &Event) -> bool {
    let is_on = event.state.is_public() && !event.is_cancelled();
    event.local && is_on && !event.is_over(app.clock.now())
}

/// Another server's event as it was offered.
pub fn offered_event(cohost: &Cohost) -> Option<wire::Event> {
    let document: Value = serde_json::from_str(cohost.document.as_deref()?).ok()?;
    match Object::read(&document) {
        Some(Object::Event(event)) => Some(*event),
        _ => None,
    }
}

/// Read the event anew that another server offers, before somebody agrees. Refused when it is not what
/// they were shown. Asks that server, so no transaction may be open.
pub async fn require_unchanged(app: &App, cohost: &Cohost) -> Result<()> {
    if cohost.state != State::Offered || app.federation.is_ours(&cohost.event) {
        return Ok(());
    }
    let found = match app.federation.fetcher().object(&cohost.event).await {
        Ok(document) => Object::read(&document),
        Err(failure) if failure.is_passing() => return refused("cohost-host-unreachable"),
        Err(_) => None,
    };
    let Some(Object::Event(event)) = found else {
        return refused("cohost-event-gone");
    };
    if event.attributed_to != *cohost.host {
        return refused("cohost-event-gone");
    }
    let seen = offered_event(cohost);
    if seen.is_some_and(|seen| is_the_same(&seen, &event)) {
        return Ok(());
    }
    let tx = app.begin().await?;
    if let Some(cohost) = store::find_for_change(&tx, &cohost.id).await? {
        let document = Some(serde_json::to_string(&event)?);
        store::update(&tx, Cohost { document, ..cohost }).await?;
    }
    tx.commit().await?;
    refused("cohost-event-changed")
}

/// Whether two versions say the same to somebody who is to decide, whenever they say it.
fn is_the_same(seen: &wire::Event, now: &wire::Event) -> bool {
    let heard_at = DateTime::UNIX_EPOCH;
    let [seen, now] = [seen, now].map(|event| events::activitypub::foreign(event, heard_at));
    (seen.state, seen.starts_at, seen.ends_at) == (now.state, now.starts_at, now.ends_at)
        && (seen.texts, seen.attendance, seen.place) == (now.texts, now.attendance, now.place)
}

/// Agree, for one of ours. Everybody can read that we did; we are named once the owner says so too.
pub async fn accept(app: &App, tx: &Tx, cohost: Cohost) -> Result<Cohost> {
    let ours = require_asked(app, tx, &cohost).await?;
    let is_own_event = app.federation.is_ours(&cohost.event);
    if is_own_event {
        let event = events::find_by_iri(tx, &cohost.event).await?;
        if !event.is_some_and(|event| is_open(app, &event)) {
            return refused("cohost-event-not-open");
        }
    } else {
        take_in(app, tx, &cohost).await?;
    }
    let saying = Saying::about(
        "Accept",
        activitypub::offer(&cohost),
        Audience::open(&cohost.host, None),
    )
    .with("kind", json!(cohost.role.name()))
    .concerning(&cohost.event);
    let accept = app.federation.say(tx, &ours, saying).await?;
    let accepted = Cohost {
        state: State::Accepted,
        accept: Some(accept),
        document: None,
        updated_at: app.clock.now(),
        ..cohost
    };
    let accepted = store::update(tx, accepted).await?;
    if is_own_event {
        return be_named(app, tx, accepted).await;
    }
    Ok(accepted)
}

/// Say no, for one of ours, and why.
pub async fn reject(app: &App, tx: &Tx, cohost: Cohost, reason: &str) -> Result<Cohost> {
    let ours = require_asked(app, tx, &cohost).await?;
    let reason = reason.trim();
    if reason.chars().count() > cohost::REASON_AT_MOST {
        return Err(Refusal::new("cohost-reason-too-long").on("reason").into());
    }
    let mut saying = Saying::about(
        "Reject",
        activitypub::offer(&cohost),
        Audience::only(&cohost.host),
    )
    .concerning(&cohost.event);
    if !reason.is_empty() {
        saying = saying.with("content", json!(crate::markdown::escape(reason)));
    }
    app.federation.say(tx, &ours, saying).await?;
    let rejected = Cohost {
        state: State::Rejected,
        reason: reason.to_owned(),
        document: None,
        updated_at: app.clock.now(),
        ..cohost
    };
    store::update(tx, rejected).await
}

/// The actor of ours that a question waits for.
async fn require_asked(app: &App, tx: &Tx, cohost: &Cohost) -> Result<Actor> {
    if cohost.state != State::Offered {
        return refused("cohost-answered-already");
    }
    let ours = actors::find(tx, &cohost.actor).await?;
    let ours = ours.filter(|actor| actor.local).ok_or(Error::NotFound)?;
    if !app.federation.settings().open && !app.federation.is_ours(&cohost.host) {
        return refused("following-closed");
    }
    if blocks::covers(tx, &cohost.host).await? {
        return refused("following-blocked");
    }
    Ok(ours)
}

/// Keep the event of another server that one of ours agreed to.
async fn take_in(app: &App, tx: &Tx, cohost: &Cohost) -> Result<()> {
    let now = app.clock.now();
    let Some(event) = offered_event(cohost) else {
        return refused("cohost-event-gone");
    };
    let foreign = events::activitypub::foreign(&event, now);
    if foreign.state == events::State::Cancelled || foreign.ends_at <= now {
        return refused("cohost-event-not-open");
    }
    let id = app.ulids.next(now).into();
    events::keep(tx, id, &event.id, &cohost.host, None, foreign, now).await
}

/// The owner names us, as we agreed: now we say it too.
async fn be_named(app: &App, tx: &Tx, cohost: Cohost) -> Result<Cohost> {
    // The list first, so that whoever reads the event because of us finds us on it.
    relist_with(app, tx, &cohost.event, Some(&cohost.id)).await?;
    announce(app, tx, cohost).await
}

/// Tell those who follow us; anew, where the event was moved or called off since, as nobody else would
/// tell those who follow us alone.
async fn announce(app: &App, tx: &Tx, cohost: Cohost) -> Result<Cohost> {
    let ours = actors::find(tx, &cohost.actor).await?;
    let event = events::find_by_iri(tx, &cohost.event).await?;
    let (Some(ours), Some(event)) = (ours, event) else {
        return Ok(cohost);
    };
    take_back_announce(app, tx, &ours, &cohost).await?;
    let saying = Saying::about("Announce", json!(cohost.event), Audience::public(&ours));
    let announced = Cohost {
        announce: Some(app.federation.say(tx, &ours, saying).await?),
        sequence: event.sequence,
        ..cohost
    };
    store::update(tx, announced).await
}

async fn take_back_announce(app: &App, tx: &Tx, ours: &Actor, cohost: &Cohost) -> Result<()> {
    if let Some(announce) = &cohost.announce {
        app.federation.retract(tx, announce).await?;
        let undone = activitypub::announce(cohost);
        let saying = Saying::about("Undo", undone, Audience::public(ours));
        let saying = saying.concerning(&cohost.event);
        app.federation.say(tx, ours, saying).await?;
    }
    Ok(())
}

/// End it from our side: whoever of the two is ours takes back what they said. Everything that named
/// the co-host stops doing so.
pub async fn end(app: &App, tx: &Tx, cohost: Cohost) -> Result<()> {
    let (host, ours) = (
        actors::find(tx, &cohost.host).await?,
        actors::find(tx, &cohost.actor).await?,
    );
    if let Some(host) = host.filter(|host| host.local)
        && let Some(offer) = &cohost.offer
    {
        app.federation.retract(tx, offer).await?;
        let saying = Saying::about(
            "Undo",
            activitypub::offer(&cohost),
            Audience::only(&cohost.actor),
        )
        .concerning(&cohost.event);
        app.federation.say(tx, &host, saying).await?;
    }
    if let Some(ours) = ours.filter(|ours| ours.local) {
        step_back(app, tx, &ours, &cohost).await?;
    }
    store::delete(tx, &cohost.id).await?;
    relist(app, tx, &cohost.event).await?;
    forget_event(app, tx, &cohost).await
}

/// Take back our Accept and our Announce.
async fn step_back(app: &App, tx: &Tx, ours: &Actor, cohost: &Cohost) -> Result<()> {
    take_back_announce(app, tx, ours, cohost).await?;
    if let Some(accept) = &cohost.accept {
        app.federation.retract(tx, accept).await?;
        let undone = activitypub::accept(cohost);
        let audience = Audience::open(&cohost.host, ours.followers.as_ref());
        let saying = Saying::about("Undo", undone, audience).concerning(&cohost.event);
        app.federation.say(tx, ours, saying).await?;
    }
    Ok(())
}

/// Let the event say who invites with it now.
async fn relist(app: &App, tx: &Tx, event: &Url) -> Result<()> {
    relist_with(app, tx, event, None).await
}

/// The same, with one of ours that is about to announce it.
async fn relist_with(app: &App, tx: &Tx, event: &Url, announcing: Option<&CohostId>) -> Result<()> {
    // Two who agree at once are both named: the second waits here and then sees the first.
    let Some(event) = events::find_by_iri_for_change(tx, event).await? else {
        return Ok(());
    };
    let (mut agreed, mut unconfirmed) = (Vec::new(), Vec::new());
    for cohost in store::of_event(tx, &event.iri).await? {
        if blocks::covers(tx, &cohost.actor).await? {
            continue;
        }
        // One of ours is named together with the owner's word, not before.
        let is_named = event.local
            || !app.federation.is_ours(&cohost.actor)
            || cohost.announce.is_some()
            || announcing == Some(&cohost.id);
        match (cohost.state, cohost.accept) {
            (State::Accepted, Some(accept)) if is_named => {
                let actor = actors::find(tx, &cohost.actor).await?;
                let kind = actor.map_or_else(|| "Organization".to_owned(), |actor| actor.kind);
                agreed.push(events::Cohost {
                    actor: cohost.actor,
                    kind,
                    role: cohost.role,
                    accept,
                });
            }
            (State::Unconfirmed, _) => unconfirmed.push(cohost.actor),
            _ => {}
        }
    }
    let (agreed, unconfirmed) = (events::Cohosts(agreed), events::Unconfirmed(unconfirmed));
    events::list_cohosts(app, tx, event, agreed, unconfirmed).await?;
    Ok(())
}

/// Forget another server's event that was here because of somebody who stepped back, when nobody is
/// left who would tell us what becomes of it.
async fn forget_event(app: &App, tx: &Tx, gone: &Cohost) -> Result<()> {
    let is_foreign = !app.federation.is_ours(&gone.event);
    let brought_it =
        app.federation.is_ours(&gone.actor) || app.federation.is_followed(tx, &gone.actor).await?;
    if !is_foreign || !brought_it {
        return Ok(());
    }
    let followed = follows::followed_here(tx).await?;
    // A server as a whole can be followed too.
    let is_told_by_host = followed
        .iter()
        .any(|followed| followed.origin() == gone.host.origin());
    let left = store::of_event(tx, &gone.event).await?;
    let is_told_by_others = left.iter().any(|left| {
        let tells = app.federation.is_ours(&left.actor) || followed.contains(&left.actor);
        left.state == State::Accepted && tells
    });
    if is_told_by_host || is_told_by_others {
        return Ok(());
    }
    for left in left {
        store::delete(tx, &left.id).await?;
    }
    events::forget(tx, &gone.event).await
}

/// Withdraw questions about events that nobody can join any more, drop those that others asked and time
/// has answered, and tell our followers what was moved or called off. Returns how many.
pub async fn look_after(app: &App) -> Result<usize> {
    Ok(end_moot(app).await? + announce_changes(app).await?)
}

async fn end_moot(app: &App) -> Result<usize> {
    let mut ended = 0;
    for cohost in store::offered(&app.db).await? {
        if !is_moot(app, &cohost).await? {
            continue;
        }
        let tx = app.begin().await?;
        let again = store::find_for_change(&tx, &cohost.id).await?;
        if let Some(cohost) = again.filter(|again| again.state == State::Offered) {
            end(app, &tx, cohost).await?;
            ended += 1;
        }
        tx.commit().await?;
    }
    Ok(ended)
}

async fn announce_changes(app: &App) -> Result<usize> {
    let announced = store::announced(&app.db).await?;
    let events = announced.iter().map(|cohost| cohost.event.clone());
    let sequences = events::sequences(&app.db, events).await?;
    let has_moved = |cohost: &Cohost| {
        let now = sequences.get(&cohost.event);
        now.is_some_and(|now| *now > cohost.sequence)
    };
    let mut told = 0;
    for cohost in announced.iter().filter(|cohost| has_moved(cohost)) {
        let tx = app.begin().await?;
        let again = store::find_for_change(&tx, &cohost.id).await?;
        if let Some(cohost) = again.filter(|again| again.announce == cohost.announce) {
            announce(app, &tx, cohost).await?;
            told += 1;
        }
        tx.commit().await?;
    }
    Ok(told)
}

async fn is_moot(app: &App, cohost: &Cohost) -> Result<bool> {
    let other = match app.federation.is_ours(&cohost.event) {
        true => &cohost.actor,
        false => &cohost.host,
    };
    if blocks::covers(&app.db, other).await? {
        return Ok(true);
    }
    if app.federation.is_ours(&cohost.event) {
        let event = events::find_by_iri(&app.db, &cohost.event).await?;
        return Ok(!event.is_some_and(|event| is_open(app, &event)));
    }
    let now = app.clock.now();
    let event = offered_event(cohost).map(|event| events::activitypub::foreign(&event, now));
    Ok(event.is_none_or(|event| event.ends_at <= now))
}

/// Let go of what is about events that are gone, and of those who are blocked. Returns how many rows.
pub async fn clear(app: &App) -> Result<u64> {
    let (mut cleared, mut after) = (0, None);
    loop {
        let rows = store::behind(&app.db, after).await?;
        let Some(last) = rows.last() else {
            return Ok(cleared);
        };
        after = Some(last.id.clone());
        for row in rows.into_iter().filter(|row| row.state != State::Offered) {
            let age = app.clock.now() - row.updated_at;
            let is_kept = row.state == State::Rejected && age < REJECTED_KEPT;
            let event = events::find_by_iri(&app.db, &row.event).await?;
            let is_gone = event.is_none() && !is_kept;
            let is_blocked = blocks::covers(&app.db, &row.actor).await?
                || blocks::covers(&app.db, &row.host).await?;
            if is_gone || is_blocked {
                let tx = app.begin().await?;
                end(app, &tx, row).await?;
                tx.commit().await?;
                cleared += 1;
            }
        }
    }
}

/// Those of an event of ours, in the order in which they were asked.
pub async fn of_event(db: &impl ConnectionTrait, event: &Event) -> Result<Vec<Cohost>> {
    store::of_event(db, &event.iri).await
}

/// Where associations of ours are asked, or agreed, or said no; the latest first.
pub async fn of_ours(db: &impl ConnectionTrait) -> Result<Vec<Cohost>> {
    let ours = associations::all(db).await?.into_iter();
    let ours: Vec<Iri> = ours.map(|ours| ours.actor).collect();
    let mut all = store::of_actors(db, &ours).await?;
    all.retain(|cohost| cohost.state != State::Unconfirmed);
    Ok(all)
}

/// Where this actor of ours is asked, or agreed, or said no.
pub async fn of_actor(db: &impl ConnectionTrait, actor: &Iri) -> Result<Vec<Cohost>> {
    let mut all = store::of_actors(db, std::slice::from_ref(actor)).await?;
    all.retain(|cohost| cohost.state != State::Unconfirmed);
    Ok(all)
}

/// One in which somebody of ours has a part.
pub async fn find_own(app: &App, id: &CohostId) -> Result<Cohost> {
    let found = store::find(&app.db, id).await?;
    found
        .filter(|found| is_own(app, found))
        .ok_or(Error::NotFound)
}

/// The same, to change it.
pub async fn find_for_change(app: &App, tx: &Tx, id: &CohostId) -> Result<Cohost> {
    let found = store::find_for_change(tx, id).await?;
    found
        .filter(|found| is_own(app, found))
        .ok_or(Error::NotFound)
}

fn is_own(app: &App, cohost: &Cohost) -> bool {
    let ours = |id: &Iri| app.federation.is_ours(id);
    // What others' events say of us without our word is theirs.
    (ours(&cohost.actor) || ours(&cohost.host)) && cohost.state != State::Unconfirmed
}

#[cfg(test)]
pub(crate) mod tests;
