//! The report of a workstream as a document to be printed: what its page says, in the same order. Pure.

use super::{
    Workstream,
    report::{Contents, Output, Report},
};
use crate::{i18n::Lang, markdown};
use chrono::{DateTime, Datelike as _, Utc};
use chrono_tz::Tz;
use print::{Block, Day, Document, Inline};

/// Which text of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variant {
    Whole,
    /// What is said in Leichte Sprache, and nothing else.
    Easy,
}

impl Variant {
    /// The end of the address.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Whole => "report",
            Self::Easy => "report-easy",
        }
    }
}

/// What distinguishes a print from every other one.
pub fn version(report: &Report, workstream: &Workstream, variant: Variant, lead: &str) -> String {
    let at = report.updated_at.timestamp_millis();
    let program = env!("CARGO_PKG_VERSION");
    format!(
        "{} {} {at} {program} {lead} {}",
        report.url,
        variant.file_name(),
        workstream.name
    )
}

pub fn document(
    report: &Report,
    workstream: &Workstream,
    lead: &str,
    variant: Variant,
    zone: Tz,
) -> Document {
    // Leichte Sprache is German, whatever the report is in.
    let lang = match variant {
        Variant::Whole => Lang::of(&report.language),
        Variant::Easy => Lang::De,
    };
    let published = report.published_at.unwrap_or(report.updated_at);
    let mut blocks = vec![Block::paragraph(by(lead, published, lang, zone))];
    match variant {
        Variant::Whole => {
            let sentence = Inline::Strong(vec![Inline::text(&report.sentence)]);
            blocks.insert(0, Block::Paragraph(vec![sentence]));
            whole(&mut blocks, report, lang);
        }
        Variant::Easy => blocks.extend(markdown::to_blocks(&report.contents.easy_text)),
    }
    let day = published.with_timezone(&zone).date_naive();
    Document {
        title: lang.text_with("workstream-slot", &[("name", &workstream.name)]),
        language: lang.bcp47().to_owned(),
        authors: vec![lead.to_owned()],
        description: report.sentence.clone(),
        keywords: Vec::new(),
        date: Some(Day {
            year: day.year(),
            month: u8::try_from(day.month()).unwrap_or(1),
            day: u8::try_from(day.day()).unwrap_or(1),
        }),
        ident: format!("{} {}", report.url, variant.file_name()),
        footer: report.url.to_string(),
        blocks,
    }
}

fn by(lead: &str, at: DateTime<Utc>, lang: Lang, zone: Tz) -> String {
    format!(
        "{lead} · {}",
        lang.date(at.with_timezone(&zone).date_naive())
    )
}

fn whole(blocks: &mut Vec<Block>, report: &Report, lang: Lang) {
    let contents = &report.contents;
    let summary = report.summary.split("\n\n").filter(|it| !it.is_empty());
    blocks.extend(summary.map(Block::paragraph));
    blocks.extend(markdown::to_blocks(&contents.text));
    if !contents.easy_text.is_empty() {
        blocks.push(Block::heading(2, lang.text("workstream-easy")));
        blocks.push(Block::Language {
            language: "de".to_owned(),
            blocks: markdown::to_blocks(&contents.easy_text),
        });
    }
    let lines = |lines: &[String]| lines.iter().map(Block::paragraph).collect();
    let named = contents.named().into_iter().map(Block::paragraph).collect();
    for (key, items) in [
        (
            "workstream-recommendations",
            lines(&contents.recommendations),
        ),
        ("workstream-products", products(contents, lang)),
        ("workstream-contributors", named),
        ("workstream-open-points", lines(&contents.open_points)),
    ] {
        section(blocks, lang.text(key), items);
    }
}

fn section(blocks: &mut Vec<Block>, heading: String, items: Vec<Block>) {
    if items.is_empty() {
        return;
    }
    blocks.push(Block::heading(2, heading));
    blocks.push(Block::List {
        start: None,
        items: items.into_iter().map(|item| vec![item]).collect(),
    });
}

fn products(contents: &Contents, lang: Lang) -> Vec<Block> {
    let products = contents.products.iter();
    products.map(|it| product(it, lang)).collect()
}

fn product(product: &Output, lang: Lang) -> Block {
    let link = |url: &str, words: &str| Inline::Link {
        url: markdown::address(url),
        text: vec![Inline::text(words)],
    };
    let mut parts = vec![
        link(&product.link, &product.title),
        Inline::Text(format!(" ({}, {})", product.kind, product.licence)),
    ];
    if let Some(repository) = &product.repository {
        parts.push(Inline::text(", "));
        parts.push(link(repository, repository));
    }
    if let Some(stage) = product.stage() {
        let said = lang.text_with(
            "workstream-maturity-since",
            &[
                ("maturity", &lang.text(stage.maturity.key())),
                ("day", &lang.date(stage.on)),
            ],
        );
        parts.push(Inline::Text(format!(". {said}: {}", stage.sentence)));
    }
    Block::Paragraph(parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        App,
        accounts::Role,
        events::pages::tests::{BROWSER, get},
        web::{self, desk::tests::Visitor},
        workstreams::{publish_report, report, tests::working, withdraw_report, write_report},
    };
    use axum::{
        body::{Body, to_bytes},
        http::{Request, header::CONTENT_TYPE},
    };
    use tower::ServiceExt as _;

    async fn fetch(app: &App, path: &str) -> (u16, String, Vec<u8>) {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let answer = web::router(app.clone()).oneshot(request).await.unwrap();
        let media_type = answer.headers()[CONTENT_TYPE].to_str().unwrap().to_owned();
        let status = answer.status().as_u16();
        let bytes = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        (status, media_type, bytes.to_vec())
    }

    #[tokio::test]
    async fn a_report_is_a_file_beside_its_page_as_long_as_it_is_public() {
        let (app, _, workstream) = working().await;
        let path = format!("{}/report.pdf", workstream.path());
        let easy = format!("{}/report-easy.pdf", workstream.path());
        let tx = app.begin().await.unwrap();
        let draft = report::tests::guide();
        write_report(&app, &tx, &workstream, &draft).await.unwrap();
        tx.commit().await.unwrap();
        // A draft is for nobody, not even signed in.
        let owner = Visitor::new(&app, Role::Owner).await;
        assert_eq!(owner.get(&path).await.status, 404);
        let tx = app.begin().await.unwrap();
        let (workstream, _) = publish_report(&app, &tx, workstream).await.unwrap();
        tx.commit().await.unwrap();
        for file in [&path, &easy] {
            let (status, media_type, bytes) = fetch(&app, file).await;
            assert_eq!((status, media_type.as_str()), (200, "application/pdf"));
            assert!(bytes.starts_with(b"%PDF-1."), "{file}");
            let page = get(&app, &format!("{}/report", workstream.path()), BROWSER).await;
            assert!(page.body.contains(file.as_str()), "{file}");
        }
        let tx = app.begin().await.unwrap();
        withdraw_report(&app, &tx, &workstream, "Ein Rechenfehler.")
            .await
            .unwrap();
        tx.commit().await.unwrap();
        for file in [&path, &easy] {
            assert_eq!(get(&app, file, BROWSER).await.status, 404, "{file}");
        }
    }

    #[tokio::test]
    async fn what_its_page_says_is_printed_and_whoever_did_not_agree_is_not() {
        let (app, _, workstream) = working().await;
        let tx = app.begin().await.unwrap();
        let draft = report::tests::guide();
        let report = write_report(&app, &tx, &workstream, &draft).await.unwrap();
        let document = |variant| {
            let zone = chrono_tz::Europe::Berlin;
            let document = document(&report, &workstream, "Dialog", variant, zone);
            assert!(print::pdf(&document).is_ok());
            format!("{document:?}")
        };
        let whole = document(Variant::Whole);
        for expected in [
            "Was wir fanden",
            "Wer nichts verkauft",
            "Anlaufstelle benennen",
            "https://verein.example/leitfaden",
            "Verein A, Redaktion",
            "Was gilt für Spenden?",
        ] {
            assert!(whole.contains(expected), "{expected}: {whole}");
        }
        assert!(!whole.contains("Verein B"), "nobody asked them");
        let easy = document(Variant::Easy);
        assert!(easy.contains("Wer nichts verkauft") && !easy.contains("Spenden"));
    }
}
