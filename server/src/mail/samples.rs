//! What the tests of this slice send.

use super::{Calendar, Mail, Mailbox, Message, Paragraph, Sender, Ticket};
use crate::{i18n::Lang, ids::MailId};
use chrono::{DateTime, Utc};
use url::Url;

/// One black dot.
pub const PNG: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3a\x7e\x9b\x55\
    \0\0\0\nIDAT\x78\x9c\x63\x60\0\0\0\x02\0\x01\x48\xaf\xa4\x71\0\0\0\0IEND\xae\x42\x60\x82";

pub fn id() -> MailId {
    "01JC7Z3K9V8Q4T5B6N7M8P9R0S".parse().unwrap()
}

pub fn at() -> DateTime<Utc> {
    "2026-11-01T08:00:00Z".parse().unwrap()
}

pub fn url(path: &str) -> Url {
    format!("https://dialog.example.org/{path}")
        .parse()
        .unwrap()
}

pub fn sender() -> Sender {
    Sender {
        name: "Dialog für Cybersicherheit".into(),
        address: "post@dialog.example.org".parse().unwrap(),
        host: "dialog.example.org".into(),
        imprint: vec!["Beispielverein e. V.".into(), "Uferstraße 8–11".into()],
    }
}

pub fn message() -> Message {
    Message {
        lang: Lang::De,
        to: "m.muster@example.org".parse().unwrap(),
        reply_to: Some(Mailbox {
            name: "Geschäftsstelle".into(),
            address: "verband@example.org".parse().unwrap(),
        }),
        subject: "Angemeldet: Denkwerkstatt für alle".into(),
        paragraphs: vec![
            Paragraph::Text("Sie sind angemeldet.\nWir freuen uns.".into()),
            Paragraph::Facts(vec![("Wo".into(), "Berlin".into())]),
            Paragraph::Action("Absagen".into(), url("r/1?a=1&b=2")),
        ],
        calendar: None,
        ticket: None,
        erase: Some(url("erase/1")),
        subscription: None,
    }
}

pub fn ticket() -> Ticket {
    Ticket {
        png: PNG.to_owned(),
        code: "K7M-2PQ".into(),
    }
}

pub fn invitation(method: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Verbund//Verbund//DE\r\nMETHOD:{method}\r\n\
         BEGIN:VEVENT\r\nUID:1@dialog.example.org\r\nDTSTAMP:20261101T080000Z\r\n\
         DTSTART:20261113T090000Z\r\nSUMMARY:Denkwerkstatt für alle\r\nSEQUENCE:1\r\n\
         END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
}

/// With everything a mail can have.
pub fn full() -> Message {
    Message {
        calendar: Some(Calendar::read(invitation("REQUEST")).unwrap()),
        ticket: Some(ticket()),
        ..message()
    }
}

pub fn mail(message: &Message) -> Mail {
    message.mail(&sender(), id(), at()).unwrap()
}
