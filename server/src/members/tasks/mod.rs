//! Tasks of a workstream of ours: for its members, and for nobody else. No page, feed, file or object for
//! everybody says that there are any. Desk, API and command line come through these verbs.

pub mod api;
pub mod desk;
mod store;
pub mod task;

pub use self::{
    store::{find_by_iri, of_workstream},
    task::{Draft, Task},
};

use super::{refused, telling::tell_all};
use crate::{
    App, Error, Refusal, Result,
    app::Tx,
    events::later,
    ids::TaskId,
    workstreams::{self, Workstream, today},
};

/// Tasks of one workstream.
const TASKS_AT_MOST: usize = 200;

/// Say that something is to be done.
pub async fn add(app: &App, tx: &Tx, workstream: &Workstream, draft: &Draft) -> Result<Task> {
    if !workstream.is_worked_on() {
        return refused("member-not-worked-on");
    }
    let (title, assignee, due_on) = draft.check()?;
    if of_workstream(tx, &workstream.id).await?.len() >= TASKS_AT_MOST {
        return Err(Refusal::new("task-too-many").on("title").into());
    }
    let now = app.clock.now();
    let task = Task {
        id: app.ulids.next(now).into(),
        workstream: workstream.id.clone(),
        iri: app.federation.mint("objects", now),
        title,
        assignee,
        due_on,
        done_on: None,
        created_at: now,
        updated_at: now,
    };
    let task = store::insert(tx, task).await?;
    tell(app, tx, workstream, "Create", &task).await?;
    Ok(task)
}

/// Say that it is done, or that it is not after all.
pub async fn finish(
    app: &App,
    tx: &Tx,
    workstream: &Workstream,
    task: Task,
    is_done: bool,
) -> Result<Task> {
    if !workstream.is_worked_on() {
        return refused("member-not-worked-on");
    }
    if task.done_on.is_some() == is_done {
        return Ok(task);
    }
    let task = Task {
        done_on: is_done.then(|| today(app)),
        updated_at: later(task.updated_at, app.clock.now()),
        ..task
    };
    let task = store::update(tx, task).await?;
    tell(app, tx, workstream, "Update", &task).await?;
    Ok(task)
}

/// Take it off the list.
pub async fn remove(app: &App, tx: &Tx, workstream: &Workstream, task: Task) -> Result<()> {
    store::delete(tx, &task.id).await?;
    tell(app, tx, workstream, "Delete", &task).await
}

async fn tell(
    app: &App,
    tx: &Tx,
    workstream: &Workstream,
    kind: &'static str,
    task: &Task,
) -> Result<()> {
    let group = workstreams::actor_of(tx, workstream).await?;
    let matter = task.matter(&group.id, app.config.instance.zone);
    tell_all(app, tx, workstream, kind, &matter).await
}

/// One of this workstream, to change it.
pub async fn find_for_change(tx: &Tx, workstream: &Workstream, id: &str) -> Result<Task> {
    let id: TaskId = id.parse().map_err(|_| Error::NotFound)?;
    let found = store::find_for_change(tx, &id).await?;
    let found = found.filter(|found| found.workstream == workstream.id);
    found.ok_or(Error::NotFound)
}
