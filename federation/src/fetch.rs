//! The one way to read other servers: signed, bounded in size, time and hops, and never into the
//! network this server stands in (see [`Network`]). Every request to them goes through this client.

use crate::{
    clock::Clock,
    keys::KeyPairs,
    knock::{Knock, asks_for_other_scheme, other},
    network::{CheckedResolver, Network},
    signatures::Scheme,
    vocabulary::{ACTIVITY_JSON, is_activity_json, read},
};
use activitypub_federation::error::Error as LibraryError;
use futures_util::StreamExt;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use reqwest_middleware::{ClientBuilder, ClientWithMiddleware, Middleware, Next};
use serde_json::Value;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, OnceLock},
    time::Duration,
};
use url::Url;

/// For one document, redirects included, or one knock at an inbox: from the first byte sent to the last read.
pub const DEADLINE: Duration = Duration::from_secs(10);
pub const CONNECT_DEADLINE: Duration = Duration::from_secs(5);
/// The largest document read, in bytes (Mastodon's limit).
pub const DOCUMENT_BYTES_AT_MOST: usize = 1_048_576;
/// Redirects followed, each checked like the first address.
const REDIRECTS_AT_MOST: usize = 3;
/// What an unsigned-for media type would be; peers send either.
const ACCEPT: &str = "application/activity+json, application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"";
/// Hosts whose signature scheme is remembered; beyond it the memory starts over.
const REMEMBERED_HOSTS_AT_MOST: usize = 10_000;

/// Why another server could not be read or told. The words are stored with a delivery and shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// Not https, an odd port, an address inside our own network.
    #[error("forbidden_address")]
    ForbiddenAddress,
    #[error("unresolvable")]
    Unresolvable,
    #[error("unreachable")]
    Unreachable,
    #[error("timed_out")]
    TimedOut,
    #[error("too_large")]
    TooLarge,
    #[error("too_many_redirects")]
    TooManyRedirects,
    #[error("not_activity_json")]
    NotActivityJson,
    /// The document names another id than the address it came from.
    #[error("wrong_id")]
    WrongId,
    /// 410, or a Tombstone.
    #[error("gone")]
    Gone,
    /// Any other status but 2xx.
    #[error("answered {0}")]
    Answered(u16),
}

impl Failure {
    /// Whether trying again later may help: nobody answered, or the server said so.
    pub fn is_passing(self) -> bool {
        match self {
            Self::Unresolvable | Self::Unreachable | Self::TimedOut => true,
            Self::Answered(status) => status >= 500 || matches!(status, 408 | 425 | 429),
            _ => false,
        }
    }

    /// The library wraps what our client said; find it again.
    pub(crate) fn of(error: &LibraryError) -> Self {
        match error {
            LibraryError::ObjectDeleted(_) => Self::Gone,
            LibraryError::ReqwestMiddleware(error) => Self::of_request(error),
            LibraryError::Reqwest(error) => Self::of_transport(error),
            LibraryError::ResponseBodyLimit => Self::TooLarge,
            LibraryError::FetchWrongId(_) => Self::WrongId,
            LibraryError::UrlVerificationError(_) => Self::ForbiddenAddress,
            _ => Self::NotActivityJson,
        }
    }

    pub(crate) fn of_request(error: &reqwest_middleware::Error) -> Self {
        match error {
            reqwest_middleware::Error::Reqwest(error) => Self::of_transport(error),
            reqwest_middleware::Error::Middleware(error) => {
                error.downcast_ref().copied().unwrap_or(Self::Unreachable)
            }
        }
    }

    fn of_transport(error: &reqwest::Error) -> Self {
        let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
        while let Some(inner) = cause {
            if let Some(failure) = inner.downcast_ref::<Failure>() {
                return *failure;
            }
            cause = inner.source();
        }
        if error.is_timeout() {
            Self::TimedOut
        } else {
            Self::Unreachable
        }
    }
}

/// Which signature scheme a host took last, so that most requests knock once.
#[derive(Debug, Default)]
pub struct Schemes(Mutex<HashMap<String, Scheme>>);

impl Schemes {
    fn known(&self) -> MutexGuard<'_, HashMap<String, Scheme>> {
        self.0
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    pub fn of(&self, host: &str) -> Scheme {
        self.known().get(host).copied().unwrap_or(Scheme::Cavage)
    }

    pub fn remember(&self, host: &str, scheme: Scheme) {
        let mut known = self.known();
        if known.len() >= REMEMBERED_HOSTS_AT_MOST {
            known.clear();
        }
        known.insert(host.to_owned(), scheme);
    }

    /// What the database knew, unless something newer was learnt since the start.
    pub fn recall(&self, host: &str, scheme: Scheme) {
        if !self.known().contains_key(host) {
            self.remember(host, scheme);
        }
    }
}

/// Who signs our reading: the instance actor.
#[derive(Debug)]
pub struct Reader {
    pub key_id: String,
    pub keys: Arc<KeyPairs>,
}

/// Set once the instance actor exists, a moment after the client.
pub type ReaderSlot = Arc<OnceLock<Reader>>;

/// Refuses forbidden addresses, signs, knocks a second time with the other scheme when the first
/// is not understood, and normalises the media type (the library compares it as a whole string).
struct SignedReading {
    network: Network,
    reader: ReaderSlot,
    schemes: Arc<Schemes>,
    clock: Clock,
}

impl SignedReading {
    fn sign(&self, request: &mut reqwest::Request, scheme: Scheme) -> anyhow::Result<()> {
        let Some(reader) = self.reader.get() else {
            return Ok(());
        };
        let accept = request
            .headers()
            .get(header::ACCEPT)
            .and_then(|accept| accept.to_str().ok())
            .map(str::to_owned);
        let signed = Knock {
            keys: &reader.keys,
            key_id: &reader.key_id,
            method: Method::GET,
            url: request.url(),
            digest: None,
            accept: accept.as_deref(),
        }
        .headers(scheme, self.clock.now())?;
        request.headers_mut().extend(signed);
        Ok(())
    }
}

#[async_trait::async_trait]
impl Middleware for SignedReading {
    async fn handle(
        &self,
        request: reqwest::Request,
        extensions: &mut http::Extensions,
        next: Next<'_>,
    ) -> reqwest_middleware::Result<reqwest::Response> {
        // Deliveries are signed by the actor that speaks, before they come here.
        let ours_to_sign = request.method() == Method::GET;
        let is_allowed = self.network.allows(request.url())
            && self
                .network
                .leads_out_or_as_named(request.url())
                .await
                .map_err(anyhow::Error::from)?;
        if !is_allowed {
            return Err(anyhow::Error::from(Failure::ForbiddenAddress).into());
        }
        if !ours_to_sign {
            return next.run(request, extensions).await;
        }
        let host = crate::iri::host_of(request.url());
        let scheme = self.schemes.of(&host);
        let unsigned = request.try_clone();
        let mut first = request;
        self.sign(&mut first, scheme)?;
        let mut response = next.clone().run(first, extensions).await?;
        if let (true, Some(mut second)) = (asks_for_other_scheme(response.status()), unsigned) {
            let scheme = other(scheme);
            self.sign(&mut second, scheme)?;
            response = next.run(second, extensions).await?;
            if response.status().is_success() {
                self.schemes.remember(&host, scheme);
            }
        }
        if let Some(failure) = refusal(response.status()) {
            return Err(anyhow::Error::from(failure).into());
        }
        normalise_media_type(response.headers_mut());
        Ok(response)
    }
}

fn refusal(status: StatusCode) -> Option<Failure> {
    if status.is_success() || status.is_redirection() || status == StatusCode::GONE {
        None
    } else {
        Some(Failure::Answered(status.as_u16()))
    }
}

fn normalise_media_type(headers: &mut HeaderMap) {
    let media_type = headers.get(header::CONTENT_TYPE);
    if media_type.is_some_and(|text| text.to_str().is_ok_and(is_activity_json)) {
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static(ACTIVITY_JSON),
        );
    }
}

/// What the client is made from.
pub struct ClientSettings {
    pub network: Network,
    /// `Verbund/1.0.0 (+https://…)`.
    pub user_agent: String,
    /// Certificate authorities beside the system's, PEM.
    pub extra_authorities: Vec<u8>,
    pub clock: Clock,
}

/// The client and what it learns.
#[derive(Clone)]
pub struct Fetcher {
    pub(crate) client: ClientWithMiddleware,
    pub(crate) network: Network,
    pub(crate) schemes: Arc<Schemes>,
    pub(crate) reader: ReaderSlot,
}

impl Fetcher {
    pub fn new(settings: ClientSettings) -> anyhow::Result<Self> {
        let mut headers = HeaderMap::new();
        // A compressed body could unfold into more than we read.
        headers.insert(
            header::ACCEPT_ENCODING,
            HeaderValue::from_static("identity"),
        );
        #[expect(clippy::disallowed_methods, reason = "the one client of the program")]
        let mut builder = reqwest::Client::builder()
            .user_agent(settings.user_agent)
            .default_headers(headers)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .connect_timeout(CONNECT_DEADLINE)
            .timeout(DEADLINE)
            .pool_max_idle_per_host(2)
            .pool_idle_timeout(Duration::from_secs(30))
            .dns_resolver(CheckedResolver(settings.network.clone()));
        if !settings.extra_authorities.is_empty() {
            let authorities = reqwest::Certificate::from_pem_bundle(&settings.extra_authorities)?;
            builder = builder.tls_certs_merge(authorities);
        }
        let schemes = Arc::<Schemes>::default();
        let reader = ReaderSlot::default();
        let client = ClientBuilder::new(builder.build()?)
            .with(SignedReading {
                network: settings.network.clone(),
                reader: reader.clone(),
                schemes: schemes.clone(),
                clock: settings.clock,
            })
            .build();
        Ok(Self {
            client,
            network: settings.network,
            schemes,
            reader,
        })
    }

    /// Read an object from its own origin: the document's id is the address it was found at, or is
    /// asked once more there.
    pub async fn object(&self, id: &Url) -> Result<Value, Failure> {
        let (found_at, json) = self.activity_json(id).await?;
        let Some(own_id) = read::id(&json["id"]) else {
            return Err(Failure::WrongId);
        };
        if own_id == found_at {
            return Ok(json);
        }
        if own_id.origin() != found_at.origin() {
            return Err(Failure::WrongId);
        }
        let (found_at, json) = self.activity_json(&own_id).await?;
        if read::id(&json["id"]) == Some(found_at) {
            Ok(json)
        } else {
            Err(Failure::WrongId)
        }
    }

    /// Read any ActivityStreams document, without asking whose it is. Returns where it was found.
    pub async fn activity_json(&self, url: &Url) -> Result<(Url, Value), Failure> {
        let (found_at, media_type, body) = self.read(url, ACCEPT).await?;
        if !is_activity_json(&media_type) {
            return Err(Failure::NotActivityJson);
        }
        let json = read::json(&body).ok_or(Failure::NotActivityJson)?;
        match read::kind(&json) {
            Some("Tombstone") => Err(Failure::Gone),
            _ => Ok((found_at, json)),
        }
    }

    /// Read JSON of the media types WebFinger and NodeInfo use.
    pub async fn plain_json(&self, url: &Url) -> Result<Value, Failure> {
        let (_, _, body) = self
            .read(url, "application/jrd+json, application/json")
            .await?;
        read::json(&body).ok_or(Failure::NotActivityJson)
    }

    /// Read a document of any kind: a page, a calendar, JSON. `accept` is what is liked best.
    pub async fn document(&self, url: &Url, accept: &str) -> Result<Document, Failure> {
        let (found_at, media_type, body) = self.read(url, accept).await?;
        Ok(Document {
            found_at,
            media_type,
            body,
        })
    }

    async fn read(&self, url: &Url, accept: &str) -> Result<(Url, String, Vec<u8>), Failure> {
        let reading = async {
            let mut url = url.clone();
            for _ in 0..=REDIRECTS_AT_MOST {
                let response = self
                    .client
                    .get(url.as_str())
                    .header(header::ACCEPT, accept)
                    .send()
                    .await
                    .map_err(|error| Failure::of_request(&error))?;
                if response.status() == StatusCode::GONE {
                    return Err(Failure::Gone);
                }
                match redirect_target(&url, &response) {
                    Some(target) => url = target,
                    None if response.status().is_redirection() => {
                        return Err(Failure::Answered(response.status().as_u16()));
                    }
                    None => {
                        let media_type = response
                            .headers()
                            .get(header::CONTENT_TYPE)
                            .and_then(|text| text.to_str().ok())
                            .unwrap_or_default()
                            .to_owned();
                        return Ok((url, media_type, body_of(response).await?));
                    }
                }
            }
            Err(Failure::TooManyRedirects)
        };
        tokio::time::timeout(DEADLINE, reading)
            .await
            .map_err(|_| Failure::TimedOut)?
    }
}

/// What an address answered with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Behind all redirects.
    pub found_at: Url,
    /// With its parameters; empty where the server named none.
    pub media_type: String,
    /// At most [`DOCUMENT_BYTES_AT_MOST`].
    pub body: Vec<u8>,
}

/// Where a redirect leads, if to the same scheme: never from https to http.
fn redirect_target(from: &Url, response: &reqwest::Response) -> Option<Url> {
    if !response.status().is_redirection() {
        return None;
    }
    let location = response.headers().get(header::LOCATION)?.to_str().ok()?;
    let target = from.join(location).ok()?;
    (target.scheme() == from.scheme()).then_some(target)
}

async fn body_of(response: reqwest::Response) -> Result<Vec<u8>, Failure> {
    let announced = response.content_length().unwrap_or_default();
    if announced > DOCUMENT_BYTES_AT_MOST as u64 {
        return Err(Failure::TooLarge);
    }
    let mut body = Vec::new();
    let mut chunks = response.bytes_stream();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|error| Failure::of_transport(&error))?;
        if body.len() + chunk.len() > DOCUMENT_BYTES_AT_MOST {
            return Err(Failure::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_redirect_is_one_by_its_status_and_stays_within_its_scheme() {
        let from: Url = "https://peer.example/a".parse().unwrap();
        for (status, location, expected) in [
            (302, "/b", Some("https://peer.example/b")),
            (200, "/b", None),
            (302, "http://peer.example/b", None),
        ] {
            let answer = http::Response::builder().status(status);
            let answer = answer.header(header::LOCATION, location);
            let answer = reqwest::Response::from(answer.body("").unwrap());
            let target = redirect_target(&from, &answer);
            let target = target.as_ref().map(Url::as_str);
            assert_eq!(target, expected, "{status} {location}");
        }
    }
}
