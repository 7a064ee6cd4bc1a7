//! The demo page and its backend, with the API emulator.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdin, Command, Stdio};

use anyhow::{Context, Result, bail};
use xshell::{Shell, cmd};

use crate::tools::{npm_ci, root, step};

/// A server of ours, which ends with this process, since its standard input closes.
struct Server {
    child: Child,
    _stdin: Option<ChildStdin>,
    url: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

/// Builds the package and serves the demo page until it is interrupted.
pub fn demo(sh: &Shell) -> Result<()> {
    crate::package::build(sh)?;
    npm_ci(sh, "tests/emulator")?;
    npm_ci(sh, "www")?;
    step("starting the API emulator and the demo's backend");
    let emulator = start("tests/emulator/main.mjs", &[])?;
    println!("API emulator: {}", emulator.url);
    let fixtures = "import { customerId, definitions } from './tests/emulator/fixtures.mjs';
        console.log(JSON.stringify({ customerId, definitions }))";
    let data = cmd!(sh, "node --input-type=module -e {fixtures}").quiet().read()?;
    let variables = [
        ("DEMO_DATA", data.as_str()),
        ("CARECYCLE_BASE_URL", emulator.url.as_str()),
        ("CARECYCLE_API_KEY", "cc_test_demo"),
        ("ALLOW_FAULTS", "1"),
    ];
    let mut page = start("www/server.mjs", &variables)?;
    println!("\nThe demo page: {}\nPress Ctrl-C to stop.", page.url);
    page.child.wait()?;
    Ok(())
}

fn start(script: &str, variables: &[(&str, &str)]) -> Result<Server> {
    let mut child = Command::new("node")
        .args([script, "--exit-with-stdin"])
        .current_dir(root())
        .envs(variables.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("node could not be started; install Node 20.19 or newer")?;
    let stdin = child.stdin.take();
    let output = child.stdout.take().context("no standard output")?;
    let mut line = String::new();
    BufReader::new(output).read_line(&mut line)?;
    match line.split_whitespace().find(|word| word.starts_with("http://")) {
        Some(url) => Ok(Server { url: url.to_owned(), child, _stdin: stdin }),
        None => bail!("{script} did not start: {line}"),
    }
}
