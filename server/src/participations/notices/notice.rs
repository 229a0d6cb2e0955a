//! A notice: what those who take part are written by itself, so many days before an event or after it. The
//! row, when it is due, and what must be typed.

use crate::{
    error::{Refusal, Refusals},
    events::{
        self, Attendance, Event, countdown,
        draft::{DESCRIPTION_AT_MOST, one_line, read_time, ticked},
    },
    i18n::Lang,
    ids::{EventId, NoticeId},
    participations::participation::{SUBJECT_AT_MOST, ways_of},
};
use chrono::{DateTime, Duration, NaiveDateTime, NaiveTime, Utc};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// When mail goes out for which no time was typed.
const SENT_FROM: &str = "09:00";
/// Days after the start: longer, and nobody is known any more in a house that forgets soon.
const AFTER_AT_MOST: i32 = 14;
/// How long after its time something is still sent of which the event no longer sets an end.
const SENT_WITHIN: Duration = Duration::days(7);

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "notices")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: NoticeId,
    pub event: EventId,
    /// How many days before the start; below zero they come after it.
    pub days_before: i32,
    /// From which time of that day, where the event is.
    pub sent_from: NaiveTime,
    /// For those who come so; for all when absent.
    pub attendance: Option<Attendance>,
    /// Who gets it is not reminded in our words as well.
    pub is_reminder: bool,
    pub subject_de: String,
    pub text_de: String,
    pub subject_en: String,
    pub text_en: String,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Notice;

/// Between which starts there can be events of which something is due.
pub fn reach(now: DateTime<Utc>) -> (DateTime<Utc>, DateTime<Utc>) {
    let after = Duration::days((AFTER_AT_MOST + 1).into()) + SENT_WITHIN;
    let before = Duration::days((countdown::BEFORE_AT_MOST + 1).into());
    (now - after, now + before)
}

impl Notice {
    /// From when it is sent. In the night the clocks go forward it is an hour later, where that time is not.
    pub fn due_at(&self, event: &Event) -> DateTime<Utc> {
        let local = countdown::on(event, self.days_before).and_time(self.sent_from);
        let at = |local: NaiveDateTime| local.and_local_timezone(event.tz()).earliest();
        let at = at(local).or_else(|| at(local + Duration::hours(1)));
        at.map_or(event.starts_at, |at| at.to_utc())
    }

    /// Whether it is sent now: before the event until that begins, and after it for some days.
    pub fn is_due(&self, event: &Event, now: DateTime<Utc>) -> bool {
        let due_at = self.due_at(event);
        let until = match due_at < event.starts_at {
            true => event.starts_at,
            false => due_at + SENT_WITHIN,
        };
        let is_on = event.state.is_public() && event.state != events::State::Postponed;
        is_on && !event.is_cancelled() && due_at <= now && now < until
    }

    /// Whether it is for those who come so.
    pub fn is_for(&self, way: Attendance) -> bool {
        self.attendance.is_none_or(|wanted| wanted == way)
    }

    /// Subject and text for a reader of a language, as far as it was written in theirs.
    pub fn words(&self, lang: Lang) -> (String, String) {
        let [german, english] = [
            (&self.subject_de, &self.text_de),
            (&self.subject_en, &self.text_en),
        ];
        let (own, other) = match lang {
            Lang::De => (german, english),
            Lang::En => (english, german),
        };
        let (subject, text) = match own.0.is_empty() {
            true => other,
            false => own,
        };
        (subject.clone(), text.clone())
    }
}

/// When a notice is sent, to whom, and in which words: as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = NoticeDraft)]
#[serde(default, deny_unknown_fields)]
pub struct Draft {
    /// How many days from the start, such as `7`.
    pub days: String,
    /// `before` or `after` the start; empty for `before`.
    pub side: String,
    /// From which time of that day, such as `08:30`; empty for 9 o'clock.
    pub sent_from: String,
    /// `in_person` or `online`; empty for both.
    pub attendance: String,
    /// In place of the reminder two days before.
    #[serde(deserialize_with = "ticked")]
    pub is_reminder: bool,
    pub subject_de: String,
    pub text_de: String,
    pub subject_en: String,
    pub text_en: String,
}

/// What a draft says, once it is found right.
pub struct Details {
    pub days_before: i32,
    pub sent_from: NaiveTime,
    pub attendance: Option<Attendance>,
    pub is_reminder: bool,
    /// Subject and text, in German and in English.
    pub words: [(String, String); 2],
}

impl Draft {
    pub fn of(notice: &Notice) -> Self {
        let (days, side) = countdown::typed(notice.days_before);
        let way = notice.attendance.map(Attendance::name);
        Self {
            days,
            side: side.to_owned(),
            sent_from: notice.sent_from.format("%H:%M").to_string(),
            attendance: way.unwrap_or_default().to_owned(),
            is_reminder: notice.is_reminder,
            subject_de: notice.subject_de.clone(),
            text_de: notice.text_de.clone(),
            subject_en: notice.subject_en.clone(),
            text_en: notice.text_en.clone(),
        }
    }

    /// For an event: in a way nobody comes to it there is nobody to write to.
    pub fn check(&self, event: &Event) -> Result<Details, Refusals> {
        let mut refusals = Refusals::default();
        let days = countdown::read(&self.days, &self.side);
        let days = days.and_then(|days| days.ok_or(Refusal::new("notice-days-missing").on("days")));
        let days_before = days.unwrap_or_else(|refusal| {
            refusals.add(refusal);
            0
        });
        if days_before < -AFTER_AT_MOST {
            refusals.add(Refusal::new("notice-too-late").on("days"));
        }
        let sent_from = read_time(match self.sent_from.trim() {
            "" => SENT_FROM,
            typed => typed,
        });
        if sent_from.is_none() {
            refusals.add(Refusal::new("event-time-unreadable").on("sent_from"));
        }
        let attendance = Attendance::named(self.attendance.trim());
        let attendance = attendance.filter(|way| ways_of(event).contains(way));
        if attendance.is_none() && !self.attendance.trim().is_empty() {
            refusals.add(Refusal::new("event-attendance-unknown").on("attendance"));
        }
        if self.is_reminder && days_before < 0 {
            refusals.add(Refusal::new("notice-reminder-after").on("is_reminder"));
        }
        let words = [
            (
                ("subject_de", self.subject_de.as_str()),
                ("text_de", self.text_de.as_str()),
            ),
            (
                ("subject_en", self.subject_en.as_str()),
                ("text_en", self.text_en.as_str()),
            ),
        ];
        let words = words.map(|(subject, text)| written(subject, text, &mut refusals));
        if words
            .iter()
            .all(|(subject, text)| subject.is_empty() && text.is_empty())
        {
            refusals.add(Refusal::new("participation-subject-missing").on("subject_de"));
            refusals.add(Refusal::new("participation-text-missing").on("text_de"));
        }
        refusals.none_or()?;
        Ok(Details {
            days_before,
            sent_from: sent_from.unwrap_or_default(),
            attendance,
            is_reminder: self.is_reminder,
            words,
        })
    }
}

/// Subject and text of one language: both, or neither.
fn written(
    (subject_field, subject): (&'static str, &str),
    (text_field, text): (&'static str, &str),
    refusals: &mut Refusals,
) -> (String, String) {
    let (subject, text) = (one_line(subject), text.trim().to_owned());
    if subject.is_empty() && !text.is_empty() {
        refusals.add(Refusal::new("participation-subject-missing").on(subject_field));
    }
    if text.is_empty() && !subject.is_empty() {
        refusals.add(Refusal::new("participation-text-missing").on(text_field));
    }
    if subject.chars().count() > SUBJECT_AT_MOST {
        refusals.add(Refusal::new("event-line-too-long").on(subject_field));
    }
    if text.chars().count() > DESCRIPTION_AT_MOST {
        refusals.add(Refusal::new("event-description-too-long").on(text_field));
    }
    (subject, text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::feed::tests::{denkwerkstatt, drafted, house};

    pub fn typed() -> Draft {
        Draft {
            days: "7".to_owned(),
            subject_de: "Anreise".to_owned(),
            text_de: "Der Eingang ist im Hof.".to_owned(),
            ..Draft::default()
        }
    }

    async fn event() -> Event {
        let (app, organizer) = house().await;
        drafted(&app, &organizer, &denkwerkstatt()).await
    }

    #[tokio::test]
    async fn every_wrong_field_is_named_at_once() {
        let event = event().await;
        let long = "a".repeat(DESCRIPTION_AT_MOST + 1);
        let draft = Draft {
            days: "20".to_owned(),
            side: "after".to_owned(),
            sent_from: "früh".to_owned(),
            attendance: "online".to_owned(),
            is_reminder: true,
            subject_de: "a".repeat(SUBJECT_AT_MOST + 1),
            text_de: String::new(),
            subject_en: String::new(),
            text_en: long,
        };
        let Err(Refusals(refused)) = draft.check(&event) else {
            panic!("nothing of it is right");
        };
        let fields: Vec<_> = refused.iter().filter_map(|it| it.field).collect();
        let expected = [
            "days",
            "sent_from",
            "attendance",
            "is_reminder",
            "text_de",
            "subject_de",
            "subject_en",
            "text_en",
        ];
        assert_eq!(fields, expected);
        let Err(Refusals(refused)) = Draft::default().check(&event) else {
            panic!("nothing was typed");
        };
        let fields: Vec<_> = refused.iter().filter_map(|it| it.field).collect();
        assert_eq!(fields, ["days", "subject_de", "text_de"]);
        assert!(typed().check(&event).is_ok());
    }
}
