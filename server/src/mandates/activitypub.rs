//! What associations of ours say to a committee of another server that offers them a seat: yes or no, that
//! they give it back, how they vote, and what else they say for it. Each to the committee alone. Pure.

use super::{Mandate, Minutes, Motion, Word};
use crate::{
    committees::{
        activitypub::{beginning, end, tombstone},
        inbox::{ABSENT, APPROVE, PRESENT},
        vote::Voice,
    },
    markdown,
    words::Word as _,
};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use federation::{
    Iri,
    outbox::{Audience, Saying},
    vocabulary::{PUBLIC, utc},
};
use serde_json::{Value, json};
use url::Url;

/// The Offer by its ids.
fn offer(mandate: &Mandate) -> Value {
    json!({
        "id": mandate.offer,
        "type": "Offer",
        "actor": mandate.committee,
        "object": mandate.seat,
        "target": mandate.association,
    })
}

fn saying(kind: &'static str, object: Value, mandate: &Mandate) -> Saying {
    let saying = Saying::about(kind, object, Audience::only(&mandate.committee));
    saying.concerning(&mandate.committee)
}

/// Yes, and who takes it.
pub fn accept(mandate: &Mandate, person: &str) -> Saying {
    saying("Accept", offer(mandate), mandate).with("name", json!(person))
}

/// No, and why.
pub fn reject(mandate: &Mandate, reason: &str) -> Saying {
    let saying = saying("Reject", offer(mandate), mandate);
    match reason {
        "" => saying,
        reason => saying.with("content", json!(markdown::escape(reason))),
    }
}

/// Not any more.
pub fn leave(mandate: &Mandate) -> Saying {
    let undone = json!({
        "id": mandate.word,
        "type": "Accept",
        "actor": mandate.association,
        "object": mandate.offer,
    });
    saying("Undo", undone, mandate)
}

/// What the seat says: a Note that has a name instead of a text.
pub fn vote(
    mandate: &Mandate,
    motion: &Motion,
    id: &Iri,
    voice: Voice,
    now: DateTime<Utc>,
) -> Saying {
    let note = json!({
        "id": id,
        "type": "Note",
        "attributedTo": mandate.association,
        "inReplyTo": motion.iri,
        "name": voice.name(),
        "published": utc(now),
        "to": [mandate.committee],
    });
    saying("Create", note, mandate)
}

/// A remark: a Note with a text. Of a workstream it may have a name, which is the occasion.
pub fn remark(mandate: &Mandate, word: &Word, about: &Url) -> Saying {
    let mut note = json!({
        "id": word.note,
        "type": "Note",
        "attributedTo": mandate.association,
        "inReplyTo": about,
        "content": paragraphs(&word.text),
        "published": utc(word.created_at),
        "to": [mandate.committee],
    });
    if !word.checkpoint.is_empty() {
        note["name"] = json!(word.checkpoint);
    }
    if word.is_public {
        note["audience"] = json!(PUBLIC);
    }
    saying("Create", note, mandate)
}

fn paragraphs(text: &str) -> String {
    let paragraphs = text.split("\n\n").map(|paragraph| {
        let lines = markdown::escape(paragraph.trim()).replace('\n', "<br>");
        format!("<p>{lines}</p>")
    });
    paragraphs.collect()
}

/// It is not said any more.
pub fn take_back(mandate: &Mandate, word: &Word, now: DateTime<Utc>) -> Saying {
    saying("Delete", tombstone(&word.note, "Note", now), mandate)
}

/// On which days whoever sits there is away; without any, that they are there.
pub fn absence(mandate: &Mandate, word: &Word, zone: Tz) -> Saying {
    let mut note = json!({
        "id": word.note,
        "type": "Note",
        "attributedTo": mandate.association,
        "inReplyTo": mandate.seat,
        "name": PRESENT,
        "published": utc(word.created_at),
        "to": [mandate.committee],
    });
    if let (Some(from), Some(until)) = (word.starts_on, word.ends_on) {
        note["name"] = json!(ABSENT);
        note["startTime"] = json!(beginning(from, zone));
        note["endTime"] = json!(end(until, zone));
    }
    saying("Create", note, mandate)
}

/// Minutes are as they should be.
pub fn approval(mandate: &Mandate, minutes: &Minutes, id: &Iri) -> Saying {
    let note = json!({
        "id": id,
        "type": "Note",
        "attributedTo": mandate.association,
        "inReplyTo": minutes.iri,
        "name": APPROVE,
        "to": [mandate.committee],
    });
    saying("Create", note, mandate)
}
