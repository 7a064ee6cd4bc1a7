//! Builds the npm package: Rust → wasm → glue and types → one minified module per kind → `pkg/`.

use std::fs;
use std::path::Path;

use anyhow::Result;
use wasm_bindgen_cli_support::Bindgen;
use xshell::{Shell, cmd};

use crate::glue;
use crate::panics;
use crate::tools::{npm_ci, root, step, tool, wasm_target};

const NAME: &str = "carecycle_custom_fields";

/// Builds the package into `pkg/`.
pub fn build(sh: &Shell) -> Result<()> {
    let pkg = root().join("pkg");
    build_as(sh, &pkg, &[])?;
    command(sh, &pkg)?;
    spreadsheet(sh)?;
    step("the package is in pkg/");
    Ok(())
}

/// Builds a package that traps where a test asks for it, into `target/trap/`.
pub fn build_trap(sh: &Shell) -> Result<()> {
    step("a test build that traps on purpose");
    build_as(sh, &root().join("target/trap"), &["--features", "provoke-trap"])
}

fn build_as(sh: &Shell, pkg: &Path, features: &[&str]) -> Result<()> {
    wasm_target(sh)?;
    npm_ci(sh, "xtask")?;
    step("compiling the core to WebAssembly");
    compile(sh, features)?;

    let work = root().join("target/package");
    let sources = work.join("src");
    sh.remove_path(&work)?;
    sh.create_dir(&sources)?;
    step("generating the glue and the type definitions");
    let generate = || {
        Bindgen::new()
            .input_path(root().join(format!("target/wasm32-unknown-unknown/release/{NAME}.wasm")))
            .out_name("core")
            .web(true)?
            .typescript(true)
            .omit_default_module_path(true)
            .generate_output()
    };
    // What is emitted lacks what a second time would need.
    generate()?.emit(&sources)?;
    let js = sh.read_file(sources.join("core.js"))?;
    let mut output = generate()?;
    panics::cut(output.wasm_mut());
    panics::clear(output.wasm_mut());
    let glue = glue::factory(&js, output.wasm_mut())?;
    output.emit(&sources)?;
    fs::write(sources.join("glue.js"), glue)?;
    // The bundle takes only types of it.
    sh.remove_path(sources.join("core.js"))?;

    step("optimising");
    let (wasm, small) = (sources.join("core_bg.wasm"), work.join("core.wasm"));
    // Inlining makes the module smaller and what brotli makes of it larger. Traps are kept, which 150
    // bytes less would take as what never happens: an index out of bounds would then read what is there.
    let flags = "--generate-global-effects --flatten --rereloop -Oz -Oz -aimfs 5 -fimfs 2 -ocimfs 12 --converge \
                 --strip-debug --strip-producers --strip-target-features";
    let flags = flags.split(' ');
    let wasm_opt = tool("binaryen/bin/wasm-opt");
    cmd!(sh, "node {wasm_opt} {wasm} {flags...} -o {small}").quiet().run()?;
    fs::write(sources.join("bytes.js"), bytes_module(&fs::read(&small)?))?;

    step("bundling");
    for source in sh.read_dir("pkg-template/src")?.into_iter().filter(|path| path.is_file()) {
        sh.copy_file(source, &sources)?;
    }
    sh.copy_file("pkg-template/tsconfig.json", &work)?;
    let tsc = tool("typescript/bin/tsc");
    cmd!(sh, "node {tsc} -p {work}").quiet().run()?;
    bundle(sh, &sources, &small, pkg)?;
    for file in ["pkg-template/package.json", "README.md", "LICENSE"] {
        sh.copy_file(file, pkg)?;
    }
    Ok(())
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

fn bundle(sh: &Shell, sources: &Path, wasm: &Path, pkg: &Path) -> Result<()> {
    sh.remove_path(pkg)?;
    sh.create_dir(pkg)?;
    let (esbuild, entry) = (tool("esbuild/bin/esbuild"), sources.join("index.ts"));
    for (format, file) in [("esm", "index.js"), ("cjs", "index.cjs")] {
        let out = pkg.join(file);
        cmd!(sh, "node {esbuild} {entry} --bundle --minify --target=es2022 --platform=neutral --format={format} --outfile={out} --log-level=warning")
            .quiet()
            .run()?;
    }
    // Some servers on the edge compile nothing at run time: there the module is a file beside.
    sh.copy_file(wasm, pkg.join("core.wasm"))?;
    for edge in ["workerd", "edge"] {
        sh.copy_file(sources.join(format!("module.{edge}.ts")), sources.join("module.ts"))?;
        let out = pkg.join(format!("index.{edge}.js"));
        cmd!(sh, "node {esbuild} {entry} --bundle --minify --target=es2022 --platform=neutral --format=esm --external:./core.wasm --external:./core.wasm?module --outfile={out} --log-level=warning")
            .quiet()
            .run()?;
    }
    let (rollup, types) = (tool("rollup/dist/bin/rollup"), pkg.join("index.d.ts"));
    let plugin = tool("rollup-plugin-dts/dist/rollup-plugin-dts.mjs");
    cmd!(sh, "node {rollup} {entry} -p {plugin} -o {types} --silent").quiet().run()?;
    Ok(sh.copy_file(&types, pkg.join("index.d.cts"))?)
}

/// Bundles the command with its libraries, whose licences go along. It takes the client from beside it,
/// by the package's types.
fn command(sh: &Shell, pkg: &Path) -> Result<()> {
    step("bundling the command");
    let (tsc, esbuild) = (tool("typescript/bin/tsc"), tool("esbuild/bin/esbuild"));
    cmd!(sh, "node {tsc} -p pkg-template/cli").quiet().run()?;
    let footer = licences(sh)?;
    let out = pkg.join("cli.js");
    // Its paths are those of types.
    let raw = "--tsconfig-raw={}";
    let _libraries = sh.push_env("NODE_PATH", tool(""));
    cmd!(sh, "node {esbuild} pkg-template/cli/main.ts --bundle --minify --target=es2022 --platform=node --format=esm {raw} --alias:carecycle-custom-fields=./index.js --external:./index.js {footer} --outfile={out} --log-level=warning")
        .quiet()
        .run()?;
    Ok(())
}

/// Bundles what the command and the demo page's Import tab share, for the page: `target/www/spreadsheet/`.
/// The CSV library is a file of its own, which the page loads when a file is chosen.
fn spreadsheet(sh: &Shell) -> Result<()> {
    step("bundling the demo page's reading of spreadsheets");
    let (tsc, esbuild) = (tool("typescript/bin/tsc"), tool("esbuild/bin/esbuild"));
    cmd!(sh, "node {tsc} -p pkg-template/spreadsheet").quiet().run()?;
    let footer = licences(sh)?;
    let out = root().join("target/www/spreadsheet");
    sh.remove_path(&out)?;
    let raw = "--tsconfig-raw={}";
    let _libraries = sh.push_env("NODE_PATH", tool(""));
    cmd!(sh, "node {esbuild} pkg-template/spreadsheet/index.ts --bundle --splitting --minify --target=es2022 --platform=browser --format=esm {raw} --alias:csv-parse=csv-parse/browser/esm {footer} --outdir={out} --log-level=warning")
        .quiet()
        .run()?;
    Ok(())
}

/// Has esbuild put the licences of the bundled libraries behind what it writes.
fn licences(sh: &Shell) -> Result<String> {
    let mut footer = String::from("--footer:js=");
    for (library, file) in [("csv-parse", "LICENSE"), ("fastest-levenshtein", "LICENSE.md")] {
        let licence = sh.read_file(tool(library).join(file))?;
        footer.push_str(&format!("/*! {library}\n{licence}*/\n"));
    }
    Ok(footer)
}

/// The bytes as a string literal of printable ASCII without quotes and backslashes, so that no
/// server's, bundler's or minifier's idea of the character set can change it, and none escapes it.
/// Bytes below 90, which most of a module's are, are one digit of 92; the others are two. After
/// compression that is 0.5 KB smaller than one escaped code unit a byte, and 5 KB than base64.
fn bytes_module(bytes: &[u8]) -> String {
    let digit = |value: u8| match value + b'#' {
        b'\\' => '!',
        code => code as char,
    };
    let mut module = String::from("export default \"");
    for byte in bytes {
        match byte.checked_sub(90) {
            None => module.push(digit(*byte)),
            Some(rest) => module.extend([digit(90 + rest / 92), digit(rest % 92)]),
        }
    }
    module.push_str("\";\n");
    module
}
