//! Collections, in the one shape that every known reader takes: a URL in `first`, pages of full items.

use serde_json::{Value, json};
use url::Url;

/// Items on one page.
pub const PAGE_ITEMS: u64 = 20;

/// A collection that only says how many there are. No `first` means "hidden" to Mastodon, wanted here.
pub fn counted(id: &Url, total: u64) -> Value {
    json!({
        "id": id,
        "type": "OrderedCollection",
        "totalItems": total,
    })
}

/// The head of a paged collection.
pub fn paged(id: &Url, total: u64) -> Value {
    json!({
        "id": id,
        "type": "OrderedCollection",
        "totalItems": total,
        "first": format!("{id}?page=1"),
    })
}

/// Page `number`, counted from 1; `next` only where there is one.
pub fn page(id: &Url, number: u64, items: Vec<Value>, more: bool) -> Value {
    let mut page = json!({
        "id": format!("{id}?page={number}"),
        "type": "OrderedCollectionPage",
        "partOf": id,
        "orderedItems": items,
    });
    if more {
        page["next"] = format!("{id}?page={}", number + 1).into();
    }
    page
}

/// A short collection, whole.
pub fn whole(id: &Url, items: Vec<Value>) -> Value {
    json!({
        "id": id,
        "type": "OrderedCollection",
        "totalItems": items.len(),
        "orderedItems": items,
    })
}
