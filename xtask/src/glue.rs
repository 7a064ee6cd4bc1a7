//! What stands between the package's JavaScript and the module: wasm-bindgen's glue, made smaller.

use anyhow::{Context, Result};
use walrus::Module;

/// In place of the glue's own, which serves any text: the core is given only ASCII, in which
/// `pkg-template/src/read.ts` writes all it finds. What is not would be changed, but stay text.
const PASS_STRING: &str = "function passStringToWasm0(text, malloc) {
    const pointer = malloc(WASM_VECTOR_LEN = text.length, 1) >>> 0;
    const memory = getUint8ArrayMemory0();
    for (let at = 0; at < text.length; at++) memory[pointer + at] = text.charCodeAt(at) & 127;
    return pointer;
}
";

/// In place of one with a decoder, which not every place has: what the core gives is ASCII too.
const GET_STRING: &str = "function getStringFromWasm0(pointer, length) {
    let text = '';
    for (const byte of getArrayU8FromWasm0(pointer, length)) text += String.fromCharCode(byte);
    return text;
}
";

/// Turns the glue, which knows one instance for ever, into a function that makes an instance with glue
/// of its own, so that a new one can take the place of one that trapped. What the core asks for is a
/// parameter.
pub fn factory(js: &str, module: &mut Module) -> Result<String> {
    let exports: Vec<_> =
        js.split("export function ").skip(1).filter_map(|rest| rest.split('(').next()).collect();
    let glue = js.replace("export function ", "function ");
    let glue = replaced(&glue, "function passStringToWasm0(", "\n}\n", PASS_STRING)?;
    let glue = replaced(&glue, "function getStringFromWasm0(", "\n}\n", GET_STRING)?;
    let glue = glue.replace(", wasm.__wbindgen_realloc)", ")");
    // Nobody looks for a key of these but the engine.
    let glue = glue.replace("__proto__: null,", "");
    let glue = replaced(&glue, "let cachedTextDecoder", "const cachedTextEncoder", "")?;
    let glue = replaced(&glue, " = new TextEncoder();", "\n}\n", "")?;
    let (glue, _) =
        glue.split_once("let wasmModule,").context("the glue makes its instance otherwise")?;
    let mut glue = format!(
        "export default function (module, perform) {{\n{}\n\
         const wasm = new WebAssembly.Instance(module, __wbg_get_imports()).exports;\n\
         wasm.__wbindgen_start();\n\
         return {{ {} }};\n}}\n",
        without_coercions(glue),
        exports.join(", ")
    );
    drop_unused(module, &glue);
    for (long, short) in shorten_names(module) {
        glue = glue.replace(&long, &short);
    }
    Ok(glue)
}

/// `text` with `by` in place of what is from `from` up to and with `to`.
fn replaced(text: &str, from: &str, to: &str, by: &str) -> Result<String> {
    let (before, rest) =
        text.split_once(from).with_context(|| format!("the glue has no {from}"))?;
    let (_, after) = rest.split_once(to).with_context(|| format!("{from} has no {to}"))?;
    Ok(format!("{before}{by}{after}"))
}

/// The package passes numbers and booleans, which WebAssembly takes as they are.
fn without_coercions(glue: &str) -> String {
    let functions = glue.split_inclusive("\n}\n").map(|function| {
        let mut short = function.to_owned();
        for line in function.lines() {
            let Some((name, value)) = line
                .strip_prefix("    const ")
                .and_then(|line| line.strip_suffix(';'))
                .and_then(|line| line.split_once(" = +"))
            else {
                continue;
            };
            short = short.replace(&format!("{line}\n"), "");
            for end in [",", ")"] {
                short = short.replace(&format!("{name}{end}"), &format!("{value}{end}"));
            }
        }
        short
    });
    functions.collect()
}

/// Exports that the glue does not use keep code alive.
fn drop_unused(module: &mut Module, glue: &str) {
    let unused: Vec<_> = module
        .exports
        .iter()
        .filter(|export| !glue.contains(&format!("wasm.{}", export.name)))
        .map(walrus::Export::id)
        .collect();
    for id in unused {
        module.exports.delete(id);
    }
}

/// Gives what glue and module call each other by short names; the long ones end in a hash, which no
/// compression makes smaller.
fn shorten_names(module: &mut Module) -> Vec<(String, String)> {
    let mut renamed = Vec::new();
    let mut short = |name: &mut String| {
        let new = match renamed.iter().find(|(long, _)| long == name) {
            Some((_, new)) => Clone::clone(new),
            None => format!("_{}", renamed.len()),
        };
        renamed.push((std::mem::replace(name, new.clone()), new));
    };
    for import in module.imports.iter_mut() {
        short(&mut import.name);
        short(&mut import.module);
    }
    let generated = |name: &str| name.starts_with("__");
    module
        .exports
        .iter_mut()
        .filter(|export| generated(&export.name))
        .for_each(|export| short(&mut export.name));
    // A name may be the beginning of another.
    renamed.sort_by_key(|(long, _)| std::cmp::Reverse(long.len()));
    renamed
}
