//! What can go wrong in a handler, and what a rule says when it says no. `web::errors` turns both
//! into a page or a problem document in the reader's language.

use crate::fields::WrongField;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use std::sync::Arc;

pub type Result<T, E = Error> = std::result::Result<T, E>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Absent, or not for this reader: the same answer, so that nothing can be guessed.
    #[error("not found")]
    NotFound,
    /// It was here, and was erased.
    #[error("gone")]
    Gone,
    /// The same of what everybody could read.
    #[error("erased at {0}")]
    Erased(DateTime<Utc>),
    /// Nobody is signed in, and somebody has to be.
    #[error("not signed in")]
    SignInFirst,
    #[error("not allowed")]
    Forbidden,
    /// Somebody else changed it in the meantime.
    #[error("changed by somebody else")]
    Conflict,
    #[error("refused: {0}")]
    Refused(Refusals),
    /// A program sent fields we do not have, or something else in them.
    #[error("wrong fields: {0:?}")]
    WrongFields(Vec<WrongField>),
    #[error("too many requests")]
    TooMany {
        /// Seconds until it is worth another try.
        wait: u64,
    },
    /// A program sent something else than one JSON object; where reading it ended.
    #[error("no JSON at line {line}, column {column}")]
    NotJson { line: usize, column: usize },
    /// The request is no request we know: a broken form, a wrong media type, too large a body.
    #[error("malformed")]
    Malformed(StatusCode),
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl Error {
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Gone | Self::Erased(_) => StatusCode::GONE,
            Self::SignInFirst => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::Conflict => StatusCode::CONFLICT,
            Self::Refused(_) | Self::WrongFields(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::NotJson { .. } => StatusCode::BAD_REQUEST,
            Self::Malformed(status) => *status,
            Self::Internal(cause) if is_busy(cause) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(cause) if is_taken(cause) => StatusCode::CONFLICT,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

/// What failed and why. Database errors repeat their causes; once is enough.
pub fn told(error: &anyhow::Error) -> String {
    error.chain().fold(String::new(), |told, cause| {
        let cause = cause.to_string();
        match (told.is_empty(), told.contains(&cause)) {
            (true, _) => cause,
            (false, true) => told,
            (false, false) => format!("{told}: {cause}"),
        }
    })
}

/// A database that is locked, gone or full is no fault of the request: it may be tried again.
fn is_busy(cause: &anyhow::Error) -> bool {
    cause.chain().any(|cause| {
        matches!(
            cause.downcast_ref(),
            Some(sea_orm::DbErr::Conn(_) | sea_orm::DbErr::ConnectionAcquire(_))
        ) || cause.to_string().contains("database is locked")
    })
}

/// What there is once only was taken by somebody else at the same moment.
fn is_taken(cause: &anyhow::Error) -> bool {
    let causes = cause.chain();
    let mut causes = causes.filter_map(|cause| cause.downcast_ref::<sea_orm::DbErr>());
    causes.any(|cause| {
        let broken = cause.sql_err();
        matches!(broken, Some(sea_orm::SqlErr::UniqueConstraintViolation(_)))
    })
}

/// A rule said no. `message` is a key in `locales/`; `field` is the form field at fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub message: &'static str,
    pub field: Option<&'static str>,
}

impl Refusal {
    pub const fn new(message: &'static str) -> Self {
        Self {
            message,
            field: None,
        }
    }

    pub const fn on(self, field: &'static str) -> Self {
        Self {
            field: Some(field),
            ..self
        }
    }
}

/// More faults than this are not listed one by one.
const REFUSALS_AT_MOST: usize = 100;

/// Everything that is wrong with a form, so that nobody has to send it once for each field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refusals(pub Vec<Refusal>);

impl Refusals {
    /// What was said already is not said again.
    pub fn add(&mut self, refusal: Refusal) {
        if self.0.len() < REFUSALS_AT_MOST && !self.0.contains(&refusal) {
            self.0.push(refusal);
        }
    }

    /// `Ok` when no rule said no.
    pub fn none_or(self) -> Result<(), Self> {
        if self.0.is_empty() { Ok(()) } else { Err(self) }
    }
}

impl std::fmt::Display for Refusals {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (place, refusal) in self.0.iter().enumerate() {
            if place > 0 {
                f.write_str(", ")?;
            }
            f.write_str(refusal.message)?;
        }
        Ok(())
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Refusals(vec![refusal]))
    }
}
impl From<Refusals> for Error {
    fn from(refusals: Refusals) -> Self {
        Self::Refused(refusals)
    }
}

macro_rules! internal {
    ($($cause:ty),* $(,)?) => {
        $(impl From<$cause> for Error {
            fn from(cause: $cause) -> Self {
                Self::Internal(cause.into())
            }
        })*
    };
}
internal!(
    sea_orm::DbErr,
    federation::Error,
    serde_json::Error,
    std::io::Error,
    askama::Error,
);

impl From<Error> for federation::Rejected {
    fn from(error: Error) -> Self {
        match error {
            Error::Internal(cause) => Self::Internal(cause),
            Error::NotFound | Error::Gone | Error::Erased(_) => Self::NotForUs,
            _ => Self::Refused("not_allowed"),
        }
    }
}

/// Carries the error to `web::errors`, which knows the reader and renders it.
#[derive(Clone)]
pub struct Unrendered(pub Arc<Error>);

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(Unrendered(Arc::new(self)));
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_fault_is_said_twice() {
        let mut refusals = Refusals::default();
        for field in ["days", "name", "days", "days"] {
            refusals.add(Refusal::new("event-line-too-long").on(field));
        }
        let fields: Vec<_> = refusals.0.iter().map(|refusal| refusal.field).collect();
        assert_eq!(fields, [Some("days"), Some("name")]);
    }
}
