//! The verbs about what came of a workstream: write it, publish it, and bring to mind that it is due.

use super::{
    State, Step, Workstream, activitypub, actor_of, lead_of,
    maturity::{self, STAGES_AT_MOST},
    report::{Contents, Details, Draft, Report, address},
    slot, store, take, today,
};
use crate::{
    App, Error, Result,
    accounts::{self, Account, Role},
    app::Tx,
    error::{Refusal, Refusals},
    events::later,
    ids::MediaId,
    mail::{self, Address, Message, Paragraph},
    media,
};
use chrono::NaiveDate;
use federation::outbox::Audience;
use sea_orm::ConnectionTrait;
use serde_json::json;

pub use super::store::{find_report, find_report_by_iri};

/// Days before the end on which those who coordinate are reminded of the report.
const REMINDED_BEFORE: [i64; 3] = [42, 14, 0];

/// Write the report of a workstream: a new one, or what there is of it. What is public is sent to
/// everybody who has it.
pub async fn write_report(
    app: &App,
    tx: &Tx,
    workstream: &Workstream,
    draft: &Draft,
) -> Result<Report> {
    if !matches!(workstream.state, State::Active | State::Presented) {
        return Err(Refusal::new("workstream-not-worked-on").into());
    }
    let known = find_report(tx, &workstream.id).await?;
    let seen = known.as_ref().map(Report::seen);
    if !draft.seen.is_empty() && Some(&draft.seen) != seen.as_ref() {
        return Err(Error::Conflict);
    }
    let details = draft.check()?;
    let now = app.clock.now();
    let Some(known) = known else {
        let first = Report {
            workstream: workstream.id.clone(),
            iri: None,
            url: address(&workstream.url).into(),
            language: String::new(),
            sentence: String::new(),
            summary: String::new(),
            contents: Contents::default(),
            published_at: None,
            written_by: None,
            withdrawn_at: None,
            why_withdrawn: None,
            created_at: now,
            updated_at: now,
        };
        return store::insert_report(tx, with_details(first, details)).await;
    };
    if known.is_public() {
        details.require_complete()?;
    }
    let report = Report {
        updated_at: later(known.updated_at, now),
        ..with_details(known, details)
    };
    let report = store::update_report(tx, report).await?;
    tell_changed(app, tx, workstream, &report).await?;
    Ok(report)
}

/// Send what is public to everybody who has it.
async fn tell_changed(app: &App, tx: &Tx, workstream: &Workstream, report: &Report) -> Result<()> {
    if !report.is_public() {
        return Ok(());
    }
    let lead = lead_of(tx, workstream).await?;
    let group = actor_of(tx, workstream).await?;
    let article = activitypub::article(report, workstream, (&lead, &group));
    let audience = Audience::public(&lead).and_of(&group);
    app.federation
        .update(tx, &lead, &json!(article), audience)
        .await?;
    Ok(())
}

/// Say how far a product has come, with a day and a sentence. Long after the report too: what is over is
/// the workstream, and not the use of what it made.
pub async fn mature(
    app: &App,
    tx: &Tx,
    workstream: &Workstream,
    draft: &maturity::Draft,
) -> Result<Report> {
    let report = find_report(tx, &workstream.id).await?;
    let mut report = report.ok_or(Refusal::new("workstream-report-not-written"))?;
    let mut products = report.contents.products.iter_mut();
    let product = products.find(|it| it.title == draft.product.trim());
    let product = product.ok_or(Refusal::new("workstream-maturity-product").on("product"))?;
    product.stages.push(draft.check(today(app))?);
    let too_many = product.stages.len().saturating_sub(STAGES_AT_MOST);
    product.stages.drain(..too_many);
    report.updated_at = later(report.updated_at, app.clock.now());
    let report = store::update_report(tx, report).await?;
    tell_changed(app, tx, workstream, &report).await?;
    Ok(report)
}

fn with_details(report: Report, details: Details) -> Report {
    Report {
        language: details.language,
        sentence: details.sentence,
        summary: details.summary,
        contents: details.contents.with_stages_of(&report.contents),
        written_by: None,
        ..report
    }
}

/// The same by somebody of this house, who cannot release it alone then. Whoever saves it as it was has
/// written nothing.
pub async fn write_report_as(
    app: &App,
    tx: &Tx,
    workstream: &Workstream,
    draft: &Draft,
    by: &Account,
) -> Result<Report> {
    let before = find_report(tx, &workstream.id).await?;
    let report = write_report(app, tx, workstream, draft).await?;
    let unchanged = before.filter(|before| before.says_the_same(&report));
    let written_by = match unchanged {
        Some(before) => before.written_by,
        None => Some(by.id.clone()),
    };
    let report = Report {
        written_by,
        ..report
    };
    store::update_report(tx, report).await
}

/// Publish it as somebody of this house: not whoever wrote it, where somebody else could, and only what
/// they have `seen`, if they say what that is. Corrections of what is public are their author's alone.
pub async fn release_report(
    app: &App,
    tx: &Tx,
    workstream: Workstream,
    seen: &str,
    by: &Account,
) -> Result<(Workstream, Report)> {
    let report = find_report(tx, &workstream.id).await?;
    if let Some(report) = &report
        && !seen.is_empty()
        && report.seen() != seen
    {
        return Err(Refusal::new("workstream-report-changed-meanwhile").into());
    }
    let wrote_it = report.is_some_and(|it| it.written_by.as_ref() == Some(&by.id));
    let may_release = |other: &Account| {
        other.id != by.id && matches!(other.role, Role::Coordinator | Role::Owner)
    };
    if wrote_it && accounts::accounts(tx).await?.iter().any(may_release) {
        return Err(Refusal::new("workstream-report-four-eyes").into());
    }
    publish_report(app, tx, workstream).await
}

/// Take a public report back, and say why. A tombstone is left of the article; the text stays at the desk,
/// and that it was taken back on its page.
pub async fn withdraw_report(
    app: &App,
    tx: &Tx,
    workstream: &Workstream,
    reason: &str,
) -> Result<Report> {
    let report = find_public_report(tx, workstream).await?;
    let report = report.ok_or(Refusal::new("workstream-report-not-public"))?;
    let mut refusals = Refusals::default();
    let reason = super::draft::reason(reason, &mut refusals);
    refusals.none_or()?;
    if let Some(iri) = &report.iri {
        let lead = lead_of(tx, workstream).await?;
        let group = actor_of(tx, workstream).await?;
        let audience = Audience::public(&lead).and_of(&group);
        app.federation.delete(tx, &lead, iri, audience).await?;
    }
    slot::empty(app, tx, workstream, &report).await?;
    let now = app.clock.now();
    let report = Report {
        iri: None,
        published_at: None,
        withdrawn_at: Some(now),
        why_withdrawn: Some(reason),
        updated_at: later(report.updated_at, now),
        ..report
    };
    store::update_report(tx, report).await
}

/// Publish what came of it: the association that leads it says so, the workstream passes it on, keeps
/// it on top of its profile and is presented.
pub async fn publish_report(
    app: &App,
    tx: &Tx,
    workstream: Workstream,
) -> Result<(Workstream, Report)> {
    let report = find_report(tx, &workstream.id).await?;
    let report = report.ok_or(Refusal::new("workstream-report-not-written"))?;
    if report.is_public() {
        return Err(Refusal::new("workstream-report-is-public").into());
    }
    Draft::of(&report).check()?.require_complete()?;
    let now = app.clock.now();
    let report = Report {
        iri: Some(app.federation.mint("objects", now)),
        published_at: Some(now),
        withdrawn_at: None,
        why_withdrawn: None,
        updated_at: later(report.updated_at, now),
        ..report
    };
    let report = store::update_report(tx, report).await?;
    let lead = lead_of(tx, &workstream).await?;
    let group = actor_of(tx, &workstream).await?;
    if let (Some(article), Some(iri)) = (
        activitypub::article(&report, &workstream, (&lead, &group)),
        &report.iri,
    ) {
        let audience = Audience::public(&lead).and_of(&group);
        app.federation
            .publish(tx, &lead, &json!(article), audience)
            .await?;
        app.federation.announce(tx, &group, iri).await?;
        app.federation.pin(tx, &group, iri).await?;
    }
    let workstream = match workstream.state {
        // Told once before, and taken back since.
        State::Presented => workstream,
        _ => take(app, tx, workstream, Step::Present, "", None).await?,
    };
    let workstream = slot::fill(app, tx, workstream, &report).await?;
    Ok((workstream, report))
}

/// The uploaded files that reports lead to.
pub async fn files(app: &App, db: &impl ConnectionTrait) -> Result<Vec<MediaId>> {
    let reports = store::own_reports(db).await?;
    let products = reports.iter().flat_map(|report| &report.contents.products);
    Ok(products
        .filter_map(|made| media::at(app, &made.link))
        .collect())
}

/// The report of a workstream, as far as it is public.
pub async fn find_public_report(
    db: &impl ConnectionTrait,
    workstream: &Workstream,
) -> Result<Option<Report>> {
    let report = find_report(db, &workstream.id).await?;
    Ok(report.filter(Report::is_public))
}

/// How many reminders are due on this day for what ends then.
fn reminders_due(ends_on: NaiveDate, today: NaiveDate) -> i32 {
    let left = (ends_on - today).num_days();
    let due = REMINDED_BEFORE.into_iter().filter(|days| left <= *days);
    i32::try_from(due.count()).unwrap_or(i32::MAX)
}

fn wants_reminder(app: &App, workstream: &Workstream) -> bool {
    workstream.state == State::Active
        && workstream.reminders < reminders_due(workstream.ends_on, today(app))
}

/// Remind those who coordinate of reports that will be due: six weeks, two weeks and no days before.
pub async fn remind(app: &App) -> Result<usize> {
    let mut reminded = 0;
    for seen in store::active(&app.db).await? {
        if !wants_reminder(app, &seen) {
            continue;
        }
        let tx = app.begin().await?;
        // Somebody may have changed it while this waited for its turn.
        let now = store::find_by_id_for_change(&tx, &seen.id).await?;
        let Some(workstream) = now.filter(|it| wants_reminder(app, it)) else {
            continue;
        };
        for account in accounts::accounts(&tx).await? {
            let may_act = matches!(account.role, Role::Coordinator | Role::Owner);
            if let (true, Ok(to)) = (may_act, account.email.parse::<Address>()) {
                mail::send(app, &tx, &reminder(app, &workstream, to)).await?;
            }
        }
        let workstream = Workstream {
            reminders: reminders_due(workstream.ends_on, today(app)),
            ..workstream
        };
        store::update(&tx, workstream).await?;
        tx.commit().await?;
        reminded += 1;
    }
    Ok(reminded)
}

fn reminder(app: &App, workstream: &Workstream, to: Address) -> Message {
    let lang = app.config.instance.language;
    let day = lang.date(workstream.ends_on);
    let mut desk = app.config.origin().clone();
    desk.set_path(&format!("{}/report", workstream.desk()));
    let said = lang.text_with(
        "workstream-mail-due",
        &[("name", &workstream.name), ("day", &day)],
    );
    Message {
        lang,
        to,
        reply_to: None,
        subject: lang.text_with("workstream-mail-subject", &[("name", &workstream.name)]),
        paragraphs: vec![
            Paragraph::Text(said),
            Paragraph::Action(lang.text("workstream-mail-write"), desk),
        ],
        calendar: None,
        ticket: None,
        erase: None,
        subscription: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reminder_is_due_six_weeks_two_weeks_and_no_days_before() {
        let due = |today: &str| {
            let ends_on = "2027-05-15".parse().expect("a day");
            reminders_due(ends_on, today.parse().expect("a day"))
        };
        for (today, expected) in [
            ("2027-04-02", 0),
            ("2027-04-03", 1),
            ("2027-04-30", 1),
            ("2027-05-01", 2),
            ("2027-05-14", 2),
            ("2027-05-15", 3),
            ("2028-01-01", 3),
        ] {
            assert_eq!(due(today), expected, "{today}");
        }
    }
}
