//! What is wrong with a request or a response.

use std::collections::BTreeSet;

use crate::world::ID;
use carecycle_custom_fields::contract::{
    CREATE_CUSTOM_FIELD_VALUE, CreateCustomerCustomFieldValueRequest, CustomerCustomFieldValue,
    Field, Operation, Shape, ValidationIssue,
};
use carecycle_custom_fields::validation::{
    MAX_ELEMENTS, Raw, RawBody, UnknownField, UnknownFields, check_request, check_response,
    is_documented_uuid,
};
use proptest::prelude::*;

const REQUEST_FIELDS: &[Field] = CREATE_CUSTOM_FIELD_VALUE.request_fields;
const RESPONSE_FIELDS: &[Field] = CREATE_CUSTOM_FIELD_VALUE.response_fields;
const PATTERN: &str = "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$";

fn text(text: &str) -> Raw {
    Raw::Text(text.into())
}

/// A body with one documented key set besides the definition.
fn body(name: &str, value: Raw) -> RawBody {
    let fields = REQUEST_FIELDS.iter().map(|field| match field.name {
        same if same == name => value.clone(),
        "fieldDefinitionId" => text(ID),
        _ => Raw::Absent,
    });
    RawBody::Object { fields: fields.collect(), unknown: Vec::new() }
}

fn with_unknown(fields: &[UnknownField]) -> RawBody {
    RawBody::Object { fields: vec![text(ID)], unknown: fields.to_vec() }
}

fn check(id: &Raw, body: &RawBody, unknown_fields: UnknownFields) -> Vec<ValidationIssue> {
    match check_request(&CREATE_CUSTOM_FIELD_VALUE, std::slice::from_ref(id), body, unknown_fields)
    {
        Ok(_) => Vec::new(),
        Err(issues) => {
            assert_ne!(issues, [], "rejected without an issue");
            issues
        }
    }
}

fn issues(body: &RawBody) -> Vec<ValidationIssue> {
    check(&text(ID), body, UnknownFields::Refuse)
}

/// The only issue of a body with this value.
#[track_caller]
fn only_issue(name: &str, value: Raw) -> ValidationIssue {
    let issues = issues(&body(name, value));
    assert_eq!(issues.len(), 1, "{issues:?}");
    issues.into_iter().next().unwrap()
}

fn issue(
    path: &[&str],
    code: &'static str,
    expected: &'static str,
    received: &str,
    message: &str,
) -> ValidationIssue {
    let path = path.iter().map(|part| String::from(*part)).collect();
    ValidationIssue { path, message: message.into(), expected, received: received.into(), code }
}

#[test]
fn accepts_absent_and_null_for_the_fields_that_are_documented_so() {
    for field in REQUEST_FIELDS {
        let found = [Raw::Absent, Raw::Null].map(|raw| issues(&body(field.name, raw)).len());
        assert_eq!(found, if field.nullable { [0, 0] } else { [1, 1] }, "{}", field.name);
    }
    assert_eq!(issues(&RawBody::Object { fields: vec![], unknown: vec![] }).len(), 1);
}

#[test]
fn accepts_every_field_with_a_value_of_its_type() {
    for field in REQUEST_FIELDS {
        let value = match field.name {
            "booleanValue" => Raw::Boolean,
            "multiSelectValue" => Raw::List(vec![text("a"), text("")]),
            _ => text(ID),
        };
        assert_eq!(issues(&body(field.name, value)), [], "{}", field.name);
    }
}

#[test]
fn reports_a_wrong_type_of_every_field_and_what_was_expected() {
    for field in REQUEST_FIELDS {
        let found = only_issue(field.name, Raw::Other("number".into()));
        let expected = match field.name {
            "booleanValue" => "boolean",
            "multiSelectValue" => "array",
            _ => "string",
        };
        let mut message = ["Invalid input: expected ", expected, ", received number"].concat();
        if field.name == "numberValue" {
            message.push_str("; write the number as a string so that no digit is lost");
        }
        assert_eq!(found, issue(&[field.name], "invalid_type", expected, "number", &message));
    }
}

#[test]
fn reports_the_type_of_whatever_was_received() {
    for (raw, received) in [
        (Raw::Absent, "undefined"),
        (Raw::Null, "null"),
        (Raw::Boolean, "boolean"),
        (Raw::List(vec![]), "array"),
        (Raw::Other("bigint".into()), "bigint"),
    ] {
        assert_eq!(only_issue("fieldDefinitionId", raw).received, received);
    }
    assert_eq!(only_issue("booleanValue", text("true")).received, "string");
    assert_eq!(only_issue("booleanValue", Raw::LoneSurrogate).received, "string");
    assert_eq!(only_issue("multiSelectValue", Raw::Boolean).received, "boolean");
}

#[test]
fn reports_every_wrong_element_by_its_index() {
    let list = vec![text("a"), Raw::Absent, text("b"), Raw::LoneSurrogate];
    let found = issues(&body("multiSelectValue", Raw::List(list)));
    let message = "Invalid input: expected string, received undefined";
    let path = ["multiSelectValue", "1"];
    assert_eq!(found[0], issue(&path, "invalid_type", "string", "undefined", message));
    assert_eq!((found[1].path[1].as_str(), found[1].code), ("3", "invalid_format"));
    assert_eq!(found.len(), 2);
}

#[test]
fn reports_at_most_1000_issues() {
    for (count, reported) in [(999, 999), (1000, 1000), (1001, 1000)] {
        let list = Raw::List(vec![Raw::Null; count]);
        assert_eq!(issues(&body("multiSelectValue", list)).len(), reported);
    }
}

#[test]
fn rejects_an_array_that_is_too_long() {
    let found = only_issue("multiSelectValue", Raw::LongList);
    let (expected, message) =
        ("at most 100000 elements", "Too big: an array may have at most 100000 elements");
    assert_eq!(found, issue(&["multiSelectValue"], "too_big", expected, "array", message));
    assert_eq!(MAX_ELEMENTS, 100_000);
}

#[test]
fn rejects_a_lone_surrogate() {
    let message = "Invalid string: it contains a lone surrogate, which is not valid Unicode";
    let expected = "well-formed Unicode text";
    assert_eq!(
        only_issue("textValue", Raw::LoneSurrogate),
        issue(&["textValue"], "invalid_format", expected, "string", message)
    );
    let path = ["fieldDefinitionId"];
    assert_eq!(
        only_issue("fieldDefinitionId", Raw::LoneSurrogate),
        issue(&path, "invalid_format", "uuid", "string", "Invalid UUID")
    );
}

#[test]
fn rejects_values_that_cannot_be_read() {
    let message = "Invalid input: reading it threw an exception";
    let expected = issue(&["dateValue"], "custom", "string", "unreadable", message);
    assert_eq!(only_issue("dateValue", Raw::Unreadable), expected);
}

#[test]
fn rejects_a_body_that_is_not_an_object() {
    let message = "Invalid input: expected object, received array";
    let expected = issue(&[], "invalid_type", "object", "array", message);
    assert_eq!(issues(&RawBody::Other(Raw::List(vec![]))), [expected]);
    assert_eq!(issues(&RawBody::Other(Raw::LoneSurrogate))[0].code, "invalid_type");
}

#[test]
fn says_what_is_wrong_with_a_uuid() {
    let inner = "497f6eca-6276-4993-bfeb-53cbbbba6f0";
    for (id, message) in [
        (format!(" {inner}8"), "Invalid UUID: white space around it"),
        (format!("{inner}8\n"), "Invalid UUID: white space around it"),
        (format!("{inner}8\u{a0}"), "Invalid UUID: white space around it"),
        (format!("\u{feff}{inner}8"), "Invalid UUID: white space around it"),
        (format!("{inner}\u{663}"), "Invalid UUID: it must have 36 characters, hyphens included"),
        (format!("{{{inner}8}}"), "Invalid UUID: braces around it"),
        (
            "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF".into(),
            "Invalid UUID: the max UUID must be in lower case",
        ),
        (inner.into(), "Invalid UUID: it must have 36 characters, hyphens included"),
        (format!("{inner}g"), "Invalid UUID"),
        (String::new(), "Invalid UUID"),
    ] {
        let expected = issue(&["fieldDefinitionId"], "invalid_format", "uuid", "string", message);
        assert_eq!(only_issue("fieldDefinitionId", text(&id)), expected);
    }
}

#[test]
fn rejects_unknown_keys_unless_the_caller_sends_them() {
    let body = with_unknown(&[UnknownField { name: "textvalue".into(), sendable: true }]);
    let message = "Unrecognized key: not a documented field; the nearest is \"textValue\"";
    let expected = issue(&["textvalue"], "unrecognized_keys", "textValue", "unknown key", message);
    assert_eq!(issues(&body), [expected]);
    assert_eq!(check(&text(ID), &body, UnknownFields::Send), []);
}

#[test]
fn rejects_an_unknown_key_that_cannot_be_sent() {
    let body = with_unknown(&[UnknownField { name: "circle".into(), sendable: false }]);
    let found = check(&text(ID), &body, UnknownFields::Send);
    let message = "Invalid input: it cannot be written as JSON";
    assert_eq!(found, [issue(&["circle"], "custom", "a JSON value", "unreadable", message)]);
}

#[test]
fn a_field_of_another_operation_may_allow_one_text_only() {
    let kind = Field { name: "kind", shape: Shape::Exactly("patient"), nullable: false };
    let fields: &'static [Field] = Box::leak(Box::new([kind]));
    let operation: &Operation =
        Box::leak(Box::new(Operation { request_fields: fields, ..CREATE_CUSTOM_FIELD_VALUE }));
    let check = |raw| {
        let body = RawBody::Object { fields: vec![raw], unknown: vec![] };
        check_request(operation, &[text(ID)], &body, UnknownFields::Refuse).map(|_| ())
    };
    assert_eq!(check(text("patient")), Ok(()));
    for raw in [text("customer"), Raw::Null] {
        assert_eq!(check(raw).unwrap_err()[0].path, ["kind"]);
    }
}

#[test]
fn collects_the_issues_of_id_and_body() {
    let body = RawBody::Object { fields: vec![Raw::Absent], unknown: Vec::new() };
    let found = check(&text("x"), &body, UnknownFields::Refuse);
    let paths: Vec<_> = found.iter().map(|issue| issue.path.join(".")).collect();
    assert_eq!(paths, ["id", "fieldDefinitionId"]);
}

#[test]
fn the_operations_fields_are_those_of_its_types() {
    let request = CreateCustomerCustomFieldValueRequest {
        field_definition_id: ID.into(),
        text_value: Some(None),
        number_value: Some(None),
        boolean_value: Some(None),
        date_value: Some(None),
        select_value: Some(None),
        multi_select_value: Some(None),
    };
    let response = CustomerCustomFieldValue {
        id: ID.into(),
        created_at: None,
        updated_at: None,
        field_definition_id: ID.into(),
        record_id: ID.into(),
        record_type: "customers".into(),
        text_value: None,
        number_value: None,
        boolean_value: None,
        date_value: None,
        select_value: None,
        multi_select_value: None,
    };
    let names = |fields: &[Field]| -> BTreeSet<String> {
        fields.iter().map(|field| field.name.into()).collect()
    };
    let keys = |value: serde_json::Value| -> BTreeSet<String> {
        value.as_object().unwrap().keys().cloned().collect()
    };
    assert_eq!(keys(serde_json::to_value(request).unwrap()), names(REQUEST_FIELDS));
    assert_eq!(keys(serde_json::to_value(response).unwrap()), names(RESPONSE_FIELDS));
}

/// What the fields of a documented response hold.
fn response() -> Vec<Raw> {
    let value = |field: &Field| match field.name {
        "recordType" => text("customers"),
        _ if field.nullable => Raw::Null,
        _ => text(ID),
    };
    RESPONSE_FIELDS.iter().map(value).collect()
}

#[track_caller]
fn check_field(name: &str, raw: Raw) -> Result<(), String> {
    let mut fields = response();
    let place = RESPONSE_FIELDS.iter().position(|field| field.name == name).unwrap();
    fields[place] = raw;
    check_response(&CREATE_CUSTOM_FIELD_VALUE, &fields)
}

#[test]
fn a_response_without_a_documented_key_is_undocumented() {
    assert_eq!(check_response(&CREATE_CUSTOM_FIELD_VALUE, &response()), Ok(()));
    for field in RESPONSE_FIELDS {
        let why = ["has an undocumented ", field.name, ": received undefined"].concat();
        assert_eq!(check_field(field.name, Raw::Absent), Err(why));
        let is_null = check_field(field.name, Raw::Null);
        assert_eq!(is_null.is_ok(), field.nullable, "{}", field.name);
    }
    assert!(check_response(&CREATE_CUSTOM_FIELD_VALUE, &[]).is_err());
}

#[test]
fn a_response_may_hold_any_value_of_the_documented_types() {
    let list = |items| Raw::List(items);
    for (name, raw, is_documented) in [
        ("id", text("x"), false),
        ("id", Raw::LoneSurrogate, false),
        ("recordType", text("patients"), false),
        ("recordType", Raw::Boolean, false),
        ("textValue", text("any"), true),
        ("textValue", Raw::LoneSurrogate, true),
        ("textValue", Raw::Boolean, false),
        ("textValue", Raw::Unreadable, false),
        ("booleanValue", Raw::Boolean, true),
        ("booleanValue", text("true"), false),
        ("multiSelectValue", list(vec![text("a"), Raw::LoneSurrogate]), true),
        ("multiSelectValue", list(vec![text("a"), Raw::Null]), false),
        ("multiSelectValue", Raw::LongList, true),
        ("multiSelectValue", text("a"), false),
    ] {
        let result = check_field(name, raw.clone());
        assert_eq!(result.is_ok(), is_documented, "{name} {raw:?}");
    }
    let why = "has an undocumented booleanValue: received number";
    assert_eq!(check_field("booleanValue", Raw::Other("number".into())), Err(why.into()));
}

proptest! {
    #[test]
    fn accepts_exactly_the_uuids_of_the_documented_pattern(
        id in "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-f][0-9a-fA-F]{3}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
    ) {
        let pattern = regex::Regex::new(PATTERN).unwrap();
        prop_assert_eq!(is_documented_uuid(&id), pattern.is_match(&id));
    }

    #[test]
    fn rejects_what_is_only_nearly_a_uuid(id in "(urn:uuid:)?[{ ]?[0-9a-g]{8}-?[0-9a-f]{4}-?[1-9][0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}[} \n]?") {
        let pattern = regex::Regex::new(PATTERN).unwrap();
        prop_assert_eq!(is_documented_uuid(&id), pattern.is_match(&id));
    }
}

#[test]
fn accepts_the_nil_and_the_max_uuid_in_lower_case_only() {
    for (digit, is_documented) in [("0", true), ("f", true), ("F", false), ("1", false)] {
        let id = [8, 4, 4, 4, 12].map(|count| digit.repeat(count)).join("-");
        assert_eq!(is_documented_uuid(&id), is_documented, "{id}");
        assert!(!is_documented_uuid(&id.replacen('-', digit, 1)));
        assert!(!is_documented_uuid(&[id.as_str(), digit].concat()));
    }
}
