//! What every task needs: the root folder, messages about steps, and cached npm installs.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use xshell::{Shell, cmd};

/// The repository's root folder.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// Prints what happens next.
pub fn step(what: &str) {
    eprintln!("\n==> {what}");
}

/// npm's command, which is a script on Windows.
pub const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

/// Installs a folder's locked npm packages, unless they are already installed.
pub fn npm_ci(sh: &Shell, folder: &str) -> Result<()> {
    let lock = root().join(folder).join("package-lock.json");
    let wanted = fs::read(&lock).with_context(|| format!("{folder}/package-lock.json"))?;
    let stamp = root().join(folder).join("node_modules/.installed-lock.json");
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    step(&format!("installing the npm packages of {folder}/"));
    let _there = sh.push_dir(folder);
    // None of our packages needs its install script, and what does not run cannot do harm.
    // The matrix's programs are for linux-x64; elsewhere its rows report that, and the others run.
    let force = (!cfg!(all(target_os = "linux", target_arch = "x86_64"))).then_some("--force");
    cmd!(sh, "{NPM} ci --ignore-scripts --no-audit --no-fund --loglevel=error {force...}").run()?;
    Ok(fs::write(stamp, wanted)?)
}

/// The path of a tool among the build's npm packages.
pub fn tool(name: &str) -> PathBuf {
    root().join("xtask/node_modules").join(name)
}
