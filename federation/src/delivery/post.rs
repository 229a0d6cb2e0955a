//! One POST to one inbox: signed, knocked twice if need be, its answer made a verdict.

use super::backoff::retry_after;
use crate::{
    fetch::{DEADLINE, Failure, Fetcher},
    host_of,
    keys::KeyPairs,
    knock::{Knock, asks_for_other_scheme, other},
    signatures::{BodyDigest, Scheme},
    vocabulary::ACTIVITY_JSON,
};
use bytes::Bytes;
use chrono::{DateTime, Duration, Utc};
use http::{Method, StatusCode, header};
use url::Url;

/// An activity ready to be sent: written and hashed once for all its inboxes.
pub(super) struct Parcel {
    pub body: Bytes,
    pub digest: BodyDigest,
}

impl Parcel {
    pub fn new(json: String) -> Self {
        let body = Bytes::from(json);
        let digest = BodyDigest::of(&body);
        Self { body, digest }
    }
}

/// How one try ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Verdict {
    Delivered {
        status: u16,
        scheme: Scheme,
    },
    /// The host answered; this activity may pass later, others may pass now.
    Later {
        status: u16,
        wait: Option<Duration>,
    },
    /// Nobody answered: the whole host rests.
    Silent(Failure),
    /// 404 or 410: perhaps the follower is gone, perhaps only this inbox does not know the type.
    Missing {
        status: u16,
    },
    /// It will never pass as it is.
    Refused {
        status: Option<u16>,
        failure: &'static str,
    },
}

/// Sends parcels as one actor.
pub(super) struct Courier<'a> {
    pub fetcher: &'a Fetcher,
    pub keys: &'a KeyPairs,
    pub key_id: &'a str,
}

impl Courier<'_> {
    pub async fn bring(&self, parcel: &Parcel, inbox: &Url, now: DateTime<Utc>) -> Verdict {
        let scheme = self.fetcher.schemes.of(&host_of(inbox));
        match self.knock(parcel, inbox, scheme, now).await {
            Verdict::Refused {
                status: Some(status),
                ..
            } if StatusCode::from_u16(status).is_ok_and(asks_for_other_scheme) => {
                let second = other(scheme);
                let verdict = self.knock(parcel, inbox, second, now).await;
                if matches!(verdict, Verdict::Delivered { .. }) {
                    self.fetcher.schemes.remember(&host_of(inbox), second);
                }
                verdict
            }
            verdict => verdict,
        }
    }

    async fn knock(
        &self,
        parcel: &Parcel,
        inbox: &Url,
        scheme: Scheme,
        now: DateTime<Utc>,
    ) -> Verdict {
        let knock = Knock {
            keys: self.keys,
            key_id: self.key_id,
            method: Method::POST,
            url: inbox,
            digest: Some(&parcel.digest),
            accept: None,
        };
        let Ok(signed) = knock.headers(scheme, now) else {
            return Verdict::Refused {
                status: None,
                failure: "unsignable",
            };
        };
        let request = self
            .fetcher
            .client
            .post(inbox.as_str())
            .headers(signed)
            .header(header::CONTENT_TYPE, ACTIVITY_JSON)
            .body(parcel.body.clone())
            .send();
        match tokio::time::timeout(DEADLINE, request).await {
            Err(_) => Verdict::Silent(Failure::TimedOut),
            Ok(Ok(response)) => verdict_of(&response, scheme, now),
            Ok(Err(error)) => match Failure::of_request(&error) {
                // What a name leads to just now may be the mistake of a resolver.
                Failure::ForbiddenAddress if !self.fetcher.network.allows(inbox) => {
                    Verdict::Refused {
                        status: None,
                        failure: "forbidden_address",
                    }
                }
                failure => Verdict::Silent(failure),
            },
        }
    }
}

fn verdict_of(response: &reqwest::Response, scheme: Scheme, now: DateTime<Utc>) -> Verdict {
    let status = response.status();
    let code = status.as_u16();
    let wait = response
        .headers()
        .get(header::RETRY_AFTER)
        .and_then(|text| retry_after(text.to_str().ok()?, now));
    match code {
        200..=299 => Verdict::Delivered {
            status: code,
            scheme,
        },
        404 | 410 => Verdict::Missing { status: code },
        408 | 425 | 429 | 500..=599 => Verdict::Later { status: code, wait },
        401 | 403 => Verdict::Refused {
            status: Some(code),
            failure: "not_allowed",
        },
        300..=399 => Verdict::Refused {
            status: Some(code),
            failure: "redirected",
        },
        _ => Verdict::Refused {
            status: Some(code),
            failure: "not_accepted",
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Clock, fetch::ClientSettings, network::Network};

    #[tokio::test]
    async fn a_name_that_leads_inside_just_now_is_asked_again() {
        let network = Network::PublicAnd {
            inside: ["10.0.0.5:8443".parse().expect("an address")].into(),
            http: false,
        };
        let clock = Clock::stopped(DateTime::from_timestamp(1_793_000_000, 0).expect("a time"));
        let fetcher = Fetcher::new(ClientSettings {
            network,
            user_agent: "test".to_owned(),
            extra_authorities: Vec::new(),
            clock: clock.clone(),
        });
        let fetcher = fetcher.expect("a client");
        let keys = KeyPairs::generate().expect("keys");
        let courier = Courier {
            fetcher: &fetcher,
            keys: &keys,
            key_id: "https://a.example/#main-key",
        };
        let parcel = Parcel::new("{}".to_owned());
        for (inbox, verdict) in [
            // The port is one of the test bed, so the name has to be looked up.
            (
                "https://localhost:8443/inbox",
                Verdict::Silent(Failure::ForbiddenAddress),
            ),
            (
                "https://127.0.0.1/inbox",
                Verdict::Refused {
                    status: None,
                    failure: "forbidden_address",
                },
            ),
        ] {
            let inbox = Url::parse(inbox).expect("a URL");
            assert_eq!(courier.bring(&parcel, &inbox, clock.now()).await, verdict);
        }
    }
}
