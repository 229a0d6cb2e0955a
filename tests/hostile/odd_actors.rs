//! Actors that are odd in one member of their document: read with what can be used, or not at all, and
//! nobody else is the worse for it.

use crate::stage::Stage;
use chrono::Duration;
use harness::{Engine, on_both_engines};
use serde_json::json;

on_both_engines![odd_members_do_no_harm];

async fn odd_members_do_no_harm(engine: Engine) {
    let stage = Stage::new(engine).await;
    let nul = "a\0b";
    let long = "ä".repeat(100_000);
    let odd: Vec<(&str, serde_json::Value)> = vec![
        ("/name", json!(nul)),
        ("/name", json!(long)),
        ("/name", json!(["a", "b"])),
        ("/preferredUsername", json!(nul)),
        ("/preferredUsername", json!(long)),
        ("/preferredUsername", json!(7)),
        ("/preferredUsername", json!("")),
        ("/preferredUsername", json!("dialog@elsewhere.example")),
        ("/summary", json!(format!("<script>{nul}</script>"))),
        ("/url", json!(nul)),
        ("/url", json!("javascript:alert(1)")),
        ("/url", json!([{ "href": "data:text/html,x" }, 7])),
        ("/icon", json!([7, { "url": nul }])),
        (
            "/attachment",
            json!(vec![json!({ "name": nul, "value": nul }); 1_000]),
        ),
        ("/alsoKnownAs", json!(vec![nul; 10_000])),
        ("/outbox", json!(nul)),
        ("/followers", json!(["file:///etc/passwd"])),
        ("/endpoints", json!("none")),
        ("/endpoints/sharedInbox", json!(nul)),
        ("/updated", json!("-262143-01-01T00:00:00Z")),
        ("/updated", json!("9999-12-31T23:59:59-23:59")),
        ("/updated", json!("0000-01-01T00:00:00+23:59")),
        ("/published", json!("9999999-01-01T00:00:00Z")),
        ("/manuallyApprovesFollowers", json!("yes")),
        ("/publicKey/id", json!(format!("https://localhost/{nul}"))),
        ("/publicKey/id", json!(long)),
        ("/publicKey/owner", json!(7)),
        ("/publicKey/publicKeyPem", json!(nul)),
        ("/publicKey/publicKeyPem", json!(long)),
        (
            "/publicKey",
            json!(vec![json!({ "id": nul, "publicKeyPem": nul }); 1_000]),
        ),
        ("/publicKey", json!(7)),
        ("/assertionMethod/0/id", json!(nul)),
        ("/assertionMethod/0/publicKeyMultibase", json!(nul)),
        (
            "/assertionMethod/0/revoked",
            json!("0000-01-01T00:00:00+23:59"),
        ),
        (
            "/assertionMethod",
            json!({ "id": nul, "publicKeyMultibase": long }),
        ),
        ("/type", json!(["Person", nul])),
        (
            "/inbox",
            json!(format!("{}\0", stage.url("/users/anna/inbox"))),
        ),
    ];
    let mut wrong = Vec::new();
    for (pointer, value) in odd {
        let name = format!("{pointer} is {:.40}", value.to_string());
        let odd =
            stage
                .mallory
                .clone()
                .with_document(|document| match document.pointer_mut(pointer) {
                    Some(member) => *member = value,
                    None => document[&pointer[1..]] = value,
                });
        let update = odd.activity("Update", odd.id().as_str());
        let follow = odd.activity("Follow", stage.host.actor.as_str());
        for activity in [update, follow] {
            let reply = odd.tells(&stage.dialog, &activity).await;
            if !matches!(reply.status.as_u16(), 202 | 401) {
                wrong.push(format!("{name}: {} {}", reply.status, reply.body));
            }
        }
        if let Err(error) = stage.dialog.app.federation.deliver_due().await {
            wrong.push(format!("{name}: {error}"));
        }
        // Longer than a dead end is remembered.
        stage.dialog.advance(Duration::minutes(6));
        let honest = odd.with_document(|_| {});
        let update = honest.activity("Update", honest.id().as_str());
        let reply = honest.tells(&stage.dialog, &update).await;
        if reply.status != 202 {
            wrong.push(format!("after {name}: {} {}", reply.status, reply.body));
        }
        stage.dialog.advance(Duration::minutes(6));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for page in ["/associations", "/@dialog"] {
        assert_eq!(
            stage.dialog.get(page, "text/html").await.status,
            200,
            "{page}"
        );
    }
    stage.dialog.given_up().await;
    stage.is_well().await;
}
