//! Which tests a filter selects.

use std::fs;

use anyhow::Result;
use xshell::{Shell, cmd};

use crate::tools::root;

pub const HELP: &str = "\
cargo xtask test FILTER runs the tests that FILTER matches, without lint, and builds only what is
out of date. FILTER is the first of these that matches anything:
  native | xtask | wasm   the tests of the core, of the tasks, or of the core in Node and Chromium
  part of a file's path   below tests/ or src/: node, page/access, retries, policy/clock
  part of a test's name   as written in its file, in any case: \"waits for\", backs_off
Once the package is built, `node --test FILE` also runs Node's test files.";

/// What a filter selects.
#[derive(Debug, Default, PartialEq)]
pub struct Selection {
    /// The core's native tests; cargo's filters, or none for all.
    pub native: Option<Vec<String>>,
    /// The tests of the tasks, likewise.
    pub xtask: Option<Vec<String>>,
    pub wasm: bool,
    /// Test files for Node.
    pub files: Vec<String>,
    /// A pattern for the names of their tests; none for all.
    pub names: Option<String>,
}

impl Selection {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    pub fn needs_browser(&self) -> bool {
        // Some page tests need no browser, but to require it for them does little harm.
        let in_browser = |file: &String| file.contains("/page/") || file.contains("chromium");
        self.wasm || self.files.iter().any(in_browser)
    }

    /// Whether a test uses the build that traps.
    pub fn needs_trap(&self, sh: &Shell) -> bool {
        let uses = |file: &String| sh.read_file(file).is_ok_and(|text| text.contains("trap/"));
        self.files.iter().any(uses)
    }
}

/// The files that `node --test` runs.
pub fn test_files(sh: &Shell) -> Result<Vec<String>> {
    let files =
        cmd!(sh, "git ls-files --cached --others --exclude-standard -- tests").quiet().read()?;
    let is_test = |file: &&str| file.ends_with(".test.mjs") && root().join(file).is_file();
    Ok(files.lines().filter(is_test).map(str::to_owned).collect())
}

/// The files with tests in Rust: those of the core and those of the tasks.
fn rust_files(sh: &Shell) -> Result<Vec<String>> {
    let files =
        cmd!(sh, "git ls-files --cached --others --exclude-standard -- src tests/native xtask/src")
            .quiet()
            .read()?;
    let has_tests = |file: &&str| file.ends_with(".rs") && root().join(file).is_file();
    Ok(files.lines().filter(has_tests).map(str::to_owned).collect())
}

/// Selects by suite, else by path, else by name.
pub fn select(sh: &Shell, filter: &str) -> Result<Selection> {
    let everything = Some(Vec::new());
    match filter {
        "native" => return Ok(Selection { native: everything, ..Selection::default() }),
        "xtask" => return Ok(Selection { xtask: everything, ..Selection::default() }),
        "wasm" => return Ok(Selection { wasm: true, ..Selection::default() }),
        _ => {}
    }
    let (node, rust) = (test_files(sh)?, rust_files(sh)?);
    let by_path = select_by_path(filter, node.clone(), &rust);
    if !by_path.is_empty() {
        return Ok(by_path);
    }
    let text = |file: &str| fs::read_to_string(root().join(file)).unwrap_or_default();
    Ok(select_by_name(filter, node, &rust, text))
}

fn select_by_path(filter: &str, node: Vec<String>, rust: &[String]) -> Selection {
    let path = filter.trim_start_matches("./").trim_start_matches("tests/");
    let below = |file: &str| file.trim_start_matches("tests/").to_owned();
    let mut selection = Selection {
        files: node.into_iter().filter(|file| below(file).contains(path)).collect(),
        ..Selection::default()
    };
    for file in rust.iter().filter(|file| below(file).contains(path)) {
        let part = match file.starts_with("xtask/") {
            true => &mut selection.xtask,
            false => &mut selection.native,
        };
        part.get_or_insert_default().push(module_of(file));
    }
    let narrow = |modules: Vec<String>| match modules.as_slice() {
        // Cargo accepts one filter only; for more than one module, all tests run.
        [module] => vec![module.clone()],
        _ => Vec::new(),
    };
    selection.native = selection.native.map(narrow);
    selection.xtask = selection.xtask.map(narrow);
    selection
}

/// The beginning of the names of a file's tests.
fn module_of(file: &str) -> String {
    let path = ["tests/native/", "xtask/src/", "src/"]
        .iter()
        .find_map(|folder| file.strip_prefix(folder))
        .unwrap_or(file);
    let path = path.trim_end_matches(".rs").trim_end_matches("/mod");
    format!("{}::", path.replace('/', "::"))
}

fn select_by_name(
    filter: &str,
    node: Vec<String>,
    rust: &[String],
    text: impl Fn(&str) -> String,
) -> Selection {
    let wanted = filter.to_lowercase();
    let function = wanted.replace([' ', '-'], "_");
    let has_name = |file: &&String| text(file).to_lowercase().contains(&wanted);
    let has_function = |file: &&String| {
        let text = text(file);
        text.lines().any(|line| {
            let name = line.trim_start().strip_prefix("fn ");
            name.is_some_and(|name| {
                name.to_lowercase().split('(').next().unwrap_or_default().contains(&function)
            })
        })
    };
    let mut selection = Selection::default();
    for file in rust.iter().filter(has_function) {
        let part = match file.starts_with("xtask/") {
            true => &mut selection.xtask,
            false => &mut selection.native,
        };
        *part = Some(vec![function.clone()]);
    }
    selection.files = node.iter().filter(has_name).cloned().collect();
    if !selection.files.is_empty() {
        selection.names = Some(format!("/{}/i", escape(filter)));
    }
    selection
}

/// A regular expression that matches this text alone.
fn escape(text: &str) -> String {
    let mut pattern = String::new();
    for letter in text.chars() {
        if !letter.is_alphanumeric() && !letter.is_whitespace() && letter != '_' {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    fn node() -> Vec<String> {
        files(&[
            "tests/node/abort.test.mjs",
            "tests/page/access.test.mjs",
            "tests/cli/retries.test.mjs",
        ])
    }

    fn rust() -> Vec<String> {
        files(&[
            "src/policy/clock.rs",
            "src/policy/mod.rs",
            "tests/native/retries.rs",
            "xtask/src/tidy.rs",
        ])
    }

    #[test]
    fn a_folder_selects_its_files() {
        let selection = select_by_path("page", node(), &rust());
        assert_eq!(selection.files, ["tests/page/access.test.mjs"]);
        assert_eq!((selection.native, selection.xtask), (None, None));
    }

    #[test]
    fn a_path_may_be_written_as_the_shell_completes_it() {
        for path in ["tests/node/abort.test.mjs", "./tests/node/abort", "node/abort"] {
            let selection = select_by_path(path, node(), &rust());
            assert_eq!(selection.files, ["tests/node/abort.test.mjs"], "{path}");
        }
    }

    #[test]
    fn a_name_of_files_in_both_languages_selects_both() {
        let selection = select_by_path("retries", node(), &rust());
        assert_eq!(selection.files, ["tests/cli/retries.test.mjs"]);
        assert_eq!(selection.native, Some(files(&["retries::"])));
    }

    #[test]
    fn rust_modules_are_selected_by_the_paths_of_their_files() {
        let native = |path| select_by_path(path, node(), &rust()).native;
        assert_eq!(native("policy/clock"), Some(files(&["policy::clock::"])));
        assert_eq!(native("src/policy/clock.rs"), Some(files(&["policy::clock::"])));
        assert_eq!(native("src/policy"), Some(vec![]), "more than one: all");
        assert_eq!(select_by_path("tidy", node(), &rust()).xtask, Some(files(&["tidy::"])));
    }

    #[test]
    fn words_of_a_name_select_the_tests_that_have_them() {
        let text = |file: &str| match file {
            "tests/cli/retries.test.mjs" => "it(\"waits for the body's retryAfter (ms)\")",
            "tests/native/retries.rs" => "    fn waits_for_the_server() {",
            _ => "it(\"rejects\")",
        };
        let selection = select_by_name("Waits for", node(), &rust(), |file| text(file).into());
        assert_eq!(selection.files, ["tests/cli/retries.test.mjs"]);
        assert_eq!(selection.names.as_deref(), Some("/Waits for/i"));
        assert_eq!(selection.native, Some(files(&["waits_for"])));
        let selection = select_by_name("After (ms)", node(), &rust(), |file| text(file).into());
        assert_eq!(selection.names.as_deref(), Some("/After \\(ms\\)/i"));
        assert_eq!(selection.native, None);
    }

    #[test]
    fn what_matches_nothing_selects_nothing() {
        assert!(select_by_path("zzz", node(), &rust()).is_empty());
        assert!(select_by_name("zzz", node(), &rust(), |_| String::new()).is_empty());
    }

    #[test]
    fn only_tests_of_the_page_and_of_chromium_need_a_browser() {
        let needs = |file: &str| {
            Selection { files: files(&[file]), ..Selection::default() }.needs_browser()
        };
        assert!(needs("tests/page/access.test.mjs") && needs("tests/faults/chromium.test.mjs"));
        assert!(!needs("tests/node/page.test.mjs") && !needs("tests/cli/run.test.mjs"));
        assert!(Selection { wasm: true, ..Selection::default() }.needs_browser());
    }
}
