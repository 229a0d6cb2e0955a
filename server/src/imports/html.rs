//! Others' HTML as our Markdown: words, links, lists and headings stay; nothing that acts, moves or
//! loads does, and no tag is left. Takes deep nesting without recursion.

use crate::events::draft::DESCRIPTION_AT_MOST;
use federation::vocabulary::read;
use scraper::{ElementRef, Html, Node};
use std::collections::HashMap;

/// What is read of one text with markup, in bytes; a description has 20,000 characters.
const BYTES_AT_MOST: usize = 256 * 1024;
/// The longest title or name that is looked through for tags, in characters.
const TITLE_READ_AT_MOST: usize = 2_000;
/// Lists within lists beyond this are told on this level.
const LIST_LEVELS_AT_MOST: usize = 4;
/// Emphasis and links within each other beyond this are told as plain words.
const MARKS_AT_MOST: usize = 8;

/// Elements within each other beyond this are not taken apart: html5ever looks through all open ones
/// for every one it opens.
const LEVELS_AT_MOST: usize = 500;

/// Plain text, or HTML that somebody put where plain text belongs, as Markdown. No longer than one
/// character more than a description may be, so that the draft can say it was cut.
pub fn markdown(text: &str) -> String {
    match is_html(text) {
        true => of_html(text),
        false => clipped(text.trim()),
    }
}

fn clipped(text: &str) -> String {
    text.chars().take(DESCRIPTION_AT_MOST + 1).collect()
}

/// Whether its elements lie deeper in each other than any page needs. Counts too many rather than too
/// few: an end counts for an element of its name only.
pub fn is_too_deep(html: &str) -> bool {
    const ALONE: [&str; 24] = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
        "source", "track", "wbr", // These end the one before.
        "p", "li", "dt", "dd", "td", "th", "tr", "tbody", "option", "path",
    ];
    let mut open: HashMap<String, usize> = HashMap::new();
    let mut levels = 0;
    let mut rest = html;
    while let Some((_, tagged)) = rest.split_once('<') {
        let end = tagged
            .find(|c: char| c.is_whitespace() || c == '>')
            .unwrap_or(tagged.len());
        let name = tagged[..end.min(tagged.floor_char_boundary(32))].to_ascii_lowercase();
        rest = &tagged[end..];
        match name.strip_prefix('/') {
            Some(name) => {
                if let Some(count) = open.get_mut(name).filter(|count| **count > 0) {
                    *count -= 1;
                    levels -= 1;
                }
            }
            // What is in a script is no element.
            None if name == "script" || name == "style" => {
                let end = rest.find(&format!("</{name}"));
                rest = end.map_or("", |end| &rest[end + 1..]);
            }
            None if !name.starts_with(|c: char| c.is_ascii_alphabetic())
                || ALONE.contains(&name.as_str()) => {}
            None => {
                *open.entry(name).or_default() += 1;
                levels += 1;
                if levels > LEVELS_AT_MOST {
                    return true;
                }
            }
        }
    }
    false
}

/// Its words, roughly: of what is too deep to be taken apart.
fn without_tags(html: &str) -> String {
    let parts = html
        .split('<')
        .enumerate()
        .map(|(number, part)| match part.split_once('>') {
            Some((_, words)) if number > 0 => words,
            _ if number > 0 => "",
            _ => part,
        });
    let words: String = parts.take(BYTES_AT_MOST).collect();
    clipped(&escaped(words.trim(), false))
}

/// A title: one line, entities and tags resolved where there are any.
pub fn title(text: &str) -> String {
    let has_entity = text.split('&').skip(1).any(|rest| {
        let name = rest.split(';').next().unwrap_or_default();
        name.len() < rest.len()
            && (1..=10).contains(&name.len())
            && name.bytes().all(|b| b == b'#' || b.is_ascii_alphanumeric())
    });
    if has_entity || is_html(text) {
        let text: String = text.chars().take(TITLE_READ_AT_MOST).collect();
        crate::markdown::plain(&text)
    } else {
        super::sketch::line(text)
    }
}

/// Whether it has a tag as descriptions have them; „a < b“ has none.
fn is_html(text: &str) -> bool {
    const TAGS: [&str; 18] = [
        "p", "br", "a", "div", "span", "b", "i", "u", "strong", "em", "ul", "ol", "li", "h2", "h3",
        "table", "html", "img",
    ];
    text.split('<').skip(1).any(|rest| {
        let rest = rest.strip_prefix('/').unwrap_or(rest);
        let end = rest
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        let is_tag = TAGS.iter().any(|tag| tag.eq_ignore_ascii_case(name));
        is_tag && after.starts_with(['>', ' ', '/', '\n', '\r', '\t'])
    })
}

/// HTML as Markdown.
pub fn of_html(html: &str) -> String {
    let html = start_of(html);
    if is_too_deep(&html) {
        return without_tags(&html);
    }
    of_element(Html::parse_fragment(&html).root_element())
}

fn start_of(text: &str) -> String {
    read::markup(&text.into(), BYTES_AT_MOST).unwrap_or_default()
}

/// An element of a page as Markdown.
pub fn of_element(element: ElementRef<'_>) -> String {
    let mut writer = Writer::default();
    for edge in element.traverse() {
        use ego_tree::iter::Edge;
        let (node, opens) = match edge {
            Edge::Open(node) => (node, true),
            Edge::Close(node) => (node, false),
        };
        match node.value() {
            Node::Text(text) if opens => writer.words(text),
            Node::Element(element) if opens => {
                writer.open(element.name(), element.attr("href"), element.attr("alt"))
            }
            Node::Element(element) => writer.close(element.name()),
            _ => {}
        }
    }
    clipped(&super::sketch::lines(&writer.text))
}

/// What is said without words or is no part of the text.
fn is_hidden(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "template"
            | "head"
            | "iframe"
            | "object"
            | "svg"
            | "math"
            | "noscript"
            | "select"
            | "button"
            | "form"
            | "textarea"
            | "audio"
            | "video"
            | "canvas"
            | "nav"
    )
}

#[derive(Default)]
struct Writer {
    text: String,
    /// Inside of so many elements that are not told.
    hidden: usize,
    /// Open lists: the number of the next item, or none for dots.
    lists: Vec<Option<usize>>,
    /// Lists that are open beyond the levels that are told.
    flat: usize,
    /// Open emphasis and links: name, where their words begin, address.
    marks: Vec<(&'static str, usize, Option<String>)>,
}

impl Writer {
    fn words(&mut self, words: &str) {
        if self.hidden > 0 {
            return;
        }
        for (number, word) in words.split(char::is_whitespace).enumerate() {
            let begins_line = self.text.is_empty() || self.text.ends_with('\n');
            if number > 0 && !self.text.ends_with([' ', '\n']) && !self.text.is_empty() {
                self.text.push(' ');
            }
            self.text.push_str(&escaped(word, begins_line));
        }
    }

    fn open(&mut self, name: &str, href: Option<&str>, alt: Option<&str>) {
        if self.hidden > 0 || is_hidden(name) {
            self.hidden += usize::from(is_hidden(name));
            return;
        }
        match name {
            "br" => self.text.push('\n'),
            "img" => self.words(alt.unwrap_or_default()),
            "hr" => self.block(),
            "ul" | "ol" => {
                if self.lists.len() < LIST_LEVELS_AT_MOST {
                    self.lists.push((name == "ol").then_some(1));
                } else {
                    self.flat += 1;
                }
                self.new_line();
            }
            "li" => self.item(),
            "h1" | "h2" => self.heading("## "),
            "h3" => self.heading("### "),
            "h4" | "h5" | "h6" => self.heading("#### "),
            "tr" => self.new_line(),
            "td" | "th" => self.words(" "),
            "b" | "strong" => self.mark("**", None),
            "i" | "em" => self.mark("*", None),
            "a" => self.mark("a", href.and_then(address)),
            name if is_block(name) => self.block(),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if self.hidden > 0 {
            self.hidden -= usize::from(is_hidden(name));
            return;
        }
        match name {
            "ul" | "ol" => {
                if self.flat > 0 {
                    self.flat -= 1;
                } else {
                    self.lists.pop();
                }
                self.block();
            }
            "b" | "strong" => self.unmark("**"),
            "i" | "em" => self.unmark("*"),
            "a" => self.unmark("a"),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.block(),
            name if is_block(name) => self.block(),
            _ => {}
        }
    }

    fn item(&mut self) {
        self.new_line();
        let level = self.lists.len().saturating_sub(1);
        self.text.push_str(&"   ".repeat(level));
        match self.lists.last_mut() {
            Some(Some(number)) => {
                self.text.push_str(&format!("{number}. "));
                *number += 1;
            }
            _ => self.text.push_str("- "),
        }
    }

    fn heading(&mut self, mark: &str) {
        self.block();
        self.text.push_str(mark);
    }

    /// A blank line before what comes next; in a list an item goes on.
    fn block(&mut self) {
        if self.text.ends_with("- ") || self.text.ends_with(". ") && !self.lists.is_empty() {
            return;
        }
        self.new_line();
        if self.lists.is_empty() && !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    fn new_line(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    fn mark(&mut self, mark: &'static str, address: Option<String>) {
        if self.marks.len() < MARKS_AT_MOST {
            self.marks.push((mark, self.text.len(), address));
        }
    }

    /// Put the signs around the words since the mark was opened; not around several lines.
    fn unmark(&mut self, mark: &str) {
        let Some(at) = self.marks.iter().rposition(|(open, ..)| *open == mark) else {
            return;
        };
        let (_, start, address) = self.marks.remove(at);
        let Some(inner) = self.text.get(start..) else {
            return;
        };
        let words = inner.trim().to_owned();
        let space = |found: bool| if found { " " } else { "" };
        let before = space(inner.starts_with(char::is_whitespace));
        let after = space(inner.ends_with(char::is_whitespace));
        let marked = match (mark, address) {
            ("a", Some(address)) if words.is_empty() || words.contains('\n') => {
                format!("{before}{words} <{address}>{after}")
            }
            ("a", Some(address))
                if unescaped(&words) == address
                    || address == format!("mailto:{}", unescaped(&words)) =>
            {
                format!("{before}<{}>{after}", unescaped(&words))
            }
            ("a", Some(address)) => format!("{before}[{words}](<{address}>){after}"),
            ("a", None) => return,
            _ if words.is_empty() || words.contains('\n') || words.contains('*') => return,
            _ => format!("{before}{mark}{words}{mark}{after}"),
        };
        self.text.truncate(start);
        self.text.push_str(&marked);
    }
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "section"
            | "article"
            | "header"
            | "footer"
            | "main"
            | "aside"
            | "address"
            | "blockquote"
            | "pre"
            | "table"
            | "thead"
            | "tbody"
            | "figure"
            | "figcaption"
            | "dl"
            | "dt"
            | "dd"
            | "details"
            | "summary"
            | "center"
    )
}

/// An address of the web or of a mailbox, fit to stand between `<` and `>`.
fn address(href: &str) -> Option<String> {
    let href = href.trim();
    let mailbox = href.strip_prefix("mailto:").filter(|mailbox| {
        mailbox.len() < 255
            && mailbox.contains('@')
            && !mailbox
                .contains(|c: char| c.is_whitespace() || c.is_control() || "<>?&".contains(c))
    });
    let page = || read::url(href).map(String::from);
    let found = mailbox.map(|_| href.to_owned()).or_else(page)?;
    (!found.contains(['<', '>', ' ', '\n'])).then_some(found)
}

/// A word that Markdown takes as it stands.
fn escaped(word: &str, begins_line: bool) -> String {
    let mut told = String::with_capacity(word.len());
    if begins_line {
        let digits = word.trim_end_matches(['.', ')']);
        let is_number =
            digits.len() < word.len() && digits.bytes().all(|byte| byte.is_ascii_digit());
        if word.starts_with(['#', '>', '-', '+', '=', '~']) {
            told.push('\\');
        } else if is_number {
            let (number, sign) = word.split_at(digits.len());
            return format!("{number}\\{sign}");
        }
    }
    for c in word.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '|') {
            told.push('\\');
        }
        told.push(c);
    }
    told
}

fn unescaped(text: &str) -> String {
    let mut told = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(c) = letters.next() {
        told.extend(if c == '\\' { letters.next() } else { Some(c) });
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_keeps_its_words_links_lists_and_headings() {
        for (html, expected) in [
            (
                "<p>Zwei <strong>Tage</strong>,<br>elf <em> Ideen </em>.</p><p>Ende</p>",
                "Zwei **Tage**,\nelf *Ideen* .\n\nEnde",
            ),
            ("<p>\\*a_b\\</p>", "\\\\\\*a\\_b\\\\"),
            ("<h1>Was</h1>Text", "## Was\n\nText"),
            (
                "<ul><li>eins</li><li><p>zwei</p><ol><li>a</li><li>b</li></ol></li></ul>drei",
                "- eins\n- zwei\n   1. a\n   2. b\n\ndrei",
            ),
            (
                "<a href='https://a.example/?a=1&amp;b=2'>Anreise</a>",
                "[Anreise](<https://a.example/?a=1&b=2>)",
            ),
            (
                "<a href='https://a.example/x_y'>https://a.example/x_y</a>",
                "<https://a.example/x_y>",
            ),
            (
                "<a href='mailto:a@b.example'>a@b.example</a>",
                "<a@b.example>",
            ),
            (
                "<table><tr><td>10:00</td><td>Beginn</td></tr><tr><td>11:00</td><td>Pause</td></tr></table>",
                "10:00 Beginn\n11:00 Pause",
            ),
            (
                "<img src=x alt='Ein Saal'> R&amp;D &lt;3",
                "Ein Saal R&D \\<3",
            ),
        ] {
            assert_eq!(of_html(html), expected, "{html}");
        }
    }

    #[test]
    fn what_is_no_html_stays_as_it_is() {
        for text in ["a < b und c > d", "Preis <5 EUR", "<3", "Zeile\n- Punkt"] {
            assert_eq!(markdown(text), text);
        }
        assert_eq!(markdown("a<br>b"), "a\nb");
        assert_eq!(
            title("Sicherheit &#8211; f&uuml;r <b>alle</b>"),
            "Sicherheit – für alle"
        );
        assert_eq!(title("R&D; a < b"), "R&D; a < b");
    }

    #[test]
    fn nothing_that_acts_is_left() {
        for html in [
            "<script>alert(1)</script>",
            "<p onclick=alert(1)>x</p>",
            "<a href=' javascript:alert(1)'>x</a>",
            "<a href='https://a.example/ onmouseover=alert(1)>'>x</a>",
            "<a href='data:text/html,alert(1)'>x</a>",
            "<svg onload=alert(1)><a href='javascript:alert(1)'>x</a></svg>",
            "<iframe src='https://evil.example'></iframe>",
            "<style>* { color: red }</style>",
            "&lt;script&gt;alert(1)&lt;/script&gt;",
            "<p>&lt;img src=x onerror=alert(1)&gt;</p>",
            "<a href='https://a.example/'>](javascript:alert(1))</a>",
        ] {
            let shown = crate::markdown::to_html(&of_html(html));
            for trace in [
                "<script",
                "<img",
                "href=\"javascript",
                "href=\"data",
                "<svg",
                "<iframe",
                "<p on",
            ] {
                assert!(!shown.contains(trace), "{html} left {shown}");
            }
        }
    }

    /// A tree walked by calling itself would end the program here.
    #[test]
    fn nesting_without_end_is_read() {
        for tag in [
            "div",
            "ul",
            "ul><li",
            "b",
            "a href=https://a.example",
            "table",
            "svg",
            "div></x",
            "div><!--",
        ] {
            for levels in [LEVELS_AT_MOST, 20_000] {
                let html = format!("{}Ende", format!("<{tag}>").repeat(levels));
                let told = of_html(&html);
                assert!(
                    !told.contains("<div") && told.len() < 200_000,
                    "{tag}: {}",
                    told.len()
                );
            }
        }
        assert_eq!(
            of_html(&"<div>a</div>".repeat(1_000)).lines().count(),
            1_999
        );
        assert!(!is_too_deep(
            &"<p>a<br><li>b<script>'<div>'</script>".repeat(1_000)
        ));
        assert!(is_too_deep(&"<div></x>".repeat(1_000)));
    }
}
