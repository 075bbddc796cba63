//! The examples as programs, as they are now.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The examples as they are now, with the features and the profile of this test.
fn folder() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let test = std::env::current_exe().expect("a test knows where it is");
        let profile = test.parent().and_then(Path::parent).expect("tests are built in a folder of a folder");
        let target = profile.parent().expect("profiles are folders of the target folder");
        let mut features = vec!["toml", "json", "csv"];
        features.extend(cfg!(feature = "charts").then_some("charts"));
        let mut build = Command::new(env!("CARGO"));
        build.args(["build", "--quiet", "--offline", "--examples", "--no-default-features", "--features"]);
        build.arg(features.join(",")).arg("--target-dir").arg(target);
        build.args((!cfg!(debug_assertions)).then_some("--release"));
        let built = build.current_dir(env!("CARGO_MANIFEST_DIR")).status().expect("cargo runs");
        assert!(built.success(), "the examples do not build");
        profile.join("examples")
    })
}

pub(crate) fn program(name: &str) -> Command {
    let mut command = Command::new(folder().join(name).with_extension(std::env::consts::EXE_EXTENSION));
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    command
}
