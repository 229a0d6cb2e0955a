//! Lists of attendees and orders as pretix exports them, as registrations: CSV with commas or as Excel
//! writes it, with German or English headings. Takes people once for each place they booked; refuses
//! nothing in silence.

use super::{
    At, BYTES_AT_MOST, Doubt, Reason, Unreadable, encoding, found::UNREADABLE_AT_MOST, sketch::line,
};
use csv::{ReaderBuilder, StringRecord};
use std::collections::HashSet;

/// More rows than this are not read.
pub const ROWS_AT_MOST: usize = 5_000;
/// Columns beyond this are not looked at.
const COLUMNS_AT_MOST: usize = 300;
/// The longest value that is kept, in characters.
const VALUE_AT_MOST: usize = 200;
/// The longest mailbox of RFC 5321, in bytes.
const EMAIL_BYTES_AT_MOST: usize = 254;

/// A place somebody booked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    /// The same at every reading: order and position, else mailbox, name and product.
    pub key: String,
    /// May be empty where there is an address: nobody has to give one.
    pub name: String,
    /// May be empty where there is a name.
    pub email: String,
    pub company: String,
    pub product: String,
    /// Whether this place was given back there.
    pub is_cancelled: bool,
    pub doubts: Vec<Doubt>,
}

impl Registration {
    /// What one calls them by: the address, else the name.
    pub fn who(&self) -> &str {
        match self.email.is_empty() {
            true => &self.name,
            false => &self.email,
        }
    }
}

/// Who is in a list, and which rows could not be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    pub registrations: Vec<Registration>,
    pub unreadable: Vec<Unreadable>,
}

/// What we look for, as pretix calls it in both languages over the years, in lower case.
const ORDER: [&str; 4] = ["order code", "order", "bestellnummer", "bestellung"];
const POSITION: [&str; 5] = [
    "position id",
    "position",
    "positions-id",
    "positionsnummer",
    "ticketnummer",
];
const STATUS: [&str; 2] = ["status", "order status"];
const NAME: [&str; 9] = [
    "attendee name",
    "name des teilnehmers",
    "name der teilnehmenden person",
    "teilnehmername",
    "teilnehmer",
    "name",
    "invoice address name",
    "rechnungsadresse: name",
    "name in rechnungsadresse",
];
const GIVEN_NAME: [&str; 5] = [
    "given name",
    "vorname",
    "attendee name: given name",
    "name des teilnehmers: vorname",
    "teilnehmername: vorname",
];
const FAMILY_NAME: [&str; 5] = [
    "family name",
    "nachname",
    "attendee name: family name",
    "name des teilnehmers: nachname",
    "teilnehmername: nachname",
];
const EMAIL: [&str; 10] = [
    "attendee email",
    "attendee e-mail",
    "e-mail-adresse des teilnehmers",
    "e-mail des teilnehmers",
    "e-mail-adresse der teilnehmenden person",
    "teilnehmer-e-mail",
    "email",
    "e-mail",
    "e-mail address",
    "e-mail-adresse",
];
const COMPANY: [&str; 5] = [
    "company",
    "firma",
    "unternehmen",
    "organisation",
    "firmenname",
];
const PRODUCT: [&str; 5] = ["product", "produkt", "item", "ticket", "ticketkategorie"];
const VARIATION: [&str; 3] = ["variation", "variante", "produktvariante"];
const CANCELLED: [&str; 6] = [
    "canceled",
    "cancelled",
    "storniert",
    "expired",
    "abgelaufen",
    "c",
];

/// Read a list. Over 1 MiB is refused whole.
pub fn read(bytes: &[u8], media_type: &str) -> List {
    let mut list = List::default();
    if bytes.len() > BYTES_AT_MOST {
        list.miss(At::Whole, Reason::TooLarge);
        return list;
    }
    let (text, is_guessed) = encoding::text(bytes, media_type, None);
    if is_guessed {
        list.miss(At::Whole, Reason::LettersGuessed);
    }
    let mut rows = ReaderBuilder::new()
        .delimiter(delimiter(&text))
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut records = rows.records();
    let columns = match records.next() {
        Some(Ok(header)) => Columns::of(&header),
        Some(Err(_)) => {
            list.miss(At::Whole, Reason::Broken);
            return list;
        }
        None => {
            list.miss(At::Whole, Reason::Nothing);
            return list;
        }
    };
    if columns.email.is_empty() && !columns.is_names() {
        list.miss(At::Whole, Reason::ColumnMissing("E-Mail".into()));
        return list;
    }
    let mut keys = HashSet::new();
    for (row, record) in (2..).zip(records) {
        if row > ROWS_AT_MOST + 1 {
            list.miss(At::Row(row), Reason::TooManyEvents);
            break;
        }
        let registration = match record {
            Ok(record) if record.iter().all(|value| value.trim().is_empty()) => continue,
            Ok(record) => columns.registration(&record),
            Err(_) => Err(Reason::RowBroken),
        };
        match registration {
            Ok(registration) if keys.insert(registration.key.clone()) => {
                list.registrations.push(registration)
            }
            Ok(_) => list.miss(At::Row(row), Reason::Twice),
            Err(reason) => list.miss(At::Row(row), reason),
        }
    }
    if list.registrations.is_empty() && list.unreadable.is_empty() {
        list.miss(At::Whole, Reason::Nothing);
    }
    list
}

impl List {
    fn miss(&mut self, at: At, reason: Reason) {
        match self.unreadable.len() {
            ..UNREADABLE_AT_MOST => self.unreadable.push(Unreadable { at, reason }),
            UNREADABLE_AT_MOST => self.unreadable.push(Unreadable {
                at: At::Whole,
                reason: Reason::TooManyFaults,
            }),
            _ => {}
        }
    }
}

/// Which columns hold what, the best first. An order names its mailbox, and each of its places may
/// name another.
struct Columns {
    order: Vec<usize>,
    position: Vec<usize>,
    status: Vec<usize>,
    name: Vec<usize>,
    given_name: Vec<usize>,
    family_name: Vec<usize>,
    email: Vec<usize>,
    company: Vec<usize>,
    product: Vec<usize>,
    variation: Vec<usize>,
}

impl Columns {
    fn of(header: &StringRecord) -> Self {
        let headings: Vec<String> = header
            .iter()
            .take(COLUMNS_AT_MOST)
            .map(|heading| line(heading).to_lowercase())
            .collect();
        let find = |names: &[&str]| {
            let places = names.iter().map(|name| {
                headings
                    .iter()
                    .enumerate()
                    .filter(move |(_, heading)| heading == name)
            });
            places.flatten().map(|(place, _)| place).collect()
        };
        Self {
            order: find(&ORDER),
            position: find(&POSITION),
            status: find(&STATUS),
            name: find(&NAME),
            given_name: find(&GIVEN_NAME),
            family_name: find(&FAMILY_NAME),
            email: find(&EMAIL),
            company: find(&COMPANY),
            product: find(&PRODUCT),
            variation: find(&VARIATION),
        }
    }

    /// Whether they name people by an order, without which a list of names is any list.
    fn is_names(&self) -> bool {
        let has_name = !self.name.is_empty() || !self.family_name.is_empty();
        has_name && !self.order.is_empty()
    }

    fn registration(&self, record: &StringRecord) -> Result<Registration, Reason> {
        let mut doubts = Vec::new();
        let mut value = |places: &[usize]| {
            let mut values = places
                .iter()
                .filter_map(|place| record.get(*place))
                .map(str::trim);
            safe(
                values.find(|value| !value.is_empty()).unwrap_or_default(),
                &mut doubts,
            )
        };
        let status = value(&self.status).to_lowercase();
        let is_cancelled = CANCELLED
            .iter()
            .any(|word| status.starts_with(word) && (word.len() > 1 || status.len() == 1));
        let email = value(&self.email);
        if !email.is_empty() && !is_mailbox(&email) {
            return Err(Reason::EmailUnreadable(email));
        }
        let parts = [value(&self.given_name), value(&self.family_name)].join(" ");
        let name = match value(&self.name) {
            name if name.is_empty() => parts.trim().to_owned(),
            name => name,
        };
        if email.is_empty() && name.is_empty() {
            return Err(Reason::RowOfNobody);
        }
        let product = [value(&self.product), value(&self.variation)];
        let product: Vec<_> = product
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        let product = product.join(" – ");
        let (order, position) = (value(&self.order), value(&self.position));
        let key = match (order.is_empty(), position.is_empty()) {
            (false, false) => format!("{order}-{position}"),
            (false, true) => format!("{order} {email} {name} {product}"),
            (true, _) => format!("{email} {name} {product}"),
        };
        Ok(Registration {
            key: key.to_lowercase(),
            name,
            email,
            company: value(&self.company),
            product,
            is_cancelled,
            doubts,
        })
    }
}

/// Commas, semicolons or tabs: whichever the first line has most of.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |sign: &u8| first.bytes().filter(|byte| byte == sign).count();
    let signs = [b',', b';', b'\t'];
    // Of equals the last wins, and the comma is the rule.
    signs.into_iter().rev().max_by_key(count).unwrap_or(b',')
}

/// A value without what a spreadsheet would take for a formula, now or when it is exported again.
/// Telephone numbers and the like are not read here, so nothing good begins like this.
fn safe(value: &str, doubts: &mut Vec<Doubt>) -> String {
    let value = line(value);
    let bare = value.trim_start_matches(|c: char| "=+-@'|".contains(c) || c.is_whitespace());
    if bare.len() < value.trim_start_matches('\'').len() {
        doubts.push(Doubt::Formula(value.clone()));
    }
    bare.chars().take(VALUE_AT_MOST).collect()
}

/// Looks like a mailbox: one `@`, a domain with a dot, nothing that could end a header.
fn is_mailbox(text: &str) -> bool {
    let is_plain = |c: char| !(c.is_whitespace() || c.is_control() || "<>(),;:\"[]\\".contains(c));
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    let labels: Vec<&str> = domain.split('.').collect();
    let is_domain = labels.len() > 1
        && labels.iter().all(|label| {
            !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        });
    text.len() <= EMAIL_BYTES_AT_MOST
        && !local.is_empty()
        && text.chars().all(is_plain)
        && is_domain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(text: &str) -> List {
        read(text.as_bytes(), "text/csv")
    }

    fn reasons(list: &List) -> Vec<(&At, &Reason)> {
        list.unreadable
            .iter()
            .map(|item| (&item.at, &item.reason))
            .collect()
    }

    #[test]
    fn lists_in_both_languages_and_spellings_are_read() {
        for text in [
            "Order code,Position ID,Status,Email,Product,Variation,Attendee name,Attendee email,Company\r\n\
             AB1,1,paid,order@verein.example,Vor Ort,,\"Stelle, die\",a@verein.example,Verein\r\n",
            "\u{FEFF}\"Bestellnummer\";\"Positions-ID\";\"Status\";\"E-Mail\";\"Produkt\";\"Name des Teilnehmers\";\"E-Mail-Adresse des Teilnehmers\";\"Firma\"\n\
             \"AB1\";\"1\";\"bezahlt\";\"order@verein.example\";\"Vor Ort\";\"Stelle, die\";\"a@verein.example\";\"Verein\"\n",
        ] {
            let list = list(text);
            assert_eq!(list.unreadable, [], "{text}");
            assert_eq!(
                list.registrations,
                [Registration {
                    key: "ab1-1".into(),
                    name: "Stelle, die".into(),
                    email: "a@verein.example".into(),
                    company: "Verein".into(),
                    product: "Vor Ort".into(),
                    is_cancelled: false,
                    doubts: Vec::new(),
                }]
            );
        }
    }

    #[test]
    fn a_place_without_its_own_mailbox_has_that_of_its_order() {
        let list = list(
            "Email,Attendee email,Vorname,Nachname,Product,Variation\no@verein.example,,Erste,Stelle,Stream,Samstag\n",
        );
        let only = &list.registrations[0];
        assert_eq!(
            (
                only.email.as_str(),
                only.name.as_str(),
                only.product.as_str()
            ),
            ("o@verein.example", "Erste Stelle", "Stream – Samstag")
        );
    }

    #[test]
    fn every_row_that_is_left_out_is_named() {
        let list = list(
            "Order code,Position ID,Status,Email,Attendee name\n\
             A,1,paid,a@verein.example,\n\
             A,1,paid,a@verein.example,\n\
             B,1,canceled,b@verein.example,\n\
             C,1,paid,,\n\
             D,1,paid,keine,\n\
             \n\
             ,,,,\n\
             E,1,paid,\"e@verein.example\r\nBcc: f@verein.example\",\n\
             F,1,paid,,Ohne Postfach\n",
        );
        let kept = list.registrations.iter();
        let kept: Vec<_> = kept
            .map(|it| (it.email.as_str(), it.is_cancelled))
            .collect();
        // Who gave a place back is one of those it is about, and not one who cannot be read.
        assert_eq!(
            kept,
            [
                ("a@verein.example", false),
                ("b@verein.example", true),
                ("", false)
            ]
        );
        assert_eq!(
            reasons(&list),
            [
                (&At::Row(3), &Reason::Twice),
                (&At::Row(5), &Reason::RowOfNobody),
                (&At::Row(6), &Reason::EmailUnreadable("keine".into())),
                (
                    &At::Row(8),
                    &Reason::EmailUnreadable("e@verein.example  Bcc: f@verein.example".into())
                ),
            ]
        );
    }

    #[test]
    fn no_value_is_a_formula() {
        let list = list(
            "Email,Name,Company\na@verein.example,\"=HYPERLINK(\"\"https://evil.example\"\")\",'+1\n",
        );
        let only = &list.registrations[0];
        assert_eq!(only.name, "HYPERLINK(\"https://evil.example\")");
        assert_eq!(only.company, "1");
        assert!(only.doubts.contains(&Doubt::Formula(
            "=HYPERLINK(\"https://evil.example\")".into()
        )));
    }

    #[test]
    fn what_is_no_list_is_refused_and_what_is_endless_ends() {
        assert_eq!(reasons(&list("")), [(&At::Whole, &Reason::Nothing)]);
        assert_eq!(
            reasons(&list("Name,Ort\nx,y\n")),
            [(&At::Whole, &Reason::ColumnMissing("E-Mail".into()))]
        );
        assert_eq!(
            reasons(&read(&vec![b'a'; BYTES_AT_MOST + 1], "")),
            [(&At::Whole, &Reason::TooLarge)]
        );
        let rows: String = (0..=ROWS_AT_MOST)
            .map(|number| format!("{number}@verein.example\n"))
            .collect();
        let many = list(&format!("Email\n{rows}"));
        assert_eq!(many.registrations.len(), ROWS_AT_MOST);
        assert_eq!(
            reasons(&many),
            [(&At::Row(ROWS_AT_MOST + 2), &Reason::TooManyEvents)]
        );
        let unclosed = list(&format!(
            "Email,Name\na@verein.example,\"{}",
            "\n,".repeat(100_000)
        ));
        assert_eq!(unclosed.registrations.len(), 1);
        let wide = list(&format!("Email{}\na@verein.example\n", ",".repeat(500_000)));
        assert_eq!(wide.registrations.len(), 1);
    }

    #[test]
    fn old_windows_letters_are_read_and_said() {
        let list = read(b"E-Mail;Name\na@verein.example;B\xFCro\n", "text/csv");
        assert_eq!(list.registrations[0].name, "Büro");
        assert_eq!(reasons(&list), [(&At::Whole, &Reason::LettersGuessed)]);
    }
}
