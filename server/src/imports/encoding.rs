//! Letters: from bytes in whatever encoding to text. What cannot be read is said, never dropped.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// The bytes as text, and whether some of it had to be guessed. In this order: the mark at the front,
/// the charset of the `media_type`, what the source says of itself (`said`), UTF-8, Windows-1252.
pub fn text(bytes: &[u8], media_type: &str, said: Option<&str>) -> (String, bool) {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, is_broken) = encoding.decode_without_bom_handling(&bytes[mark..]);
        return (without_nul(&text), is_broken);
    }
    let named = charset(media_type)
        .or(said)
        .and_then(|label| Encoding::for_label(label.as_bytes()));
    let (text, is_broken) = named.unwrap_or(UTF_8).decode_without_bom_handling(bytes);
    if !is_broken {
        return (without_nul(&text), false);
    }
    // Old exports from Windows; it gives every byte a letter, if not the right one.
    let (text, _) = match std::str::from_utf8(bytes) {
        Ok(text) => (text.into(), false),
        Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes),
    };
    (without_nul(&text), true)
}

/// PostgreSQL keeps NUL in no text.
fn without_nul(text: &str) -> String {
    text.replace('\0', "")
}

fn charset(media_type: &str) -> Option<&str> {
    media_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let is_charset = name.trim().eq_ignore_ascii_case("charset");
        is_charset.then(|| value.trim().trim_matches('"'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_read_in_the_encoding_that_is_said() {
        let grüße = "Grüße".to_owned();
        for (bytes, media_type, said) in [
            (&b"Gr\xC3\xBC\xC3\x9Fe"[..], "text/calendar", None),
            (
                b"\xEF\xBB\xBFGr\xC3\xBC\xC3\x9Fe",
                "text/calendar; charset=latin1",
                None,
            ),
            (b"Gr\xFC\xDFe", "text/html; Charset=\"ISO-8859-1\"", None),
            (b"Gr\xFC\xDFe", "text/html", Some("windows-1252")),
            (b"\xFF\xFEG\0r\0\xFC\0\xDF\0e\0", "text/calendar", None),
            (b"Gr\0\xC3\xBC\xC3\x9Fe", "", Some("no such thing")),
        ] {
            assert_eq!(
                text(bytes, media_type, said),
                (grüße.clone(), false),
                "{media_type}"
            );
        }
    }

    #[test]
    fn a_guess_is_said() {
        assert_eq!(
            text(b"Gr\xFC\xDFe", "text/calendar", None),
            ("Grüße".into(), true)
        );
        assert_eq!(
            text(b"Gr\xFC\xDFe", "text/calendar; charset=utf-8", None),
            ("Grüße".into(), true)
        );
    }
}
