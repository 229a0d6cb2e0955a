//! What somebody shows at the door: six characters, and the same as a picture a telephone reads.

use crate::events::Event;
use aws_lc_rs::rand;
use fast_qr::{ECL, QRBuilder, QRCode};
use image::{GrayImage, ImageFormat, Luma};
use std::io::Cursor;
use url::Url;

/// Nothing that is taken for something else when it is read aloud or written by hand.
const LETTERS: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH: usize = 6;
/// Pixels of one module, and the quiet modules around (ISO/IEC 18004 asks for four).
const SCALE: u32 = 6;
const QUIET: u32 = 4;

/// A new code. Whether it is free in its event is for the caller to see.
pub fn code() -> String {
    let mut code = String::with_capacity(LENGTH);
    while code.len() < LENGTH {
        let mut byte = [0];
        rand::fill(&mut byte).expect("the system's randomness is always there");
        // Beyond the last multiple the first letters would come more often.
        if byte[0] < 240 {
            code.push(char::from(LETTERS[usize::from(byte[0]) % LETTERS.len()]));
        }
    }
    code
}

/// A code as somebody says or types it: small letters and gaps are forgiven.
pub fn read_code(typed: &str) -> Option<String> {
    let code: String = typed
        .chars()
        .filter(|c| c.is_alphanumeric())
        .map(|c| c.to_ascii_uppercase())
        .collect();
    (code.len() == LENGTH && code.bytes().all(|byte| LETTERS.contains(&byte))).then_some(code)
}

/// Where the picture leads: those at the door let somebody in there, everybody else is sent to them.
pub fn door(origin: &Url, event: &Event, code: &str) -> Url {
    let mut door = origin.clone();
    door.set_path(&format!("/door/{}/{code}", event.id));
    door
}

fn modules(text: &str) -> Option<QRCode> {
    QRBuilder::new(text).ecl(ECL::M).build().ok()
}

/// For mails, which show no SVG.
pub fn png(text: &str) -> Option<Vec<u8>> {
    let code = modules(text)?;
    let size = u32::try_from(code.size).ok()?;
    let side = (size + 2 * QUIET) * SCALE;
    let is_dark = |x: u32, y: u32| {
        let at = |pixel: u32| (pixel / SCALE).checked_sub(QUIET).filter(|at| *at < size);
        match (at(x), at(y)) {
            (Some(x), Some(y)) => code[y as usize][x as usize].value(),
            _ => false,
        }
    };
    let picture = GrayImage::from_fn(side, side, |x, y| {
        Luma([if is_dark(x, y) { 0 } else { 255 }])
    });
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).ok()?;
    Some(bytes.into_inner())
}

/// For pages.
pub fn svg(text: &str) -> Option<String> {
    use fast_qr::convert::{Builder as _, svg::SvgBuilder};
    let code = modules(text)?;
    Some(SvgBuilder::default().margin(QUIET as usize).to_str(&code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_say_it() {
        let code = code();
        assert_eq!(read_code(&code), Some(code.clone()));
        let spoken = format!(" {} {} ", &code[..3].to_lowercase(), &code[3..]);
        assert_eq!(read_code(&spoken), Some(code));
        for wrong in ["", "ABC", "ABCDEFG", "ABCDE!", "ABCDEÄ", "I23456"] {
            assert_eq!(read_code(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_picture_is_one_a_telephone_can_read() {
        let png = png("https://dialog.example.org/door/1/ABCDEF").unwrap();
        let picture = image::load_from_memory(&png).unwrap().to_luma8();
        assert!(picture.width() > 150 && picture.width() == picture.height());
        // The quiet zone, and the corner of the first finder pattern.
        assert_eq!(picture.get_pixel(0, 0)[0], 255);
        assert_eq!(picture.get_pixel(QUIET * SCALE, QUIET * SCALE)[0], 0);
        assert!(svg("ABCDEF").unwrap().starts_with("<svg"));
    }
}
