//! When a call gets its slot.

/// When a call gets its slot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Expected {
    /// Now.
    Now,
    /// Not before then: exactly then, or later if that depends on a response that is still to come.
    NotBefore(f64),
    /// It depends on a response. Ask again at this time if nothing happens until then.
    AfterResponse(f64),
}

impl Expected {
    /// When to ask again.
    pub fn ask_at(self, now: f64) -> f64 {
        match self {
            Expected::Now => now,
            Expected::NotBefore(at) | Expected::AfterResponse(at) => at,
        }
    }

    /// The time before which there is certainly no slot, if it is known.
    pub fn not_before(self) -> Option<f64> {
        match self {
            Expected::NotBefore(at) => Some(at),
            Expected::Now | Expected::AfterResponse(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn asks_again_now_or_at_the_expected_time() {
        assert_eq!(Expected::Now.ask_at(7.0), 7.0);
        assert_eq!(Expected::NotBefore(9.0).ask_at(7.0), 9.0);
        assert_eq!(Expected::AfterResponse(9.0).ask_at(7.0), 9.0);
    }

    #[test]
    fn only_a_known_time_rules_out_a_slot_before_it() {
        assert_eq!(Expected::Now.not_before(), None);
        assert_eq!(Expected::NotBefore(9.0).not_before(), Some(9.0));
        assert_eq!(Expected::AfterResponse(9.0).not_before(), None);
    }
}
