//! Rule sets, whoever is scored by them, and figures for every cell: some on a line, some blank.

use std::path::PathBuf;
use std::sync::Arc;

use thidua::{Date, Entrant, EntrantKind, Plan, PlanInput, ValueKind, compile, default_day, read_rules};

use crate::fill::Typed;

pub(crate) struct World {
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) plan: Arc<Plan>,
    pub(crate) entrant: Entrant,
}

/// The seed's rule sets, those of two decrees, and one for every method.
pub(crate) fn worlds() -> Vec<World> {
    let fixtures = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
    let mut files: Vec<PathBuf> = vec![
        fixtures.join("dan-van-kheo-2014/rules/huyen.yaml"),
        fixtures.join("dan-van-kheo-2014/rules/xa.yaml"),
        fixtures.join("dan-van-kheo-2014/rules/so-ban-nganh.yaml"),
        fixtures.join("dan-van-kheo-2014/rules/truyen-thong.yaml"),
    ];
    for folder in ["can-tho-157-2025", "phan-loai-don-vi-307-2025", "methods"] {
        yaml_below(&fixtures.join(folder), &mut files);
    }
    files.sort();
    let mut worlds = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        if !text.contains("rule_set:") || file.to_string_lossy().ends_with(".test.yaml") {
            continue;
        }
        let name = file.strip_prefix(&fixtures).unwrap().display().to_string();
        let rules = read_rules(&name, &text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let day = default_day(&rules).unwrap();
        let plan = Arc::new(compile(&rules, name.as_str(), day).unwrap());
        let kinds = plan.rules().kinds.len().max(1);
        for kind in 0..kinds {
            let known = plan.rules().kinds.iter().nth(kind);
            let entrant = Entrant {
                id: "don-vi-a".into(),
                name: "Đơn vị A".into(),
                kind: known.as_ref().map(|_| kind.into()),
                entrant: known.map_or(EntrantKind::Collective, |(_, kind)| kind.entrant),
                cluster: "Cụm 1".into(),
            };
            worlds.push(World { name: name.clone(), text: text.clone(), plan: plan.clone(), entrant });
        }
    }
    worlds
}

fn yaml_below(folder: &std::path::Path, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            yaml_below(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "yaml") {
            files.push(path);
        }
    }
}

/// Numbers that are the same on every run.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end.max(1)
    }
}

/// Something that may be typed into the cell of an input.
pub(crate) fn typed(input: &PlanInput, dice: &mut Dice) -> Typed {
    let bound = |bound: &Option<thidua::Exact>, otherwise: i64| {
        bound.as_ref().and_then(thidua::Exact::floor_i64).unwrap_or(otherwise)
    };
    let (down, high) = (bound(&input.min, 0), bound(&input.max, 130));
    // The first whole number that is not below the minimum.
    let low = down + i64::from(input.min.as_ref().is_some_and(|min| *min > thidua::Exact::from(down)));
    let within = |dice: &mut Dice| {
        let room = u64::try_from(high - low).unwrap_or(0) + 1;
        low + i64::try_from(dice.below(room)).unwrap()
    };
    match input.kind {
        ValueKind::Count => Typed::Number(within(dice).max(0).to_string()),
        ValueKind::Number => {
            let whole = within(dice);
            let part = if whole >= high || whole < 0 {
                0
            } else {
                [0, 0, 25, 50, 75, 10, 33, 5][usize::try_from(dice.below(8)).unwrap()]
            };
            Typed::Number(format!("{whole}.{part:02}"))
        }
        ValueKind::Percent => {
            let share = dice.below(121) * 10 + [0, 0, 5][usize::try_from(dice.below(3)).unwrap()];
            let most = input.max.as_ref().and_then(|max| max.to_scaled_i64(1000)).unwrap_or(1205);
            let share = share.min(u64::try_from(most).unwrap_or(0));
            Typed::Number(format!("{}.{:03}", share / 1000, share % 1000))
        }
        ValueKind::YesNo => Typed::Words(["có", "không"][usize::try_from(dice.below(2)).unwrap()].to_owned()),
        ValueKind::Choice => {
            let at = dice.below(u64::try_from(input.choices.len()).unwrap());
            Typed::Words(input.choices[usize::try_from(at).unwrap()].1.clone())
        }
        ValueKind::Date => {
            let from = Date::from_calendar(2014, 12, 1).unwrap().day_number();
            let serial = i64::from(from) + 25_569 + i64::try_from(dice.below(40)).unwrap();
            Typed::Number(serial.to_string())
        }
    }
}
