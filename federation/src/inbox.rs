//! What other servers say, from raw request to effect: form, signature, authority, replay, then one
//! transaction. Refuses by name, with the status FEDERATION.md lists, and leaves nothing behind.

mod effect;

pub use self::effect::prune;

use self::effect::{Deed, Incoming};
use crate::{
    Federation, Shared,
    actors::{self, Actor},
    blocks,
    fetch::Failure,
    host::{
        Action, Adopting, Answer, Appointing, Attending, Entry, Involving, Offer, Proposed,
        Received, Verdict,
    },
    host_of,
    keys::ListedKey,
    signatures::{BodyDigest, Claim, Fault, PublicKey, Request, proof},
    vocabulary::{
        Article, Envelope, Event, Grant, Heading, Matter, Minutes, Motion, Object, Reply, Seat,
        read,
    },
};
use activitypub_federation::traits::Activity;
use http::{HeaderMap, Method, StatusCode, Uri, header};
use serde_json::Value;
use std::{borrow::Cow, num::NonZeroU32};
use tokio::sync::SemaphorePermit;
use url::Url;

/// The largest activity taken, in bytes.
pub const BODY_BYTES_AT_MOST: usize = 1_048_576;
/// How deep its JSON may nest.
const DEPTH_AT_MOST: usize = 32;
/// Requests the library makes for one activity: actors, and where they redirect to. What it names
/// beside them is read by the fetcher, one object and its owner.
pub const FETCHES_AT_MOST: u32 = 20;
/// Actors and keys read because one address asks, in an hour, for each newcomer a server may bring.
pub(crate) const READINGS_PER_NEWCOMER: NonZeroU32 = NonZeroU32::new(10).expect("not zero");
/// Requests that wait for a key at the same time; each holds its body meanwhile.
pub const WAITING_FOR_KEYS_AT_MOST: usize = 64;
/// What may be said a second time in the very same words: Gancio's Follow, its Undo and the Delete of an
/// event have one id for ever, and to a Join the answer may have got lost.
const MEANT_EACH_TIME: [&str; 4] = ["Follow", "Undo", "Delete", "Join"];
/// The longest word for a role that is read, in characters.
const KIND_AT_MOST: usize = 32;
/// The longest name of something that is used, in characters.
const PRODUCT_AT_MOST: usize = 300;
/// The longest line of whoever takes a seat, in characters.
const HOLDER_AT_MOST: usize = 200;
/// The longest reason that is read, in bytes.
const REASON_BYTES_AT_MOST: usize = 8_192;
/// The longest message that comes with a Join, in bytes.
const MESSAGE_BYTES_AT_MOST: usize = 8_192;

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
pub struct Posted<'a> {
    pub method: &'a Method,
    pub target: &'a Uri,
    pub headers: &'a HeaderMap,
    pub body: &'a [u8],
    pub asker: &'a Asker,
}

/// Whose requests count together before anybody knows who signed them: an address or a network, as the
/// listener knows it. Without a word of its, all count together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asker(pub String);

impl Federation {
    /// Take an activity in. `Ok` means it is durably done, or durably known to need nothing.
    pub async fn take_in(&self, posted: Posted<'_>) -> Result<(), Refusal> {
        let heading = match self.settings().open {
            true => read_heading(&posted),
            false => Err(Refusal::new("closed", StatusCode::SERVICE_UNAVAILABLE)),
        };
        let taken = match &heading {
            Ok(heading) => self.check_and_receive(&posted, heading).await,
            Err(refusal) => Err(*refusal),
        };
        if let Err(refusal) = &taken {
            self.note_refusal(refusal.reason, heading.as_ref().ok());
        }
        taken
    }

    /// Count a refused request, and leave one line of it: the server it says it is of, and the hash of its
    /// id, by which that server's operators find it. Neither a word of it nor a name of a person.
    pub(crate) fn note_refusal(&self, reason: &'static str, heading: Option<&Heading>) {
        self.refusals().count(reason);
        let peer = heading.map(|heading| host_of(&heading.actor));
        let id = heading.map(|heading| BodyDigest::of(heading.id.as_str().as_bytes()).bytes());
        let activity = id.map(|hash| bs58::encode(&hash[..8]).into_string());
        tracing::info!(reason, peer, activity, "inbox.refused");
    }

    async fn check_and_receive(
        &self,
        posted: &Posted<'_>,
        heading: &Heading,
    ) -> Result<(), Refusal> {
        if self.is_ours(&heading.actor) {
            return Err(Refusal::forbidden("poses_as_us"));
        }
        let claim = Claim::read(&self.request(posted), self.clock().now())?;
        let Some(key_id) = read::url(claim.key_id()) else {
            return Err(Refusal::malformed("malformed"));
        };
        if blocks::covers_one_of(self.db(), &[&heading.actor, &key_id]).await? {
            return Err(Refusal::forbidden("blocked"));
        }
        let Some(signer) = self.signer(&claim, &key_id, heading, posted.asker).await? else {
            return Ok(());
        };
        // After the signature, so that nobody can use up another server's share.
        if !self.shares().allows(&signer.host) {
            return Err(Refusal::TOO_MANY);
        }
        let envelope = read_envelope(posted.body, heading)?;
        if envelope.id.origin() != envelope.actor.origin() {
            return Err(Refusal::forbidden("foreign_activity_id"));
        }
        let word = self.whose_word(signer, envelope, &claim, posted.asker);
        let Some(word) = word.await? else {
            return Ok(());
        };
        // Signed anew it is the same still. Only its actor's own word: else somebody could bring it first,
        // without effect, and so keep it away.
        let is_once_only = word.is_first_hand
            && !MEANT_EACH_TIME.contains(&&*word.envelope.kind)
            && !answers_a_join(&word.envelope);
        let Some(mut incoming) = self.resolve(word, posted.asker).await? else {
            return Ok(());
        };
        incoming.body = is_once_only.then(|| BodyDigest::of(posted.body).bytes());
        let data = self.data();
        incoming.verify(&data).await?;
        incoming.receive(&data).await
    }

    fn request<'a>(&'a self, posted: &'a Posted<'_>) -> Request<'a> {
        Request {
            method: posted.method,
            target: posted.target,
            // Ours, not what the request or a proxy says.
            host: self.authority(),
            scheme: self.origin().scheme(),
            headers: posted.headers,
            body: posted.body,
        }
    }

    /// The actor whose key made the signature. `None` for the farewell of an actor we do not know, or
    /// whose key is gone with it: nothing to check, nothing to do.
    async fn signer(
        &self,
        claim: &Claim,
        key_id: &Url,
        heading: &Heading,
        asker: &Asker,
    ) -> Result<Option<Actor>, Refusal> {
        let is_own_key = key_id.origin() == heading.actor.origin();
        let fits = |actor: &Actor| check(claim, actor);
        let fault = match self.known(&heading.actor).await? {
            Some(actor) => match fits(&actor) {
                Ok(()) => return Ok(Some(actor)),
                // The key we know does not fit: perhaps the one its owner lists now.
                Err(fault) if is_own_key => match self.reread(actor).await {
                    Ok(actor) if *actor.id == heading.actor && fits(&actor).is_ok() => {
                        return Ok(Some(actor));
                    }
                    Ok(_) => fault,
                    Err(Failure::Gone | Failure::Answered(404)) if heading.is_farewell() => {
                        return Ok(None);
                    }
                    Err(failure) => return Err(unreadable_key(failure)),
                },
                Err(fault) => fault,
            },
            // Many servers say goodbye to everybody they have heard of.
            None if heading.is_farewell() => return Ok(None),
            None if is_own_key => match self.introduce(&heading.actor, asker, fits).await? {
                Ok(actor) => return Ok(Some(actor)),
                Err(fault) => fault,
            },
            None => Fault::UnknownKey,
        };
        // Somebody else may have signed: a group that passes its members' words on.
        let owner = self.owner_of_key(key_id, asker).await?;
        if owner == heading.actor || self.is_ours(&owner) {
            return Err(fault.into());
        }
        if blocks::covers(self.db(), &owner).await? {
            return Err(Refusal::forbidden("blocked"));
        }
        Ok(Some(self.introduce(&owner, asker, fits).await??))
    }

    /// An actor as we have it, unless it was gone when it was last heard of.
    async fn known(&self, id: &Url) -> Result<Option<Actor>, Refusal> {
        let known = actors::find(self.db(), id).await?;
        Ok(known.filter(|actor| actor.deleted_at.is_none()))
    }

    /// An actor, read from its own server if we do not know it, and kept if `fits` finds it so: a
    /// request that is refused leaves nobody behind. Whoever asks pays for the reading, since anybody
    /// can name anybody; the newcomer's server pays for what has turned out to be one.
    async fn introduce<E>(
        &self,
        id: &Url,
        asker: &Asker,
        fits: impl FnOnce(&Actor) -> Result<(), E>,
    ) -> Result<Result<Actor, E>, Refusal> {
        if self.known(id).await?.is_some() {
            let actor = self.meet(id).await.map_err(unreadable_key)?;
            return Ok(fits(&actor).map(|()| actor));
        }
        let actor = {
            let _place = self.place_to_wait(asker)?;
            self.dereference(id).await.map_err(unreadable_key)?
        };
        // Behind a door lives somebody else.
        if *actor.id != *id {
            return Err(Refusal::unsigned("unknown_key"));
        }
        if let Err(unfit) = fits(&actor) {
            return Ok(Err(unfit));
        }
        if !self.newcomers().allows(&actor.host) {
            return Err(Refusal::TOO_MANY);
        }
        self.keep(actor).await.map(Ok).map_err(unreadable_key)
    }

    /// A place among the requests that wait for a key, for those who may make us ask for one.
    fn place_to_wait(&self, asker: &Asker) -> Result<SemaphorePermit<'_>, Refusal> {
        if !self.readings().allows(&asker.0) {
            return Err(Refusal::TOO_MANY);
        }
        let place = self.waiting_for_keys().try_acquire();
        place.map_err(|_| Refusal::BUSY)
    }

    /// Whose key an id names: the actor it is a fragment of, or the one its document calls owner
    /// (GoToSocial serves a stub at `/main-key`).
    async fn owner_of_key(&self, key_id: &Url, asker: &Asker) -> Result<Url, Refusal> {
        let mut document_id = key_id.clone();
        document_id.set_fragment(None);
        if key_id.fragment().is_some() {
            return Ok(document_id);
        }
        let _place = self.place_to_wait(asker)?;
        let document = self.document_of_key(&document_id).await;
        let document = document.map_err(unreadable_key)?;
        let owner = [
            &document["publicKey"]["owner"],
            &document["owner"],
            &document["id"],
        ]
        .into_iter()
        .find_map(read::id)
        .filter(|owner| owner.origin() == key_id.origin());
        owner.ok_or(unreadable_key(Failure::WrongId))
    }

    async fn document_of_key(&self, id: &Url) -> Result<Value, Failure> {
        self.misses.check(id, self.clock().now())?;
        match self.fetcher().activity_json(id).await {
            Ok((_, document)) => Ok(document),
            Err(failure) => {
                self.misses.note(id, failure, self.clock().now());
                Err(failure)
            }
        }
    }

    /// Decide on whose word the activity rests: its actor's, or its object's own server's. `None` when
    /// nobody here wants to hear from the actor what somebody else says it said.
    async fn whose_word(
        &self,
        signer: Actor,
        envelope: Envelope,
        claim: &Claim,
        asker: &Asker,
    ) -> Result<Option<Word>, Refusal> {
        if *signer.id == envelope.actor {
            return Ok(Some(Word {
                receipt: claim.fingerprint(),
                proof: self.proof_by(&signer, &envelope),
                actor: signer,
                envelope,
                is_first_hand: true,
            }));
        }
        let is_passable = matches!(envelope.kind.as_str(), "Create" | "Update");
        let is_wanted = is_passable
            && (self.known(&envelope.actor).await?.is_some()
                || self.is_of_interest(&envelope.actor, &envelope).await?);
        let unwanted = || match is_passable {
            true => Ok(None),
            false => Err(Refusal::forbidden("not_the_actor")),
        };
        if !is_wanted && envelope.json.get("proof").is_none() {
            return unwanted();
        }
        let mut proof = None;
        let met = self.introduce(&envelope.actor, asker, |actor| {
            proof = self.proof_by(actor, &envelope);
            match proof.is_some() || is_wanted {
                true => Ok(()),
                false => Err(()),
            }
        });
        let Ok(actor) = met.await? else {
            return unwanted();
        };
        Ok(Some(Word {
            actor,
            envelope,
            is_first_hand: proof.is_some(),
            receipt: proof.unwrap_or(claim.fingerprint()),
            proof: None,
        }))
    }

    /// The fingerprint of a proof by which the activity is the actor's own word: made a moment ago with
    /// a key it uses. A retired one could have made it at any time since, whatever it says.
    fn proof_by(&self, actor: &Actor, envelope: &Envelope) -> Option<[u8; 32]> {
        let proof = proof::verify(&envelope.json, |method| assertion_key(actor, method)).ok()?;
        proof.check_time(self.clock().now()).ok()?;
        Some(proof.fingerprint())
    }

    /// Fetch what the activity names but did not bring from its owner. `None` when we have no use
    /// for it, found out before anything is fetched.
    async fn resolve(&self, word: Word, asker: &Asker) -> Result<Option<Incoming>, Refusal> {
        let Word {
            actor,
            envelope,
            is_first_hand,
            receipt,
            proof,
        } = word;
        let said_at = Received::said_at(&envelope.json, self.clock().now());
        let deed = match envelope.kind.as_str() {
            "Follow" => match &envelope.object {
                Some(followed) if self.is_peer_asking(&actor, followed, asker).await? => {
                    Deed::Peer(followed.clone())
                }
                Some(followed) => Deed::Follow(followed.clone()),
                None => return Err(Refusal::malformed("no_object")),
            },
            "Join" | "Leave" => match &envelope.object {
                Some(group) if self.is_own_actor(group) => match envelope.kind.as_str() {
                    "Join" => Deed::Host(Action::Enter(Box::new(entry(group, &envelope)))),
                    _ => Deed::Host(Action::Leave(group.clone())),
                },
                Some(event) if self.is_ours(event) => match envelope.kind.as_str() {
                    "Join" => Deed::Host(Action::Attend {
                        event: event.clone(),
                        answer: Attending::Join,
                        message: message(&envelope),
                    }),
                    _ => attend(event, Attending::No),
                },
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
            "Accept" | "TentativeAccept" | "Reject" | "Ignore" if answers_no_follow(&envelope) => {
                match answer(&envelope) {
                    Some(answer) => Deed::Host(Action::Answer(answer)),
                    None => return Err(Refusal::malformed("no_object")),
                }
            }
            "Offer" => match self.offer_of(&actor, &envelope, is_first_hand).await? {
                Some(offer) => Deed::Host(offer),
                None => Deed::Nothing,
            },
            "Accept" | "Reject" => Deed::AnswerFollow {
                answer: answer(&envelope),
                follower: envelope.inner_object_actor(),
                accepted: envelope.kind == "Accept",
                reason: read::markup(&envelope.json["content"], REASON_BYTES_AT_MOST),
            },
            "Remove" => match (&envelope.object, read::id(&envelope.json["target"])) {
                (Some(object), Some(target)) if target.origin() == actor.id.origin() => {
                    Deed::Host(Action::Remove {
                        object: object.clone(),
                        target,
                    })
                }
                _ => Deed::Nothing,
            },
            "Resolve" => match &envelope.object {
                Some(task) if self.is_own_object(task) => resolve(task, true),
                Some(_) => Deed::Nothing,
                None => return Err(Refusal::malformed("no_object")),
            },
            "Grant" => match Grant::read(&envelope.json) {
                Some(grant) if grant.id == envelope.id && grant.actor == envelope.actor => {
                    Deed::Host(Action::Grant(Box::new(grant)))
                }
                _ => Deed::Nothing,
            },
            "Revoke" => match &envelope.object {
                Some(grant) if grant.origin() == actor.id.origin() => {
                    Deed::Host(Action::Revoke(grant.clone()))
                }
                Some(_) => return Err(Refusal::forbidden("foreign_object")),
                None => return Err(Refusal::malformed("no_object")),
            },
            "Undo" => match (envelope.object_kind(), envelope.inner_object()) {
                (Some("Follow"), Some(followed)) => Deed::UndoFollow(followed),
                (Some("Join"), Some(group)) if self.is_own_actor(&group) => {
                    Deed::Host(Action::Leave(group))
                }
                (Some("Resolve"), Some(task)) if self.is_own_object(&task) => resolve(&task, false),
                (Some("Join" | "Accept" | "TentativeAccept"), Some(event))
                    if self.is_own_object(&event) =>
                {
                    attend(&event, Attending::No)
                }
                (None | Some("Offer" | "Accept" | "TentativeAccept" | "Reject" | "Ignore"), _)
                | (Some("Follow"), None) => match &envelope.object {
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
                Some(object) if *object == envelope.actor => Deed::Farewell,
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
                let actor = read.map_err(unreadable_key)?;
                return Ok(Some(Incoming {
                    federation: self.clone(),
                    said_at,
                    id: envelope.id,
                    actor,
                    deed: Deed::Host(Action::Profile),
                    receipt,
                    proof,
                    body: None,
                }));
            }
            "Create" | "Update" | "Announce" => {
                let matter = self.matter_for_us(&actor, &envelope, is_first_hand);
                if let Some(matter) = matter.filter(|_| envelope.kind != "Announce") {
                    return Ok(Some(Incoming {
                        federation: self.clone(),
                        said_at,
                        id: envelope.id,
                        actor,
                        deed: Deed::Host(Action::Matter(Box::new(matter))),
                        receipt,
                        proof,
                        body: None,
                    }));
                }
                let motion = self.motion_for_us(&actor, &envelope, is_first_hand);
                if let Some(motion) = motion.filter(|_| envelope.kind != "Announce") {
                    return Ok(Some(Incoming {
                        federation: self.clone(),
                        said_at,
                        id: envelope.id,
                        actor,
                        deed: Deed::Host(Action::Motion(Box::new(motion))),
                        receipt,
                        proof,
                        body: None,
                    }));
                }
                let minutes = self.minutes_for_us(&actor, &envelope, is_first_hand);
                if let Some(minutes) = minutes.filter(|_| envelope.kind != "Announce") {
                    return Ok(Some(Incoming {
                        federation: self.clone(),
                        said_at,
                        id: envelope.id,
                        actor,
                        deed: Deed::Host(Action::Minutes(Box::new(minutes))),
                        receipt,
                        proof,
                        body: None,
                    }));
                }
                let reply = self.reply_to_us(&actor, &envelope, is_first_hand);
                if let Some(reply) = reply.filter(|_| envelope.kind == "Create") {
                    return Ok(Some(Incoming {
                        federation: self.clone(),
                        said_at,
                        id: envelope.id,
                        actor,
                        deed: Deed::Host(Action::Reply(Box::new(reply))),
                        receipt,
                        proof,
                        body: None,
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
            said_at,
            id: envelope.id,
            actor,
            deed,
            receipt,
            proof,
            body: None,
        }))
    }

    /// Objects and activities of ours have addresses of their own kind.
    fn is_object_of_ours(&self, envelope: &Envelope) -> bool {
        let object = envelope.object.as_ref();
        object.is_some_and(|id| self.is_own_object(id))
    }

    fn is_own_actor(&self, id: &Url) -> bool {
        self.is_ours(id) && id.path().starts_with("/ap/actors/")
    }

    fn is_own_object(&self, id: &Url) -> bool {
        self.is_ours(id) && id.path().starts_with("/ap/objects/")
    }

    /// An event, a proposal or a seat of the actor's own that one of ours, and nobody else of ours, is asked to
    /// stand by, or the actor itself, for a list that one of the two keeps or for an object of ours that it
    /// makes use of. `None` when it is of another nature. Nobody has to be followed for that.
    async fn offer_of(
        &self,
        actor: &Actor,
        envelope: &Envelope,
        is_first_hand: bool,
    ) -> Result<Option<Action>, Refusal> {
        let to = read::recipients(&envelope.json["to"]).into_iter();
        let ours: Vec<Url> = to.filter(|to| self.is_ours(to)).collect();
        let (Some(id), Some(target), [invited]) = (
            &envelope.object,
            read::id(&envelope.json["target"]),
            ours.as_slice(),
        ) else {
            return Ok(None);
        };
        if *id == *actor.id && self.is_own_object(&target) {
            return Ok(Some(Action::Adopt(Box::new(Adopting {
                report: target,
                asked: invited.into(),
                product: read::line(&envelope.json["name"], PRODUCT_AT_MOST),
                note: read::markup(&envelope.json["content"], REASON_BYTES_AT_MOST),
                link: read::id(&envelope.json["url"]),
            }))));
        }
        if *id == *actor.id {
            return Ok(Some(Action::Involve(Box::new(Involving {
                target,
                asked: invited.into(),
                part: read::line(&envelope.json["kind"], KIND_AT_MOST),
            }))));
        }
        if id.origin() != actor.id.origin() || !self.may_own(actor, id).await? {
            return Err(Refusal::forbidden("foreign_object"));
        }
        let embedded = envelope
            .embedded()
            .filter(|object| is_first_hand && is_by(object, actor));
        let json = match embedded {
            Some(object) => Cow::Borrowed(object),
            None => match self.fetcher().object(id).await {
                Ok(object) => Cow::Owned(object),
                Err(failure) if failure.is_passing() => return Err(Refusal::BUSY),
                Err(_) => return Ok(None),
            },
        };
        let offered = match Object::read(&json) {
            Some(Object::Event(event)) => Offered::Event(event),
            Some(Object::Article(article)) if article.proposal.is_some() => {
                Offered::Article(article)
            }
            // Of the seat is offered what comes with the Offer: elsewhere it says who holds it now.
            Some(Object::Seat(seat)) if embedded.is_some() => Offered::Seat(seat),
            _ => return Ok(None),
        };
        let owner = match &offered {
            Offered::Event(event) => &event.attributed_to,
            Offered::Article(article) => &article.attributed_to,
            Offered::Seat(seat) => &seat.attributed_to,
        };
        if *owner != *actor.id {
            return Err(Refusal::forbidden("not_the_owner"));
        }
        Ok(Some(match offered {
            Offered::Event(event) => Action::Offer(Box::new(Offer {
                event: *event,
                target,
                invited: invited.into(),
                kind: read::line(&envelope.json["kind"], KIND_AT_MOST),
            })),
            Offered::Article(article) => Action::Propose(Box::new(Proposed {
                article: *article,
                target,
                asked: invited.into(),
            })),
            Offered::Seat(seat) => Action::Appoint(Box::new(Appointing {
                seat: *seat,
                target,
                asked: invited.into(),
            })),
        }))
    }

    /// A post of the actor's own that answers something of ours. Only as it was sent: nothing is
    /// fetched because somebody says that it is a reply.
    fn reply_to_us(
        &self,
        actor: &Actor,
        envelope: &Envelope,
        is_first_hand: bool,
    ) -> Option<Reply> {
        let embedded = envelope.embedded()?;
        let mut reply = Reply::read(embedded)?;
        let is_theirs = is_first_hand
            && reply.attributed_to == *actor.id
            && reply.id.origin() == actor.id.origin();
        if !is_theirs || !self.is_ours(&reply.in_reply_to) {
            return None;
        }
        let proof = proof::verify(embedded, |method| assertion_key(actor, method));
        reply.proven = proof.is_ok().then(|| embedded.clone());
        Some(reply)
    }

    /// Whether a request is signed by one of `readers`, or by the instance actor of a server that one of
    /// them is at, which fetches for all who are there. Nobody else's key is asked for.
    pub(crate) async fn is_read_by(
        &self,
        asked: &Posted<'_>,
        readers: &[Url],
    ) -> Result<bool, Refusal> {
        let Ok(claim) = Claim::read(&self.request(asked), self.clock().now()) else {
            return Ok(false);
        };
        let Some(key_id) = read::url(claim.key_id()) else {
            return Ok(false);
        };
        let is_of_a_reader = readers
            .iter()
            .any(|reader| reader.origin() == key_id.origin());
        if !is_of_a_reader || self.is_ours(&key_id) || blocks::covers(self.db(), &key_id).await? {
            return Ok(false);
        }
        let owner = self.owner_of_key(&key_id, asked.asker).await?;
        let fits = |actor: &Actor| check(&claim, actor);
        let reader = match self.introduce(&owner, asked.asker, fits).await? {
            Ok(reader) => reader,
            // The key we know does not fit: perhaps the one its owner lists now.
            Err(_) => match self.known(&owner).await? {
                Some(known) => match self.reread(known).await {
                    Ok(reader) if fits(&reader).is_ok() => reader,
                    _ => return Ok(false),
                },
                None => return Ok(false),
            },
        };
        let is_named = readers.iter().any(|named| *named == *reader.id);
        Ok(is_named || reader.kind == "Application")
    }

    /// What a workstream says to one of ours alone. Only as it was sent: nobody could fetch it.
    fn matter_for_us(
        &self,
        actor: &Actor,
        envelope: &Envelope,
        is_first_hand: bool,
    ) -> Option<Matter> {
        let matter = Matter::read(envelope.embedded()?)?;
        let is_theirs = is_first_hand
            && actor.is_workstream()
            && matter.attributed_to == *actor.id
            && matter.id.origin() == actor.id.origin();
        let is_for_us = matter.to.iter().all(|to| self.is_ours(to));
        (is_theirs && is_for_us).then_some(matter)
    }

    /// What a committee says to one of ours alone. Only as it was sent: nobody could fetch it.
    fn motion_for_us(
        &self,
        actor: &Actor,
        envelope: &Envelope,
        is_first_hand: bool,
    ) -> Option<Motion> {
        let motion = Motion::read(envelope.embedded()?)?;
        let is_theirs = is_first_hand
            && actor.is_committee()
            && motion.attributed_to == *actor.id
            && motion.id.origin() == actor.id.origin();
        let is_for_us = motion.to.iter().all(|to| self.is_ours(to));
        (is_theirs && is_for_us).then_some(motion)
    }

    /// What a committee asks one of ours alone to approve of, likewise.
    fn minutes_for_us(
        &self,
        actor: &Actor,
        envelope: &Envelope,
        is_first_hand: bool,
    ) -> Option<Minutes> {
        let minutes = Minutes::read(envelope.embedded()?)?;
        let is_theirs = is_first_hand
            && actor.is_committee()
            && minutes.attributed_to == *actor.id
            && minutes.id.origin() == actor.id.origin();
        let is_for_us = minutes.to.iter().all(|to| self.is_ours(to));
        (is_theirs && is_for_us).then_some(minutes)
    }

    /// Whether another server as a whole asks ours: the actor says that it speaks as we do, and its own
    /// host says that it stands for it. Anybody else who follows our instance actor is just a follower.
    async fn is_peer_asking(
        &self,
        actor: &Actor,
        followed: &Url,
        asker: &Asker,
    ) -> Result<bool, Refusal> {
        if *followed != **self.instance_actor() || actor.kind != "Application" {
            return Ok(false);
        }
        let met = self.meet(&actor.id).await;
        if !met.is_ok_and(|actor| actor.can_be_peer()) {
            return Ok(false);
        }
        let _place = self.place_to_wait(asker)?;
        match self.look_up_server(&actor.host).await {
            Ok(server) => Ok(server.id == actor.id),
            Err(failure) if failure.is_passing() => Err(Refusal::BUSY),
            Err(_) => Ok(false),
        }
    }

    /// Whether somebody here follows the actor, or the group of the same server it speaks for: in
    /// Mobilizon a person acts and the group is the one that is followed. A peer is heard on what is its
    /// own server's, and on nothing else.
    async fn is_of_interest(&self, actor: &Url, envelope: &Envelope) -> Result<bool, Refusal> {
        if self.is_followed(self.db(), actor).await? {
            return Ok(true);
        }
        let is_own = |object: &Url| object.origin() == actor.origin();
        if envelope.object.as_ref().is_some_and(is_own) && self.is_at_peer(self.db(), actor).await?
        {
            return Ok(true);
        }
        // What is kept of it is kept as it is now, whoever of its server it was heard of by.
        if self.host().owner_of(self.db(), actor).await?.as_deref() == Some(actor) {
            return Ok(true);
        }
        // What came of an event that is kept here, in the word of whose it is: who invites with them need not
        // follow them.
        let about = envelope
            .embedded()
            .filter(|it| read::kind(it) == Some("Article"));
        if let Some(about) = about.and_then(|it| read::id(&it["inReplyTo"]))
            && about.origin() == actor.origin()
            && self.host().owner_of(self.db(), &about).await?.as_deref() == Some(actor)
        {
            return Ok(true);
        }
        let group = envelope
            .embedded()
            .and_then(|object| read::id(&object["attributedTo"]))
            .filter(|group| group.origin() == actor.origin() && group != actor);
        match group {
            Some(group) => Ok(self.is_followed(self.db(), &group).await?),
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
        // What is kept here is kept as its owner has it, followed or not.
        let is_kept = envelope.kind == "Update"
            && self.host().owner_of(self.db(), id).await?.as_ref() == Some(&actor.id);
        if !is_kept && !self.is_of_interest(&actor.id, envelope).await? {
            return Ok(None);
        }
        let own = envelope.kind != "Announce" && id.origin() == actor.id.origin();
        // Its actor's server was asked about already.
        if !own && blocks::covers(self.db(), id).await? {
            return Ok(None);
        }
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
        let is_by_another = owner != *actor.id;
        if is_by_another && blocks::covers(self.db(), &owner).await? {
            return Ok(None);
        }
        // So that its name can be shown; an owner that cannot be read is shown by its host.
        if is_by_another || self.is_stale(actor) {
            let _ = self.meet(&owner).await;
        }
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

/// Of a task of ours, that it is done or is not.
fn resolve(task: &Url, is_done: bool) -> Deed {
    Deed::Host(Action::Resolve {
        task: task.clone(),
        is_done,
    })
}

fn attend(event: &Url, answer: Attending) -> Deed {
    Deed::Host(Action::Attend {
        event: event.clone(),
        answer,
        message: None,
    })
}

/// What somebody writes to the organizers with a Join: why they would come, or what they need there.
fn message(envelope: &Envelope) -> Option<Box<str>> {
    let said = &envelope.json["participationMessage"];
    Some(read::markup(said, MESSAGE_BYTES_AT_MOST)?.into())
}

fn entry(group: &Url, envelope: &Envelope) -> Entry {
    Entry {
        group: group.clone(),
        role: read::id(&envelope.json["instrument"]),
        on_behalf_of: read::id(&envelope.json["actedOnBehalfOf"]),
    }
}

/// Whether it can only be meant for something else: a Follow is accepted or rejected, and repeated as one.
fn answers_no_follow(envelope: &Envelope) -> bool {
    matches!(envelope.kind.as_str(), "TentativeAccept" | "Ignore")
        || matches!(envelope.object_kind(), Some("Create" | "Offer" | "Join"))
}

/// Whether it answers a Join. Let in, sent away and let in again is told with the same id by some
/// (Mobilizon): signed anew it is the last word. The same request is still taken once.
fn answers_a_join(envelope: &Envelope) -> bool {
    let answers = ["Accept", "TentativeAccept", "Reject", "Ignore"];
    answers.contains(&envelope.kind.as_str()) && envelope.object_kind() == Some("Join")
}

/// What may be offered to one of ours.
enum Offered {
    Event(Box<Event>),
    Article(Box<Article>),
    Seat(Box<Seat>),
}

/// What is answered, by its id, and how.
fn answer(envelope: &Envelope) -> Option<Answer> {
    Some(Answer {
        asked: envelope.object.clone()?,
        verdict: match envelope.kind.as_str() {
            "Accept" => Verdict::Accept,
            "TentativeAccept" => Verdict::TentativeAccept,
            "Ignore" => Verdict::Ignore,
            _ => Verdict::Reject,
        },
        kind: read::line(&envelope.json["kind"], KIND_AT_MOST),
        name: read::line(&envelope.json["name"], HOLDER_AT_MOST),
        reason: read::markup(&envelope.json["content"], REASON_BYTES_AT_MOST),
        result: read::id(&envelope.json["result"]["url"])
            .or_else(|| read::id(&envelope.json["result"])),
        grant: Grant::read(&envelope.json["result"]).map(Box::new),
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
    let in_use = |key: &&ListedKey| key.id == method && key.revoked.is_none();
    let key = actor.keys.assertion.iter().find(in_use)?;
    PublicKey::from_multibase(&key.text).ok()
}

/// Media type, size and form, before anything costs more than reading.
fn read_heading(posted: &Posted<'_>) -> Result<Heading, Refusal> {
    let text = |name| {
        let value = posted.headers.get(name)?;
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
    if posted.body.len() > BODY_BYTES_AT_MOST {
        return Err(Refusal::new("too_large", StatusCode::PAYLOAD_TOO_LARGE));
    }
    if depth(posted.body) > DEPTH_AT_MOST {
        return Err(Refusal::malformed("too_deep"));
    }
    match Heading::read(posted.body) {
        Ok(heading) => heading.ok_or(Refusal::malformed("no_activity")),
        Err(_) => Err(Refusal::malformed("not_json")),
    }
}

/// The whole activity, once it is known who signed it.
fn read_envelope(body: &[u8], heading: &Heading) -> Result<Envelope, Refusal> {
    let json = read::json(body).ok_or(Refusal::malformed("not_json"))?;
    Envelope::read(json)
        .filter(|envelope| heading.is_of(envelope))
        .ok_or(Refusal::malformed("no_activity"))
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
    /// Names the signature or the proof that makes it one's word.
    receipt: [u8; 32],
    /// Names the proof that came with a signature of its actor's.
    proof: Option<[u8; 32]>,
}

#[cfg(test)]
mod tests;
