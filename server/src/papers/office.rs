//! Texts of word processors, `.docx` (ISO/IEC 29500) and `.odt` (ISO/IEC 26300), as plain text with the
//! headings, numbers, lists and footnotes of [`super::manuscript`]. What was deleted under tracked changes,
//! and comments, are left out: nobody meant to hand them on. Refuses archives that unpack to more than
//! a text needs, and documents that define entities.

use super::clause::WHOLE_AT_MOST;
use crate::error::{Refusal, Refusals};
use quick_xml::{
    Reader,
    escape::resolve_predefined_entity,
    events::{BytesStart, Event},
};
use std::{
    collections::HashMap,
    io::{Cursor, Read as _},
};
use zip::ZipArchive;

/// Files in the archive of one text.
const FILES_AT_MOST: usize = 5_000;
/// Bytes of one part, unpacked: markup is many times as long as the words in it.
const PART_BYTES_AT_MOST: u64 = 32 * 1024 * 1024;
/// Numbered one below the other.
const LEVELS: usize = 9;

pub const UNREADABLE: Refusal = Refusal::new("paper-file-unreadable").on("document_file");
pub const TOO_LARGE: Refusal = Refusal::new("paper-file-too-large").on("document_file");

/// The text of a file.
pub fn read(bytes: &[u8]) -> Result<String, Refusals> {
    let one = |refusal| Refusals(vec![refusal]);
    if !bytes.starts_with(b"PK") {
        let text = std::str::from_utf8(bytes).map_err(|_| one(UNREADABLE))?;
        // A byte order mark is no word, and what has other controls is no text.
        let text = text.trim_start_matches('\u{feff}');
        let is_text = !text
            .chars()
            .any(|c| c.is_control() && !"\n\r\t".contains(c));
        return is_text.then(|| text.to_owned()).ok_or(one(UNREADABLE));
    }
    let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| one(UNREADABLE))?;
    if archive.len() > FILES_AT_MOST {
        return Err(one(TOO_LARGE));
    }
    let mut parts = Parts { archive };
    let has = |name| parts.archive.index_for_name(name).is_some();
    let text = match (has("word/document.xml"), has("content.xml")) {
        (true, _) => docx(&mut parts),
        (false, true) => odt(&mut parts),
        (false, false) => Err(UNREADABLE),
    };
    let text = text.map_err(one)?;
    match text.chars().count() > WHOLE_AT_MOST {
        true => Err(one(TOO_LARGE)),
        false => Ok(text),
    }
}

struct Parts<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
}

impl Parts<'_> {
    /// A part of the archive; empty where there is none.
    fn read(&mut self, name: &str) -> Result<String, Refusal> {
        let Ok(file) = self.archive.by_name(name) else {
            return Ok(String::new());
        };
        let mut xml = String::new();
        // The length an archive claims is nobody's word; what comes out is counted.
        let read = file.take(PART_BYTES_AT_MOST + 1).read_to_string(&mut xml);
        read.map_err(|_| UNREADABLE)?;
        match xml.len() as u64 > PART_BYTES_AT_MOST {
            true => Err(TOO_LARGE),
            false => Ok(xml),
        }
    }
}

/// What an element begins or ends with, and words, in the order of the text.
enum Said<'a> {
    Open(&'a BytesStart<'a>),
    Close(&'a [u8]),
    Words(&'a str),
}

/// Read a part to its end.
fn walk(xml: &str, mut take: impl FnMut(Said<'_>)) -> Result<(), Refusal> {
    let mut reader = Reader::from_str(xml);
    // Each turn takes something of a text that has an end.
    loop {
        match reader.read_event().map_err(|_| UNREADABLE)? {
            Event::Start(tag) => take(Said::Open(&tag)),
            Event::Empty(tag) => {
                take(Said::Open(&tag));
                take(Said::Close(tag.local_name().as_ref()));
            }
            Event::End(tag) => take(Said::Close(tag.local_name().as_ref())),
            Event::Text(text) => {
                let words = text.decode().map_err(|_| UNREADABLE)?;
                take(Said::Words(&words));
            }
            Event::CData(text) => {
                let words = text.decode().map_err(|_| UNREADABLE)?;
                take(Said::Words(&words));
            }
            Event::GeneralRef(reference) => {
                let name = reference.decode().map_err(|_| UNREADABLE)?;
                let named = resolve_predefined_entity(&name).map(str::to_owned);
                let by_number = reference.resolve_char_ref().ok().flatten();
                let words = named.or(by_number.map(String::from)).ok_or(UNREADABLE)?;
                take(Said::Words(&words));
            }
            // Neither format has one; whoever sends one wants it to unfold.
            Event::DocType(_) => return Err(UNREADABLE),
            Event::Eof => return Ok(()),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = tag.attributes().filter_map(Result::ok);
    let found = attributes.find(|one| one.key.local_name().as_ref() == name.as_bytes())?;
    Some(String::from_utf8_lossy(&found.value).into_owned())
}

/// How a paragraph stands in the text.
#[derive(Clone, Debug, Default)]
enum Form {
    #[default]
    Plain,
    Heading(usize),
    Item,
    /// Levels of its number, from 1.
    Numbered(usize),
}

/// The text that comes out: paragraphs with an empty line between.
#[derive(Default)]
struct Text {
    text: String,
    footnotes: Vec<(String, String)>,
    counted: HashMap<String, [u32; LEVELS]>,
}

impl Text {
    /// `list` is what a number belongs to.
    fn add(&mut self, words: &str, form: &Form, list: &str) {
        let words: Vec<&str> = words.lines().map(str::trim).collect();
        let words = words.join("\n");
        let words = words.trim();
        if words.is_empty() {
            return;
        }
        let line = match form {
            Form::Plain => words.to_owned(),
            Form::Heading(level) => {
                format!("{} {}", "#".repeat((*level).clamp(1, 6)), one_line(words))
            }
            Form::Item => format!("- {}", one_line(words)),
            Form::Numbered(level) => format!("{} {words}", self.number(list, *level)),
        };
        self.text.push_str(&line);
        self.text.push_str("\n\n");
    }

    /// The next number of a list: `2.` or `2.1`.
    fn number(&mut self, list: &str, level: usize) -> String {
        let counted = self.counted.entry(list.to_owned()).or_default();
        let level = level.clamp(1, LEVELS);
        for (place, count) in counted.iter_mut().enumerate() {
            match place + 1 {
                at if at == level => *count += 1,
                at if at > level => *count = 0,
                // A list that begins further in has a first one above it.
                _ => *count = (*count).max(1),
            }
        }
        let parts = counted.iter().take(level).map(u32::to_string);
        let parts: Vec<String> = parts.collect();
        match parts.len() {
            1 => format!("{}.", parts.concat()),
            _ => parts.join("."),
        }
    }

    fn finish(mut self) -> String {
        for (mark, words) in &self.footnotes {
            let words = one_line(words);
            self.text.push_str(&format!("[{mark}] {words}\n\n"));
        }
        self.text.trim().to_owned()
    }
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// „Heading2“, „berschrift2“, „Überschrift 2“: the level of a style that heads.
fn heading_style(style: &str) -> Option<usize> {
    let style = style.to_lowercase();
    let is_heading = style.contains("heading") || style.contains("berschrift");
    let level: String = style.chars().filter(char::is_ascii_digit).collect();
    is_heading.then(|| level.parse().unwrap_or(1))
}

fn docx(parts: &mut Parts<'_>) -> Result<String, Refusal> {
    let bullets = docx_bullets(&parts.read("word/numbering.xml")?)?;
    let notes = docx_notes(&parts.read("word/footnotes.xml")?)?;
    let document = parts.read("word/document.xml")?;
    let mut text = Text::default();
    let (mut words, mut form) = (String::new(), Form::default());
    let (mut list, mut level, mut is_words) = (None, 0, false);
    walk(&document, |said| match said {
        Said::Open(tag) => match tag.local_name().as_ref() {
            b"p" => {
                words.clear();
                (form, list, level) = (Form::Plain, None, 0);
            }
            b"pStyle" => {
                let style = attribute(tag, "val").and_then(|style| heading_style(&style));
                form = style.map_or(Form::Plain, Form::Heading);
            }
            b"ilvl" => level = number_of(tag),
            b"numId" => list = attribute(tag, "val").filter(|id| id != "0"),
            b"t" => is_words = true,
            b"tab" => words.push(' '),
            b"br" | b"cr" => words.push('\n'),
            b"footnoteReference" => {
                let note = attribute(tag, "id").and_then(|id| notes.get(&id).cloned());
                if let Some(note) = note {
                    let mark = (text.footnotes.len() + 1).to_string();
                    words.push_str(&format!("[{mark}]"));
                    text.footnotes.push((mark, note));
                }
            }
            _ => {}
        },
        Said::Close(b"t") => is_words = false,
        Said::Close(b"p") => {
            let id = list.take().unwrap_or_default();
            let form = match std::mem::take(&mut form) {
                Form::Plain if id.is_empty() => Form::Plain,
                Form::Plain if bullets.contains(&(id.clone(), level)) => Form::Item,
                Form::Plain => Form::Numbered(level + 1),
                heading => heading,
            };
            text.add(&words, &form, &id);
            words.clear();
        }
        Said::Words(said) if is_words => words.push_str(said),
        Said::Close(_) | Said::Words(_) => {}
    })?;
    Ok(text.finish())
}

fn number_of(tag: &BytesStart<'_>) -> usize {
    let value = attribute(tag, "val").and_then(|value| value.parse().ok());
    value.unwrap_or(0).min(LEVELS - 1)
}

/// Lists and levels of theirs that have dots before them, not numbers.
fn docx_bullets(xml: &str) -> Result<Vec<(String, usize)>, Refusal> {
    let mut by_form: HashMap<String, Vec<usize>> = HashMap::new();
    let mut bullets = Vec::new();
    let (mut form, mut list, mut level) = (String::new(), String::new(), 0);
    walk(xml, |said| {
        let Said::Open(tag) = said else { return };
        match tag.local_name().as_ref() {
            b"abstractNum" => form = attribute(tag, "abstractNumId").unwrap_or_default(),
            b"lvl" => {
                let value = attribute(tag, "ilvl").and_then(|value| value.parse().ok());
                level = value.unwrap_or(0);
            }
            b"numFmt" if attribute(tag, "val").as_deref() == Some("bullet") => {
                by_form.entry(form.clone()).or_default().push(level);
            }
            b"num" => list = attribute(tag, "numId").unwrap_or_default(),
            b"abstractNumId" => {
                let form = attribute(tag, "val").unwrap_or_default();
                let levels = by_form.get(&form).into_iter().flatten();
                bullets.extend(levels.map(|level| (list.clone(), *level)));
            }
            _ => {}
        }
    })?;
    Ok(bullets)
}

/// What footnotes say, by their id.
fn docx_notes(xml: &str) -> Result<HashMap<String, String>, Refusal> {
    let mut notes: HashMap<String, String> = HashMap::new();
    let (mut id, mut is_words) = (None, false);
    walk(xml, |said| match said {
        Said::Open(tag) => match tag.local_name().as_ref() {
            // Those with a type are the lines between text and footnotes.
            b"footnote" => id = attribute(tag, "id").filter(|_| attribute(tag, "type").is_none()),
            b"t" => is_words = true,
            _ => {}
        },
        Said::Close(b"t") => is_words = false,
        Said::Words(words) if is_words => {
            if let Some(id) = &id {
                notes.entry(id.clone()).or_default().push_str(words);
            }
        }
        Said::Close(_) | Said::Words(_) => {}
    })?;
    Ok(notes)
}

fn odt(parts: &mut Parts<'_>) -> Result<String, Refusal> {
    let content = parts.read("content.xml")?;
    let mut numbered = odt_numbered(&parts.read("styles.xml")?)?;
    numbered.extend(odt_numbered(&content)?);
    let mut text = Text::default();
    let (mut words, mut form) = (String::new(), Form::default());
    // The styles of the lists around, the mark and the words of a footnote, and what is left out.
    let mut lists: Vec<String> = Vec::new();
    let mut note: Option<(String, String)> = None;
    let (mut is_body, mut is_mark, mut left_out, mut is_first) = (false, false, 0_u32, false);
    walk(&content, |said| match said {
        Said::Open(tag) => match tag.local_name().as_ref() {
            // What was deleted stands here in full.
            b"tracked-changes" | b"annotation" => left_out += 1,
            b"text" if !is_body => is_body = true,
            b"p" | b"h" if note.is_none() && left_out == 0 => {
                words.clear();
                let level = attribute(tag, "outline-level").and_then(|level| level.parse().ok());
                form = match (tag.local_name().as_ref(), lists.last()) {
                    (b"h", _) => Form::Heading(level.unwrap_or(1)),
                    // The second paragraph of an item has no number of its own.
                    (_, Some(_)) if !std::mem::take(&mut is_first) => Form::Plain,
                    (_, Some(style)) if numbered.contains(&(style.clone(), lists.len())) => {
                        Form::Numbered(lists.len())
                    }
                    (_, Some(_)) => Form::Item,
                    (_, None) => Form::Plain,
                };
            }
            b"list" => {
                let outer = lists.last().cloned().unwrap_or_default();
                lists.push(attribute(tag, "style-name").unwrap_or(outer));
            }
            b"list-item" => is_first = true,
            b"note" if left_out == 0 => note = Some(Default::default()),
            b"note-citation" => is_mark = true,
            b"s" | b"tab" => words.push(' '),
            b"line-break" => words.push('\n'),
            _ => {}
        },
        Said::Close(b"tracked-changes" | b"annotation") => left_out = left_out.saturating_sub(1),
        Said::Close(b"note-citation") => is_mark = false,
        Said::Close(b"note") => {
            if let Some((_, said)) = note.take() {
                let mark = (text.footnotes.len() + 1).to_string();
                words.push_str(&format!("[{mark}]"));
                text.footnotes.push((mark, said));
            }
        }
        Said::Close(b"list") => {
            lists.pop();
        }
        Said::Close(b"p" | b"h") if note.is_none() && left_out == 0 => {
            let list = lists.first().cloned().unwrap_or_default();
            text.add(&words, &std::mem::take(&mut form), &list);
            words.clear();
        }
        Said::Words(said) if is_body && left_out == 0 => match &mut note {
            Some((mark, _)) if is_mark => mark.push_str(said),
            Some((_, note)) => note.push_str(said),
            // Line breaks of the file are none of the text.
            None => words.push_str(&said.replace(['\n', '\r'], " ")),
        },
        Said::Close(_) | Said::Words(_) => {}
    })?;
    Ok(text.finish())
}

/// Styles of lists, and levels of theirs, that have numbers before them.
fn odt_numbered(xml: &str) -> Result<Vec<(String, usize)>, Refusal> {
    let mut numbered = Vec::new();
    let mut style = String::new();
    walk(xml, |said| {
        let Said::Open(tag) = said else { return };
        match tag.local_name().as_ref() {
            b"list-style" => style = attribute(tag, "name").unwrap_or_default(),
            b"list-level-style-number" => {
                let level = attribute(tag, "level").and_then(|level| level.parse().ok());
                numbered.push((style.clone(), level.unwrap_or(1)));
            }
            _ => {}
        }
    })?;
    Ok(numbered)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use std::io::Write as _;
    use zip::{ZipWriter, write::SimpleFileOptions};

    /// An archive of these files.
    pub fn packed(files: &[(&str, &str)]) -> Vec<u8> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in files {
            let options = SimpleFileOptions::default();
            archive.start_file(*name, options).unwrap();
            archive.write_all(text.as_bytes()).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

    pub fn docx_file() -> Vec<u8> {
        let paragraph = |properties: &str, words: &str| {
            format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>")
        };
        let in_list = |id: u8, level: u8| {
            format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{id}\"/></w:numPr>")
        };
        let document = [
            paragraph("<w:pStyle w:val=\"berschrift1\"/>", "Drei Rollen"),
            paragraph(&in_list(1, 0), "Anwältin &amp; Stimme"),
            paragraph(&in_list(1, 1), "Mit Betroffenen."),
            paragraph(&in_list(2, 0), "vor Ort"),
            paragraph(&in_list(1, 0), "Anbieterin"),
            "<w:p><w:r><w:t>Sie berät.</w:t><w:footnoteReference w:id=\"2\"/></w:r><w:del><w:r><w:delText>Geheim</w:delText></w:r></w:del></w:p>".to_owned(),
        ];
        let document = format!(
            "<w:document {W}><w:body>{}</w:body></w:document>",
            document.concat()
        );
        let numbering = format!(
            "<w:numbering {W}><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"decimal\"/></w:lvl><w:lvl w:ilvl=\"1\"><w:numFmt w:val=\"decimal\"/></w:lvl></w:abstractNum><w:abstractNum w:abstractNumId=\"1\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"bullet\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num><w:num w:numId=\"2\"><w:abstractNumId w:val=\"1\"/></w:num></w:numbering>"
        );
        let footnotes = format!(
            "<w:footnotes {W}><w:footnote w:type=\"separator\" w:id=\"0\"><w:p/></w:footnote><w:footnote w:id=\"2\"><w:p><w:r><w:t>Statistik 2025.</w:t></w:r></w:p></w:footnote></w:footnotes>"
        );
        packed(&[
            ("word/document.xml", &document),
            ("word/numbering.xml", &numbering),
            ("word/footnotes.xml", &footnotes),
        ])
    }

    #[test]
    fn a_docx_keeps_headings_numbers_lists_and_footnotes() {
        assert_eq!(
            read(&docx_file()).unwrap(),
            "# Drei Rollen\n\n1. Anwältin & Stimme\n\n1.1 Mit Betroffenen.\n\n- vor Ort\n\n2. Anbieterin\n\nSie berät.[1]\n\n[1] Statistik 2025."
        );
    }

    #[test]
    fn an_odt_keeps_the_same_and_hands_on_nothing_that_was_deleted() {
        let content = "<office:document-content xmlns:office=\"o\" xmlns:text=\"t\"><office:automatic-styles><text:list-style style:name=\"L1\" xmlns:style=\"s\"><text:list-level-style-number text:level=\"1\"/><text:list-level-style-bullet text:level=\"2\"/></text:list-style></office:automatic-styles><office:body><office:text><text:tracked-changes><text:deletion><text:p>Geheim</text:p></text:deletion></text:tracked-changes><text:h text:outline-level=\"2\">Ausblick</text:h><text:list text:style-name=\"L1\"><text:list-item><text:p>Erstens.</text:p><text:list><text:list-item><text:p>Punkt</text:p></text:list-item></text:list></text:list-item><text:list-item><text:p>Zweitens<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Quelle.</text:p></text:note-body></text:note><office:annotation><text:p>Nur für uns</text:p></office:annotation>.</text:p></text:list-item></text:list></office:text></office:body></office:document-content>";
        assert_eq!(
            read(&packed(&[("content.xml", content)])).unwrap(),
            "## Ausblick\n\n1. Erstens.\n\n- Punkt\n\n2. Zweitens[1].\n\n[1] Quelle."
        );
    }

    #[test]
    fn what_is_no_text_unfolds_or_never_ends_is_refused() {
        let message = |bytes: &[u8]| read(bytes).unwrap_err().0[0].message;
        assert_eq!(message(b"\xff\xfe\x00"), "paper-file-unreadable");
        assert_eq!(message(b"PK nothing"), "paper-file-unreadable");
        let other = packed(&[("mimetype", "application/zip")]);
        assert_eq!(message(&other), "paper-file-unreadable");
        let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaa\">]><x>&a;</x>";
        let bomb = packed(&[("content.xml", bomb)]);
        assert_eq!(message(&bomb), "paper-file-unreadable");
        let endless = " ".repeat(usize::try_from(PART_BYTES_AT_MOST).unwrap() + 1);
        let endless = packed(&[("word/document.xml", &endless)]);
        assert!(endless.len() < 1_000_000);
        assert_eq!(message(&endless), "paper-file-too-large");
        assert_eq!(read("Nur Text.".as_bytes()).unwrap(), "Nur Text.");
    }
}
