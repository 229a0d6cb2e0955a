//! How one value is read from its text, and the sentence for the operator when it cannot be.

use chrono::NaiveDate;
use chrono_tz::{TZ_VARIANTS, Tz};
use ipnet::IpNet;
use serde::{Deserialize, Deserializer, de::Error};
use std::{
    fmt::Display,
    net::{IpAddr, SocketAddr},
    path::PathBuf,
    str::FromStr,
};
use tracing_subscriber::EnvFilter;
use url::Url;

/// Like a word somebody knows: as many letters may be wrong as in a typing error.
const SIMILAR: f64 = 0.7;

/// The known word that was probably meant.
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|known| (strsim::jaro_winkler(typed, known), known))
        .filter(|(likeness, _)| *likeness >= SIMILAR)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, known)| known)
}

pub(super) fn unless_empty<'de, T, D>(value: D) -> Result<Option<T>, D::Error>
where
    T: FromStr<Err: Display>,
    D: Deserializer<'de>,
{
    let text = String::deserialize(value)?;
    match text.is_empty() {
        true => Ok(None),
        false => text.parse().map(Some).map_err(D::Error::custom),
    }
}

pub(super) fn path<'de, D: Deserializer<'de>>(value: D) -> Result<PathBuf, D::Error> {
    filled(value).map(PathBuf::from)
}

pub(super) fn filled<'de, D: Deserializer<'de>>(value: D) -> Result<String, D::Error> {
    let text = String::deserialize(value)?;
    match text.trim().is_empty() {
        true => Err(D::Error::custom("must not be empty")),
        false => Ok(text),
    }
}

pub(super) fn between<'de, const LEAST: u32, const MOST: u32, T, D>(value: D) -> Result<T, D::Error>
where
    T: TryFrom<u32>,
    D: Deserializer<'de>,
{
    u32::try_from(i64::deserialize(value)?)
        .ok()
        .filter(|number| (LEAST..=MOST).contains(number))
        .and_then(|number| T::try_from(number).ok())
        .ok_or_else(|| D::Error::custom(format!("must be a number from {LEAST} to {MOST}")))
}

pub(super) fn zone<'de, D: Deserializer<'de>>(value: D) -> Result<Tz, D::Error> {
    let text = String::deserialize(value)?;
    text.parse().map_err(|_| {
        let known = nearest(&text, TZ_VARIANTS.iter().map(|zone| zone.name()));
        D::Error::custom(match known {
            Some(known) => format!("there is no time zone {text:?}; did you mean {known:?}?"),
            None => format!("there is no time zone {text:?}; one is called \"Europe/Berlin\""),
        })
    })
}

pub(super) fn address<'de, D: Deserializer<'de>>(value: D) -> Result<SocketAddr, D::Error> {
    let text = String::deserialize(value)?;
    text.parse().map_err(|_| {
        D::Error::custom(
            "must be an IP address and a port, as in \"127.0.0.1:8080\" or \"[::1]:8080\"",
        )
    })
}

/// Networks, and addresses as networks of one.
pub(super) fn networks<'de, D: Deserializer<'de>>(value: D) -> Result<Vec<IpNet>, D::Error> {
    Vec::<String>::deserialize(value)?
        .iter()
        .map(|text| {
            text.parse()
                .or_else(|_| text.parse::<IpAddr>().map(IpNet::from))
                .map_err(|_| {
                    D::Error::custom(format!(
                        "{text:?} is no address or network, such as \"10.0.0.1\" or \"10.0.0.0/8\""
                    ))
                })
        })
        .collect()
}

/// Exact addresses, each with its port.
pub(super) fn addresses<'de, D: Deserializer<'de>>(value: D) -> Result<Vec<SocketAddr>, D::Error> {
    Vec::<String>::deserialize(value)?
        .iter()
        .map(|text| {
            text.parse().map_err(|_| {
                D::Error::custom(format!(
                    "{text:?} is no address with a port, such as \"127.0.0.1:8443\""
                ))
            })
        })
        .collect()
}

pub(super) fn web_address<'de, D: Deserializer<'de>>(value: D) -> Result<Option<Url>, D::Error> {
    let text = String::deserialize(value)?;
    if text.is_empty() {
        return Ok(None);
    }
    Url::parse(&text)
        .ok()
        .filter(|url| matches!(url.scheme(), "https" | "http"))
        .map(Some)
        .ok_or_else(|| {
            D::Error::custom("must be a complete address, as in \"https://verein.example\"")
        })
}

pub(super) fn log_level<'de, D: Deserializer<'de>>(value: D) -> Result<String, D::Error> {
    let text = String::deserialize(value)?;
    match EnvFilter::try_new(&text) {
        Ok(_) => Ok(text),
        Err(_) => Err(D::Error::custom(
            "must be \"error\", \"warn\", \"info\", \"debug\" or \"trace\", or such as \"info,federation=debug\"",
        )),
    }
}

pub(super) fn day<'de, D: Deserializer<'de>>(value: D) -> Result<Option<NaiveDate>, D::Error> {
    let text = String::deserialize(value)?;
    match text.is_empty() {
        true => Ok(None),
        false => text
            .parse()
            .map(Some)
            .map_err(|_| D::Error::custom("must be a day, as in \"2026-11-22\"")),
    }
}
