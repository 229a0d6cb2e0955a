//! A directory of a test's own, gone with it.

use federation::{Clock, Ulids};
use std::{
    fs,
    path::{Path, PathBuf},
};

#[derive(Debug)]
pub struct Scratch(PathBuf);

impl Scratch {
    pub fn new() -> Self {
        let path = std::env::temp_dir().join(unique_name());
        fs::create_dir_all(&path).expect("the temporary directory can be written to");
        Self(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Default for Scratch {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A name that no other test has, in lower case as PostgreSQL wants it.
pub(crate) fn unique_name() -> String {
    let ulid = Ulids::default().next(Clock::System.now());
    format!("verbund_test_{}", ulid.to_string().to_lowercase())
}
