//! Builds the npm package: Rust → wasm → glue and types → one minified module per kind → `pkg/`.

use std::fmt::Write;
use std::fs;

use anyhow::Result;
use wasm_bindgen_cli_support::Bindgen;
use xshell::{Shell, cmd};

use crate::tools::{npm_ci, root, step, tool, wasm_target};

const NAME: &str = "carecycle_custom_fields";

/// Builds the package into `pkg/`.
pub fn build(sh: &Shell) -> Result<()> {
    wasm_target(sh)?;
    npm_ci(sh, "xtask")?;
    step("compiling the core to WebAssembly");
    cmd!(sh, "cargo build --release --lib --target wasm32-unknown-unknown").quiet().run()?;

    let work = root().join("target/package");
    let sources = work.join("src");
    sh.remove_path(&work)?;
    sh.create_dir(&sources)?;
    step("generating the glue and the type definitions");
    Bindgen::new()
        .input_path(root().join(format!("target/wasm32-unknown-unknown/release/{NAME}.wasm")))
        .out_name("core")
        .web(true)?
        .typescript(true)
        .omit_default_module_path(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(&sources)?;

    step("optimising");
    let (wasm, small) = (sources.join("core_bg.wasm"), work.join("core.wasm"));
    let wasm_opt = tool("binaryen/bin/wasm-opt");
    cmd!(sh, "node {wasm_opt} {wasm} -Oz --converge --strip-debug --strip-producers -o {small}")
        .quiet()
        .run()?;
    fs::write(sources.join("bytes.js"), bytes_module(&fs::read(&small)?)?)?;

    step("bundling");
    for source in sh.read_dir("pkg-template/src")? {
        sh.copy_file(source, &sources)?;
    }
    sh.copy_file("pkg-template/tsconfig.json", &work)?;
    let tsc = tool("typescript/bin/tsc");
    cmd!(sh, "node {tsc} -p {work}").quiet().run()?;
    bundle(sh, &sources)?;
    for file in ["pkg-template/package.json", "README.md", "LICENSE"] {
        sh.copy_file(file, "pkg")?;
    }
    step("the package is in pkg/");
    Ok(())
}

fn bundle(sh: &Shell, sources: &std::path::Path) -> Result<()> {
    let pkg = root().join("pkg");
    sh.remove_path(&pkg)?;
    sh.create_dir(&pkg)?;
    let (esbuild, entry) = (tool("esbuild/bin/esbuild"), sources.join("index.ts"));
    for (format, file) in [("esm", "index.js"), ("cjs", "index.cjs")] {
        let out = pkg.join(file);
        cmd!(sh, "node {esbuild} {entry} --bundle --minify --target=es2022 --platform=neutral --format={format} --outfile={out} --log-level=warning")
            .quiet()
            .run()?;
    }
    let (rollup, types) = (tool("rollup/dist/bin/rollup"), pkg.join("index.d.ts"));
    let plugin = tool("rollup-plugin-dts/dist/rollup-plugin-dts.mjs");
    cmd!(sh, "node {rollup} {entry} -p {plugin} -o {types} --silent").quiet().run()?;
    Ok(sh.copy_file(&types, pkg.join("index.d.cts"))?)
}

/// The bytes as a string literal, one code unit a byte and all of it ASCII, so that no server's or
/// bundler's idea of the character set can change it. 5 KB smaller than base64 after compression.
fn bytes_module(bytes: &[u8]) -> Result<String> {
    let mut module = String::from("export default \"");
    for byte in bytes {
        match byte {
            b'"' | b'\\' => write!(module, "\\{}", *byte as char)?,
            0x20..0x7f => module.push(*byte as char),
            _ => write!(module, "\\x{byte:02x}")?,
        }
    }
    module.push_str("\";\n");
    Ok(module)
}
