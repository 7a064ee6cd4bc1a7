//! The pacers of this process, one for each key and server.

use std::cell::RefCell;
use std::rc::Rc;

use crate::client::Pacer;

thread_local! {
    static PACERS: RefCell<Vec<(u32, Rc<Pacer>)>> = const { RefCell::new(Vec::new()) };
}

/// The pacer of a scope. Those with nothing left to remember are forgotten, since a process may see
/// any number of keys.
pub(super) fn of(scope: u32) -> Rc<Pacer> {
    PACERS.with_borrow_mut(|pacers| {
        if let Some((_, pacer)) = pacers.iter().find(|(of, _)| *of == scope) {
            return pacer.clone();
        }
        let now = super::host::now();
        while let Some(idle) = pacers.iter().position(|(_, pacer)| pacer.is_idle(now)) {
            pacers.swap_remove(idle);
        }
        let pacer = Rc::new(Pacer::default());
        pacers.push((scope, pacer.clone()));
        pacer
    })
}
