//! Static checks of the code.

use anyhow::Result;
use xshell::{Shell, cmd};

use crate::tools::{npm_ci, step, tool};

/// The paths that prettier formats.
const PRETTY: [&str; 6] = ["pkg-template", "www", "tests", "xtask", "eslint.config.mjs", ".github"];

/// Checks formats, lints, types and the repository's own rules. Leaves a fresh `pkg/` behind, since
/// the tests and the page are checked against the built package's types.
pub fn lint(sh: &Shell) -> Result<()> {
    for folder in ["xtask", "tests", "tests/emulator", "www"] {
        npm_ci(sh, folder)?;
    }
    formats(sh)?;
    crate::tidy::tidy(sh)?;
    clippy(sh)?;
    crate::package::build(sh)?;
    types(sh)?;
    step("ESLint");
    let eslint = tool("eslint/bin/eslint.js");
    cmd!(sh, "node {eslint} --max-warnings 0 .").run()?;
    step("the workflows");
    Ok(cmd!(sh, "node xtask/lint-workflows.mjs").run()?)
}

/// Fails if a file is not formatted.
pub fn formats(sh: &Shell) -> Result<()> {
    step("formatting (cargo xtask fmt fixes it)");
    cmd!(sh, "cargo fmt --all --check").run()?;
    let prettier = tool("prettier/bin/prettier.cjs");
    Ok(cmd!(sh, "node {prettier} --log-level warn --cache --cache-strategy content --cache-location target/prettier --check {PRETTY...}").run()?)
}

/// Formats every file.
pub fn fmt(sh: &Shell) -> Result<()> {
    npm_ci(sh, "xtask")?;
    cmd!(sh, "cargo fmt --all").run()?;
    let prettier = tool("prettier/bin/prettier.cjs");
    Ok(cmd!(sh, "node {prettier} --log-level warn --write {PRETTY...}").run()?)
}

/// Rust's lints, for this machine and for WebAssembly.
pub fn clippy(sh: &Shell) -> Result<()> {
    step("clippy");
    cmd!(sh, "cargo clippy --workspace --all-targets -- -D warnings").run()?;
    Ok(cmd!(sh, "cargo clippy --all-targets --target wasm32-unknown-unknown -- -D warnings")
        .run()?)
}

/// The types of all JavaScript outside the package; the build checks the package's own.
pub fn types(sh: &Shell) -> Result<()> {
    step("types of the tests, the page and the tools");
    let tsc = tool("typescript/bin/tsc");
    for project in ["tests", "www", "xtask"] {
        cmd!(sh, "node {tsc} -p {project}").run()?;
    }
    Ok(())
}
