//! Questions to associations on the wire: what is asked of whom, a vote, and what was counted. Those who may
//! vote are addressed by their ids, and nobody else reads it: on Mastodon whoever sees a Question can vote.
//! Pure.

use super::{
    Elector, Outcome, Question, Vote, outcome,
    question::{Lines, Secrecy, State},
};
use crate::{i18n::Lang, markdown::escape, words::Word as _};
use chrono::{DateTime, SubsecRound as _, Utc};
use chrono_tz::Tz;
use federation::{
    Iri,
    actors::Actor,
    outbox::Audience,
    vocabulary::{
        ACTIVITY_JSON, Article, Question as Asked,
        article::Preview,
        event::LanguageMap,
        question::{Ballot, CALLED_OFF, Choice, Line, Receipts, Roll},
        utc,
    },
};
use serde_json::{Value, json};
use url::Url;

/// What tells it from other articles for those who know our terms.
const KIND: &str = "decision";

/// Who asks, and where it will be shown what came of it.
pub struct Setting<'a> {
    pub actor: &'a Actor,
    pub url: Url,
    pub lang: Lang,
    pub zone: Tz,
}

/// Votes are written in whole seconds, so they are compared by them.
pub fn whole_seconds(at: DateTime<Utc>) -> DateTime<Utc> {
    at.trunc_subsecs(0)
}

fn part(iri: &Iri, name: &str) -> Option<Url> {
    Url::parse(&format!("{iri}/{name}")).ok()
}

/// What is asked, or what was counted once it is. Nothing before others are told.
pub fn question(question: &Question, electors: &[Elector], setting: &Setting<'_>) -> Option<Asked> {
    let iri = question.iri.as_ref()?;
    let outcome = question.outcome.as_ref();
    let counts = outcome.map(|outcome| outcome.counts.as_slice());
    let counts = counts.unwrap_or_default().iter().copied();
    let counts = counts.chain(std::iter::repeat(0));
    let options = question.options.0.iter().zip(counts);
    let content = content(question, setting);
    let is_called_off = question.state == State::CalledOff;
    let receipts = match outcome {
        Some(outcome) => Some(receipts(iri, outcome)?),
        None => None,
    };
    let roll = match outcome {
        Some(_) => vec![Roll {
            href: part(iri, "roll")?,
            media_type: ACTIVITY_JSON.to_owned(),
            name: setting.lang.text("question-roll"),
        }],
        None => Vec::new(),
    };
    Some(Asked {
        id: iri.clone().into(),
        attributed_to: setting.actor.id.clone().into(),
        url: question.is_public().then(|| setting.url.clone()),
        name: Some(question.question.clone()),
        content_map: LanguageMap(vec![(setting.lang.bcp47().to_owned(), content.clone())]),
        content,
        summary: is_called_off.then(|| question.sentence.clone()),
        state: is_called_off.then(|| CALLED_OFF.to_owned()),
        one_of: options
            .map(|(name, votes)| Choice {
                name: name.clone(),
                votes: votes.unsigned_abs(),
            })
            .collect(),
        end_time: question.ends_at.with_timezone(&setting.zone).fixed_offset(),
        closed: question.closed_at.map(|at| at.fixed_offset()),
        voters_count: outcome.map_or(0, |outcome| outcome.votes.unsigned_abs()),
        ballot: Some(Ballot {
            electorate: part(iri, "electorate")?,
            secrecy: question.secrecy.name(),
            quorum: u64::from(question.quorum.unsigned_abs()),
            receipts,
        }),
        result: question.article.clone().map(Url::from),
        attachment: roll,
        published: question.opened_at?.fixed_offset(),
        updated: question
            .closed_at
            .map(|_| question.updated_at.fixed_offset()),
        to: electors
            .iter()
            .map(|elector| elector.actor.clone().into())
            .collect(),
    })
}

/// What it is about, until when, and what whoever asks can see: also for those whose program knows no ballot.
fn content(question: &Question, setting: &Setting<'_>) -> String {
    let lang = setting.lang;
    let until = lang.until(question.ends_at.with_timezone(&setting.zone), setting.zone);
    let until = lang.text_with("question-wire-until", &[("until", &until)]);
    let trust = lang.text(question.secrecy.trust());
    if question.state == State::CalledOff {
        let reason = ("reason", &question.sentence as &dyn crate::i18n::Value);
        let said = lang.text_with("question-wire-called-off", &[reason]);
        return format!("<p>{}</p>{}", escape(&said), question.about_html());
    }
    format!(
        "{}<p>{}</p><p>{}</p>",
        question.about_html(),
        escape(&until),
        escape(&trust)
    )
}

fn receipts(iri: &Iri, outcome: &Outcome) -> Option<Receipts> {
    let lines = outcome.lines.iter().flatten().map(|line| Line {
        id: line.note.clone().map(Url::from),
        attributed_to: line.voter.clone().map(Url::from),
        in_reply_to: line.note.as_ref().map(|_| iri.clone().into()),
        name: line.choice.clone(),
        digest_multibase: line.digest.clone(),
    });
    Some(Receipts {
        id: part(iri, "receipts")?,
        lines: lines.collect(),
    })
}

fn collection(id: &Url, items: Vec<Value>, to: Vec<Url>) -> Value {
    json!({
        "id": id,
        "type": "Collection",
        "totalItems": items.len(),
        "items": items,
        "to": to,
    })
}

/// Who may vote: for those who may.
pub fn electorate(asked: &Asked) -> Value {
    let id = asked.ballot.as_ref().map(|ballot| &ballot.electorate);
    let items = asked.to.iter().map(|elector| json!(elector)).collect();
    collection(id.unwrap_or(&asked.id), items, asked.to.clone())
}

/// What everybody recounts: who could vote, who has, and apart from it each vote, in an open one as its
/// voter proved it.
pub fn lists(
    asked: &Asked,
    question: &Question,
    (electors, votes): (&[Elector], &[Vote]),
) -> Vec<Value> {
    let everybody = || {
        Url::parse(federation::vocabulary::PUBLIC)
            .into_iter()
            .collect()
    };
    let mut lists = vec![collection(
        &asked
            .ballot
            .as_ref()
            .map_or(&asked.id, |it| &it.electorate)
            .clone(),
        asked.to.iter().map(|elector| json!(elector)).collect(),
        everybody(),
    )];
    let voted = electors.iter().filter(|elector| elector.has_voted);
    let voted = voted.map(|elector| json!(elector.actor)).collect();
    let rolls = asked.attachment.first().map(|roll| &roll.href);
    lists.extend(rolls.map(|id| collection(id, voted, everybody())));
    let receipts = asked.ballot.as_ref().and_then(|it| it.receipts.as_ref());
    if let Some(receipts) = receipts {
        let proven = |line: &Line| {
            let vote = votes
                .iter()
                .find(|vote| Some(&*vote.note) == line.id.as_ref())?;
            serde_json::from_str(vote.document.as_ref()?).ok()
        };
        let lines = receipts.lines.iter();
        let lines = lines.map(|line| match question.is_secret() {
            true => json!(line),
            false => proven(line).unwrap_or_else(|| json!(line)),
        });
        lists.push(collection(&receipts.id, lines.collect(), everybody()));
    }
    lists
}

/// A vote as an answer names it: by its ids, without what was voted.
pub fn named(vote: &Url, voter: &Iri, note: &Url) -> Value {
    json!({ "id": vote, "type": "Create", "actor": voter, "object": note })
}

/// The vote of one of ours, to be proven where it is open.
pub fn vote(
    id: &Iri,
    question: &Question,
    actor: &Actor,
    (choice, digest): (&str, Option<&str>),
    now: DateTime<Utc>,
) -> Option<Value> {
    let mut note = json!({
        "id": id,
        "type": "Note",
        "attributedTo": actor.id,
        "inReplyTo": question.iri.as_ref()?,
        "name": choice,
        "published": utc(now),
        "to": [question.organizer],
    });
    if let Some(digest) = digest {
        note["digestMultibase"] = digest.into();
    }
    Some(note)
}

/// The result for everybody.
pub fn article(question: &Question, setting: &Setting<'_>) -> Option<Article> {
    let (lang, audience) = (setting.lang, Audience::public(setting.actor));
    let content = told(question, setting)?;
    let url = escape(setting.url.as_str());
    let sentence = escape(&question.sentence);
    Some(Article {
        id: question.article.clone()?.into(),
        attributed_to: setting.actor.id.clone().into(),
        in_reply_to: None,
        audience: None,
        url: setting.url.clone(),
        name: question.question.clone(),
        summary: Some(question.sentence.clone()),
        content_map: LanguageMap(vec![(lang.bcp47().to_owned(), content.clone())]),
        content: Some(content),
        preview: Some(Preview {
            content: format!("<p>{sentence}</p><p><a href=\"{url}\">{url}</a></p>"),
        }),
        attachment: Vec::new(),
        tag: Vec::new(),
        kind: Some(KIND.to_owned()),
        proposal: None,
        published: question.closed_at?.fixed_offset(),
        updated: None,
        to: audience.to,
        cc: audience.cc,
    })
}

fn told(question: &Question, setting: &Setting<'_>) -> Option<String> {
    let lang = setting.lang;
    let outcome = question.outcome.as_ref()?;
    let lines = question.options.0.iter().zip(&outcome.counts);
    let lines = lines.map(|(option, count)| {
        let votes = lang.text_with("question-votes", &[("count", count)]);
        format!("<li>{}: {}</li>", escape(option), escape(&votes))
    });
    let lines: String = lines.collect();
    let turnout = lang.text_with(
        "question-turnout",
        &[("votes", &outcome.votes), ("electors", &outcome.electors)],
    );
    let url = escape(setting.url.as_str());
    Some(format!(
        "<p>{}</p><ul>{lines}</ul><p>{}</p><p><a href=\"{url}\">{url}</a></p>",
        escape(&question.sentence),
        escape(&turnout),
    ))
}

/// What another server counted, as it says.
pub fn outcome(asked: &Asked) -> Outcome {
    let whole = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    let ballot = asked.ballot.as_ref();
    let receipts = ballot.and_then(|ballot| ballot.receipts.as_ref());
    let quorum = ballot.map_or(0, |ballot| ballot.quorum);
    Outcome {
        electors: i64::try_from(asked.to.len()).unwrap_or(i64::MAX),
        votes: whole(asked.voters_count),
        counts: asked.one_of.iter().map(|it| whole(it.votes)).collect(),
        has_quorum: asked.voters_count >= quorum,
        lines: receipts.map(|receipts| {
            let lines = receipts.lines.iter().map(|line| outcome::Line {
                digest: line.digest_multibase.clone(),
                voter: line.attributed_to.as_ref().map(Iri::from),
                note: line.id.as_ref().map(Iri::from),
                choice: line.name.clone(),
            });
            lines.collect()
        }),
    }
}

/// The options of another server's question, in its order.
pub fn options(asked: &Asked) -> Lines {
    Lines(asked.one_of.iter().map(|it| it.name.clone()).collect())
}

pub fn secrecy(asked: &Asked) -> Option<Secrecy> {
    Secrecy::named(&asked.ballot.as_ref()?.secrecy)
}
