//! What a verified activity does, in one transaction, and once: receipts keep away what was done
//! already, tombstones what was deleted before it came.

use super::Refusal;
use crate::{
    Context, Federation, Iri, Rejected, Tx,
    actors::{self, Actor},
    delivery, follows,
    host::{Action, Answer, Peering, Received},
    host_of,
    signatures::BodyDigest,
    vocabulary::Object,
};
use activitypub_federation::{config::Data, traits::Activity};
use chrono::{DateTime, Duration, Utc};
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, DbBackend, Statement, entity::prelude::*,
    sea_query::OnConflict,
};
use std::collections::BTreeSet;
use url::Url;

/// How long the id of a deleted object keeps a late Create away.
const TOMBSTONE_LASTS: Duration = Duration::days(7);

/// The hash of a signature, a proof or a body that was taken, kept until it would be too old anyway.
mod receipt {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "receipts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub received_at: DateTimeUtc,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// A foreign object that was deleted, so that a Create overtaken by its Delete stays without effect.
mod tombstone {
    use crate::Iri;
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "tombstones")]
    pub struct Model {
        /// The hash of its id: two of the longest ids are more than PostgreSQL keeps in one key.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        /// Who said so. It keeps away what this actor says, never what a neighbour does.
        #[sea_orm(primary_key, auto_increment = false)]
        pub actor: Iri,
        pub deleted_at: DateTimeUtc,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// What an activity comes down to.
#[derive(Debug)]
pub(super) enum Deed {
    Follow(Url),
    /// The same, by another server as a whole that could be a peer.
    Peer(Url),
    AnswerFollow {
        /// With the id of what is answered, where it has one.
        answer: Option<Answer>,
        follower: Option<Url>,
        accepted: bool,
        /// HTML.
        reason: Option<String>,
    },
    UndoFollow(Url),
    /// An Undo that names what it takes back without repeating it.
    UndoById(Url),
    /// The actor wants nothing to do with one of ours.
    Part(Url),
    Delete(Url),
    Farewell,
    Host(Action),
    /// Verified, and of no consequence here.
    Nothing,
}

/// A verified activity with all it needs, ready for its transaction.
pub(super) struct Incoming {
    pub federation: Federation,
    pub id: Url,
    pub said_at: Option<DateTime<Utc>>,
    pub actor: Actor,
    pub deed: Deed,
    pub receipt: [u8; 32],
    /// A proof that is used up with it: nobody else can bring the same once more.
    pub proof: Option<[u8; 32]>,
    /// The hash of its body, where the same words are not to be acted on again.
    pub body: Option<[u8; 32]>,
}

#[async_trait::async_trait]
impl Activity for Incoming {
    type DataType = Context;
    type Error = Refusal;

    fn id(&self) -> &Url {
        &self.id
    }

    fn actor(&self) -> &Url {
        &self.actor.id
    }

    /// Authority that depends on nothing but the activity itself.
    async fn verify(&self, data: &Data<Context>) -> Result<(), Refusal> {
        match &self.deed {
            Deed::Follow(target)
            | Deed::Peer(target)
            | Deed::UndoFollow(target)
            | Deed::Part(target)
                if !data.is_ours(target) =>
            {
                Err(Refusal::forbidden("not_ours"))
            }
            _ => Ok(()),
        }
    }

    async fn receive(self, data: &Data<Context>) -> Result<(), Refusal> {
        let now = data.clock.now();
        let tx = data.begin().await?;
        let body = self.body;
        let fingerprints = [Some(self.receipt), self.proof, body];
        let new = note_receipts(&tx, fingerprints.iter().flatten(), now).await?;
        let is_new = |fingerprint: &[u8; 32]| new.contains(&receipt_of(fingerprint));
        if !is_new(&self.receipt) {
            return Ok(());
        }
        delivery::wake(&tx, &host_of(&self.actor.id)).await?;
        if body.as_ref().is_some_and(|body| !is_new(body)) {
            tx.commit().await?;
            return Ok(());
        }
        match self.act(&tx, now).await {
            Ok(()) => {
                tx.commit().await?;
                Ok(())
            }
            Err(Rejected::NotForUs) => {
                // What came too early may come again.
                if let Some(body) = &body {
                    forget_receipt(&tx, body).await?;
                }
                tx.commit().await?;
                Ok(())
            }
            Err(Rejected::Refused(reason)) => Err(Refusal::forbidden(reason)),
            Err(Rejected::Internal(cause)) => Err(crate::Error::from(cause).into()),
        }
    }
}

impl Incoming {
    async fn act(self, tx: &Tx, now: DateTime<Utc>) -> Result<(), Rejected> {
        let actor = &self.actor;
        let action = match self.deed {
            Deed::Nothing => return Err(Rejected::NotForUs),
            Deed::Follow(followed) => {
                let followed = actors::find(tx, &followed).await?;
                let is_ours = |found: &Actor| found.local && found.deleted_at.is_none();
                let Some(followed) = followed.filter(is_ours) else {
                    return Err(Rejected::NotForUs);
                };
                self.federation
                    .receive_follow(tx, &self.id, actor, &followed)
                    .await?;
                if self.federation.settings.accepts_follows {
                    let follow = follows::find(tx, &actor.id, &followed.id).await?;
                    let is_waiting = |it: &follows::Follow| it.state == follows::State::Requested;
                    if let Some(waiting) = follow.filter(is_waiting) {
                        self.federation.decide_follow(tx, &waiting, true).await?;
                    }
                }
                return Ok(());
            }
            Deed::Peer(server) => {
                let Some(server) = actors::find(tx, &server).await? else {
                    return Err(Rejected::NotForUs);
                };
                self.federation
                    .receive_follow(tx, &self.id, actor, &server)
                    .await?;
                let follow = follows::find(tx, &actor.id, &server.id).await?;
                match follow.map(|follow| follow.state) {
                    Some(follows::State::Requested) => Action::Peering(Peering::Asked),
                    Some(follows::State::Accepted) => Action::Peering(Peering::AskedAgain),
                    Some(follows::State::Rejected) | None => return Ok(()),
                }
            }
            Deed::AnswerFollow {
                answer,
                follower,
                accepted,
                reason,
            } => {
                let server = self.federation.instance_actor();
                let ours = follows::find(tx, server, &actor.id).await?;
                let follow = answer.as_ref().map(|answer| &answer.asked);
                let follower = follower.as_ref();
                if follows::receive_answer(tx, actor, follow, follower, accepted, now).await? {
                    let is_named = |ours: follows::Follow| {
                        follow == Some(&*ours.activity) || follower == Some(&*ours.follower)
                    };
                    match ours.is_some_and(is_named) {
                        true if accepted => Action::Peering(Peering::Accepted),
                        true => Action::Peering(Peering::Rejected(reason)),
                        false => return Ok(()),
                    }
                } else {
                    // By its id alone, an Offer or a Join looks like a Follow.
                    Action::Answer(answer.ok_or(Rejected::NotForUs)?)
                }
            }
            Deed::UndoFollow(followed) => {
                follows::take_back(tx, &actor.id, &followed).await?;
                if followed != **self.federation.instance_actor() {
                    return Ok(());
                }
                Action::Peering(Peering::Ended)
            }
            Deed::UndoById(id) => {
                let server = self.federation.instance_actor();
                let follow = follows::find(tx, &actor.id, server).await?;
                follows::take_back_by_activity(tx, &actor.id, &id).await?;
                match follow.is_some_and(|follow| *follow.activity == id) {
                    true => Action::Peering(Peering::Ended),
                    false => Action::Undo(id),
                }
            }
            Deed::Part(ours) => {
                follows::take_back(tx, &actor.id, &ours).await?;
                follows::remove(tx, &ours, &actor.id).await?;
                if ours != **self.federation.instance_actor() {
                    return Ok(());
                }
                Action::Peering(Peering::Ended)
            }
            Deed::Delete(object) => {
                take_turn(tx, &object).await?;
                bury_object(tx, &object, &actor.id, now).await?;
                Action::Delete(object)
            }
            Deed::Farewell => {
                follows::remove_all_of(tx, &actor.id).await?;
                actors::bury(tx, &actor.id, now).await?;
                Action::Farewell
            }
            Deed::Host(action) => action,
        };
        let received = Received {
            id: self.id,
            actor: self.actor,
            action,
            received_at: now,
            said_at: self.said_at,
        };
        self.federation.hand_over(tx, &received).await
    }
}

impl Federation {
    /// Let the application act on it, unless its object was deleted meanwhile.
    pub(crate) async fn hand_over(&self, tx: &Tx, received: &Received) -> Result<(), Rejected> {
        if let Action::Create(object) | Action::Update(object) | Action::Announce(object) =
            &received.action
        {
            take_turn(tx, object.id()).await?;
        }
        if is_buried(tx, received).await? {
            return Err(Rejected::NotForUs);
        }
        self.host().receive(self, tx, received).await
    }
}

/// Write down that these were taken, and tell the receipts of those that are new: whose very signature,
/// proof or body was taken before is a replay.
async fn note_receipts(
    tx: &impl ConnectionTrait,
    fingerprints: impl Iterator<Item = &[u8; 32]>,
    now: DateTime<Utc>,
) -> Result<BTreeSet<String>, sea_orm::DbErr> {
    let rows = fingerprints.map(|fingerprint| receipt::ActiveModel {
        id: Set(receipt_of(fingerprint)),
        received_at: Set(now),
    });
    let added = receipt::Entity::insert_many(rows)
        .on_conflict(
            OnConflict::column(receipt::Column::Id)
                .do_nothing()
                .to_owned(),
        )
        .exec_with_returning_keys(tx)
        .await?;
    Ok(added.into_iter().collect())
}

async fn forget_receipt(
    tx: &impl ConnectionTrait,
    fingerprint: &[u8; 32],
) -> Result<(), sea_orm::DbErr> {
    receipt::Entity::delete_by_id(receipt_of(fingerprint))
        .exec(tx)
        .await?;
    Ok(())
}

fn receipt_of(fingerprint: &[u8; 32]) -> String {
    bs58::encode(fingerprint).into_string()
}

/// Wait until nobody else acts on this object: a Create that found no tombstone would else bring back
/// what a Delete beside it has just removed. SQLite has one writer anyway.
async fn take_turn(tx: &Tx, object: &Url) -> Result<(), sea_orm::DbErr> {
    if tx.get_database_backend() == DbBackend::Postgres {
        let turn = "select pg_advisory_xact_lock(hashtextextended($1, 0))";
        let object = object.as_str().into();
        let statement = Statement::from_sql_and_values(DbBackend::Postgres, turn, [object]);
        tx.execute_raw(statement).await?;
    }
    Ok(())
}

async fn bury_object(
    tx: &impl ConnectionTrait,
    id: &Url,
    actor: &Iri,
    now: DateTime<Utc>,
) -> Result<(), sea_orm::DbErr> {
    let row = tombstone::ActiveModel {
        id: Set(hash_of(id)),
        actor: Set(actor.clone()),
        deleted_at: Set(now),
    };
    tombstone::Entity::insert(row)
        .on_conflict(
            OnConflict::columns([tombstone::Column::Id, tombstone::Column::Actor])
                .update_column(tombstone::Column::DeletedAt)
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

fn hash_of(id: &Url) -> String {
    bs58::encode(BodyDigest::of(id.as_str().as_bytes()).bytes()).into_string()
}

/// Whether the object was deleted lately. One published after that is another under the same id:
/// Gancio reuses its ids.
async fn is_buried(tx: &impl ConnectionTrait, received: &Received) -> Result<bool, sea_orm::DbErr> {
    let (Action::Create(object) | Action::Update(object) | Action::Announce(object)) =
        &received.action
    else {
        return Ok(false);
    };
    let key = (hash_of(object.id()), received.actor.id.clone());
    let buried = tombstone::Entity::find_by_id(key).one(tx).await?;
    let still =
        |buried: &tombstone::Model| received.received_at - buried.deleted_at < TOMBSTONE_LASTS;
    let Some(buried) = buried.filter(still) else {
        return Ok(false);
    };
    let published_since = match object {
        Object::Event(event) => {
            let published = event.published;
            published.is_some_and(|at| at.to_utc() > buried.deleted_at)
        }
        Object::Note(note) => note.published.to_utc() > buried.deleted_at,
        Object::Article(article) => article.published.to_utc() > buried.deleted_at,
        Object::Milestone(milestone) => milestone.published.to_utc() > buried.deleted_at,
        Object::Question(question) => question.published.to_utc() > buried.deleted_at,
        Object::Seat(seat) => seat.updated.to_utc() > buried.deleted_at,
        Object::Other { .. } => false,
    };
    Ok(!published_since)
}

/// Forget receipts from before `before`, and tombstones that can no longer matter.
pub async fn prune(
    db: &impl ConnectionTrait,
    before: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<u64, crate::Error> {
    let receipts = receipt::Entity::delete_many()
        .filter(receipt::Column::ReceivedAt.lt(before))
        .exec(db)
        .await?;
    let tombstones = tombstone::Entity::delete_many()
        .filter(tombstone::Column::DeletedAt.lt(now - TOMBSTONE_LASTS))
        .exec(db)
        .await?;
    Ok(receipts.rows_affected + tombstones.rows_affected)
}
