//! What a mail says, and the mail it becomes (RFC 5322, MIME): text, HTML, an invitation, a code to show.
//! The same message with the same id is the same bytes, so that a repeat is known for one.
//! Loads nothing, counts nothing, and lets no line, header or writing direction slip in with a value.

use super::Address;
use crate::{config::Config, i18n::Lang, ids::MailId};
use askama::Template;
use chrono::{DateTime, Utc};
use lettre::message::{
    Attachment, Mailbox as LettreMailbox, Message as LettreMessage, MultiPart, SinglePart,
    header::{ContentType, HeaderName, HeaderValue},
};
use std::time::SystemTime;
use url::Url;

/// In characters; a longer subject is cut, where most programs cut it anyway.
const SUBJECT_AT_MOST: usize = 250;
/// The name in front of an address, in characters.
const NAME_AT_MOST: usize = 120;
/// All paragraphs together, in characters.
const BODY_AT_MOST: usize = 50_000;
const CALENDAR_BYTES_AT_MOST: usize = 200_000;
const PICTURE_BYTES_AT_MOST: usize = 100_000;
/// Combining marks on one character: more are there to disturb.
const MARKS_AT_MOST: usize = 8;

/// One mail to one person. Has no `Debug`: it holds links that are as good as a password.
#[derive(Clone)]
pub struct Message {
    pub lang: Lang,
    pub to: Address,
    /// Who answers: the association. Without it, whoever reads the instance's address.
    pub reply_to: Option<Mailbox>,
    pub subject: String,
    pub paragraphs: Vec<Paragraph>,
    pub calendar: Option<Calendar>,
    pub ticket: Option<Ticket>,
    /// Where people have what we know of them erased. Absent where one link has to be the only one.
    pub erase: Option<Url>,
    /// Only for what people subscribed to: not for what they need to know.
    pub subscription: Option<Subscription>,
}

/// A part of a mail, with an empty line around it.
#[derive(Clone)]
pub enum Paragraph {
    /// Line breaks stay.
    Text(String),
    /// What is said about something, a line each: „Wann: …“.
    Facts(Vec<(String, String)>),
    /// Something to do: a link, and what it does.
    Action(String, Url),
}

/// Somebody with a name.
#[derive(Clone, Debug)]
pub struct Mailbox {
    pub name: String,
    pub address: Address,
}

/// An iCalendar object with a method (RFC 6047), which says so itself: the two cannot differ.
#[derive(Clone)]
pub struct Calendar {
    method: Method,
    text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Request,
    Cancel,
}

/// What somebody shows at the door.
#[derive(Clone)]
pub struct Ticket {
    /// The code as a QR picture.
    pub png: Vec<u8>,
    pub code: String,
}

/// How somebody leaves a list (RFC 2369, RFC 8058): the address takes a POST without any page before it.
#[derive(Clone)]
pub struct Subscription {
    /// One word that names the list for good (RFC 2919): „newsletter“.
    pub list: String,
    pub unsubscribe: Url,
}

/// The instance, as all its mails name it.
#[derive(Clone, Debug)]
pub struct Sender {
    pub name: String,
    pub address: lettre::Address,
    /// Ours; the second half of every Message-ID.
    pub host: String,
    /// Who answers for it, a line each (§ 5 DDG).
    pub imprint: Vec<String>,
}

/// A mail ready to leave.
#[derive(Clone, PartialEq, Eq)]
pub struct Mail {
    pub id: MailId,
    pub to: Address,
    /// As RFC 5322 has it, in ASCII.
    pub bytes: Vec<u8>,
}

/// Nothing of what it says: it is somebody's letter.
impl std::fmt::Debug for Mail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Mail({} to {}, {} bytes)",
            self.id,
            self.to,
            self.bytes.len()
        )
    }
}

/// Why no mail can be made of a message: the field at fault, and the reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    #[error("subject: is empty")]
    SubjectEmpty,
    #[error("paragraphs: there are none")]
    BodyEmpty,
    #[error("paragraphs: more than {BODY_AT_MOST} characters")]
    BodyTooLong,
    #[error("calendar: needs exactly one METHOD, REQUEST or CANCEL")]
    NoInvitation,
    #[error("calendar: more than {CALENDAR_BYTES_AT_MOST} bytes")]
    CalendarTooLarge,
    #[error("ticket: is no PNG")]
    NoPicture,
    #[error("ticket: more than {PICTURE_BYTES_AT_MOST} bytes")]
    PictureTooLarge,
    #[error("subscription: the list must be one word of a-z, 0-9 and -")]
    NoListName,
}

impl Sender {
    /// `None` while no sender is set, and so nothing is sent.
    pub fn of(config: &Config) -> Option<Self> {
        let legal = &config.legal;
        let town = format!("{} {}", legal.postal_code, legal.locality);
        let imprint = [
            &legal.name,
            &legal.street,
            &town,
            &legal.country,
            &legal.represented_by,
            &legal.email,
            &legal.phone,
        ];
        let imprint = imprint.into_iter().map(|text| line(text, NAME_AT_MOST));
        Some(Self {
            name: config.instance.name.clone(),
            address: config.mail.from.clone()?,
            host: config.origin().host_str().unwrap_or_default().to_owned(),
            imprint: imprint.filter(|line| !line.is_empty()).collect(),
        })
    }
}

impl Calendar {
    /// The method is read from the text; what is none of the two is for no mailbox.
    pub fn read(text: String) -> Result<Self, Unfit> {
        if text.len() > CALENDAR_BYTES_AT_MOST {
            return Err(Unfit::CalendarTooLarge);
        }
        let mut methods = text.lines().filter_map(|line| line.strip_prefix("METHOD:"));
        let method = match methods.next() {
            Some("REQUEST") => Method::Request,
            Some("CANCEL") => Method::Cancel,
            _ => return Err(Unfit::NoInvitation),
        };
        match methods.next() {
            None => Ok(Self { method, text }),
            Some(_) => Err(Unfit::NoInvitation),
        }
    }

    pub fn method(&self) -> Method {
        self.method
    }
}

impl Method {
    /// As iTIP has it (RFC 5546).
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Request => "REQUEST",
            Self::Cancel => "CANCEL",
        }
    }
}

impl Message {
    /// The mail, as `sender` writes it `at` this time.
    pub fn mail(&self, sender: &Sender, id: MailId, at: DateTime<Utc>) -> Result<Mail, Unfit> {
        let letter = self.letter(sender, &id)?;
        let name = head_line(&sender.name, NAME_AT_MOST);
        let mut builder = LettreMessage::builder()
            .from(LettreMailbox::new(Some(name), sender.address.clone()))
            .to(LettreMailbox::new(None, deliverable(&self.to)))
            .subject(letter.subject.clone())
            .message_id(Some(format!("<{id}@{}>", sender.host)))
            .date(SystemTime::from(at));
        if let Some(Mailbox { name, address }) = &self.reply_to {
            let name = head_line(name, NAME_AT_MOST);
            builder = builder.reply_to(LettreMailbox::new(Some(name), deliverable(address)));
        }
        for header in self.headers(sender)? {
            builder = builder.raw_header(header);
        }
        let whole = builder
            .multipart(self.parts(&letter, &id)?)
            .expect("there are a sender and a recipient");
        Ok(Mail {
            id,
            to: self.to.clone(),
            bytes: whole.formatted(),
        })
    }

    /// What a program reads: that no program wrote it for another to answer, its language, the way out.
    fn headers(&self, sender: &Sender) -> Result<Vec<HeaderValue>, Unfit> {
        let header =
            |name, value: String| HeaderValue::new(HeaderName::new_from_ascii_str(name), value);
        let mut headers = vec![
            header("Auto-Submitted", "auto-generated".to_owned()),
            // Everything but what says that a mail did not arrive.
            header(
                "X-Auto-Response-Suppress",
                "DR, RN, NRN, OOF, AutoReply".to_owned(),
            ),
            header("Content-Language", self.lang.bcp47().to_owned()),
        ];
        if let Some(Subscription { list, unsubscribe }) = &self.subscription {
            let is_word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            if list.is_empty() || !list.chars().all(is_word) {
                return Err(Unfit::NoListName);
            }
            headers.extend([
                header("List-Id", format!("<{list}.{}>", sender.host)),
                header("List-Unsubscribe", format!("<{unsubscribe}>")),
                header(
                    "List-Unsubscribe-Post",
                    "List-Unsubscribe=One-Click".to_owned(),
                ),
            ]);
        }
        Ok(headers)
    }

    /// What a person reads, with every value made harmless.
    fn letter(&self, sender: &Sender, id: &MailId) -> Result<Written, Unfit> {
        let subject = head_line(&self.subject, SUBJECT_AT_MOST);
        if subject.is_empty() {
            return Err(Unfit::SubjectEmpty);
        }
        let blocks: Vec<Block> = self.paragraphs.iter().map(Block::of).collect();
        if blocks.iter().all(|block| block.characters() == 0) {
            return Err(Unfit::BodyEmpty);
        }
        if blocks.iter().map(Block::characters).sum::<usize>() > BODY_AT_MOST {
            return Err(Unfit::BodyTooLong);
        }
        let ticket = self.ticket.as_ref().map(|ticket| {
            let code = line(&ticket.code, NAME_AT_MOST);
            WrittenTicket {
                caption: self.lang.text_with("mail-ticket", &[("code", &code)]),
                picture: format!("ticket.{id}@{}", sender.host),
                code,
            }
        });
        let unsubscribe = self.subscription.as_ref();
        let unsubscribe = unsubscribe.map(|list| ("mail-unsubscribe", &list.unsubscribe));
        let erase = self.erase.as_ref().map(|url| ("mail-erase", url));
        Ok(Written {
            lang: self.lang.bcp47(),
            subject,
            blocks,
            ticket,
            imprint: sender.imprint.clone(),
            ways_out: unsubscribe
                .into_iter()
                .chain(erase)
                .map(|(key, url)| (self.lang.text(key), url.to_string()))
                .collect(),
        })
    }

    /// Programs show the last alternative they know: text, HTML, invitation. The invitation comes as a
    /// file too, for those that know none.
    fn parts(&self, letter: &Written, id: &MailId) -> Result<MultiPart, Unfit> {
        // Worked out, for a repeat is to be the same. Whoever wrote a value did not know the id yet.
        let boundary = |part: &str| format!("=_{part}_{id}");
        let html = SinglePart::html(letter.render().expect("writing to a text"));
        let alternative = MultiPart::alternative()
            .boundary(boundary("alternative"))
            .singlepart(SinglePart::plain(letter.text()));
        let alternative = match (&self.ticket, &letter.ticket) {
            (Some(ticket), Some(written)) => {
                let picture = picture(ticket, written)?;
                let related = MultiPart::related().boundary(boundary("related"));
                alternative.multipart(related.singlepart(html).singlepart(picture))
            }
            _ => alternative.singlepart(html),
        };
        let Some(calendar) = &self.calendar else {
            return Ok(alternative);
        };
        let method = calendar.method.as_str();
        let invitation = SinglePart::builder()
            .content_type(media_type(&format!(
                "text/calendar; charset=utf-8; method={method}"
            )))
            .body(calendar.text.clone());
        let file = Attachment::new(self.lang.text("mail-calendar-file"))
            .body(calendar.text.clone(), media_type("application/ics"));
        Ok(MultiPart::mixed()
            .boundary(boundary("mixed"))
            .multipart(alternative.singlepart(invitation))
            .singlepart(file))
    }
}

fn picture(ticket: &Ticket, written: &WrittenTicket) -> Result<SinglePart, Unfit> {
    const PNG: [u8; 8] = *b"\x89PNG\r\n\x1a\n";
    if ticket.png.len() > PICTURE_BYTES_AT_MOST {
        return Err(Unfit::PictureTooLarge);
    }
    if !ticket.png.starts_with(&PNG) {
        return Err(Unfit::NoPicture);
    }
    let inline = Attachment::new_inline(written.picture.clone());
    Ok(inline.body(ticket.png.clone(), media_type("image/png")))
}

fn media_type(text: &str) -> ContentType {
    ContentType::parse(text).expect("a media type of ours")
}

/// The library's own kind of address, which asks for less.
pub(super) fn deliverable(address: &Address) -> lettre::Address {
    let whole = address.whole().parse();
    whole.expect("what we take for an address, others do too")
}

/// A mail as it is read: in one language, every value harmless.
#[derive(Template)]
#[template(path = "mail/message.html")]
struct Written {
    lang: &'static str,
    subject: String,
    blocks: Vec<Block>,
    ticket: Option<WrittenTicket>,
    imprint: Vec<String>,
    ways_out: Vec<(String, String)>,
}

struct WrittenTicket {
    code: String,
    caption: String,
    /// The name of the picture within the mail.
    picture: String,
}

enum Block {
    Text(Vec<String>),
    Facts(Vec<(String, String)>),
    Action(String, String),
}

impl Block {
    fn of(paragraph: &Paragraph) -> Self {
        let line = |text: &String| line(text, BODY_AT_MOST + 1);
        match paragraph {
            Paragraph::Text(text) => Self::Text(lines(text)),
            Paragraph::Facts(facts) => {
                let facts = facts.iter();
                Self::Facts(facts.map(|(name, said)| (line(name), line(said))).collect())
            }
            Paragraph::Action(label, url) => Self::Action(line(label), url.to_string()),
        }
    }

    fn characters(&self) -> usize {
        let count = |text: &String| text.chars().count();
        match self {
            Self::Text(lines) => lines.iter().map(count).sum(),
            Self::Facts(facts) => facts
                .iter()
                .map(|(name, said)| count(name) + count(said))
                .sum(),
            Self::Action(label, url) => count(label) + count(url),
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Text(lines) => lines.join("\n"),
            Self::Facts(facts) => {
                let lines: Vec<String> = facts
                    .iter()
                    .map(|(name, said)| format!("{name}: {said}"))
                    .collect();
                lines.join("\n")
            }
            Self::Action(label, url) => format!("{label}: {url}"),
        }
    }
}

impl Written {
    /// For those who read without markup.
    fn text(&self) -> String {
        let mut parts: Vec<String> = self.blocks.iter().map(Block::text).collect();
        parts.extend(self.ticket.as_ref().map(|ticket| ticket.caption.clone()));
        let ways_out = self.ways_out.iter();
        let foot: Vec<String> = self
            .imprint
            .iter()
            .cloned()
            .chain(ways_out.map(|(label, url)| format!("{label}: {url}")))
            .collect();
        // What follows two dashes and a space is a signature to every program.
        parts.push(format!("-- \n{}", foot.join("\n")));
        parts.join("\n\n") + "\n"
    }
}

/// One line of text: no control, no line break, nothing that turns the writing direction around, and no
/// more than `limit` characters.
fn line(text: &str, limit: usize) -> String {
    let mut marks = 0;
    let harmless: String = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !is_invisible(*c))
        .filter(|c| {
            marks = if is_combining(*c) { marks + 1 } else { 0 };
            marks <= MARKS_AT_MOST
        })
        .collect();
    let words: Vec<&str> = harmless
        .split(' ')
        .filter(|word| !word.is_empty())
        .collect();
    let line = words.join(" ");
    match line.char_indices().nth(limit) {
        None => line,
        Some(_) => {
            let kept: String = line.chars().take(limit.saturating_sub(1)).collect();
            kept.trim_end().to_owned() + "…"
        }
    }
}

/// A line for the head of a mail, where an encoded word (RFC 2047) that somebody typed would be decoded,
/// whatever is in it.
fn head_line(text: &str, limit: usize) -> String {
    line(&line(text, limit).replace("=?", "= ?"), limit)
}

/// Lines, each harmless, without empty ones around them.
fn lines(text: &str) -> Vec<String> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines = text.trim().split('\n');
    lines.map(|text| line(text, BODY_AT_MOST + 1)).collect()
}

/// Controls, zero-width characters beyond joiners, what turns the writing direction around, and tags.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{E0000}'..='\u{E007F}')
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}'
        | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
}

#[cfg(test)]
mod tests {
    use super::{super::samples::*, *};
    use mail_parser::{MessageParser, MessagePart, MimeHeaders as _};

    fn read(mail: &Mail) -> mail_parser::Message<'_> {
        MessageParser::new().parse(&mail.bytes).unwrap()
    }

    /// The head as other programs cut it: names in front, folded lines joined.
    fn head(mail: &Mail) -> Vec<(String, String)> {
        let whole = std::str::from_utf8(&mail.bytes).unwrap();
        let head = whole.split("\r\n\r\n").next().unwrap();
        let unfolded = head.replace("\r\n ", " ").replace("\r\n\t", " ");
        let fields = unfolded.split("\r\n").map(|line| {
            let (name, said) = line.split_once(": ").expect(line);
            (name.to_owned(), said.to_owned())
        });
        fields.collect()
    }

    fn said(mail: &Mail, name: &str) -> Option<String> {
        let head = head(mail);
        let mut found = head.into_iter().filter(|(known, _)| known == name);
        let first = found.next().map(|(_, said)| said);
        assert!(found.next().is_none(), "{name} stands twice");
        first
    }

    /// Media types, as deep as they stand.
    fn outline(message: &mail_parser::Message<'_>, part: &MessagePart<'_>) -> String {
        let kind = part.content_type().unwrap();
        let name = format!("{}/{}", kind.ctype(), kind.subtype().unwrap());
        match part.sub_parts() {
            None => name,
            Some(parts) => {
                let parts: Vec<String> = parts
                    .iter()
                    .map(|at| outline(message, message.part(*at).unwrap()))
                    .collect();
                format!("{name}({})", parts.join(" "))
            }
        }
    }

    fn texts(mail: &Mail) -> (String, String) {
        let read = read(mail);
        let text = read.body_text(0).unwrap().replace("\r\n", "\n");
        (text, read.body_html(0).unwrap().into_owned())
    }

    #[test]
    fn every_part_has_its_place() {
        let invitation = Some(Calendar::read(invitation("REQUEST")).unwrap());
        let with = |ticket: Option<Ticket>, calendar: Option<Calendar>| Message {
            ticket,
            calendar,
            ..message()
        };
        let file = "text/calendar) application/ics)";
        for (message, expected) in [
            (
                with(None, None),
                "multipart/alternative(text/plain text/html)".to_owned(),
            ),
            (
                with(Some(ticket()), None),
                "multipart/alternative(text/plain multipart/related(text/html image/png))".into(),
            ),
            (
                with(None, invitation.clone()),
                format!("multipart/mixed(multipart/alternative(text/plain text/html {file}"),
            ),
            (
                with(Some(ticket()), invitation),
                format!(
                    "multipart/mixed(multipart/alternative(text/plain \
                     multipart/related(text/html image/png) {file}"
                ),
            ),
        ] {
            let mail = mail(&message);
            let read = read(&mail);
            assert_eq!(outline(&read, read.root_part()), expected);
        }
    }

    #[test]
    fn the_head_says_who_to_whom_and_that_no_program_need_answer() {
        let mail = mail(&full());
        for (name, expected) in [
            ("To", "m.muster@example.org"),
            (
                "Message-ID",
                "<01JC7Z3K9V8Q4T5B6N7M8P9R0S@dialog.example.org>",
            ),
            ("Date", "Sun, 01 Nov 2026 08:00:00 +0000"),
            ("Auto-Submitted", "auto-generated"),
            ("X-Auto-Response-Suppress", "DR, RN, NRN, OOF, AutoReply"),
            ("Content-Language", "de"),
            ("MIME-Version", "1.0"),
        ] {
            assert_eq!(said(&mail, name).as_deref(), Some(expected), "{name}");
        }
        let read = read(&mail);
        assert_eq!(read.subject(), Some("Angemeldet: Denkwerkstatt für alle"));
        let from = read.from().unwrap().first().unwrap();
        assert_eq!(from.name(), Some("Dialog für Cybersicherheit"));
        assert_eq!(from.address(), Some("post@dialog.example.org"));
        let reply_to = read.reply_to().unwrap().first().unwrap();
        assert_eq!(reply_to.name(), Some("Geschäftsstelle"));
        assert_eq!(reply_to.address(), Some("verband@example.org"));
        for absent in [
            "Sender",
            "Cc",
            "Bcc",
            "User-Agent",
            "X-Mailer",
            "List-Unsubscribe",
        ] {
            assert_eq!(said(&mail, absent), None);
        }
    }

    #[test]
    fn a_repeat_is_the_same_mail_and_another_is_not() {
        let first = mail(&full());
        assert_eq!(mail(&full()), first);
        let other = "01JC7Z3K9V8Q4T5B6N7M8P9R0T".parse().unwrap();
        let other = full().mail(&sender(), other, at()).unwrap();
        assert_ne!(said(&other, "Message-ID"), said(&first, "Message-ID"));
    }

    #[test]
    fn no_value_adds_a_header_or_turns_a_line_around() {
        let names =
            |mail: &Mail| -> Vec<String> { head(mail).into_iter().map(|(name, _)| name).collect() };
        let expected = names(&mail(&full()));
        for tricky in [
            "x\r\nBcc: evil@example.net",
            "x\nBcc: evil@example.net",
            "x\rBcc: evil@example.net",
            "x\r\n\r\n<h1>evil</h1>",
            "x\u{0}y\u{b}z\u{85}Bcc: evil@example.net",
            "x\u{2028}Bcc: evil@example.net",
            "\u{202E}gro.elpmaxe@live\u{2066}\u{200F}\u{061C}\u{E0040}",
            "=?utf-8?Q?x=0D=0ABcc:_evil@example.net=E2=80=AE?=",
            "\" <evil@example.net>, \"",
            "x <evil@example.net>",
            &"ä".repeat(5_000),
            &"a".repeat(5_000),
            &format!("a{}", "\u{0301}".repeat(5_000)),
        ] {
            let mut sender = sender();
            sender.name = tricky.into();
            let message = Message {
                subject: tricky.into(),
                reply_to: Some(Mailbox {
                    name: tricky.into(),
                    address: "verband@example.org".parse().unwrap(),
                }),
                ticket: Some(Ticket {
                    code: tricky.into(),
                    ..ticket()
                }),
                paragraphs: vec![
                    Paragraph::Text(tricky.into()),
                    Paragraph::Facts(vec![(tricky.into(), tricky.into())]),
                    Paragraph::Action(tricky.into(), url("")),
                ],
                ..full()
            };
            let mail = message.mail(&sender, id(), at()).unwrap();
            assert_eq!(names(&mail), expected, "{tricky:?}");
            let read = read(&mail);
            let (text, html) = texts(&mail);
            let subject = read.subject().unwrap();
            let from = read.from().unwrap();
            assert_eq!(from.iter().count(), 1, "{tricky:?}");
            let from = from.first().unwrap();
            assert_eq!(
                from.address(),
                Some("post@dialog.example.org"),
                "{tricky:?}"
            );
            let reply_to = read.reply_to().unwrap();
            assert_eq!(reply_to.iter().count(), 1, "{tricky:?}");
            for shown in [subject, from.name().unwrap_or_default(), &text, &html] {
                let odd = |c: char| is_invisible(c) && c != '\n' && c != '\r';
                assert!(!shown.contains(odd), "{tricky:?} in {shown:?}");
            }
            for line in [subject, from.name().unwrap_or_default()] {
                assert!(!line.contains(['\n', '\r']), "{tricky:?} in {line:?}");
                assert!(line.chars().count() <= SUBJECT_AT_MOST, "{line}");
            }
        }
    }

    #[test]
    fn a_line_is_one_line_and_its_words_stay_apart() {
        for (text, expected) in [
            ("  a\t\r\nb\u{2028}c\u{a0}d  ", "a b c d"),
            ("a\u{0}b\u{200B}c", "abc"),
            ("\u{1F469}\u{200D}\u{1F52C}", "\u{1F469}\u{200D}\u{1F52C}"),
            ("?a=?b", "?a=?b"),
            ("abcdefghijk", "abcdefghi…"),
            ("abcdefgh ijk", "abcdefgh…"),
            ("abcdefghij", "abcdefghij"),
        ] {
            assert_eq!(line(text, 10), expected, "{text:?}");
        }
        assert_eq!(head_line("=?a?= ==??", 99), "= ?a?= == ??");
        let invisible = head_line("=\u{200B}?utf-8?Q?a?=", 99);
        assert_eq!(invisible, "= ?utf-8?Q?a?=");
        let marked = format!("e{}x", "\u{0301}".repeat(99));
        let expected = format!("e{}x", "\u{0301}".repeat(MARKS_AT_MOST));
        assert_eq!(line(&marked, 99), expected);
    }

    #[test]
    fn a_mail_is_ascii_in_lines_that_every_server_takes() {
        let message = Message {
            subject: "Übergröße ".repeat(20),
            paragraphs: vec![
                Paragraph::Text("wort ".repeat(2_000)),
                Paragraph::Text("größe ".repeat(2_000)),
                Paragraph::Text(".\n..\nFrom here on".into()),
            ],
            ..full()
        };
        let mail = mail(&message);
        assert!(mail.bytes.is_ascii());
        let whole = std::str::from_utf8(&mail.bytes).unwrap();
        for line in whole.split("\r\n") {
            assert!(line.len() <= 998, "{line}");
            assert!(!line.contains(['\n', '\r', '\0']), "{line}");
        }
        for (name, said) in head(&mail) {
            assert!(!said.is_empty(), "{name}");
        }
        let (text, _) = texts(&mail);
        assert!(text.contains("\n\n.\n..\nFrom here on\n"), "{text}");
    }

    #[test]
    fn the_text_says_all_that_the_page_says() {
        let (text, html) = texts(&mail(&full()));
        let expected = "\
            Sie sind angemeldet.\nWir freuen uns.\n\n\
            Wo: Berlin\n\n\
            Absagen: https://dialog.example.org/r/1?a=1&b=2\n\n\
            Ihr Code für den Einlass: K7M-2PQ\n\n\
            -- \nBeispielverein e. V.\nUferstraße 8–11\n\
            Meine Angaben löschen: https://dialog.example.org/erase/1\n";
        assert_eq!(text.trim_end(), expected.trim_end());
        for part in [
            "<html lang=\"de\">",
            "<p>Sie sind angemeldet.<br>Wir freuen uns.</p>",
            "Wo: <strong>Berlin</strong>",
            "href=\"https://dialog.example.org/r/1?a=1&#38;b=2\"",
            "alt=\"K7M-2PQ\"",
            "Ihr Code für den Einlass: K7M-2PQ",
            "Uferstraße 8–11",
            ">Meine Angaben löschen</a>",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
    }

    #[test]
    fn values_are_words_and_never_markup() {
        let tricky = "<img src=https://t.example/1.gif><script>x</script>\"'&";
        let message = Message {
            subject: tricky.into(),
            paragraphs: vec![
                Paragraph::Text(tricky.into()),
                Paragraph::Facts(vec![(tricky.into(), tricky.into())]),
                Paragraph::Action(tricky.into(), url("")),
            ],
            ticket: Some(Ticket {
                code: tricky.into(),
                ..ticket()
            }),
            ..message()
        };
        let mut sender = sender();
        sender.imprint = vec![tricky.into()];
        let mail = message.mail(&sender, id(), at()).unwrap();
        let (text, html) = texts(&mail);
        assert!(text.contains(tricky));
        assert!(!html.contains("<script"), "{html}");
        assert_eq!(html.matches("<img").count(), 1, "{html}");
    }

    #[test]
    fn nothing_is_loaded_from_anywhere_and_nobody_is_counted() {
        let mail = mail(&full());
        let (_, html) = texts(&mail);
        let sources: Vec<&str> = html.split("src=\"").skip(1).collect();
        assert_eq!(sources.len(), 1);
        let name = sources[0].split('"').next().unwrap();
        let read = read(&mail);
        let picture = read.parts.iter().find(|part| part.content_id().is_some());
        let picture = picture.unwrap();
        assert_eq!(name, format!("cid:{}", picture.content_id().unwrap()));
        assert_eq!(picture.contents(), PNG);
        assert!(picture.content_disposition().unwrap().is_inline());
        for trace in [
            "<link",
            "<script",
            "url(",
            "background",
            "@import",
            "srcset",
            "http-equiv",
        ] {
            assert!(!html.contains(trace), "{trace} in {html}");
        }
        let links: Vec<&str> = html.split("https://").skip(1).collect();
        assert_eq!(links.len(), html.matches("href=\"https://").count());
    }

    #[test]
    fn an_invitation_says_its_method_twice_and_the_same() {
        for (word, method) in [("REQUEST", Method::Request), ("CANCEL", Method::Cancel)] {
            let calendar = Calendar::read(invitation(word)).unwrap();
            assert_eq!(calendar.method(), method);
            let message = Message {
                calendar: Some(calendar),
                ..message()
            };
            let mail = mail(&message);
            let read = read(&mail);
            let mut seen = Vec::new();
            for part in &read.parts {
                let kind = part.content_type().unwrap();
                let subtype = kind.subtype().unwrap();
                if matches!(subtype, "calendar" | "ics") {
                    let text = String::from_utf8(part.contents().to_owned()).unwrap();
                    assert_eq!(text.trim_end(), invitation(word).trim_end());
                    seen.push((
                        subtype.to_owned(),
                        kind.attribute("method").map(str::to_owned),
                    ));
                }
            }
            let expected = [
                ("calendar".to_owned(), Some(word.to_owned())),
                ("ics".to_owned(), None),
            ];
            assert_eq!(seen, expected);
            let file = read.attachments().last().unwrap();
            assert_eq!(file.attachment_name(), Some("termin.ics"));
        }
    }

    #[test]
    fn a_calendar_for_everybody_is_no_invitation() {
        let twice = invitation("REQUEST\r\nMETHOD:CANCEL");
        let none = invitation("REQUEST").replace("METHOD:REQUEST\r\n", "");
        for text in [
            invitation("PUBLISH"),
            invitation("REQUEST;X=1"),
            twice,
            none,
        ] {
            let refused = Calendar::read(text.clone()).err();
            assert_eq!(refused, Some(Unfit::NoInvitation), "{text}");
        }
        let large = invitation("REQUEST") + &" ".repeat(CALENDAR_BYTES_AT_MOST);
        let refused = Calendar::read(large).err();
        assert_eq!(refused, Some(Unfit::CalendarTooLarge));
    }

    #[test]
    fn who_subscribed_leaves_with_one_click() {
        let list = |list: &str| Message {
            subscription: Some(Subscription {
                list: list.into(),
                unsubscribe: url(&format!("unsubscribe/{}", "x".repeat(120))),
            }),
            ..message()
        };
        let mail = mail(&list("newsletter"));
        let link = url(&format!("unsubscribe/{}", "x".repeat(120)));
        for (name, expected) in [
            ("List-Id", "<newsletter.dialog.example.org>".to_owned()),
            ("List-Unsubscribe", format!("<{link}>")),
            ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".into()),
        ] {
            assert_eq!(
                said(&mail, name).map(|said| said.trim().to_owned()),
                Some(expected)
            );
        }
        let (text, html) = texts(&mail);
        assert!(text.contains(&format!("Abbestellen: {link}\n")), "{text}");
        assert!(html.contains(">Abbestellen</a>"), "{html}");
        for name in ["", "News Letter", "a\r\nb", "größe"] {
            let refused = list(name).mail(&sender(), id(), at());
            assert_eq!(refused, Err(Unfit::NoListName), "{name:?}");
        }
    }

    #[test]
    fn what_is_too_long_or_missing_is_refused_and_named() {
        let ticket = |png: Vec<u8>| Message {
            ticket: Some(Ticket { png, ..ticket() }),
            ..message()
        };
        let body = |paragraphs: Vec<Paragraph>| Message {
            paragraphs,
            ..message()
        };
        let subject = |subject: &str| Message {
            subject: subject.into(),
            ..message()
        };
        let large = [PNG, &[0; PICTURE_BYTES_AT_MOST]].concat();
        let long = "x".repeat(BODY_AT_MOST + 1);
        for (message, fault) in [
            (subject(""), Unfit::SubjectEmpty),
            (subject(" \r\n\u{202E}"), Unfit::SubjectEmpty),
            (body(vec![]), Unfit::BodyEmpty),
            (body(vec![Paragraph::Text(" \n ".into())]), Unfit::BodyEmpty),
            (body(vec![Paragraph::Text(long)]), Unfit::BodyTooLong),
            (ticket(b"GIF89a".to_vec()), Unfit::NoPicture),
            (ticket(large), Unfit::PictureTooLarge),
        ] {
            assert_eq!(message.mail(&sender(), id(), at()), Err(fault));
            let field = fault.to_string();
            let field = field.split(':').next().unwrap();
            assert!(
                ["subject", "paragraphs", "ticket"].contains(&field),
                "{field}"
            );
        }
        let whole = body(vec![Paragraph::Text("x".repeat(BODY_AT_MOST))]);
        assert!(whole.mail(&sender(), id(), at()).is_ok());
        let cut = mail(&subject(&"ü".repeat(SUBJECT_AT_MOST + 1)));
        let shown = read(&cut).subject().unwrap().to_owned();
        assert_eq!(shown.chars().count(), SUBJECT_AT_MOST);
        assert!(shown.ends_with('…'));
    }

    #[test]
    fn what_is_logged_of_a_mail_names_nobody() {
        let mail = mail(&full());
        let logged = format!("{mail:?} {:?}", full().reply_to);
        for secret in ["m.muster", "verband@", "Denkwerkstatt"] {
            assert!(!logged.contains(secret), "{logged}");
        }
        assert!(logged.contains("m…@example.org"), "{logged}");
    }

    #[test]
    fn who_answers_for_the_instance_stands_below() {
        let origin: Url = "https://dialog.example.org".parse().unwrap();
        let mut config = Config::for_testing("data".into(), origin);
        let sender = Sender::of(&config).unwrap();
        assert_eq!(sender.host, "dialog.example.org");
        assert_eq!(
            sender.imprint[..3],
            ["Beispielverein e. V.", "Uferstraße 8–11", "13357 Berlin"]
        );
        assert!(
            sender
                .imprint
                .contains(&"post@dialog.example.org".to_owned())
        );
        config.mail.from = None;
        assert!(Sender::of(&config).is_none());
    }
}
