//! Papers in the working area: those somebody works on, one with its clauses, and who takes part. Whoever
//! does not work on a paper does not find it here.

mod clauses;
mod text;

use super::{
    Clause, Contributor, Draft, Invitation, Linked, Opened, Paper, Revision, Role, State,
    api::read_state,
    clause::numbers,
    draft as rules,
    paper::Kind,
    revision::{self, change::Change},
    said::{amendment, position},
};
use crate::{
    App, Error, Refusal, Result,
    accounts::Account,
    app::Tx,
    associations::{self, Association},
    audit,
    cycles::today,
    events::LANGUAGES,
    i18n::Lang,
    ids::AccountId,
    reports::report::Licence,
    web::{
        desk::{After, leading_to},
        page::{Page, for_them_alone, or_again, or_again_if_late, respond},
        session::Editor,
    },
    words::Word as _,
};
use askama::Template;
use axum::{
    Form as Typed, Router,
    extract::{Path, Query, State as Of},
    http::StatusCode,
    response::Response,
    routing::{get, post},
};
use chrono::NaiveDate;
use serde::Deserialize;

const PAPERS: &str = "/desk/papers";

pub fn routes() -> Router<App> {
    Router::new()
        .route(PAPERS, get(index).post(create))
        .route("/desk/papers/new", get(new))
        .route("/desk/papers/{paper}", get(show))
        .route("/desk/papers/{paper}/head", get(edit).post(update))
        .route("/desk/papers/{paper}/state", post(set_state))
        .route("/desk/papers/{paper}/removal", post(discard))
        .route("/desk/papers/{paper}/contributors", post(invite))
        .route(
            "/desk/papers/{paper}/contributors/{account}/removal",
            post(dismiss),
        )
        .route("/desk/papers/{paper}/revisions", post(name_revision))
        .merge(clauses::routes())
        .merge(text::routes())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Done {
    Saved,
    Consulted,
    Redrafted,
    Invited,
    Dismissed,
    Discarded,
    Named,
    Taken,
    Added,
    Removed,
    Moved,
    Commented,
    Settled,
    Proposed,
    Answered,
    Stood,
}

impl Done {
    fn key(self) -> &'static str {
        match self {
            Self::Saved => "cycle-done-saved",
            Self::Consulted => "paper-done-consulted",
            Self::Redrafted => "paper-done-redrafted",
            Self::Invited => "paper-done-invited",
            Self::Dismissed => "paper-done-dismissed",
            Self::Discarded => "paper-done-discarded",
            Self::Named => "paper-done-named",
            Self::Taken => "paper-done-taken",
            Self::Added => "paper-done-added",
            Self::Removed => "paper-done-removed",
            Self::Moved => "paper-done-moved",
            Self::Commented => "paper-done-commented",
            Self::Settled => "paper-done-settled",
            Self::Proposed => "paper-done-proposed",
            Self::Answered => "paper-done-answered",
            Self::Stood => "paper-done-stood",
        }
    }
}

/// The paper of an address, about to be changed by nobody else.
async fn opened(app: &App, slug: &str, editor: &Editor) -> Result<(Tx, Opened)> {
    let tx = app.begin().await?;
    let opened = super::open_for_change(&tx, slug, Some(editor)).await?;
    Ok((tx, opened))
}

#[derive(Template)]
#[template(path = "papers/list.html")]
struct List {
    page: Page,
    done: Option<Done>,
    all: Vec<Paper>,
}

async fn index(
    Of(app): Of<App>,
    page: Page,
    editor: Editor,
    Query(after): Query<After<Done>>,
) -> Result<Response> {
    let list = List {
        done: after.done,
        page: page.with_title_text("layout-desk-papers").unlisted(),
        all: super::listed(&app.db, Some(&editor)).await?,
    };
    Ok(for_them_alone(respond(StatusCode::OK, list)))
}

#[derive(Template)]
#[template(path = "papers/form.html")]
struct Sheet {
    page: Page,
    draft: Draft,
    /// Absent for a new one.
    paper: Option<Paper>,
    associations: Vec<Association>,
}

impl Sheet {
    async fn new(app: &App, page: Page, draft: Draft, paper: Option<Paper>) -> Result<Self> {
        let title = match &paper {
            Some(paper) => paper.title.clone(),
            None => page.t("paper-form-new"),
        };
        Ok(Self {
            page: page.with_title(title).unlisted(),
            draft,
            paper,
            associations: associations::all(&app.db).await?,
        })
    }

    fn action(&self) -> String {
        let paper = self.paper.as_ref();
        paper.map_or(PAPERS.to_owned(), |paper| format!("{}/head", paper.desk()))
    }

    fn kinds(&self) -> [Kind; 6] {
        Kind::ALL
    }

    fn is_kind(&self, kind: &Kind) -> bool {
        Kind::named(&self.draft.kind).unwrap_or_default() == *kind
    }

    fn languages(&self) -> [(&'static str, String); 3] {
        LANGUAGES.map(|language| {
            let name = match language {
                "de-simple" => self.page.t("event-page-easy-language"),
                other => Lang::of(other).text("layout-language"),
            };
            (language, name)
        })
    }

    fn licences(&self) -> [(&'static str, String); 8] {
        Licence::ALL.map(|licence| (licence.name(), self.page.t(licence.key())))
    }

    fn is_licence(&self, name: &str) -> bool {
        let chosen = match self.draft.licence.as_str() {
            "" => Licence::CcBy.name(),
            chosen => chosen,
        };
        chosen == name
    }

    fn title_at_most(&self) -> usize {
        rules::TITLE_AT_MOST
    }

    fn summary_at_most(&self) -> usize {
        rules::SUMMARY_AT_MOST
    }
}

async fn new(Of(app): Of<App>, page: Page, _: Editor) -> Result<Response> {
    let sheet = Sheet::new(&app, page, Draft::default(), None).await?;
    Ok(respond(StatusCode::OK, sheet))
}

async fn create(
    Of(app): Of<App>,
    page: Page,
    editor: Editor,
    Typed(draft): Typed<Draft>,
) -> Result<Response> {
    let done = async {
        let tx = app.begin().await?;
        let association = associations::chosen(&tx, &draft.organizer).await?;
        let paper = super::begin(&app, &tx, &association, Some(&editor), &draft).await?;
        audit::kept(&app, tx, Some(&editor), "paper.begin", &paper.id).await?;
        Ok(paper)
    };
    let done = done.await.map(|paper| leading_to(&paper.desk(), "saved"));
    or_again(done, page, async |page| {
        Sheet::new(&app, page, draft, None).await
    })
    .await
}

async fn edit(
    Of(app): Of<App>,
    page: Page,
    editor: Editor,
    Path(slug): Path<String>,
) -> Result<Response> {
    let opened = super::open(&app.db, &slug, Some(&editor)).await?;
    opened.require(Role::Editor)?;
    let draft = super::draft_of(&app.db, &opened).await?;
    let sheet = Sheet::new(&app, page, draft, Some(opened.paper)).await?;
    Ok(for_them_alone(respond(StatusCode::OK, sheet)))
}

async fn update(
    Of(app): Of<App>,
    page: Page,
    editor: Editor,
    Path(slug): Path<String>,
    Typed(draft): Typed<Draft>,
) -> Result<Response> {
    let done = async {
        let (tx, opened) = opened(&app, &slug, &editor).await?;
        let paper = super::revise(&app, &tx, &opened, &draft).await?;
        audit::kept(&app, tx, Some(&editor), "paper.revise", &paper.id).await?;
        Ok(paper)
    };
    let done = done.await.map(|paper| leading_to(&paper.desk(), "saved"));
    or_again_if_late(done, page, async |page, is_late| {
        let paper = super::open(&app.db, &slug, Some(&editor)).await?.paper;
        // Saving again replaces what the other one saved, now knowingly.
        let seen = match is_late {
            true => paper.seen(),
            false => draft.seen.clone(),
        };
        Sheet::new(&app, page, Draft { seen, ..draft }, Some(paper)).await
    })
    .await
}

/// A clause in the list of all, and how much is said of it.
struct Row {
    clause: Clause,
    number: String,
    comments: usize,
    amendments: usize,
    agree: usize,
    dissent: usize,
}

#[derive(Template)]
#[template(path = "papers/show.html")]
struct Show {
    page: Page,
    done: Option<Done>,
    opened: Opened,
    rows: Vec<Row>,
    contributors: Vec<(Contributor, Account)>,
    revisions: Vec<Revision>,
    linked: Vec<Linked>,
    changes: Vec<Change>,
    invitation: Invitation,
    naming: revision::Draft,
    today: NaiveDate,
}

impl Show {
    async fn new(app: &App, page: Page, opened: Opened) -> Result<Self> {
        let paper = &opened.paper;
        let clauses = super::clauses(&app.db, paper).await?;
        let ids = clauses.iter().map(|clause| clause.id.clone()).collect();
        let words = super::words(&app.db, ids).await?;
        let numbers = numbers(clauses.iter().map(|clause| clause.depth));
        let row = |(clause, number): (Clause, String)| {
            let open = words.comments.iter().filter(|one| one.clause == clause.id);
            let proposed = words.amendments.iter();
            let proposed = proposed.filter(|one| one.clause == clause.id);
            let stood = |stance: position::Stance| {
                let all = words.positions.iter().filter(|one| one.clause == clause.id);
                all.filter(|one| one.stance == stance).count()
            };
            Row {
                number,
                comments: open.filter(|one| one.settled_at.is_none()).count(),
                amendments: proposed
                    .filter(|one| one.state == amendment::State::Open)
                    .count(),
                agree: stood(position::Stance::Agrees),
                dissent: stood(position::Stance::Dissents),
                clause,
            }
        };
        let rows = clauses.into_iter().zip(numbers).map(row).collect();
        Ok(Self {
            page: page.with_title(paper.title.as_str()).unlisted(),
            done: None,
            rows,
            contributors: super::contributors(&app.db, paper).await?,
            revisions: super::revisions(&app.db, paper).await?,
            linked: super::linked(&app.db, &opened).await?,
            changes: super::changes(&app.db, paper).await?,
            invitation: Invitation::default(),
            naming: revision::Draft::default(),
            today: today(app),
            opened,
        })
    }

    fn paper(&self) -> &Paper {
        &self.opened.paper
    }

    fn writes(&self) -> bool {
        self.opened.may(Role::Editor)
    }

    fn leads(&self) -> bool {
        self.opened.may(Role::Lead)
    }

    fn is_consulted_on(&self) -> bool {
        self.opened.paper.state == State::Consultation
    }

    fn roles(&self) -> [Role; 3] {
        Role::ALL
    }

    fn is_role(&self, role: &Role) -> bool {
        Role::named(&self.invitation.role).unwrap_or(Role::Commenter) == *role
    }

    fn answered(&self) -> Option<&'static str> {
        let answered = self.opened.paper.answered(self.today);
        answered.map(|answered| answered.key())
    }

    /// What somebody did, and when.
    fn said(&self, change: &Change) -> String {
        self.page.tn(change.kind.key(), "about", &change.about)
    }

    fn day(&self, at: &chrono::DateTime<chrono::Utc>) -> String {
        let at = at.with_timezone(&self.page.site.zone);
        self.page.moment(&at)
    }
}

async fn show(
    Of(app): Of<App>,
    page: Page,
    editor: Editor,
    Path(slug): Path<String>,
    Query(after): Query<After<Done>>,
) -> Result<Response> {
    let opened = super::open(&app.db, &slug, Some(&editor)).await?;
    let mut show = Show::new(&app, page, opened).await?;
    show.done = after.done;
    Ok(for_them_alone(respond(StatusCode::OK, show)))
}

/// The same page with what was refused.
async fn again(app: &App, page: Page, editor: &Editor, slug: &str) -> Result<Show> {
    let opened = super::open(&app.db, slug, Some(editor)).await?;
    Show::new(app, page, opened).await
}

#[derive(Deserialize)]
struct Step {
    #[serde(default)]
    state: String,
}

async fn set_state(
    Of(app): Of<App>,
    page: Page,
    editor: Editor,
    Path(slug): Path<String>,
    Typed(Step { state }): Typed<Step>,
) -> Result<Response> {
    let done = async {
        let (tx, opened) = opened(&app, &slug, &editor).await?;
        let paper = super::move_to(&app, &tx, &opened, read_state(&state)?).await?;
        audit::kept(&app, tx, Some(&editor), "paper.move", &paper.id).await?;
        Ok(paper)
    };
    let done = done.await.map(|paper| {
        let done = match paper.state {
            State::Consultation => "consulted",
            State::Drafting => "redrafted",
        };
        leading_to(&paper.desk(), done)
    });
    or_again(done, page, async |page| {
        again(&app, page, &editor, &slug).await
    })
    .await
}

/// The last part of the address of what is thrown away, typed so that no slip of a finger does it.
#[derive(Deserialize)]
struct Typing {
    #[serde(default)]
    confirmation: String,
}

async fn discard(
    Of(app): Of<App>,
    page: Page,
    editor: Editor,
    Path(slug): Path<String>,
    Typed(Typing { confirmation }): Typed<Typing>,
) -> Result<Response> {
    let done = async {
        let (tx, opened) = opened(&app, &slug, &editor).await?;
        if confirmation.trim() != opened.paper.slug {
            return Err(Refusal::new("paper-confirmation-differs")
                .on("confirmation")
                .into());
        }
        super::discard(&tx, &opened).await?;
        audit::kept(&app, tx, Some(&editor), "paper.discard", &opened.paper.id).await
    };
    let done = done.await.map(|()| leading_to(PAPERS, "discarded"));
    or_again(done, page, async |page| {
        again(&app, page, &editor, &slug).await
    })
    .await
}

async fn invite(
    Of(app): Of<App>,
    page: Page,
    editor: Editor,
    Path(slug): Path<String>,
    Typed(invitation): Typed<Invitation>,
) -> Result<Response> {
    let done = async {
        let (tx, opened) = opened(&app, &slug, &editor).await?;
        super::invite(&app, &tx, &opened, &invitation).await?;
        audit::kept(&app, tx, Some(&editor), "paper.invite", &opened.paper.id).await?;
        Ok(opened.paper)
    };
    let done = done.await.map(|paper| leading_to(&paper.desk(), "invited"));
    or_again(done, page, async |page| {
        let show = again(&app, page, &editor, &slug).await?;
        Ok(Show { invitation, ..show })
    })
    .await
}

async fn dismiss(
    Of(app): Of<App>,
    page: Page,
    editor: Editor,
    Path((slug, account)): Path<(String, String)>,
) -> Result<Response> {
    let done = async {
        let (tx, opened) = opened(&app, &slug, &editor).await?;
        let account: AccountId = account.parse().map_err(|_| Error::NotFound)?;
        super::dismiss(&app, &tx, &opened, &account).await?;
        audit::kept(&app, tx, Some(&editor), "paper.dismiss", &opened.paper.id).await?;
        Ok(match account == editor.id {
            // Whoever left has nothing to see there any more.
            true => PAPERS.to_owned(),
            false => opened.paper.desk(),
        })
    };
    let done = done.await.map(|path| leading_to(&path, "dismissed"));
    or_again(done, page, async |page| {
        again(&app, page, &editor, &slug).await
    })
    .await
}

async fn name_revision(
    Of(app): Of<App>,
    page: Page,
    editor: Editor,
    Path(slug): Path<String>,
    Typed(naming): Typed<revision::Draft>,
) -> Result<Response> {
    let done = async {
        let (tx, opened) = opened(&app, &slug, &editor).await?;
        let revision = super::name_revision(&app, &tx, &opened, &naming).await?;
        audit::kept(&app, tx, Some(&editor), "paper.revision", &revision.id).await?;
        Ok(opened.paper)
    };
    let done = done.await.map(|paper| leading_to(&paper.desk(), "named"));
    or_again(done, page, async |page| {
        let show = again(&app, page, &editor, &slug).await?;
        Ok(Show { naming, ..show })
    })
    .await
}
