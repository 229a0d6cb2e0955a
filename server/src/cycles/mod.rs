//! Programmes, their cycles from the first idea to the results, and topics with what became of them.

pub mod cycle;
pub mod draft;
pub mod programme;
pub mod topic;

pub use self::{
    cycle::{Cycle, Moderation, Stage},
    programme::Programme,
    topic::Topic,
};
