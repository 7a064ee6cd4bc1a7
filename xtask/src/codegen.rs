//! Writes definitions of the Rust crate down for TypeScript: fields, limits, options, error
//! classes.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use anyhow::{Result, ensure};
use carecycle_custom_fields::VERSION;
use carecycle_custom_fields::contract::{
    BASE_URL, CREATE_CUSTOM_FIELD_VALUE, CustomFieldType, ErrorClass, Field, OPERATIONS,
    SERVER_CODES, Shape, code,
};
use carecycle_custom_fields::policy::{
    CALL_OPTIONS, CONCURRENCY, DEFAULT_CONCURRENCY, DEFAULT_RATE_LIMIT, MAX_TIMER_MS,
};
use carecycle_custom_fields::validation::MAX_ISSUES;
use serde_json::{Value, json};
use xshell::{Shell, cmd};

use crate::tools::{npm_ci, root, tool};

fn file() -> PathBuf {
    root().join("pkg-template/generated.ts")
}

/// Renews the file.
pub fn codegen(sh: &Shell) -> Result<()> {
    Ok(fs::write(file(), generated(sh)?)?)
}

/// Fails if the file is not up to date.
pub fn check(sh: &Shell) -> Result<()> {
    ensure!(
        fs::read_to_string(file())? == generated(sh)?,
        "pkg-template/generated.ts is stale: run cargo xtask codegen"
    );
    Ok(())
}

fn generated(sh: &Shell) -> Result<String> {
    npm_ci(sh, "xtask")?;
    let mut text =
        String::from("// Generated from the Rust crate by `cargo xtask codegen`. Do not edit.\n");
    for (doc, name, value) in constants() {
        text.push_str(&format!("\n/** {doc} */\nexport const {name} = {value} as const;\n"));
    }
    text.push_str(&error_codes());
    text.push_str(&issue_codes());
    let prettier = tool("prettier/bin/prettier.cjs");
    let path = file();
    Ok(cmd!(sh, "node {prettier} --stdin-filepath {path}").stdin(text).quiet().read()? + "\n")
}

fn names_of(fields: &[Field]) -> Vec<&str> {
    fields.iter().map(|field| field.name).collect()
}

/// The codes that an error may have, as a type.
fn error_codes() -> String {
    let own = ErrorClass::ALL.into_iter().filter_map(ErrorClass::code);
    let codes: BTreeSet<_> = own.chain(SERVER_CODES).map(|code| json!(code).to_string()).collect();
    let codes = codes.into_iter().collect::<Vec<_>>().join(" | ");
    let doc = "The codes of errors: the package's own, and those that the API documents.";
    format!("\n/** {doc} */\nexport type KnownErrorCode = {codes} | `HTTP_${{number}}`;\n")
}

/// The codes that an issue may have, as a type.
fn issue_codes() -> String {
    let codes = code::ALL.map(|code| json!(code).to_string()).join(" | ");
    let doc = "The codes of the issues that the package finds.";
    format!("\n/** {doc} */\nexport type KnownIssueCode = {codes};\n")
}

fn constants() -> Vec<(&'static str, &'static str, Value)> {
    let operation = &CREATE_CUSTOM_FIELD_VALUE;
    let values: Vec<_> = operation
        .request_fields
        .iter()
        .filter(|field| field.shape != Shape::Uuid)
        .map(|field| field.name)
        .collect();
    let fields_of_types: serde_json::Map<_, _> = CustomFieldType::ALL
        .into_iter()
        .map(|each| (each.name().into(), json!(each.value_field())))
        .collect();
    let operations: serde_json::Map<_, _> = OPERATIONS
        .iter()
        .enumerate()
        .map(|(index, operation)| {
            let operation_json = json!({
                "index": index,
                "method": operation.method,
                "path": operation.path,
                "pathParameters": operation.path_parameters,
                "requestFields": names_of(operation.request_fields),
            });
            (operation.name.into(), operation_json)
        })
        .collect();
    let options: serde_json::Map<_, _> = CALL_OPTIONS
        .iter()
        .map(|option| {
            (
                option.name.into(),
                json!({ "valueType": option.value_type, "default": option.default }),
            )
        })
        .collect();
    let codes: serde_json::Map<_, _> = [ErrorClass::ConfigurationError, ErrorClass::CareCycleError]
        .iter()
        .map(|class| (json!(class).as_str().unwrap_or_default().into(), json!(class.code())))
        .collect();
    vec![
        ("The version of the package.", "VERSION", json!(VERSION)),
        ("The API's base URL.", "BASE_URL", json!(BASE_URL)),
        ("The documented operations.", "operations", json!(operations)),
        ("The request's fields that hold a value.", "VALUE_FIELDS", json!(values)),
        (
            "The field that holds a value, by the definition's type.",
            "VALUE_FIELD_OF_TYPE",
            json!(fields_of_types),
        ),
        ("The error classes.", "ERROR_CLASSES", json!(ErrorClass::ALL)),
        ("The codes of the errors that TypeScript makes.", "errorCodes", json!(codes)),
        ("The options of a client that each call can override.", "callOptions", json!(options)),
        (
            "The documented rate limit of a key.",
            "DEFAULT_RATE_LIMIT",
            json!({
                "requests": DEFAULT_RATE_LIMIT.requests, "perMs": DEFAULT_RATE_LIMIT.per_ms as u64,
            }),
        ),
        (
            "`setTimeout` fires immediately past this many milliseconds.",
            "MAX_TIMER_MS",
            json!(MAX_TIMER_MS as u64),
        ),
        (
            "How many rows of `createMany` are in progress by default.",
            "DEFAULT_CONCURRENCY",
            json!(DEFAULT_CONCURRENCY),
        ),
        ("The type of `concurrency`.", "CONCURRENCY", json!(CONCURRENCY)),
        ("The most issues that are reported.", "MAX_ISSUES", json!(MAX_ISSUES)),
    ]
}
