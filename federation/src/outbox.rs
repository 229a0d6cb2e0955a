//! What our actors said. Written in the caller's transaction together with its deliveries, so an
//! activity exists exactly when the change it announces does. Never waits for the network.

use crate::{
    Iri, Result, Shared,
    actors::{self, Actor},
    delivery,
    vocabulary::{self, PUBLIC, collection, context, utc},
};
use anyhow::anyhow;
use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set,
    PaginatorTrait, QueryOrder, QuerySelect,
    entity::prelude::*,
    sea_query::{ExprTrait, OnConflict},
};
use serde_json::{Value, json};
use url::Url;

/// Posts on top of a profile (Mastodon reads so many).
const PINNED_AT_MOST: u64 = 20;
/// Objects of one kind in one list.
const LISTED_AT_MOST: u64 = 200;
/// What stands in place of what is gone.
const TOMBSTONE: &str = "Tombstone";

/// Our activities, as sent. Dereferenceable for as long as the row is kept.
pub mod activity {
    use crate::Iri;
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "activities")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Iri,
        pub kind: String,
        pub actor: Iri,
        pub object: Option<Iri>,
        #[sea_orm(column_type = "Text")]
        pub json: String,
        pub public: bool,
        pub published_at: DateTimeUtc,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}

    impl Model {
        /// Whether it was taken back.
        pub fn is_retracted(&self) -> bool {
            self.kind == super::TOMBSTONE
        }
    }
}

/// Our objects, in the form they have on the wire now. A deleted one stays as a Tombstone.
pub mod object {
    use crate::Iri;
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "objects")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Iri,
        pub kind: String,
        pub actor: Iri,
        #[sea_orm(column_type = "Text")]
        pub json: String,
        pub in_reply_to: Option<Iri>,
        pub public: bool,
        pub published_at: DateTimeUtc,
        pub updated_at: DateTimeUtc,
        pub deleted_at: Option<DateTimeUtc>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// Who may read it. Whom it is brought to follows from that.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Audience {
    pub to: Vec<Url>,
    pub cc: Vec<Url>,
}

impl Audience {
    /// Everybody; brought to the followers of `actor`.
    pub fn public(actor: &Actor) -> Self {
        let followers = actor
            .followers
            .iter()
            .map(|followers| followers.clone().into());
        Self {
            to: Url::parse(PUBLIC).into_iter().collect(),
            cc: followers.collect(),
        }
    }

    /// And the followers of `group`, which passes it on.
    pub fn and_of(mut self, group: &Actor) -> Self {
        let followers = group.followers.clone();
        self.cc.push(group.id.clone().into());
        self.cc.extend(followers.map(Url::from));
        self
    }

    /// One actor, and nobody else.
    pub fn only(actor: &Url) -> Self {
        Self {
            to: vec![actor.clone()],
            cc: Vec::new(),
        }
    }

    /// These actors, and nobody else.
    pub fn only_these<'a>(actors: impl IntoIterator<Item = &'a Iri>) -> Self {
        Self {
            to: actors.into_iter().cloned().map(Url::from).collect(),
            cc: Vec::new(),
        }
    }

    /// One actor, and everybody who asks for it; brought to `followers` too, where they are named.
    pub fn open(to: &Url, followers: Option<&Iri>) -> Self {
        let public = Url::parse(PUBLIC).into_iter();
        Self {
            to: std::iter::once(to.clone()).chain(public).collect(),
            cc: followers
                .map(|followers| followers.clone().into())
                .into_iter()
                .collect(),
        }
    }

    /// These actors as well.
    pub fn and<'a>(mut self, actors: impl IntoIterator<Item = &'a Iri>) -> Self {
        self.cc.extend(actors.into_iter().cloned().map(Url::from));
        self
    }

    pub fn is_public(&self) -> bool {
        self.recipients()
            .any(|recipient| recipient.as_str() == PUBLIC)
    }

    fn recipients(&self) -> impl Iterator<Item = &Url> {
        self.to.iter().chain(&self.cc)
    }
}

/// An activity about to be said. Its id and time are given when it is.
pub struct Saying {
    kind: &'static str,
    object: Value,
    audience: Audience,
    context: &'static Value,
    /// What it must not overtake words on, where that is not the object itself.
    concerns: Option<Iri>,
    /// What else it says: ActivityStreams' `result`, `target` and the like.
    members: Vec<(&'static str, Value)>,
}

impl Saying {
    /// `object` is an id, or an activity or object to embed.
    pub fn about(kind: &'static str, object: Value, audience: Audience) -> Self {
        Self {
            kind,
            object,
            audience,
            context: &context::OBJECT,
            concerns: None,
            members: Vec::new(),
        }
    }

    /// Brought in order with what is said about `other`.
    pub fn concerning(self, other: &Iri) -> Self {
        Self {
            concerns: Some(other.clone()),
            ..self
        }
    }

    /// What it carries has a proof, which is read by these terms and no others.
    pub fn proven(self) -> Self {
        Self {
            context: &context::PROOF,
            ..self
        }
    }

    pub fn with(mut self, member: &'static str, value: Value) -> Self {
        self.members.push((member, value));
        self
    }
}

impl Shared {
    /// Say something as `actor`, and queue it for everybody it is for.
    pub async fn say(
        &self,
        tx: &impl ConnectionTrait,
        actor: &Actor,
        saying: Saying,
    ) -> Result<Iri> {
        let now = self.clock.now();
        let id = self.mint("activities", now);
        let object = vocabulary::read::id(&saying.object).map(Iri::from);
        let public = saying.audience.is_public();
        let json = worded(&id, actor, &saying, now);
        activity::Entity::insert(activity::ActiveModel {
            id: Set(id.clone()),
            kind: Set(saying.kind.to_owned()),
            actor: Set(actor.id.clone()),
            object: Set(object.clone()),
            json: Set(json),
            public: Set(public),
            published_at: Set(now),
        })
        .exec_without_returning(tx)
        .await?;
        let inboxes = self.inboxes_of(tx, actor, &saying.audience).await?;
        let concerns = saying.concerns.or(object);
        self.enqueue(tx, &id, actor, concerns.as_ref(), &inboxes)
            .await?;
        Ok(id)
    }

    /// Say once more, under the same id and in the same words, what may not have been heard. Whom it is
    /// still on its way to is not told twice; what was taken back is not said again.
    pub async fn say_again(
        &self,
        tx: &impl ConnectionTrait,
        actor: &Actor,
        id: &Iri,
        saying: Saying,
    ) -> Result<()> {
        let said = find_activity(tx, id).await?;
        let Some(said) = said.filter(|said| !said.is_retracted()) else {
            return Ok(());
        };
        let mut missed = Vec::new();
        for inbox in self.inboxes_of(tx, actor, &saying.audience).await? {
            if !delivery::is_waiting(tx, id, &inbox).await? {
                missed.push(inbox);
            }
        }
        // What was said to some only is forgotten once it has reached them.
        let json = worded(id, actor, &saying, said.published_at);
        let restated = activity::ActiveModel {
            id: Set(id.clone()),
            json: Set(json),
            ..Default::default()
        };
        activity::Entity::update(restated).exec(tx).await?;
        let concerns = saying.concerns.or(said.object);
        delivery::forget(tx, id, &missed).await?;
        self.enqueue(tx, id, actor, concerns.as_ref(), &missed)
            .await
    }

    /// Publish an object of ours: Create it, and let the instance actor announce it to those who
    /// follow this server as a whole (Mobilizon lists only what a followed relay announced).
    pub async fn publish(
        &self,
        tx: &impl ConnectionTrait,
        actor: &Actor,
        object: &Value,
        audience: Audience,
    ) -> Result<()> {
        let id = self.keep_object(tx, actor, object, &audience).await?;
        let public = audience.is_public();
        let saying = Saying::about("Create", object.clone(), audience);
        self.say(tx, actor, saying).await?;
        let stands_alone = matches!(vocabulary::read::kind(object), Some("Event" | "Article"));
        if public && stands_alone {
            let instance = actors::find(tx, self.instance_actor())
                .await?
                .ok_or_else(|| anyhow!("the instance actor is missing"))?;
            self.announce(tx, &instance, &id).await?;
        }
        Ok(())
    }

    /// Send the changed object, whole. Its `updated` must be newer than what peers have.
    pub async fn update(
        &self,
        tx: &impl ConnectionTrait,
        actor: &Actor,
        object: &Value,
        audience: Audience,
    ) -> Result<()> {
        self.keep_object(tx, actor, object, &audience).await?;
        let saying = Saying::about("Update", object.clone(), audience);
        self.say(tx, actor, saying).await?;
        Ok(())
    }

    /// Say what became of an object of ours to peers, and to nobody else: no outbox shows it, and no follower
    /// who is no peer hears of it. Those who become peers later are not told; what the application still says to
    /// peers then they read, see [`crate::Host::said_to_peers`].
    pub async fn tell_peers(
        &self,
        tx: &impl ConnectionTrait,
        actor: &Actor,
        kind: &'static str,
        object: &Value,
    ) -> Result<()> {
        let audience = self.audience_of_peers(tx).await?;
        if audience.to.is_empty() {
            return Ok(());
        }
        let saying = Saying::about(kind, without_context(object.clone()), audience);
        self.say(tx, actor, saying).await?;
        Ok(())
    }

    /// Leave a Tombstone in place of an object that peers alone were told of, and tell them.
    pub async fn delete_with_peers(
        &self,
        tx: &impl ConnectionTrait,
        actor: &Actor,
        id: &Iri,
    ) -> Result<()> {
        let audience = self.audience_of_peers(tx).await?;
        self.delete(tx, actor, id, audience).await
    }

    /// Take back an object that peers alone were told of and nobody could fetch. What carried it is told nobody
    /// any more, and they hear that it is gone.
    pub async fn take_back_from_peers(
        &self,
        tx: &impl ConnectionTrait,
        actor: &Actor,
        (id, kind): (&Iri, &'static str),
    ) -> Result<()> {
        self.forget_activities_with(tx, id).await?;
        let tombstone = json!({
            "id": id,
            "type": TOMBSTONE,
            "formerType": kind,
            "deleted": utc(self.clock.now()),
        });
        self.tell_peers(tx, actor, "Delete", &tombstone).await
    }

    async fn audience_of_peers(&self, db: &impl ConnectionTrait) -> Result<Audience> {
        let peers = self.all_peers(db).await?.into_iter();
        Ok(Audience {
            to: peers.map(|peer| peer.id.into()).collect(),
            cc: Vec::new(),
        })
    }

    /// Let whatever was said about an object say it as it is in `object`, where it can still be read and
    /// where it is on its way: what stood in it once is told nobody any more.
    pub async fn restate(&self, tx: &impl ConnectionTrait, object: &Value) -> Result<()> {
        let Some(id) = vocabulary::read::id(&object["id"]) else {
            return Ok(());
        };
        let carrying = activity::Entity::find()
            .filter(activity::Column::Object.eq(Iri::from(id)))
            .filter(activity::Column::Kind.is_in(["Create", "Update"]))
            .filter(activity::Column::Json.ne(""))
            .all(tx)
            .await?;
        let object = without_context(object.clone());
        for said in carrying {
            let mut json: Value = serde_json::from_str(&said.json)?;
            if json["object"].is_object() {
                json["object"] = object.clone();
                let restated = activity::ActiveModel {
                    id: Set(said.id),
                    json: Set(json.to_string()),
                    ..Default::default()
                };
                activity::Entity::update(restated).exec(tx).await?;
            }
        }
        Ok(())
    }

    /// Tell followers that `actor` changed its profile or its keys.
    pub async fn update_actor(&self, tx: &impl ConnectionTrait, actor: &Actor) -> Result<()> {
        self.update_actor_for(tx, actor, Audience::public(actor))
            .await
    }

    /// The same, for others as well.
    pub async fn update_actor_for(
        &self,
        tx: &impl ConnectionTrait,
        actor: &Actor,
        audience: Audience,
    ) -> Result<()> {
        let mut document = self.actor_document(actor);
        if let Some(members) = document.as_object_mut() {
            members.shift_remove("@context");
        }
        // The terms of an actor are not those of objects; without them Friendica reads no key.
        let saying = Saying {
            context: &context::ACTOR,
            ..Saying::about("Update", document, audience)
        };
        self.say(tx, actor, saying).await?;
        Ok(())
    }

    /// Erase an object of ours and our own replies to it, which repeat what it said. What stays is
    /// that they were, and when they went. What was said to some alone goes without a word: nobody else
    /// may hear that it was.
    pub async fn delete(
        &self,
        tx: &impl ConnectionTrait,
        actor: &Actor,
        id: &Iri,
        audience: Audience,
    ) -> Result<()> {
        let replies = object::Column::InReplyTo.eq(id.clone());
        object::Entity::delete_many()
            .filter(replies.clone())
            .filter(object::Column::Public.eq(false))
            .exec(tx)
            .await?;
        let objects = object::Entity::find()
            .filter(object::Column::Id.eq(id.clone()).or(replies))
            .filter(object::Column::DeletedAt.is_null())
            // The replies first, then what they reply to.
            .order_by_desc(object::Column::Id)
            .all(tx)
            .await?;
        for object in objects {
            self.bury(tx, actor, object, audience.clone()).await?;
        }
        Ok(())
    }

    /// Leave a Tombstone in place of one object, and say so.
    async fn bury(
        &self,
        tx: &impl ConnectionTrait,
        actor: &Actor,
        object: object::Model,
        audience: Audience,
    ) -> Result<()> {
        let tombstone = self.entomb(tx, &object).await?;
        self.forget_activities_with(tx, &object.id).await?;
        self.say(tx, actor, Saying::about("Delete", tombstone, audience))
            .await?;
        Ok(())
    }

    async fn entomb(&self, tx: &impl ConnectionTrait, object: &object::Model) -> Result<Value> {
        let now = self.clock.now();
        let tombstone = json!({
            "id": object.id,
            "type": TOMBSTONE,
            "formerType": object.kind,
            "deleted": utc(now),
        });
        let kept = context::framed(&context::OBJECT, tombstone.clone()).to_string();
        object::Entity::update_many()
            .col_expr(object::Column::Json, Expr::value(kept))
            .col_expr(object::Column::DeletedAt, Expr::value(now))
            .col_expr(object::Column::UpdatedAt, Expr::value(now))
            .filter(object::Column::Id.eq(object.id.clone()))
            .exec(tx)
            .await?;
        Ok(tombstone)
    }

    /// Pass a public object of ours on to the followers of `actor`.
    pub async fn announce(
        &self,
        tx: &impl ConnectionTrait,
        actor: &Actor,
        object: &Iri,
    ) -> Result<()> {
        // The id alone: Mobilizon and Gancio fail on an embedded Create.
        let saying = Saying::about("Announce", json!(object), Audience::public(actor));
        self.say(tx, actor, saying).await?;
        Ok(())
    }

    /// Pass it on no longer: take back what was passed on of it, and tell the same.
    pub async fn take_back_announce(
        &self,
        tx: &impl ConnectionTrait,
        actor: &Actor,
        object: &Iri,
    ) -> Result<()> {
        let said = activity::Entity::find()
            .filter(activity::Column::Actor.eq(actor.id.clone()))
            .filter(activity::Column::Kind.eq("Announce"))
            .filter(activity::Column::Object.eq(object.clone()))
            .order_by_desc(activity::Column::Id)
            .one(tx)
            .await?;
        let Some(said) = said else {
            return Ok(());
        };
        self.retract(tx, &said.id).await?;
        let undone = json!({
            "id": said.id,
            "type": "Announce",
            "actor": actor.id,
            "object": object,
        });
        let saying = Saying::about("Undo", undone, Audience::public(actor)).concerning(object);
        self.say(tx, actor, saying).await?;
        Ok(())
    }

    /// Put a public object of ours on top of the profile of `actor`. By its id alone, else Mastodon takes
    /// nothing but a Note.
    pub async fn pin(&self, tx: &impl ConnectionTrait, actor: &Actor, object: &Iri) -> Result<()> {
        let featured = format!("{}/featured", actor.id);
        let saying = Saying::about("Add", json!(object), Audience::public(actor))
            .with("target", json!(featured));
        self.say(tx, actor, saying).await?;
        Ok(())
    }

    /// Keep an object of ours in the form it has now, and tell nobody. Whoever knows its id can read it
    /// as far as `audience` goes.
    pub async fn keep_object(
        &self,
        tx: &impl ConnectionTrait,
        actor: &Actor,
        object: &Value,
        audience: &Audience,
    ) -> Result<Iri> {
        let now = self.clock.now();
        let id: Iri = vocabulary::read::id(&object["id"])
            .filter(|id| self.is_ours(id))
            .ok_or_else(|| anyhow!("an object of ours needs an id of ours"))?
            .into();
        let row = object::ActiveModel {
            id: Set(id.clone()),
            kind: Set(vocabulary::read::kind(object)
                .unwrap_or_default()
                .to_owned()),
            actor: Set(actor.id.clone()),
            json: Set(context::framed(&context::OBJECT, object.clone()).to_string()),
            in_reply_to: Set(vocabulary::read::id(&object["inReplyTo"]).map(Iri::from)),
            public: Set(audience.is_public()),
            published_at: Set(now),
            updated_at: Set(now),
            deleted_at: Set(None),
        };
        object::Entity::insert(row)
            .on_conflict(
                OnConflict::column(object::Column::Id)
                    .update_columns([
                        object::Column::Json,
                        object::Column::Public,
                        object::Column::UpdatedAt,
                    ])
                    // What was erased meanwhile stays so.
                    .action_and_where(
                        Expr::col((object::Entity, object::Column::DeletedAt)).is_null(),
                    )
                    .to_owned(),
            )
            .exec_without_returning(tx)
            .await?;
        Ok(id)
    }

    /// Leave a Tombstone in place of an activity that was taken back. Whoever has not been told of it
    /// is not told any more; whoever asks is answered 410.
    pub async fn retract(&self, tx: &impl ConnectionTrait, id: &Iri) -> Result<()> {
        let Some(said) = find_activity(tx, id).await? else {
            return Ok(());
        };
        delivery::withdraw(tx, std::slice::from_ref(id)).await?;
        let tombstone = json!({
            "id": id,
            "type": TOMBSTONE,
            "formerType": said.kind,
            "deleted": utc(self.clock.now()),
        });
        let kept = context::framed(&context::OBJECT, tombstone).to_string();
        activity::Entity::update_many()
            .col_expr(activity::Column::Kind, Expr::value(TOMBSTONE))
            .col_expr(activity::Column::Json, Expr::value(kept))
            .filter(activity::Column::Id.eq(id.clone()))
            .exec(tx)
            .await?;
        Ok(())
    }

    /// Let everybody read these objects of ours.
    pub async fn open_objects(&self, tx: &impl ConnectionTrait, ids: &[Iri]) -> Result<()> {
        object::Entity::update_many()
            .col_expr(object::Column::Public, Expr::value(true))
            .filter(object::Column::Id.is_in(ids.iter().cloned()))
            .exec(tx)
            .await?;
        Ok(())
    }

    /// Leave a Tombstone in place of an object that nobody was told of.
    pub async fn forget_object(&self, tx: &impl ConnectionTrait, id: &Iri) -> Result<()> {
        let object = object::Entity::find_by_id(id.clone()).one(tx).await?;
        if let Some(object) = object.filter(|object| object.deleted_at.is_none()) {
            self.entomb(tx, &object).await?;
        }
        Ok(())
    }

    /// An erased object must not live on inside the activities that carried it.
    async fn forget_activities_with(&self, tx: &impl ConnectionTrait, object: &Iri) -> Result<()> {
        let carrying = activity::Column::Object.eq(object.clone());
        let ids: Vec<Iri> = activity::Entity::find()
            .select_only()
            .column(activity::Column::Id)
            .filter(carrying.clone())
            .into_tuple()
            .all(tx)
            .await?;
        delivery::withdraw(tx, &ids).await?;
        activity::Entity::delete_many()
            .filter(carrying)
            .exec(tx)
            .await?;
        Ok(())
    }

    /// The distinct inboxes an audience means: shared ones for what is public, personal ones else.
    async fn inboxes_of(
        &self,
        tx: &impl ConnectionTrait,
        actor: &Actor,
        audience: &Audience,
    ) -> Result<Vec<Iri>> {
        let public = audience.is_public();
        let mut inboxes = Vec::new();
        let followers = |recipient| actor.followers.as_deref() == Some(recipient);
        if public && audience.recipients().any(followers) {
            inboxes.extend(self.inboxes_of_peers(tx).await?);
        }
        for recipient in audience.recipients() {
            if recipient.as_str() == PUBLIC {
                continue;
            }
            if followers(recipient) {
                inboxes.extend(delivery::inboxes_of_followers(tx, &actor.id, public).await?);
            } else if self.is_ours(recipient) {
                let group = actors::own_with_followers(tx, recipient).await?;
                if let Some(group) = group {
                    inboxes.extend(delivery::inboxes_of_followers(tx, &group.id, public).await?);
                }
            } else if let Some(reader) = actors::find(tx, recipient).await? {
                inboxes.push(if public {
                    reader.public_inbox().clone()
                } else {
                    reader.inbox
                });
            }
        }
        inboxes.retain(|inbox| !self.is_ours(inbox));
        inboxes.sort();
        inboxes.dedup();
        Ok(inboxes)
    }
}

/// An activity as it is sent.
fn worded(id: &Iri, actor: &Actor, saying: &Saying, at: DateTime<Utc>) -> String {
    let mut json = json!({
        "id": id,
        "type": saying.kind,
        "actor": actor.id,
        "published": utc(at),
        "to": saying.audience.to,
        "cc": saying.audience.cc,
        "object": saying.object,
    });
    for (member, value) in &saying.members {
        json[*member] = value.clone();
    }
    if saying.kind == "Update" {
        json["updated"] = utc(at).into();
    }
    context::framed(saying.context, json).to_string()
}

pub async fn find_object(db: &impl ConnectionTrait, id: &Url) -> Result<Option<object::Model>> {
    Ok(object::Entity::find_by_id(Iri::from(id)).one(db).await?)
}

/// What of ours replies to an object, and is not erased.
pub async fn replies_to(db: &impl ConnectionTrait, id: &Iri) -> Result<Vec<object::Model>> {
    Ok(object::Entity::find()
        .filter(object::Column::InReplyTo.eq(id.clone()))
        .filter(object::Column::DeletedAt.is_null())
        .order_by_asc(object::Column::Id)
        .all(db)
        .await?)
}

pub(crate) async fn find_activity(
    db: &impl ConnectionTrait,
    id: &Url,
) -> Result<Option<activity::Model>> {
    Ok(activity::Entity::find_by_id(Iri::from(id)).one(db).await?)
}

/// Those of `ids` that are kept still.
pub async fn find_activities(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = Iri>,
) -> Result<Vec<activity::Model>> {
    Ok(activity::Entity::find()
        .filter(activity::Column::Id.is_in(ids))
        .all(db)
        .await?)
}

/// What an outbox shows: public Creates and Announces.
fn shown(actor: &Iri) -> Select<activity::Entity> {
    activity::Entity::find()
        .filter(activity::Column::Actor.eq(actor.clone()))
        .filter(activity::Column::Public.eq(true))
        .filter(activity::Column::Kind.is_in(["Create", "Announce"]))
}

pub(crate) async fn count(db: &impl ConnectionTrait, actor: &Iri) -> Result<u64> {
    Ok(shown(actor).count(db).await?)
}

/// One page of an outbox, newest first, every Create with its object as it is now: Gancio and
/// Mobilizon read events from here.
pub(crate) async fn page(
    db: &impl ConnectionTrait,
    actor: &Iri,
    number: u64,
) -> Result<(Vec<Value>, bool)> {
    let rows = shown(actor)
        .order_by_desc(activity::Column::Id)
        .offset((number - 1) * collection::PAGE_ITEMS)
        .limit(collection::PAGE_ITEMS + 1)
        .all(db)
        .await?;
    let more = rows.len() as u64 > collection::PAGE_ITEMS;
    let mut items = Vec::new();
    for row in rows.into_iter().take(collection::PAGE_ITEMS as usize) {
        let mut item: Value = serde_json::from_str(&row.json)?;
        if item["object"].is_object()
            && let Some(id) = row.object
            && let Some(object) = find_object(db, &id).await?
        {
            item["object"] = without_context(serde_json::from_str(&object.json)?);
        }
        items.push(without_context(item));
    }
    Ok((items, more))
}

/// What `actor` says to peers alone, on the pages that follow the last public one.
pub(crate) fn page_for_peers(
    actor: &Actor,
    said: Vec<Value>,
    (number, public): (u64, u64),
) -> (Vec<Value>, bool) {
    let last_public = Ord::max(public.div_ceil(collection::PAGE_ITEMS), 1);
    let Some(before) = number.checked_sub(last_public + 1) else {
        return (Vec::new(), !said.is_empty());
    };
    let of_page = collection::PAGE_ITEMS as usize;
    let skipped =
        usize::try_from(before).map_or(usize::MAX, |before| before.saturating_mul(of_page));
    let more = said.len() > skipped.saturating_add(of_page);
    // The newest first, as on every page.
    let said = said.into_iter().rev().skip(skipped);
    let said = said.take(of_page).map(|object| {
        json!({
            "id": format!("{}#said", object["id"].as_str().unwrap_or_default()),
            "type": "Create",
            "actor": actor.id,
            "published": object["published"],
            "to": object["to"],
            "cc": object["cc"],
            "object": without_context(object),
        })
    });
    (said.collect(), more)
}

fn without_context(mut json: Value) -> Value {
    if let Some(members) = json.as_object_mut() {
        members.shift_remove("@context");
    }
    json
}

/// What `actor` pinned, the newest first: an Add to its `featured`, as long as the object is there.
pub(crate) async fn pinned(db: &impl ConnectionTrait, actor: &Iri) -> Result<Vec<Iri>> {
    let pinned: Vec<Option<Iri>> = activity::Entity::find()
        .select_only()
        .column(activity::Column::Object)
        .filter(activity::Column::Actor.eq(actor.clone()))
        .filter(activity::Column::Public.eq(true))
        .filter(activity::Column::Kind.eq("Add"))
        .order_by_desc(activity::Column::Id)
        .limit(PINNED_AT_MOST)
        .into_tuple()
        .all(db)
        .await?;
    Ok(pinned.into_iter().flatten().collect())
}

/// What of this kind `actor` keeps, the newest last, and not erased.
pub(crate) async fn objects_of(
    db: &impl ConnectionTrait,
    actor: &Iri,
    kind: &str,
) -> Result<Vec<object::Model>> {
    Ok(object::Entity::find()
        .filter(object::Column::Actor.eq(actor.clone()))
        .filter(object::Column::Kind.eq(kind))
        .filter(object::Column::DeletedAt.is_null())
        .order_by_asc(object::Column::Id)
        .limit(LISTED_AT_MOST)
        .all(db)
        .await?)
}

/// Forget what was said to some only, of a person's place for instance, once it has reached them. Nobody
/// but them could read it, and they have it. What was given up stays as long as it can be sent again.
pub async fn hush(db: &impl ConnectionTrait) -> Result<u64> {
    let undone = delivery::Entity::undone_activities();
    let hushed = activity::Entity::update_many()
        .col_expr(activity::Column::Json, Expr::value(""))
        .filter(activity::Column::Public.eq(false))
        .filter(activity::Column::Json.ne(""))
        .filter(activity::Column::Id.not_in_subquery(undone))
        .exec(db)
        .await?;
    Ok(hushed.rows_affected)
}

/// Forget what only one person was asked, in answer to this post of theirs.
pub async fn forget_asked(tx: &impl ConnectionTrait, post: &Iri) -> Result<()> {
    object::Entity::delete_many()
        .filter(object::Column::InReplyTo.eq(post.clone()))
        .filter(object::Column::Public.eq(false))
        .exec(tx)
        .await?;
    Ok(())
}

/// Forget activities said before `before`, but never those an outbox still shows, nor a consent that
/// others check.
pub async fn prune(db: &impl ConnectionTrait, before: DateTime<Utc>) -> Result<u64> {
    let pruned =
        activity::Entity::delete_many()
            .filter(activity::Column::PublishedAt.lt(before))
            .filter(activity::Column::Public.eq(false).or(
                activity::Column::Kind.is_not_in(["Create", "Announce", "Accept", "Add", "Offer"]),
            ))
            .exec(db)
            .await?;
    // And what only one person was asked.
    let asked = object::Entity::delete_many()
        .filter(object::Column::PublishedAt.lt(before))
        .filter(object::Column::Public.eq(false))
        .filter(object::Column::InReplyTo.is_not_null())
        .exec(db)
        .await?;
    Ok(pruned.rows_affected + asked.rows_affected)
}
