//! What a test plans for a call, and how the call ended.

use carecycle_custom_fields::client::{CallSettings, Notice};
use carecycle_custom_fields::contract::ErrorReport;
use carecycle_custom_fields::policy::Retries;

/// One attempt may take a second; no rate limit.
pub const SETTINGS: CallSettings = CallSettings {
    scope: 0,
    rate_limit: None,
    timeout_ms: 1000.0,
    deadline_ms: None,
    retries: Retries { max: 4, unknown: false },
};

/// A call as it is planned.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    pub start_at: f64,
    pub abort_at: f64,
    /// From then on nobody drives the call.
    pub lost_at: f64,
    /// Nobody drives the call once another one names it to be woken.
    pub is_lost_when_woken: bool,
    /// How long after another call named it this one resumes; `None` if it never does, as in Cloudflare
    /// Workers without resolution across requests.
    pub woken_after: Option<f64>,
    /// How much later its timers fire than they were set for.
    pub late_ms: f64,
    pub settings: CallSettings,
}

/// A call at once that nobody aborts.
pub const PLAN: Plan = Plan {
    start_at: 0.0,
    abort_at: f64::INFINITY,
    lost_at: f64::INFINITY,
    is_lost_when_woken: false,
    woken_after: Some(0.0),
    late_ms: 0.0,
    settings: SETTINGS,
};

impl Plan {
    pub fn is_lost(&self) -> bool {
        self.lost_at.is_finite() || self.is_lost_when_woken
    }
}

/// How a call ended.
#[derive(Debug)]
pub struct Ended {
    pub at: f64,
    pub result: Result<(), Box<ErrorReport>>,
    pub notices: Vec<Notice>,
    /// How many of its steps were waits.
    pub waits: usize,
}
