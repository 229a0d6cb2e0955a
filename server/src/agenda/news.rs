//! A new version in a letter, for those who have planned by the one before.

use super::{Change, Version};
use crate::{events::Event, i18n::Lang};

/// Changes that are named one by one; of more the page tells.
const NAMED_AT_MOST: usize = 50;

/// Subject and text for a reader of `lang`.
pub fn letter(
    event: &Event,
    version: &Version,
    changes: &[Change],
    lang: Lang,
) -> (String, String) {
    let number = version.number.to_string();
    let subject = lang.text_with("agenda-news-subject", &[("number", &number)]);
    let is_first = version.number == 1;
    let lead = match is_first {
        true => lang.text("agenda-news-first"),
        false => lang.text("agenda-news-lead"),
    };
    let named = changes.iter().filter(|_| !is_first).take(NAMED_AT_MOST);
    let mut lines: Vec<String> = named
        .map(|change| format!("- {}", change.said(lang, event.tz())))
        .collect();
    if !is_first && changes.len() > NAMED_AT_MOST {
        let more = (changes.len() - NAMED_AT_MOST).to_string();
        lines.push(lang.text_with("agenda-news-more", &[("count", &more)]));
    }
    let page = format!("{}/agenda", event.url);
    let page = lang.text_with("agenda-news-page", &[("url", &page)]);
    let parts = [lead, lines.join("\n"), page];
    let parts = parts.into_iter().filter(|part| !part.is_empty());
    (subject, parts.collect::<Vec<_>>().join("\n\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        agenda::{self, Draft},
        events::feed::tests::{denkwerkstatt, house, published},
    };

    #[tokio::test]
    async fn a_letter_says_what_is_different_in_the_reader_s_language() {
        let (app, organizer) = house().await;
        let event = published(&app, &organizer, &denkwerkstatt()).await;
        let tx = app.begin().await.unwrap();
        let release = async |starts_at: &str, title: &str| {
            let session = Draft {
                day: "2026-12-13".into(),
                starts_at: starts_at.into(),
                title: title.into(),
                ..Draft::default()
            };
            agenda::add(&app, &tx, &event, &session).await.unwrap();
            let event = crate::events::find_for_change(&tx, &event.id)
                .await
                .unwrap();
            agenda::release(&app, &tx, event, "").await.unwrap()
        };
        let (version, changes) = release("10:00", "Begrüßung").await;
        let (subject, text) = letter(&event, &version, &changes, Lang::De);
        assert_eq!(subject, "Programm, Fassung 1");
        let page = "https://dialog.example.org/events/denkwerkstatt/agenda";
        assert!(
            text.starts_with("Das Programm steht fest.") && text.ends_with(page),
            "{text}"
        );
        let (version, changes) = release("09:00", "Auswahl").await;
        for (lang, lead) in [
            (Lang::De, "Das Programm hat sich geändert:"),
            (Lang::En, "The agenda has changed:"),
        ] {
            let (subject, text) = letter(&event, &version, &changes, lang);
            assert!(subject.ends_with('2'), "{subject}");
            assert!(text.starts_with(lead) && text.ends_with(page), "{text}");
            assert!(
                text.contains(": Auswahl") && !text.contains("Begrüßung"),
                "{text}"
            );
        }
        let many = vec![changes[0].clone(); NAMED_AT_MOST + 3];
        let (_, text) = letter(&event, &version, &many, Lang::De);
        assert_eq!(text.matches("- ").count(), NAMED_AT_MOST);
        assert!(text.contains("… und 3 weitere Änderungen"));
    }
}
