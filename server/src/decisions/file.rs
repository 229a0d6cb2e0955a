//! The public file of ballots: one line each, in the order of their codes, which is nobody's. The script
//! beside it recounts them.

use super::ballot::Ballot;
use crate::Result;
use aws_lc_rs::digest::{SHA256, digest};

/// What anybody recounts a vote with, in words that Python knows by itself.
pub const SCRIPT: &str = include_str!("../../../deploy/recount.py");

/// `K7Q2-…,Ehrenamt,12:3 15:2`; the group is `*` where it is a small one.
pub fn csv(mut ballots: Vec<Ballot>) -> Result<Vec<u8>> {
    ballots.sort_by(|one, other| one.receipt.cmp(&other.receipt));
    let mut table = csv::Writer::from_writer(Vec::new());
    let head = ["receipt", "group", "choices"];
    table.write_record(head).map_err(anyhow::Error::from)?;
    for ballot in &ballots {
        let marks = ballot.marks.0.iter();
        let choices: Vec<String> = marks.map(|(at, mark)| format!("{at}:{mark}")).collect();
        let line = [&ballot.receipt, &ballot.circle, &choices.join(" ")];
        table.write_record(line).map_err(anyhow::Error::from)?;
    }
    let bytes = table.into_inner();
    Ok(bytes.map_err(|error| anyhow::anyhow!("{error}"))?)
}

/// In hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    let digest = digest(&SHA256, bytes);
    let digits = digest.as_ref().iter().map(|byte| format!("{byte:02x}"));
    digits.collect()
}
