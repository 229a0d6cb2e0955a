//! How many were registered for an event and how many were there, by way and by group: what is kept when
//! the people themselves are forgotten. A group so small that its number would be somebody has none of its own.

use super::participation::{How, Participation};
use crate::{
    events::{Attendance, Event},
    ids::EventId,
};
use sea_orm::{FromJsonQueryResult, entity::prelude::*};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A number below this is merged with others.
const SHOWN_FROM: u32 = 5;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "turnouts")]
pub struct Model {
    /// No foreign key, as with those who were counted.
    #[sea_orm(primary_key, auto_increment = false)]
    pub event: EventId,
    pub counts: Turnout,
    pub counted_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Counted;

/// How many, by way and by group. People of the event as it was last.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult, ToSchema,
)]
pub struct Turnout {
    pub registered: Ways,
    pub there: Hows,
    /// Groups with five registered people or more, by name.
    pub groups: Vec<Group>,
    /// Of no group, or of a smaller one.
    pub others: Tally,
}

/// How those were to come who had a place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = TurnoutWays)]
pub struct Ways {
    pub in_person: u32,
    pub online: u32,
}

/// How those came who were seen, each once, by the first of their days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = TurnoutHows)]
pub struct Hows {
    pub room: u32,
    pub stream: u32,
    pub paper: u32,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = TurnoutTally)]
pub struct Tally {
    pub registered: u32,
    pub there: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = TurnoutGroup)]
pub struct Group {
    pub name: String,
    #[serde(flatten)]
    pub tally: Tally,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.registered += other.registered;
        self.there += other.there;
    }
}

impl Turnout {
    /// Of those who had a place.
    pub fn of(event: &Event, people: &[Participation]) -> Self {
        let mut turnout = Self::default();
        let mut groups: BTreeMap<&str, Tally> = BTreeMap::new();
        for person in people.iter().filter(|person| person.is_let_in()) {
            match person.way(event) {
                Attendance::Online => turnout.registered.online += 1,
                Attendance::InPerson | Attendance::Hybrid => turnout.registered.in_person += 1,
            }
            let how = person.was_there(event);
            match how {
                Some(How::Room) => turnout.there.room += 1,
                Some(How::Stream) => turnout.there.stream += 1,
                Some(How::Paper) => turnout.there.paper += 1,
                None => {}
            }
            let one = Tally {
                registered: 1,
                there: how.is_some().into(),
            };
            groups.entry(&person.stakeholder).or_default().add(one);
        }
        turnout.others = groups.remove("").unwrap_or_default();
        let (small, mut large): (Vec<_>, Vec<_>) = groups
            .into_iter()
            .partition(|(_, tally)| tally.registered < SHOWN_FROM);
        small
            .iter()
            .for_each(|(_, tally)| turnout.others.add(*tally));
        // What is left beside the others would be a small number too.
        while (1..SHOWN_FROM).contains(&turnout.others.registered) && !small.is_empty() {
            let smallest = large
                .iter()
                .enumerate()
                .min_by_key(|(_, it)| it.1.registered);
            let Some(place) = smallest.map(|(place, _)| place) else {
                break;
            };
            let (_, tally) = large.remove(place);
            turnout.others.add(tally);
        }
        let group = |(name, tally): (&str, Tally)| Group {
            name: name.to_owned(),
            tally,
        };
        turnout.groups = large.into_iter().map(group).collect();
        turnout
    }

    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether anybody said of which group they are.
    pub fn has_groups(&self) -> bool {
        !self.groups.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        events::feed::tests::{denkwerkstatt, house, published},
        participations::{Arrival, Registration, check_in, days_of, enter},
    };

    #[tokio::test]
    async fn a_group_of_a_few_has_no_number_of_its_own() {
        let (app, actor) = house().await;
        let mut draft = denkwerkstatt();
        draft.registration = "open".into();
        draft.attendance = "hybrid".into();
        draft.groups = "Wissenschaft\nWirtschaft\nStaat".into();
        let event = published(&app, &actor, &draft).await;
        let mut people = Vec::new();
        let tx = app.begin().await.unwrap();
        for (group, count, attendance) in [
            ("Wissenschaft", 6, "in_person"),
            ("Wirtschaft", 5, "online"),
            ("Staat", 4, "in_person"),
        ] {
            for number in 0..count {
                let registration = Registration {
                    name: format!("{group} {number}"),
                    attendance: attendance.into(),
                    stakeholder: group.into(),
                    ..Registration::default()
                };
                let entered = enter(&app, &tx, &event.id, &registration, "de").await;
                people.push(entered.unwrap());
            }
        }
        let arrival = Arrival::on(days_of(&event)[0]);
        people[0] = check_in(&app, &tx, &people[0], &arrival).await.unwrap();
        let tally = |registered, there| Tally { registered, there };
        let turnout = Turnout::of(&event, &people);
        let ways = (turnout.registered.in_person, turnout.registered.online);
        assert_eq!((ways, turnout.there.room), ((10, 5), 1));
        // Four are too few, and so that nobody counts back, the next smallest goes with them.
        assert_eq!(turnout.others, tally(9, 0));
        let expected = Group {
            name: "Wissenschaft".into(),
            tally: tally(6, 1),
        };
        assert_eq!(turnout.groups, [expected]);
        // With somebody of no group there are five.
        let registration = Registration {
            name: "Verein".into(),
            attendance: "online".into(),
            ..Registration::default()
        };
        let entered = enter(&app, &tx, &event.id, &registration, "de").await;
        people.push(entered.unwrap());
        let turnout = Turnout::of(&event, &people);
        assert_eq!((turnout.groups.len(), turnout.others), (2, tally(5, 0)));
    }
}
