//! Who follows whom. Follow, Accept, Reject and Undo are protocol, so they are handled here.

use crate::{
    Iri, Result, Shared,
    actors::{self, Actor},
    delivery,
    outbox::{Audience, Saying},
};
use chrono::{DateTime, Duration, Utc};
use sea_orm::{
    ActiveValue::Set,
    PaginatorTrait, QueryOrder, QuerySelect,
    entity::prelude::*,
    sea_query::{ExprTrait, OnConflict, Query},
};
use serde_json::json;
use std::num::NonZeroU32;
use url::Url;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "follows")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub follower: Iri,
    #[sea_orm(primary_key, auto_increment = false)]
    pub followed: Iri,
    /// The id of the Follow, for the answer to name.
    pub activity: Iri,
    pub state: State,
    pub requested_at: DateTimeUtc,
    pub answered_at: Option<DateTimeUtc>,
    /// When what `followed` had said before was caught up with.
    pub outbox_read_at: Option<DateTimeUtc>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::None)",
    rename_all = "snake_case"
)]
pub enum State {
    Requested,
    Accepted,
    Rejected,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Follow;

/// The same Follow is not answered again before this.
const ANSWERED_AGAIN_AFTER: Duration = Duration::minutes(1);
/// Follows of one actor that are answered in an hour.
pub(crate) const ANSWERS_PER_HOUR: NonZeroU32 = NonZeroU32::new(30).expect("not zero");

impl Shared {
    /// Ask to follow `followed`. It counts once their server accepts; asking again asks again.
    pub async fn request_follow(
        &self,
        tx: &impl ConnectionTrait,
        follower: &Actor,
        followed: &Actor,
    ) -> Result<()> {
        let saying = Saying::about("Follow", json!(followed.id), Audience::only(&followed.id));
        let activity = self.say(tx, follower, saying).await?;
        record(
            tx,
            &activity,
            &follower.id,
            &followed.id,
            State::Requested,
            self.clock.now(),
        )
        .await
    }

    /// Stop following `followed`, and tell it so.
    pub async fn undo_follow(
        &self,
        tx: &impl ConnectionTrait,
        follower: &Actor,
        followed: &Actor,
    ) -> Result<()> {
        let Some(follow) = find(tx, &follower.id, &followed.id).await? else {
            return Ok(());
        };
        remove(tx, &follower.id, &followed.id).await?;
        // What they have not heard yet they need not hear, and not after the Undo.
        delivery::withdraw(tx, std::slice::from_ref(&follow.activity)).await?;
        let inner = json!({
            "id": follow.activity,
            "type": "Follow",
            "actor": follow.follower,
            "object": follow.followed,
        });
        let saying = Saying::about("Undo", inner, Audience::only(&followed.id));
        let saying = saying.concerning(&followed.id);
        self.say(tx, follower, saying).await?;
        Ok(())
    }

    /// A Follow of one of ours: answered at once where the actor is open, kept for a decision where
    /// it is not. The same Follow again gets the same answer again, also under a known id (Gancio's
    /// is constant), but not while that answer is on its way or has just been given.
    pub(crate) async fn receive_follow(
        &self,
        tx: &impl ConnectionTrait,
        id: &Url,
        follower: &Actor,
        followed: &Actor,
    ) -> Result<()> {
        let now = self.clock.now();
        let known = find(tx, &follower.id, &followed.id).await?;
        let just_answered = known.as_ref().is_some_and(|known| {
            let answered_at = known.answered_at.filter(|_| *known.activity == *id);
            answered_at.is_some_and(|at| now - at < ANSWERED_AGAIN_AFTER)
        });
        let is_answered =
            just_answered || delivery::is_under_way(tx, followed, id, &follower.inbox).await?;
        if is_answered && known.is_some() {
            return Ok(());
        }
        let state = match known {
            Some(known) if known.state == State::Rejected => State::Rejected,
            Some(known) if known.state == State::Accepted => State::Accepted,
            _ if followed.approves_followers => State::Requested,
            _ => State::Accepted,
        };
        record(tx, &id.into(), &follower.id, &followed.id, state, now).await?;
        // Ever new ones could fill the queue of a server that never reads its answers.
        if is_answered || !self.answers.allows(follower.id.as_str()) {
            return Ok(());
        }
        match state {
            State::Accepted => {
                self.answer_follow(tx, "Accept", id, follower, followed, None)
                    .await
            }
            State::Rejected => {
                self.answer_follow(tx, "Reject", id, follower, followed, None)
                    .await
            }
            State::Requested => Ok(()),
        }
    }

    /// Let a waiting follower in, or not.
    pub async fn decide_follow(
        &self,
        tx: &impl ConnectionTrait,
        follow: &Follow,
        accept: bool,
    ) -> Result<()> {
        self.decide_follow_because(tx, follow, accept, None).await
    }

    /// The same, with a reason in HTML.
    pub(crate) async fn decide_follow_because(
        &self,
        tx: &impl ConnectionTrait,
        follow: &Follow,
        accept: bool,
        reason: Option<&str>,
    ) -> Result<()> {
        let (Some(follower), Some(followed)) = (
            actors::find(tx, &follow.follower).await?,
            actors::find(tx, &follow.followed).await?,
        ) else {
            return Ok(());
        };
        let (state, answer) = if accept {
            (State::Accepted, "Accept")
        } else {
            (State::Rejected, "Reject")
        };
        record(
            tx,
            &follow.activity,
            &follower.id,
            &followed.id,
            state,
            self.clock.now(),
        )
        .await?;
        self.answer_follow(tx, answer, &follow.activity, &follower, &followed, reason)
            .await
    }

    async fn answer_follow(
        &self,
        tx: &impl ConnectionTrait,
        answer: &'static str,
        id: &Url,
        follower: &Actor,
        followed: &Actor,
        reason: Option<&str>,
    ) -> Result<()> {
        // Embedded, because several peers find their Follow by its parts and not by its id.
        let follow = json!({
            "id": id,
            "type": "Follow",
            "actor": follower.id,
            "object": followed.id,
        });
        let mut saying = Saying::about(answer, follow, Audience::only(&follower.id));
        if let Some(reason) = reason {
            saying = saying.with("content", json!(reason));
        }
        self.say(tx, followed, saying).await?;
        Ok(())
    }

    /// Whether one of our associations follows `actor` and was accepted. What this server follows as a
    /// whole are its peers, who are heard for other reasons.
    pub async fn is_followed(&self, db: &impl ConnectionTrait, actor: &Url) -> Result<bool> {
        // A Follow of somebody else's is never kept unless one of ours is its other end.
        let found = Entity::find()
            .filter(Column::Followed.eq(Iri::from(actor)))
            .filter(Column::Follower.ne(self.instance_actor().clone()))
            .filter(Column::State.eq(State::Accepted))
            .count(db)
            .await?;
        Ok(found > 0)
    }
}

/// The answer to a Follow of ours. Only the followed actor may give it, and only to a Follow we
/// sent; the last answer wins.
pub(crate) async fn receive_answer(
    tx: &impl ConnectionTrait,
    by: &Actor,
    follow: Option<&Url>,
    follower: Option<&Url>,
    accepted: bool,
    now: DateTime<Utc>,
) -> Result<bool> {
    let mut ours = Entity::update_many()
        .col_expr(
            Column::State,
            Expr::value(if accepted {
                State::Accepted
            } else {
                State::Rejected
            }),
        )
        .col_expr(Column::AnsweredAt, Expr::value(now))
        .filter(Column::Followed.eq(by.id.clone()));
    ours = match (follow, follower) {
        (Some(follow), Some(follower)) => ours.filter(
            Column::Activity
                .eq(Iri::from(follow))
                .or(Column::Follower.eq(Iri::from(follower))),
        ),
        (Some(follow), None) => ours.filter(Column::Activity.eq(Iri::from(follow))),
        (None, Some(follower)) => ours.filter(Column::Follower.eq(Iri::from(follower))),
        (None, None) => return Ok(false),
    };
    Ok(ours.exec(tx).await?.rows_affected > 0)
}

pub async fn find(
    db: &impl ConnectionTrait,
    follower: &Url,
    followed: &Url,
) -> Result<Option<Follow>> {
    Ok(Entity::find()
        .filter(Column::Follower.eq(Iri::from(follower)))
        .filter(Column::Followed.eq(Iri::from(followed)))
        .one(db)
        .await?)
}

/// The follows of our own actors.
fn of_ours() -> Select<Entity> {
    let ours = Query::select()
        .column(actors::Column::Id)
        .from(actors::Entity)
        .and_where(actors::Column::Local.eq(true))
        .to_owned();
    Entity::find().filter(Column::Follower.in_subquery(ours))
}

/// Read every outbox again: what came since a backup was made is not in it.
pub async fn read_outboxes_again(tx: &impl ConnectionTrait) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::OutboxReadAt, Expr::value(None::<DateTime<Utc>>))
        .exec(tx)
        .await?;
    Ok(())
}

/// Everybody somebody here follows or has asked to follow.
pub async fn followed_here(db: &impl ConnectionTrait) -> Result<Vec<Iri>> {
    let follows = of_ours().all(db).await?;
    Ok(follows.into_iter().map(|follow| follow.followed).collect())
}

/// Everybody somebody here follows and was let in by.
pub async fn heard_here(db: &impl ConnectionTrait) -> Result<Vec<Iri>> {
    Ok(of_ours()
        .select_only()
        .column(Column::Followed)
        .distinct()
        .filter(Column::State.eq(State::Accepted))
        .into_tuple()
        .all(db)
        .await?)
}

/// Follows of ours, but not of `server` as a whole, that were accepted and whose outbox has not been
/// looked into.
pub(crate) async fn with_unread_outbox(
    db: &impl ConnectionTrait,
    server: &Iri,
    at_most: u64,
) -> Result<Vec<Follow>> {
    Ok(of_ours()
        .filter(Column::Follower.ne(server.clone()))
        .filter(Column::State.eq(State::Accepted))
        .filter(Column::OutboxReadAt.is_null())
        .limit(at_most)
        .all(db)
        .await?)
}

pub(crate) async fn note_outbox_read(
    db: &impl ConnectionTrait,
    follow: &Follow,
    now: DateTime<Utc>,
) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::OutboxReadAt, Expr::value(now))
        .filter(Column::Follower.eq(follow.follower.clone()))
        .filter(Column::Followed.eq(follow.followed.clone()))
        .exec(db)
        .await?;
    Ok(())
}

/// Whom `follower` follows or asked to, newest first.
pub async fn followed_by(db: &impl ConnectionTrait, follower: &Url) -> Result<Vec<Follow>> {
    Ok(Entity::find()
        .filter(Column::Follower.eq(Iri::from(follower)))
        .order_by_desc(Column::RequestedAt)
        .all(db)
        .await?)
}

/// Followers of `followed` that are accepted or wait for a decision, newest first, at most `limit`.
pub async fn followers_of(
    db: &impl ConnectionTrait,
    followed: &Url,
    state: State,
    limit: u64,
) -> Result<Vec<Follow>> {
    Ok(Entity::find()
        .filter(Column::Followed.eq(Iri::from(followed)))
        .filter(Column::State.eq(state))
        .order_by_desc(Column::RequestedAt)
        .limit(limit)
        .all(db)
        .await?)
}

pub async fn count_followers(db: &impl ConnectionTrait, followed: &Url) -> Result<u64> {
    Ok(Entity::find()
        .filter(Column::Followed.eq(Iri::from(followed)))
        .filter(Column::State.eq(State::Accepted))
        .count(db)
        .await?)
}

/// How many follow one of these, each counted once.
pub async fn count_followers_of_any(db: &impl ConnectionTrait, followed: &[Iri]) -> Result<u64> {
    Ok(Entity::find()
        .select_only()
        .column(Column::Follower)
        .distinct()
        .filter(Column::Followed.is_in(followed.iter().cloned()))
        .filter(Column::State.eq(State::Accepted))
        .count(db)
        .await?)
}

pub async fn count_following(db: &impl ConnectionTrait, follower: &Url) -> Result<u64> {
    Ok(Entity::find()
        .filter(Column::Follower.eq(Iri::from(follower)))
        .filter(Column::State.eq(State::Accepted))
        .count(db)
        .await?)
}

/// Whether `actor` follows one of ours and was let in.
pub async fn follows_here(db: &impl ConnectionTrait, actor: &Url) -> Result<bool> {
    let found = Entity::find()
        .filter(Column::Follower.eq(Iri::from(actor)))
        .filter(Column::State.eq(State::Accepted))
        .count(db)
        .await?;
    Ok(found > 0)
}

pub(crate) async fn remove(
    tx: &impl ConnectionTrait,
    follower: &Url,
    followed: &Url,
) -> Result<()> {
    Entity::delete_many()
        .filter(Column::Follower.eq(Iri::from(follower)))
        .filter(Column::Followed.eq(Iri::from(followed)))
        .exec(tx)
        .await?;
    Ok(())
}

/// `follower` takes back that it follows. Whoever was refused stays so: taken back and asked again, an
/// open actor would let them in.
pub(crate) async fn take_back(
    tx: &impl ConnectionTrait,
    follower: &Url,
    followed: &Url,
) -> Result<()> {
    Entity::delete_many()
        .filter(Column::Follower.eq(Iri::from(follower)))
        .filter(Column::Followed.eq(Iri::from(followed)))
        .filter(Column::State.ne(State::Rejected))
        .exec(tx)
        .await?;
    Ok(())
}

/// The same, by the id of the Follow.
pub(crate) async fn take_back_by_activity(
    tx: &impl ConnectionTrait,
    follower: &Url,
    activity: &Url,
) -> Result<()> {
    Entity::delete_many()
        .filter(Column::Follower.eq(Iri::from(follower)))
        .filter(Column::Activity.eq(Iri::from(activity)))
        .filter(Column::State.ne(State::Rejected))
        .exec(tx)
        .await?;
    Ok(())
}

/// End what a follower that is gone follows here. Whom we follow is for us to end.
pub(crate) async fn remove_follower(tx: &impl ConnectionTrait, follower: &Iri) -> Result<()> {
    Entity::delete_many()
        .filter(Column::Follower.eq(follower.clone()))
        .exec(tx)
        .await?;
    Ok(())
}

/// End every relation of an actor that is gone. Whoever was refused stays so, should it come back.
pub(crate) async fn remove_all_of(tx: &impl ConnectionTrait, actor: &Url) -> Result<()> {
    let actor = Iri::from(actor);
    let not_refused = Column::State.ne(State::Rejected);
    Entity::delete_many()
        .filter(
            Column::Follower
                .eq(actor.clone())
                .and(not_refused)
                .or(Column::Followed.eq(actor)),
        )
        .exec(tx)
        .await?;
    Ok(())
}

async fn record(
    tx: &impl ConnectionTrait,
    id: &Iri,
    follower: &Iri,
    followed: &Iri,
    state: State,
    now: DateTime<Utc>,
) -> Result<()> {
    let row = ActiveModel {
        activity: Set(id.clone()),
        follower: Set(follower.clone()),
        followed: Set(followed.clone()),
        state: Set(state),
        requested_at: Set(now),
        answered_at: Set((state != State::Requested).then_some(now)),
        outbox_read_at: Set(None),
    };
    Entity::insert(row)
        .on_conflict(
            OnConflict::columns([Column::Follower, Column::Followed])
                .update_columns([Column::Activity, Column::State, Column::AnsweredAt])
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    Ok(())
}
