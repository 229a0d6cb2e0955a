//! Finding actors by their handle, and telling others where ours are: WebFinger, host-meta, NodeInfo.

use crate::{
    Federation, Shared,
    actors::{self, Actor},
    fetch::Failure,
    host_of,
    vocabulary::{ACTIVITY_JSON, is_activity_json, read},
};
use serde_json::{Value, json};
use url::Url;

/// The rel of the instance actor in WebFinger (FEP-d556).
const SERVICE: &str = "https://www.w3.org/ns/activitystreams#Service";
/// The rel of the instance actor in NodeInfo (FEP-2677).
const APPLICATION: &str = "https://www.w3.org/ns/activitystreams#Application";
const SUBSCRIBE: &str = "http://ostatus.org/schema/1.0/subscribe";
/// The rel for following (FEP-3b86).
const INTENT_FOLLOW: &str = "https://w3id.org/fep/3b86/Follow";

/// A handle as people write it: `@name@host`, `name@host`, `acct:name@host`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handle {
    pub name: String,
    /// In lower case, with a port only in test beds.
    pub host: String,
}

impl Handle {
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let text = text.strip_prefix("acct:").unwrap_or(text);
        let (name, host) = text.strip_prefix('@').unwrap_or(text).rsplit_once('@')?;
        // Reading it as a URL settles ports, international names and anything smuggled in.
        let url = Url::parse(&format!("https://{host}/")).ok()?;
        let plain = url.path() == "/"
            && url.username().is_empty()
            && url.query().is_none()
            && url.fragment().is_none();
        let named = !name.is_empty()
            && name.len() <= 100
            && name
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
        (plain && named).then(|| Self {
            name: name.to_owned(),
            host: host_of(&url),
        })
    }

    fn resource(&self) -> String {
        format!("acct:{}@{}", self.name, self.host)
    }
}

/// The host somebody means who types its name, or the address of any page there.
pub fn read_host(text: &str) -> Option<String> {
    let text = text.trim();
    let whole = match text.contains("://") {
        true => text.to_owned(),
        false => format!("https://{text}"),
    };
    let host = host_of(&read::url(&whole)?);
    host.contains(['.', ':']).then_some(host)
}

impl Federation {
    /// Find the actor behind a handle, and make sure that it answers to it.
    pub async fn look_up(&self, handle: &Handle) -> Result<Actor, Failure> {
        let found = self.webfinger(handle).await?;
        let id = link(&found, |link| {
            link["rel"] == "self" && link["type"].as_str().is_some_and(is_activity_json)
        })
        .and_then(|link| read::id(&link["href"]))
        .ok_or(Failure::NotActivityJson)?;
        let actor = self.meet(&id).await?;
        // A host may hand its handles to another one, but only if that one knows of it.
        if actor.host != handle.host && !self.answers_to(&actor, handle).await {
            return Err(Failure::WrongId);
        }
        Ok(actor)
    }

    /// Find the actor that stands for the whole server at `host`: by WebFinger (FEP-d556), or else by
    /// NodeInfo (FEP-2677). It has to be at home there.
    pub async fn look_up_server(&self, host: &str) -> Result<Actor, Failure> {
        let server = self.at_host(host, "/")?;
        let resource = server.as_str();
        let id = match self.ask_webfinger(host, resource).await {
            Ok(found) => instance_actor_in(&found, SERVICE),
            Err(failure) if failure.is_passing() => return Err(failure),
            Err(_) => None,
        };
        let id = match id {
            Some(id) => id,
            None => {
                let nodeinfo = self.at_host(host, "/.well-known/nodeinfo")?;
                let found = self.fetcher().plain_json(&nodeinfo).await?;
                instance_actor_in(&found, APPLICATION).ok_or(Failure::NotActivityJson)?
            }
        };
        if id.origin() != server.origin() {
            return Err(Failure::WrongId);
        }
        let actor = self.read_actor(&id).await?;
        match actor.id.origin() == server.origin() {
            true => Ok(actor),
            false => Err(Failure::WrongId),
        }
    }

    fn at_host(&self, host: &str, path: &str) -> Result<Url, Failure> {
        let url = Url::parse(&format!("{}://{host}{path}", self.origin().scheme()));
        url.map_err(|_| Failure::ForbiddenAddress)
    }

    /// Where somebody at `handle` goes to follow `target`: the template their own server offers.
    pub async fn follow_page(&self, handle: &Handle, target: &str) -> Result<Option<Url>, Failure> {
        let found = self.webfinger(handle).await?;
        let page = [(INTENT_FOLLOW, "{object}"), (SUBSCRIBE, "{uri}")]
            .into_iter()
            .find_map(|(rel, slot)| {
                let template = link(&found, |link| link["rel"] == rel)?["template"].as_str()?;
                let encoded: String =
                    url::form_urlencoded::byte_serialize(target.as_bytes()).collect();
                read::url(&template.replace(slot, &encoded))
            });
        Ok(page.filter(|page| self.settings().network.allows(page)))
    }

    async fn answers_to(&self, actor: &Actor, handle: &Handle) -> bool {
        let own = Handle {
            name: actor.handle.clone(),
            host: actor.host.clone(),
        };
        match self.webfinger(&own).await {
            Ok(found) => found["subject"]
                .as_str()
                .and_then(Handle::read)
                .is_some_and(|subject| subject == *handle),
            Err(_) => false,
        }
    }

    async fn webfinger(&self, handle: &Handle) -> Result<Value, Failure> {
        self.ask_webfinger(&handle.host, &handle.resource()).await
    }

    async fn ask_webfinger(&self, host: &str, resource: &str) -> Result<Value, Failure> {
        let mut url = self.at_host(host, "/.well-known/webfinger")?;
        url.query_pairs_mut().append_pair("resource", resource);
        self.fetcher().plain_json(&url).await
    }
}

fn instance_actor_in(found: &Value, rel: &str) -> Option<Url> {
    read::id(&link(found, |link| link["rel"] == rel)?["href"])
}

fn link(found: &Value, wanted: impl Fn(&Value) -> bool) -> Option<&Value> {
    read::each(&found["links"]).find(|link| wanted(link))
}

/// What a WebFinger resource may ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resource {
    Handle(Handle),
    Id(Url),
    /// `https://host/`: the server itself (FEP-d556).
    Server,
}

impl Shared {
    /// `None` when the resource is neither a handle nor a URL: answered 400.
    pub fn read_resource(&self, text: &str) -> Option<Resource> {
        if let Some(url) = read::url(text) {
            let is_server = self.is_ours(&url) && url.path() == "/";
            return Some(if is_server {
                Resource::Server
            } else {
                Resource::Id(url)
            });
        }
        Handle::read(text).map(Resource::Handle)
    }

    /// The answer about one of ours; `None` when there is no such actor here.
    pub async fn describe(&self, resource: &Resource) -> crate::Result<Option<Value>> {
        let actor = match resource {
            Resource::Server => return Ok(Some(self.describe_server())),
            Resource::Handle(handle) if handle.host == host_of(self.origin()) => {
                actors::find_own(&self.db, &handle.name).await?
            }
            Resource::Handle(_) => None,
            Resource::Id(url) if self.is_ours(url) => match url.path().strip_prefix("/@") {
                Some(handle) => actors::find_own(&self.db, handle).await?,
                None => actors::find(&self.db, url).await?,
            },
            Resource::Id(_) => None,
        };
        Ok(actor
            .filter(|actor| actor.local && actor.deleted_at.is_none())
            .map(|actor| self.describe_actor(&actor)))
    }

    fn describe_actor(&self, actor: &Actor) -> Value {
        let follow = format!("{}follow", self.origin());
        json!({
            "subject": format!("acct:{}@{}", actor.handle, actor.host),
            "aliases": [actor.page(), actor.id],
            "links": [
                { "rel": "self", "type": ACTIVITY_JSON, "href": actor.id },
                { "rel": "http://webfinger.net/rel/profile-page", "type": "text/html", "href": actor.page() },
                { "rel": SUBSCRIBE, "template": format!("{follow}?uri={{uri}}") },
                { "rel": INTENT_FOLLOW, "template": format!("{follow}?uri={{object}}") },
            ],
        })
    }

    fn describe_server(&self) -> Value {
        json!({
            "subject": self.origin(),
            "links": [{ "rel": SERVICE, "type": ACTIVITY_JSON, "href": self.instance_actor() }],
        })
    }

    /// `/.well-known/nodeinfo`: the schema links first, because Gancio reads the first one whatever
    /// its rel.
    pub fn nodeinfo_links(&self) -> Value {
        let link = |version: &str| {
            json!({
                "rel": format!("http://nodeinfo.diaspora.software/ns/schema/{version}"),
                "href": format!("{}nodeinfo/{version}", self.origin()),
            })
        };
        json!({ "links": [
            link("2.1"),
            link("2.0"),
            { "rel": APPLICATION, "href": self.instance_actor() },
        ] })
    }

    /// `/.well-known/host-meta`: Mastodon falls back to it.
    pub fn host_meta(&self) -> String {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <XRD xmlns=\"http://docs.oasis-open.org/ns/xri/xrd-1.0\">\n  \
             <Link rel=\"lrdd\" template=\"{}.well-known/webfinger?resource={{uri}}\"/>\n\
             </XRD>\n",
            self.origin()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handles_are_read_as_people_write_them() {
        let expected = Some(Handle {
            name: "Dialog".to_owned(),
            host: "dialog.example".to_owned(),
        });
        for text in [
            "@Dialog@dialog.example",
            "Dialog@dialog.example",
            " acct:Dialog@Dialog.Example ",
            "@Dialog@dialog.example.",
        ] {
            assert_eq!(Handle::read(text), expected, "{text}");
        }
        let local = Handle::read("@a@localhost:8080").map(|handle| handle.host);
        assert_eq!(local.as_deref(), Some("localhost:8080"));
    }

    #[test]
    fn a_server_is_named_by_its_host_or_by_any_page_of_it() {
        for text in [
            "verband.example",
            " Verband.example ",
            "https://verband.example",
            "https://verband.example/events/denkwerkstatt?x#y",
            "verband.example/@zwst",
        ] {
            assert_eq!(
                read_host(text).as_deref(),
                Some("verband.example"),
                "{text}"
            );
        }
        let local = read_host("localhost:8080");
        assert_eq!(local.as_deref(), Some("localhost:8080"));
        for text in [
            "",
            "verband",
            "a b.example",
            "ftp://a.example",
            "@a@b.example",
            "a:b@c.de",
        ] {
            assert_eq!(read_host(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_no_handle_is_refused() {
        for text in [
            "",
            "@",
            "dialog",
            "@dialog",
            "@@host.example",
            "a@b@",
            "a@host.example/path",
            "a@host.example?x",
            "a@user:pw@host.example",
            "a b@host.example",
            "a@ho st",
            "a@host.example#x",
        ] {
            let read = Handle::read(text);
            assert!(
                read.is_none()
                    || read.as_ref().is_some_and(|h| h.name == "a"
                        && h.host == "host.example"
                        && text.contains("pw")),
                "{text} {read:?}"
            );
        }
    }
}
