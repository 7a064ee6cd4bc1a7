//! Builds the npm package: Rust → wasm → glue and types → one minified module per kind → `pkg/`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use carecycle_custom_fields::VERSION;
use serde_json::{Map, Value};
use wasm_bindgen_cli_support::Bindgen;
use xshell::{Shell, cmd};

use crate::rename::Renamed;
use crate::stamp::Work;
use crate::tools::{npm_ci, root, step, tool};

const NAME: &str = "carecycle_custom_fields";

const SOURCES: &[&str] = &[
    "src",
    "pkg-template",
    "xtask/src/package.rs",
    "xtask/src/cut.rs",
    "xtask/src/codegen.rs",
    "xtask/package-lock.json",
    "Cargo.toml",
    "Cargo.lock",
    "rust-toolchain.toml",
    "README.md",
    "LICENSE",
];

const PACKAGE: Work =
    Work { name: "package", sources: SOURCES, outputs: &["pkg", "target/www/spreadsheet"] };

const TRAP: Work = Work { name: "trap", sources: SOURCES, outputs: &["target/trap"] };

/// Builds the package, unless `pkg/` is up to date.
pub fn build_unless_current(sh: &Shell) -> Result<()> {
    if PACKAGE.is_current(sh)? { Ok(()) } else { build(sh) }
}

/// Builds the package that traps, unless it is up to date.
pub fn build_trap_unless_current(sh: &Shell) -> Result<()> {
    if TRAP.is_current(sh)? { Ok(()) } else { build_trap(sh) }
}

/// Builds the package into `pkg/`.
pub fn build(sh: &Shell) -> Result<()> {
    let pkg = root().join("pkg");
    build_as(sh, &pkg, &[])?;
    testing(sh, &pkg)?;
    command(sh, &pkg)?;
    server(sh, &pkg)?;
    spreadsheet(sh)?;
    step("the package is in pkg/");
    PACKAGE.done(sh)
}

/// Builds a package that traps when a test asks for it, into `target/trap/`.
pub fn build_trap(sh: &Shell) -> Result<()> {
    step("a test build that traps on purpose");
    let trap = root().join("target/trap");
    build_as(sh, &trap, &["--features", "provoke-trap"])?;
    // Its functions keep their names, for the test of what is cut.
    sh.copy_file(compiled(), trap.join("uncut.wasm"))?;
    TRAP.done(sh)
}

/// The module as the compiler emits it.
fn compiled() -> PathBuf {
    root().join(format!("target/wasm32-unknown-unknown/release/{NAME}.wasm"))
}

fn build_as(sh: &Shell, pkg: &Path, features: &[&str]) -> Result<()> {
    npm_ci(sh, "xtask")?;
    crate::codegen::check(sh)?;
    step("compiling the core to WebAssembly");
    compile(sh, features)?;

    step("generating the glue and the type definitions");
    let generated = root().join("pkg-template/core/wasm");
    sh.remove_path(&generated)?;
    sh.create_dir(&generated)?;
    let mut output = Bindgen::new()
        .input_path(compiled())
        .out_name("core")
        .web(true)?
        .typescript(true)
        .omit_default_module_path(true)
        .reset_state_function(true)
        .generate_output()?;
    crate::cut::cut(output.wasm_mut())?;
    let renamed = crate::rename::rename(output.wasm_mut())?;
    output.emit(&generated)?;

    step("optimising");
    let (wasm, small) = (generated.join("core_bg.wasm"), generated.join("core.wasm"));
    // Traps are kept: without that, which would save 150 bytes, the optimizer would assume that an
    // index is never out of bounds and read whatever is there.
    let flags = "--generate-global-effects --flatten --rereloop -Oz -Oz -aimfs 5 -fimfs 2 -ocimfs 12 --converge \
                 --strip-debug --strip-producers --strip-target-features";
    let flags = flags.split(' ');
    let wasm_opt = tool("binaryen/bin/wasm-opt");
    cmd!(sh, "node {wasm_opt} {wasm} {flags...} -o {small}").quiet().run()?;
    fs::write(generated.join("bytes.js"), bytes_module(&fs::read(&small)?))?;
    fs::write(
        generated.join("bytes.d.ts"),
        "declare const bytes: string;\nexport default bytes;\n",
    )?;

    step("bundling");
    let tsc = tool("typescript/bin/tsc");
    cmd!(sh, "node {tsc} -p pkg-template").quiet().run()?;
    bundle(sh, &small, &renamed, pkg)?;
    for file in ["README.md", "LICENSE"] {
        sh.copy_file(file, pkg)?;
    }
    let manifest = manifest(&sh.read_file("pkg-template/package.json")?)?;
    Ok(sh.write_file(pkg.join("package.json"), manifest)?)
}

/// The package's package.json, with the crate's version after the name.
fn manifest(template: &str) -> Result<String> {
    let fields: Map<String, Value> = serde_json::from_str(template)?;
    ensure!(!fields.contains_key("version"), "only Cargo.toml has the version");
    let mut fields = fields.into_iter();
    let name = fields.next().context("pkg-template/package.json is empty")?;
    let version = ("version".to_owned(), VERSION.into());
    let manifest: Map<_, _> = [name, version].into_iter().chain(fields).collect();
    Ok(serde_json::to_string_pretty(&manifest)? + "\n")
}

/// Compiles without any path of this machine in the result.
fn compile(sh: &Shell, features: &[&str]) -> Result<()> {
    let home = home::cargo_home()?;
    let flags = format!("--remap-path-prefix={}=cargo", home.display());
    let _flags = sh.push_env("RUSTFLAGS", flags);
    Ok(cmd!(sh, "cargo build --release --lib --target wasm32-unknown-unknown {features...}")
        .quiet()
        .run()?)
}

fn bundle(sh: &Shell, wasm: &Path, renamed: &Renamed, pkg: &Path) -> Result<()> {
    sh.remove_path(pkg)?;
    sh.create_dir(pkg)?;
    let _sources = sh.push_dir("pkg-template");
    let esbuild = tool("esbuild/bin/esbuild");
    let cache = root().join("target/renamed.json");
    fs::write(&cache, &renamed.cache)?;
    let props = format!("--mangle-props={}", renamed.pattern);
    let names = format!("--mangle-cache={}", cache.display());
    // The edge cannot compile at run time, so there the module is a separate file.
    for (format, module, file) in [
        ("esm", "module", "index.js"),
        ("cjs", "module", "index.cjs"),
        ("esm", "module.workerd", "index.workerd.js"),
        ("esm", "module.edge", "index.edge.js"),
    ] {
        let out = pkg.join(file);
        // The generated glue creates both at import.
        let inject = "--inject:./core/text-coding.ts";
        let alias = format!("--alias:core-module=./core/{module}.ts");
        let external = ["--external:./core.wasm", "--external:./core.wasm?module"];
        cmd!(sh, "node {esbuild} index.ts --bundle --minify --line-limit=500 --target=es2022 --platform=neutral --format={format} {inject} {alias} {props} {names} {external...} --outfile={out} --log-level=warning")
            .quiet()
            .run()?;
    }
    sh.copy_file(wasm, pkg.join("core.wasm"))?;
    let (rollup, types) = (tool("rollup/dist/bin/rollup"), pkg.join("index.d.ts"));
    let plugin = tool("rollup-plugin-dts/dist/rollup-plugin-dts.mjs");
    cmd!(sh, "node {rollup} index.ts -p {plugin} -o {types} --silent").quiet().run()?;
    Ok(sh.copy_file(&types, pkg.join("index.d.cts"))?)
}

/// Bundles what users' own tests import. It imports the client by the package's name, so both use
/// the same copy in every runtime.
fn testing(sh: &Shell, pkg: &Path) -> Result<()> {
    step("bundling what users' tests import");
    let (tsc, esbuild) = (tool("typescript/bin/tsc"), tool("esbuild/bin/esbuild"));
    let _sources = sh.push_dir("pkg-template/testing");
    cmd!(sh, "node {tsc} -p .").quiet().run()?;
    // Its paths are for types only.
    let raw = "--tsconfig-raw={}";
    for (format, file) in [("esm", "testing.js"), ("cjs", "testing.cjs")] {
        let out = pkg.join(file);
        cmd!(sh, "node {esbuild} index.ts --bundle --minify --target=es2022 --platform=neutral --format={format} {raw} --external:carecycle-custom-fields --outfile={out} --log-level=warning")
            .quiet()
            .run()?;
    }
    let (rollup, types) = (tool("rollup/dist/bin/rollup"), pkg.join("testing.d.ts"));
    let plugin = tool("rollup-plugin-dts/dist/rollup-plugin-dts.mjs");
    // `Symbol.dispose`, whatever `lib` its users set.
    let banner = "/// <reference lib=\"esnext.disposable\" />";
    cmd!(sh, "node {rollup} index.ts -p {plugin} --external carecycle-custom-fields --banner {banner} -o {types} --silent").quiet().run()?;
    Ok(sh.copy_file(&types, pkg.join("testing.d.cts"))?)
}

/// Bundles the command with its libraries and their licences. It imports the client from the file
/// beside it, with the package's types.
fn command(sh: &Shell, pkg: &Path) -> Result<()> {
    step("bundling the command");
    let (tsc, esbuild) = (tool("typescript/bin/tsc"), tool("esbuild/bin/esbuild"));
    cmd!(sh, "node {tsc} -p pkg-template/cli").quiet().run()?;
    let footer = licence(sh)?;
    let out = pkg.join("cli.js");
    // Its paths are for types only.
    let raw = "--tsconfig-raw={}";
    let _libraries = sh.push_env("NODE_PATH", tool(""));
    cmd!(sh, "node {esbuild} pkg-template/cli/main.ts --bundle --minify --line-limit=500 --target=es2022 --platform=node --format=esm {raw} --alias:carecycle-custom-fields/testing=./testing.js --alias:carecycle-custom-fields=./index.js --external:./index.js --external:./testing.js {footer} --outfile={out} --log-level=warning")
        .quiet()
        .run()?;
    Ok(())
}

/// Bundles the backend of a page. It imports the client by the package's name, so it uses the
/// runtime's own variant, the same one as its user.
fn server(sh: &Shell, pkg: &Path) -> Result<()> {
    step("bundling the backend of a page");
    let (tsc, esbuild) = (tool("typescript/bin/tsc"), tool("esbuild/bin/esbuild"));
    cmd!(sh, "node {tsc} -p pkg-template/server").quiet().run()?;
    let external = "--external:carecycle-custom-fields";
    let raw = "--tsconfig-raw={}";
    for (format, file) in [("esm", "server.js"), ("cjs", "server.cjs")] {
        let out = pkg.join(file);
        cmd!(sh, "node {esbuild} pkg-template/server/index.ts --bundle --minify --target=es2022 --platform=neutral --format={format} {raw} {external} --outfile={out} --log-level=warning")
            .quiet()
            .run()?;
    }
    let (rollup, types) = (tool("rollup/dist/bin/rollup"), pkg.join("server.d.ts"));
    let plugin = tool("rollup-plugin-dts/dist/rollup-plugin-dts.mjs");
    let external = ["--external", "carecycle-custom-fields"];
    {
        let _sources = sh.push_dir("pkg-template/server");
        cmd!(sh, "node {rollup} index.ts -p {plugin} {external...} -o {types} --silent")
            .quiet()
            .run()?;
    }
    Ok(sh.copy_file(&types, pkg.join("server.d.cts"))?)
}

/// Bundles for the page what the command and the demo page's Import tab share:
/// `target/www/spreadsheet/`.
fn spreadsheet(sh: &Shell) -> Result<()> {
    step("bundling the demo page's reading of spreadsheets");
    let (tsc, esbuild) = (tool("typescript/bin/tsc"), tool("esbuild/bin/esbuild"));
    cmd!(sh, "node {tsc} -p pkg-template/spreadsheet").quiet().run()?;
    let footer = licence(sh)?;
    let out = root().join("target/www/spreadsheet");
    sh.remove_path(&out)?;
    let raw = "--tsconfig-raw={}";
    let _libraries = sh.push_env("NODE_PATH", tool(""));
    cmd!(sh, "node {esbuild} pkg-template/spreadsheet/index.ts --bundle --minify --target=es2022 --platform=browser --format=esm {raw} {footer} --outdir={out} --log-level=warning")
        .quiet()
        .run()?;
    Ok(())
}

/// Makes esbuild append the licence of the bundled library to its output.
fn licence(sh: &Shell) -> Result<String> {
    let licence = sh.read_file(tool("fastest-levenshtein").join("LICENSE.md"))?;
    let footer = format!("--footer:js=/*! fastest-levenshtein\n{licence}*/\n");
    Ok(footer)
}

/// The bytes as a string literal with one character per byte. All of them are escaped, so no
/// server's or bundler's character set can change one; esbuild keeps them so.
fn bytes_module(bytes: &[u8]) -> String {
    let escapes: String = bytes.iter().map(|byte| format!("\\x{byte:02x}")).collect();
    format!("export default \"{escapes}\";\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manifest_has_the_version_of_the_crate_behind_the_name() -> Result<()> {
        let made = manifest(r#"{ "name": "x", "type": "module", "main": "./a.js" }"#)?;
        let expected = format!(
            "{{\n  \"name\": \"x\",\n  \"version\": \"{VERSION}\",\n  \"type\": \"module\",\n  \"main\": \"./a.js\"\n}}\n"
        );
        assert_eq!(made, expected);
        Ok(())
    }

    #[test]
    fn a_second_version_is_refused() {
        let error = manifest(r#"{ "name": "x", "version": "9.9.9" }"#).unwrap_err();
        assert_eq!(error.to_string(), "only Cargo.toml has the version");
    }
}
