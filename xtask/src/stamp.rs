//! Whether work was already done with the same files: a hash of their contents, kept in `target/`.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::Result;
use xshell::{Shell, cmd};

use crate::tools::root;

/// A hash of the files under these paths that git tracks or would add, and of the contents of folders
/// that it ignores.
fn hash_of(sh: &Shell, sources: &[&str], outputs: &[&str]) -> Result<String> {
    let listed = cmd!(sh, "git ls-files --cached --others --exclude-standard -- {sources...}");
    let mut files: Vec<PathBuf> =
        listed.quiet().read()?.lines().map(|file| root().join(file)).collect();
    for output in outputs {
        list(&root().join(output), &mut files);
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.hash(&mut hasher);
        fs::read(&file).ok().hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn list(path: &Path, files: &mut Vec<PathBuf>) {
    if path.is_file() {
        files.push(path.to_owned());
    }
    for entry in fs::read_dir(path).into_iter().flatten().flatten() {
        list(&entry.path(), files);
    }
}

/// Some work, with the files that it depends on and those that it creates.
pub struct Work {
    pub name: &'static str,
    pub sources: &'static [&'static str],
    pub outputs: &'static [&'static str],
}

impl Work {
    fn file(&self) -> PathBuf {
        root().join(format!("target/stamps/{}", self.name))
    }

    /// Whether it was done with the same files, and its outputs are unchanged.
    pub fn is_current(&self, sh: &Shell) -> Result<bool> {
        let all_there = self.outputs.iter().all(|output| root().join(output).exists());
        let done = fs::read_to_string(self.file()).unwrap_or_default();
        Ok(all_there && done == hash_of(sh, self.sources, self.outputs)?)
    }

    /// Records that it was done.
    pub fn done(&self, sh: &Shell) -> Result<()> {
        Ok(sh.write_file(self.file(), hash_of(sh, self.sources, self.outputs)?)?)
    }

    /// Does it, unless it was done.
    pub fn unless_current(&self, sh: &Shell, work: impl FnOnce() -> Result<()>) -> Result<()> {
        if self.is_current(sh)? {
            return Ok(());
        }
        work()?;
        self.done(sh)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORK: Work = Work {
        name: "test-of-stamps",
        sources: &["Cargo.toml"],
        outputs: &["target/stamps/output-of-test"],
    };

    #[test]
    fn work_is_current_until_its_files_or_what_it_made_change() -> Result<()> {
        let sh = Shell::new()?;
        sh.change_dir(root());
        let output = root().join("target/stamps/output-of-test");
        let mut times = 0;
        let mut run = |text: &str| {
            WORK.unless_current(&sh, || {
                times += 1;
                Ok(sh.write_file(&output, text)?)
            })
            .map(|()| times)
        };
        sh.remove_path(WORK.file())?;
        assert_eq!(run("made")?, 1);
        assert_eq!(run("made")?, 1);
        sh.write_file(&output, "changed by hand")?;
        assert_eq!(run("made")?, 2);
        sh.remove_path(&output)?;
        assert_eq!(run("made")?, 3);
        sh.remove_path(&output)?;
        Ok(sh.remove_path(WORK.file())?)
    }

    #[test]
    fn a_hash_is_that_of_the_contents() -> Result<()> {
        let sh = Shell::new()?;
        sh.change_dir(root());
        let toml = hash_of(&sh, &["Cargo.toml"], &[])?;
        assert_eq!(toml, hash_of(&sh, &["Cargo.toml"], &[])?);
        assert_ne!(toml, hash_of(&sh, &["Cargo.lock"], &[])?);
        Ok(())
    }
}
