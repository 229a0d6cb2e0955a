//! What somebody does for themselves: ask, confirm, come, change, leave, be forgotten. By the form, by
//! their own link, or from another server.

use super::{
    answers, event_of, held,
    letters::{self, News},
    open_for_registration, opened,
    participation::{
        Days, Entry, Origin, Participation, Private, Registration, Seen, State, Told, days_of,
        ways_of,
    },
    places::{admit, holder, others, promote, reachable},
    require_running, sealed,
    seats::{self, Holder},
    store, tables, tell, ticket, told_now,
};
use crate::{
    App, Refusal, Result,
    app::Tx,
    events::{self, Admission, Attendance, Event},
    ids::EventId,
    mail::Address,
};
use chrono::{DateTime, Duration, Utc};
use federation::{actors::Actor, outbox};

/// How long somebody has to confirm their address.
pub const CONFIRMS_WITHIN: Duration = Duration::days(7);
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
    let (event, admission) = open_for_registration(app, tx, event).await?;
    let entry = registration.check(&event, &admission)?;
    let Some(address) = entry.email.clone() else {
        return Err(Refusal::new("participation-email-missing")
            .on("email")
            .into());
    };
    let known = known(tx, &event.id, &address, &entry.name).await?;
    let participation = match known {
        Some(known) if State::TOLD.contains(&known.state) => {
            // They ask themselves, so they are answered, also who was imported in silence.
            let known = Participation {
                quiet: false,
                ..known
            };
            letters::write(app, tx, &event, &known, News::Standing).await?;
            return Ok(address);
        }
        Some(known) if known.state == State::Unconfirmed => {
            let known = filled(app, known, &admission, entry)?;
            let known = Participation {
                language: language.to_owned(),
                updated_at: app.clock.now(),
                ..known
            };
            store::update(tx, known).await?
        }
        // Whoever typed the address has not shown that it is theirs: what is over stays as it is until then.
        former => {
            let new = Participation {
                turns: former.map_or(0, |former| former.turns + 1),
                ..new(app, tx, &event, Origin::Form, language).await?
            };
            store::insert(tx, filled(app, new, &admission, entry)?).await?
        }
    };
    letters::write(app, tx, &event, &participation, News::PleaseConfirm).await?;
    Ok(address)
}

/// Who of this address it is, over or not: several people may have one mailbox, and their names tell them
/// apart. Who is called the same comes before who gave no name, and who takes part before who did.
pub(super) async fn known(
    tx: &Tx,
    event: &EventId,
    address: &Address,
    name: &str,
) -> Result<Option<Participation>> {
    let all = store::of_email(tx, event, &address.folded()).await?;
    let mut known: Vec<_> = all.into_iter().filter(|one| one.may_be(name)).collect();
    known.sort_by_key(|one| (one.state.is_final(), !one.is_called(name)));
    Ok(known.into_iter().next())
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
    let (event, admission) = open_for_registration(app, tx, &participation.event).await?;
    let participation = in_place_of_former(tx, participation).await?;
    let participation = admit(app, tx, &event, &admission, participation, false).await?;
    letters::write(app, tx, &event, &participation, News::Standing).await?;
    Ok(participation)
}

/// Of each person there is one participation, once it is confirmed: it takes over the days on which they
/// were let in.
pub(super) async fn in_place_of_former(
    tx: &Tx,
    mut participation: Participation,
) -> Result<Participation> {
    for former in store::former(tx, &participation).await? {
        for presence in former.seen.0.iter().copied() {
            participation.seen.add(presence);
        }
        store::delete(tx, &former.id).await?;
    }
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
    // Before this row is read: it may be theirs to whom a place is given.
    promote(app, tx, &event).await?;
    let known = store::find_by_actor(tx, &event.id, &actor.id).await?;
    let now = app.clock.now();
    let is_new = known.as_ref().is_none_or(|known| known.state.is_final());
    let ways = ways_of(&event);
    let way = ways.first().copied().unwrap_or_default();
    let participation = match known {
        Some(known) if is_new => Participation {
            attendance: way,
            ..once_more(known)
        },
        Some(known) => known,
        None => {
            let language = app.config.instance.language.bcp47();
            let mut new = new(app, tx, &event, coming.origin, language).await?;
            new.actor = Some(actor.id.clone());
            new.attendance = way;
            store::insert(tx, new).await?
        }
    };
    let attendance = coming.attendance.unwrap_or(participation.attendance);
    let takes_part = !is_new
        && match participation.state {
            State::Accepted | State::Requested | State::Offered => true,
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
        joined: match &coming.activity {
            Some(_) => coming.origin == Origin::Join,
            None => participation.joined,
        },
        sealed: with_message(app, &participation, coming.message)?,
        activity: coming.activity.map(Into::into).or(participation.activity),
        said_at: coming.said_at.or(participation.said_at),
        way_open: match coming.attendance {
            Some(_) => false,
            None if is_new => ways.len() > 1,
            None => participation.way_open,
        },
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
            participation.state = State::Tentative;
            store::update(tx, participation).await?
        }
    };
    answers::answer(app, tx, &event, &participation).await?;
    // Theirs may be free now: they thought better of it, or come the other way.
    promote(app, tx, &event).await?;
    Ok(participation)
}

/// What somebody wrote with a Join stands in place of what they wrote with the one before.
fn with_message(
    app: &App,
    participation: &Participation,
    message: String,
) -> Result<Option<String>> {
    if message.is_empty() {
        return Ok(participation.sealed.clone());
    }
    let known = opened(app, participation)?;
    sealed(app, &Private { message, ..known })
}

/// What another server says of somebody who wants to come.
#[derive(Clone, Debug)]
pub struct Coming {
    pub origin: Origin,
    /// What the answer names.
    pub activity: Option<url::Url>,
    /// When they said so, as far as that is known.
    pub said_at: Option<DateTime<Utc>>,
    /// The first way there is when they cannot say.
    pub attendance: Option<Attendance>,
    /// `false` for a „maybe“.
    pub is_sure: bool,
    /// What they wrote to the organizers with it; may be empty.
    pub message: String,
}

/// Not coming after all. Doing it twice does it once; a place that becomes free is given on.
pub async fn leave(
    app: &App,
    tx: &Tx,
    participation: &Participation,
    word: Word,
) -> Result<Participation> {
    let event = event_of(tx, &participation.event).await?;
    let participation = store::find_for_change(tx, &participation.id).await?;
    if participation.state.is_final() {
        return Ok(participation);
    }
    let before = participation.state;
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
        if before != State::Unconfirmed {
            let news = match word {
                Word::There | Word::Here => News::Left(before),
                Word::Ours => News::TakenOut(before),
                Word::Nobodys => News::Lapsed,
            };
            match word {
                Word::There => letters::write(app, tx, &event, &participation, news).await?,
                _ => tell(app, tx, &event, &participation, news).await?,
            };
        }
        promote(app, tx, &event).await?;
    }
    Ok(participation)
}

/// By whose word somebody is out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// Theirs, on their own server, which needs no answer.
    There,
    /// Theirs, by their link.
    Here,
    /// Of those who work here.
    Ours,
    /// What was offered has lapsed.
    Nobodys,
}

/// Forget somebody wholly, at their own wish. What they had is given on; their own server, where it counts
/// them among those who come, is told unless it was its word.
pub async fn erase(app: &App, tx: &Tx, participation: &Participation, word: Word) -> Result<()> {
    let event = event_of(tx, &participation.event).await?;
    let participation = store::find_for_change(tx, &participation.id).await?;
    let is_out = participation.state.is_final() || participation.state == State::Unconfirmed;
    if let (Some(event), false, false) = (&event, is_out, word == Word::There) {
        let news = News::Left(participation.state);
        answers::tell(app, tx, event, &participation, &news).await?;
    }
    store::delete(tx, &participation.id).await?;
    if let Some(reply) = &participation.reply {
        outbox::forget_asked(tx, reply).await?;
    }
    if let Some(event) = event {
        promote(app, tx, &event).await?;
    }
    Ok(())
}

/// The account they came by as well is gone. They still come, and are reached as they were before.
pub(super) async fn part_from_account(
    app: &App,
    tx: &Tx,
    participation: &Participation,
) -> Result<()> {
    event_of(tx, &participation.event).await?;
    let participation = store::find_for_change(tx, &participation.id).await?;
    if let Some(reply) = &participation.reply {
        outbox::forget_asked(tx, reply).await?;
    }
    let alone = Participation {
        actor: None,
        activity: None,
        joined: false,
        said_at: None,
        reply: None,
        updated_at: app.clock.now(),
        ..participation
    };
    store::update(tx, alone).await?;
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
    let held_before = holder(&participation, &event);
    let days_before = participation.days.clone();
    let email = participation.email.clone();
    let mut participation = filled(app, participation, &admission, entry)?;
    // The address is the one that was confirmed.
    participation.email = email;
    require_place(app, tx, (&event, &admission), &held_before, &participation).await?;
    participation.turns += i32::from(participation.days != days_before);
    participation.updated_at = app.clock.now();
    let participation = store::update(tx, participation).await?;
    tables::keep_to_days(tx, &event, &participation).await?;
    letters::write(app, tx, &event, &participation, News::Standing).await?;
    promote(app, tx, &event).await?;
    Ok(participation)
}

/// Who has a place keeps it unless there is one for them as they come now.
pub(super) async fn require_place(
    app: &App,
    tx: &Tx,
    (event, admission): (&Event, &Admission),
    held_before: &Holder,
    participation: &Participation,
) -> Result<()> {
    let wanted = holder(participation, event);
    if !participation.is_holding() || wanted == *held_before {
        return Ok(());
    }
    let holders = others(tx, event, held_before).await?;
    let (days, now) = (days_of(event), app.clock.now());
    match seats::has_place(admission, &holders, &wanted, &days, now) {
        true => Ok(()),
        false => Err(Refusal::new("participation-no-place-there")
            .on("attendance")
            .into()),
    }
}

/// They want to hear what organizers write to many, or not any more. Whether they come is another matter.
pub async fn hear_news(tx: &Tx, participation: &Participation, news: bool) -> Result<()> {
    event_of(tx, &participation.event).await?;
    let participation = store::find_for_change(tx, &participation.id).await?;
    store::update(
        tx,
        Participation {
            news,
            ..participation
        },
    )
    .await?;
    Ok(())
}

/// Take the place that was offered.
pub async fn take(app: &App, tx: &Tx, participation: &Participation) -> Result<Participation> {
    let event = events::find_for_change(tx, &participation.event).await?;
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

/// Somebody of whom nothing is known yet.
pub(super) async fn new(
    app: &App,
    tx: &Tx,
    event: &Event,
    origin: Origin,
    language: &str,
) -> Result<Participation> {
    if !store::has_room(tx, &event.id).await? {
        return Err(Refusal::new("participation-full").into());
    }
    let now = app.clock.now();
    Ok(Participation {
        id: app.ulids.next(now).into(),
        event: event.id.clone(),
        state: State::Unconfirmed,
        origin,
        quiet: false,
        news: true,
        attendance: Attendance::InPerson,
        way_open: false,
        days: Days::default(),
        name: String::new(),
        email: None,
        organisation: String::new(),
        stakeholder: String::new(),
        sealed: None,
        language: language.to_owned(),
        actor: None,
        activity: None,
        joined: false,
        said_at: None,
        reply: None,
        code: free_code(tx, &event.id).await?,
        seen: Seen::default(),
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

pub(super) fn filled(
    app: &App,
    participation: Participation,
    admission: &Admission,
    entry: Entry,
) -> Result<Participation> {
    let known = opened(app, &participation)?;
    let private = entry.private.in_place_of(known, admission);
    Ok(Participation {
        name: entry.name,
        email: entry.email.map(|address| address.folded()),
        attendance: entry.attendance,
        way_open: false,
        days: entry.days,
        organisation: entry.organisation,
        stakeholder: entry.stakeholder,
        sealed: sealed(app, &private)?,
        ..participation
    })
}

/// Whoever was taken out begins anew. A calendar that heard CANCEL heeds an invitation only when it counts
/// higher.
pub(super) fn once_more(participation: Participation) -> Participation {
    Participation {
        turns: participation.turns + i32::from(participation.state.is_final()),
        reminded_at: None,
        ..participation
    }
}

/// The last moment somebody can confirm what they asked for then.
pub fn confirms_until(participation: &Participation) -> DateTime<Utc> {
    participation.updated_at + CONFIRMS_WITHIN
}
