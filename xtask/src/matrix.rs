//! The packed package in every runtime, bundler and framework of `tests/matrix`.

use std::env;

use anyhow::Result;
use xshell::{Shell, cmd};

use crate::browsers::{self, CHROMIUM, FIREFOX};
use crate::tools::{npm_ci, step};

/// Runs every row, or those that have the first argument in their name.
pub fn matrix(sh: &Shell) -> Result<()> {
    browsers::require(sh, &[CHROMIUM])?;
    // Its row reports it if it is missing.
    browsers::prefer(sh, &[FIREFOX]);
    crate::package::build_unless_current(sh)?;
    // `tests` has the browser's driver.
    for folder in ["xtask", "tests", "tests/emulator", "tests/matrix", "tests/matrix/angular"] {
        npm_ci(sh, folder)?;
    }
    step("the packed package in runtimes, bundlers, frameworks and browsers");
    let filter = env::args().nth(2);
    Ok(cmd!(sh, "node tests/matrix/run.mjs {filter...}").run()?)
}
