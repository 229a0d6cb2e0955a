//! Members on the wire: what a workstream says to whoever asked, and to their home. Pure.

use super::{Member, member::Terms};
use chrono::{DateTime, FixedOffset, NaiveDate};
use chrono_tz::Tz;
use federation::{
    Iri,
    actors::Actor,
    outbox::{Audience, Saying},
    vocabulary::Grant,
};
use serde_json::{Value, json};
use url::Url;

/// Who is a member, as a list.
pub fn members(group: &Url) -> String {
    format!("{group}/members")
}

/// The member alone, and their home.
pub fn audience(member: &Member) -> Audience {
    let named = member.actor.iter().chain(&member.home);
    Audience {
        to: named.cloned().map(Url::from).collect(),
        cc: Vec::new(),
    }
}

/// The Join, as it is answered.
fn join(member: &Member, group: &Actor) -> Value {
    json!({
        "id": member.activity,
        "type": "Join",
        "actor": member.actor,
        "object": group.id,
    })
}

/// What a member may. Of this house, it is given to who leads the workstream.
pub fn grant(
    member: &Member,
    group: &Actor,
    lead: &Iri,
    terms: Terms,
    id: &Iri,
    zone: Tz,
) -> Option<Grant> {
    let target = member.actor.as_ref().unwrap_or(lead);
    Some(Grant {
        id: id.clone().into(),
        actor: group.id.clone().into(),
        context: group.id.clone().into(),
        target: target.clone().into(),
        object: terms.role.iri().parse().ok()?,
        fulfills: member.activity.clone().map(Url::from),
        acted_on_behalf_of: member.home.clone().map(Url::from),
        end_time: terms.until.and_then(|until| end_of(until, zone)),
    })
}

fn end_of(day: NaiveDate, zone: Tz) -> Option<DateTime<FixedOffset>> {
    let end = day.and_hms_opt(23, 59, 59)?;
    let end = end.and_local_timezone(zone).latest()?;
    Some(end.fixed_offset())
}

/// They are let in.
pub fn accept(member: &Member, group: &Actor, grant: &Grant) -> Saying {
    let saying = Saying::about("Accept", join(member, group), audience(member));
    saying.with("result", json!(grant))
}

/// They are not, and why.
pub fn reject(member: &Member, group: &Actor) -> Saying {
    let saying = Saying::about("Reject", join(member, group), audience(member));
    match member.reason.as_str() {
        "" => saying,
        reason => {
            let reason = crate::markdown::escape(reason);
            saying.with("content", json!(format!("<p>{reason}</p>")))
        }
    }
}

/// They are no member any more.
pub fn remove(member: &Member, group: &Actor) -> Saying {
    let saying = Saying::about("Remove", json!(member.actor), audience(member));
    let saying = saying.with("target", json!(members(&group.id)));
    match &member.activity {
        Some(join) => saying.concerning(join),
        None => saying,
    }
}
