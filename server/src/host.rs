//! What we accept from other servers. Read this to know: one exhaustive match, activity to verb.

use crate::events;
use federation::{Action, Clock, Host, Iri, Received, Rejected, Ulids, vocabulary::Object};
use sea_orm::{DatabaseConnection, DatabaseTransaction, DbErr};
use std::sync::Arc;
use url::Url;

/// The application's side of the door.
pub struct Inbound {
    pub clock: Clock,
    pub ulids: Arc<Ulids>,
}

#[async_trait::async_trait]
impl Host for Inbound {
    async fn receive(&self, tx: &DatabaseTransaction, activity: &Received) -> Result<(), Rejected> {
        match &activity.action {
            Action::Create(Object::Event(event))
            | Action::Update(Object::Event(event))
            | Action::Announce(Object::Event(event)) => {
                events::inbox::receive(tx, self, activity, event).await?;
            }
            Action::Delete(id) => events::inbox::receive_delete(tx, activity, id).await?,
            Action::Leave => events::inbox::receive_leave(tx, activity).await?,
            // Notes of others are read on their own servers.
            Action::Create(Object::Note(_) | Object::Other { .. })
            | Action::Update(Object::Note(_) | Object::Other { .. })
            | Action::Announce(Object::Note(_) | Object::Other { .. }) => {
                return Err(Rejected::NotForUs);
            }
        }
        Ok(())
    }

    async fn owner_of(&self, db: &DatabaseConnection, object: &Url) -> Result<Option<Iri>, DbErr> {
        events::inbox::organizer_of(db, object).await
    }
}
