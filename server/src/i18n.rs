//! The languages people read, and how numbers and dates are said in them.
//! Texts live in `locales/`; a key that is missing shows as ⟦key⟧ and turns a test red.
//! Refuses to fall back to the other language in silence.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Weekday};
use chrono_tz::Tz;
use fluent_templates::{LanguageIdentifier, fluent_bundle::FluentValue, langid, static_loader};
use serde::{Deserialize, Serialize};
use std::{collections::HashMap, fmt, str::FromStr};

static_loader! {
    static TEXTS = {
        locales: "./locales",
        fallback_language: "de",
        // Isolation marks help mixed writing directions; both of ours run left to right, and the
        // marks would end up in mail subjects, calendar files and attribute values.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

static DE: LanguageIdentifier = langid!("de");
static EN: LanguageIdentifier = langid!("en");

/// A language the interface is complete in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    #[default]
    De,
    En,
}

/// What may stand in a text. Templates hand over references to references, hence the last of these.
pub trait Value {
    fn value(&self) -> FluentValue<'_>;
}

impl Value for str {
    fn value(&self) -> FluentValue<'_> {
        self.into()
    }
}

impl Value for String {
    fn value(&self) -> FluentValue<'_> {
        self.into()
    }
}

impl<T: Value + ?Sized> Value for &T {
    fn value(&self) -> FluentValue<'_> {
        (**self).value()
    }
}

macro_rules! numbers {
    ($($number:ty)+) => {$(
        impl Value for $number {
            fn value(&self) -> FluentValue<'_> {
                self.into()
            }
        }
    )+};
}
numbers!(u16 u32 u64 usize i32 i64);

/// Not one of our languages.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be de or en")]
pub struct UnknownLang;

impl Lang {
    pub const ALL: [Self; 2] = [Self::De, Self::En];

    /// BCP 47, as in `<html lang>` and `Content-Language`.
    pub const fn bcp47(self) -> &'static str {
        match self {
            Self::De => "de",
            Self::En => "en",
        }
    }

    /// As OpenGraph's `og:locale` wants it.
    pub const fn open_graph(self) -> &'static str {
        match self {
            Self::De => "de_DE",
            Self::En => "en_GB",
        }
    }

    fn id(self) -> &'static LanguageIdentifier {
        match self {
            Self::De => &DE,
            Self::En => &EN,
        }
    }

    /// The language a browser likes best of ours (RFC 9110 §12.5.4); `None` when it likes neither.
    pub fn accepted(accept_language: &str) -> Option<Self> {
        let mut best: Option<(Self, f32)> = None;
        for range in accept_language.split(',') {
            let (tag, weight) = range.split_once(';').unwrap_or((range, ""));
            let Ok(lang) = tag.trim().parse::<Self>() else {
                continue;
            };
            let weight = weight
                .trim()
                .strip_prefix("q=")
                .map_or(1.0, |q| q.parse().unwrap_or(0.0));
            if weight > best.map_or(0.0, |(_, known)| known) {
                best = Some((lang, weight));
            }
        }
        best.map(|(lang, _)| lang)
    }

    /// The language for the words around a text in `tag`: German for any German, English for the rest.
    pub fn of(tag: &str) -> Self {
        match tag.split('-').next() {
            Some("de") => Self::De,
            _ => Self::En,
        }
    }

    /// The text of a key.
    pub fn text(self, key: &str) -> String {
        self.text_with(key, &[])
    }

    /// The text of a key with its values filled in; numbers choose plurals.
    pub fn text_with(self, key: &str, values: &[(&str, &dyn Value)]) -> String {
        let values: HashMap<&str, FluentValue<'_>> = values
            .iter()
            .map(|(name, value)| (*name, value.value()))
            .collect();
        TEXTS
            .lookup_single_language(self.id(), key, Some(&values))
            .unwrap_or_else(|_| format!("⟦{key}⟧"))
    }

    /// „Fr., 13.11.2026, 10:00 Uhr“; the zone is named when it is not `home`.
    pub fn moment(self, at: DateTime<Tz>, home: Tz) -> String {
        self.placed(self.point(at), at.timezone(), home)
    }

    /// The moment something is open until. Midnight is the end of the day before: „Mo., 30.11.2026, 24:00 Uhr“.
    pub fn until(self, at: DateTime<Tz>, home: Tz) -> String {
        if at.time() != NaiveTime::MIN {
            return self.moment(at, home);
        }
        let day = at.date_naive().pred_opt().unwrap_or_default();
        let time = self.text_with("date-time", &[("time", &"24:00")]);
        let point = self.text_with(
            "date-moment",
            &[("date", &self.short_day(day)), ("time", &unbroken(&time))],
        );
        self.placed(point, at.timezone(), home)
    }

    /// From when to when, with times; a second day is named only when there is one.
    pub fn span(self, start: DateTime<Tz>, end: DateTime<Tz>, home: Tz) -> String {
        if end <= start {
            return self.moment(start, home);
        }
        if start.timezone() != end.timezone() {
            return self.between(self.moment(start, home), self.moment(end, home));
        }
        let text = if start.date_naive() == end.date_naive() {
            let times = self.text_with(
                "date-times",
                &[("start", &clock(start)), ("end", &clock(end))],
            );
            self.text_with(
                "date-moment",
                &[
                    ("date", &self.short_day(start.date_naive())),
                    ("time", &unbroken(&times)),
                ],
            )
        } else {
            self.between(self.point(start), self.point(end))
        };
        self.placed(text, start.timezone(), home)
    }

    /// „13.–14. November 2026“: days without times, each part said once.
    pub fn days(self, first: NaiveDate, last: NaiveDate) -> String {
        if last <= first {
            return self.date(first);
        }
        if first.year() != last.year() {
            return self.between(self.date(first), self.date(last));
        }
        if first.month() != last.month() {
            let first = self.text_with(
                "date-day-of-month",
                &[
                    ("day", &first.day().to_string()),
                    ("month", &self.month_name(first.month())),
                ],
            );
            return self.between(unbroken(&first), self.date(last));
        }
        unbroken(&self.text_with(
            "date-days-of-month",
            &[
                ("first", &first.day().to_string()),
                ("last", &last.day().to_string()),
                ("month", &self.month_name(first.month())),
                ("year", &first.year().to_string()),
            ],
        ))
    }

    /// „13. November 2026“
    pub fn date(self, date: NaiveDate) -> String {
        unbroken(&self.text_with(
            "date-date",
            &[
                ("day", &date.day().to_string()),
                ("month", &self.month_name(date.month())),
                ("year", &date.year().to_string()),
            ],
        ))
    }

    /// „Freitag, 13. November 2026“
    pub fn day(self, date: NaiveDate) -> String {
        self.text_with(
            "date-day",
            &[
                ("weekday", &self.weekday(date.weekday())),
                ("date", &self.date(date)),
            ],
        )
    }

    /// „10:00 Uhr“
    pub fn time(self, at: DateTime<Tz>) -> String {
        unbroken(&self.text_with("date-time", &[("time", &clock(at))]))
    }

    /// „November 2026“; `month` counts from 1.
    pub fn month(self, year: i32, month: u32) -> String {
        unbroken(&format!("{} {year}", self.month_name(month)))
    }

    /// „November“; `month` counts from 1.
    pub fn month_name(self, month: u32) -> String {
        self.text_with("date-month", &[("month", &month)])
    }

    /// „Nov.“; `month` counts from 1.
    pub fn month_abbreviation(self, month: u32) -> String {
        self.text_with("date-month-short", &[("month", &month)])
    }

    /// „Freitag“
    pub fn weekday(self, weekday: Weekday) -> String {
        let number = weekday.number_from_monday();
        self.text_with("date-weekday", &[("weekday", &number)])
    }

    /// „Fr.“
    pub fn weekday_abbreviation(self, weekday: Weekday) -> String {
        let number = weekday.number_from_monday();
        self.text_with("date-weekday-short", &[("weekday", &number)])
    }

    fn point(self, at: DateTime<Tz>) -> String {
        self.text_with(
            "date-moment",
            &[
                ("date", &self.short_day(at.date_naive())),
                ("time", &self.time(at)),
            ],
        )
    }

    fn placed(self, text: String, zone: Tz, home: Tz) -> String {
        if zone == home {
            return text;
        }
        self.text_with("date-elsewhere", &[("when", &text), ("zone", &zone.name())])
    }

    fn short_day(self, date: NaiveDate) -> String {
        let month = self.text_with("date-month-in-short-day", &[("month", &date.month())]);
        unbroken(&self.text_with(
            "date-short-day",
            &[
                ("weekday", &self.weekday_abbreviation(date.weekday())),
                ("day", &format!("{:02}", date.day())),
                ("month", &month),
                ("year", &date.year().to_string()),
            ],
        ))
    }

    /// Two ends of a range; the line may break after the dash.
    fn between(self, first: String, last: String) -> String {
        format!("{first}{NO_BREAK_SPACE}– {last}")
    }
}

const NO_BREAK_SPACE: char = '\u{a0}';

fn unbroken(text: &str) -> String {
    text.replace(' ', "\u{a0}")
}

fn clock(at: DateTime<Tz>) -> String {
    at.format("%H:%M").to_string()
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.bcp47())
    }
}

/// Takes the primary subtag: `de-AT` is German.
impl FromStr for Lang {
    type Err = UnknownLang;

    fn from_str(tag: &str) -> Result<Self, UnknownLang> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        Self::ALL
            .into_iter()
            .find(|lang| primary.eq_ignore_ascii_case(lang.bcp47()))
            .ok_or(UnknownLang)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{NaiveDateTime, TimeZone};
    use chrono_tz::Europe::{Berlin, Lisbon};
    use std::{
        collections::{BTreeMap, BTreeSet},
        fs,
        path::{Path, PathBuf},
    };

    fn at(zone: Tz, local: &str) -> DateTime<Tz> {
        let local = NaiveDateTime::parse_from_str(local, "%Y-%m-%d %H:%M").unwrap();
        zone.from_local_datetime(&local).unwrap()
    }

    fn on(date: &str) -> NaiveDate {
        date.parse().unwrap()
    }

    /// No-break spaces are written as `~` in the tables.
    fn shown(text: String) -> String {
        text.replace(NO_BREAK_SPACE, "~")
    }

    #[test]
    fn a_moment_names_the_zone_only_when_it_is_not_the_home_zone() {
        let morning = "2026-11-13 10:00";
        for (lang, zone, expected) in [
            (Lang::De, Berlin, "Fr.,~13.11.2026, 10:00~Uhr"),
            (
                Lang::De,
                Lisbon,
                "Fr.,~13.11.2026, 10:00~Uhr (Zeitzone Europe/Lisbon)",
            ),
            (Lang::En, Berlin, "Fri~13~Nov~2026, 10:00"),
            (
                Lang::En,
                Lisbon,
                "Fri~13~Nov~2026, 10:00 (time zone Europe/Lisbon)",
            ),
        ] {
            assert_eq!(shown(lang.moment(at(zone, morning), Berlin)), expected);
        }
    }

    #[test]
    fn what_is_open_until_midnight_is_open_until_the_end_of_the_day_before() {
        for (lang, until, expected) in [
            (Lang::De, "2026-12-01 00:00", "Mo.,~30.11.2026, 24:00~Uhr"),
            (Lang::De, "2026-12-01 00:01", "Di.,~01.12.2026, 00:01~Uhr"),
            (Lang::En, "2027-01-01 00:00", "Thu~31~Dec~2026, 24:00"),
        ] {
            assert_eq!(shown(lang.until(at(Berlin, until), Berlin)), expected);
        }
    }

    #[test]
    fn a_span_says_each_part_once() {
        for (lang, start, end, expected) in [
            (
                Lang::De,
                "2026-11-13 10:00",
                "2026-11-13 16:00",
                "Fr.,~13.11.2026, 10:00–16:00~Uhr",
            ),
            (
                Lang::De,
                "2026-11-13 10:00",
                "2026-11-14 16:00",
                "Fr.,~13.11.2026, 10:00~Uhr~– Sa.,~14.11.2026, 16:00~Uhr",
            ),
            (
                Lang::De,
                "2026-03-01 09:30",
                "2026-03-01 09:30",
                "So.,~01.03.2026, 09:30~Uhr",
            ),
            (
                Lang::En,
                "2026-11-13 10:00",
                "2026-11-13 16:00",
                "Fri~13~Nov~2026, 10:00–16:00",
            ),
            (
                Lang::En,
                "2026-11-13 10:00",
                "2026-11-14 16:00",
                "Fri~13~Nov~2026, 10:00~– Sat~14~Nov~2026, 16:00",
            ),
        ] {
            assert_eq!(
                shown(lang.span(at(Berlin, start), at(Berlin, end), Berlin)),
                expected
            );
        }
        let (start, end) = (
            at(Lisbon, "2026-11-13 10:00"),
            at(Lisbon, "2026-11-13 11:00"),
        );
        assert_eq!(
            shown(Lang::De.span(start, end, Berlin)),
            "Fr.,~13.11.2026, 10:00–11:00~Uhr (Zeitzone Europe/Lisbon)"
        );
        // From here to there, where the clocks show another time.
        assert_eq!(
            shown(Lang::De.span(at(Berlin, "2026-11-13 10:00"), end, Berlin)),
            "Fr.,~13.11.2026, 10:00~Uhr~– Fr.,~13.11.2026, 11:00~Uhr (Zeitzone Europe/Lisbon)"
        );
    }

    #[test]
    fn a_range_of_days_says_each_part_once() {
        for (lang, first, last, expected) in [
            (Lang::De, "2026-11-13", "2026-11-13", "13.~November~2026"),
            (
                Lang::De,
                "2026-11-13",
                "2026-11-14",
                "13.–14.~November~2026",
            ),
            (
                Lang::De,
                "2026-11-30",
                "2026-12-02",
                "30.~November~– 2.~Dezember~2026",
            ),
            (
                Lang::De,
                "2026-12-30",
                "2027-01-02",
                "30.~Dezember~2026~– 2.~Januar~2027",
            ),
            (Lang::En, "2026-11-13", "2026-11-13", "13~November~2026"),
            (Lang::En, "2026-11-13", "2026-11-14", "13–14~November~2026"),
            (
                Lang::En,
                "2026-11-30",
                "2026-12-02",
                "30~November~– 2~December~2026",
            ),
            (
                Lang::En,
                "2026-12-30",
                "2027-01-02",
                "30~December~2026~– 2~January~2027",
            ),
        ] {
            assert_eq!(shown(lang.days(on(first), on(last))), expected);
        }
    }

    #[test]
    fn days_months_and_times_are_said_in_full() {
        let day = on("2026-03-01");
        assert_eq!(shown(Lang::De.day(day)), "Sonntag, 1.~März~2026");
        assert_eq!(shown(Lang::En.day(day)), "Sunday 1~March~2026");
        assert_eq!(shown(Lang::De.month(2026, 3)), "März~2026");
        assert_eq!(shown(Lang::En.month(2026, 3)), "March~2026");
        assert_eq!(
            shown(Lang::De.time(at(Berlin, "2026-03-01 09:05"))),
            "09:05~Uhr"
        );
        assert_eq!(
            shown(Lang::En.time(at(Berlin, "2026-03-01 09:05"))),
            "09:05"
        );
    }

    #[test]
    fn every_month_and_weekday_has_a_name_of_its_own() {
        let weekdays: Vec<Weekday> = (0..7).map(|n| Weekday::try_from(n).unwrap()).collect();
        for lang in Lang::ALL {
            let months = |name: fn(Lang, u32) -> String| -> BTreeSet<String> {
                (1..=12).map(|month| name(lang, month)).collect()
            };
            let days = |name: fn(Lang, Weekday) -> String| -> BTreeSet<String> {
                weekdays.iter().map(|day| name(lang, *day)).collect()
            };
            assert_eq!(months(Lang::month_name).len(), 12);
            assert_eq!(months(Lang::month_abbreviation).len(), 12);
            assert_eq!(days(Lang::weekday).len(), 7);
            assert_eq!(days(Lang::weekday_abbreviation).len(), 7);
        }
    }

    #[test]
    fn the_browser_s_best_language_wins() {
        for (header, expected) in [
            ("de", Some(Lang::De)),
            ("de-AT,de;q=0.9,en;q=0.8", Some(Lang::De)),
            ("en-GB,en;q=0.9,de;q=0.8", Some(Lang::En)),
            ("fr,en;q=0.3,de;q=0.4", Some(Lang::De)),
            ("fr, *;q=0.1", None),
            ("de;q=0, en;q=0.1", Some(Lang::En)),
            ("de;q=much", None),
            ("", None),
        ] {
            assert_eq!(Lang::accepted(header), expected, "{header}");
        }
    }

    #[test]
    fn a_missing_key_and_a_missing_value_are_visible() {
        let missing = format!("no-such-{}", "key");
        assert_eq!(Lang::En.text(&missing), "⟦no-such-key⟧");
        let needs_values = ["date", "moment"].join("-");
        assert_eq!(Lang::De.text(&needs_values), "⟦date-moment⟧");
    }

    // What follows reads the sources themselves: the catalogues and every place that names a key.

    fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
        fn walk(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    walk(&path, ending, found);
                } else if path.extension().is_some_and(|known| known == ending) {
                    found.push(path);
                }
            }
        }
        let mut found = Vec::new();
        walk(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join(folder),
            ending,
            &mut found,
        );
        assert!(!found.is_empty(), "no {ending} files in {folder}");
        found
    }

    /// Key → its text, continuation lines included.
    fn catalogue(lang: Lang) -> BTreeMap<String, String> {
        let mut texts = BTreeMap::new();
        for path in files(&format!("locales/{lang}"), "ftl") {
            let slice = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let mut key = String::new();
            for line in fs::read_to_string(&path).unwrap().lines() {
                if line.starts_with(|c: char| c.is_ascii_lowercase()) {
                    let (name, text) = line.split_once(" =").unwrap_or_else(|| {
                        panic!("{}: {line:?} is neither key nor text", path.display())
                    });
                    assert!(
                        name.starts_with(&format!("{slice}-")),
                        "{name} must start with the name of its file, {slice}.ftl"
                    );
                    key = name.to_owned();
                    let known = texts.insert(key.clone(), text.to_owned());
                    assert!(known.is_none(), "{key} is defined twice in {lang}");
                } else if line.starts_with(' ') {
                    texts.get_mut(&key).unwrap().push_str(line);
                }
            }
        }
        texts
    }

    fn values(text: &str) -> BTreeSet<&str> {
        text.split('$')
            .skip(1)
            .map(|rest| {
                let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
                &rest[..end.unwrap_or(rest.len())]
            })
            .collect()
    }

    /// Literals that look like keys: all of them, and those handed to a function that wants a key.
    fn literals() -> (BTreeSet<String>, BTreeMap<String, PathBuf>) {
        const WANT_A_KEY: [&str; 6] = ["t(", "tn(", "t2(", "text(", "text_with(", "Refusal::new("];
        let (mut all, mut wanted) = (BTreeSet::new(), BTreeMap::new());
        let sources = files("src", "rs")
            .into_iter()
            .chain(files("templates", "html"));
        for path in sources {
            let source = fs::read_to_string(&path).unwrap();
            let mut before = "";
            for (number, part) in source.split('"').enumerate() {
                let word =
                    !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
                if word {
                    all.insert(part.to_owned());
                }
                let head = before.trim_end();
                if word && number > 0 && WANT_A_KEY.iter().any(|call| named(head, call)) {
                    wanted.insert(part.to_owned(), path.clone());
                }
                before = part;
            }
        }
        (all, wanted)
    }

    /// Whether `head` ends in a call of exactly this function, not of one whose name ends alike.
    fn named(head: &str, call: &str) -> bool {
        head.strip_suffix(call).is_some_and(|rest| {
            !rest.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
                && !rest.ends_with("fn ")
        })
    }

    #[test]
    fn both_languages_say_the_same_things_with_the_same_values() {
        let (german, english) = (catalogue(Lang::De), catalogue(Lang::En));
        let keys = |texts: &BTreeMap<String, String>| -> BTreeSet<String> {
            texts.keys().cloned().collect()
        };
        let lacking: Vec<String> = keys(&german)
            .symmetric_difference(&keys(&english))
            .cloned()
            .collect();
        assert!(lacking.is_empty(), "said in one language only: {lacking:?}");
        for (key, text) in &german {
            let translation = &english[key];
            assert!(!text.trim().is_empty(), "{key} is empty in German");
            assert!(!translation.trim().is_empty(), "{key} is empty in English");
            assert_eq!(
                values(text),
                values(translation),
                "{key} wants different values"
            );
        }
    }

    #[test]
    fn german_quotes_are_typographic_and_closed() {
        for (key, text) in catalogue(Lang::De) {
            // A Fluent string literal is the only place for straight quotes.
            let text = text.replace("{\"", "").replace("\"}", "");
            assert!(!text.contains('"'), "{key}: write „…“");
            let (open, closed) = (text.matches('„').count(), text.matches('“').count());
            assert_eq!(open, closed, "{key}: a quote is not closed");
        }
    }

    #[test]
    fn every_key_in_use_exists_and_no_key_is_left_over() {
        let texts = catalogue(Lang::De);
        let (all, wanted) = literals();
        let unknown: Vec<_> = wanted
            .iter()
            .filter(|(key, _)| !texts.contains_key(*key))
            .collect();
        assert!(unknown.is_empty(), "no such key: {unknown:?}");
        let unused: Vec<_> = texts.keys().filter(|key| !all.contains(*key)).collect();
        assert!(unused.is_empty(), "no code or template names: {unused:?}");
    }
}
