//! Mutation testing: cargo-mutants changes the core in one place at a time, which the native tests
//! must detect. `.cargo/mutants.toml` says in which layers.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};
use xshell::{Shell, cmd};

use crate::tools::{root, step};

const VERSION: &str = "27.1.0";

/// How many of 100 mutants that compile must be caught. The rest cannot be caught, such as changes
/// that only cost time.
const MIN_CAUGHT_PERCENT: usize = 95;

/// Runs cargo-mutants with further arguments, and fails if too few mutants are caught.
pub fn mutants(sh: &Shell, args: &[String]) -> Result<()> {
    let program = install(sh)?;
    step("changing the core in one place at a time");
    let status = Command::new(program)
        .args(["mutants", "--jobs", "1", "--output", "target/mutants"])
        .args(args)
        .current_dir(root())
        .env("PROPTEST_CASES", "64")
        .env("RUST_BACKTRACE", "0")
        .status()?;
    // Missed mutants and timeouts are counted below; anything else is a failure.
    if !matches!(status.code(), Some(0 | 2 | 3)) {
        bail!("cargo-mutants failed: {status}");
    }
    let (caught, missed) = (count("caught")? + count("timeout")?, count("missed")?);
    let viable = caught + missed;
    eprintln!("{caught} of {viable} viable mutants were caught");
    if caught * 100 < viable * MIN_CAUGHT_PERCENT {
        bail!(
            "fewer than {MIN_CAUGHT_PERCENT} % of the mutants were caught: see {:?}",
            list("missed")
        );
    }
    Ok(())
}

/// cargo-mutants of the pinned version, below target/.
fn install(sh: &Shell) -> Result<PathBuf> {
    let tools = root().join("target/tools");
    let program = tools.join("bin").join(format!("cargo-mutants{}", std::env::consts::EXE_SUFFIX));
    let version = cmd!(sh, "{program} mutants --version").quiet().ignore_stderr().read();
    if version.is_ok_and(|version| version.split(' ').any(|word| word == VERSION)) {
        return Ok(program);
    }
    step("installing cargo-mutants");
    cmd!(sh, "cargo install cargo-mutants --version {VERSION} --locked --root {tools}").run()?;
    Ok(program)
}

/// The file that lists the mutants with this result, one per line.
fn list(result: &str) -> PathBuf {
    root().join("target/mutants/mutants.out").join(format!("{result}.txt"))
}

fn count(result: &str) -> Result<usize> {
    let list = list(result);
    let lines = fs::read_to_string(&list).with_context(|| list.display().to_string())?;
    Ok(lines.lines().count())
}
