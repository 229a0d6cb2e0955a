//! What came of a workstream: the row of its report, and what that must say. A draft may have gaps; what
//! is public may not. Every fault is found at once and names its field.

use super::{draft::line, maturity::Stage};
use crate::{
    error::{Refusal, Refusals},
    events::{
        LANGUAGES,
        draft::{one_line, or},
    },
    ids::{AccountId, WorkstreamId},
    markdown,
};
use federation::{Iri, vocabulary::read};
use sea_orm::{FromJsonQueryResult, entity::prelude::*};
use serde::{Deserialize, Serialize};
use url::Url;
use utoipa::ToSchema;

/// Characters of the result in one sentence; it fits into what Mastodon's readers see.
pub const SENTENCE_AT_MOST: usize = 300;
pub const SUMMARY_AT_MOST: usize = 2_000;
pub const TEXT_AT_MOST: usize = 40_000;
/// Recommendations, products, contributors and open points, each.
const LINES_AT_MOST: usize = 50;
/// Characters of one of them.
const LINE_AT_MOST: usize = 300;

/// One for each workstream.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "workstream_reports")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub workstream: WorkstreamId,
    /// Its id on the wire; absent while nobody has it.
    pub iri: Option<Iri>,
    /// Where its home shows it.
    pub url: Iri,
    /// A BCP 47 tag.
    pub language: String,
    /// The result in one sentence.
    pub sentence: String,
    pub summary: String,
    pub contents: Contents,
    pub published_at: Option<DateTimeUtc>,
    /// Who wrote what is not released yet; absent where the command line did.
    pub written_by: Option<AccountId>,
    /// When it was taken back, and why; gone once it is published again.
    pub withdrawn_at: Option<DateTimeUtc>,
    pub why_withdrawn: Option<String>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Report;

/// All of a report but what lists show of it.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult, ToSchema,
)]
#[serde(default)]
#[schema(as = ResultContents)]
pub struct Contents {
    /// Markdown, as the next one.
    pub text: String,
    /// The same in Leichte Sprache.
    pub easy_text: String,
    pub recommendations: Vec<String>,
    pub products: Vec<Output>,
    pub contributors: Vec<Contributor>,
    pub open_points: Vec<String>,
}

/// What others may take along.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ResultProduct)]
pub struct Output {
    pub title: String,
    /// „Leitfaden“, „Software“
    pub kind: String,
    #[schema(format = Uri)]
    pub link: String,
    /// As SPDX names it, or in words.
    pub licence: String,
    /// Where its source is kept.
    #[schema(format = Uri)]
    pub repository: Option<String>,
    /// How far it has come, the latest last; nothing where nobody said so.
    #[serde(default)]
    pub stages: Vec<Stage>,
}

impl Output {
    /// How far it has come by now.
    pub fn stage(&self) -> Option<&Stage> {
        self.stages.last()
    }
}

/// Somebody who took part, by organisation and role. Nobody is shown who did not agree to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Contributor {
    pub name: String,
    pub agreed: bool,
}

impl Contents {
    pub fn text_html(&self) -> String {
        markdown::to_html(&self.text)
    }

    pub fn easy_html(&self) -> String {
        markdown::to_html(&self.easy_text)
    }

    /// What was said of products that are still called the same.
    pub fn with_stages_of(mut self, known: &Self) -> Self {
        for product in &mut self.products {
            let same = known.products.iter().find(|it| it.title == product.title);
            product.stages = same.map(|it| it.stages.clone()).unwrap_or_default();
        }
        self
    }

    /// Those who agreed to be named.
    pub fn named(&self) -> Vec<&str> {
        let agreed = self.contributors.iter().filter(|it| it.agreed);
        agreed.map(|it| it.name.as_str()).collect()
    }
}

impl Report {
    pub fn is_public(&self) -> bool {
        self.published_at.is_some()
    }

    /// Whether the other says nothing else.
    pub fn says_the_same(&self, other: &Self) -> bool {
        let typed = |report: &Self| Draft {
            seen: String::new(),
            ..Draft::of(report)
        };
        typed(self) == typed(other)
    }

    /// Which state of it somebody has seen, to notice when another was faster.
    pub fn seen(&self) -> String {
        self.updated_at.timestamp_millis().to_string()
    }
}

/// A report as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ResultDraft)]
#[serde(default, deny_unknown_fields)]
pub struct Draft {
    /// `de` or `en`; empty for `de`.
    pub language: String,
    /// The result in one sentence.
    pub sentence: String,
    /// At most 2,000 characters, plain.
    pub summary: String,
    /// Markdown.
    pub text: String,
    /// The same in Leichte Sprache, five to ten sentences. Markdown.
    pub easy_text: String,
    /// One a line.
    pub recommendations: String,
    /// One a line: `title | kind | link | licence | repository`; the last may be missing.
    pub products: String,
    /// One a line: `organisation, role | yes`; without the yes nobody reads of them.
    pub contributors: String,
    /// What stayed open, one a line.
    pub open_points: String,
    /// The state of the report it was filled from, to notice when somebody was faster.
    pub seen: String,
}

/// A draft that passed its rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    pub language: String,
    pub sentence: String,
    pub summary: String,
    pub contents: Contents,
}

impl Draft {
    pub fn check(&self) -> Result<Details, Refusals> {
        let mut refusals = Refusals::default();
        let language = or(&self.language, "de").to_owned();
        if !LANGUAGES.contains(&language.as_str()) {
            refusals.add(Refusal::new("event-language-unknown").on("language"));
        }
        let details = Details {
            language,
            sentence: line(
                &self.sentence,
                ("sentence", SENTENCE_AT_MOST),
                &mut refusals,
            ),
            summary: text(&self.summary, ("summary", SUMMARY_AT_MOST), &mut refusals),
            contents: Contents {
                text: text(&self.text, ("text", TEXT_AT_MOST), &mut refusals),
                easy_text: text(&self.easy_text, ("easy_text", TEXT_AT_MOST), &mut refusals),
                recommendations: lines(&self.recommendations, "recommendations", &mut refusals),
                products: self.read_products(&mut refusals),
                contributors: self.read_contributors(&mut refusals),
                open_points: lines(&self.open_points, "open_points", &mut refusals),
            },
        };
        refusals.none_or()?;
        Ok(details)
    }

    fn read_products(&self, refusals: &mut Refusals) -> Vec<Output> {
        let mut products = Vec::new();
        for typed in lines(&self.products, "products", refusals) {
            let mut parts = typed.split('|').map(str::trim);
            let mut part = || parts.next().unwrap_or_default().to_owned();
            let product = Output {
                title: part(),
                kind: part(),
                link: part(),
                licence: part(),
                repository: Some(part()).filter(|link| !link.is_empty()),
                stages: Vec::new(),
            };
            let links = std::iter::once(&product.link).chain(&product.repository);
            if product.title.is_empty() || product.kind.is_empty() {
                refusals.add(Refusal::new("workstream-product-nameless").on("products"));
            } else if links.into_iter().any(|link| read::url(link).is_none()) {
                refusals.add(Refusal::new("workstream-product-without-link").on("products"));
            } else if product.licence.is_empty() {
                refusals.add(Refusal::new("workstream-product-without-licence").on("products"));
            } else {
                products.push(product);
            }
        }
        products
    }

    fn read_contributors(&self, refusals: &mut Refusals) -> Vec<Contributor> {
        let mut contributors = Vec::new();
        for typed in lines(&self.contributors, "contributors", refusals) {
            let (name, agreed) = typed.split_once('|').unwrap_or((&typed, ""));
            let agreed = match agreed.trim().to_lowercase().as_str() {
                "ja" | "yes" => true,
                "" | "nein" | "no" => false,
                _ => {
                    refusals.add(Refusal::new("workstream-consent-unclear").on("contributors"));
                    false
                }
            };
            contributors.push(Contributor {
                name: name.trim().to_owned(),
                agreed,
            });
        }
        contributors
    }

    /// The report as it would have to be typed.
    pub fn of(report: &Report) -> Self {
        let contents = &report.contents;
        let products = contents.products.iter().map(|it| {
            let repository = it.repository.as_deref();
            let repository = repository.map(|link| format!(" | {link}"));
            let repository = repository.unwrap_or_default();
            format!(
                "{} | {} | {} | {}{repository}",
                it.title, it.kind, it.link, it.licence
            )
        });
        let contributors = contents.contributors.iter().map(|it| match it.agreed {
            true => format!("{} | ja", it.name),
            false => it.name.clone(),
        });
        Self {
            language: report.language.clone(),
            sentence: report.sentence.clone(),
            summary: report.summary.clone(),
            text: contents.text.clone(),
            easy_text: contents.easy_text.clone(),
            recommendations: contents.recommendations.join("\n"),
            products: products.collect::<Vec<_>>().join("\n"),
            contributors: contributors.collect::<Vec<_>>().join("\n"),
            open_points: contents.open_points.join("\n"),
            seen: report.seen(),
        }
    }
}

impl Details {
    /// What is public can be read on its page, by everybody: a file alone is no report (BITV 2.0).
    pub fn require_complete(&self) -> Result<(), Refusals> {
        let mut refusals = Refusals::default();
        if self.sentence.is_empty() {
            refusals.add(Refusal::new("workstream-sentence-missing").on("sentence"));
        }
        if self.summary.is_empty() {
            refusals.add(Refusal::new("workstream-summary-missing").on("summary"));
        }
        if self.contents.text.is_empty() {
            refusals.add(Refusal::new("workstream-page-text-missing").on("text"));
        }
        refusals.none_or()
    }
}

fn text(typed: &str, (field, at_most): (&'static str, usize), refusals: &mut Refusals) -> String {
    let text = typed.trim().replace("\r\n", "\n");
    if text.chars().count() > at_most {
        refusals.add(Refusal::new("workstream-text-too-long").on(field));
    }
    text
}

fn lines(typed: &str, field: &'static str, refusals: &mut Refusals) -> Vec<String> {
    let lines = typed.lines().map(one_line).filter(|line| !line.is_empty());
    let lines: Vec<String> = lines.take(LINES_AT_MOST + 1).collect();
    if lines.len() > LINES_AT_MOST || lines.iter().any(|it| it.chars().count() > LINE_AT_MOST) {
        refusals.add(Refusal::new("workstream-lines-too-many").on(field));
    }
    lines
}

/// Where the report of a workstream of ours is read.
pub fn address(workstream: &Url) -> Url {
    let mut url = workstream.clone();
    url.set_path(&format!("{}/report", workstream.path()));
    url
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub fn guide() -> Draft {
        Draft {
            sentence: "Ehrenamtliche müssen nichts nachweisen, wenn sie nichts verkaufen.".into(),
            summary: "Der CRA nimmt freie Software aus, die niemand verkauft.".into(),
            text: "## Was wir fanden\n\nFreie Software **ohne Verkauf** bleibt frei.".into(),
            easy_text: "Wer nichts verkauft, muss nichts zeigen.".into(),
            recommendations: "Fragen sammeln\nAnlaufstelle benennen".into(),
            products: "Leitfaden | Leitfaden | https://verein.example/leitfaden | CC-BY-4.0 | \
                https://code.verein.example/leitfaden"
                .into(),
            contributors: "Verein A, Redaktion | ja\nVerein B, Beratung".into(),
            open_points: "Was gilt für Spenden?".into(),
            ..Draft::default()
        }
    }

    fn fields(refused: Refusals) -> Vec<&'static str> {
        refused.0.iter().filter_map(|it| it.field).collect()
    }

    #[test]
    fn a_draft_may_have_gaps_and_what_is_public_may_not() {
        let bare = Draft::default().check().expect("a draft may have gaps");
        let lacking = bare.require_complete().expect_err("nothing is said");
        assert_eq!(fields(lacking), ["sentence", "summary", "text"]);
        let details = guide().check().expect("all of it is right");
        assert_eq!(details.require_complete(), Ok(()));
        assert_eq!(details.contents.named(), ["Verein A, Redaktion"]);
        assert_eq!(
            details.contents.products[0].repository.as_deref(),
            Some("https://code.verein.example/leitfaden")
        );
    }

    #[test]
    fn every_field_at_fault_is_named() {
        let wrong = Draft {
            language: "fr".into(),
            sentence: "x".repeat(SENTENCE_AT_MOST + 1),
            summary: "x".repeat(SUMMARY_AT_MOST + 1),
            text: "x".repeat(TEXT_AT_MOST + 1),
            easy_text: "x".repeat(TEXT_AT_MOST + 1),
            recommendations: "x\n".repeat(LINES_AT_MOST + 1),
            products: "Leitfaden | Leitfaden | kein Link | CC0-1.0".into(),
            contributors: "Verein A | vielleicht".into(),
            open_points: "x".repeat(LINE_AT_MOST + 1),
            ..Draft::default()
        };
        let refused = wrong.check().expect_err("nothing of it is right");
        assert_eq!(
            fields(refused),
            [
                "language",
                "sentence",
                "summary",
                "text",
                "easy_text",
                "recommendations",
                "products",
                "contributors",
                "open_points"
            ]
        );
        for products in [
            "| Leitfaden | https://verein.example/ | CC0-1.0",
            "Leitfaden | | https://verein.example/ | CC0-1.0",
            "Leitfaden | Leitfaden | https://verein.example/",
            "Leitfaden | Leitfaden | https://verein.example/ | CC0-1.0 | javascript:alert(1)",
        ] {
            let draft = Draft {
                products: products.into(),
                ..guide()
            };
            assert_eq!(
                fields(draft.check().unwrap_err()),
                ["products"],
                "{products}"
            );
        }
    }

    #[test]
    fn what_was_typed_can_be_typed_again() {
        let details = guide().check().expect("all of it is right");
        let at = "2027-05-10T09:00:00Z".parse().expect("an instant");
        let report = Report {
            workstream: ulid::Ulid::nil().into(),
            iri: None,
            url: "https://verein.example/".parse().expect("a URL"),
            language: details.language.clone(),
            sentence: details.sentence.clone(),
            summary: details.summary.clone(),
            contents: details.contents.clone(),
            published_at: None,
            written_by: None,
            withdrawn_at: None,
            why_withdrawn: None,
            created_at: at,
            updated_at: at,
        };
        assert_eq!(Draft::of(&report).check(), Ok(details));
    }
}
