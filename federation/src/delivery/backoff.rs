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
    /// The time of the next try, spread by `chance` in 0..1.
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
        // Most of the wait is kept, so that jitter never turns into hammering: 25 tries in two weeks at
        // the most, however it falls.
        let spread = wait / 4;
        let jitter = (spread.num_milliseconds() as f64 * chance.clamp(0.0, 1.0)) as i64;
        now + (wait - spread) + Duration::milliseconds(jitter)
    }
}

/// The wait a `Retry-After` asks for, in seconds or until a date (RFC 9110 §10.2.3).
pub fn retry_after(text: &str, now: DateTime<Utc>) -> Option<Duration> {
    let seconds = match text.parse() {
        Ok(seconds) => seconds,
        Err(_) => (DateTime::parse_from_rfc2822(text).ok()?.to_utc() - now).num_seconds(),
    };
    let seconds = seconds.clamp(0, RETRY_AFTER_AT_MOST.num_seconds());
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
            assert!(backoff.next(failures, now, 0.0) >= now + (latest - now) * 3 / 4);
            last = latest;
        }
        assert_eq!(backoff.next(1, now, 1.0), now + Duration::seconds(10));
    }

    #[test]
    fn a_host_may_ask_for_a_day_at_most() {
        let now = DateTime::from_timestamp(784_111_767, 0).expect("a time");
        for (asked, wait) in [
            ("120", Some(Duration::seconds(120))),
            ("9223372036854775807", Some(RETRY_AFTER_AT_MOST)),
            ("-5", Some(Duration::zero())),
            ("Sun, 06 Nov 1994 08:49:37 GMT", Some(Duration::seconds(10))),
            ("Sat, 06 Nov 2094 08:49:37 GMT", Some(RETRY_AFTER_AT_MOST)),
            ("Sun, 06 Nov 1904 08:49:37 GMT", Some(Duration::zero())),
            ("soon", None),
        ] {
            assert_eq!(retry_after(asked, now), wait, "{asked}");
        }
    }
}
