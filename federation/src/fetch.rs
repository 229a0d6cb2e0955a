//! The one way to read other servers: signed, bounded in size, time and hops, and never into the
//! network this server stands in. Every outgoing request of the program goes through this client.

use crate::{
    clock::Clock,
    keys::KeyPairs,
    knock::{Knock, asks_for_other_scheme, other},
    signatures::Scheme,
    vocabulary::{ACTIVITY_JSON, is_activity_json, read},
};
use activitypub_federation::error::Error as LibraryError;
use futures_util::StreamExt;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest_middleware::{ClientBuilder, ClientWithMiddleware, Middleware, Next};
use serde_json::Value;
use std::{
    collections::HashMap,
    net::{IpAddr, SocketAddr},
    sync::{Arc, Mutex, MutexGuard, OnceLock},
    time::Duration,
};
use url::{Host as UrlHost, Url};

/// From the first byte sent to the last byte read, redirects included.
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

/// Where this server may connect to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Network {
    /// https on port 443, global addresses.
    Public,
    /// And these exact addresses inside, for test beds; with `http` also unencrypted.
    PublicAnd {
        inside: Arc<[SocketAddr]>,
        http: bool,
    },
    /// Anything, for test beds on one machine. Start-up warns loudly.
    Private,
}

impl Network {
    /// Checks what the resolver never sees: scheme, port and addresses written as numbers.
    pub fn allows(&self, url: &Url) -> bool {
        let (inside, http) = match self {
            Self::Private => (None, true),
            Self::Public => (Some(&[][..]), false),
            Self::PublicAnd { inside, http } => (Some(&inside[..]), *http),
        };
        let (Some(inside), Some(port)) = (inside, url.port_or_known_default()) else {
            return matches!(url.scheme(), "http" | "https") && http;
        };
        if !(url.scheme() == "https" || (url.scheme() == "http" && http)) {
            return false;
        }
        match url.host() {
            Some(UrlHost::Ipv4(v4)) => inside.contains(&(v4, port).into()),
            Some(UrlHost::Ipv6(v6)) => inside.contains(&(v6, port).into()),
            Some(UrlHost::Domain(name)) => {
                (name.contains('.') && url.scheme() == "https" && url.port().is_none())
                    || inside.iter().any(|address| address.port() == port)
            }
            None => false,
        }
    }

    /// Whether a name may lead to `address`. A test bed asks for the exact port, which the resolver
    /// does not know: see [`Self::leads_out_or_as_named`].
    fn reaches(&self, address: IpAddr) -> bool {
        match self {
            Self::Private => true,
            Self::Public => is_global(address),
            Self::PublicAnd { inside, .. } => {
                is_global(address) || inside.iter().any(|named| named.ip() == address)
            }
        }
    }

    /// Whether the name of a test bed leads to one of the exact addresses, or to the public network.
    async fn leads_out_or_as_named(&self, url: &Url) -> Result<bool, Failure> {
        let (Self::PublicAnd { inside, .. }, Some(UrlHost::Domain(name)), Some(port)) =
            (self, url.host(), url.port_or_known_default())
        else {
            return Ok(true);
        };
        let found = tokio::net::lookup_host((name, port))
            .await
            .map_err(|_| Failure::Unresolvable)?;
        let mut reached = found
            .filter(|address| self.reaches(address.ip()))
            .peekable();
        let is_usual = url.scheme() == "https" && url.port().is_none();
        Ok(reached.peek().is_some()
            && reached
                .all(|address| inside.contains(&address) || (is_usual && is_global(address.ip()))))
    }
}

/// Only what is routed on the public internet. Mapped, compatible and translated forms of inner
/// IPv4 addresses are outside of 2000::/3 or named here (GHSA-vwhj-3g83-v276).
pub fn is_global(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            !(v4.is_private()
                || v4.is_loopback()
                || v4.is_link_local()
                || v4.is_multicast()
                || v4.is_documentation()
                || v4.is_unspecified()
                || v4.is_broadcast()
                || a == 0
                || a >= 240
                || (a == 100 && (64..128).contains(&b))
                || (a == 198 && (18..20).contains(&b))
                || (a == 192 && b == 0 && c == 0)
                || (a == 192 && b == 88 && c == 99))
        }
        IpAddr::V6(v6) => {
            let segments = v6.segments();
            (segments[0] & 0xe000) == 0x2000
                && !matches!(
                    segments,
                    [0x2001, 0..=0x01ff, ..]
                        | [0x2001, 0x0db8, ..]
                        | [0x2002, ..]
                        | [0x3fff, 0..=0x0fff, ..]
                )
        }
    }
}

/// Resolves a name once and hands over only addresses the network allows, so that what was checked
/// is what is connected to (DNS rebinding).
struct CheckedResolver(Network);

impl Resolve for CheckedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let network = self.0.clone();
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0))
                .await
                .map_err(|_| Failure::Unresolvable)?
                .collect();
            let allowed: Vec<SocketAddr> = found
                .into_iter()
                .filter(|address| network.reaches(address.ip()))
                .collect();
            if allowed.is_empty() {
                return Err(Failure::ForbiddenAddress.into());
            }
            Ok(Box::new(allowed.into_iter()) as Addrs)
        })
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
    fn only_global_addresses_are_global() {
        for inner in [
            "127.0.0.1",
            "10.0.0.1",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "0.1.2.3",
            "100.64.0.1",
            "100.127.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.88.99.1",
            "198.18.0.1",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
            "2002:7f00:1::",
            "3fff::1",
        ] {
            assert!(!is_global(inner.parse().expect(inner)), "{inner}");
        }
        for outer in [
            "1.1.1.1",
            "100.63.0.1",
            "100.128.0.1",
            "2606:4700::1111",
            "::ffff:1.1.1.1",
        ] {
            assert!(is_global(outer.parse().expect(outer)), "{outer}");
        }
    }

    #[test]
    fn addresses_written_as_numbers_never_reach_the_resolver() {
        for literal in [
            "https://127.0.0.1/",
            "https://2130706433/",
            "https://0x7f.1/",
            "https://0177.0.0.1/",
            "https://0/",
            "https://[::]/",
            "https://[::1]/",
            "https://[::ffff:127.0.0.1]/",
            "https://[64:ff9b::1]/",
            "https://1.1.1.1/",
            "https://localhost/",
            "http://a.example/",
            "https://a.example:8443/",
            "ftp://a.example/",
            "file:///etc/passwd",
        ] {
            let url = Url::parse(literal).expect(literal);
            assert!(!Network::Public.allows(&url), "{literal}");
        }
        let honest = Url::parse("https://a.example/actor").expect("a URL");
        assert!(Network::Public.allows(&honest));
    }

    #[tokio::test]
    async fn a_name_that_leads_inside_is_refused() {
        let resolver = CheckedResolver(Network::Public);
        let refused = resolver.resolve("localhost".parse().expect("a name")).await;
        let cause = refused.err().expect("localhost is not global");
        assert_eq!(cause.downcast_ref(), Some(&Failure::ForbiddenAddress));
        let test_bed = CheckedResolver(Network::Private);
        assert!(
            test_bed
                .resolve("localhost".parse().expect("a name"))
                .await
                .is_ok()
        );
    }

    #[tokio::test]
    async fn a_test_bed_reaches_the_addresses_it_names_and_no_other() {
        let bed = |http| Network::PublicAnd {
            inside: ["127.0.0.1:8443", "[::1]:8443", "10.0.0.5:443"]
                .map(|address| address.parse().expect("an address"))
                .into(),
            http,
        };
        let url = |text: &str| Url::parse(text).expect("a URL");
        for (address, encrypted, open) in [
            ("https://127.0.0.1:8443/", true, true),
            ("https://localhost:8443/", true, true),
            ("https://10.0.0.5/", true, true),
            ("https://a.example/", true, true),
            ("http://127.0.0.1:8443/", false, true),
            ("http://127.0.0.1:8444/", false, false),
            ("https://127.0.0.2:8443/", false, false),
            ("https://localhost:8444/", false, false),
            ("https://10.0.0.5:8444/", false, false),
            ("http://a.example/", false, false),
        ] {
            assert_eq!(bed(false).allows(&url(address)), encrypted, "{address}");
            assert_eq!(bed(true).allows(&url(address)), open, "{address}");
        }
        let leads = async |text| bed(false).leads_out_or_as_named(&url(text)).await;
        assert_eq!(leads("https://localhost:8443/").await, Ok(true));
        assert_eq!(leads("https://localhost/").await, Ok(false));
        let resolver = CheckedResolver(bed(false));
        assert!(
            resolver
                .resolve("localhost".parse().expect("a name"))
                .await
                .is_ok()
        );
        assert!(!bed(false).reaches("127.0.0.2".parse().expect("an address")));
    }
}
