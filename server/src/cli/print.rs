//! What commands print: lines for people, JSON for programs, both to standard output.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;
use std::{fmt::Display, io::Write as _};

/// Print one line, or more. A reader that has seen enough (`| head`) is no error.
pub(super) fn say(text: impl Display) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// A word beside the result, for the person and not for a pipe.
pub(super) fn note(text: impl Display) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// An instant as programs and people both read it.
pub(super) fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

pub(super) fn json(value: &impl Serialize) -> anyhow::Result<()> {
    say(serde_json::to_string_pretty(value)?);
    Ok(())
}

/// Columns as wide as they have to be, the last one as long as it is.
pub(super) fn table<const N: usize>(head: [&str; N], rows: &[[String; N]]) {
    let widths: [usize; N] = std::array::from_fn(|column| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.chain([head[column].len()]).max().unwrap_or_default()
    });
    let line = |cells: [&str; N]| {
        let padded = cells
            .iter()
            .zip(widths)
            .map(|(cell, width)| format!("{cell:width$}"));
        say(padded.collect::<Vec<_>>().join("  ").trim_end());
    };
    line(head);
    for row in rows {
        line(std::array::from_fn(|column| row[column].as_str()));
    }
}
