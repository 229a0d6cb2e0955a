//! Who uses what came of a workstream: the „used by“ register. An organisation says so itself, at its own
//! server, and it alone takes that back; whoever answers for the report only decides whether it is shown
//! there. Desk, API, command line and inbox all come through these verbs.

pub mod activitypub;
pub mod adoption;
pub mod api;
pub mod desk;
pub mod inbox;
mod store;

pub use self::{
    adoption::{Adoption, Draft, State},
    store::{actors_among, open},
};

use crate::{
    App, Error, Refusal, Result,
    app::Tx,
    associations::{self, Association},
    events::organizers::Names,
    ids::{AdoptionId, WorkstreamId},
    workstreams::{self, Workstream},
};
use adoption::{NAME_AT_MOST, REASON_AT_MOST};
use federation::{
    Iri,
    actors::{self, Actor},
    blocks, host_of,
    outbox::{Audience, Saying},
    vocabulary::{Object, article::Article, read},
};
use sea_orm::ConnectionTrait;
use serde_json::json;
use std::collections::BTreeSet;
use url::Url;

/// Announcements that wait for one association of ours.
const OPEN_AT_MOST: usize = 50;
/// Of them, by adopters of the same server.
const OPEN_OF_ONE_HOST_AT_MOST: usize = 20;
/// What one association of ours can say that it uses.
const ADOPTED_AT_MOST: u64 = 200;

/// The form field in which a report is named.
const FIELD: &str = "report";

fn on_field<T>(message: &'static str) -> Result<T> {
    Err(Refusal::new(message).on(FIELD).into())
}

/// A report that everybody can read, and who answers for it.
pub struct Found {
    pub report: Iri,
    pub page: Iri,
    pub name: String,
    pub lead: Actor,
    /// Where it is ours: the workstream, and what its products are called.
    pub workstream: Option<(WorkstreamId, Vec<String>)>,
}

/// Find the report that is meant by its address. May ask another server, so no transaction may be open.
pub async fn look_up(app: &App, address: &str) -> Result<Found> {
    let Some(address) = read::url(address.trim()) else {
        return on_field("adoption-report-missing");
    };
    if app.federation.is_ours(&address) {
        return look_up_own(app, &address).await;
    }
    if !app.federation.settings().open {
        return on_field("following-closed");
    }
    if blocks::covers(&app.db, &address).await? {
        return on_field("following-blocked");
    }
    let Ok(document) = app.federation.fetcher().object(&address).await else {
        return on_field("adoption-no-report");
    };
    let Some(article) = foreign(&document) else {
        return on_field("adoption-no-report");
    };
    let Ok(lead) = app.federation.meet(&article.attributed_to).await else {
        return on_field("adoption-no-report");
    };
    if blocks::covers(&app.db, &lead.id).await? {
        return on_field("following-blocked");
    }
    let own = Some(&article.url).filter(|url| url.origin() == article.id.origin());
    Ok(Found {
        page: own.unwrap_or(&article.id).into(),
        report: Iri::from(&article.id),
        name: article.name.chars().take(NAME_AT_MOST).collect(),
        lead,
        workstream: None,
    })
}

/// A public report by an actor of the server it was read from; nothing where it is something else.
fn foreign(document: &serde_json::Value) -> Option<Article> {
    match Object::read(document) {
        Some(Object::Article(article)) => {
            let is_report = article.kind.as_deref() == Some(workstreams::activitypub::REPORT);
            let is_its_own = article.id.origin() == article.attributed_to.origin();
            (is_report && is_its_own && article.is_public()).then_some(*article)
        }
        _ => None,
    }
}

async fn look_up_own(app: &App, address: &Url) -> Result<Found> {
    let slug = address
        .path()
        .strip_prefix("/workstreams/")
        .and_then(|rest| rest.strip_suffix("/report"));
    let workstream = match slug {
        Some(slug) => workstreams::find_public(&app.db, slug).await.ok(),
        None => match workstreams::find_report_by_iri(&app.db, address).await? {
            Some(report) => Some(workstreams::find_by_id(&app.db, &report.workstream).await?),
            None => None,
        },
    };
    let Some(workstream) = workstream.filter(|it| it.local) else {
        return on_field("adoption-no-report");
    };
    let report = workstreams::find_public_report(&app.db, &workstream).await?;
    let Some((report, iri)) = report.and_then(|it| it.iri.clone().map(|iri| (it, iri))) else {
        return on_field("adoption-no-report");
    };
    let products = report.contents.products.iter();
    let products = products.map(|it| it.title.clone()).collect();
    Ok(Found {
        report: iri,
        page: report.url,
        lead: workstreams::lead_of(&app.db, &workstream).await?,
        name: workstream.name,
        workstream: Some((workstream.id, products)),
    })
}

/// Say, for an association of ours, that it uses this. With a report of this house it is shown at once:
/// the same people speak for both.
pub async fn announce(
    app: &App,
    tx: &Tx,
    association: &Association,
    found: Found,
    draft: &Draft,
) -> Result<Adoption> {
    let details = draft.check()?;
    if let Some((_, products)) = &found.workstream
        && !details.product.is_empty()
        && !products.contains(&details.product)
    {
        return Err(Refusal::new("adoption-product-unknown")
            .on("product")
            .into());
    }
    let adopter = associations::actor_of(tx, association).await?;
    let workstream = found.workstream.as_ref().map(|(workstream, _)| workstream);
    let same = (&found.report, workstream);
    let known = store::find_of(tx, &adopter.id, same, &details.product).await?;
    if known.as_ref().is_some_and(|it| it.state != State::Rejected) {
        return on_field("adoption-announced-already");
    }
    if known.is_none() && store::count_of(tx, &adopter.id).await? >= ADOPTED_AT_MOST {
        return on_field("adoption-too-many");
    }
    let saying = activitypub::announcement(&adopter.id, &found.report, &found.lead.id, &details);
    let offer = app.federation.say(tx, &adopter, saying).await?;
    let now = app.clock.now();
    let adoption = Adoption {
        id: app.ulids.next(now).into(),
        report: found.report,
        state: match &found.workstream {
            Some(_) => State::Accepted,
            None => State::Offered,
        },
        workstream: found.workstream.map(|(workstream, _)| workstream),
        page: found.page,
        name: found.name,
        lead: found.lead.id,
        product: details.product,
        adopter: adopter.id,
        note: details.note,
        link: details.link.as_ref().map(Url::to_string),
        offer,
        reason: String::new(),
        announced_at: now,
        updated_at: now,
    };
    keep(tx, adoption, known.as_ref()).await
}

/// In place of what is `known` of the same product.
async fn keep(tx: &Tx, adoption: Adoption, known: Option<&Adoption>) -> Result<Adoption> {
    match known {
        None => store::insert(tx, adoption).await,
        Some(known) => {
            let again = Adoption {
                id: known.id.clone(),
                ..adoption
            };
            store::update(tx, again).await
        }
    }
}

/// Show it with the report, as whoever answers for that.
pub async fn accept(app: &App, tx: &Tx, adoption: Adoption) -> Result<Adoption> {
    let lead = require_asked(app, tx, &adoption).await?;
    let saying = answer("Accept", &adoption);
    app.federation.say(tx, &lead, saying).await?;
    let accepted = Adoption {
        state: State::Accepted,
        updated_at: app.clock.now(),
        ..adoption
    };
    store::update(tx, accepted).await
}

/// Do not show it, and say why.
pub async fn reject(app: &App, tx: &Tx, adoption: Adoption, reason: &str) -> Result<Adoption> {
    let lead = require_asked(app, tx, &adoption).await?;
    let reason = reason.trim();
    if reason.chars().count() > REASON_AT_MOST {
        return Err(Refusal::new("cohost-reason-too-long").on("reason").into());
    }
    let mut saying = answer("Reject", &adoption);
    if !reason.is_empty() {
        saying = saying.with("content", json!(crate::markdown::escape(reason)));
    }
    app.federation.say(tx, &lead, saying).await?;
    let rejected = Adoption {
        state: State::Rejected,
        reason: reason.to_owned(),
        updated_at: app.clock.now(),
        ..adoption
    };
    store::update(tx, rejected).await
}

fn answer(kind: &'static str, adoption: &Adoption) -> Saying {
    let to = Audience::only(&adoption.adopter);
    Saying::about(kind, activitypub::offer(adoption), to).concerning(&adoption.report)
}

/// The association of ours that an announcement waits for.
async fn require_asked(app: &App, tx: &Tx, adoption: &Adoption) -> Result<Actor> {
    let lead = actors::find(tx, &adoption.lead).await?;
    let lead = lead.filter(|lead| lead.local && adoption.workstream.is_some());
    let lead = lead.ok_or(Error::NotFound)?;
    if adoption.state != State::Offered {
        return Err(Refusal::new("adoption-answered-already").into());
    }
    if !app.federation.settings().open {
        return Err(Refusal::new("following-closed").into());
    }
    Ok(lead)
}

/// Take back that one of ours uses it. Nobody else can: an adopter's word is its own.
pub async fn withdraw(app: &App, tx: &Tx, adoption: Adoption) -> Result<()> {
    let adopter = actors::find(tx, &adoption.adopter).await?;
    let adopter = adopter.filter(|adopter| adopter.local);
    let adopter = adopter.ok_or(Refusal::new("adoption-not-ours"))?;
    app.federation.retract(tx, &adoption.offer).await?;
    if !app.federation.is_ours(&adoption.lead) {
        let to = Audience::only(&adoption.lead);
        let saying = Saying::about("Undo", activitypub::offer(&adoption), to);
        let saying = saying.concerning(&adoption.report);
        app.federation.say(tx, &adopter, saying).await?;
    }
    store::delete(tx, &adoption.id).await
}

/// What our associations say that they use, the latest first.
pub async fn of_ours(db: &impl ConnectionTrait) -> Result<Vec<Adoption>> {
    let ours = associations::all(db).await?.into_iter();
    let ours: Vec<Iri> = ours.map(|ours| ours.actor).collect();
    store::of_adopters(db, &ours).await
}

/// What this association of ours says that it uses.
pub async fn of_actor(db: &impl ConnectionTrait, actor: &Iri) -> Result<Vec<Adoption>> {
    store::of_adopters(db, std::slice::from_ref(actor)).await
}

/// All that was announced of a workstream of ours, the first first.
pub async fn of_workstream(
    db: &impl ConnectionTrait,
    workstream: &Workstream,
) -> Result<Vec<Adoption>> {
    store::of_workstream(db, &workstream.id).await
}

/// An adoption as everybody reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    pub adoption: Adoption,
    /// What the adopter is called, and where it is read about.
    pub adopter: String,
    pub page: String,
    /// Whose word it is: the name of the adopter's server.
    pub origin: String,
}

/// Who uses what came of a workstream of ours, as far as it is shown: not of servers that are blocked.
pub async fn shown(db: &impl ConnectionTrait, workstream: &Workstream) -> Result<Vec<Shown>> {
    let mut accepted = of_workstream(db, workstream).await?;
    accepted.retain(|it| it.state == State::Accepted);
    let adopters: BTreeSet<Iri> = accepted.iter().map(|it| it.adopter.clone()).collect();
    let adopters: Vec<Iri> = adopters.into_iter().collect();
    let blocked = blocks::among(db, &adopters).await?;
    accepted.retain(|it| !blocked.contains(&it.adopter));
    let names = Names::find(db, adopters).await?;
    let shown = accepted.into_iter().map(|adoption| Shown {
        adopter: names.of(&adoption.adopter),
        page: names.page(&adoption.adopter),
        origin: host_of(&adoption.adopter),
        adoption,
    });
    Ok(shown.collect())
}

/// One that somebody of ours announced, or is to answer, to change it.
pub async fn find_for_change(app: &App, tx: &Tx, id: &str) -> Result<Adoption> {
    let id: AdoptionId = id.parse().map_err(|_| Error::NotFound)?;
    let found = store::find_for_change(tx, &id).await?;
    let is_ours = |it: &Adoption| {
        let ours = |id: &Iri| app.federation.is_ours(id);
        ours(&it.adopter) || ours(&it.lead)
    };
    found.filter(is_ours).ok_or(Error::NotFound)
}

#[cfg(test)]
pub(crate) mod tests;
