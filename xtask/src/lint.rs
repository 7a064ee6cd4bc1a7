//! What a program can say of the code without running it.

use anyhow::Result;
use xshell::{Shell, cmd};

use crate::tools::{npm_ci, step, tool};

/// Checks formats, lints, types and the repository's own rules. Leaves a fresh `pkg/` behind, since
/// the tests and the page are checked against the types of the built package.
pub fn lint(sh: &Shell) -> Result<()> {
    for folder in ["xtask", "tests", "tests/emulator", "www"] {
        npm_ci(sh, folder)?;
    }
    step("formatting");
    cmd!(sh, "cargo fmt --all --check").run()?;
    let prettier = tool("prettier/bin/prettier.cjs");
    cmd!(sh, "node {prettier} --check pkg-template www tests xtask eslint.config.mjs").run()?;
    crate::tidy::tidy(sh)?;
    step("clippy");
    cmd!(sh, "cargo clippy --workspace --all-targets -- -D warnings").run()?;
    cmd!(sh, "cargo clippy --all-targets --target wasm32-unknown-unknown -- -D warnings").run()?;
    crate::package::build(sh)?;
    step("types of the tests, the page and the tools");
    let tsc = tool("typescript/bin/tsc");
    for project in ["tests", "www", "xtask"] {
        cmd!(sh, "node {tsc} -p {project}").run()?;
    }
    step("ESLint");
    let eslint = tool("eslint/bin/eslint.js");
    Ok(cmd!(sh, "node {eslint} --max-warnings 0 .").run()?)
}
