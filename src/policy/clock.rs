//! A clock that never goes back.

/// If the two clocks differ by more than this, that is not drift: one of them was set.
const JUMP_MS: f64 = 1000.0;

/// Elapsed milliseconds, from platform clocks that may be set, stop during sleep, or stand still.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clock {
    passed: f64,
    last: Option<(f64, f64)>,
}

impl Clock {
    /// A clock that was not read yet.
    pub const fn new() -> Clock {
        Clock { passed: 0.0, last: None }
    }

    /// Milliseconds since the first reading. `monotonic` and `wall` are the platform's clocks; a
    /// jump forward counts only if both made it, as they do when a machine wakes up.
    pub fn read(&mut self, monotonic: f64, wall: f64) -> f64 {
        let (before, wall_before) =
            self.last.replace((monotonic, wall)).unwrap_or((monotonic, wall));
        let (step, wall_step) = (monotonic - before, wall - wall_before);
        let step = if step - wall_step > JUMP_MS { wall_step } else { step };
        if step > 0.0 {
            self.passed += step;
        }
        self.passed
    }

    /// Advances to a time that a timer has reached: it is right if a clock was set back.
    pub fn at_least(&mut self, passed: f64) {
        self.passed = self.passed.max(passed);
    }
}

#[cfg(test)]
mod tests {
    use super::{Clock, JUMP_MS};

    fn after(readings: &[(f64, f64)]) -> f64 {
        let mut clock = Clock::default();
        readings.iter().map(|(monotonic, wall)| clock.read(*monotonic, *wall)).last().unwrap_or(0.0)
    }

    #[test]
    fn counts_from_its_first_reading() {
        assert_eq!(after(&[(5e3, 9e9)]), 0.0);
        assert_eq!(after(&[(5e3, 9e9), (5010.5, 9e9 + 10.0)]), 10.5);
    }

    #[test]
    fn does_not_go_back_and_continues_after_being_set_back() {
        assert_eq!(after(&[(9e6, 0.0), (1e6, 5.0), (1e6 + 7.0, 12.0)]), 7.0);
    }

    #[test]
    fn is_not_moved_by_the_wall_clock_alone() {
        assert_eq!(after(&[(0.0, 0.0), (5.0, 3.6e6), (10.0, -3.6e6), (15.0, -3.6e6 + 5.0)]), 10.0);
    }

    #[test]
    fn ignores_a_jump_that_only_one_clock_made() {
        assert_eq!(after(&[(0.0, 0.0), (3.6e6, 20.0)]), 20.0);
        assert_eq!(after(&[(5.0, 9e9), (3.6e6, 9e9 + 20.0)]), 20.0);
        // Up to a second is drift.
        assert_eq!(after(&[(0.0, 0.0), (JUMP_MS, 0.0)]), JUMP_MS);
    }

    #[test]
    fn treats_up_to_a_second_between_the_clocks_as_drift() {
        assert_eq!(after(&[(0.0, 0.0), (1500.0, 500.0)]), 1500.0);
        assert_eq!(after(&[(0.0, 0.0), (1501.0, 500.0)]), 500.0);
    }

    #[test]
    fn accepts_a_sleep_that_both_clocks_saw() {
        assert_eq!(after(&[(0.0, 0.0), (3.6e6, 3.6e6)]), 3.6e6);
    }

    #[test]
    fn survives_a_clock_that_is_not_a_number() {
        assert_eq!(after(&[(0.0, 0.0), (f64::NAN, f64::NAN), (9.0, 9.0), (12.0, 12.0)]), 3.0);
    }

    #[test]
    fn trusts_a_timer_more_than_a_clock_that_stands_still() {
        let mut clock = Clock::default();
        clock.read(1.0, 1.0);
        clock.at_least(3000.0);
        assert_eq!(clock.read(1.0, 1.0), 3000.0);
        clock.at_least(10.0);
        assert_eq!(clock.read(2.0, 2.0), 3001.0);
    }
}
