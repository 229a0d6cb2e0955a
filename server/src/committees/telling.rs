//! What other servers hear of a committee: that it is there, what it says about itself, and who sits where.
//! Of a seat is told what has changed and nothing else, whoever or whatever changed it: a verb, or the
//! calendar.

use super::{
    Committee, Holder, Seat,
    activitypub::{self, Setting, Sitting},
    actor_of, elsewhere, roster, store, today, voting,
};
use crate::{App, Error, Result, app::Tx, events::later, ids::CommitteeId};
use chrono::{DateTime, Days, Utc};
use federation::{
    Iri,
    actors::{self, Actor, Founding},
    keys::KeyPairs,
    outbox::{self, Audience},
    vocabulary::read,
};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use std::sync::Arc;
use url::Url;

pub(super) fn setting(app: &App) -> Setting<'_> {
    Setting {
        origin: app.config.origin(),
        lang: app.config.instance.language,
        zone: app.config.instance.zone,
    }
}

/// Who hears what becomes of it: who follows it, and who follows its association.
fn heard_by(group: &Actor, organizer: &Actor) -> Audience {
    Audience::public(group).and_of(organizer)
}

async fn organizer_of(db: &impl ConnectionTrait, committee: &Committee) -> Result<Actor> {
    let organizer = actors::find(db, &committee.organizer).await?;
    organizer.ok_or(Error::NotFound)
}

/// It gets an address of its own, and whoever follows its association hears of it and of its seats. Of one
/// that is over by then nobody is told.
pub(super) async fn appear(
    app: &App,
    tx: &Tx,
    committee: Committee,
    handle: &str,
    keys: Arc<KeyPairs>,
) -> Result<Committee> {
    let founding = Founding {
        kind: "Group",
        handle,
        profile: activitypub::profile(&committee, &setting(app)),
        approves_followers: true,
        keys: Some(keys),
    };
    let group = app.federation.found_actor(tx, founding).await?;
    let committee = Committee {
        actor: Some(group.id.clone()),
        ..committee
    };
    let committee = store::update(tx, committee).await?;
    let organizer = organizer_of(tx, &committee).await?;
    if !committee.is_over(today(app)) {
        let now = app.clock.now();
        let note = activitypub::note(
            &committee,
            (&organizer, &group),
            app.federation.mint("objects", now).into(),
            &setting(app),
            now.fixed_offset(),
        );
        // Named beside it, so that who reads what was said earlier finds the group.
        let audience = Audience::public(&organizer).and_of(&group);
        app.federation
            .publish(tx, &organizer, &json!(note), audience)
            .await?;
        // Nobody follows it yet: peers, and who follows its association, keep a copy of it.
        let audience = heard_by(&group, &organizer);
        app.federation
            .update_actor_for(tx, &group, audience)
            .await?;
    }
    match committee.is_over(today(app)) {
        // Nobody sits there any more.
        true => store::note_told(tx, &committee.id, today(app)).await?,
        false => tell_seats(app, tx, &committee).await?,
    }
    Ok(committee)
}

/// Let its profile say what it is now, and tell its followers.
pub(super) async fn tell(app: &App, tx: &Tx, committee: &Committee) -> Result<()> {
    let Some(group) = actor_of(tx, committee).await? else {
        return Ok(());
    };
    let profile = activitypub::profile(committee, &setting(app));
    let group = app.federation.change_profile(tx, group, profile).await?;
    let audience = heard_by(&group, &organizer_of(tx, committee).await?);
    Ok(app
        .federation
        .update_actor_for(tx, &group, audience)
        .await?)
}

/// Say of every seat what was not said of it yet, as of today. The caller holds the committee's lock.
pub(super) async fn tell_seats(app: &App, tx: &Tx, committee: &Committee) -> Result<()> {
    let Some(group) = actor_of(tx, committee).await? else {
        return Ok(());
    };
    let audience = heard_by(&group, &organizer_of(tx, committee).await?);
    let teller = Teller {
        app,
        tx,
        committee,
        group: &group,
        audience,
    };
    for place in roster(app, tx, committee).await?.places {
        let known = place.seat.clone();
        let id = teller.seat(&known, place.member.as_ref()).await?;
        let deputy = teller.deputy(&known, &id, place.deputy.as_ref()).await?;
        let told = Seat {
            iri: Some(id),
            deputy,
            ..place.seat
        };
        if told != known {
            store::update_seat(tx, told).await?;
        }
    }
    elsewhere::welcome(app, tx, committee).await?;
    store::note_told(tx, &committee.id, today(app)).await
}

struct Teller<'a> {
    app: &'a App,
    tx: &'a Tx,
    committee: &'a Committee,
    group: &'a Actor,
    audience: Audience,
}

impl Teller<'_> {
    async fn seat(&self, seat: &Seat, holder: Option<&Holder>) -> Result<Iri> {
        let (id, sitting) = self.sitting(seat, seat.iri.as_ref(), holder);
        self.say(seat.iri.is_some(), sitting).await?;
        Ok(id)
    }

    /// Nothing while nobody has ever stood in there.
    async fn deputy(
        &self,
        seat: &Seat,
        deputy_of: &Iri,
        holder: Option<&Holder>,
    ) -> Result<Option<Iri>> {
        let is_told = match &seat.deputy {
            // It has an id as soon as it is offered to somebody, who may decline.
            Some(id) => kept(self.tx, id).await?.is_some(),
            None => false,
        };
        if !is_told && holder.is_none() {
            return Ok(seat.deputy.clone());
        }
        let (id, sitting) = self.sitting(seat, seat.deputy.as_ref(), holder);
        let sitting = Sitting {
            deputy_of: Some(deputy_of.clone().into()),
            ..sitting
        };
        self.say(seat.deputy.is_some(), sitting).await?;
        Ok(Some(id))
    }

    fn sitting<'a>(
        &self,
        seat: &'a Seat,
        known: Option<&Iri>,
        holder: Option<&'a Holder>,
    ) -> (Iri, Sitting<'a>) {
        let now = self.app.clock.now();
        let mint = || self.app.federation.mint("objects", now);
        let id = known.cloned().unwrap_or_else(mint);
        let sitting = Sitting {
            seat,
            id: id.clone().into(),
            deputy_of: None,
            holder,
            updated: now,
        };
        (id, sitting)
    }

    /// Create it or, where something of it is another than others know, update it.
    async fn say(&self, is_known: bool, sitting: Sitting<'_>) -> Result<()> {
        let federation = &self.app.federation;
        let known = match is_known {
            true => kept(self.tx, &sitting.id).await?,
            false => None,
        };
        let sitting = Sitting {
            updated: match &known {
                Some((_, told_at)) => later(*told_at, sitting.updated),
                None => sitting.updated,
            },
            ..sitting
        };
        let setting = setting(self.app);
        let seat = activitypub::seat(self.committee, sitting, self.group, &setting);
        let mut object = json!(seat);
        let updated = object["updated"].take();
        if known.as_ref().is_some_and(|(known, _)| *known == object) {
            return Ok(());
        }
        object["updated"] = updated;
        let audience = self.audience.clone();
        match known {
            Some(_) => {
                federation
                    .update(self.tx, self.group, &object, audience)
                    .await?
            }
            None => {
                federation
                    .publish(self.tx, self.group, &object, audience)
                    .await?
            }
        }
        Ok(())
    }
}

/// What others know of a seat but for when they were told, and that.
async fn kept(tx: &Tx, id: &Url) -> Result<Option<(Value, DateTime<Utc>)>> {
    let Some(object) = outbox::find_object(tx, id).await? else {
        return Ok(None);
    };
    let mut known: Value = serde_json::from_str(&object.json)?;
    if let Some(members) = known.as_object_mut() {
        members.shift_remove("@context");
    }
    let told_at = read::instant(&known["updated"].take());
    let told_at = told_at.map_or(object.updated_at, |at| at.to_utc());
    Ok(Some((known, told_at)))
}

/// A seat that nobody ever held is no more.
pub(super) async fn tell_gone(
    app: &App,
    tx: &Tx,
    committee: &Committee,
    seat: &Seat,
) -> Result<()> {
    let Some(group) = actor_of(tx, committee).await? else {
        return Ok(());
    };
    let organizer = organizer_of(tx, committee).await?;
    for id in seat.deputy.iter().chain(&seat.iri) {
        let audience = heard_by(&group, &organizer);
        app.federation.delete(tx, &group, id, audience).await?;
    }
    Ok(())
}

/// Let those appear that nobody can follow yet, as they are older than that; and tell who takes office and
/// whose term is over, where a day has begun since; and tell those on other servers what came of a motion.
/// Returns how many committees and motions.
pub async fn look_after(app: &App) -> Result<usize> {
    let mut seen = 0;
    for id in store::without_actor(&app.db).await? {
        match appear_late(app, &id).await {
            Ok(()) => seen += 1,
            // The others have their turn all the same.
            Err(error) => tracing::error!(committee = %id, %error, "a committee cannot appear"),
        }
    }
    for id in store::untold(&app.db, today(app)).await? {
        match tell_day(app, &id).await {
            Ok(()) => seen += 1,
            Err(error) => tracing::error!(committee = %id, %error, "a committee cannot be told of"),
        }
    }
    for id in store::untold_motions(&app.db, app.clock.now()).await? {
        match elsewhere::tell_end(app, &id).await {
            Ok(()) => seen += 1,
            Err(error) => tracing::error!(motion = %id, %error, "an outcome cannot be told"),
        }
    }
    Ok(seen)
}

async fn appear_late(app: &App, id: &CommitteeId) -> Result<()> {
    let keys = app.federation.make_keys().await?;
    let tx = app.begin().await?;
    let committee = store::find_for_change(&tx, id).await?;
    if committee.actor.is_none() && committee.closed_at.is_none() {
        let handle = free_handle(&tx, &committee).await?;
        appear(app, &tx, committee, &handle, keys).await?;
    }
    Ok(tx.commit().await?)
}

async fn tell_day(app: &App, id: &CommitteeId) -> Result<()> {
    let tx = app.begin().await?;
    let committee = store::find_for_change(&tx, id).await?;
    tell_seats(app, &tx, &committee).await?;
    Ok(tx.commit().await?)
}

/// Its slug, unless somebody was called so before committees had handles.
async fn free_handle(tx: &Tx, committee: &Committee) -> Result<String> {
    let slug = committee.slug.clone();
    for handle in [format!("committee-{slug}"), slug].into_iter().rev() {
        if !actors::is_taken(tx, &handle).await? {
            return Ok(handle);
        }
    }
    Ok(committee.id.to_string().to_lowercase())
}

/// End a committee with its association: nobody is in office any more, those who hold a copy hear that it
/// is gone, and its page stays, as it was on its last day.
pub async fn close(app: &App, tx: &Tx, committee: &Committee) -> Result<()> {
    let committee = store::find_for_change(tx, &committee.id).await?;
    let (now, today) = (app.clock.now(), today(app));
    let yesterday = today.checked_sub_days(Days::new(1)).unwrap_or(today);
    for holder in store::holders(tx, &committee.id).await? {
        if !holder.is_to_come_or_in_office(today) {
            continue;
        }
        let holder = store::find_holder_for_change(tx, &holder.id).await?;
        elsewhere::take_back(app, tx, &committee, &holder).await?;
        let was_in_office = holder.starts_on <= yesterday;
        let holder = Holder {
            ends_on: holder.ends_on.min(yesterday).max(holder.starts_on),
            ended_at: (!was_in_office).then_some(now),
            updated_at: now,
            ..holder
        };
        store::update_holder(tx, holder).await?;
    }
    // Nobody could vote on them any more, and by their end they would seem to be rejected.
    for motion in store::motions(tx, &committee.id).await? {
        if motion.is_open(now) {
            voting::withdraw(app, tx, &motion).await?;
        }
    }
    if let Some(group) = actor_of(tx, &committee).await? {
        for seat in store::seats(tx, &committee.id).await? {
            for id in seat.deputy.iter().chain(&seat.iri) {
                app.federation.forget_object(tx, id).await?;
            }
        }
        let audience = heard_by(&group, &organizer_of(tx, &committee).await?);
        app.federation.close_actor(tx, &group, audience).await?;
    }
    let committee = Committee {
        ends_on: committee.ends_on.min(yesterday.max(committee.starts_on)),
        closed_at: Some(now),
        updated_at: later(committee.updated_at, now),
        ..committee
    };
    store::update(tx, committee).await?;
    Ok(())
}

#[cfg(test)]
mod tests;
