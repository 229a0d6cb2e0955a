//! Reports on the wire, both ways: an Article below its event, and the Note that says its result in one
//! sentence. Pure: rows in, ActivityStreams out, and back.

use super::report::{Contents, Group, Report};
use crate::{
    events::{Event, activitypub::hashtag, event::picture_path},
    i18n::Lang,
    markdown::{self, escape},
};
use chrono::{DateTime, Utc};
use federation::{
    actors::Actor,
    outbox::Audience,
    vocabulary::{
        Article, Note,
        article::Preview,
        event::{Image, LanguageMap},
    },
};
use url::Url;

/// What distinguishes a report from other articles for those who know our terms.
pub const KIND: &str = "report";
/// The tag of Leichte Sprache.
const EASY: &str = "de-simple";
/// The longest title of others that we keep, in characters, and the longest summary.
const TITLE_AT_MOST: usize = 200;
const SUMMARY_AT_MOST: usize = 400;

/// Who tells of it, and from where.
pub struct Setting<'a> {
    pub author: &'a Actor,
    /// The event's, which passes it on.
    pub series: Option<&'a Actor>,
    pub origin: &'a Url,
}

impl Setting<'_> {
    /// Whom a report, its changes and its end are for: everybody; brought to followers, those of the series
    /// too, and to those who invited with its author.
    pub fn audience(&self, event: &Event) -> Audience {
        let audience = Audience::public(self.author).and(event.cohosts.actors());
        match self.series {
            Some(series) => audience.and_of(series),
            None => audience,
        }
    }
}

/// A report of ours as others see it; nothing while nobody has it.
pub fn object(report: &Report, event: &Event, setting: &Setting<'_>) -> Option<Article> {
    let lang = Lang::of(&report.language);
    let audience = setting.audience(event);
    let content = content(report, lang);
    let easy = report.contents.easy_html();
    let mut texts = vec![(report.language.clone(), content.clone())];
    if !easy.is_empty() && report.language != EASY {
        texts.push((EASY.to_owned(), easy));
    }
    let topics = event.topics.0.iter();
    Some(Article {
        id: report.iri.clone()?.into(),
        attributed_to: setting.author.id.clone().into(),
        in_reply_to: Some(event.iri.clone().into()),
        audience: None,
        url: report.url.clone().into(),
        name: report.title.clone(),
        summary: Some(report.summary.clone()),
        content: Some(content),
        content_map: LanguageMap(texts),
        preview: Some(Preview {
            content: sentence(report, event),
        }),
        attachment: picture(event, setting.origin).into_iter().collect(),
        tag: topics
            .filter_map(|topic| hashtag(topic, setting.origin))
            .collect(),
        kind: Some(KIND.to_owned()),
        proposal: None,
        published: report.published_at?.fixed_offset(),
        updated: updated_at(report).map(|at| at.fixed_offset()),
        to: audience.to,
        cc: audience.cc,
    })
}

/// The result in one sentence, where the event is talked about.
pub fn note(report: &Report, event: &Event, setting: &Setting<'_>) -> Option<Note> {
    let audience = setting.audience(event);
    let content = sentence(report, event);
    Some(Note {
        id: report.note.clone()?.into(),
        attributed_to: setting.author.id.clone().into(),
        in_reply_to: Some(event.iri.clone().into()),
        url: Some(report.url.clone().into()),
        content_map: LanguageMap(vec![(report.language.clone(), content.clone())]),
        content,
        published: report.published_at?.fixed_offset(),
        updated: updated_at(report).map(|at| at.fixed_offset()),
        to: audience.to,
        cc: audience.cc,
    })
}

fn updated_at(report: &Report) -> Option<DateTime<Utc>> {
    let published = report.published_at?;
    (published < report.updated_at).then_some(report.updated_at)
}

fn sentence(report: &Report, event: &Event) -> String {
    let lang = Lang::of(&report.language);
    let title = event.title(&report.language);
    let line = lang.text_with(
        "report-wire-note",
        &[("title", &title), ("summary", &report.summary)],
    );
    let url = escape(report.url.as_str());
    format!("<p>{}</p><p><a href=\"{url}\">{url}</a></p>", escape(&line))
}

/// The event's picture, for those who show one beside an article.
fn picture(event: &Event, origin: &Url) -> Option<Image> {
    let picture = event.picture.as_ref()?;
    Some(Image {
        kind: "Image",
        media_type: picture.media_type.clone(),
        url: origin.join(&picture_path(picture)).ok()?,
        name: picture.alt.clone(),
        width: Some(picture.width),
        height: Some(picture.height),
    })
}

/// All of it but the transcript, which is read on the page, as HTML.
fn content(report: &Report, lang: Lang) -> String {
    let contents = &report.contents;
    let mut html = contents.text_html();
    section(&mut html, lang, "report-goals", goals(contents, lang));
    section(&mut html, lang, "report-groups", groups(contents, lang));
    section(
        &mut html,
        lang,
        "report-materials",
        materials(contents, lang),
    );
    section(
        &mut html,
        lang,
        "report-recordings",
        recordings(report, lang),
    );
    html
}

fn section(html: &mut String, lang: Lang, heading: &str, inner: String) {
    if !inner.is_empty() {
        html.push_str(&format!("<h2>{}</h2>{inner}", escape(&lang.text(heading))));
    }
}

fn list(items: impl Iterator<Item = String>) -> String {
    let items: String = items.map(|item| format!("<li>{item}</li>")).collect();
    match items.is_empty() {
        true => items,
        false => format!("<ul>{items}</ul>"),
    }
}

fn link(href: &str, words: &str) -> String {
    format!("<a href=\"{}\">{}</a>", escape(href), escape(words))
}

fn goals(contents: &Contents, lang: Lang) -> String {
    list(contents.goals.iter().map(|goal| {
        let answer = lang.text(goal.answer.key());
        let said = match goal.said.is_empty() {
            true => String::new(),
            false => format!(" – {}", escape(&goal.said)),
        };
        format!("{} ({answer}){said}", escape(&goal.text))
    }))
}

fn groups(contents: &Contents, lang: Lang) -> String {
    contents.groups.iter().map(|one| group(one, lang)).collect()
}

fn group(group: &Group, lang: Lang) -> String {
    let labelled = |key: &str, text: &str| match text.is_empty() {
        true => String::new(),
        false => format!("<p>{}: {}</p>", escape(&lang.text(key)), escape(text)),
    };
    let points = |key: &str, points: &[String]| match points.is_empty() {
        true => String::new(),
        false => {
            let label = escape(&lang.text(key));
            let points = list(points.iter().map(|point| escape(point)));
            format!("<p>{label}:</p>{points}")
        }
    };
    [
        format!("<h3>{}</h3>", escape(&group.name)),
        labelled("report-label-question", &group.question),
        labelled("report-label-host", &group.host),
        points("report-label-findings", &group.findings),
        points("report-label-open", &group.open_points),
    ]
    .concat()
}

fn materials(contents: &Contents, lang: Lang) -> String {
    list(contents.materials.iter().map(|material| {
        let licence = escape(&lang.text(material.licence.key()));
        let author = match material.author.is_empty() {
            true => String::new(),
            false => format!(", {}", escape(&material.author)),
        };
        format!(
            "{}{author} ({licence})",
            link(&material.link, &material.title)
        )
    }))
}

fn recordings(report: &Report, lang: Lang) -> String {
    let own = format!("{}#transcript", report.url.as_str());
    list(report.contents.recordings.iter().map(|recording| {
        let medium = escape(&lang.text(recording.medium.key()));
        let transcript = recording.transcript.as_deref().unwrap_or(&own);
        format!(
            "{medium}: {} ({})",
            link(&recording.link, &recording.title),
            link(transcript, &lang.text("report-transcript"))
        )
    }))
}

/// What another server's article changes in what we have of it.
pub struct Foreign {
    pub url: Url,
    pub title: String,
    pub summary: String,
    pub published_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// A report of another server on an event of the same author, made safe to show. Nothing where the
/// article is something else.
pub fn foreign(article: &Article) -> Option<Foreign> {
    if article.kind.as_deref() != Some(KIND) {
        return None;
    }
    // It leads to where it is from, and nowhere else.
    let url = Some(&article.url).filter(|url| url.origin() == article.id.origin());
    let short = |text: &str, limit: usize| text.chars().take(limit).collect::<String>();
    let summary = article.summary.as_deref().map(markdown::plain);
    Some(Foreign {
        url: url.unwrap_or(&article.id).clone(),
        title: short(&article.name, TITLE_AT_MOST),
        summary: short(&summary.unwrap_or_default(), SUMMARY_AT_MOST),
        published_at: article.published.to_utc(),
        updated_at: article.updated.unwrap_or(article.published).to_utc(),
    })
}
