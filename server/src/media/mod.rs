//! What people upload. Pictures are decoded, cut to size and written anew, so that nothing but the picture
//! is kept of a file; what is no JPEG, PNG, WebP or GIF is refused, and what is too large to decode. Documents
//! are PDF and nothing else; they are kept as they are, and handed out to be saved.

pub mod api;
pub mod pages;
mod store;

use self::store::DOCUMENT;
pub use self::store::{Media, find, path};

use crate::{App, Result, app::Tx, error::Refusal, ids::MediaId};
use chrono::{DateTime, Duration, Utc};
use image::{DynamicImage, ImageFormat, ImageReader, Limits};
use std::{collections::BTreeSet, io::Cursor};

/// The most pixels decoded; a bomb says it has more.
const PIXELS_AT_MOST: u64 = 24_000_000;
/// The longest edge kept, in pixels.
const EDGE_AT_MOST: u32 = 1_600;
/// Memory a decoder may take, in bytes.
const MEMORY_AT_MOST: u64 = 192 * 1024 * 1024;
/// Quality of a JPEG, of 100.
const JPEG_QUALITY: u8 = 84;

/// A picture that nothing shows is forgotten after this: whoever uploaded it went away.
pub const UNUSED_KEPT: Duration = Duration::days(2);

/// What a PDF begins with (ISO 32000, 7.5.2).
const PDF: &[u8] = b"%PDF-";

/// Said of a file larger than the settings allow.
pub const TOO_LARGE: Refusal = Refusal::new("media-too-large").on("picture");

/// The same of a document.
pub const DOCUMENT_TOO_LARGE: Refusal =
    Refusal::new("media-document-too-large").on("document_file");

/// Keep an uploaded PDF, until [`UNUSED_KEPT`] is over if nothing leads to it by then: as it is, since nothing
/// here opens it. No transaction may be open.
pub async fn keep_document(app: &App, upload: Vec<u8>) -> Result<Media> {
    if upload.len() as u64 > u64::from(app.config.limits.upload_bytes) {
        return Err(DOCUMENT_TOO_LARGE.into());
    }
    if !upload.starts_with(PDF) {
        return Err(Refusal::new("media-no-pdf").on("document_file").into());
    }
    let document = Clean {
        media_type: DOCUMENT,
        width: 0,
        height: 0,
        bytes: upload,
    };
    put(app, document).await
}

/// Keep an uploaded picture, until [`UNUSED_KEPT`] is over if nothing shows it by then. The file is
/// on disk before the row exists, so a row always has one. Decoding takes a while, so no transaction
/// may be open.
pub async fn keep(app: &App, upload: Vec<u8>) -> Result<Media> {
    if upload.len() as u64 > u64::from(app.config.limits.upload_bytes) {
        return Err(TOO_LARGE.into());
    }
    let place = app.limits.decoder().await?;
    let decoding = tokio::task::spawn_blocking(move || {
        let picture = clean(&upload);
        drop(place);
        picture
    });
    let picture = decoding.await.map_err(anyhow::Error::from)??;
    put(app, picture).await
}

async fn put(app: &App, picture: Clean) -> Result<Media> {
    let now = app.clock.now();
    let media = Media {
        id: app.ulids.next(now).into(),
        media_type: picture.media_type.to_owned(),
        width: i32::try_from(picture.width).unwrap_or(i32::MAX),
        height: i32::try_from(picture.height).unwrap_or(i32::MAX),
        bytes: picture.bytes.len() as i64,
        created_at: now,
    };
    let folder = app.config.media_dir();
    tokio::fs::create_dir_all(&folder).await?;
    write_durably(&folder.join(media.file_name()), &picture.bytes).await?;
    let tx = app.begin().await?;
    let media = store::insert(&tx, media).await?;
    tx.commit().await?;
    Ok(media)
}

/// Forget pictures that were kept before `before` and are not among those in use. Returns how many.
pub async fn clear(
    app: &App,
    tx: Tx,
    used: &BTreeSet<MediaId>,
    before: DateTime<Utc>,
) -> Result<u64> {
    let mut unused = store::older_than(&tx, before).await?;
    unused.retain(|media| !used.contains(&media.id));
    for media in &unused {
        store::delete(&tx, &media.id).await?;
    }
    tx.commit().await?;
    // The rows first: a file without a row is shown to nobody.
    for media in &unused {
        let file = app.config.media_dir().join(media.file_name());
        if let Err(error) = tokio::fs::remove_file(&file).await {
            tracing::warn!(%error, media = %media.id, "a picture nobody shows could not be removed");
        }
    }
    Ok(unused.len() as u64)
}

/// The file of ours that is served at this address, if it is one.
pub fn at(app: &App, address: &str) -> Option<MediaId> {
    let address: url::Url = address.parse().ok()?;
    let is_ours = address.origin() == app.config.origin().origin();
    let file = address.path().strip_prefix("/media/").filter(|_| is_ours)?;
    file.split('.').next()?.parse().ok()
}

/// The bytes of a picture or document.
pub async fn read(app: &App, id: &MediaId) -> Result<Option<(Media, Vec<u8>)>> {
    let Some(media) = store::find_any(&app.db, id).await? else {
        return Ok(None);
    };
    match tokio::fs::read(app.config.media_dir().join(media.file_name())).await {
        Ok(bytes) => Ok(Some((media, bytes))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

async fn write_durably(path: &std::path::Path, bytes: &[u8]) -> Result<()> {
    use tokio::io::AsyncWriteExt;
    let mut file = tokio::fs::File::create(path).await?;
    file.write_all(bytes).await?;
    file.sync_all().await?;
    Ok(())
}

/// A picture and nothing but the picture, or a document as it came.
struct Clean {
    media_type: &'static str,
    width: u32,
    height: u32,
    bytes: Vec<u8>,
}

fn clean(upload: &[u8]) -> Result<Clean, Refusal> {
    let unreadable = || Refusal::new("media-unreadable").on("picture");
    let mut reader = ImageReader::new(Cursor::new(upload))
        .with_guessed_format()
        .map_err(|_| unreadable())?;
    let format = reader.format().ok_or_else(unreadable)?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MEMORY_AT_MOST);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| unreadable())?;
    use image::ImageDecoder;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > PIXELS_AT_MOST {
        return Err(Refusal::new("media-too-many-pixels").on("picture"));
    }
    let orientation = decoder.orientation().map_err(|_| unreadable())?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| unreadable())?;
    picture.apply_orientation(orientation);
    if picture.width().max(picture.height()) > EDGE_AT_MOST {
        picture = picture.resize(
            EDGE_AT_MOST,
            EDGE_AT_MOST,
            image::imageops::FilterType::Lanczos3,
        );
    }
    // Photographs stay JPEG; everything else may have sharp edges or see-through parts.
    let mut bytes = Vec::new();
    let media_type = if format == ImageFormat::Jpeg {
        let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY);
        let rgb = DynamicImage::from(picture.to_rgb8());
        rgb.write_with_encoder(encoder).map_err(|_| unreadable())?;
        "image/jpeg"
    } else {
        picture
            .write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)
            .map_err(|_| unreadable())?;
        "image/png"
    };
    Ok(Clean {
        media_type,
        width: picture.width(),
        height: picture.height(),
        bytes,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::tests::instance_with;
    use axum::{body::Body, http::Request};
    use futures_util::FutureExt;
    use tower::ServiceExt;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        DynamicImage::new_rgb8(width, height)
            .write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)
            .expect("an empty picture can be written");
        bytes
    }

    #[tokio::test]
    async fn few_pictures_are_decoded_at_the_same_time() {
        let app = instance_with("https://dialog.example.org", |_| {}).await;
        let free = app.limits.free_decoders();
        let mut places = Vec::new();
        for _ in 0..free {
            places.push(app.limits.decoder().await.expect("a place"));
        }
        let mut keeping = Box::pin(keep(&app, Vec::new()));
        for _ in 0..1_000 {
            assert!((&mut keeping).now_or_never().is_none(), "it waits");
            let other = tokio::task::spawn_blocking(|| ());
            other.await.expect("something else is done");
        }
        places.pop();
        assert!(keeping.await.is_err(), "it was no picture");
        assert_eq!(app.limits.free_decoders(), 1, "the place is given back");
    }

    #[test]
    fn a_large_picture_is_cut_to_size() {
        let clean = clean(&png(3_200, 100)).expect("a picture");
        assert_eq!((clean.width, clean.height), (1_600, 50));
        assert_eq!(clean.media_type, "image/png");
    }

    #[test]
    fn what_came_with_the_picture_is_gone() {
        let mut upload = png(2, 2);
        upload.extend_from_slice(b"GPS 52.5532 13.3719");
        let clean = clean(&upload).expect("a picture");
        let trace = b"GPS";
        assert!(
            !clean
                .bytes
                .windows(trace.len())
                .any(|window| window == trace)
        );
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        for upload in [
            &b""[..],
            b"<svg onload=alert(1)>",
            b"<html>",
            b"\x89PNG\r\n\x1a\nrest",
        ] {
            let refused = clean(upload).err().map(|refusal| refusal.message);
            assert_eq!(refused, Some("media-unreadable"));
        }
    }

    #[test]
    fn a_picture_that_says_it_is_huge_is_not_decoded() {
        let mut bomb = png(1, 1);
        // Width and height stand at byte 16 of a PNG; the checksum after them has to fit.
        bomb[16..24].copy_from_slice(&[0, 0, 0xC3, 0x50, 0, 0, 0xC3, 0x50]);
        let mut checksum = flate2::Crc::new();
        checksum.update(&bomb[12..29]);
        bomb[29..33].copy_from_slice(&checksum.sum().to_be_bytes());
        let refused = clean(&bomb).err().map(|refusal| refusal.message);
        assert_eq!(refused, Some("media-too-many-pixels"));
    }

    #[test]
    fn a_photograph_is_turned_upright_and_forgets_how_it_was_taken() {
        let mut upload = Vec::new();
        DynamicImage::new_rgb8(20, 10)
            .write_to(&mut Cursor::new(&mut upload), ImageFormat::Jpeg)
            .expect("an empty picture can be written");
        // One entry of one directory: orientation 6, to be turned to the right.
        let exif = b"\xFF\xE1\x00\x22Exif\0\0II*\0\x08\0\0\0\
            \x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
        upload.splice(2..2, exif.iter().copied());
        let clean = clean(&upload).expect("a picture");
        assert_eq!((clean.width, clean.height), (10, 20));
        assert!(!clean.bytes.windows(4).any(|window| window == b"Exif"));
    }

    #[tokio::test]
    async fn a_file_is_as_large_as_the_settings_allow() {
        let app = instance_with("https://dialog.example.org", |config| {
            config.limits.upload_bytes = 10_000;
        })
        .await;
        let mut upload = png(2, 2);
        upload.resize(10_000, 0);
        keep(&app, upload.clone()).await.expect("it fits");
        upload.push(0);
        let refused = keep(&app, upload)
            .await
            .err()
            .map(|error| error.to_string());
        assert_eq!(refused.as_deref(), Some("refused: media-too-large"));
    }

    #[tokio::test]
    async fn a_document_is_a_pdf_that_is_saved_and_no_picture() {
        let app = instance_with("https://dialog.example.org", |_| {}).await;
        for upload in [
            &b""[..],
            b"<html>%PDF-1.7",
            b"{\"type\":\"Note\"}",
            &png(2, 2),
        ] {
            let refused = keep_document(&app, upload.to_vec()).await;
            let refused = refused.err().map(|error| error.to_string());
            assert_eq!(refused.as_deref(), Some("refused: media-no-pdf"));
        }
        let upload = b"%PDF-1.7 ...".to_vec();
        let media = keep_document(&app, upload.clone()).await.expect("a PDF");
        assert!(media.path().ends_with(".pdf"), "{}", media.path());
        let found = find(&app.db, &media.id).await.expect("the table");
        assert_eq!(found, None, "nothing shows it as a picture");
        let mut address = app.config.origin().clone();
        address.set_path(&media.path());
        assert_eq!(at(&app, address.as_str()), Some(media.id.clone()));
        let elsewhere = format!("https://peer.example{}", media.path());
        assert_eq!(at(&app, &elsewhere), None);
        let request = Request::get(media.path()).body(Body::empty());
        let router = crate::web::router(app.clone());
        let shown = router
            .oneshot(request.expect("a request"))
            .await
            .expect("an answer");
        assert_eq!(shown.status(), 200);
        let named = format!("attachment; filename=\"{}\"", media.file_name());
        for (name, value) in [
            ("content-type", "application/pdf"),
            ("content-disposition", named.as_str()),
            ("x-content-type-options", "nosniff"),
            ("content-security-policy", "default-src 'none'; sandbox"),
        ] {
            assert_eq!(shown.headers()[name], value);
        }
    }

    #[tokio::test]
    async fn a_picture_has_one_address_and_does_nothing_there() {
        let app = instance_with("https://dialog.example.org", |_| {}).await;
        let media = keep(&app, png(2, 2)).await.expect("a picture");
        let ask = async |path: &str| {
            let request = Request::get(path).body(Body::empty()).expect("a request");
            let router = crate::web::router(app.clone());
            router.oneshot(request).await.expect("an answer")
        };
        let shown = ask(&media.path()).await;
        assert_eq!(shown.status(), 200);
        for (name, value) in [
            ("content-type", "image/png"),
            ("x-content-type-options", "nosniff"),
            ("content-security-policy", "default-src 'none'; sandbox"),
        ] {
            assert_eq!(shown.headers()[name], value);
        }
        let other = media.path().replace(".png", ".html");
        assert_eq!(ask(&other).await.status(), 404);
        let file = app.config.media_dir().join(media.file_name());
        std::fs::remove_file(file).expect("its file");
        // What was said is kept for the second it was said in.
        app.clock.advance(Duration::seconds(1));
        assert_eq!(ask(&media.path()).await.status(), 404);
    }
}
