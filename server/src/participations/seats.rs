//! Whether there is a place. Pure arithmetic over those who have one; the caller holds the event's
//! lock, so that two people never count the same last chair.

use crate::events::{Admission, Attendance};
use chrono::{DateTime, NaiveDate, Utc};

use super::participation::Days;

/// Somebody who has a place, or was offered one, or wants one.
#[derive(Clone, Debug, PartialEq)]
pub struct Holder {
    pub attendance: Attendance,
    pub days: Days,
    pub stakeholder: String,
}

impl Holder {
    /// The same at the event as it is now. Who chose a day or a way that is no more still comes: on every
    /// day, or in the only way there is.
    pub fn at(mut self, ways: &[Attendance], days: &[NaiveDate]) -> Self {
        if let [way] = ways {
            self.attendance = *way;
        }
        if !days.iter().any(|day| self.days.has(*day)) {
            self.days = Days::default();
        }
        self
    }
}

/// How many are taken, and how many somebody of `group` could still have, on the fullest day.
pub fn free(
    admission: &Admission,
    holders: &[Holder],
    wanted: &Holder,
    days: &[NaiveDate],
    now: DateTime<Utc>,
) -> Option<u32> {
    let limit = admission.seats(wanted.attendance)?;
    // The other way there is one more chair for anybody.
    let is_online = |way: Attendance| way == Attendance::Online;
    let is_kept_there = is_online(wanted.attendance) == is_online(admission.keeps_in());
    let wanted_days = days.iter().filter(|day| wanted.days.has(**day));
    let on_day = |day: &NaiveDate| {
        let there = holders
            .iter()
            .filter(|holder| holder.attendance == wanted.attendance && holder.days.has(*day));
        let taken = u32::try_from(there.clone().count()).unwrap_or(u32::MAX);
        let kept: u32 = match is_kept_there {
            false => 0,
            true => admission
                .groups
                .iter()
                .filter(|group| group.name != wanted.stakeholder)
                .map(|group| {
                    let own = there
                        .clone()
                        .filter(|holder| holder.stakeholder == group.name);
                    let own = u32::try_from(own.count()).unwrap_or(u32::MAX);
                    group.kept_seats(now).saturating_sub(own)
                })
                .sum(),
        };
        limit.saturating_sub(taken).saturating_sub(kept)
    };
    // On no day there is no place, rather than as many as like.
    Some(wanted_days.map(on_day).min().unwrap_or_default())
}

/// Whether `wanted` can have a place.
pub fn has_place(
    admission: &Admission,
    holders: &[Holder],
    wanted: &Holder,
    days: &[NaiveDate],
    now: DateTime<Utc>,
) -> bool {
    free(admission, holders, wanted, days, now).is_none_or(|free| free > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::admission::Group;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
    }

    fn noon() -> DateTime<Utc> {
        "2026-10-01T12:00:00Z".parse().unwrap()
    }

    fn somebody(days: &[u32], stakeholder: &str) -> Holder {
        Holder {
            attendance: Attendance::InPerson,
            days: Days(days.iter().map(|number| day(*number)).collect()),
            stakeholder: stakeholder.to_owned(),
        }
    }

    fn room(seats: u32, groups: &[(&str, u32)]) -> Admission {
        let group = |(name, seats): &(&str, u32)| Group {
            name: (*name).to_owned(),
            seats: *seats,
            until: Some(noon()),
        };
        Admission {
            seats_in_person: Some(seats),
            groups: groups.iter().map(group).collect(),
            ..Admission::default()
        }
    }

    const BOTH: [u32; 2] = [13, 14];

    fn free_for(admission: &Admission, holders: &[Holder], wanted: &Holder) -> Option<u32> {
        let before = noon() - chrono::Duration::seconds(1);
        free(admission, holders, wanted, &BOTH.map(day), before)
    }

    #[test]
    fn who_comes_on_one_day_takes_no_place_on_the_other() {
        let admission = room(2, &[]);
        let holders = [
            somebody(&[13], ""),
            somebody(&[13], ""),
            somebody(&[14], ""),
        ];
        assert_eq!(
            free_for(&admission, &holders, &somebody(&[14], "")),
            Some(1)
        );
        assert_eq!(
            free_for(&admission, &holders, &somebody(&[13], "")),
            Some(0)
        );
        assert_eq!(free_for(&admission, &holders, &somebody(&[], "")), Some(0));
    }

    #[test]
    fn a_place_online_is_no_place_in_the_room() {
        let admission = Admission {
            seats_online: Some(1),
            ..room(1, &[])
        };
        let online = Holder {
            attendance: Attendance::Online,
            ..somebody(&[], "")
        };
        let holders = [somebody(&[], "")];
        assert_eq!(free_for(&admission, &holders, &online), Some(1));
        assert_eq!(free_for(&admission, &holders, &somebody(&[], "")), Some(0));
        let unlimited = Admission::default();
        assert_eq!(free_for(&unlimited, &holders, &online), None);
    }

    #[test]
    fn who_chose_a_day_or_a_way_that_is_no_more_still_takes_a_place() {
        let ways = [Attendance::Online];
        let admission = Admission {
            seats_online: Some(1),
            ..Admission::default()
        };
        let gone = somebody(&[12], "").at(&ways, &BOTH.map(day));
        assert_eq!((gone.attendance, &gone.days.0), (ways[0], &Vec::new()));
        assert_eq!(
            free_for(&admission, std::slice::from_ref(&gone), &gone),
            Some(0)
        );
        let both = [Attendance::InPerson, Attendance::Online];
        let stays = somebody(&[12, 14], "");
        assert_eq!(stays.clone().at(&both, &BOTH.map(day)), stays);
        // Nobody is let in by days that are none.
        assert_eq!(free_for(&room(5, &[]), &[], &somebody(&[12], "")), Some(0));
    }

    #[test]
    fn where_only_places_online_are_limited_they_are_kept_there() {
        let online = |stakeholder: &str| Holder {
            attendance: Attendance::Online,
            ..somebody(&[], stakeholder)
        };
        let admission = Admission {
            seats_in_person: None,
            seats_online: Some(3),
            ..room(3, &[("Wissenschaft", 2)])
        };
        let nobody = [online("")];
        assert_eq!(free_for(&admission, &nobody, &online("")), Some(0));
        assert_eq!(
            free_for(&admission, &nobody, &online("Wissenschaft")),
            Some(2)
        );
        // In the room nobody counts, and where that is limited places are kept there alone.
        assert_eq!(free_for(&admission, &nobody, &somebody(&[], "")), None);
        let both = Admission {
            seats_in_person: Some(3),
            ..admission
        };
        assert_eq!(free_for(&both, &nobody, &online("")), Some(2));
        assert_eq!(free_for(&both, &nobody, &somebody(&[], "")), Some(1));
    }

    #[test]
    fn places_kept_for_a_group_are_nobody_elses_until_the_day() {
        let admission = room(3, &[("Wissenschaft", 2)]);
        let nobody = [somebody(&[], "")];
        assert_eq!(free_for(&admission, &nobody, &somebody(&[], "")), Some(0));
        let scholar = somebody(&[], "Wissenschaft");
        assert_eq!(free_for(&admission, &nobody, &scholar), Some(2));
        // What the group has taken is not kept for it once more.
        let holders = [scholar.clone(), scholar.clone()];
        assert_eq!(free_for(&admission, &holders, &somebody(&[], "")), Some(1));
        // And its own members may have any place beyond.
        assert_eq!(free_for(&admission, &holders, &scholar), Some(1));
        let days = BOTH.map(day);
        assert!(has_place(
            &admission,
            &nobody,
            &somebody(&[], ""),
            &days,
            noon()
        ));
    }
}
