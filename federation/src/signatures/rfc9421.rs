//! Reads RFC 9421 HTTP Message Signatures in the profile the Fediverse uses.
//! Refuses component parameters, doubled names, a missing `created`, and too little coverage.

use chrono::{DateTime, Utc};
use sfv::{BareItem, Dictionary, FieldType as _, InnerList, ListEntry, Parser};

use super::{AlgorithmHint, Claim, Fault, MAX_KEY_ID_BYTES, Request, check_window, each_once};

/// Most signatures looked at in one request.
const MAX_LABELS: usize = 4;

/// Takes the first label that covers enough; every check is about that one.
pub(super) fn read(
    request: &Request<'_>,
    input: &str,
    signature: &str,
    now: DateTime<Utc>,
) -> Result<Claim, Fault> {
    let inputs = dictionary(input)?;
    let signatures = dictionary(signature)?;
    if inputs.len() > MAX_LABELS || signatures.len() > MAX_LABELS {
        return Err(Fault::Malformed);
    }
    let mut fault = None;
    for (label, input) in &inputs {
        match claim(request, input, signatures.get(label), now) {
            Ok(claim) => return Ok(claim),
            Err(why) => {
                fault.get_or_insert(why);
            }
        }
    }
    Err(fault.unwrap_or(Fault::Missing))
}

/// The parser keeps the last of two equal names, another reader may keep the first: such a field is refused.
pub(super) fn dictionary(field: &str) -> Result<Dictionary, Fault> {
    let parsed: Dictionary = Parser::new(field).parse().map_err(|_| Fault::Malformed)?;
    let spelled = |text: &str| text.replace([' ', '\t'], "");
    if spelled(&parsed.serialize().unwrap_or_default()) != spelled(field) {
        return Err(Fault::Malformed);
    }
    Ok(parsed)
}

fn claim(
    request: &Request<'_>,
    input: &ListEntry,
    signature: Option<&ListEntry>,
    now: DateTime<Utc>,
) -> Result<Claim, Fault> {
    let ListEntry::InnerList(covered) = input else {
        return Err(Fault::Malformed);
    };
    let signature = match signature.ok_or(Fault::Missing)? {
        ListEntry::Item(item) => match &item.bare_item {
            BareItem::ByteSequence(bytes) => bytes.clone(),
            _ => return Err(Fault::Malformed),
        },
        ListEntry::InnerList(_) => return Err(Fault::Malformed),
    };
    let key_id = text(covered, "keyid")?.ok_or(Fault::Malformed)?;
    if key_id.is_empty() || key_id.len() > MAX_KEY_ID_BYTES {
        return Err(Fault::Malformed);
    }
    let components = components(covered)?;
    require_coverage(request, &components)?;
    let created = time(covered, "created")?.ok_or(Fault::NotCovered)?;
    check_window(created, time(covered, "expires")?, now)?;
    request.check_digests(&components)?;
    Ok(Claim {
        key_id: key_id.to_owned(),
        signature,
        base: base(request, covered, &components)?,
        algorithm: algorithm(covered)?,
    })
}

fn algorithm(covered: &InnerList) -> Result<AlgorithmHint, Fault> {
    match text(covered, "alg")? {
        None => Ok(AlgorithmHint::None),
        Some("rsa-v1_5-sha256") => Ok(AlgorithmHint::Rsa),
        Some("ed25519") => Ok(AlgorithmHint::Ed25519),
        Some(_) => Err(Fault::BadAlgorithm),
    }
}

fn text<'a>(covered: &'a InnerList, name: &str) -> Result<Option<&'a str>, Fault> {
    match covered.params.get(name) {
        None => Ok(None),
        Some(BareItem::String(text)) => Ok(Some(text.as_str())),
        Some(_) => Err(Fault::Malformed),
    }
}

/// Seconds since 1970.
fn time(covered: &InnerList, name: &str) -> Result<Option<i64>, Fault> {
    match covered.params.get(name) {
        None => Ok(None),
        Some(BareItem::Integer(seconds)) => Ok(Some(i64::from(*seconds))),
        Some(_) => Err(Fault::Malformed),
    }
}

fn components(covered: &InnerList) -> Result<Vec<String>, Fault> {
    let mut names = Vec::with_capacity(covered.items.len());
    for item in &covered.items {
        match &item.bare_item {
            // A parameter changes what of the component is signed (`;sf`, `;key`, `;req`): no peer needs one.
            BareItem::String(name) if item.params.is_empty() => {
                names.push(name.as_str().to_owned());
            }
            _ => return Err(Fault::Malformed),
        }
    }
    each_once(&names)?;
    Ok(names)
}

fn require_coverage(request: &Request<'_>, components: &[String]) -> Result<(), Fault> {
    let covers = |name: &str| components.iter().any(|component| component == name);
    let query = covers("@query") || request.target.query().is_none();
    let target = covers("@target-uri") || (covers("@authority") && covers("@path") && query);
    let digest = covers("content-digest") || request.only_reads();
    if covers("@method") && target && digest {
        Ok(())
    } else {
        Err(Fault::NotCovered)
    }
}

/// RFC 9421 §2.5.
fn base(
    request: &Request<'_>,
    covered: &InnerList,
    components: &[String],
) -> Result<String, Fault> {
    let mut base = String::new();
    for name in components {
        base.push_str(&format!("\"{name}\": {}\n", component(request, name)?));
    }
    let parameters = vec![ListEntry::InnerList(covered.clone())].serialize();
    base.push_str("\"@signature-params\": ");
    base.push_str(&parameters.unwrap_or_default());
    Ok(base)
}

/// RFC 9421 §2.1 and §2.2. Our own configuration says scheme and host, not the request.
fn component(request: &Request<'_>, name: &str) -> Result<String, Fault> {
    let authority = request.authority();
    let scheme = request.scheme;
    let target = request.path_and_query();
    Ok(match name {
        "@method" => request.method.as_str().to_owned(),
        "@target-uri" => format!("{scheme}://{authority}{target}"),
        "@authority" => authority,
        "@scheme" => scheme.to_ascii_lowercase(),
        "@request-target" => target.to_owned(),
        "@path" => request.target.path().to_owned(),
        "@query" => format!("?{}", request.target.query().unwrap_or_default()),
        derived if derived.starts_with('@') => return Err(Fault::Malformed),
        header if header.bytes().any(|byte| byte.is_ascii_uppercase()) => {
            return Err(Fault::Malformed);
        }
        header => request.signed_header(header)?,
    })
}
