//! Periodic work: each line calls a verb. Deliveries have their own worker.

use crate::{App, Result, accounts, audit, events};
use chrono::{DateTime, Duration, Utc};
use federation::{delivery, inbox, outbox};
use std::time::Duration as Pause;
use tokio_util::sync::CancellationToken;

/// How late a timed publication may be.
const TICK: Pause = Pause::from_secs(5);
/// How often old rows are cleared away.
const CLEAR_EVERY: Duration = Duration::hours(1);
/// Our activities can be asked for this long after they were said.
const ACTIVITIES_KEPT: Duration = Duration::days(90);
/// Settled deliveries are shown this long.
const DELIVERIES_KEPT: Duration = Duration::days(30);

/// Work until `stop`. A failed line is logged and tried again at the next tick.
pub async fn run(app: App, stop: CancellationToken) {
    let mut cleared_at: Option<DateTime<Utc>> = None;
    while !stop.is_cancelled() {
        if let Err(error) = events::publish_due(&app).await {
            tracing::error!(%error, "timed publication failed");
        }
        let now = app.clock.now();
        if cleared_at.is_none_or(|at| now - at >= CLEAR_EVERY) {
            match clear(&app, now).await {
                Ok(rows) => tracing::info!(rows, "jobs.cleared"),
                Err(error) => tracing::error!(%error, "clearing old rows failed"),
            }
            cleared_at = Some(now);
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(TICK) => {}
        }
    }
}

/// Forget what has been kept for long enough. Returns how many rows.
pub async fn clear(app: &App, now: DateTime<Utc>) -> Result<u64> {
    let receipts = inbox::prune(&app.db, now).await?;
    let deliveries = delivery::Entity::prune(&app.db, now - DELIVERIES_KEPT).await?;
    let activities = outbox::prune(&app.db, now - ACTIVITIES_KEPT).await?;
    let ways_in = accounts::prune(&app.db, now).await?;
    let log_kept = Duration::days(app.config.retention.audit_days.into());
    let entries = audit::prune(&app.db, now - log_kept).await?;
    Ok(receipts + deliveries + activities + ways_in + entries)
}
