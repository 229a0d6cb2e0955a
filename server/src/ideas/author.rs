//! Who brought an idea: the first to write it, and those who were asked to stand by it.

use crate::{
    error::{Refusal, Refusals},
    events::draft::{one_line, or},
    ids::{IdeaAuthorId, IdeaId},
    mail::Address,
};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Characters of a name, and of an organisation.
const NAME_AT_MOST: usize = 100;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idea_authors")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: IdeaAuthorId,
    pub idea: IdeaId,
    pub name: String,
    pub organisation: String,
    /// Folded; absent where nobody can be written to.
    pub email: Option<String>,
    /// Which they read: a BCP 47 tag.
    pub language: String,
    /// Whether everybody may know who it was.
    pub is_shown: bool,
    /// The number of their link: another one makes the former useless.
    pub link: i32,
    pub confirmed_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Author;

/// Who somebody says they are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = IdeaAuthorDraft)]
#[serde(default, deny_unknown_fields)]
pub struct Signature {
    pub name: String,
    pub organisation: String,
    pub email: String,
    /// `yes` where everybody may know who it was.
    pub is_shown: String,
}

/// A signature that passed its rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    pub name: String,
    pub organisation: String,
    pub email: Option<Address>,
    pub is_shown: bool,
}

impl Signature {
    /// Nothing of it is required but what is shown has a name. Those who write themselves need an address.
    pub fn check(&self, needs_address: bool) -> Result<Signed, Refusals> {
        let mut refusals = Refusals::default();
        let (name, organisation) = (one_line(&self.name), one_line(&self.organisation));
        for (text, field) in [(&name, "name"), (&organisation, "organisation")] {
            if text.chars().count() > NAME_AT_MOST {
                refusals.add(Refusal::new("cycle-field-too-long").on(field));
            }
        }
        let is_shown = match or(&self.is_shown, "no") {
            "yes" | "on" => true,
            "no" => false,
            _ => {
                refusals.add(Refusal::new("cycle-yes-or-no").on("is_shown"));
                false
            }
        };
        if is_shown && name.is_empty() && organisation.is_empty() {
            refusals.add(Refusal::new("idea-name-missing").on("name"));
        }
        let email = match self.email.trim() {
            "" if needs_address => {
                refusals.add(Refusal::new("participation-email-missing").on("email"));
                None
            }
            "" => None,
            typed => match typed.parse::<Address>() {
                Ok(address) => Some(address),
                Err(wrong) => {
                    refusals.add(Refusal::new(wrong.key()).on("email"));
                    None
                }
            },
        };
        refusals.none_or()?;
        Ok(Signed {
            name,
            organisation,
            email,
            is_shown,
        })
    }
}

impl Author {
    pub fn is_confirmed(&self) -> bool {
        self.confirmed_at.is_some()
    }

    /// As everybody may know them; nothing where they did not say so.
    pub fn shown(&self) -> Option<String> {
        let parts = [self.name.as_str(), self.organisation.as_str()];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        (self.is_shown && self.is_confirmed() && !parts.is_empty()).then(|| parts.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_shown_has_a_name_and_who_writes_has_an_address() {
        let long = "x".repeat(NAME_AT_MOST + 1);
        let address = "a@verein.example";
        for (name, organisation, is_shown, email, fields) in [
            ("", "", "yes", address, vec!["name"]),
            ("", "", "no", "", vec!["email"]),
            (&*long, &*long, "no", address, vec!["name", "organisation"]),
            ("", "", "vielleicht", address, vec!["is_shown"]),
            ("", "Verein", "yes", "a@b@c.example", vec!["email"]),
        ] {
            let signature = Signature {
                name: name.to_owned(),
                organisation: organisation.to_owned(),
                email: email.to_owned(),
                is_shown: is_shown.to_owned(),
            };
            let refused = signature.check(true).unwrap_err().0;
            let named: Vec<_> = refused.iter().filter_map(|it| it.field).collect();
            assert_eq!(named, fields);
        }
    }
}
