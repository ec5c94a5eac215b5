use quick_xml::events::Event;
use thidua_core::Diagnostic;

use super::runs::Runs;
use crate::archive::Archive;
use crate::part::each;

/// The strings that cells share, by their number.
pub(super) fn read(
    name: &str,
    archive: &mut Archive<'_>,
    part: &str,
) -> Result<Vec<String>, Box<Diagnostic>> {
    let (mut strings, mut runs) = (Vec::new(), Runs::default());
    each(name, archive, part, |event| {
        runs.take(&event);
        if let Event::End(tag) = &event
            && tag.local_name().as_ref() == "si"
        {
            strings.push(runs.said().to_owned());
            runs.clear();
        }
        Ok(true)
    })?;
    Ok(strings)
}
