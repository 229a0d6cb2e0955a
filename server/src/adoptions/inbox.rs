//! What other servers say about who uses what: an adopter speaks for itself and takes back what it said,
//! and whoever answers for a report answers. Nobody does either for somebody else.

use super::{
    Adoption, OPEN_AT_MOST, OPEN_OF_ONE_HOST_AT_MOST, State,
    adoption::{NAME_AT_MOST, NOTE_AT_MOST, REASON_AT_MOST},
    keep, store,
};
use crate::{App, app::Tx, associations, ids::AdoptionId, markdown, workstreams};
use federation::{Adopting, Answer, Iri, Received, Rejected, Verdict};
use url::Url;

/// An organisation says that it uses something of a report of ours. Shown once those who answer for the
/// report have looked at it.
pub async fn receive_offer(
    app: &App,
    tx: &Tx,
    activity: &Received,
    adopting: &Adopting,
) -> Result<(), Rejected> {
    let adopter = &activity.actor;
    if matches!(adopter.kind.as_str(), "Person" | "Application") || adopter.is_unit() {
        return Err(Rejected::Refused("no_organisation"));
    }
    let report = workstreams::find_report_by_iri(tx, &adopting.report).await?;
    let report = report.filter(workstreams::Report::is_public);
    let report = report.ok_or(Rejected::NotForUs)?;
    let workstream = workstreams::find_by_id(tx, &report.workstream).await?;
    if !workstream.local || workstream.lead != adopting.asked {
        return Err(Rejected::NotForUs);
    }
    let product = adopting.product.as_deref().unwrap_or_default();
    let product: String = product.chars().take(NAME_AT_MOST).collect();
    let mut made = report.contents.products.iter();
    if !product.is_empty() && !made.any(|it| it.title == product) {
        return Err(Rejected::Refused("unknown_product"));
    }
    let report_id = Iri::from(&adopting.report);
    let same = (&report_id, Some(&workstream.id));
    let known = store::find_of(tx, &adopter.id, same, &product).await?;
    let offer = Iri::from(&activity.id);
    if known.as_ref().is_some_and(|known| known.offer == offer) {
        return Ok(());
    }
    if store::find_by_offer(tx, &activity.id).await?.is_some() {
        return Err(Rejected::Refused("offered_already"));
    }
    let waits = known.as_ref().is_some_and(|it| it.state == State::Offered);
    if !waits {
        let waiting = store::waiting_adopters(tx, &workstream.lead).await?;
        let is_neighbour = |it: &&Iri| it.origin() == adopter.id.origin();
        let neighbours = waiting.iter().filter(is_neighbour).count();
        if waiting.len() >= OPEN_AT_MOST || neighbours >= OPEN_OF_ONE_HOST_AT_MOST {
            return Err(Rejected::Refused("too_many_offers"));
        }
    }
    let announced = Adoption {
        id: AdoptionId::from(app.ulids.next(app.clock.now())),
        report: report_id,
        workstream: Some(workstream.id),
        page: report.url,
        name: workstream.name,
        lead: workstream.lead,
        product,
        adopter: adopter.id.clone(),
        note: markdown::line(adopting.note.as_deref().unwrap_or_default(), NOTE_AT_MOST),
        link: adopting.link.as_ref().map(Url::to_string),
        state: State::Offered,
        offer,
        reason: String::new(),
        // Nobody used it before there was a report of it.
        announced_at: activity
            .said_at
            .unwrap_or(activity.received_at)
            .max(report.published_at.unwrap_or(activity.received_at)),
        updated_at: activity.received_at,
    };
    keep(tx, announced, known.as_ref()).await?;
    Ok(())
}

/// Whoever answers for a report says whether the announcement of one of ours is shown.
pub async fn receive_answer(
    app: &App,
    tx: &Tx,
    activity: &Received,
    answer: &Answer,
) -> Result<(), Rejected> {
    let announced = store::find_by_offer(tx, &answer.asked).await?;
    let announced = announced.ok_or(Rejected::NotForUs)?;
    if announced.lead != activity.actor.id {
        return Err(Rejected::Refused("not_asked"));
    }
    if !app.federation.is_ours(&announced.adopter) {
        return Err(Rejected::NotForUs);
    }
    let (state, reason) = match answer.verdict {
        Verdict::Accept => (State::Accepted, String::new()),
        Verdict::Reject => {
            let reason = answer.reason.as_deref().unwrap_or_default();
            (State::Rejected, markdown::line(reason, REASON_AT_MOST))
        }
        Verdict::TentativeAccept | Verdict::Ignore => return Err(Rejected::NotForUs),
    };
    let answered = Adoption {
        state,
        reason,
        updated_at: activity.received_at,
        ..announced
    };
    store::update(tx, answered).await?;
    Ok(())
}

/// An adopter takes back what it said.
pub async fn receive_undo(tx: &Tx, activity: &Received, id: &Url) -> Result<(), Rejected> {
    let announced = store::find_by_offer(tx, id).await?;
    let announced = announced.filter(|it| it.adopter == activity.actor.id);
    let announced = announced.ok_or(Rejected::NotForUs)?;
    Ok(store::delete(tx, &announced.id).await?)
}

/// The actor is gone: as an adopter, or as who answered for a report.
pub async fn receive_farewell(app: &App, tx: &Tx, activity: &Received) -> Result<(), Rejected> {
    // What ours said of its reports is not to be read any more either.
    let ours = associations::all(tx).await?.into_iter();
    let ours: Vec<Iri> = ours.map(|association| association.actor).collect();
    for said in store::of_lead(tx, &activity.actor.id, &ours).await? {
        app.federation.retract(tx, &said.offer).await?;
    }
    Ok(store::delete_with(tx, &activity.actor.id).await?)
}
