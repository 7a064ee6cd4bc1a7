//! Cuts what only a panic would run. With `panic = "abort"` a panic traps anyway, after formatting a
//! message that nobody sees. This is what `-Z build-std` with `panic=immediate-abort` does, on stable
//! Rust. ARCHITECTURE says what it saves.
//!
//! It cannot change what the core does: a function is cut only if it is not ours and never returns, or
//! if only functions that are cut call it. The build fails if one that formats has another caller.

use std::collections::{HashMap, HashSet};

use anyhow::{Result, ensure};
use walrus::ir::{Instr, Visitor, dfs_in_order};
use walrus::{FunctionBuilder, FunctionId, FunctionKind, LocalFunction, Module};

/// Our own crate, in whose functions any name is allowed.
const OURS: &str = "carecycle_custom_fields";

/// Parts of the names of standard library functions that panic.
const PANICKING: [&str; 6] =
    ["panicking::", "_fail", "handle_error", "handle_alloc_error", "capacity_overflow", "panic_"];

/// Parts of the names of standard library functions that serve a panic and return: formatting, and the
/// panic's own machinery.
const HELPERS: [&str; 4] = ["core::fmt::", "alloc::fmt::", "]::fmt::", "panicking::"];

/// Replaces functions that panic, and those that format what a panic says, by a trap.
pub fn cut(module: &mut Module) -> Result<()> {
    let mut panicking = HashSet::new();
    let mut helpers = HashSet::new();
    for (id, function) in module.funcs.iter_local() {
        let Some(name) = module.funcs.get(id).name.as_deref() else { continue };
        if name.contains(OURS) {
            continue;
        }
        if PANICKING.iter().any(|part| name.contains(part)) && never_returns(function) {
            panicking.insert(id);
        } else if HELPERS.iter().any(|part| name.contains(part)) {
            helpers.insert(id);
        }
    }
    let mut breaches = Vec::new();
    let name_of = |id| module.funcs.get(id).name.as_deref().unwrap_or("a function");
    for (caller, callees) in calls(module) {
        if panicking.contains(&caller) || helpers.contains(&caller) {
            continue;
        }
        for callee in callees.intersection(&helpers) {
            breaches.push(format!("{} calls {}", name_of(caller), name_of(*callee)));
        }
    }
    ensure!(breaches.is_empty(), "the build cuts what is in use:\n{}", breaches.join("\n"));
    for id in panicking.into_iter().chain(helpers) {
        trap(module, id);
    }
    Ok(())
}

/// Whether the last that it does is to trap.
fn never_returns(function: &LocalFunction) -> bool {
    let block = function.block(function.entry_block());
    matches!(block.instrs.last(), Some((Instr::Unreachable(_), _)))
}

/// The functions that each function calls by name.
fn calls(module: &Module) -> HashMap<FunctionId, HashSet<FunctionId>> {
    struct Callees(HashSet<FunctionId>);
    impl Visitor<'_> for Callees {
        fn visit_function_id(&mut self, id: &FunctionId) {
            self.0.insert(*id);
        }
    }
    let callees = |function: &LocalFunction| {
        let mut callees = Callees(HashSet::new());
        dfs_in_order(&mut callees, function, function.entry_block());
        callees.0
    };
    module.funcs.iter_local().map(|(id, function)| (id, callees(function))).collect()
}

fn trap(module: &mut Module, id: FunctionId) {
    let ty = module.funcs.get(id).ty();
    let (params, results) = module.types.params_results(ty);
    let (params, results) = (params.to_vec(), results.to_vec());
    let mut trap = FunctionBuilder::new(&mut module.types, &params, &results);
    trap.func_body().unreachable();
    let args = params.iter().map(|param| module.locals.add(*param)).collect();
    let function = trap.local_func(args);
    module.funcs.get_mut(id).kind = FunctionKind::Local(function);
}
