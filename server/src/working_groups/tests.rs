//! Working groups as those who look after them, readers and programs meet them.

use super::*;
use crate::{
    accounts::Role,
    web::desk::tests::{Visitor, deeds, furnished_house},
};

/// A working group of the instance's first association.
pub async fn group(app: &App, name: &str) -> WorkingGroup {
    let draft = Draft {
        name: name.to_owned(),
        about: "Hinweise für **Beratungsstellen**".to_owned(),
        ..Draft::default()
    };
    let tx = app.begin().await.unwrap();
    let association = crate::associations::chosen(&tx, "").await.unwrap();
    let group = found(app, &tx, &association, &draft).await.unwrap();
    tx.commit().await.unwrap();
    group
}

/// The same with something it made.
pub async fn output(app: &App, group: &WorkingGroup) -> Output {
    let draft = output::Draft {
        title: "Technische Hinweise".to_owned(),
        kind: "information".to_owned(),
        link: "https://dialog.example/hinweise".to_owned(),
        published_on: "2026-09-01".to_owned(),
    };
    let tx = app.begin().await.unwrap();
    let output = add_output(app, &tx, &group.id, &draft).await.unwrap();
    tx.commit().await.unwrap();
    output
}

#[tokio::test]
async fn its_page_shows_what_it_made_and_has_no_end_date() {
    let (app, _) = furnished_house().await;
    let group = group(&app, "Digitale Gewalt").await;
    let made = output(&app, &group).await;
    let nobody = Visitor::nobody(&app);
    let page = nobody.get(&group.path()).await;
    assert_eq!(page.status, 200);
    assert!(page.says("Technische Hinweise") && page.says("https://dialog.example/hinweise"));
    assert!(page.says("<strong>Beratungsstellen</strong>") && page.says("September"));
    let list = nobody.get("/working-groups").await;
    assert!(list.says("Digitale Gewalt") && !list.says("Beendete Arbeitsgruppen"));
    assert!(list.says("/working-groups.atom"));
    for path in ["/working-groups.atom", "/working-groups.json"] {
        let feed = nobody.get(path).await;
        assert!(
            feed.says("Digitale Gewalt") && feed.says(&group.path()),
            "{path}"
        );
    }
    let json = nobody.get(&format!("{}.json", group.path())).await;
    assert!(json.status == 200 && json.says(made.id.as_str()));
    assert_eq!(nobody.get("/working-groups/niemand").await.status, 404);
}

#[tokio::test]
async fn a_coordinator_enters_and_closes_and_what_was_made_stays() {
    let (app, _) = furnished_house().await;
    let coordinator = Visitor::new(&app, Role::Coordinator).await;
    let done = coordinator
        .post("/desk/working-groups", &[("name", "Digitale Gewalt")])
        .await;
    let desk = "/desk/working-groups/digitale-gewalt";
    assert_eq!(done.location, format!("{desk}?done=saved"));
    let outputs = format!("{desk}/outputs");
    let wrong = [("title", "Hinweise"), ("link", "javascript:alert(1)")];
    let refused = coordinator.post(&outputs, &wrong).await;
    assert!(refused.status == 422 && refused.says("value=\"Hinweise\""));
    assert!(refused.says("<a href=\"#link\">"));
    let right = [("title", "Hinweise"), ("link", "https://dialog.example/h")];
    let done = coordinator.post(&outputs, &right).await;
    assert_eq!(done.location, format!("{desk}?done=added"));
    let closed = [("name", "Digitale Gewalt"), ("is_closed", "yes")];
    assert_eq!(coordinator.post(desk, &closed).await.status, 303);
    let page = coordinator.get("/working-groups/digitale-gewalt").await;
    assert!(page.says("Hier arbeitet niemand mehr") && page.says("Hinweise"));
    let group = find(&app.db, "digitale-gewalt").await.unwrap();
    let made = super::outputs(&app.db, &group.id).await.unwrap().remove(0);
    let removal = format!("{outputs}/{}/removal", made.id);
    assert_eq!(coordinator.post(&removal, &[]).await.status, 303);
    assert_eq!(super::outputs(&app.db, &group.id).await.unwrap(), []);
    let deeds = deeds(&app).await;
    for deed in ["found", "revise", "output-add", "output-drop"] {
        let deed = format!("working-group.{deed}");
        assert!(deeds.contains(&deed), "{deed} {deeds:?}");
    }
}

#[tokio::test]
async fn who_does_not_speak_for_the_association_changes_no_working_group() {
    let (app, _) = furnished_house().await;
    let group = group(&app, "Digitale Gewalt").await;
    let made = output(&app, &group).await;
    let other = super::tests::group(&app, "Open Source").await;
    let editor = Visitor::new(&app, Role::Editor).await;
    let page = editor.get(&group.desk()).await;
    assert!(page.status == 200 && !page.says("name=\"about\""));
    let form = [("name", "Anderes")];
    assert_eq!(editor.post(&group.desk(), &form).await.status, 403);
    assert_eq!(editor.post("/desk/working-groups", &form).await.status, 403);
    // What one group made is not reached by the address of another.
    let coordinator = Visitor::new(&app, Role::Coordinator).await;
    let foreign = format!("{}/outputs/{}/removal", other.desk(), made.id);
    assert_eq!(coordinator.post(&foreign, &[]).await.status, 404);
    assert_eq!(super::outputs(&app.db, &group.id).await.unwrap(), [made]);
}
