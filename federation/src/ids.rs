//! ULIDs that rise strictly within a process, so that "in the order of ids" means "as it was said".

use chrono::{DateTime, Utc};
use std::sync::Mutex;
use ulid::Ulid;

#[derive(Debug, Default)]
pub struct Ulids(Mutex<Option<Ulid>>);

impl Ulids {
    /// Rise above everything the process before this one gave out in the millisecond of `last`.
    pub fn continue_after(&self, last: Ulid) {
        let floor = Ulid::from_parts(last.timestamp_ms() + 1, 0);
        let mut known = self
            .0
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        *known = (*known).max(Some(floor));
    }

    pub fn next(&self, now: DateTime<Utc>) -> Ulid {
        let mut random = [0; 16];
        aws_lc_rs::rand::fill(&mut random).expect("the system's randomness is always there");
        let millis = u64::try_from(now.timestamp_millis()).unwrap_or_default();
        let fresh = Ulid::from_parts(millis, u128::from_be_bytes(random));
        let mut last = self
            .0
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        // A clock set back must not let a later id sort before an earlier one.
        let next = match *last {
            Some(last) if fresh <= last => last.increment().unwrap_or(fresh),
            _ => fresh,
        };
        *last = Some(next);
        next
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Duration;

    #[test]
    fn ids_rise_even_when_the_clock_goes_back() {
        let ulids = Ulids::default();
        let noon = DateTime::from_timestamp(1_793_000_000, 0).expect("a valid time");
        let first = ulids.next(noon);
        let second = ulids.next(noon);
        let third = ulids.next(noon - Duration::hours(1));
        assert!(first < second && second < third);
    }

    #[test]
    fn ids_rise_above_those_of_the_process_before() {
        let noon = DateTime::from_timestamp(1_793_000_000, 0).expect("a valid time");
        let before = Ulids::default();
        let (known, unknown) = (before.next(noon), before.next(noon));
        let after = Ulids::default();
        after.continue_after(known);
        assert!(after.next(noon - Duration::hours(1)) > unknown);
    }
}
