//! What we write to somebody about an event: the words of `locales/`, the values as they are.
//! Names nobody in a mail whose address nobody has confirmed: strangers could make us carry their words.

use super::{Address, Calendar, Mailbox, Message, Paragraph, Ticket};
use crate::i18n::{Lang, Value};
use url::Url;

/// An event, in the words and the zone of the reader. Only what is public of it: mails are passed on.
#[derive(Clone)]
pub struct Told<'a> {
    pub title: &'a str,
    /// „13.11.2026“
    pub day: &'a str,
    /// „Fr., 13.11.2026, 10:00–16:00 Uhr“
    pub when: &'a str,
    /// In one line.
    pub place: &'a str,
    /// The days this person comes on; empty where it is every day.
    pub days: &'a str,
    pub url: &'a Url,
}

/// A mail about an event to one person, before it is said what it is about.
#[derive(Clone)]
pub struct Letter<'a> {
    pub lang: Lang,
    pub to: &'a Address,
    /// Whom it is about, of those who share a mailbox; empty where that is not known.
    pub who: &'a str,
    pub reply_to: Option<&'a Mailbox>,
    pub event: Told<'a>,
    /// Where this person changes or cancels, and sees where exactly to go.
    pub manage: &'a Url,
    /// Where this person has everything erased.
    pub erase: &'a Url,
}

/// One thing that is other than it was.
#[derive(Clone)]
pub struct Change<'a> {
    pub what: Changed,
    pub new: &'a str,
    pub old: &'a str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    Title,
    When,
    Place,
    /// In person, online, or both.
    Attendance,
}

impl Changed {
    fn new_key(self) -> &'static str {
        match self {
            Self::Title => "mail-title-new",
            Self::When => "mail-when-new",
            Self::Place => "mail-place-new",
            Self::Attendance => "mail-attendance-new",
        }
    }

    fn old_key(self) -> &'static str {
        match self {
            Self::Title => "mail-title-old",
            Self::When => "mail-when-old",
            Self::Place => "mail-place-old",
            Self::Attendance => "mail-attendance-old",
        }
    }
}

impl Letter<'_> {
    /// The first mail: six lines and one link. `until` is when the link lapses.
    pub fn please_confirm(&self, confirm: &Url, until: &str) -> Message {
        let title = self.event.title;
        let lines = [
            self.text("mail-confirm-why"),
            title.to_owned(),
            format!("{} · {}", self.event.when, self.event.place),
        ];
        let last = [
            self.text_with("mail-confirm-until", &[("until", &until)]),
            self.text("mail-confirm-not-you"),
        ];
        let paragraphs = vec![
            Paragraph::Text(lines.join("\n")),
            self.action("mail-confirm-action", confirm),
            Paragraph::Text(last.join("\n")),
        ];
        Message {
            erase: None,
            ..self.message(self.subject("mail-confirm-subject"), paragraphs)
        }
    }

    /// `attendance` is how this person takes part. The invitation is a REQUEST.
    pub fn registered(
        &self,
        attendance: &str,
        invitation: Option<Calendar>,
        ticket: Option<Ticket>,
    ) -> Message {
        let mut facts = self.facts();
        facts.push((self.text("mail-attendance"), attendance.to_owned()));
        let mut paragraphs = vec![self.said("mail-registered"), Paragraph::Facts(facts)];
        if invitation.is_some() {
            paragraphs.push(self.said("mail-calendar-enclosed"));
        }
        paragraphs.push(self.action("mail-manage", self.manage));
        Message {
            calendar: invitation,
            ticket,
            ..self.message(self.subject("mail-registered-subject"), paragraphs)
        }
    }

    /// The invitation is a REQUEST with a higher SEQUENCE. `reason` may be empty; `standing` says how they stand who have no place.
    pub fn changed(
        &self,
        changes: &[Change<'_>],
        reason: &str,
        standing: Option<&str>,
        invitation: Option<Calendar>,
    ) -> Message {
        let changes = changes.iter().map(|change| {
            Paragraph::Facts(vec![
                (self.text(change.what.new_key()), change.new.to_owned()),
                (self.text(change.what.old_key()), change.old.to_owned()),
            ])
        });
        let event = &self.event;
        let facts = self.named([
            ("mail-who", self.who),
            ("mail-what", event.title),
            ("mail-days", event.days),
        ]);
        let mut paragraphs = vec![self.said("mail-changed"), Paragraph::Facts(facts)];
        paragraphs.extend(changes);
        paragraphs.extend(self.reason(reason));
        paragraphs.push(match standing {
            None => self.said("mail-changed-stays"),
            Some(standing) => {
                let standing = self.text_with("mail-changed-standing", &[("standing", &standing)]);
                Paragraph::Text(standing)
            }
        });
        paragraphs.push(self.action("mail-manage", self.manage));
        Message {
            calendar: invitation,
            ..self.message(self.subject("mail-changed-subject"), paragraphs)
        }
    }

    /// The event does not take place. `reason` may be empty; the invitation is a CANCEL.
    pub fn cancelled_by_host(&self, reason: &str, cancellation: Option<Calendar>) -> Message {
        let mut paragraphs = vec![self.said("mail-cancelled"), Paragraph::Facts(self.facts())];
        paragraphs.extend(self.reason(reason));
        paragraphs.push(self.action("mail-event-page", self.event.url));
        Message {
            calendar: cancellation,
            ..self.message(self.subject("mail-cancelled-subject"), paragraphs)
        }
    }

    /// This person does not come. The invitation is a CANCEL.
    pub fn cancelled_by_you(&self, cancellation: Option<Calendar>) -> Message {
        let paragraphs = vec![
            self.said("mail-left"),
            Paragraph::Facts(self.facts()),
            self.action("mail-left-again", self.event.url),
        ];
        Message {
            calendar: cancellation,
            ..self.message(self.subject("mail-left-subject"), paragraphs)
        }
    }

    /// The organisers took them out. The invitation is a CANCEL, for who had a place.
    pub fn taken_out(&self, cancellation: Option<Calendar>) -> Message {
        let paragraphs = vec![
            self.said("mail-taken-out"),
            Paragraph::Facts(self.facts()),
            self.action("mail-event-page", self.event.url),
        ];
        Message {
            calendar: cancellation,
            ..self.message(self.subject("mail-taken-out-subject"), paragraphs)
        }
    }

    /// Nobody took the place that was kept.
    pub fn lapsed(&self) -> Message {
        let paragraphs = vec![
            self.said("mail-lapsed"),
            Paragraph::Facts(self.facts()),
            self.action("mail-left-again", self.event.url),
        ];
        self.message(self.subject("mail-lapsed-subject"), paragraphs)
    }

    /// `place` on the waiting list counts from 1.
    pub fn waiting(&self, place: u32) -> Message {
        let paragraphs = vec![
            Paragraph::Text(self.text_with("mail-waiting", &[("place", &place)])),
            Paragraph::Facts(self.facts()),
            self.said("mail-waiting-next"),
            self.action("mail-waiting-leave", self.manage),
        ];
        self.message(self.subject("mail-waiting-subject"), paragraphs)
    }

    /// A place is kept for this person `until` then.
    pub fn offered(&self, accept: &Url, until: &str) -> Message {
        let paragraphs = vec![
            Paragraph::Text(self.text_with("mail-offered", &[("until", &until)])),
            Paragraph::Facts(self.facts()),
            self.action("mail-offered-accept", accept),
            self.said("mail-offered-lapses"),
            self.action("mail-waiting-leave", self.manage),
        ];
        self.message(self.subject("mail-offered-subject"), paragraphs)
    }

    pub fn reminder(&self, attendance: &str) -> Message {
        let mut facts = self.facts();
        facts.push((self.text("mail-attendance"), attendance.to_owned()));
        let paragraphs = vec![
            self.said("mail-reminder"),
            Paragraph::Facts(facts),
            self.said("mail-reminder-unable"),
            self.action("mail-manage", self.manage),
        ];
        self.message(self.subject("mail-reminder-subject"), paragraphs)
    }

    /// The organisers have yet to say yes.
    pub fn pending(&self) -> Message {
        let paragraphs = vec![
            self.said("mail-pending"),
            Paragraph::Facts(self.facts()),
            self.action("mail-manage", self.manage),
        ];
        self.message(self.subject("mail-pending-subject"), paragraphs)
    }

    /// `reason` may be empty. The invitation is a CANCEL, for who had a place.
    pub fn declined(&self, reason: &str, cancellation: Option<Calendar>) -> Message {
        let mut paragraphs = vec![self.said("mail-declined"), Paragraph::Facts(self.facts())];
        paragraphs.extend(self.reason(reason));
        paragraphs.push(self.action("mail-event-page", self.event.url));
        Message {
            calendar: cancellation,
            ..self.message(self.subject("mail-declined-subject"), paragraphs)
        }
    }

    /// What the organisers write to those who registered. Empty lines part the paragraphs of `text`.
    pub fn from_organizers(&self, subject: &str, text: &str) -> Message {
        let text = text.replace("\r\n", "\n");
        let mut paragraphs: Vec<Paragraph> = text
            .split("\n\n")
            .filter(|paragraph| !paragraph.trim().is_empty())
            .map(|paragraph| Paragraph::Text(paragraph.to_owned()))
            .collect();
        paragraphs.push(Paragraph::Facts(self.facts()));
        paragraphs.push(Paragraph::Text(
            self.text_with("mail-organizers-why", &[("title", &self.event.title)]),
        ));
        paragraphs.push(self.action("mail-manage", self.manage));
        let subject = self.text_with(
            "mail-organizers-subject",
            &[("title", &self.event.title), ("subject", &subject)],
        );
        self.message(subject, paragraphs)
    }

    fn subject(&self, key: &str) -> String {
        let event = &self.event;
        self.text_with(key, &[("title", &event.title), ("day", &event.day)])
    }

    fn message(&self, subject: String, paragraphs: Vec<Paragraph>) -> Message {
        Message {
            lang: self.lang,
            to: self.to.clone(),
            reply_to: self.reply_to.cloned(),
            subject,
            paragraphs,
            calendar: None,
            ticket: None,
            erase: Some(self.erase.clone()),
            subscription: None,
        }
    }

    fn facts(&self) -> Vec<(String, String)> {
        let event = &self.event;
        self.named([
            ("mail-who", self.who),
            ("mail-what", event.title),
            ("mail-when", event.when),
            ("mail-days", event.days),
            ("mail-place", event.place),
        ])
    }

    fn named<const N: usize>(&self, facts: [(&str, &str); N]) -> Vec<(String, String)> {
        facts
            .into_iter()
            .filter(|(_, said)| !said.is_empty())
            .map(|(key, said)| (self.text(key), said.to_owned()))
            .collect()
    }

    fn reason(&self, reason: &str) -> Option<Paragraph> {
        let said = self.text_with("mail-because", &[("reason", &reason)]);
        (!reason.trim().is_empty()).then_some(Paragraph::Text(said))
    }

    fn said(&self, key: &str) -> Paragraph {
        Paragraph::Text(self.text(key))
    }

    fn action(&self, key: &str, url: &Url) -> Paragraph {
        Paragraph::Action(self.text(key), url.clone())
    }

    fn text(&self, key: &str) -> String {
        self.lang.text(key)
    }

    fn text_with(&self, key: &str, values: &[(&str, &dyn Value)]) -> String {
        self.lang.text_with(key, values)
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{Mail, samples},
        *,
    };
    use mail_parser::MessageParser;
    use std::collections::HashSet;

    const TITLE: &str = "Denkwerkstatt „Sicher & frei“";

    fn with_letter<T>(lang: Lang, write: impl FnOnce(&Letter<'_>) -> T) -> T {
        let to: Address = "m.muster@example.org".parse().unwrap();
        let (event, manage) = (samples::url("events/1"), samples::url("r/1"));
        write(&Letter {
            lang,
            to: &to,
            who: "",
            reply_to: None,
            event: Told {
                title: TITLE,
                day: "13.11.2026",
                when: "Fr., 13.11.2026, 10:00–16:00 Uhr",
                place: "Berlin",
                days: "",
                url: &event,
            },
            manage: &manage,
            erase: &samples::url("erase/1"),
        })
    }

    /// One of each.
    fn all(letter: &Letter<'_>) -> Vec<Message> {
        let request = || Calendar::read(samples::invitation("REQUEST")).ok();
        let cancel = || Calendar::read(samples::invitation("CANCEL")).ok();
        let link = samples::url("c/1");
        let changes = [
            Changed::Title,
            Changed::When,
            Changed::Place,
            Changed::Attendance,
        ]
        .map(|what| Change {
            what,
            new: "dann",
            old: "damals",
        });
        vec![
            letter.please_confirm(&link, "20.11.2026"),
            letter.registered("Vor Ort", request(), Some(samples::ticket())),
            letter.changed(&changes, "Der Saal steht unter Wasser.", None, request()),
            letter.cancelled_by_host("Der Saal steht unter Wasser.", cancel()),
            letter.cancelled_by_you(cancel()),
            letter.taken_out(cancel()),
            letter.lapsed(),
            letter.waiting(4),
            letter.offered(&link, "10.11.2026, 12:00 Uhr"),
            letter.reminder("Online"),
            letter.pending(),
            letter.declined("Die Veranstaltung ist für Vereine.", cancel()),
            letter.from_organizers(
                "Raumwechsel",
                "Guten Tag,\n\nwir sind in Raum 2.\r\n\r\nBis bald",
            ),
        ]
    }

    fn text(mail: &Mail) -> String {
        let read = MessageParser::new().parse(&mail.bytes).unwrap();
        read.body_text(0).unwrap().replace("\r\n", "\n")
    }

    #[test]
    fn every_mail_is_complete_in_both_languages() {
        for lang in Lang::ALL {
            let messages = with_letter(lang, all);
            let mut subjects = HashSet::new();
            for message in &messages {
                let mail = samples::mail(message);
                let text = text(&mail);
                assert!(
                    !text.contains('⟦') && !message.subject.contains('⟦'),
                    "{text}"
                );
                assert!(message.subject.contains(TITLE), "{}", message.subject);
                assert!(text.contains(TITLE), "{text}");
                assert!(text.contains("Beispielverein e. V."), "{text}");
                assert!(
                    subjects.insert(message.subject.clone()),
                    "{}",
                    message.subject
                );
                assert_eq!(message.lang, lang);
            }
            assert_eq!(subjects.len(), 13);
        }
    }

    #[test]
    fn the_first_mail_is_six_lines_with_one_link_and_no_picture() {
        for lang in Lang::ALL {
            let link = samples::url("c/1");
            let message = with_letter(lang, |letter| letter.please_confirm(&link, "20.11.2026"));
            let mail = samples::mail(&message);
            let text = text(&mail);
            let (body, _) = text.split_once("-- \n").unwrap();
            let lines: Vec<&str> = body.lines().filter(|line| !line.is_empty()).collect();
            assert_eq!(lines.len(), 6, "{lines:#?}");
            let whole = String::from_utf8(mail.bytes).unwrap();
            let html = message.paragraphs.iter();
            let links = html.filter(|part| matches!(part, Paragraph::Action(..)));
            assert_eq!(links.count(), 1);
            assert_eq!(text.matches("https://").count(), 1);
            assert!(!whole.contains("image/") && !whole.contains("text/calendar"));
        }
        let message = with_letter(Lang::De, |letter| {
            letter.please_confirm(&samples::url("c/1"), "")
        });
        assert_eq!(
            message.subject,
            format!("Bitte bestätigen: {TITLE} am 13.11.2026")
        );
    }

    #[test]
    fn every_other_mail_leads_to_change_and_erasure() {
        for message in with_letter(Lang::De, all).iter().skip(1) {
            let text = text(&samples::mail(message));
            let links = [samples::url("r/1"), samples::url("events/1")];
            let leads = links.iter().any(|link| text.contains(link.as_str()));
            assert!(leads, "{text}");
            assert!(text.contains("Meine Angaben löschen: https://"), "{text}");
        }
    }

    #[test]
    fn a_calendar_is_mentioned_where_there_is_one() {
        for invitation in [None, Calendar::read(samples::invitation("REQUEST")).ok()] {
            let is_enclosed = invitation.is_some();
            let message = with_letter(Lang::De, |letter| {
                letter.registered("Online", invitation.clone(), None)
            });
            let text = text(&samples::mail(&message));
            assert_eq!(text.contains("Kalender"), is_enclosed, "{text}");
        }
    }

    #[test]
    fn a_change_says_new_before_old() {
        let change = Change {
            what: Changed::When,
            new: "Sa., 14.11.2026",
            old: "Fr., 13.11.2026",
        };
        let message = with_letter(Lang::De, |letter| letter.changed(&[change], "", None, None));
        let text = text(&samples::mail(&message));
        let told = "Wann, neu: Sa., 14.11.2026\nWann, alt: Fr., 13.11.2026\n";
        assert!(text.contains(told), "{text}");
    }

    #[test]
    fn an_empty_reason_is_not_mentioned() {
        for (reason, mentioned) in [("", false), (" \n", false), ("Wasser", true)] {
            with_letter(Lang::De, |letter| {
                for message in [
                    letter.cancelled_by_host(reason, None),
                    letter.declined(reason, None),
                    letter.changed(&[], reason, None, None),
                ] {
                    let text = text(&samples::mail(&message));
                    assert_eq!(text.contains("Begründung"), mentioned, "{text}");
                }
            });
        }
    }

    #[test]
    fn what_the_organisers_write_keeps_its_paragraphs() {
        let written = "Guten Tag,\r\n\r\nerste Zeile\r\nzweite Zeile\n\n\n\nBis bald";
        let message = with_letter(Lang::De, |letter| letter.from_organizers("Raum", written));
        assert_eq!(message.subject, format!("{TITLE}: Raum"));
        let texts = message.paragraphs.iter();
        let texts = texts.filter(|paragraph| matches!(paragraph, Paragraph::Text(_)));
        assert_eq!(texts.count(), 4, "three of theirs and one of ours");
        let text = text(&samples::mail(&message));
        let begins = "Guten Tag,\n\nerste Zeile\nzweite Zeile\n\nBis bald\n\n";
        assert!(text.starts_with(begins), "{text}");
    }

    #[test]
    fn values_are_told_as_they_are() {
        // Braces and quotes mean something in the catalogue, and nothing in a value.
        let tricky = "{ $day } { \"x\" } <b>&amp;</b>";
        let message = with_letter(Lang::De, |letter| letter.declined(tricky, None));
        let text = text(&samples::mail(&message));
        assert!(text.contains(&format!("Begründung: {tricky}")), "{text}");
    }
}
