//! The server: what it replies, and what it received.

use std::collections::VecDeque;

use carecycle_custom_fields::client::{BodyEnd, Failure, Json};
use carecycle_custom_fields::contract::{CREATE_CUSTOM_FIELD_VALUE, Field, Shape};
use carecycle_custom_fields::policy::RateLimit;
use carecycle_custom_fields::validation::Raw;

pub const ID: &str = "497f6eca-6276-4993-bfeb-53cbbbba6f08";

/// What a documented response holds.
pub fn documented() -> Json {
    let value = |field: &Field| match field.shape {
        Shape::Uuid => Raw::Text(ID.into()),
        Shape::Exactly(text) => Raw::Text(text.into()),
        _ => Raw::Null,
    };
    let fields = CREATE_CUSTOM_FIELD_VALUE.response_fields.iter().map(value).collect();
    Json { fields, ..Json::default() }
}

/// What the server does with one request.
#[derive(Clone, Debug)]
pub struct Reply {
    pub head_ms: f64,
    /// After the head.
    pub body_ms: f64,
    pub status: u16,
    pub json: Option<Json>,
    /// By its content type.
    pub is_json: bool,
    pub end: BodyEnd,
    /// What comes instead of the head.
    pub failure: Option<Failure>,
    /// The header, in seconds.
    pub retry_after: Option<f64>,
}

/// A documented response after 10 ms.
pub fn ok() -> Reply {
    Reply {
        head_ms: 5.0,
        body_ms: 5.0,
        status: 200,
        json: Some(documented()),
        is_json: true,
        end: BodyEnd::Whole,
        failure: None,
        retry_after: None,
    }
}

pub fn status(status: u16) -> Reply {
    Reply { status, json: Some(Json::default()), ..ok() }
}

pub fn limited(retry_after: f64) -> Reply {
    let json = Json { retry_after: Some(retry_after), ..Json::default() };
    Reply { json: Some(json), ..status(429) }
}

pub fn failed(failure: Failure) -> Reply {
    Reply { failure: Some(failure), ..ok() }
}

pub fn refused() -> Reply {
    failed(Failure::NotSent)
}

pub fn cut() -> Reply {
    failed(Failure::Lost)
}

/// A request as the server saw it.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    /// The place of its call among the plans.
    pub call: usize,
    pub at: f64,
    /// What the attempt may take.
    pub within_ms: f64,
    /// When the client had all of the response, or gave up; infinity if the call was lost before.
    pub done: f64,
}

#[derive(Debug, Default)]
pub struct Server {
    /// What the next requests receive; after that, `otherwise`.
    pub script: VecDeque<Reply>,
    pub otherwise: Option<Reply>,
    /// A sliding window: what exceeds it receives a 429.
    pub window: Option<RateLimit>,
    taken: VecDeque<f64>,
    pub seen: Vec<Seen>,
    pub created: usize,
}

impl Server {
    pub fn count_429(&self) -> usize {
        self.seen.len() - self.created
    }

    pub(super) fn reply(&mut self, now: f64) -> Reply {
        let reply = self.next_reply(now);
        let is_unsent = matches!(reply.failure, Some(Failure::NotSent | Failure::Untrusted));
        if !is_unsent && matches!(reply.status, 200..=299) {
            self.created += 1;
        }
        reply
    }

    fn next_reply(&mut self, now: f64) -> Reply {
        if let Some(reply) = self.script.pop_front() {
            return reply;
        }
        if let Some(RateLimit { requests, per_ms }) = self.window {
            while self.taken.front().is_some_and(|at| *at <= now - per_ms) {
                self.taken.pop_front();
            }
            if self.taken.len() >= requests as usize {
                return limited(((self.taken[0] + per_ms - now) / 1000.0).ceil());
            }
            self.taken.push_back(now);
        }
        self.otherwise.clone().unwrap_or_else(ok)
    }
}
