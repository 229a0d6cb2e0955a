//! Reads draft-cavage-http-signatures-12, what most of the Fediverse signs with.
//! Refuses a doubled parameter or component, and a signature that leaves out target, host, time or digest.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::{DateTime, Utc};

use super::{AlgorithmHint, Claim, Fault, MAX_KEY_ID_BYTES, Request, check_window, each_once};

/// Most parameters in one `Signature` header; the draft knows seven.
const MAX_PARAMETERS: usize = 16;
/// More digits than any time that fits the window.
const MAX_TIME_DIGITS: usize = 15;

pub(super) fn read(
    request: &Request<'_>,
    header: &str,
    now: DateTime<Utc>,
) -> Result<Claim, Fault> {
    let parameters = Parameters::parse(header)?;
    let key_id = parameters.required("keyId")?;
    if key_id.is_empty() || key_id.len() > MAX_KEY_ID_BYTES {
        return Err(Fault::Malformed);
    }
    let signature = STANDARD
        .decode(parameters.required("signature")?)
        .map_err(|_| Fault::Malformed)?;
    let components = components(&parameters)?;
    require_coverage(request, &components)?;
    check_time(request, &parameters, &components, now)?;
    request.check_digests(&components)?;
    Ok(Claim {
        key_id: key_id.to_owned(),
        signature,
        base: base(request, &parameters, &components)?,
        algorithm: algorithm(&parameters)?,
    })
}

fn algorithm(parameters: &Parameters<'_>) -> Result<AlgorithmHint, Fault> {
    let Some(name) = parameters.get("algorithm") else {
        return Ok(AlgorithmHint::None);
    };
    match name.to_ascii_lowercase().as_str() {
        "hs2019" => Ok(AlgorithmHint::None),
        "rsa-sha256" => Ok(AlgorithmHint::Rsa),
        "ed25519" => Ok(AlgorithmHint::Ed25519),
        _ => Err(Fault::BadAlgorithm),
    }
}

fn components(parameters: &Parameters<'_>) -> Result<Vec<String>, Fault> {
    // Without `headers` the draft signs the date alone: never enough here.
    let listed = parameters.get("headers").ok_or(Fault::NotCovered)?;
    let components: Vec<String> = listed
        .split_ascii_whitespace()
        .map(str::to_ascii_lowercase)
        .collect();
    each_once(&components)?;
    Ok(components)
}

fn require_coverage(request: &Request<'_>, components: &[String]) -> Result<(), Fault> {
    let covers = |name: &str| components.iter().any(|component| component == name);
    let enough = covers("(request-target)")
        && covers("host")
        && (covers("date") || covers("(created)"))
        && (covers("digest") || request.only_reads());
    if enough {
        Ok(())
    } else {
        Err(Fault::NotCovered)
    }
}

/// Only times that are signed count: anyone can write the others.
fn check_time(
    request: &Request<'_>,
    parameters: &Parameters<'_>,
    components: &[String],
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let covers = |name: &str| components.iter().any(|component| component == name);
    let signed_at = if covers("(created)") {
        parameters.time("created")?
    } else {
        request.date()?
    };
    let expires = if covers("(expires)") {
        Some(parameters.time("expires")?)
    } else {
        None
    };
    check_window(signed_at, expires, now)
}

fn base(
    request: &Request<'_>,
    parameters: &Parameters<'_>,
    components: &[String],
) -> Result<String, Fault> {
    let target = request.path_and_query();
    let method = request.method.as_str().to_ascii_lowercase();
    let mut lines = Vec::with_capacity(components.len());
    for name in components {
        let value = match name.as_str() {
            "(request-target)" => format!("{method} {target}"),
            "(created)" => parameters.required("created")?.to_owned(),
            "(expires)" => parameters.required("expires")?.to_owned(),
            header => request.signed_header(header)?,
        };
        lines.push(format!("{name}: {value}"));
    }
    Ok(lines.join("\n"))
}

/// `name="value"` or `name=value`, separated by commas. No escapes: no key id or date needs one.
struct Parameters<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Parameters<'a> {
    fn parse(header: &'a str) -> Result<Self, Fault> {
        let mut parameters: Vec<(&str, &str)> = Vec::new();
        let mut rest = header;
        loop {
            let (name, value, after) = parameter(rest.trim_start()).ok_or(Fault::Malformed)?;
            let doubled = parameters
                .iter()
                .any(|(known, _)| known.eq_ignore_ascii_case(name));
            if doubled || parameters.len() == MAX_PARAMETERS {
                return Err(Fault::Malformed);
            }
            parameters.push((name, value));
            match after.trim_start() {
                "" => return Ok(Self(parameters)),
                more => rest = more.strip_prefix(',').ok_or(Fault::Malformed)?,
            }
        }
    }

    fn get(&self, name: &str) -> Option<&'a str> {
        let found = self
            .0
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|&(_, value)| value)
    }

    fn required(&self, name: &str) -> Result<&'a str, Fault> {
        self.get(name).ok_or(Fault::Malformed)
    }

    /// Seconds since 1970.
    fn time(&self, name: &str) -> Result<i64, Fault> {
        let digits = self.required(name)?;
        if digits.len() > MAX_TIME_DIGITS || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Fault::Malformed);
        }
        digits.parse().map_err(|_| Fault::Malformed)
    }
}

fn parameter(text: &str) -> Option<(&str, &str, &str)> {
    let (name, rest) = text.split_once('=')?;
    if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let (value, after) = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split_once('"')?,
        None => rest.split_at(rest.find([',', ' ', '\t']).unwrap_or(rest.len())),
    };
    let plain = !value.contains(['\\', '"']);
    plain.then_some((name, value, after))
}
