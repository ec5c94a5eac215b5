use thidua::{AwardStatus, Exact, Language, status_words};

use crate::backtest::{Backtest, Shift, Standing};

/// A row for every entrant of every run (bảng đầy đủ), with the exact share of every edit, as a spreadsheet reads it.
#[must_use]
pub fn backtest_csv(backtest: &Backtest, language: Language) -> Vec<u8> {
    let t = |vi: &str, en: &str| if language == Language::Vietnamese { vi.to_owned() } else { en.to_owned() };
    let mut header = vec![
        t("Thư mục", "Folder"),
        t("Đợt xét", "Run"),
        t("Mã", "Entrant"),
        t("Tên", "Name"),
        t("Cụm", "Cluster"),
        t("Điểm cũ", "Old points"),
        t("Điểm mới", "New points"),
        t("Hạng cũ", "Old rank"),
        t("Hạng mới", "New rank"),
        t("Xếp loại cũ", "Old grade"),
        t("Xếp loại mới", "New grade"),
        t("Khen thưởng cũ", "Old awards"),
        t("Khen thưởng mới", "New awards"),
        t("Tiền thưởng cũ", "Old money"),
        t("Tiền thưởng mới", "New money"),
    ];
    for measure in
        [t("điểm", "points"), t("hạng", "rank"), t("bậc xếp loại", "grade steps"), t("khen thưởng", "awards")]
    {
        header.extend((1..=backtest.edits.len()).map(|number| format!("({number}) {measure}")));
    }
    let mut rows = vec![header];
    for run in &backtest.runs {
        rows.extend(run.shifts.iter().map(|shift| {
            let mut row = vec![run.folder.clone(), run.run.clone()];
            row.extend(one(shift, backtest.edits.len(), language));
            row
        }));
    }
    thidua_csv::write(rows, thidua_csv::WriteOptions { bom: true, ..Default::default() })
}

fn one(shift: &Shift, edits: usize, language: Language) -> Vec<String> {
    let sign = |number: &Exact| {
        let words = number.to_string();
        if language == Language::Vietnamese { words.replace('.', ",") } else { words }
    };
    let total = |standing: &Standing| standing.total.as_ref().map(sign).unwrap_or_default();
    let rank = |standing: &Standing| standing.rank.map(|rank| rank.to_string()).unwrap_or_default();
    let grade =
        |standing: &Standing| standing.grade.as_ref().map(|(_, title)| title.clone()).unwrap_or_default();
    let awards = |standing: &Standing| {
        let shown = standing.awards.iter().filter(|(_, status)| *status != AwardStatus::Refused);
        shown
            .map(|(id, status)| format!("{id}: {}", status_words(*status, language)))
            .collect::<Vec<_>>()
            .join("; ")
    };
    let (old, new) = (&shift.old, &shift.new);
    let mut row = vec![
        shift.entrant.clone(),
        shift.name.clone(),
        shift.cluster.clone(),
        total(old),
        total(new),
        rank(old),
        rank(new),
        grade(old),
        grade(new),
        awards(old),
        awards(new),
        sign(&old.money),
        sign(&new.money),
    ];
    let effect = &shift.effect;
    for shares in [&effect.points, &effect.rank, &effect.grade, &effect.awards] {
        match shares {
            Some(shares) => row.extend(shares.iter().map(sign)),
            None => row.extend(vec![String::new(); edits]),
        }
    }
    row
}
