//! Events that are well signed and well formed, and odd in one member: kept with what can be shown, or
//! not at all, and no page, calendar or feed breaks over them.

use crate::stage::Stage;
use harness::{Engine, on_both_engines};
use serde_json::{Value, json};

on_both_engines![
    odd_members_do_no_harm,
    what_is_too_much_is_cut,
    nothing_of_it_runs_in_a_browser_or_breaks_a_calendar,
];

/// What an odd event comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// It is kept, whatever the odd member says.
    Kept,
    /// Nobody could show it.
    Dropped,
    /// Either will do, as long as everything goes on.
    Either,
}
use End::{Dropped, Either, Kept};

fn odd_members() -> Vec<(&'static str, Value, End)> {
    let long = "ä".repeat(300_000);
    let mut odd = vec![
        // ── Names ──
        ("name", json!(null), Dropped),
        ("name", json!(7), Dropped),
        ("name", json!(""), Dropped),
        ("name", json!("\u{200B}\u{202E} \0"), Dropped),
        ("name", json!(["Lesekreis"]), Dropped),
        ("nameMap", json!({ "de\0": "Lesekreis" }), Kept),
        (
            "nameMap",
            json!({ "": "Lesekreis", "x".repeat(500): "x" }),
            Kept,
        ),
        (
            "nameMap",
            json!({ "de": "A\0B", "zz-Zzzz": 7, "\u{202E}": "x" }),
            Kept,
        ),
        ("contentMap", json!({ "de\0": "Lesekreis" }), Kept),
        (
            "contentMap",
            json!({ "de": "A\0B", "__proto__": "x" }),
            Kept,
        ),
        ("contentMap", json!(["de"]), Kept),
        ("summary", json!("A\0B"), Kept),
        ("content", json!("<p>A\0B</p>"), Kept),
        ("content", json!(7), Kept),
        ("a\0b", json!("c\0d"), Kept),
        // ── Times ──
        ("startTime", json!(null), Dropped),
        ("startTime", json!("morgen"), Dropped),
        ("startTime", json!("2026-11-13"), Dropped),
        ("startTime", json!(1_794_556_800), Dropped),
        ("startTime", json!("2026-02-30T10:00:00Z"), Dropped),
        ("startTime", json!("-262143-01-01T00:00:00Z"), Dropped),
        ("startTime", json!("9999999-01-01T00:00:00Z"), Dropped),
        ("startTime", json!("+262142-12-31T23:59:59Z"), Dropped),
        ("startTime", json!("0000-01-01T00:00:00+23:59"), Dropped),
        ("startTime", json!("9999-12-31T23:59:59-23:59"), Dropped),
        ("startTime", json!("0001-01-01T00:00:00Z"), Either),
        ("startTime", json!("9998-12-31T23:59:59Z"), Either),
        ("startTime", json!("2026-11-13T23:59:60Z"), Either),
        ("endTime", json!("2026-11-12T10:00:00Z"), Kept),
        ("endTime", json!("1970-01-01T00:00:00Z"), Kept),
        ("endTime", json!("9998-12-31T23:59:59Z"), Kept),
        ("endTime", json!("9999-12-31T23:59:59-23:59"), Kept),
        ("endTime", json!({}), Kept),
        ("published", json!("-262143-01-01T00:00:00Z"), Kept),
        ("published", json!("0000-01-01T00:00:00+23:59"), Kept),
        ("published", json!("9998-12-31T23:59:59Z"), Kept),
        ("updated", json!("9999-12-31T23:59:59-23:59"), Kept),
        (
            "previousStartTime",
            json!("0000-01-01T00:00:00+23:59"),
            Kept,
        ),
        ("timezone", json!("Mars/Olympus_Mons"), Kept),
        ("timezone", json!("Europe/Berlin\0"), Kept),
        ("timezone", json!("../../etc/passwd"), Kept),
        ("timezone", json!(7), Kept),
        // ── Places ──
        ("location", json!(null), Kept),
        ("location", json!([]), Kept),
        ("location", json!("Köln"), Kept),
        ("location", json!([[[]]]), Kept),
        ("location", json!({ "type": "Place" }), Kept),
        (
            "location",
            json!({ "type": "Place", "name": "A\0B", "address": "C\0D" }),
            Kept,
        ),
        (
            "location",
            json!({ "name": "x", "latitude": 1e300, "longitude": -1e300 }),
            Kept,
        ),
        (
            "location",
            json!({ "name": "x", "latitude": "NaN", "longitude": "inf" }),
            Kept,
        ),
        (
            "location",
            json!({ "name": "x", "address": { "streetAddress": long } }),
            Kept,
        ),
        // ── Links ──
        ("url", json!("javascript:alert(1)"), Kept),
        (
            "url",
            json!({ "type": "Link", "href": "data:text/html,x" }),
            Kept,
        ),
        (
            "url",
            json!([7, null, { "href": "file:///etc/passwd" }]),
            Kept,
        ),
        (
            "externalParticipationUrl",
            json!("javascript:alert(1)"),
            Kept,
        ),
        (
            "externalParticipationUrl",
            json!(["mailto:x@y.example"]),
            Kept,
        ),
        // ── The rest ──
        ("type", json!(["Event"]), Kept),
        ("type", json!(["Event", "Note"]), Kept),
        ("type", json!("Event\0"), Either),
        ("eventStatus", json!(7), Kept),
        ("status", json!("\0CANCELLED"), Kept),
        ("category", json!("A\0B"), Kept),
        ("joinMode", json!("A\0B"), Kept),
        ("isOnline", json!("yes"), Kept),
        ("tag", json!("Hashtag"), Kept),
        (
            "tag",
            json!([[[[7]]], { "type": "Hashtag", "name": "#\0", "href": "x" }]),
            Kept,
        ),
        (
            "attachment",
            json!([null, 7, { "type": "Document", "url": "A\0B" }]),
            Kept,
        ),
        ("image", json!({ "url": "http://127.0.0.1:1/x.png" }), Kept),
        ("attributedTo", json!([]), Either),
        ("to", json!("Public"), Kept),
        ("to", json!(null), Dropped),
        ("to", json!([7, null, "A\0B"]), Dropped),
        ("@context", json!("http://127.0.0.1:1/context"), Kept),
        (
            "@context",
            json!({ "name": "as:startTime", "Event": "as:Note" }),
            Kept,
        ),
        (
            "@graph",
            json!([{ "id": "https://other.example/1", "type": "Event" }]),
            Kept,
        ),
        ("@reverse", json!({ "object": { "type": "Delete" } }), Kept),
    ];
    odd.push(("name", json!(long), Kept));
    odd.push(("summary", json!(long), Kept));
    odd.push(("content", json!(long), Kept));
    odd
}

async fn odd_members_do_no_harm(engine: Engine) {
    let stage = Stage::new(engine).await;
    let (dialog, anna) = (&stage.dialog, &stage.anna);
    let mut wrong = Vec::new();
    for (number, (member, value, end)) in odd_members().into_iter().enumerate() {
        let name = format!("{member} is {:.50}", value.to_string());
        let mut event = anna.event(&format!("ungerade-{number}"), "Ungerade");
        let id = anna.url(&format!("/events/ungerade-{number}"));
        event[member] = value;
        // Where its owner is not told from it, it is looked up.
        anna.serves(&id, harness::Served::json(&event));
        let reply = anna.tells(dialog, &anna.activity("Create", event)).await;
        if reply.status != 202 {
            wrong.push(format!("{name}: {} {}", reply.status, reply.body));
        }
        let known = dialog.contents().await.count("events");
        let found = server::events::find_by_iri(&dialog.app.db, &id).await;
        let kept = match found {
            Ok(kept) => kept,
            Err(error) => {
                wrong.push(format!("{name}: cannot be read again: {error}"));
                continue;
            }
        };
        match (&kept, end) {
            (None, Kept) => wrong.push(format!("{name}: not kept")),
            (Some(_), Dropped) => wrong.push(format!("{name}: kept")),
            _ => {}
        }
        let page = kept.map(|kept| format!("/events/{}", kept.slug));
        let everywhere = [
            "/",
            "/events",
            "/events.ics",
            "/events.atom",
            "/events.json",
        ];
        for path in everywhere.into_iter().chain(page.as_deref()) {
            let status = dialog.get(path, "*/*").await.status.as_u16();
            // An event of another server has its page there.
            if !matches!(status, 200 | 303) {
                wrong.push(format!("{name}: {path} answers {status}"));
            }
        }
        let delete = anna.activity("Delete", id.as_str());
        let reply = anna.tells(dialog, &delete).await;
        let left = dialog.contents().await.count("events");
        if reply.status != 202 || (end == Kept && left >= known) {
            wrong.push(format!("{name}: stays, {} {}", reply.status, reply.body));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    stage.is_well().await;
}

async fn what_is_too_much_is_cut(engine: Engine) {
    let stage = Stage::new(engine).await;
    let (dialog, anna) = (&stage.dialog, &stage.anna);
    let mut event = anna.event("viel", &"Viel ".repeat(20_000));
    let tags = (0..10_000).map(|number| {
        json!({ "type": "Hashtag", "name": format!("#t{number}"), "href": anna.url("/t") })
    });
    event["tag"] = tags.collect();
    let many = |text: &str| {
        let entries = (0..500).map(|number| (format!("x-{number}"), json!(text)));
        Value::Object(entries.collect())
    };
    event["nameMap"] = many("Viel");
    event["contentMap"] = many("<p>Viel</p>");
    event["summary"] = json!("s".repeat(20_000));
    anna.forget();
    assert_eq!(
        anna.tells(dialog, &anna.activity("Create", event))
            .await
            .status,
        202
    );
    let found = server::events::find_by_iri(&dialog.app.db, &anna.url("/events/viel")).await;
    let kept = found.expect("the table").expect("kept");
    assert!(kept.topics.0.len() <= 20, "{}", kept.topics.0.len());
    assert!(kept.texts.0.len() <= 20, "{}", kept.texts.0.len());
    for text in &kept.texts.0 {
        assert!(text.title.chars().count() <= 500);
        assert!(text.summary.chars().count() <= 2_000);
    }
    assert!(anna.reads().is_empty(), "{:?}", anna.reads());
    stage.is_well().await;
}

async fn nothing_of_it_runs_in_a_browser_or_breaks_a_calendar(engine: Engine) {
    let stage = Stage::new(engine).await;
    let (dialog, anna) = (&stage.dialog, &stage.anna);
    let hostile = [
        "<script>alert('boese')</script>",
        "<img src=x onerror=alert('boese')>",
        "<svg onload=alert('boese')>",
        "<a href=\"javascript:alert('boese')\">x</a>",
        "<a href=\"java\nscript:alert('boese')\">x</a>",
        "<math><mtext></p><style><img src=x onerror=alert('boese')></style>",
        "<style>@import 'boese'</style>",
        "<iframe srcdoc='boese'></iframe>",
        "<p style='position:fixed' class='masthead' onclick='boese'>x",
        "\"><script>boese</script>",
        "x\r\nATTENDEE:mailto:boese@x.example\r\nURL:javascript:boese",
        "]]><script>boese</script>",
        "{{boese}}${boese}<%boese%>",
    ];
    for (number, text) in hostile.into_iter().enumerate() {
        let mut event = anna.event(&format!("boese-{number}"), text);
        event["summary"] = json!(text);
        event["content"] = json!(text);
        event["contentMap"] = json!({ "de": text, "en": text });
        event["location"] = json!({ "type": "Place", "name": text, "address": text });
        event["tag"] = json!([{ "type": "Hashtag", "name": text, "href": anna.url("/t") }]);
        assert_eq!(
            anna.tells(dialog, &anna.activity("Create", event))
                .await
                .status,
            202
        );
    }
    let events = dialog.events().await;
    assert!(events.len() >= hostile.len(), "{}", events.len());
    let mut pages = vec!["/".to_owned(), "/events".to_owned()];
    pages.extend(events.iter().map(|event| format!("/events/{}", event.slug)));
    for path in pages {
        let page = dialog.get(&path, "text/html").await;
        let text = without_data(&page.body).to_lowercase();
        // Escaped it may be read; as markup it must not be there.
        for tag in [
            "<script>",
            "<svg onload",
            "<img src=x",
            "<iframe",
            "<math",
            "<style>",
        ] {
            assert!(!text.contains(tag), "{path}: {tag}");
        }
        for link in [
            "href=\"javascript",
            "href=\"java\n",
            "onclick='",
            "style='pos",
        ] {
            assert!(!text.contains(link), "{path}: {link}");
        }
        assert!(!page.header("content-security-policy").is_empty(), "{path}");
    }
    let calendar = dialog.get("/events.ics", "*/*").await.body;
    for line in calendar.split("\r\n") {
        assert!(!line.contains('\n') && !line.contains('\r'), "{line}");
        assert!(line.len() <= 75, "{line}");
        assert!(!line.starts_with("ATTENDEE"), "{line}");
        assert!(!line.starts_with("URL:javascript"), "{line}");
    }
    let feed = dialog.get("/events.atom", "*/*").await.body;
    assert!(!feed.contains("<script"), "{feed}");
    let list = dialog.get("/events.json", "*/*").await.json();
    assert!(list.is_object() || list.is_array());
}

/// Without the blocks that only carry JSON, as far as they reach in the eyes of a browser.
fn without_data(page: &str) -> String {
    let mut parts = page.split("<script type=\"application/ld+json\">");
    let first = parts.next().unwrap_or_default().to_owned();
    let rest = parts.map(|part| part.split_once("</script>").map_or("", |(_, rest)| rest));
    first + &rest.collect::<String>()
}
