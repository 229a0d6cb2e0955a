//! The words of what is kept as text: one spelling in the database, in forms, on the wire and in the API.

use sea_orm::ActiveEnum;

/// What a column holds one of. Its `rename_all` is the only place that spells it.
pub trait Word: ActiveEnum<Value = String> {
    fn name(&self) -> String {
        self.to_value()
    }

    /// Nothing where there is no such word.
    fn named(name: &str) -> Option<Self> {
        Self::try_from_value(&name.to_owned()).ok()
    }
}

impl<E: ActiveEnum<Value = String>> Word for E {}

#[cfg(test)]
mod tests {
    use super::Word;
    use crate::{
        cohosts, cycles::Moderation, events, ideas, joins, participations, peers, workstreams,
    };
    use sea_orm::Iterable;
    use serde::Serialize;

    /// What a program reads in a JSON answer is what a form and a column say.
    fn spelled_as_in_json<E: Iterable + Word + Serialize + PartialEq + std::fmt::Debug>() {
        for word in E::iter() {
            assert_eq!(serde_json::json!(word), word.name());
            assert_eq!(E::named(&word.name()), Some(word));
        }
        assert_eq!(E::named("no such word"), None);
    }

    #[test]
    fn a_word_is_spelled_the_same_everywhere() {
        spelled_as_in_json::<ideas::idea::State>();
        spelled_as_in_json::<ideas::idea::Origin>();
        spelled_as_in_json::<ideas::idea::Product>();
        spelled_as_in_json::<Moderation>();
        spelled_as_in_json::<workstreams::State>();
        spelled_as_in_json::<events::Role>();
        spelled_as_in_json::<cohosts::State>();
        spelled_as_in_json::<joins::State>();
        spelled_as_in_json::<participations::State>();
        spelled_as_in_json::<peers::State>();
    }
}
