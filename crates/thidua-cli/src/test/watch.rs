use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::TestOptions;
use crate::{ExitCode, Settings, eprint};

/// Runs again whenever a YAML file below the paths changes, until the program is stopped.
pub(super) fn forever(
    settings: Settings,
    options: &TestOptions,
    mut run: impl FnMut() -> ExitCode,
) -> ExitCode {
    let mut known = BTreeMap::new();
    loop {
        let now = stamps(&options.paths);
        if now != known {
            // Clear the screen only where there is one.
            if std::io::IsTerminal::is_terminal(&std::io::stdout()) {
                crate::stdout::clear_screen();
            }
            run();
            eprint(settings.say(
                "đang chờ tệp thay đổi (Ctrl-C để dừng) …\n",
                "waiting for changes (Ctrl-C to stop) …\n",
            ));
            known = now;
        }
        std::thread::sleep(Duration::from_millis(200));
    }
}

type Stamps = BTreeMap<PathBuf, (Option<SystemTime>, u64)>;

fn stamps(paths: &[PathBuf]) -> Stamps {
    let mut stamps = Stamps::new();
    for path in paths {
        let folder = if path.is_dir() { path.as_path() } else { path.parent().unwrap_or(Path::new(".")) };
        gather(if folder.as_os_str().is_empty() { Path::new(".") } else { folder }, &mut stamps);
    }
    stamps
}

fn gather(folder: &Path, stamps: &mut Stamps) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') || name == "target" {
            continue;
        }
        if path.is_dir() && !path.is_symlink() {
            gather(&path, stamps);
        } else if name.ends_with(".yaml")
            && let Ok(data) = entry.metadata()
        {
            stamps.insert(path, (data.modified().ok(), data.len()));
        }
    }
}
