//! An account: the row, the roles and what each may, and the rules for what people type.
//! A password is no part of these rules: see `passwords`.

use super::passwords::PasswordHash;
use crate::{
    error::{Refusal, Refusals},
    ids::AccountId,
};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// RFC 5321 §4.5.3.1: what fits into a path, without its brackets.
const EMAIL_BYTES_AT_MOST: usize = 254;
const LOCAL_PART_BYTES_AT_MOST: usize = 64;
const NAME_CHARACTERS_AT_MOST: usize = 100;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "accounts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AccountId,
    /// In lower case. Once closed, the account's id stands here: nothing personal stays.
    #[sea_orm(unique)]
    pub email: String,
    pub name: String,
    pub role: Role,
    /// None for who signs in by link only.
    pub password: Option<PasswordHash>,
    pub created_at: DateTimeUtc,
    pub closed_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Account;

/// What somebody may do here. Each may all that the ones before it may.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::None)",
    rename_all = "snake_case"
)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Writes drafts.
    Editor,
    /// Publishes, changes and cancels; follows others.
    Coordinator,
    /// Opens and closes accounts, speaks for the association, looks after deliveries.
    Owner,
}

impl Role {
    pub const ALL: [Self; 3] = [Self::Editor, Self::Coordinator, Self::Owner];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Editor => "editor",
            Self::Coordinator => "coordinator",
            Self::Owner => "owner",
        }
    }

    /// The key of what people call it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Editor => "account-role-editor",
            Self::Coordinator => "account-role-coordinator",
            Self::Owner => "account-role-owner",
        }
    }

    /// The key of what it lets somebody do.
    pub const fn rights(self) -> &'static str {
        match self {
            Self::Editor => "account-role-editor-hint",
            Self::Coordinator => "account-role-coordinator-hint",
            Self::Owner => "account-role-owner-hint",
        }
    }
}

impl std::str::FromStr for Role {
    type Err = UnknownRole;

    fn from_str(name: &str) -> Result<Self, UnknownRole> {
        Self::ALL
            .into_iter()
            .find(|role| role.name() == name)
            .ok_or(UnknownRole)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the roles are: editor, coordinator, owner")]
pub struct UnknownRole;

/// An account to be opened, as somebody typed it.
#[derive(Clone, Debug)]
pub struct NewAccount {
    pub id: AccountId,
    pub email: String,
    pub name: String,
    pub role: Role,
}

impl NewAccount {
    /// The same with e-mail and name as they are kept.
    pub(super) fn check(self) -> Result<Self, Refusals> {
        let mut refusals = Refusals::default();
        let mut kept = |text: Result<String, Refusal>| {
            text.unwrap_or_else(|refusal| {
                refusals.add(refusal);
                String::new()
            })
        };
        let checked = Self {
            name: kept(check_name(&self.name)),
            email: kept(check_email(&self.email)),
            ..self
        };
        refusals.none_or()?;
        Ok(checked)
    }
}

/// A name as it is kept: without space around it, and nothing that could turn the line around.
pub(super) fn check_name(typed: &str) -> Result<String, Refusal> {
    let name = typed.trim();
    let refusal = if name.is_empty() {
        Refusal::new("account-name-missing")
    } else if name.chars().count() > NAME_CHARACTERS_AT_MOST {
        Refusal::new("account-name-too-long")
    } else if name.chars().any(|c| c.is_control() || turns_the_line(c)) {
        Refusal::new("account-name-unreadable")
    } else {
        return Ok(name.to_owned());
    };
    Err(refusal.on("name"))
}

/// Bidi embeddings, overrides and isolates: they would reach past the name.
fn turns_the_line(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// One address as it is kept. Narrower than RFC 5321 on purpose: what servers read differently
/// (quotes, `%` routes, lists) belongs to attackers far more often than to people.
pub(super) fn check_email(typed: &str) -> Result<String, Refusal> {
    let email = fold_email(typed);
    let refusal = if email.is_empty() {
        Refusal::new("account-email-missing")
    } else if !is_one_address(&email) {
        Refusal::new("account-email-unreadable")
    } else {
        return Ok(email);
    };
    Err(refusal.on("email"))
}

/// Two spellings that reach the same mailbox for nearly everybody are one account.
pub(super) fn fold_email(typed: &str) -> String {
    typed.trim().to_lowercase()
}

/// Whether it is one e-mail address, and nothing that could become two or a header.
pub fn is_one_address(email: &str) -> bool {
    let Some((local, domain)) = email.split_once('@') else {
        return false;
    };
    let local_is_plain = local
        .chars()
        .all(|c| c.is_alphanumeric() || "!#$&'*+-/=?^_`{|}~.".contains(c));
    let label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    email.len() <= EMAIL_BYTES_AT_MOST
        && !local.is_empty()
        && local.len() <= LOCAL_PART_BYTES_AT_MOST
        && local_is_plain
        && domain.contains('.')
        && domain.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_role_may_all_that_the_ones_before_it_may() {
        assert!(Role::Editor < Role::Coordinator && Role::Coordinator < Role::Owner);
        for role in Role::ALL {
            assert_eq!(role.name().parse(), Ok(role));
            assert_eq!(role.to_value(), role.name());
        }
        assert_eq!("admin".parse::<Role>(), Err(UnknownRole));
    }

    #[test]
    fn an_address_is_kept_in_lower_case_and_without_space_around_it() {
        for (typed, kept) in [
            ("post@dialog.example.org", "post@dialog.example.org"),
            (" Post@Dialog.Example.ORG\n", "post@dialog.example.org"),
            ("büro+termine@müller.example", "büro+termine@müller.example"),
        ] {
            assert_eq!(check_email(typed).as_deref(), Ok(kept));
        }
    }

    #[test]
    fn what_is_not_exactly_one_address_is_refused() {
        let long = format!("{}@dialog.example.org", "a".repeat(65));
        let longer = format!("post@{}example.org", "dialog.".repeat(40));
        for typed in [
            "post",
            "post@",
            "@dialog.example.org",
            "post@localhost",
            "post@dialog..org",
            "post@-dialog.org",
            "post@dialog-.org",
            "post@dialog.org,other@evil.example",
            "post%evil.example@dialog.org",
            "\"a b\"@dialog.org",
            "a b@dialog.org",
            "post@dialog.org\r\nBcc: all@evil.example",
            "post@evil.example@dialog.org",
            "post@[127.0.0.1]",
            &long,
            &longer,
        ] {
            let refusal = Refusal::new("account-email-unreadable").on("email");
            assert_eq!(check_email(typed), Err(refusal), "{typed:?}");
        }
        let missing = Refusal::new("account-email-missing").on("email");
        assert_eq!(check_email(" "), Err(missing));
    }

    #[test]
    fn a_name_cannot_break_the_line_or_turn_it_around() {
        assert_eq!(
            check_name(" Geschäftsstelle ").as_deref(),
            Ok("Geschäftsstelle")
        );
        for (typed, message) in [
            (" \t", "account-name-missing"),
            ("a\r\nBcc: x", "account-name-unreadable"),
            ("a\u{202E}b", "account-name-unreadable"),
            (&"a".repeat(101), "account-name-too-long"),
        ] {
            assert_eq!(check_name(typed), Err(Refusal::new(message).on("name")));
        }
    }

    #[test]
    fn everything_wrong_is_said_at_once() {
        let new = NewAccount {
            id: ulid::Ulid::from_parts(1, 1).into(),
            email: "post".into(),
            name: String::new(),
            role: Role::Editor,
        };
        let refused = new.check().unwrap_err();
        let fields: Vec<_> = refused.0.iter().map(|refusal| refusal.field).collect();
        assert_eq!(fields, [Some("name"), Some("email")]);
    }
}
