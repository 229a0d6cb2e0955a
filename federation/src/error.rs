//! What can go wrong while speaking to other servers. Opaque on purpose: nobody branches on it.

/// An internal failure: the database, a key that cannot be opened, a broken invariant.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct Error(#[from] anyhow::Error);

pub type Result<T, E = Error> = std::result::Result<T, E>;

macro_rules! internal {
    ($($cause:ty),* $(,)?) => {
        $(impl From<$cause> for Error {
            fn from(cause: $cause) -> Self {
                Self(cause.into())
            }
        })*
    };
}
internal!(
    sea_orm::DbErr,
    serde_json::Error,
    url::ParseError,
    activitypub_federation::error::Error,
    aws_lc_rs::error::Unspecified,
);
