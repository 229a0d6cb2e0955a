//! What is printed, read again with another library as a reader would.

use super::*;
use lopdf::{Dictionary, Object};

fn report() -> Document {
    Document {
        title: "Ergebnis: Cybersicherheit".into(),
        language: "de".into(),
        authors: vec!["Verein A".into()],
        description: "Ehrenamtliche müssen nichts nachweisen.".into(),
        keywords: vec!["CRA".into()],
        date: Some(Day {
            year: 2027,
            month: 5,
            day: 10,
        }),
        ident: "https://verein.example/workstreams/cra/report".into(),
        footer: "https://verein.example/workstreams/cra/report".into(),
        blocks: vec![
            Block::paragraph("Der CRA nimmt freie Software aus."),
            Block::heading(4, "Was wir fanden"),
            Block::Paragraph(vec![
                Inline::text("Freie Software "),
                Inline::Strong(vec![Inline::text("ohne Verkauf")]),
                Inline::text(" bleibt frei"),
                Inline::Footnote(vec![Inline::text("Artikel 3.")]),
                Inline::text(". Mehr: "),
                Inline::Link {
                    url: "https://verein.example/leitfaden".into(),
                    text: vec![Inline::text("Leitfaden")],
                },
            ]),
            Block::List {
                start: None,
                items: vec![
                    vec![Block::paragraph("Fragen sammeln")],
                    vec![Block::paragraph("Anlaufstelle benennen")],
                ],
            },
            Block::List {
                start: Some(3),
                items: vec![vec![
                    Block::paragraph("drittens"),
                    Block::Code("a\n  b".into()),
                ]],
            },
            Block::Table {
                header: vec![vec![Inline::text("Was")], vec![Inline::text("Wer")]],
                rows: vec![vec![vec![Inline::text("Leitfaden")], vec![]]],
            },
            Block::Quote(vec![Block::paragraph("Ein Zitat.")]),
            Block::Rule,
            Block::Language {
                language: "en".into(),
                blocks: vec![Block::paragraph("In English.")],
            },
        ],
    }
}

struct Read {
    pdf: lopdf::Document,
}

impl Read {
    fn of(document: &Document) -> Self {
        let bytes = pdf(document).expect("a document that can be printed");
        Self {
            pdf: lopdf::Document::load_mem(&bytes).expect("a PDF"),
        }
    }

    fn catalog(&self) -> &Dictionary {
        self.pdf.catalog().expect("a catalog")
    }

    fn dictionary<'a>(&'a self, object: &'a Object) -> &'a Dictionary {
        let (_, object) = self.pdf.dereference(object).expect("an object");
        object.as_dict().expect("a dictionary")
    }

    fn metadata(&self) -> String {
        let metadata = self.catalog().get(b"Metadata").expect("metadata");
        let (_, stream) = self.pdf.dereference(metadata).expect("an object");
        let stream = stream.as_stream().expect("a stream");
        let plain = stream.decompressed_content();
        let plain = plain.unwrap_or_else(|_| stream.content.clone());
        String::from_utf8(plain).expect("XML")
    }

    fn text(&self) -> String {
        let pages: Vec<u32> = self.pdf.get_pages().into_keys().collect();
        self.pdf.extract_text(&pages).expect("text")
    }

    /// The kinds of the elements of its structure.
    fn tags(&self) -> Vec<String> {
        let objects = self.pdf.objects.values();
        let elements = objects.filter_map(|it| it.as_dict().ok());
        let kinds = elements.filter_map(|it| {
            it.get(b"P").ok()?;
            it.get(b"S").ok()?.as_name().ok()
        });
        kinds
            .map(|kind| String::from_utf8_lossy(kind).into_owned())
            .collect()
    }
}

#[test]
fn a_document_is_printed_so_that_everybody_can_read_it() {
    let read = Read::of(&report());
    let marks = read.dictionary(read.catalog().get(b"MarkInfo").expect("marks"));
    assert_eq!(marks.get(b"Marked").unwrap(), &Object::Boolean(true));
    let language = read.catalog().get(b"Lang").unwrap().as_str().unwrap();
    assert_eq!(language, b"de");
    read.dictionary(read.catalog().get(b"StructTreeRoot").expect("a structure"));
    let viewing = read.dictionary(read.catalog().get(b"ViewerPreferences").unwrap());
    assert_eq!(
        viewing.get(b"DisplayDocTitle").unwrap(),
        &Object::Boolean(true)
    );
    let metadata = read.metadata();
    for expected in ["pdfuaid:part", "Ergebnis: Cybersicherheit", "Verein A"] {
        assert!(metadata.contains(expected), "{expected}: {metadata}");
    }
    let text = read.text();
    for expected in [
        "Ergebnis: Cybersicherheit",
        "Was wir fanden",
        "ohne Verkauf",
        "Anlaufstelle benennen",
        "In English.",
    ] {
        assert!(text.contains(expected), "{expected}: {text}");
    }
    let tags = read.tags();
    for expected in [
        "H1", "H2", "P", "L", "LI", "Table", "TH", "TD", "Link", "Note",
    ] {
        assert!(
            tags.iter().any(|tag| tag == expected),
            "{expected}: {tags:?}"
        );
    }
    assert!(!tags.iter().any(|tag| tag == "H4"), "no level is left out");
}

#[test]
fn the_same_is_printed_the_same() {
    assert_eq!(pdf(&report()), pdf(&report()));
}

#[test]
fn what_was_typed_is_never_read_as_markup() {
    let hostile = [
        "#import \"@preview/x:1.0.0\": *",
        "#read(\"/etc/passwd\")",
        "\\ \\u{41} $x$ *b* _i_ `c` <l> @ref // no",
        "]#[",
        "\"); panic(\"",
        "\0\u{1}\u{202E}tfel",
        "שלום עולם مرحبا",
        "👍🏽 emoji",
        "https://verein.example/#import",
    ];
    let blocks = hostile.iter().flat_map(|text| {
        let inline = || vec![Inline::text(*text)];
        [
            Block::Paragraph(inline()),
            Block::heading(2, *text),
            Block::Code((*text).to_owned()),
            Block::Table {
                header: vec![inline()],
                rows: vec![vec![inline()]],
            },
            Block::List {
                start: None,
                items: vec![vec![Block::Paragraph(vec![Inline::Code(
                    (*text).to_owned(),
                )])]],
            },
        ]
    });
    let document = Document {
        title: hostile[0].into(),
        authors: vec![hostile[2].into()],
        description: hostile[4].into(),
        keywords: vec![hostile[5].into()],
        footer: hostile[1].into(),
        language: "\"#".into(),
        blocks: blocks.collect(),
        ..report()
    };
    let text = Read::of(&document).text();
    for expected in ["#import \"@preview/x:1.0.0\"", "#read", "*b* _i_", "]#["] {
        assert!(text.contains(expected), "{expected}: {text}");
    }
}

#[test]
fn a_long_word_stays_on_its_page_and_nothing_is_lost_of_it() {
    let document = Document {
        blocks: vec![Block::paragraph("Wort".repeat(2_000)), Block::paragraph("")],
        ..report()
    };
    let read = Read::of(&document);
    let text: String = read.text().split_whitespace().collect();
    assert_eq!(text.matches("Wort").count(), 2_000);
}

#[test]
fn what_leads_nowhere_keeps_its_words() {
    for url in [
        "javascript:alert(1)",
        "",
        "https://verein.example/\"a b",
        "file:///etc",
    ] {
        let link = Inline::Link {
            url: url.into(),
            text: vec![Inline::text("Hier entlang")],
        };
        let document = Document {
            blocks: vec![Block::Paragraph(vec![link])],
            ..report()
        };
        let read = Read::of(&document);
        assert!(read.text().contains("Hier entlang"), "{url}");
        assert!(!read.tags().iter().any(|tag| tag == "Link"), "{url}");
    }
}

#[test]
fn a_heading_without_words_leaves_none_out() {
    let document = Document {
        blocks: vec![
            Block::Heading {
                level: 2,
                text: Vec::new(),
            },
            Block::heading(3, "Teil"),
            Block::paragraph("Text"),
        ],
        ..report()
    };
    assert!(Read::of(&document).text().contains("Teil"));
}

#[test]
fn what_is_too_much_is_refused_by_name() {
    let with = |blocks| Document { blocks, ..report() };
    let mut deep = Block::paragraph("tief");
    for _ in 0..=values::LEVELS_AT_MOST {
        deep = Block::Quote(vec![deep]);
    }
    let pages = vec![Block::Rule; values::PIECES_AT_MOST + 1];
    let long = "x".repeat(values::TEXT_BYTES_AT_MOST);
    let wide = Block::Table {
        header: vec![vec![]; values::COLUMNS_AT_MOST + 1],
        rows: vec![],
    };
    for (document, expected) in [
        (with(vec![deep]), Error::TooDeep),
        (with(vec![wide]), Error::TooWide),
        (with(pages), Error::TooLong),
        (with(vec![Block::paragraph(long)]), Error::TooLong),
        (
            with(vec![Block::paragraph("用漢字寫的文章。".repeat(40))]),
            Error::Letters,
        ),
        (
            Document {
                title: "\0 ".into(),
                ..report()
            },
            Error::Untitled,
        ),
        (
            with(vec![Block::paragraph("x"); 9_000]),
            Error::TooManyPages,
        ),
    ] {
        assert_eq!(pdf(&document), Err(expected));
    }
}
