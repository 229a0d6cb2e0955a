//! The only source of the current time, so that a test can move it.

use chrono::{DateTime, Duration, SubsecRound, Utc};
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

/// Cheap to clone; clones of a stopped clock move together.
#[derive(Clone, Debug)]
pub enum Clock {
    System,
    Stopped(Arc<AtomicI64>),
}

impl Clock {
    pub fn stopped(at: DateTime<Utc>) -> Self {
        Self::Stopped(Arc::new(AtomicI64::new(at.timestamp_millis())))
    }

    /// Whole milliseconds: the finest both databases and every peer keep alike.
    pub fn now(&self) -> DateTime<Utc> {
        match self {
            #[expect(clippy::disallowed_methods, reason = "this is the one place that asks")]
            Self::System => Utc::now().trunc_subsecs(3),
            Self::Stopped(millis) => {
                DateTime::from_timestamp_millis(millis.load(Ordering::SeqCst)).unwrap_or_default()
            }
        }
    }

    /// Move a stopped clock. The system's clock stays what it is.
    pub fn advance(&self, by: Duration) {
        if let Self::Stopped(millis) = self {
            millis.fetch_add(by.num_milliseconds(), Ordering::SeqCst);
        }
    }
}
