//! The queue of calls that share a rate limit.

use crate::policy::{Limit, Pace};

/// Lets calls go in the order of their tickets, within the rate limit.
#[derive(Debug, Default)]
pub(super) struct Pacer {
    pace: Pace,
    /// In the order of their tickets.
    waiting: Vec<Waiting>,
    /// Where in it the first is that still waits; those before it are gone.
    first: usize,
    /// Whether the first should ask again.
    changed: bool,
}

#[derive(Clone, Copy, Debug)]
struct Waiting {
    ticket: u64,
    call: u32,
    gone: bool,
}

impl Pacer {
    /// Takes a slot; where there is none, queues and tells whether the call is the first in the queue
    /// and when the first may go.
    pub(super) fn ask(
        &mut self,
        limit: Limit,
        ticket: u64,
        call: u32,
        now: f64,
    ) -> Option<(bool, f64)> {
        let earliest = self.pace.earliest(now, limit);
        let is_first = self.first().is_none_or(|first| ticket <= first.ticket);
        self.changed &= !is_first;
        if is_first && earliest <= now {
            self.pace.sent();
            self.leave(ticket);
            return None;
        }
        let place = self.place(ticket).unwrap_or_else(|place| {
            self.waiting.insert(place, Waiting { ticket, call, gone: false });
            place
        });
        if let Some(call) = self.waiting.get_mut(place) {
            call.gone = false;
        }
        self.first = self.first.min(place);
        Some((is_first, earliest))
    }

    /// The request that had its turn met its answer or its failure; a 429 stops all for `stop_ms`.
    pub(super) fn settled(&mut self, now: f64, limit: Limit, stop_ms: Option<f64>) {
        self.pace.settled(now, limit, stop_ms);
        self.changed = true;
    }

    /// The request that had its turn did not leave.
    pub(super) fn unsent(&mut self) {
        self.pace.unsent();
        self.changed = true;
    }

    /// Those that are gone stay in their places until they are the half: each leaves in constant time.
    pub(super) fn leave(&mut self, ticket: u64) {
        let place = self.place(ticket);
        if let Some(call) = place.ok().and_then(|place| self.waiting.get_mut(place)) {
            call.gone = true;
        }
        while self.first().is_some_and(|call| call.gone) {
            self.first += 1;
            self.changed = true;
        }
        if self.first * 2 > self.waiting.len() {
            self.waiting.copy_within(self.first.., 0);
            self.waiting.truncate(self.waiting.len() - self.first);
            self.first = 0;
        }
    }

    /// The call that should ask again.
    pub(super) fn woken(&mut self) -> Option<u32> {
        let changed = std::mem::take(&mut self.changed);
        self.first().filter(|_| changed).map(|call| call.call)
    }

    /// Whether a new one would do as well.
    pub(super) fn is_idle(&self, now: f64) -> bool {
        self.waiting.len() == self.first && self.pace.is_idle(now)
    }

    fn first(&self) -> Option<&Waiting> {
        self.waiting.get(self.first)
    }

    /// Where a call waits, or else belongs.
    fn place(&self, ticket: u64) -> Result<usize, usize> {
        self.waiting.binary_search_by_key(&ticket, |call| call.ticket)
    }
}
