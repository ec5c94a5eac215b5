use thidua::{SCHEMAS, schema};

use crate::args::SchemaOptions;
use crate::{Ending, Settings, eprint, print};

/// Prints one schema, or writes them all.
pub(crate) fn run(settings: Settings, options: &SchemaOptions) -> Ending {
    if let Some(out) = &options.out {
        for kind in SCHEMAS {
            let text = schema(kind).map(|schema| thidua_json::to_json(&schema)).unwrap_or_default();
            let path = out.join(format!("{kind}.schema.json"));
            let written = std::fs::create_dir_all(out).and_then(|()| std::fs::write(&path, text));
            if let Err(error) = written {
                eprint(&format!(
                    "{} `{}`: {error}\n",
                    settings.say("lỗi: không ghi được", "error: cannot write"),
                    path.display()
                ));
                return Ending::Refused;
            }
        }
        return Ending::Done;
    }
    let kind = options.kind.as_deref().unwrap_or("rule-set");
    print(&schema(kind).map(|schema| thidua_json::to_json(&schema)).unwrap_or_default());
    Ending::Done
}
