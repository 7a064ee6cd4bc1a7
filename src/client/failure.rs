//! What ends an attempt before its response is complete.

use std::borrow::Cow;

use super::response::Head;
use crate::contract::{ErrorClass, ErrorReport, Outcome};
use crate::text::joined;

/// How the platform's request failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The connection was lost, or it is not known whether there was one.
    Lost,
    /// There was no connection, so nothing left this process; or the runtime has no timers to wait
    /// with.
    NotSent,
    /// The server's certificate is not trusted, so nothing left this process.
    Untrusted,
    /// The platform's own timeout ended the request.
    TimedOut,
}

/// What ends an attempt before its response is complete.
#[derive(Debug)]
pub(super) enum Interruption {
    /// The request failed; the platform's error code, if there is one.
    Failed(Failure, Option<String>),
    /// `timeoutMs` or `deadlineMs` has passed.
    TimedOut,
    /// The caller's signal. `sent` says whether anything may have left this process.
    Aborted { sent: bool },
}

impl Interruption {
    /// Whether anything of the attempt may have left this process.
    pub(super) fn sent(&self) -> bool {
        match self {
            Interruption::Failed(failure, _) => {
                matches!(failure, Failure::Lost | Failure::TimedOut)
            }
            Interruption::TimedOut => true,
            Interruption::Aborted { sent } => *sent,
        }
    }

    /// Whether the call ends here, whatever retries are allowed: the next attempt would get the
    /// same certificate.
    pub(super) fn is_final(&self) -> bool {
        matches!(self, Interruption::Failed(Failure::Untrusted, _))
    }

    fn class(&self) -> ErrorClass {
        match self {
            Interruption::Failed(Failure::TimedOut, _) | Interruption::TimedOut => {
                ErrorClass::ApiConnectionTimeoutError
            }
            Interruption::Failed(..) => ErrorClass::ApiConnectionError,
            Interruption::Aborted { .. } => ErrorClass::ApiUserAbortError,
        }
    }

    fn message(&self, outcome: Outcome) -> Cow<'static, str> {
        let (what, code, then) = match self {
            Interruption::Aborted { .. } => {
                return "The caller's signal aborted the call".into();
            }
            Interruption::TimedOut => {
                return "No complete response within timeoutMs or deadlineMs".into();
            }
            Interruption::Failed(Failure::TimedOut, code) => {
                ("The platform's own timeout ended the request", code, "")
            }
            Interruption::Failed(Failure::Untrusted, code) => (
                "The server's certificate is not trusted",
                code,
                "; nothing was sent. To trust a private authority in Node, set NODE_EXTRA_CA_CERTS to the path of its certificate",
            ),
            Interruption::Failed(_, code) if outcome == Outcome::NotSent => {
                ("No connection to the server", code, "; nothing was sent")
            }
            Interruption::Failed(_, code) => {
                ("The connection failed before a response came", code, "")
            }
        };
        match code {
            Some(code) => joined(&[what, " (", code, ")", then]),
            None => joined(&[what, then]),
        }
        .into()
    }
}

/// The error of an attempt without a complete response. `head` is the part that arrived; `sent`
/// says whether anything may have left this process.
pub(super) fn incomplete(why: &Interruption, sent: bool, head: Option<Head>) -> Box<ErrorReport> {
    let outcome = match head {
        Some(head) => head.outcome(),
        None if sent => Outcome::Unknown,
        None => Outcome::NotSent,
    };
    ErrorReport::new(why.class(), outcome, head.map(|head| head.status), why.message(outcome))
}
