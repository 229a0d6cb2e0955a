//! Text with markup: our Markdown to HTML, others' HTML to harmless HTML. Nothing foreign is shown
//! that did not pass here, and nothing here loads from another host.

#[cfg(feature = "pdf")]
mod blocks;

#[cfg(feature = "pdf")]
pub use self::blocks::to_blocks;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};
use std::{borrow::Cow, collections::HashMap, sync::LazyLock};

/// What our authors' Markdown has besides CommonMark.
const OPTIONS: Options = Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH);

/// Our authors' Markdown as HTML. Raw HTML in it is shown as text; pictures become their words.
pub fn to_html(markdown: &str) -> String {
    let events = Parser::new_ext(markdown, OPTIONS).map(|event| match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        Event::SoftBreak => Event::HardBreak,
        Event::Start(Tag::Heading {
            level,
            id,
            classes,
            attrs,
        }) => Event::Start(Tag::Heading {
            level: below_the_title(level),
            id,
            classes,
            attrs,
        }),
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(below_the_title(level))),
        other => other,
    });
    let mut rendered = String::new();
    html::push_html(&mut rendered, events);
    sanitise(&rendered)
}

/// As what a heading is shown and printed: the highest stands below the title of whatever it is in, and
/// levels lower than there are stand on the last.
fn below_the_title(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 | HeadingLevel::H2 => HeadingLevel::H2,
        HeadingLevel::H3 => HeadingLevel::H3,
        HeadingLevel::H4 | HeadingLevel::H5 | HeadingLevel::H6 => HeadingLevel::H4,
    }
}

/// Where a link leads, as every program writes it: with nothing outside ASCII in it.
#[cfg(feature = "pdf")]
pub fn address(typed: &str) -> String {
    url::Url::parse(typed).map_or_else(|_| typed.to_owned(), String::from)
}

/// Allow what a description needs and nothing that looks like us, moves, or phones home.
pub fn sanitise(html: &str) -> String {
    // What turns the writing direction around can make a link look like another.
    let turns = |c: &char| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let html: String = html.chars().filter(|c| !turns(c)).collect();
    let html = shallow(&html);
    ALLOWED.clean(&html).to_string().trim().to_owned()
}

/// Elements inside of each other. A parser looks through all that are open for each that opens, so that
/// a text of nothing but beginnings would cost it the square of its length.
const LEVELS_AT_MOST: usize = 200;

/// The text itself, or its words alone where elements lie too deep in each other.
fn shallow(html: &str) -> Cow<'_, str> {
    match levels(html) > LEVELS_AT_MOST {
        true => html
            .split('<')
            .map(|part| part.split_once('>').map_or(part, |(_, text)| text))
            .collect::<Vec<_>>()
            .join(" ")
            .into(),
        false => html.into(),
    }
}

/// How deep elements lie in each other, rather too many than too few: an end closes an element of its
/// name only. What ends by itself when the next one begins is not counted.
fn levels(html: &str) -> usize {
    const BY_THEMSELVES: [&str; 8] = ["br", "hr", "img", "input", "wbr", "p", "li", "td"];
    let mut open: HashMap<String, usize> = HashMap::new();
    let (mut depth, mut deepest) = (0_usize, 0);
    for tag in html.split('<').skip(1) {
        let end = tag.find(|c: char| c.is_whitespace() || c == '>');
        let name = &tag[..end.unwrap_or(tag.len())];
        if let Some(name) = name.strip_prefix('/') {
            let known = open.get_mut(&name.to_ascii_lowercase());
            if let Some(count) = known.filter(|count| **count > 0) {
                *count -= 1;
                depth -= 1;
            }
        } else if name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let name = name.trim_end_matches('/').to_ascii_lowercase();
            if !BY_THEMSELVES.contains(&name.as_str()) {
                *open.entry(name).or_default() += 1;
                depth += 1;
                deepest = deepest.max(depth);
            }
        }
    }
    deepest
}

/// Made once: its tables take longer to make than a description to clean.
static ALLOWED: LazyLock<ammonia::Builder<'_>> = LazyLock::new(|| {
    let mut allowed = ammonia::Builder::new();
    allowed
        .tags(
            [
                "p",
                "br",
                "a",
                "em",
                "strong",
                "del",
                "ul",
                "ol",
                "li",
                "blockquote",
                "code",
                "pre",
                "h2",
                "h3",
                "h4",
                "table",
                "thead",
                "tbody",
                "tr",
                "th",
                "td",
                "hr",
            ]
            .into(),
        )
        .generic_attributes(Default::default())
        .tag_attributes([("a", ["href"].into()), ("ol", ["start"].into())].into())
        .url_schemes(["http", "https", "mailto"].into())
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(Some("nofollow noopener noreferrer ugc"));
    allowed
});

/// HTML as one plain line.
pub fn plain(html: &str) -> String {
    let text = ammonia::Builder::empty().clean(&shallow(html)).to_string();
    federation::vocabulary::read::line(&unescape(&text).into(), usize::MAX).unwrap_or_default()
}

/// The same with one space between words, of so many characters at most.
pub fn line(html: &str, at_most: usize) -> String {
    let text = plain(html);
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").chars().take(at_most).collect()
}

/// What [`to_html`] and [`sanitise`] return, as plain text: blocks become paragraphs, and the address
/// of a link stands behind its words.
pub fn lines(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    let mut link: Option<(String, usize)> = None;
    while let Some((before, tagged)) = rest.split_once('<') {
        text.push_str(&unescape(before).replace('\n', " "));
        let (tag, after) = split_tag(tagged);
        rest = after;
        let name = tag.split([' ', '/']).find(|part| !part.is_empty());
        match (name.unwrap_or_default(), tag.starts_with('/')) {
            ("a", false) => link = href(tag).map(|href| (href, text.len())),
            ("a", true) => {
                // A dash moved up to a paragraph leaves less than there was where the link began.
                if let Some((href, start)) = link.take()
                    && !text.get(start..).is_some_and(|words| href.contains(words))
                {
                    text.push_str(&format!(" ({href})"));
                }
            }
            ("li", false) => text.push_str("\n- "),
            ("br" | "tr", _) => text.push('\n'),
            ("td" | "th", true) => text.push(' '),
            // A paragraph in a list item stays behind its dash.
            ("p", false) if text.trim_end().ends_with("\n-") => {
                text.truncate(text.trim_end().len());
                text.push(' ');
            }
            ("p" | "h2" | "h3" | "h4" | "ul" | "ol" | "blockquote" | "pre" | "table" | "hr", _) => {
                text.push_str("\n\n");
            }
            _ => {}
        }
    }
    text.push_str(&unescape(rest));
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim) {
        let is_second_blank = line.is_empty() && lines.last().is_none_or(|last| last.is_empty());
        if !is_second_blank {
            lines.push(line);
        }
    }
    lines.join("\n").trim().to_owned()
}

/// A tag without its brackets, and what follows it. A `>` in quotes does not end it.
fn split_tag(tagged: &str) -> (&str, &str) {
    let mut quoted = false;
    let end = tagged.find(|c| {
        quoted ^= c == '"';
        c == '>' && !quoted
    });
    let end = end.unwrap_or(tagged.len());
    (&tagged[..end], tagged.get(end + 1..).unwrap_or_default())
}

fn href(tag: &str) -> Option<String> {
    let (_, value) = tag.split_once("href=\"")?;
    let (href, _) = value.split_once('"')?;
    Some(unescape(href))
}

fn unescape(html: &str) -> String {
    html.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&nbsp;", "\u{a0}")
        .replace("&amp;", "&")
}

/// Plain text for inside HTML.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_text_and_has_an_end() {
        assert_eq!(
            line("<p>Leider <b>kein</b>\nPlatz.</p>", 500),
            "Leider kein Platz."
        );
        assert_eq!(line(&"x".repeat(9_999), 500).len(), 500);
    }

    #[test]
    fn what_lies_too_deep_is_told_in_words_alone() {
        // A parser would take minutes over this one, which a followed server may send.
        let deep = format!("{}tief unten", "<div>".repeat(50_000));
        assert_eq!(sanitise(&deep), "tief unten");
        assert_eq!(plain(&deep), "tief unten");
        let half_open = format!("{}<p>Wort", "<b><i x=1>".repeat(10_000));
        assert_eq!(plain(&half_open), "Wort");
        // What is long is not deep.
        let long = "<p>Ein <b>Wort</b></p>".repeat(5_000);
        assert_eq!(levels(&long), 1);
        assert_eq!(levels("<ul><li>a<ul><li>b</ul></ul>"), 2);
    }

    #[test]
    fn markdown_becomes_html_and_raw_html_becomes_text() {
        assert_eq!(
            to_html("Zwei **Tage**\n\n- eins\n- zwei"),
            "<p>Zwei <strong>Tage</strong></p>\n<ul>\n<li>eins</li>\n<li>zwei</li>\n</ul>"
        );
        let headings = "# Eins\n\n### Drei\n\n###### Sechs";
        assert_eq!(
            to_html(headings),
            "<h2>Eins</h2>\n<h3>Drei</h3>\n<h4>Sechs</h4>"
        );
        let shown = to_html("<script>alert(1)</script> <b onclick=x>y</b>");
        assert!(
            !shown.contains("<script") && !shown.contains("<b"),
            "{shown}"
        );
        assert_eq!(to_html("a <u>b</u>"), "<p>a &lt;u&gt;b&lt;/u&gt;</p>");
    }

    /// A link may hold a paragraph, and a list may have space before both.
    #[test]
    fn every_html_that_may_be_shown_can_be_told_in_plain_text() {
        let html = sanitise("<ul><li> <a href=\"https://x.example/\"><p>é</p></a></li></ul>");
        assert_eq!(lines(&html), "- é\n\n(https://x.example/)");
    }

    #[test]
    fn foreign_html_loses_everything_that_acts() {
        for attack in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "<a href=\"javascript:alert(1)\">x</a>",
            "<svg onload=alert(1)>",
            "<p style=\"position:fixed\" class=\"button\">x</p>",
            "<math><mi xlink:href=\"data:x\">",
            "<iframe src=\"https://evil.example\"></iframe>",
            "<form action=/sign-in><input name=password></form>",
        ] {
            let clean = sanitise(attack);
            for trace in [
                "script",
                "onerror",
                "onload",
                "javascript",
                "style",
                "class",
                "<img",
                "<svg",
                "<iframe",
                "<form",
                "<input",
                "data:",
            ] {
                assert!(!clean.contains(trace), "{attack} left {clean}");
            }
        }
        assert_eq!(sanitise("a\u{202E}b\u{2066}c"), "abc");
        assert_eq!(
            sanitise("<a href=\"https://a.example/\">a</a>"),
            "<a href=\"https://a.example/\" rel=\"nofollow noopener noreferrer ugc\">a</a>"
        );
    }

    #[test]
    fn a_plain_line_has_no_markup_left() {
        assert_eq!(plain("<p>A &amp; B</p>\n<br>C"), "A & B C");
    }
    #[test]
    fn as_plain_text_blocks_are_paragraphs_and_links_keep_their_address() {
        for (markdown, text) in [
            ("Zwei **Tage** <3", "Zwei Tage <3"),
            ("Eins\nzwei\n\n\ndrei", "Eins\nzwei\n\ndrei"),
            (
                "Dabei:\n\n- eins\n- zwei\n\nMehr",
                "Dabei:\n\n- eins\n- zwei\n\nMehr",
            ),
            ("- eins\n\n- zwei", "- eins\n\n- zwei"),
            (
                "[Anreise](https://a.example/?a=1&b=%3E) per Bahn",
                "Anreise (https://a.example/?a=1&b=%3E) per Bahn",
            ),
            ("<https://a.example/>", "https://a.example/"),
            ("| a | b |\n|---|---|\n| c | d |", "a b\n\nc d"),
            ("R&D &lt; x", "R&D < x"),
        ] {
            assert_eq!(lines(&to_html(markdown)), text, "{markdown}");
        }
        let quoted = "<a href=\"https://a.example/?q=>\">weiter</a>";
        assert_eq!(lines(quoted), "weiter (https://a.example/?q=>)");
    }
}
