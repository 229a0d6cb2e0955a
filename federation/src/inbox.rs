//! What other servers say, from raw request to effect: form, signature, authority, replay, then one
//! transaction. Refuses by name, with the status FEDERATION.md lists, and leaves nothing behind.

use crate::{
    Context, Federation, Iri, Rejected, Shared,
    actors::{self, Actor},
    blocks, delivery,
    fetch::Failure,
    follows,
    host::{Action, Attending, Received},
    host_of,
    keys::ListedKey,
    signatures::{Claim, Fault, PublicKey, Request, proof},
    vocabulary::{Envelope, Object, Reply, read},
};
use activitypub_federation::{config::Data, traits::Activity};
use chrono::{DateTime, Duration, Utc};
use http::{HeaderMap, Method, StatusCode, Uri, header};
use sea_orm::{ActiveValue::Set, entity::prelude::*, sea_query::OnConflict};
use serde_json::Value;
use std::borrow::Cow;
use url::Url;

/// The largest activity taken, in bytes.
pub const BODY_BYTES_AT_MOST: usize = 1_048_576;
/// How deep its JSON may nest.
const DEPTH_AT_MOST: usize = 32;
/// Requests the library makes for one activity: actors, and where they redirect to. What it names
/// beside them is read by the fetcher, one object and its owner.
pub const FETCHES_AT_MOST: u32 = 20;
/// How long the id of a deleted object keeps a late Create away.
const TOMBSTONE_LASTS: Duration = Duration::days(7);

/// A refused request: a stable word for log and count, and the status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub reason: &'static str,
    pub status: StatusCode,
}

impl Refusal {
    const fn new(reason: &'static str, status: StatusCode) -> Self {
        Self { reason, status }
    }
    const fn malformed(reason: &'static str) -> Self {
        Self::new(reason, StatusCode::BAD_REQUEST)
    }
    const fn unsigned(reason: &'static str) -> Self {
        Self::new(reason, StatusCode::UNAUTHORIZED)
    }
    const fn forbidden(reason: &'static str) -> Self {
        Self::new(reason, StatusCode::FORBIDDEN)
    }
    const TOO_MANY: Self = Self::new("too_many", StatusCode::TOO_MANY_REQUESTS);
    const BUSY: Self = Self::new("busy", StatusCode::SERVICE_UNAVAILABLE);
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        let status = StatusCode::from_u16(fault.status()).unwrap_or(StatusCode::UNAUTHORIZED);
        Self::new(fault.as_str(), status)
    }
}

/// A failure of ours is not the sender's: it may try again.
impl From<crate::Error> for Refusal {
    fn from(error: crate::Error) -> Self {
        tracing::error!(%error, "an activity could not be taken in");
        Self::BUSY
    }
}
impl From<sea_orm::DbErr> for Refusal {
    fn from(error: sea_orm::DbErr) -> Self {
        crate::Error::from(error).into()
    }
}

/// A request at one of our inboxes, its body read within the limit.
pub struct Delivery<'a> {
    pub method: &'a Method,
    pub target: &'a Uri,
    pub headers: &'a HeaderMap,
    pub body: &'a [u8],
}

/// The hash of a signature that was taken, kept until it would be too old anyway.
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
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Iri,
        /// Who said so. It keeps away what this actor says, never what a neighbour does.
        #[sea_orm(primary_key, auto_increment = false)]
        pub actor: Iri,
        pub deleted_at: DateTimeUtc,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

impl Federation {
    /// Take an activity in. `Ok` means it is durably done, or durably known to need nothing.
    pub async fn take_in(&self, delivery: Delivery<'_>) -> Result<(), Refusal> {
        let taken = self.check_and_receive(&delivery).await;
        if let Err(refusal) = &taken {
            self.refusals().count(refusal.reason);
            tracing::info!(reason = refusal.reason, "inbox.refused");
        }
        taken
    }

    async fn check_and_receive(&self, delivery: &Delivery<'_>) -> Result<(), Refusal> {
        if !self.settings().open {
            return Err(Refusal::new("closed", StatusCode::SERVICE_UNAVAILABLE));
        }
        let envelope = read_envelope(delivery)?;
        if self.is_ours(&envelope.actor) {
            return Err(Refusal::forbidden("poses_as_us"));
        }
        let claim = Claim::read(&self.request(delivery), self.clock().now())?;
        let Some(key_id) = read::url(claim.key_id()) else {
            return Err(Refusal::malformed("malformed"));
        };
        for name in [&envelope.actor, &key_id] {
            if blocks::covers(self.db(), name).await? {
                return Err(Refusal::forbidden("blocked"));
            }
        }
        let Some(signer) = self.signer(&claim, &key_id, &envelope).await? else {
            return Ok(());
        };
        // After the signature, so that nobody can use up another server's share.
        if !self.shares().allows(&signer.host) {
            return Err(Refusal::TOO_MANY);
        }
        if envelope.id.origin() != envelope.actor.origin() {
            return Err(Refusal::forbidden("foreign_activity_id"));
        }
        let word = self.whose_word(signer, envelope).await?;
        let Some(incoming) = self.resolve(word, claim.fingerprint()).await? else {
            return Ok(());
        };
        let data = self.data();
        incoming.verify(&data).await?;
        incoming.receive(&data).await
    }

    fn request<'a>(&'a self, delivery: &'a Delivery<'_>) -> Request<'a> {
        Request {
            method: delivery.method,
            target: delivery.target,
            // Ours, not what the request or a proxy says.
            host: self.authority(),
            scheme: self.origin().scheme(),
            headers: delivery.headers,
            body: delivery.body,
        }
    }

    /// The actor whose key made the signature. `None` for the farewell of an actor we never knew
    /// and whose key is gone with it: nothing to check, nothing to do.
    async fn signer(
        &self,
        claim: &Claim,
        key_id: &Url,
        envelope: &Envelope,
    ) -> Result<Option<Actor>, Refusal> {
        let mut fault = Fault::UnknownKey;
        // The key we know; if it does not fit, the key its owner lists now.
        let known = actors::find(self.db(), &envelope.actor).await?;
        if let Some(actor) = known {
            match check(claim, &actor) {
                Ok(()) => return Ok(Some(actor)),
                Err(found) => fault = found,
            }
            if key_id.origin() == envelope.actor.origin() {
                match self.reread(actor).await {
                    Ok(actor) if check(claim, &actor).is_ok() => return Ok(Some(actor)),
                    Ok(_) => {}
                    Err(failure) => return self.no_key(failure, envelope),
                }
            }
        } else if key_id.origin() == envelope.actor.origin() {
            // One server could make us read actors without end.
            let host = host_of(&envelope.actor);
            if !envelope.is_farewell() && !self.newcomers().allows(&host) {
                return Err(Refusal::TOO_MANY);
            }
            match self
                .meet_if(&envelope.actor, |actor| check(claim, actor))
                .await
            {
                Ok(Ok(actor)) => return Ok(Some(actor)),
                Ok(Err(found)) => fault = found,
                Err(failure) => return self.no_key(failure, envelope),
            }
        }
        // Somebody else may have signed: a group that passes its members' words on.
        match self.owner_of_key(key_id).await {
            Ok(owner) if owner != envelope.actor && !self.is_ours(&owner) => {
                let signer = self.meet_if(&owner, |actor| check(claim, actor)).await;
                Ok(Some(signer.map_err(unreadable_key)??))
            }
            Ok(_) => Err(fault.into()),
            Err(failure) => Err(unreadable_key(failure)),
        }
    }

    fn no_key(&self, failure: Failure, envelope: &Envelope) -> Result<Option<Actor>, Refusal> {
        match failure {
            Failure::Gone | Failure::Answered(404) if envelope.is_farewell() => Ok(None),
            failure => Err(unreadable_key(failure)),
        }
    }

    /// Whose key an id names: the actor it is a fragment of, or the one its document calls owner
    /// (GoToSocial serves a stub at `/main-key`).
    async fn owner_of_key(&self, key_id: &Url) -> Result<Url, Failure> {
        let mut document_id = key_id.clone();
        document_id.set_fragment(None);
        if key_id.fragment().is_some() {
            return Ok(document_id);
        }
        let (_, document) = self.fetcher().activity_json(&document_id).await?;
        let owner = [
            &document["publicKey"]["owner"],
            &document["owner"],
            &document["id"],
        ]
        .into_iter()
        .find_map(read::id)
        .filter(|owner| owner.origin() == key_id.origin());
        owner.ok_or(Failure::WrongId)
    }

    /// Decide on whose word the activity rests: its actor's, or its object's own server's.
    async fn whose_word(&self, signer: Actor, envelope: Envelope) -> Result<Word, Refusal> {
        if *signer.id == envelope.actor {
            return Ok(Word {
                actor: signer,
                envelope,
                is_first_hand: true,
            });
        }
        let is_passable = matches!(envelope.kind.as_str(), "Create" | "Update");
        let mut is_first_hand = false;
        let met = self.meet_if(&envelope.actor, |actor| {
            is_first_hand =
                proof::verify(&envelope.json, |method| assertion_key(actor, method)).is_ok();
            match is_first_hand || is_passable {
                true => Ok(()),
                false => Err(Refusal::forbidden("not_the_actor")),
            }
        });
        Ok(Word {
            actor: met.await.map_err(unreadable_key)??,
            envelope,
            is_first_hand,
        })
    }

    /// Fetch what the activity names but did not bring from its owner. `None` when we have no use
    /// for it, found out before anything is fetched.
    async fn resolve(
        &self,
        word: Word,
        fingerprint: [u8; 32],
    ) -> Result<Option<Incoming>, Refusal> {
        let Word {
            actor,
            envelope,
            is_first_hand,
        } = word;
        let deed = match envelope.kind.as_str() {
            "Follow" => match &envelope.object {
                Some(followed) => Deed::Follow(followed.clone()),
                None => return Err(Refusal::malformed("no_object")),
            },
            "Join" | "Leave" => match &envelope.object {
                Some(event) if self.is_ours(event) => {
                    let answer = match envelope.kind.as_str() {
                        "Join" => Attending::Join,
                        _ => Attending::No,
                    };
                    attend(event, answer)
                }
                Some(_) => Deed::Nothing,
                None => return Err(Refusal::malformed("no_object")),
            },
            // Of an object of ours, not of an activity: somebody comes to an event.
            "Accept" | "TentativeAccept" | "Reject" if self.is_object_of_ours(&envelope) => {
                let answer = match envelope.kind.as_str() {
                    "Accept" => Attending::Yes,
                    "TentativeAccept" => Attending::Maybe,
                    _ => Attending::No,
                };
                match &envelope.object {
                    Some(event) => attend(event, answer),
                    None => Deed::Nothing,
                }
            }
            "Accept" | "Reject" => Deed::AnswerFollow {
                follow: envelope.object.clone(),
                follower: envelope.inner_object_actor(),
                accepted: envelope.kind == "Accept",
            },
            "Undo" => match (envelope.object_kind(), envelope.inner_object()) {
                (Some("Follow"), Some(followed)) => Deed::UndoFollow(followed),
                (Some("Join" | "Accept" | "TentativeAccept"), Some(event))
                    if self.is_ours(&event) =>
                {
                    attend(&event, Attending::No)
                }
                (None, _) => match &envelope.object {
                    Some(id) => Deed::UndoById(id.clone()),
                    None => return Err(Refusal::malformed("no_object")),
                },
                _ => Deed::Nothing,
            },
            "Block" => match &envelope.object {
                Some(blocked) => Deed::Part(blocked.clone()),
                None => return Err(Refusal::malformed("no_object")),
            },
            "Delete" => match &envelope.object {
                Some(object) if *object == envelope.actor => Deed::Leave,
                Some(object) if object.origin() == envelope.actor.origin() => {
                    self.require_gone(&actor, object).await?;
                    Deed::Delete(object.clone())
                }
                Some(_) => return Err(Refusal::forbidden("foreign_object")),
                None => return Err(Refusal::malformed("no_object")),
            },
            "Update" if envelope.object.as_ref() == Some(&envelope.actor) => {
                // Its own document is the only word on an actor's keys. Asked for by the actor itself,
                // it is read each time; asked for by somebody else, now and then.
                let read = match is_first_hand {
                    true => self.read_actor(&actor.id).await,
                    false => self.reread(actor.clone()).await,
                };
                read.map_err(unreadable_key)?;
                Deed::Nothing
            }
            "Create" | "Update" | "Announce" => {
                let reply = self.reply_to_us(&actor, &envelope, is_first_hand);
                if let Some(reply) = reply.filter(|_| envelope.kind == "Create") {
                    return Ok(Some(Incoming {
                        federation: self.clone(),
                        id: envelope.id,
                        actor,
                        deed: Deed::Host(Action::Reply(reply)),
                        fingerprint,
                    }));
                }
                match self.object_of(&actor, &envelope, is_first_hand).await? {
                    Some(object) if envelope.kind == "Create" => Deed::Host(Action::Create(object)),
                    Some(object) if envelope.kind == "Update" => Deed::Host(Action::Update(object)),
                    Some(object) => Deed::Host(Action::Announce(object)),
                    None => Deed::Nothing,
                }
            }
            _ => Deed::Nothing,
        };
        Ok(Some(Incoming {
            federation: self.clone(),
            id: envelope.id,
            actor,
            deed,
            fingerprint,
        }))
    }

    /// Objects and activities of ours have addresses of their own kind.
    fn is_object_of_ours(&self, envelope: &Envelope) -> bool {
        let object = envelope.object.as_ref();
        object.is_some_and(|id| self.is_ours(id) && id.path().starts_with("/ap/objects/"))
    }

    /// A post of the actor's own that answers something of ours. Only as it was sent: nothing is
    /// fetched because somebody says that it is a reply.
    fn reply_to_us(
        &self,
        actor: &Actor,
        envelope: &Envelope,
        is_first_hand: bool,
    ) -> Option<Reply> {
        let reply = Reply::read(envelope.embedded()?)?;
        let is_theirs = is_first_hand
            && reply.attributed_to == *actor.id
            && reply.id.origin() == actor.id.origin();
        (is_theirs && self.is_ours(&reply.in_reply_to)).then_some(reply)
    }

    /// Whether somebody here follows the actor, or the group of the same server it speaks for: in
    /// Mobilizon a person acts and the group is the one that is followed.
    async fn is_of_interest(&self, actor: &Actor, envelope: &Envelope) -> Result<bool, Refusal> {
        if follows::is_followed_here(self.db(), &actor.id).await? {
            return Ok(true);
        }
        let group = envelope
            .embedded()
            .and_then(|object| read::id(&object["attributedTo"]))
            .filter(|group| group.origin() == actor.id.origin() && *group != *actor.id);
        match group {
            Some(group) => Ok(follows::is_followed_here(self.db(), &group).await?),
            None => Ok(false),
        }
    }

    /// Whether the object may be `actor`'s to speak for: as far as we know nobody else's.
    async fn may_own(&self, actor: &Actor, object: &Url) -> Result<bool, Refusal> {
        let owner = self.host().owner_of(self.db(), object).await?;
        Ok(owner.is_none_or(|owner| owner == actor.id))
    }

    /// A Delete by somebody else than the owner we know, as of a group's member in Mobilizon, only
    /// counts when the object's own server says so too.
    async fn require_gone(&self, actor: &Actor, object: &Url) -> Result<(), Refusal> {
        if self.may_own(actor, object).await? {
            return Ok(());
        }
        match self.fetcher().object(object).await {
            Err(Failure::Gone | Failure::Answered(404)) => Ok(()),
            Err(failure) if failure.is_passing() => Err(Refusal::BUSY),
            _ => Err(Refusal::forbidden("foreign_object")),
        }
    }

    /// The object, from its owner's hand: embedded where its owner said it, else read from its own
    /// server. `None` when nobody here follows who says it, or nobody here wants to hear from whose
    /// it is.
    pub(crate) async fn object_of(
        &self,
        actor: &Actor,
        envelope: &Envelope,
        is_first_hand: bool,
    ) -> Result<Option<Object>, Refusal> {
        let Some(id) = &envelope.object else {
            return Err(Refusal::malformed("no_object"));
        };
        if self.is_ours(id) {
            return if envelope.kind == "Announce" {
                Ok(None)
            } else {
                Err(Refusal::forbidden("foreign_object"))
            };
        }
        if !self.is_of_interest(actor, envelope).await? {
            return Ok(None);
        }
        if blocks::covers(self.db(), id).await? {
            return Ok(None);
        }
        let own = envelope.kind != "Announce" && id.origin() == actor.id.origin();
        // Not a neighbour's: on one server there are many actors.
        let embedded = envelope
            .embedded()
            .filter(|object| own && is_first_hand && is_by(object, actor));
        let embedded = match embedded {
            Some(object) if self.may_own(actor, id).await? => Some(object),
            _ => None,
        };
        let json = match embedded {
            Some(object) => Cow::Borrowed(object),
            None => match self.fetcher().object(id).await {
                Ok(object) => Cow::Owned(object),
                Err(failure) if failure.is_passing() => return Err(Refusal::BUSY),
                Err(_) if own || envelope.kind == "Announce" => return Ok(None),
                Err(_) => return Err(Refusal::forbidden("foreign_object")),
            },
        };
        let owner = read::id(&json["attributedTo"]).or_else(|| read::id(&json["actor"]));
        let (Some(owner), Some(object)) = (owner, Object::read(&json)) else {
            return Ok(None);
        };
        if owner.origin() != object.id().origin() {
            return Err(Refusal::forbidden("foreign_object"));
        }
        if blocks::covers(self.db(), &owner).await? {
            return Ok(None);
        }
        // So that its name can be shown; an owner that cannot be read is shown by its host.
        let _ = self.meet(&owner).await;
        Ok(Some(object))
    }
}

impl Shared {
    /// Our name with its port, as a request's Host has to have it.
    fn authority(&self) -> &str {
        use url::Position;
        &self.origin()[Position::BeforeHost..Position::AfterPort]
    }
}

fn attend(event: &Url, answer: Attending) -> Deed {
    Deed::Host(Action::Attend {
        event: event.clone(),
        answer,
    })
}

fn unreadable_key(failure: Failure) -> Refusal {
    if failure.is_passing() {
        Refusal::new("key_unreachable", StatusCode::SERVICE_UNAVAILABLE)
    } else {
        Refusal::unsigned("unknown_key")
    }
}

/// Verify `claim` with the key the actor lists under the claim's key id.
fn check(claim: &Claim, actor: &Actor) -> Result<(), Fault> {
    let named = |key: &&ListedKey| key.id == claim.key_id() && key.revoked.is_none();
    if let Some(key) = actor.keys.rsa.iter().find(named) {
        return claim.verify(&PublicKey::from_pem(&key.text)?);
    }
    match actor.keys.assertion.iter().find(named) {
        Some(key) => claim.verify(&PublicKey::from_multibase(&key.text)?),
        None => Err(Fault::UnknownKey),
    }
}

/// Whether the object says that it is the actor's, and its alone.
fn is_by(object: &Value, actor: &Actor) -> bool {
    let owners = &object["attributedTo"];
    let mut owners = read::each(owners).peekable();
    owners.peek().is_some() && owners.all(|owner| read::id(owner).as_ref() == Some(&*actor.id))
}

fn assertion_key(actor: &Actor, method: &str) -> Option<PublicKey> {
    let key = actor.keys.assertion.iter().find(|key| key.id == method)?;
    PublicKey::from_multibase(&key.text).ok()
}

/// Media type, size and JSON, before anything costs more than reading.
fn read_envelope(delivery: &Delivery<'_>) -> Result<Envelope, Refusal> {
    let text = |name| {
        let value = delivery.headers.get(name)?;
        value.to_str().ok()
    };
    let media_type = text(header::CONTENT_TYPE).unwrap_or_default();
    let encoding = text(header::CONTENT_ENCODING).unwrap_or("identity");
    if !crate::vocabulary::is_activity_json(media_type) || encoding != "identity" {
        return Err(Refusal::new(
            "media_type",
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ));
    }
    if delivery.body.len() > BODY_BYTES_AT_MOST {
        return Err(Refusal::new("too_large", StatusCode::PAYLOAD_TOO_LARGE));
    }
    if depth(delivery.body) > DEPTH_AT_MOST {
        return Err(Refusal::malformed("too_deep"));
    }
    let json = read::json(delivery.body).ok_or(Refusal::malformed("not_json"))?;
    Envelope::read(json).ok_or(Refusal::malformed("no_activity"))
}

/// How deep braces and brackets nest, strings left out. Cheaper than finding out by recursion.
fn depth(body: &[u8]) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let (mut in_text, mut escaped) = (false, false);
    for byte in body {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'{' | b'[' if !in_text => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// An activity and on whose word it rests.
struct Word {
    actor: Actor,
    envelope: Envelope,
    /// Signed or proven by its actor, so that its embedded object may be believed.
    is_first_hand: bool,
}

/// What an activity comes down to.
#[derive(Debug)]
enum Deed {
    Follow(Url),
    AnswerFollow {
        follow: Option<Url>,
        follower: Option<Url>,
        accepted: bool,
    },
    UndoFollow(Url),
    /// An Undo that names what it takes back without repeating it.
    UndoById(Url),
    /// The actor wants nothing to do with one of ours.
    Part(Url),
    Delete(Url),
    Leave,
    Host(Action),
    /// Verified, and of no consequence here.
    Nothing,
}

/// A verified activity with all it needs, ready for its transaction.
struct Incoming {
    federation: Federation,
    id: Url,
    actor: Actor,
    deed: Deed,
    fingerprint: [u8; 32],
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
            Deed::Follow(target) | Deed::UndoFollow(target) | Deed::Part(target)
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
        if !note_receipt(&tx, &self.fingerprint, now).await? {
            return Ok(());
        }
        delivery::wake(&tx, &host_of(&self.actor.id)).await?;
        match self.act(&tx, now).await {
            Ok(()) | Err(Rejected::NotForUs) => {
                tx.commit().await?;
                Ok(())
            }
            Err(Rejected::Refused(reason)) => Err(Refusal::forbidden(reason)),
            Err(Rejected::Internal(cause)) => Err(crate::Error::from(cause).into()),
        }
    }
}

impl Incoming {
    async fn act(
        self,
        tx: &sea_orm::DatabaseTransaction,
        now: DateTime<Utc>,
    ) -> Result<(), Rejected> {
        let actor = &self.actor;
        let action = match self.deed {
            Deed::Nothing => return Err(Rejected::NotForUs),
            Deed::Follow(followed) => {
                let followed = actors::find(tx, &followed).await?;
                let Some(followed) = followed.filter(|found| found.local) else {
                    return Err(Rejected::NotForUs);
                };
                self.federation
                    .receive_follow(tx, &self.id, actor, &followed)
                    .await?;
                return Ok(());
            }
            Deed::AnswerFollow {
                follow,
                follower,
                accepted,
            } => {
                let (follow, follower) = (follow.as_ref(), follower.as_ref());
                let known =
                    follows::receive_answer(tx, actor, follow, follower, accepted, now).await?;
                return if known {
                    Ok(())
                } else {
                    Err(Rejected::NotForUs)
                };
            }
            Deed::UndoFollow(followed) => {
                follows::remove(tx, &actor.id, &followed).await?;
                return Ok(());
            }
            Deed::UndoById(id) => {
                follows::remove_by_activity(tx, &actor.id, &id).await?;
                Action::Undo(id)
            }
            Deed::Part(ours) => {
                follows::remove(tx, &actor.id, &ours).await?;
                follows::remove(tx, &ours, &actor.id).await?;
                return Ok(());
            }
            Deed::Delete(object) => {
                bury_object(tx, &object, &actor.id, now).await?;
                Action::Delete(object)
            }
            Deed::Leave => {
                follows::remove_all_of(tx, &actor.id).await?;
                actors::bury(tx, &actor.id, now).await?;
                Action::Leave
            }
            Deed::Host(action) => action,
        };
        let received = Received {
            id: self.id,
            actor: self.actor,
            action,
            received_at: now,
        };
        self.federation.hand_over(tx, &received).await
    }
}

impl Federation {
    /// Let the application act on it, unless its object was deleted meanwhile.
    pub(crate) async fn hand_over(
        &self,
        tx: &sea_orm::DatabaseTransaction,
        received: &Received,
    ) -> Result<(), Rejected> {
        if is_buried(tx, received).await? {
            return Err(Rejected::NotForUs);
        }
        self.host().receive(self, tx, received).await
    }
}

/// `false` when this very signature was taken before: a replay, done already.
async fn note_receipt(
    tx: &impl ConnectionTrait,
    fingerprint: &[u8; 32],
    now: DateTime<Utc>,
) -> Result<bool, sea_orm::DbErr> {
    let id = bs58::encode(fingerprint).into_string();
    let row = receipt::ActiveModel {
        id: Set(id),
        received_at: Set(now),
    };
    let added = receipt::Entity::insert(row)
        .on_conflict(
            OnConflict::column(receipt::Column::Id)
                .do_nothing()
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    Ok(added > 0)
}

async fn bury_object(
    tx: &impl ConnectionTrait,
    id: &Url,
    actor: &Iri,
    now: DateTime<Utc>,
) -> Result<(), sea_orm::DbErr> {
    let row = tombstone::ActiveModel {
        id: Set(id.into()),
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

/// Whether the object was deleted lately. One published after that is another under the same id:
/// Gancio reuses its ids.
async fn is_buried(tx: &impl ConnectionTrait, received: &Received) -> Result<bool, sea_orm::DbErr> {
    let (Action::Create(object) | Action::Update(object) | Action::Announce(object)) =
        &received.action
    else {
        return Ok(false);
    };
    let key = (Iri::from(object.id()), received.actor.id.clone());
    let buried = tombstone::Entity::find_by_id(key).one(tx).await?;
    let still =
        |buried: &tombstone::Model| received.received_at - buried.deleted_at < TOMBSTONE_LASTS;
    let Some(buried) = buried.filter(still) else {
        return Ok(false);
    };
    let published_since = match object {
        Object::Event(event) => event.published.to_utc() > buried.deleted_at,
        Object::Note(note) => note.published.to_utc() > buried.deleted_at,
        Object::Article(article) => article.published.to_utc() > buried.deleted_at,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_is_counted_outside_of_strings() {
        assert_eq!(depth(br#"{"a":[{"b":"[[[[{{{\"[["}]}"#), 3);
        assert_eq!(depth("[".repeat(100_000).as_bytes()), 100_000);
        assert_eq!(depth(b"]]]"), 0);
    }
}
