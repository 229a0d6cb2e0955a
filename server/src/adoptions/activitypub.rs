//! An adoption on the wire: the adopter offers itself to the report, and the answer repeats that by its
//! parts. Pure.

use super::{Adoption, adoption::Details};
use crate::markdown;
use federation::{
    Iri,
    outbox::{Audience, Saying},
};
use serde_json::{Value, json};

/// „We use this“, for everybody to read: in words that ActivityStreams has.
pub fn announcement(adopter: &Iri, report: &Iri, lead: &Iri, details: &Details) -> Saying {
    let audience = Audience::open(lead, None);
    let mut saying = Saying::about("Offer", json!(adopter), audience)
        .with("target", json!(report))
        .concerning(report);
    if !details.product.is_empty() {
        saying = saying.with("name", json!(details.product));
    }
    if !details.note.is_empty() {
        saying = saying.with("content", json!(markdown::escape(&details.note)));
    }
    if let Some(link) = &details.link {
        saying = saying.with("url", json!(link));
    }
    saying
}

/// The announcement by its parts, to answer it or to take it back.
pub fn offer(adoption: &Adoption) -> Value {
    json!({
        "id": adoption.offer,
        "type": "Offer",
        "actor": adoption.adopter,
        "object": adoption.adopter,
        "target": adoption.report,
    })
}
