//! Which organisations have a part in a workstream beside the one that leads it: those that said so at
//! their own server, each with where it did. The row keeps them; who asked whom is told elsewhere.

use super::{Workstream, store, tell};
use crate::{App, Result, app::Tx, events::later};
use federation::{Iri, vocabulary::actor::Involved as Wire};
use sea_orm::{EnumIter, FromJsonQueryResult, entity::prelude::*};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Which part an organisation has.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    EnumIter,
    DeriveActiveEnum,
    ToSchema,
)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::None)",
    rename_all = "snake_case"
)]
#[serde(rename_all = "snake_case")]
#[schema(as = WorkstreamPart)]
pub enum Part {
    /// Leads it together with the association whose it is.
    Lead,
    #[default]
    Contribute,
    /// Wants to hear of it.
    Follow,
}

impl Part {
    pub const ALL: [Self; 3] = [Self::Lead, Self::Contribute, Self::Follow];

    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Lead => "involvement-part-lead",
            Self::Contribute => "involvement-part-contribute",
            Self::Follow => "involvement-part-follow",
        }
    }
}

/// An organisation with a part, which said so itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = WorkstreamOrganisation)]
pub struct Organisation {
    /// Its ActivityPub id.
    #[schema(value_type = String)]
    pub actor: Iri,
    /// The type of the actor.
    pub kind: String,
    pub part: Part,
    /// The activity by which it said so, for everybody to check.
    #[schema(value_type = String)]
    pub word: Iri,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Involved(pub Vec<Organisation>);

impl Involved {
    /// As others see it.
    pub fn wire(&self) -> Vec<Wire> {
        let named = self.0.iter().map(|it| Wire {
            kind: it.kind.clone(),
            id: it.actor.clone().into(),
            part: crate::words::Word::name(&it.part),
            context: it.word.clone().into(),
        });
        named.collect()
    }
}

impl Workstream {
    /// Those that have a part beside who leads it, the greater part first.
    pub fn involved(&self) -> Involved {
        self.involved.clone().unwrap_or_default()
    }
}

/// Let it say who has a part now; its followers hear of it where it is ours.
pub async fn list_involved(
    app: &App,
    tx: &Tx,
    workstream: Workstream,
    mut involved: Involved,
) -> Result<Workstream> {
    involved.0.sort_by(|one, other| {
        let key = |it: &Organisation| (it.part, it.actor.to_string());
        key(one).cmp(&key(other))
    });
    if workstream.involved() == involved {
        return Ok(workstream);
    }
    let is_ours = workstream.local;
    let workstream = Workstream {
        involved: Some(involved),
        updated_at: match is_ours {
            true => later(workstream.updated_at, app.clock.now()),
            false => workstream.updated_at,
        },
        ..workstream
    };
    let workstream = store::update(tx, workstream).await?;
    if is_ours {
        tell(app, tx, &workstream).await?;
    }
    Ok(workstream)
}
