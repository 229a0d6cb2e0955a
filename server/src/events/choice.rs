//! What somebody chose to see of the calendar, in the words of an address. The list, the month, the
//! feeds and the calendars read the same words, so that one can be turned into the other.

use super::{Attendance, Field, Filter, Kind, Word, event::MARKS_FOUND, fold, kinds, store, term};
use crate::{
    Error, Result, associations,
    error::{Refusal, Refusals},
};
use federation::{Iri, actors, discovery::Handle};
use sea_orm::ConnectionTrait;
use serde::Deserialize;
use url::form_urlencoded;
use utoipa::IntoParams;

/// Characters of a question, a topic or a town.
const TEXT_AT_MOST: usize = 200;
/// Characters of a BCP 47 tag.
const TAG_AT_MOST: usize = 35;

/// The query of an address. What is empty leaves out nothing; what cannot be read is refused, or a slip
/// would turn into a list of everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct Choice {
    /// Words that all stand in titles, texts, topics, places or the names of those who invite. Gender
    /// spellings, umlauts and case make no difference.
    pub q: String,
    /// Who invites: `dialog` for one of ours, `name@host` for others.
    pub association: String,
    /// As written or as in an address.
    pub topic: String,
    /// `denkwerkstatt`, `briefing` and so on, or a kind of an association's own.
    pub kind: String,
    /// `in_person` or `online`; a hybrid event is found under both.
    pub place: String,
    /// The town people meet in, as written or in small letters.
    pub town: String,
    /// The federal state or the like they meet in, as written or in small letters.
    pub region: String,
    /// A BCP 47 tag: an event is found under each language it is told in.
    pub language: String,
    /// Anything to leave out what has no step-free access.
    pub step_free: String,
    /// Anything to leave out what has no sign language.
    pub sign_language: String,
    /// Anything to leave out what has no captions.
    pub captions: String,
    /// Anything to leave out what is not in easy language.
    pub easy_language: String,
    /// Anything to leave out what has no quiet room. Like the other marks it may be that of one session.
    pub quiet_room: String,
    /// `own` for the events of this server alone.
    pub servers: String,
}

impl Choice {
    /// The rows it means, or each field that is wrong. An association nobody here knows is `NotFound`: a
    /// feed of it must not turn into a feed of everything.
    pub async fn filter(&self, db: &impl ConnectionTrait) -> Result<Filter> {
        let kind = self.kind.trim();
        let known = Kind::named(kind).is_some() || kinds::find_kind(db, kind).await?.is_some();
        self.check(kind.is_empty() || known)?;
        let organizer = match self.association.trim() {
            "" => None,
            name => Some(organizer(db, name).await?),
        };
        let (topic, town, region) = (self.topic.trim(), self.town.trim(), self.region.trim());
        let language = self.language.trim();
        let asked = [
            (topic, Field::Topic, term::topic(topic)),
            (town, Field::Town, term::town(town)),
            (region, Field::Region, term::region(region)),
            (language, Field::Language, term::language(language)),
            (kind, Field::Kind, kind.to_owned()),
        ];
        // By what was typed: of which nothing is left to compare, that is said of no event, not of every.
        let asked = asked.into_iter().filter(|(typed, ..)| !typed.is_empty());
        let mut terms: Vec<(Field, String)> = asked
            .map(|(_, field, compared)| (field, compared))
            .collect();
        let marks = self.marks().into_iter();
        terms.extend(marks.map(|mark| (Field::Access, mark.to_owned())));
        Ok(Filter {
            organizer,
            terms,
            words: words(db, &self.q).await?,
            attendance: Attendance::named(&self.place),
            local_only: self.own_only(),
            ..Filter::default()
        })
    }

    fn check(&self, knows_kind: bool) -> Result<(), Refusals> {
        let mut refusals = Refusals::default();
        for (field, text) in [
            ("q", &self.q),
            ("topic", &self.topic),
            ("town", &self.town),
            ("region", &self.region),
        ] {
            let text = text.trim();
            if text.chars().count() > TEXT_AT_MOST {
                refusals.add(Refusal::new("event-filter-too-long").on(field));
            } else if !text.is_empty() && fold::key(text).is_empty() {
                refusals.add(Refusal::new("event-filter-without-words").on(field));
            }
        }
        if !knows_kind {
            refusals.add(Refusal::new("event-kind-unknown").on("kind"));
        }
        if !self.place.is_empty() && Attendance::named(&self.place).is_none() {
            refusals.add(Refusal::new("event-attendance-unknown").on("place"));
        }
        let in_tag = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let tag = self.language.trim();
        if tag.len() > TAG_AT_MOST || !tag.chars().all(in_tag) {
            refusals.add(Refusal::new("event-filter-language-unreadable").on("language"));
        }
        if !self.servers.is_empty() && !self.own_only() {
            refusals.add(Refusal::new("event-filter-servers-unknown").on("servers"));
        }
        refusals.none_or()
    }

    pub fn own_only(&self) -> bool {
        self.servers == "own"
    }

    /// The names of the access marks that are asked for.
    pub fn marks(&self) -> Vec<&'static str> {
        let asked = [
            &self.step_free,
            &self.sign_language,
            &self.captions,
            &self.easy_language,
            &self.quiet_room,
        ];
        let asked = asked.into_iter().zip(MARKS_FOUND);
        asked
            .filter_map(|(text, (name, _))| (!text.is_empty()).then_some(name))
            .collect()
    }

    /// The same choice behind another path: empty, or from the `?` on.
    pub fn query(&self) -> String {
        let mut query = form_urlencoded::Serializer::for_suffix(String::from("?"), 1);
        for (name, value) in [
            ("q", &self.q),
            ("association", &self.association),
            ("topic", &self.topic),
            ("kind", &self.kind),
            ("place", &self.place),
            ("town", &self.town),
            ("region", &self.region),
            ("language", &self.language),
            ("step_free", &self.step_free),
            ("sign_language", &self.sign_language),
            ("captions", &self.captions),
            ("easy_language", &self.easy_language),
            ("quiet_room", &self.quiet_room),
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

/// What is looked for, word by word, and whose names each of them stands in.
async fn words(db: &impl ConnectionTrait, question: &str) -> Result<Vec<Word>> {
    let asked = fold::asked(question);
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let known = actors::names(db, store::organizers(db).await?).await?;
    let folded = known.into_iter().map(|(id, name)| (fold::fold(&name), id));
    let names: Vec<(String, Iri)> = folded.collect();
    let word = |text: String| {
        let named = names.iter().filter(|(name, _)| name.contains(&text));
        let organizers = named.map(|(_, id)| id.clone()).collect();
        Word { text, organizers }
    };
    Ok(asked.into_iter().map(word).collect())
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
        let marks = Choice {
            captions: "on".to_owned(),
            ..Choice::default()
        };
        assert_eq!(
            (marks.query().as_str(), marks.marks()),
            ("?captions=on", vec!["captions"])
        );
        assert_eq!(Choice::default().query(), "");
    }

    #[test]
    fn a_language_is_asked_for_by_its_tag() {
        let refused = |language: &str| {
            let choice = Choice {
                language: language.to_owned(),
                ..Choice::default()
            };
            choice.check(true).is_err()
        };
        let long = "a".repeat(TAG_AT_MOST);
        for tag in ["", "de", "de-simple", &long] {
            assert!(!refused(tag), "{tag}");
        }
        for tag in ["de_DE", "d'e", &format!("{long}a")] {
            assert!(refused(tag), "{tag}");
        }
    }
}
