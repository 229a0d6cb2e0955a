//! What somebody we follow had said before: the first page of its outbox, read once, after its
//! server accepted. Servers send what is new only. Of a peer all is read, see [`crate::readings`].

use crate::{
    Action, Federation, Received, Rejected, Result,
    actors::{self, Actor},
    follows::{self, Follow},
    readings::groups_in,
    vocabulary::{Envelope, Event, Object, read},
};
use serde_json::Value;
use url::Url;

/// Groups read because one word names them.
const GROUPS_AT_MOST: usize = 3;
/// Outboxes read in one go.
const OUTBOXES_AT_ONCE: u64 = 5;

impl Federation {
    /// Read the outboxes of those whom somebody here follows since lately. Returns how many. One that
    /// cannot be read is left at that: what is said from now on arrives anyway.
    pub async fn read_outboxes(&self) -> Result<usize> {
        // While nothing is said or heard, nothing is read either.
        if !self.settings().open {
            return Ok(0);
        }
        let unread =
            follows::with_unread_outbox(self.db(), self.instance_actor(), OUTBOXES_AT_ONCE).await?;
        for follow in &unread {
            self.read_outbox(follow).await?;
            follows::note_outbox_read(self.db(), follow, self.clock().now()).await?;
        }
        Ok(unread.len())
    }

    async fn read_outbox(&self, follow: &Follow) -> Result<()> {
        let Some(actor) = actors::find(self.db(), &follow.followed).await? else {
            return Ok(());
        };
        let items = self.first_page(&actor).await;
        // The oldest first, as they were said.
        for item in items.into_iter().rev() {
            let Some(envelope) = Envelope::read(item) else {
                continue;
            };
            if let Err(error) = self.catch_up_with(&actor, &envelope).await {
                tracing::warn!(%error, "an earlier word could not be taken in");
            }
            self.read_groups_in(&actor, &envelope).await?;
        }
        Ok(())
    }

    /// What the groups are by now, and what they said, that an earlier word was about: outboxes hold no
    /// Updates.
    async fn read_groups_in(&self, actor: &Actor, said: &Envelope) -> Result<()> {
        let groups = groups_in(&said.json).filter(|group| is_of(actor, group));
        for group in groups.take(GROUPS_AT_MOST) {
            let met = self.meet(&group).await;
            let Some(group) = met.ok().filter(Actor::has_copies) else {
                continue;
            };
            self.catch_up_with_group(&group, said).await?;
            let items = self.first_page(&group).await;
            for envelope in items.into_iter().rev().filter_map(Envelope::read) {
                self.catch_up_with(&group, &envelope).await?;
            }
        }
        Ok(())
    }

    /// Let the application keep what a group says that it is.
    pub(crate) async fn catch_up_with_group(&self, group: &Actor, said: &Envelope) -> Result<()> {
        let received = Received {
            id: said.id.clone(),
            actor: group.clone(),
            action: Action::Profile,
            received_at: self.clock().now(),
            said_at: None,
        };
        let tx = self.begin().await?;
        match self.hand_over(&tx, &received).await {
            Ok(()) => Ok(tx.commit().await?),
            Err(Rejected::NotForUs | Rejected::Refused(_)) => Ok(()),
            Err(Rejected::Internal(cause)) => Err(cause.into()),
        }
    }

    /// The newest activities, at most [`read::ITEMS_AT_MOST`], the newest first.
    async fn first_page(&self, actor: &Actor) -> Vec<Value> {
        let Some(outbox) = &actor.outbox else {
            return Vec::new();
        };
        let Ok((_, collection)) = self.fetcher().activity_json(outbox).await else {
            return Vec::new();
        };
        let page = match &collection["first"] {
            Value::Null => collection,
            page if page.is_object() => page.clone(),
            page => match read::id(page).filter(|page| is_of(actor, page)) {
                Some(page) => match self.fetcher().activity_json(&page).await {
                    Ok((_, page)) => page,
                    Err(_) => return Vec::new(),
                },
                None => return Vec::new(),
            },
        };
        let items = match &page["orderedItems"] {
            Value::Null => &page["items"],
            items => items,
        };
        read::each(items).cloned().collect()
    }

    /// Take in what the inbox would have taken in: its actor's own server vouches for it.
    pub(crate) async fn catch_up_with(&self, actor: &Actor, envelope: &Envelope) -> Result<Caught> {
        let (caught, _) = self.catch_up_with_whole(actor, envelope).await?;
        Ok(caught)
    }

    /// The same, with the event that was kept, if it was one that has parts.
    pub(crate) async fn catch_up_with_whole(
        &self,
        actor: &Actor,
        envelope: &Envelope,
    ) -> Result<(Caught, Option<Event>)> {
        const NOTHING: (Caught, Option<Event>) = (Caught::Nothing, None);
        if envelope.actor != *actor.id || !is_of(actor, &envelope.id) {
            return Ok(NOTHING);
        }
        let action = match envelope.kind.as_str() {
            "Create" => Action::Create,
            "Announce" => Action::Announce,
            _ => return Ok(NOTHING),
        };
        let object = match self.object_of(actor, envelope, true).await {
            Ok(Some(object)) => object,
            Err(refusal) if refusal.status.is_server_error() => return Ok((Caught::Later, None)),
            Ok(None) | Err(_) => return Ok(NOTHING),
        };
        let whole = match &object {
            Object::Event(event) if !event.sub_event.is_empty() => Some((**event).clone()),
            _ => None,
        };
        let received = Received {
            id: envelope.id.clone(),
            actor: actor.clone(),
            action: action(object),
            received_at: self.clock().now(),
            said_at: None,
        };
        Ok(match self.taken_in(&received).await? {
            Caught::Kept => (Caught::Kept, whole),
            caught => (caught, None),
        })
    }

    /// Let the application keep what was read.
    pub(crate) async fn taken_in(&self, received: &Received) -> Result<Caught> {
        let tx = self.begin().await?;
        match self.hand_over(&tx, received).await {
            Ok(()) => {
                tx.commit().await?;
                Ok(Caught::Kept)
            }
            Err(Rejected::NotForUs | Rejected::Refused(_)) => Ok(Caught::Nothing),
            Err(Rejected::Internal(cause)) => Err(cause.into()),
        }
    }
}

/// What came of an earlier word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Caught {
    Kept,
    /// We have no use for it.
    Nothing,
    /// What it names cannot be read now.
    Later,
}

pub(crate) fn is_of(actor: &Actor, url: &Url) -> bool {
    url.origin() == actor.id.origin()
}
