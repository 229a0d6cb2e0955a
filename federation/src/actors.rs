//! Actors, ours and other servers': rows, keys, and how we meet a new one.

use crate::{
    Context, Error, Federation, Iri, Line, Result, Shared, Tx,
    discovery::Handle,
    fetch::{DEADLINE, Failure},
    follows,
    iri::host_of,
    keys::{KeyPairs, PublicKeys},
    outbox::{Audience, Saying},
    signatures::proof,
    vocabulary::{
        actor::{COMMITTEE, Document, Own, Profile, SERIES, WORKSTREAM},
        context, read,
    },
};
use activitypub_federation::{
    config::Data, fetch::object_id::ObjectId, protocol::verification::verify_domains_match, traits,
};
use anyhow::Context as _;
use chrono::{DateTime, Duration, Utc};
use sea_orm::{
    ActiveValue::Set,
    IntoActiveModel, QueryOrder, QuerySelect,
    entity::prelude::*,
    sea_query::{ExprTrait, OnConflict, Query},
};
use serde_json::{Value, json};
use std::sync::Arc;
use url::Url;

/// After this an actor is read anew when it is met.
const STALE_AFTER: Duration = Duration::hours(24);

/// What peers speak with each other.
const PROFILE: &str = "https://w3id.org/verbund/profile/1";
/// What the instance actor says it understands (FEP-844e).
const IMPLEMENTS: [(&str, &str); 3] = [
    (PROFILE, "Association coordination profile 1"),
    (
        "https://datatracker.ietf.org/doc/html/rfc9421",
        "RFC-9421: HTTP Message Signatures",
    ),
    ("https://w3id.org/fep/8b32", "Object integrity proofs"),
];

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "actors")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Iri,
    /// The ActivityStreams type: Organization, Group, Application, Person, Service.
    pub kind: String,
    pub handle: String,
    pub host: String,
    pub local: bool,
    pub profile: Profile,
    pub inbox: Iri,
    /// Kept only where it has the actor's own origin, so that nobody can borrow another's.
    pub shared_inbox: Option<Iri>,
    pub outbox: Option<Iri>,
    pub followers: Option<Iri>,
    pub approves_followers: bool,
    pub keys: PublicKeys,
    /// Sealed; only our own actors have them.
    pub secret_keys: Option<String>,
    pub published_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub fetched_at: DateTimeUtc,
    pub deleted_at: Option<DateTimeUtc>,
    /// When its document was first not found (404), unless it was read since.
    pub missing_since: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Actor;

impl Actor {
    /// `@handle@host`, as people write it.
    pub fn address(&self) -> String {
        format!("@{}@{}", self.handle, self.host)
    }

    /// Where a person reads about this actor.
    pub fn page(&self) -> &Url {
        self.profile.url.as_ref().unwrap_or(&self.id)
    }

    pub fn main_key_id(&self) -> String {
        format!("{}#main-key", self.id)
    }

    /// Whether it is a series of events.
    pub fn is_series(&self) -> bool {
        self.profile.body.as_deref() == Some(SERIES)
    }

    /// Whether it works on a question until there is a result.
    pub fn is_workstream(&self) -> bool {
        self.profile.body.as_deref() == Some(WORKSTREAM)
    }

    /// Whether it has seats of stakeholder groups, for a term.
    pub fn is_committee(&self) -> bool {
        self.profile.body.as_deref() == Some(COMMITTEE)
    }

    /// Whether other servers keep a live copy of what it says that it is.
    pub fn has_copies(&self) -> bool {
        self.is_workstream() || self.is_committee()
    }

    /// Whether it is a part of an association, and not one itself.
    pub fn is_unit(&self) -> bool {
        self.is_series() || self.has_copies()
    }

    /// Whether it is a server that says it speaks as ours does, and so could be a peer.
    pub fn can_be_peer(&self) -> bool {
        let mut implements = self.profile.implements.iter();
        self.kind == "Application" && implements.any(|href| href.as_str() == PROFILE)
    }

    /// Where to deliver what everybody may read.
    pub fn public_inbox(&self) -> &Iri {
        self.shared_inbox.as_ref().unwrap_or(&self.inbox)
    }
}

/// One of ours, to be created.
pub struct Founding<'a> {
    pub kind: &'a str,
    pub handle: &'a str,
    pub profile: Profile,
    pub approves_followers: bool,
    /// As [`Shared::make_keys`] made them before a transaction was open. Without, they are made in it.
    pub keys: Option<Arc<KeyPairs>>,
}

impl Shared {
    /// Create one of our own actors, with its keys.
    pub async fn found_actor(
        &self,
        tx: &impl ConnectionTrait,
        founding: Founding<'_>,
    ) -> Result<Actor> {
        let now = self.clock.now();
        let id = self.mint("actors", now);
        let keys = match founding.keys {
            Some(keys) => keys,
            None => self.make_keys().await?,
        };
        let row = ActiveModel {
            kind: Set(founding.kind.to_owned()),
            handle: Set(founding.handle.to_owned()),
            host: Set(host_of(self.origin())),
            local: Set(true),
            profile: Set(founding.profile),
            inbox: Set(part_of(&id, "inbox")?),
            shared_inbox: Set(Some(self.shared_inbox())),
            outbox: Set(Some(part_of(&id, "outbox")?)),
            followers: Set(Some(part_of(&id, "followers")?)),
            approves_followers: Set(founding.approves_followers),
            keys: Set(keys.listed(&id)),
            secret_keys: Set(Some(keys.seal(&self.vault)?)),
            published_at: Set(now),
            updated_at: Set(now),
            fetched_at: Set(now),
            deleted_at: Set(None),
            missing_since: Set(None),
            id: Set(id),
        };
        Ok(row.insert(tx).await?)
    }

    /// Change what one of our actors says about itself. Announce it with an Update.
    pub async fn change_profile(
        &self,
        tx: &impl ConnectionTrait,
        actor: Actor,
        profile: Profile,
    ) -> Result<Actor> {
        let mut row = actor.into_active_model();
        row.profile = Set(profile);
        row.updated_at = Set(self.clock.now());
        Ok(row.update(tx).await?)
    }

    /// Give one of our actors new keys. The old RSA key is dropped at once, the old Ed25519 key
    /// stays listed as revoked so that what it signed can still be checked.
    ///
    /// The new ones were made before the transaction, see [`Shared::make_keys`].
    pub async fn rotate_keys(
        &self,
        tx: &impl ConnectionTrait,
        actor: Actor,
        keys: Arc<KeyPairs>,
    ) -> Result<Actor> {
        let now = self.clock.now();
        let mut listed = keys.listed(&actor.id);
        let retired = actor.keys.assertion.iter().cloned().map(|mut key| {
            key.revoked.get_or_insert(now);
            key
        });
        for key in &mut listed.assertion {
            key.id = format!("{}-{}", key.id, now.timestamp());
        }
        listed.assertion.extend(retired);
        let mut row = actor.into_active_model();
        row.keys = Set(listed);
        row.secret_keys = Set(Some(keys.seal(&self.vault)?));
        row.updated_at = Set(now);
        Ok(row.update(tx).await?)
    }

    /// End one of our actors. Those `audience` names hear that it is gone, and it and its followers have
    /// nothing to do with each other any more. Its handle stays taken; its keys sign what is on its way.
    pub async fn close_actor(
        &self,
        tx: &impl ConnectionTrait,
        actor: &Actor,
        audience: Audience,
    ) -> Result<()> {
        let saying = Saying::about("Delete", json!(actor.id), audience);
        self.say(tx, actor, saying).await?;
        follows::remove_all_of(tx, &actor.id).await?;
        let now = self.clock.now();
        let mut row = actor.clone().into_active_model();
        row.profile = Set(Profile {
            name: actor.profile.name.clone(),
            url: actor.profile.url.clone(),
            body: actor.profile.body.clone(),
            ..Profile::default()
        });
        row.updated_at = Set(now);
        row.deleted_at = Set(Some(now));
        row.update(tx).await?;
        Ok(())
    }

    /// Keys nobody has yet. It takes a moment, in which no transaction should be open.
    pub async fn make_keys(&self) -> Result<Arc<KeyPairs>> {
        let keymaker = self.settings.keymaker.clone();
        tokio::task::spawn_blocking(move || keymaker())
            .await
            .context("generating keys")?
    }

    /// The key pairs of one of our own actors, opened once and kept.
    pub fn key_pairs(&self, actor: &Actor) -> Result<Arc<KeyPairs>> {
        self.keyring.of(actor, &self.vault)
    }

    /// A document of ours with a proof of `actor` over all that is in it (FEP-8b32): evidence that
    /// outlives the request it came by.
    pub fn prove(&self, actor: &Actor, document: Value) -> Result<Value> {
        let keys = self.key_pairs(actor)?;
        let mut listed = actor.keys.assertion.iter();
        let key = listed.find(|key| key.revoked.is_none());
        let key = key.context("an actor of ours lists the key it proves with")?;
        let framed = context::framed(&context::PROOF, document);
        let proven = proof::attach(framed, &keys.ed25519, &key.id, self.clock.now());
        Ok(proven.map_err(anyhow::Error::from)?)
    }

    /// One of our actors as the document others fetch.
    pub fn actor_document(&self, actor: &Actor) -> Value {
        let instance = self.instance_actor();
        let is_instance = *instance == actor.id;
        Own {
            id: &actor.id,
            kind: &actor.kind,
            handle: &actor.handle,
            webfinger: format!("{}@{}", actor.handle, actor.host),
            profile: &actor.profile,
            approves_followers: actor.approves_followers,
            keys: &actor.keys,
            shared_inbox: self.shared_inbox().into(),
            instance,
            published: actor.published_at,
            updated: actor.updated_at,
            implements: if is_instance { &IMPLEMENTS } else { &[] },
        }
        .document()
    }

    /// Seal what must not be read from a stolen database, with the instance's key.
    pub fn seal(&self, plain: &[u8]) -> Result<String> {
        self.vault.seal(plain)
    }

    pub fn open(&self, sealed: &str) -> Result<Vec<u8>> {
        self.vault.open(sealed)
    }

    pub(crate) fn is_stale(&self, actor: &Actor) -> bool {
        self.clock.now() - actor.fetched_at > STALE_AFTER
    }
}

impl Federation {
    /// Find an actor, reading it from its own server when it is new or has not been read for a day.
    pub async fn meet(&self, id: &Url) -> Result<Actor, Failure> {
        let known = find(self.db(), id)
            .await
            .map_err(|_| Failure::Unreachable)?;
        match known {
            Some(actor) if actor.local => Ok(actor),
            // Whoever was gone and is heard of again has to show itself.
            Some(actor) if actor.deleted_at.is_some() => self.read_actor(id).await,
            Some(actor) if !self.is_stale(&actor) => Ok(actor),
            Some(actor) => Ok(self.read_actor(id).await.unwrap_or(actor)),
            None => self.read_actor(id).await,
        }
    }

    /// Read an actor anew, because a key did not fit. When that was done a moment ago, the row we
    /// have is returned.
    pub async fn reread(&self, actor: Actor) -> Result<Actor, Failure> {
        if actor.local || !self.rereads.allow(&actor.id, self.clock().now()) {
            return Ok(actor);
        }
        self.read_actor(&actor.id).await
    }

    /// Read an actor from its own server, whatever we have of it.
    pub(crate) async fn read_actor(&self, id: &Url) -> Result<Actor, Failure> {
        let actor = self.dereference(id).await?;
        self.keep(actor).await
    }

    /// An actor as its own server shows it, not kept.
    pub(crate) async fn dereference(&self, id: &Url) -> Result<Actor, Failure> {
        self.misses.check(id, self.clock.now())?;
        let actor = ObjectId::<Actor>::from(id.clone());
        let data = self.data();
        // The library has a limit for each of its requests, and none for all of them together.
        let read = tokio::time::timeout(DEADLINE, actor.dereference_forced(&data)).await;
        let failure = match read {
            Ok(Ok(actor)) => return Ok(actor),
            Ok(Err(error)) => error.failure(),
            Err(_) => Failure::TimedOut,
        };
        self.misses.note(id, failure, self.clock.now());
        Err(failure)
    }

    pub(crate) async fn keep(&self, actor: Actor) -> Result<Actor, Failure> {
        keep(self.db(), actor).await.map_err(|error| {
            tracing::error!(%error, "an actor could not be kept");
            Failure::Unreachable
        })
    }
}

fn part_of(actor: &Iri, part: &str) -> Result<Iri> {
    Ok(Url::parse(&format!("{actor}/{part}"))?.into())
}

pub async fn find(db: &impl ConnectionTrait, id: &Url) -> Result<Option<Actor>> {
    Ok(Entity::find_by_id(Iri::from(id)).one(db).await?)
}

/// Those of `ids` that we know.
pub async fn find_all(db: &impl ConnectionTrait, ids: Vec<Iri>) -> Result<Vec<Actor>> {
    Ok(Entity::find().filter(Column::Id.is_in(ids)).all(db).await?)
}

/// What somebody can be looked for by: the id, and the name with the address.
pub async fn names(db: &impl ConnectionTrait, ids: Vec<Iri>) -> Result<Vec<(Iri, String)>> {
    let known: Vec<(Iri, String, String, Profile)> = Entity::find()
        .select_only()
        .columns([Column::Id, Column::Handle, Column::Host, Column::Profile])
        .filter(Column::Id.is_in(ids).or(Column::Local.eq(true)))
        .into_tuple()
        .all(db)
        .await?;
    let named = known.into_iter().map(|(id, handle, host, profile)| {
        let name = format!("{} @{handle}@{host}", profile.name);
        (id, name)
    });
    Ok(named.collect())
}

/// Somebody we know, ours or not, by the handle people write.
pub async fn find_by_handle(db: &impl ConnectionTrait, handle: &Handle) -> Result<Option<Actor>> {
    Ok(Entity::find()
        .filter(Column::Host.eq(&handle.host))
        .filter(Column::Handle.eq(&handle.name))
        .filter(Column::DeletedAt.is_null())
        .one(db)
        .await?)
}

/// When one of ours with this handle was closed.
pub async fn closed_at(db: &impl ConnectionTrait, handle: &str) -> Result<Option<DateTime<Utc>>> {
    Ok(find_own(db, handle).await?.and_then(|own| own.deleted_at))
}

/// One of ours, by the name before the `@host`, in any case; closed ones too, whose handle stays taken.
pub async fn find_own(db: &impl ConnectionTrait, handle: &str) -> Result<Option<Actor>> {
    Ok(Entity::find()
        .filter(Column::Local.eq(true))
        .filter(Column::Handle.eq(handle.to_lowercase()))
        .one(db)
        .await?)
}

/// Whether one of ours has this handle already. Nobody else gives it until the change ends.
pub async fn is_taken(tx: &Tx, handle: &str) -> Result<bool> {
    tx.line_up(Line::HANDLES).await?;
    Ok(find_own(tx, handle).await?.is_some())
}

/// The one of ours whose followers this names.
pub(crate) async fn own_with_followers(
    db: &impl ConnectionTrait,
    followers: &Url,
) -> Result<Option<Actor>> {
    Ok(Entity::find()
        .filter(Column::Local.eq(true))
        .filter(Column::Followers.eq(Iri::from(followers)))
        .one(db)
        .await?)
}

/// Ours that are not closed.
pub async fn all_own(db: &impl ConnectionTrait) -> Result<Vec<Actor>> {
    Ok(Entity::find()
        .filter(Column::Local.eq(true))
        .filter(Column::DeletedAt.is_null())
        .all(db)
        .await?)
}

/// Of other servers. Not as the equation it is: SQLite counts no rows, and would take the index of the few
/// that are ours for all the others.
fn elsewhere() -> Expr {
    Column::Local.ne(true)
}

/// Followers that read at this inbox, at most `limit`, those looked at longest ago first.
pub(crate) async fn at_inbox(
    db: &impl ConnectionTrait,
    inbox: &Iri,
    limit: u64,
) -> Result<Vec<Actor>> {
    let followers = Query::select()
        .column(follows::Column::Follower)
        .from(follows::Entity)
        .to_owned();
    Ok(Entity::find()
        .filter(Column::Id.in_subquery(followers))
        .filter(
            Column::Inbox
                .eq(inbox.clone())
                .or(Column::SharedInbox.eq(inbox.clone())),
        )
        .filter(elsewhere())
        .filter(Column::DeletedAt.is_null())
        .order_by_asc(Expr::col(Column::MissingSince).if_null(Expr::col(Column::FetchedAt)))
        .limit(limit)
        .all(db)
        .await?)
}

/// Others whom nobody here follows or is followed by, last read before `before`, that come behind `after`.
pub async fn strangers(
    db: &impl ConnectionTrait,
    before: DateTime<Utc>,
    after: Option<&Iri>,
    limit: u64,
) -> Result<Vec<Iri>> {
    let followers = Query::select()
        .column(follows::Column::Follower)
        .from(follows::Entity)
        .to_owned();
    let followed = Query::select()
        .column(follows::Column::Followed)
        .from(follows::Entity)
        .to_owned();
    let mut strangers = Entity::find()
        .filter(elsewhere())
        .filter(Column::FetchedAt.lt(before))
        .filter(Column::Id.not_in_subquery(followers))
        .filter(Column::Id.not_in_subquery(followed))
        .order_by_asc(Column::Id)
        .limit(limit);
    if let Some(after) = after {
        strangers = strangers.filter(Column::Id.gt(after.clone()));
    }
    let strangers = strangers.all(db).await?;
    Ok(strangers.into_iter().map(|actor| actor.id).collect())
}

/// Forget actors of other servers. Who is met again is read again.
pub async fn forget(db: &impl ConnectionTrait, ids: &[Iri]) -> Result<u64> {
    let forgotten = Entity::delete_many()
        .filter(Column::Id.is_in(ids.iter().cloned()))
        .filter(elsewhere())
        .exec(db)
        .await?;
    Ok(forgotten.rows_affected)
}

/// Write down what another server says of its actor, over what it said before.
async fn keep(db: &impl ConnectionTrait, actor: Actor) -> Result<Actor> {
    let kept = Entity::insert(ActiveModel::from(actor).reset_all())
        .on_conflict(
            OnConflict::column(Column::Id)
                .update_columns([
                    Column::Kind,
                    Column::Handle,
                    Column::Profile,
                    Column::Inbox,
                    Column::SharedInbox,
                    Column::Outbox,
                    Column::Followers,
                    Column::ApprovesFollowers,
                    Column::Keys,
                    Column::UpdatedAt,
                    Column::FetchedAt,
                    Column::DeletedAt,
                    Column::MissingSince,
                ])
                .to_owned(),
        )
        .exec_with_returning(db)
        .await?;
    Ok(kept)
}

/// Remember that the document of an actor is not found since now.
pub(crate) async fn note_missing(
    db: &impl ConnectionTrait,
    id: &Iri,
    now: DateTime<Utc>,
) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::MissingSince, Expr::value(now))
        .filter(Column::Id.eq(id.clone()))
        .exec(db)
        .await?;
    Ok(())
}

/// Mark an actor of another server as gone; what it wrote is removed by the host.
pub(crate) async fn bury(tx: &impl ConnectionTrait, id: &Iri, now: DateTime<Utc>) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::DeletedAt, Expr::value(now))
        .filter(Column::Id.eq(id.clone()))
        .filter(elsewhere())
        .exec(tx)
        .await?;
    Ok(())
}

#[async_trait::async_trait]
impl traits::Object for Actor {
    type DataType = Context;
    type Kind = Value;
    type Error = ActorError;

    fn id(&self) -> &Url {
        &self.id
    }

    async fn read_from_id(id: Url, data: &Data<Context>) -> Result<Option<Self>, ActorError> {
        Ok(find(&data.db, &id).await?)
    }

    async fn into_json(self, data: &Data<Context>) -> Result<Value, ActorError> {
        Ok(data.actor_document(&self))
    }

    async fn verify(json: &Value, found_at: &Url, _: &Data<Context>) -> Result<(), ActorError> {
        if read::kind(json) == Some("Tombstone") {
            return Err(ActorError::Unreadable(Failure::Gone));
        }
        let Some(document) = Document::read(json) else {
            return Err(ActorError::Unreadable(Failure::NotActivityJson));
        };
        verify_domains_match(&document.id, found_at)?;
        // The library compares names only; an origin has a scheme and a port too.
        if document.id.origin() == found_at.origin() && document.inbox.origin() == found_at.origin()
        {
            Ok(())
        } else {
            Err(ActorError::Unreadable(Failure::WrongId))
        }
    }

    /// Not kept yet: that is for [`Federation::meet`] and its like to decide.
    async fn from_json(mut json: Value, data: &Data<Context>) -> Result<Self, ActorError> {
        read::drop_nul(&mut json);
        let Some(document) = Document::read(&json) else {
            return Err(ActorError::Unreadable(Failure::NotActivityJson));
        };
        let now = data.clock.now();
        let own_origin = |url: Option<Url>| {
            url.filter(|url| url.origin() == document.id.origin())
                .map(Iri::from)
        };
        Ok(Self {
            host: host_of(&document.id),
            shared_inbox: own_origin(document.shared_inbox),
            outbox: own_origin(document.outbox),
            followers: own_origin(document.followers),
            id: document.id.into(),
            kind: document.kind,
            handle: document.handle,
            local: false,
            profile: document.profile,
            inbox: document.inbox.into(),
            approves_followers: document.approves_followers,
            keys: document.keys,
            secret_keys: None,
            published_at: now,
            updated_at: document.updated.unwrap_or(now),
            fetched_at: now,
            deleted_at: None,
            missing_since: None,
        })
    }
}

impl traits::Actor for Actor {
    fn public_key_pem(&self) -> &str {
        self.keys.rsa.first().map_or("", |key| &key.text)
    }
    /// Never: the library does not sign for us, so it never sees a private key.
    fn private_key_pem(&self) -> Option<String> {
        None
    }
    fn inbox(&self) -> Url {
        self.inbox.clone().into()
    }
    fn shared_inbox(&self) -> Option<Url> {
        self.shared_inbox.clone().map(Url::from)
    }
}

/// What reading an actor can end with.
#[derive(Debug, thiserror::Error)]
pub enum ActorError {
    #[error("the actor cannot be read: {0}")]
    Unreadable(Failure),
    #[error(transparent)]
    Library(#[from] activitypub_federation::error::Error),
    #[error(transparent)]
    Internal(#[from] Error),
}

impl ActorError {
    fn failure(&self) -> Failure {
        match self {
            Self::Unreadable(failure) => *failure,
            Self::Library(error) => Failure::of(error),
            Self::Internal(error) => {
                tracing::error!(%error, "an actor could not be kept");
                Failure::Unreachable
            }
        }
    }
}
