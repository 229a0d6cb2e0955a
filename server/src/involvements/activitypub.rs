//! Consent on the wire, both ways: the Offer as it is repeated in its answer, and what a word has to say
//! to be one. Pure.

use super::Involvement;
use crate::{words::Word as _, workstreams::Part};
use federation::{
    Iri,
    vocabulary::{actor::Involved, read},
};
use serde_json::{Value, json};

/// The Offer by its parts. Whoever asks offers itself.
pub fn offer(involvement: &Involvement) -> Value {
    json!({
        "id": involvement.offer,
        "type": "Offer",
        "actor": involvement.asker(),
        "object": involvement.asker(),
        "target": Involved::address(&involvement.workstream),
    })
}

/// The Accept by its parts, to take it back.
pub fn accept(involvement: &Involvement) -> Value {
    json!({
        "id": involvement.word,
        "type": "Accept",
        "actor": involvement.actor,
        "object": offer(involvement),
    })
}

/// Which part `involvement.actor` says here that it has. `None` when it says nothing of the kind: the
/// document was read from where it says it is.
pub fn consent(document: &Value, involvement: &Involvement) -> Option<Part> {
    let is = |value: &Value, expected: &Iri| read::id(value).as_ref() == Some(&**expected);
    let list = Involved::address(&involvement.workstream);
    let is_of_the_list =
        |offer: &Value| read::id(&offer["target"]).is_some_and(|it| it.as_str() == list);
    let object = &document["object"];
    let says_so = match read::kind(document) {
        Some("Accept") => {
            read::kind(object) == Some("Offer")
                && is(&object["object"], &involvement.workstream)
                && is_of_the_list(object)
        }
        Some("Offer") => is(object, &involvement.actor) && is_of_the_list(document),
        _ => false,
    };
    let word = involvement.word.as_ref()?;
    let is_theirs = is(&document["id"], word) && is(&document["actor"], &involvement.actor);
    match says_so && is_theirs {
        true => Part::named(document["kind"].as_str()?),
        false => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::involvements::tests::named;

    #[test]
    fn only_a_word_of_its_actor_for_this_workstream_is_a_consent() {
        let involvement = named();
        let accept = json!({
            "id": involvement.word, "type": "Accept", "actor": involvement.actor, "kind": "lead",
            "object": {
                "id": "https://a.example/ap/activities/9", "type": "Offer",
                "actor": involvement.workstream, "object": involvement.workstream,
                "target": Involved::address(&involvement.workstream),
            },
        });
        let request = json!({
            "id": involvement.word, "type": "Offer", "actor": involvement.actor, "kind": "lead",
            "object": involvement.actor, "target": Involved::address(&involvement.workstream),
        });
        for said in [&accept, &request] {
            assert_eq!(consent(said, &involvement), Some(Part::Lead));
        }
        let elsewhere = "https://c.example/actor";
        for (said, pointer, forged) in [
            (&accept, "/id", elsewhere),
            (&accept, "/type", "Reject"),
            (&accept, "/actor", elsewhere),
            (&accept, "/kind", "own"),
            (&accept, "/object", elsewhere),
            (&accept, "/object/type", "Follow"),
            (&accept, "/object/object", elsewhere),
            (&accept, "/object/target", elsewhere),
            (&request, "/object", elsewhere),
            (&request, "/target", elsewhere),
            (&request, "/actor", elsewhere),
        ] {
            let mut document = said.clone();
            *document.pointer_mut(pointer).unwrap() = json!(forged);
            assert_eq!(consent(&document, &involvement), None, "{pointer}");
        }
    }
}
