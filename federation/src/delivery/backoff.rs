//! When to try again.

use chrono::{DateTime, Duration, Utc};

/// After this an undelivered activity is given up; peers find it in the outbox.
pub const HORIZON: Duration = Duration::days(14);
/// A host that has failed for this long sleeps, and is asked once a day.
pub const ASLEEP_AFTER: Duration = Duration::days(7);
/// A host may ask us to wait, but not longer than this.
pub const RETRY_AFTER_AT_MOST: Duration = Duration::hours(24);

/// The waits after each failure. The first is a setting; then 1, 5, 30 minutes, 2, 6, 12 hours, daily.
#[derive(Clone, Copy, Debug)]
pub struct Backoff {
    pub first: Duration,
}

impl Backoff {
    /// The time of the next try, full jitter applied: `chance` is in 0..1.
    pub fn next(self, failures: i32, now: DateTime<Utc>, chance: f64) -> DateTime<Utc> {
        let wait = match failures {
            ..=1 => self.first,
            2 => Duration::minutes(1),
            3 => Duration::minutes(5),
            4 => Duration::minutes(30),
            5 => Duration::hours(2),
            6 => Duration::hours(6),
            7 => Duration::hours(12),
            _ => Duration::hours(24),
        };
        // Half the wait is kept, so that jitter never turns into hammering.
        let half = wait / 2;
        let jitter = (half.num_milliseconds() as f64 * chance.clamp(0.0, 1.0)) as i64;
        now + half + Duration::milliseconds(jitter)
    }
}

/// The wait a `Retry-After` of seconds asks for.
pub fn retry_after(seconds: Option<i64>) -> Option<Duration> {
    let seconds = seconds?.clamp(0, RETRY_AFTER_AT_MOST.num_seconds());
    Some(Duration::seconds(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_a_day_and_never_beyond() {
        let now = DateTime::from_timestamp(1_793_000_000, 0).expect("a time");
        let backoff = Backoff {
            first: Duration::seconds(10),
        };
        let mut last = now;
        for failures in 1..=20 {
            let latest = backoff.next(failures, now, 1.0);
            assert!(latest >= last, "after {failures} failures");
            assert!(latest - now <= Duration::hours(24));
            assert!(backoff.next(failures, now, 0.0) >= now + (latest - now) / 2);
            last = latest;
        }
        assert_eq!(backoff.next(1, now, 1.0), now + Duration::seconds(10));
    }

    #[test]
    fn a_host_may_ask_for_a_day_at_most() {
        assert_eq!(retry_after(Some(120)), Some(Duration::seconds(120)));
        assert_eq!(retry_after(Some(i64::MAX)), Some(RETRY_AFTER_AT_MOST));
        assert_eq!(retry_after(Some(-5)), Some(Duration::zero()));
        assert_eq!(retry_after(None), None);
    }
}
