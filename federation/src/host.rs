//! The application, as this crate sees it: the only door between them.

use crate::{
    Federation, Iri, Tx,
    actors::Actor,
    vocabulary::{Article, Event, Grant, Matter, Minutes, Motion, Object, Reply, Seat, read},
};
use chrono::{DateTime, Duration, Utc};
use sea_orm::{
    ConnectionTrait, DatabaseConnection,
    sea_query::{SelectStatement, UnionType},
};
use serde_json::Value;
use url::Url;

/// A verified activity that is not mere protocol, ready to be acted on.
#[derive(Debug)]
pub struct Received {
    pub id: Url,
    /// Who did it: its signature, proof or origin has been checked.
    pub actor: Actor,
    pub action: Action,
    pub received_at: DateTime<Utc>,
    /// When it was said, in its actor's word; absent where that is none to compare others with.
    pub said_at: Option<DateTime<Utc>>,
}

/// A clock that is ahead of ours by more than this says nothing about when something was said: a word of
/// the time to come would keep away all that is said until then.
const AHEAD_AT_MOST: Duration = Duration::minutes(5);

impl Received {
    /// When an activity says that it was said; or else the post it brings, or what it takes back.
    pub(crate) fn said_at(activity: &Value, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let own = read::instant(&activity["published"]);
        let of_object = || match read::kind(activity)? {
            "Create" | "Undo" => read::instant(&activity["object"]["published"]),
            // An event was published by its organizers, and not by who says that they come to it.
            _ => None,
        };
        let said = own.or_else(of_object)?.to_utc();
        (said <= now + AHEAD_AT_MOST).then_some(said)
    }

    /// Whether it was said before `known`, and arrives later: servers try again for days what did not
    /// arrive. Words of which one does not say when count as they arrive.
    pub fn is_overtaken_by(&self, known: Option<DateTime<Utc>>) -> bool {
        matches!((self.said_at, known), (Some(said), Some(known)) if said < known)
    }
}

/// What another server did. Objects come from their owner or were fetched from their origin.
#[derive(Debug)]
pub enum Action {
    Create(Object),
    Update(Object),
    /// Somebody we follow points at an object; it was fetched from its own origin.
    Announce(Object),
    /// Somebody says whether they come to an event of ours.
    Attend {
        event: Url,
        answer: Attending,
        /// What they wrote to the organizers with it (Mobilizon). May hold markup.
        message: Option<Box<str>>,
    },
    /// Somebody wants to work in a group of ours.
    Enter(Box<Entry>),
    /// Somebody works in this group of ours no longer, as they say themselves.
    Leave(Url),
    /// Somebody says of something of ours that is to be done that it is done, or that it is not after all.
    Resolve {
        task: Url,
        is_done: bool,
    },
    /// The owner of a collection took something out of it.
    Remove {
        object: Url,
        target: Url,
    },
    /// Somebody takes back what they granted under this id.
    Revoke(Url),
    /// Somebody asks one of ours to invite to an event of theirs with them.
    Offer(Box<Offer>),
    /// Somebody brings an idea of theirs to a collection of ours.
    Propose(Box<Proposed>),
    /// A workstream asks one of ours to have a part in it, or an organisation asks a workstream of ours.
    Involve(Box<Involving>),
    /// An organisation says that it uses what an object of ours tells of.
    Adopt(Box<Adopting>),
    /// A workstream tells one of ours, who works in it, what its members alone should know.
    Matter(Box<Matter>),
    /// A committee offers one of ours a seat.
    Appoint(Box<Appointing>),
    /// Somebody grants a right; the grant is the activity itself.
    Grant(Box<Grant>),
    /// A committee tells one of ours, who holds a seat of it, what it votes on.
    Motion(Box<Motion>),
    /// A committee asks one of ours, who holds a seat of it, to approve of these.
    Minutes(Box<Minutes>),
    /// Somebody says yes or no to an Offer or a Join that may be ours.
    Answer(Answer),
    /// The instance actor of another server says whether it wants to be a peer of ours.
    Peering(Peering),
    /// Somebody takes back what they said under this id.
    Undo(Url),
    /// Somebody replies to an object of ours, or votes in a Question of ours. Followed or not.
    Reply(Box<Reply>),
    /// The actor says that its profile changed; it was read anew from its own server.
    Profile,
    /// The object is gone, says its owner or its own server. It has the actor's origin.
    Delete(Url),
    /// The actor itself is gone, and with it everything it wrote.
    Farewell,
}

/// An event of the sender's, as its owner has it, for a list that one of ours may join.
#[derive(Clone, Debug)]
pub struct Offer {
    pub event: Event,
    /// The list: the event's `organizers`.
    pub target: Url,
    /// The one it is addressed to.
    pub invited: Iri,
    /// In which role, in the sender's word.
    pub kind: Option<String>,
}

/// A proposal of the sender's, as its owner has it, for a collection of ours.
#[derive(Clone, Debug)]
pub struct Proposed {
    pub article: Article,
    /// The collection.
    pub target: Url,
    /// The one it is addressed to.
    pub asked: Iri,
}

/// The sender offers itself: a workstream to whoever should have a part in it, or the other way round.
#[derive(Clone, Debug)]
pub struct Involving {
    /// The list of those who have.
    pub target: Url,
    /// The one it is addressed to.
    pub asked: Iri,
    /// Which part, in the sender's word.
    pub part: Option<String>,
}

/// The sender offers itself to an object of ours: it uses what that tells of.
#[derive(Clone, Debug)]
pub struct Adopting {
    pub report: Url,
    /// The one it is addressed to.
    pub asked: Iri,
    /// Which part of it, in the sender's words.
    pub product: Option<String>,
    /// What for: HTML.
    pub note: Option<String>,
    /// Where others see how.
    pub link: Option<Url>,
}

/// A seat of the sender's, as it says itself, for one of ours.
#[derive(Clone, Debug)]
pub struct Appointing {
    /// With the days of the term that is offered.
    pub seat: Seat,
    /// Whom it is for.
    pub target: Url,
    /// The one it is addressed to.
    pub asked: Iri,
}

/// A Join of a group.
#[derive(Clone, Debug)]
pub struct Entry {
    pub group: Url,
    /// As what, in the sender's word: a role of ForgeFed's.
    pub role: Option<Url>,
    /// Who, the sender says, would confirm that they act for them.
    pub on_behalf_of: Option<Url>,
}

#[derive(Clone, Debug)]
pub struct Answer {
    /// The id of what was asked: of an Offer, or a Join.
    pub asked: Url,
    pub verdict: Verdict,
    /// In which role, in the sender's word.
    pub kind: Option<String>,
    /// By whom, where a seat is taken: organisation and role, in the sender's words.
    pub name: Option<String>,
    /// Why not: HTML.
    pub reason: Option<String>,
    /// Where whoever is let in reads on: the address its `result` names.
    pub result: Option<Url>,
    /// What whoever is let in may do, where the `result` is that.
    pub grant: Option<Box<Grant>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Accept,
    /// Perhaps later: a waiting list.
    TentativeAccept,
    Reject,
    /// Heard, and of no use there: a server that registers nobody.
    Ignore,
}

/// What another server says of being a peer. The Follow, its answer or its end is written down already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Peering {
    /// It asks to follow our instance actor, and is what its own host calls its server.
    Asked,
    /// The same, though it was let in long ago: it may not follow for real any more.
    AskedAgain,
    /// It lets our instance actor follow it.
    Accepted,
    /// It does not, or not any longer; why, in HTML.
    Rejected(Option<String>),
    /// It follows ours no longer.
    Ended,
}

/// An answer to an event, in the activity that says so: Join and Leave (Mobilizon), or Accept,
/// TentativeAccept and Reject of the event itself (Friendica, Hubzilla). Undo of any of them is `No`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attending {
    /// Join: waits for an answer that names it.
    Join,
    Yes,
    Maybe,
    No,
}

#[async_trait::async_trait]
pub trait Host: Send + Sync + 'static {
    /// Act on `activity` inside `tx`. Nothing is kept of it when this refuses.
    /// What is answered is said by `federation`.
    async fn receive(
        &self,
        federation: &Federation,
        tx: &Tx,
        activity: &Received,
    ) -> Result<(), Rejected>;

    /// Whose the object is, as far as it is kept here.
    async fn owner_of(
        &self,
        db: &DatabaseConnection,
        object: &Url,
    ) -> Result<Option<Iri>, sea_orm::DbErr>;

    /// What an actor of ours says to peers and to nobody else, as it is now, the oldest first: who becomes a
    /// peer later reads it beyond the last public page of its outbox.
    async fn said_to_peers(
        &self,
        federation: &Federation,
        actor: &Actor,
    ) -> Result<Vec<Value>, anyhow::Error>;
}

/// Ask several questions for one id at once: each selects it from where it could stand.
pub async fn ask_at_once(
    db: &impl ConnectionTrait,
    questions: impl IntoIterator<Item = SelectStatement>,
) -> Result<Option<Iri>, sea_orm::DbErr> {
    let mut questions = questions.into_iter();
    let Some(mut all) = questions.next() else {
        return Ok(None);
    };
    for question in questions {
        all.union(UnionType::All, question);
    }
    let found = db.query_one(&all).await?;
    found.map(|row| row.try_get_by_index(0)).transpose()
}

/// Why an activity had no effect.
#[derive(Debug, thiserror::Error)]
pub enum Rejected {
    /// Well formed, but we have no use for it. Answered 202.
    #[error("not for us")]
    NotForUs,
    /// The sender may not do this. Answered 403; `0` is a stable code for log and count.
    #[error("refused: {0}")]
    Refused(&'static str),
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl From<sea_orm::DbErr> for Rejected {
    fn from(cause: sea_orm::DbErr) -> Self {
        Self::Internal(cause.into())
    }
}
impl From<crate::Error> for Rejected {
    fn from(cause: crate::Error) -> Self {
        Self::Internal(cause.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn when_something_was_said_is_in_the_past_or_not_known() {
        let now: DateTime<Utc> = "2026-11-22T12:00:00Z".parse().unwrap();
        let earlier = "2026-11-20T12:00:00Z";
        for (activity, expected) in [
            (json!({ "published": earlier }), Some(earlier)),
            (
                json!({ "type": "Create", "object": { "published": earlier } }),
                Some(earlier),
            ),
            (
                json!({ "type": "Accept", "object": { "published": earlier } }),
                None,
            ),
            (
                json!({ "published": "2026-11-22T12:05:00Z" }),
                Some("2026-11-22T12:05:00Z"),
            ),
            (json!({ "published": "2026-11-22T12:05:01Z" }), None),
            (json!({ "published": "bald" }), None),
            (json!({ "object": "https://peer.example/1" }), None),
        ] {
            let expected = expected.map(|at| at.parse().unwrap());
            assert_eq!(Received::said_at(&activity, now), expected, "{activity}");
        }
    }
}
