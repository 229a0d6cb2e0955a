//! What members of other servers are told of the work, one by one, so that nobody learns who the others
//! are: with what is there when they are let in, and with each change as long as they may read.

use super::{Member, Role, documents, meetings, store, tasks};
use crate::{
    App, Result,
    app::Tx,
    workstreams::{self, Workstream, today},
};
use federation::{
    actors::Actor,
    outbox::{Audience, Saying},
    vocabulary::Matter,
};
use serde_json::json;

/// Tell all of them that something is there, has changed or is gone.
pub async fn tell_all(
    app: &App,
    tx: &Tx,
    workstream: &Workstream,
    kind: &'static str,
    matter: &Matter,
) -> Result<()> {
    let group = workstreams::actor_of(tx, workstream).await?;
    for member in store::accepted(tx, &workstream.id).await? {
        if member.may(Role::Visit, today(app)) {
            tell(app, tx, (&group, &member), kind, matter).await?;
        }
    }
    Ok(())
}

/// Tell somebody who has just been let in of what there is to do, to read and to come. What is done and over
/// was for those who were there.
pub async fn tell_new(app: &App, tx: &Tx, workstream: &Workstream, member: &Member) -> Result<()> {
    if member.actor.is_none() {
        return Ok(());
    }
    let group = workstreams::actor_of(tx, workstream).await?;
    let zone = app.config.instance.zone;
    let mut open = tasks::of_workstream(tx, &workstream.id).await?;
    open.retain(|task| task.done_on.is_none());
    for task in open {
        let matter = task.matter(&group.id, zone);
        tell(app, tx, (&group, member), "Create", &matter).await?;
    }
    for document in documents::of_workstream(tx, &workstream.id).await? {
        let matter = document.matter(&group.id);
        tell(app, tx, (&group, member), "Create", &matter).await?;
    }
    let mut ahead = meetings::of_workstream(tx, &workstream.id).await?;
    ahead.retain(|meeting| app.clock.now() < meeting.ends_at);
    for meeting in ahead {
        let link = meetings::link_of(app, &meeting);
        let matter = meeting.matter(&group.id, link, zone);
        tell(app, tx, (&group, member), "Create", &matter).await?;
    }
    Ok(())
}

async fn tell(
    app: &App,
    tx: &Tx,
    (group, member): (&Actor, &Member),
    kind: &'static str,
    matter: &Matter,
) -> Result<()> {
    let Some(actor) = &member.actor else {
        return Ok(());
    };
    let object = match kind {
        "Delete" => json!({ "id": matter.id, "type": "Tombstone" }),
        _ => json!(Matter {
            to: vec![actor.clone().into()],
            ..matter.clone()
        }),
    };
    let saying = Saying::about(kind, object, Audience::only(actor));
    // After they were let in: before that they may know nothing, and would refuse it.
    let saying = match &member.activity {
        Some(join) => saying.concerning(join),
        None => saying,
    };
    app.federation.say(tx, group, saying).await?;
    Ok(())
}

#[cfg(test)]
mod tests;
