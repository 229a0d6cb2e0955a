//! Periodic work: each line calls a verb. Deliveries have their own worker.

use crate::{
    App, Result, accounts, adoptions, associations, audit, cohosts, committees, decisions, events,
    ideas, involvements, joins, mail, mandates, media, members, memberships, participations, peers,
    questions, reports, series, workstreams,
};
use chrono::{DateTime, Duration, Utc};
use federation::{Iri, actors, delivery, follows, inbox, outbox};
use std::{collections::BTreeSet, time::Duration as Pause};
use tokio_util::sync::CancellationToken;

/// How late a timed publication may be.
const TICK: Pause = Pause::from_secs(5);
/// How soon after an acceptance what was said before is read.
const CATCH_UP_EVERY: Pause = Pause::from_secs(1);
/// How soon after a page of a peer's history the next one is read.
const TURN_PAGES_EVERY: Pause = Pause::from_secs(1);
/// How often old rows are cleared away.
const CLEAR_EVERY: Duration = Duration::hours(1);
/// Our activities can be asked for this long after they were said.
const ACTIVITIES_KEPT: Duration = Duration::days(90);
/// Profiles of strangers looked at in one go.
const STRANGERS_AT_ONCE: u64 = 500;

/// Work until `stop`. A failed line is logged and tried again at the next tick.
pub async fn run(app: App, stop: CancellationToken) {
    tokio::join!(
        keep_house(&app, &stop),
        catch_up(&app, &stop),
        read_peers(&app, &stop),
        look_elsewhere(&app, &stop),
    );
}

/// Read what peers had said before they were peers. It may take hours, and nothing waits for it.
async fn read_peers(app: &App, stop: &CancellationToken) {
    while !stop.is_cancelled() {
        tokio::select! {
            () = stop.cancelled() => {}
            read = app.federation.read_on() => if let Err(error) = read {
                tracing::error!(%error, "reading what peers have said failed");
            }
        }
        rest(stop, TURN_PAGES_EVERY).await;
    }
}

/// Read what those had said before whom we follow now, and the word of those whom events name. Waits
/// for other servers, so it does so apart.
async fn catch_up(app: &App, stop: &CancellationToken) {
    while !stop.is_cancelled() {
        tokio::select! {
            () = stop.cancelled() => {}
            read = app.federation.read_outboxes() => if let Err(error) = read {
                tracing::error!(%error, "catching up with those we follow failed");
            }
        }
        tokio::select! {
            () = stop.cancelled() => {}
            checked = cohosts::check_due(app) => if let Err(error) = checked {
                tracing::error!(%error, "checking who invites with others failed");
            }
        }
        tokio::select! {
            () = stop.cancelled() => {}
            checked = involvements::check_due(app) => if let Err(error) = checked {
                tracing::error!(%error, "checking who has a part in workstreams failed");
            }
        }
        rest(stop, CATCH_UP_EVERY).await;
    }
}

/// Look at the events that ours go to. Apart, so that a server that answers slowly keeps up nobody who
/// has just been followed.
async fn look_elsewhere(app: &App, stop: &CancellationToken) {
    while !stop.is_cancelled() {
        tokio::select! {
            () = stop.cancelled() => {}
            looked = joins::look_again(app) => if let Err(error) = looked {
                tracing::error!(%error, "looking at where ours go failed");
            }
        }
        rest(stop, TICK).await;
    }
}

async fn keep_house(app: &App, stop: &CancellationToken) {
    let mut cleared_at: Option<DateTime<Utc>> = None;
    while !stop.is_cancelled() {
        if let Err(error) = events::publish_due(app).await {
            tracing::error!(%error, "timed publication failed");
        }
        if let Err(error) = participations::look_after(app).await {
            tracing::error!(%error, "looking after those who take part failed");
        }
        if let Err(error) = cohosts::look_after(app).await {
            tracing::error!(%error, "looking after open invitations failed");
        }
        if let Err(error) = peers::tell(app).await {
            tracing::error!(%error, "telling of servers that ask failed");
        }
        if let Err(error) = peers::look_after(app).await {
            tracing::error!(%error, "looking after peers failed");
        }
        if let Err(error) = joins::look_after(app).await {
            tracing::error!(%error, "looking after where ours go failed");
        }
        if let Err(error) = decisions::tell_due(app).await {
            tracing::error!(%error, "writing to those who may vote failed");
        }
        if let Err(error) = decisions::remind(app).await {
            tracing::error!(%error, "reminding of what is to be looked at again failed");
        }
        if let Err(error) = questions::close_due(app).await {
            tracing::error!(%error, "counting what associations voted failed");
        }
        if let Err(error) = questions::remind_due(app).await {
            tracing::error!(%error, "reminding of votes that are missing failed");
        }
        if let Err(error) = questions::remind_to_review(app).await {
            tracing::error!(%error, "reminding of what associations chose failed");
        }
        if let Err(error) = workstreams::remind(app).await {
            tracing::error!(%error, "reminding of reports failed");
        }
        if let Err(error) = members::look_after(app).await {
            tracing::error!(%error, "ending what was granted failed");
        }
        if let Err(error) = committees::remind(app).await {
            tracing::error!(%error, "reminding of terms that end failed");
        }
        if let Err(error) = mandates::remind(app).await {
            tracing::error!(%error, "reminding of terms that end elsewhere failed");
        }
        if let Err(error) = committees::look_after(app).await {
            tracing::error!(%error, "telling who sits on committees failed");
        }
        if let Err(error) = workstreams::reserve_all(app).await {
            tracing::error!(%error, "keeping places for results failed");
        }
        let now = app.clock.now();
        if cleared_at.is_none_or(|at| now - at >= CLEAR_EVERY) {
            if let Err(error) = events::make_findable(app).await {
                tracing::error!(%error, "making events findable failed");
            }
            match clear(app, now).await {
                Ok(rows) => tracing::info!(rows, "jobs.cleared"),
                Err(error) => tracing::error!(%error, "clearing old rows failed"),
            }
            cleared_at = Some(now);
        }
        rest(stop, TICK).await;
    }
}

async fn rest(stop: &CancellationToken, pause: Pause) {
    tokio::select! {
        () = stop.cancelled() => {}
        () = tokio::time::sleep(pause) => {}
    }
}

/// Give up and forget what has been kept for long enough, as the privacy page promises. Returns how
/// many rows.
pub async fn clear(app: &App, now: DateTime<Utc>) -> Result<u64> {
    let kept = app.config.retention;
    let before = |days: u16| now - Duration::days(days.into());
    let given_up = delivery::Entity::give_up(&app.db, now).await?;
    let receipts = inbox::prune(&app.db, before(kept.activities_days), now).await?;
    let deliveries = delivery::Entity::prune(&app.db, before(kept.deliveries_days)).await?;
    let activities = outbox::prune(&app.db, now - ACTIVITIES_KEPT).await?;
    outbox::hush(&app.db).await?;
    let ways_in = accounts::prune(&app.db, now).await?;
    let entries = audit::prune(&app.db, before(kept.audit_days)).await?;
    let elsewhere = clear_elsewhere(app, before(kept.remote_days)).await?;
    let pictures = clear_pictures(app, now - media::UNUSED_KEPT).await?;
    let kept_after = Duration::days(kept.participations_days.into());
    let people = participations::clear(app, kept_after).await?;
    let cohosts = cohosts::clear(app).await?;
    let peers = peers::clear(app).await?;
    let joins = joins::clear(app, kept_after).await?;
    let ideas = ideas::clear(app).await?;
    let rolls = decisions::clear(app, kept_after).await?;
    let seats = committees::clear(app, kept_after).await?;
    let meetings = members::clear(app, now - kept_after).await?;
    let questions = questions::clear(app, now - kept_after).await?;
    let mandates = mandates::clear(app, now - kept_after).await?;
    let mails = mail::prune(&app.db, before(kept.deliveries_days)).await?;
    Ok(mails
        + rolls
        + seats
        + meetings
        + questions
        + mandates
        + cohosts
        + peers
        + joins
        + ideas
        + people
        + pictures
        + receipts
        + given_up
        + deliveries
        + activities
        + ways_in
        + entries
        + elsewhere)
}

/// Forget pictures and documents that were uploaded before `before` and that nothing shows or leads to.
async fn clear_pictures(app: &App, before: DateTime<Utc>) -> Result<u64> {
    let tx = app.begin().await?;
    let mut used = BTreeSet::from_iter(events::pictures(&tx).await?);
    used.extend(associations::pictures(&tx).await?);
    used.extend(series::pictures(&tx).await?);
    used.extend(workstreams::files(app, &tx).await?);
    used.extend(reports::files(app, &tx).await?);
    media::clear(app, tx, &used, before).await
}

/// Forget what is others' and nobody here has had to do with since `before`: events of organizers and
/// series that are not followed nor of a peer, and to which none of ours invites, then profiles of who neither follows, invites nor takes part.
async fn clear_elsewhere(app: &App, before: DateTime<Utc>) -> Result<u64> {
    let tx = app.begin().await?;
    let followed = follows::followed_here(&tx).await?;
    let peers = app.federation.all_peers(&tx).await?.into_iter();
    let peers: Vec<Iri> = peers.map(|peer| peer.id).collect();
    let events =
        events::forget_foreign(&tx, &followed, &peers, app.config.origin(), before).await?;
    tx.commit().await?;
    let (mut profiles, mut last) = (0, None);
    loop {
        let tx = app.begin().await?;
        let strangers = actors::strangers(&tx, before, last.as_ref(), STRANGERS_AT_ONCE).await?;
        last = strangers.last().cloned();
        if last.is_none() {
            return Ok(events + profiles);
        }
        let mut known = events::organizers_among(&tx, &strangers).await?;
        known.extend(cohosts::among(&tx, &strangers).await?);
        known.extend(peers::among(&tx, &strangers).await?);
        known.extend(joins::organizers_among(&tx, &strangers).await?);
        known.extend(ideas::actors_among(&tx, &strangers).await?);
        known.extend(workstreams::actors_among(&tx, &strangers).await?);
        known.extend(committees::actors_among(&tx, &strangers).await?);
        known.extend(members::actors_among(&tx, &strangers).await?);
        known.extend(memberships::workstreams_among(&tx, &strangers).await?);
        known.extend(mandates::committees_among(&tx, &strangers).await?);
        known.extend(involvements::actors_among(&tx, &strangers).await?);
        known.extend(adoptions::actors_among(&tx, &strangers).await?);
        // A vote, or what was counted, has yet to reach them.
        known.extend(questions::actors_among(&tx, &strangers).await?);
        // Who takes part has yet to be told what changes.
        known.extend(participations::actors_among(&tx, &strangers).await?);
        let (_, forgotten): (Vec<_>, Vec<_>) = strangers
            .into_iter()
            .partition(|stranger| known.contains(stranger));
        profiles += actors::forget(&tx, &forgotten).await?;
        tx.commit().await?;
    }
}
