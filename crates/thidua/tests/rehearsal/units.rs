//! The rule set and the register of the rehearsal, and forms that are filled in well.

use std::path::PathBuf;
use std::sync::Arc;

use thidua::{Entrant, Plan, Register, compile, default_day, read_rules};
use thidua_report::{FormOf, form};

use crate::fill::{Cells, Typed, cells, fill};
use crate::world::{Dice, typed};

/// What the forms say they were made from.
pub(crate) const SHA256: &str = "7c";

pub(crate) struct Rehearsal {
    pub(crate) text: String,
    pub(crate) plan: Arc<Plan>,
    pub(crate) register: Register,
    pub(crate) entrants: Vec<Entrant>,
}

pub(crate) fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/thang-12")
}

pub(crate) fn plan_of(text: &str) -> Arc<Plan> {
    let rules = read_rules("bo-tieu-chi.yaml", text).unwrap_or_else(|error| panic!("{error}"));
    Arc::new(compile(&rules, "bo-tieu-chi.yaml", default_day(&rules).unwrap()).unwrap())
}

pub(crate) fn rehearsal() -> Rehearsal {
    let text = std::fs::read_to_string(folder().join("bo-tieu-chi.yaml")).unwrap();
    let plan = plan_of(&text);
    let units = std::fs::read(folder().join("don-vi.csv")).unwrap();
    let (register, notes) = thidua::register_of("don-vi.csv", &units).unwrap();
    assert!(notes.is_empty(), "{notes:?}");
    let entrants = register.for_plan(&plan);
    assert_eq!(entrants.len(), 160);
    Rehearsal { text, plan, register, entrants }
}

impl Rehearsal {
    /// The form of a unit, by its number from 1.
    pub(crate) fn form(&self, unit: usize) -> Vec<u8> {
        made(&self.plan, &self.entrants[unit - 1], false)
    }

    /// A form that was sent to nobody in particular.
    pub(crate) fn blank(&self) -> Vec<u8> {
        let entrant =
            Entrant { id: String::new().into(), name: String::new().into(), ..self.entrants[0].clone() };
        made(&self.plan, &entrant, true)
    }

    pub(crate) fn id(&self, unit: usize) -> &str {
        &self.entrants[unit - 1].id
    }
}

pub(crate) fn made(plan: &Plan, entrant: &Entrant, blank: bool) -> Vec<u8> {
    form(FormOf { plan, entrant, blank, stage: "tu-cham", sha256: SHA256 }).unwrap()
}

/// A form with every cell filled in as it should be, the same for the same seed; these cells stay blank.
pub(crate) fn filled(plan: &Plan, bytes: &[u8], seed: usize, but: &[(String, u32, u32)]) -> Vec<u8> {
    let known: Cells = cells(bytes);
    let mut dice = Dice::new(seed as u64);
    let mut writing = Vec::new();
    for input in plan.inputs().iter().filter(|input| !input.computed) {
        let Some((sheet, row, column)) = known.inputs.get(&input.name) else { continue };
        let rows: u32 = if input.many { 3 } else { 1 };
        for line in *row..row + rows {
            let what: Typed = typed(input, &mut dice);
            let home = (sheet.clone(), line, *column);
            if !but.contains(&home) {
                writing.push((home.0, home.1, home.2, what));
            }
        }
    }
    fill(bytes, &writing)
}
