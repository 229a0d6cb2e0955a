//! What Verbund costs, each figure beside a baseline measured in the same run, so that machines do not
//! matter: `cargo build --release && cargo bench -p tests`. Prints a table; asserts no figure, so that
//! noise breaks no build. Sends to addresses of this machine only. docs/measurements.md keeps a run.

#![expect(
    clippy::disallowed_methods,
    reason = "a process that is measured from outside is waited for by sleeping"
)]

mod baseline;
mod deciding;
mod delivering;
mod process;
mod receiving;
mod rounds;
mod rushing;
mod serving;
mod signing;

use std::time::Duration;

/// One line of the table.
pub struct Figure {
    name: String,
    baseline: String,
    measured: String,
    ratio: String,
    /// What the project asks for, and whether it is met.
    target: Option<(&'static str, bool)>,
}

impl Figure {
    pub fn new(
        name: impl Into<String>,
        baseline: impl Into<String>,
        measured: impl Into<String>,
        ratio: impl Into<String>,
    ) -> Self {
        Self {
            name: name.into(),
            baseline: baseline.into(),
            measured: measured.into(),
            ratio: ratio.into(),
            target: None,
        }
    }

    pub fn target(mut self, text: &'static str, is_met: bool) -> Self {
        self.target = Some((text, is_met));
        self
    }
}

pub fn per_second(count: usize, took: Duration) -> f64 {
    count as f64 / took.as_secs_f64().max(1e-9)
}

fn main() {
    // The sink runs as a process of its own, so that its work is not counted as ours.
    if std::env::args().any(|argument| argument == "--sink") {
        return delivering::be_the_sink();
    }
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with('-'))
        .collect();
    let is_wanted = |part: &str| wanted.is_empty() || wanted.iter().any(|name| name == part);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    heading();
    if is_wanted("signing") {
        print(signing::measure());
    }
    if is_wanted("receiving") {
        print(runtime.block_on(receiving::measure()));
    }
    if is_wanted("delivering") {
        print(runtime.block_on(delivering::measure()));
    }
    if is_wanted("rushing") {
        print(runtime.block_on(rushing::measure()));
    }
    if is_wanted("deciding") {
        print(runtime.block_on(deciding::measure()));
    }
    if is_wanted("serving") {
        print(runtime.block_on(serving::measure()));
    }
    if is_wanted("process") {
        print(process::measure());
    }
}

fn heading() {
    line(["what", "baseline", "measured", "ratio", "target"]);
}

fn print(figures: Vec<Figure>) {
    for figure in figures {
        let target = match figure.target {
            Some((text, true)) => format!("{text}, met"),
            Some((text, false)) => format!("{text}, MISSED"),
            None => String::new(),
        };
        line([
            &figure.name,
            &figure.baseline,
            &figure.measured,
            &figure.ratio,
            &target,
        ]);
    }
}

/// A row of a Markdown table, so that it can be kept as it is printed.
fn line([name, baseline, measured, ratio, target]: [&str; 5]) {
    println!("| {name:<44} | {baseline:>24} | {measured:>12} | {ratio:>7} | {target:<24} |");
}
