//! The words an event is found by, folded into one text: titles, summaries, descriptions, topics and where
//! it is. Only of what is public, and of a place that is protected the town alone, for that is all its row
//! knows. Who invites is looked for by name when somebody asks.

use super::{Event, fold};
use crate::{ids::EventId, markdown};
use sea_orm::entity::prelude::*;

/// Letters of a folded text at most: what a description says further down is not found.
const LETTERS_AT_MOST: usize = 10_000;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event_words")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub event: EventId,
    pub words: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}

/// The words of a public event; `None` for any other.
pub fn of(event: &Event) -> Option<Model> {
    if !event.state.is_public() {
        return None;
    }
    let texts = event.texts.0.iter();
    let titles = texts.clone().flat_map(|text| [&text.title, &text.summary]);
    let mut said: Vec<String> = titles.cloned().collect();
    said.extend(event.subtitle.clone());
    said.extend(event.topics.0.iter().cloned());
    if let Some(place) = &event.place {
        said.extend([&place.name, &place.locality, &place.region].map(String::clone));
    }
    // The longest last: it may be cut.
    said.extend(texts.map(|text| markdown::lines(&event.description_html(text))));
    let words = fold::fold(&said.join("\n"));
    let words = match words.char_indices().nth(LETTERS_AT_MOST) {
        Some((end, _)) => words[..end].to_owned(),
        None => words,
    };
    Some(Model {
        event: event.id.clone(),
        words,
    })
}
