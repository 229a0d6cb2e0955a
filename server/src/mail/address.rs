//! One mail address: checked, comparable, and never shown whole by accident.
//! Refuses what servers read differently: quotes, routes (`%`, `!`), lists, comments, IP literals.

use std::{fmt, hash, str::FromStr};
use url::Host;

/// A path of RFC 5321 §4.5.3.1.3 without its angle brackets.
const ADDRESS_BYTES_AT_MOST: usize = 254;
/// RFC 5321 §4.5.3.1.1.
const LOCAL_PART_BYTES_AT_MOST: usize = 64;
/// RFC 1035 §2.3.4, as written without the root.
const DOMAIN_BYTES_AT_MOST: usize = 253;
/// RFC 1035 §2.3.4.
const LABEL_BYTES_AT_MOST: usize = 63;

/// Where one person gets mail. Shown as `m…@example.org`; whoever needs all of it asks [`Address::whole`].
/// Two spellings that reach the same mailbox for nearly everybody are equal.
#[derive(Clone)]
pub struct Address {
    local: String,
    /// In ASCII and lower case.
    domain: String,
}

/// Why a text is no address one may write to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAnAddress {
    #[error("no address")]
    Missing,
    #[error("an address of more than {ADDRESS_BYTES_AT_MOST} bytes")]
    TooLong,
    #[error("more than one address")]
    Several,
    #[error("what stands before the @ cannot be used")]
    LocalPart,
    #[error("what stands after the @ is no domain")]
    Domain,
}

impl NotAnAddress {
    /// The message that explains it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Missing => "mail-address-missing",
            Self::TooLong => "mail-address-too-long",
            Self::Several => "mail-address-several",
            Self::LocalPart => "mail-address-unreadable",
            Self::Domain => "mail-address-domain-unknown",
        }
    }
}

impl Address {
    /// For the envelope, and for the row that remembers whom to write to.
    pub fn whole(&self) -> String {
        format!("{}@{}", self.local, self.domain)
    }

    /// The same for every spelling: to find an address, and to let it stand only once.
    pub fn folded(&self) -> String {
        format!("{}@{}", self.local.to_ascii_lowercase(), self.domain)
    }

    /// In ASCII and lower case.
    pub fn domain(&self) -> &str {
        &self.domain
    }
}

impl FromStr for Address {
    type Err = NotAnAddress;

    fn from_str(typed: &str) -> Result<Self, NotAnAddress> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Err(NotAnAddress::Missing);
        }
        // Before anything looks closer.
        if typed.len() > ADDRESS_BYTES_AT_MOST {
            return Err(NotAnAddress::TooLong);
        }
        let several = |c: char| matches!(c, ',' | ';') || c.is_whitespace();
        if typed.contains(several) || typed.matches('@').count() > 1 {
            return Err(NotAnAddress::Several);
        }
        let (local, domain) = typed.split_once('@').ok_or(NotAnAddress::Domain)?;
        if !is_local_part(local) {
            return Err(NotAnAddress::LocalPart);
        }
        let address = Self {
            local: local.to_owned(),
            domain: domain_in_ascii(domain).ok_or(NotAnAddress::Domain)?,
        };
        // In ASCII a domain is longer.
        match address.whole().len() > ADDRESS_BYTES_AT_MOST {
            true => Err(NotAnAddress::TooLong),
            false => Ok(address),
        }
    }
}

/// A dot-atom (RFC 5322 §3.2.3) without `%` and `!`, which some servers take for a route to others.
fn is_local_part(local: &str) -> bool {
    let is_atom = |atom: &str| {
        !atom.is_empty()
            && atom
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "#$&'*+-/=?^_`{|}~".contains(c))
    };
    local.len() <= LOCAL_PART_BYTES_AT_MOST && local.split('.').all(is_atom)
}

/// A domain that can be looked up, IDNs as `xn--…`.
fn domain_in_ascii(domain: &str) -> Option<String> {
    // `Host` decodes them, which would let one domain look like another.
    if domain.contains('%') {
        return None;
    }
    let Ok(Host::Domain(domain)) = Host::parse(domain) else {
        return None;
    };
    let is_label = |label: &str| {
        (1..=LABEL_BYTES_AT_MOST).contains(&label.len())
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let fits = domain.len() <= DOMAIN_BYTES_AT_MOST
        && domain.contains('.')
        && domain.split('.').all(is_label);
    fits.then_some(domain)
}

impl PartialEq for Address {
    fn eq(&self, other: &Self) -> bool {
        self.folded() == other.folded()
    }
}

impl Eq for Address {}

impl hash::Hash for Address {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.folded().hash(state);
    }
}

/// `m…@example.org`: enough for the person it belongs to.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let first: String = self.local.chars().take(1).collect();
        write!(f, "{first}…@{}", self.domain)
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn read(typed: &str) -> Result<String, NotAnAddress> {
        typed.parse().map(|address: Address| address.whole())
    }

    #[test]
    fn an_address_is_taken_as_people_type_it() {
        for (typed, whole) in [
            ("m@example.org", "m@example.org"),
            (
                " Maria.Muster+WS@Example.ORG\n",
                "Maria.Muster+WS@example.org",
            ),
            ("o'hara_1@sub.example.org", "o'hara_1@sub.example.org"),
            ("post@bücher.example", "post@xn--bcher-kva.example"),
            ("post@BÜCHER。example", "post@xn--bcher-kva.example"),
            ("post@xn--bcher-kva.example", "post@xn--bcher-kva.example"),
        ] {
            assert_eq!(read(typed).as_deref(), Ok(whole), "{typed}");
        }
    }

    #[test]
    fn what_is_no_single_plain_address_is_refused_with_its_reason() {
        use NotAnAddress::{Domain, LocalPart, Missing, Several};
        for (typed, reason) in [
            ("", Missing),
            (" \t ", Missing),
            ("a@x.example,b@x.example", Several),
            ("a@x.example;b@x.example", Several),
            ("a@x.example b@x.example", Several),
            ("a@x.example\r\nBcc:b@x.example", Several),
            ("a@b@x.example", Several),
            ("Maria <m@x.example>", Several),
            ("<m@x.example>", LocalPart),
            ("\"m\"@x.example", LocalPart),
            ("a%b@x.example", LocalPart),
            ("host!a@x.example", LocalPart),
            ("a(b)@x.example", LocalPart),
            ("a\u{0}@x.example", LocalPart),
            ("a\u{202E}b@x.example", LocalPart),
            ("ä@x.example", LocalPart),
            (".a@x.example", LocalPart),
            ("a..b@x.example", LocalPart),
            ("a.@x.example", LocalPart),
            ("@x.example", LocalPart),
            ("nobody", Domain),
            ("a@", Domain),
            ("a@localhost", Domain),
            ("a@127.0.0.1", Domain),
            ("a@0x7f.1", Domain),
            ("a@[127.0.0.1]", Domain),
            ("a@[::1]", Domain),
            ("a@x..example", Domain),
            ("a@x.example.", Domain),
            ("a@-x.example", Domain),
            ("a@x-.example", Domain),
            ("a@x_y.example", Domain),
            ("a@%78.example", Domain),
            ("a@x.example>", Domain),
            ("a@x\u{202E}.example", Domain),
            ("a@x.example:25", Domain),
        ] {
            assert_eq!(read(typed), Err(reason), "{typed:?}");
        }
    }

    #[test]
    fn every_length_has_its_limit() {
        use NotAnAddress::{Domain, LocalPart, TooLong};
        let local = |length: usize| read(&format!("{}@x.example", "a".repeat(length)));
        assert!(local(64).is_ok());
        assert_eq!(local(65), Err(LocalPart));
        let label = |length: usize| read(&format!("a@{}.example", "x".repeat(length)));
        assert!(label(63).is_ok());
        assert_eq!(label(64), Err(Domain));
        let whole = |length: usize| {
            let labels = ["x".repeat(60).as_str(); 5].join(".");
            let domain = &labels[labels.len() - (length - 2)..];
            read(&format!("a@{domain}"))
        };
        assert!(whole(254).is_ok());
        assert_eq!(whole(255), Err(TooLong));
        // Short as it is typed, too long as it is looked up.
        let idn = |labels: usize| {
            let labels = vec!["ü"; labels].join(".");
            let typed = format!("{}@{labels}.example", "a".repeat(64));
            assert!(typed.len() <= 254);
            read(&typed)
        };
        assert!(idn(20).is_ok());
        assert_eq!((idn(25), idn(32)), (Err(TooLong), Err(Domain)));
        assert_eq!(read(&"a".repeat(1_000_000)), Err(TooLong));
    }

    #[test]
    fn spellings_of_one_mailbox_are_equal_and_others_are_not() {
        let address = |text: &str| text.parse::<Address>().unwrap();
        let spellings = [
            "Maria@Example.org",
            "maria@EXAMPLE.ORG",
            "maria@example.org",
        ];
        let others = [
            "maria+1@example.org",
            "ma.ria@example.org",
            "maria@example.com",
        ];
        let known: HashSet<_> = spellings.map(address).into();
        assert_eq!(known.len(), 1);
        for other in others {
            assert!(!known.contains(&address(other)), "{other}");
        }
        assert_eq!(address("Maria@Example.org").folded(), "maria@example.org");
        assert_eq!(address("Maria@Example.org").domain(), "example.org");
    }

    #[test]
    fn an_address_is_never_shown_whole() {
        let address: Address = "Maria.Muster@example.org".parse().unwrap();
        assert_eq!(address.to_string(), "M…@example.org");
        assert_eq!(format!("{address:?}"), "M…@example.org");
        assert_eq!(
            format!("{:#?}", Some(&address)),
            "Some(\n    M…@example.org,\n)"
        );
    }
}
