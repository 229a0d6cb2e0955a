//! A series as an actor's profile. Pure: row in, profile out.

use super::Series;
use crate::markdown;
use federation::vocabulary::actor::{Field, Profile, SERIES};
use url::Url;

/// `origin` is ours; `imprint` is the word for it.
pub fn profile(series: &Series, origin: &Url, imprint: &str) -> Profile {
    let mut summary = String::new();
    if !series.summary.is_empty() {
        summary.push_str(&format!("<p>{}</p>", markdown::escape(&series.summary)));
    }
    summary.push_str(&markdown::to_html(&series.description));
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
        summary,
        url: origin.join(&series.path()).ok(),
        icon: None,
        fields: fields.into_iter().collect(),
        body: Some(SERIES.to_owned()),
        unit_of: Some(series.organizer.clone().into()),
        work: None,
        discoverable: true,
        implements: Vec::new(),
    }
}
