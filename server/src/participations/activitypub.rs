//! What people on other servers say about coming, and what they are told: words and documents, both
//! ways. What is said to one person is addressed to them alone.

use super::{CONFIRMS_WITHIN, ways_of};
use crate::{
    events::{Attendance, Event},
    i18n::Lang,
    markdown,
};
use chrono::{DateTime, Utc};
use federation::{
    actors::Actor,
    vocabulary::{read, utc},
};
use serde_json::{Value, json};
use url::Url;

/// What a reply means, when it means anything: words nobody says by the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intent {
    Come,
    StayAway,
}

const COMING: [&str; 14] = [
    "dabei",
    "bin dabei",
    "ich bin dabei",
    "ich komme",
    "ich komme gern",
    "ich komme gerne",
    "in",
    "i'm in",
    "count me in",
    "attending",
    "i'm attending",
    "i'm coming",
    "i am coming",
    "i'll be there",
];
const STAYING_AWAY: [&str; 19] = [
    "absagen",
    "ich sage ab",
    "ich muss absagen",
    "muss absagen",
    "leider nicht",
    "nicht dabei",
    "doch nicht dabei",
    "ich bin nicht dabei",
    "doch nicht",
    "ich komme nicht",
    "ich komme doch nicht",
    "ich kann nicht",
    "absage",
    "abmelden",
    "not attending",
    "not coming",
    "i can't come",
    "i'm out",
    "cancel",
];

/// A short reply without mentions and marks; anything longer is a conversation and means nothing.
pub fn intent(html: &str) -> Option<Intent> {
    let text = markdown::plain(html).to_lowercase().replace('’', "'");
    let words: Vec<&str> = text
        .split_whitespace()
        .filter(|word| !word.starts_with('@'))
        .collect();
    let said = words.join(" ");
    let said = said.trim_matches(|c: char| !c.is_alphanumeric());
    if COMING.contains(&said) {
        Some(Intent::Come)
    } else if STAYING_AWAY.contains(&said) {
        Some(Intent::StayAway)
    } else {
        None
    }
}

/// The ways in which somebody can answer our Question, and the words for them.
pub fn options(event: &Event, lang: Lang) -> Vec<(Option<Attendance>, String)> {
    let ways = ways_of(event).iter();
    let mut options: Vec<_> = ways
        .map(|way| {
            let key = match way {
                Attendance::Online => "participation-poll-online",
                _ => "participation-poll-in-person",
            };
            (Some(*way), lang.text(key))
        })
        .collect();
    options.push((None, lang.text("participation-poll-not")));
    options
}

/// The question how somebody will come, in answer to a post of theirs.
pub fn question(
    id: &Url,
    event: &Event,
    (from, to): (&Actor, &Actor),
    reply: &Url,
    lang: Lang,
    now: DateTime<Utc>,
) -> Value {
    let text = lang.text_with(
        "participation-poll",
        &[("title", &event.title(lang.bcp47()))],
    );
    let options: Vec<Value> = options(event, lang)
        .into_iter()
        .map(|(_, name)| {
            json!({
                "type": "Note",
                "name": name,
                "replies": { "type": "Collection", "totalItems": 0 },
            })
        })
        .collect();
    let mut question = post(id, (from, to), Some(reply), &text, lang, now);
    question["type"] = "Question".into();
    question["oneOf"] = options.into();
    // By which a vote is known that comes when nobody is known any more who was asked.
    question["context"] = event.iri.as_str().into();
    // Who has not said how by then is not waited for any more.
    question["endTime"] = utc(event.starts_at.min(now + CONFIRMS_WITHIN)).into();
    question
}

/// A Question of ours, as it was asked.
pub struct Asked {
    pub to: Vec<Url>,
    pub event: Url,
    /// The post it answers.
    pub reply: Url,
    /// What it was asked in.
    pub lang: Option<Lang>,
}

/// The same, read from what was kept of it.
pub fn asked(question: &str) -> Option<Asked> {
    let question: Value = serde_json::from_str(question).ok()?;
    Some(Asked {
        to: read::recipients(&question["to"]),
        event: read::id(&question["context"])?,
        reply: read::id(&question["inReplyTo"])?,
        lang: question["contentMap"]
            .as_object()
            .and_then(|texts| texts.keys().find_map(|tag| tag.parse().ok())),
    })
}

/// Whether it had this to choose.
pub fn had_option(question: &str, option: &str) -> bool {
    let question: Value = serde_json::from_str(question).unwrap_or_default();
    let mut options = read::each(&question["oneOf"]);
    options.any(|it| it["name"] == option)
}

/// A post to one person, who is mentioned, as otherwise Mastodon shows it to nobody.
pub fn post(
    id: &Url,
    (from, to): (&Actor, &Actor),
    reply: Option<&Url>,
    text: &str,
    lang: Lang,
    now: DateTime<Utc>,
) -> Value {
    let mention = to.address();
    let href = markdown::escape(to.page().as_str());
    let paragraphs: String = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| format!("<p>{}</p>", linked(line)))
        .collect();
    let content = format!(
        "<p><span class=\"h-card\"><a href=\"{href}\" class=\"u-url mention\">{}</a></span></p>{paragraphs}",
        markdown::escape(&mention),
    );
    let mut post = json!({
        "id": id,
        "type": "Note",
        "attributedTo": from.id,
        "content": content,
        "contentMap": { lang.bcp47(): content },
        "inReplyTo": reply,
        "tag": [{ "type": "Mention", "href": to.id, "name": mention }],
        "published": utc(now),
        "to": [to.id],
        "cc": [],
    });
    if let (None, Some(members)) = (reply, post.as_object_mut()) {
        members.shift_remove("inReplyTo");
    }
    post
}

/// A line in which the last address can be followed.
fn linked(line: &str) -> String {
    match line.rfind("https://").or_else(|| line.rfind("http://")) {
        Some(start) => {
            let (before, rest) = line.split_at(start);
            let (url, after) = rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len()));
            let [before, url, after] = [before, url, after].map(markdown::escape);
            format!("{before}<a href=\"{url}\" rel=\"nofollow\">{url}</a>{after}")
        }
        None => markdown::escape(line),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_that_mean_it_register_anybody() {
        let mastodon = |words: &str| {
            format!(
                "<p><span class=\"h-card\"><a href=\"https://a.example/@dialog\" \
                 class=\"u-url mention\">@<span>dialog</span></a></span> {words}</p>"
            )
        };
        for words in ["dabei", "Dabei!", "Ich komme.", "I’m in", "attending 🎉"] {
            assert_eq!(intent(&mastodon(words)), Some(Intent::Come), "{words}");
        }
        for words in [
            "absagen",
            "Ich muss absagen …",
            "nicht dabei",
            "doch nicht",
            "Ich komme nicht.",
            "Not attending",
        ] {
            assert_eq!(intent(&mastodon(words)), Some(Intent::StayAway), "{words}");
        }
        for words in [
            "",
            "Ist die AWO auch dabei?",
            "in Berlin?",
            "dabei sein ist alles",
            "nicht dabei ist die AWO",
        ] {
            assert_eq!(intent(&mastodon(words)), None, "{words}");
        }
    }
}
