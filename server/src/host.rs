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
    Action, Answer, Appointing, Clock, Federation, Host, Iri, Received, Rejected, Tx, Ulids,
    vocabulary::{Event, Grant, Motion, Object, Question, Reply, Seat},
};
use sea_orm::{DatabaseConnection, DbErr};
use std::sync::Arc;
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
        let app = &self.app(federation);
        match &activity.action {
            Action::Create(Object::Event(part)) | Action::Update(Object::Event(part))
                if let Some(whole) = &part.super_event =>
            {
                agenda::inbox::receive(tx, activity, part, whole).await?;
            }
            Action::Create(Object::Event(event))
            | Action::Update(Object::Event(event))
            | Action::Announce(Object::Event(event)) => {
                told(app, tx, activity, event).await?;
            }
            Action::Offer(offer) => {
                cohosts::inbox::receive_offer(app, tx, activity, offer).await?;
            }
            Action::Involve(involving) => {
                involvements::inbox::receive_offer(app, tx, activity, involving).await?;
            }
            Action::Adopt(adopting) => {
                adoptions::inbox::receive_offer(app, tx, activity, adopting).await?;
            }
            Action::Propose(offered) => {
                ideas::inbox::receive_offer(app, tx, activity, offered).await?;
            }
            Action::Enter(entry) => {
                members::inbox::receive_entry(app, tx, activity, entry).await?;
            }
            Action::Leave(group) => {
                members::inbox::receive_leave(app, tx, activity, group).await?;
            }
            Action::Remove { object, target } => {
                memberships::inbox::receive_remove(tx, activity, object, target).await?;
            }
            Action::Matter(matter) => {
                memberships::inbox::receive_matter(app, tx, activity, matter).await?;
            }
            Action::Revoke(grant) => {
                revoked(tx, activity, grant).await?;
            }
            Action::Appoint(appointing) => {
                appointed(app, tx, activity, appointing).await?;
            }
            Action::Grant(grant) => {
                granted(tx, activity, grant).await?;
            }
            Action::Motion(motion) => {
                put_to_the_vote(app, tx, activity, motion).await?;
            }
            Action::Answer(answer) => {
                answered(app, tx, activity, answer).await?;
            }
            Action::Update(Object::Article(article)) if article.proposal.is_some() => {
                ideas::inbox::receive_update(app, tx, activity, article).await?;
            }
            Action::Create(Object::Article(article))
            | Action::Update(Object::Article(article))
            | Action::Announce(Object::Article(article)) => {
                let mut reported = reports::inbox::receive(tx, activity, article).await;
                if matches!(reported, Err(Rejected::NotForUs)) {
                    reported = workstreams::inbox::receive_report(app, tx, article).await;
                }
                if matches!(reported, Err(Rejected::NotForUs)) {
                    reported = learnings::inbox::receive(app, tx, article).await;
                }
                reported?;
            }
            Action::Attend { event, answer } => {
                let answer = *answer;
                let mut attended =
                    participations::inbox::receive_answer(app, tx, activity, event, answer).await;
                if matches!(attended, Err(Rejected::NotForUs)) {
                    attended =
                        ideas::inbox::receive_support(app, tx, activity, event, answer).await;
                }
                attended?;
            }
            Action::Peering(peering) => {
                peers::inbox::receive(app, tx, activity, peering).await?;
            }
            Action::Undo(id) => {
                undone(app, tx, activity, id).await?;
            }
            Action::Reply(reply) => {
                heard(app, tx, activity, reply).await?;
            }
            Action::Delete(id) => {
                buried(app, tx, activity, id).await?;
            }
            Action::Farewell => {
                taken_leave_of(app, tx, activity).await?;
            }
            Action::Profile => {
                changed(app, tx, activity).await?;
            }
            Action::Create(Object::Seat(seat))
            | Action::Update(Object::Seat(seat))
            | Action::Announce(Object::Seat(seat)) => {
                seated(app, tx, seat).await?;
            }
            Action::Create(Object::Milestone(milestone))
            | Action::Update(Object::Milestone(milestone))
            | Action::Announce(Object::Milestone(milestone)) => {
                workstreams::inbox::receive_milestone(app, tx, milestone).await?;
                involvements::inbox::receive_profile(app, tx, &milestone.attributed_to).await?;
            }
            Action::Create(Object::Question(question))
            | Action::Update(Object::Question(question)) => {
                questioned(app, tx, activity, question).await?;
            }
            // Notes and polls of others are read on their own servers.
            Action::Create(Object::Note(_) | Object::Other { .. })
            | Action::Update(Object::Note(_) | Object::Other { .. })
            | Action::Announce(Object::Note(_) | Object::Question(_) | Object::Other { .. }) => {
                return Err(Rejected::NotForUs);
            }
        }
        Ok(())
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

// What concerns several slices stands on its own: what one function waits for lies on its stack at once.

/// An event somebody published, changed or passed on.
async fn told(app: &App, tx: &Tx, activity: &Received, event: &Event) -> Result<(), Rejected> {
    events::inbox::receive(app, tx, activity, event).await?;
    cohosts::inbox::receive_event(app, tx, activity, event).await?;
    joins::inbox::receive_event(tx, event).await?;
    Ok(())
}

/// Associations of ours are asked, or told what was counted.
async fn questioned(
    app: &App,
    tx: &Tx,
    activity: &Received,
    question: &Question,
) -> Result<(), Rejected> {
    questions::inbox::receive(app, tx, activity, question).await
}

/// A group says what it is by now.
async fn changed(app: &App, tx: &Tx, activity: &Received) -> Result<(), Rejected> {
    if activity.actor.is_committee() {
        return committees::inbox::receive_profile(app, tx, activity).await;
    }
    workstreams::inbox::receive_profile(app, tx, activity).await?;
    involvements::inbox::receive_profile(app, tx, &activity.actor.id).await
}

/// A committee says who sits where.
async fn seated(app: &App, tx: &Tx, seat: &Seat) -> Result<(), Rejected> {
    committees::inbox::receive_seat(app, tx, seat).await
}

/// A committee offers one of ours a seat.
async fn appointed(
    app: &App,
    tx: &Tx,
    activity: &Received,
    appointing: &Appointing,
) -> Result<(), Rejected> {
    mandates::inbox::receive_offer(app, tx, activity, appointing).await
}

/// One of ours may act from now on.
async fn granted(tx: &Tx, activity: &Received, grant: &Grant) -> Result<(), Rejected> {
    mandates::inbox::receive_grant(tx, activity, grant).await
}

/// What was granted to one of ours is not any more.
async fn revoked(tx: &Tx, activity: &Received, grant: &Url) -> Result<(), Rejected> {
    let mut revoked = memberships::inbox::receive_revoke(tx, activity, grant).await;
    if matches!(revoked, Err(Rejected::NotForUs)) {
        revoked = mandates::inbox::receive_end(tx, activity, grant).await;
    }
    revoked
}

/// A committee tells one of ours what it votes on, or what came of it.
async fn put_to_the_vote(
    app: &App,
    tx: &Tx,
    activity: &Received,
    motion: &Motion,
) -> Result<(), Rejected> {
    mandates::inbox::receive_motion(app, tx, activity, motion).await
}

/// A yes or no: the slice that asked takes it.
async fn answered(
    app: &App,
    tx: &Tx,
    activity: &Received,
    answer: &Answer,
) -> Result<(), Rejected> {
    let mut answered = cohosts::inbox::receive_answer(app, tx, activity, answer).await;
    if matches!(answered, Err(Rejected::NotForUs)) {
        answered = involvements::inbox::receive_answer(app, tx, activity, answer).await;
    }
    if matches!(answered, Err(Rejected::NotForUs)) {
        answered = adoptions::inbox::receive_answer(app, tx, activity, answer).await;
    }
    if matches!(answered, Err(Rejected::NotForUs)) {
        answered = joins::inbox::receive_answer(app, tx, activity, answer).await;
    }
    if matches!(answered, Err(Rejected::NotForUs)) {
        answered = ideas::inbox::receive_answer(app, tx, activity, answer).await;
    }
    if matches!(answered, Err(Rejected::NotForUs)) {
        answered = members::inbox::receive_answer(app, tx, activity, answer).await;
    }
    if matches!(answered, Err(Rejected::NotForUs)) {
        answered = memberships::inbox::receive_answer(tx, activity, answer).await;
    }
    if matches!(answered, Err(Rejected::NotForUs)) {
        answered = questions::inbox::receive_answer(tx, activity, answer).await;
    }
    if matches!(answered, Err(Rejected::NotForUs)) {
        answered = committees::inbox::receive_answer(app, tx, activity, answer).await;
    }
    if matches!(answered, Err(Rejected::NotForUs)) {
        answered = mandates::inbox::receive_answer(tx, activity, answer).await;
    }
    answered
}

/// Something taken back by its id: the slice that knows it takes it.
async fn undone(app: &App, tx: &Tx, activity: &Received, id: &Url) -> Result<(), Rejected> {
    let mut undone = cohosts::inbox::receive_undo(app, tx, activity, id).await;
    if matches!(undone, Err(Rejected::NotForUs)) {
        undone = involvements::inbox::receive_undo(app, tx, activity, id).await;
    }
    if matches!(undone, Err(Rejected::NotForUs)) {
        undone = adoptions::inbox::receive_undo(tx, activity, id).await;
    }
    if matches!(undone, Err(Rejected::NotForUs)) {
        undone = joins::inbox::receive_undo(tx, activity, id).await;
    }
    if matches!(undone, Err(Rejected::NotForUs)) {
        undone = participations::inbox::receive_undo(app, tx, activity, id).await;
    }
    if matches!(undone, Err(Rejected::NotForUs)) {
        undone = members::inbox::receive_undo(app, tx, activity, id).await;
    }
    if matches!(undone, Err(Rejected::NotForUs)) {
        undone = committees::inbox::receive_undo(app, tx, activity, id).await;
    }
    if matches!(undone, Err(Rejected::NotForUs)) {
        undone = mandates::inbox::receive_end(tx, activity, id).await;
    }
    undone
}

/// A post that answers one of ours.
async fn heard(app: &App, tx: &Tx, activity: &Received, reply: &Reply) -> Result<(), Rejected> {
    let mut heard = members::inbox::receive_reply(app, tx, activity, reply).await;
    if matches!(heard, Err(Rejected::NotForUs)) {
        heard = questions::inbox::receive_vote(app, tx, activity, reply).await;
    }
    if matches!(heard, Err(Rejected::NotForUs)) {
        heard = committees::inbox::receive_vote(app, tx, activity, reply).await;
    }
    if matches!(heard, Err(Rejected::NotForUs)) {
        heard = participations::inbox::receive_reply(app, tx, activity, reply).await;
    }
    if matches!(heard, Err(Rejected::NotForUs)) {
        heard = ideas::inbox::receive_comment(app, tx, activity, reply).await;
    }
    heard
}

/// What this id named is gone.
async fn buried(app: &App, tx: &Tx, activity: &Received, id: &Url) -> Result<(), Rejected> {
    events::inbox::receive_delete(tx, activity, id).await?;
    agenda::inbox::receive_delete(tx, id).await?;
    cohosts::inbox::receive_delete(app, tx, id).await?;
    joins::inbox::receive_delete(tx, activity, id).await?;
    reports::inbox::receive_delete(tx, activity, id).await?;
    ideas::inbox::receive_delete(app, tx, activity, id).await?;
    workstreams::inbox::receive_delete(tx, id).await?;
    committees::inbox::receive_delete(tx, id).await?;
    members::inbox::receive_delete(tx, id).await?;
    memberships::inbox::receive_delete(tx, activity, id).await?;
    learnings::inbox::receive_delete(tx, id).await?;
    participations::inbox::receive_delete(app, tx, activity, id).await?;
    Ok(())
}

/// The actor is gone, with all that is its own.
async fn taken_leave_of(app: &App, tx: &Tx, activity: &Received) -> Result<(), Rejected> {
    events::inbox::receive_farewell(tx, activity).await?;
    cohosts::inbox::receive_farewell(app, tx, activity).await?;
    joins::inbox::receive_farewell(tx, activity).await?;
    participations::inbox::receive_farewell(app, tx, activity).await?;
    ideas::inbox::receive_farewell(tx, activity).await?;
    peers::inbox::receive_farewell(app, tx, activity).await?;
    members::inbox::receive_farewell(app, tx, activity).await?;
    memberships::inbox::receive_farewell(tx, activity).await?;
    involvements::inbox::receive_farewell(app, tx, activity).await?;
    adoptions::inbox::receive_farewell(app, tx, activity).await?;
    workstreams::inbox::receive_farewell(tx, activity).await?;
    committees::inbox::receive_farewell(app, tx, activity).await?;
    questions::inbox::receive_farewell(tx, activity).await?;
    mandates::inbox::receive_farewell(tx, activity).await?;
    Ok(())
}
