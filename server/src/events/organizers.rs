//! Who invites to the events of a list, read all at once.

use super::{Event, Role};
use crate::{Result, associations};
use federation::{
    Iri,
    actors::{self, Actor},
    host_of,
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

/// What anybody is called: by name, else by address, and whoever we have not met by their server.
#[derive(Clone, Debug, Default)]
pub struct Names(HashMap<Iri, Actor>);

impl Names {
    pub async fn find(db: &impl ConnectionTrait, ids: Vec<Iri>) -> Result<Self> {
        let actors = actors::find_all(db, ids).await?.into_iter();
        Ok(Self(
            actors.map(|actor| (actor.id.clone(), actor)).collect(),
        ))
    }

    pub fn of(&self, id: &Iri) -> String {
        match self.0.get(id) {
            Some(actor) if !actor.profile.name.is_empty() => actor.profile.name.clone(),
            Some(actor) => actor.address(),
            None => host_of(id),
        }
    }

    /// Where they are read about.
    pub fn page(&self, id: &Iri) -> String {
        match self.0.get(id) {
            Some(actor) => actor.page().to_string(),
            None => id.to_string(),
        }
    }
}

/// Who invites beside the organizer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beside {
    pub organizer: Organizer,
    /// `None` for somebody who is named without a word of their own.
    pub role: Option<Role>,
}

/// The organizers of some events, by their actors' ids.
#[derive(Clone, Debug, Default)]
pub struct Organizers(HashMap<Iri, Organizer>);

impl Organizers {
    pub async fn find(db: &impl ConnectionTrait, events: &[Event]) -> Result<Self> {
        let ids = events.iter().flat_map(|event| {
            let beside = event.cohosts.actors().chain(&event.unconfirmed.0);
            std::iter::once(&event.organizer).chain(beside).cloned()
        });
        let ids: BTreeSet<Iri> = ids.collect();
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

    /// Who invites with it: those who agreed, then those of whom nobody knows. Whoever we have not
    /// met goes by their server's name.
    pub fn beside(&self, event: &Event) -> Vec<Beside> {
        let known = |actor: &Iri| {
            let known = self.0.get(actor).cloned();
            known.unwrap_or_else(|| Organizer::unmet(actor))
        };
        let agreed = event.cohosts.0.iter().map(|cohost| Beside {
            organizer: known(&cohost.actor),
            role: Some(cohost.role),
        });
        let unconfirmed = event.unconfirmed.0.iter().map(|actor| Beside {
            organizer: known(actor),
            role: None,
        });
        agreed.chain(unconfirmed).collect()
    }

    /// The names of those who agreed, in this role or in any.
    pub fn agreed(&self, event: &Event, role: Option<Role>) -> Vec<Organizer> {
        let beside = self.beside(event).into_iter();
        beside
            .filter(|beside| beside.role.is_some() && (role.is_none() || beside.role == role))
            .map(|beside| beside.organizer)
            .collect()
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

    fn unmet(actor: &Iri) -> Self {
        Self {
            name: host_of(actor),
            address: String::new(),
            page: actor.clone().into(),
            email: None,
        }
    }
}

#[cfg(test)]
impl FromIterator<(Iri, Organizer)> for Organizers {
    fn from_iter<I: IntoIterator<Item = (Iri, Organizer)>>(organizers: I) -> Self {
        Self(organizers.into_iter().collect())
    }
}
