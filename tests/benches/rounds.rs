//! Two things measured in turn, so that a machine that slows down slows both. What counts is the
//! middle of what the rounds say.

/// Rounds of every comparison; odd, so that one is in the middle.
pub const ROUNDS: usize = 5;

/// What a baseline and ours did, round by round.
#[derive(Default)]
pub struct Pairs(Vec<(f64, f64)>);

impl Pairs {
    pub fn add(&mut self, baseline: f64, ours: f64) {
        self.0.push((baseline, ours));
    }

    pub fn baseline(&self) -> f64 {
        median(self.0.iter().map(|(baseline, _)| *baseline))
    }

    pub fn ours(&self) -> f64 {
        median(self.0.iter().map(|(_, ours)| *ours))
    }

    /// Ours as a multiple of the baseline.
    pub fn ratio(&self) -> f64 {
        median(self.0.iter().map(|(baseline, ours)| ours / baseline))
    }
}

pub fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
