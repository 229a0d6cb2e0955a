//! An id as the database keeps it: a parsed URL in a text column.

use sea_orm::{DbErr, DeriveValueType, TryFromU64};
use serde::{Deserialize, Serialize};
use std::{fmt, ops::Deref, str::FromStr};
use url::Url;

/// The id of an actor, object or activity. Compared as parsed URLs, never as text with odd cases.
#[derive(
    Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, DeriveValueType,
)]
#[sea_orm(value_type = "String")]
#[serde(transparent)]
pub struct Iri(Url);

impl Iri {
    /// Scheme, host and port: what FEP-fe34 calls the origin, the unit of authority.
    pub fn same_origin(&self, other: &Url) -> bool {
        self.0.origin() == other.origin()
    }
}

/// The name a server is known by: its host, with the port only where it is not the scheme's own.
pub fn host_of(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default().trim_end_matches('.');
    match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

impl Deref for Iri {
    type Target = Url;
    fn deref(&self) -> &Url {
        &self.0
    }
}
impl From<Url> for Iri {
    fn from(url: Url) -> Self {
        Self(url)
    }
}
impl From<&Url> for Iri {
    fn from(url: &Url) -> Self {
        Self(url.clone())
    }
}
impl From<Iri> for Url {
    fn from(iri: Iri) -> Self {
        iri.0
    }
}
impl fmt::Display for Iri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
impl FromStr for Iri {
    type Err = url::ParseError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}
impl TryFromU64 for Iri {
    fn try_from_u64(_: u64) -> Result<Self, DbErr> {
        Err(DbErr::ConvertFromU64("Iri"))
    }
}
