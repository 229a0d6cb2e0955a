//! Events as editions of a series: which actor passes them on, which number they have, what comes before
//! and after. What a series is beside its actor is the slice `series`, above this one.

use super::{
    Event,
    draft::{EDITION_AT_MOST, Edition},
    store,
};
use crate::{Error, Result, app::Tx, error::Refusal};
use federation::{
    Iri,
    actors::{self, Actor},
};
use sea_orm::ConnectionTrait;
use url::Url;

pub use super::store::{beside, is_held_between, last_edition, last_start};

/// The series of ours with this handle or this actor.
pub async fn find_series(db: &impl ConnectionTrait, named: &str) -> Result<Option<Actor>> {
    let actor = match federation::vocabulary::read::url(named) {
        Some(id) => actors::find(db, &id).await?,
        None => actors::find_own(db, named).await?,
    };
    let is_open = |actor: &Actor| actor.local && actor.is_series() && actor.deleted_at.is_none();
    Ok(actor.filter(is_open))
}

/// The series an event is an edition of. Another server's may have been met or not.
pub async fn series_of(db: &impl ConnectionTrait, event: &Event) -> Result<Option<Actor>> {
    match &event.series {
        Some(series) => {
            let series = actors::find(db, series).await?;
            Ok(series.filter(|series| series.deleted_at.is_none()))
        }
        None => Ok(None),
    }
}

/// The series of this organizer, or all of ours, by name.
pub async fn all_series(db: &impl ConnectionTrait, organizer: Option<&Url>) -> Result<Vec<Actor>> {
    let mut all = actors::all_own(db).await?;
    all.retain(|actor| {
        let is_theirs = organizer.is_none_or(|by| actor.profile.unit_of.as_ref() == Some(by));
        actor.is_series() && is_theirs
    });
    all.sort_by_key(|actor| actor.profile.name.to_lowercase());
    Ok(all)
}

/// The number the next edition gets by itself; none behind the highest there can be.
pub async fn next_number(db: &impl ConnectionTrait, series: &Iri) -> Result<Option<i32>> {
    Ok(after(last_edition(db, series).await?))
}

/// The same for somebody who knows of public editions alone: it must not tell that there is a draft.
pub async fn next_public_number(db: &impl ConnectionTrait, series: &Iri) -> Result<Option<i32>> {
    Ok(after(store::last_public_edition(db, series).await?))
}

fn after(last: Option<i32>) -> Option<i32> {
    let last = last.unwrap_or_default();
    (last < EDITION_AT_MOST).then_some(last + 1)
}

/// Make the event the edition somebody wants it to be.
pub(super) async fn settle(tx: &Tx, event: Event, wanted: Option<Edition>) -> Result<Event> {
    let is_told = event.state.is_public() && event.series.is_some();
    let Some(wanted) = wanted else {
        if is_told {
            return Err(Refusal::new("event-series-is-told").on("series").into());
        }
        return Ok(Event {
            series: None,
            edition: None,
            subtitle: None,
            ..event
        });
    };
    // What was an edition of a series stays one after that is closed.
    let is_kept = |series: &Iri| *wanted.series == *series.as_str();
    if is_told
        && event.series.as_ref().is_some_and(is_kept)
        && series_of(tx, &event).await?.is_none()
    {
        return Ok(Event {
            subtitle: wanted.subtitle,
            ..event
        });
    }
    let series = find_series(tx, &wanted.series).await?;
    let series = series.filter(|it| it.profile.unit_of.as_ref() == Some(&*event.organizer));
    let unknown = || Error::from(Refusal::new("event-series-unknown").on("series"));
    let series = series.ok_or_else(unknown)?.id;
    let is_same = event.series.as_ref() == Some(&series);
    if is_told && !is_same {
        return Err(Refusal::new("event-series-is-told").on("series").into());
    }
    store::line_up_for_editions(tx).await?;
    let number = match (wanted.number, event.edition) {
        (Some(number), _) => number,
        (None, Some(number)) if is_same => number,
        (None, _) => {
            let next = next_number(tx, &series).await?;
            next.ok_or_else(|| Refusal::new("event-edition-wrong").on("edition"))?
        }
    };
    let taken = store::edition(tx, &series, number).await?;
    if taken.is_some_and(|taken| taken.id != event.id) {
        return Err(Refusal::new("event-edition-taken").on("edition").into());
    }
    Ok(Event {
        series: Some(series),
        edition: Some(number),
        subtitle: wanted.subtitle,
        ..event
    })
}
