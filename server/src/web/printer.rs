//! Prints for everybody who asks, one at a time: setting a text takes a core for a while, and a crawler
//! that wants every report must not have them all. What was printed is kept by its version, what cannot be
//! printed too.

use crate::{Error, Refusal, Result};
use axum::{
    body::Body,
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, ETAG, IF_NONE_MATCH},
    },
    response::{IntoResponse as _, Response},
};
use bytes::Bytes;
use print::Document;
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};
use tokio::{sync::Semaphore, task::spawn_blocking, time::timeout};
use uuid::Uuid;

/// Printed at the same time.
const AT_ONCE: usize = 1;
/// Who wait for that, those who are served among them; everybody else is asked to come again.
const WAITING_AT_MOST: usize = 8;
/// How long somebody waits for a print. It goes on without them, and is there when they come again.
const WAIT_AT_MOST: Duration = Duration::from_secs(25);
/// Seconds after which it is worth another try.
const COME_AGAIN: u64 = 10;
/// Everything kept, in bytes; the oldest makes room.
const KEPT_BYTES_AT_MOST: usize = 16 * 1024 * 1024;
/// What an entry takes besides its print.
const ENTRY_BYTES: usize = 1024;

/// Of the instance. Clones share it.
#[derive(Clone)]
pub struct Printer {
    queue: Arc<Semaphore>,
    places: Arc<Semaphore>,
    kept: Arc<Mutex<Kept>>,
}

impl Default for Printer {
    fn default() -> Self {
        Self {
            queue: Arc::new(Semaphore::new(WAITING_AT_MOST)),
            places: Arc::new(Semaphore::new(AT_ONCE)),
            kept: Arc::default(),
        }
    }
}

/// What came of printing: the file, or the message that says why there is none.
type Printed = Result<Bytes, &'static str>;

#[derive(Default)]
struct Kept {
    bytes: usize,
    prints: VecDeque<(String, Printed)>,
}

impl Kept {
    fn find(&self, version: &str) -> Option<Printed> {
        let found = self.prints.iter().find(|(known, _)| known == version);
        found.map(|(_, printed)| printed.clone())
    }

    fn keep(&mut self, version: String, printed: Printed) {
        if self.find(&version).is_some() {
            return;
        }
        self.bytes += weight(&printed);
        self.prints.push_back((version, printed));
        while self.bytes > KEPT_BYTES_AT_MOST
            && let Some((_, oldest)) = self.prints.pop_front()
        {
            self.bytes -= weight(&oldest);
        }
    }
}

fn weight(printed: &Printed) -> usize {
    ENTRY_BYTES + printed.as_ref().map_or(0, Bytes::len)
}

impl Printer {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        let kept = self.kept.lock();
        kept.unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    /// The print of this version, which `document` makes where there is none.
    async fn print(&self, version: &str, document: impl FnOnce() -> Document) -> Result<Bytes> {
        let kept = self.kept().find(version);
        let printed = match kept {
            Some(kept) => kept,
            None => self.print_new(version, document()).await?,
        };
        printed.map_err(|message| Refusal::new(message).into())
    }

    async fn print_new(&self, version: &str, document: Document) -> Result<Printed> {
        let busy = || Error::TooMany { wait: COME_AGAIN };
        let place_in_queue = self.queue.clone().try_acquire_owned();
        let place_in_queue = place_in_queue.map_err(|_| busy())?;
        let printing = async {
            let place = self.places.clone().acquire_owned().await;
            // Somebody before us may have wanted the same.
            if let Some(kept) = self.kept().find(version) {
                return Ok(kept);
            }
            let (printer, version) = (self.clone(), version.to_owned());
            let printing = spawn_blocking(move || {
                let (printed, lasts) = set(&document);
                if lasts {
                    printer.kept().keep(version, printed.clone());
                }
                drop((place, place_in_queue));
                printed
            });
            printing
                .await
                .map_err(|cause| Error::Internal(cause.into()))
        };
        timeout(WAIT_AT_MOST, printing).await.map_err(|_| busy())?
    }

    /// Answer with a print, under a name for whoever keeps it.
    pub async fn respond(
        &self,
        headers: &HeaderMap,
        (version, name): (&str, &str),
        document: impl FnOnce() -> Document,
    ) -> Result<Response> {
        let tag = Uuid::new_v5(&Uuid::NAMESPACE_URL, version.as_bytes());
        let tag = format!("\"{tag}\"");
        let known = headers.get(IF_NONE_MATCH);
        let mut response = match known.is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
            true => StatusCode::NOT_MODIFIED.into_response(),
            false => Response::new(Body::from(self.print(version, document).await?)),
        };
        let disposition = format!("inline; filename=\"{name}.pdf\"");
        for (header, value) in [
            (CONTENT_TYPE, "application/pdf"),
            (CACHE_CONTROL, "public, max-age=60"),
            (CONTENT_DISPOSITION, &disposition),
            (ETAG, &tag),
        ] {
            if let Ok(value) = HeaderValue::from_str(value) {
                response.headers_mut().insert(header, value);
            }
        }
        Ok(response)
    }
}

/// What came of it, and whether the next attempt would come to the same.
fn set(document: &Document) -> (Printed, bool) {
    let printed = print::pdf(document).map(Bytes::from);
    let lasts = printed.as_ref().err().is_none_or(lasts);
    let printed = printed.map_err(|error| {
        tracing::warn!(document = %document.ident, %error, "print.refused");
        match error {
            print::Error::TooLong | print::Error::TooManyPages => "print-too-long",
            print::Error::TooDeep => "print-too-deep",
            print::Error::TooWide => "print-too-wide",
            print::Error::Letters => "print-letters",
            print::Error::Untitled | print::Error::Failed(_) => "print-failed",
        }
    });
    (printed, lasts)
}

/// What is wrong with a document stays so; a compiler that failed may succeed the next time.
fn lasts(error: &print::Error) -> bool {
    !matches!(error, print::Error::Failed(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(title: &str) -> Document {
        Document {
            title: title.to_owned(),
            language: "de".to_owned(),
            ..Document::default()
        }
    }

    #[tokio::test]
    async fn a_version_is_printed_once_and_what_cannot_be_printed_is_tried_once() {
        let printer = Printer::default();
        let first = printer.print("a 1", || document("Bericht")).await;
        let again = printer.print("a 1", || panic!("it is kept")).await;
        assert_eq!(first.expect("a print"), again.expect("a print"));
        for attempt in [document(""), document("Bericht")] {
            let refused = printer.print("a 2", || attempt).await;
            assert_eq!(
                refused.expect_err("no title").to_string(),
                "refused: print-failed"
            );
        }
    }

    #[test]
    fn what_failed_once_is_tried_again() {
        assert!(!lasts(&print::Error::Failed("killed".to_owned())));
        assert!(lasts(&print::Error::TooLong));
    }

    #[tokio::test]
    async fn whoever_finds_too_many_waiting_is_asked_to_come_again() {
        let printer = Printer::default();
        let waiting = u32::try_from(WAITING_AT_MOST).expect("few");
        let all = printer.queue.clone().acquire_many_owned(waiting).await;
        let refused = printer.print("a 1", || document("Bericht")).await;
        assert!(matches!(refused, Err(Error::TooMany { .. })));
        drop(all);
        assert!(printer.print("a 1", || document("Bericht")).await.is_ok());
    }

    #[test]
    fn the_oldest_print_makes_room() {
        let mut kept = Kept::default();
        let large = Bytes::from(vec![0; KEPT_BYTES_AT_MOST / 2 - ENTRY_BYTES]);
        for version in ["1", "2", "3"] {
            kept.keep(version.to_owned(), Ok(large.clone()));
        }
        assert_eq!(kept.find("1"), None);
        assert!(kept.find("2").is_some() && kept.find("3").is_some());
        assert!(kept.bytes <= KEPT_BYTES_AT_MOST);
    }

    #[tokio::test]
    async fn who_has_a_version_already_is_sent_none() {
        let printer = Printer::default();
        let headers = HeaderMap::new();
        let version = ("a 1", "bericht");
        let whole = printer.respond(&headers, version, || document("Bericht"));
        let whole = whole.await.expect("a print");
        assert_eq!(whole.headers()[CONTENT_TYPE], "application/pdf");
        let mut headers = HeaderMap::new();
        headers.insert(IF_NONE_MATCH, whole.headers()[ETAG].clone());
        let nothing = printer.respond(&headers, version, || panic!("nothing to print"));
        let nothing = nothing.await.expect("an answer");
        assert_eq!(nothing.status(), StatusCode::NOT_MODIFIED);
    }
}
