//! A workstream as an actor's profile, and the note that tells of it. Pure: rows in, shapes out.

use super::{
    milestone::Milestone,
    report::{Contents, Report, SENTENCE_AT_MOST},
    workstream::{State, Workstream, product_key},
};
use crate::{i18n::Lang, ideas::Product, markdown, words::Word as _};
use chrono::{DateTime, Datelike as _, Duration, FixedOffset, NaiveDate, NaiveTime};
use chrono_tz::Tz;
use federation::{
    actors::Actor,
    outbox::Audience,
    vocabulary::{
        self as wire, Article, Note,
        actor::{Field, Profile, WORKSTREAM, Work},
        article::Preview,
        event::LanguageMap,
    },
};
use url::Url;

/// Where we are, and how we say it.
pub struct Setting<'a> {
    pub origin: &'a Url,
    pub lang: Lang,
    pub zone: Tz,
    /// The ids of cycle and idea on the wire, where they have one.
    pub cycle: Option<Url>,
    pub idea: Option<Url>,
}

pub fn profile(workstream: &Workstream, setting: &Setting<'_>) -> Profile {
    let link = setting.origin.join("/impressum").ok();
    let fields = link.map(|link| {
        let shown = link.as_str().trim_start_matches("https://");
        let shown = markdown::escape(shown.trim_start_matches("http://"));
        Field {
            name: setting.lang.text("association-field-imprint"),
            value: format!("<a href=\"{link}\">{shown}</a>"),
        }
    });
    Profile {
        name: workstream.name.clone(),
        summary: summary(workstream, setting.lang),
        url: setting.origin.join(&workstream.path()).ok(),
        icon: None,
        fields: fields.into_iter().collect(),
        body: Some(WORKSTREAM.to_owned()),
        unit_of: Some(workstream.lead.clone().into()),
        work: Some(Work {
            state: workstream.state.name(),
            context: setting.cycle.clone(),
            derived_from: setting.idea.clone(),
            category: Some(workstream.product.name()),
            starts: midnight(workstream.starts_on, setting.zone),
            ends: midnight(workstream.ends_on, setting.zone),
            why_extended: said(workstream.is_extended(), &workstream.why_extended),
            why_withdrawn: said(workstream.state == State::Withdrawn, &workstream.reason),
            involved: workstream.involved().wire(),
        }),
        term: None,
        discoverable: true,
        told: Vec::new(),
        implements: Vec::new(),
    }
}

fn said(is_so: bool, why: &str) -> Option<String> {
    Some(why.to_owned()).filter(|why| is_so && !why.is_empty())
}

/// „Frage: … Ergebnis: Leitfaden. Dauer: 6 Monate.“, then what else there is to say.
pub(super) fn summary(workstream: &Workstream, lang: Lang) -> String {
    let question = lang.text_with(
        "workstream-wire-question",
        &[("question", &workstream.question)],
    );
    let product = lang.text(product_key(workstream.product));
    let months = months(workstream.starts_on, workstream.ends_on);
    let about = lang.text_with(
        "workstream-wire-about",
        &[("product", &product), ("months", &months)],
    );
    let mut html = String::new();
    let over = match workstream.state {
        State::Archived => Some(lang.text("workstream-wire-archived")),
        State::Withdrawn => Some(lang.text_with(
            "workstream-wire-withdrawn",
            &[("reason", &workstream.reason)],
        )),
        _ => None,
    };
    for line in over
        .into_iter()
        .chain([workstream.summary.clone(), format!("{question} {about}")])
        .filter(|line| !line.is_empty())
    {
        html.push_str(&format!("<p>{}</p>", markdown::escape(&line)));
    }
    html.push_str(&markdown::to_html(&workstream.description));
    html
}

/// Whole months between two days, rounded to the nearest.
pub fn months(first: NaiveDate, last: NaiveDate) -> i64 {
    const DAYS_IN_A_MONTH: f64 = 30.44;
    ((last - first).num_days() as f64 / DAYS_IN_A_MONTH).round() as i64
}

fn midnight(day: NaiveDate, zone: Tz) -> Option<DateTime<FixedOffset>> {
    let at = day.and_time(NaiveTime::MIN).and_local_timezone(zone);
    at.earliest().map(|at| at.fixed_offset())
}

/// By the association that leads it: there is something new to follow.
pub fn note(
    workstream: &Workstream,
    (lead, group): (&Actor, &Actor),
    lang: Lang,
    published: DateTime<FixedOffset>,
) -> Option<Note> {
    let line = lang.text_with(
        "workstream-wire-note",
        &[
            ("name", &workstream.name),
            ("question", &workstream.question),
            ("address", &group.address()),
        ],
    );
    let id = workstream.note.clone()?;
    Some(post(id.into(), workstream, (&line, lang), lead, published))
}

/// By the workstream: a milestone is reached. Nothing where nobody wants a post of it.
pub fn reached(
    workstream: &Workstream,
    milestone: &Milestone,
    group: &Actor,
    lang: Lang,
    published: DateTime<FixedOffset>,
) -> Option<Note> {
    let line = lang.text_with(
        "workstream-wire-reached",
        &[("name", &workstream.name), ("milestone", &milestone.title)],
    );
    let id = milestone.note.clone()?;
    Some(post(id.into(), workstream, (&line, lang), group, published))
}

/// One line, and where to read on.
fn post(
    id: Url,
    workstream: &Workstream,
    (line, lang): (&str, Lang),
    author: &Actor,
    published: DateTime<FixedOffset>,
) -> Note {
    let url = markdown::escape(workstream.url.as_str());
    let content = format!(
        "<p>{}</p><p><a href=\"{url}\">{url}</a></p>",
        markdown::escape(line)
    );
    let audience = Audience::public(author);
    Note {
        id,
        attributed_to: author.id.clone().into(),
        in_reply_to: None,
        url: Some(workstream.url.clone().into()),
        content_map: LanguageMap(vec![(lang.bcp47().to_owned(), content.clone())]),
        content,
        published,
        updated: None,
        to: audience.to,
        cc: audience.cc,
    }
}

/// A milestone of ours as peers keep it.
pub fn milestone(milestone: &Milestone, group: &Actor, zone: Tz) -> wire::Milestone {
    let audience = Audience::public(group);
    let end = milestone.due_on.and_hms_opt(23, 59, 59);
    let end = end.and_then(|end| end.and_local_timezone(zone).latest());
    let published = milestone.created_at.fixed_offset();
    wire::Milestone {
        id: milestone.iri.clone().into(),
        attributed_to: group.id.clone().into(),
        name: milestone.title.clone(),
        end_time: end.map_or(published, |end| end.fixed_offset()),
        is_resolved: milestone.reached_on.is_some(),
        published,
        updated: (milestone.created_at < milestone.updated_at)
            .then(|| milestone.updated_at.fixed_offset()),
        to: audience.to,
        cc: audience.cc,
    }
}

/// What distinguishes a report from other articles for those who know our terms.
pub const REPORT: &str = "report";
/// The tag of Leichte Sprache.
const EASY: &str = "de-simple";

/// What came of it, as others see it; nothing while nobody has it.
pub fn article(
    report: &Report,
    workstream: &Workstream,
    (lead, group): (&Actor, &Actor),
) -> Option<Article> {
    let lang = Lang::of(&report.language);
    let published = report.published_at?;
    let content = content(report, lang);
    let easy = report.contents.easy_html();
    let mut texts = vec![(report.language.clone(), content.clone())];
    if !easy.is_empty() && report.language != EASY {
        texts.push((EASY.to_owned(), easy));
    }
    let audience = Audience::public(lead).and_of(group);
    let url = markdown::escape(report.url.as_str());
    let sentence = markdown::escape(&report.sentence);
    Some(Article {
        id: report.iri.clone()?.into(),
        attributed_to: lead.id.clone().into(),
        in_reply_to: None,
        audience: Some(group.id.clone().into()),
        url: report.url.clone().into(),
        name: lang.text_with("workstream-slot", &[("name", &workstream.name)]),
        summary: Some(report.sentence.clone()),
        content: Some(content),
        content_map: LanguageMap(texts),
        preview: Some(Preview {
            content: format!("<p>{sentence}</p><p><a href=\"{url}\">{url}</a></p>"),
        }),
        attachment: Vec::new(),
        tag: Vec::new(),
        kind: Some(REPORT.to_owned()),
        proposal: None,
        published: published.fixed_offset(),
        updated: (published < report.updated_at).then(|| report.updated_at.fixed_offset()),
        to: audience.to,
        cc: audience.cc,
    })
}

/// All of it as HTML: summary, text, and the lists below their headings.
fn content(report: &Report, lang: Lang) -> String {
    let contents = &report.contents;
    let mut html = String::new();
    for paragraph in report.summary.split("\n\n").filter(|it| !it.is_empty()) {
        html.push_str(&format!("<p>{}</p>", markdown::escape(paragraph)));
    }
    html.push_str(&contents.text_html());
    let escaped = |lines: &[String]| lines.iter().map(|it| markdown::escape(it)).collect();
    let named = contents.named().into_iter().map(markdown::escape).collect();
    for (key, items) in [
        (
            "workstream-recommendations",
            escaped(&contents.recommendations),
        ),
        ("workstream-products", products(contents, lang)),
        ("workstream-contributors", named),
        ("workstream-open-points", escaped(&contents.open_points)),
    ] {
        section(&mut html, &lang.text(key), items);
    }
    html
}

fn products(contents: &Contents, lang: Lang) -> Vec<String> {
    let link = |href: &str, words: &str| {
        let (href, words) = (markdown::escape(href), markdown::escape(words));
        format!("<a href=\"{href}\">{words}</a>")
    };
    let products = contents.products.iter().map(|it| {
        let about = markdown::escape(&format!("{}, {}", it.kind, it.licence));
        let source = it.repository.as_deref();
        let source = source.map(|href| format!(", {}", link(href, href)));
        let source = source.unwrap_or_default();
        let stage = it.stage().map(|stage| {
            let day = lang.date(stage.on);
            let maturity = lang.text(stage.maturity.key());
            let said = lang.text_with(
                "workstream-maturity-since",
                &[("maturity", &maturity), ("day", &day)],
            );
            markdown::escape(&format!(". {said}: {}", stage.sentence))
        });
        let stage = stage.unwrap_or_default();
        format!("{} ({about}{source}){stage}", link(&it.link, &it.title))
    });
    products.collect()
}

fn section(html: &mut String, heading: &str, items: Vec<String>) {
    if items.is_empty() {
        return;
    }
    let items = items.iter().map(|item| format!("<li>{item}</li>"));
    let items: String = items.collect();
    let heading = markdown::escape(heading);
    html.push_str(&format!("<h2>{heading}</h2><ul>{items}</ul>"));
}

/// What another server's workstream is, made safe to keep.
pub struct Foreign {
    pub state: State,
    pub lead: Url,
    pub url: Url,
    pub name: String,
    /// In one line, for lists.
    pub question: String,
    /// HTML that is safe to show.
    pub description: String,
    /// `Other` where it says nothing that is known here.
    pub product: Product,
    /// The ids of its cycle, at its own server, and of the idea it came from, wherever that is.
    pub cycle: Option<Url>,
    pub idea: Option<Url>,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    /// Why its end was moved; may be empty.
    pub why_extended: String,
    /// Why it was withdrawn; may be empty.
    pub reason: String,
}

/// The years in which a workstream of another server may begin.
const PLAUSIBLE_YEARS: std::ops::RangeInclusive<i32> = 1990..=2100;
/// How long one may last.
const FOREIGN_LASTS_AT_MOST: Duration = Duration::days(10 * 366);
/// The longest question of others that we keep, in characters.
const FOREIGN_QUESTION_AT_MOST: usize = 300;

/// Nothing where the actor is no workstream, or says nothing a server could show.
pub fn foreign(actor: &Actor) -> Option<Foreign> {
    let work = actor.profile.work.as_ref();
    let work = work.filter(|_| actor.is_workstream())?;
    let is_own = |url: &Url| url.origin() == actor.id.origin();
    let state = State::named(&work.state)?;
    // What nobody but its own people should know is not shown, whoever says it.
    if matches!(state, State::Proposed | State::Declined) {
        return None;
    }
    let starts_on = work.starts?.date_naive();
    let ends_on = work.ends.map_or(starts_on, |ends| ends.date_naive());
    // One that lasts for ever would make the picture of all others a dot.
    let is_plausible = PLAUSIBLE_YEARS.contains(&starts_on.year())
        && (starts_on..=starts_on + FOREIGN_LASTS_AT_MOST).contains(&ends_on);
    if !is_plausible {
        return None;
    }
    let plain = markdown::plain(&actor.profile.summary);
    let words: Vec<&str> = plain.split_whitespace().collect();
    let words = words.join(" ");
    let product = work.category.as_deref().and_then(Product::named);
    Some(Foreign {
        state,
        lead: actor.profile.unit_of.clone().filter(is_own)?,
        url: actor.profile.url.clone().filter(is_own)?,
        name: actor.profile.name.clone(),
        question: words.chars().take(FOREIGN_QUESTION_AT_MOST).collect(),
        description: markdown::sanitise(&actor.profile.summary),
        product: product.unwrap_or_default(),
        cycle: work.context.clone().filter(is_own),
        idea: work.derived_from.clone(),
        starts_on,
        ends_on,
        why_extended: work.why_extended.clone().unwrap_or_default(),
        reason: work
            .why_withdrawn
            .clone()
            .filter(|_| state == State::Withdrawn)
            .unwrap_or_default(),
    })
}

/// The report of another server's workstream, as far as it is kept: whoever wants to read on goes there.
pub struct ForeignReport {
    pub url: Url,
    /// The result in one sentence.
    pub sentence: String,
}

/// Nothing where it is another kind of text, or not everybody may read it.
pub fn foreign_report(article: &Article) -> Option<ForeignReport> {
    if article.kind.as_deref() != Some(REPORT) || !article.is_public() {
        return None;
    }
    let own = Some(&article.url).filter(|url| url.origin() == article.id.origin());
    let said = article.summary.as_deref().unwrap_or(&article.name);
    Some(ForeignReport {
        url: own.unwrap_or(&article.id).clone(),
        sentence: markdown::line(said, SENTENCE_AT_MOST),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_whole() {
        let between =
            |first: &str, last: &str| months(first.parse().unwrap(), last.parse().unwrap());
        assert_eq!(between("2026-11-15", "2027-05-15"), 6);
        assert_eq!(between("2027-02-01", "2027-05-01"), 3);
        assert_eq!(between("2026-11-15", "2027-08-15"), 9);
    }
}
