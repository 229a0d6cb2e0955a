//! Votes on the wire: what was decided, as an Article for everybody. Nobody's name and nothing of a group
//! is in it. Pure.

use super::{Choice, Decision, decision::Method, tally::Line};
use crate::{i18n::Lang, markdown::escape};
use federation::{
    actors::Actor,
    outbox::Audience,
    vocabulary::{Article, article::Preview, event::LanguageMap},
};
use url::Url;

/// What tells it from other articles for those who know our terms.
const KIND: &str = "decision";
/// Options that are told; the page has all.
const TOLD_AT_MOST: usize = 20;

/// Who says it, and where it is shown.
pub struct Setting<'a> {
    pub actor: &'a Actor,
    pub url: Url,
    pub lang: Lang,
}

/// The result, once there is one.
pub fn article(decision: &Decision, choices: &[Choice], setting: &Setting<'_>) -> Option<Article> {
    let (lang, audience) = (setting.lang, Audience::public(setting.actor));
    let content = content(decision, choices, setting)?;
    let url = escape(setting.url.as_str());
    let sentence = escape(&decision.sentence);
    Some(Article {
        id: decision.iri.clone()?.into(),
        attributed_to: setting.actor.id.clone().into(),
        in_reply_to: None,
        audience: None,
        url: setting.url.clone(),
        name: decision.question.clone(),
        summary: Some(decision.sentence.clone()),
        content_map: LanguageMap(vec![(lang.bcp47().to_owned(), content.clone())]),
        content: Some(content),
        preview: Some(Preview {
            content: format!("<p>{sentence}</p><p><a href=\"{url}\">{url}</a></p>"),
        }),
        attachment: Vec::new(),
        tag: Vec::new(),
        kind: Some(KIND.to_owned()),
        proposal: None,
        published: decision.closed_at?.fixed_offset(),
        updated: None,
        to: audience.to,
        cc: audience.cc,
    })
}

fn content(decision: &Decision, choices: &[Choice], setting: &Setting<'_>) -> Option<String> {
    let lang = setting.lang;
    let tally = decision.tally.as_ref()?;
    let title = |number: i32| {
        let found = choices.iter().find(|choice| choice.number == number);
        found
            .map(|choice| escape(&choice.title))
            .unwrap_or_default()
    };
    let lines = tally.lines.iter().take(TOLD_AT_MOST).map(|line| {
        let given = escape(&given(decision.method, line, lang));
        format!("<li>{}: {given}</li>", title(line.number))
    });
    let lines: String = lines.collect();
    let turnout = lang.text_with(
        "decision-turnout",
        &[("ballots", &tally.ballots), ("electors", &tally.electors)],
    );
    let digest = lang.text_with("decision-wire-digest", &[("digest", &tally.digest)]);
    let url = escape(setting.url.as_str());
    Some(format!(
        "<p>{}</p><ol>{lines}</ol><p>{}</p><p>{}</p><p><a href=\"{url}\">{url}</a></p>",
        escape(&decision.sentence),
        escape(&turnout),
        escape(&digest),
    ))
}

/// „12 Punkte“, „7 dafür, 2 dagegen“.
pub fn given(method: Method, line: &Line, lang: Lang) -> String {
    match method {
        Method::Dots | Method::Ranking => {
            lang.text_with("decision-given-points", &[("points", &line.yes)])
        }
        Method::Consent => lang.text_with(
            "decision-given-consent",
            &[("yes", &line.yes), ("no", &line.no)],
        ),
        Method::YesNo => lang.text_with(
            "decision-given-yes-no",
            &[("yes", &line.yes), ("no", &line.no)],
        ),
    }
}
