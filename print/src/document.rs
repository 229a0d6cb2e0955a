//! What can be printed: metadata, and blocks of text. No markup of any kind is read here; whoever has some
//! takes it apart first.

/// A document as it is to be printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// What it is called; its first heading too.
    pub title: String,
    /// `de`, `en`: two or three letters.
    pub language: String,
    pub authors: Vec<String>,
    /// One line about it, for those who look for files.
    pub description: String,
    pub keywords: Vec<String>,
    pub date: Option<Day>,
    /// The same for every print of the same thing: its address.
    pub ident: String,
    /// At the foot of each page, beside its number.
    pub footer: String,
    pub blocks: Vec<Block>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    pub year: i32,
    pub month: u8,
    pub day: u8,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// Below the title, which is the only one of level 1. A level that is left out is closed up.
    Heading {
        level: u8,
        text: Vec<Inline>,
    },
    Paragraph(Vec<Inline>),
    List {
        /// The first number, where they are counted.
        start: Option<u64>,
        items: Vec<Vec<Block>>,
    },
    Quote(Vec<Block>),
    Code(String),
    Table {
        header: Vec<Vec<Inline>>,
        /// Each as long as the header; what is missing is empty, what is too much is left out.
        rows: Vec<Vec<Vec<Inline>>>,
    },
    Rule,
    /// Said in another language than the document.
    Language {
        language: String,
        blocks: Vec<Block>,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    Text(String),
    Strong(Vec<Inline>),
    Emphasis(Vec<Inline>),
    Strike(Vec<Inline>),
    Code(String),
    /// Only `http`, `https` and `mailto` lead anywhere.
    Link {
        url: String,
        text: Vec<Inline>,
    },
    Footnote(Vec<Inline>),
    Break,
}

impl Inline {
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }
}

impl Block {
    /// A paragraph of nothing but words.
    pub fn paragraph(text: impl Into<String>) -> Self {
        Self::Paragraph(vec![Inline::text(text)])
    }

    pub fn heading(level: u8, text: impl Into<String>) -> Self {
        Self::Heading {
            level,
            text: vec![Inline::text(text)],
        }
    }
}
