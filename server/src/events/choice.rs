//! What somebody chose to see of the calendar, in the words of an address. The list, the month, the
//! feeds and the calendars read the same words, so that one can be turned into the other.

use super::{Attendance, Filter, Kind};
use crate::{Error, Result, associations};
use federation::{Iri, actors, discovery::Handle};
use sea_orm::ConnectionTrait;
use serde::Deserialize;
use url::form_urlencoded;
use utoipa::IntoParams;

/// The query of an address. What is empty or unknown leaves out nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct Choice {
    /// Who invites: `dialog` for one of ours, `name@host` for others.
    pub association: String,
    /// As written or as in an address.
    pub topic: String,
    /// `denkwerkstatt`, `briefing` and so on.
    pub kind: String,
    /// `in_person` or `online`; a hybrid event is found under both.
    pub place: String,
    /// `own` for the events of this server alone.
    pub servers: String,
}

impl Choice {
    /// The rows it means. An association nobody here knows is `NotFound`: a feed of it must not
    /// turn into a feed of everything.
    pub async fn filter(&self, db: &impl ConnectionTrait) -> Result<Filter> {
        let organizer = match self.association.trim() {
            "" => None,
            name => Some(organizer(db, name).await?),
        };
        let topic = self.topic.trim();
        Ok(Filter {
            organizer,
            topic: (!topic.is_empty()).then(|| topic.to_owned()),
            kind: Kind::named(&self.kind),
            attendance: Attendance::named(&self.place),
            local_only: self.own_only(),
            ..Filter::default()
        })
    }

    pub fn own_only(&self) -> bool {
        self.servers == "own"
    }

    /// The same choice behind another path: empty, or from the `?` on.
    pub fn query(&self) -> String {
        let mut query = form_urlencoded::Serializer::for_suffix(String::from("?"), 1);
        for (name, value) in [
            ("association", &self.association),
            ("topic", &self.topic),
            ("kind", &self.kind),
            ("place", &self.place),
            ("servers", &self.servers),
        ] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        match query.finish() {
            empty if empty == "?" => String::new(),
            query => query,
        }
    }
}

async fn organizer(db: &impl ConnectionTrait, name: &str) -> Result<Iri> {
    match Handle::read(name) {
        Some(handle) => {
            let actor = actors::find_by_handle(db, &handle).await?;
            Ok(actor.ok_or(Error::NotFound)?.id)
        }
        None => associations::actor_id(db, name).await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_travels_to_other_addresses() {
        let choice = Choice {
            topic: "Digitale Gewalt".to_owned(),
            place: "online".to_owned(),
            ..Choice::default()
        };
        assert_eq!(choice.query(), "?topic=Digitale+Gewalt&place=online");
        assert_eq!(Choice::default().query(), "");
    }
}
