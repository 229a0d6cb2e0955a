//! Who invites to the events of a list, read all at once.

use super::Event;
use crate::{Result, associations};
use federation::{
    Iri,
    actors::{self, Actor},
};
use sea_orm::ConnectionTrait;
use std::collections::{BTreeSet, HashMap};
use url::Url;

/// Who invites, as lists name them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organizer {
    pub name: String,
    /// `@handle@host`
    pub address: String,
    /// Where people read about them.
    pub page: Url,
    /// Only of ours, and only when they gave one.
    pub email: Option<String>,
}

/// The organizers of some events, by their actors' ids.
#[derive(Clone, Debug, Default)]
pub struct Organizers(HashMap<Iri, Organizer>);

impl Organizers {
    pub async fn find(db: &impl ConnectionTrait, events: &[Event]) -> Result<Self> {
        let ids: BTreeSet<Iri> = events.iter().map(|event| event.organizer.clone()).collect();
        let actors = actors::find_all(db, ids.into_iter().collect()).await?;
        let mut emails: HashMap<Iri, String> = HashMap::new();
        if actors.iter().any(|actor| actor.local) {
            let ours = associations::all(db).await?.into_iter();
            emails = ours.map(|ours| (ours.actor, ours.email)).collect();
        }
        let organizers = actors.into_iter().map(|actor| {
            let email = emails.remove(&actor.id).filter(|email| !email.is_empty());
            (actor.id.clone(), Organizer::new(&actor, email))
        });
        Ok(Self(organizers.collect()))
    }

    /// `None` for another server's that we have not met.
    pub fn of(&self, event: &Event) -> Option<&Organizer> {
        self.0.get(&event.organizer)
    }
}

impl Organizer {
    fn new(actor: &Actor, email: Option<String>) -> Self {
        Self {
            name: actor.profile.name.clone(),
            address: actor.address(),
            page: actor.page().clone(),
            email,
        }
    }
}

#[cfg(test)]
impl FromIterator<(Iri, Organizer)> for Organizers {
    fn from_iter<I: IntoIterator<Item = (Iri, Organizer)>>(organizers: I) -> Self {
        Self(organizers.into_iter().collect())
    }
}
