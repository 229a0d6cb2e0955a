//! Prints documents as PDF that everybody can read: tagged (PDF/UA-1), with a language, a title, headings,
//! lists, tables with headers and links, set by Typst. What somebody typed arrives as values and is never
//! read as markup; it can include nothing, ask for nothing and run nothing.
//!
//! Refused is what is too long, too deep, or written in letters that no font here has.

mod document;
mod letters;
mod values;

pub use document::{Block, Day, Document, Inline};

use letters::FONTS;
use std::panic::{AssertUnwindSafe, catch_unwind};
use typst::{
    Library, LibraryExt as _, World, comemo,
    diag::{FileError, FileResult, SourceDiagnostic},
    foundations::{Bytes, Datetime, Duration, Smart, dict},
    syntax::{FileId, Source},
    text::{Font, FontBook},
    utils::LazyHash,
};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

/// Pages of one document.
pub const PAGES_AT_MOST: usize = 200;
/// A PDF that is larger was not meant.
pub const BYTES_AT_MOST: usize = 20 * 1024 * 1024;
/// Of the thread that sets the text, in bytes: what lies within each other is set within each other.
const STACK_BYTES: usize = 32 * 1024 * 1024;

const TEMPLATE: &str = include_str!("template.typ");

/// Why something is not printed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("a document needs a title")]
    Untitled,
    #[error("the text is too long")]
    TooLong,
    #[error("lists, tables or quotations lie too deep in each other")]
    TooDeep,
    #[error("a table has too many columns")]
    TooWide,
    #[error("the fonts here lack too many of its letters")]
    Letters,
    #[error("it has more than {PAGES_AT_MOST} pages")]
    TooManyPages,
    /// The compiler or the standard said no; what it said is for the log.
    #[error("it cannot be set: {0}")]
    Failed(String),
}

/// The document as PDF/UA-1. Takes from some milliseconds to some seconds of one core, so not for a thread
/// that others wait for.
pub fn pdf(document: &Document) -> Result<Vec<u8>, Error> {
    let given = values::of(document)?;
    let world = Paper::new(dict! { "document" => given });
    let ident = document.ident.clone();
    // One thread, with room on its stack; whatever goes wrong in it stays there.
    let threads = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .stack_size(STACK_BYTES)
        .build()
        .map_err(|cause| Error::Failed(cause.to_string()))?;
    let set = catch_unwind(AssertUnwindSafe(|| threads.install(|| world.set(ident))));
    // Nothing of it is needed again: prints are kept, steps towards them are not.
    comemo::evict(0);
    set.unwrap_or_else(|_| Err(Error::Failed("the compiler panicked".to_owned())))
}

/// All that the compiler can see: the template, the values and the fonts. No file, no package, no clock.
struct Paper {
    library: LazyHash<Library>,
    template: Source,
}

impl Paper {
    fn new(inputs: typst::foundations::Dict) -> Self {
        let library = Library::builder().with_inputs(inputs).build();
        Self {
            library: LazyHash::new(library),
            template: Source::detached(TEMPLATE),
        }
    }

    fn set(&self, ident: String) -> Result<Vec<u8>, Error> {
        let set = typst::compile::<PagedDocument>(self).output;
        let document = set.map_err(|said| failed(&said))?;
        if document.pages().len() > PAGES_AT_MOST {
            return Err(Error::TooManyPages);
        }
        let standards = PdfStandards::new(&[PdfStandard::Ua_1]);
        let options = PdfOptions {
            ident: Smart::Custom(ident),
            creator: Smart::Custom(Some("Verbund".to_owned())),
            standards: standards.map_err(|cause| Error::Failed(cause.message().to_string()))?,
            ..PdfOptions::default()
        };
        let pdf = typst_pdf::pdf(&document, &options).map_err(|said| failed(&said))?;
        match pdf.len() > BYTES_AT_MOST {
            true => Err(Error::TooLong),
            false => Ok(pdf),
        }
    }
}

fn failed(said: &[SourceDiagnostic]) -> Error {
    let said = said.first().map(|it| it.message.to_string());
    Error::Failed(said.unwrap_or_default())
}

impl World for Paper {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FONTS.book
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        match id == self.template.id() {
            true => Ok(self.template.clone()),
            false => Err(FileError::AccessDenied),
        }
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

#[cfg(test)]
mod tests;
