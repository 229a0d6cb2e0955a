//! Where this server may connect to: nowhere inside the network it stands in, whatever a name leads to.

use crate::fetch::Failure;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
};
use url::{Host as UrlHost, Url};

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
    pub(crate) async fn leads_out_or_as_named(&self, url: &Url) -> Result<bool, Failure> {
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
pub(crate) struct CheckedResolver(pub Network);

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
