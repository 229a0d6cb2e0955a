//! What a paper must say of itself, read from what was typed. Every fault is found at once and names its
//! field. No database, no network, no clock.

use super::paper::{Kind, Paper, Source, Sources, relation};
use crate::{
    cycles::draft::{line, read_slug, text},
    error::{Refusal, Refusals},
    events::{
        LANGUAGES,
        draft::{or, read_date},
    },
    reports::report::Licence,
    words::Word as _,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use url::Url;
use utoipa::ToSchema;

/// Characters.
pub const TITLE_AT_MOST: usize = 200;
/// Characters of the occasion, the addressee and an organisation.
pub const LINE_AT_MOST: usize = 200;
/// Characters; with what stands around it, it fits into the 400 that Mastodon's readers see.
pub const SUMMARY_AT_MOST: usize = 300;
/// Characters; it fits into any note.
pub const KEY_SENTENCE_AT_MOST: usize = 300;
/// Characters of the text in Leichte Sprache.
pub const EASY_TEXT_AT_MOST: usize = 40_000;
/// Characters of what the addressee answered.
pub const ANSWER_AT_MOST: usize = 2_000;
pub const SOURCES_AT_MOST: usize = 200;
pub const RELATIONS_AT_MOST: usize = 50;
/// Characters of an address.
const LINK_AT_MOST: usize = 2_000;

/// A paper as typed: into the form, a file or the API. Nothing is lost of it when it is refused.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PaperDraft)]
#[serde(default, deny_unknown_fields)]
pub struct Draft {
    /// The handle of the association that leads; empty for the instance's first. Never changes.
    pub organizer: String,
    /// `position_paper`, `joint_declaration`, `recommendation`, `guide`, `material` or `report`; empty for
    /// `position_paper`.
    pub kind: String,
    pub title: String,
    /// The readable part of its address; empty for one made of the title. Never changes.
    pub slug: String,
    /// Why now, in one line.
    pub occasion: String,
    /// `de`, `en` or `de-simple`; empty for `de`.
    pub language: String,
    /// As SPDX names it, or `all-rights-reserved`; empty for `CC-BY-4.0`.
    pub licence: String,
    /// What it says, plainly.
    pub summary: String,
    /// The one sentence that is passed on.
    pub key_sentence: String,
    /// The same in Leichte Sprache. Markdown.
    pub easy_text: String,
    /// To whom it is sent.
    pub addressee: String,
    /// `2026-11-14` or `14.11.2026`, as the next ones; empty for not yet.
    pub sent_on: String,
    pub due_on: String,
    pub answered_on: String,
    /// What was answered, in short.
    pub answer: String,
    /// The last day for comments and amendments.
    pub comments_until: String,
    /// The last day for signatures.
    pub sign_until: String,
    /// One a line: `title | link`.
    pub sources: String,
    /// One a line: `renews`, `replaces` or `implements`, then the last part of the address of a paper here,
    /// or `link | title` of one elsewhere: `renews | https://… | Vereinbarung`.
    pub relations: String,
    /// The state of it that the form was filled from, to notice when somebody was faster.
    pub seen: String,
}

/// A paper that passed its rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    pub slug: String,
    pub kind: Kind,
    pub title: String,
    pub occasion: String,
    pub language: String,
    pub licence: String,
    pub summary: String,
    pub key_sentence: String,
    pub easy_text: String,
    pub addressee: String,
    pub sent_on: Option<NaiveDate>,
    pub due_on: Option<NaiveDate>,
    pub answered_on: Option<NaiveDate>,
    pub answer: String,
    pub comments_until: Option<NaiveDate>,
    pub sign_until: Option<NaiveDate>,
    pub sources: Sources,
    pub relations: Vec<Related>,
}

/// An earlier paper, and how this one stands to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    pub kind: relation::Kind,
    pub to: To,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum To {
    /// The last part of the address of a paper here.
    Here(String),
    Elsewhere {
        link: String,
        title: String,
    },
}

impl Draft {
    pub fn check(&self) -> Result<Details, Refusals> {
        let mut refusals = Refusals::default();
        let faults = &mut refusals;
        let kind = match self.kind.trim() {
            "" => Some(Kind::default()),
            typed => Kind::named(typed),
        };
        if kind.is_none() {
            faults.add(Refusal::new("paper-kind-unknown").on("kind"));
        }
        let language = or(&self.language, "de");
        if !LANGUAGES.contains(&language) {
            faults.add(Refusal::new("paper-language-unknown").on("language"));
        }
        let licence = or(&self.licence, Licence::CcBy.name());
        if !Licence::ALL.iter().any(|known| known.name() == licence) {
            faults.add(Refusal::new("paper-licence-unknown").on("licence"));
        }
        let title = line(&self.title, "title", TITLE_AT_MOST, true, faults);
        let details = Details {
            slug: read_slug(&self.slug, &title, faults),
            kind: kind.unwrap_or_default(),
            title,
            occasion: line(&self.occasion, "occasion", LINE_AT_MOST, false, faults),
            language: language.to_owned(),
            licence: licence.to_owned(),
            summary: line(&self.summary, "summary", SUMMARY_AT_MOST, false, faults),
            key_sentence: line(
                &self.key_sentence,
                "key_sentence",
                KEY_SENTENCE_AT_MOST,
                false,
                faults,
            ),
            easy_text: text(&self.easy_text, "easy_text", EASY_TEXT_AT_MOST, faults),
            addressee: line(&self.addressee, "addressee", LINE_AT_MOST, false, faults),
            sent_on: day(&self.sent_on, "sent_on", faults),
            due_on: day(&self.due_on, "due_on", faults),
            answered_on: day(&self.answered_on, "answered_on", faults),
            answer: text(&self.answer, "answer", ANSWER_AT_MOST, faults),
            comments_until: day(&self.comments_until, "comments_until", faults),
            sign_until: day(&self.sign_until, "sign_until", faults),
            sources: read_sources(&self.sources, faults),
            relations: read_relations(&self.relations, faults),
        };
        details.require_order(faults);
        refusals.none_or()?;
        Ok(details)
    }

    /// The paper as it would have to be typed. `relations` are its lines.
    pub fn of(paper: &Paper, relations: String) -> Self {
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        Self {
            organizer: String::new(),
            kind: paper.kind.name(),
            title: paper.title.clone(),
            slug: paper.slug.clone(),
            occasion: paper.occasion.clone(),
            language: paper.language.clone(),
            licence: paper.licence.clone(),
            summary: paper.summary.clone(),
            key_sentence: paper.key_sentence.clone(),
            easy_text: paper.easy_text.clone(),
            addressee: paper.addressee.clone(),
            sent_on: day(paper.sent_on),
            due_on: day(paper.due_on),
            answered_on: day(paper.answered_on),
            answer: paper.answer.clone(),
            comments_until: day(paper.comments_until),
            sign_until: day(paper.sign_until),
            sources: write_sources(&paper.sources),
            relations,
            seen: paper.seen(),
        }
    }
}

impl Details {
    /// What comes later has no earlier day.
    fn require_order(&self, faults: &mut Refusals) {
        let mut ordered = |first: Option<NaiveDate>, then: Option<NaiveDate>, message, field| {
            if first.zip(then).is_some_and(|(first, then)| then < first) {
                faults.add(Refusal::new(message).on(field));
            }
        };
        let (comments, sign) = (self.comments_until, self.sign_until);
        ordered(comments, sign, "paper-signed-before-comments", "sign_until");
        ordered(self.sent_on, self.due_on, "paper-due-before-sent", "due_on");
        let answered = (self.sent_on, self.answered_on);
        let message = "paper-answered-before-sent";
        ordered(answered.0, answered.1, message, "answered_on");
        if self.sent_on.is_some() && self.addressee.is_empty() {
            faults.add(Refusal::new("paper-sent-to-nobody").on("addressee"));
        }
        if self.answered_on.is_some() && self.sent_on.is_none() {
            faults.add(Refusal::new("paper-answered-unsent").on("sent_on"));
        }
    }
}

fn day(typed: &str, field: &'static str, faults: &mut Refusals) -> Option<NaiveDate> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    let day = read_date(typed);
    if day.is_none() {
        faults.add(Refusal::new("event-date-unreadable").on(field));
    }
    day
}

/// An address that a browser opens and nothing else.
fn is_link(typed: &str) -> bool {
    let address: Result<Url, _> = typed.parse();
    let is_web = |url: &Url| matches!(url.scheme(), "https" | "http") && url.has_host();
    typed.len() <= LINK_AT_MOST && address.is_ok_and(|url| is_web(&url))
}

fn read_sources(typed: &str, faults: &mut Refusals) -> Sources {
    let mut sources = Vec::new();
    for one in typed.lines().filter(|line| !line.trim().is_empty()) {
        let (title, link) = one.split_once('|').unwrap_or((one, ""));
        let title = line(title, "sources", TITLE_AT_MOST, true, faults);
        let link = link.trim().to_owned();
        if !link.is_empty() && !is_link(&link) {
            faults.add(Refusal::new("paper-source-link-wrong").on("sources"));
        }
        sources.push(Source { title, link });
    }
    if sources.len() > SOURCES_AT_MOST {
        faults.add(Refusal::new("paper-sources-too-many").on("sources"));
    }
    Sources(sources)
}

fn write_sources(sources: &Sources) -> String {
    let lines = sources.0.iter().map(|source| match source.link.as_str() {
        "" => source.title.clone(),
        link => format!("{} | {link}", source.title),
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn read_relations(typed: &str, faults: &mut Refusals) -> Vec<Related> {
    let mut related = Vec::new();
    for one in typed.lines().filter(|line| !line.trim().is_empty()) {
        let mut parts = one.split('|').map(str::trim);
        let kind = relation::Kind::named(parts.next().unwrap_or_default());
        let (to, title) = (parts.next().unwrap_or_default(), parts.next());
        let to = match (to, title) {
            ("", _) => None,
            (link, title) if is_link(link) => Some(To::Elsewhere {
                link: link.to_owned(),
                title: line(
                    title.unwrap_or(link),
                    "relations",
                    LINK_AT_MOST,
                    true,
                    faults,
                ),
            }),
            (slug, None) => Some(To::Here(slug.to_owned())),
            (_, Some(_)) => None,
        };
        match kind.zip(to) {
            Some((kind, to)) => related.push(Related { kind, to }),
            None => faults.add(Refusal::new("paper-relation-unreadable").on("relations")),
        }
    }
    if related.len() > RELATIONS_AT_MOST {
        faults.add(Refusal::new("paper-relations-too-many").on("relations"));
    }
    related
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    fn fields(draft: &Draft) -> Vec<&'static str> {
        let faults = draft.check().unwrap_err().0;
        faults.iter().filter_map(|fault| fault.field).collect()
    }

    #[test]
    fn every_fault_is_named_at_once() {
        let wrong = Draft {
            kind: "roman".into(),
            language: "fr".into(),
            licence: "frei".into(),
            slug: "Zwei Wörter".into(),
            summary: "x".repeat(SUMMARY_AT_MOST + 1),
            comments_until: "bald".into(),
            sources: "Studie | javascript:alert(1)".into(),
            relations: "mag | https://a.example/".into(),
            ..Draft::default()
        };
        let named = fields(&wrong);
        for field in [
            "kind",
            "language",
            "licence",
            "title",
            "slug",
            "summary",
            "comments_until",
            "sources",
            "relations",
        ] {
            assert!(named.contains(&field), "{field} in {named:?}");
        }
    }

    #[test]
    fn no_day_comes_before_what_it_follows() {
        let draft = |change: fn(&mut Draft)| {
            let mut draft = Draft {
                title: "Teilhabe".into(),
                ..Draft::default()
            };
            change(&mut draft);
            draft
        };
        let early = draft(|draft| {
            draft.comments_until = "2026-12-10".into();
            draft.sign_until = "2026-12-01".into();
        });
        assert_eq!(fields(&early), ["sign_until"]);
        let due = draft(|draft| {
            draft.addressee = "BMFSFJ".into();
            draft.sent_on = "2026-12-10".into();
            draft.due_on = "2026-12-01".into();
            draft.answered_on = "2026-12-09".into();
        });
        assert_eq!(fields(&due), ["due_on", "answered_on"]);
        let unsent = draft(|draft| draft.answered_on = "2026-12-09".into());
        assert_eq!(fields(&unsent), ["sent_on"]);
        let to_nobody = draft(|draft| draft.sent_on = "2026-12-09".into());
        assert_eq!(fields(&to_nobody), ["addressee"]);
    }

    #[test]
    fn earlier_papers_are_named_by_their_address() {
        let draft = Draft {
            title: "Teilhabe".into(),
            relations: "renews | teilhabe-2017\nimplements | https://a.example/p | Vereinbarung"
                .into(),
            ..Draft::default()
        };
        let related = draft.check().unwrap().relations;
        assert_eq!(related[0].to, To::Here("teilhabe-2017".into()));
        let elsewhere = To::Elsewhere {
            link: "https://a.example/p".into(),
            title: "Vereinbarung".into(),
        };
        assert_eq!(related[1].to, elsewhere);
    }
}
