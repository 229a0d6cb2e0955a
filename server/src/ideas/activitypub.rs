//! Ideas on the wire, both ways: an Article of the kind `proposal` that names its cycle. Nobody's name is
//! in it. Pure: rows in, ActivityStreams out, and back.

use super::idea::{Draft, Idea, MONTHS, Product, QUESTION_AT_MOST, State, TITLE_AT_MOST};
use crate::{
    i18n::Lang,
    markdown::{self, escape},
    words::Word as _,
};
use federation::{
    Iri,
    actors::Actor,
    outbox::Audience,
    vocabulary::{
        Article,
        article::{Preview, Proposal, Source},
        event::LanguageMap,
    },
};
use serde_json::{Value, json};
use url::Url;

/// What came of an idea of another server after it was let in, in the Accept that says so.
pub const SELECTED: &str = "selected";
pub const MERGED: &str = "merged";
/// The workstream that came of it is not pursued any further.
pub const ENDED: &str = "ended";
/// The longest reason that is kept, in characters.
pub const REASON_AT_MOST: usize = 500;
/// What a summary may have (wire.md, rule 5).
const SUMMARY_AT_MOST: usize = 400;

/// Where an idea is shown, and who says it.
pub struct Setting<'a> {
    pub actor: &'a Actor,
    pub url: Url,
    /// The cycle, by its id on the wire; absent where it is another server's.
    pub cycle: Option<&'a Iri>,
    /// Who has to hear of it beside the followers.
    pub others: &'a [Iri],
}

/// An idea of ours as others see it; nothing while nobody has it.
pub fn object(idea: &Idea, setting: &Setting<'_>) -> Option<Article> {
    let lang = Lang::of(&idea.language);
    let audience = Audience::public(setting.actor).and(setting.others);
    let content = content(idea, lang);
    let published = idea.published_at?;
    let url = escape(setting.url.as_str());
    Some(Article {
        id: idea.iri.clone()?.into(),
        attributed_to: setting.actor.id.clone().into(),
        in_reply_to: None,
        audience: None,
        url: setting.url.clone(),
        name: idea.title.clone(),
        summary: Some(summary(idea, lang)),
        content_map: LanguageMap(vec![(idea.language.clone(), content.clone())]),
        content: Some(content),
        preview: Some(Preview {
            content: format!(
                "<p>{}</p><p><a href=\"{url}\">{url}</a></p>",
                escape(&summary(idea, lang))
            ),
        }),
        attachment: Vec::new(),
        tag: Vec::new(),
        kind: Some(Proposal::KIND.to_owned()),
        proposal: Some(Proposal {
            context: setting.cycle.map(|cycle| cycle.clone().into()),
            state: Some(state(idea.state)),
            category: Some(idea.product.name()),
            duration: Some(format!("P{}M", idea.months)),
            stakeholder: Some(idea.stakeholder.clone()).filter(|it| !it.is_empty()),
            source: Some(Source {
                content: idea.question.clone(),
                media_type: "text/plain".to_owned(),
            }),
        }),
        published: published.fixed_offset(),
        updated: (published < idea.updated_at).then(|| idea.updated_at.fixed_offset()),
        to: audience.to,
        cc: audience.cc,
    })
}

/// The word of the wire. What went over into another idea is over by itself.
fn state(state: State) -> String {
    let told = match state {
        State::Merged => State::Withdrawn,
        State::Unconfirmed | State::Waiting => State::Proposed,
        state => state,
    };
    told.name()
}

/// „Idee: …“ while it is one; what became of it, and why, after that.
fn summary(idea: &Idea, lang: Lang) -> String {
    let line = match idea.state {
        State::Unconfirmed | State::Waiting | State::Proposed => {
            let question = idea.question.split_whitespace().collect::<Vec<_>>();
            lang.text_with("idea-wire-proposed", &[("question", &question.join(" "))])
        }
        state => {
            let became = lang.text(state.key());
            match idea.reason.is_empty() {
                true => became,
                false => format!("{became}: {}", idea.reason),
            }
        }
    };
    shortened(&line, SUMMARY_AT_MOST)
}

fn shortened(text: &str, at_most: usize) -> String {
    if text.chars().count() <= at_most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(at_most - 1).collect();
    format!("{}…", kept.trim_end())
}

fn content(idea: &Idea, lang: Lang) -> String {
    let mut html: String = idea
        .question
        .split("\n\n")
        .map(|paragraph| format!("<p>{}</p>", escape(paragraph.trim()).replace('\n', "<br>")))
        .collect();
    let months = lang.text_with("idea-months", &[("months", &idea.months)]);
    let mut facts = vec![
        ("idea-product", lang.text(idea.product.key())),
        ("idea-duration", months),
    ];
    if !idea.participants.is_empty() {
        facts.push(("idea-participants", idea.participants.clone()));
    }
    if !idea.stakeholder.is_empty() {
        facts.push(("idea-stakeholder", idea.stakeholder.clone()));
    }
    let lines = facts.iter().map(|(key, value)| {
        let term = escape(&lang.text(key));
        format!("<li>{term}: {}</li>", escape(value))
    });
    html.push_str(&format!("<ul>{}</ul>", lines.collect::<String>()));
    html
}

/// What another server's article would have been typed as; what is too long for that is cut, what is not
/// said is the least that it can be.
pub fn draft(article: &Article) -> Draft {
    let proposal = article.proposal.clone().unwrap_or_default();
    let question = proposal
        .source
        .map(|source| match source.media_type.as_str() {
            "text/plain" => source.content,
            _ => markdown::lines(&markdown::sanitise(&source.content)),
        });
    let question = question.filter(|question| !question.trim().is_empty());
    let question = question.or_else(|| article.summary.clone());
    let months = proposal.duration.as_deref().and_then(months);
    let product = proposal.category.as_deref().and_then(Product::named);
    Draft {
        title: shortened(&article.name, TITLE_AT_MOST),
        question: shortened(question.unwrap_or_default().trim(), QUESTION_AT_MOST),
        product: product.unwrap_or_default().name(),
        months: months.unwrap_or(*MONTHS.end()).to_string(),
        participants: String::new(),
        stakeholder: proposal.stakeholder.unwrap_or_default(),
        topic: String::new(),
        seen: String::new(),
    }
}

/// `P6M`, within what is allowed here.
fn months(duration: &str) -> Option<i32> {
    let months = duration.strip_prefix('P')?.strip_suffix('M')?;
    months.parse().ok().filter(|months| MONTHS.contains(months))
}

/// The Offer by its parts, without the article it carried: what an answer repeats.
pub fn offer(id: &Iri, actor: &Iri, idea: &Iri, cycle: &Iri) -> Value {
    json!({ "id": id, "type": "Offer", "actor": actor, "object": idea, "target": cycle })
}

/// A reason as a line of text.
pub fn reason(html: &str) -> String {
    let text = markdown::plain(html);
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").chars().take(REASON_AT_MOST).collect()
}
