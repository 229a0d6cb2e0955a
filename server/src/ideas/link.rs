//! The links by which somebody without an account stands by what they wrote, worked out as those of
//! participations are: the database holds nothing that opens them.

use super::{Author, Comment, Supporter};
use crate::{
    App,
    ids::{IdeaAuthorId, IdeaCommentId, IdeaSupporterId},
};
use url::Url;

/// What a link says before it is known to be true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    Author(IdeaAuthorId),
    Supporter(IdeaSupporterId),
    Comment(IdeaCommentId),
}

impl Claim {
    /// The claim, and what is to prove it.
    pub fn read(token: &str) -> Option<(Self, &str)> {
        let (kind, rest) = token.split_at_checked(1)?;
        let (id, tag) = rest.split_at_checked(26)?;
        let claim = match kind {
            "a" => Self::Author(id.parse().ok()?),
            "s" => Self::Supporter(id.parse().ok()?),
            "c" => Self::Comment(id.parse().ok()?),
            _ => return None,
        };
        Some((claim, tag))
    }
}

/// What is signed, and what stands before the signature.
fn said(kind: &str, id: &str, number: i32) -> (String, String) {
    (format!("idea {kind} {id} {number}"), format!("{kind}{id}"))
}

fn of_author(author: &Author) -> (String, String) {
    said("a", author.id.as_str(), author.link)
}

fn of_supporter(supporter: &Supporter) -> (String, String) {
    said("s", supporter.id.as_str(), 0)
}

fn of_comment(comment: &Comment) -> (String, String) {
    said("c", comment.id.as_str(), 0)
}

fn address(app: &App, (said, head): (String, String)) -> Url {
    let mut address = app.config.origin().clone();
    address.set_path(&format!("/i/{head}{}", app.links.sign(&said)));
    address
}

/// The whole address. It must reach no log.
pub fn author(app: &App, author: &Author) -> Url {
    address(app, of_author(author))
}

pub fn supporter(app: &App, supporter: &Supporter) -> Url {
    address(app, of_supporter(supporter))
}

pub fn comment(app: &App, comment: &Comment) -> Url {
    address(app, of_comment(comment))
}

pub fn opens_author(app: &App, author: &Author, tag: &str) -> bool {
    app.links.is_signed(&of_author(author).0, tag)
}

pub fn opens_supporter(app: &App, supporter: &Supporter, tag: &str) -> bool {
    app.links.is_signed(&of_supporter(supporter).0, tag)
}

pub fn opens_comment(app: &App, comment: &Comment, tag: &str) -> bool {
    app.links.is_signed(&of_comment(comment).0, tag)
}
