//! Opens every closed end of a band or grade and closes every open one: `from` to `above`, `below` to `to`.

use thidua::{Number, text};
use thidua_rulefile::{Edit, Node, View};

use super::change::{Mutant, Site};

const TWINS: &[(&str, &str)] = &[("from", "above"), ("above", "from"), ("to", "below"), ("below", "to")];

pub(super) fn mutate(site: &Site<'_>, found: &mut Vec<Mutant>) {
    if !matches!(site.node.view(), View::Group(_)) {
        return;
    }
    for (key, twin) in TWINS {
        let Some(end) = site.node.get(key) else { continue };
        // Dates have ends too, and these always count.
        let number = end.text().filter(|written| Number::parse(written).is_ok());
        let Some(written) = number else { continue };
        let edits = vec![Edit::remove(site.path.key(key)), Edit::put(site.path.key(twin), Node::clone(end))];
        let what =
            text!("`{key}: {written}` → `{twin}: {written}`", "`{key}: {written}` → `{twin}: {written}`");
        found.push(site.mutant(end.span(), what, edits));
    }
}
