//! The layers of the core: which layers and crates a file may name.

use std::collections::BTreeSet;

use syn::File;

use super::paths::{self, Named};

/// The folders of `src`, and the layers that each may name besides itself.
const LAYERS: [(&str, &[&str]); 6] = [
    ("text", &[]),
    ("contract", &["text"]),
    ("validation", &["text", "contract"]),
    ("policy", &["contract"]),
    ("client", &["text", "contract", "validation", "policy"]),
    ("js", &["contract", "validation", "policy", "client"]),
];

/// What only the boundary, `src/js`, may name. Deriving `Tsify` does not count.
const BINDINGS: [&str; 6] =
    ["gloo_net", "js_sys", "serde_wasm_bindgen", "wasm_bindgen", "wasm_bindgen_futures", "web_sys"];

const CRATE: &str = "carecycle_custom_fields";

/// Everything in a file that its layer must not know.
pub fn breaches(file: &str, source: &File) -> BTreeSet<String> {
    let breach = |what: String| BTreeSet::from([format!("{file}: {what}")]);
    if file.starts_with("tests/native") {
        let knows = ["contract", "validation", "policy", "client"];
        return unknown_to(file, source, &["tests"], &knows);
    }
    let Some(module) = module_of(file) else { return BTreeSet::new() };
    let Some(layer) = module.first() else { return BTreeSet::new() };
    match LAYERS.iter().find(|(name, _)| name == layer) {
        Some((_, knows)) => unknown_to(file, source, &module, knows),
        None => {
            breach(format!("{layer} has no place among the layers in xtask/src/tidy/layers.rs"))
        }
    }
}

/// The module of a file of `src`, without the crate; empty for the crate's root.
fn module_of(file: &str) -> Option<Vec<&str>> {
    let path = file.strip_prefix("src/")?.strip_suffix(".rs")?;
    let path = path.strip_suffix("/mod").unwrap_or(path);
    Some(if path == "lib" { Vec::new() } else { path.split('/').collect() })
}

fn unknown_to(file: &str, source: &File, module: &[&str], knows: &[&str]) -> BTreeSet<String> {
    let Some(layer) = module.first() else { return BTreeSet::new() };
    let is_known = |name: &str| name == *layer || knows.contains(&name);
    let mut breaches = BTreeSet::new();
    for named in paths::named(source) {
        let path = named.segments.join("::");
        let is_breach = match resolved(module, &named) {
            Place::Binding => *layer != "js",
            // `crate` alone is a visibility.
            Place::Here(inside) => inside.is_some_and(|name| {
                name == "*" || (LAYERS.iter().any(|(known, _)| *known == name) && !is_known(&name))
            }),
            Place::Elsewhere => false,
        };
        if is_breach {
            breaches.insert(format!("{file}: {layer} must not know {path}"));
        }
    }
    breaches
}

enum Place {
    /// In this crate: the first segment after its root.
    Here(Option<String>),
    Binding,
    Elsewhere,
}

fn resolved(module: &[&str], Named { segments, depth }: &Named) -> Place {
    let first = segments.first().map(String::as_str).unwrap_or_default();
    if first == "crate" || first == CRATE {
        return Place::Here(segments.get(1).cloned());
    }
    if BINDINGS.contains(&first) {
        return Place::Binding;
    }
    let relative = segments.iter().take_while(|name| ["self", "super"].contains(&name.as_str()));
    let relative = relative.count();
    if relative == 0 {
        return Place::Elsewhere;
    }
    let up = segments.iter().filter(|name| *name == "super").count();
    // In inline modules, the first `super`s only lead out of these.
    match (module.len() + depth).checked_sub(up) {
        None | Some(0) => Place::Here(segments.get(relative).cloned()),
        Some(_) => Place::Elsewhere,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(file: &str, text: &str) -> Vec<String> {
        let prefix = format!("{file}: ");
        let all = breaches(file, &syn::parse_file(text).unwrap());
        all.iter().map(|breach| breach.replace(&prefix, "")).collect()
    }

    #[test]
    fn a_layer_names_itself_and_those_below() {
        let text = "
            //! Not web_sys, which only `crate::js` knows.
            use crate::{contract::Field, policy::*, validation::{self, Raw}};
            use super::call::Call;
            const TEXT: &str = \"js_sys crate::js\";
            pub(crate) fn one(js: u32) -> super::error::Error { crate::policy::wait(js) }
            mod tests { use super::*; use super::super::super::contract::Field; }";
        assert_eq!(found("src/client/calls.rs", text), [""; 0]);
    }

    #[test]
    fn a_layer_names_none_above() {
        for (text, path) in [
            ("use crate::js::create;", "crate::js::create"),
            ("use crate::{policy::{wait, Limit}, client as c};", "crate::client"),
            ("fn one() { crate::client::run(1) }", "crate::client::run"),
            ("fn one(a: Option<crate::js::A>) {}", "crate::js::A"),
            ("use super::super::client::Call;", "super::super::client::Call"),
            ("mod tests { use super::super::super::js; }", "super::super::super::js"),
            ("fn one() { format!(\"{}\", crate::js::a(1)) }", "crate::js::a"),
            ("use crate::*;", "crate::*"),
        ] {
            assert_eq!(
                found("src/policy/retry.rs", text),
                [format!("policy must not know {path}")]
            );
        }
    }

    #[test]
    fn only_the_boundary_names_javascript() {
        for text in [
            "use js_sys::Object;",
            "#[wasm_bindgen::prelude::wasm_bindgen] fn one() {}",
            "fn one(a: web_sys::Response) {}",
            "extern crate gloo_net;",
            "#[cfg_attr(test, derive(wasm_bindgen::A))] struct One;",
        ] {
            assert_eq!(found("src/validation/uuid.rs", text).len(), 1, "{text}");
            assert_eq!(found("src/js/read.rs", text), [""; 0]);
            assert_eq!(found("tests/native_client.rs", text).len(), 1, "{text}");
        }
        let derived = "use tsify::Tsify; #[derive(Tsify)] #[tsify(optional)] struct One;";
        assert_eq!(found("src/contract/issue.rs", derived), [""; 0]);
    }

    #[test]
    fn native_tests_know_all_but_the_boundary() {
        let text = "use carecycle_custom_fields::{client::Call, policy::Limit};";
        assert_eq!(found("tests/native/world.rs", text), [""; 0]);
        let text = "use carecycle_custom_fields::js::create;";
        assert_eq!(found("tests/native/world.rs", text).len(), 1);
    }

    #[test]
    fn every_folder_is_a_layer() {
        assert_eq!(found("src/other/mod.rs", "").len(), 1);
        assert_eq!(found("src/lib.rs", "pub mod js;"), [""; 0]);
    }
}
