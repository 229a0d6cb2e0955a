//! What associations of ours say to a committee of another server that offers them a seat: yes or no, that
//! they give it back, and how they vote. Each to the committee alone. Pure.

use super::{Mandate, Motion};
use crate::{committees::vote::Voice, markdown, words::Word as _};
use chrono::{DateTime, Utc};
use federation::{
    Iri,
    outbox::{Audience, Saying},
    vocabulary::utc,
};
use serde_json::{Value, json};

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
