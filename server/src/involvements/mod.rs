//! Which organisations have a part in a workstream: lead, contribute or follow. The workstream asks, or
//! the organisation does; shown is only who said so at its own server, where everybody can check it, as
//! with those who invite together. Desk, API, command line and inbox all come through these verbs.

pub mod activitypub;
pub mod api;
mod checking;
pub mod desk;
pub mod inbox;
pub mod involvement;
mod store;

pub use self::{
    checking::check_due,
    involvement::{Involvement, State},
    store::actors_among,
};
pub use crate::cohosts::look_up;

use crate::{
    App, Error, Refusal, Result,
    app::Tx,
    associations::{self, Association},
    following,
    ids::InvolvementId,
    words::Word as _,
    workstreams::{self, Involved, Organisation, Part, Workstream},
};
use federation::{
    INSTANCE_HANDLE, Iri,
    actors::{self, Actor},
    blocks,
    outbox::{Audience, Saying},
    vocabulary::actor::Involved as Wire,
};
use sea_orm::ConnectionTrait;
use serde_json::json;

/// Organisations of one workstream; other servers read no more.
pub const INVOLVED_AT_MOST: usize = 20;
/// Questions to one of ours that may be open. Nobody has more than one of them.
const OPEN_AT_MOST: usize = 50;
/// Of them, those one other server asked.
const OPEN_OF_ONE_HOST_AT_MOST: usize = 20;

/// The form field in which somebody is named.
const FIELD: &str = "address";

fn refused<T>(message: &'static str) -> Result<T> {
    Err(Refusal::new(message).into())
}

fn on_field<T>(message: &'static str) -> Result<T> {
    Err(Refusal::new(message).on(FIELD).into())
}

/// The part that is meant; empty for the usual one.
pub fn read_part(name: &str) -> Result<Part> {
    match name.trim() {
        "" => Ok(Part::default()),
        name => Ok(Part::named(name).ok_or(Refusal::new("involvement-part-unknown").on("part"))?),
    }
}

/// Whether anybody can still get a part in it.
fn is_open(workstream: &Workstream) -> bool {
    use workstreams::State;
    workstream.local
        && matches!(
            workstream.state,
            State::Selected | State::Active | State::Presented
        )
}

/// Ask an organisation to have a part in a workstream of ours. It counts once they agree.
pub async fn offer(
    app: &App,
    tx: &Tx,
    workstream: &Workstream,
    invited: &Actor,
    part: Part,
) -> Result<Involvement> {
    if !is_open(workstream) {
        return refused("involvement-not-open");
    }
    if invited.id == workstream.lead {
        return on_field("involvement-is-lead");
    }
    let is_nobody = matches!(invited.kind.as_str(), "Application" | "Person")
        || invited.handle == INSTANCE_HANDLE
        || invited.is_workstream();
    if is_nobody || invited.deleted_at.is_some() {
        return on_field("involvement-no-organisation");
    }
    require_reachable(app, tx, invited).await?;
    let group = workstreams::actor_of(tx, workstream).await?;
    let known = store::find_of(tx, &group.id, &invited.id).await?;
    require_new(known.as_ref())?;
    require_room(tx, &group.id, true).await?;
    let saying = Saying::about("Offer", json!(group.id), Audience::only(&invited.id));
    let involvement = new(app, &group, &invited.id, part, false);
    let offer = app
        .federation
        .say(tx, &group, aimed(saying, &involvement))
        .await?;
    let offered = Involvement {
        offer: Some(offer),
        ..involvement
    };
    keep(tx, offered, known.as_ref()).await
}

/// Whether one more may have a part: those who agreed count, and, where ours asks somebody, those it asked.
/// What strangers ask for keeps nobody out.
async fn require_room(tx: &Tx, group: &Iri, asks: bool) -> Result<()> {
    let all = store::of_workstream(tx, group).await?;
    let counts = |one: &&Involvement| match one.state {
        State::Accepted => true,
        State::Offered => asks && !one.is_request,
        State::Rejected | State::Unconfirmed => false,
    };
    match all.iter().filter(counts).count() < INVOLVED_AT_MOST {
        true => Ok(()),
        false => on_field("involvement-too-many"),
    }
}

/// Ask, for an association of ours, a workstream for a part in it. That it asks is its word.
pub async fn ask(
    app: &App,
    tx: &Tx,
    association: &Association,
    group: &Actor,
    part: Part,
) -> Result<Involvement> {
    if !group.is_workstream() || group.deleted_at.is_some() {
        return on_field("involvement-no-workstream");
    }
    require_reachable(app, tx, group).await?;
    if let Some(ours) = workstreams::find_by_actor(tx, &group.id)
        .await?
        .filter(|it| it.local)
    {
        if !is_open(&ours) {
            return refused("involvement-not-open");
        }
        if ours.lead == association.actor {
            return on_field("involvement-is-lead");
        }
    }
    let actor = associations::actor_of(tx, association).await?;
    let known = store::find_of(tx, &group.id, &actor.id).await?;
    require_new(known.as_ref())?;
    let saying = Saying::about("Offer", json!(actor.id), Audience::open(&group.id, None));
    let involvement = new(app, group, &actor.id, part, true);
    let offer = app
        .federation
        .say(tx, &actor, aimed(saying, &involvement))
        .await?;
    let asked = Involvement {
        word: Some(offer.clone()),
        offer: Some(offer),
        ..involvement
    };
    keep(tx, asked, known.as_ref()).await
}

fn aimed(saying: Saying, involvement: &Involvement) -> Saying {
    saying
        .with("target", json!(Wire::address(&involvement.workstream)))
        .with("kind", json!(involvement.part.name()))
}

async fn require_reachable(app: &App, tx: &Tx, other: &Actor) -> Result<()> {
    if !other.local && !app.federation.settings().open {
        return on_field("following-closed");
    }
    match blocks::covers(tx, &other.id).await? {
        true => on_field("following-blocked"),
        false => Ok(()),
    }
}

fn require_new(known: Option<&Involvement>) -> Result<()> {
    match known.map(|known| known.state) {
        Some(State::Offered) => on_field("involvement-offered-already"),
        Some(State::Accepted) => on_field("involvement-agreed-already"),
        Some(State::Rejected | State::Unconfirmed) | None => Ok(()),
    }
}

fn new(app: &App, group: &Actor, actor: &Iri, part: Part, is_request: bool) -> Involvement {
    let now = app.clock.now();
    let name = group.profile.name.chars();
    Involvement {
        id: app.ulids.next(now).into(),
        workstream: group.id.clone(),
        name: name.take(involvement::NAME_AT_MOST).collect(),
        actor: actor.clone(),
        part,
        state: State::Offered,
        is_request,
        offer: None,
        word: None,
        reason: String::new(),
        check_at: None,
        checked_at: None,
        created_at: now,
        updated_at: now,
    }
}

/// In place of what is `known` of the same two.
async fn keep(
    tx: &Tx,
    involvement: Involvement,
    known: Option<&Involvement>,
) -> Result<Involvement> {
    match known {
        None => store::insert(tx, involvement).await,
        Some(known) => {
            let again = Involvement {
                id: known.id.clone(),
                created_at: known.created_at,
                ..involvement
            };
            store::update(tx, again).await
        }
    }
}

/// Agree, as whoever was asked. An organisation's yes can be read by everybody; a copy of the workstream
/// is kept here from then on, and followed.
pub async fn accept(app: &App, tx: &Tx, involvement: Involvement) -> Result<Involvement> {
    let ours = require_asked(app, tx, &involvement).await?;
    if involvement.is_request {
        require_room(tx, &involvement.workstream, false).await?;
    }
    let audience = match involvement.is_request {
        true => Audience::only(&involvement.actor),
        false => Audience::open(&involvement.workstream, None),
    };
    if !involvement.is_request {
        follow(app, tx, &ours, &involvement).await?;
    }
    let saying = Saying::about("Accept", activitypub::offer(&involvement), audience)
        .with("kind", json!(involvement.part.name()))
        .concerning(&involvement.workstream);
    let said = app.federation.say(tx, &ours, saying).await?;
    let accepted = Involvement {
        state: State::Accepted,
        word: match involvement.is_request {
            true => involvement.word.clone(),
            false => Some(said),
        },
        updated_at: app.clock.now(),
        ..involvement
    };
    let accepted = store::update(tx, accepted).await?;
    relist(app, tx, &accepted.workstream).await?;
    Ok(accepted)
}

/// Keep a copy of another server's workstream in which one of ours has a part, and hear of it.
async fn follow(app: &App, tx: &Tx, ours: &Actor, involvement: &Involvement) -> Result<()> {
    let group = actors::find(tx, &involvement.workstream).await?;
    let Some(group) = group.filter(|group| !group.local) else {
        return Ok(());
    };
    let Some(foreign) = workstreams::activitypub::foreign(&group) else {
        return refused("involvement-not-open");
    };
    workstreams::keep(app, tx, &group, foreign).await?;
    match following::follow(app, tx, ours, &group).await {
        // Followed already is as good.
        Err(Error::Refused(_)) => Ok(()),
        followed => followed,
    }
}

/// Say no, as whoever was asked, and why.
pub async fn reject(
    app: &App,
    tx: &Tx,
    involvement: Involvement,
    reason: &str,
) -> Result<Involvement> {
    let ours = require_asked(app, tx, &involvement).await?;
    let reason = reason.trim();
    if reason.chars().count() > involvement::REASON_AT_MOST {
        return Err(Refusal::new("cohost-reason-too-long").on("reason").into());
    }
    say_no(app, tx, &ours, &involvement, reason).await?;
    let rejected = Involvement {
        state: State::Rejected,
        reason: reason.to_owned(),
        updated_at: app.clock.now(),
        ..involvement
    };
    store::update(tx, rejected).await
}

async fn say_no(
    app: &App,
    tx: &Tx,
    ours: &Actor,
    involvement: &Involvement,
    reason: &str,
) -> Result<()> {
    let to = Audience::only(involvement.asker());
    let saying = Saying::about("Reject", activitypub::offer(involvement), to);
    let mut saying = saying.concerning(&involvement.workstream);
    if !reason.is_empty() {
        saying = saying.with("content", json!(crate::markdown::escape(reason)));
    }
    app.federation.say(tx, ours, saying).await?;
    Ok(())
}

/// The actor of ours that a question waits for.
async fn require_asked(app: &App, tx: &Tx, involvement: &Involvement) -> Result<Actor> {
    if involvement.state != State::Offered {
        return refused("involvement-answered-already");
    }
    let ours = actors::find(tx, involvement.answerer()).await?;
    let ours = ours.filter(|actor| actor.local).ok_or(Error::NotFound)?;
    let asker = actors::find(tx, involvement.asker()).await?;
    require_reachable(app, tx, &asker.ok_or(Error::NotFound)?).await?;
    if let Some(workstream) = workstreams::find_by_actor(tx, &involvement.workstream).await?
        && workstream.local
        && !is_open(&workstream)
    {
        return refused("involvement-not-open");
    }
    Ok(ours)
}

/// End it from our side: whoever of the two is ours takes back what they said. The organisation is named
/// nowhere any more.
pub async fn end(app: &App, tx: &Tx, involvement: Involvement) -> Result<()> {
    let [group, organisation] = [
        own(tx, &involvement.workstream).await?,
        own(tx, &involvement.actor).await?,
    ];
    let (asker, answerer) = match involvement.is_request {
        true => (organisation, group),
        false => (group, organisation),
    };
    if let Some(asker) = asker {
        take_back_offer(app, tx, &asker, &involvement).await?;
    }
    if let Some(answerer) = answerer
        && involvement.state == State::Accepted
    {
        match involvement.is_request {
            true => say_no(app, tx, &answerer, &involvement, "").await?,
            false => take_back_accept(app, tx, &answerer, &involvement).await?,
        }
    }
    store::delete(tx, &involvement.id).await?;
    relist(app, tx, &involvement.workstream).await
}

async fn own(tx: &Tx, actor: &Iri) -> Result<Option<Actor>> {
    let found = actors::find(tx, actor).await?;
    Ok(found.filter(|found| found.local))
}

async fn take_back_offer(
    app: &App,
    tx: &Tx,
    asker: &Actor,
    involvement: &Involvement,
) -> Result<()> {
    let Some(offer) = &involvement.offer else {
        return Ok(());
    };
    app.federation.retract(tx, offer).await?;
    let to = Audience::only(involvement.answerer());
    let saying = Saying::about("Undo", activitypub::offer(involvement), to);
    let saying = saying.concerning(&involvement.workstream);
    app.federation.say(tx, asker, saying).await?;
    Ok(())
}

async fn take_back_accept(
    app: &App,
    tx: &Tx,
    ours: &Actor,
    involvement: &Involvement,
) -> Result<()> {
    let Some(word) = &involvement.word else {
        return Ok(());
    };
    app.federation.retract(tx, word).await?;
    let audience = Audience::open(&involvement.workstream, None);
    let saying = Saying::about("Undo", activitypub::accept(involvement), audience);
    let saying = saying.concerning(&involvement.workstream);
    app.federation.say(tx, ours, saying).await?;
    Ok(())
}

/// Let the workstream say who has a part now, if it is kept here.
async fn relist(app: &App, tx: &Tx, group: &Iri) -> Result<()> {
    let Some(workstream) = workstreams::find_by_actor_for_change(tx, group).await? else {
        return Ok(());
    };
    let mut agreed = Vec::new();
    for one in store::of_workstream(tx, group).await? {
        if one.state != State::Accepted || blocks::covers(tx, &one.actor).await? {
            continue;
        }
        let Some(word) = one.word else { continue };
        let actor = actors::find(tx, &one.actor).await?;
        agreed.push(Organisation {
            kind: actor.map_or_else(|| "Organization".to_owned(), |actor| actor.kind),
            actor: one.actor,
            part: one.part,
            word,
        });
    }
    workstreams::list_involved(app, tx, workstream, Involved(agreed)).await?;
    Ok(())
}

/// All of a workstream of ours, in the order in which they were asked.
pub async fn of_workstream(
    db: &impl ConnectionTrait,
    workstream: &Workstream,
) -> Result<Vec<Involvement>> {
    match &workstream.actor {
        Some(actor) => store::of_workstream(db, actor).await,
        None => Ok(Vec::new()),
    }
}

/// Where associations of ours have a part, are asked, or asked; the latest first.
pub async fn of_ours(db: &impl ConnectionTrait) -> Result<Vec<Involvement>> {
    let ours = associations::all(db).await?.into_iter();
    let ours: Vec<Iri> = ours.map(|ours| ours.actor).collect();
    store::of_actors(db, &ours).await
}

/// Where this association of ours has a part, is asked, or asked.
pub async fn of_actor(db: &impl ConnectionTrait, actor: &Iri) -> Result<Vec<Involvement>> {
    store::of_actors(db, std::slice::from_ref(actor)).await
}

/// The questions that wait for an answer of ours.
pub async fn open(app: &App) -> Result<Vec<Involvement>> {
    let mut open = store::open(&app.db).await?;
    open.retain(|one| app.federation.is_ours(one.answerer()));
    Ok(open)
}

/// One in which somebody of ours has a part, to change it.
pub async fn find_for_change(app: &App, tx: &Tx, id: &str) -> Result<Involvement> {
    let id: InvolvementId = id.parse().map_err(|_| Error::NotFound)?;
    let found = store::find_for_change(tx, &id).await?;
    let is_ours = |it: &Involvement| {
        let ours = |id: &Iri| app.federation.is_ours(id);
        // What others say of us without our word is theirs.
        (ours(&it.actor) || ours(&it.workstream)) && it.state != State::Unconfirmed
    };
    found.filter(is_ours).ok_or(Error::NotFound)
}

#[cfg(test)]
pub(crate) mod tests;
