//! The rules that programmes, cycles and topics share. No database, no clock.

use crate::{
    error::{Refusal, Refusals},
    events::draft::one_line,
};

/// Characters of a name.
pub const NAME_AT_MOST: usize = 100;
/// Characters of the line below the name.
pub const SUMMARY_AT_MOST: usize = 300;
/// Characters of a text with markup.
pub const MARKDOWN_AT_MOST: usize = 10_000;
const SLUG_AT_MOST: usize = 60;
/// What stands behind `/cycles/` and is no cycle.
const TAKEN: [&str; 4] = ["new", "portfolio", "workstreams", "feed"];

/// A text of one line.
pub fn line(
    typed: &str,
    field: &'static str,
    characters: usize,
    is_required: bool,
    refusals: &mut Refusals,
) -> String {
    let line = one_line(typed);
    if line.is_empty() && is_required {
        refusals.add(Refusal::new("cycle-field-missing").on(field));
    }
    if line.chars().count() > characters {
        refusals.add(Refusal::new("cycle-field-too-long").on(field));
    }
    line
}

/// A text of many.
pub fn text(
    typed: &str,
    field: &'static str,
    characters: usize,
    refusals: &mut Refusals,
) -> String {
    if typed.chars().count() > characters {
        refusals.add(Refusal::new("cycle-field-too-long").on(field));
    }
    typed.trim().replace("\r\n", "\n")
}

/// The readable part of an address: what was typed, or what the name makes of it. „2024/2025“ is
/// `2024-2025`.
pub fn read_slug(typed: &str, name: &str, refusals: &mut Refusals) -> String {
    let typed = typed.trim();
    if typed.is_empty() {
        return crate::events::event::slug(name);
    }
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let is_slug = typed.len() <= SLUG_AT_MOST && typed.chars().all(is_plain);
    if !is_slug || TAKEN.contains(&typed) || typed.starts_with('-') || typed.ends_with('-') {
        refusals.add(Refusal::new("cycle-slug-wrong").on("slug"));
    }
    typed.to_owned()
}
