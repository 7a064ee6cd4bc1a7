//! The calls that share a rate limit: those of one key and server.

use super::line::{GIVE_WAY_MS, Line, Waiting};
use crate::policy::{Expected, RateLimit, RateWindow};

/// Waking a call is worth it only if its timer is later than its slot by more than the clocks'
/// rounding.
const WORTH_WAKING_MS: f64 = 1.0;

/// The slots of a rate limit, and the calls that wait for one.
///
/// Calls with the same limit leave in the order in which they started. Calls with different limits
/// do not wait for each other: each leaves once its own limit, counting all requests, has a slot.
/// If several have one now, the call that started first goes first.
#[derive(Debug)]
pub(super) struct Scope {
    pub(super) window: RateWindow,
    /// One line for each limit that calls wait for.
    lines: Vec<Line>,
}

impl Scope {
    pub(super) const fn new() -> Scope {
        Scope { window: RateWindow::new(), lines: Vec::new() }
    }

    /// Frees all slots; waiting calls keep their places.
    pub(super) fn reset(&mut self) {
        self.window = RateWindow::new();
    }

    /// Estimates when a call gets its slot, given the calls ahead of it, and when the first call
    /// with its limit does.
    pub(super) fn estimate_slots(
        &mut self,
        call: u32,
        limit: RateLimit,
        now: f64,
    ) -> (Expected, Expected) {
        let ready = self.count_ready(call, limit, now);
        let line = self.lines.iter_mut().find(|line| line.limit == limit);
        let (ahead, is_first_about_to_ask) = line.map_or((0, false), |line| {
            (line.count_ahead(call, now), line.is_first_about_to_ask(now))
        });
        let own = self.window.estimate_slot(now, limit, ahead + ready);
        let first = self.window.estimate_slot(now, limit, 0);
        // Timers that end within a millisecond may end in any order; calls leave in theirs.
        if ahead > 0 && own == Expected::Now && is_first_about_to_ask {
            return (Expected::AfterResponse(now + GIVE_WAY_MS), first);
        }
        (own, first)
    }

    /// How many earlier calls with other limits can leave now.
    fn count_ready(&mut self, call: u32, limit: RateLimit, now: f64) -> usize {
        let mut ready = 0;
        for line in &mut self.lines {
            let free = self.window.count_free(now, line.limit);
            if free > 0 && line.limit != limit {
                ready += free.min(line.count_ahead(call, now));
            }
        }
        ready
    }

    /// Adds a call, which waits until its own timer or another call wakes it.
    pub(super) fn enqueue(&mut self, call: u32, limit: RateLimit, timer_at: f64, ends_at: f64) {
        let waiting = Waiting { timer_at, ends_at };
        if let Some(line) = self.lines.iter_mut().find(|line| line.limit == limit) {
            return line.waiting.insert(call, waiting);
        }
        self.lines.retain(|line| !line.waiting.is_empty());
        self.lines.push(Line::new(limit, call, waiting));
    }

    /// Removes a call that no longer waits.
    pub(super) fn leave(&mut self, call: u32) {
        for line in &mut self.lines {
            line.waiting.remove(call);
        }
    }

    /// The first call that should ask now instead of when its timer fires: a slot is free sooner,
    /// or none is before its deadline. Only the first call of each limit can be one.
    pub(super) fn call_to_wake(&mut self, now: f64) -> Option<u32> {
        let mut to_wake = None;
        for place in 0..self.lines.len() {
            let Some((limit, call, first)) = self.lines.get_mut(place).and_then(Line::first) else {
                continue;
            };
            let ready = self.count_ready(call, limit, now);
            let expected = self.window.estimate_slot(now, limit, ready);
            let earliest = self.window.estimate_slot(now, limit, 0);
            let is_sooner = expected.ask_at(now) + WORTH_WAKING_MS < first.timer_at;
            let is_too_late = earliest.not_before().is_some_and(|at| at >= first.ends_at);
            let should_wake = is_sooner || is_too_late && now < first.timer_at;
            if should_wake && to_wake.is_none_or(|(other, _)| call < other) {
                to_wake = Some((call, place));
            }
        }
        let (call, place) = to_wake?;
        // If nothing can wake it, it is overdue soon.
        self.lines.get_mut(place)?.waiting.get_mut(call)?.timer_at = now;
        Some(call)
    }

    /// Whether a new scope would behave the same. Lost calls do not count.
    pub(super) fn is_idle(&mut self, now: f64) -> bool {
        if !self.window.is_idle(now) {
            return false;
        }
        for line in &mut self.lines {
            line.waiting.retain(|call| !call.is_overdue(now));
        }
        self.lines.iter().all(|line| line.waiting.is_empty())
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
        scope.window.take(0, 0.0, 1000.0);
        scope.window.complete(0, 0.0, None);
        for (windows, call) in (1..).zip(calls) {
            scope.enqueue(call, LIMIT, 100.0 * f64::from(windows), NEVER);
        }
        scope
    }

    fn at(scope: &mut Scope, call: u32, now: f64) -> f64 {
        scope.estimate_slots(call, LIMIT, now).0.ask_at(now)
    }

    #[test]
    fn a_call_expects_its_slot_after_those_ahead_of_it() {
        let mut scope = scope(1..5);
        let all: Vec<_> = (1..6).map(|call| at(&mut scope, call, 50.0)).collect();
        assert_eq!(all, [100.0, 200.0, 300.0, 400.0, 500.0]);
        let (_, first) = scope.estimate_slots(5, LIMIT, 50.0);
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
            assert_eq!(scope.estimate_slots(2, limit, now).0, expected, "{now}");
        }
        // The first itself gives way to nobody.
        assert_eq!(scope.estimate_slots(1, limit, 100.0).0, Expected::Now);
    }

    #[test]
    fn no_call_waits_for_one_that_left() {
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
        assert!(scope.lines[0].waiting.is_empty());
    }

    #[test]
    fn a_call_that_left_may_queue_again_in_its_old_place() {
        let mut scope = scope(1..6);
        scope.leave(3);
        scope.enqueue(3, LIMIT, 300.0, NEVER);
        assert_eq!(at(&mut scope, 6, 50.0), 600.0);
    }

    #[test]
    fn no_call_waits_for_one_a_second_after_its_timer() {
        let mut scope = scope(1..6);
        assert_eq!(at(&mut scope, 2, 1100.0), 1200.0);
        assert_eq!(scope.lines[0].waiting.len(), 5);
        // The first is overdue, and the second is what asks.
        assert_eq!(at(&mut scope, 2, 1101.0), 1101.0);
        assert_eq!(scope.lines[0].waiting.len(), 4);
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

    const STRICT: RateLimit = RateLimit { requests: 1, per_ms: 30.0 };

    #[test]
    fn a_call_is_not_held_up_by_an_earlier_one_whose_limit_has_no_slot() {
        let mut scope = scope(1..4);
        assert_eq!(scope.estimate_slots(9, STRICT, 20.0).0, Expected::NotBefore(30.0));
        assert_eq!(scope.estimate_slots(9, STRICT, 30.0).0, Expected::Now);
        let lax = RateLimit { requests: 2, per_ms: 100.0 };
        assert_eq!(scope.estimate_slots(9, lax, 20.0).0, Expected::Now);
    }

    #[test]
    fn of_calls_that_may_go_the_one_that_started_first_goes_first() {
        let mut scope = scope(1..4);
        scope.enqueue(9, STRICT, 101.0, NEVER);
        // One slot for each limit is free: the first call has it, whoever asks first.
        assert_eq!(scope.estimate_slots(9, STRICT, 101.0).0, Expected::NotBefore(131.0));
        assert_eq!(scope.estimate_slots(1, LIMIT, 101.0).0, Expected::Now);
        // No more slots are kept for them than are free.
        let two = RateLimit { requests: 2, per_ms: 30.0 };
        assert_eq!(scope.estimate_slots(9, two, 101.0).0, Expected::Now);
    }

    #[test]
    fn the_first_with_each_limit_is_woken_if_it_may_go_sooner() {
        let mut scope = scope(3..6);
        scope.enqueue(1, STRICT, 500.0, NEVER);
        scope.enqueue(2, STRICT, 530.0, NEVER);
        let mut woken = |now| scope.call_to_wake(now);
        assert_eq!((woken(50.0), woken(50.0)), (Some(1), None));
        scope.leave(1);
        scope.lines[0].waiting.get_mut(3).unwrap().timer_at = 500.0;
        let woken: Vec<_> = (0..3).map(|_| scope.call_to_wake(150.0)).collect();
        // They cannot both have the one slot: once the earlier one left, the other's is later
        // again.
        assert_eq!(woken, [Some(2), Some(3), None]);
    }

    #[test]
    fn a_call_is_not_rejected_as_too_late_because_another_may_go_first() {
        let mut scope = scope(1..2);
        // The one slot of its limit is free, but kept for the other until that asks.
        scope.enqueue(9, STRICT, 120.0, 120.0);
        scope.lines[0].waiting.get_mut(1).unwrap().timer_at = 101.0;
        assert_eq!(scope.estimate_slots(9, STRICT, 101.0).0, Expected::NotBefore(131.0));
        assert_eq!(scope.call_to_wake(101.0), None);
    }

    #[test]
    fn a_line_without_waiting_calls_is_forgotten_with_the_next_limit() {
        let mut scope = scope(1..3);
        for call in 3..100 {
            let limit = RateLimit { requests: call, per_ms: 100.0 };
            scope.enqueue(call, limit, 200.0, NEVER);
            scope.leave(call);
        }
        assert_eq!(scope.lines.len(), 2);
    }

    #[test]
    fn is_idle_if_the_window_is_and_only_lost_calls_wait() {
        let mut scope = scope(1..1);
        scope.enqueue(1, LIMIT, 60_000.0, NEVER);
        assert!(!scope.is_idle(61_000.0));
        assert!(scope.is_idle(61_000.5));
        scope.window.take(3, 61_000.5, 1000.0);
        assert!(!scope.is_idle(61_001.0));
        assert!(Scope::new().is_idle(0.0));
    }
}
