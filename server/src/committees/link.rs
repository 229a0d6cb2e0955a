//! The link of somebody on a committee, worked out as those of ballots are. Sent anew, the one before opens
//! nothing.

use super::Holder;
use crate::{App, ids::SeatHolderId};
use url::Url;

fn said(holder: &Holder) -> String {
    format!("seat {} {}", holder.id, holder.link)
}

/// The whole address. It must reach no log.
pub fn address(app: &App, holder: &Holder) -> Url {
    let mut address = app.config.origin().clone();
    let tag = app.links.sign(&said(holder));
    address.set_path(&format!("/k/{}{tag}", holder.id));
    address
}

/// Whose a link is, before it is known to be true, and what is to prove it.
pub fn read(token: &str) -> Option<(SeatHolderId, &str)> {
    let (id, tag) = token.split_at_checked(26)?;
    Some((id.parse().ok()?, tag))
}

pub fn opens(app: &App, holder: &Holder, tag: &str) -> bool {
    app.links.is_signed(&said(holder), tag)
}
