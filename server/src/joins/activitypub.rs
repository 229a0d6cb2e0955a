//! A join on the wire: what is said of it to its organizer alone, and who may answer. Pure.

use super::Join;
use federation::{
    Iri,
    outbox::{Audience, Saying},
    vocabulary::{self as wire, read},
};
use serde_json::{Value, json};
use url::Url;

/// Want to take part. Mobilizon and we take the event by its id.
pub fn join(event: &Iri, organizer: &Iri) -> Saying {
    Saying::about("Join", json!(event), Audience::only(organizer))
}

/// Not any more. Names the event, not the Join: that is what Mobilizon looks for.
pub fn leave(join: &Join) -> Saying {
    Saying::about("Leave", json!(join.event), Audience::only(&join.organizer))
}

/// Who set the event up for a group: in Mobilizon the group owns it, and that person answers for it. Only
/// somebody at the same server.
pub fn speaker(document: &Value, event: &wire::Event) -> Option<Iri> {
    let actor = read::id(&document["actor"])?;
    let is_another = actor != event.attributed_to && actor.origin() == event.id.origin();
    is_another.then(|| actor.into())
}

/// Where whoever is let in reads on: at the organizer's own server, and nowhere else.
pub fn way_in(result: Option<&Url>, organizer: &Iri) -> Option<Url> {
    let result = result.filter(|result| result.origin() == organizer.origin());
    result.cloned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use federation::vocabulary::Object;

    fn event(actor: &str) -> (Value, wire::Event) {
        let document = json!({
            "id": "https://mobi.example/events/1",
            "type": "Event",
            "attributedTo": "https://mobi.example/@gruppe",
            "actor": actor,
            "name": "Lesekreis",
            "startTime": "2026-11-12T18:00:00Z",
        });
        match Object::read(&document) {
            Some(Object::Event(event)) => (document, *event),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn who_set_an_event_up_for_a_group_answers_for_it_from_the_same_server() {
        for (actor, speaker) in [
            (
                "https://mobi.example/@orga",
                Some("https://mobi.example/@orga"),
            ),
            ("https://mobi.example/@gruppe", None),
            ("https://evil.example/@orga", None),
            ("javascript:alert(1)", None),
        ] {
            let (document, event) = event(actor);
            let found = self::speaker(&document, &event);
            assert_eq!(
                found.as_ref().map(|found| found.as_str()),
                speaker,
                "{actor}"
            );
        }
    }

    #[test]
    fn the_way_in_is_at_the_organizers() {
        let organizer = "https://a.example/actor".parse().unwrap();
        for (result, is_taken) in [
            ("https://a.example/r/1", true),
            ("https://evil.example/r/1", false),
            ("http://a.example/r/1", false),
        ] {
            let result: Url = result.parse().unwrap();
            let way_in = way_in(Some(&result), &organizer);
            assert_eq!(way_in.is_some(), is_taken, "{result}");
        }
    }
}
