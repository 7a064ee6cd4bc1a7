//! The calls that share a rate limit: those of one key and server.

use std::collections::VecDeque;

use crate::policy::{Expected, RateLimit, RateWindow};

/// A waiting call that is this late does not come any more, or not in time to hold up the others: the
/// request that it served is over, or its thread of work is. If it comes after all it queues again.
const OVERDUE_MS: f64 = 1000.0;

/// A call is only woken if its timer would be later than its slot by more than the clocks' rounding.
const WORTH_WAKING_MS: f64 = 1.0;

/// The slots of a rate limit, and the calls that wait for one, in the order in which they started.
#[derive(Debug, Default)]
pub(super) struct Scope {
    pub(super) window: RateWindow,
    /// By their numbers, which only grow.
    waiting: VecDeque<Waiting>,
    /// How many of them left the queue.
    gone: usize,
}

/// A call in the queue.
#[derive(Clone, Copy, Debug)]
pub(super) struct Waiting {
    pub(super) call: u32,
    pub(super) limit: RateLimit,
    /// When its own timer wakes it.
    pub(super) timer_at: f64,
    /// When it is given up.
    pub(super) ends_at: f64,
    /// It left from the middle of the queue. Removing it there would move all behind it.
    gone: bool,
}

impl Scope {
    /// When a call may expect its slot, with regard to those ahead of it; and when the first call may.
    pub(super) fn expect(&mut self, call: u32, limit: RateLimit, now: f64) -> (Expected, Expected) {
        let ahead = self.count_ahead(call, now);
        let first = self.window.expect(now, limit, 0);
        (if ahead == 0 { first } else { self.window.expect(now, limit, ahead) }, first)
    }

    /// A call waits, until its own timer or another call wakes it.
    pub(super) fn enqueue(&mut self, call: u32, limit: RateLimit, timer_at: f64, ends_at: f64) {
        let waiting = Waiting { call, limit, timer_at, ends_at, gone: false };
        match self.place(call) {
            Ok(place) => {
                if let Some(known) = self.waiting.get_mut(place) {
                    self.gone -= usize::from(known.gone);
                    *known = waiting;
                }
            }
            Err(place) => self.waiting.insert(place, waiting),
        }
    }

    /// A call does not wait any longer.
    pub(super) fn leave(&mut self, call: u32) {
        if let Ok(place) = self.place(call) {
            self.mark_gone(place);
        }
        self.forget_gone();
    }

    /// The first in the queue always waits; the others are removed once they are the half.
    fn forget_gone(&mut self) {
        while self.waiting.front().is_some_and(|first| first.gone) {
            self.waiting.pop_front();
            self.gone -= 1;
        }
        if self.gone * 2 > self.waiting.len() {
            self.waiting.retain(|call| !call.gone);
            self.gone = 0;
        }
    }

    /// The first call, if it should ask now and not when its timer says: a slot is free sooner, or
    /// none comes before its deadline.
    pub(super) fn call_to_wake(&mut self, now: f64) -> Option<u32> {
        let first = self.waiting.front_mut()?;
        let expected = self.window.expect(now, first.limit, 0);
        let is_sooner = expected.ask_at(now) + WORTH_WAKING_MS < first.timer_at;
        let is_too_late = expected.not_before().is_some_and(|at| at > first.ends_at);
        if !(is_sooner || is_too_late && now < first.timer_at) {
            return None;
        }
        // So that it is overdue soon if nothing can wake it.
        first.timer_at = now;
        Some(first.call)
    }

    /// Whether a new one would do as well.
    pub(super) fn is_idle(&mut self, now: f64) -> bool {
        self.waiting.len() == self.gone && self.window.is_idle(now)
    }

    /// How many wait ahead of a call. Those that are overdue are not waited for.
    fn count_ahead(&mut self, call: u32, now: f64) -> usize {
        let place = match self.place(call) {
            Ok(place) => place,
            Err(place) => place,
        };
        if place == self.waiting.len() && self.is_first_in_time(now) {
            return place - self.gone;
        }
        let mut ahead = 0;
        for index in 0..place {
            match self.waiting.get(index) {
                Some(other) if other.gone => {}
                Some(other) if other.timer_at + OVERDUE_MS < now => self.mark_gone(index),
                _ => ahead += 1,
            }
        }
        self.forget_gone();
        ahead
    }

    /// Whether the first call is not overdue. Then a newcomer need not look at all the others.
    fn is_first_in_time(&self, now: f64) -> bool {
        self.waiting.front().is_none_or(|first| first.timer_at + OVERDUE_MS >= now)
    }

    fn mark_gone(&mut self, place: usize) {
        if let Some(call) = self.waiting.get_mut(place).filter(|call| !call.gone) {
            call.gone = true;
            self.gone += 1;
        }
    }

    /// Where a call waits, or else belongs.
    fn place(&self, call: u32) -> Result<usize, usize> {
        self.waiting.binary_search_by_key(&call, |waiting| waiting.call)
    }
}
