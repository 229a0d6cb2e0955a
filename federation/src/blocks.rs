//! Servers and actors nobody here wants to hear from.

use crate::{Iri, Result, host_of};
use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, QueryOrder, QuerySelect, entity::prelude::*, sea_query::OnConflict,
};
use std::collections::BTreeSet;
use url::Url;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "blocks")]
pub struct Model {
    /// A host name, which means its subdomains too, or the id of an actor.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub reason: Option<String>,
    pub blocked_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Block;

/// Block a host or an actor. Blocking twice keeps the newer reason.
pub async fn add(
    db: &impl ConnectionTrait,
    subject: &str,
    reason: Option<&str>,
    now: DateTime<Utc>,
) -> Result<()> {
    let row = ActiveModel {
        id: Set(written(subject)),
        reason: Set(reason.map(str::to_owned)),
        blocked_at: Set(now),
    };
    Entity::insert(row)
        .on_conflict(
            OnConflict::column(Column::Id)
                .update_columns([Column::Reason, Column::BlockedAt])
                .to_owned(),
        )
        .exec_without_returning(db)
        .await?;
    Ok(())
}

/// Returns whether it was blocked.
pub async fn remove(db: &impl ConnectionTrait, subject: &str) -> Result<bool> {
    let removed = Entity::delete_many()
        .filter(Column::Id.is_in([written(subject), subject.to_owned()]))
        .exec(db)
        .await?;
    Ok(removed.rows_affected > 0)
}

pub async fn all(db: &impl ConnectionTrait) -> Result<Vec<Block>> {
    Ok(Entity::find().order_by_asc(Column::Id).all(db).await?)
}

/// What a person means by `subject`, spelled as the wire spells it: a host as [`host_of`] names it,
/// however it was typed or copied, or the id of an actor.
fn written(subject: &str) -> String {
    let subject = subject.trim();
    let whole = match subject.contains("://") {
        true => subject.to_owned(),
        false => format!("https://{subject}"),
    };
    match Url::parse(&whole) {
        Ok(url) if is_only_a_host(&url) => host_of(&url),
        Ok(url) if url.username().is_empty() => url.into(),
        // An address as `@eve@spam.example` is nobody's id, and its server is not meant.
        _ => subject.to_lowercase(),
    }
}

fn is_only_a_host(url: &Url) -> bool {
    url.username().is_empty() && url.path() == "/" && url.query().is_none()
}

/// Whether `actor` or its host or a domain above it is blocked.
pub async fn covers(db: &impl ConnectionTrait, actor: &Url) -> Result<bool> {
    covers_one_of(db, &[actor]).await
}

/// The same of any of these, asked once: an inbox asks for each activity.
pub async fn covers_one_of(db: &impl ConnectionTrait, actors: &[&Url]) -> Result<bool> {
    let names: BTreeSet<String> = actors
        .iter()
        .flat_map(|actor| names_that_cover(actor))
        .collect();
    let found = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::Id.is_in(names))
        .limit(1)
        .into_tuple::<String>()
        .one(db)
        .await?;
    Ok(found.is_some())
}

/// Those of `actors` that are blocked, alone or with their host.
pub async fn among(db: &impl ConnectionTrait, actors: &[Iri]) -> Result<Vec<Iri>> {
    let names = actors.iter().flat_map(|actor| names_that_cover(actor));
    let found = Entity::find().filter(Column::Id.is_in(names)).all(db);
    let found: BTreeSet<String> = found.await?.into_iter().map(|block| block.id).collect();
    let is_covered = |actor: &&Iri| {
        names_that_cover(actor)
            .iter()
            .any(|name| found.contains(name))
    };
    Ok(actors.iter().filter(is_covered).cloned().collect())
}

/// The actor's id, its host with and without the port, and every domain above.
fn names_that_cover(actor: &Url) -> Vec<String> {
    let mut names = vec![Iri::from(actor).to_string(), host_of(actor)];
    let host = actor.host_str().unwrap_or_default().trim_end_matches('.');
    let mut rest = host;
    names.push(rest.to_owned());
    while let Some((_, above)) = rest.split_once('.') {
        names.push(above.to_owned());
        rest = above;
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blocked_actor_is_known_by_its_id_letter_by_letter() {
        let id = "https://peer.example/ap/actors/01JC7Z3K9V8Q4T5B6N7M8P9R0S";
        let names = names_that_cover(&Url::parse(id).expect("a URL"));
        assert!(names.contains(&written(id)));
    }

    #[test]
    fn a_block_is_what_was_meant_however_it_was_typed() {
        for (typed, meant) in [
            ("Evil.Example.", "evil.example"),
            ("müller.example", "xn--mller-kva.example"),
            ("https://spam.example/", "spam.example"),
            ("https://spam.example", "spam.example"),
            ("HTTPS://Spam.Example:8443/", "spam.example:8443"),
            ("spam.example:443", "spam.example"),
            ("localhost:4190", "localhost:4190"),
            (
                "HTTPS://Peer.example/People/Eve",
                "https://peer.example/People/Eve",
            ),
            (
                "https://peer.example:443/users/../eve",
                "https://peer.example/eve",
            ),
            ("peer.example/users/eve", "https://peer.example/users/eve"),
            ("@eve@peer.example", "@eve@peer.example"),
        ] {
            assert_eq!(written(typed), meant, "{typed}");
            assert_eq!(written(&written(typed)), meant, "{typed}");
        }
    }

    #[test]
    fn a_block_covers_subdomains_ports_and_a_trailing_dot() {
        for actor in [
            "https://evil.example/a",
            "https://sub.evil.example/a",
            "https://evil.example:8443/a",
            "https://evil.example./a",
        ] {
            let names = names_that_cover(&Url::parse(actor).expect("a URL"));
            assert!(names.contains(&"evil.example".to_owned()), "{actor}");
        }
        let names = names_that_cover(&Url::parse("https://notevil.example/a").expect("a URL"));
        assert!(!names.contains(&"evil.example".to_owned()));
    }
}
