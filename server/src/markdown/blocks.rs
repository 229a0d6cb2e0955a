//! Our authors' Markdown as blocks that can be printed, read by the parser of the pages. Raw HTML in it is
//! text, pictures become their words, and what lies too deep in something else is put beside it.

use super::{OPTIONS, address, below_the_title};
use print::{Block, Inline};
use pulldown_cmark::{Event, Parser, Tag};

/// Blocks and pieces within each other; the printer takes no more.
const LEVELS_AT_MOST: usize = 7;

/// What is open.
enum Kind {
    Paragraph,
    Heading(u8),
    Quote,
    Code,
    List(Option<u64>),
    Item,
    Table,
    Row,
    Cell,
    Strong,
    Emphasis,
    Strike,
    Link(String),
    /// Too deep for an item or a cell of its own: a line in what is around it.
    Apart,
    /// Too deep, or nothing of its own: what is in it belongs to what is around it.
    Nothing,
}

struct Open {
    kind: Kind,
    blocks: Vec<Block>,
    inlines: Vec<Inline>,
    /// Of a list.
    items: Vec<Vec<Block>>,
    /// Of a row.
    cells: Vec<Vec<Inline>>,
    /// Of a table, its head among them.
    rows: Vec<Vec<Vec<Inline>>>,
}

impl Open {
    fn new(kind: Kind) -> Self {
        Self {
            kind,
            blocks: Vec::new(),
            inlines: Vec::new(),
            items: Vec::new(),
            cells: Vec::new(),
            rows: Vec::new(),
        }
    }

    /// Words that stand in it without a paragraph become one.
    fn settle(&mut self) {
        if !self.inlines.is_empty() {
            let inlines = std::mem::take(&mut self.inlines);
            self.blocks.push(Block::Paragraph(inlines));
        }
    }

    fn push(&mut self, block: Block) {
        self.settle();
        self.blocks.push(block);
    }

    /// Take what ended within it.
    fn take(&mut self, mut ended: Self) {
        match ended.kind {
            Kind::Paragraph => self.push(Block::Paragraph(ended.inlines)),
            Kind::Heading(level) => self.push(Block::Heading {
                level,
                text: ended.inlines,
            }),
            Kind::Code => self.push(Block::Code(words(&ended.inlines))),
            Kind::Quote => {
                ended.settle();
                self.push(Block::Quote(ended.blocks));
            }
            Kind::List(start) => {
                // What lay too deep in it is an item as well.
                ended.settle();
                if !ended.blocks.is_empty() {
                    ended.items.push(ended.blocks);
                }
                self.push(Block::List {
                    start,
                    items: ended.items,
                });
            }
            Kind::Item => {
                ended.settle();
                self.items.push(ended.blocks);
            }
            Kind::Table => {
                ended.settle();
                let mut rows = ended.rows.into_iter();
                if let Some(header) = rows.next() {
                    self.push(Block::Table {
                        header,
                        rows: rows.collect(),
                    });
                }
                for beside in ended.blocks {
                    self.push(beside);
                }
            }
            Kind::Row => {
                if !ended.inlines.is_empty() {
                    ended.cells.push(ended.inlines);
                }
                self.rows.push(ended.cells);
            }
            Kind::Cell => self.cells.push(ended.inlines),
            Kind::Strong => self.inlines.push(Inline::Strong(ended.inlines)),
            Kind::Emphasis => self.inlines.push(Inline::Emphasis(ended.inlines)),
            Kind::Strike => self.inlines.push(Inline::Strike(ended.inlines)),
            Kind::Link(url) => self.inlines.push(Inline::Link {
                url,
                text: ended.inlines,
            }),
            Kind::Nothing | Kind::Apart => {
                let is_apart = matches!(ended.kind, Kind::Apart);
                if is_apart && !self.inlines.is_empty() && !ended.inlines.is_empty() {
                    self.inlines.push(Inline::Break);
                }
                for block in ended.blocks {
                    self.push(block);
                }
                for item in ended.items.into_iter().flatten() {
                    self.push(item);
                }
                self.inlines.append(&mut ended.inlines);
            }
        }
    }
}

/// The text as blocks. Its highest headings are of level 2, below the title of whatever it is in.
pub fn to_blocks(markdown: &str) -> Vec<Block> {
    let mut open = vec![Open::new(Kind::Nothing)];
    for event in Parser::new_ext(markdown, OPTIONS) {
        match event {
            Event::Start(tag) => {
                let kind = match open.len() > LEVELS_AT_MOST {
                    true => flat(&tag),
                    false => kind(tag),
                };
                open.push(Open::new(kind));
            }
            Event::End(_) => {
                let ended = open.pop();
                if let (Some(ended), Some(around)) = (ended, open.last_mut()) {
                    around.take(ended);
                }
            }
            event => {
                if let Some(around) = open.last_mut() {
                    say(around, event);
                }
            }
        }
    }
    let Some(mut whole) = open.pop() else {
        return Vec::new();
    };
    whole.settle();
    whole.blocks
}

fn say(around: &mut Open, event: Event<'_>) {
    match event {
        Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
            around.inlines.push(Inline::Text(text.into_string()));
        }
        Event::Code(text) => around.inlines.push(Inline::Code(text.into_string())),
        Event::SoftBreak | Event::HardBreak => around.inlines.push(Inline::Break),
        Event::Rule => around.push(Block::Rule),
        _ => {}
    }
}

fn kind(tag: Tag<'_>) -> Kind {
    match tag {
        Tag::Paragraph | Tag::HtmlBlock => Kind::Paragraph,
        Tag::Heading { level, .. } => Kind::Heading(below_the_title(level) as u8),
        Tag::BlockQuote(_) => Kind::Quote,
        Tag::CodeBlock(_) => Kind::Code,
        Tag::List(start) => Kind::List(start),
        Tag::Item => Kind::Item,
        Tag::Table(_) => Kind::Table,
        Tag::TableHead | Tag::TableRow => Kind::Row,
        Tag::TableCell => Kind::Cell,
        Tag::Strong => Kind::Strong,
        Tag::Emphasis => Kind::Emphasis,
        Tag::Strikethrough => Kind::Strike,
        Tag::Link { dest_url, .. } => Kind::Link(address(&dest_url)),
        _ => Kind::Nothing,
    }
}

/// What stays of something that lies too deep: its paragraphs.
fn flat(tag: &Tag<'_>) -> Kind {
    match tag {
        Tag::Paragraph | Tag::HtmlBlock | Tag::Heading { .. } => Kind::Paragraph,
        Tag::CodeBlock(_) => Kind::Code,
        Tag::Item | Tag::TableCell => Kind::Apart,
        Tag::Link { dest_url, .. } => Kind::Link(address(dest_url)),
        _ => Kind::Nothing,
    }
}

fn words(inlines: &[Inline]) -> String {
    let texts = inlines.iter().map(|it| match it {
        Inline::Text(text) | Inline::Code(text) => text.as_str(),
        _ => "\n",
    });
    texts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_page_shows_is_what_is_printed() {
        let plain = |words: &str| Inline::text(words);
        let said = "# Was\n\nZwei **Tage** [hier](https://a.example/ä)\nund\n\n- eins\n- zwei\n\n\
            3. drei\n\n| a | b |\n|---|---|\n| c | d |\n\n> Zitat\n\n    code\n    mehr\n\n---\n\n<b>x</b>";
        let expected = [
            Block::heading(2, "Was"),
            Block::Paragraph(vec![
                plain("Zwei "),
                Inline::Strong(vec![plain("Tage")]),
                plain(" "),
                Inline::Link {
                    url: "https://a.example/%C3%A4".to_owned(),
                    text: vec![plain("hier")],
                },
                Inline::Break,
                plain("und"),
            ]),
            Block::List {
                start: None,
                items: vec![
                    vec![Block::paragraph("eins")],
                    vec![Block::paragraph("zwei")],
                ],
            },
            Block::List {
                start: Some(3),
                items: vec![vec![Block::paragraph("drei")]],
            },
            Block::Table {
                header: vec![vec![plain("a")], vec![plain("b")]],
                rows: vec![vec![vec![plain("c")], vec![plain("d")]]],
            },
            Block::Quote(vec![Block::paragraph("Zitat")]),
            Block::Code("code\nmehr\n".to_owned()),
            Block::Rule,
        ];
        let blocks = to_blocks(said);
        assert_eq!(blocks[..expected.len()], expected);
        let rest = format!("{:?}", &blocks[expected.len()..]);
        assert!(rest.contains("<b>") && rest.contains("</b>"), "{rest}");
    }

    #[test]
    fn what_lies_too_deep_keeps_its_words() {
        for deep in [
            format!("{}unten", "> ".repeat(500)),
            format!("{}unten", "- ".repeat(500)),
            format!("{}unten{}", "*a **b ".repeat(100), "** *".repeat(100)),
            format!("{0}| a |\n{0}|---|\n{0}| unten |", "> ".repeat(6)),
            format!("{0}| a |\n{0}|---|\n{0}| unten |", "> ".repeat(5)),
            format!("{0}oben\n{1}- unten", "- ".repeat(4), "  ".repeat(4)),
        ] {
            let blocks = to_blocks(&deep);
            let said = format!("{blocks:?}");
            assert!(said.contains("unten"), "{said}");
            assert!(!said.contains("obenunten"), "{said}");
            let document = print::Document {
                title: "Tief".to_owned(),
                language: "de".to_owned(),
                blocks,
                ..print::Document::default()
            };
            let printed = print::pdf(&document);
            assert!(printed.is_ok(), "{printed:?}");
        }
    }
}
