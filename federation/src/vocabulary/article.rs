//! Article, in the shape of FEP-b2b8: a long text with a name, one line of summary and a short form for
//! those who show no long ones. Ours are reports on events and ideas, and of others' we read no more.

use super::{
    event::{Hashtag, Image, LanguageMap},
    read,
};
use chrono::{DateTime, FixedOffset};
use serde::Serialize;
use serde_json::Value;
use url::Url;

/// The longest name we keep, in characters.
const NAME_AT_MOST: usize = 500;
/// The longest summary we keep, in characters; we send at most 400.
const SUMMARY_AT_MOST: usize = 2_000;
const KIND_AT_MOST: usize = 32;
const STAKEHOLDER_AT_MOST: usize = 100;
/// What is told to peers alone: nobody could read it on elsewhere, so its text is read.
const LEARNING: &str = "learning";
/// Of the text of a proposal or a learning, in bytes.
const SOURCE_BYTES_AT_MOST: usize = 16 * 1024;

/// What other programs take from it: Mastodon `name`, `summary` and `url`, GoToSocial `content`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub struct Article {
    pub id: Url,
    pub attributed_to: Url,
    /// The event it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_reply_to: Option<Url>,
    /// The group it is said in (FEP-1b12).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audience: Option<Url>,
    pub url: Url,
    pub name: String,
    /// One plain line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// Others' stays where it is: whoever wants to read on goes there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    #[serde(skip_serializing_if = "LanguageMap::is_empty")]
    pub content_map: LanguageMap,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preview: Option<Preview>,
    /// Pictures only: Mastodon makes a card of the first link, and other kinds break Lemmy.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachment: Vec<Image>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tag: Vec<Hashtag>,
    /// What sort of text it is (Verbund): `report`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// What only an idea says.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub proposal: Option<Proposal>,
    pub published: DateTime<FixedOffset>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<DateTime<FixedOffset>>,
    pub to: Vec<Url>,
    pub cc: Vec<Url>,
}

/// The short form (FEP-b2b8): a Note without an id, for it is nothing of its own.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename = "Note", rename_all = "camelCase")]
pub struct Preview {
    pub content: String,
}

/// What is proposed to be worked on, and where. For how long is AS2's `duration`, what is to come of it
/// FEP-8a8e's `category`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Proposal {
    /// The cycle it was brought to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context: Option<Url>,
    /// What became of it: `proposed`, `selected`, `declined` or `withdrawn`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// `P6M`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration: Option<String>,
    /// The group of society it comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stakeholder: Option<String>,
    /// As it was typed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
}

/// A text before it became HTML (ActivityPub §3.3).
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Source {
    pub content: String,
    pub media_type: String,
}

impl Proposal {
    /// What makes an Article one.
    pub const KIND: &str = "proposal";

    fn read(value: &Value) -> Self {
        let word = |name: &str| read::line(&value[name], KIND_AT_MOST);
        let plain = value["source"]["mediaType"] == "text/plain";
        // Where its source is not for reading, what it says is.
        let said = match plain {
            true => read::markup(&value["source"]["content"], SOURCE_BYTES_AT_MOST),
            false => read::markup(&value["content"], SOURCE_BYTES_AT_MOST),
        };
        Self {
            context: read::id(&value["context"]),
            state: word("state"),
            category: word("category"),
            duration: word("duration"),
            stakeholder: read::line(&value["stakeholder"], STAKEHOLDER_AT_MOST),
            source: said.map(|content| Source {
                content,
                media_type: if plain { "text/plain" } else { "text/html" }.to_owned(),
            }),
        }
    }
}

impl Article {
    /// `None` without id, author, name or time.
    pub(super) fn read(value: &Value) -> Option<Self> {
        let id = read::id(&value["id"])?;
        let kind = read::line(&value["kind"], KIND_AT_MOST);
        let is_proposal = kind.as_deref() == Some(Proposal::KIND);
        Some(Self {
            attributed_to: read::id(&value["attributedTo"])?,
            in_reply_to: read::id(&value["inReplyTo"]),
            audience: read::id(&value["audience"]),
            url: read::id(&value["url"]).unwrap_or_else(|| id.clone()),
            name: read::line(&value["name"], NAME_AT_MOST)?,
            summary: read::line(&value["summary"], SUMMARY_AT_MOST),
            content: match kind.as_deref() {
                Some(LEARNING) => read::markup(&value["content"], SOURCE_BYTES_AT_MOST),
                _ => None,
            },
            content_map: LanguageMap::default(),
            preview: None,
            attachment: Vec::new(),
            tag: Vec::new(),
            kind,
            proposal: is_proposal.then(|| Proposal::read(value)),
            published: read::instant(&value["published"])?,
            updated: read::instant(&value["updated"]),
            to: read::recipients(&value["to"]),
            cc: read::recipients(&value["cc"]),
            id,
        })
    }

    pub fn is_public(&self) -> bool {
        let mut recipients = self.to.iter().chain(&self.cc);
        recipients.any(|recipient| recipient.as_str() == super::PUBLIC)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// As the plan for the wire shows one.
    fn report() -> Value {
        json!({
            "id": "https://verein-a.example/ap/objects/bericht-7",
            "type": "Article",
            "attributedTo": "https://verein-a.example/ap/actors/verein",
            "inReplyTo": "https://verein-a.example/ap/objects/dw26",
            "url": "https://verein-a.example/events/denkwerkstatt-2026/report",
            "name": "Ergebnis: Leitfaden Wahlsoftware",
            "summary": "Ein Leitfaden für Ehrenamtliche, 24 Seiten, frei nutzbar.",
            "content": "<p>…</p>",
            "kind": "report",
            "published": "2027-05-10T09:00:00Z",
            "to": ["https://www.w3.org/ns/activitystreams#Public"],
        })
    }

    #[test]
    fn of_an_article_is_read_what_leads_to_it() {
        let read = Article::read(&report()).expect("an article");
        assert_eq!(read.name, "Ergebnis: Leitfaden Wahlsoftware");
        assert_eq!(read.kind.as_deref(), Some("report"));
        assert!(read.is_public() && read.content.is_none());
        let mut longest = report();
        longest["name"] = json!("x\n".repeat(NAME_AT_MOST));
        longest["summary"] = json!("ä".repeat(SUMMARY_AT_MOST + 1));
        let read = Article::read(&longest).expect("an article");
        assert!(read.name.chars().count() <= NAME_AT_MOST && !read.name.contains('\n'));
        let summary = read.summary.expect("a summary");
        assert_eq!(summary.chars().count(), SUMMARY_AT_MOST);
    }

    #[test]
    fn without_name_author_or_time_it_is_none() {
        for lacking in ["id", "attributedTo", "name", "published"] {
            let mut article = report();
            article[lacking] = Value::Null;
            assert_eq!(Article::read(&article), None, "{lacking}");
        }
        let mut private = report();
        private["to"] = json!(["https://verein-b.example/ap/actors/verein"]);
        assert!(!Article::read(&private).expect("an article").is_public());
    }
}
