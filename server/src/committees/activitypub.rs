//! A committee as an actor's profile, its seats, and the note that tells of it. Pure: rows in, shapes out.
//! Of who sits there it says what their public page says, and nothing of how they are reached.

use super::{
    Committee, Holder, Minutes, Motion, Seat,
    motion::{Count, Outcome},
    vote::{Deputising, Voice},
};
use crate::{i18n::Lang, markdown, words::Word as _};
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, Timelike as _, Utc};
use chrono_tz::Tz;
use federation::{
    Iri,
    actors::Actor,
    outbox::{Audience, Saying},
    vocabulary::{
        self as wire, Note,
        actor::{COMMITTEE, Field, Profile, Term},
        event::LanguageMap,
        minutes::MINUTES,
        motion::MOTION,
        question::Choice,
        seat::{MEMBER_OF, SEAT, Subject},
    },
};
use serde_json::{Value, json};
use url::Url;

/// Where we are, and how we say it.
pub struct Setting<'a> {
    pub origin: &'a Url,
    pub lang: Lang,
    pub zone: Tz,
}

pub fn profile(committee: &Committee, setting: &Setting<'_>) -> Profile {
    let days = setting.lang.days(committee.starts_on, committee.ends_on);
    let term = Field {
        name: setting.lang.text("committee-term"),
        value: markdown::escape(&days),
    };
    let imprint = setting.origin.join("/impressum").ok().map(|link| {
        let shown = link.as_str().trim_start_matches("https://");
        let shown = markdown::escape(shown.trim_start_matches("http://"));
        Field {
            name: setting.lang.text("association-field-imprint"),
            value: format!("<a href=\"{link}\">{shown}</a>"),
        }
    });
    Profile {
        name: committee.name.clone(),
        summary: summary(committee),
        told: Vec::new(),
        url: Some(committee.page(setting.origin)),
        icon: None,
        fields: std::iter::once(term).chain(imprint).collect(),
        body: Some(COMMITTEE.to_owned()),
        unit_of: Some(committee.organizer.clone().into()),
        work: None,
        term: Some(Term {
            starts: beginning(committee.starts_on, setting.zone),
            ends: end(committee.ends_on, setting.zone),
        }),
        discoverable: true,
        implements: Vec::new(),
    }
}

/// The line and what it is for, in HTML.
fn summary(committee: &Committee) -> String {
    let mut html = String::new();
    if !committee.summary.is_empty() {
        html.push_str(&format!("<p>{}</p>", markdown::escape(&committee.summary)));
    }
    html.push_str(&committee.purpose_html());
    html
}

/// Midnight, or what comes first where the clock skips it.
pub fn beginning(day: NaiveDate, zone: Tz) -> DateTime<FixedOffset> {
    let midnight = day.and_time(NaiveTime::MIN);
    let at = midnight.and_local_timezone(zone).earliest();
    at.map_or(midnight.and_utc().fixed_offset(), |at| at.fixed_offset())
}

/// The last second: rights reach to the end of the last day.
pub fn end(day: NaiveDate, zone: Tz) -> DateTime<FixedOffset> {
    let last = NaiveTime::from_hms_opt(23, 59, 59).unwrap_or(NaiveTime::MIN);
    let evening = day.and_time(last);
    let at = evening.and_local_timezone(zone).latest();
    at.map_or(evening.and_utc().fixed_offset(), |at| at.fixed_offset())
}

/// What a seat is called and who is meant by it, on the wire.
pub struct Sitting<'a> {
    pub seat: &'a Seat,
    /// Its id there, or that of whoever stands in.
    pub id: Url,
    /// The seat somebody stands in at; absent of the seat itself.
    pub deputy_of: Option<Url>,
    /// Nobody where it is vacant.
    pub holder: Option<&'a Holder>,
    pub updated: DateTime<Utc>,
}

/// A seat of ours as others keep it. Vacant, it is so for as long as the committee sits.
pub fn seat(
    committee: &Committee,
    sitting: Sitting<'_>,
    group: &Actor,
    setting: &Setting<'_>,
) -> wire::Seat {
    let audience = Audience::public(group);
    let term = (committee.starts_on, committee.ends_on);
    let (starts_on, ends_on) = sitting
        .holder
        .map_or(term, |holder| (holder.starts_on, holder.ends_on));
    let key = match &sitting.deputy_of {
        Some(_) => "committee-wire-deputy",
        None => "committee-wire-seat",
    };
    let name = setting
        .lang
        .text_with(key, &[("name", &sitting.seat.stakeholder)]);
    wire::Seat {
        id: sitting.id,
        attributed_to: group.id.clone().into(),
        name,
        subject: sitting.holder.map(|holder| Subject {
            name: holder.name.clone(),
        }),
        relationship: MEMBER_OF,
        object: group.id.clone().into(),
        stakeholder: sitting.seat.stakeholder.clone(),
        deputy_of: sitting.deputy_of,
        start_time: beginning(starts_on, setting.zone),
        end_time: end(ends_on, setting.zone),
        kind: SEAT,
        updated: sitting.updated.fixed_offset(),
        to: audience.to,
        cc: audience.cc,
    }
}

/// A seat of ours as it is offered to an association of another server, for its days: nobody is in it yet.
pub fn offered(
    committee: &Committee,
    sitting: Sitting<'_>,
    holder: &Holder,
    group: &Actor,
    setting: &Setting<'_>,
) -> wire::Seat {
    wire::Seat {
        start_time: beginning(holder.starts_on, setting.zone),
        end_time: end(holder.ends_on, setting.zone),
        to: holder.actor.iter().cloned().map(Url::from).collect(),
        cc: Vec::new(),
        ..seat(committee, sitting, group, setting)
    }
}

/// The Offer, as it is taken back.
pub fn offer(holder: &Holder, group: &Actor, seat: &Iri) -> Value {
    json!({
        "id": holder.offer,
        "type": "Offer",
        "actor": group.id,
        "object": seat,
        "target": holder.actor,
    })
}

/// What whoever agreed may do from now on, until the end of their term: a Grant of ForgeFed's.
pub fn grant(holder: &Holder, group: &Actor, seat: &Iri, setting: &Setting<'_>) -> Saying {
    Saying::about("Grant", json!(seat), audience(holder))
        .with("context", json!(group.id))
        .with("target", json!(holder.actor))
        .with("fulfills", json!(holder.word))
        .with("endTime", json!(end(holder.ends_on, setting.zone)))
        .concerning(&group.id)
}

/// The association that holds the seat, and nobody else.
pub fn audience(holder: &Holder) -> Audience {
    Audience::only_these(&holder.actor)
}

/// What a motion is to one of those who hold a seat, beside what it is to all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Of a deputy: whether they may vote, and why. Of a member: by which rule their deputy did.
    pub deputising: Option<Deputising>,
    /// What the deputy of a member said, as long as it counts.
    pub deputy: Option<Voice>,
}

/// A motion as those on other servers are told of it. Until the end nobody is shown how it stands.
pub fn motion(
    motion: &Motion,
    (outcome, count, place): (Outcome, Option<Count>, Place),
    group: &Actor,
    setting: &Setting<'_>,
    updated: DateTime<Utc>,
) -> Option<wire::Motion> {
    let count = count.unwrap_or_default();
    let closed = match outcome {
        Outcome::Open => None,
        Outcome::Withdrawn => motion.withdrawn_at,
        _ => Some(motion.ends_at),
    };
    let votes = |voice| match voice {
        Voice::Yes => count.yes,
        Voice::No => count.no,
        Voice::Abstain => count.abstain,
    };
    Some(wire::Motion {
        id: motion.iri.clone()?.into(),
        attributed_to: group.id.clone().into(),
        name: motion.title.clone(),
        content: markdown::to_html(&motion.text),
        one_of: Voice::ALL
            .map(|voice| Choice {
                name: voice.name(),
                votes: u64::try_from(votes(voice)).unwrap_or(u64::MAX),
            })
            .to_vec(),
        end_time: motion.ends_at.with_timezone(&setting.zone).fixed_offset(),
        closed: closed.map(|at| at.fixed_offset()),
        kind: MOTION,
        state: outcome.name(),
        deputies_from: motion
            .deputies_from
            .map(|from| from.with_timezone(&setting.zone).fixed_offset()),
        standing: place.deputising.map(|it| it.name()),
        deputy_voice: place.deputy.map(|voice| voice.name()),
        published: motion.created_at.fixed_offset(),
        updated: (updated > motion.created_at).then(|| updated.fixed_offset()),
        to: Vec::new(),
    })
}

/// Minutes as those on other servers who hold a seat are asked to approve of them; none that nobody was asked.
pub fn minutes(
    minutes: &Minutes,
    group: &Actor,
    setting: &Setting<'_>,
    updated: DateTime<Utc>,
) -> Option<wire::Minutes> {
    let submitted_at = minutes.submitted_at?;
    Some(wire::Minutes {
        id: minutes.iri.clone()?.into(),
        attributed_to: group.id.clone().into(),
        name: minutes.title.clone(),
        content: markdown::to_html(&minutes.text),
        start_time: beginning(minutes.held_on, setting.zone),
        kind: MINUTES,
        state: minutes.state().name().to_owned(),
        published: submitted_at.fixed_offset(),
        updated: (updated > submitted_at).then(|| updated.fixed_offset()),
        to: Vec::new(),
    })
}

/// What nobody could fetch, once it is gone.
pub fn tombstone(id: &Iri, kind: &str, now: DateTime<Utc>) -> Value {
    json!({
        "id": id,
        "type": "Tombstone",
        "formerType": kind,
        "deleted": wire::utc(now),
    })
}

/// What somebody said for a seat, as an answer names it: by its ids, without what was said.
pub fn word(word: &Url, speaker: &Iri, note: &Url) -> Value {
    json!({ "id": word, "type": "Create", "actor": speaker, "object": note })
}

/// By the association: there is something new to follow.
pub fn note(
    committee: &Committee,
    (organizer, group): (&Actor, &Actor),
    id: Url,
    setting: &Setting<'_>,
    published: DateTime<FixedOffset>,
) -> Note {
    let days = setting.lang.days(committee.starts_on, committee.ends_on);
    let line = setting.lang.text_with(
        "committee-wire-note",
        &[
            ("name", &committee.name),
            ("days", &days),
            ("address", &group.address()),
        ],
    );
    let page = committee.page(setting.origin);
    let url = markdown::escape(page.as_str());
    let content = format!(
        "<p>{}</p><p><a href=\"{url}\">{url}</a></p>",
        markdown::escape(&line)
    );
    let audience = Audience::public(organizer).and_of(group);
    Note {
        id,
        attributed_to: organizer.id.clone().into(),
        in_reply_to: None,
        url: Some(page),
        content_map: LanguageMap(vec![(setting.lang.bcp47().to_owned(), content.clone())]),
        content,
        published,
        updated: None,
        to: audience.to,
        cc: audience.cc,
    }
}

/// The day somebody meant who says when it begins or ends: theirs where that is where a day does, else ours.
/// Who writes in UTC means another day by their own clock.
pub fn day(at: DateTime<FixedOffset>, zone: Tz) -> NaiveDate {
    let is_edge = matches!((at.hour(), at.minute()), (0, 0) | (23, 59));
    match is_edge || at.offset().local_minus_utc() != 0 {
        true => at.date_naive(),
        false => at.with_timezone(&zone).date_naive(),
    }
}

/// What another server's committee is, made safe to keep.
pub struct Foreign {
    pub organizer: Url,
    pub url: Url,
    pub name: String,
    /// HTML that is safe to show.
    pub purpose: String,
    pub starts_on: NaiveDate,
    /// The last day.
    pub ends_on: NaiveDate,
}

/// Nothing where the actor is no committee, or says nothing a server could show.
pub fn foreign(actor: &Actor, zone: Tz) -> Option<Foreign> {
    let term = actor.profile.term.as_ref();
    let term = term.filter(|_| actor.is_committee())?;
    let is_own = |url: &Url| url.origin() == actor.id.origin();
    let (starts_on, ends_on) = (day(term.starts, zone), day(term.ends, zone));
    // Without a name nobody could be led to it.
    if actor.profile.name.trim().is_empty() {
        return None;
    }
    Some(Foreign {
        organizer: actor.profile.unit_of.clone().filter(is_own)?,
        url: actor.profile.url.clone().filter(is_own)?,
        name: actor.profile.name.clone(),
        purpose: markdown::sanitise(&actor.profile.summary),
        ends_on: ends_on.max(starts_on),
        starts_on,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_reaches_to_the_end_of_its_last_day() {
        let day: NaiveDate = "2027-11-13".parse().unwrap();
        let zone = chrono_tz::Europe::Berlin;
        assert_eq!(
            beginning(day, zone).to_rfc3339(),
            "2027-11-13T00:00:00+01:00"
        );
        assert_eq!(end(day, zone).to_rfc3339(), "2027-11-13T23:59:59+01:00");
        // The same in UTC, and a day of somebody who counts in UTC.
        for (said, meant) in [
            ("2027-11-12T23:00:00Z", "2027-11-13"),
            ("2027-11-13T22:59:59Z", "2027-11-13"),
            ("2027-11-13T00:00:00Z", "2027-11-13"),
            ("2027-11-13T23:59:59Z", "2027-11-13"),
            ("2027-11-13T23:59:59-05:00", "2027-11-13"),
        ] {
            let said = DateTime::parse_from_rfc3339(said).unwrap();
            assert_eq!(super::day(said, zone).to_string(), meant, "{said}");
        }
        // There the clocks went forward at midnight.
        let day: NaiveDate = "2018-11-04".parse().unwrap();
        let skipped = beginning(day, chrono_tz::America::Sao_Paulo);
        assert_eq!(skipped.date_naive(), day);
    }
}
