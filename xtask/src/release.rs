//! The conditions of a release.

use anyhow::{Context, Result, ensure};
use carecycle_custom_fields::VERSION;
use xshell::{Shell, cmd};

use crate::tools::{NPM, step};

/// Fails unless the tag, the crate and the changelog have the same version and npm would publish
/// `pkg/`.
pub fn check(sh: &Shell, tag: Option<&str>) -> Result<()> {
    let heading = format!("v{VERSION}");
    check_versions(tag.unwrap_or(&heading), VERSION, &sh.read_file("CHANGELOG.md")?)?;
    crate::package::build_unless_current(sh)?;
    step(&format!("what npm would publish as {VERSION}"));
    let _pkg = sh.push_dir("pkg");
    // Offline: nothing leaves this machine.
    Ok(cmd!(sh, "{NPM} publish --dry-run --offline").run()?)
}

fn check_versions(tag: &str, version: &str, changelog: &str) -> Result<()> {
    let tagged = tag.strip_prefix('v').context("a release's tag is v and its version: v1.2.3")?;
    ensure!(tagged == version, "the tag is {tag}, but the version in Cargo.toml is {version}");
    let mut headings = changelog.lines().filter_map(|line| line.strip_prefix("## "));
    let first = headings.find(|heading| *heading != "Unreleased").unwrap_or("none");
    let (named, date) = first.split_once(' ').unwrap_or((first, ""));
    ensure!(
        named == version && is_date(date),
        "the newest release in CHANGELOG.md is \"{first}\": it must be \"{version} (YYYY-MM-DD)\""
    );
    let unreleased = changelog
        .split("\n## ")
        .find_map(|part| part.trim_start_matches("## ").strip_prefix("Unreleased\n"));
    let is_empty = unreleased.unwrap_or_default().trim().is_empty();
    ensure!(is_empty, "CHANGELOG.md has unreleased entries: move them below \"## {version}\"");
    Ok(())
}

fn is_date(text: &str) -> bool {
    let shape = text.chars().map(|letter| if letter.is_ascii_digit() { '0' } else { letter });
    shape.eq("(0000-00-00)".chars())
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHANGELOG: &str = "# Changelog\n\n## Unreleased\n\n## 1.2.0 (2026-11-26)\n\n- New.\n\n## 1.1.0 (2026-01-01)\n";

    #[test]
    fn tag_version_and_heading_must_be_the_same() {
        check_versions("v1.2.0", "1.2.0", CHANGELOG).unwrap();
        let without_unreleased = CHANGELOG.replace("## Unreleased\n\n", "");
        check_versions("v1.2.0", "1.2.0", &without_unreleased).unwrap();
    }

    #[test]
    fn any_difference_fails_and_is_named() {
        let undated = CHANGELOG.replace(" (2026-11-26)", "");
        let pending = CHANGELOG.replace("Unreleased\n", "Unreleased\n\n- Later.\n");
        for (tag, version, changelog, expected) in [
            ("1.2.0", "1.2.0", CHANGELOG, "a release's tag is v"),
            (
                "v1.2.1",
                "1.2.0",
                CHANGELOG,
                "the tag is v1.2.1, but the version in Cargo.toml is 1.2.0",
            ),
            ("v1.1.0", "1.1.0", CHANGELOG, "is \"1.2.0 (2026-11-26)\": it must be \"1.1.0 ("),
            ("v1.2.0", "1.2.0", "# Changelog\n\n## Unreleased\n", "is \"none\""),
            ("v1.2.0", "1.2.0", &undated, "is \"1.2.0\": it must be \"1.2.0 (YYYY-MM-DD)\""),
            ("v1.2.0", "1.2.0", &pending, "unreleased entries"),
        ] {
            let error = check_versions(tag, version, changelog).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        }
    }
}
