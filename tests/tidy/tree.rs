//! The files a rule looks at: those of the repository, or the few of an example.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// What is built, installed or kept beside the sources.
const NOT_OURS: [&str; 4] = ["target", "data", "node_modules", "__pycache__"];

pub struct File {
    /// From the root of the repository, with `/`.
    pub path: String,
    pub text: String,
}

pub struct Tree(Vec<File>);

impl Tree {
    pub fn of_the_repository() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let mut files = Vec::new();
        collect(&root, &root, &mut files);
        assert!(files.len() > 100, "this is not the repository");
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Self(files)
    }

    pub fn of(files: &[(&str, &str)]) -> Self {
        let file = |(path, text): &(&str, &str)| File {
            path: (*path).to_owned(),
            text: (*text).to_owned(),
        };
        Self(files.iter().map(file).collect())
    }

    pub fn files(&self) -> impl Iterator<Item = &File> {
        self.0.iter()
    }

    /// The files below `folder` whose names end so.
    pub fn below(&self, folder: &str, ending: &str) -> impl Iterator<Item = &File> {
        self.files()
            .filter(move |file| file.path.starts_with(folder) && file.path.ends_with(ending))
    }

    pub fn text(&self, path: &str) -> &str {
        let found = self.files().find(|file| file.path == path);
        found.map_or("", |file| &file.text)
    }

    /// Whether there is a file, or a folder with files.
    pub fn has(&self, path: &str) -> bool {
        let path = path.trim_end_matches('/');
        self.files().any(|file| {
            let rest = file.path.strip_prefix(path);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }
}

fn collect(root: &Path, folder: &Path, found: &mut Vec<File>) {
    let entries = fs::read_dir(folder).expect("a folder that can be read");
    for entry in entries {
        let path: PathBuf = entry.expect("a readable entry").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() {
            if !name.starts_with('.') && !NOT_OURS.contains(&&*name) {
                collect(root, &path, found);
            }
        } else if name == ".git" {
            // A checkout beside another one is a file that says where that is.
        } else if let Ok(bytes) = fs::read(&path) {
            let path = path.strip_prefix(root).expect("below the root");
            found.push(File {
                path: path.to_string_lossy().into_owned(),
                // A font is a file like any other; only its name matters.
                text: String::from_utf8(bytes).unwrap_or_default(),
            });
        }
    }
}

impl File {
    /// What runs: without comments, and without the tests at its end. Lines keep their numbers.
    pub fn code(&self) -> String {
        if self.path.ends_with("/tests.rs") {
            return String::new();
        }
        let lines = self.text.lines().map(|line| {
            let is_comment = line.trim_start().starts_with("//");
            let line = if is_comment { "" } else { line };
            line.split_once(" // ").map_or(line, |(code, _)| code)
        });
        let code = lines.collect::<Vec<_>>().join("\n");
        let tests = code.find("#[cfg(test)]\n").filter(|at| {
            let module = code[*at..].lines().nth(1).unwrap_or_default();
            module.contains("mod ") && module.ends_with('{')
        });
        code[..tests.unwrap_or(code.len())].to_owned()
    }
}
