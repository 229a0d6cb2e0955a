//! Closing an association: everybody hears that it is gone, and nobody ever gets its handle again. Its
//! series and its committees close with it, it stops following, co-hosting and going to events, and those who act
//! for it in workstreams elsewhere leave them; what it published stays readable here, as somebody chose.

pub mod api;
pub mod desk;

use crate::{
    App, Error, Refusal, Result, adoptions,
    app::Tx,
    associations::{self, Association},
    cohosts, committees, cycles, decisions, events, following, involvements, joins, mandates,
    memberships, questions, series, workstreams,
};
use federation::{actors, follows, outbox::Audience};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Events that are not over, drafts among them, of an association that closes.
const EVENTS_AT_MOST: u64 = 500;

/// What becomes of public events that are not over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Coming {
    /// They are called off, and those who registered are told.
    #[default]
    Cancel,
    /// They stay as they are, on this server alone.
    Keep,
}

/// As somebody asks for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = AssociationClosing)]
#[serde(default, deny_unknown_fields)]
pub struct Closing {
    /// The handle of the association, typed once more: it cannot be undone.
    pub handle: String,
    pub events: Coming,
}

/// What a closing would touch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    pub followers: u64,
    pub series: usize,
    pub committees: usize,
    /// Events that nobody knows of yet: they are erased.
    pub drafts: usize,
    /// Public ones that are not over.
    pub coming: usize,
}

/// What closing it would touch. Refuses it while the association leads workstreams that go on, has people
/// vote, or holds a cycle that takes ideas.
pub async fn extent(
    app: &App,
    db: &impl ConnectionTrait,
    association: &Association,
) -> Result<Extent> {
    require_done(app, db, association).await?;
    let events = unfinished(app, db, association).await?;
    let coming = events.iter().filter(|event| event.state.is_public());
    let coming = coming.count();
    Ok(Extent {
        followers: follows::count_followers(db, &association.actor).await?,
        series: series::held_by(db, &association.actor).await?.len(),
        committees: committees::held_by(db, &association.actor).await?.len(),
        drafts: events.len() - coming,
        coming,
    })
}

/// Close an association for good. The handle has to be typed once more.
pub async fn close(
    app: &App,
    tx: &Tx,
    association: Association,
    closing: &Closing,
) -> Result<Association> {
    let typed = closing.handle.trim().trim_start_matches('@').to_lowercase();
    if typed != association.handle {
        return Err(Refusal::new("closing-handle-wrong").on("handle").into());
    }
    require_done(app, tx, &association).await?;
    let actor = associations::actor_of(tx, &association).await?;
    for event in unfinished(app, tx, &association).await? {
        let event = events::find_for_change(tx, &event.id).await?;
        match (event.state.is_public(), closing.events) {
            (false, _) => events::erase(app, tx, event).await?,
            (true, Coming::Cancel) => {
                events::cancel(app, tx, event, "").await?;
            }
            (true, Coming::Keep) => {}
        }
    }
    for cohost in cohosts::of_actor(tx, &actor.id).await? {
        cohosts::end(app, tx, cohost).await?;
    }
    for involvement in involvements::of_actor(tx, &actor.id).await? {
        involvements::end(app, tx, involvement).await?;
    }
    for adoption in adoptions::of_actor(tx, &actor.id).await? {
        adoptions::withdraw(app, tx, adoption).await?;
    }
    for mandate in mandates::open_of(tx, &actor.id).await? {
        mandates::close(app, tx, mandate).await?;
    }
    for membership in memberships::standing_of(tx, &actor.id).await? {
        memberships::close(app, tx, membership).await?;
    }
    for join in joins::standing_of(tx, &actor.id).await? {
        joins::leave(app, tx, join).await?;
    }
    for series in series::held_by(tx, &actor.id).await? {
        let typed = series.handle.clone();
        series::close(app, tx, series, &typed).await?;
    }
    for committee in committees::held_by(tx, &actor.id).await? {
        committees::close(app, tx, &committee).await?;
    }
    for follow in follows::followed_by(tx, &actor.id).await? {
        if let Some(followed) = actors::find(tx, &follow.followed).await? {
            following::part(app, tx, &actor, &followed).await?;
        }
    }
    // Whoever follows this server as a whole has its events too.
    let instance = actors::find(tx, app.federation.instance_actor()).await?;
    let instance = instance.ok_or(Error::NotFound)?;
    let audience = Audience::public(&actor).and(instance.followers.iter());
    app.federation.close_actor(tx, &actor, audience).await?;
    associations::retire(app, tx, association).await
}

/// What nobody would lead any more must have come to its end before.
async fn require_done(
    app: &App,
    db: &impl ConnectionTrait,
    association: &Association,
) -> Result<()> {
    let own = workstreams::own(db).await?;
    let goes_on = |state| {
        use workstreams::State;
        matches!(state, State::Selected | State::Active)
    };
    let mut led = own.iter().filter(|it| it.lead == association.actor);
    if led.any(|workstream| goes_on(workstream.state)) {
        return Err(Refusal::new("closing-workstreams").into());
    }
    let votes = decisions::count_open_of(db, &association.actor).await?;
    let questions = questions::count_open_of(db, &association.actor).await?;
    if votes + questions > 0 {
        return Err(Refusal::new("closing-votes").into());
    }
    let today = cycles::today(app);
    let all = cycles::all(db).await?;
    let mut held = all.iter().filter(|it| it.organizer == association.actor);
    match held.any(|cycle| cycle.may_take_ideas(today)) {
        true => Err(Refusal::new("closing-cycles").into()),
        false => Ok(()),
    }
}

async fn unfinished(
    app: &App,
    db: &impl ConnectionTrait,
    association: &Association,
) -> Result<Vec<events::Event>> {
    let now = app.clock.now();
    let limit = EVENTS_AT_MOST + 1;
    let events = events::unfinished_of(db, &association.actor, now, limit).await?;
    match events.len() as u64 > EVENTS_AT_MOST {
        true => Err(Refusal::new("closing-too-many-events").into()),
        false => Ok(events),
    }
}

#[cfg(test)]
mod tests;
