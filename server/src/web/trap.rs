//! What tells a program from a person at a form that needs no account, without a riddle, which many could not
//! solve (WCAG 2.2, 3.3.8): a field nobody sees, and how long somebody took. It is told what a person would be
//! told, or asked to send the form once more; nothing typed is lost.

use crate::{App, Refusal, Result};
use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;

/// Nobody reads a form and fills it in faster.
const FILLED_IN_AFTER: TimeDelta = TimeDelta::seconds(2);
/// So long a form may lie open. What was noted down once opens none later.
const LIES_OPEN_FOR: TimeDelta = TimeDelta::days(7);

/// What a program that walked into it is told its address was.
pub const NOBODYS_ADDRESS: &str = "…@…";

/// The fields of the trap, as `form::decoy` and `form::drawn` in `templates/parts/form.html` draw them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Trap {
    /// A field nobody sees. Who fills it in is a program.
    pub website: String,
    /// When the form was drawn, proved by us.
    pub drawn: String,
}

impl Trap {
    /// For a form that is drawn now.
    pub fn set(app: &App) -> Self {
        Self {
            website: String::new(),
            drawn: stamp(app, app.clock.now()),
        }
    }

    /// For the same form once more: whoever was too fast is not it again for what they mend.
    pub fn again(&self, app: &App) -> Self {
        match self.age(app) {
            Some(_) => Self {
                website: String::new(),
                drawn: self.drawn.clone(),
            },
            None => Self::set(app),
        }
    }

    /// Whether a program walked into it.
    pub fn has_caught(&self) -> bool {
        !self.website.is_empty()
    }

    /// Refuses what came faster than a person types, and what was not drawn here within the last days. To be
    /// asked after everything else, as who mistypes has not sent it yet.
    pub fn require_time_taken(&self, app: &App) -> Result<()> {
        match self.age(app) {
            Some(age) if age >= FILLED_IN_AFTER => Ok(()),
            Some(_) => Err(Refusal::new("layout-form-too-fast").into()),
            None => Err(Refusal::new("layout-form-too-old").into()),
        }
    }

    /// `None` where we did not draw it, or too long ago.
    fn age(&self, app: &App) -> Option<TimeDelta> {
        let (seconds, tag) = self.drawn.split_once('.')?;
        app.links.is_signed(&said(seconds), tag).then_some(())?;
        let drawn = DateTime::from_timestamp(seconds.parse().ok()?, 0)?;
        let age = app.clock.now() - drawn;
        (TimeDelta::zero()..LIES_OPEN_FOR)
            .contains(&age)
            .then_some(age)
    }
}

/// What proves that a form was drawn at this moment, to the second.
pub fn stamp(app: &App, at: DateTime<Utc>) -> String {
    let seconds = at.timestamp().to_string();
    let tag = app.links.sign(&said(&seconds));
    format!("{seconds}.{tag}")
}

fn said(seconds: &str) -> String {
    format!("drawn {seconds}")
}
