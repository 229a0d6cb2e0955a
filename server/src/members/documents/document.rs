//! A document of a workstream: a link with a title, what sort of document it is and its licence, for
//! everybody or for its members alone. The file itself lies elsewhere: what is kept here is pictures.

use crate::{
    error::{Refusal, Refusals},
    events::draft::one_line,
    ids::{DocumentId, WorkstreamId},
    words::Word as _,
};
use federation::{
    Iri,
    vocabulary::{Matter, matter::MatterKind, read},
};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Characters of a title, a kind, a licence.
pub const LINE_AT_MOST: usize = 150;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "documents")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DocumentId,
    pub workstream: WorkstreamId,
    /// Its id on the wire. Nobody can fetch it.
    #[sea_orm(unique)]
    pub iri: Iri,
    pub title: String,
    pub link: String,
    /// „Protokoll“, „Entwurf“
    pub kind: String,
    /// As SPDX names it, or in words; may be empty.
    pub licence: String,
    pub audience: Audience,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Document;

/// Who may know of it.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
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
#[schema(as = DocumentAudience)]
pub enum Audience {
    #[default]
    Members,
    Public,
}

impl Audience {
    pub const ALL: [Self; 2] = [Self::Members, Self::Public];

    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Members => "document-for-members",
            Self::Public => "document-for-everybody",
        }
    }
}

impl Document {
    pub fn is_public(&self) -> bool {
        self.audience == Audience::Public
    }

    /// „Protokoll, CC-BY-4.0“
    pub fn about(&self) -> String {
        let parts = [self.kind.as_str(), self.licence.as_str()];
        let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        parts.join(", ")
    }

    /// As a member of another server is told of it; for whom is said later.
    pub fn matter(&self, group: &Iri) -> Matter {
        Matter {
            id: self.iri.clone().into(),
            kind: MatterKind::Document,
            attributed_to: group.clone().into(),
            context: group.clone().into(),
            name: self.title.clone(),
            summary: Some(self.about()).filter(|it| !it.is_empty()),
            url: read::url(&self.link),
            start_time: None,
            end_time: None,
            is_resolved: None,
            published: self.created_at.fixed_offset(),
            updated: self.updated_at.fixed_offset(),
            to: Vec::new(),
        }
    }
}

/// A document as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = DocumentDraft)]
#[serde(default, deny_unknown_fields)]
pub struct Draft {
    pub title: String,
    /// The address it lies at.
    pub link: String,
    /// „Protokoll“, „Entwurf“; may be empty.
    pub kind: String,
    /// `CC-BY-4.0`, or in words. Needed for what everybody may take along.
    pub licence: String,
    /// `members` or `public`; empty for `members`.
    pub audience: String,
}

/// A draft that passed the rules.
pub struct Details {
    pub title: String,
    pub link: String,
    pub kind: String,
    pub licence: String,
    pub audience: Audience,
}

impl Draft {
    pub fn check(&self) -> Result<Details, Refusals> {
        let mut refusals = Refusals::default();
        let mut line = |typed: &str, field| {
            let line = one_line(typed);
            if line.chars().count() > LINE_AT_MOST {
                refusals.add(Refusal::new("task-text-too-long").on(field));
            }
            line
        };
        let title = line(&self.title, "title");
        let kind = line(&self.kind, "kind");
        let licence = line(&self.licence, "licence");
        if title.is_empty() {
            refusals.add(Refusal::new("document-nameless").on("title"));
        }
        let link = self.link.trim();
        if read::url(link).is_none() {
            refusals.add(Refusal::new("document-link-unreadable").on("link"));
        }
        let audience = match self.audience.trim() {
            "" => Some(Audience::default()),
            named => Audience::named(named),
        };
        if audience.is_none() {
            refusals.add(Refusal::new("document-audience-unknown").on("audience"));
        }
        if audience == Some(Audience::Public) && licence.is_empty() {
            refusals.add(Refusal::new("document-without-licence").on("licence"));
        }
        refusals.none_or()?;
        Ok(Details {
            title,
            link: link.to_owned(),
            kind,
            licence,
            audience: audience.unwrap_or_default(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let fields = |draft: &Draft| {
            let refused = draft.check().err().expect("something is wrong");
            let fields = refused.0.iter().filter_map(|it| it.field);
            fields.collect::<Vec<_>>()
        };
        assert_eq!(fields(&Draft::default()), ["title", "link"]);
        let draft = Draft {
            title: "Leitfaden".to_owned(),
            link: "https://verein.example/leitfaden.pdf".to_owned(),
            kind: "a".repeat(LINE_AT_MOST + 1),
            audience: "public".to_owned(),
            ..Draft::default()
        };
        assert_eq!(fields(&draft), ["kind", "licence"]);
        let draft = Draft {
            kind: String::new(),
            audience: "friends".to_owned(),
            link: "javascript:alert(1)".to_owned(),
            ..draft
        };
        assert_eq!(fields(&draft), ["link", "audience"]);
    }
}
