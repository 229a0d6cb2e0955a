//! A meeting of a workstream: when and where those who work in it meet. Everybody may know that they do;
//! the way in online is for members alone, and sealed. The row, and what must be typed.

use crate::{
    error::{Refusal, Refusals},
    events::draft::{moment, one_line},
    ids::{MeetingId, WorkstreamId},
};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use federation::{
    Iri,
    vocabulary::{Matter, matter::MatterKind, read},
};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use url::Url;
use utoipa::ToSchema;

/// Characters of a title and a place.
pub const LINE_AT_MOST: usize = 150;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "meetings")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MeetingId,
    pub workstream: WorkstreamId,
    /// Its id on the wire. Nobody can fetch it.
    #[sea_orm(unique)]
    pub iri: Iri,
    pub title: String,
    pub starts_at: DateTimeUtc,
    pub ends_at: DateTimeUtc,
    /// Where, in words; empty where it is online alone.
    pub place: String,
    /// The way in online, sealed.
    pub link: Option<String>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Meeting;

impl Meeting {
    pub fn is_online(&self) -> bool {
        self.link.is_some()
    }

    /// As a member of another server is told of it; for whom is said later.
    pub fn matter(&self, group: &Iri, link: Option<Url>, zone: Tz) -> Matter {
        let at = |at: DateTimeUtc| Some(at.with_timezone(&zone).fixed_offset());
        Matter {
            id: self.iri.clone().into(),
            kind: MatterKind::Event,
            attributed_to: group.clone().into(),
            context: group.clone().into(),
            name: self.title.clone(),
            summary: Some(self.place.clone()).filter(|it| !it.is_empty()),
            url: link,
            start_time: at(self.starts_at),
            end_time: at(self.ends_at),
            is_resolved: None,
            published: self.created_at.fixed_offset(),
            updated: self.updated_at.fixed_offset(),
            to: Vec::new(),
        }
    }
}

/// A meeting as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = MeetingDraft)]
#[serde(default, deny_unknown_fields)]
pub struct Draft {
    pub title: String,
    /// `2027-02-28` or `28.02.2027`.
    pub day: String,
    /// `10:00`
    pub starts_at: String,
    /// `12:00`
    pub ends_at: String,
    /// Where, in words; may be empty where there is a link.
    pub place: String,
    /// The way in online, which members alone read; may be empty where there is a place.
    pub link: String,
}

/// A draft that passed the rules.
#[derive(Debug)]
pub struct Details {
    pub title: String,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub place: String,
    pub link: Option<Url>,
}

impl Draft {
    pub fn check(&self, zone: Tz) -> Result<Details, Refusals> {
        let mut refusals = Refusals::default();
        let [title, place] =
            [(&self.title, "title"), (&self.place, "place")].map(|(typed, field)| {
                let line = one_line(typed);
                if line.chars().count() > LINE_AT_MOST {
                    refusals.add(Refusal::new("task-text-too-long").on(field));
                }
                line
            });
        if title.is_empty() {
            refusals.add(Refusal::new("meeting-nameless").on("title"));
        }
        let link = read::url(self.link.trim());
        match (self.link.trim().is_empty(), link.is_some()) {
            (true, _) if place.is_empty() => {
                refusals.add(Refusal::new("meeting-nowhere").on("place"));
            }
            (false, false) => refusals.add(Refusal::new("document-link-unreadable").on("link")),
            _ => {}
        }
        let times = self.times(zone, &mut refusals);
        refusals.none_or()?;
        let (starts_at, ends_at) = times.unwrap_or_default();
        Ok(Details {
            title,
            starts_at,
            ends_at,
            place,
            link,
        })
    }

    fn times(&self, zone: Tz, refusals: &mut Refusals) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
        let day = (self.day.as_str(), "day");
        let starts = moment(day, (&self.starts_at, "starts_at"), zone, refusals);
        let ends = moment(day, (&self.ends_at, "ends_at"), zone, refusals);
        if starts
            .zip(ends)
            .is_some_and(|(starts, ends)| ends <= starts)
        {
            refusals.add(Refusal::new("meeting-ends-first").on("ends_at"));
        }
        starts.zip(ends)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_the_clocks_leave_out_is_no_time_for_a_meeting() {
        let draft = Draft {
            title: "Abstimmung".to_owned(),
            day: "2027-03-28".to_owned(),
            starts_at: "02:30".to_owned(),
            ends_at: "04:00".to_owned(),
            place: "Raum 1".to_owned(),
            ..Draft::default()
        };
        let refused = draft.check(chrono_tz::Europe::Berlin).unwrap_err();
        assert_eq!(refused.0[0].message, "event-time-does-not-exist");
        assert_eq!(refused.0[0].field, Some("starts_at"));
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let fields = |draft: &Draft| {
            let refused = draft.check(chrono_tz::Europe::Berlin);
            let fields = refused.expect_err("something is wrong").0;
            fields.iter().filter_map(|it| it.field).collect::<Vec<_>>()
        };
        assert_eq!(
            fields(&Draft::default()),
            ["title", "place", "day", "starts_at", "ends_at"]
        );
        let draft = Draft {
            title: "Treffen".to_owned(),
            day: "2027-02-28".to_owned(),
            starts_at: "12:00".to_owned(),
            ends_at: "10:00".to_owned(),
            link: "raum-7".to_owned(),
            ..Draft::default()
        };
        assert_eq!(fields(&draft), ["link", "ends_at"]);
    }
}
