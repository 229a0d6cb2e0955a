//! What a page says besides its own subject.

use super::*;
use axum::http::Request;
use serde_json::json;

pub fn site() -> Site {
    Site {
        name: "Dialog für Cybersicherheit".into(),
        origin: "https://dialog.example.org".parse().unwrap(),
        main_lang: Lang::De,
        zone: chrono_tz::Europe::Berlin,
        legal: Legal::sample(),
        retention: Retention::default(),
        source: None,
    }
}

pub fn page(path: &str, headers: &[(&str, &str)]) -> Page {
    let mut request = Request::get(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let (parts, ()) = request.body(()).unwrap().into_parts();
    Page::new(Arc::new(site()), &parts)
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% extends "layout.html" %}{% block main %}<p>…</p>{% endblock %}"#
)]
struct Plain {
    page: Page,
}

fn html(page: Page) -> String {
    Plain { page }.render().unwrap()
}

#[test]
fn the_language_is_asked_for_chosen_wished_or_the_site_s_in_this_order() {
    let wish = ("accept-language", "en");
    let choice = ("cookie", "lang=de");
    for (path, headers, expected) in [
        ("/events", vec![], Lang::De),
        ("/events", vec![wish], Lang::En),
        ("/events", vec![wish, choice], Lang::De),
        ("/events?lang=en", vec![choice], Lang::En),
        ("/events?lang=fr", vec![wish], Lang::En),
        ("/events", vec![("cookie", "lang=xx")], Lang::De),
    ] {
        assert_eq!(page(path, &headers).lang, expected, "{path} {headers:?}");
    }
}

#[test]
fn changing_the_language_keeps_path_and_query() {
    let page = page("/events?topic=digitale+Ethik&lang=en&place=online", &[]);
    assert_eq!(page.here(), "/events?topic=digitale+Ethik&place=online");
    let html = html(page);
    assert!(html.contains(r#"value="/events?topic=digitale+Ethik&#38;place=online""#));
    assert!(html.contains(r#"name="lang" value="de""#));
}

#[test]
fn the_navigation_marks_the_page_and_the_part_it_lies_in() {
    let marks = |path: &str| -> Vec<Option<&str>> {
        page(path, &[])
            .navigation()
            .iter()
            .map(|link| link.current)
            .collect()
    };
    assert_eq!(marks("/events"), [Some("page"), None, None]);
    assert_eq!(
        marks("/events/denkwerkstatt-2026"),
        [Some("true"), None, None]
    );
    assert_eq!(marks("/associations"), [None, None, Some("page")]);
    assert_eq!(marks("/eventsandmore"), [None, None, None]);
    let desk = page("/desk/events/1", &[]).desk();
    let marks = |part: usize| -> Vec<_> { desk[part].1.iter().map(|link| link.current).collect() };
    assert_eq!(marks(0), [None]);
    assert_eq!(marks(1), [Some("true"), None, None, None, None]);
}

#[test]
fn linked_data_cannot_leave_its_element() {
    let data = json!({"name": "</script><script>alert(1)</script><!--"});
    let page = page("/events/x", &[]).with_linked_data(data.clone());
    let block = page.linked_data().unwrap();
    assert!(!block.contains('<'));
    assert_eq!(
        serde_json::from_str::<serde_json::Value>(&block).unwrap(),
        data
    );
    assert_eq!(html(page).matches("<script").count(), 1);
}

#[test]
fn the_head_names_languages_other_forms_and_what_a_shared_link_shows() {
    let html = html(
        page("/events/denkwerkstatt-2026?page=2", &[])
            .with_title("Denkwerkstatt „Sichere <Informationsgesellschaft>“")
            .with_description("Zwei Tage in Berlin.")
            .with_picture("/events/denkwerkstatt-2026.png", "Plakat")
            .with_creator("@dialog@dialog.example.org")
            .with_alternate(Form::Calendar, "/events/denkwerkstatt-2026.ics"),
    );
    for expected in [
        r#"<html lang="de">"#,
        "<title>Denkwerkstatt „Sichere &#60;Informationsgesellschaft&#62;“ · Dialog für Cybersicherheit</title>",
        r#"<meta name="description" content="Zwei Tage in Berlin.">"#,
        r#"<link rel="canonical" href="https://dialog.example.org/events/denkwerkstatt-2026">"#,
        r#"hreflang="en" href="https://dialog.example.org/events/denkwerkstatt-2026?lang=en""#,
        r#"type="text/calendar" href="https://dialog.example.org/events/denkwerkstatt-2026.ics""#,
        r#"<meta property="og:image" content="https://dialog.example.org/events/denkwerkstatt-2026.png">"#,
        r#"<meta name="fediverse:creator" content="@dialog@dialog.example.org">"#,
    ] {
        assert!(html.contains(expected), "{expected}");
    }
    assert!(!html.contains("noindex"));
    assert!(
        !html.contains("style="),
        "the content policy forbids inline style"
    );
}

#[test]
fn a_refused_form_says_so_in_the_title_and_beside_the_field() {
    let page = page("/desk/events/new?lang=en", &[])
        .with_title("New event")
        .with_fault(Some("title"), "Give the event a title.");
    assert_eq!(
        page.title(),
        "Error: New event · Dialog für Cybersicherheit"
    );
    assert_eq!(page.fault("title"), Some("Give the event a title."));
    assert_eq!(page.fault("starts"), None);
}

#[test]
fn an_instance_without_legal_texts_says_so_and_is_not_listed() {
    let mut site = site();
    site.legal = Legal::default();
    let (parts, ()) = Request::get("/").body(()).unwrap().into_parts();
    let html = html(Page::new(Arc::new(site), &parts));
    assert!(html.contains(r#"<meta name="robots" content="noindex">"#));
    assert!(html.contains("im Aufbau"));
    assert!(!html.contains("hreflang=\"x-default\""));
}

#[test]
fn a_chosen_theme_is_written_down_and_pressed() {
    let chosen = html(page("/", &[("cookie", "theme=dark")]));
    assert!(chosen.contains(r#"<html lang="de" data-theme="dark">"#));
    assert!(chosen.contains(r#"value="dark" aria-pressed="true""#));
    assert!(html(page("/", &[("cookie", "theme=pink")])).contains(r#"<html lang="de">"#));
}

#[test]
fn whoever_is_signed_in_is_named_and_escaped() {
    let (mut parts, ()) = Request::get("/").body(()).unwrap().into_parts();
    parts
        .extensions
        .insert(SignedIn("Geschäftsstelle <b>".into()));
    let html = html(Page::new(Arc::new(site()), &parts));
    assert!(html.contains("Geschäftsstelle &#60;b&#62;"));
}
