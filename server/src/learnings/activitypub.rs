//! A learning on the wire: an Article by the workstream, for peers by name or for everybody. Pure.

use super::{Audience, Learning, learning::TITLE_AT_MOST};
use crate::{i18n::Lang, markdown, workstreams::Workstream};
use federation::{
    actors::Actor,
    outbox::Audience as Readers,
    vocabulary::{Article, event::LanguageMap},
};

/// What distinguishes a learning from other articles for those who know our terms.
pub const LEARNING: &str = "learning";
/// Which ActivityStreams type it is.
pub const KIND: &str = "Article";

pub fn article(
    learning: &Learning,
    workstream: &Workstream,
    group: &Actor,
    readers: Readers,
    lang: Lang,
) -> Article {
    let content = learning.html();
    let mut url: url::Url = workstream.url.clone().into();
    url.set_fragment(Some("learnings"));
    Article {
        id: learning.iri.clone().into(),
        attributed_to: group.id.clone().into(),
        in_reply_to: None,
        audience: Some(group.id.clone().into()),
        url,
        name: learning.title.clone(),
        summary: None,
        content: Some(content.clone()),
        content_map: LanguageMap(vec![(lang.bcp47().to_owned(), content)]),
        preview: None,
        attachment: Vec::new(),
        tag: Vec::new(),
        kind: Some(LEARNING.to_owned()),
        proposal: None,
        published: learning.noted_at.fixed_offset(),
        updated: (learning.noted_at < learning.updated_at)
            .then(|| learning.updated_at.fixed_offset()),
        to: readers.to,
        cc: readers.cc,
    }
}

/// What another server's learning is, made safe to keep.
pub struct Foreign {
    pub title: String,
    /// HTML that is safe to show.
    pub text: String,
    pub audience: Audience,
}

/// Nothing where it is another kind of text, or an empty one.
pub fn foreign(article: &Article) -> Option<Foreign> {
    let is_one = article.kind.as_deref() == Some(LEARNING);
    let content = article.content.as_ref().filter(|_| is_one)?;
    Some(Foreign {
        title: markdown::line(&article.name, TITLE_AT_MOST),
        text: markdown::sanitise(content),
        audience: match article.is_public() {
            true => Audience::Public,
            false => Audience::Peers,
        },
    })
}
