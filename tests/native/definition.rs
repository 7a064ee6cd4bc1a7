//! What is wrong with a definition, and with a value that is not one of its definition's.

use crate::world::ID;
use carecycle_custom_fields::contract::{
    CREATE_CUSTOM_FIELD_VALUE, CustomFieldType, ValidationIssue, code,
};
use carecycle_custom_fields::validation::{
    Definition, Raw, RawDefinition, check_definition, check_value,
};

fn text(text: &str) -> Raw {
    Raw::Text(text.into())
}

fn texts(texts: &[&str]) -> Raw {
    Raw::List(texts.iter().map(|each| text(each)).collect())
}

fn definition(field_type: CustomFieldType, options: Option<&[&str]>) -> Definition {
    let options = options.map(|all| all.iter().map(|each| String::from(*each)).collect());
    Definition { id: ID.into(), field_type, options }
}

/// What is wrong with a body that has these fields besides the definition's ID.
fn issues(definition: &Definition, values: &[(&str, Raw)]) -> Vec<ValidationIssue> {
    issues_with_id(definition, text(ID), values)
}

fn issues_with_id(
    definition: &Definition,
    id: Raw,
    values: &[(&str, Raw)],
) -> Vec<ValidationIssue> {
    let fields = CREATE_CUSTOM_FIELD_VALUE.request_fields;
    let raw = |name: &str| match values.iter().find(|(each, _)| *each == name) {
        Some((_, raw)) => raw.clone(),
        None if name == "fieldDefinitionId" => id.clone(),
        None => Raw::Absent,
    };
    let fields: Vec<_> = fields.iter().map(|field| raw(field.name)).collect();
    check_value(&CREATE_CUSTOM_FIELD_VALUE, definition, &fields)
}

/// Issues as `path: code, message`.
fn lines(issues: &[ValidationIssue]) -> Vec<String> {
    let line = |issue: &ValidationIssue| {
        [&issue.path.join("."), ": ", issue.code, ", ", &issue.message].concat()
    };
    issues.iter().map(line).collect()
}

fn value_of(field_type: CustomFieldType) -> Raw {
    match field_type {
        CustomFieldType::Boolean => Raw::Boolean,
        CustomFieldType::MultiSelect => texts(&["Gold"]),
        _ => text("Gold"),
    }
}

#[test]
fn each_type_accepts_its_own_field_and_names_it_for_a_value_in_any_other() {
    for right in CustomFieldType::ALL {
        let definition = definition(right, Some(&["Gold"]));
        for given in CustomFieldType::ALL {
            let found = issues(&definition, &[(given.value_field(), value_of(given))]);
            if given == right {
                assert_eq!(found, []);
                continue;
            }
            let expected = ValidationIssue {
                path: vec![given.value_field().into()],
                message: [
                    "Wrong field: the definition's type is ",
                    right.name(),
                    ", so the value belongs in ",
                    right.value_field(),
                ]
                .concat(),
                expected: right.value_field(),
                received: value_of(given).type_name().into(),
                code: "wrong_value_field",
            };
            assert_eq!(found, [expected]);
        }
    }
}

#[test]
fn each_type_has_its_wire_name() {
    for each in CustomFieldType::ALL {
        assert_eq!(serde_json::to_value(each).unwrap(), each.name());
    }
}

#[test]
fn null_and_absent_values_are_accepted_in_every_field() {
    let definition = definition(CustomFieldType::Number, None);
    let all = ["textValue", "booleanValue", "dateValue", "selectValue", "multiSelectValue"];
    for raw in [Raw::Null, Raw::Absent] {
        assert_eq!(issues(&definition, &all.map(|name| (name, raw.clone()))), []);
    }
}

#[test]
fn every_wrong_field_is_reported() {
    let definition = definition(CustomFieldType::Date, None);
    let found = issues(
        &definition,
        &[("textValue", text("a")), ("dateValue", text("b")), ("numberValue", text("1"))],
    );
    let paths: Vec<_> = found.iter().map(|issue| issue.path.join(".")).collect();
    assert_eq!(paths, ["textValue", "numberValue"]);
}

#[test]
fn an_option_must_be_spelled_exactly_and_the_nearest_is_named() {
    let options = ["Gold", "Silver", "Bronze"];
    let definition = definition(CustomFieldType::Select, Some(&options));
    for option in options {
        assert_eq!(issues(&definition, &[("selectValue", text(option))]), []);
    }
    for (wrong, meant) in
        [("gold", "Gold"), (" Silver", "Silver"), ("Bronze ", "Bronze"), ("", "Gold")]
    {
        let message = format!(
            "selectValue: invalid_value, Invalid option: expected \"Gold\", \"Silver\" or \"Bronze\"; \
             the nearest is \"{meant}\""
        );
        assert_eq!(lines(&issues(&definition, &[("selectValue", text(wrong))])), [message]);
    }
}

#[test]
fn the_nearest_of_many_options_is_named_and_a_single_one_always() {
    let all = ["Option 1", "Option 2", "Option 3", "Option 4", "Option 5", "Sixth"];
    for (options, message) in [
        (&all[..], "Invalid option: expected one of 6 options; the nearest is \"Sixth\""),
        (&all[5..], "Invalid option: expected \"Sixth\""),
        (&all[4..], "Invalid option: expected \"Option 5\" or \"Sixth\"; the nearest is \"Sixth\""),
        (&[], "Invalid option: the definition has no options"),
    ] {
        let definition = definition(CustomFieldType::Select, Some(options));
        let found = issues(&definition, &[("selectValue", text("sixth"))]);
        assert_eq!(found[0].message, message);
    }
}

#[test]
fn each_text_of_a_multi_select_must_be_an_option() {
    let definition = definition(CustomFieldType::MultiSelect, Some(&["Monday", "Friday"]));
    let list = |items| issues(&definition, &[("multiSelectValue", Raw::List(items))]);
    assert_eq!(list(vec![]), []);
    assert_eq!(list(vec![Raw::Option, text("Friday")]), []);
    let found = list(vec![Raw::Option, text("friday"), Raw::Null, text("x")]);
    let paths: Vec<_> = found.iter().map(|issue| issue.path.join(".")).collect();
    assert_eq!(paths, ["multiSelectValue.1", "multiSelectValue.3"]);
}

#[test]
fn any_text_is_accepted_without_options() {
    for (field_type, value) in [
        (CustomFieldType::Select, text("any")),
        (CustomFieldType::MultiSelect, texts(&["any"])),
        (CustomFieldType::Text, text("any")),
    ] {
        let found = issues(&definition(field_type, None), &[(field_type.value_field(), value)]);
        assert_eq!(found, []);
    }
}

#[test]
fn options_of_other_fields_than_selects_are_ignored() {
    let definition = definition(CustomFieldType::Text, Some(&["Gold"]));
    assert_eq!(issues(&definition, &[("textValue", text("any"))]), []);
}

#[test]
fn a_value_of_a_wrong_type_is_left_to_the_check_of_the_request() {
    let definition = definition(CustomFieldType::Select, Some(&["Gold"]));
    for raw in [Raw::Boolean, Raw::LoneSurrogate, Raw::Unreadable, Raw::LongList] {
        assert_eq!(issues(&definition, &[("selectValue", raw)]), []);
    }
}

#[test]
fn a_request_must_name_the_definition_in_any_case() {
    let definition = definition(CustomFieldType::Text, None);
    assert_eq!(issues_with_id(&definition, text(&ID.to_uppercase()), &[]), []);
    let other = text("079f459a-0b19-4274-98b0-427a624178ff");
    let message = "fieldDefinitionId: invalid_value, Wrong definition: the value is checked against a definition with another ID";
    assert_eq!(lines(&issues_with_id(&definition, other, &[])), [message]);
    // What is no text is an issue of the request.
    assert_eq!(issues_with_id(&definition, Raw::Boolean, &[]), []);
}

#[test]
fn an_issue_contains_nothing_of_the_value() {
    let definition = definition(CustomFieldType::Select, Some(&["Gold", "Silver"]));
    for raw in [text("secret"), texts(&["secret"])] {
        for name in ["selectValue", "textValue", "multiSelectValue"] {
            let found = issues(&definition, &[(name, raw.clone())]);
            assert!(!format!("{found:?}").contains("secret"));
        }
    }
}

fn object(id: Raw, field_type: Raw, options: Raw) -> RawDefinition {
    RawDefinition::Object { id, field_type, options }
}

#[test]
fn a_definition_has_an_id_a_type_and_perhaps_options() {
    for field_type in CustomFieldType::ALL {
        for options in [Raw::Absent, Raw::Null, Raw::List(vec![]), texts(&["Gold"])] {
            let raw = object(text(ID), text(field_type.name()), options);
            assert_eq!(check_definition(&raw), Ok(field_type));
        }
    }
}

#[test]
fn everything_that_is_wrong_with_a_definition_is_reported() {
    let raw = object(Raw::Absent, text("multiSelect"), Raw::List(vec![text("a"), Raw::Null]));
    assert_eq!(
        lines(&check_definition(&raw).unwrap_err()),
        [
            "id: invalid_type, Invalid input: expected string, received undefined",
            "fieldType: invalid_value, Invalid type of field: expected text, number, boolean, date, select or multi_select",
            "options.1: invalid_type, Invalid input: expected string, received null",
        ]
    );
    for (id, field_type, options, path) in [
        (text("x"), text("text"), Raw::Absent, "id"),
        (text(ID), Raw::Absent, Raw::Absent, "fieldType"),
        (text(ID), text("Text"), Raw::Absent, "fieldType"),
        (text(ID), Raw::Unreadable, Raw::Absent, "fieldType"),
        (text(ID), text("select"), text("Gold"), "options"),
        (text(ID), text("text"), Raw::Other("object".into()), "options"),
        (text(ID), text("select"), Raw::Unreadable, "options"),
    ] {
        let found = check_definition(&object(id, field_type, options)).unwrap_err();
        assert_eq!(found[0].path.join("."), path);
        assert_eq!(found.len(), 1);
    }
    let other = RawDefinition::Other(Raw::List(vec![]));
    let message = ": invalid_type, Invalid input: expected object, received array";
    assert_eq!(lines(&check_definition(&other).unwrap_err()), [message]);
}

#[test]
fn each_code_of_an_issue_is_listed() {
    let definition = definition(CustomFieldType::Select, Some(&["Gold"]));
    let found = issues(&definition, &[("textValue", text("a")), ("selectValue", text("b"))]);
    assert_eq!(found.len(), 2);
    assert!(found.iter().all(|issue| code::ALL.contains(&issue.code)));
}
