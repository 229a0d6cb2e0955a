//! A PDF that comes along with a form, whose text names it by title, address and licence from then on.

use super::form::{Filled, Upload};
use crate::{
    App, Error, Refusal, Refusals, Result,
    media::{self, DOCUMENT_TOO_LARGE},
};
use url::Url;

/// What the file is called and how it may be used, as typed, as long as it is not kept; and what is wrong with
/// it.
#[derive(Default)]
pub struct Attached {
    pub title: String,
    pub licence: String,
    pub faults: Refusals,
}

/// A file that is kept. Title and licence fit into a line of parts.
pub struct Document {
    pub title: String,
    pub url: Url,
    pub licence: String,
}

impl Attached {
    /// Keep the file that came along, before anything else is looked at: a fault elsewhere does not lose it.
    pub async fn keep(app: &App, filled: &mut Filled) -> Result<(Self, Option<Document>)> {
        let mut typed = Self {
            title: filled.take("file_title"),
            licence: filled.take("file_licence"),
            faults: Refusals::default(),
        };
        let bytes = match filled.take_file() {
            Upload::Nothing => return Ok((typed, None)),
            Upload::TooLarge => {
                typed.faults.add(DOCUMENT_TOO_LARGE);
                return Ok((typed, None));
            }
            Upload::File(bytes) => bytes,
        };
        for (text, message, field) in [
            (&typed.title, "attached-nameless", "file_title"),
            (&typed.licence, "attached-without-licence", "file_licence"),
        ] {
            if text.trim().is_empty() {
                typed.faults.add(Refusal::new(message).on(field));
            }
        }
        if !typed.faults.0.is_empty() {
            return Ok((typed, None));
        }
        let kept = match media::keep_document(app, bytes).await {
            Ok(kept) => kept,
            Err(Error::Refused(refusals)) => {
                typed.faults = refusals;
                return Ok((typed, None));
            }
            Err(error) => return Err(error),
        };
        let mut url = app.config.origin().clone();
        url.set_path(&kept.path());
        // What stands between the parts of a line stands in none of them.
        let part = |typed: &str| {
            let typed = typed.replace('|', " ");
            typed.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let document = Document {
            title: part(&typed.title),
            url,
            licence: part(&typed.licence),
        };
        Ok((Self::default(), Some(document)))
    }
}

/// A text of lines with one more.
pub fn with_line(lines: &str, line: &str) -> String {
    match lines.trim_end() {
        "" => line.to_owned(),
        before => format!("{before}\n{line}"),
    }
}
