//! What an association is here: its row, and what its profile must say. The actor others see is made
//! from it.

use crate::{
    accounts::is_one_address,
    error::{Refusal, Refusals},
    ids::{AssociationId, MediaId},
};
use federation::Iri;
use sea_orm::{FromJsonQueryResult, entity::prelude::*};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

const NAME_AT_MOST: usize = 100;
const SUMMARY_AT_MOST: usize = 2_000;
const HANDLE_AT_MOST: usize = 30;
/// Characters of any other line.
const LINE_AT_MOST: usize = 500;
/// Mastodon shows four fields.
pub const FIELDS_AT_MOST: usize = 4;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "associations")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AssociationId,
    pub actor: Iri,
    /// Lower case; the name before the `@host`. Never changes.
    pub handle: String,
    pub name: String,
    /// Markdown.
    pub summary: String,
    pub email: String,
    pub website: Option<String>,
    pub fields: Fields,
    pub picture: Option<MediaId>,
    pub picture_alt: Option<String>,
    /// Since when it is no more; its row names it where it is still read of.
    pub closed_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Association;

impl Association {
    /// Where people read about it here.
    pub fn path(&self) -> String {
        format!("/@{}", self.handle)
    }
}

/// Lines of the profile beside website and Impressum, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Fields(pub Vec<Field>);

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Field {
    pub name: String,
    pub value: String,
}

/// A profile as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = AssociationDraft)]
#[serde(default, deny_unknown_fields)]
pub struct Draft {
    pub handle: String,
    pub name: String,
    /// Markdown.
    pub summary: String,
    pub email: String,
    pub website: String,
    /// The id of an uploaded picture.
    pub picture: String,
    pub picture_alt: String,
    pub field_1_name: String,
    pub field_1_value: String,
    pub field_2_name: String,
    pub field_2_value: String,
}

/// A profile that passed its rules.
#[derive(Clone, Debug, PartialEq)]
pub struct Details {
    pub name: String,
    pub summary: String,
    pub email: String,
    pub website: Option<String>,
    pub fields: Fields,
    pub picture: Option<(MediaId, String)>,
}

impl Draft {
    pub fn check(&self) -> Result<Details, Refusals> {
        let mut refusals = Refusals::default();
        let name = line(&self.name);
        if name.is_empty() {
            refusals.add(Refusal::new("association-name-missing").on("name"));
        } else if name.chars().count() > NAME_AT_MOST {
            refusals.add(Refusal::new("association-name-too-long").on("name"));
        }
        if self.summary.chars().count() > SUMMARY_AT_MOST {
            refusals.add(Refusal::new("association-summary-too-long").on("summary"));
        }
        let email = line(&self.email);
        if !email.is_empty() && !is_one_address(&email) {
            refusals.add(Refusal::new("association-email-wrong").on("email"));
        }
        let website = match self.website.trim() {
            "" => None,
            text => match federation::vocabulary::read::url(text) {
                Some(url) => Some(url.to_string()),
                None => {
                    refusals.add(Refusal::new("association-website-wrong").on("website"));
                    None
                }
            },
        };
        let picture = match self.picture.trim() {
            "" => None,
            id => {
                let alt = line(&self.picture_alt);
                if alt.is_empty() {
                    let refusal = Refusal::new("association-picture-alt-missing");
                    refusals.add(refusal.on("picture_alt"));
                }
                check_length(&alt, "picture_alt", &mut refusals);
                let media = id.parse().ok();
                if media.is_none() {
                    refusals.add(Refusal::new("association-picture-unknown").on("picture"));
                }
                media.map(|media| (media, alt))
            }
        };
        let pairs = [
            (
                (&self.field_1_name, "field_1_name"),
                (&self.field_1_value, "field_1_value"),
            ),
            (
                (&self.field_2_name, "field_2_name"),
                (&self.field_2_value, "field_2_value"),
            ),
        ];
        let mut fields = Vec::new();
        for ((name, name_field), (value, value_field)) in pairs {
            let (name, value) = (line(name), line(value));
            check_length(&name, name_field, &mut refusals);
            check_length(&value, value_field, &mut refusals);
            match (name.is_empty(), value.is_empty()) {
                (true, true) => {}
                (false, false) => fields.push(Field { name, value }),
                (true, false) => {
                    refusals.add(Refusal::new("association-field-half").on(name_field));
                }
                (false, true) => {
                    refusals.add(Refusal::new("association-field-half").on(value_field));
                }
            }
        }
        let details = Details {
            name,
            summary: self.summary.trim().replace("\r\n", "\n"),
            email,
            website,
            fields: Fields(fields),
            picture,
        };
        refusals.none_or()?;
        Ok(details)
    }

    /// The handle, once it is known to be one.
    pub fn check_handle(&self) -> Result<String, Refusal> {
        read_handle(&self.handle)
    }

    /// The profile as it would have to be typed.
    pub fn of(association: &Association) -> Self {
        let mut fields = association.fields.0.iter().cloned();
        let (first, second) = (
            fields.next().unwrap_or_default(),
            fields.next().unwrap_or_default(),
        );
        Self {
            handle: association.handle.clone(),
            name: association.name.clone(),
            summary: association.summary.clone(),
            email: association.email.clone(),
            website: association.website.clone().unwrap_or_default(),
            picture: association
                .picture
                .as_ref()
                .map(MediaId::to_string)
                .unwrap_or_default(),
            picture_alt: association.picture_alt.clone().unwrap_or_default(),
            field_1_name: first.name,
            field_1_value: first.value,
            field_2_name: second.name,
            field_2_value: second.value,
        }
    }
}

/// The name before an `@host`, as every actor of ours may have one.
pub fn read_handle(text: &str) -> Result<String, Refusal> {
    let handle = text.trim().trim_start_matches('@').to_lowercase();
    if handle.is_empty() {
        return Err(Refusal::new("association-handle-missing").on("handle"));
    }
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-".contains(c);
    if handle.len() > HANDLE_AT_MOST || !handle.chars().all(plain) {
        return Err(Refusal::new("association-handle-wrong").on("handle"));
    }
    Ok(handle)
}

fn line(text: &str) -> String {
    federation::vocabulary::read::line(&text.into(), usize::MAX).unwrap_or_default()
}

fn check_length(line: &str, field: &'static str, refusals: &mut Refusals) {
    if line.chars().count() > LINE_AT_MOST {
        refusals.add(Refusal::new("association-line-too-long").on(field));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let draft = Draft {
            email: "a@b, c@d.example".to_owned(),
            website: "javascript:alert(1)".to_owned(),
            picture: "x".to_owned(),
            ..Draft::default()
        };
        let refusals = draft.check().expect_err("nothing of it is right");
        let fields: Vec<_> = refusals
            .0
            .iter()
            .filter_map(|refusal| refusal.field)
            .collect();
        assert_eq!(
            fields,
            ["name", "email", "website", "picture_alt", "picture"]
        );
    }

    #[test]
    fn a_name_and_a_summary_have_an_end() {
        let named = |name: usize, summary: usize| {
            let draft = Draft {
                name: "a".repeat(name),
                summary: "a".repeat(summary),
                ..Draft::default()
            };
            draft.check().map(|_| ()).map_err(|refusals| refusals.0)
        };
        assert_eq!(named(NAME_AT_MOST, SUMMARY_AT_MOST), Ok(()));
        let name = Refusal::new("association-name-too-long").on("name");
        let summary = Refusal::new("association-summary-too-long").on("summary");
        let refused = named(NAME_AT_MOST + 1, SUMMARY_AT_MOST + 1);
        assert_eq!(refused, Err(vec![name, summary]));
    }

    #[test]
    fn an_address_is_one_and_nothing_else() {
        let is_refused = |email: &str| {
            let draft = Draft {
                name: "Dialog".to_owned(),
                email: email.to_owned(),
                ..Draft::default()
            };
            draft.check().is_err()
        };
        for email in ["", "post@dialog.example", "büro+termine@bücher.example"] {
            assert!(!is_refused(email), "{email}");
        }
        for email in [
            "post",
            "@dialog.example",
            "post@localhost",
            "post@dialog@evil.example",
            "post@.example",
            "post@dialog.",
            "<post@dialog.example>",
            "po st@dialog.example",
            &format!("post@{}.example", "a".repeat(310)),
        ] {
            assert!(is_refused(email), "{email}");
        }
    }

    #[test]
    fn handles_are_plain_and_lower_case() {
        let handle = |text: &str| {
            let draft = Draft {
                handle: text.to_owned(),
                ..Draft::default()
            };
            draft.check_handle()
        };
        assert_eq!(handle(" @Dialog "), Ok("dialog".to_owned()));
        for wrong in ["", "a b", "ä", "a/b", &"a".repeat(31)] {
            assert!(handle(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn nothing_that_was_typed_is_dropped_or_cut_in_silence() {
        let long = "a".repeat(LINE_AT_MOST + 1);
        let draft = Draft {
            name: "Verein".to_owned(),
            field_1_name: "Gegründet".to_owned(),
            field_2_name: long.clone(),
            field_2_value: long,
            ..Draft::default()
        };
        let refusals = draft.check().expect_err("a half and two long lines").0;
        let said = refusals
            .iter()
            .map(|refusal| (refusal.message, refusal.field));
        let said: Vec<_> = said.collect();
        let too_long = "association-line-too-long";
        let expected = [
            ("association-field-half", Some("field_1_value")),
            (too_long, Some("field_2_name")),
            (too_long, Some("field_2_value")),
        ];
        assert_eq!(said, expected);
    }
}
