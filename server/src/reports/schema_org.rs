//! A report as a schema.org object, for search engines and everybody who collects results. Pure.

use super::report::{Licence, Material, Medium, Recording, Report};
use crate::events::{Event, organizers::Organizer};
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

pub fn report(report: &Report, event: &Event, author: Option<&Organizer>) -> Value {
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": "Report",
        "@id": report.iri,
        "url": report.url,
        "headline": report.title,
        "abstract": report.summary,
        "inLanguage": report.language,
        "dateModified": instant(report.updated_at),
        "about": {
            "@type": "Event",
            "@id": event.iri,
            "url": event.url,
            "name": event.title(&report.language),
            "startDate": event.starts().to_rfc3339_opts(SecondsFormat::Secs, false),
        },
    });
    let mut say = |name: &str, value: Value| data[name] = value;
    if let Some(at) = report.published_at {
        say("datePublished", instant(at).into());
    }
    if let Some(author) = author {
        let author = json!({ "@type": "Organization", "name": author.name, "url": author.page });
        say("author", author);
    }
    let contents = &report.contents;
    if !contents.materials.is_empty() {
        let parts: Vec<Value> = contents.materials.iter().map(material).collect();
        say("hasPart", parts.into());
    }
    if !contents.recordings.is_empty() {
        let media = contents.recordings.iter();
        let media: Vec<Value> = media.map(|one| recording(one, report)).collect();
        say("associatedMedia", media.into());
    }
    data
}

fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn material(material: &Material) -> Value {
    let mut part = json!({
        "@type": "CreativeWork",
        "name": material.title,
        "url": material.link,
    });
    match material.licence.url() {
        Some(licence) => part["license"] = licence.into(),
        None => part["conditionsOfAccess"] = Licence::AllRightsReserved.name().into(),
    }
    if !material.author.is_empty() {
        part["author"] = json!({ "@type": "Organization", "name": material.author });
    }
    part
}

fn recording(recording: &Recording, report: &Report) -> Value {
    let kind = match recording.medium {
        Medium::Audio => "AudioObject",
        Medium::Video => "VideoObject",
    };
    let own = format!("{}#transcript", report.url.as_str());
    json!({
        "@type": kind,
        "name": recording.title,
        "url": recording.link,
        "inLanguage": recording.language,
        "transcript": recording.transcript.as_deref().unwrap_or(&own),
    })
}
