//! A topic: what an association observes there, and what it does about it. Its row, and its rules.

use crate::{
    cycles::draft::{MARKDOWN_AT_MOST, NAME_AT_MOST, SUMMARY_AT_MOST, line, read_slug, text},
    error::{Refusal, Refusals},
    events::draft::or,
    ids::{ProgrammeId, TopicId},
};
use federation::Iri;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Topics one may have come from, or gone over into.
pub const SUCCESSORS_AT_MOST: usize = 20;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "topics")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TopicId,
    /// What events say as their topic leads here too.
    pub slug: String,
    /// The actor of the association that looks after it.
    pub organizer: Iri,
    pub programme: Option<ProgrammeId>,
    pub name: String,
    /// One line.
    pub summary: String,
    /// What we observe: Markdown.
    pub observed: String,
    /// What we do: Markdown.
    pub done: String,
    /// Nobody works on it under this name any more.
    pub is_closed: bool,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Topic;

impl Topic {
    pub fn path(&self) -> String {
        format!("/topics/{}", self.slug)
    }

    /// Which state of it somebody has read, to notice when it was changed since.
    pub fn seen(&self) -> String {
        self.updated_at.timestamp_millis().to_string()
    }
}

/// That one topic went over into another: six fields into three themes.
pub mod succession {
    use crate::ids::TopicId;
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "topic_successions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub predecessor: TopicId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub successor: TopicId,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// A topic as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = TopicDraft)]
#[serde(default, deny_unknown_fields)]
pub struct Draft {
    /// The handle of the association that looks after it; empty for the instance's first. Never changes.
    pub organizer: String,
    /// The slug of the programme it belongs to; empty for none.
    pub programme: String,
    pub name: String,
    /// The readable part of its address; empty for one made of the name. The former one leads on.
    pub slug: String,
    /// One line.
    pub summary: String,
    /// What we observe: Markdown.
    pub observed: String,
    /// What we do: Markdown.
    pub done: String,
    /// `yes` where nobody works on it under this name any more.
    pub is_closed: String,
    /// Slugs of the topics it went over into, one in each line.
    pub successors: String,
    /// The state of it that the form was filled from, to notice when somebody was faster.
    pub seen: String,
}

/// A topic that passed its rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    pub slug: String,
    pub name: String,
    pub summary: String,
    pub observed: String,
    pub done: String,
    pub is_closed: bool,
    /// Slugs, not looked up yet.
    pub successors: Vec<String>,
}

impl Draft {
    pub fn check(&self) -> Result<Details, Refusals> {
        let mut refusals = Refusals::default();
        let name = line(&self.name, "name", NAME_AT_MOST, true, &mut refusals);
        let is_closed = match or(&self.is_closed, "no") {
            "yes" => true,
            "no" => false,
            _ => {
                refusals.add(Refusal::new("cycle-yes-or-no").on("is_closed"));
                false
            }
        };
        let successors: Vec<String> = self
            .successors
            .split([',', '\n', '\r', ' '])
            .map(|slug| slug.trim().trim_start_matches("/topics/").to_owned())
            .filter(|slug| !slug.is_empty())
            .collect();
        if successors.len() > SUCCESSORS_AT_MOST {
            refusals.add(Refusal::new("topic-successors-too-many").on("successors"));
        }
        let details = Details {
            slug: read_slug(&self.slug, &name, &mut refusals),
            summary: line(
                &self.summary,
                "summary",
                SUMMARY_AT_MOST,
                false,
                &mut refusals,
            ),
            observed: text(&self.observed, "observed", MARKDOWN_AT_MOST, &mut refusals),
            done: text(&self.done, "done", MARKDOWN_AT_MOST, &mut refusals),
            name,
            is_closed,
            successors,
        };
        refusals.none_or()?;
        Ok(details)
    }

    /// The topic as it would have to be typed; `programme` and `successors` by their slugs.
    pub fn of(topic: &Topic, programme: &str, successors: &[Topic]) -> Self {
        let slugs: Vec<&str> = successors.iter().map(|topic| topic.slug.as_str()).collect();
        Self {
            organizer: String::new(),
            programme: programme.to_owned(),
            name: topic.name.clone(),
            slug: topic.slug.clone(),
            summary: topic.summary.clone(),
            observed: topic.observed.clone(),
            done: topic.done.clone(),
            is_closed: match topic.is_closed {
                true => "yes".to_owned(),
                false => "no".to_owned(),
            },
            successors: slugs.join("\n"),
            seen: topic.seen(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topic_has_only_so_many_that_follow_it() {
        let followed_by = |count: usize| {
            let slugs = (0..count).map(|number| format!("thema-{number}\n"));
            let draft = Draft {
                name: "Rente".to_owned(),
                successors: slugs.collect(),
                ..Draft::default()
            };
            draft.check().map(|details| details.successors.len())
        };
        assert_eq!(followed_by(SUCCESSORS_AT_MOST), Ok(SUCCESSORS_AT_MOST));
        let refusal = Refusal::new("topic-successors-too-many").on("successors");
        assert_eq!(
            followed_by(SUCCESSORS_AT_MOST + 1),
            Err(Refusals(vec![refusal]))
        );
    }
}
