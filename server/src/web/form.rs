//! Forms with a file in them, read field by field so that a refused one can come back as it was
//! typed. Refuses what no form of ours sends.

use crate::{App, Error, Result, error::Refusals, media};
use axum::{
    extract::{DefaultBodyLimit, FromRequest, Multipart, Request, multipart::Field},
    http::StatusCode,
};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

const FIELDS_AT_MOST: usize = 100;
/// Everything typed into one form, in bytes: enough for a text that is far too long, so that it can
/// be refused in words and given back.
const TYPED_BYTES_AT_MOST: usize = 1024 * 1024;
/// A file so many times larger than allowed is still read to its end, because a browser that is cut
/// off shows nothing at all.
const OVERSIZE_READ: usize = 3;
/// The fields a file comes in, of which a form has one. It names the picture it has by `picture`.
const FILES: [&str; 2] = ["picture_file", "document_file"];

/// A form as it was filled in.
#[derive(Debug)]
pub struct Filled {
    fields: Map<String, Value>,
    upload: Upload,
}

/// What came in the field for a file.
#[derive(Debug, PartialEq)]
pub enum Upload {
    Nothing,
    File(Vec<u8>),
    TooLarge,
}

impl FromRequest<App> for Filled {
    type Rejection = Error;

    async fn from_request(mut request: Request, app: &App) -> Result<Self> {
        let file_at_most = usize::try_from(app.config.limits.upload_bytes).unwrap_or(usize::MAX);
        DefaultBodyLimit::max(file_at_most * OVERSIZE_READ + TYPED_BYTES_AT_MOST)
            .apply(&mut request);
        let mut parts = Multipart::from_request(request, app)
            .await
            .map_err(|rejection| Error::Malformed(rejection.status()))?;
        let mut filled = Self {
            fields: Map::new(),
            upload: Upload::Nothing,
        };
        let mut room = TYPED_BYTES_AT_MOST;
        while let Some(part) = parts.next_field().await.map_err(broken)? {
            let name = part.name().unwrap_or_default().to_owned();
            if FILES.contains(&name.as_str()) {
                let upload = read_file(part, file_at_most).await?;
                if upload != Upload::Nothing {
                    filled.upload = upload;
                }
            } else if filled.fields.len() >= FIELDS_AT_MOST {
                return Err(Error::Malformed(StatusCode::BAD_REQUEST));
            } else {
                let text = part.text().await.map_err(broken)?;
                room = room
                    .checked_sub(text.len())
                    .ok_or(Error::Malformed(StatusCode::PAYLOAD_TOO_LARGE))?;
                filled.fields.insert(name, text.into());
            }
        }
        Ok(filled)
    }
}

fn broken(error: axum::extract::multipart::MultipartError) -> Error {
    Error::Malformed(error.status())
}

async fn read_file(mut part: Field<'_>, at_most: usize) -> Result<Upload> {
    let mut bytes = Vec::new();
    let mut too_large = false;
    while let Some(some) = part.chunk().await.map_err(broken)? {
        too_large |= bytes.len() + some.len() > at_most;
        if !too_large {
            bytes.extend_from_slice(&some);
        }
    }
    Ok(match bytes.is_empty() {
        _ if too_large => Upload::TooLarge,
        // What a browser sends for a file field that was left alone.
        true => Upload::Nothing,
        false => Upload::File(bytes),
    })
}

impl Filled {
    /// Take out a field that is no part of what the form describes, such as the button pressed.
    pub fn take(&mut self, name: &str) -> String {
        match self.fields.remove(name) {
            Some(Value::String(text)) => text,
            _ => String::new(),
        }
    }

    /// Take out the file that came along.
    pub fn take_file(&mut self) -> Upload {
        std::mem::replace(&mut self.upload, Upload::Nothing)
    }

    /// Keep the picture that came along, before anything else is looked at: the form names it from
    /// now on, and a fault elsewhere does not lose it. Says what is wrong with the picture itself.
    pub async fn keep_picture(&mut self, app: &App) -> Result<Refusals> {
        if !self.take("picture_away").is_empty() {
            self.fields.remove("picture");
        }
        let upload = match self.take_file() {
            Upload::Nothing => return Ok(Refusals::default()),
            Upload::TooLarge => return Ok(Refusals(vec![media::TOO_LARGE])),
            Upload::File(bytes) => bytes,
        };
        match media::keep(app, upload).await {
            Ok(media) => {
                self.fields
                    .insert("picture".to_owned(), media.id.to_string().into());
                Ok(Refusals::default())
            }
            Err(Error::Refused(refusals)) => Ok(refusals),
            Err(error) => Err(error),
        }
    }

    /// What the form describes.
    pub fn read<T: DeserializeOwned>(self) -> Result<T> {
        serde_json::from_value(Value::Object(self.fields))
            .map_err(|_| Error::Malformed(StatusCode::BAD_REQUEST))
    }
}

/// The hidden fields that carry a form on to the next page.
pub fn hidden(form: &impl serde::Serialize) -> Result<Vec<(String, String)>> {
    let fields = serde_json::to_value(form)?;
    let fields = fields.as_object().cloned().unwrap_or_default().into_iter();
    Ok(fields
        .filter_map(|(name, value)| match value {
            Value::String(text) => Some((name, text)),
            Value::Bool(true) => Some((name, "on".to_owned())),
            _ => None,
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::tests::{Instance, instance_with};
    use axum::body::Body;

    const UPLOAD_BYTES: usize = 10_000;

    async fn house() -> Instance {
        let upload_bytes = UPLOAD_BYTES as u32;
        let change = |config: &mut crate::config::Config| config.limits.upload_bytes = upload_bytes;
        instance_with("https://dialog.example.org", change).await
    }

    /// Fields of so many bytes each, then a file.
    async fn read(app: &App, fields: usize, typed: usize, file: usize) -> Result<Filled> {
        let mut body = String::new();
        for number in 0..fields {
            let text = "x".repeat(typed);
            let head = format!("content-disposition: form-data; name=\"{number}\"");
            body.push_str(&format!("--b\r\n{head}\r\n\r\n{text}\r\n"));
        }
        let head = format!(
            "content-disposition: form-data; name=\"{}\"; filename=\"x\"",
            FILES[1]
        );
        let text = "x".repeat(file);
        body.push_str(&format!("--b\r\n{head}\r\n\r\n{text}\r\n--b--\r\n"));
        let request = Request::post("/").header("content-type", "multipart/form-data; boundary=b");
        let request = request.body(Body::from(body)).expect("a request");
        Filled::from_request(request, app).await
    }

    #[tokio::test]
    async fn a_file_that_is_too_large_is_read_and_not_kept() {
        let app = house().await;
        let upload = async |bytes| read(&app, 1, 1, bytes).await.expect("a form").upload;
        assert_eq!(upload(0).await, Upload::Nothing);
        let largest = Upload::File(vec![b'x'; UPLOAD_BYTES]);
        assert_eq!(upload(UPLOAD_BYTES).await, largest);
        assert_eq!(upload(UPLOAD_BYTES + 1).await, Upload::TooLarge);
    }

    #[tokio::test]
    async fn a_form_has_an_end() {
        let app = house().await;
        let far_too_large = OVERSIZE_READ * UPLOAD_BYTES + TYPED_BYTES_AT_MOST;
        for (fields, typed, file, status) in [
            (FIELDS_AT_MOST, 1, 0, None),
            (FIELDS_AT_MOST + 1, 1, 0, Some(400)),
            (1, TYPED_BYTES_AT_MOST, 0, None),
            (2, TYPED_BYTES_AT_MOST / 2 + 1, 0, Some(413)),
            (0, 0, far_too_large, Some(413)),
        ] {
            let refused = read(&app, fields, typed, file).await.err();
            let refused = refused.map(|error| error.status().as_u16());
            assert_eq!(refused, status, "{fields} {typed} {file}");
        }
    }
}
