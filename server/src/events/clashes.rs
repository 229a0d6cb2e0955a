//! Which events known here fall into the same time as one and may be for the same people. Nothing is
//! refused for it: whoever publishes is told, and decides.

use super::{Draft, Event, State, fold, store, term};
use crate::{App, Result, i18n::Lang, ids::EventId};
use sea_orm::ConnectionTrait;
use serde::Serialize;
use std::cmp::Reverse;
use utoipa::ToSchema;

/// Events of the same time that are looked at, the soonest first.
const LOOKED_AT_MOST: u64 = 500;
/// Clashes that are named, those with most in common first.
const NAMED_AT_MOST: usize = 20;

/// Another event of the same time.
#[derive(Clone, Debug, PartialEq)]
pub struct Clash {
    pub event: Event,
    /// Never empty.
    pub shared: Vec<Shared>,
}

/// What two events have in common.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Shared {
    /// Somebody invites to both, and whoever follows them hears of both.
    Organizer,
    Topic {
        name: String,
    },
    /// A stakeholder group both keep in mind.
    Group {
        name: String,
    },
    Town {
        name: String,
    },
    /// Only where it is not the same town.
    Region {
        name: String,
    },
    Kind,
}

impl Shared {
    pub fn said(&self, lang: Lang) -> String {
        match self {
            Self::Organizer => lang.text("event-clash-organizer"),
            Self::Topic { name } => lang.text_with("event-clash-topic", &[("name", name)]),
            Self::Group { name } => lang.text_with("event-clash-group", &[("name", name)]),
            Self::Region { name } => lang.text_with("event-clash-region", &[("name", name)]),
            Self::Town { name } => lang.text_with("event-clash-town", &[("name", name)]),
            Self::Kind => lang.text("event-clash-kind"),
        }
    }
}

/// Events of the time of this one that have something in common with it: public ones, and what is being
/// prepared here. What has no date, or does not take place, clashes with nothing.
pub async fn clashes(db: &impl ConnectionTrait, event: &Event) -> Result<Vec<Clash>> {
    if matches!(event.state, State::Cancelled | State::Postponed) {
        return Ok(Vec::new());
    }
    let beside = store::beside_in_time(db, event, LOOKED_AT_MOST).await?;
    let ids: Vec<EventId> = beside.iter().map(|other| other.id.clone()).collect();
    let told = store::groups_of(db, &ids).await?;
    let clash = |other: Event| {
        let told = told.iter().filter(|group| group.event == other.id);
        let told: Vec<&str> = told.map(|group| group.term.as_str()).collect();
        let shared = shared(event, &other, &told);
        let event = other;
        (!shared.is_empty()).then_some(Clash { event, shared })
    };
    let mut clashes: Vec<Clash> = beside.into_iter().filter_map(clash).collect();
    clashes.sort_by_key(|clash| Reverse(clash.shared.len()));
    clashes.truncate(NAMED_AT_MOST);
    Ok(clashes)
}

/// An event as it would be with what a draft says of time, place, registration, kind and topics.
pub fn moved(app: &App, event: &Event, draft: &Draft) -> Result<Event> {
    let details = draft.check(app.config.instance.zone, app.clock.now())?;
    Ok(Event {
        starts_at: details.starts_at,
        ends_at: details.ends_at,
        attendance: details.attendance,
        place: details.place,
        admission: details.admission,
        kind: details.kind,
        topics: details.topics,
        // A new date ends what was put off.
        state: match event.state {
            State::Postponed => State::Rescheduled,
            state => state,
        },
        ..event.clone()
    })
}

/// `told` are the groups another server said its event is meant for.
fn shared(event: &Event, other: &Event, told: &[&str]) -> Vec<Shared> {
    let mut shared = Vec::new();
    let invites = |event: &Event| {
        let organizer = std::iter::once(event.organizer.clone());
        organizer
            .chain(event.cohosts.actors().cloned())
            .collect::<Vec<_>>()
    };
    let (ours, theirs) = (invites(event), invites(other));
    if ours.iter().any(|actor| theirs.contains(actor)) {
        shared.push(Shared::Organizer);
    }
    let theirs: Vec<String> = other.topics.0.iter().map(|it| term::topic(it)).collect();
    let topics = event.topics.0.iter();
    let topics = topics.filter(|topic| theirs.contains(&term::topic(topic)));
    shared.extend(topics.map(|name| Shared::Topic { name: name.clone() }));
    let theirs: Vec<String> = other.groups().map(fold::key).collect();
    let is_theirs = |group: &str| {
        let group = fold::key(group);
        theirs.contains(&group) || told.contains(&group.as_str())
    };
    let alike = event.groups().filter(|group| is_theirs(group));
    shared.extend(alike.map(|name| Shared::Group { name: name.into() }));
    shared.extend(near(event, other));
    let is_said = event.own_kind.is_some() || event.kind != super::Kind::Other;
    if is_said && event.kind_name() == other.kind_name() {
        shared.push(Shared::Kind);
    }
    shared
}

/// The town both are in, else what both towns lie in.
fn near(event: &Event, other: &Event) -> Option<Shared> {
    let place = |event: &Event| {
        let place = event.place.as_ref().filter(|_| event.attendance.has_room());
        place.map(|place| (place.locality.clone(), place.region.clone()))
    };
    let ((town, region), (their_town, their_region)) = (place(event)?, place(other)?);
    let is_one = |here: &str, there: &str| !here.is_empty() && here == there;
    if is_one(&term::town(&town), &term::town(&their_town)) {
        return Some(Shared::Town { name: town });
    }
    let is_near = is_one(&term::region(&region), &term::region(&their_region));
    is_near.then_some(Shared::Region { name: region })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::{
        self, Filter,
        feed::tests::{denkwerkstatt, drafted, house, published},
    };

    fn at(starts_at: &str, ends_at: &str) -> Draft {
        Draft {
            starts_at: starts_at.into(),
            ends_on: "2026-12-13".into(),
            ends_at: ends_at.into(),
            ..denkwerkstatt()
        }
    }

    #[tokio::test]
    async fn what_overlaps_and_has_something_in_common_is_named() {
        let (app, organizer) = house().await;
        let other = published(&app, &organizer, &at("10:00", "12:00")).await;
        for (starts_at, ends_at, clashing) in [
            ("09:00", "10:00", false),
            ("12:00", "13:00", false),
            ("09:00", "10:01", true),
            ("11:59", "13:00", true),
            ("09:00", "13:00", true),
            ("10:30", "11:00", true),
        ] {
            let draft = drafted(&app, &organizer, &at(starts_at, ends_at)).await;
            let found = clashes(&app.db, &draft).await.unwrap();
            let found: Vec<_> = found
                .iter()
                .filter(|clash| clash.event.id == other.id)
                .collect();
            assert_eq!(!found.is_empty(), clashing, "{starts_at}–{ends_at}");
        }
    }

    #[tokio::test]
    async fn what_is_put_off_or_called_off_clashes_with_nothing() {
        let (app, organizer) = house().await;
        let other = published(&app, &organizer, &denkwerkstatt()).await;
        let draft = drafted(&app, &organizer, &denkwerkstatt()).await;
        let named = async || clashes(&app.db, &draft).await.unwrap();
        let everything = [
            Shared::Organizer,
            Shared::Topic {
                name: "Cybersicherheit".into(),
            },
            Shared::Topic {
                name: "Digitale Gewalt".into(),
            },
            Shared::Town {
                name: "Berlin".into(),
            },
            Shared::Kind,
        ];
        assert_eq!(named().await[0].shared, everything);
        // What is being prepared here clashes too, seen from the one that is out.
        let seen = clashes(&app.db, &other).await.unwrap();
        assert_eq!(seen[0].event.id, draft.id);
        let tx = app.begin().await.unwrap();
        let other = events::postpone(&app, &tx, other, "").await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(named().await, []);
        assert_eq!(clashes(&app.db, &other).await.unwrap(), []);
        let listed = events::listed(&app.db, &Filter::default()).await.unwrap();
        assert_eq!(listed.len(), 1, "it is listed all the same");
    }

    #[tokio::test]
    async fn nothing_in_common_is_no_clash() {
        let (app, organizer) = house().await;
        let one = drafted(&app, &organizer, &denkwerkstatt()).await;
        let stranger = Event {
            organizer: "https://peer.example/actor"
                .parse::<url::Url>()
                .unwrap()
                .into(),
            topics: events::Topics(vec!["Ehrenamt".into()]),
            kind: events::Kind::Briefing,
            place: None,
            ..one.clone()
        };
        assert_eq!(shared(&one, &stranger, &[]), []);
        // Of two events without a kind nobody knows that they are alike.
        let plain = |event: &Event| Event {
            kind: events::Kind::Other,
            ..event.clone()
        };
        assert_eq!(shared(&plain(&one), &plain(&stranger), &[]), []);
        let near = Event {
            place: Some(events::Place {
                locality: "BERLIN".into(),
                ..events::Place::default()
            }),
            ..stranger
        };
        let town = Shared::Town {
            name: "Berlin".into(),
        };
        assert_eq!(shared(&one, &near, &[]), [town]);
        let in_region = |locality: &str, region: &str, event: &Event| Event {
            place: Some(events::Place {
                locality: locality.into(),
                region: region.into(),
                ..events::Place::default()
            }),
            ..event.clone()
        };
        let bonn = in_region("Bonn", "Nordrhein-Westfalen", &one);
        let region = Shared::Region {
            name: "Nordrhein-Westfalen".into(),
        };
        let cologne = in_region("Köln", "nordrhein westfalen", &near);
        assert_eq!(shared(&bonn, &cologne, &[]), [region]);
        let unsaid = [in_region("Bonn", "", &one), in_region("Köln", "", &near)];
        assert_eq!(shared(&unsaid[0], &unsaid[1], &[]), []);
        let for_group = |name: &str, event: &Event| Event {
            admission: Some(events::Admission {
                groups: vec![events::admission::Group {
                    name: name.into(),
                    seats: 0,
                    until: None,
                }],
                ..events::Admission::default()
            }),
            ..event.clone()
        };
        let group = Shared::Group {
            name: "Bürger:innen".into(),
        };
        let both = [
            for_group("Bürger:innen", &bonn),
            for_group("Buergerinnen", &unsaid[1]),
        ];
        assert_eq!(shared(&both[0], &both[1], &[]), [group]);
    }
}
