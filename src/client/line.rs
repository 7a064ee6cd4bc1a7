//! Calls that wait for a slot of one limit.

use crate::policy::{ByNumber, RateLimit};

/// A waiting call that is overdue by this much must not hold up the others: whatever drove it, such
/// as a request in Cloudflare Workers, has probably ended. If it does ask, it joins the queue
/// again.
const OVERDUE_MS: f64 = 1000.0;

/// A call whose own timer is due this soon, or was due a moment ago, is about to ask: it goes
/// first. A busy event loop fires timers late and out of order.
pub(super) const GIVE_WAY_MS: f64 = 5.0;
const LATE_MS: f64 = 50.0;

/// Calls that wait for a slot of one limit, in the order in which they started.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) limit: RateLimit,
    pub(super) waiting: ByNumber<Waiting>,
}

/// A call in the queue.
#[derive(Clone, Copy, Debug)]
pub(super) struct Waiting {
    /// When its own timer wakes it.
    pub(super) timer_at: f64,
    /// The call's deadline.
    pub(super) ends_at: f64,
}

impl Waiting {
    pub(super) fn is_overdue(&self, now: f64) -> bool {
        self.timer_at + OVERDUE_MS < now
    }
}

impl Line {
    /// A line with the first call that waits for this limit.
    pub(super) fn new(limit: RateLimit, call: u32, first: Waiting) -> Line {
        let mut waiting = ByNumber::new();
        waiting.insert(call, first);
        Line { limit, waiting }
    }

    /// The first call, and its limit.
    pub(super) fn first(&mut self) -> Option<(RateLimit, u32, Waiting)> {
        let (call, first) = self.waiting.first_mut()?;
        Some((self.limit, call, *first))
    }

    /// Whether the first call's timer is about due, or a little late.
    pub(super) fn is_first_about_to_ask(&mut self, now: f64) -> bool {
        let first = self.waiting.first_mut();
        first.is_some_and(|(_, first)| (-LATE_MS..=GIVE_WAY_MS).contains(&(first.timer_at - now)))
    }

    /// How many calls wait ahead of this one. Overdue ones do not count.
    pub(super) fn count_ahead(&mut self, call: u32, now: f64) -> usize {
        // Thousands of calls may start together, so a new one must not go through all the others.
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
