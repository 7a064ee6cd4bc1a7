//! The one entry for all work on this project: `cargo xtask build | codegen | demo | lint | test | matrix | mutants | bench | tidy`.

mod codegen;
mod cut;
mod demo;
mod lint;
mod matrix;
mod mutants;
mod package;
mod rename;
mod test;
mod tidy;
mod tools;

use anyhow::{Result, bail};
use xshell::{Shell, cmd};

const HELP: &str = "\
cargo xtask build   makes the npm package in pkg/
cargo xtask build-trap  makes a package that traps on purpose, for tests, in target/trap/
cargo xtask codegen writes what the Rust crate defines into pkg-template/generated.ts
cargo xtask demo    serves the demo page against the API emulator (PORT=… for a fixed port)
cargo xtask lint    formats, lints, types and the repository's own rules; builds the package for its types
cargo xtask test    lints and runs every test (FUZZ_RUNS=… for longer property tests)
cargo xtask matrix  runs the packed package wherever JavaScript runs: all, or the rows with NAME in theirs
cargo xtask mutants  changes the core, one place at a time, and fails if the native tests notice too little
                    (takes a quarter of an hour; further arguments are cargo-mutants' own, e.g. --re NAME)
cargo xtask bench   beside other clients: all, or size | cold | chromium | call | loopback | import | check | memory
cargo xtask tidy    the repository's own rules
cargo xtask types   renews the snapshots of the type definitions";

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
        "test" => test::test(&sh),
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
