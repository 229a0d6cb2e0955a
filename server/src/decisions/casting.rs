//! Casting a ballot: by who has the link, or on paper. The last word before the end counts. What is
//! refused is logged without a word of who it was, and changes nothing.

use super::{Ballot, Decision, Elector, Sheet, State, ballot::Filled, link, numbers, store};
use crate::{App, Error, Refusal, Result, app::Tx, ids::DecisionId};

/// Cast a ballot, or another in place of one that was cast. Doing it twice does it once.
pub async fn cast(app: &App, tx: &Tx, elector: &Elector, sheet: &Sheet) -> Result<Ballot> {
    let decision = store::find_to_vote(tx, &elector.decision).await?;
    require_open(app, &decision)?;
    let elector = store::find_elector_for_change(tx, &elector.id).await?;
    if elector.is_on_paper {
        return refuse(&decision, "decision-votes-on-paper");
    }
    let Filled { marks, objection } = checked(tx, &decision, sheet).await?;
    let salt = salt_of(tx, &decision).await?;
    let key = link::key(app, &decision, &elector, &salt);
    let known = store::find_ballot(tx, &decision.id, &key).await?;
    if elector.has_voted && known.is_none() {
        return refuse(&decision, "decision-ballot-not-found");
    }
    let ballot = match known {
        Some(known) => {
            let ballot = Ballot {
                marks,
                objection,
                ..known
            };
            store::update_ballot(tx, ballot).await?
        }
        None => {
            let ballot = Ballot {
                receipt: link::receipt(),
                decision: decision.id.clone(),
                key: Some(key),
                elector: (!decision.is_secret()).then(|| elector.id.clone()),
                circle: elector.circle.clone(),
                is_paper: false,
                marks,
                objection,
            };
            store::insert_ballot(tx, ballot).await?
        }
    };
    if !elector.has_voted {
        let voted = Elector {
            has_voted: true,
            ..elector
        };
        store::update_elector(tx, voted).await?;
    }
    Ok(ballot)
}

/// Somebody takes a ballot of paper, by the code they show: they vote in no other way. Doing it twice does
/// it once.
pub async fn hand_out(app: &App, tx: &Tx, id: &DecisionId, code: &str) -> Result<Elector> {
    let decision = store::find_to_vote(tx, id).await?;
    require_open(app, &decision)?;
    let unknown = Refusal::new("decision-code-unknown").on("code");
    let code = crate::participations::read_code(code).ok_or(unknown)?;
    let elector = store::find_elector_by_code(tx, id, &code).await?;
    let elector = store::find_elector_for_change(tx, &elector.ok_or(unknown)?.id).await?;
    if elector.is_on_paper {
        return Ok(elector);
    }
    if elector.has_voted {
        return Err(Refusal::new("decision-has-voted").on("code").into());
    }
    let elector = Elector {
        is_on_paper: true,
        has_voted: true,
        ..elector
    };
    store::update_elector(tx, elector).await
}

/// Enter a ballot of paper that came back: of which group it is, it says. With the code of one that was
/// entered before, that one is corrected.
pub async fn enter_paper(
    app: &App,
    tx: &Tx,
    id: &DecisionId,
    circle: &str,
    sheet: &Sheet,
    receipt: &str,
) -> Result<Ballot> {
    // Nobody else enters one meanwhile: as many come back as were handed out.
    let decision = store::find_for_change(tx, id).await?;
    require_open(app, &decision)?;
    let Filled { marks, objection } = checked(tx, &decision, sheet).await?;
    let receipt = receipt.trim();
    if !receipt.is_empty() {
        let known = store::find_ballot_by_receipt(tx, receipt).await?;
        let known = known.filter(|known| known.decision == *id && known.is_paper);
        let unknown = Refusal::new("decision-receipt-unknown").on("receipt");
        let ballot = Ballot {
            marks,
            objection,
            ..known.ok_or(unknown)?
        };
        return store::update_ballot(tx, ballot).await;
    }
    let circles = super::circles(tx, id).await?;
    let unknown = Refusal::new("decision-group-unknown").on("circle");
    let (_, papers) = circles.get(circle).ok_or(unknown)?;
    let entered = store::count_papers(tx, id, circle).await?;
    if entered >= papers.unsigned_abs() {
        return Err(Refusal::new("decision-no-paper-left").on("circle").into());
    }
    let ballot = Ballot {
        receipt: link::receipt(),
        decision: decision.id,
        key: None,
        elector: None,
        circle: circle.to_owned(),
        is_paper: true,
        marks,
        objection,
    };
    store::insert_ballot(tx, ballot).await
}

async fn checked(tx: &Tx, decision: &Decision, sheet: &Sheet) -> Result<Filled> {
    let numbers = numbers(&store::choices(tx, &decision.id).await?);
    Ok(sheet.check(decision, &numbers)?)
}

/// A restored backup has none: from then on there is another, and who had voted has.
async fn salt_of(tx: &Tx, decision: &Decision) -> Result<String> {
    if let Some(salt) = store::salt(tx, &decision.id).await? {
        return Ok(salt);
    }
    // Of those who vote at this moment one makes it, and all find it.
    store::insert_salt(tx, &decision.id, link::salt()).await?;
    let salt = store::salt(tx, &decision.id).await?;
    salt.ok_or(Error::NotFound)
}

fn require_open(app: &App, decision: &Decision) -> Result<()> {
    if decision.takes_ballots(app.clock.now()) {
        return Ok(());
    }
    match decision.state {
        State::Draft => Err(Error::NotFound),
        State::Open | State::Closed => refuse(decision, "decision-is-over"),
    }
}

fn refuse<T>(decision: &Decision, message: &'static str) -> Result<T> {
    tracing::info!(decision = %decision.id, reason = message, "decisions.refused");
    Err(Refusal::new(message).into())
}
