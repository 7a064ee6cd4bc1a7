//! Builds the npm package: Rust → wasm → glue and types → one minified module per kind → `pkg/`.

use std::fs;
use std::path::Path;

use anyhow::Result;
use wasm_bindgen_cli_support::Bindgen;
use xshell::{Shell, cmd};

use crate::tools::{npm_ci, root, step, tool, wasm_target};

const NAME: &str = "carecycle_custom_fields";

/// Builds the package into `pkg/`.
pub fn build(sh: &Shell) -> Result<()> {
    build_as(sh, &root().join("pkg"), &[])?;
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
    let mut output = Bindgen::new()
        .input_path(root().join(format!("target/wasm32-unknown-unknown/release/{NAME}.wasm")))
        .out_name("core")
        .web(true)?
        .typescript(true)
        .omit_default_module_path(true)
        .generate_output()?;
    cut_panics(output.wasm_mut());
    let renamed = shorten_names(output.wasm_mut());
    clear_paths(output.wasm_mut());
    output.emit(&sources)?;
    make_factory(&sources, &renamed)?;

    step("optimising");
    let (wasm, small) = (sources.join("core_bg.wasm"), work.join("core.wasm"));
    // Inlining makes the module smaller and what brotli makes of it larger.
    let flags = "-tnh --generate-global-effects -Oz -aimfs 5 -fimfs 2 -ocimfs 12 --converge --strip-debug --strip-producers \
                 --strip-target-features";
    let flags = flags.split(' ');
    let wasm_opt = tool("binaryen/bin/wasm-opt");
    cmd!(sh, "node {wasm_opt} {wasm} {flags...} -o {small}").quiet().run()?;
    fs::write(sources.join("bytes.js"), bytes_module(&fs::read(&small)?))?;

    step("bundling");
    for source in sh.read_dir("pkg-template/src")? {
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

/// Lets a panic trap at once. With `panic = "abort"` it traps anyway, after it has formatted a
/// message that nobody sees; the formatting is a fifth of the module. What `-Z build-std` with
/// `panic=immediate-abort` does, on stable Rust.
fn cut_panics(module: &mut walrus::Module) {
    let is_panic = |name: &str| {
        [
            "panicking::",
            "fmt::",
            "_fail",
            "handle_error",
            "handle_alloc_error",
            "capacity_overflow",
            "panic_",
        ]
        .iter()
        .any(|part| name.contains(part))
    };
    let panics: Vec<_> = module
        .funcs
        .iter_local()
        .filter(|(id, _)| module.funcs.get(*id).name.as_deref().is_some_and(is_panic))
        .map(|(id, function)| (id, function.ty()))
        .collect();
    for (id, ty) in panics {
        let (params, results) = module.types.params_results(ty);
        let (params, results) = (params.to_vec(), results.to_vec());
        let mut trap = walrus::FunctionBuilder::new(&mut module.types, &params, &results);
        trap.func_body().unreachable();
        let args = params.iter().map(|param| module.locals.add(*param)).collect();
        let function = trap.local_func(args);
        module.funcs.get_mut(id).kind = walrus::FunctionKind::Local(function);
    }
}

/// Gives what glue and module call each other by short names; the long ones end in a hash, which no
/// compression makes smaller.
fn shorten_names(module: &mut walrus::Module) -> Vec<(String, String)> {
    let mut renamed = Vec::new();
    let mut short = |name: &mut String| {
        if name.starts_with("__wb") || name.starts_with("wasm_bindgen__") {
            let new = format!("_{}", renamed.len());
            renamed.push((std::mem::replace(name, new.clone()), new));
        }
    };
    module.imports.iter_mut().for_each(|import| short(&mut import.name));
    module.exports.iter_mut().for_each(|export| short(&mut export.name));
    // A name may be the beginning of another.
    renamed.sort_by_key(|(long, _)| std::cmp::Reverse(long.len()));
    renamed
}

/// Turns the glue, which knows one instance for ever, into a function that makes an instance with glue
/// of its own, so that a new one can take the place of one that trapped. What starts the core's tasks
/// is a parameter, so that a trap in one can be caught.
fn make_factory(sources: &Path, names: &[(String, String)]) -> Result<()> {
    let glue = fs::read_to_string(sources.join("core.js"))?;
    let loaders = "async function __wbg_load(";
    let (mut glue, exports) = match glue.split_once(loaders) {
        Some((glue, _)) => (glue.replace("export function", "function"), exports(glue)),
        None => anyhow::bail!("the glue has no {loaders}"),
    };
    for (long, short) in names {
        glue = glue.replace(long, short);
    }
    let factory = format!(
        "export default function (module, queueMicrotask) {{\n{glue}\n\
         __wbg_finalize_init(new WebAssembly.Instance(module, __wbg_get_imports()), module);\n\
         return {{ {} }};\n}}\n",
        exports.join(", ")
    );
    fs::write(sources.join("glue.js"), factory)?;
    // The bundle takes only types of it.
    Ok(fs::remove_file(sources.join("core.js"))?)
}

fn exports(glue: &str) -> Vec<&str> {
    let after = glue.split("export function ").skip(1);
    after.filter_map(|rest| rest.split('(').next()).collect()
}

/// Panics' places in the sources are told to nobody: see [`cut_panics`].
fn clear_paths(module: &mut walrus::Module) {
    let ids: Vec<_> = module.data.iter().map(|data| data.id()).collect();
    for id in ids {
        let bytes = &mut module.data.get_mut(id).value;
        let mut at = 0;
        while let Some(end) = bytes[at..].windows(3).position(|three| three == b".rs") {
            let end = at + end + 3;
            let is_path = |byte: &u8| byte.is_ascii_alphanumeric() || b"/_-.".contains(byte);
            let start = bytes[at..end].iter().rposition(|byte| !is_path(byte));
            let start = at + start.map_or(0, |before| before + 1);
            bytes[start..end].fill(0);
            at = end;
        }
    }
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
    // Cloudflare Workers compile nothing at run time: there the module is a file beside.
    sh.copy_file(sources.join("module.workerd.ts"), sources.join("module.ts"))?;
    sh.copy_file(wasm, pkg.join("core.wasm"))?;
    let out = pkg.join("index.workerd.js");
    cmd!(sh, "node {esbuild} {entry} --bundle --minify --target=es2022 --platform=neutral --format=esm --external:./core.wasm --outfile={out} --log-level=warning")
        .quiet()
        .run()?;
    let (rollup, types) = (tool("rollup/dist/bin/rollup"), pkg.join("index.d.ts"));
    let plugin = tool("rollup-plugin-dts/dist/rollup-plugin-dts.mjs");
    cmd!(sh, "node {rollup} {entry} -p {plugin} -o {types} --silent").quiet().run()?;
    Ok(sh.copy_file(&types, pkg.join("index.d.cts"))?)
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
