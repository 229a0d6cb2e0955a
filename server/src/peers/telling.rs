//! A letter to those who coordinate, about servers that wait for an answer.

use super::{Peer, store};
use crate::{
    App, Result,
    accounts::{self, Role},
    mail::{self, Address, Message, Paragraph},
};

/// Servers that one letter names; of more it says how many.
const NAMED_AT_MOST: usize = 10;

/// Write to those who coordinate that servers wait. Each server is told of once, and there is one letter a
/// day at most, however many ask: anybody can ask. Returns how many servers it concerned.
pub async fn tell(app: &App) -> Result<usize> {
    if store::untold(&app.db).await?.is_empty() || app.limits.letter_about_peers().is_err() {
        return Ok(0);
    }
    let tx = app.begin().await?;
    let waiting = store::untold(&tx).await?;
    for account in accounts::accounts(&tx).await? {
        let may_act = matches!(account.role, Role::Coordinator | Role::Owner);
        if let (true, Ok(to)) = (may_act, account.email.parse::<Address>()) {
            mail::send(app, &tx, &letter(app, &waiting, to)).await?;
        }
    }
    let (count, now) = (waiting.len(), app.clock.now());
    for peer in waiting {
        let told_at = Some(now);
        store::put(&tx, Peer { told_at, ..peer }).await?;
    }
    tx.commit().await?;
    Ok(count)
}

fn letter(app: &App, waiting: &[Peer], to: Address) -> Message {
    let lang = app.config.instance.language;
    let count = waiting.len().to_string();
    let named = waiting.iter().take(NAMED_AT_MOST);
    let hosts: Vec<&str> = named.map(|peer| peer.host.as_str()).collect();
    let hosts = hosts.join(", ");
    let said = lang.text_with("peer-mail-waiting", &[("count", &count), ("hosts", &hosts)]);
    let mut desk = app.config.origin().clone();
    desk.set_path("/desk/peers");
    Message {
        lang,
        to,
        reply_to: None,
        subject: lang.text("peer-mail-subject"),
        paragraphs: vec![
            Paragraph::Text(said),
            Paragraph::Action(lang.text("peer-mail-answer"), desk),
        ],
        calendar: None,
        ticket: None,
        erase: None,
        subscription: None,
    }
}
