//! Consent on the wire, both ways: the Offer as it is repeated in its answer, and what an Accept has to
//! say to be one. Pure.

use super::Cohost;
use crate::{events::Role, words::Word as _};
use federation::{
    Iri,
    vocabulary::{self as wire, event::Organizers, read},
};
use serde_json::{Value, json};
use url::Url;

/// The Offer by its parts, without the event it carried: an Accept is public.
pub fn offer(cohost: &Cohost) -> Value {
    json!({
        "id": cohost.offer,
        "type": "Offer",
        "actor": cohost.host,
        "object": cohost.event,
        "target": Organizers::address(&cohost.event),
    })
}

/// The Accept by its parts, to take it back.
pub fn accept(cohost: &Cohost) -> Value {
    json!({
        "id": cohost.accept,
        "type": "Accept",
        "actor": cohost.actor,
        "object": offer(cohost),
    })
}

/// Our Announce by its parts, to take it back.
pub fn announce(cohost: &Cohost) -> Value {
    json!({
        "id": cohost.announce,
        "type": "Announce",
        "actor": cohost.actor,
        "object": cohost.event,
    })
}

/// The list an Offer is for: the event's own.
pub fn organizers(event: &wire::Event) -> Url {
    let listed = event.organizers.as_ref();
    let named = listed.and_then(|organizers| organizers.id.clone());
    named.unwrap_or_else(|| Organizers::address(&event.id))
}

/// In which role `cohost.actor` says here that it stands by `cohost.event`. `None` when it says
/// nothing of the kind: the document was read from where it says it is.
pub fn consent(document: &Value, cohost: &Cohost) -> Option<Role> {
    let is = |value: &Value, expected: &Iri| read::id(value).as_ref() == Some(&**expected);
    let offer = &document["object"];
    let is_of_the_event = match read::kind(offer) {
        Some("Offer") => {
            is(&offer["object"], &cohost.event)
                && (offer["actor"].is_null() || is(&offer["actor"], &cohost.host))
        }
        _ => is(offer, &cohost.event),
    };
    let is_theirs = read::kind(document) == Some("Accept")
        && cohost
            .accept
            .as_ref()
            .is_some_and(|id| is(&document["id"], id))
        && is(&document["actor"], &cohost.actor);
    (is_of_the_event && is_theirs).then(|| match document["kind"].as_str() {
        Some(role) => Role::named(role).unwrap_or_default(),
        None => Role::default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cohosts::{State, tests::named};

    const ACCEPT: &str = "https://b.example/ap/activities/1";

    fn said() -> Value {
        json!({
            "id": ACCEPT,
            "type": "Accept",
            "actor": "https://b.example/actor",
            "kind": "sponsor",
            "object": {
                "id": "https://a.example/ap/activities/9",
                "type": "Offer",
                "actor": "https://a.example/actor",
                "object": "https://a.example/e/1",
            },
        })
    }

    #[test]
    fn only_an_accept_of_its_actor_for_this_event_is_a_consent() {
        let cohost = Cohost {
            accept: Some(ACCEPT.parse().unwrap()),
            ..named("https://b.example/actor", State::Unconfirmed)
        };
        assert_eq!(consent(&said(), &cohost), Some(Role::Sponsor));
        for (pointer, forged) in [
            ("/id", json!("https://b.example/ap/activities/2")),
            ("/type", json!("Reject")),
            ("/actor", json!("https://c.example/actor")),
            ("/object/object", json!("https://a.example/e/2")),
            ("/object/actor", json!("https://c.example/actor")),
            ("/object/type", json!("Follow")),
            ("/object", json!("https://a.example/ap/activities/9")),
        ] {
            let mut document = said();
            *document.pointer_mut(pointer).unwrap() = forged;
            assert_eq!(consent(&document, &cohost), None, "{pointer}");
        }
        // As other software may say it: of the event itself, and without a role.
        let mut brief = said();
        brief["object"] = json!("https://a.example/e/1");
        brief.as_object_mut().unwrap().shift_remove("kind");
        assert_eq!(consent(&brief, &cohost), Some(Role::Cohost));
    }
}
