//! What those who work here do about the people who come: enter and decide, let in at the door, make
//! one of two, write to many.

use super::{
    held,
    letters::{self, News},
    participation::{
        Days, Origin, Participation, REASON_AT_MOST, Registration, SUBJECT_AT_MOST, State,
    },
    person::{filled, in_place_of_former, new, once_more},
    places::{admit, promote},
    require_running, store, tell,
};
use crate::{
    App, Error, Refusal, Refusals, Result,
    app::Tx,
    events::{self, Attendance, Event},
    ids::{EventId, ParticipationId},
};
use chrono::{DateTime, Utc};

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
        Some(known) if State::TOLD.contains(&known.state) => {
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
        ..in_place_of_former(tx, participation).await?
    };
    let participation = admit(app, tx, &event, &admission, participation, true).await?;
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
    if reason.chars().count() > REASON_AT_MOST {
        let refusal = Refusal::new("participation-text-too-long");
        return Err(refusal.on("reason").into());
    }
    let event = events::find_for_change(tx, &participation.event).await?;
    let participation = store::find_for_change(tx, &participation.id).await?;
    if participation.state.is_final() {
        return Err(Refusal::new("participation-is-over").into());
    }
    let before = participation.state;
    let participation = Participation {
        state: State::Declined,
        offered_until: None,
        turns: participation.turns + 1,
        updated_at: app.clock.now(),
        ..participation
    };
    let participation = store::update(tx, participation).await?;
    let news = News::Declined(before, reason);
    tell(app, tx, &event, &participation, news).await?;
    promote(app, tx, &event).await?;
    Ok(participation)
}

/// Somebody has come in today. Doing it twice does it once.
pub async fn check_in(app: &App, tx: &Tx, participation: &Participation) -> Result<Participation> {
    let event = events::find_for_change(tx, &participation.event).await?;
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

/// Another link in place of one that somebody else has got hold of. They are sent it.
pub async fn renew_link(
    app: &App,
    tx: &Tx,
    participation: &Participation,
) -> Result<Participation> {
    let event = events::find_for_change(tx, &participation.event).await?;
    let participation = store::find_for_change(tx, &participation.id).await?;
    let participation = Participation {
        link: participation.link + 1,
        updated_at: app.clock.now(),
        ..participation
    };
    let participation = store::update(tx, participation).await?;
    let news = match participation.state {
        State::Unconfirmed => News::PleaseConfirm,
        _ => News::Standing,
    };
    tell(app, tx, &event, &participation, news).await?;
    Ok(participation)
}

/// Two registrations are one person's, says somebody who works here: the one that stands better takes over
/// what the other knows, and that one is forgotten. What of it was sent out opens nothing any more, so
/// that they are sent what does.
pub async fn merge(
    app: &App,
    tx: &Tx,
    first: &ParticipationId,
    second: &ParticipationId,
) -> Result<Participation> {
    let event = store::find(tx, first).await?.ok_or(Error::NotFound)?.event;
    let event = events::find_for_change(tx, &event).await?;
    let first = store::find_for_change(tx, first).await?;
    let second = store::find_for_change(tx, second).await?;
    if first.id == second.id || first.event != second.event {
        let refusal = Refusal::new("participation-merge-impossible");
        return Err(refusal.on("other").into());
    }
    let (kept, other) = match second.state.standing() > first.state.standing() {
        true => (second, first),
        false => (first, second),
    };
    let was_reached = other.email.is_some() || other.actor.is_some();
    store::delete(tx, &other.id).await?;
    let merged = store::update(tx, merged(kept, other, app.clock.now())).await?;
    if was_reached {
        tell(app, tx, &event, &merged, News::Standing).await?;
    }
    promote(app, tx, &event).await?;
    Ok(merged)
}

/// How they come, their place, code and link are all of the one that is kept: they belong together.
fn merged(kept: Participation, other: Participation, now: DateTime<Utc>) -> Participation {
    let or = |one: String, two: String| if one.is_empty() { two } else { one };
    let mut seen = [kept.seen.0, other.seen.0].concat();
    seen.sort_unstable();
    seen.dedup();
    Participation {
        name: or(kept.name, other.name),
        organisation: or(kept.organisation, other.organisation),
        stakeholder: or(kept.stakeholder, other.stakeholder),
        email: kept.email.or(other.email),
        actor: kept.actor.or(other.actor),
        activity: kept.activity.or(other.activity),
        reply: kept.reply.or(other.reply),
        sealed: kept.sealed.or(other.sealed),
        seen: Days(seen),
        // Calendars of either have to see the next word as newer.
        turns: kept.turns.max(other.turns),
        queued_at: match kept.state == other.state {
            true => kept.queued_at.min(other.queued_at),
            false => kept.queued_at,
        },
        updated_at: now,
        ..kept
    }
}

/// Write to all who take part in one way, by mail: what organizers write may hold what no other server is
/// told.
pub async fn write_to(
    app: &App,
    tx: &Tx,
    event: &EventId,
    circle: &Circle,
    subject: &str,
    text: &str,
) -> Result<Written> {
    let event = events::find_own(tx, event).await?;
    if subject.trim().is_empty() {
        return Err(Refusal::new("participation-subject-missing")
            .on("subject")
            .into());
    }
    if subject.chars().count() > SUBJECT_AT_MOST {
        return Err(Refusal::new("event-line-too-long").on("subject").into());
    }
    if text.trim().is_empty() {
        return Err(Refusal::new("participation-text-missing").on("text").into());
    }
    if text.chars().count() > events::draft::DESCRIPTION_AT_MOST {
        return Err(Refusal::new("event-description-too-long").on("text").into());
    }
    let mut written = Written::default();
    for participation in store::of_event(tx, &event.id).await? {
        if !circle.has(&event, &participation) {
            continue;
        }
        match letters::write_from_organizers(app, tx, &event, &participation, subject, text).await?
        {
            true => written.to += 1,
            false => written.unreached += 1,
        }
    }
    Ok(written)
}

/// How many a message of the organizers went to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    pub to: usize,
    /// Who gave no address.
    pub unreached: usize,
}

/// Whom a message of the organizers is for.
#[derive(Clone, Debug, PartialEq)]
pub struct Circle {
    pub state: State,
    /// Whichever when absent.
    pub attendance: Option<Attendance>,
    pub stakeholder: Option<String>,
}

impl Circle {
    /// As it was chosen. An empty way or group is any; a word that means nothing is refused, because it would
    /// mean everybody.
    pub fn read(state: &str, attendance: &str, stakeholder: &str) -> Result<Self, Refusals> {
        let mut refusals = Refusals::default();
        let state = State::named(state);
        if state.is_none() {
            refusals.add(Refusal::new("participation-state-unknown").on("state"));
        }
        let way = Attendance::named(attendance);
        if way.is_none() && !attendance.is_empty() {
            refusals.add(Refusal::new("event-attendance-unknown").on("attendance"));
        }
        refusals.none_or()?;
        Ok(Self {
            state: state.unwrap_or(State::Accepted),
            attendance: way,
            stakeholder: Some(stakeholder.to_owned()).filter(|group| !group.is_empty()),
        })
    }

    fn has(&self, event: &Event, participation: &Participation) -> bool {
        participation.state == self.state
            && self
                .attendance
                .is_none_or(|way| way == participation.way(event))
            && self
                .stakeholder
                .as_ref()
                .is_none_or(|group| *group == participation.stakeholder)
    }
}
