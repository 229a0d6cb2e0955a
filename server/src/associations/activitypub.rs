//! An association as an actor's profile. Pure: row in, profile out.

use super::Association;
use crate::{markdown, media::Media};
use federation::vocabulary::actor::{ASSOCIATION, Field, Icon, Profile};
use url::Url;

/// The words of the fields every profile has.
pub struct FieldNames {
    pub website: String,
    pub contact: String,
    pub imprint: String,
}

/// `origin` is ours; `picture` is the association's, if it has one.
pub fn profile(
    association: &Association,
    picture: Option<&Media>,
    origin: &Url,
    names: &FieldNames,
) -> Profile {
    let mut fields = Vec::new();
    if let Some(website) = &association.website {
        fields.push(link(&names.website, website, true));
    }
    if let Ok(imprint) = origin.join("/impressum") {
        fields.push(link(&names.imprint, imprint.as_str(), false));
    }
    if !association.email.is_empty() {
        let email = markdown::escape(&association.email);
        fields.push(Field {
            name: names.contact.clone(),
            value: format!("<a href=\"mailto:{email}\">{email}</a>"),
        });
    }
    for field in &association.fields.0 {
        fields.push(Field {
            name: field.name.clone(),
            value: markdown::escape(&field.value),
        });
    }
    Profile {
        name: association.name.clone(),
        summary: markdown::to_html(&association.summary),
        url: origin.join(&format!("/@{}", association.handle)).ok(),
        icon: picture.and_then(|picture| {
            Some(Icon {
                url: origin.join(&picture.path()).ok()?,
                media_type: picture.media_type.clone(),
                name: association.picture_alt.clone().unwrap_or_default(),
            })
        }),
        fields,
        body: Some(ASSOCIATION.to_owned()),
        unit_of: None,
        work: None,
        term: None,
        discoverable: true,
        told: Vec::new(),
        implements: Vec::new(),
    }
}

/// An address as people read it.
pub fn shown(url: &str) -> &str {
    url.trim_start_matches("https://")
        .trim_start_matches("http://")
        .trim_end_matches('/')
}

/// `rel=me` lets Mastodon verify that the site links back.
fn link(name: &str, url: &str, is_own: bool) -> Field {
    let rel = if is_own { " rel=\"me\"" } else { "" };
    Field {
        name: name.to_owned(),
        value: format!(
            "<a href=\"{}\"{rel}>{}</a>",
            markdown::escape(url),
            markdown::escape(shown(url))
        ),
    }
}
