//! The calls that share a rate limit: those of one key and server.

use crate::policy::{ByNumber, Expected, RateLimit, RateWindow};

/// A waiting call that is this late does not come any more, or not in time to hold up the others: the
/// request that it served is over, or its thread of work is. If it comes after all it queues again.
const OVERDUE_MS: f64 = 1000.0;

/// A call is only woken if its timer would be later than its slot by more than the clocks' rounding.
const WORTH_WAKING_MS: f64 = 1.0;

/// A call whose own timer ends that soon, or ended not long ago, is about to ask: it goes first. A busy
/// event loop makes timers late, and does not keep to their order.
const GIVE_WAY_MS: f64 = 5.0;
const LATE_MS: f64 = 50.0;

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

    /// Frees all slots; the calls that wait keep their places.
    pub(super) fn reset(&mut self) {
        self.window = RateWindow::new();
    }

    /// When a call may expect its slot, with regard to those ahead of it; and when the first call may.
    pub(super) fn expect(&mut self, call: u32, limit: RateLimit, now: f64) -> (Expected, Expected) {
        let ahead = self.count_ahead(call, now);
        let own = self.window.expect(now, limit, ahead);
        let first = self.window.expect(now, limit, 0);
        // Timers that end within a millisecond may end in any order; calls leave in theirs.
        if ahead > 0 && own == Expected::Now && self.is_first_about_to_ask(now) {
            return (Expected::AfterResponse(now + GIVE_WAY_MS), first);
        }
        (own, first)
    }

    fn is_first_about_to_ask(&mut self, now: f64) -> bool {
        let first = self.waiting.first_mut();
        first.is_some_and(|(_, first)| (-LATE_MS..=GIVE_WAY_MS).contains(&(first.timer_at - now)))
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
        let is_too_late = expected.not_before().is_some_and(|at| at >= first.ends_at);
        if !(is_sooner || is_too_late && now < first.timer_at) {
            return None;
        }
        // So that it is overdue soon if nothing can wake it.
        first.timer_at = now;
        Some(call)
    }

    /// Whether a new one would do as well. Calls that are lost do not count.
    pub(super) fn is_idle(&mut self, now: f64) -> bool {
        if !self.window.is_idle(now) {
            return false;
        }
        self.waiting.retain(|call| !call.is_overdue(now));
        self.waiting.is_empty()
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

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: RateLimit = RateLimit { requests: 1, per_ms: 100.0 };
    const NEVER: f64 = 1e9;

    /// The slot is in use until 100; the calls wait, each for a window longer than the one before.
    fn scope(calls: std::ops::Range<u32>) -> Scope {
        let mut scope = Scope::new();
        scope.window.take(0, 0.0, LIMIT, 1000.0);
        scope.window.settle(0, 0.0, LIMIT, None);
        for (windows, call) in (1..).zip(calls) {
            scope.enqueue(call, LIMIT, 100.0 * f64::from(windows), NEVER);
        }
        scope
    }

    fn at(scope: &mut Scope, call: u32, now: f64) -> f64 {
        scope.expect(call, LIMIT, now).0.ask_at(now)
    }

    #[test]
    fn a_call_expects_its_slot_after_those_ahead_of_it() {
        let mut scope = scope(1..5);
        let all: Vec<_> = (1..6).map(|call| at(&mut scope, call, 50.0)).collect();
        assert_eq!(all, [100.0, 200.0, 300.0, 400.0, 500.0]);
        let (_, first) = scope.expect(5, LIMIT, 50.0);
        assert_eq!(first, Expected::NotBefore(100.0));
    }

    #[test]
    fn a_call_gives_way_to_the_first_whose_timer_is_about_due_or_a_little_late() {
        let limit = RateLimit { requests: 2, per_ms: 100.0 };
        let mut scope = Scope::new();
        scope.enqueue(1, limit, 100.0, NEVER);
        for (now, gives_way) in
            [(94.0, false), (95.0, true), (100.0, true), (150.0, true), (151.0, false)]
        {
            let way = Expected::AfterResponse(now + GIVE_WAY_MS);
            let expected = if gives_way { way } else { Expected::Now };
            assert_eq!(scope.expect(2, limit, now).0, expected, "{now}");
        }
        // The first itself gives way to nobody.
        assert_eq!(scope.expect(1, limit, 100.0).0, Expected::Now);
    }

    #[test]
    fn nobody_waits_for_a_call_that_left() {
        let mut scope = scope(1..6);
        for call in [3, 3, 9] {
            scope.leave(call);
        }
        assert_eq!(at(&mut scope, 4, 50.0), 300.0);
        assert_eq!(at(&mut scope, 6, 50.0), 500.0);
        scope.leave(1);
        assert_eq!(at(&mut scope, 2, 50.0), 100.0);
        assert_eq!(at(&mut scope, 6, 50.0), 400.0);
        for call in [2, 4, 5] {
            scope.leave(call);
        }
        assert_eq!(scope.waiting.len(), 0);
    }

    #[test]
    fn a_call_that_left_may_queue_again_in_its_old_place() {
        let mut scope = scope(1..6);
        scope.leave(3);
        scope.enqueue(3, LIMIT, 300.0, NEVER);
        assert_eq!(at(&mut scope, 6, 50.0), 600.0);
    }

    #[test]
    fn nobody_waits_for_a_call_a_second_after_its_timer() {
        let mut scope = scope(1..6);
        assert_eq!(at(&mut scope, 2, 1100.0), 1200.0);
        assert_eq!(scope.waiting.len(), 5);
        // The first is overdue, and the second is what asks.
        assert_eq!(at(&mut scope, 2, 1101.0), 1101.0);
        assert_eq!(scope.waiting.len(), 4);
        // A newcomer looks at the others only if the first is overdue.
        assert_eq!(at(&mut scope, 6, 1200.0), 1200.0 + 400.0);
        assert_eq!(at(&mut scope, 6, 1301.0), 1301.0 + 200.0);
    }

    #[test]
    fn the_first_is_woken_once_if_its_slot_is_sooner_than_its_timer() {
        for (timer_at, woken) in [(101.0, None), (101.5, Some(1))] {
            let mut scope = scope(1..1);
            scope.enqueue(1, LIMIT, timer_at, NEVER);
            scope.enqueue(2, LIMIT, timer_at + 100.0, NEVER);
            assert_eq!(scope.call_to_wake(50.0), woken, "{timer_at}");
            assert_eq!(scope.call_to_wake(50.0), None, "{timer_at}");
        }
    }

    #[test]
    fn the_first_is_woken_once_if_no_slot_comes_before_its_deadline() {
        for (ends_at, woken) in [(101.0, None), (100.0, Some(1))] {
            let mut scope = scope(1..1);
            scope.enqueue(1, LIMIT, ends_at, ends_at);
            assert_eq!(scope.call_to_wake(50.0), woken, "{ends_at}");
            assert_eq!(scope.call_to_wake(50.0), None, "{ends_at}");
        }
    }

    #[test]
    fn is_idle_if_the_window_is_and_only_lost_calls_wait() {
        let mut scope = scope(1..3);
        scope.leave(2);
        assert!(!scope.is_idle(1100.0));
        assert!(scope.is_idle(1100.5));
        scope.window.take(3, 1100.5, LIMIT, 1000.0);
        assert!(!scope.is_idle(1101.0));
        assert!(Scope::new().is_idle(0.0));
    }
}
