//! How one attempt ends: the error class, and whether the value was created.

use crate::world::*;
use carecycle_custom_fields::client::{
    Action, BodyEnd, CallQueue, CallSettings, Failure, Head, Json, Moment,
};
use carecycle_custom_fields::contract::{
    CREATE_CUSTOM_FIELD_VALUE, ErrorClass, ErrorReport, Outcome,
};
use carecycle_custom_fields::policy::MAX_RESPONSE_BYTES;
use carecycle_custom_fields::policy::Retries;
use carecycle_custom_fields::validation::Raw;

/// One attempt that receives `reply`, as the plan has it.
fn attempt(reply: Reply, plan: Plan) -> Result<(), Box<ErrorReport>> {
    let mut plan = plan;
    plan.settings.retries = Retries { max: 0, unknown: false };
    run_one(&mut World::scripted([reply]), plan).result
}

#[track_caller]
fn fails(reply: Reply, class: ErrorClass, outcome: Outcome) -> Box<ErrorReport> {
    let error = attempt(reply, PLAN).unwrap_err();
    assert_eq!((error.class, error.outcome), (class, outcome));
    assert_eq!(error.attempts, [error.attempt()]);
    error
}

#[test]
fn resolves_with_a_documented_response() {
    assert_eq!(attempt(ok(), PLAN), Ok(()));
    assert_eq!(attempt(Reply { status: 201, ..ok() }, PLAN), Ok(()));
}

#[test]
fn sends_nothing_if_the_call_was_aborted_before_it_started() {
    let mut world = World::scripted([ok()]);
    let error = run_one(&mut world, Plan { abort_at: 0.0, ..PLAN }).result.unwrap_err();
    assert_eq!((error.class, error.outcome), (ErrorClass::ApiUserAbortError, Outcome::NotSent));
    assert_eq!(error.message, "The caller's signal aborted the call");
    assert_eq!(error.attempts, []);
    assert_eq!(world.server.seen.len(), 0);
}

#[test]
fn the_outcome_of_a_request_aborted_in_flight_is_unknown() {
    let error = attempt(ok(), Plan { abort_at: 2.0, ..PLAN }).unwrap_err();
    assert_eq!((error.class, error.outcome), (ErrorClass::ApiUserAbortError, Outcome::Unknown));
    assert_eq!((error.status, error.attempts.len()), (None, 1));
}

#[test]
fn a_2xx_aborted_in_its_body_was_created() {
    let error = attempt(ok(), Plan { abort_at: 7.0, ..PLAN }).unwrap_err();
    assert_eq!((error.class, error.outcome), (ErrorClass::ApiUserAbortError, Outcome::Created));
    assert_eq!((error.status, error.attempts.len()), (Some(200), 1));
}

#[test]
fn the_outcome_of_a_request_without_a_response_in_time_is_unknown() {
    let error = fails(
        Reply { head_ms: 2000.0, ..ok() },
        ErrorClass::ApiConnectionTimeoutError,
        Outcome::Unknown,
    );
    assert_eq!(error.message, "No complete response within timeoutMs or deadlineMs");
}

/// Each is created if the content type says JSON, and unknown if not.
#[track_caller]
fn is_created_if_json(reply: Reply, class: ErrorClass) -> Box<ErrorReport> {
    fails(Reply { is_json: false, ..reply.clone() }, class, Outcome::Unknown);
    fails(reply, class, Outcome::Created)
}

#[test]
fn a_2xx_with_a_stalled_body_was_created_if_it_is_json() {
    let stalled = Reply { body_ms: 2000.0, ..ok() };
    let error = is_created_if_json(stalled, ErrorClass::ApiConnectionTimeoutError);
    assert_eq!((error.status, &*error.code), (Some(200), "TIMEOUT"));
}

#[test]
fn a_2xx_with_a_lost_body_was_created_if_it_is_json() {
    let lost = Reply { end: BodyEnd::Lost, ..ok() };
    let error = is_created_if_json(lost, ErrorClass::ApiConnectionError);
    assert_eq!(error.message, "The value was created, but the response was cut off");
}

#[test]
fn a_2xx_that_does_not_parse_was_created_if_it_is_json() {
    let torn = Reply { json: None, ..ok() };
    let error = is_created_if_json(torn, ErrorClass::UnexpectedResponseError);
    assert_eq!(error.message, "The value was created, but the response is not complete JSON");
}

#[test]
fn a_2xx_that_is_too_big_was_created_if_it_is_json() {
    let too_big = Reply { end: BodyEnd::TooBig, ..ok() };
    let error = is_created_if_json(too_big, ErrorClass::UnexpectedResponseError);
    assert_eq!(error.message, "The value was created, but the response is over 8 MB");
    assert_eq!((error.status, &*error.code), (Some(200), "UNEXPECTED_RESPONSE"));
    assert_eq!(MAX_RESPONSE_BYTES, 8 << 20);
}

/// A documented response, but for these fields.
fn with(changes: &[(&str, Raw)]) -> Json {
    let mut json = documented();
    for (name, raw) in changes {
        let fields = CREATE_CUSTOM_FIELD_VALUE.response_fields;
        let at = fields.iter().position(|field| field.name == *name).unwrap();
        json.fields[at] = raw.clone();
    }
    json
}

const OTHER_ID: &str = "b0000000-6276-4993-bfeb-53cbbbba6f08";

#[test]
fn the_outcome_of_a_whole_2xx_that_does_not_name_what_was_sent_is_unknown() {
    let other = || Raw::Text(OTHER_ID.into());
    for json in [
        Json::default(),
        with(&[("recordId", other())]),
        with(&[("fieldDefinitionId", other())]),
        with(&[("recordId", Raw::Absent), ("id", Raw::Absent)]),
        with(&[("fieldDefinitionId", Raw::Null)]),
        with(&[("recordId", Raw::Text("".into()))]),
    ] {
        for is_json in [true, false] {
            let reply = Reply { json: Some(json.clone()), is_json, ..ok() };
            let error = fails(reply, ErrorClass::UnexpectedResponseError, Outcome::Unknown);
            let message = "The status means success, but the response does not match the request";
            assert_eq!(error.message, message);
            assert_eq!((error.status, &*error.code), (Some(200), "UNEXPECTED_RESPONSE"));
        }
    }
    for status in [200, 202, 204, 206, 299] {
        for is_json in [true, false] {
            let empty = Reply { json: None, end: BodyEnd::Empty, status, is_json, ..ok() };
            let error = fails(empty, ErrorClass::UnexpectedResponseError, Outcome::Unknown);
            let message = "The status means success, but the response is empty";
            assert_eq!(error.message, message);
        }
    }
}

#[test]
fn a_whole_2xx_that_names_what_was_sent_was_created_whatever_else_is_missing() {
    for (changes, why) in [
        (vec![("id", Raw::Absent)], "has an undocumented id: received undefined"),
        (vec![("recordType", Raw::Null)], "has an undocumented recordType: received null"),
        (vec![("createdAt", Raw::Boolean)], "has an undocumented createdAt: received boolean"),
        (
            vec![("recordId", Raw::Text(ID.to_uppercase())), ("textValue", Raw::Absent)],
            "has an undocumented textValue: received undefined",
        ),
    ] {
        let reply = Reply { json: Some(with(&changes)), is_json: false, ..ok() };
        let error = fails(reply, ErrorClass::UnexpectedResponseError, Outcome::Created);
        assert_eq!(error.message, ["The value was created, but the response ", why].concat());
    }
    let upper = with(&[("recordId", Raw::Text(ID.to_uppercase()))]);
    assert_eq!(attempt(Reply { json: Some(upper), ..ok() }, PLAN), Ok(()));
}

#[test]
fn a_refused_connection_sent_nothing_and_a_lost_one_may_have() {
    let error = fails(refused(), ErrorClass::ApiConnectionError, Outcome::NotSent);
    assert_eq!(error.message, "No connection to the server; nothing was sent");
    let error = fails(cut(), ErrorClass::ApiConnectionError, Outcome::Unknown);
    assert_eq!(error.message, "The connection failed before a response came");
    assert_eq!((error.status, &*error.code), (None, "CONNECTION"));
}

/// The message of a call whose only attempt fails so, with the platform's code.
fn message_of(failure: Failure, code: Option<&str>) -> String {
    let settings = CallSettings { retries: Retries { max: 0, unknown: false }, ..PLAN.settings };
    let at = Moment { monotonic: 0.0, wall: 0.0, random: 0.0 };
    let mut queue = CallQueue::default();
    let (call, _) = queue.start(checked_request(), settings, at);
    let step = queue.failed(call, failure, code.map(Into::into), at);
    let Action::Reject(error) = step.action else { panic!("{:?}", step.action) };
    error.message.into_owned()
}

#[test]
fn a_failure_names_the_code_of_the_platform() {
    let trust = "; nothing was sent. To trust a private authority in Node, set NODE_EXTRA_CA_CERTS to the path of its certificate";
    let untrusted = "The server's certificate is not trusted";
    for (failure, code, message) in [
        (
            Failure::NotSent,
            Some("ENOTFOUND"),
            "No connection to the server (ENOTFOUND); nothing was sent".into(),
        ),
        (
            Failure::Lost,
            Some("ECONNRESET"),
            "The connection failed before a response came (ECONNRESET)".into(),
        ),
        (
            Failure::TimedOut,
            Some("UND_ERR_HEADERS_TIMEOUT"),
            "The platform's own timeout ended the request (UND_ERR_HEADERS_TIMEOUT)".into(),
        ),
        (Failure::TimedOut, None, "The platform's own timeout ended the request".into()),
        (
            Failure::Untrusted,
            Some("CERT_HAS_EXPIRED"),
            [untrusted, " (CERT_HAS_EXPIRED)", trust].concat(),
        ),
        (Failure::Untrusted, None, [untrusted, trust].concat()),
    ] {
        assert_eq!(message_of(failure, code), message);
    }
}

#[test]
fn a_body_that_the_platforms_timeout_ended_means_what_the_status_does() {
    for (status, outcome) in [(200, Outcome::Created), (404, Outcome::Rejected)] {
        let at = Moment { monotonic: 0.0, wall: 0.0, random: 0.0 };
        let mut queue = CallQueue::default();
        let (call, _) = queue.start(checked_request(), PLAN.settings, at);
        queue.responded(call, Head { status, is_json: true, retry_after: None }, at);
        let step = queue.failed(call, Failure::TimedOut, None, at);
        let Action::Reject(error) = step.action else { panic!("{:?}", step.action) };
        assert_eq!(error.class, ErrorClass::ApiConnectionTimeoutError);
        assert_eq!((error.outcome, error.status), (outcome, Some(status)));
    }
}

#[test]
fn never_follows_a_redirect() {
    for code in [0, 300, 301, 302, 303, 304, 307, 308, 399] {
        // Its body is not read: it would take longer than the attempt may.
        let reply = Reply { body_ms: 1e6, ..status(code) };
        // A 303 means that it is done, and a hidden status may be one.
        let outcome = if matches!(code, 0 | 303) { Outcome::Unknown } else { Outcome::Rejected };
        let error = fails(reply, ErrorClass::UnexpectedResponseError, outcome);
        assert_eq!(
            error.message,
            "The server redirected the request; the key is not sent elsewhere"
        );
        assert_eq!(error.status, Some(code));
    }
}

#[test]
fn classifies_every_documented_status_even_if_its_body_is_lost() {
    let (rejected, refused) = (Outcome::Rejected, "The server refused the request");
    let too_many = "The server received more requests than its limit allows";
    let failed = "The server failed; the value may have been created";
    for (code, class, outcome, message) in [
        (400, ErrorClass::BadRequestError, rejected, refused),
        (401, ErrorClass::AuthenticationError, rejected, "The server refused the API key"),
        (403, ErrorClass::PermissionDeniedError, rejected, "The API key lacks the permission"),
        (
            404,
            ErrorClass::NotFoundError,
            rejected,
            "The server found no such customer or definition",
        ),
        (409, ErrorClass::ApiError, rejected, refused),
        (422, ErrorClass::ValidationError, rejected, refused),
        (429, ErrorClass::RateLimitError, rejected, too_many),
        (500, ErrorClass::InternalServerError, Outcome::Unknown, failed),
    ] {
        let error = fails(Reply { retry_after: Some(3.0), ..status(code) }, class, outcome);
        assert_eq!((error.status, error.retry_after), (Some(code), Some(3.0)));
        assert_eq!(error.message, message);
        if class != ErrorClass::ValidationError {
            assert_eq!(error.code, format!("HTTP_{code}"));
        }
        fails(Reply { end: BodyEnd::Lost, ..status(code) }, class, outcome);
    }
}

#[test]
fn an_invalid_status_is_unexpected_and_its_outcome_unknown() {
    for code in [1, 199, 600, u16::MAX] {
        let error = fails(status(code), ErrorClass::UnexpectedResponseError, Outcome::Unknown);
        assert_eq!(error.message, "The response has an invalid status");
    }
}

#[test]
fn the_servers_code_outweighs_the_status_and_the_larger_wait_counts() {
    let json = Json { retry_after: Some(9.0), code: Some("NOT_FOUND".into()), ..Json::default() };
    let reply = Reply { json: Some(json), retry_after: Some(3.0), ..status(429) };
    let error = attempt(reply, PLAN).unwrap_err();
    assert_eq!((error.class, error.retry_after), (ErrorClass::NotFoundError, Some(9.0)));
}

#[test]
fn a_backends_outcome_outweighs_every_status_but_a_2xx() {
    for outcome in [Outcome::NotSent, Outcome::Rejected, Outcome::Unknown, Outcome::Created] {
        let json = Json { outcome: Some(outcome), ..Json::default() };
        for (code, class) in [
            (400, ErrorClass::BadRequestError),
            (403, ErrorClass::PermissionDeniedError),
            (422, ErrorClass::ValidationError),
            (502, ErrorClass::InternalServerError),
            (600, ErrorClass::UnexpectedResponseError),
        ] {
            let error = fails(Reply { json: Some(json.clone()), ..status(code) }, class, outcome);
            let is_backends = error.message.contains("backend");
            assert!(is_backends, "{}", error.message);
        }
        let whole = Json { outcome: Some(outcome), ..documented() };
        assert!(attempt(Reply { json: Some(whole), ..ok() }, PLAN).is_ok());
    }
}

#[test]
fn the_code_of_a_backend_without_configuration_is_believed_only_with_an_outcome() {
    for (outcome, code, expected) in [
        (Some(Outcome::NotSent), "CONFIGURATION", "CONFIGURATION"),
        (Some(Outcome::NotSent), "NO_CONFIGURATION", "HTTP_502"),
        (None, "CONFIGURATION", "HTTP_502"),
    ] {
        let json = Json { outcome, code: Some(code.into()), ..Json::default() };
        let error = attempt(Reply { json: Some(json), ..status(502) }, PLAN).unwrap_err();
        assert_eq!(error.code, expected, "{outcome:?} {code}");
    }
}

#[test]
fn an_attempt_ends_at_the_timeout_or_at_the_deadline_whichever_is_sooner() {
    for (timeout_ms, deadline_ms, at) in [(300.0, 500.0, 300.0), (500.0, 300.0, 300.0)] {
        let mut plan = PLAN;
        plan.settings.timeout_ms = timeout_ms;
        plan.settings.deadline_ms = Some(deadline_ms);
        let ended = run_one(&mut World::scripted([Reply { head_ms: 1e6, ..ok() }]), plan);
        assert_eq!(ended.at, at);
        assert_eq!(ended.result.unwrap_err().class, ErrorClass::ApiConnectionTimeoutError);
    }
}
