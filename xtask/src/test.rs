//! Every test, in the order from cheap to dear.

use std::env;

use anyhow::Result;
use xshell::{Shell, cmd};

use crate::tools::{root, step};

/// Runs every test.
pub fn test(sh: &Shell) -> Result<()> {
    // It builds the package, and installs what the tests need.
    crate::lint::lint(sh)?;
    step("native tests");
    cmd!(sh, "cargo test").run()?;
    cmd!(sh, "cargo test --package xtask").run()?;
    crate::package::build_trap(sh)?;
    wasm_tests(sh)?;
    step("Node, type, package and page tests against the API emulator");
    let files = sh
        .read_dir("tests")?
        .into_iter()
        .filter(|folder| folder.is_dir())
        .flat_map(|folder| sh.read_dir(folder).unwrap_or_default())
        .filter(|file| file.to_string_lossy().ends_with(".test.mjs"));
    let files: Vec<_> = files.collect();
    Ok(cmd!(sh, "node --test --test-concurrency=2 {files...}").run()?)
}

/// The core inside Node and inside headless Chromium, through the runner of the same version as the
/// locked wasm-bindgen, so that nobody installs one by hand.
fn wasm_tests(sh: &Shell) -> Result<()> {
    step("building the WebAssembly test runner");
    cmd!(sh, "cargo build --package wasm-test-runner").run()?;
    let runner = root().join("target/debug/wasm-test-runner");
    let _runner = sh.push_env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner);
    step("WebAssembly tests in Node");
    cmd!(sh, "cargo test --target wasm32-unknown-unknown --test wasm_node").run()?;
    step("WebAssembly tests in headless Chromium");
    let driver = env::var("CHROMEDRIVER").unwrap_or_else(|_| "/usr/bin/chromedriver".into());
    let _driver = sh.push_env("CHROMEDRIVER", driver);
    let options = root().join("tests/webdriver.json");
    let _options = sh.push_env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", options);
    Ok(cmd!(sh, "cargo test --target wasm32-unknown-unknown --test wasm_browser").run()?)
}
