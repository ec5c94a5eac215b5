use thidua::{Files, Language, SCHEMAS};

use crate::args::SchemaOptions;
use crate::writer::{unwritable, write_file_whole};
use crate::{ExitCode, Settings, findings, print};

/// The files that have a schema: those of the engine, and the fixture tests of the workshop.
pub(crate) const KINDS: [&str; SCHEMAS.len() + 1] = {
    let mut kinds = [TEST_FILE; SCHEMAS.len() + 1];
    let (engine, _) = kinds.split_at_mut(SCHEMAS.len());
    engine.copy_from_slice(&SCHEMAS);
    kinds
};

const TEST_FILE: &str = "test-file";

fn schema(kind: &str, language: Language) -> String {
    let schema = if kind == TEST_FILE {
        Some(thidua_workshop::test_file_schema(language))
    } else {
        thidua::schema(kind, language)
    };
    schema.map(|schema| thidua_json::to_json(&schema)).unwrap_or_default()
}

/// Prints one schema, or writes them all.
pub(crate) fn run(settings: Settings, options: &SchemaOptions) -> ExitCode {
    if let Some(out) = &options.out {
        for kind in KINDS {
            let text = schema(kind, settings.language);
            let path = out.join(format!("{kind}.schema.json"));
            let written =
                std::fs::create_dir_all(out).and_then(|()| write_file_whole(&path, text.as_bytes()));
            if let Err(error) = written {
                findings::show(
                    settings,
                    &[unwritable(&path.display().to_string(), &error)],
                    &Files::default(),
                );
                return ExitCode::Refused;
            }
        }
        return ExitCode::Done;
    }
    let kind = options.kind.as_deref().unwrap_or("rule-set");
    print(&schema(kind, settings.language));
    ExitCode::Done
}
