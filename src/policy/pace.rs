//! Keeps to the rate limit: may a request leave now, and else when.

/// At most `requests` in any `per_ms` milliseconds. Documented: 60 a minute for each key.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limit {
    /// How many; at least 1.
    pub requests: u32,
    /// Milliseconds.
    pub per_ms: f64,
}

/// What requests have left, and when their slots are free again. A slot is freed one window after
/// the answer, since the server counted the request at some time before that; this keeps to fixed
/// and to sliding windows both. The times are a [`Clock`](super::Clock)'s.
#[derive(Debug)]
pub struct Pace {
    in_flight: u32,
    /// When each slot is free again whose answer has come, the soonest first.
    free_at: Vec<f64>,
    stopped_until: f64,
    /// How many may be in flight. After a 429 others use the key too, so one request tries, and each
    /// answer that is no 429 lets one more go beside it.
    at_once: u32,
}

impl Default for Pace {
    fn default() -> Self {
        Pace { in_flight: 0, free_at: Vec::new(), stopped_until: 0.0, at_once: u32::MAX }
    }
}

impl Pace {
    /// When the next request may leave: `now`, or later; infinity where only an answer can tell.
    pub fn earliest(&mut self, now: f64, limit: Limit) -> f64 {
        let free = self.free_at.partition_point(|at| *at <= now);
        if free > 0 {
            self.free_at.copy_within(free.., 0);
            self.free_at.truncate(self.free_at.len() - free);
        }
        if now < self.stopped_until {
            return self.stopped_until;
        }
        if self.in_flight >= self.at_once {
            return f64::INFINITY;
        }
        let taken = self.in_flight as usize + self.free_at.len();
        match taken.checked_sub(limit.requests as usize) {
            None => now,
            Some(too_many) => self.free_at.get(too_many).copied().unwrap_or(f64::INFINITY),
        }
    }

    /// A request leaves.
    pub fn sent(&mut self) {
        self.in_flight += 1;
    }

    /// A request that was to leave did not.
    pub fn unsent(&mut self) {
        self.in_flight = self.in_flight.saturating_sub(1);
    }

    /// A request met its answer or its failure; a 429 stops all others for `stop_ms`.
    pub fn settled(&mut self, now: f64, limit: Limit, stop_ms: Option<f64>) {
        self.unsent();
        let free_at = now + limit.per_ms;
        // Clients with other windows may share this: the order is kept.
        let place = self.free_at.partition_point(|at| *at <= free_at);
        self.free_at.insert(place, free_at);
        if let Some(ms) = stop_ms {
            self.stopped_until = self.stopped_until.max(now + ms);
            self.at_once = 1;
        } else if now >= self.stopped_until {
            self.at_once = self.at_once.saturating_add(1);
            if self.at_once > limit.requests {
                self.at_once = u32::MAX;
            }
        }
    }

    /// Whether a new one would do as well.
    pub fn is_idle(&self, now: f64) -> bool {
        let free = self.free_at.last().is_none_or(|at| *at <= now);
        self.in_flight == 0 && free && now >= self.stopped_until
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: Limit = Limit { requests: 3, per_ms: 100.0 };

    fn full(at: f64) -> Pace {
        let mut pace = Pace::default();
        for _ in 0..LIMIT.requests {
            assert_eq!(pace.earliest(at, LIMIT), at);
            pace.sent();
        }
        pace
    }

    #[test]
    fn does_not_know_when_while_all_slots_are_in_flight() {
        assert_eq!(full(0.0).earliest(1e9, LIMIT), f64::INFINITY);
    }

    #[test]
    fn frees_a_slot_one_window_after_its_answer() {
        let mut pace = full(0.0);
        for at in [10.0, 20.0, 30.0] {
            pace.settled(at, LIMIT, None);
        }
        assert_eq!(pace.earliest(99.0, LIMIT), 110.0);
        assert_eq!(pace.earliest(110.0, LIMIT), 110.0);
        pace.sent();
        assert_eq!(pace.earliest(110.0, LIMIT), 120.0);
    }

    #[test]
    fn stops_for_as_long_as_a_429_says_and_then_lets_one_try() {
        let mut pace = full(0.0);
        pace.settled(5.0, LIMIT, Some(500.0));
        pace.settled(6.0, LIMIT, Some(100.0));
        pace.settled(7.0, LIMIT, None);
        assert_eq!(pace.earliest(200.0, LIMIT), 505.0);
        assert_eq!(pace.earliest(505.0, LIMIT), 505.0);
        pace.sent();
        assert_eq!(pace.earliest(506.0, LIMIT), f64::INFINITY);
        pace.settled(510.0, LIMIT, None);
        for _ in 0..2 {
            assert_eq!(pace.earliest(510.0, LIMIT), 510.0);
            pace.sent();
        }
        assert_eq!(pace.earliest(510.0, LIMIT), f64::INFINITY);
    }

    #[test]
    fn judges_each_client_by_its_own_limit() {
        let mut pace = full(0.0);
        let more = Limit { requests: 4, per_ms: 50.0 };
        assert_eq!(pace.earliest(0.0, more), 0.0);
        pace.sent();
        pace.settled(0.0, LIMIT, None);
        pace.settled(0.0, more, None);
        assert_eq!(pace.earliest(1.0, more), 50.0);
    }

    #[test]
    fn is_idle_once_nothing_is_left_to_remember() {
        let mut pace = full(0.0);
        assert!(!pace.is_idle(1e9));
        for _ in 0..LIMIT.requests {
            pace.settled(10.0, LIMIT, None);
        }
        assert!(!pace.is_idle(109.0));
        assert!(pace.is_idle(110.0));
    }
}
