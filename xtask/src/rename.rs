//! Renames the imports and exports between the generated glue and the module that begin with an
//! underscore. A user's bundler may mangle such properties (`mangle-props=^_`): it would rename
//! those in the glue, but not those in the module.

use std::collections::BTreeMap;

use anyhow::{Result, ensure};
use serde_json::json;
use walrus::Module;

/// The names as options of esbuild, which renames them in the glue.
pub struct Renamed {
    /// The value of `--mangle-props`.
    pub pattern: String,
    /// The content of the file for `--mangle-cache`.
    pub cache: String,
}

/// Renames a module's imports and exports; the glue still has the old names.
pub fn rename(module: &mut Module) -> Result<Renamed> {
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let imports = module.imports.iter_mut().map(|import| &mut import.name);
    let exports = module.exports.iter_mut().map(|export| &mut export.name);
    let (private, public): (Vec<_>, Vec<_>) =
        imports.chain(exports).partition(|name| name.starts_with('_'));
    for name in private {
        let short = format!("w{}", names.len());
        ensure!(!public.iter().any(|taken| **taken == short), "{short} is an export");
        *name = names.entry(name.clone()).or_insert(short).clone();
    }
    let all: Vec<_> = names.keys().map(String::as_str).collect();
    Ok(Renamed { pattern: format!("^({})$", all.join("|")), cache: json!(names).to_string() })
}
