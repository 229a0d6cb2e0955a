//! What filters ask of an event, one row for each: a topic, a town, a language. Only of what is public, and
//! of a place that is protected the town alone, for that is all its row knows.

use super::{Event, event::slug, fold};
use crate::ids::EventId;
use sea_orm::entity::prelude::*;
use std::collections::BTreeMap;

/// Terms of one event and one field at most; remote events may say more.
const TERMS_AT_MOST: usize = 50;
/// Letters of a town or a region: other servers may name longer ones than an index takes.
const PLACE_AT_MOST: usize = 100;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event_terms")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub event: EventId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub field: Field,
    /// The same however it is spelt.
    #[sea_orm(primary_key, auto_increment = false)]
    pub term: String,
    /// As the event spells it.
    pub label: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Term;

/// What can be asked of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::None)",
    rename_all = "snake_case"
)]
pub enum Field {
    Topic,
    Kind,
    Town,
    Region,
    Language,
    Access,
    /// Access marks of sessions of its agenda, which are found as those of the whole are.
    SessionAccess,
    /// A stakeholder group another server's event is meant for. What is held here has its own.
    Group,
}

/// Fields that an event's own row does not know, kept beside it until they are said anew.
pub const SAID_APART: [Field; 2] = [Field::SessionAccess, Field::Group];

/// A topic as it is compared: „Digitale Gewalt“, `digitale-gewalt` and `#DigitaleGewalt` are the same.
pub fn topic(text: &str) -> String {
    fold::key(&slug(text))
}

/// A town as it is compared.
pub fn town(text: &str) -> String {
    fold::key(text).chars().take(PLACE_AT_MOST).collect()
}

/// A region as it is compared: „Baden-Württemberg“ and `baden-wuerttemberg` are the same.
pub fn region(text: &str) -> String {
    town(text)
}

/// A BCP 47 tag as it is compared.
pub fn language(tag: &str) -> String {
    tag.to_ascii_lowercase()
}

/// What is said of an event beside its row: each label once, by what `compared` makes of it.
pub fn apart<'a>(
    event: &EventId,
    field: Field,
    labels: impl IntoIterator<Item = &'a str>,
    compared: impl Fn(&str) -> String,
) -> Vec<Term> {
    let labels = labels.into_iter().take(TERMS_AT_MOST);
    let terms = labels.map(|label| (compared(label), label.to_owned()));
    let terms: BTreeMap<String, String> = terms.filter(|(term, _)| !term.is_empty()).collect();
    let terms = terms.into_iter().map(|(term, label)| Term {
        event: event.clone(),
        field,
        term,
        label,
    });
    terms.collect()
}

/// What is said of a public event; nothing of any other.
pub fn of(event: &Event) -> Vec<Term> {
    if !event.state.is_public() {
        return Vec::new();
    }
    let topics = event.topics.0.iter();
    let topics = topics.map(|label| (Field::Topic, topic(label), label.clone()));
    let kind = event.kind_name().to_owned();
    let kind = std::iter::once((Field::Kind, kind.clone(), kind));
    let place = event.place.iter();
    let towns = place.clone();
    let towns = towns.map(|place| (Field::Town, town(&place.locality), place.locality.clone()));
    let regions = place.map(|place| (Field::Region, region(&place.region), place.region.clone()));
    let tags = event.texts.0.iter().map(|text| language(&text.language));
    // Whoever reads German reads „de-AT“ and Leichte Sprache too.
    let tags = tags.flat_map(|tag| {
        let main = tag.split('-').next().unwrap_or_default().to_owned();
        [main, tag]
    });
    let languages = tags
        .filter(|tag| tag != "und")
        .map(|tag| (Field::Language, tag.clone(), tag));
    let marks = event.access.names().into_iter();
    let marks = marks.map(|mark| (Field::Access, mark.to_owned(), mark.to_owned()));
    let all = topics
        .take(TERMS_AT_MOST)
        .chain(kind)
        .chain(towns)
        .chain(regions)
        .chain(languages.take(TERMS_AT_MOST))
        .chain(marks);
    let mut terms: Vec<Term> = Vec::new();
    for (field, term, label) in all.filter(|(_, term, _)| !term.is_empty()) {
        if !terms
            .iter()
            .any(|it| (it.field, &it.term) == (field, &term))
        {
            terms.push(Term {
                event: event.id.clone(),
                field,
                term,
                label,
            });
        }
    }
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_spelt_otherwise_is_the_same_and_no_term_is_longer_than_an_index_takes() {
        assert_eq!(topic("Digitale Gewalt"), topic("digitale-gewalt"));
        assert_eq!(topic("Digitale Gewalt"), topic("DigitaleGewalt"));
        assert_eq!(topic("Bürger:innen"), topic("buergerinnen"));
        assert_eq!(town("Köln"), town("KOELN"));
        let spelt = ["Baden-Württemberg", "baden wuerttemberg"].map(region);
        assert_eq!(spelt[0], spelt[1]);
        assert_eq!(language("DE-simple"), "de-simple");
        // One letter that stands for eighteen.
        let long = "\u{FDFA}".repeat(500);
        for term in [topic(&long), town(&long)] {
            assert!(term.chars().count() <= PLACE_AT_MOST, "{term}");
        }
    }
}
