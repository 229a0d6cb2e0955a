//! One clause in the working area: its words, and all that is said of it.

use super::{Done, opened};
use crate::{
    App, Result, audit,
    cycles::today,
    papers::{
        self, Clause, Opened, Role, Words,
        clause::{self, DEPTH_AT_MOST},
        difference::{Piece, words},
        paper::Paper,
        said::{
            AmendmentDraft, AnswerDraft, CommentDraft, PositionDraft,
            amendment::{Amendment, State},
        },
        writing::Way,
    },
    web::{
        desk::{After, leading_to},
        page::{Page, for_them_alone, or_again, or_again_if_late, respond},
        session::Editor,
    },
};
use askama::Template;
use axum::{
    Form as Typed, Router,
    extract::{Path, Query, State as Of},
    http::StatusCode,
    response::Response,
    routing::{get, post},
};
use serde::Deserialize;

pub fn routes() -> Router<App> {
    const ONE: &str = "/desk/papers/{paper}/clauses/{clause}";
    Router::new()
        .route("/desk/papers/{paper}/clauses", post(add))
        .route("/desk/papers/{paper}/clauses/new", get(new))
        .route(ONE, get(show).post(change))
        .route(&format!("{ONE}/removal"), post(remove))
        .route(&format!("{ONE}/place"), post(shift))
        .route(&format!("{ONE}/comments"), post(comment))
        .route(
            &format!("{ONE}/comments/{{comment}}/settlement"),
            post(settle),
        )
        .route(&format!("{ONE}/amendments"), post(propose))
        .route(
            &format!("{ONE}/amendments/{{amendment}}"),
            get(show_amendment).post(answer),
        )
        .route(&format!("{ONE}/position"), post(take_position))
}

fn address(paper: &Paper, clause: &str) -> String {
    format!("{}/clauses/{clause}", paper.desk())
}

#[derive(Template)]
#[template(path = "papers/clause_new.html")]
struct New {
    page: Page,
    paper: Paper,
    draft: clause::Draft,
}

impl New {
    fn of(page: Page, paper: Paper, draft: clause::Draft) -> Self {
        Self {
            page: page.with_title_text("paper-clause-new").unlisted(),
            paper,
            draft,
        }
    }
}

async fn new(
    Of(app): Of<App>,
    page: Page,
    editor: Editor,
    Path(slug): Path<String>,
) -> Result<Response> {
    let opened = papers::open(&app.db, &slug, Some(&editor)).await?;
    opened.require(Role::Editor)?;
    let new = New::of(page, opened.paper, clause::Draft::default());
    Ok(for_them_alone(respond(StatusCode::OK, new)))
}

async fn add(
    Of(app): Of<App>,
    page: Page,
    editor: Editor,
    Path(slug): Path<String>,
    Typed(draft): Typed<clause::Draft>,
) -> Result<Response> {
    let done = async {
        let (tx, opened) = opened(&app, &slug, &editor).await?;
        let clause = papers::add(&app, &tx, &opened, &draft).await?;
        audit::kept(&app, tx, Some(&editor), "paper.clause-add", &clause.id).await?;
        Ok(opened.paper)
    };
    let done = done.await.map(|paper| leading_to(&paper.desk(), "added"));
    or_again(done, page, async |page| {
        let opened = papers::open(&app.db, &slug, Some(&editor)).await?;
        Ok(New::of(page, opened.paper, draft))
    })
    .await
}

#[derive(Template)]
#[template(path = "papers/clause.html")]
struct Show {
    page: Page,
    done: Option<Done>,
    opened: Opened,
    clause: Clause,
    words: Words,
    /// Whether something can be said of it now, by whoever looks at it.
    is_heard: bool,
    draft: clause::Draft,
    /// Somebody else wrote it first: what it says now stands beside what was typed.
    is_late: bool,
    comment: CommentDraft,
    amendment: AmendmentDraft,
    position: PositionDraft,
}

impl Show {
    async fn new(app: &App, page: Page, editor: &Editor, slug: &str, id: &str) -> Result<Self> {
        let opened = papers::open(&app.db, slug, Some(editor)).await?;
        let (clause, number) = papers::clause_of(&app.db, &opened.paper, id).await?;
        let title = page.tn("paper-clause-number", "number", number.as_str());
        Ok(Self {
            page: page.with_title(title).unlisted(),
            done: None,
            words: papers::words(&app.db, vec![clause.id.clone()]).await?,
            is_heard: opened.is_heard(today(app)),
            draft: clause::Draft::of(&clause),
            is_late: false,
            comment: CommentDraft::default(),
            amendment: AmendmentDraft {
                proposed_heading: clause.heading.clone(),
                proposed_text: clause.text.clone(),
                reason: String::new(),
                base: clause.version.to_string(),
            },
            position: PositionDraft::default(),
            opened,
            clause,
        })
    }

    fn address(&self) -> String {
        address(&self.opened.paper, self.clause.id.as_str())
    }

    fn writes(&self) -> bool {
        self.opened.may(Role::Editor)
    }

    fn leads(&self) -> bool {
        self.opened.may(Role::Lead)
    }

    fn depths(&self) -> std::ops::RangeInclusive<i32> {
        1..=DEPTH_AT_MOST
    }

    fn is_depth(&self, depth: &i32) -> bool {
        self.draft.depth == depth.to_string()
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
    Path((slug, id)): Path<(String, String)>,
    Query(after): Query<After<Done>>,
) -> Result<Response> {
    let mut show = Show::new(&app, page, &editor, &slug, &id).await?;
    show.done = after.done;
    Ok(for_them_alone(respond(StatusCode::OK, show)))
}

async fn change(
    Of(app): Of<App>,
    page: Page,
    editor: Editor,
    Path((slug, id)): Path<(String, String)>,
    Typed(draft): Typed<clause::Draft>,
) -> Result<Response> {
    let done = async {
        let (tx, opened) = opened(&app, &slug, &editor).await?;
        let clause = papers::change(&app, &tx, &opened, &id, &draft).await?;
        audit::kept(&app, tx, Some(&editor), "paper.clause-change", &clause.id).await?;
        Ok(address(&opened.paper, &id))
    };
    let done = done.await.map(|path| leading_to(&path, "saved"));
    or_again_if_late(done, page, async |page, is_late| {
        let show = Show::new(&app, page, &editor, &slug, &id).await?;
        // Saving again replaces what the other one wrote, which now stands beside it.
        let version = match is_late {
            true => show.clause.version.to_string(),
            false => draft.version.clone(),
        };
        Ok(Show {
            draft: clause::Draft { version, ..draft },
            is_late,
            ..show
        })
    })
    .await
}

async fn remove(
    Of(app): Of<App>,
    editor: Editor,
    Path((slug, id)): Path<(String, String)>,
) -> Result<Response> {
    let (tx, opened) = opened(&app, &slug, &editor).await?;
    papers::remove(&app, &tx, &opened, &id).await?;
    audit::kept(&app, tx, Some(&editor), "paper.clause-remove", &id).await?;
    Ok(leading_to(&opened.paper.desk(), "removed"))
}

#[derive(Deserialize)]
struct Moved {
    #[serde(default)]
    way: String,
}

async fn shift(
    Of(app): Of<App>,
    page: Page,
    editor: Editor,
    Path((slug, id)): Path<(String, String)>,
    Typed(Moved { way }): Typed<Moved>,
) -> Result<Response> {
    let done = async {
        let (tx, opened) = opened(&app, &slug, &editor).await?;
        papers::shift(&app, &tx, &opened, &id, Way::named(&way)?).await?;
        audit::kept(&app, tx, Some(&editor), "paper.clause-move", &id).await?;
        Ok(address(&opened.paper, &id))
    };
    let done = done.await.map(|path| leading_to(&path, "moved"));
    or_again(done, page, async |page| {
        Show::new(&app, page, &editor, &slug, &id).await
    })
    .await
}

async fn comment(
    Of(app): Of<App>,
    page: Page,
    editor: Editor,
    Path((slug, id)): Path<(String, String)>,
    Typed(comment): Typed<CommentDraft>,
) -> Result<Response> {
    let done = async {
        let (tx, opened) = opened(&app, &slug, &editor).await?;
        let said = papers::comment(&app, &tx, &opened, &id, &comment).await?;
        audit::kept(&app, tx, Some(&editor), "paper.comment", &said.id).await?;
        Ok(address(&opened.paper, &id))
    };
    let done = done.await.map(|path| leading_to(&path, "commented"));
    or_again(done, page, async |page| {
        let show = Show::new(&app, page, &editor, &slug, &id).await?;
        Ok(Show { comment, ..show })
    })
    .await
}

async fn settle(
    Of(app): Of<App>,
    editor: Editor,
    Path((slug, clause, id)): Path<(String, String, String)>,
) -> Result<Response> {
    let (tx, opened) = opened(&app, &slug, &editor).await?;
    let comment = papers::settle(&app, &tx, &opened, &clause, &id).await?;
    audit::kept(&app, tx, Some(&editor), "paper.settle", &comment.id).await?;
    Ok(leading_to(&address(&opened.paper, &clause), "settled"))
}

async fn propose(
    Of(app): Of<App>,
    page: Page,
    editor: Editor,
    Path((slug, id)): Path<(String, String)>,
    Typed(amendment): Typed<AmendmentDraft>,
) -> Result<Response> {
    let done = async {
        let (tx, opened) = opened(&app, &slug, &editor).await?;
        let proposed = papers::propose(&app, &tx, &opened, &id, &amendment).await?;
        audit::kept(&app, tx, Some(&editor), "paper.propose", &proposed.id).await?;
        Ok(address(&opened.paper, &id))
    };
    let done = done.await.map(|path| leading_to(&path, "proposed"));
    or_again_if_late(done, page, async |page, is_late| {
        let show = Show::new(&app, page, &editor, &slug, &id).await?;
        let base = match is_late {
            true => show.clause.version.to_string(),
            false => amendment.base.clone(),
        };
        Ok(Show {
            amendment: AmendmentDraft { base, ..amendment },
            ..show
        })
    })
    .await
}

async fn take_position(
    Of(app): Of<App>,
    page: Page,
    editor: Editor,
    Path((slug, id)): Path<(String, String)>,
    Typed(position): Typed<PositionDraft>,
) -> Result<Response> {
    let done = async {
        let (tx, opened) = opened(&app, &slug, &editor).await?;
        let taken = papers::take_position(&app, &tx, &opened, &id, &position).await?;
        audit::kept(&app, tx, Some(&editor), "paper.position", &taken.id).await?;
        Ok(address(&opened.paper, &id))
    };
    let done = done.await.map(|path| leading_to(&path, "stood"));
    or_again(done, page, async |page| {
        let show = Show::new(&app, page, &editor, &slug, &id).await?;
        Ok(Show { position, ..show })
    })
    .await
}

/// An amendment beside the clause it is for.
#[derive(Template)]
#[template(path = "papers/amendment.html")]
struct Proposed {
    page: Page,
    opened: Opened,
    clause: Clause,
    number: String,
    amendment: Amendment,
    draft: AnswerDraft,
    /// The clause says something else than when it was proposed.
    is_overtaken: bool,
    heading: Vec<Piece>,
    text: Vec<Piece>,
}

impl Proposed {
    async fn new(
        app: &App,
        page: Page,
        editor: &Editor,
        (slug, clause, id): (&str, &str, &str),
    ) -> Result<Self> {
        let opened = papers::open(&app.db, slug, Some(editor)).await?;
        let (clause, number) = papers::clause_of(&app.db, &opened.paper, clause).await?;
        let said = papers::words(&app.db, vec![clause.id.clone()]).await?;
        let mut all = said.amendments.into_iter();
        let amendment = all.find(|one| one.id.as_str() == id);
        let amendment = amendment.ok_or(crate::Error::NotFound)?;
        let title = page.tn("paper-amendment-to", "number", number.as_str());
        Ok(Self {
            page: page.with_title(title).unlisted(),
            draft: AnswerDraft {
                merged_heading: amendment.heading.clone(),
                merged_text: amendment.text.clone(),
                version: clause.version.to_string(),
                ..AnswerDraft::default()
            },
            is_overtaken: amendment.state == State::Open && amendment.base != clause.version,
            heading: words(&amendment.before_heading, &amendment.heading),
            text: words(&amendment.before_text, &amendment.text),
            opened,
            clause,
            number,
            amendment,
        })
    }

    fn back(&self) -> String {
        address(&self.opened.paper, self.clause.id.as_str())
    }

    fn may_answer(&self) -> bool {
        self.opened.may(Role::Lead) && self.amendment.state == State::Open
    }

    fn strikes(&self) -> bool {
        self.amendment.heading.is_empty() && self.amendment.text.is_empty()
    }
}

async fn show_amendment(
    Of(app): Of<App>,
    page: Page,
    editor: Editor,
    Path((slug, clause, id)): Path<(String, String, String)>,
) -> Result<Response> {
    let show = Proposed::new(&app, page, &editor, (&slug, &clause, &id)).await?;
    Ok(for_them_alone(respond(StatusCode::OK, show)))
}

async fn answer(
    Of(app): Of<App>,
    page: Page,
    editor: Editor,
    Path((slug, clause, id)): Path<(String, String, String)>,
    Typed(draft): Typed<AnswerDraft>,
) -> Result<Response> {
    let done = async {
        let (tx, opened) = opened(&app, &slug, &editor).await?;
        let answered = papers::answer(&app, &tx, &opened, &clause, &id, &draft).await?;
        audit::kept(&app, tx, Some(&editor), "paper.answer", &answered.id).await?;
        // A clause that was to go has no page any more.
        let is_there = papers::clause_of(&app.db, &opened.paper, &clause).await;
        Ok(match is_there {
            Ok(_) => address(&opened.paper, &clause),
            Err(_) => opened.paper.desk(),
        })
    };
    let done = done.await.map(|path| leading_to(&path, "answered"));
    or_again_if_late(done, page, async |page, is_late| {
        let show = Proposed::new(&app, page, &editor, (&slug, &clause, &id)).await?;
        let version = match is_late {
            true => show.clause.version.to_string(),
            false => draft.version.clone(),
        };
        let draft = AnswerDraft { version, ..draft };
        Ok(Proposed { draft, ..show })
    })
    .await
}
