//! Lets a panic trap at once. With `panic = "abort"` it traps anyway, after it has formatted a message
//! that nobody sees; code and texts for that are a fifth of the module. What `-Z build-std` with
//! `panic=immediate-abort` does, on stable Rust.

use walrus::{FunctionBuilder, FunctionKind, Module};

/// Parts of the names of functions that panic, or that format what a panic says.
const FUNCTIONS: [&str; 7] = [
    "panicking::",
    "fmt::",
    "_fail",
    "handle_error",
    "handle_alloc_error",
    "capacity_overflow",
    "panic_",
];

/// What std and the crates say in a panic. One that changes with their version is only left in, and
/// the size test tells.
const TEXTS: [&[u8]; 17] = [
    b"\x16slice index starts at \xc0\r but ends at \xc0",
    b"\x12range start index \xc0\" out of range for slice of length \xc0",
    b"\x10range end index \xc0\" out of range for slice of length \xc0",
    b"Hcannot access a Thread Local Storage value during or after destruction: \xc0",
    b"\x14insertion index (is \xc0\x17) should be <= len (is \xc0\x01)",
    b"\x11`at` split index (is \xc0\x17) should be <= len (is \xc0\x01)",
    b"Attempted to initialize thread-local while it is being dropped",
    b"dest is out of bounds",
    b"could not retrieve random bytes for uuid",
    b"closure invoked recursively or after being dropped",
    b"Tried to shrink to a larger capacity",
    b"capacity overflow",
    b"AccessError",
    b"RefCell already mutably borrowed",
    b"RefCell already borrowed",
    b"internal error: entered unreachable code",
    b"LazyCell instance has previously been poisoned",
];

/// Cuts functions that panic down to the trap.
pub fn cut(module: &mut Module) {
    let is_panic = |name: &str| FUNCTIONS.iter().any(|part| name.contains(part));
    let panics: Vec<_> = module
        .funcs
        .iter_local()
        .filter(|(id, _)| module.funcs.get(*id).name.as_deref().is_some_and(is_panic))
        .map(|(id, function)| (id, function.ty()))
        .collect();
    for (id, ty) in panics {
        let (params, results) = module.types.params_results(ty);
        let (params, results) = (params.to_vec(), results.to_vec());
        let mut trap = FunctionBuilder::new(&mut module.types, &params, &results);
        trap.func_body().unreachable();
        let args = params.iter().map(|param| module.locals.add(*param)).collect();
        let function = trap.local_func(args);
        module.funcs.get_mut(id).kind = FunctionKind::Local(function);
    }
}

/// Clears what only [`cut`] functions would read: panics' texts and places in the sources, and the
/// digits by which numbers are formatted.
pub fn clear(module: &mut Module) {
    let digits: String = (0..100).map(|number| format!("{number:02}")).collect();
    let ids: Vec<_> = module.data.iter().map(|data| data.id()).collect();
    for id in ids {
        let data = module.data.get_mut(id);
        let walrus::DataKind::Active { offset, .. } = &data.kind else { continue };
        let walrus::ConstExpr::Value(walrus::ir::Value::I32(base)) = offset else { continue };
        clear_places(&mut data.value, *base as u32);
        for text in TEXTS.iter().copied().chain([digits.as_bytes()]) {
            while let Some(at) = find(&data.value, text) {
                data.value[at..at + text.len()].fill(0);
            }
        }
    }
}

/// Paths, and the `Location` of each panic: where its path is, how long, line and column.
fn clear_places(bytes: &mut [u8], base: u32) {
    let mut at = 0;
    while let Some(end) = find(&bytes[at..], b".rs") {
        let end = at + end + 3;
        let is_path = |byte: &u8| byte.is_ascii_alphanumeric() || b"/_-.".contains(byte);
        let start = bytes[at..end].iter().rposition(|byte| !is_path(byte));
        let start = at + start.map_or(0, |before| before + 1);
        bytes[start..end].fill(0);
        at = end;
        // The text before may end in letters too: of the path, the length says where it begins.
        for first in start..end {
            let place = [base + first as u32, (end - first) as u32].map(u32::to_le_bytes).concat();
            while let Some(at) = find(bytes, &place) {
                bytes[at..at + 16].fill(0);
            }
        }
    }
}

fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}
