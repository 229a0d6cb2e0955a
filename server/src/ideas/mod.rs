//! Ideas: what people would have worked on in a cycle, who wrote them, and what became of them.

pub mod author;
pub mod comment;
pub mod idea;
pub mod offer;
pub mod supporter;

pub use self::{
    author::Author,
    comment::Comment,
    idea::{Idea, Origin, Product, State},
    offer::Offer,
    supporter::Supporter,
};
