//! All that a peer has said, read page by page from its outboxes: first what its instance actor announced,
//! and with it the outbox of everybody whose word that was. Goes on where it stopped, never faster than
//! one page of a server at a time, and never for as long as the other server would like.

use crate::{
    Action, Federation, Iri, Received, Result,
    actors::{self, Actor},
    backfill::{Caught, is_of},
    blocks,
    fetch::Failure,
    vocabulary::{Envelope, Event, Object, read},
};
use chrono::{DateTime, Duration, Utc};
use sea_orm::{
    ActiveValue::Set,
    IntoActiveModel, PaginatorTrait, QueryOrder, QuerySelect,
    entity::prelude::*,
    sea_query::{Expr, OnConflict},
};
use serde_json::Value;
use std::{collections::BTreeMap, time::Duration as Pause};
use url::Url;

/// Servers of which a page is read at the same time.
const SERVERS_AT_ONCE: u64 = 4;
/// Outboxes read of one server; who comes later is read by what it says from now on.
const OUTBOXES_AT_MOST: u64 = 200;
/// Pages read of one outbox.
const PAGES_AT_MOST: i32 = 500;
/// Activities taken in from one server.
const ACTIVITIES_AT_MOST: i64 = 50_000;
/// One page, with all that it names.
const PAGE_DEADLINE: Pause = Pause::from_secs(60);
/// A page that cannot be read is tried so often.
const TRIES_AT_MOST: i32 = 8;
/// A page that names what cannot be read is tried so often before it is turned all the same.
const TRIES_OF_ITEMS_AT_MOST: i32 = 3;
/// The second try; each after it waits twice as long.
const FIRST_PAUSE: Duration = Duration::minutes(1);

/// One outbox that is read, or was.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "readings")]
pub struct Model {
    /// Whose outbox.
    #[sea_orm(primary_key, auto_increment = false)]
    pub actor: Iri,
    /// The instance actor through which it was found.
    pub server: Iri,
    pub state: State,
    /// The page that is read next; none before the first.
    pub next: Option<Iri>,
    /// A page read before. One that comes again leads round in circles (Brent's algorithm).
    pub marker: Option<Iri>,
    pub pages: i32,
    /// What was taken in.
    pub activities: i32,
    /// How often this page was tried in vain.
    pub tries: i32,
    /// Why it is broken, in a word.
    pub failure: Option<String>,
    pub due_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Reading;

#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::None)",
    rename_all = "snake_case"
)]
pub enum State {
    Reading,
    Complete,
    /// There is more than we read.
    Cut,
    /// It cannot be read any further.
    Broken,
}

/// How far a server has been read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    pub outboxes: usize,
    /// Of these, those that are over, whatever the end.
    pub finished: usize,
    pub activities: u64,
    pub is_cut: bool,
    /// Why one of them cannot be read, in a word.
    pub failure: Option<String>,
}

impl Progress {
    pub fn is_over(&self) -> bool {
        self.finished == self.outboxes
    }
}

/// What a page led to.
enum Turned {
    /// On to the next page.
    To(Url),
    End,
    /// The same page again, a little later; why, in a word.
    Again(String),
    Broken(String),
}

/// What a page held.
struct Page {
    taken: i32,
    turned: Turned,
}

impl Page {
    fn unread(turned: Turned) -> Self {
        Self { taken: 0, turned }
    }

    fn broken(failure: &str) -> Self {
        Self::unread(Turned::Broken(failure.to_owned()))
    }
}

/// Read all that `server` and those at home there have said, from the beginning.
pub async fn begin(tx: &impl ConnectionTrait, server: &Iri, now: DateTime<Utc>) -> Result<()> {
    stop(tx, server).await?;
    add(tx, server, server, now).await
}

/// Read no more of `server`, and forget how far it was.
pub async fn stop(tx: &impl ConnectionTrait, server: &Iri) -> Result<()> {
    Entity::delete_many()
        .filter(Column::Server.eq(server.clone()))
        .exec(tx)
        .await?;
    Ok(())
}

/// How far each of these servers has been read; of one that is not read, nothing.
pub async fn progress(
    db: &impl ConnectionTrait,
    servers: Vec<Iri>,
) -> Result<BTreeMap<Iri, Progress>> {
    let readings = Entity::find()
        .filter(Column::Server.is_in(servers))
        .order_by_asc(Column::Actor)
        .all(db)
        .await?;
    let mut all: BTreeMap<Iri, Progress> = BTreeMap::new();
    for reading in readings {
        let progress = all.entry(reading.server.clone()).or_default();
        progress.outboxes += 1;
        progress.finished += usize::from(reading.state != State::Reading);
        progress.activities += u64::from(reading.activities.unsigned_abs());
        progress.is_cut |= reading.state == State::Cut;
        progress.failure = progress.failure.take().or(reading.failure);
    }
    Ok(all)
}

/// Read everything again: what came since a backup was made is not in it.
pub async fn begin_all_again(tx: &impl ConnectionTrait) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::State, Expr::value(State::Reading))
        .col_expr(Column::Next, Expr::value(None::<String>))
        .col_expr(Column::Marker, Expr::value(None::<String>))
        .col_expr(Column::Failure, Expr::value(None::<String>))
        .col_expr(Column::Pages, Expr::value(0))
        .col_expr(Column::Activities, Expr::value(0))
        .col_expr(Column::Tries, Expr::value(0))
        .exec(tx)
        .await?;
    Ok(())
}

async fn add(
    tx: &impl ConnectionTrait,
    server: &Iri,
    actor: &Iri,
    now: DateTime<Utc>,
) -> Result<()> {
    let row = ActiveModel {
        actor: Set(actor.clone()),
        server: Set(server.clone()),
        state: Set(State::Reading),
        next: Set(None),
        marker: Set(None),
        pages: Set(0),
        activities: Set(0),
        tries: Set(0),
        failure: Set(None),
        due_at: Set(now),
    };
    Entity::insert(row)
        .on_conflict(OnConflict::column(Column::Actor).do_nothing().to_owned())
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// The next page of each of some servers, those whose turn was longest ago first. Of one server the
/// instance actor's comes last: what the others said themselves need not be looked up one by one.
async fn due(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Vec<Reading>> {
    let due = Entity::find()
        .filter(Column::State.eq(State::Reading))
        .filter(Column::DueAt.lte(now));
    let servers: Vec<Iri> = due
        .clone()
        .select_only()
        .column(Column::Server)
        .group_by(Column::Server)
        .order_by_asc(Column::DueAt.max())
        .limit(SERVERS_AT_ONCE)
        .into_tuple()
        .all(db)
        .await?;
    let mut readings = Vec::new();
    for server in servers {
        let of_server = due.clone().filter(Column::Server.eq(server.clone()));
        let others = of_server.clone().filter(Column::Actor.ne(server));
        let next = others.order_by_asc(Column::DueAt).one(db).await?;
        readings.extend(match next {
            Some(next) => Some(next),
            None => of_server.one(db).await?,
        });
    }
    Ok(readings)
}

/// What was taken in from a server so far.
async fn taken_from(db: &impl ConnectionTrait, server: &Iri) -> Result<i64> {
    let taken: Option<Option<i64>> = Entity::find()
        .select_only()
        .column_as(Column::Activities.sum(), "taken")
        .filter(Column::Server.eq(server.clone()))
        .into_tuple()
        .one(db)
        .await?;
    Ok(taken.flatten().unwrap_or_default())
}

/// How a reading stands after a page; `taken` is what came from its server altogether.
fn after(reading: Reading, page: Page, taken: i64, now: DateTime<Utc>) -> Reading {
    let is_cut = reading.pages + 1 >= PAGES_AT_MOST || taken >= ACTIVITIES_AT_MOST;
    let failed_too_often = reading.tries + 1 >= TRIES_AT_MOST;
    let turned = Reading {
        pages: reading.pages + 1,
        activities: reading.activities.saturating_add(page.taken),
        tries: 0,
        failure: None,
        due_at: now,
        ..reading.clone()
    };
    match page.turned {
        Turned::Again(failure) if !failed_too_often => Reading {
            tries: reading.tries + 1,
            activities: turned.activities,
            failure: Some(failure),
            due_at: now + FIRST_PAUSE * (1 << reading.tries),
            ..reading
        },
        Turned::Again(failure) | Turned::Broken(failure) => Reading {
            state: State::Broken,
            failure: Some(failure),
            ..turned
        },
        Turned::End => Reading {
            state: State::Complete,
            next: None,
            ..turned
        },
        Turned::To(next) if reading.marker.as_deref() == Some(&next) => Reading {
            state: State::Broken,
            failure: Some("circle".to_owned()),
            ..turned
        },
        Turned::To(_) if is_cut => Reading {
            state: State::Cut,
            ..turned
        },
        Turned::To(next) => Reading {
            marker: match turned.pages.unsigned_abs().is_power_of_two() {
                true => reading.next.or(Some(Iri::from(&next))),
                false => reading.marker,
            },
            next: Some(next.into()),
            ..turned
        },
    }
}

impl Federation {
    /// Read one more page of each server that is due. Returns how many.
    pub async fn read_on(&self) -> Result<usize> {
        // While nothing is said or heard, nothing is read either.
        if !self.settings().open {
            return Ok(0);
        }
        let due = due(self.db(), self.clock().now()).await?;
        let turning = due.iter().map(|reading| self.turn(reading));
        for turned in futures_util::future::join_all(turning).await {
            turned?;
        }
        Ok(due.len())
    }

    async fn turn(&self, reading: &Reading) -> Result<()> {
        let page = match tokio::time::timeout(PAGE_DEADLINE, self.page_of(reading)).await {
            Ok(page) => page?,
            Err(_) => Page::unread(Turned::Again(Failure::TimedOut.to_string())),
        };
        let tx = self.begin().await?;
        let known = Entity::find_by_id(reading.actor.clone()).one(&tx).await?;
        // Not where it was stopped meanwhile, or begun again.
        if let Some(known) = known.filter(|known| known == reading) {
            let taken = taken_from(&tx, &reading.server).await? + i64::from(page.taken);
            let read = after(known, page, taken, self.clock().now());
            Entity::update(read.into_active_model().reset_all())
                .exec(&tx)
                .await?;
        }
        tx.commit().await?;
        Ok(())
    }

    async fn page_of(&self, reading: &Reading) -> Result<Page> {
        let actor = actors::find(self.db(), &reading.actor).await?;
        let Some((actor, outbox)) = actor.and_then(|actor| Some((actor.clone(), actor.outbox?)))
        else {
            return Ok(Page::unread(Turned::End));
        };
        if blocks::covers(self.db(), &actor.id).await? {
            return Ok(Page::broken("blocked"));
        }
        let address = reading.next.as_ref().unwrap_or(&outbox);
        let json = match self.fetcher().activity_json(address).await {
            Ok((found_at, json)) if is_of(&actor, &found_at) => json,
            Ok(_) => return Ok(Page::broken("elsewhere")),
            Err(failure) if failure.is_passing() => {
                return Ok(Page::unread(Turned::Again(failure.to_string())));
            }
            Err(failure) => return Ok(Page::broken(&failure.to_string())),
        };
        let is_head = reading.next.is_none() && !json["first"].is_null();
        if is_head && !json["first"].is_object() {
            return Ok(Page::unread(turned_to(&actor, &json["first"])));
        }
        let json = match is_head {
            true => &json["first"],
            false => &json,
        };
        let items = match &json["orderedItems"] {
            Value::Null => &json["items"],
            items => items,
        };
        let (mut taken, mut has_gaps) = (0, false);
        // The oldest first, as they were said.
        let items: Vec<&Value> = read::each(items).collect();
        for item in items.into_iter().rev() {
            match self.take(reading, &actor, item).await? {
                Caught::Kept => taken += 1,
                Caught::Later => has_gaps = true,
                Caught::Nothing => {}
            }
        }
        let turned = match has_gaps && reading.tries + 1 < TRIES_OF_ITEMS_AT_MOST {
            true => Turned::Again(Failure::Unreachable.to_string()),
            false => turned_to(&actor, &json["next"]),
        };
        Ok(Page { taken, turned })
    }

    /// Take one earlier word in, and remember to read whoever it is by.
    async fn take(&self, reading: &Reading, actor: &Actor, item: &Value) -> Result<Caught> {
        let Some(envelope) = Envelope::read(item.clone()) else {
            return Ok(Caught::Nothing);
        };
        // A peer speaks for its own server, and cannot send us to others ten thousand times.
        let own = envelope
            .object
            .clone()
            .filter(|object| is_of(actor, object));
        let Some(object) = own else {
            return Ok(Caught::Nothing);
        };
        let owner = async || self.host().owner_of(self.db(), &object).await;
        let known = owner().await?;
        self.take_its_event(actor, &envelope).await?;
        for group in groups_in(&envelope.json).filter(|group| is_of(actor, group)) {
            let Ok(group) = self.meet(&group).await else {
                continue;
            };
            if group.has_copies() {
                self.catch_up_with_group(&group, &envelope).await?;
            }
            if group.is_unit() {
                self.read_too(reading, &group.id).await?;
            }
        }
        // Its owner said so. Only a series has to add that it is its own.
        let is_told = envelope.kind == "Announce" && !actor.is_series();
        let (caught, whole) = match &known {
            Some(_) if is_told => (Caught::Nothing, None),
            _ => self.catch_up_with_whole(actor, &envelope).await?,
        };
        let has_all = match whole {
            Some(whole) => self.take_its_parts(actor, &envelope, &whole).await?,
            None => true,
        };
        let is_new = known.is_none();
        let owner = match known {
            Some(owner) => Some(owner),
            None => owner().await?,
        };
        if let Some(owner) = owner.filter(|owner| is_of(actor, owner)) {
            self.read_too(reading, &owner).await?;
        }
        Ok(match caught {
            _ if !has_all => Caught::Later,
            Caught::Kept if !is_new => Caught::Nothing,
            caught => caught,
        })
    }

    /// The parts of an event, which only those were told who were peers by then. Those that are known are
    /// heard of anyway, so a page that took too long has less to do the next time. Returns whether all that
    /// can be read was.
    async fn take_its_parts(
        &self,
        actor: &Actor,
        envelope: &Envelope,
        whole: &Event,
    ) -> Result<bool> {
        let Some(owner) = actors::find(self.db(), &whole.attributed_to).await? else {
            return Ok(true);
        };
        let mut has_all = true;
        for id in whole.sub_event.iter().filter(|id| is_of(actor, id)) {
            if self.host().owner_of(self.db(), id).await?.is_some() {
                continue;
            }
            let part = match self.fetcher().object(id).await {
                Ok(json) => Object::read(&json),
                Err(failure) => {
                    has_all &= !failure.is_passing();
                    continue;
                }
            };
            let Some(Object::Event(part)) = part else {
                continue;
            };
            if part.super_event.as_ref() != Some(&whole.id) {
                continue;
            }
            let received = Received {
                id: envelope.id.clone(),
                actor: owner.clone(),
                action: Action::Create(Object::Event(part)),
                received_at: self.clock().now(),
                said_at: None,
            };
            self.taken_in(&received).await?;
        }
        Ok(has_all)
    }

    /// What is said of an event is of use beside it only, and a history is read from its end.
    async fn take_its_event(&self, actor: &Actor, envelope: &Envelope) -> Result<()> {
        let said = &envelope.json["object"];
        let event = read::id(&said["inReplyTo"]).filter(|event| is_of(actor, event));
        let Some(event) = event.filter(|_| read::kind(said) == Some("Article")) else {
            return Ok(());
        };
        if self.host().owner_of(self.db(), &event).await?.is_none() {
            let announced = Envelope {
                kind: "Announce".to_owned(),
                object: Some(event),
                ..envelope.clone()
            };
            self.catch_up_with(actor, &announced).await?;
        }
        Ok(())
    }

    async fn read_too(&self, reading: &Reading, actor: &Iri) -> Result<()> {
        // A history names the same few over and over, and on SQLite changes take turns.
        let known = Entity::find_by_id(actor.clone()).one(self.db()).await?;
        if known.is_some() {
            return Ok(());
        }
        let of_server = Entity::find().filter(Column::Server.eq(reading.server.clone()));
        let tx = self.begin().await?;
        if of_server.count(&tx).await? < OUTBOXES_AT_MOST {
            add(&tx, &reading.server, actor, self.clock().now()).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}

/// Where `next` leads, if to a page of the same server.
fn turned_to(actor: &Actor, next: &Value) -> Turned {
    if next.is_null() {
        return Turned::End;
    }
    match read::id(next) {
        Some(next) if is_of(actor, &next) => Turned::To(next),
        _ => Turned::Broken("elsewhere".to_owned()),
    }
}

/// Groups an activity was passed on by: named together with a collection of theirs, their followers.
pub(crate) fn groups_in(activity: &Value) -> impl Iterator<Item = Url> {
    let named = [&activity["to"], &activity["cc"]].into_iter();
    let named: Vec<Url> = named.flat_map(read::recipients).collect();
    let has_part = |group: &Url| {
        let inside = format!("{group}/");
        named.iter().any(|part| part.as_str().starts_with(&inside))
    };
    let groups: Vec<Url> = named
        .iter()
        .filter(|group| has_part(group))
        .cloned()
        .collect();
    groups.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn reading() -> Reading {
        Reading {
            actor: "https://peer.example/actor".parse().unwrap(),
            server: "https://peer.example/server".parse().unwrap(),
            state: State::Reading,
            next: None,
            marker: None,
            pages: 0,
            activities: 0,
            tries: 0,
            failure: None,
            due_at: DateTime::UNIX_EPOCH,
        }
    }

    fn page(turned: Turned) -> Page {
        Page { taken: 20, turned }
    }

    fn number(number: usize) -> Url {
        format!("https://peer.example/outbox?page={number}")
            .parse()
            .unwrap()
    }

    /// Turn pages as `next` leads until it is over.
    fn read_to_the_end(next: impl Fn(i32) -> Turned) -> Reading {
        let mut reading = reading();
        while reading.state == State::Reading {
            let page = page(next(reading.pages));
            reading = after(reading, page, 0, DateTime::UNIX_EPOCH);
        }
        reading
    }

    #[test]
    fn pages_that_lead_round_in_circles_are_found_out() {
        for (before, round) in [(0, 1), (0, 2), (1, 1), (3, 5), (0, 40)] {
            let next = |pages: i32| {
                let pages = usize::try_from(pages).unwrap();
                Turned::To(number(match pages < before {
                    true => pages,
                    false => before + (pages - before) % round,
                }))
            };
            let read = read_to_the_end(next);
            assert_eq!(read.state, State::Broken, "{before} {round}");
            assert_eq!(read.failure.as_deref(), Some("circle"));
            assert!(read.pages < PAGES_AT_MOST / 2, "{}", read.pages);
        }
    }

    #[test]
    fn pages_without_end_are_cut() {
        let read = read_to_the_end(|pages| Turned::To(number(usize::try_from(pages).unwrap())));
        assert_eq!((read.state, read.pages), (State::Cut, PAGES_AT_MOST));
        let all = after(
            reading(),
            page(Turned::To(number(1))),
            ACTIVITIES_AT_MOST,
            DateTime::UNIX_EPOCH,
        );
        assert_eq!(all.state, State::Cut);
    }

    #[test]
    fn a_page_that_cannot_be_read_is_tried_later_and_not_for_ever() {
        let mut reading = reading();
        let mut waited = Duration::zero();
        for _ in 1..TRIES_AT_MOST {
            let again = page(Turned::Again("unreachable".to_owned()));
            let now = reading.due_at;
            reading = after(reading, again, 0, now);
            assert_eq!((reading.state, reading.pages), (State::Reading, 0));
            assert!(reading.due_at - now > waited);
            waited = reading.due_at - now;
        }
        let again = page(Turned::Again("unreachable".to_owned()));
        let given_up = after(reading, again, 0, DateTime::UNIX_EPOCH);
        assert_eq!(given_up.state, State::Broken);
        assert_eq!(given_up.failure.as_deref(), Some("unreachable"));
    }

    #[test]
    fn a_group_is_known_by_the_collection_named_beside_it() {
        let said = json!({
            "to": ["https://www.w3.org/ns/activitystreams#Public"],
            "cc": [
                "https://a.example/verein/followers",
                "https://a.example/reihe",
                "https://a.example/reihe/followers",
                "https://a.example/reihen",
            ],
        });
        let groups: Vec<String> = groups_in(&said).map(String::from).collect();
        assert_eq!(groups, ["https://a.example/reihe"]);
    }
}
