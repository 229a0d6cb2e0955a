//! A cycle on the wire: the collection that its ideas name as their `context`. Pure.

use super::Cycle;
use federation::vocabulary::{PUBLIC, collection, utc};
use serde_json::{Value, json};
use url::Url;

/// What tells it from other collections for those who know our terms.
const KIND: &str = "cycle";

/// The head of the collection; its pages are [`items`].
pub fn object(cycle: &Cycle, origin: &Url, total: u64) -> Value {
    let mut object = collection::paged(&items(cycle), total);
    object["id"] = json!(cycle.iri);
    object["attributedTo"] = json!(cycle.organizer);
    object["name"] = json!(cycle.name);
    if !cycle.summary.is_empty() {
        object["summary"] = json!(cycle.summary);
    }
    object["url"] = json!(origin.join(&cycle.path()).ok());
    object["kind"] = json!(KIND);
    object["published"] = json!(utc(cycle.created_at));
    object["updated"] = json!(utc(cycle.updated_at));
    object["to"] = json!([PUBLIC]);
    object
}

/// The address its pages hang on.
pub fn items(cycle: &Cycle) -> Url {
    let mut items: Url = cycle.iri.clone().into();
    items.set_path(&format!("{}/items", items.path()));
    items
}

/// One page: the ids of its ideas, by their numbers.
pub fn page(cycle: &Cycle, number: u64, ideas: Vec<Value>, more: bool) -> Value {
    let mut page = collection::page(&items(cycle), number, ideas, more);
    page["partOf"] = json!(cycle.iri);
    page
}

/// A cycle of another server, as far as it has to be known to offer it something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foreign {
    pub iri: Url,
    /// Who holds it, and is asked.
    pub owner: Url,
    pub name: String,
    pub url: Url,
}

/// The longest name of others that we keep, in characters.
const NAME_AT_MOST: usize = 100;

/// `None` for what is no cycle, or of another owner's origin.
pub fn foreign(document: &Value) -> Option<Foreign> {
    use federation::vocabulary::read;
    let iri = read::id(&document["id"])?;
    let owner = read::id(&document["attributedTo"])?;
    let is_cycle = matches!(
        read::kind(document),
        Some("OrderedCollection" | "Collection")
    ) && document["kind"].as_str() == Some(KIND)
        && iri.origin() == owner.origin();
    is_cycle.then_some(())?;
    Some(Foreign {
        name: read::line(&document["name"], NAME_AT_MOST)?,
        url: read::id(&document["url"]).unwrap_or_else(|| iri.clone()),
        owner,
        iri,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cycle_is_read_from_its_owners_server_alone() {
        let document = json!({
            "id": "https://a.example/ap/objects/1",
            "type": "OrderedCollection",
            "kind": "cycle",
            "attributedTo": "https://a.example/ap/actors/1",
            "name": "2024/2025",
        });
        assert_eq!(foreign(&document).unwrap().name, "2024/2025");
        for (member, forged) in [
            ("attributedTo", json!("https://b.example/ap/actors/1")),
            ("type", json!("Note")),
            ("kind", json!("report")),
            ("name", json!("")),
        ] {
            let mut other = document.clone();
            other[member] = forged;
            assert_eq!(foreign(&other), None, "{member}");
        }
    }
}
