//! The one entry for all work on this project: `cargo xtask TASK`.

mod browsers;
mod check;
mod codegen;
mod cut;
mod demo;
mod lint;
mod matrix;
mod mutants;
mod package;
mod release;
mod rename;
mod stamp;
mod test;
mod tidy;
mod tools;

use anyhow::{Result, bail};
use xshell::{Shell, cmd};

const HELP: &str = "\
Every day:
cargo xtask check   runs the checks of lint and the native tests, unless their files are unchanged since they passed
cargo xtask test [FILTER]  lints and runs every test, or only the tests that FILTER matches; see
                    cargo xtask test --help (FUZZ_RUNS=… for longer property tests)
cargo xtask fmt     formats every file
cargo xtask demo    serves the demo page against the API emulator (PORT=… for a fixed port)
cargo xtask build   builds the npm package in pkg/

After a change of what they read:
cargo xtask codegen writes the Rust crate's definitions into pkg-template/generated.ts
cargo xtask types   renews the snapshot of the type definitions

Before a change is merged:
cargo xtask lint    checks formats, lints, types, workflows and the repository's own rules; builds the package
cargo xtask matrix [NAME]  runs the packed package wherever JavaScript runs: all rows, or those with NAME in theirs

Now and then:
cargo xtask mutants  changes the core in one place at a time, and fails if the native tests detect too few changes
                    (takes a quarter of an hour; further arguments are cargo-mutants' own, e.g. --re NAME)
cargo xtask bench   compares with other clients: all, or size | cold | chromium | call | loopback | import | check | memory
cargo xtask release-check [TAG]  fails unless TAG, Cargo.toml and CHANGELOG.md have the same version, and
                    npm would publish pkg/
cargo xtask build-trap  builds a package that traps on purpose, for tests, in target/trap/
cargo xtask tidy    checks the repository's own rules

Variables: CHROMIUM, CHROMEDRIVER and FIREFOX are the programs that tests use instead of those in PATH.";

fn main() -> Result<()> {
    let sh = Shell::new()?;
    sh.change_dir(tools::root());
    let task = std::env::args().nth(1).unwrap_or_default();
    match task.as_str() {
        "build" => package::build(&sh),
        "build-trap" => package::build_trap(&sh),
        "codegen" => codegen::codegen(&sh),
        "demo" => demo::demo(&sh),
        "lint" => lint::lint(&sh),
        "fmt" => lint::fmt(&sh),
        "check" => check::check(&sh),
        "test" => match std::env::args().nth(2).as_deref() {
            Some("--help") => {
                println!("{}", test::HELP);
                Ok(())
            }
            filter => test::test(&sh, filter),
        },
        "release-check" => release::check(&sh, std::env::args().nth(2).as_deref()),
        "matrix" => matrix::matrix(&sh),
        "mutants" => mutants::mutants(&sh, &std::env::args().skip(2).collect::<Vec<_>>()),
        "tidy" => tidy::tidy(&sh),
        "types" => {
            package::build(&sh)?;
            for entry in ["index", "server", "testing"] {
                let snapshot = format!("tests/types/{entry}.snapshot.d.ts");
                sh.copy_file(format!("pkg/{entry}.d.ts"), snapshot)?;
            }
            Ok(())
        }
        "bench" => {
            package::build(&sh)?;
            for folder in ["xtask", "tests", "tests/emulator", "tests/bench"] {
                tools::npm_ci(&sh, folder)?;
            }
            let parts: Vec<_> = std::env::args().skip(2).collect();
            Ok(cmd!(sh, "node tests/bench/bench.mjs {parts...}").run()?)
        }
        "" | "help" | "--help" => {
            println!("{HELP}");
            Ok(())
        }
        other => bail!("unknown task {other}\n{HELP}"),
    }
}
