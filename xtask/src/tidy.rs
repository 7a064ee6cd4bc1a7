//! Rules of this repository that a program can check.

use std::fs;

use anyhow::{Result, bail};
use xshell::{Shell, cmd};

/// Each room, and what it must not name.
const WALLS: [(&str, &[&str]); 5] = [
    (
        "src/contract/",
        &["web_sys", "js_sys", "crate::validation", "crate::policy", "crate::client", "crate::js"],
    ),
    (
        "src/validation/",
        &["web_sys", "js_sys", "wasm_bindgen", "crate::policy", "crate::client", "crate::js"],
    ),
    (
        "src/policy/",
        &["web_sys", "js_sys", "wasm_bindgen", "crate::validation", "crate::client", "crate::js"],
    ),
    ("src/client/", &["web_sys", "js_sys", "wasm_bindgen", "crate::js"]),
    ("tests/native", &["web_sys", "js_sys", "wasm_bindgen"]),
];

/// Longer files hold more than one idea.
const LONGEST: usize = 400;

/// Checks the rules, and names every breach.
pub fn tidy(sh: &Shell) -> Result<()> {
    let mut breaches = Vec::new();
    let files = cmd!(sh, "git ls-files --cached --others --exclude-standard").quiet().read()?;
    for file in files.lines() {
        let Ok(text) = fs::read_to_string(sh.current_dir().join(file)) else { continue };
        for (room, forbidden) in WALLS.iter().filter(|(room, _)| file.starts_with(room)) {
            for name in forbidden.iter().filter(|name| text.contains(**name)) {
                breaches.push(format!("{file}: {room} must not know {name}"));
            }
        }
        let is_code = [".rs", ".ts", ".mjs", ".js", ".css"].iter().any(|end| file.ends_with(end));
        if is_code && text.lines().count() > LONGEST && !file.contains("snapshot") {
            breaches.push(format!("{file}: more than {LONGEST} lines"));
        }
        if file.ends_with("mod.rs") && file.starts_with("src/") && !file.starts_with("src/js/") {
            let only = |line: &str| {
                ["//", "mod ", "pub use ", "    ", "}"].iter().any(|start| line.starts_with(start))
            };
            if !text.lines().all(|line| line.is_empty() || only(line)) {
                breaches.push(format!("{file}: a mod.rs holds docs and re-exports only"));
            }
        }
    }
    if breaches.is_empty() { Ok(()) } else { bail!("not tidy:\n{}", breaches.join("\n")) }
}
