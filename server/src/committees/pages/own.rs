//! The page behind a link of somebody on a committee: what they are asked, and what they may do now. Looking
//! at it does nothing, because mail scanners look at everything.

use crate::{
    App, Error, Result,
    committees::{
        self, Ballot, Committee, Holder, Minutes, Motion, Part, Seat, SeatVote,
        holder::Absence,
        minutes::State,
        motion::{Count, Outcome},
        remark::Draft,
        vote::Voice,
    },
    markdown,
    web::{
        desk::leading_to,
        page::{Page, for_them_alone, or_again, respond},
    },
    words::Word as _,
    workstreams::Workstream,
};
use askama::Template;
use axum::{
    Form as Typed,
    extract::{Path, Query, State as Of},
    http::StatusCode,
    response::Response,
};
use chrono::{DateTime, Utc};
use serde::Deserialize;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Done {
    Voted,
    Noted,
    Said,
    Approved,
    TakenBack,
}

impl Done {
    fn key(self) -> &'static str {
        match self {
            Self::Voted => "committee-done-voted",
            Self::Noted => "committee-done-noted",
            Self::Said => "committee-done-said",
            Self::Approved => "committee-done-approved",
            Self::TakenBack => "committee-done-removed",
        }
    }
}

/// A motion as somebody on the committee sees it.
struct Asked {
    motion: Motion,
    /// HTML.
    text: String,
    outcome: Outcome,
    /// Until the end nobody is shown how it stands.
    count: Option<Count>,
    until: String,
    /// From when deputies act for who has not voted.
    deputies_from: Option<String>,
    /// What was said for their seat, those votes too that do not count any more.
    votes: Vec<SeatVote>,
    /// Why they cannot vote now; nothing where they can.
    hindrance: Option<&'static str>,
}

/// Minutes as somebody on the committee sees them.
struct Written {
    minutes: Minutes,
    /// HTML.
    text: String,
    approvals: usize,
    /// Why they cannot approve of what is up for it.
    hindrance: Option<&'static str>,
}

impl Written {
    fn is_submitted(&self) -> bool {
        self.minutes.state() == State::Submitted
    }
}

#[derive(Template)]
#[template(path = "committees/own.html")]
struct Show {
    page: Page,
    token: String,
    committee: Committee,
    holder: Holder,
    seat: Option<Seat>,
    is_in_office: bool,
    /// Whether it is still to begin.
    is_ahead: bool,
    motions: Vec<Asked>,
    workstreams: Vec<Workstream>,
    minutes: Vec<Written>,
    said: Vec<committees::Said>,
    /// As typed.
    absence: Absence,
    remark: Draft,
    done: Option<Done>,
}

impl Show {
    fn voices(&self) -> [Voice; 3] {
        Voice::ALL
    }

    fn is_member(&self) -> bool {
        self.holder.part == Part::Member
    }

    fn own_remarks(&self) -> Vec<&committees::Said> {
        let own = self.said.iter();
        own.filter(|it| it.remark.holder == self.holder.id)
            .collect()
    }

    fn has_about(&self, about: &str) -> bool {
        self.remark.about == about
    }

    fn on(&self, motion: &Motion) -> Vec<&committees::Said> {
        let said = self.said.iter();
        said.filter(|it| it.remark.motion.as_ref() == Some(&motion.id))
            .collect()
    }
}

async fn shown(app: &App, page: Page, token: &str) -> Result<Show> {
    let db = &app.db;
    let holder = committees::find_by_link(app, db, token).await?;
    let committee = committees::find_by_id(db, &holder.committee).await?;
    let committee = committee.ok_or(Error::NotFound)?;
    let seats = committees::seats(db, &committee.id).await?.into_iter();
    let mut own = seats.filter(|seat| holder.seat.as_ref() == Some(&seat.id));
    let today = committees::today(app);
    let zone = app.config.instance.zone;
    let may_read = |at: DateTime<Utc>| holder.may_read(at.with_timezone(&zone).date_naive(), today);
    let mut said = committees::remarks_of(db, &committee).await?;
    said.retain(|it| may_read(it.remark.created_at));
    Ok(Show {
        token: token.to_owned(),
        motions: asked(app, &page, &committee, &holder).await?,
        minutes: written(app, &committee, &holder).await?,
        workstreams: committees::accompanied(db, &committee).await?,
        said,
        absence: Absence::of(&holder),
        remark: Draft::default(),
        is_in_office: holder.is_in_office(today),
        is_ahead: holder.ended_at.is_none() && today < holder.starts_on,
        seat: own.next(),
        done: None,
        page: page.with_title(committee.name.as_str()).unlisted(),
        committee,
        holder,
    })
}

async fn asked(
    app: &App,
    page: &Page,
    committee: &Committee,
    holder: &Holder,
) -> Result<Vec<Asked>> {
    let (now, today, zone) = (
        app.clock.now(),
        committees::today(app),
        app.config.instance.zone,
    );
    let member = committees::roster(app, &app.db, committee).await?;
    let mut places = member.places.into_iter();
    let place = places.find(|place| holder.seat.as_ref() == Some(&place.seat.id));
    let member = place.and_then(|place| place.member);
    let mut asked = Vec::new();
    let motions = committees::motions(&app.db, &committee.id).await?;
    let mut votes_on = committees::votes_on(&app.db, &motions).await?;
    for motion in motions {
        let put_on = motion.created_at.with_timezone(&zone).date_naive();
        if !holder.may_read(put_on, today) {
            continue;
        }
        let all = votes_on.remove(&motion.id).unwrap_or_default();
        let count = Count::of(&all);
        let outcome = motion.outcome(&count, now);
        let own = |vote: &SeatVote| holder.seat.as_ref() == Some(&vote.seat);
        let votes: Vec<SeatVote> = all.into_iter().filter(own).collect();
        let hindrance = match holder.part {
            Part::Adviser => Some("committee-no-seat"),
            _ if outcome != Outcome::Open => Some("committee-motion-over"),
            _ if !holder.is_in_office(today) => Some("committee-term-over"),
            part if votes.iter().any(|vote| vote.part == part) => Some("committee-voted-already"),
            Part::Member => None,
            Part::Deputy => {
                let at = (today, now);
                let deputising = committees::stand_in(&motion, member.as_ref(), &votes, at);
                deputising.may_vote().err()
            }
        };
        let deputies_from = motion.deputies_from.map(|at| at.with_timezone(&zone));
        asked.push(Asked {
            text: markdown::to_html(&motion.text),
            count: motion.is_past_its_end(now).then_some(count),
            outcome,
            until: page.until(&motion.ends_at.with_timezone(&zone)),
            deputies_from: deputies_from.map(|at| page.moment(&at)),
            votes,
            hindrance,
            motion,
        });
    }
    Ok(asked)
}

async fn written(app: &App, committee: &Committee, holder: &Holder) -> Result<Vec<Written>> {
    let may_approve = committees::may_approve(app, &app.db, holder).await?;
    let mut all = committees::minutes_of(&app.db, committee).await?;
    all.retain(|it| it.state() != State::Draft);
    let mut approvals = committees::approvals_of(&app.db, &all).await?;
    let mut written = Vec::new();
    for minutes in all {
        let since = minutes.submitted_at.unwrap_or(minutes.created_at);
        let since = since.with_timezone(&app.config.instance.zone).date_naive();
        if !holder.may_read(since, committees::today(app)) {
            continue;
        }
        let approvals = approvals.remove(&minutes.id).unwrap_or_default();
        let has_approved = approvals
            .iter()
            .any(|it| holder.seat.as_ref() == Some(&it.seat));
        written.push(Written {
            text: markdown::to_html(&minutes.text),
            approvals: approvals.len(),
            hindrance: match minutes.state() {
                State::Submitted if has_approved => Some("committee-approved-already"),
                State::Submitted => may_approve.as_ref().err().copied(),
                State::Draft | State::Approved => None,
            },
            minutes,
        });
    }
    Ok(written)
}

#[derive(Deserialize)]
pub struct After {
    done: Option<Done>,
}

pub async fn show(
    Of(app): Of<App>,
    page: Page,
    Path(token): Path<String>,
    Query(after): Query<After>,
) -> Result<Response> {
    let mut show = shown(&app, page, &token).await?;
    show.done = after.done;
    Ok(for_them_alone(respond(StatusCode::OK, show)))
}

/// Back to the page, which says what was done; or the page with what was typed and was wrong.
async fn back_or_again(
    app: &App,
    page: Page,
    token: &str,
    done: Result<&str>,
    typed: impl FnOnce(&mut Show),
) -> Result<Response> {
    let done = done.map(|done| leading_to(&format!("/k/{token}"), done));
    let back = or_again(done, page, async |page| {
        let mut show = shown(app, page, token).await?;
        typed(&mut show);
        Ok(show)
    });
    back.await.map(for_them_alone)
}

pub async fn vote(
    Of(app): Of<App>,
    page: Page,
    Path(token): Path<String>,
    Typed(ballot): Typed<Ballot>,
) -> Result<Response> {
    let done = async {
        let tx = app.begin().await?;
        let holder = committees::find_by_link(&app, &tx, &token).await?;
        committees::vote(&app, &tx, &holder, &ballot).await?;
        tx.commit().await?;
        Ok("voted")
    };
    back_or_again(&app, page, &token, done.await, |_| {}).await
}

pub async fn mark_absence(
    Of(app): Of<App>,
    page: Page,
    Path(token): Path<String>,
    Typed(absence): Typed<Absence>,
) -> Result<Response> {
    let done = async {
        let tx = app.begin().await?;
        let holder = committees::find_by_link(&app, &tx, &token).await?;
        committees::mark_absence(&app, &tx, &holder, &absence).await?;
        tx.commit().await?;
        Ok("noted")
    };
    back_or_again(&app, page, &token, done.await, |show| {
        show.absence = absence
    })
    .await
}

pub async fn remark(
    Of(app): Of<App>,
    page: Page,
    Path(token): Path<String>,
    Typed(draft): Typed<Draft>,
) -> Result<Response> {
    let done = async {
        let tx = app.begin().await?;
        let holder = committees::find_by_link(&app, &tx, &token).await?;
        committees::remark(&app, &tx, &holder, &draft).await?;
        tx.commit().await?;
        Ok("said")
    };
    back_or_again(&app, page, &token, done.await, |show| show.remark = draft).await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Approved {
    /// The ULID of minutes.
    minutes: String,
    /// Which state of them was read.
    seen: String,
}

pub async fn approve(
    Of(app): Of<App>,
    page: Page,
    Path(token): Path<String>,
    Typed(approved): Typed<Approved>,
) -> Result<Response> {
    let done = async {
        let tx = app.begin().await?;
        let holder = committees::find_by_link(&app, &tx, &token).await?;
        committees::approve(&app, &tx, &holder, (&approved.minutes, &approved.seen)).await?;
        tx.commit().await?;
        Ok("approved")
    };
    back_or_again(&app, page, &token, done.await, |_| {}).await
}

/// What somebody said is theirs to take back, in office or not.
pub async fn take_back_remark(
    Of(app): Of<App>,
    Path((token, id)): Path<(String, String)>,
) -> Result<Response> {
    let tx = app.begin().await?;
    let holder = committees::find_by_link(&app, &tx, &token).await?;
    committees::take_back_remark(&tx, &holder, &id).await?;
    tx.commit().await?;
    Ok(for_them_alone(leading_to(
        &format!("/k/{token}"),
        "taken_back",
    )))
}
