//! What a program says about a thing, field by field: a JSON body or a settings-like file turned
//! into the same draft a form fills. Refuses a field that does not exist, naming the one that was
//! probably meant, so that no slip of a letter is lost in silence.

use crate::{config::nearest, i18n::Lang};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

/// More wrong fields than this are not listed one by one.
pub const NAMED_AT_MOST: usize = 20;

/// A field that is none of ours, or holds something else than it should.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongField {
    pub name: String,
    pub fault: Fault,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    Unknown {
        /// The field that was probably meant.
        meant: Option<String>,
    },
    NotText,
    NotYesOrNo,
}

impl WrongField {
    /// One that is none of those `known`.
    pub fn unknown<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Self {
        let meant = nearest(name, known).map(str::to_owned);
        Self {
            name: name.to_owned(),
            fault: Fault::Unknown { meant },
        }
    }

    /// The message that explains it, for programs to tell them apart.
    pub fn key(&self) -> &'static str {
        match self.fault {
            Fault::Unknown { meant: None } => "api-field-unknown",
            Fault::Unknown { meant: Some(_) } => "api-field-misspelt",
            Fault::NotText => "api-field-not-text",
            Fault::NotYesOrNo => "api-field-not-yes-or-no",
        }
    }

    pub fn said(&self, lang: Lang) -> String {
        let meant = match &self.fault {
            Fault::Unknown { meant: Some(meant) } => meant.as_str(),
            _ => "",
        };
        lang.text_with(self.key(), &[("field", &self.name), ("meant", &meant)])
    }
}

/// A draft whose fields are texts and yes-or-no. A number counts as its text, a list as its items
/// with commas between, and `null` as nothing.
pub fn read<T>(said: Map<String, Value>) -> Result<T, Vec<WrongField>>
where
    T: Default + Serialize + DeserializeOwned,
{
    let known = serde_json::to_value(T::default());
    let Ok(Value::Object(mut fields)) = known else {
        unreachable!("a draft is a struct of named fields");
    };
    let mut wrong = Vec::new();
    for (name, value) in said {
        let Some(field) = fields.get_mut(&name) else {
            wrong.push(WrongField::unknown(
                &name,
                fields.keys().map(String::as_str),
            ));
            continue;
        };
        if let Err(fault) = take(field, value) {
            wrong.push(WrongField { name, fault });
        }
    }
    wrong.truncate(NAMED_AT_MOST);
    if wrong.is_empty() {
        let draft = serde_json::from_value(Value::Object(fields));
        Ok(draft.expect("every field holds what its default does"))
    } else {
        Err(wrong)
    }
}

/// Put a value into a field that holds a text or a yes or no.
fn take(field: &mut Value, value: Value) -> Result<(), Fault> {
    match (&mut *field, value) {
        (_, Value::Null) => {}
        (Value::Bool(field), Value::Bool(value)) => *field = value,
        (Value::Bool(_), _) => return Err(Fault::NotYesOrNo),
        (_, value) => *field = Value::String(text(value).ok_or(Fault::NotText)?),
    }
    Ok(())
}

fn text(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(items) => {
            let items: Option<Vec<String>> = items.into_iter().map(text).collect();
            Some(items?.join(", "))
        }
        Value::Null | Value::Bool(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::Draft;
    use serde_json::json;

    fn draft(said: Value) -> Result<Draft, Vec<WrongField>> {
        let Value::Object(said) = said else {
            panic!("an object");
        };
        read(said)
    }

    #[test]
    fn numbers_lists_and_nothing_are_taken_as_their_text() {
        let said = json!({
            "title_de": "Denkwerkstatt",
            "latitude": 52.55,
            "topics": ["Digitale Gewalt", "Ehrenamt"],
            "step_free": true,
            "contact": null,
        });
        let expected = Draft {
            title_de: "Denkwerkstatt".into(),
            latitude: "52.55".into(),
            topics: "Digitale Gewalt, Ehrenamt".into(),
            step_free: true,
            ..Draft::default()
        };
        assert_eq!(draft(said), Ok(expected));
    }

    #[test]
    fn every_field_that_is_wrong_is_named() {
        let said = json!({
            "title_fr": "Atelier",
            "zz": 1,
            "captions": "on",
            "summary_de": {"text": "x"},
            "kind": [true],
        });
        let wrong = draft(said).unwrap_err();
        let told: Vec<_> = wrong
            .iter()
            .map(|wrong| (wrong.name.as_str(), wrong.key()))
            .collect();
        assert_eq!(
            told,
            [
                ("title_fr", "api-field-misspelt"),
                ("zz", "api-field-unknown"),
                ("captions", "api-field-not-yes-or-no"),
                ("summary_de", "api-field-not-text"),
                ("kind", "api-field-not-text"),
            ]
        );
        assert!(wrong[0].said(Lang::De).contains("title_en"));
    }
}
