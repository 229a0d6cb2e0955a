//! What is written to those who coordinate: that a vote of theirs is still missing, a day before the end, and
//! that one they could vote in was called off.

use super::{Question, seats, store};
use crate::{
    App, Result,
    accounts::{self, Role},
    app::Tx,
    cycles, decisions,
    mail::{self, Address, Message, Paragraph},
};
use chrono::Duration;

/// So long before the end.
const BEFORE: Duration = Duration::days(1);

/// Returns how many questions it concerned.
pub async fn remind_due(app: &App) -> Result<usize> {
    let now = app.clock.now();
    let due = store::ending(&app.db, now, now + BEFORE).await?;
    let mut reminded = 0;
    for id in &due {
        let tx = app.begin().await?;
        let question = store::find_for_change(&tx, id).await?;
        let seats = seats(&tx, &question).await?;
        let missing = seats.into_iter().filter(|seat| seat.vote.is_none());
        let missing: Vec<String> = missing.map(|seat| seat.association.name).collect();
        if !missing.is_empty() {
            for account in accounts::accounts(&tx).await? {
                let may_act = matches!(account.role, Role::Coordinator | Role::Owner);
                if let (true, Ok(to)) = (may_act, account.email.parse::<Address>()) {
                    mail::send(app, &tx, &reminder(app, &question, &missing, to)).await?;
                }
            }
            reminded += 1;
        }
        let question = Question {
            is_reminded: true,
            ..question
        };
        store::update(&tx, question).await?;
        tx.commit().await?;
    }
    Ok(reminded)
}

fn reminder(app: &App, question: &Question, missing: &[String], to: Address) -> Message {
    let lang = app.config.instance.language;
    let zone = app.config.instance.zone;
    let mut desk = app.config.origin().clone();
    desk.set_path(&question.desk());
    let until = lang.until(question.ends_at.with_timezone(&zone), zone);
    let named = missing.join(", ");
    let asked = ("question", &question.question as &dyn crate::i18n::Value);
    let values = [asked, ("until", &until), ("associations", &named)];
    Message {
        lang,
        to,
        reply_to: None,
        subject: lang.text_with("question-mail-reminder-subject", &[asked]),
        paragraphs: vec![
            Paragraph::Text(lang.text_with("question-mail-reminder", &values)),
            Paragraph::Action(lang.text("question-mail-reminder-action"), desk),
        ],
        calendar: None,
        ticket: None,
        erase: None,
        subscription: None,
    }
}

/// Nobody votes any more in something ours were asked.
pub async fn tell_called_off(app: &App, tx: &Tx, question: &Question) -> Result<()> {
    if seats(tx, question).await?.is_empty() {
        return Ok(());
    }
    for account in accounts::accounts(tx).await? {
        let may_act = matches!(account.role, Role::Coordinator | Role::Owner);
        if let (true, Ok(to)) = (may_act, account.email.parse::<Address>()) {
            mail::send(app, tx, &farewell(app, question, to)).await?;
        }
    }
    Ok(())
}

fn farewell(app: &App, question: &Question, to: Address) -> Message {
    let lang = app.config.instance.language;
    let mut desk = app.config.origin().clone();
    desk.set_path(&question.desk());
    let asked = ("question", &question.question as &dyn crate::i18n::Value);
    let values = [asked, ("reason", &question.sentence)];
    Message {
        lang,
        to,
        reply_to: None,
        subject: lang.text("question-mail-called-off-subject"),
        paragraphs: vec![
            Paragraph::Text(lang.text_with("question-mail-called-off", &values)),
            Paragraph::Action(lang.text("question-mail-reminder-action"), desk),
        ],
        calendar: None,
        ticket: None,
        erase: None,
        subscription: None,
    }
}

/// Remind those who coordinate of what is to be looked at again. Returns how many questions.
pub async fn remind_to_review(app: &App) -> Result<usize> {
    let today = cycles::today(app);
    let due = store::to_review(&app.db, today).await?;
    for id in &due {
        let tx = app.begin().await?;
        let question = store::find_for_change(&tx, id).await?;
        let day = question.review_on.unwrap_or(today);
        let looked = (question.question.as_str(), question.sentence.as_str(), day);
        for account in accounts::accounts(&tx).await? {
            let may_act = matches!(account.role, Role::Coordinator | Role::Owner);
            if let (true, Ok(to)) = (may_act, account.email.parse::<Address>()) {
                let again = decisions::to_review(app, to, &question.desk(), looked);
                mail::send(app, &tx, &again).await?;
            }
        }
        let question = Question {
            is_review_reminded: true,
            ..question
        };
        store::update(&tx, question).await?;
        tx.commit().await?;
    }
    Ok(due.len())
}
