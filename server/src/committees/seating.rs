//! Filling the seats of a committee: who comes in, who leaves before their term is over, who is away, and
//! whom their term's end is brought to mind.

use super::{
    Committee, Holder, Part, Seat, elsewhere, find_by_id,
    holder::{Absence, Draft},
    letters, link, refuse, refused, refused_on, store, telling, today,
};
use crate::{
    App, Error, Refusal, Result,
    app::Tx,
    cycles::draft::NAME_AT_MOST,
    following,
    i18n::Lang,
    ids::{CommitteeId, SeatHolderId},
    mail::Address,
};
use chrono::{Days, Duration, NaiveDate};
use federation::{actors::Actor, blocks, vocabulary::actor::ASSOCIATION};
use sea_orm::ConnectionTrait;
use std::collections::{BTreeMap, BTreeSet};
use url::Url;

/// Whoever is, will be or was on one committee.
const HOLDERS_AT_MOST: usize = 300;
/// Days before the end of a term on which it is brought to mind.
pub const REMINDED_BEFORE: [i64; 2] = [60, 14];
/// All of them: of who sits on another server's committee none is due here.
pub(super) const NONE_DUE: i32 = REMINDED_BEFORE.len() as i32;

/// The association of another server to which a seat is offered; nobody where no address was typed. Asks that
/// server, so no transaction may be open.
pub async fn look_up(app: &App, draft: &Draft) -> Result<Option<Actor>> {
    match draft.address.trim() {
        "" => Ok(None),
        address => Ok(Some(following::look_up(app, address).await?)),
    }
}

/// Let somebody take a seat, stand in for who does, or advise. They are sent their link, and others hear of it
/// from their first day on. Or offer the seat to an association `elsewhere`, which says who takes it.
pub async fn seat(
    app: &App,
    tx: &Tx,
    committee: &Committee,
    draft: &Draft,
    elsewhere: Option<&Actor>,
) -> Result<Holder> {
    let committee = store::find_for_change(tx, &committee.id).await?;
    let now = app.clock.now();
    let details = draft.check(&committee, today(app))?;
    if committee.closed_at.is_some() {
        return refused_on("committee-closed", "seat");
    }
    if let Some(email) = &details.email
        && email.parse::<Address>().is_err()
    {
        return refused_on("committee-email-wrong", "email");
    }
    let language = match draft.language.trim() {
        "" => app.config.instance.language,
        typed => match typed.parse::<Lang>() {
            Ok(lang) => lang,
            Err(_) => return refused_on("committee-language-unknown", "language"),
        },
    };
    if let Some(actor) = elsewhere {
        require_reachable(app, tx, actor).await?;
    }
    let known = store::holders(tx, &committee.id).await?;
    if known.len() >= HOLDERS_AT_MOST {
        return refused("committee-holders-too-many");
    }
    let seat = match details.part {
        Part::Adviser => None,
        Part::Member | Part::Deputy => {
            let seats = store::seats(tx, &committee.id).await?;
            let unknown = Refusal::new("committee-seat-unknown").on("seat");
            Some(named(seats, &draft.seat).ok_or(unknown)?.id)
        }
    };
    let is_at_once = |it: &&Holder| {
        it.ended_at.is_none() && it.starts_on <= details.ends_on && details.starts_on <= it.ends_on
    };
    let is_same = |it: &Holder| it.part == details.part && it.seat == seat && seat.is_some();
    if known.iter().filter(is_at_once).any(is_same) {
        return refused_on("committee-seat-held", "seat");
    }
    // Its votes say who casts them, and not for which seat.
    let actor = elsewhere.map(|actor| actor.id.clone());
    let is_theirs = |it: &Holder| it.actor.is_some() && it.actor == actor;
    if known.iter().filter(is_at_once).any(is_theirs) {
        return refused_on("committee-address-sits-already", "address");
    }
    let holder = Holder {
        id: app.ulids.next(now).into(),
        committee: committee.id.clone(),
        seat,
        part: details.part,
        name: match elsewhere {
            Some(actor) if details.name.is_empty() => called(actor),
            _ => details.name,
        },
        email: details.email,
        language: language.bcp47().to_owned(),
        starts_on: details.starts_on,
        ends_on: details.ends_on,
        absent_from: None,
        absent_until: None,
        link: 0,
        reminders: due(details.ends_on, today(app)),
        ended_at: None,
        actor,
        offer: None,
        word: None,
        grant_iri: None,
        reason: String::new(),
        created_at: now,
        updated_at: now,
    };
    let holder = store::insert_holder(tx, holder).await?;
    if elsewhere.is_some() {
        return elsewhere::offer(app, tx, &committee, holder).await;
    }
    letters::invite(app, tx, &committee, &holder).await?;
    telling::tell_seats(app, tx, &committee).await?;
    tell_deputy(app, tx, &holder).await?;
    Ok(holder)
}

/// Whether it is an association that can say yes, and be told.
async fn require_reachable(app: &App, tx: &Tx, actor: &Actor) -> Result<()> {
    let wrong = |message| refused_on(message, "address");
    if actor.local {
        return wrong("committee-address-is-here");
    }
    let is_one = actor.profile.body.as_deref() == Some(ASSOCIATION);
    if !is_one || actor.deleted_at.is_some() {
        return wrong("committee-no-association");
    }
    if !app.federation.settings().open {
        return wrong("following-closed");
    }
    match blocks::covers(tx, &actor.id).await? {
        true => wrong("following-blocked"),
        false => Ok(()),
    }
}

/// As the desk shows it until it says who takes the seat.
fn called(actor: &Actor) -> String {
    let name = match actor.profile.name.as_str() {
        "" => actor.address(),
        name => name.to_owned(),
    };
    name.chars().take(NAME_AT_MOST).collect()
}

/// By its number or its group.
fn named(seats: Vec<Seat>, typed: &str) -> Option<Seat> {
    let typed = typed.trim();
    let is_it = |seat: &Seat| seat.number.to_string() == typed || seat.stakeholder == typed;
    seats.into_iter().find(is_it)
}

/// Let somebody go before their term is over. Their rights end here and now, their link opens nothing any
/// more, and others hear of it.
pub async fn end(app: &App, tx: &Tx, holder: &Holder) -> Result<Holder> {
    // The committee first, as everywhere: two who wait for each other would wait for ever.
    let committee = store::find_for_change(tx, &holder.committee).await?;
    let holder = store::find_holder_for_change(tx, &holder.id).await?;
    if !holder.is_to_come_or_in_office(today(app)) {
        return refused("committee-term-over");
    }
    let holder = gone(app, tx, holder).await?;
    elsewhere::take_back(app, tx, &committee, &holder).await?;
    telling::tell_seats(app, tx, &committee).await?;
    Ok(holder)
}

/// From now on they have no right any more.
pub(super) async fn gone(app: &App, tx: &Tx, holder: Holder) -> Result<Holder> {
    let now = app.clock.now();
    let holder = Holder {
        ended_at: Some(now),
        link: holder.link + 1,
        updated_at: now,
        ..holder
    };
    let holder = store::update_holder(tx, holder).await?;
    tell_deputy(app, tx, &holder).await?;
    Ok(holder)
}

/// Send somebody another link; all that were sent before open nothing any more.
pub async fn renew_link(app: &App, tx: &Tx, holder: &Holder) -> Result<Holder> {
    let holder = store::find_holder_for_change(tx, &holder.id).await?;
    if !holder.is_to_come_or_in_office(today(app)) {
        return refused("committee-term-over");
    }
    if holder.email.is_none() {
        return refused("committee-no-email");
    }
    let holder = Holder {
        link: holder.link + 1,
        updated_at: app.clock.now(),
        ..holder
    };
    let holder = store::update_holder(tx, holder).await?;
    let committee = find_by_id(tx, &holder.committee).await?;
    letters::invite(app, tx, &committee.ok_or(Error::NotFound)?, &holder).await?;
    Ok(holder)
}

/// A member says on which days their deputy acts, or that they are back.
pub async fn mark_absence(
    app: &App,
    tx: &Tx,
    holder: &Holder,
    absence: &Absence,
) -> Result<Holder> {
    let holder = store::find_holder_for_change(tx, &holder.id).await?;
    if holder.part != Part::Member {
        return refuse(&holder.id, "committee-members-only");
    }
    if !holder.is_to_come_or_in_office(today(app)) {
        return refuse(&holder.id, "committee-term-over");
    }
    let days = absence.check(holder.ends_on)?;
    let holder = Holder {
        absent_from: days.map(|(from, _)| from),
        absent_until: days.map(|(_, until)| until),
        updated_at: app.clock.now(),
        ..holder
    };
    let holder = store::update_holder(tx, holder).await?;
    tell_deputy(app, tx, &holder).await?;
    Ok(holder)
}

/// Whoever stands in for this member on another server hears whether they may vote.
async fn tell_deputy(app: &App, tx: &Tx, holder: &Holder) -> Result<()> {
    let Some(seat) = holder.seat.as_ref().filter(|_| holder.part == Part::Member) else {
        return Ok(());
    };
    let committee = find_by_id(tx, &holder.committee).await?;
    elsewhere::tell_deputy(app, tx, &committee.ok_or(Error::NotFound)?, seat).await
}

/// The way to somebody's page, for those who hand it on.
pub fn way_to(app: &App, holder: &Holder) -> Url {
    link::address(app, holder)
}

/// Whose link this is.
pub async fn find_by_link(app: &App, db: &impl ConnectionTrait, token: &str) -> Result<Holder> {
    let (id, tag) = link::read(token).ok_or(Error::NotFound)?;
    let holder = store::find_holder(db, &id).await?;
    let holder = holder.filter(|holder| link::opens(app, holder, tag));
    holder.ok_or(Error::NotFound)
}

/// Somebody of this committee.
pub async fn find_holder(
    db: &impl ConnectionTrait,
    committee: &Committee,
    id: &str,
) -> Result<Holder> {
    let id: SeatHolderId = id.parse().map_err(|_| Error::NotFound)?;
    let found = store::find_holder(db, &id).await?;
    let found = found.filter(|found| found.committee == committee.id);
    found.ok_or(Error::NotFound)
}

/// How many reminders are due on this day for a term that ends then.
pub fn due(ends_on: NaiveDate, today: NaiveDate) -> i32 {
    let left = (ends_on - today).num_days();
    let due = REMINDED_BEFORE.into_iter().filter(|days| left <= *days);
    i32::try_from(due.count()).unwrap_or(i32::MAX)
}

/// Bring to mind which terms end: to who is in office, and to those who coordinate; 60 and 14 days before,
/// each once. Returns how many terms.
pub async fn remind(app: &App) -> Result<usize> {
    let today = today(app);
    let mut reminded = 0;
    for (before, number) in REMINDED_BEFORE.into_iter().zip(1..) {
        let until = today.checked_add_days(Days::new(before.unsigned_abs()));
        let until = until.unwrap_or(today);
        let ending = store::ending(&app.db, (today, until), number).await?;
        let committees: BTreeSet<_> = ending.iter().map(|(committee, _)| committee).collect();
        for committee in committees {
            let of_it = ending.iter().filter(|(of, _)| of == committee);
            let holders = of_it.map(|(_, holder)| holder);
            reminded += remind_in(app, committee, holders.collect()).await?;
        }
    }
    Ok(reminded)
}

/// Each is written to, and those who coordinate once for each day on which terms end.
async fn remind_in(app: &App, id: &CommitteeId, holders: Vec<&SeatHolderId>) -> Result<usize> {
    let today = today(app);
    let tx = app.begin().await?;
    let committee = store::find_for_change(&tx, id).await?;
    let mut ending: BTreeMap<NaiveDate, Vec<Holder>> = BTreeMap::new();
    for id in holders {
        let holder = store::find_holder_for_change(&tx, id).await?;
        let due = due(holder.ends_on, today);
        if holder.reminders < due && holder.is_in_office(today) {
            letters::remind(app, &tx, &committee, &holder).await?;
            let holder = Holder {
                reminders: due,
                ..holder
            };
            let holder = store::update_holder(&tx, holder).await?;
            ending.entry(holder.ends_on).or_default().push(holder);
        }
    }
    for (day, holders) in &ending {
        letters::remind_desk(app, &tx, &committee, (*day, holders)).await?;
    }
    tx.commit().await?;
    Ok(ending.values().map(Vec::len).sum())
}

/// Forget where those were written to whose term ended so long ago. Who sat where stays.
pub async fn clear(app: &App, kept: Duration) -> Result<u64> {
    let before = app.clock.now() - kept;
    let day = before.with_timezone(&app.config.instance.zone).date_naive();
    store::forget_addresses(&app.db, (day, before)).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reminder_is_due_sixty_and_fourteen_days_before() {
        let due = |today: &str| {
            let ends_on = "2027-11-13".parse().expect("a day");
            due(ends_on, today.parse().expect("a day"))
        };
        for (today, expected) in [
            ("2027-09-13", 0),
            ("2027-09-14", 1),
            ("2027-10-29", 1),
            ("2027-10-30", 2),
            ("2027-11-13", 2),
        ] {
            assert_eq!(due(today), expected, "{today}");
        }
    }
}
