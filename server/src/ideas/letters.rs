//! What is said by mail: to each author what became of their idea, and to everybody who has to confirm
//! that an address is theirs.

use super::{
    Author, Comment, Idea, Offer, State, Supporter, address, link, offer::State as OfferState,
    store,
};
use crate::{
    App, Result,
    app::Tx,
    associations,
    cycles::Cycle,
    i18n::Lang,
    mail::{self, Address, Mailbox, Message, Paragraph},
};
use std::collections::BTreeSet;
use url::Url;

/// What there is to say to an author.
#[derive(Clone, Copy, Debug)]
pub enum News<'a> {
    /// The address has to be confirmed before anything counts.
    PleaseConfirm,
    /// Somebody asks them to stand by it too.
    Invited,
    /// How it stands now.
    Standing,
    /// The workstream that came of it is not pursued any further.
    WorkEnded { name: &'a str, reason: &'a str },
    /// Another server answered.
    Answered(&'a Offer),
}

/// Write to one author, where they gave an address.
pub async fn write(
    app: &App,
    tx: &Tx,
    idea: &Idea,
    cycle: Option<&Cycle>,
    author: &Author,
    news: News<'_>,
) -> Result<()> {
    let reply_to = reply_to(tx, idea).await?;
    let own = link::author(app, author);
    let lang = Lang::of(&author.language);
    let title = ("title", &idea.title as &dyn crate::i18n::Value);
    let page = address(app, idea, cycle);
    let (subject, lines, action): (&str, Vec<String>, (&str, &Url)) = match news {
        News::PleaseConfirm => (
            "idea-mail-confirm-subject",
            vec![lang.text_with("idea-mail-confirm", &[title])],
            ("idea-mail-confirm-action", &own),
        ),
        News::Invited => (
            "idea-mail-invited-subject",
            vec![lang.text_with("idea-mail-invited", &[title])],
            ("idea-mail-invited-action", &own),
        ),
        News::Standing => {
            let mut lines = vec![lang.text_with(standing(idea), &[title])];
            if !idea.reason.is_empty() {
                let key = match idea.state {
                    State::Merged => "idea-mail-merged-into",
                    _ => "idea-mail-reason",
                };
                lines.push(lang.text_with(key, &[("reason", &idea.reason)]));
            }
            if idea.is_public() {
                lines.push(lang.text_with("idea-mail-page", &[("page", &page.as_str())]));
            }
            ("idea-mail-standing-subject", lines, ("idea-mail-own", &own))
        }
        News::WorkEnded { name, reason } => {
            let lines = vec![
                lang.text_with("idea-mail-work-ended", &[title, ("name", &name)]),
                lang.text_with("idea-mail-reason", &[("reason", &reason)]),
                lang.text_with("idea-mail-page", &[("page", &page.as_str())]),
            ];
            ("idea-mail-standing-subject", lines, ("idea-mail-own", &own))
        }
        News::Answered(offer) => {
            let key = match offer.state {
                OfferState::Accepted => "idea-mail-offer-accepted",
                OfferState::Selected => "idea-mail-offer-selected",
                OfferState::Merged => "idea-mail-offer-merged",
                OfferState::Ended => "idea-mail-offer-ended",
                OfferState::Offered | OfferState::Rejected => "idea-mail-offer-rejected",
            };
            let cycle = ("cycle", &offer.name as &dyn crate::i18n::Value);
            let mut lines = vec![lang.text_with(key, &[title, cycle])];
            if !offer.reason.is_empty() && offer.state == OfferState::Merged {
                lines.push(
                    lang.text_with("idea-mail-offer-merged-into", &[("into", &offer.reason)]),
                );
            } else if !offer.reason.is_empty() {
                lines.push(lang.text_with("idea-mail-reason", &[("reason", &offer.reason)]));
            }
            ("idea-mail-standing-subject", lines, ("idea-mail-own", &own))
        }
    };
    let Some(to) = address_of(author.email.as_deref()) else {
        return Ok(());
    };
    let message = Letter {
        lang,
        to,
        reply_to,
        subject: lang.text_with(subject, &[title]),
        lines,
        action: (lang.text(action.0), action.1.clone()),
    };
    mail::send(app, tx, &message.message()).await
}

fn standing(idea: &Idea) -> &'static str {
    match idea.state {
        State::Unconfirmed | State::Waiting => "idea-mail-waiting",
        State::Proposed => "idea-mail-proposed",
        State::Selected => "idea-mail-selected",
        State::Declined => "idea-mail-declined",
        State::Withdrawn => "idea-mail-withdrawn",
        State::Merged => "idea-mail-merged",
    }
}

/// Write to every author who confirmed, of the idea and of those that went over into it; to each address
/// once.
pub async fn write_to_all(
    app: &App,
    tx: &Tx,
    idea: &Idea,
    cycle: Option<&Cycle>,
    news: News<'_>,
) -> Result<()> {
    let mut told = BTreeSet::new();
    let mut authors = store::authors(tx, &idea.id).await?;
    for earlier in store::merged_into(tx, &idea.id).await? {
        authors.extend(store::authors(tx, &earlier.id).await?);
    }
    for author in authors.iter().filter(|author| author.is_confirmed()) {
        let is_new = author.email.clone().is_some_and(|email| told.insert(email));
        if is_new {
            write(app, tx, idea, cycle, author, news).await?;
        }
    }
    Ok(())
}

/// Ask whether somebody would work with it: the address has to be theirs.
pub async fn ask_supporter(
    app: &App,
    tx: &Tx,
    idea: &Idea,
    cycle: Option<&Cycle>,
    supporter: &Supporter,
) -> Result<()> {
    let asked = Asked {
        email: supporter.email.as_deref(),
        language: &supporter.language,
        keys: [
            "idea-mail-support-subject",
            "idea-mail-support",
            "idea-mail-support-action",
        ],
        link: link::supporter(app, supporter),
    };
    ask(app, tx, idea, cycle, asked).await
}

/// Ask whether a comment is theirs.
pub async fn ask_comment(
    app: &App,
    tx: &Tx,
    idea: &Idea,
    cycle: Option<&Cycle>,
    comment: &Comment,
) -> Result<()> {
    let asked = Asked {
        email: comment.email.as_deref(),
        language: &comment.language,
        keys: [
            "idea-mail-comment-subject",
            "idea-mail-comment",
            "idea-mail-comment-action",
        ],
        link: link::comment(app, comment),
    };
    ask(app, tx, idea, cycle, asked).await
}

/// A question by mail: subject, sentence and button, and where the button leads.
struct Asked<'a> {
    email: Option<&'a str>,
    language: &'a str,
    keys: [&'a str; 3],
    link: Url,
}

async fn ask(
    app: &App,
    tx: &Tx,
    idea: &Idea,
    cycle: Option<&Cycle>,
    asked: Asked<'_>,
) -> Result<()> {
    let Some(to) = address_of(asked.email) else {
        return Ok(());
    };
    let reply_to = reply_to(tx, idea).await?;
    let lang = Lang::of(asked.language);
    let [subject, sentence, action] = asked.keys;
    let page = address(app, idea, cycle);
    let title = ("title", &idea.title as &dyn crate::i18n::Value);
    let letter = Letter {
        lang,
        to,
        reply_to,
        subject: lang.text_with(subject, &[title]),
        lines: vec![
            lang.text_with(sentence, &[title]),
            lang.text_with("idea-mail-page", &[("page", &page.as_str())]),
            lang.text("mail-confirm-not-you"),
        ],
        action: (lang.text(action), asked.link),
    };
    mail::send(app, tx, &letter.message()).await
}

struct Letter {
    lang: Lang,
    to: Address,
    reply_to: Option<Mailbox>,
    subject: String,
    lines: Vec<String>,
    action: (String, Url),
}

impl Letter {
    fn message(self) -> Message {
        let (label, url) = self.action;
        Message {
            lang: self.lang,
            to: self.to,
            reply_to: self.reply_to,
            subject: self.subject,
            paragraphs: vec![
                Paragraph::Text(self.lines.join("\n")),
                Paragraph::Action(label, url),
            ],
            calendar: None,
            ticket: None,
            erase: None,
            subscription: None,
        }
    }
}

fn address_of(email: Option<&str>) -> Option<Address> {
    email?.parse().ok()
}

/// Who answers: the association that holds the cycle.
async fn reply_to(tx: &Tx, idea: &Idea) -> Result<Option<Mailbox>> {
    let association = associations::find_by_actor(tx, &idea.actor).await?;
    Ok(association.and_then(|association| {
        Some(Mailbox {
            address: association.email.parse().ok()?,
            name: association.name,
        })
    }))
}
