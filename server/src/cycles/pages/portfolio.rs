//! Workstreams as lists of cycles show them: how long they were planned and how long they took, what came of
//! them, and who had a part. The same as a table for spreadsheets.

use crate::{
    App, Result,
    cycles::{self, Cycle},
    events::organizers::Names,
    web::page::Page,
    workstreams::{
        self, Report, Workstream, activitypub::months, report::Output, workstream::product_key,
    },
};
use axum::{extract::State, response::Response};
use chrono::NaiveDate;
use federation::Iri;

/// A workstream in a table of several.
pub struct Work {
    pub workstream: Workstream,
    /// Page and name of the cycle it is part of, where that is at home here.
    pub cycle: Option<(String, String)>,
    /// Months from its start to the end that was planned first.
    pub planned: i64,
    /// Months it took, once its result was told; or that it is to take since its end was moved.
    pub real: Option<i64>,
    /// The day its result was told.
    pub told_on: Option<NaiveDate>,
    pub products: Vec<Output>,
    /// Who leads it, and then who else has a part.
    pub organisations: Vec<String>,
}

impl Work {
    /// Where its report is read.
    pub fn report(&self) -> Option<String> {
        self.told_on
            .map(|_| format!("{}/report", self.workstream.path()))
    }

    pub fn organisations(&self) -> String {
        self.organisations.join(", ")
    }

    /// What is to come of it, where that is known.
    pub fn product(&self) -> &'static str {
        self.workstream.product().map_or("", product_key)
    }
}

/// The same workstreams, with what is shown of them.
pub async fn find(app: &App, workstreams: Vec<Workstream>, cycles: &[Cycle]) -> Result<Vec<Work>> {
    let ids = workstreams.iter().map(|it| it.id.clone()).collect();
    let reports = workstreams::public_reports(&app.db, ids).await?;
    let named = workstreams.iter().flat_map(|it| {
        let involved = it.involved().0.into_iter().map(|part| part.actor);
        std::iter::once(it.lead.clone()).chain(involved)
    });
    let named: std::collections::BTreeSet<Iri> = named.collect();
    let names = Names::find(&app.db, named.into_iter().collect()).await?;
    let work = |workstream: Workstream| {
        let report = reports.iter().find(|it| it.workstream == workstream.id);
        let cycle = cycles
            .iter()
            .find(|it| Some(&it.id) == workstream.cycle.as_ref());
        let cycle = cycle.map(|it| (it.path(), it.name.clone()));
        of(app, (workstream, cycle), report, &names)
    };
    Ok(workstreams.into_iter().map(work).collect())
}

fn of(
    app: &App,
    (workstream, cycle): (Workstream, Option<(String, String)>),
    report: Option<&Report>,
    names: &Names,
) -> Work {
    let told_at = report.and_then(|report| report.published_at);
    let told_on = told_at.map(|at| at.with_timezone(&app.config.instance.zone).date_naive());
    let moved = workstream.is_extended().then_some(workstream.ends_on);
    let involved = workstream.involved().0;
    let involved = involved.iter().map(|part| names.of(&part.actor));
    Work {
        cycle,
        planned: months(workstream.starts_on, workstream.planned_on),
        real: told_on
            .or(moved)
            .map(|end| months(workstream.starts_on, end)),
        told_on,
        products: report
            .map(|it| it.contents.products.clone())
            .unwrap_or_default(),
        organisations: std::iter::once(names.of(&workstream.lead))
            .chain(involved)
            .collect(),
        workstream,
    }
}

/// What everybody may know of, of this server, with its cycles.
pub async fn all(app: &App) -> Result<Vec<Work>> {
    let mut all = workstreams::public(&app.db, "").await?;
    all.retain(|workstream| workstream.local);
    let cycles = cycles::all(&app.db).await?;
    find(app, all, &cycles).await
}

/// The columns of the table for spreadsheets.
const HEAD: [&str; 12] = [
    "cycle-one",
    "workstream-one",
    "idea-state",
    "idea-product",
    "workstream-starts",
    "cycle-workstream-planned",
    "workstream-ends",
    "cycle-months-planned",
    "cycle-months-real",
    "workstream-report",
    "workstream-products",
    "cycle-organisations",
];

pub async fn csv(State(app): State<App>, page: Page) -> Result<Response> {
    let mut rows = vec![HEAD.map(|key| page.t(key)).to_vec()];
    for work in all(&app).await? {
        let product = match work.product() {
            "" => String::new(),
            key => page.t(key),
        };
        let products = work.products.iter();
        let products: Vec<String> = products
            .map(|made| format!("{} ({})", made.title, made.link))
            .collect();
        let organisations = work.organisations();
        let report = work
            .report()
            .and_then(|path| app.config.origin().join(&path).ok());
        rows.push(vec![
            work.cycle.map(|(_, name)| name).unwrap_or_default(),
            work.workstream.name,
            page.t(work.workstream.state.key()),
            product,
            work.workstream.starts_on.to_string(),
            work.workstream.planned_on.to_string(),
            work.workstream.ends_on.to_string(),
            work.planned.to_string(),
            work.real
                .map(|months| months.to_string())
                .unwrap_or_default(),
            report.map(String::from).unwrap_or_default(),
            products.join("; "),
            organisations,
        ]);
    }
    super::table(rows, "workstreams.csv")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        web::desk::tests::{Visitor, furnished_house},
        workstreams::{
            Step,
            tests::{cra, proposed, stepped},
        },
    };

    #[tokio::test]
    async fn the_portfolio_says_how_long_work_took_what_came_of_it_and_who_had_a_part() {
        let (app, association) = furnished_house().await;
        let cycle = crate::ideas::tests::cycle(&app).await;
        let draft = workstreams::Draft {
            cycle: cycle.slug.clone(),
            ..cra()
        };
        let workstream = proposed(&app, &association, &draft).await.unwrap();
        let nobody = Visitor::nobody(&app);
        assert!(!nobody.get("/cycles").await.says(&workstream.path()));
        let workstream = stepped(&app, &workstream, Step::Select, "").await.unwrap();
        let workstream = stepped(&app, &workstream, Step::Start, "").await.unwrap();
        app.clock.advance(chrono::Duration::days(80));
        let tx = app.begin().await.unwrap();
        let report = workstreams::report::tests::guide();
        workstreams::write_report(&app, &tx, &workstream, &report)
            .await
            .unwrap();
        workstreams::publish_report(&app, &tx, workstream)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let table = nobody.get("/cycles/workstreams.csv").await;
        for expected in [
            cycle.name.as_str(),
            "2026-11-15,2027-05-15,2027-05-15,6,3,",
            "/workstreams/cra-open-source/report",
            "Leitfaden (https://verein.example/leitfaden)",
            association.name.as_str(),
        ] {
            assert!(table.says(expected), "{expected}: {}", table.html);
        }
        for path in ["/cycles", &cycle.path()] {
            let page = nobody.get(path).await;
            assert!(
                page.says("href=\"https://verein.example/leitfaden\""),
                "{path}"
            );
            assert!(page.says("Geplante Monate"), "{path}");
        }
    }
}
