//! Cuts code that only a panic would run. With `panic = "abort"` a panic traps anyway, after
//! formatting a message that nobody sees. This does what `-Z build-std` with
//! `panic=immediate-abort` does, on stable Rust. ARCHITECTURE says how much it saves.
//!
//! It cannot change what the core does: a function is cut only if it is not ours and never returns,
//! or if only cut functions call it. The build fails if a formatting function has another caller.

use std::collections::{HashMap, HashSet};

use anyhow::{Result, ensure};
use walrus::ir::{
    Br, BrIf, BrTable, Instr, InstrSeqId, Return, ReturnCall, ReturnCallIndirect, Visitor,
    dfs_in_order,
};
use walrus::{FunctionBuilder, FunctionId, FunctionKind, LocalFunction, Module};

/// Our own crate, whose functions may have any name.
const OURS: &str = "carecycle_custom_fields";

/// Parts of the names of standard library functions that panic.
const PANICKING: [&str; 6] =
    ["panicking::", "_fail", "handle_error", "handle_alloc_error", "capacity_overflow", "panic_"];

/// Parts of the names of standard library functions that serve a panic and return: formatting, and the
/// panic's own machinery.
const HELPERS: [&str; 4] = ["core::fmt::", "alloc::fmt::", "]::fmt::", "panicking::"];

/// Replaces functions that panic, and those that format a panic's message, with a trap.
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
    ensure!(
        breaches.is_empty(),
        "the build would cut functions that are in use:\n{}",
        breaches.join("\n")
    );
    for id in panicking.into_iter().chain(helpers) {
        trap(module, id);
    }
    Ok(())
}

/// Whether a function always ends with a trap.
fn never_returns(function: &LocalFunction) -> bool {
    struct Exits {
        entry: InstrSeqId,
        found: bool,
    }
    impl Visitor<'_> for Exits {
        fn visit_return(&mut self, _: &Return) {
            self.found = true;
        }
        fn visit_return_call(&mut self, _: &ReturnCall) {
            self.found = true;
        }
        fn visit_return_call_indirect(&mut self, _: &ReturnCallIndirect) {
            self.found = true;
        }
        fn visit_br(&mut self, br: &Br) {
            self.found |= br.block == self.entry;
        }
        fn visit_br_if(&mut self, br: &BrIf) {
            self.found |= br.block == self.entry;
        }
        fn visit_br_table(&mut self, br: &BrTable) {
            self.found |= br.default == self.entry || br.blocks.contains(&self.entry);
        }
    }
    let entry = function.entry_block();
    let mut exits = Exits { entry, found: false };
    dfs_in_order(&mut exits, function, entry);
    let last = function.block(entry).instrs.last();
    !exits.found && matches!(last, Some((Instr::Unreachable(_), _)))
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

#[cfg(test)]
mod tests {
    use super::*;

    const PANIC: &str = "core::panicking::panic_fmt::h0123456789abcdef";
    const WRITE: &str = "core::fmt::write::h0123456789abcdef";
    const OWN: &str =
        "carecycle_custom_fields::js::panicking::fmt::provoke_fail::h0123456789abcdef";

    /// How a function ends.
    #[derive(Clone, Copy, PartialEq)]
    enum End {
        Traps,
        Returns,
        /// It traps at its end, but can return before.
        ReturnsEarly,
        /// The same with a branch out of its body.
        BranchesOut,
    }

    /// A module with functions of these names, each of which calls the previous ones that it lists.
    fn module(functions: &[(&str, &[&str], End)]) -> Module {
        let mut module = Module::default();
        let mut ids: HashMap<&str, FunctionId> = HashMap::new();
        for (name, callees, end) in functions {
            let mut function = FunctionBuilder::new(&mut module.types, &[], &[]);
            let mut body = function.func_body();
            body.i32_const(5).drop();
            for callee in *callees {
                body.call(ids[callee]);
            }
            match end {
                End::Returns => {}
                End::Traps => _ = body.unreachable(),
                End::ReturnsEarly => {
                    body.i32_const(1);
                    body.if_else(None, |then| _ = then.return_(), |_| {}).unreachable();
                }
                End::BranchesOut => {
                    let entry = body.id();
                    body.i32_const(1).br_if(entry).unreachable();
                }
            }
            let id = function.finish(Vec::new(), &mut module.funcs);
            module.funcs.get_mut(id).name = Some((*name).into());
            ids.insert(name, id);
        }
        module
    }

    /// The functions that consist only of a trap.
    fn cut_in(mut module: Module) -> Result<Vec<String>> {
        cut(&mut module)?;
        let is_trap = |function: &LocalFunction| {
            let body = &function.block(function.entry_block()).instrs;
            matches!(body.as_slice(), [(Instr::Unreachable(_), _)])
        };
        let cut = module.funcs.iter_local().filter(|(_, function)| is_trap(function));
        let mut names: Vec<_> =
            cut.filter_map(|(id, _)| module.funcs.get(id).name.clone()).collect();
        names.sort();
        Ok(names)
    }

    #[test]
    fn functions_of_other_crates_that_panic_are_cut() -> Result<()> {
        for name in [
            PANIC,
            "core::option::unwrap_failed::h0123456789abcdef",
            "core::slice::index::slice_index_fail::h0123456789abcdef",
            "alloc::raw_vec::handle_error::h0123456789abcdef",
            "alloc::raw_vec::capacity_overflow::h0123456789abcdef",
            "core[c5930c85a12de822]::panicking::panic_fmt",
        ] {
            let caller = ("carecycle_custom_fields::js::calls::start", &[name][..], End::Returns);
            assert_eq!(cut_in(module(&[(name, &[], End::Traps), caller]))?, [name]);
        }
        Ok(())
    }

    #[test]
    fn a_function_of_ours_is_not_cut_whatever_its_name_and_end() -> Result<()> {
        for end in [End::Traps, End::Returns, End::ReturnsEarly] {
            for name in [OWN, "<carecycle_custom_fields::js::Fail as core::fmt::Debug>::fmt"] {
                let caller =
                    ("carecycle_custom_fields::js::calls::start", &[name][..], End::Returns);
                assert_eq!(cut_in(module(&[(name, &[], end), caller]))?, [""; 0]);
            }
        }
        Ok(())
    }

    #[test]
    fn a_function_that_can_return_is_not_cut_as_one_that_panics() -> Result<()> {
        let name = "dlmalloc::check_or_fail::h0123456789abcdef_fail";
        for end in [End::Returns, End::ReturnsEarly, End::BranchesOut] {
            let caller = ("carecycle_custom_fields::js::calls::start", &[name][..], End::Returns);
            assert_eq!(cut_in(module(&[(name, &[], end), caller]))?, [""; 0]);
        }
        Ok(())
    }

    #[test]
    fn what_formats_is_cut_if_only_cut_functions_call_it() -> Result<()> {
        let shim = "<&str as core[c5930c85a12de822]::fmt::Display>::fmt";
        let functions: &[(&str, &[&str], End)] = &[
            (WRITE, &[], End::Returns),
            (shim, &[WRITE], End::Returns),
            (PANIC, &[shim], End::Traps),
            ("carecycle_custom_fields::js::calls::start", &[PANIC], End::Returns),
        ];
        assert_eq!(cut_in(module(functions))?, [shim, WRITE, PANIC]);
        Ok(())
    }

    #[test]
    fn the_build_fails_if_what_formats_is_in_use_and_names_both() {
        for caller in ["carecycle_custom_fields::js::calls::start", "itoa::Buffer::format", OWN] {
            let functions: &[(&str, &[&str], End)] = &[
                (WRITE, &[], End::Returns),
                (PANIC, &[WRITE], End::Traps),
                (caller, &[WRITE], End::Returns),
            ];
            let error = cut_in(module(functions)).unwrap_err().to_string();
            assert!(error.contains(&format!("{caller} calls {WRITE}")), "{error}");
            assert!(!error.contains(&format!("{PANIC} calls")), "{error}");
        }
    }

    #[test]
    fn a_panicking_function_that_returns_counts_as_in_use() {
        let functions: &[(&str, &[&str], End)] = &[
            (PANIC, &[], End::ReturnsEarly),
            ("carecycle_custom_fields::js::calls::start", &[PANIC], End::Returns),
        ];
        let error = cut_in(module(functions)).unwrap_err().to_string();
        assert!(error.contains(&format!("start calls {PANIC}")), "{error}");
    }
}
