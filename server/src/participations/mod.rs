//! Who takes part in an event. Here are the verbs; the form, the desk, programs and other servers all
//! come through them. A place is given under the event's lock, and whoever it concerns is told in the
//! same transaction: nobody is lost, and nobody is promised a chair twice. The event is always locked
//! before the participation, so that two changes never wait for each other.

pub mod activitypub;
mod answers;
pub mod api;
pub mod inbox;
mod letters;
mod link;
pub mod pages;
pub mod participation;
mod seats;
mod store;
mod ticket;

pub use self::{
    link::{Claim, Links},
    participation::{Origin, Participation, Private, Registration, State, days_of, ways_of},
    store::{count, find_by_code, of_event, place_in_line},
    ticket::{door, read_code, svg},
};

use self::{
    letters::News,
    participation::{Days, Entry, Told},
    seats::Holder,
};
use crate::{
    App, Error, Refusal, Result,
    app::Tx,
    events::{self, Admission, Attendance, Event, admission::Mode},
    ids::{EventId, ParticipationId},
    mail::Address,
};
use chrono::{DateTime, Duration, Utc};
use federation::actors::Actor;
use sea_orm::ConnectionTrait;

/// How long somebody has to confirm their address.
pub const CONFIRMS_WITHIN: Duration = Duration::days(7);
/// How long a free place is kept for who it was offered to, unless the event starts before.
const OFFER_LASTS: Duration = Duration::hours(48);
/// How long before the start people are reminded.
const REMINDS_BEFORE: Duration = Duration::days(2);
/// Who registered so shortly before is not reminded of it.
const REMINDS_NOT_WITHIN: Duration = Duration::days(1);
/// Codes tried before the event is taken to be full of them.
const CODES_TRIED: usize = 20;

/// Ask to take part, by an address nobody has confirmed yet. What is known of the address already is
/// told to it, never to who typed it.
pub async fn ask(
    app: &App,
    tx: &Tx,
    event: &EventId,
    registration: &Registration,
    language: &str,
) -> Result<Address> {
    let (event, admission) = opened(app, tx, event).await?;
    let entry = registration.check(&event, &admission)?;
    let Some(address) = entry.email.clone() else {
        return Err(Refusal::new("participation-email-missing")
            .on("email")
            .into());
    };
    let known = store::find_by_email(tx, &event.id, &address.folded()).await?;
    let participation = match known {
        Some(known) if known.state != State::Unconfirmed && !known.state.is_final() => {
            letters::write(app, tx, &event, &known, News::Standing).await?;
            return Ok(address);
        }
        Some(known) => {
            let known = filled(app, once_more(known), entry)?;
            let known = Participation {
                state: State::Unconfirmed,
                language: language.to_owned(),
                updated_at: app.clock.now(),
                ..known
            };
            store::update(tx, known).await?
        }
        None => {
            let new = new(app, tx, &event, Origin::Form, language).await?;
            store::insert(tx, filled(app, new, entry)?).await?
        }
    };
    letters::write(app, tx, &event, &participation, News::PleaseConfirm).await?;
    Ok(address)
}

/// The address is theirs. Doing it twice does it once.
pub async fn confirm(app: &App, tx: &Tx, participation: &Participation) -> Result<Participation> {
    let _locked = event_of(tx, &participation.event).await?;
    let participation = store::find_for_change(tx, &participation.id).await?;
    if participation.state != State::Unconfirmed {
        return Ok(participation);
    }
    if confirms_until(&participation) <= app.clock.now() {
        return Err(Refusal::new("participation-confirm-lapsed").into());
    }
    let (event, admission) = opened(app, tx, &participation.event).await?;
    let participation = admit(app, tx, &event, &admission, participation, false).await?;
    letters::write(app, tx, &event, &participation, News::Standing).await?;
    Ok(participation)
}

/// Write somebody down who called or handed in a paper. The organizers' own word is their approval.
pub async fn enter(
    app: &App,
    tx: &Tx,
    event: &EventId,
    registration: &Registration,
    language: &str,
) -> Result<Participation> {
    let (event, admission) = held(tx, event).await?;
    require_running(app, &event)?;
    let entry = registration.check(&event, &admission)?;
    if entry.name.is_empty() && entry.email.is_none() {
        return Err(Refusal::new("participation-nobody").on("name").into());
    }
    let known = match &entry.email {
        Some(address) => store::find_by_email(tx, &event.id, &address.folded()).await?,
        None => None,
    };
    let participation = match known {
        Some(known) if known.state != State::Unconfirmed && !known.state.is_final() => {
            return Err(Refusal::new("participation-known").on("email").into());
        }
        Some(known) => filled(app, once_more(known), entry)?,
        None => {
            let new = new(app, tx, &event, Origin::Staff, language).await?;
            store::insert(tx, filled(app, new, entry)?).await?
        }
    };
    let participation = Participation {
        origin: Origin::Staff,
        ..participation
    };
    let participation = admit(app, tx, &event, &admission, participation, true).await?;
    letters::write(app, tx, &event, &participation, News::Standing).await?;
    Ok(participation)
}

/// Somebody on another server wants to come. Returns how they stand; the answer is on its way.
pub async fn join(
    app: &App,
    tx: &Tx,
    event: &EventId,
    actor: &Actor,
    coming: Coming,
) -> Result<Participation> {
    let (event, admission) = held(tx, event).await?;
    let known = store::find_by_actor(tx, &event.id, &actor.id).await?;
    let now = app.clock.now();
    let is_new = known.as_ref().is_none_or(|known| known.state.is_final());
    let participation = match known {
        Some(known) => known,
        None => {
            let language = app.config.instance.language.bcp47();
            let mut new = new(app, tx, &event, coming.origin, language).await?;
            new.actor = Some(actor.id.clone());
            new.attendance = ways_of(&event).first().copied().unwrap_or_default();
            store::insert(tx, new).await?
        }
    };
    let attendance = coming.attendance.unwrap_or(participation.attendance);
    let takes_part = !is_new
        && match participation.state {
            State::Accepted | State::Requested => true,
            // Who waits for the room may have a place online at once.
            State::Waiting => {
                attendance == participation.attendance || !event.takes_registrations(now)
            }
            _ => false,
        };
    // Who has a place keeps it unless there is one for them the other way too.
    let attendance = match takes_part && attendance != participation.attendance {
        true => reachable(app, tx, &event, &admission, &participation, attendance).await?,
        false => attendance,
    };
    let mut participation = Participation {
        origin: coming.origin,
        activity: coming.activity.map(Into::into).or(participation.activity),
        attendance,
        updated_at: now,
        ..participation
    };
    participation = match (coming.is_sure, takes_part) {
        // Said once more, or by another activity: the same answer again.
        (true, true) => store::update(tx, participation).await?,
        (true, _) if event.takes_registrations(now) => {
            admit(app, tx, &event, &admission, participation, false).await?
        }
        (true, _) => {
            participation.state = State::Declined;
            store::update(tx, participation).await?
        }
        (false, _) => {
            let held = participation.is_holding();
            participation.state = State::Tentative;
            let participation = store::update(tx, participation).await?;
            if held {
                promote(app, tx, &event, &admission).await?;
            }
            participation
        }
    };
    answers::answer(app, tx, &event, &participation).await?;
    Ok(participation)
}

/// What another server says of somebody who wants to come.
#[derive(Clone, Debug)]
pub struct Coming {
    pub origin: Origin,
    /// What the answer names.
    pub activity: Option<url::Url>,
    /// The first way there is when they cannot say.
    pub attendance: Option<Attendance>,
    /// `false` for a „maybe“.
    pub is_sure: bool,
}

/// Not coming after all. Doing it twice does it once; a place that becomes free is given on.
pub async fn leave(app: &App, tx: &Tx, participation: &Participation) -> Result<Participation> {
    let event = event_of(tx, &participation.event).await?;
    let participation = store::find_for_change(tx, &participation.id).await?;
    if participation.state.is_final() {
        return Ok(participation);
    }
    let was_known = participation.state != State::Unconfirmed;
    let participation = Participation {
        state: State::Cancelled,
        sealed: None,
        offered_until: None,
        turns: participation.turns + 1,
        updated_at: app.clock.now(),
        ..participation
    };
    let participation = store::update(tx, participation).await?;
    if let Some(event) = event {
        if was_known {
            letters::write(app, tx, &event, &participation, News::Left).await?;
        }
        if let Some(admission) = &event.admission {
            promote(app, tx, &event, admission).await?;
        }
    }
    Ok(participation)
}

/// Forget somebody wholly, at their own wish. What they had is given on.
pub async fn erase(app: &App, tx: &Tx, participation: &Participation) -> Result<()> {
    let event = event_of(tx, &participation.event).await?;
    let participation = store::find_for_change(tx, &participation.id).await?;
    store::delete(tx, &participation.id).await?;
    if let Some(event) = event
        && let Some(admission) = &event.admission
    {
        promote(app, tx, &event, admission).await?;
    }
    Ok(())
}

/// Come in another way, or on other days. Who has a place keeps it unless there is one for them there.
pub async fn change(
    app: &App,
    tx: &Tx,
    participation: &Participation,
    registration: &Registration,
) -> Result<Participation> {
    let (event, admission) = held(tx, &participation.event).await?;
    let participation = store::find_for_change(tx, &participation.id).await?;
    require_running(app, &event)?;
    if participation.state.is_final() {
        return Err(Refusal::new("participation-is-over").into());
    }
    let entry = registration.check(&event, &admission)?;
    let held_before = holder(&participation);
    let email = participation.email.clone();
    let mut participation = filled(app, participation, entry)?;
    // The address is the one that was confirmed.
    participation.email = email;
    let wanted = holder(&participation);
    if participation.is_holding() && wanted != held_before {
        let holders = others(tx, &event.id, &held_before).await?;
        let now = app.clock.now();
        if !seats::has_place(&admission, &holders, &wanted, &days_of(&event), now) {
            return Err(Refusal::new("participation-no-place-there")
                .on("attendance")
                .into());
        }
    }
    participation.updated_at = app.clock.now();
    let participation = store::update(tx, participation).await?;
    letters::write(app, tx, &event, &participation, News::Standing).await?;
    promote(app, tx, &event, &admission).await?;
    Ok(participation)
}

/// The way in which somebody who takes part already can come: the other one, if they hold no place or
/// there is one for them, else the one they have.
async fn reachable(
    app: &App,
    tx: &Tx,
    event: &Event,
    admission: &Admission,
    participation: &Participation,
    attendance: Attendance,
) -> Result<Attendance> {
    let own = holder(participation);
    let wanted = Holder {
        attendance,
        ..own.clone()
    };
    let holders = others(tx, &event.id, &own).await?;
    let has_place = seats::has_place(
        admission,
        &holders,
        &wanted,
        &days_of(event),
        app.clock.now(),
    );
    Ok(match !participation.is_holding() || has_place {
        true => attendance,
        false => participation.attendance,
    })
}

/// Who has a place, one that is held like `own` left out.
async fn others(tx: &Tx, event: &EventId, own: &Holder) -> Result<Vec<Holder>> {
    let mut holders = store::holders(tx, event).await?;
    if let Some(own) = holders.iter().position(|holder| holder == own) {
        holders.swap_remove(own);
    }
    Ok(holders)
}

/// Take the place that was offered.
pub async fn take(app: &App, tx: &Tx, participation: &Participation) -> Result<Participation> {
    let (event, _) = held(tx, &participation.event).await?;
    let participation = store::find_for_change(tx, &participation.id).await?;
    match participation.state {
        State::Accepted => return Ok(participation),
        State::Offered => {}
        _ => return Err(Refusal::new("participation-offer-lapsed").into()),
    }
    // Whether the job has come round or not: the place is theirs until then and no longer.
    let now = app.clock.now();
    if participation.offered_until.is_none_or(|until| until <= now) {
        return Err(Refusal::new("participation-offer-lapsed").into());
    }
    require_running(app, &event)?;
    let participation = Participation {
        state: State::Accepted,
        offered_until: None,
        updated_at: now,
        ..participation
    };
    let participation = told_now(participation, &event);
    let participation = store::update(tx, participation).await?;
    letters::write(app, tx, &event, &participation, News::Standing).await?;
    Ok(participation)
}

/// The organizers say yes.
pub async fn approve(app: &App, tx: &Tx, participation: &Participation) -> Result<Participation> {
    let (event, admission) = held(tx, &participation.event).await?;
    let participation = store::find_for_change(tx, &participation.id).await?;
    if !matches!(
        participation.state,
        State::Requested | State::Declined | State::Tentative
    ) {
        return Err(Refusal::new("participation-not-requested").into());
    }
    require_running(app, &event)?;
    let participation = admit(app, tx, &event, &admission, participation, true).await?;
    tell(app, tx, &event, &participation, News::Standing).await?;
    Ok(participation)
}

/// The organizers say no, and why. The reason goes to that person alone and is not kept.
pub async fn decline(
    app: &App,
    tx: &Tx,
    participation: &Participation,
    reason: &str,
) -> Result<Participation> {
    let (event, admission) = held(tx, &participation.event).await?;
    let participation = store::find_for_change(tx, &participation.id).await?;
    if participation.state.is_final() {
        return Err(Refusal::new("participation-is-over").into());
    }
    let participation = Participation {
        state: State::Declined,
        offered_until: None,
        turns: participation.turns + 1,
        updated_at: app.clock.now(),
        ..participation
    };
    let participation = store::update(tx, participation).await?;
    tell(app, tx, &event, &participation, News::Declined(reason)).await?;
    promote(app, tx, &event, &admission).await?;
    Ok(participation)
}

/// Somebody has come in today. Doing it twice does it once.
pub async fn check_in(app: &App, tx: &Tx, participation: &Participation) -> Result<Participation> {
    let (event, _) = held(tx, &participation.event).await?;
    let mut participation = store::find_for_change(tx, &participation.id).await?;
    if !participation.is_let_in() {
        return Err(Refusal::new("participation-not-let-in").into());
    }
    let today = app.clock.now().with_timezone(&event.tz()).date_naive();
    if participation.seen.0.contains(&today) {
        return Ok(participation);
    }
    participation.seen.0.push(today);
    store::update(tx, participation).await
}

/// Two registrations are one person's, says somebody who works here: the first takes over what the
/// second knows, and the second is forgotten without a word.
pub async fn merge(
    app: &App,
    tx: &Tx,
    kept: &ParticipationId,
    other: &ParticipationId,
) -> Result<Participation> {
    let event = store::find(tx, kept).await?.ok_or(Error::NotFound)?.event;
    let (event, admission) = held(tx, &event).await?;
    let kept = store::find_for_change(tx, kept).await?;
    let other = store::find_for_change(tx, other).await?;
    if kept.id == other.id || kept.event != other.event {
        let refusal = Refusal::new("participation-merge-impossible");
        return Err(refusal.on("other").into());
    }
    let or = |one: String, two: String| if one.is_empty() { two } else { one };
    let merged = Participation {
        name: or(kept.name, other.name),
        organisation: or(kept.organisation, other.organisation),
        stakeholder: or(kept.stakeholder, other.stakeholder),
        email: kept.email.or(other.email),
        actor: kept.actor.clone().or(other.actor),
        activity: kept.activity.or(other.activity),
        reply: kept.reply.or(other.reply),
        sealed: kept.sealed.or(other.sealed),
        // The better of the two standings: nobody loses a place by it.
        state: if kept.state == State::Accepted || other.state == State::Accepted {
            State::Accepted
        } else {
            kept.state
        },
        queued_at: kept.queued_at.min(other.queued_at),
        updated_at: app.clock.now(),
        ..kept
    };
    store::delete(tx, &other.id).await?;
    let merged = store::update(tx, merged).await?;
    promote(app, tx, &event, &admission).await?;
    Ok(merged)
}

/// Write to all who take part in one way. Returns to how many.
pub async fn write_to(
    app: &App,
    tx: &Tx,
    event: &EventId,
    circle: &Circle,
    subject: &str,
    text: &str,
) -> Result<usize> {
    let event = events::find_own(tx, event).await?;
    if subject.trim().is_empty() {
        return Err(Refusal::new("participation-subject-missing")
            .on("subject")
            .into());
    }
    if text.trim().is_empty() {
        return Err(Refusal::new("participation-text-missing").on("text").into());
    }
    if text.chars().count() > events::draft::DESCRIPTION_AT_MOST {
        return Err(Refusal::new("event-description-too-long").on("text").into());
    }
    let mut written = 0;
    for participation in store::of_event(tx, &event.id).await? {
        if circle.has(&participation) && participation.email.is_some() {
            letters::write_from_organizers(app, tx, &event, &participation, subject, text).await?;
            written += 1;
        }
    }
    Ok(written)
}

/// Whom a message of the organizers is for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Circle {
    /// Those in this state; accepted when absent.
    pub state: Option<State>,
    pub attendance: Option<Attendance>,
    pub stakeholder: Option<String>,
}

impl Circle {
    fn has(&self, participation: &Participation) -> bool {
        participation.state == self.state.unwrap_or(State::Accepted)
            && self
                .attendance
                .is_none_or(|way| way == participation.attendance)
            && self
                .stakeholder
                .as_ref()
                .is_none_or(|group| *group == participation.stakeholder)
    }
}

/// Somebody by the link they were sent.
pub async fn find_by_link(
    app: &App,
    db: &impl ConnectionTrait,
    token: &str,
) -> Result<Participation> {
    let claim = Claim::read(token).ok_or(Error::NotFound)?;
    let participation = store::find(db, &claim.participation).await?;
    participation
        .filter(|participation| app.links.opens(&claim, participation))
        .ok_or(Error::NotFound)
}

/// Somebody of an event, for those who work here.
pub async fn find(
    db: &impl ConnectionTrait,
    event: &EventId,
    id: &ParticipationId,
) -> Result<Participation> {
    let participation = store::find(db, id).await?;
    participation
        .filter(|participation| participation.event == *event)
        .ok_or(Error::NotFound)
}

/// What somebody told us in confidence, as far as it may still be known.
pub fn private(app: &App, event: &Event, participation: &Participation) -> Result<Private> {
    let Some(sealed) = &participation.sealed else {
        return Ok(Private::default());
    };
    let private: Private = serde_json::from_slice(&app.federation.open(sealed)?)?;
    Ok(private.at(event.ends_at, app.clock.now()))
}

/// How many more can come in this way, for somebody of no group. `None` where it is not limited.
pub async fn free(
    app: &App,
    db: &impl ConnectionTrait,
    event: &Event,
    attendance: Attendance,
) -> Result<Option<u32>> {
    let Some(admission) = &event.admission else {
        return Ok(None);
    };
    let wanted = Holder {
        attendance,
        days: Days::default(),
        stakeholder: String::new(),
    };
    let holders = store::holders(db, &event.id).await?;
    let days = days_of(event);
    Ok(seats::free(
        admission,
        &holders,
        &wanted,
        &days,
        app.clock.now(),
    ))
}

/// Everything that happens by itself: offers lapse, places are given on, people are told what changed
/// and are reminded. Returns how many were told something.
pub async fn look_after(app: &App) -> Result<usize> {
    let mut told = 0;
    for offered in store::lapsed(&app.db, app.clock.now()).await? {
        let tx = app.begin().await?;
        lapse(app, &tx, &offered).await?;
        tx.commit().await?;
        told += 1;
    }
    // Somebody may have raised the number of places.
    for event in store::events_with_waiting(&app.db).await? {
        // Most of the time there is nothing to do, and nobody is kept from writing to find out.
        if !could_be_promoted(app, &event).await? {
            continue;
        }
        let tx = app.begin().await?;
        if let Some(event) = event_of(&tx, &event).await?
            && let Some(admission) = &event.admission
        {
            told += promote(app, &tx, &event, admission).await?;
        }
        tx.commit().await?;
    }
    for event in store::events_taken_part_in(&app.db).await? {
        told += match events::find(&app.db, &event).await? {
            Some(event) => tell_changes(app, &event).await? + remind(app, &event).await?,
            None => tell_of_the_gone(app, &event).await?,
        };
    }
    Ok(told)
}

/// Whether somebody who waits could have a place, as far as can be seen without the lock.
async fn could_be_promoted(app: &App, event: &EventId) -> Result<bool> {
    let Some(event) = events::find(&app.db, event).await? else {
        return Ok(false);
    };
    let Some(admission) = &event.admission else {
        return Ok(false);
    };
    let (now, days) = (app.clock.now(), days_of(&event));
    let holders = store::holders(&app.db, &event.id).await?;
    let waiting = store::waiting(&app.db, &event.id).await?;
    Ok(waiting
        .iter()
        .any(|it| seats::has_place(admission, &holders, &holder(it), &days, now)))
}

/// The place was kept for long enough.
async fn lapse(app: &App, tx: &Tx, offered: &Participation) -> Result<()> {
    let _locked = event_of(tx, &offered.event).await?;
    let participation = store::find_for_change(tx, &offered.id).await?;
    if participation.state == State::Offered && participation.offered_until <= offered.offered_until
    {
        leave(app, tx, &participation).await?;
    }
    Ok(())
}

/// Tell those who take part that the event is no longer what they were told.
async fn tell_changes(app: &App, event: &Event) -> Result<usize> {
    let mut count = 0;
    while !store::told_before(&app.db, &event.id, event.sequence)
        .await?
        .is_empty()
    {
        let tx = app.begin().await?;
        let behind = store::told_before(&tx, &event.id, event.sequence).await?;
        for participation in behind {
            let told = participation.told.clone();
            let news = match event.is_cancelled() {
                true => News::CalledOff,
                false => News::Changed(&told),
            };
            let participation = store::update(&tx, told_now(participation, event)).await?;
            tell(app, &tx, event, &participation, news).await?;
            count += 1;
        }
        tx.commit().await?;
    }
    Ok(count)
}

/// The event was erased: tell those who were coming, then forget them.
async fn tell_of_the_gone(app: &App, event: &EventId) -> Result<usize> {
    let tx = app.begin().await?;
    let mut count = 0;
    for participation in store::of_event(&tx, event).await? {
        let is_to_come = participation.told.starts_at > app.clock.now();
        if is_to_come
            && matches!(
                participation.state,
                State::Accepted | State::Offered | State::Waiting
            )
        {
            letters::write_of_the_gone(app, &tx, &participation).await?;
            count += 1;
        }
    }
    store::forget(&tx, std::slice::from_ref(event)).await?;
    tx.commit().await?;
    Ok(count)
}

async fn remind(app: &App, event: &Event) -> Result<usize> {
    let now = app.clock.now();
    let is_soon = event.starts_at > now && event.starts_at - now <= REMINDS_BEFORE;
    let takes_place =
        event.state.is_public() && !event.is_cancelled() && event.state != events::State::Postponed;
    if !is_soon || !takes_place {
        return Ok(0);
    }
    let registered_before = now - REMINDS_NOT_WITHIN;
    if store::unreminded(&app.db, &event.id, registered_before)
        .await?
        .is_empty()
    {
        return Ok(0);
    }
    let tx = app.begin().await?;
    let unreminded = store::unreminded(&tx, &event.id, registered_before).await?;
    let count = unreminded.len();
    for participation in unreminded {
        let participation = Participation {
            reminded_at: Some(now),
            ..participation
        };
        let participation = store::update(&tx, participation).await?;
        letters::write(app, &tx, event, &participation, News::Reminder).await?;
    }
    tx.commit().await?;
    Ok(count)
}

/// Forget what was kept for long enough: who never confirmed, and whose event is long over. Returns
/// how many rows.
pub async fn clear(app: &App, kept: Duration) -> Result<u64> {
    let now = app.clock.now();
    let unconfirmed = store::forget_unconfirmed(&app.db, now - CONFIRMS_WITHIN).await?;
    let over = store::of_events_over(&app.db, now - kept).await?;
    let forgotten = store::forget(&app.db, &over).await?;
    Ok(unconfirmed + forgotten + clear_private(app).await?)
}

/// Needs and answers go before the rest does.
async fn clear_private(app: &App) -> Result<u64> {
    let now = app.clock.now();
    let mut cleared = 0;
    for event in store::of_events_over(&app.db, now).await? {
        let Some(event) = events::find(&app.db, &event).await? else {
            continue;
        };
        let tx = app.begin().await?;
        for participation in store::with_private(&tx, &event.id).await? {
            let left = private(app, &event, &participation)?;
            let sealed = sealed(app, &left)?;
            let before = participation
                .sealed
                .as_ref()
                .map(|it| app.federation.open(it))
                .transpose()?;
            if before != Some(serde_json::to_vec(&left)?) {
                store::update(
                    &tx,
                    Participation {
                        sealed,
                        ..participation
                    },
                )
                .await?;
                cleared += 1;
            }
        }
        tx.commit().await?;
    }
    Ok(cleared)
}

/// An event with its lock held, and how it takes people.
async fn held(tx: &Tx, event: &EventId) -> Result<(Event, Admission)> {
    let event = events::find_for_change(tx, event).await?;
    match event.admission.clone() {
        Some(admission) => Ok((event, admission)),
        None => Err(Refusal::new("participation-not-here").into()),
    }
}

/// The event with its lock held, unless it is gone.
async fn event_of(tx: &Tx, event: &EventId) -> Result<Option<Event>> {
    match events::find_for_change(tx, event).await {
        Ok(event) => Ok(Some(event)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The same, if people can still register by themselves.
async fn opened(app: &App, tx: &Tx, event: &EventId) -> Result<(Event, Admission)> {
    let (event, admission) = held(tx, event).await?;
    if !event.state.is_public() {
        return Err(Error::NotFound);
    }
    if !event.takes_registrations(app.clock.now()) {
        return Err(Refusal::new("participation-closed").into());
    }
    Ok((event, admission))
}

fn require_running(app: &App, event: &Event) -> Result<()> {
    if event.is_cancelled() {
        return Err(Refusal::new("event-is-cancelled").into());
    }
    if event.is_over(app.clock.now()) {
        return Err(Refusal::new("event-is-over").into());
    }
    Ok(())
}

/// Somebody of whom nothing is known yet.
async fn new(
    app: &App,
    tx: &Tx,
    event: &Event,
    origin: Origin,
    language: &str,
) -> Result<Participation> {
    let now = app.clock.now();
    Ok(Participation {
        id: app.ulids.next(now).into(),
        event: event.id.clone(),
        state: State::Unconfirmed,
        origin,
        attendance: Attendance::InPerson,
        days: Days::default(),
        name: String::new(),
        email: None,
        organisation: String::new(),
        stakeholder: String::new(),
        sealed: None,
        language: language.to_owned(),
        actor: None,
        activity: None,
        reply: None,
        code: free_code(tx, &event.id).await?,
        seen: Days::default(),
        link: 0,
        told: Told::of(event, language),
        told_sequence: event.sequence,
        reminded_at: None,
        turns: 0,
        queued_at: now,
        offered_until: None,
        created_at: now,
        updated_at: now,
    })
}

async fn free_code(tx: &Tx, event: &EventId) -> Result<String> {
    for _ in 0..CODES_TRIED {
        let code = ticket::code();
        if store::find_by_code(tx, event, &code).await?.is_none() {
            return Ok(code);
        }
    }
    Err(anyhow::anyhow!("no code is free").into())
}

fn filled(app: &App, participation: Participation, entry: Entry) -> Result<Participation> {
    Ok(Participation {
        name: entry.name,
        email: entry.email.map(|address| address.folded()),
        attendance: entry.attendance,
        days: entry.days,
        organisation: entry.organisation,
        stakeholder: entry.stakeholder,
        sealed: sealed(app, &entry.private)?,
        ..participation
    })
}

fn sealed(app: &App, private: &Private) -> Result<Option<String>> {
    if private.is_empty() {
        return Ok(None);
    }
    let plain = serde_json::to_vec(private)?;
    Ok(Some(app.federation.seal(&plain)?))
}

/// Whoever was taken out begins anew. A calendar that heard CANCEL heeds an invitation only when it counts
/// higher.
fn once_more(participation: Participation) -> Participation {
    Participation {
        turns: participation.turns + i32::from(participation.state.is_final()),
        ..participation
    }
}

fn holder(participation: &Participation) -> Holder {
    Holder {
        attendance: participation.attendance,
        days: participation.days.clone(),
        stakeholder: participation.stakeholder.clone(),
    }
}

/// They know it as it is now.
fn told_now(participation: Participation, event: &Event) -> Participation {
    Participation {
        told: Told::of(event, &participation.language),
        told_sequence: event.sequence,
        ..participation
    }
}

/// Give a place, a place in the line, or none. The event's lock is held.
async fn admit(
    app: &App,
    tx: &Tx,
    event: &Event,
    admission: &Admission,
    participation: Participation,
    is_approved: bool,
) -> Result<Participation> {
    let now = app.clock.now();
    let holders = store::holders(tx, &event.id).await?;
    let wanted = holder(&participation);
    let state = if admission.mode == Mode::Approval && !is_approved {
        State::Requested
    } else if seats::has_place(admission, &holders, &wanted, &days_of(event), now) {
        State::Accepted
    } else if admission.waiting_list {
        State::Waiting
    } else if is_approved {
        // Somebody here decides, and is told; nobody is refused by a list.
        return Err(Refusal::new("participation-full").into());
    } else {
        State::Declined
    };
    let participation = Participation {
        state,
        queued_at: now,
        updated_at: now,
        ..told_now(participation, event)
    };
    store::update(tx, participation).await
}

/// Give free places to those who wait, longest first. The event's lock is held. Returns to how many.
async fn promote(app: &App, tx: &Tx, event: &Event, admission: &Admission) -> Result<usize> {
    let now = app.clock.now();
    if event.starts_at <= now || event.is_cancelled() {
        return Ok(0);
    }
    let waiting = store::waiting(tx, &event.id).await?;
    if waiting.is_empty() {
        return Ok(0);
    }
    let days = days_of(event);
    let mut holders = store::holders(tx, &event.id).await?;
    let mut given = 0;
    for participation in waiting {
        let wanted = holder(&participation);
        if !seats::has_place(admission, &holders, &wanted, &days, now) {
            continue;
        }
        holders.push(wanted);
        // Who asked by a button of their own server cannot be asked again by mail: they have it.
        let state = match participation.email {
            Some(_) => State::Offered,
            None => State::Accepted,
        };
        let participation = Participation {
            state,
            offered_until: (state == State::Offered)
                .then(|| event.starts_at.min(now + OFFER_LASTS)),
            updated_at: now,
            ..told_now(participation, event)
        };
        let participation = store::update(tx, participation).await?;
        tell(app, tx, event, &participation, News::Standing).await?;
        given += 1;
    }
    Ok(given)
}

/// Say it by whatever way there is to reach them.
async fn tell(
    app: &App,
    tx: &Tx,
    event: &Event,
    participation: &Participation,
    news: News<'_>,
) -> Result<()> {
    if participation.actor.is_some() {
        answers::tell(app, tx, event, participation, &news).await?;
    }
    letters::write(app, tx, event, participation, news).await
}

/// The last moment somebody can confirm what they asked for then.
pub fn confirms_until(participation: &Participation) -> DateTime<Utc> {
    participation.updated_at + CONFIRMS_WITHIN
}
