//! Bringing activities to other servers' inboxes: one row per activity and inbox, kept in order per
//! object and host, retried for two weeks, given up with a named reason. Loses nothing on a crash.

mod backoff;
mod post;
mod queue;
mod worker;

pub(crate) use self::queue::{forget, is_under_way, is_waiting, wake, withdraw};
pub use self::{
    backoff::Backoff,
    queue::{Delivery, Entity, Host, State, Summary, failing_hosts, host, inboxes_of_followers},
    worker::Progress,
};
