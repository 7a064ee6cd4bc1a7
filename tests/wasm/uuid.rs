//! UUIDs: which of them the documentation allows, and those that the core makes.

use carecycle_custom_fields::js::uuid;
use carecycle_custom_fields::validation::is_documented_uuid;
use js_sys::RegExp;
use wasm_bindgen_test::wasm_bindgen_test;

/// As the documentation has it.
const PATTERN: &str = "^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$";

#[wasm_bindgen_test]
fn uuids_are_what_the_regexp_of_the_documentation_matches() {
    let pattern = RegExp::new(PATTERN, "");
    let mut compared = 0;
    for version in "0123456789abcdef".chars() {
        for variant in "0123456789abcdefAB".chars() {
            let id = format!("497f6eca-6276-{version}993-{variant}feb-53cbbbba6f08");
            let shapes = [id.clone(), id.to_uppercase(), format!("{id}\n")];
            for id in shapes {
                assert_eq!(is_documented_uuid(&id), pattern.test(&id), "{id:?}");
                compared += 1;
            }
        }
    }
    for id in [
        "00000000-0000-0000-0000-000000000000",
        "ffffffff-ffff-ffff-ffff-ffffffffffff",
        "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
        "Ffffffff-ffff-ffff-ffff-ffffffffffff",
        "urn:uuid:497f6eca-6276-4993-bfeb-53cbbbba6f08",
        "{497f6eca-6276-4993-bfeb-53cbbbba6f08}",
        "497f6eca62764993bfeb53cbbbba6f08",
        " 497f6eca-6276-4993-bfeb-53cbbbba6f08",
        "٤97f6eca-6276-4993-bfeb-53cbbbba6f0",
        "",
    ] {
        assert_eq!(is_documented_uuid(id), pattern.test(id), "{id:?}");
    }
    assert!(compared >= 720);
}

#[wasm_bindgen_test]
fn makes_random_uuids_of_version_4() {
    let [one, other] = [uuid(), uuid()].map(|id| id.as_string().unwrap());
    assert!(is_documented_uuid(&one) && is_documented_uuid(&other));
    assert_eq!(one.as_bytes()[14], b'4');
    assert_ne!(one, other);
}
