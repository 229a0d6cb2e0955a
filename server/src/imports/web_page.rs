//! Events on any page: JSON-LD, microdata and h-event. What says the same in several of these ways
//! counts once, told by the first of them. html5ever reads the page as a browser would.

use super::{
    At, Doubt, Reading, Reason, Setting, encoding, html, schema_org,
    sketch::{Said, Sketch, Spot, TOPICS_READ_AT_MOST, line},
    when::When,
};
use crate::events::Attendance;
use chrono::NaiveTime;
use federation::vocabulary::read as wire;
use scraper::{ElementRef, Html, Node};
use serde_json::{Map, Value, json};
use std::collections::HashSet;
use url::Url;

/// Blocks of JSON-LD, items and h-events on one page beyond this are not looked at.
const BLOCKS_AT_MOST: usize = 1_000;
/// Items within items beyond this are told as text.
const ITEM_LEVELS_AT_MOST: usize = 6;
/// Properties of one item beyond this are not looked at.
const PROPERTIES_AT_MOST: usize = 100;
/// Elements that are looked at for properties, all items of a page together: they may lie in each other.
const VISITS_AT_MOST: usize = 2_000_000;
/// The longest text of one property, in characters.
const TEXT_AT_MOST: usize = 25_000;

pub fn read(bytes: &[u8], media_type: &str, address: Option<&Url>, setting: &Setting) -> Reading {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    let (text, _) = encoding::text(bytes, media_type, said_charset(&start));
    if html::is_too_deep(&text) {
        return Reading::refused(Reason::TooDeep);
    }
    let page = Html::parse_document(&text);
    let base = base(&page, address);
    let language = page.root_element().attr("lang").map(str::to_owned);
    let mut page = Page {
        page: &page,
        address: base.as_ref(),
        language: language.as_deref().filter(|tag| tag.len() < 36),
        setting,
        visits: 0,
    };
    let mut reading = Reading::default();
    page.json_ld(&mut reading);
    let mut known = Known::of(&reading);
    let microdata = page.microdata();
    known.add_new(microdata, &mut reading);
    let h_events = page.h_events();
    known.add_new(h_events, &mut reading);
    if page.visits >= VISITS_AT_MOST {
        reading.miss(At::Whole, Reason::TooDeep);
    }
    reading.done()
}

/// `<meta charset=…>` or its older spelling.
fn said_charset(start: &str) -> Option<&str> {
    let (_, rest) = start.split_once("charset=")?;
    let rest = rest.trim_start_matches(['"', '\'']);
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c)))?;
    Some(&rest[..end])
}

/// What relative links on it are relative to.
fn base(page: &Html, address: Option<&Url>) -> Option<Url> {
    let said = elements(page.root_element()).find(|element| element.value().name() == "base");
    let said = said.and_then(|base| base.attr("href"));
    match (said, address) {
        (Some(said), Some(address)) => address.join(said).ok(),
        (Some(said), None) => wire::url(said),
        (None, address) => address.cloned(),
    }
}

/// An element and all below it, in the order of the page.
fn elements(element: ElementRef<'_>) -> impl Iterator<Item = ElementRef<'_>> {
    element.descendants().filter_map(ElementRef::wrap)
}

/// What events were found already, whichever way they are written.
struct Known {
    pages: HashSet<String>,
    names: HashSet<(String, String)>,
}

impl Known {
    fn of(reading: &Reading) -> Self {
        let mut known = Self {
            pages: HashSet::new(),
            names: HashSet::new(),
        };
        for found in &reading.events {
            known.pages.extend(found.url.as_ref().map(Url::to_string));
            known.names.insert(name(&found.draft));
        }
        known
    }

    fn add_new(&mut self, more: Reading, reading: &mut Reading) {
        for found in more.events {
            let is_known = self.names.contains(&name(&found.draft))
                || found
                    .url
                    .as_ref()
                    .is_some_and(|url| self.pages.contains(url.as_str()));
            if !is_known {
                reading.add(found);
            }
        }
        // What has no start in one of several ways of writing may have one in another.
        if reading.events.is_empty() {
            more.unreadable
                .into_iter()
                .for_each(|item| reading.miss(item.at, item.reason));
        }
        *self = Self::of(reading);
    }
}

fn name(draft: &crate::events::Draft) -> (String, String) {
    (
        format!("{}{}", draft.title_de, draft.title_en),
        draft.starts_on.clone(),
    )
}

struct Page<'a> {
    page: &'a Html,
    address: Option<&'a Url>,
    language: Option<&'a str>,
    setting: &'a Setting,
    visits: usize,
}

impl<'a> Page<'a> {
    fn json_ld(&self, reading: &mut Reading) {
        let scripts = elements(self.page.root_element()).filter(|element| {
            let kind = element.attr("type").unwrap_or_default();
            element.value().name() == "script"
                && kind
                    .trim()
                    .to_ascii_lowercase()
                    .starts_with("application/ld+json")
        });
        for (number, script) in scripts.take(BLOCKS_AT_MOST).enumerate() {
            let text: String = script.text().collect();
            // Some programs wrap it as if browsers would show it otherwise.
            let text = text
                .trim()
                .trim_start_matches("<!--")
                .trim_start_matches("//<![CDATA[");
            let text = text.trim_end_matches("-->").trim_end_matches("//]]>");
            // Line breaks within texts are what WordPress themes get wrong most.
            let flat = || text.replace(['\n', '\r', '\t'], " ");
            let json = wire::json(text.as_bytes()).or_else(|| wire::json(flat().as_bytes()));
            match json {
                Some(json) => {
                    schema_org::add(&json, self.address, self.language, self.setting, reading)
                }
                None if text.contains("Event") => reading.miss(At::Nth(number + 1), Reason::Broken),
                None => {}
            }
        }
    }

    /// Microdata as the JSON-LD it could be.
    fn microdata(&mut self) -> Reading {
        let mut reading = Reading::default();
        let root = self.page.root_element();
        let items: Vec<_> = elements(root)
            .filter(|element| {
                element.attr("itemscope").is_some() && element.attr("itemprop").is_none()
            })
            .take(BLOCKS_AT_MOST)
            .collect();
        for item in items {
            let json = self.item(item, 0);
            schema_org::add(
                &json,
                self.address,
                self.language,
                self.setting,
                &mut reading,
            );
        }
        reading
    }

    fn item(&mut self, item: ElementRef<'a>, level: usize) -> Value {
        let mut members = Map::new();
        let kinds = item.attr("itemtype").unwrap_or_default();
        members.insert("@type".into(), kinds.split_whitespace().take(5).collect());
        if let Some(id) = item.attr("itemid") {
            members.insert("@id".into(), id.into());
        }
        for element in self.properties(
            item,
            |element| element.attr("itemscope").is_some(),
            |element| element.attr("itemprop").is_some(),
        ) {
            let is_item = element.attr("itemscope").is_some() && level < ITEM_LEVELS_AT_MOST;
            let value = if is_item {
                self.item(element, level + 1)
            } else {
                self.value(element)
            };
            for name in element
                .attr("itemprop")
                .unwrap_or_default()
                .split_whitespace()
                .take(5)
            {
                match members.entry(name.to_owned()).or_insert(Value::Null) {
                    empty @ Value::Null => *empty = value.clone(),
                    Value::Array(values) => values.push(value.clone()),
                    one => *one = json!([one.clone(), value.clone()]),
                }
            }
        }
        Value::Object(members)
    }

    /// The elements below one that carry a property of it, not of an item within.
    fn properties(
        &mut self,
        item: ElementRef<'a>,
        is_item: fn(&ElementRef<'_>) -> bool,
        is_property: fn(&ElementRef<'_>) -> bool,
    ) -> Vec<ElementRef<'a>> {
        let mut found = Vec::new();
        let mut inside: Option<ego_tree::NodeId> = None;
        for edge in item.traverse() {
            use ego_tree::iter::Edge;
            match edge {
                Edge::Close(node) if inside == Some(node.id()) => inside = None,
                Edge::Open(node) if inside.is_none() && node.id() != item.id() => {
                    self.visits += 1;
                    let Some(element) = ElementRef::wrap(node) else {
                        continue;
                    };
                    if is_property(&element) {
                        found.push(element);
                    }
                    if is_item(&element) {
                        inside = Some(node.id());
                    }
                }
                Edge::Open(_) => self.visits += 1,
                Edge::Close(_) => {}
            }
            if found.len() >= PROPERTIES_AT_MOST || self.visits >= VISITS_AT_MOST {
                break;
            }
        }
        found
    }

    /// The value of a microdata property, by the element that carries it (HTML §5.2.4).
    fn value(&self, element: ElementRef<'_>) -> Value {
        let attribute = match element.value().name() {
            "meta" => element.attr("content"),
            "a" | "area" | "link" => element.attr("href"),
            "img" | "audio" | "video" | "source" | "iframe" | "embed" | "track" => {
                element.attr("src")
            }
            "object" => element.attr("data"),
            "data" | "meter" => element.attr("value"),
            "time" => element.attr("datetime"),
            // Against the standard, and on many pages.
            _ => element.attr("content"),
        };
        let is_long = element
            .attr("itemprop")
            .is_some_and(|name| name.contains("description"));
        match attribute {
            Some(value) => value.into(),
            None if is_long => html::of_element(element).into(),
            None => words(element).into(),
        }
    }

    /// h-event of microformats2, and the hCalendar it came from.
    fn h_events(&mut self) -> Reading {
        let mut reading = Reading::default();
        let events: Vec<_> = elements(self.page.root_element())
            .filter(|element| has_class(element, "h-event") || has_class(element, "vevent"))
            .take(BLOCKS_AT_MOST)
            .collect();
        for (number, event) in events.into_iter().enumerate() {
            let properties = self.properties(event, is_h_item, is_h_property);
            let found = self.h_event(event, &properties);
            let title = properties
                .iter()
                .find(|element| has_class(element, "p-name"));
            let at = At::named(
                &title.map(|title| words(*title)).unwrap_or_default(),
                number + 1,
            );
            match found {
                Ok(sketch) => reading.take(at, sketch.found(self.setting)),
                Err(reason) => reading.miss(at, reason),
            }
        }
        reading
    }

    fn h_event(
        &mut self,
        event: ElementRef<'a>,
        properties: &[ElementRef<'a>],
    ) -> Result<Sketch, Reason> {
        let one = |names: [&str; 2]| {
            properties
                .iter()
                .copied()
                .find(|element| names.iter().any(|name| has_class(element, name)))
        };
        let text = |names| one(names).map(words).unwrap_or_default();
        let starts_said = one(["dt-start", "dtstart"])
            .map(time_of)
            .unwrap_or_default();
        let starts = When::read(&starts_said, None).ok_or(match starts_said.is_empty() {
            true => Reason::StartMissing,
            false => Reason::StartUnreadable(starts_said),
        })?;
        let mut sketch = Sketch {
            starts: Some(starts),
            ..Sketch::default()
        };
        let ends_said = one(["dt-end", "dtend"]).map(time_of).unwrap_or_default();
        sketch.ends = When::read(&ends_said, None).or_else(|| time_alone(&ends_said, starts));
        if sketch.ends.is_none() && !ends_said.is_empty() {
            sketch.doubts.push(Doubt::EndUnreadable(ends_said));
        }
        let link =
            one(["u-url", "url"]).and_then(|element| element.attr("href").map(str::to_owned));
        sketch.url = link.and_then(|link| self.absolute(&link));
        let uid = one(["u-uid", "uid"]);
        sketch.id = uid
            .map(|uid| uid.attr("href").map_or_else(|| words(uid), str::to_owned))
            .unwrap_or_default();
        let title = match one(["p-name", "summary"]) {
            Some(title) => words(title),
            // Without one the words of the whole are the name; of a whole event they are too many.
            None => String::new(),
        };
        let long =
            one(["e-content", "description"]).or_else(|| one(["e-description", "p-description"]));
        let summary = text(["p-summary", "p-summary"]);
        sketch.said = vec![Said {
            language: event.attr("lang").or(self.language).map(str::to_owned),
            title,
            description: long
                .map(html::of_element)
                .unwrap_or_else(|| summary.clone()),
            summary: if long.is_some() {
                summary
            } else {
                String::new()
            },
        }];
        let categories = properties
            .iter()
            .filter(|element| has_class(element, "p-category") || has_class(element, "category"));
        sketch.topics = categories
            .take(TOPICS_READ_AT_MOST)
            .map(|element| words(*element))
            .collect();
        if let Some(location) = one(["p-location", "location"]) {
            self.h_place(location, &mut sketch);
        }
        if text(["p-status", "status"]).eq_ignore_ascii_case("cancelled") {
            sketch.doubts.push(Doubt::Cancelled);
        }
        Ok(sketch)
    }

    /// A place: an h-card or h-adr, or words.
    fn h_place(&mut self, location: ElementRef<'a>, sketch: &mut Sketch) {
        let parts = self.properties(location, |_| false, is_h_property);
        let part = |name: &str| {
            let part = parts.iter().find(|element| {
                has_class(element, name)
                    || name
                        .strip_prefix("p-")
                        .is_some_and(|old| has_class(element, old))
            });
            part.map(|part| {
                part.attr("value")
                    .map_or_else(|| words(*part), str::to_owned)
            })
            .unwrap_or_default()
        };
        let spot = Spot {
            name: part("p-name"),
            street: part("p-street-address"),
            postal_code: part("p-postal-code"),
            locality: part("p-locality"),
            region: part("p-region"),
            country: part("p-country-name"),
            latitude: part("p-latitude").replace(',', ".").parse().ok(),
            longitude: part("p-longitude").replace(',', ".").parse().ok(),
        };
        let whole = words(location);
        if wire::url(&whole).is_some() {
            sketch.attendance = Some(Attendance::Online);
            sketch.rooms.push(whole);
        } else if spot.street.is_empty() && spot.locality.is_empty() {
            let known = if spot.name.is_empty() {
                whole
            } else {
                spot.name.clone()
            };
            let (latitude, longitude) = (spot.latitude, spot.longitude);
            sketch.place = Spot {
                latitude,
                longitude,
                ..Spot::of_line(&known, &mut sketch.doubts)
            };
        } else {
            sketch.place = spot;
        }
    }

    fn absolute(&self, link: &str) -> Option<Url> {
        wire::url(link).or_else(|| wire::url(self.address?.join(link).ok()?.as_str()))
    }
}

fn has_class(element: &ElementRef<'_>, name: &str) -> bool {
    let classes = element.attr("class").unwrap_or_default();
    classes.split_ascii_whitespace().any(|class| class == name)
}

fn is_h_item(element: &ElementRef<'_>) -> bool {
    let classes = element.attr("class").unwrap_or_default();
    let mut classes = classes.split_ascii_whitespace();
    classes.any(|class| class.starts_with("h-") || matches!(class, "vevent" | "vcard"))
}

fn is_h_property(element: &ElementRef<'_>) -> bool {
    const OLD: [&str; 15] = [
        "summary",
        "description",
        "dtstart",
        "dtend",
        "location",
        "url",
        "uid",
        "category",
        "status",
        "street-address",
        "postal-code",
        "locality",
        "region",
        "country-name",
        "name",
    ];
    let classes = element.attr("class").unwrap_or_default();
    classes.split_ascii_whitespace().any(|class| {
        let prefixed = ["p-", "u-", "dt-", "e-"]
            .iter()
            .any(|prefix| class.starts_with(prefix));
        prefixed || OLD.contains(&class)
    })
}

/// The words of an element in one line.
fn words(element: ElementRef<'_>) -> String {
    let hidden = |node: &ego_tree::NodeRef<'_, Node>| {
        node.parent()
            .and_then(ElementRef::wrap)
            .is_some_and(|parent| matches!(parent.value().name(), "script" | "style" | "template"))
    };
    let mut told = String::new();
    let mut left = TEXT_AT_MOST;
    for node in element.descendants() {
        if let Node::Text(text) = node.value()
            && !hidden(&node)
        {
            told.extend(text.chars().take(left));
            left = left.saturating_sub(text.chars().count());
        }
        if left == 0 {
            break;
        }
    }
    let spaced = line(&told);
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a machine reads as the time of an element.
fn time_of(element: ElementRef<'_>) -> String {
    let said = |element: ElementRef<'_>| {
        let attributes = ["datetime", "title", "value", "content"];
        attributes
            .iter()
            .find_map(|name| element.attr(name))
            .map(|said| said.trim().to_owned())
    };
    let within = || {
        elements(element)
            .find(|inner| inner.value().name() == "time")
            .and_then(said)
    };
    said(element)
        .filter(|said| !said.is_empty())
        .or_else(within)
        .unwrap_or_else(|| words(element))
}

/// An end that says the hour only is on the day of the start.
fn time_alone(said: &str, starts: When) -> Option<When> {
    let time = NaiveTime::parse_from_str(said, "%H:%M")
        .or_else(|_| NaiveTime::parse_from_str(said, "%H:%M:%S"));
    Some(match starts {
        When::Local(at, zone) => When::Local(at.date().and_time(time.ok()?), zone),
        When::At(at) => When::At(at.with_time(time.ok()?).single()?),
        When::Day(_) => return None,
    })
}

#[cfg(test)]
mod tests;
