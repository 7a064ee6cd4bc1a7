//! The browsers and drivers that tests need: looked up on this machine, or installed if possible.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use xshell::{Shell, cmd};

use crate::tools::step;

/// A program that no package manager of this repository can install.
#[derive(Debug, PartialEq)]
pub struct Program {
    /// Its usual name.
    name: &'static str,
    /// The environment variable that overrides it, which is also set for the tests.
    variable: &'static str,
    /// Its names in `PATH`, best first.
    commands: &'static [&'static str],
    /// Where it is outside `PATH`.
    places: &'static [&'static str],
    debian: &'static str,
    ubuntu: &'static str,
}

pub const CHROMIUM: Program = Program {
    name: "Chromium",
    variable: "CHROMIUM",
    commands: &["chromium", "chromium-browser", "google-chrome", "chrome"],
    places: &[
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "C:/Program Files/Google/Chrome/Application/chrome.exe",
    ],
    debian: "chromium",
    ubuntu: "chromium-browser",
};

pub const CHROMEDRIVER: Program = Program {
    name: "ChromeDriver",
    variable: "CHROMEDRIVER",
    commands: &["chromedriver"],
    places: &[],
    debian: "chromium-driver",
    ubuntu: "chromium-chromedriver",
};

/// Only one row of the matrix needs it, and reports it if it is missing.
pub const FIREFOX: Program = Program {
    name: "Firefox",
    variable: "FIREFOX",
    commands: &["firefox-esr", "firefox"],
    places: &["/Applications/Firefox.app/Contents/MacOS/firefox"],
    debian: "firefox-esr",
    ubuntu: "firefox",
};

/// What determines which program is used and who may install one.
struct Machine {
    path: Vec<PathBuf>,
    os_release: String,
    is_root: bool,
}

impl Machine {
    fn this(sh: &Shell) -> Self {
        let path = env::var_os("PATH").unwrap_or_default();
        let user = cmd!(sh, "id -u").quiet().ignore_stderr().read().unwrap_or_default();
        Self {
            path: env::split_paths(&path).collect(),
            os_release: fs::read_to_string("/etc/os-release").unwrap_or_default(),
            is_root: user == "0",
        }
    }

    fn find(&self, program: &Program) -> Option<PathBuf> {
        let end = env::consts::EXE_SUFFIX;
        let mut files = Vec::new();
        for command in program.commands {
            files.extend(self.path.iter().map(|dir| dir.join(format!("{command}{end}"))));
        }
        files.extend(program.places.iter().map(PathBuf::from));
        files.into_iter().find(|file| file.is_file())
    }

    /// The package that contains a program, if this machine's package manager is apt.
    fn package(&self, program: &Program) -> Option<&'static str> {
        let is = |name: &str| {
            let id = self.os_release.lines().find_map(|line| line.strip_prefix("ID="));
            id.is_some_and(|id| id.trim_matches('"') == name)
        };
        let package = is("debian").then_some(program.debian);
        package.or(is("ubuntu").then_some(program.ubuntu))
    }
}

/// Sets each program's environment variable for the rest of the task; on Debian and Ubuntu, root
/// also installs missing ones. If a program is still missing, this fails before anything else is
/// done.
pub fn require(sh: &Shell, programs: &[Program]) -> Result<()> {
    let missing = look_for(sh, &Machine::this(sh), programs)?;
    if missing.is_empty() { Ok(()) } else { bail!(advice(&missing)) }
}

/// Like `require`, but continues without missing programs.
pub fn prefer(sh: &Shell, programs: &[Program]) {
    match look_for(sh, &Machine::this(sh), programs) {
        Ok(missing) if missing.is_empty() => {}
        Ok(missing) => eprintln!("{}", advice(&missing)),
        Err(error) => eprintln!("{error}"),
    }
}

/// The programs that are missing after an attempt to install them.
fn look_for<'a>(
    sh: &Shell,
    machine: &Machine,
    programs: &'a [Program],
) -> Result<Vec<&'a Program>> {
    let missing = missing(sh, machine, programs)?;
    let packages: Vec<_> = missing.iter().filter_map(|program| machine.package(program)).collect();
    if packages.is_empty() || !machine.is_root {
        return Ok(missing);
    }
    step(&format!("{} not found: installing {}", names(&missing), packages.join(" ")));
    let _quiet = sh.push_env("DEBIAN_FRONTEND", "noninteractive");
    cmd!(sh, "apt-get update").run()?;
    cmd!(sh, "apt-get install -y --no-install-recommends {packages...}").run()?;
    self::missing(sh, machine, programs)
}

/// Sets the variables of the programs that are found, and returns the others.
fn missing<'a>(sh: &Shell, machine: &Machine, programs: &'a [Program]) -> Result<Vec<&'a Program>> {
    let mut missing = Vec::new();
    for program in programs {
        let chosen = sh.var_os(program.variable).filter(|value| !value.is_empty());
        if let Some(chosen) = chosen {
            let is_path = Path::new(&chosen).components().count() > 1;
            if is_path && !Path::new(&chosen).is_file() {
                bail!("{}={} is not a file", program.variable, Path::new(&chosen).display());
            }
        } else if let Some(found) = machine.find(program) {
            sh.set_var(program.variable, found);
        } else {
            missing.push(program);
        }
    }
    Ok(missing)
}

fn names(programs: &[&Program]) -> String {
    programs.iter().map(|program| program.name).collect::<Vec<_>>().join(" and ")
}

fn advice(missing: &[&Program]) -> String {
    let variables: Vec<_> =
        missing.iter().map(|program| format!("{}=PATH", program.variable)).collect();
    let debian: Vec<_> = missing.iter().map(|program| program.debian).collect();
    format!(
        "{} not found. Install it (Debian: apt-get install {}; as root this task does so itself), or set {}. \
         Tests that need no browser: cargo xtask test node",
        names(missing),
        debian.join(" "),
        variables.join(" and "),
    )
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    /// A folder as the only one in `PATH`, with an `apt-get` that records its arguments and
    /// "installs" each package as its program's command.
    struct Stage {
        sh: Shell,
        machine: Machine,
        folder: PathBuf,
    }

    impl Stage {
        fn new(name: &str, os: &str, is_root: bool) -> Result<Self> {
            let folder = env::temp_dir().join(format!("browsers-{name}-{}", std::process::id()));
            let sh = Shell::new()?;
            let dir = folder.display();
            let script = format!(
                "#!/bin/sh\necho \"$@\" >>{dir}/asked\n\
                 case \"$*\" in *chromium-driver*|*chromium-chromedriver*) : >{dir}/chromedriver;; esac\n\
                 case \"$*\" in *chromium*) : >{dir}/chromium;; esac\n"
            );
            let apt = folder.join("apt-get");
            sh.write_file(&apt, script)?;
            fs::set_permissions(&apt, fs::Permissions::from_mode(0o755))?;
            for variable in ["CHROMIUM", "CHROMEDRIVER"] {
                sh.set_var(variable, "");
            }
            sh.set_var("PATH", &folder);
            let os_release = format!("NAME=x\nID={os}\n");
            let machine = Machine { path: vec![folder.clone()], os_release, is_root };
            Ok(Self { sh, machine, folder })
        }

        /// The names of the programs that are still missing, and the arguments of apt-get.
        fn run(&self) -> Result<(Vec<&'static str>, String)> {
            let missing = look_for(&self.sh, &self.machine, &[CHROMIUM, CHROMEDRIVER])?;
            let asked = fs::read_to_string(self.folder.join("asked")).unwrap_or_default();
            Ok((missing.iter().map(|program| program.name).collect(), asked))
        }
    }

    impl Drop for Stage {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.folder);
        }
    }

    #[test]
    fn root_on_debian_installs_what_is_missing_and_sets_the_variables() -> Result<()> {
        let stage = Stage::new("debian", "debian", true)?;
        let (missing, asked) = stage.run()?;
        assert_eq!(missing, [""; 0]);
        assert_eq!(asked, "update\ninstall -y --no-install-recommends chromium chromium-driver\n");
        let set = |name| stage.sh.var(name).unwrap_or_default();
        assert_eq!(Path::new(&set("CHROMIUM")), stage.folder.join("chromium"));
        assert_eq!(Path::new(&set("CHROMEDRIVER")), stage.folder.join("chromedriver"));
        Ok(())
    }

    #[test]
    fn ubuntus_packages_have_other_names() -> Result<()> {
        let (missing, asked) = Stage::new("ubuntu", "\"ubuntu\"", true)?.run()?;
        assert_eq!(missing, [""; 0]);
        assert!(asked.ends_with(" chromium-browser chromium-chromedriver\n"), "{asked}");
        Ok(())
    }

    #[test]
    fn only_the_missing_program_is_installed() -> Result<()> {
        let stage = Stage::new("one", "debian", true)?;
        fs::write(stage.folder.join("chromium"), "")?;
        assert!(stage.run()?.1.ends_with("--no-install-recommends chromium-driver\n"));
        Ok(())
    }

    #[test]
    fn nothing_is_installed_by_others_than_root_nor_elsewhere() -> Result<()> {
        for (name, os, is_root) in [("user", "debian", false), ("fedora", "fedora", true)] {
            let (missing, asked) = Stage::new(name, os, is_root)?.run()?;
            assert_eq!(missing, ["Chromium", "ChromeDriver"], "{name}");
            assert_eq!(asked, "", "{name}");
        }
        Ok(())
    }

    #[test]
    fn a_variable_comes_before_what_is_installed_and_must_be_a_file() -> Result<()> {
        let stage = Stage::new("variable", "debian", true)?;
        let own = stage.folder.join("own");
        fs::write(&own, "")?;
        for variable in ["CHROMIUM", "CHROMEDRIVER"] {
            stage.sh.set_var(variable, &own);
        }
        assert_eq!(stage.run()?, (vec![], String::new()));
        stage.sh.set_var("CHROMIUM", stage.folder.join("nowhere"));
        let error = stage.run().unwrap_err().to_string();
        assert!(error.starts_with("CHROMIUM=") && error.ends_with("is not a file"), "{error}");
        Ok(())
    }

    #[test]
    fn the_advice_names_the_packages_and_the_variables() {
        let text = advice(&[&CHROMIUM, &CHROMEDRIVER]);
        assert!(text.starts_with("Chromium and ChromeDriver not found."), "{text}");
        for part in
            ["apt-get install chromium chromium-driver", "CHROMIUM=PATH and CHROMEDRIVER=PATH"]
        {
            assert!(text.contains(part), "{text}");
        }
    }
}
