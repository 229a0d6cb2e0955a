//! Actor documents: the profile other servers show, and what we keep of theirs.

use super::{
    event::{Image, LanguageMap},
    read,
};
use crate::keys::{ListedKey, PublicKeys};
use chrono::{DateTime, FixedOffset, Utc};
use sea_orm::FromJsonQueryResult;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use url::Url;

const NAME_AT_MOST: usize = 200;
const KEYS_AT_MOST: usize = 10;
const BODY_AT_MOST: usize = 64;

/// What [`Profile::body`] says of an association.
pub const ASSOCIATION: &str = "association";
/// And of a series of events.
pub const SERIES: &str = "series";
/// And of a group that works on one question until there is a result.
pub const WORKSTREAM: &str = "workstream";
/// And of one with seats, for a term.
pub const COMMITTEE: &str = "committee";
/// The longest word for a state that is read, in characters.
const STATE_AT_MOST: usize = 32;
/// The longest reason of a workstream, in characters.
const WHY_AT_MOST: usize = 500;
/// The longest summary of a workstream or a committee that is read, in bytes.
const SUMMARY_BYTES_AT_MOST: usize = 65_536;

/// What an actor says about itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Profile {
    pub name: String,
    /// HTML.
    #[serde(default)]
    pub summary: String,
    /// The same in each language it is told in, the main one first; empty where that is one alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub told: Vec<Told>,
    /// The page a person opens. Mastodon drops it when its host is not the id's.
    pub url: Option<Url>,
    #[serde(default)]
    pub icon: Option<Icon>,
    #[serde(default)]
    pub fields: Vec<Field>,
    /// Our term for what kind of body this is: association, workstream, committee, series.
    #[serde(default)]
    pub body: Option<String>,
    /// Whose part it is and who speaks for it (W3C ORG), where it is a group of ours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_of: Option<Url>,
    /// Of a workstream: what it is about and how far it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work: Option<Work>,
    /// Of a committee: how long it sits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term: Option<Term>,
    #[serde(default)]
    pub discoverable: bool,
    /// What it says it understands (FEP-844e), where it is another server.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub implements: Vec<Url>,
}

/// Name and summary in one language.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// BCP 47.
    pub language: String,
    pub name: String,
    /// HTML.
    #[serde(default)]
    pub summary: String,
}

impl Profile {
    /// The name for a reader of `language`.
    pub fn name_in(&self, language: &str) -> &str {
        self.in_language(language)
            .map_or(&self.name, |told| &told.name)
    }

    /// The summary for a reader of `language`, in HTML.
    pub fn summary_in(&self, language: &str) -> &str {
        self.in_language(language)
            .map_or(&self.summary, |told| &told.summary)
    }

    fn in_language(&self, language: &str) -> Option<&Told> {
        self.told.iter().find(|told| told.language == language)
    }
}

/// What a workstream says of its work beside its profile.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Work {
    /// Where it stands, in our word: `selected`, `active` and so on.
    pub state: String,
    /// The cycle it is part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context: Option<Url>,
    /// The idea it came from (W3C PROV).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub derived_from: Option<Url>,
    /// What is to come of it (FEP-8a8e), in our word: `study`, `guide` and so on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts: Option<DateTime<FixedOffset>>,
    /// When it is to be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends: Option<DateTime<FixedOffset>>,
    /// Why its end was moved, in its words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why_extended: Option<String>,
    /// Why it was withdrawn, in its words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why_withdrawn: Option<String>,
    /// Which organisations have a part in it, as it says.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub involved: Vec<Involved>,
}

/// An organisation with a part in a workstream, and where it said so itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Involved {
    /// The type of the actor.
    #[serde(rename = "type")]
    pub kind: String,
    pub id: Url,
    /// Which part, in our word: `lead`, `contribute` or `follow`.
    #[serde(rename = "kind")]
    pub part: String,
    /// The id of its Accept, or of the Offer by which it asked.
    pub context: Url,
}

impl Involved {
    /// Where those of a workstream are listed.
    pub fn address(workstream: &Url) -> String {
        format!("{workstream}/involved")
    }

    fn read(value: &Value) -> Option<Self> {
        Some(Self {
            kind: read::kind(value).unwrap_or("Organization").to_owned(),
            id: read::id(value)?,
            part: read::line(&value["kind"], STATE_AT_MOST)?,
            context: read::id(&value["context"])?,
        })
    }
}

impl Work {
    /// Who has a part in it, as a collection.
    pub fn listed(&self, id: &Url) -> Value {
        json!({
            "id": Involved::address(id),
            "type": "OrderedCollection",
            "totalItems": self.involved.len(),
            "orderedItems": self.involved,
        })
    }

    /// `None` without a state: whatever it is, it is no workstream as ours are.
    fn read(value: &Value) -> Option<Self> {
        Some(Self {
            state: read::line(&value["state"], STATE_AT_MOST)?,
            context: read::id(&value["context"]),
            derived_from: read::id(&value["wasDerivedFrom"]),
            category: read::line(&value["category"], STATE_AT_MOST),
            starts: read::instant(&value["startTime"]),
            ends: read::instant(&value["endTime"]),
            why_extended: read::line(&value["whyExtended"], WHY_AT_MOST),
            why_withdrawn: read::line(&value["whyWithdrawn"], WHY_AT_MOST),
            involved: read::each(&value["involved"]["orderedItems"])
                .filter_map(Involved::read)
                .collect(),
        })
    }
}

/// How long a committee sits. Its seats stand in a collection beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    pub starts: DateTime<FixedOffset>,
    /// The end of its last day.
    pub ends: DateTime<FixedOffset>,
}

impl Term {
    /// Where the seats of a committee are listed.
    pub fn seats(committee: &Url) -> String {
        format!("{committee}/seats")
    }

    fn read(value: &Value) -> Option<Self> {
        Some(Self {
            starts: read::instant(&value["startTime"])?,
            ends: read::instant(&value["endTime"])?,
        })
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Icon {
    pub url: Url,
    pub media_type: String,
    /// The alternative text.
    pub name: String,
}

/// A line of the profile. `value` is HTML.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Field {
    pub name: String,
    pub value: String,
}

impl From<&Icon> for Image {
    fn from(icon: &Icon) -> Self {
        Self {
            kind: "Image",
            media_type: icon.media_type.clone(),
            url: icon.url.clone(),
            name: icon.name.clone(),
            width: None,
            height: None,
        }
    }
}

/// A foreign actor document, read but not yet believed: `actors` checks whose word it is.
#[derive(Clone, Debug)]
pub struct Document {
    pub id: Url,
    pub kind: String,
    pub handle: String,
    pub profile: Profile,
    pub inbox: Url,
    pub shared_inbox: Option<Url>,
    pub outbox: Option<Url>,
    pub followers: Option<Url>,
    pub approves_followers: bool,
    pub keys: PublicKeys,
    pub updated: Option<DateTime<Utc>>,
}

impl Document {
    /// `None` when it is no actor: no id, no inbox or none of the five actor types.
    pub fn read(value: &Value) -> Option<Self> {
        let kind = read::kind(value)?;
        if !matches!(
            kind,
            "Person" | "Group" | "Organization" | "Service" | "Application"
        ) {
            return None;
        }
        let id = read::id(&value["id"])?;
        let handle = read::line(&value["preferredUsername"], NAME_AT_MOST).unwrap_or_default();
        let name = read::line(&value["name"], NAME_AT_MOST).unwrap_or_else(|| handle.clone());
        let body = read::line(&value["kind"], BODY_AT_MOST);
        let is_a = |named| kind == "Group" && body.as_deref() == Some(named);
        let work = is_a(WORKSTREAM).then(|| Work::read(value)).flatten();
        let term = is_a(COMMITTEE).then(|| Term::read(value)).flatten();
        let has_copies = work.is_some() || term.is_some();
        let kept = |text: Option<String>| text.filter(|_| has_copies);
        Some(Self {
            kind: kind.to_owned(),
            profile: Profile {
                summary: kept(read::markup(&value["summary"], SUMMARY_BYTES_AT_MOST))
                    .unwrap_or_default(),
                unit_of: read::id(&value["unitOf"])
                    .filter(|unit| has_copies && unit.origin() == id.origin()),
                work,
                term,
                name,
                url: read::each(&value["url"]).find_map(read::id),
                body,
                implements: match kind {
                    "Application" => read_implements(&value["implements"]),
                    _ => Vec::new(),
                },
                ..Profile::default()
            },
            handle,
            inbox: read::id(&value["inbox"])?,
            shared_inbox: read::id(&value["endpoints"]["sharedInbox"]),
            outbox: read::id(&value["outbox"]),
            followers: read::id(&value["followers"]),
            approves_followers: value["manuallyApprovesFollowers"]
                .as_bool()
                .unwrap_or(false),
            keys: read_keys(value, &id),
            updated: read::instant(&value["updated"]).map(|at| at.to_utc()),
            id,
        })
    }
}

/// Links, or their addresses alone.
fn read_implements(value: &Value) -> Vec<Url> {
    let address = |link: &Value| link["href"].as_str().or(link.as_str()).and_then(read::url);
    read::each(value).filter_map(address).collect()
}

/// The keys the document lists for its own actor; one that names another owner is not its key.
fn read_keys(value: &Value, actor: &Url) -> PublicKeys {
    let listed = |key: &Value, owner: &str, text: &str| {
        let own = read::id(&key[owner]).is_none_or(|owner| owner == *actor);
        Some(ListedKey {
            id: key["id"]
                .as_str()
                .filter(|id| own && id.len() <= 2_048)?
                .to_owned(),
            text: read::markup(&key[text], 8_192)?,
            revoked: read::instant(&key["revoked"]).map(|at| at.to_utc()),
        })
    };
    PublicKeys {
        rsa: read::each(&value["publicKey"])
            .take(KEYS_AT_MOST)
            .filter_map(|key| listed(key, "owner", "publicKeyPem"))
            .collect(),
        assertion: read::each(&value["assertionMethod"])
            .take(KEYS_AT_MOST)
            .filter_map(|key| listed(key, "controller", "publicKeyMultibase"))
            .collect(),
    }
}

/// One of our own actors, as others see it.
pub struct Own<'a> {
    pub id: &'a Url,
    pub kind: &'a str,
    pub handle: &'a str,
    /// `handle@host`, FEP-2c59.
    pub webfinger: String,
    pub profile: &'a Profile,
    pub approves_followers: bool,
    pub keys: &'a PublicKeys,
    pub shared_inbox: Url,
    pub instance: &'a Url,
    pub published: DateTime<Utc>,
    pub updated: DateTime<Utc>,
    /// FEP-844e, for the instance actor.
    pub implements: &'a [(&'a str, &'a str)],
}

impl Own<'_> {
    pub fn document(&self) -> Value {
        let id = self.id;
        let mut document = json!({
            "id": id,
            "type": self.kind,
            "preferredUsername": self.handle,
            "webfinger": self.webfinger,
            "name": self.profile.name,
            "url": self.profile.url,
            "inbox": format!("{id}/inbox"),
            "outbox": format!("{id}/outbox"),
            "followers": format!("{id}/followers"),
            "following": format!("{id}/following"),
            "featured": format!("{id}/featured"),
            "upcomingEvents": format!("{id}/upcoming"),
            "endpoints": { "sharedInbox": self.shared_inbox },
            "summary": self.profile.summary,
            "manuallyApprovesFollowers": self.approves_followers,
            "discoverable": self.profile.discoverable,
            "indexable": self.profile.discoverable,
            "published": super::utc(self.published),
            "updated": super::utc(self.updated),
        });
        let mut set = |name: &str, value: Value| document[name] = value;
        let told = self.profile.told.iter();
        let names = told.map(|it| (it.language.clone(), it.name.clone()));
        if !self.profile.told.is_empty() {
            set("nameMap", json!(LanguageMap(names.collect())));
        }
        let told = self.profile.told.iter();
        let summaries = told.map(|it| (it.language.clone(), it.summary.clone()));
        let summaries: Vec<_> = summaries.filter(|(_, text)| !text.is_empty()).collect();
        if !summaries.is_empty() {
            set("summaryMap", json!(LanguageMap(summaries)));
        }
        if let Some(icon) = &self.profile.icon {
            set("icon", json!(Image::from(icon)));
        }
        if !self.profile.fields.is_empty() {
            let fields = self.profile.fields.iter();
            set(
                "attachment",
                fields
                    .map(|field| {
                        json!({
                            "type": "PropertyValue",
                            "name": field.name,
                            "value": field.value,
                        })
                    })
                    .collect(),
            );
        }
        if let Some(host) = id.host_str() {
            set("attributionDomains", json!([host]));
        }
        if id != self.instance {
            set(
                "generator",
                json!({ "type": "Application", "id": self.instance }),
            );
        }
        if let Some(unit) = &self.profile.unit_of {
            set("unitOf", json!(unit));
            // Who may speak in the group is read here by FEP-1b12; nobody else passes anything on.
            set("attributedTo", json!(format!("{id}/coordinators")));
            set("postingRestrictedToMods", json!(true));
        }
        if let Some(body) = &self.profile.body {
            set("kind", json!(body));
        }
        if let Some(work) = &self.profile.work {
            set("state", json!(work.state));
            set("members", json!(format!("{id}/members")));
            set("roadmapMilestones", json!(format!("{id}/milestones")));
            if !work.involved.is_empty() {
                set("involved", work.listed(id));
            }
            for (name, url) in [
                ("context", &work.context),
                ("wasDerivedFrom", &work.derived_from),
            ] {
                if let Some(url) = url {
                    set(name, json!(url));
                }
            }
            for (name, said) in [
                ("category", &work.category),
                ("whyExtended", &work.why_extended),
                ("whyWithdrawn", &work.why_withdrawn),
            ] {
                if let Some(said) = said {
                    set(name, json!(said));
                }
            }
            for (name, at) in [("startTime", &work.starts), ("endTime", &work.ends)] {
                if let Some(at) = at {
                    set(name, json!(at));
                }
            }
        }
        if let Some(term) = &self.profile.term {
            set("seats", json!(Term::seats(id)));
            set("startTime", json!(term.starts));
            set("endTime", json!(term.ends));
        }
        if !self.implements.is_empty() {
            let links = self.implements.iter();
            set(
                "implements",
                links
                    .map(|(href, name)| {
                        json!({
                            "type": "Link",
                            "href": href,
                            "name": name,
                        })
                    })
                    .collect(),
            );
        }
        if let Some(key) = self.keys.rsa.first() {
            set(
                "publicKey",
                json!({
                    "id": key.id,
                    "owner": id,
                    "publicKeyPem": key.text,
                }),
            );
        }
        let multikeys = self.keys.assertion.iter();
        set(
            "assertionMethod",
            multikeys
                .map(|key| {
                    let mut multikey = json!({
                        "id": key.id,
                        "type": "Multikey",
                        "controller": id,
                        "publicKeyMultibase": key.text,
                    });
                    if let Some(revoked) = key.revoked {
                        multikey["revoked"] = super::utc(revoked).into();
                    }
                    multikey
                })
                .collect(),
        );
        super::context::framed(&super::context::ACTOR, document)
    }
}
