//! Whom our associations follow, and who follows them. Follows themselves are protocol, so their
//! verbs are the federation crate's; what ending one means for the calendar is decided here.

pub mod pages;

use crate::{App, Error, Result, app::Tx, error::Refusal, events};
use federation::{
    Federation,
    actors::{self, Actor},
    blocks,
    discovery::Handle,
    fetch::Failure,
    follows, host_of,
};
use sea_orm::ConnectionTrait;
use url::Url;

/// The form field in which somebody is named.
const FIELD: &str = "address";

/// Find who is meant by `@name@server`, or by the address of a profile. Asks their server, so no
/// transaction may be open.
pub async fn look_up(app: &App, text: &str) -> Result<Actor> {
    let refused = |message| Refusal::new(message).on(FIELD);
    let federation = &app.federation;
    if text.trim().is_empty() {
        return Err(refused("following-address-missing").into());
    }
    let sought = Sought::read(text).ok_or(refused("following-address-wrong"))?;
    if sought.is_at(&host_of(federation.origin())) {
        return Err(refused("following-own").into());
    }
    if !federation.settings().open {
        return Err(refused("following-closed").into());
    }
    let actor = sought
        .find(federation)
        .await
        .map_err(|failure| refused(reason(failure)))?;
    if blocks::covers(&app.db, &actor.id).await? {
        return Err(refused("following-blocked").into());
    }
    Ok(actor)
}

enum Sought {
    Handle(Handle),
    Profile(Url),
}

impl Sought {
    fn read(text: &str) -> Option<Self> {
        match federation::vocabulary::read::url(text.trim()) {
            Some(url) => Some(Self::Profile(url)),
            None => Handle::read(text).map(Self::Handle),
        }
    }

    fn is_at(&self, host: &str) -> bool {
        match self {
            Self::Handle(handle) => handle.host == host,
            Self::Profile(url) => host_of(url) == host,
        }
    }

    async fn find(&self, federation: &Federation) -> Result<Actor, Failure> {
        match self {
            Self::Handle(handle) => federation.look_up(handle).await,
            Self::Profile(url) => federation.meet(url).await,
        }
    }
}

/// The key that says why somebody was not found.
fn reason(failure: Failure) -> &'static str {
    match failure {
        Failure::Unresolvable => "following-no-such-server",
        Failure::Unreachable | Failure::TimedOut => "following-unreachable",
        Failure::ForbiddenAddress => "following-forbidden-address",
        Failure::Gone | Failure::Answered(404 | 410) => "following-not-found",
        Failure::Answered(401 | 403) => "following-not-allowed",
        Failure::Answered(_) => "following-server-trouble",
        Failure::NotActivityJson
        | Failure::WrongId
        | Failure::TooLarge
        | Failure::TooManyRedirects => "following-no-actor",
    }
}

/// Somebody we have looked up or heard from.
pub async fn met(db: &impl ConnectionTrait, id: &str) -> Result<Actor> {
    let id: Url = id.parse().map_err(|_| Error::NotFound)?;
    actors::find(db, &id).await?.ok_or(Error::NotFound)
}

/// Stop following. What came from there goes, as nobody would tell us any more that it moved or was
/// called off; unless another of ours still follows.
pub async fn part(app: &App, tx: &Tx, follower: &Actor, followed: &Actor) -> Result<()> {
    app.federation.undo_follow(tx, follower, followed).await?;
    if !follows::is_followed_here(tx, &followed.id).await? {
        events::forget_all_of(tx, &followed.id).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_name_others_by_handle_or_by_the_address_of_a_profile() {
        let host = |text: &str| match Sought::read(text) {
            Some(Sought::Handle(handle)) => Some(handle.host),
            Some(Sought::Profile(url)) => Some(host_of(&url)),
            None => None,
        };
        for text in [
            "@zwst@verband.example",
            " zwst@verband.example ",
            "acct:zwst@verband.example",
            "https://verband.example/@zwst",
        ] {
            assert_eq!(host(text).as_deref(), Some("verband.example"), "{text}");
        }
        for text in ["zwst", "@zwst", "javascript:alert(1)", "verband.example"] {
            assert_eq!(host(text), None, "{text}");
        }
    }
}
