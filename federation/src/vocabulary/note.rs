//! Note: the short post that tells Mastodon's readers what an Update of an Event does not.

use super::read;
use chrono::{DateTime, FixedOffset};
use serde::Serialize;
use serde_json::Value;
use url::Url;

/// The longest content we keep of a foreign note, in bytes.
const CONTENT_BYTES_AT_MOST: usize = 262_144;

/// The start of a reply is enough to find the words that mean something, in bytes.
const REPLY_BYTES_AT_MOST: usize = 16_384;
/// The longest option of a Question, in characters.
pub(super) const OPTION_AT_MOST: usize = 200;
/// The longest digest that is read: that of a multihash has 47 characters.
pub(super) const DIGEST_AT_MOST: usize = 100;

/// Never has a `summary`: on a Note that is a content warning.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub struct Note {
    pub id: Url,
    pub attributed_to: Url,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_reply_to: Option<Url>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<Url>,
    pub content: String,
    pub content_map: super::event::LanguageMap,
    pub published: DateTime<FixedOffset>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<DateTime<FixedOffset>>,
    pub to: Vec<Url>,
    pub cc: Vec<Url>,
}

impl Note {
    pub(super) fn read(value: &Value) -> Option<Self> {
        Some(Self {
            id: read::id(&value["id"])?,
            attributed_to: read::id(&value["attributedTo"])?,
            in_reply_to: read::id(&value["inReplyTo"]),
            url: read::id(&value["url"]),
            content: read::markup(&value["content"], CONTENT_BYTES_AT_MOST)?,
            content_map: super::event::LanguageMap::default(),
            published: read::instant(&value["published"])?,
            updated: read::instant(&value["updated"]),
            to: read::recipients(&value["to"]),
            cc: read::recipients(&value["cc"]),
        })
    }
}

/// Somebody's answer to something of ours: a post, or a vote (a Note that has a name instead of a text).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    pub id: Url,
    pub in_reply_to: Url,
    pub attributed_to: Url,
    /// HTML, not cleaned.
    pub content: String,
    /// What its author says they write in: a language tag (BCP 47), the first of `contentMap`.
    pub language: Option<String>,
    /// The option that was voted for.
    pub option: Option<String>,
    /// What a secret vote is found by when it has been counted.
    pub digest: Option<String>,
    pub published: Option<DateTime<FixedOffset>>,
    /// The days it is about.
    pub start_time: Option<DateTime<FixedOffset>>,
    pub end_time: Option<DateTime<FixedOffset>>,
    /// Whom it is addressed to first.
    pub to: Vec<Url>,
    /// Whether everybody may read it.
    pub is_public: bool,
    /// Whether whom it is addressed to may let everybody read it.
    pub is_for_everybody: bool,
    /// The whole as its author proved it (FEP-8b32) with a key in use, where it did.
    pub proven: Option<Value>,
}

impl Reply {
    /// `None` when it replies to nothing, or says nothing.
    pub(crate) fn read(value: &Value) -> Option<Self> {
        if read::kind(value) != Some("Note") {
            return None;
        }
        let option = read::line(&value["name"], OPTION_AT_MOST);
        let content = read::markup(&value["content"], REPLY_BYTES_AT_MOST);
        if option.is_none() && content.is_none() {
            return None;
        }
        let recipients = [&value["to"], &value["cc"]].map(read::recipients);
        Some(Self {
            is_public: recipients
                .iter()
                .flatten()
                .any(|to| to.as_str() == super::PUBLIC),
            id: read::id(&value["id"])?,
            in_reply_to: read::id(&value["inReplyTo"])?,
            attributed_to: read::id(&value["attributedTo"])?,
            content: content.unwrap_or_default(),
            language: super::event::LanguageMap::first_tag(&value["contentMap"]),
            option,
            digest: read::line(&value["digestMultibase"], DIGEST_AT_MOST),
            published: read::instant(&value["published"]),
            start_time: read::instant(&value["startTime"]),
            end_time: read::instant(&value["endTime"]),
            is_for_everybody: read::recipients(&value["audience"])
                .iter()
                .any(|reader| reader.as_str() == super::PUBLIC),
            to: read::recipients(&value["to"]),
            proven: None,
        })
    }
}
