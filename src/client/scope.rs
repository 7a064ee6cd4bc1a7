//! The calls that share a rate limit: those of one key and server.

use super::by_number::ByNumber;
use crate::policy::{Expected, RateLimit, RateWindow};

/// A waiting call that is this late does not come any more, or not in time to hold up the others: the
/// request that it served is over, or its thread of work is. If it comes after all it queues again.
const OVERDUE_MS: f64 = 1000.0;

/// A call is only woken if its timer would be later than its slot by more than the clocks' rounding.
const WORTH_WAKING_MS: f64 = 1.0;

/// The slots of a rate limit, and the calls that wait for one, in the order in which they started.
#[derive(Debug)]
pub(super) struct Scope {
    pub(super) window: RateWindow,
    waiting: ByNumber<Waiting>,
}

/// A call in the queue.
#[derive(Clone, Copy, Debug)]
struct Waiting {
    limit: RateLimit,
    /// When its own timer wakes it.
    timer_at: f64,
    /// When it is given up.
    ends_at: f64,
}

impl Waiting {
    fn is_overdue(&self, now: f64) -> bool {
        self.timer_at + OVERDUE_MS < now
    }
}

impl Scope {
    pub(super) const fn new() -> Scope {
        Scope { window: RateWindow::new(), waiting: ByNumber::new() }
    }

    /// When a call may expect its slot, with regard to those ahead of it; and when the first call may.
    pub(super) fn expect(&mut self, call: u32, limit: RateLimit, now: f64) -> (Expected, Expected) {
        let ahead = self.count_ahead(call, now);
        (self.window.expect(now, limit, ahead), self.window.expect(now, limit, 0))
    }

    /// A call waits, until its own timer or another call wakes it.
    pub(super) fn enqueue(&mut self, call: u32, limit: RateLimit, timer_at: f64, ends_at: f64) {
        self.waiting.insert(call, Waiting { limit, timer_at, ends_at });
    }

    /// A call does not wait any longer.
    pub(super) fn leave(&mut self, call: u32) {
        self.waiting.remove(call);
    }

    /// The first call, if it should ask now and not when its timer says: a slot is free sooner, or
    /// none comes before its deadline.
    pub(super) fn call_to_wake(&mut self, now: f64) -> Option<u32> {
        let (call, first) = self.waiting.first_mut()?;
        let expected = self.window.expect(now, first.limit, 0);
        let is_sooner = expected.ask_at(now) + WORTH_WAKING_MS < first.timer_at;
        let is_too_late = expected.not_before().is_some_and(|at| at > first.ends_at);
        if !(is_sooner || is_too_late && now < first.timer_at) {
            return None;
        }
        // So that it is overdue soon if nothing can wake it.
        first.timer_at = now;
        Some(call)
    }

    /// Whether a new one would do as well.
    pub(super) fn is_idle(&mut self, now: f64) -> bool {
        self.waiting.len() == 0 && self.window.is_idle(now)
    }

    /// How many wait ahead of a call. Those that are overdue are not waited for.
    fn count_ahead(&mut self, call: u32, now: f64) -> usize {
        // Thousands may start at once: these need not look at all the others.
        let is_first_overdue =
            self.waiting.first_mut().is_some_and(|(_, first)| first.is_overdue(now));
        if !is_first_overdue && self.waiting.all_before(call) {
            return self.waiting.len();
        }
        let mut ahead = 0;
        let mut overdue = Vec::new();
        for (other, waiting) in self.waiting.before(call) {
            if waiting.is_overdue(now) {
                overdue.push(other);
            } else {
                ahead += 1;
            }
        }
        for other in overdue {
            self.waiting.remove(other);
        }
        ahead
    }
}
