//! What Verbund costs, each figure beside a baseline measured in the same run, so that machines do not
//! matter: `cargo bench -p tests`. Prints a table; asserts nothing, so that noise breaks no build.
//! Sends to addresses of this machine only.

#![expect(
    clippy::disallowed_methods,
    reason = "a process that is measured from outside is waited for by sleeping"
)]

mod baseline;
mod delivering;
mod process;
mod receiving;
mod serving;
mod signing;

use std::time::Duration;

/// One line of the table.
pub struct Figure {
    pub name: String,
    pub value: String,
    pub baseline: String,
    /// What the project asks for, and whether it is met.
    pub target: Option<(String, bool)>,
}

impl Figure {
    pub fn new(name: &str, value: impl Into<String>, baseline: impl Into<String>) -> Self {
        Self {
            name: name.to_owned(),
            value: value.into(),
            baseline: baseline.into(),
            target: None,
        }
    }

    pub fn target(mut self, text: impl Into<String>, is_met: bool) -> Self {
        self.target = Some((text.into(), is_met));
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
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let mut figures = signing::measure();
    figures.extend(runtime.block_on(receiving::measure()));
    figures.extend(runtime.block_on(delivering::measure()));
    figures.extend(runtime.block_on(serving::measure()));
    figures.extend(process::measure());
    print(&figures);
}

fn print(figures: &[Figure]) {
    println!(
        "{:<46} {:>18} {:>26}  target",
        "what", "measured", "baseline"
    );
    for figure in figures {
        let target = match &figure.target {
            Some((text, true)) => format!("{text}  met"),
            Some((text, false)) => format!("{text}  MISSED"),
            None => String::new(),
        };
        println!(
            "{:<46} {:>18} {:>26}  {target}",
            figure.name, figure.value, figure.baseline
        );
    }
}
