//! Other servers that agreed with ours: each instance actor follows the other one, and both were let in.
//! Peers are told what followers are told, and heard on all that is their own server's.

use crate::{
    Iri, Result, Shared,
    actors::{self, Actor},
    follows::{self, State},
    host_of,
};
use anyhow::anyhow;
use sea_orm::{QuerySelect, entity::prelude::*, sea_query::Query};
use url::Url;

/// Associations of peers in one list.
const MET_AT_MOST: u64 = 1_000;

impl Shared {
    /// Ask `other` to be a peer. What was refused to it before is forgotten: now we want it.
    pub async fn request_peering(&self, tx: &impl ConnectionTrait, other: &Actor) -> Result<()> {
        let server = self.server(tx).await?;
        let theirs = follows::find(tx, &other.id, &server.id).await?;
        if theirs.is_some_and(|theirs| theirs.state == State::Rejected) {
            follows::remove(tx, &other.id, &server.id).await?;
        }
        self.request_follow(tx, &server, other).await
    }

    /// Let `other` follow us, and ask back unless that was done.
    pub async fn accept_peering(&self, tx: &impl ConnectionTrait, other: &Actor) -> Result<()> {
        let server = self.server(tx).await?;
        let theirs = follows::find(tx, &other.id, &server.id).await?;
        if let Some(theirs) = theirs.filter(|theirs| theirs.state != State::Accepted) {
            self.decide_follow(tx, &theirs, true).await?;
        }
        let ours = follows::find(tx, &server.id, &other.id).await?;
        if ours.is_none_or(|ours| ours.state == State::Rejected) {
            self.request_follow(tx, &server, other).await?;
        }
        Ok(())
    }

    /// Refuse what `other` asked, for a reason in HTML. Asked again, it is refused again.
    pub async fn reject_peering(
        &self,
        tx: &impl ConnectionTrait,
        other: &Actor,
        reason: Option<&str>,
    ) -> Result<()> {
        let theirs = follows::find(tx, &other.id, self.instance_actor()).await?;
        let Some(theirs) = theirs else {
            return Ok(());
        };
        self.decide_follow_because(tx, &theirs, false, reason).await
    }

    /// Follow `other` no longer, and let it follow us no longer, as far as either is so. It may ask again.
    pub async fn end_peering(&self, tx: &impl ConnectionTrait, other: &Actor) -> Result<()> {
        let server = self.server(tx).await?;
        self.undo_follow(tx, &server, other).await?;
        if let Some(theirs) = follows::find(tx, &other.id, &server.id).await? {
            self.decide_follow(tx, &theirs, false).await?;
            follows::remove(tx, &other.id, &server.id).await?;
        }
        Ok(())
    }

    async fn server(&self, tx: &impl ConnectionTrait) -> Result<Actor> {
        let server = actors::find(tx, self.instance_actor()).await?;
        Ok(server.ok_or_else(|| anyhow!("the instance actor is missing"))?)
    }

    /// The instance actors of those whom ours follows and who follow it.
    fn peers(&self) -> Select<actors::Entity> {
        use follows::{Column, Entity};
        let ours = Query::select()
            .column(Column::Followed)
            .from(Entity)
            .and_where(Column::Follower.eq(self.instance_actor().clone()))
            .and_where(Column::State.eq(State::Accepted))
            .to_owned();
        let theirs = Query::select()
            .column(Column::Follower)
            .from(Entity)
            .and_where(Column::Followed.eq(self.instance_actor().clone()))
            .and_where(Column::State.eq(State::Accepted))
            .to_owned();
        actors::Entity::find()
            .filter(actors::Column::Id.in_subquery(ours))
            .filter(actors::Column::Id.in_subquery(theirs))
            .filter(actors::Column::DeletedAt.is_null())
    }

    /// The instance actors of all peers.
    pub async fn all_peers(&self, db: &impl ConnectionTrait) -> Result<Vec<Actor>> {
        Ok(self.peers().all(db).await?)
    }

    /// Whether both agreed: `server` is the instance actor of a peer.
    pub async fn is_peer(&self, db: &impl ConnectionTrait, server: &Url) -> Result<bool> {
        let peer = self
            .peers()
            .filter(actors::Column::Id.eq(Iri::from(server)));
        Ok(peer.one(db).await?.is_some())
    }

    /// Those who may read what peers alone are told: whom ours let in, and follows or asked to. Its Accept may
    /// still be on its way, and they read as soon as they have said theirs.
    pub(crate) async fn readers_for_peers(&self, db: &impl ConnectionTrait) -> Result<Vec<Actor>> {
        use follows::{Column, Entity};
        let asked = Query::select()
            .column(Column::Followed)
            .from(Entity)
            .and_where(Column::Follower.eq(self.instance_actor().clone()))
            .and_where(Column::State.ne(State::Rejected))
            .to_owned();
        let let_in = Query::select()
            .column(Column::Follower)
            .from(Entity)
            .and_where(Column::Followed.eq(self.instance_actor().clone()))
            .and_where(Column::State.eq(State::Accepted))
            .to_owned();
        Ok(actors::Entity::find()
            .filter(actors::Column::Id.in_subquery(asked))
            .filter(actors::Column::Id.in_subquery(let_in))
            .filter(actors::Column::DeletedAt.is_null())
            .all(db)
            .await?)
    }

    /// Whether `url` is of a server that is a peer.
    pub async fn is_at_peer(&self, db: &impl ConnectionTrait, url: &Url) -> Result<bool> {
        let at_host = self
            .peers()
            .filter(actors::Column::Host.eq(host_of(url)))
            .all(db)
            .await?;
        Ok(at_host.iter().any(|peer| peer.id.same_origin(url)))
    }

    /// Whether anybody would tell us what becomes of what is `actor`'s: it is followed, or at a peer.
    pub async fn is_heard(&self, db: &impl ConnectionTrait, actor: &Url) -> Result<bool> {
        Ok(self.is_followed(db, actor).await? || self.is_at_peer(db, actor).await?)
    }

    /// The associations of peers, as far as we have met them.
    pub async fn organizations_at_peers(&self, db: &impl ConnectionTrait) -> Result<Vec<Actor>> {
        use actors::Column;
        let peers = self.all_peers(db).await?;
        let hosts = peers.iter().map(|peer| peer.host.as_str());
        let mut met = actors::Entity::find()
            .filter(Column::Host.is_in(hosts))
            .filter(Column::Kind.is_in(["Organization", "Group"]))
            .filter(Column::Local.eq(false))
            .filter(Column::DeletedAt.is_null())
            .limit(MET_AT_MOST)
            .all(db)
            .await?;
        met.retain(|actor| {
            let is_at_peer = peers.iter().any(|peer| peer.id.same_origin(&actor.id));
            is_at_peer && !actor.is_unit()
        });
        Ok(met)
    }

    pub(crate) async fn inboxes_of_peers(&self, db: &impl ConnectionTrait) -> Result<Vec<Iri>> {
        let peers = self.all_peers(db).await?.into_iter();
        Ok(peers.map(|peer| peer.public_inbox().clone()).collect())
    }
}
