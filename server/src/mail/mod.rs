//! Mail: what is written to people who have no account, and how it leaves the house.
//! Knows no registration and no event: whoever writes hands over words, links and one address.
//! Refuses to show an address in a log, and to load anything from anywhere.

mod address;
mod message;
mod queue;
#[cfg(test)]
mod receiver;
#[cfg(test)]
pub(crate) mod samples;
mod store;
mod templates;
mod transport;

pub use self::{
    address::{Address, NotAnAddress},
    message::{
        Calendar, Mail, Mailbox, Message, Method, Paragraph, Sender, Subscription, Ticket, Unfit,
    },
    queue::{deliver_due, retry, send, send_about, test, work},
    store::{Row, State, counts, prune, undelivered, unreached},
    templates::{Change, Changed, Letter, Told},
    transport::{Outcome, Reason, Session, Transport},
};
