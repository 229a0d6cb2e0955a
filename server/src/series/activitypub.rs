//! A series as an actor's profile. Pure: row in, profile out.

use super::Series;
use crate::{events::event::picture_path, markdown};
use federation::vocabulary::actor::{Field, Icon, Profile, SERIES, Told};
use url::Url;

/// `origin` is ours; `imprint` is the word for it.
pub fn profile(series: &Series, origin: &Url, imprint: &str) -> Profile {
    let link = origin.join("/impressum").ok();
    let fields = link.map(|link| {
        let shown = link.as_str().trim_start_matches("https://");
        let shown = markdown::escape(shown.trim_start_matches("http://"));
        Field {
            name: imprint.to_owned(),
            value: format!("<a href=\"{link}\">{shown}</a>"),
        }
    });
    Profile {
        name: series.name.clone(),
        summary: summary(&series.summary, &series.description),
        told: told(series),
        url: origin.join(&series.path()).ok(),
        icon: series.picture.as_ref().and_then(|picture| {
            Some(Icon {
                url: origin.join(&picture_path(picture)).ok()?,
                media_type: picture.media_type.clone(),
                name: picture.alt.clone(),
            })
        }),
        fields: fields.into_iter().collect(),
        body: Some(SERIES.to_owned()),
        unit_of: Some(series.organizer.clone().into()),
        work: None,
        term: None,
        discoverable: true,
        implements: Vec::new(),
    }
}

/// Name and summary in each language, where there are two.
fn told(series: &Series) -> Vec<Told> {
    if series.other.is_none() {
        return Vec::new();
    }
    let texts = series.texts().into_iter();
    texts
        .map(|text| Told {
            summary: summary(&text.summary, &text.description),
            language: text.language,
            name: text.title,
        })
        .collect()
}

/// The line and the description below it, in HTML.
fn summary(line: &str, description: &str) -> String {
    let mut summary = String::new();
    if !line.is_empty() {
        summary.push_str(&format!("<p>{}</p>", markdown::escape(line)));
    }
    summary.push_str(&markdown::to_html(description));
    summary
}
