//! Text with markup: our Markdown to HTML, others' HTML to harmless HTML. Nothing foreign is shown
//! that did not pass here, and nothing here loads from another host.

use pulldown_cmark::{Event, Options, Parser, html};

/// Our authors' Markdown as HTML. Raw HTML in it is shown as text; pictures become their words.
pub fn to_html(markdown: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let events = Parser::new_ext(markdown, options).map(|event| match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        Event::SoftBreak => Event::HardBreak,
        other => other,
    });
    let mut rendered = String::new();
    html::push_html(&mut rendered, events);
    sanitise(&rendered)
}

/// Allow what a description needs and nothing that looks like us, moves, or phones home.
pub fn sanitise(html: &str) -> String {
    ammonia::Builder::new()
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
        .link_rel(Some("nofollow noopener noreferrer ugc"))
        .clean(html)
        .to_string()
        .trim()
        .to_owned()
}

/// HTML as one plain line.
pub fn plain(html: &str) -> String {
    let text = ammonia::Builder::empty().clean(html).to_string();
    let text = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&nbsp;", "\u{a0}")
        .replace("&amp;", "&");
    federation::vocabulary::read::line(&text.into(), usize::MAX).unwrap_or_default()
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
    fn markdown_becomes_html_and_raw_html_becomes_text() {
        assert_eq!(
            to_html("Zwei **Tage**\n\n- eins\n- zwei"),
            "<p>Zwei <strong>Tage</strong></p>\n<ul>\n<li>eins</li>\n<li>zwei</li>\n</ul>"
        );
        let shown = to_html("<script>alert(1)</script> <b onclick=x>y</b>");
        assert!(
            !shown.contains("<script") && !shown.contains("<b"),
            "{shown}"
        );
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
        assert_eq!(
            sanitise("<a href=\"https://a.example/\">a</a>"),
            "<a href=\"https://a.example/\" rel=\"nofollow noopener noreferrer ugc\">a</a>"
        );
    }

    #[test]
    fn a_plain_line_has_no_markup_left() {
        assert_eq!(plain("<p>A &amp; B</p>\n<br>C"), "A & B C");
    }
}
