//! What ours say to a workstream of another server: the Join of whoever asks, the word of their
//! association, and what they say to the work. Pure.

use super::Membership;
use crate::{i18n::Lang, markdown, members::Role};
use chrono::{DateTime, FixedOffset};
use federation::{
    Iri,
    outbox::{Audience, Saying},
    vocabulary::{Note, Profile, event::LanguageMap},
};
use serde_json::{Value, json};
use url::Url;

/// Whoever asks: an organisation and a role, found by nobody who does not know the address.
pub fn profile(person: &str, association: Option<Url>) -> Profile {
    Profile {
        name: person.to_owned(),
        url: association,
        discoverable: false,
        ..Profile::default()
    }
}

/// Want to work in it.
pub fn join(workstream: &Iri, association: &Iri, role: Role) -> Saying {
    let audience = Audience {
        to: [workstream, association]
            .map(|it| it.clone().into())
            .to_vec(),
        cc: Vec::new(),
    };
    Saying::about("Join", json!(workstream), audience)
        .with("instrument", json!(role.iri()))
        .with("actedOnBehalfOf", json!(association))
}

/// Not any more.
pub fn leave(membership: &Membership) -> Saying {
    let audience = Audience::only(&membership.workstream);
    Saying::about("Leave", json!(membership.workstream), audience)
}

/// The association says that they act for it. After the Join, which it names.
pub fn confirm(membership: &Membership) -> Saying {
    let audience = Audience::only(&membership.workstream);
    let saying = Saying::about("Accept", json!(membership.activity), audience);
    saying.concerning(&membership.workstream)
}

/// The association does not stand for it any more.
pub fn disown(membership: &Membership) -> Saying {
    let undone: Value = json!({
        "id": membership.confirmation,
        "type": "Accept",
        "actor": membership.association,
        "object": membership.activity,
    });
    let audience = Audience::only(&membership.workstream);
    let saying = Saying::about("Undo", undone, audience);
    saying.concerning(&membership.workstream)
}

/// Something that is to be done there is done, or is not after all. After what was told of it.
pub fn resolve(membership: &Membership, task: &Iri, is_done: bool) -> Saying {
    let audience = Audience::only(&membership.workstream);
    let saying = match is_done {
        true => Saying::about("Resolve", json!(task), audience),
        false => {
            let resolved = json!({
                "type": "Resolve",
                "actor": membership.actor,
                "object": task,
            });
            Saying::about("Undo", resolved, audience)
        }
    };
    saying.concerning(task)
}

/// Something said to the work, to nobody but it.
pub fn contribution(
    membership: &Membership,
    id: &Iri,
    text: &str,
    lang: Lang,
    published: DateTime<FixedOffset>,
) -> Note {
    let content = markdown::to_html(text);
    let audience = Audience::only(&membership.workstream);
    Note {
        id: id.clone().into(),
        attributed_to: membership.actor.clone().into(),
        in_reply_to: Some(membership.workstream.clone().into()),
        url: None,
        content_map: LanguageMap(vec![(lang.bcp47().to_owned(), content.clone())]),
        content,
        published,
        updated: None,
        to: audience.to,
        cc: audience.cc,
    }
}
