//! What we accept from other servers. Read this to know: one exhaustive match, activity to verb.

#[cfg(feature = "pdf")]
use crate::web::printer::Printer;
use crate::{
    App,
    accounts::Passwords,
    adoptions, agenda, cohosts, committees,
    config::Config,
    events, ideas, involvements, joins, learnings, mandates, members, memberships,
    participations::{self, Links},
    peers, questions, reports,
    web::{cache::Cache, limits::Limits, page::Site},
    workstreams,
};
use federation::{
    Action, Answer, Attending, Clock, Federation, Host, Iri, Received, Rejected, Tx, Ulids,
    actors::Actor,
    vocabulary::{Article, Event, Object, Reply},
};
use sea_orm::{DatabaseConnection, DbErr};
use serde_json::Value;
use std::{pin::Pin, sync::Arc};
use url::Url;

/// The application's side of the door: all of [`App`] but the federation, which holds this.
pub struct Inbound {
    pub db: DatabaseConnection,
    pub config: Arc<Config>,
    pub site: Arc<Site>,
    pub clock: Clock,
    pub ulids: Arc<Ulids>,
    pub limits: Limits,
    pub cache: Cache,
    #[cfg(feature = "pdf")]
    pub printer: Printer,
    pub passwords: Passwords,
    pub links: Links,
}

impl Inbound {
    /// The whole, to call verbs with.
    pub fn app(&self, federation: &Federation) -> App {
        App {
            db: self.db.clone(),
            federation: federation.clone(),
            config: self.config.clone(),
            site: self.site.clone(),
            clock: self.clock.clone(),
            ulids: self.ulids.clone(),
            limits: self.limits.clone(),
            cache: self.cache.clone(),
            #[cfg(feature = "pdf")]
            printer: self.printer.clone(),
            passwords: self.passwords.clone(),
            links: self.links.clone(),
        }
    }
}

#[async_trait::async_trait]
impl Host for Inbound {
    async fn receive(
        &self,
        federation: &Federation,
        tx: &Tx,
        activity: &Received,
    ) -> Result<(), Rejected> {
        verb_for(&self.app(federation), tx, activity).await
    }

    async fn said_to_peers(
        &self,
        federation: &Federation,
        actor: &Actor,
    ) -> Result<Vec<Value>, anyhow::Error> {
        let said = learnings::for_peers(&self.app(federation), actor).await;
        said.map_err(anyhow::Error::from)
    }

    async fn owner_of(&self, db: &DatabaseConnection, object: &Url) -> Result<Option<Iri>, DbErr> {
        let object = &Iri::from(object);
        let questions = [
            events::inbox::owner_of(object),
            agenda::inbox::owner_of(object),
            reports::inbox::owner_of(object),
            learnings::inbox::owner_of(object),
            committees::inbox::owner_of(object),
            ideas::inbox::owner_of(object),
            questions::inbox::owner_of(object),
            workstreams::inbox::owner_of(object),
        ];
        federation::ask_at_once(db, questions).await
    }
}

// What concerns several slices stands on its own, boxed: what one function waits for lies on its stack at
// once, and a debug build has two megabytes of that.

/// What one slice does with an activity, or several together.
type Turn<'a> = Pin<Box<dyn Future<Output = Result<(), Rejected>> + Send + 'a>>;

/// The slices are asked in turn; the first that knows what it is about takes it.
fn first_of<'a>(turns: Vec<Turn<'a>>) -> Turn<'a> {
    Box::pin(async move {
        for turn in turns {
            match turn.await {
                Err(Rejected::NotForUs) => {}
                taken => return taken,
            }
        }
        Err(Rejected::NotForUs)
    })
}

/// It concerns all of them, one after the other.
fn each_of<'a>(turns: Vec<Turn<'a>>) -> Turn<'a> {
    Box::pin(async move {
        for turn in turns {
            turn.await?;
        }
        Ok(())
    })
}

/// What is done with it.
fn verb_for<'a>(app: &'a App, tx: &'a Tx, activity: &'a Received) -> Turn<'a> {
    match &activity.action {
        Action::Create(Object::Event(part)) | Action::Update(Object::Event(part))
            if let Some(whole) = &part.super_event =>
        {
            Box::pin(agenda::inbox::receive(tx, activity, part, whole))
        }
        Action::Create(Object::Event(event))
        | Action::Update(Object::Event(event))
        | Action::Announce(Object::Event(event)) => told(app, tx, activity, event),
        Action::Offer(offer) => Box::pin(cohosts::inbox::receive_offer(app, tx, activity, offer)),
        Action::Involve(involving) => Box::pin(involvements::inbox::receive_offer(
            app, tx, activity, involving,
        )),
        Action::Adopt(adopting) => {
            Box::pin(adoptions::inbox::receive_offer(app, tx, activity, adopting))
        }
        Action::Propose(offered) => {
            Box::pin(ideas::inbox::receive_offer(app, tx, activity, offered))
        }
        Action::Enter(entry) => Box::pin(members::inbox::receive_entry(app, tx, activity, entry)),
        Action::Leave(group) => Box::pin(members::inbox::receive_leave(app, tx, activity, group)),
        Action::Remove { object, target } => Box::pin(memberships::inbox::receive_remove(
            tx, activity, object, target,
        )),
        Action::Resolve { task, is_done } => Box::pin(members::inbox::receive_resolve(
            app, tx, activity, task, *is_done,
        )),
        Action::Matter(matter) => Box::pin(memberships::inbox::receive_matter(
            app, tx, activity, matter,
        )),
        Action::Revoke(grant) => revoked(app, tx, activity, grant),
        Action::Appoint(appointing) => Box::pin(mandates::inbox::receive_offer(
            app, tx, activity, appointing,
        )),
        Action::Grant(grant) => Box::pin(mandates::inbox::receive_grant(app, tx, activity, grant)),
        Action::Motion(motion) => {
            Box::pin(mandates::inbox::receive_motion(app, tx, activity, motion))
        }
        Action::Minutes(minutes) => {
            Box::pin(mandates::inbox::receive_minutes(app, tx, activity, minutes))
        }
        Action::Answer(answer) => answered(app, tx, activity, answer),
        Action::Update(Object::Article(article)) if article.proposal.is_some() => {
            Box::pin(ideas::inbox::receive_update(app, tx, activity, article))
        }
        Action::Create(Object::Article(article))
        | Action::Update(Object::Article(article))
        | Action::Announce(Object::Article(article)) => reported(app, tx, activity, article),
        Action::Attend {
            event,
            answer,
            message,
        } => attended(app, tx, activity, event, (*answer, message.as_deref())),
        Action::Peering(peering) => Box::pin(peers::inbox::receive(app, tx, activity, peering)),
        Action::Undo(id) => undone(app, tx, activity, id),
        Action::Reply(reply) => heard(app, tx, activity, reply),
        Action::Delete(id) => buried(app, tx, activity, id),
        Action::Farewell => taken_leave_of(app, tx, activity),
        Action::Profile if activity.actor.is_committee() => {
            Box::pin(committees::inbox::receive_profile(app, tx, activity))
        }
        Action::Profile => changed(app, tx, activity),
        Action::Create(Object::Seat(seat))
        | Action::Update(Object::Seat(seat))
        | Action::Announce(Object::Seat(seat)) => {
            Box::pin(committees::inbox::receive_seat(app, tx, seat))
        }
        Action::Create(Object::Milestone(milestone))
        | Action::Update(Object::Milestone(milestone))
        | Action::Announce(Object::Milestone(milestone)) => each_of(vec![
            Box::pin(workstreams::inbox::receive_milestone(app, tx, milestone)),
            Box::pin(involvements::inbox::receive_profile(
                app,
                tx,
                &milestone.attributed_to,
            )),
        ]),
        Action::Create(Object::Question(question)) | Action::Update(Object::Question(question)) => {
            Box::pin(questions::inbox::receive(app, tx, activity, question))
        }
        // Notes and polls of others are read on their own servers.
        Action::Create(Object::Note(_) | Object::Other { .. })
        | Action::Update(Object::Note(_) | Object::Other { .. })
        | Action::Announce(Object::Note(_) | Object::Question(_) | Object::Other { .. }) => {
            first_of(Vec::new())
        }
    }
}

/// An event somebody published, changed or passed on.
fn told<'a>(app: &'a App, tx: &'a Tx, activity: &'a Received, event: &'a Event) -> Turn<'a> {
    each_of(vec![
        Box::pin(events::inbox::receive(app, tx, activity, event)),
        Box::pin(cohosts::inbox::receive_event(app, tx, activity, event)),
        Box::pin(joins::inbox::receive_event(tx, activity, event)),
    ])
}

/// A group says what it is by now.
fn changed<'a>(app: &'a App, tx: &'a Tx, activity: &'a Received) -> Turn<'a> {
    each_of(vec![
        Box::pin(workstreams::inbox::receive_profile(app, tx, activity)),
        Box::pin(involvements::inbox::receive_profile(
            app,
            tx,
            &activity.actor.id,
        )),
    ])
}

/// What came of an event or a workstream, or was learnt on the way.
fn reported<'a>(
    app: &'a App,
    tx: &'a Tx,
    activity: &'a Received,
    article: &'a Article,
) -> Turn<'a> {
    first_of(vec![
        Box::pin(reports::inbox::receive(tx, activity, article)),
        Box::pin(workstreams::inbox::receive_report(app, tx, article)),
        Box::pin(learnings::inbox::receive(app, tx, article)),
    ])
}

/// Somebody comes to an event, or would work on an idea.
fn attended<'a>(
    app: &'a App,
    tx: &'a Tx,
    activity: &'a Received,
    event: &'a Url,
    (answer, message): (Attending, Option<&'a str>),
) -> Turn<'a> {
    let said = (answer, message);
    first_of(vec![
        Box::pin(participations::inbox::receive_answer(
            app, tx, activity, event, said,
        )),
        Box::pin(ideas::inbox::receive_support(
            app, tx, activity, event, answer,
        )),
    ])
}

/// What was granted to one of ours is not any more.
fn revoked<'a>(app: &'a App, tx: &'a Tx, activity: &'a Received, grant: &'a Url) -> Turn<'a> {
    first_of(vec![
        Box::pin(memberships::inbox::receive_revoke(tx, activity, grant)),
        Box::pin(mandates::inbox::receive_end(app, tx, activity, grant)),
    ])
}

/// Who invites to an event from now on is brought what came of it, if that is told already.
async fn agreed(app: &App, tx: &Tx, activity: &Received, answer: &Answer) -> Result<(), Rejected> {
    let event = cohosts::inbox::receive_answer(app, tx, activity, answer).await?;
    if let Some(event) = events::find_by_iri(tx, &event).await? {
        reports::bring_to(app, tx, &event, &activity.actor.id).await?;
    }
    Ok(())
}

/// A yes or no: the slice that asked takes it.
fn answered<'a>(app: &'a App, tx: &'a Tx, activity: &'a Received, answer: &'a Answer) -> Turn<'a> {
    first_of(vec![
        Box::pin(agreed(app, tx, activity, answer)),
        Box::pin(involvements::inbox::receive_answer(
            app, tx, activity, answer,
        )),
        Box::pin(adoptions::inbox::receive_answer(app, tx, activity, answer)),
        Box::pin(joins::inbox::receive_answer(app, tx, activity, answer)),
        Box::pin(ideas::inbox::receive_answer(app, tx, activity, answer)),
        Box::pin(members::inbox::receive_answer(app, tx, activity, answer)),
        Box::pin(memberships::inbox::receive_answer(tx, activity, answer)),
        Box::pin(questions::inbox::receive_answer(tx, activity, answer)),
        Box::pin(committees::inbox::receive_answer(app, tx, activity, answer)),
        Box::pin(mandates::inbox::receive_answer(tx, activity, answer)),
    ])
}

/// Something taken back by its id: the slice that knows it takes it.
fn undone<'a>(app: &'a App, tx: &'a Tx, activity: &'a Received, id: &'a Url) -> Turn<'a> {
    first_of(vec![
        Box::pin(cohosts::inbox::receive_undo(app, tx, activity, id)),
        Box::pin(involvements::inbox::receive_undo(app, tx, activity, id)),
        Box::pin(adoptions::inbox::receive_undo(tx, activity, id)),
        Box::pin(joins::inbox::receive_undo(tx, activity, id)),
        Box::pin(participations::inbox::receive_undo(app, tx, activity, id)),
        Box::pin(members::inbox::receive_undo(app, tx, activity, id)),
        Box::pin(committees::inbox::receive_undo(app, tx, activity, id)),
        Box::pin(mandates::inbox::receive_end(app, tx, activity, id)),
    ])
}

/// A post that answers one of ours.
fn heard<'a>(app: &'a App, tx: &'a Tx, activity: &'a Received, reply: &'a Reply) -> Turn<'a> {
    first_of(vec![
        // Before the members of a workstream: who has a seat says it to the committee.
        Box::pin(committees::inbox::receive_word(app, tx, activity, reply)),
        Box::pin(members::inbox::receive_reply(app, tx, activity, reply)),
        Box::pin(questions::inbox::receive_vote(app, tx, activity, reply)),
        Box::pin(participations::inbox::receive_reply(
            app, tx, activity, reply,
        )),
        Box::pin(ideas::inbox::receive_comment(app, tx, activity, reply)),
    ])
}

/// What this id named is gone.
fn buried<'a>(app: &'a App, tx: &'a Tx, activity: &'a Received, id: &'a Url) -> Turn<'a> {
    each_of(vec![
        Box::pin(events::inbox::receive_delete(tx, activity, id)),
        Box::pin(agenda::inbox::receive_delete(tx, id)),
        Box::pin(cohosts::inbox::receive_delete(app, tx, id)),
        Box::pin(joins::inbox::receive_delete(tx, activity, id)),
        Box::pin(reports::inbox::receive_delete(tx, activity, id)),
        Box::pin(ideas::inbox::receive_delete(app, tx, activity, id)),
        Box::pin(workstreams::inbox::receive_delete(tx, id)),
        Box::pin(committees::inbox::receive_delete(tx, id)),
        Box::pin(committees::inbox::receive_withdrawal(tx, activity, id)),
        Box::pin(mandates::inbox::receive_delete(tx, activity, id)),
        Box::pin(members::inbox::receive_delete(tx, id)),
        Box::pin(memberships::inbox::receive_delete(tx, activity, id)),
        Box::pin(learnings::inbox::receive_delete(tx, id)),
        Box::pin(participations::inbox::receive_delete(app, tx, activity, id)),
    ])
}

/// The actor is gone, with all that is its own.
fn taken_leave_of<'a>(app: &'a App, tx: &'a Tx, activity: &'a Received) -> Turn<'a> {
    each_of(vec![
        Box::pin(events::inbox::receive_farewell(tx, activity)),
        Box::pin(cohosts::inbox::receive_farewell(app, tx, activity)),
        Box::pin(joins::inbox::receive_farewell(tx, activity)),
        Box::pin(participations::inbox::receive_farewell(app, tx, activity)),
        Box::pin(ideas::inbox::receive_farewell(tx, activity)),
        Box::pin(peers::inbox::receive_farewell(app, tx, activity)),
        Box::pin(members::inbox::receive_farewell(app, tx, activity)),
        Box::pin(memberships::inbox::receive_farewell(tx, activity)),
        Box::pin(involvements::inbox::receive_farewell(app, tx, activity)),
        Box::pin(adoptions::inbox::receive_farewell(app, tx, activity)),
        Box::pin(workstreams::inbox::receive_farewell(tx, activity)),
        Box::pin(committees::inbox::receive_farewell(app, tx, activity)),
        Box::pin(questions::inbox::receive_farewell(tx, activity)),
        Box::pin(mandates::inbox::receive_farewell(app, tx, activity)),
    ])
}
