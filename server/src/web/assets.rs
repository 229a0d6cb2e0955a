//! The stylesheet, the font and the pictures built into the binary.
//! Each is served under a name that changes with its content, so it may be cached for ever.
//! Refuses every other name; licences of the font and the icons are served beside them.

use axum::{
    Router,
    extract::Path,
    http::{HeaderName, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use bytes::Bytes;
use rust_embed::RustEmbed;
use std::{collections::BTreeMap, fmt::Write, sync::LazyLock};

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Embedded;

struct Asset {
    href: String,
    content_type: &'static str,
    content: Bytes,
}

static ASSETS: LazyLock<BTreeMap<String, Asset>> = LazyLock::new(|| {
    let mut assets = BTreeMap::new();
    let (sheets, others): (Vec<_>, Vec<_>) =
        Embedded::iter().partition(|name| name.ends_with(".css"));
    for name in others {
        let content = embedded(&name);
        assets.insert(name.to_string(), Asset::new(&name, content));
    }
    // A stylesheet names other assets, so its own checksum has to follow theirs.
    for name in sheets {
        let mut sheet = String::from_utf8_lossy(&embedded(&name)).into_owned();
        for (other, asset) in &assets {
            sheet = sheet.replace(
                &format!("url(\"{other}\")"),
                &format!("url(\"{}\")", asset.href),
            );
        }
        assets.insert(name.to_string(), Asset::new(&name, sheet.into()));
    }
    assets
});

fn embedded(name: &str) -> Bytes {
    Embedded::get(name).map_or_else(Bytes::new, |file| file.data.into_owned().into())
}

impl Asset {
    fn new(name: &str, content: Bytes) -> Self {
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
        Self {
            href: format!("/assets/{stem}.{}.{extension}", checksum(&content)),
            content_type: content_type(extension),
            content,
        }
    }
}

/// The first quarter of SHA-256 is more than enough to tell two versions of a file apart.
pub(super) fn checksum(content: &[u8]) -> String {
    const BYTES: usize = 8;
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, content);
    digest.as_ref()[..BYTES]
        .iter()
        .fold(String::new(), |mut hex, byte| {
            write!(hex, "{byte:02x}").expect("writing to a string does not fail");
            hex
        })
}

fn content_type(extension: &str) -> &'static str {
    match extension {
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "txt" => "text/plain; charset=utf-8",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

/// The address of an asset, checksum included. Panics on a name that is not in `assets/`:
/// names are literals, and a test tries every one of them.
pub fn href(name: &str) -> &'static str {
    match ASSETS.get(name) {
        Some(asset) => &asset.href,
        None => panic!("{name} is not in assets/"),
    }
}

pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/assets/{file}", get(show))
}

async fn show(Path(file): Path<String>) -> Response {
    let path = format!("/assets/{file}");
    let Some(asset) = ASSETS.values().find(|asset| asset.href == path) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers: [(HeaderName, &str); 3] = [
        (header::CONTENT_TYPE, asset.content_type),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, asset.content.clone()).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{
        body::{Body, to_bytes},
        http::Request,
    };
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write as _;
    use tower::ServiceExt;

    async fn fetch(path: &str) -> Response {
        let request = Request::get(path).body(Body::empty()).unwrap();
        routes::<()>()
            .with_state(())
            .oneshot(request)
            .await
            .unwrap()
    }

    #[tokio::test]
    async fn an_asset_is_served_under_its_checksum_and_cached_for_ever() {
        let response = fetch(href("site.css")).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(
            response.headers()["content-type"],
            "text/css; charset=utf-8"
        );
        assert_eq!(
            response.headers()["cache-control"],
            "public, max-age=31536000, immutable"
        );
        assert_eq!(response.headers()["x-content-type-options"], "nosniff");
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        assert!(href("site.css").contains(&checksum(&body)));
    }

    #[tokio::test]
    async fn a_name_without_its_checksum_is_not_served() {
        for path in [
            "/assets/site.css",
            "/assets/site.0000000000000000.css",
            "/assets/..%2Fsite.css",
        ] {
            assert_eq!(fetch(path).await.status(), StatusCode::NOT_FOUND, "{path}");
        }
    }

    #[test]
    fn the_stylesheet_names_the_font_by_its_checksum() {
        let sheet = String::from_utf8_lossy(&ASSETS["site.css"].content).into_owned();
        assert!(sheet.contains(&format!("url(\"{}\")", href("source-sans-3.woff2"))));
        assert_eq!(
            sheet.matches("url(").count(),
            1,
            "only the font may be loaded from the sheet"
        );
    }

    #[test]
    fn every_asset_has_a_type_of_its_own() {
        for (name, asset) in ASSETS.iter() {
            assert_ne!(asset.content_type, "application/octet-stream", "{name}");
            assert!(!asset.content.is_empty(), "{name}");
        }
    }

    #[test]
    fn stylesheet_and_font_stay_within_the_weight_of_a_public_page() {
        const SHEET_BYTES: usize = 12 * 1024;
        const FONT_BYTES: usize = 30 * 1024;
        let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
        gzip.write_all(&ASSETS["site.css"].content).unwrap();
        assert!(gzip.finish().unwrap().len() <= SHEET_BYTES);
        assert!(ASSETS["source-sans-3.woff2"].content.len() <= FONT_BYTES);
    }

    /// WCAG 2.2, 1.4.3 and 1.4.11.
    const TEXT: f64 = 4.5;
    const SHAPE: f64 = 3.0;

    /// The colours of one `:root` block, by token.
    fn colours(heading: &str) -> BTreeMap<String, [f64; 3]> {
        let sheet = String::from_utf8_lossy(&ASSETS["site.css"].content).into_owned();
        let (_, block) = sheet
            .split_once(heading)
            .expect("the block has its heading");
        let (_, block) = block.split_once(":root").expect("the block is for :root");
        let (block, _) = block.split_once('}').expect("the block ends");
        block
            .split(['{', ';'])
            .filter_map(|line| {
                let (token, colour) = line.trim().strip_prefix("--")?.split_once(": #")?;
                let channel = |at: usize| {
                    let byte = u8::from_str_radix(&colour[at..at + 2], 16).unwrap();
                    f64::from(byte) / 255.0
                };
                Some((token.to_owned(), [channel(0), channel(2), channel(4)]))
            })
            .collect()
    }

    fn luminance(colour: [f64; 3]) -> f64 {
        let [red, green, blue] = colour.map(|channel| {
            if channel <= 0.04045 {
                channel / 12.92
            } else {
                ((channel + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn every_text_stands_out_from_every_ground_in_light_and_dark() {
        let grounds = ["paper", "surface", "sunken"];
        let hues = ["petrol", "beere", "moos", "ziegel", "himmel", "amber"];
        let mut pairs: Vec<(String, String, f64)> = Vec::new();
        let mut pair = |front: &str, ground: &str, least| {
            pairs.push((front.to_owned(), ground.to_owned(), least));
        };
        for ground in grounds {
            for text in ["ink", "muted"].into_iter().chain(hues) {
                pair(text, ground, TEXT);
            }
            pair("focus", ground, SHAPE);
            pair("edge", ground, SHAPE);
        }
        for hue in hues {
            let tint = format!("{hue}-tint");
            for text in [hue, "ink", "petrol"] {
                pair(text, &tint, TEXT);
            }
        }
        for hue in ["petrol", "ziegel"] {
            for ground in [hue.to_owned(), format!("{hue}-deep")] {
                pair(&format!("on-{hue}"), &ground, TEXT);
            }
        }
        pair("on-safran", "safran", TEXT);
        for mode in ["/* light */", "/* dark, by the system */"] {
            let colours = colours(mode);
            for (front, ground, least) in &pairs {
                let found = contrast(colours[front], colours[ground]);
                assert!(found >= *least, "{mode} {front} on {ground}: {found:.2}");
            }
        }
    }

    #[test]
    fn dark_by_choice_is_dark_by_the_system() {
        let chosen = colours("/* dark, by choice */");
        assert_eq!(colours("/* dark, by the system */"), chosen);
        assert_eq!(colours("/* light */").len(), chosen.len());
    }
}
