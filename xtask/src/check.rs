//! The command to run all day: the checks of lint and the native tests, without those of unchanged
//! files.

use anyhow::Result;
use xshell::{Shell, cmd};

use crate::stamp::Work;
use crate::tools::{npm_ci, step, tool};

const FORMATTED: &[&str] = &[
    "pkg-template",
    "www",
    "tests",
    "xtask",
    "eslint.config.mjs",
    ".github",
    "*.rs",
    ".prettierignore",
];

const RUST: &[&str] =
    &["src", "xtask", "tests/native", "tests/wasm", "tests/*.rs", "Cargo.toml", "Cargo.lock"];

/// Checks formats, the repository's rules, clippy, the native tests, types and ESLint: each only if
/// a file changed since it last passed.
pub fn check(sh: &Shell) -> Result<()> {
    for folder in ["xtask", "tests", "tests/emulator", "www"] {
        npm_ci(sh, folder)?;
    }
    let formats = Work { name: "formats", sources: FORMATTED, outputs: &[] };
    formats.unless_current(sh, || {
        crate::lint::formats(sh)?;
        crate::tidy::tidy(sh)
    })?;
    let clippy = Work { name: "clippy", sources: RUST, outputs: &[] };
    clippy.unless_current(sh, || crate::lint::clippy(sh))?;
    let native = Work { name: "native", sources: RUST, outputs: &[] };
    native.unless_current(sh, || crate::test::native(sh))?;
    crate::package::build_unless_current(sh)?;
    let types = Work {
        name: "types",
        sources: &["pkg-template", "tests", "www", "xtask"],
        outputs: &["pkg/index.d.ts"],
    };
    types.unless_current(sh, || crate::lint::types(sh))?;
    eslint_of_changes(sh)?;
    step("all checks passed; cargo xtask test FILTER runs what you changed");
    Ok(())
}

/// Runs ESLint on the files that differ from the last commit: all files take a minute.
fn eslint_of_changes(sh: &Shell) -> Result<()> {
    let changed = cmd!(sh, "git diff --name-only --diff-filter=d HEAD").quiet().read()?;
    let added = cmd!(sh, "git ls-files --others --exclude-standard").quiet().read()?;
    let is_script =
        |file: &&str| [".ts", ".cts", ".mjs", ".js"].iter().any(|end| file.ends_with(end));
    let files: Vec<_> = changed.lines().chain(added.lines()).filter(is_script).collect();
    if files.is_empty() {
        return Ok(());
    }
    step("ESLint of changed files");
    let eslint = tool("eslint/bin/eslint.js");
    Ok(cmd!(sh, "node {eslint} --max-warnings 0 --no-warn-ignored {files...}").run()?)
}
