//! A document as values of the template, within limits: so many bytes, blocks and levels.

use crate::{
    Error,
    document::{Block, Document, Inline},
    letters::Letters,
};
use typst::foundations::{Array, Dict, IntoValue as _, Value, dict};

/// Of all texts together, in bytes.
pub const TEXT_BYTES_AT_MOST: usize = 400 * 1024;
/// Blocks and pieces of text, counted one by one.
pub const PIECES_AT_MOST: usize = 20_000;
/// Blocks within each other, and so pieces of text.
pub const LEVELS_AT_MOST: usize = 8;
/// Columns of a table.
pub const COLUMNS_AT_MOST: usize = 12;
/// Levels of headings, the title among them.
const HEADINGS_AT_MOST: i64 = 6;
/// The longest address that leads anywhere, in bytes.
const URL_BYTES_AT_MOST: usize = 2_048;
/// Letters that may be missing from every font, of a hundred.
const LOST_AT_MOST: usize = 20;

/// The document as the template reads it.
pub fn of(document: &Document) -> Result<Dict, Error> {
    let mut writer = Writer {
        letters: Letters::default(),
        bytes: 0,
        pieces: 0,
        heading: 1,
    };
    let title = writer.text(&document.title)?;
    if title.trim().is_empty() {
        return Err(Error::Untitled);
    }
    let heading = dict! {
        "kind" => "heading", "level" => 1, "parts" => array([text(title.clone())]),
    };
    let mut blocks = Array::new();
    blocks.push(heading.into_value());
    blocks.extend(writer.blocks(&document.blocks, 0)?);
    let authors = writer.texts(&document.authors)?;
    let keywords = writer.texts(&document.keywords)?;
    let description = writer.text(&document.description)?;
    let footer = writer.text(&document.footer)?;
    let letters = writer.letters;
    if letters.lost * 100 > (letters.lost + letters.printed) * LOST_AT_MOST {
        return Err(Error::Letters);
    }
    let date = document.date.map(|it| {
        dict! { "year" => i64::from(it.year), "month" => i64::from(it.month), "day" => i64::from(it.day) }
    });
    Ok(dict! {
        "title" => title,
        "language" => language(&document.language),
        "authors" => authors,
        "description" => description,
        "keywords" => keywords,
        "date" => date.map_or(Value::None, Value::Dict),
        "footer" => footer,
        "blocks" => blocks,
    })
}

/// The tag of a language as the compiler takes it; German where it is something else.
fn language(tag: &str) -> String {
    let code = tag.split('-').next().unwrap_or_default().to_lowercase();
    let is_code = (2..=3).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_lowercase());
    if is_code { code } else { "de".to_owned() }
}

fn array(values: impl IntoIterator<Item = Value>) -> Array {
    values.into_iter().collect()
}

fn text(text: String) -> Value {
    dict! { "kind" => "text", "text" => text }.into_value()
}

struct Writer {
    letters: Letters,
    bytes: usize,
    pieces: usize,
    /// The level of the last heading, so that none is left out.
    heading: i64,
}

impl Writer {
    fn text(&mut self, typed: &str) -> Result<String, Error> {
        self.bytes += typed.len();
        match self.bytes > TEXT_BYTES_AT_MOST {
            true => Err(Error::TooLong),
            false => Ok(self.letters.clean(typed)),
        }
    }

    fn code_line(&mut self, typed: &str) -> Result<String, Error> {
        self.bytes += typed.len();
        match self.bytes > TEXT_BYTES_AT_MOST {
            true => Err(Error::TooLong),
            false => Ok(self.letters.clean_code(typed)),
        }
    }

    fn texts(&mut self, typed: &[String]) -> Result<Array, Error> {
        let texts = typed.iter().map(|it| Ok(self.text(it)?.into_value()));
        texts.collect()
    }

    /// The lines of code, each cleaned by itself.
    fn code(&mut self, typed: &str) -> Result<String, Error> {
        let lines: Result<Vec<String>, Error> =
            typed.lines().map(|it| self.code_line(it)).collect();
        Ok(lines?.join("\n"))
    }

    fn count(&mut self, level: usize) -> Result<(), Error> {
        self.pieces += 1;
        if self.pieces > PIECES_AT_MOST {
            return Err(Error::TooLong);
        }
        match level > LEVELS_AT_MOST {
            true => Err(Error::TooDeep),
            false => Ok(()),
        }
    }

    fn blocks(&mut self, blocks: &[Block], level: usize) -> Result<Array, Error> {
        let blocks = blocks
            .iter()
            .map(|it| Ok(self.block(it, level)?.into_value()));
        blocks.collect()
    }

    fn block(&mut self, block: &Block, level: usize) -> Result<Dict, Error> {
        self.count(level)?;
        Ok(match block {
            Block::Heading {
                level: wanted,
                text,
            } => {
                let wanted = i64::from(*wanted).clamp(2, HEADINGS_AT_MOST);
                let parts = self.inlines(text, level)?;
                // A heading without words is none, and the next one is not below it.
                match parts.is_empty() {
                    true => dict! { "kind" => "line", "parts" => parts },
                    false => {
                        self.heading = wanted.min(self.heading + 1);
                        dict! { "kind" => "heading", "level" => self.heading, "parts" => parts }
                    }
                }
            }
            Block::Paragraph(parts) => {
                dict! { "kind" => "paragraph", "parts" => self.inlines(parts, level)? }
            }
            Block::List { start, items } => self.list(*start, items, level)?,
            Block::Quote(blocks) => {
                dict! { "kind" => "quote", "blocks" => self.blocks(blocks, level + 1)? }
            }
            Block::Code(text) => dict! { "kind" => "code", "text" => self.code(text)? },
            Block::Table { header, rows } => self.table(header, rows, level)?,
            Block::Rule => dict! { "kind" => "rule" },
            Block::Language {
                language: tag,
                blocks,
            } => dict! {
                "kind" => "language",
                "language" => language(tag),
                "blocks" => self.blocks(blocks, level + 1)?,
            },
        })
    }

    fn list(
        &mut self,
        start: Option<u64>,
        items: &[Vec<Block>],
        level: usize,
    ) -> Result<Dict, Error> {
        let mut listed = Array::new();
        for item in items {
            let blocks = match item.as_slice() {
                // One paragraph in an item is the item.
                [Block::Paragraph(parts)] => {
                    self.count(level + 1)?;
                    let parts = self.inlines(parts, level + 1)?;
                    array([dict! { "kind" => "line", "parts" => parts }.into_value()])
                }
                blocks => self.blocks(blocks, level + 1)?,
            };
            listed.push(blocks.into_value());
        }
        let is_tight = items.iter().all(|item| item.len() < 2);
        Ok(match start {
            None => dict! { "kind" => "list", "tight" => is_tight, "items" => listed },
            Some(start) => dict! {
                "kind" => "enum",
                "tight" => is_tight,
                "start" => i64::from(u32::try_from(start).unwrap_or(1)),
                "items" => listed,
            },
        })
    }

    fn table(
        &mut self,
        header: &[Vec<Inline>],
        rows: &[Vec<Vec<Inline>>],
        level: usize,
    ) -> Result<Dict, Error> {
        if header.len() > COLUMNS_AT_MOST {
            return Err(Error::TooWide);
        }
        let columns = header.len().max(1);
        let mut head = Array::new();
        for cell in header {
            head.push(self.inlines(cell, level)?.into_value());
        }
        let mut cells = Array::new();
        for row in rows {
            for column in 0..columns {
                let cell = row.get(column).map_or(&[][..], Vec::as_slice);
                cells.push(self.inlines(cell, level)?.into_value());
            }
        }
        Ok(dict! {
            "kind" => "table",
            "columns" => i64::try_from(columns).unwrap_or(1),
            "header" => head,
            "cells" => cells,
        })
    }

    fn inlines(&mut self, parts: &[Inline], level: usize) -> Result<Array, Error> {
        let parts = parts
            .iter()
            .map(|it| Ok(self.inline(it, level)?.into_value()));
        parts.collect()
    }

    fn inline(&mut self, part: &Inline, level: usize) -> Result<Dict, Error> {
        self.count(level)?;
        let mut within = |kind: &str, parts: &[Inline]| {
            let parts = self.inlines(parts, level + 1)?;
            Ok::<Dict, Error>(dict! { "kind" => kind, "parts" => parts })
        };
        Ok(match part {
            Inline::Text(typed) => dict! { "kind" => "text", "text" => self.text(typed)? },
            Inline::Strong(parts) => within("strong", parts)?,
            Inline::Emphasis(parts) => within("emphasis", parts)?,
            Inline::Strike(parts) => within("strike", parts)?,
            Inline::Footnote(parts) => within("footnote", parts)?,
            Inline::Code(typed) => dict! { "kind" => "code", "text" => self.code_line(typed)? },
            Inline::Break => dict! { "kind" => "break" },
            Inline::Link { url, text } => match leads_somewhere(url) {
                true => dict! {
                    "kind" => "link",
                    "url" => url.as_str(),
                    "parts" => self.link_text(url, text, level)?,
                },
                // Its words alone, without a way.
                false => dict! { "kind" => "link-text", "parts" => self.inlines(text, level + 1)? },
            },
        })
    }

    /// A link without words is its address.
    fn link_text(&mut self, url: &str, parts: &[Inline], level: usize) -> Result<Array, Error> {
        match parts.is_empty() {
            true => Ok(array([text(self.text(url)?)])),
            false => self.inlines(parts, level + 1),
        }
    }
}

fn leads_somewhere(url: &str) -> bool {
    let is_known = ["https://", "http://", "mailto:"]
        .iter()
        .any(|scheme| url.starts_with(scheme));
    let is_plain = url.bytes().all(|b| b.is_ascii_graphic());
    is_known && is_plain && url.len() <= URL_BYTES_AT_MOST
}
