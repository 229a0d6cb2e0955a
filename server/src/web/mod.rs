//! What the ways in share for people: pages, assets, choices, legal texts, errors.

pub mod assets;
pub mod errors;
pub mod legal;
pub mod page;
pub mod preferences;
