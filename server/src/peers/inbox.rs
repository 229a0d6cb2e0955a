//! What other servers say of being a peer. One that we asked is let in at once, any other waits for an
//! owner, in a test bed for nobody (`test.accept_follows`); who is no peer, or is blocked, changes nothing.

use super::{
    ASK_AGAIN_AFTER, Peer, State, WAITING_AT_MOST, accept, leave, new, peer::REASON_AT_MOST,
    replace, settle, store,
};
use crate::{App, Error, Result, app::Tx, markdown};
use federation::{Peering, Received, Rejected};

pub async fn receive(
    app: &App,
    tx: &Tx,
    activity: &Received,
    peering: &Peering,
) -> Result<(), Rejected> {
    let actor = &activity.actor;
    let known = store::find_for_change(tx, &actor.host).await?;
    let same = known.clone().filter(|known| known.actor == actor.id);
    match (peering, same) {
        (Peering::Asked, Some(same)) if same.state == State::Waiting => {}
        (Peering::Asked, Some(same)) if same.state.is_open() => {
            app.federation
                .accept_peering(tx, actor)
                .await
                .map_err(Error::from)?;
            settle(app, tx, same).await?;
        }
        (Peering::Asked, _) => {
            if store::count(tx, &[State::Waiting]).await? >= WAITING_AT_MOST {
                return Err(Rejected::Refused("too_many_peers"));
            }
            replace(app, tx, known, actor).await?;
            let asking = store::put(tx, new(app, actor, State::Waiting)).await?;
            if app.config.test.accept_follows {
                accept(app, tx, asking).await?;
            }
        }
        (_, None) => return Err(Rejected::NotForUs),
        // It lost what was agreed: it came back from an older backup, or did not hear of an end. Two that
        // agree do not ask each other for ever, as each waits.
        (Peering::AskedAgain, Some(same))
            if same.state == State::Agreed
                && activity.received_at - same.updated_at >= ASK_AGAIN_AFTER =>
        {
            app.federation
                .request_peering(tx, actor)
                .await
                .map_err(Error::from)?;
            let updated_at = activity.received_at;
            store::put(tx, Peer { updated_at, ..same }).await?;
        }
        (Peering::AskedAgain, Some(_)) => {}
        (Peering::Accepted, Some(same)) => {
            let state = match same.state {
                State::Declined => State::Asked,
                state => state,
            };
            settle(app, tx, Peer { state, ..same }).await?;
        }
        (Peering::Rejected(reason), Some(same)) if same.state == State::Asked => {
            let declined = Peer {
                state: State::Declined,
                reason: markdown::line(reason.as_deref().unwrap_or_default(), REASON_AT_MOST),
                updated_at: activity.received_at,
                ..same
            };
            store::put(tx, declined).await?;
        }
        // The question is withdrawn.
        (Peering::Ended, Some(same)) if same.state == State::Waiting => {
            store::delete(tx, &same.host).await?;
        }
        (Peering::Rejected(_) | Peering::Ended, Some(same)) if same.state == State::Agreed => {
            leave(app, tx, same, State::Left).await?;
        }
        (Peering::Rejected(_) | Peering::Ended, Some(_)) => return Err(Rejected::NotForUs),
    }
    Ok(())
}

/// The server says that it is gone for good.
pub async fn receive_farewell(app: &App, tx: &Tx, activity: &Received) -> Result<(), Rejected> {
    let known = store::find_for_change(tx, &activity.actor.host).await?;
    let same = known.filter(|known| known.actor == activity.actor.id);
    match same {
        Some(same) if same.state.is_open() => Ok(leave(app, tx, same, State::Left).await?),
        _ => Ok(()),
    }
}
