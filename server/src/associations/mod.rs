//! The associations that publish here. Each is an actor others follow; most instances have one.

pub mod activitypub;
pub mod api;
pub mod association;
pub mod desk;
pub mod pages;
mod store;

pub use self::{
    association::{Association, Draft, Field, Fields},
    store::{all, find_by_actor, find_by_handle, pictures},
};

use self::activitypub::FieldNames;
use crate::{
    App, Error, Result,
    app::Tx,
    error::{Refusal, Refusals},
    i18n::Lang,
    media::{self, Media},
};
use federation::{
    Iri,
    actors::{self, Actor, Founding},
    follows,
    keys::KeyPairs,
};
use std::sync::Arc;

/// Found an association: its row and its actor. Its `keys` were made before the transaction.
pub async fn found(app: &App, tx: &Tx, draft: &Draft, keys: Arc<KeyPairs>) -> Result<Association> {
    let mut refusals = Refusals::default();
    let handle = draft.check_handle();
    let details = draft.check();
    if let Err(refusal) = &handle {
        refusals.add(*refusal);
    }
    if let Err(others) = &details {
        refusals.0.extend(others.0.iter().copied());
    }
    let (Ok(handle), Ok(details)) = (handle, details) else {
        return Err(refusals.into());
    };
    // The instance's own actor has a handle too.
    if actors::is_taken(tx, &handle).await? {
        return Err(Refusal::new("association-handle-taken").on("handle").into());
    }
    let now = app.clock.now();
    let picture = picture_of(tx, &details).await?;
    let association = Association {
        id: app.ulids.next(now).into(),
        // Known once the actor exists, a line below.
        actor: app.federation.shared_inbox(),
        handle: handle.clone(),
        name: details.name,
        summary: details.summary,
        email: details.email,
        website: details.website,
        fields: details.fields,
        picture: picture.as_ref().map(|picture| picture.id.clone()),
        picture_alt: details.picture.map(|(_, alt)| alt),
        closed_at: None,
        created_at: now,
        updated_at: now,
    };
    let actor = app
        .federation
        .found_actor(
            tx,
            Founding {
                kind: app.config.instance.association_type.as_str(),
                handle: &handle,
                profile: profile(app, &association, picture.as_ref()),
                approves_followers: false,
                keys: Some(keys),
            },
        )
        .await?;
    let association = Association {
        actor: actor.id,
        ..association
    };
    store::insert(tx, association).await
}

/// Change what an association says about itself, and tell its followers.
pub async fn revise(
    app: &App,
    tx: &Tx,
    association: Association,
    draft: &Draft,
) -> Result<Association> {
    let details = draft.check()?;
    let picture = picture_of(tx, &details).await?;
    let association = Association {
        name: details.name,
        summary: details.summary,
        email: details.email,
        website: details.website,
        fields: details.fields,
        picture: picture.as_ref().map(|picture| picture.id.clone()),
        picture_alt: details.picture.map(|(_, alt)| alt),
        updated_at: app.clock.now(),
        ..association
    };
    let association = store::update(tx, association).await?;
    let actor = actor_of(tx, &association).await?;
    let profile = profile(app, &association, picture.as_ref());
    let actor = app.federation.change_profile(tx, actor, profile).await?;
    app.federation.update_actor(tx, &actor).await?;
    Ok(association)
}

/// Give an association new keys, made before the transaction, and tell its followers.
pub async fn rotate_keys(
    app: &App,
    tx: &Tx,
    association: &Association,
    keys: Arc<KeyPairs>,
) -> Result<()> {
    let actor = actor_of(tx, association).await?;
    let actor = app.federation.rotate_keys(tx, actor, keys).await?;
    app.federation.update_actor(tx, &actor).await?;
    Ok(())
}

/// The association with this handle, or the instance's first when none is named.
pub async fn chosen(db: &impl sea_orm::ConnectionTrait, handle: &str) -> Result<Association> {
    let handle = handle.trim().trim_start_matches('@');
    if handle.is_empty() {
        let first = all(db).await?.into_iter().next();
        return first.ok_or_else(|| Refusal::new("association-none-yet").into());
    }
    let found = find_by_handle(db, handle).await?;
    found.ok_or_else(|| Refusal::new("association-unknown").on("organizer").into())
}

/// The same for an address: whoever is not there was not found, rather than typed wrongly.
pub async fn find(db: &impl sea_orm::ConnectionTrait, handle: &str) -> Result<Association> {
    match handle.trim().trim_start_matches('@') {
        "" => chosen(db, "").await,
        handle => match find_by_handle(db, handle).await? {
            Some(found) => Ok(found),
            None => Err(absent(db, handle).await?),
        },
    }
}

/// What is said of a handle that leads to nobody: somebody had it, or nobody ever did.
pub async fn absent(db: &impl sea_orm::ConnectionTrait, handle: &str) -> Result<Error> {
    Ok(match actors::closed_at(db, handle).await? {
        Some(_) => Error::Gone,
        None => Error::NotFound,
    })
}

/// The one to be closed or changed: nobody else does so before this transaction ends.
pub async fn find_for_change(tx: &Tx, handle: &str) -> Result<Association> {
    let handle = handle.trim().trim_start_matches('@');
    match store::find_for_change(tx, handle).await? {
        Some(found) => Ok(found),
        None => Err(absent(tx, handle).await?),
    }
}

/// Keep no more of an association than its name: its actor is closed.
pub async fn retire(app: &App, tx: &Tx, association: Association) -> Result<Association> {
    let now = app.clock.now();
    let retired = Association {
        summary: String::new(),
        email: String::new(),
        website: None,
        fields: Fields::default(),
        picture: None,
        picture_alt: None,
        closed_at: Some(now),
        updated_at: now,
        ..association
    };
    store::update(tx, retired).await
}

pub async fn actor_of(
    db: &impl sea_orm::ConnectionTrait,
    association: &Association,
) -> Result<Actor> {
    let actor = actors::find(db, &association.actor).await?;
    actor.ok_or(Error::NotFound)
}

/// Those of other servers that one of ours follows and that agreed, by name.
pub async fn followed(db: &impl sea_orm::ConnectionTrait) -> Result<Vec<Actor>> {
    let mut followed = followed_of_any_kind(db).await?;
    // A server or a group of an association can be followed too; it is nobody who invites.
    followed.retain(|actor| actor.kind != "Application" && !actor.is_unit());
    Ok(followed)
}

/// The series among them.
pub async fn followed_series(db: &impl sea_orm::ConnectionTrait) -> Result<Vec<Actor>> {
    let mut followed = followed_of_any_kind(db).await?;
    followed.retain(Actor::is_series);
    Ok(followed)
}

async fn followed_of_any_kind(db: &impl sea_orm::ConnectionTrait) -> Result<Vec<Actor>> {
    let mut followed = actors::find_all(db, follows::heard_here(db).await?).await?;
    followed.retain(|actor| !actor.local && actor.deleted_at.is_none());
    followed.sort_by_key(|actor| actor.profile.name.to_lowercase());
    Ok(followed)
}

async fn picture_of(tx: &Tx, details: &association::Details) -> Result<Option<Media>> {
    match &details.picture {
        None => Ok(None),
        Some((id, _)) => match media::find(tx, id).await? {
            Some(media) => Ok(Some(media)),
            None => Err(Refusal::new("association-picture-unknown")
                .on("picture")
                .into()),
        },
    }
}

fn profile(
    app: &App,
    association: &Association,
    picture: Option<&Media>,
) -> federation::vocabulary::Profile {
    let lang: Lang = app.config.instance.language;
    let names = FieldNames {
        website: lang.text("association-field-website"),
        contact: lang.text("association-field-contact"),
        imprint: lang.text("association-field-imprint"),
    };
    activitypub::profile(association, picture, app.config.origin(), &names)
}

/// The id of the actor behind a handle of ours, for lists and feeds.
pub async fn actor_id(db: &impl sea_orm::ConnectionTrait, handle: &str) -> Result<Iri> {
    let association = find_by_handle(db, handle).await?;
    Ok(association.ok_or(Error::NotFound)?.actor)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        events::feed::tests::house,
        following::tests::{follow, meet},
        ids::MediaId,
    };
    use federation::follows::State;
    use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};

    #[tokio::test]
    async fn a_handle_is_given_once_and_a_picture_is_one_we_have() {
        let (app, _) = house().await;
        let keys = app.federation.make_keys().await.unwrap();
        let tx = app.begin().await.unwrap();
        let unknown: MediaId = app.ulids.next(app.clock.now()).into();
        for (handle, picture, refusal) in [
            ("Dialog", String::new(), "association-handle-taken"),
            (
                federation::INSTANCE_HANDLE,
                String::new(),
                "association-handle-taken",
            ),
            ("neu", unknown.to_string(), "association-picture-unknown"),
        ] {
            let draft = Draft {
                handle: handle.to_owned(),
                name: "Neu".to_owned(),
                picture,
                picture_alt: "Ein Plakat".to_owned(),
                ..Draft::default()
            };
            let refused = found(&app, &tx, &draft, keys.clone()).await.unwrap_err();
            assert_eq!(
                refused.to_string(),
                format!("refused: {refusal}"),
                "{handle}"
            );
        }
        // A handle and a profile that are wrong are said to be at once.
        let draft = Draft::default();
        let refused = found(&app, &tx, &draft, keys).await.unwrap_err();
        let named = "refused: association-handle-missing, association-name-missing";
        assert_eq!(refused.to_string(), named);
    }

    #[tokio::test]
    async fn its_profile_has_an_address_to_write_to_where_there_is_one() {
        let (app, _) = house().await;
        for (handle, email, written_to) in [
            ("still", "", false),
            ("offen", "post@dialog.example.org", true),
        ] {
            let keys = app.federation.make_keys().await.unwrap();
            let draft = Draft {
                handle: handle.to_owned(),
                name: "Verein".to_owned(),
                email: email.to_owned(),
                ..Draft::default()
            };
            let tx = app.begin().await.unwrap();
            let association = found(&app, &tx, &draft, keys).await.unwrap();
            let actor = actor_of(&tx, &association).await.unwrap();
            tx.commit().await.unwrap();
            let fields = actor.profile.fields.iter();
            let is_written_to = fields.clone().any(|field| field.value.contains("mailto:"));
            assert_eq!(is_written_to, written_to, "{fields:?}");
        }
    }

    #[tokio::test]
    async fn followed_is_who_agreed_is_elsewhere_and_still_there() {
        let (app, us) = house().await;
        for (name, state, kind) in [
            ("agreed", State::Accepted, "Organization"),
            ("asked", State::Requested, "Organization"),
            ("server", State::Accepted, "Application"),
            ("gone", State::Accepted, "Organization"),
        ] {
            let actor = meet(&app, &format!("https://peer.example/{name}")).await;
            let mut row = actor.clone().into_active_model();
            row.kind = Set(kind.to_owned());
            row.deleted_at = Set((name == "gone").then(|| app.clock.now()));
            row.update(&app.db).await.unwrap();
            follow(&app, us.id.as_str(), &actor.id, state).await;
        }
        follow(&app, us.id.as_str(), &us.id, State::Accepted).await;
        let followed = followed(&app.db).await.unwrap();
        let ids: Vec<_> = followed.iter().map(|actor| actor.id.as_str()).collect();
        assert_eq!(ids, ["https://peer.example/agreed"]);
    }
}
