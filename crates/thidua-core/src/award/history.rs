use std::collections::BTreeSet;

use thidua_rules::rule::{HistoryRequirement, Reuse, Window};

use super::inherit::OnRecord;
use super::requirement::{Check, Verdict};
use crate::evaluation::HistoryRecord;
use crate::{Text, text};

/// Whether the years of an entrant make the chain an award requires; `brought` tells of each result whether this run brings it.
pub(super) fn check(
    rule: &HistoryRequirement,
    award: &str,
    on_record: &OnRecord,
    year: i32,
    this_year: Option<bool>,
    brought: &dyn Fn(&str) -> Option<bool>,
    (results, also): (&str, &str),
) -> Check {
    let (records, open) = (on_record.records.as_slice(), on_record.open.as_slice());
    let end = year - i32::try_from(rule.ending_years_ago).unwrap_or(0);
    if let Some(least) = rule.records {
        return of_records(rule, least, award, on_record, (end, this_year), results);
    }
    let counted = |records: &[HistoryRecord], this_year: bool, open: bool| {
        let now = |result: &str| brought(result).unwrap_or(open);
        let years = counting_years(rule, award, records, year, (this_year, &now));
        let counted = match (rule.consecutive, rule.window) {
            (false, _) => u32::try_from(years.range(..=end).count()).unwrap_or(0),
            (true, Window::Sliding) => chain(&years, end, rule.gap),
            (true, Window::Block) => block(&years, end, rule.years),
        };
        (years, counted)
    };
    let (years, known) = counted(records, this_year == Some(true), false);
    // What this run or an earlier one may still bring is neither there nor missing.
    let each_open = || rule.each_year.iter().any(|result| brought(result).is_none());
    let open = (this_year.is_none() || !open.is_empty() || each_open())
        && counted(&[records, open].concat(), this_year != Some(false), true).1 >= rule.years;
    let verdict = match known >= rule.years {
        true => Verdict::Met,
        false if open => Verdict::Unknown,
        false => Verdict::Failed,
    };
    let counted = known;
    let list: Vec<String> = years.iter().map(ToString::to_string).collect();
    let (list, needed) = (list.join(", "), rule.years);
    let found = match (rule.consecutive, list.is_empty()) {
        (_, true) => text!("chưa có năm nào đạt {results}", "no year with {results}"),
        (true, false) => text!(
            "{counted} năm liên tục tính đến {end} đạt {results} (các năm đạt: {list})",
            "{counted} consecutive years up to {end} with {results} (years: {list})"
        ),
        (false, false) => {
            text!(
                "{counted} năm đạt {results} (các năm: {list})",
                "{counted} years with {results} (years: {list})"
            )
        }
    };
    let found = found.and_then(&on_record.note());
    let missing = needed.saturating_sub(counted);
    let change = (verdict == Verdict::Failed)
        .then(|| text!("còn thiếu {missing} năm", "{missing} more years are needed"));
    Check { verdict, label: label(rule, results, also), found, change, basis: None }
}

fn label(rule: &HistoryRequirement, results: &str, also: &str) -> Text {
    let years = rule.years;
    let chain = if rule.consecutive {
        text!("{years} năm liên tục đạt {results}", "{years} consecutive years with {results}")
    } else {
        text!("{years} năm đạt {results}", "{years} years with {results}")
    };
    if rule.each_year.is_empty() {
        return chain;
    }
    chain.and_then(&text!(", năm nào cũng có {also}", ", each of them with {also}"))
}

/// Whether enough records lie in the last years: several of one year count each.
fn of_records(
    rule: &HistoryRequirement,
    least: u32,
    award: &str,
    on_record: &OnRecord,
    (end, this_year): (i32, Option<bool>),
    results: &str,
) -> Check {
    let first = end.saturating_sub(i32::try_from(rule.years).unwrap_or(i32::MAX)).saturating_add(1);
    let counts = |record: &&HistoryRecord| {
        (first..=end).contains(&record.year)
            && rule.results.contains(&record.result)
            && match rule.reuse {
                Reuse::Allowed => true,
                Reuse::Never => record.used_for.as_deref() != Some(award),
                Reuse::Once => record.used_for.is_none(),
            }
    };
    let number =
        |records: &[HistoryRecord]| u32::try_from(records.iter().filter(counts).count()).unwrap_or(u32::MAX);
    let now = rule.counts_this_run && rule.ending_years_ago == 0;
    let known = number(&on_record.records).saturating_add(u32::from(now && this_year == Some(true)));
    let most = number(&on_record.records)
        .saturating_add(number(&on_record.open))
        .saturating_add(u32::from(now && this_year != Some(false)));
    let verdict = match known >= least {
        true => Verdict::Met,
        false if most >= least => Verdict::Unknown,
        false => Verdict::Failed,
    };
    let found = text!(
        "từ {first} đến {end} có {known} {results} được tính",
        "{known} {results} that count from {first} to {end}"
    );
    let missing = least.saturating_sub(known);
    Check {
        verdict,
        label: text!(
            "ít nhất {least} {results} từ {first} đến {end}",
            "at least {least} {results} from {first} to {end}"
        ),
        found: found.and_then(&on_record.note()),
        change: (verdict == Verdict::Failed)
            .then(|| text!("còn thiếu {missing}", "{missing} more are needed")),
        basis: None,
    }
}

fn counting_years(
    rule: &HistoryRequirement,
    award: &str,
    records: &[HistoryRecord],
    year: i32,
    (this_year, now): (bool, &dyn Fn(&str) -> bool),
) -> BTreeSet<i32> {
    let used: BTreeSet<i32> = records
        .iter()
        .filter(|record| rule.reuse == Reuse::Never && record.used_for.as_deref() == Some(award))
        .map(|record| record.year)
        .collect();
    let with = |result: &str| -> BTreeSet<i32> {
        let free = |record: &&HistoryRecord| rule.reuse != Reuse::Once || record.used_for.is_none();
        let records = records.iter().filter(|record| record.result == result).filter(free);
        records.map(|record| record.year).collect()
    };
    let mut years: BTreeSet<i32> = rule.results.iter().flat_map(|result| with(result)).collect();
    if rule.counts_this_run && this_year {
        years.insert(year);
    }
    years.retain(|candidate| {
        // What is asked of every year is asked of this one too, be it on record already or brought by this run.
        let this = rule.counts_this_run && *candidate == year;
        let there = |result: &String| with(result).contains(candidate) || (this && now(result));
        !used.contains(candidate) && rule.each_year.iter().all(there)
    });
    years
}

/// Years without a break that end in `end`, forgiving so many gaps.
fn chain(years: &BTreeSet<i32>, end: i32, gap: u32) -> u32 {
    let Some(first) = years.first() else { return 0 };
    if !years.contains(&end) {
        return 0;
    }
    let (mut counted, mut missing) = (0, 0);
    for year in (*first..=end).rev() {
        if years.contains(&year) {
            counted += 1;
        } else {
            missing += 1;
            if missing > gap {
                break;
            }
        }
    }
    counted
}

/// The years of the block that ends in `end`, when years are counted off from the start of their run.
fn block(years: &BTreeSet<i32>, end: i32, length: u32) -> u32 {
    let run = chain(years, end, 0);
    if length == 0 || run == 0 {
        return 0;
    }
    match run % length {
        0 => length,
        rest => rest,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn years(years: &[i32]) -> BTreeSet<i32> {
        years.iter().copied().collect()
    }

    #[test]
    fn chains_end_this_year_and_break_at_gaps() {
        assert_eq!(chain(&years(&[2021, 2022, 2023]), 2023, 0), 3);
        assert_eq!(chain(&years(&[2020, 2022, 2023]), 2023, 0), 2);
        assert_eq!(chain(&years(&[2020, 2022, 2023]), 2023, 1), 3);
        assert_eq!(chain(&years(&[2021, 2022]), 2023, 0), 0);
    }

    #[test]
    fn blocks_count_off_from_the_first_year() {
        assert_eq!(block(&years(&[2020, 2021, 2022]), 2022, 3), 3);
        assert_eq!(block(&years(&[2020, 2021, 2022, 2023]), 2023, 3), 1);
        assert_eq!(block(&years(&[2018, 2019, 2020, 2021, 2022, 2023]), 2023, 3), 3);
    }
}
