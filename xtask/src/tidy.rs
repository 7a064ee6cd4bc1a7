//! The repository's rules that a program can check.

mod layers;
mod paths;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use syn::{Item, Visibility};
use xshell::{Shell, cmd};

use crate::tools::{npm_ci, step, tool};

/// Longer files hold more than one idea.
const MAX_LINES: usize = 400;

/// Checks the rules, and lists every breach.
pub fn tidy(sh: &Shell) -> Result<()> {
    npm_ci(sh, "xtask")?;
    step("the repository's own rules");
    let root = sh.current_dir();
    let listed = cmd!(sh, "git ls-files --cached --others --exclude-standard").quiet().read()?;
    let files: Vec<&str> = listed.lines().filter(|file| root.join(file).is_file()).collect();
    let mut breaches = Vec::new();
    for file in &files {
        let Ok(text) = fs::read_to_string(root.join(file)) else { continue };
        breaches.extend(breaches_in(file, &text)?);
    }
    breaches.extend(undescribed_folders(&root, &files));
    breaches.extend(undeclared_modules(&root, &files));
    let imports = check_imports(sh);
    if !breaches.is_empty() {
        bail!("not tidy:\n{}", breaches.join("\n"));
    }
    imports
}

fn breaches_in(file: &str, text: &str) -> Result<Vec<String>> {
    let mut breaches = Vec::new();
    let is_code = [".rs", ".ts", ".mjs", ".js", ".css"].iter().any(|end| file.ends_with(end));
    if is_code && text.lines().count() > MAX_LINES && !file.contains("snapshot") {
        breaches.push(format!("{file}: more than {MAX_LINES} lines"));
    }
    if file.ends_with(".rs") && (file.starts_with("src/") || file.starts_with("tests/")) {
        let source = syn::parse_file(text).with_context(|| file.to_owned())?;
        breaches.extend(layers::breaches(file, &source));
        let is_index = file.ends_with("/mod.rs") && file.starts_with("src/");
        if is_index && !file.starts_with("src/js/") && !source.items.iter().all(is_index_item) {
            breaches.push(format!("{file}: a mod.rs holds docs and re-exports only"));
        }
    }
    Ok(breaches)
}

fn is_index_item(item: &Item) -> bool {
    match item {
        Item::Mod(module) => module.content.is_none(),
        Item::Use(item) => matches!(item.vis, Visibility::Public(_)),
        _ => false,
    }
}

/// Each folder of the package has a README.md that begins with a sentence about the folder's
/// purpose.
fn undescribed_folders(root: &Path, files: &[&str]) -> Vec<String> {
    let folders: BTreeSet<&str> = files
        .iter()
        .filter(|file| file.starts_with("pkg-template/"))
        .filter_map(|file| file.rsplit_once('/'))
        .map(|(folder, _)| folder)
        .collect();
    let is_described = |folder: &&str| {
        let text = fs::read_to_string(root.join(folder).join("README.md")).unwrap_or_default();
        let first = text.lines().next().unwrap_or_default();
        first.ends_with('.') && first.split(' ').count() >= 4
    };
    let undescribed = folders.into_iter().filter(|folder| !is_described(folder));
    undescribed
        .map(|folder| {
            format!(
                "{folder}/README.md: its first line must be a sentence about the folder's purpose"
            )
        })
        .collect()
}

/// Files of the crate that no `mod.rs` declares: neither the compiler nor lints see them.
fn undeclared_modules(root: &Path, files: &[&str]) -> Vec<String> {
    let is_undeclared = |file: &&&str| {
        let path = file.strip_prefix("src/").and_then(|path| path.strip_suffix(".rs"));
        let Some((folder, name)) = path.and_then(|path| path.rsplit_once('/')) else {
            return false;
        };
        let index = root.join("src").join(folder).join("mod.rs");
        let index = fs::read_to_string(index).unwrap_or_default();
        name != "mod" && !index.contains(&format!("mod {name};"))
    };
    files
        .iter()
        .filter(is_undeclared)
        .map(|file| format!("{file}: no mod.rs declares it"))
        .collect()
}

/// Checks the imports of JavaScript and TypeScript modules with
/// `xtask/dependency-cruiser.config.mjs`.
fn check_imports(sh: &Shell) -> Result<()> {
    let depcruise = tool("dependency-cruiser/bin/dependency-cruise.mjs");
    let config = tool("../dependency-cruiser.config.mjs");
    Ok(cmd!(sh, "node {depcruise} --config {config} pkg-template tests www").quiet().run()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks a package with these files, in its own folder.
    fn check(name: &str, files: &[(&str, &str)]) -> Result<()> {
        let sh = Shell::new()?;
        let folder = std::env::temp_dir().join(format!("tidy-{name}-{}", std::process::id()));
        for (file, text) in files {
            sh.write_file(folder.join(file), text)?;
        }
        sh.create_dir(folder.join("tests"))?;
        sh.create_dir(folder.join("www"))?;
        sh.change_dir(&folder);
        let result = check_imports(&sh);
        sh.remove_path(&folder)?;
        result
    }

    const GENERATED: (&str, &str) = ("pkg-template/generated.ts", "export const limit = 1;");
    const CORE: (&str, &str) = (
        "pkg-template/core/load.ts",
        "import { limit } from '../generated.js'; export const load = limit;",
    );
    const CLIENT: (&str, &str) = (
        "pkg-template/client/client.ts",
        "import { load } from '../core/load.js'; export const client = load;",
    );
    const INDEX: (&str, &str) =
        ("pkg-template/index.ts", "export { client } from './client/client.js';");

    #[test]
    fn imports_that_point_inwards_are_tidy() {
        let cli = (
            "pkg-template/cli/main.ts",
            "import { client } from 'carecycle-custom-fields';
             import { limit } from '../generated.js';
             export const run = [client, limit];",
        );
        check("inwards", &[GENERATED, CORE, CLIENT, INDEX, cli]).unwrap();
    }

    #[test]
    fn client_and_core_import_none_of_their_users() {
        let cli = ("pkg-template/cli/run.ts", "export type Run = 1;");
        for (index, folder) in ["core", "client"].iter().enumerate() {
            let from = format!("pkg-template/{folder}/uses.ts");
            let uses = (
                from.as_str(),
                "import type { Run } from '../cli/run.js'; export type Uses = Run;",
            );
            assert!(check(&format!("users-{index}"), &[cli, uses]).is_err(), "{folder}");
        }
    }

    #[test]
    fn cli_imports_the_client_through_the_package_only() {
        for (index, path) in
            ["../client/client.js", "../core/load.js", "../index.js"].iter().enumerate()
        {
            let text = format!("import * as it from '{path}'; export const run = it;");
            let cli = ("pkg-template/cli/main.ts", text.as_str());
            let files = [GENERATED, CORE, CLIENT, INDEX, cli];
            assert!(check(&format!("public-{index}"), &files).is_err(), "{path}");
        }
    }

    #[test]
    fn imports_of_types_make_cycles_too() {
        let one = (
            "pkg-template/client/one.ts",
            "import type { Two } from './two.js'; export type One = Two;",
        );
        let two = (
            "pkg-template/client/two.ts",
            "import { type One } from './one.js'; export type Two = One;",
        );
        assert!(check("cycle", &[one, two]).is_err());
    }

    #[test]
    fn generated_imports_nothing() {
        let generated = (
            "pkg-template/generated.ts",
            "import { load } from './core/other.js'; export const x = load;",
        );
        let other = ("pkg-template/core/other.ts", "export const load = 1;");
        assert!(check("generated", &[generated, other]).is_err());
    }

    #[test]
    fn a_file_of_the_crate_is_declared() {
        let root = crate::tools::root();
        let files =
            ["src/lib.rs", "src/policy/mod.rs", "src/policy/retry.rs", "src/policy/lost.rs"];
        assert_eq!(
            undeclared_modules(&root, &files),
            ["src/policy/lost.rs: no mod.rs declares it"]
        );
    }

    #[test]
    fn a_mod_rs_declares_and_re_exports() -> Result<()> {
        let file = "src/policy/mod.rs";
        assert!(
            breaches_in(file, "//! Docs.\nmod retry;\npub use retry::{\n    Limit,\n};\n")?
                .is_empty()
        );
        for text in ["fn one() {}", "use crate::contract::Field;", "mod inline { pub fn one() {} }"]
        {
            assert_eq!(breaches_in(file, text)?.len(), 1, "{text}");
        }
        Ok(())
    }
}
