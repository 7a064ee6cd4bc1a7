//! The tests: all of them, from cheap to expensive, or those that a filter selects.

mod select;

use anyhow::{Result, bail};
use xshell::{Shell, cmd};

use crate::browsers::{self, CHROMEDRIVER, CHROMIUM};
use crate::tools::{npm_ci, root, step};
use select::{Selection, select, test_files};

pub use select::HELP;

/// Runs every test, or those that the filter selects.
pub fn test(sh: &Shell, filter: Option<&str>) -> Result<()> {
    match filter {
        None => all(sh),
        Some(filter) => some(sh, filter),
    }
}

fn all(sh: &Shell) -> Result<()> {
    browsers::require(sh, &[CHROMIUM, CHROMEDRIVER])?;
    // It builds the package, and installs what the tests need.
    crate::lint::lint(sh)?;
    native(sh)?;
    crate::package::build_trap_unless_current(sh)?;
    wasm(sh)?;
    step("Node, type, package and page tests against the API emulator");
    node(sh, &test_files(sh)?, None)
}

/// The tests without JavaScript: the core's own, its doc tests, and those of the tasks.
pub fn native(sh: &Shell) -> Result<()> {
    step("native tests");
    cmd!(sh, "cargo test").run()?;
    Ok(cmd!(sh, "cargo test --package xtask").run()?)
}

fn some(sh: &Shell, filter: &str) -> Result<()> {
    let selection = select(sh, filter)?;
    if selection.is_empty() {
        bail!("no test matches {filter:?}\n{HELP}");
    }
    if selection.needs_browser() {
        browsers::require(sh, &[CHROMIUM, CHROMEDRIVER])?;
    }
    let Selection { native: rust, xtask, files, .. } = &selection;
    if let Some(name) = rust {
        step("native tests");
        cmd!(sh, "cargo test {name...}").run()?;
    }
    if let Some(name) = xtask {
        step("tests of the tasks");
        cmd!(sh, "cargo test --package xtask {name...}").run()?;
    }
    if selection.wasm {
        wasm(sh)?;
    }
    if files.is_empty() {
        return Ok(());
    }
    crate::package::build_unless_current(sh)?;
    for folder in ["tests", "tests/emulator"] {
        npm_ci(sh, folder)?;
    }
    if selection.needs_trap(sh) {
        crate::package::build_trap_unless_current(sh)?;
    }
    step(&format!("{} test files", files.len()));
    node(sh, files, selection.names.as_deref())
}

/// Runs test files, or the tests in them whose names match a pattern.
fn node(sh: &Shell, files: &[String], names: Option<&str>) -> Result<()> {
    let names = names.map(|names| format!("--test-name-pattern={names}"));
    // Without a terminal, Node 20 would choose a reporter that does not repeat the failures at the end.
    let spec = "--test-reporter=spec";
    if cmd!(sh, "node --test --test-concurrency=2 {spec} {names...} {files...}").run().is_err() {
        // Not the command itself: the names of its files would fill a screen.
        bail!("a test failed: see \"failing tests\" above");
    }
    Ok(())
}

/// Tests the core in Node and in headless Chromium. The runner has the same version as the locked
/// wasm-bindgen, so nobody needs to install one.
fn wasm(sh: &Shell) -> Result<()> {
    step("building the WebAssembly test runner");
    cmd!(sh, "cargo build --package wasm-test-runner").run()?;
    let runner = root().join("target/debug/wasm-test-runner");
    let _runner = sh.push_env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner);
    step("WebAssembly tests in Node");
    cmd!(sh, "cargo test --target wasm32-unknown-unknown --test wasm_node").run()?;
    step("WebAssembly tests in headless Chromium");
    let options = root().join("tests/webdriver.json");
    let _options = sh.push_env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", options);
    Ok(cmd!(sh, "cargo test --target wasm32-unknown-unknown --test wasm_browser").run()?)
}
