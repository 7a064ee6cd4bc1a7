//! The checks, without JavaScript.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that panics has failed, which is what it is for"
)]

use carecycle_custom_fields::contract::{
    CreateCustomerCustomFieldValueRequest, CustomerCustomFieldValue, REQUEST_FIELDS,
    RESPONSE_FIELDS,
};
use carecycle_custom_fields::validation::{
    Raw, RawBody, UnknownField, UnknownFields, check_request, check_response, is_documented_uuid,
};
use proptest::prelude::*;

const ID: &str = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const PATTERN: &str = "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$";

fn text(value: &str) -> Raw<'_> {
    Raw::Text(value)
}

/// A body with one documented key set besides the definition.
fn body<'a>(name: &str, value: Raw<'a>) -> RawBody<'a> {
    let fields = REQUEST_FIELDS.iter().map(|field| match field.name {
        same if same == name => value.clone(),
        "fieldDefinitionId" => text(ID),
        _ => Raw::Absent,
    });
    RawBody::Object(fields.collect(), Vec::new())
}

fn issues(body: RawBody) -> Vec<(String, String, String)> {
    let found = check_request(&text(ID), body, UnknownFields::Refuse);
    let short = |issue: carecycle_custom_fields::contract::ValidationIssue| {
        (issue.path.join("."), issue.code.into(), issue.received)
    };
    found.into_iter().map(short).collect()
}

fn issue(path: &str, code: &str, received: &str) -> (String, String, String) {
    (path.into(), code.into(), received.into())
}

#[test]
fn takes_absent_and_null_where_they_are_documented() {
    for field in REQUEST_FIELDS {
        let found = [Raw::Absent, Raw::Null].map(|raw| issues(body(field.name, raw)).len());
        assert_eq!(found, if field.nullable { [0, 0] } else { [1, 1] }, "{}", field.name);
    }
}

#[test]
fn names_a_wrong_type_for_every_field() {
    for field in REQUEST_FIELDS {
        let found = issues(body(field.name, Raw::Other("number")));
        assert_eq!(found, [issue(field.name, "invalid_type", "number")]);
    }
}

#[test]
fn names_every_wrong_element() {
    let list = vec![text("a"), Raw::Absent, text("b"), Raw::LoneSurrogate];
    assert_eq!(
        issues(body("multiSelectValue", Raw::List(list))),
        [
            issue("multiSelectValue.1", "invalid_type", "undefined"),
            issue("multiSelectValue.3", "invalid_format", "string"),
        ]
    );
}

#[test]
fn refuses_a_lone_surrogate() {
    let found = issues(body("textValue", Raw::LoneSurrogate));
    assert_eq!(found, [issue("textValue", "invalid_format", "string")]);
}

#[test]
fn refuses_unknown_keys_unless_told_to_send_them() {
    let unknown = || vec![UnknownField { name: "textvalue", sendable: true }];
    let with_unknown = || match body("-", Raw::Null) {
        RawBody::Object(fields, _) => RawBody::Object(fields, unknown()),
        other => other,
    };
    let refused = check_request(&text(ID), with_unknown(), UnknownFields::Refuse);
    assert_eq!(refused[0].code, "unrecognized_keys");
    assert_eq!(refused[0].expected, "textValue");
    assert_eq!(check_request(&text(ID), with_unknown(), UnknownFields::Send), []);
    let circle = UnknownField { name: "circle", sendable: false };
    let body = RawBody::Object(vec![text(ID)], vec![circle]);
    let refused = check_request(&text(ID), body, UnknownFields::Send);
    assert_eq!((refused[0].path.join("."), refused[0].code), ("circle".into(), "custom"));
}

#[test]
fn collects_the_issues_of_id_and_body() {
    let body = RawBody::Object(vec![Raw::Absent], Vec::new());
    let found = check_request(&text("x"), body, UnknownFields::Refuse);
    let paths: Vec<_> = found.iter().map(|issue| issue.path.join(".")).collect();
    assert_eq!(paths, ["id", "fieldDefinitionId"]);
}

#[test]
fn field_tables_are_those_of_the_types() {
    let full = CreateCustomerCustomFieldValueRequest {
        field_definition_id: ID.into(),
        text_value: Some(None),
        number_value: Some(None),
        boolean_value: Some(None),
        date_value: Some(None),
        select_value: Some(None),
        multi_select_value: Some(None),
    };
    let keys = |value: serde_json::Value| {
        value.as_object().unwrap().keys().cloned().collect::<std::collections::BTreeSet<_>>()
    };
    let table = |names: Vec<&str>| names.into_iter().map(String::from).collect();
    let requested = keys(serde_json::to_value(full).unwrap());
    assert_eq!(requested, table(REQUEST_FIELDS.iter().map(|field| field.name).collect()));
    let answer = CustomerCustomFieldValue {
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
    let answered = keys(serde_json::to_value(answer).unwrap());
    assert_eq!(answered, table(RESPONSE_FIELDS.iter().map(|field| field.name).collect()));
}

#[test]
fn wants_every_documented_key_of_an_answer() {
    let good: Vec<Raw> = RESPONSE_FIELDS
        .iter()
        .map(|field| match field.name {
            "recordType" => text("customers"),
            _ if field.nullable => Raw::Null,
            _ => text(ID),
        })
        .collect();
    assert_eq!(check_response(&good), Ok(()));
    for (index, field) in RESPONSE_FIELDS.iter().enumerate() {
        let mut bad = good.clone();
        bad[index] = Raw::Absent;
        assert!(check_response(&bad).unwrap_err().contains(field.name));
    }
}

proptest! {
    #[test]
    fn agrees_with_the_documented_pattern(
        id in "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-f][0-9a-fA-F]{3}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
    ) {
        let pattern = regex::Regex::new(PATTERN).unwrap();
        prop_assert_eq!(is_documented_uuid(&id), pattern.is_match(&id));
    }

    #[test]
    fn agrees_on_what_is_nearly_a_uuid(id in "(urn:uuid:)?[{ ]?[0-9a-g]{8}-?[0-9a-f]{4}-?[1-9][0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}[} \n]?") {
        let pattern = regex::Regex::new(PATTERN).unwrap();
        prop_assert_eq!(is_documented_uuid(&id), pattern.is_match(&id));
    }
}
