//! A series holds numbered editions: events that come again. It is an actor that can be followed alone.
//! Here are its verbs, and those that need an event with its agenda: the next edition, the missing one.

pub mod activitypub;
pub mod api;
pub mod cadence;
pub mod desk;
pub mod pages;
#[expect(clippy::module_inception, reason = "one series, many series")]
pub mod series;
mod store;

pub use self::{
    cadence::Period,
    series::{Draft, Series},
    store::{all, find_by_actor, find_by_handle, held_by, pictures},
};

use crate::{
    App, Error, Result, agenda,
    app::Tx,
    associations::{self, Association},
    error::{Refusal, Refusals},
    events::{
        self, Event, Filter, Kind, OwnKind,
        draft::{self, read_date},
        editions,
        event::Picture,
        kinds,
    },
    ids::MediaId,
    participations,
};
use chrono::NaiveDate;
use federation::{
    Iri,
    actors::{self, Actor, Founding},
    keys::KeyPairs,
    outbox::Audience,
    vocabulary::Profile,
};
use sea_orm::ConnectionTrait;
use std::sync::Arc;

/// Found a series of this association: its row and its actor. Its `keys` were made before the transaction.
pub async fn found(
    app: &App,
    tx: &Tx,
    association: &Association,
    draft: &Draft,
    keys: Arc<KeyPairs>,
) -> Result<Series> {
    let mut refusals = Refusals::default();
    let handle = draft.check_handle();
    let details = draft.check();
    let own_kind = own_kind(tx, (&association.actor, None), draft, &mut refusals).await?;
    if let Err(refusal) = &handle {
        refusals.add(*refusal);
    }
    if let Err(others) = &details {
        refusals.0.extend(others.0.iter().copied());
    }
    let (Ok(handle), Ok(details), true) = (handle, details, refusals.0.is_empty()) else {
        return Err(refusals.into());
    };
    // Associations and the instance itself have handles too.
    if actors::is_taken(tx, &handle).await? {
        return Err(Refusal::new("association-handle-taken").on("handle").into());
    }
    let now = app.clock.now();
    let picture = found_picture(tx, details.picture).await?;
    let series = Series {
        id: app.ulids.next(now).into(),
        // Known once the actor exists, a line below.
        actor: association.actor.clone(),
        handle: handle.clone(),
        organizer: association.actor.clone(),
        language: details.main.language,
        name: details.main.title,
        summary: details.main.summary,
        description: details.main.description,
        other: details.other,
        picture,
        kind: details.kind,
        own_kind,
        months: details.months,
        created_at: now,
        updated_at: now,
    };
    let founding = Founding {
        kind: "Group",
        handle: &handle,
        profile: profile(app, &series),
        approves_followers: false,
        keys: Some(keys),
    };
    let actor = app.federation.found_actor(tx, founding).await?;
    let series = Series {
        actor: actor.id,
        ..series
    };
    store::insert(tx, series).await
}

/// Change what a series says about itself, and tell its followers.
pub async fn revise(app: &App, tx: &Tx, series: Series, draft: &Draft) -> Result<Series> {
    if !draft.seen.is_empty() && draft.seen != series.seen() {
        return Err(Error::Conflict);
    }
    let mut refusals = Refusals::default();
    let known = (&series.organizer, series.own_kind.as_ref());
    let own_kind = own_kind(tx, known, draft, &mut refusals).await?;
    let details = match draft.check() {
        Ok(details) => refusals.none_or().map(|()| details)?,
        Err(Refusals(more)) => {
            refusals.0.extend(more);
            return Err(refusals.into());
        }
    };
    let picture = found_picture(tx, details.picture).await?;
    let series = Series {
        language: details.main.language,
        name: details.main.title,
        summary: details.main.summary,
        description: details.main.description,
        other: details.other,
        picture,
        kind: details.kind,
        own_kind,
        months: details.months,
        updated_at: events::later(series.updated_at, app.clock.now()),
        ..series
    };
    let series = store::update(tx, series).await?;
    let actor = actor_of(tx, &series).await?;
    let actor = app
        .federation
        .change_profile(tx, actor, profile(app, &series))
        .await?;
    app.federation.update_actor(tx, &actor).await?;
    Ok(series)
}

/// The kind of the association's own that a draft names, or what is wrong with it: only the database knows.
async fn own_kind(
    tx: &Tx,
    (organizer, known): (&Iri, Option<&OwnKind>),
    draft: &Draft,
    refusals: &mut Refusals,
) -> Result<Option<OwnKind>> {
    let Some(name) = draft.own_kind() else {
        return Ok(None);
    };
    match kinds::settle(tx, organizer, known, name).await {
        Ok(own) => Ok(Some(own)),
        Err(Error::Refused(Refusals(unknown))) => {
            refusals.0.extend(unknown);
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

async fn found_picture(
    tx: &Tx,
    typed: Option<(MediaId, String, String)>,
) -> Result<Option<Picture>> {
    match typed {
        Some(typed) => Ok(Some(events::found_picture(tx, typed).await?)),
        None => Ok(None),
    }
}

/// Give a series new keys, made before the transaction, and tell its followers.
pub async fn rotate_keys(app: &App, tx: &Tx, series: &Series, keys: Arc<KeyPairs>) -> Result<()> {
    let actor = actor_of(tx, series).await?;
    let actor = app.federation.rotate_keys(tx, actor, keys).await?;
    app.federation.update_actor(tx, &actor).await?;
    Ok(())
}

/// Close a series for good: its followers hear that it is gone, and nobody gets its handle again. Its
/// editions are events as before, of no series. The handle has to be typed once more.
pub async fn close(app: &App, tx: &Tx, series: Series, typed: &str) -> Result<()> {
    let typed = typed.trim().trim_start_matches('@').to_lowercase();
    if typed != series.handle {
        return Err(Refusal::new("series-closing-handle-wrong")
            .on("handle")
            .into());
    }
    let actor = actor_of(tx, &series).await?;
    let audience = Audience::public(&actor);
    app.federation.close_actor(tx, &actor, audience).await?;
    store::delete(tx, &series.id).await
}

fn profile(app: &App, series: &Series) -> Profile {
    let imprint = app
        .config
        .instance
        .language
        .text("association-field-imprint");
    activitypub::profile(series, app.config.origin(), &imprint)
}

/// The series with this handle.
pub async fn find(db: &impl ConnectionTrait, handle: &str) -> Result<Series> {
    let handle = handle.trim().trim_start_matches('@');
    match find_by_handle(db, handle).await? {
        Some(found) => Ok(found),
        None => Err(associations::absent(db, handle).await?),
    }
}

/// The same, to change it: as it is now, and nobody else changes it before this transaction ends.
pub async fn find_for_change(tx: &Tx, handle: &str) -> Result<Series> {
    let found = store::find_for_change(tx, handle).await?;
    found.ok_or(Error::NotFound)
}

pub async fn actor_of(db: &impl ConnectionTrait, series: &Series) -> Result<Actor> {
    let actor = actors::find(db, &series.actor).await?;
    actor.ok_or(Error::NotFound)
}

/// An edition to begin with: what the series knows of it.
pub async fn first_draft(db: &impl ConnectionTrait, series: &Series) -> Result<events::Draft> {
    let number = editions::next_number(db, &series.actor).await?;
    let organizer = associations::find_by_actor(db, &series.organizer).await?;
    // What is new cannot be of a kind that was removed since.
    let is_gone = match &series.own_kind {
        Some(own) => kinds::find_kind(db, &own.name).await?.is_none(),
        None => false,
    };
    let kind = match is_gone {
        true => Kind::Other.name(),
        false => series.kind_name(),
    };
    Ok(events::Draft {
        organizer: organizer.map(|it| it.handle).unwrap_or_default(),
        series: series.handle.clone(),
        edition: number.map(|it| it.to_string()).unwrap_or_default(),
        kind: kind.to_owned(),
        ..events::Draft::default()
    })
}

/// The day the next edition after this event starts, by the cadence of its series: the first that lies
/// after today and after the last edition there is.
pub async fn next_day(
    app: &App,
    db: &impl ConnectionTrait,
    event: &Event,
) -> Result<Option<NaiveDate>> {
    let Some(actor) = &event.series else {
        return Ok(None);
    };
    let series = store::find_by_actor(db, actor).await?;
    let Some(months) = series.and_then(|series| series.months) else {
        return Ok(None);
    };
    let today = app.clock.now().with_timezone(&event.tz()).date_naive();
    let last = events::editions::last_start(db, actor).await?;
    let last = last.map(|at| at.with_timezone(&event.tz()).date_naive());
    let last = last.map_or(today, |last| last.max(today));
    Ok(cadence::next_day(event.starts().date_naive(), months, last))
}

/// A new draft like this event, so many days later: its texts, place, registration and agenda, the mails
/// and tasks that are counted from its start; the next number, where it is an edition. Nobody who takes
/// part or speaks comes along, no theme of its own, no time of publication. `starts_on` is a day as typed, empty for what the cadence says.
pub async fn copy(app: &App, tx: &Tx, event: &Event, starts_on: &str) -> Result<Event> {
    let refused = |message| Refusal::new(message).on("starts_on");
    let day = match starts_on.trim() {
        "" => next_day(app, tx, event).await?,
        text => Some(read_date(text).ok_or(refused("event-date-unreadable"))?),
    };
    let day = day.ok_or(refused("series-copy-without-day"))?;
    let days = day - event.starts().date_naive();
    let zone = event.tz();
    let later = |at| events::days_later(at, zone, days);
    let admission = event.admission.clone().map(|mut admission| {
        admission.closes_at = admission.closes_at.map(later);
        for group in &mut admission.groups {
            group.until = group.until.map(later);
        }
        admission
    });
    let moved = Event {
        starts_at: later(event.starts_at),
        ends_at: later(event.ends_at),
        admission,
        publish_at: None,
        subtitle: None,
        edition: None,
        ..event.clone()
    };
    let venue = events::venue::find(app, tx, &event.id).await?;
    let organizer = events::organizer_of(tx, event).await?;
    let copy = events::draft(app, tx, &organizer, &draft::Draft::of(&moved, &venue)).await?;
    agenda::copy(app, tx, event, &copy, later).await?;
    events::tasks::copy(app, tx, event, &copy).await?;
    participations::notices::copy(app, tx, event, &copy).await?;
    Ok(copy)
}

/// A period of a cadence nobody has announced an edition for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    pub series: Series,
    pub period: Period,
}

/// The series that owe an edition.
pub async fn gaps(app: &App, db: &impl ConnectionTrait) -> Result<Vec<Gap>> {
    let mut gaps = Vec::new();
    for series in store::all(db).await? {
        let period = gap(app, db, &series).await?;
        gaps.extend(period.map(|period| Gap { series, period }));
    }
    Ok(gaps)
}

/// The period we are in, when half of it is gone and no edition in it is public, or all are called off or
/// put off. A series founded in that half begins with the next.
pub async fn gap(app: &App, db: &impl ConnectionTrait, series: &Series) -> Result<Option<Period>> {
    let Some(months) = series.months else {
        return Ok(None);
    };
    let day = |at: chrono::DateTime<chrono::Utc>| {
        at.with_timezone(&app.config.instance.zone).date_naive()
    };
    let (today, founded) = (day(app.clock.now()), day(series.created_at));
    let first = Filter {
        series: Some(series.actor.clone()),
        limit: 1,
        ..Filter::default()
    };
    let first = events::listed(db, &first).await?.pop();
    let origin = first.map_or(founded, |first| day(first.starts_at));
    let Some(period) = Period::of(today, months, origin) else {
        return Ok(None);
    };
    let is_new = period.contains(founded) && period.is_half_gone(founded);
    if is_new || !period.is_half_gone(today) {
        return Ok(None);
    }
    let begins = |day| cadence::begins(day, app.config.instance.zone);
    let (from, until) = (begins(period.first), begins(period.next));
    let is_held = editions::is_held_between(db, &series.actor, from, until).await?;
    Ok((!is_held).then_some(period))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::{
        accounts::tests::Instance,
        events::feed::tests::{denkwerkstatt, drafted, published},
        web::desk::tests::furnished_house,
    };
    use chrono::Duration;

    pub fn quarterly() -> Draft {
        Draft {
            handle: "werkstatt".to_owned(),
            name: "Innovationswerkstatt".to_owned(),
            kind: "innovationswerkstatt".to_owned(),
            cadence: "quarterly".to_owned(),
            ..Draft::default()
        }
    }

    pub async fn founded(app: &App, association: &Association, draft: &Draft) -> Result<Series> {
        let keys = app.federation.make_keys().await.unwrap();
        let tx = app.begin().await.unwrap();
        let series = found(app, &tx, association, draft, keys).await;
        tx.commit().await.unwrap();
        series
    }

    #[tokio::test]
    async fn its_editions_are_of_a_kind_of_the_association_s_own() {
        let (app, association) = furnished_house().await;
        let organizer = associations::actor_of(&app.db, &association).await.unwrap();
        let template = kinds::Template {
            name_de: "Offene Sprechstunde".into(),
            name_en: "Open hour".into(),
            starts_at: "17:00".into(),
            ..kinds::Template::default()
        };
        let tx = app.begin().await.unwrap();
        kinds::define(&app, &tx, &organizer, &template)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let own = Draft {
            kind: "offene-sprechstunde".into(),
            ..quarterly()
        };
        let series = founded(&app, &association, &own).await.unwrap();
        assert_eq!(series.kind_said("en"), "Open hour");
        assert_eq!(Draft::of(&series).kind, own.kind);
        let draft = first_draft(&app.db, &series).await.unwrap();
        assert_eq!(draft.kind, own.kind);
        let page =
            crate::web::desk::tests::Visitor::new(&app, crate::accounts::Role::Coordinator).await;
        let shown = page.get("/series/werkstatt").await;
        assert!(shown.says("Offene Sprechstunde"), "{}", shown.html);
        let form = page.get("/desk/events/new?series=werkstatt").await;
        let chosen = "value=\"offene-sprechstunde\" selected";
        assert!(form.says(chosen) && form.says("17:00"), "{}", form.html);
        assert!(page.get("/desk/series/werkstatt").await.says(chosen));

        // A series keeps a kind that is removed; what is new is not of it.
        let tx = app.begin().await.unwrap();
        let kind = kinds::find_for_change(&tx, "offene-sprechstunde")
            .await
            .unwrap();
        kinds::undefine(&tx, kind).await.unwrap();
        let again = Draft::of(&series);
        let series = revise(&app, &tx, series, &again).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(series.kind_said("de"), "Offene Sprechstunde");
        let draft = first_draft(&app.db, &series).await.unwrap();
        assert_eq!(draft.kind, "other");
        assert!(page.get("/desk/series/werkstatt").await.says(chosen));

        // Nobody's kind is refused with everything else that is wrong.
        let wrong = Draft {
            handle: "tanz".into(),
            name: String::new(),
            kind: "tanzabend".into(),
            ..quarterly()
        };
        let refused = founded(&app, &association, &wrong).await;
        let Err(Error::Refused(Refusals(refused))) = refused else {
            panic!("it was founded");
        };
        let mut fields: Vec<_> = refused.iter().filter_map(|it| it.field).collect();
        fields.sort_unstable();
        assert_eq!(fields, ["kind", "name"]);
    }

    /// An association with a quarterly series, on 22 November.
    pub async fn house() -> (Instance, Series, Actor) {
        let (app, association) = furnished_house().await;
        let series = founded(&app, &association, &quarterly()).await.unwrap();
        let organizer = associations::actor_of(&app.db, &association).await.unwrap();
        (app, series, organizer)
    }

    /// As if it had been there since New Year.
    pub async fn aged(app: &App, series: Series) -> Series {
        let tx = app.begin().await.unwrap();
        let created_at = "2026-01-01T12:00:00Z".parse().unwrap();
        let series = store::update(
            &tx,
            Series {
                created_at,
                ..series
            },
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        series
    }

    /// An edition on this day.
    pub fn edition(number: &str, day: &str) -> events::Draft {
        events::Draft {
            series: "werkstatt".to_owned(),
            edition: number.to_owned(),
            starts_on: day.to_owned(),
            ends_on: String::new(),
            ..denkwerkstatt()
        }
    }

    async fn refused(app: &App, organizer: &Actor, draft: &events::Draft) -> String {
        let tx = app.begin().await.unwrap();
        let drafted = events::draft(app, &tx, organizer, draft).await;
        drafted.unwrap_err().to_string()
    }

    #[tokio::test]
    async fn a_handle_is_given_once_to_whomever() {
        let (app, _, _) = house().await;
        let association = associations::chosen(&app.db, "").await.unwrap();
        for handle in ["werkstatt", "Dialog", federation::INSTANCE_HANDLE] {
            let draft = Draft {
                handle: handle.to_owned(),
                ..quarterly()
            };
            let refused = founded(&app, &association, &draft).await.unwrap_err();
            let expected = "refused: association-handle-taken";
            assert_eq!(refused.to_string(), expected, "{handle}");
        }
        let other = associations::Draft {
            handle: "werkstatt".to_owned(),
            name: "Werkstatt e. V.".to_owned(),
            ..associations::Draft::default()
        };
        let keys = app.federation.make_keys().await.unwrap();
        let tx = app.begin().await.unwrap();
        assert!(associations::found(&app, &tx, &other, keys).await.is_err());
    }

    #[tokio::test]
    async fn every_fault_of_a_new_series_is_said_at_once() {
        let (app, _, _) = house().await;
        let association = associations::chosen(&app.db, "").await.unwrap();
        let draft = Draft {
            handle: "zu viele Wörter".to_owned(),
            name: String::new(),
            ..quarterly()
        };
        let refused = founded(&app, &association, &draft).await.unwrap_err();
        let crate::Error::Refused(refusals) = refused else {
            panic!("{refused:?}");
        };
        let fields: Vec<_> = refusals.0.iter().filter_map(|one| one.field).collect();
        assert_eq!(fields, ["handle", "name"]);
    }

    #[tokio::test]
    async fn a_number_is_given_once_and_the_next_by_itself() {
        let (app, series, organizer) = house().await;
        let first = drafted(&app, &organizer, &edition("11", "2026-12-10")).await;
        assert_eq!(
            (&first.series, first.edition),
            (&Some(series.actor.clone()), Some(11))
        );
        let second = drafted(&app, &organizer, &edition("", "2027-01-28")).await;
        assert_eq!(second.edition, Some(12));
        let begun = first_draft(&app.db, &series).await.unwrap();
        assert_eq!(
            (begun.edition.as_str(), begun.kind.as_str()),
            ("13", "innovationswerkstatt")
        );
        let same = edition("12", "2027-02-11");
        let taken = refused(&app, &organizer, &same).await;
        assert_eq!(taken, "refused: event-edition-taken");
        // Whoever changes something else of an edition keeps its number.
        let tx = app.begin().await.unwrap();
        let typed = edition("", "2026-12-17");
        let changed = events::revise(&app, &tx, first, &typed).await.unwrap();
        assert_eq!(changed.edition, Some(11));
    }

    #[tokio::test]
    async fn an_edition_is_of_a_series_of_who_invites() {
        let (app, _, _) = house().await;
        let other = associations::Draft {
            handle: "buero".to_owned(),
            name: "Büro".to_owned(),
            ..associations::Draft::default()
        };
        let keys = app.federation.make_keys().await.unwrap();
        let tx = app.begin().await.unwrap();
        let other = associations::found(&app, &tx, &other, keys).await.unwrap();
        let other = associations::actor_of(&tx, &other).await.unwrap();
        tx.commit().await.unwrap();
        let typed = edition("1", "2026-12-10");
        let unknown = "refused: event-series-unknown";
        assert_eq!(refused(&app, &other, &typed).await, unknown);
        for nobody in ["dialog", "niemand", "https://peer.example/series"] {
            let typed = events::Draft {
                series: nobody.to_owned(),
                ..typed.clone()
            };
            assert_eq!(refused(&app, &other, &typed).await, unknown, "{nobody}");
        }
        for (series, number, message) in [
            ("", "3", "event-edition-without-series"),
            ("werkstatt", "0", "event-edition-wrong"),
            ("werkstatt", "elf", "event-edition-wrong"),
            ("werkstatt", "10000", "event-edition-wrong"),
        ] {
            let typed = events::Draft {
                series: series.to_owned(),
                edition: number.to_owned(),
                ..typed.clone()
            };
            let expected = format!("refused: {message}");
            assert_eq!(refused(&app, &other, &typed).await, expected, "{number}");
        }
    }

    #[tokio::test]
    async fn what_was_told_as_an_edition_stays_one() {
        let (app, _, organizer) = house().await;
        let event = published(&app, &organizer, &edition("11", "2026-12-10")).await;
        let alone = events::Draft {
            series: String::new(),
            edition: String::new(),
            ..edition("", "2026-12-10")
        };
        let tx = app.begin().await.unwrap();
        let refused = events::revise(&app, &tx, event.clone(), &alone).await;
        let told = "refused: event-series-is-told";
        assert_eq!(refused.unwrap_err().to_string(), told);
        // Nor does it become one of another.
        let association = associations::find_by_actor(&tx, &organizer.id);
        let association = association.await.unwrap().unwrap();
        let second = Draft {
            handle: "abend".to_owned(),
            ..quarterly()
        };
        let keys = app.federation.make_keys().await.unwrap();
        found(&app, &tx, &association, &second, keys).await.unwrap();
        let other = events::Draft {
            series: "abend".to_owned(),
            ..edition("11", "2026-12-10")
        };
        let refused = events::revise(&app, &tx, event.clone(), &other).await;
        assert_eq!(refused.unwrap_err().to_string(), told);
        // Its number may have been a slip.
        let typed = edition("12", "2026-12-10");
        let event = events::revise(&app, &tx, event, &typed).await.unwrap();
        assert_eq!(event.edition, Some(12));
    }

    #[tokio::test]
    async fn a_period_without_an_edition_is_noticed_when_half_of_it_is_gone() {
        let (app, series, organizer) = house().await;
        let lacks = async || {
            let gap = gap(&app, &app.db, &series).await.unwrap();
            gap.map(|period| period.first.to_string())
        };
        // Founded in the second half of the quarter, it begins with the next.
        assert_eq!(lacks().await, None);
        app.clock.advance(Duration::days(60));
        assert_eq!(lacks().await, None, "January is young");
        app.clock.advance(Duration::days(30));
        assert_eq!(lacks().await.as_deref(), Some("2027-01-01"));
        let event = drafted(&app, &organizer, &edition("11", "2027-03-25")).await;
        assert!(lacks().await.is_some(), "nobody knows of a draft");
        let tx = app.begin().await.unwrap();
        let event = events::publish(&app, &tx, event).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(lacks().await, None);
        let tx = app.begin().await.unwrap();
        events::cancel(&app, &tx, event, "").await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(lacks().await.as_deref(), Some("2027-01-01"));
        assert_eq!(gaps(&app, &app.db).await.unwrap().len(), 1);
    }

    #[tokio::test]
    async fn what_is_announced_far_ahead_hides_no_edition_of_now() {
        let (app, series, organizer) = house().await;
        let tx = app.begin().await.unwrap();
        let monthly = Draft {
            cadence: "monthly".to_owned(),
            ..quarterly()
        };
        let series = revise(&app, &tx, series, &monthly).await.unwrap();
        tx.commit().await.unwrap();
        let series = aged(&app, series).await;
        let first: NaiveDate = "2026-11-26".parse().unwrap();
        for week in 0..60 {
            let day = (first + Duration::weeks(week)).to_string();
            published(&app, &organizer, &edition("", &day)).await;
        }
        assert_eq!(gap(&app, &app.db, &series).await.unwrap(), None);
        app.clock.advance(Duration::weeks(60));
        assert!(gap(&app, &app.db, &series).await.unwrap().is_none());
    }

    #[tokio::test]
    async fn a_copy_without_a_cadence_needs_a_day() {
        let (app, _, organizer) = house().await;
        let event = published(&app, &organizer, &denkwerkstatt()).await;
        let copied = async |day: &str| {
            let tx = app.begin().await.unwrap();
            copy(&app, &tx, &event, day).await
        };
        for (day, message) in [
            ("", "refused: series-copy-without-day"),
            ("bald", "refused: event-date-unreadable"),
        ] {
            let refused = copied(day).await.unwrap_err();
            assert_eq!(refused.to_string(), message, "{day}");
        }
        let copy = copied("12.12.2027").await.unwrap();
        assert_eq!(
            copy.starts().naive_local().to_string(),
            "2027-12-12 10:00:00"
        );
        assert_eq!(copy.ends().naive_local().to_string(), "2027-12-13 16:00:00");
        assert_eq!((copy.series, copy.texts), (None, event.texts.clone()));
    }
}
