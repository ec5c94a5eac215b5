//! Plots as inline SVG (biểu đồ): whole numbers only, so that every platform draws the same.

use std::fmt::Write;

use thidua::Exact;

use crate::backtest::Shift;
use crate::escape::escape;

const ROW: usize = 20;
const TOP: usize = 26;
const LEFT: usize = 210;
const RIGHT: usize = 430;
const WIDTH: usize = 640;

/// Places before and after, one line for each entrant (dòng chuyển hạng).
pub(super) fn rank_flow(shifts: &[&Shift], old: &str, new: &str) -> String {
    let ranked = |rank: fn(&Shift) -> Option<u32>| {
        let mut order: Vec<&Shift> = shifts.to_vec();
        order.sort_by(|left, right| {
            let key = |shift: &Shift| (rank(shift).unwrap_or(u32::MAX), shift.entrant.clone());
            key(left).cmp(&key(right))
        });
        order
    };
    let (before, after) = (ranked(|shift| shift.old.rank), ranked(|shift| shift.new.rank));
    let height = TOP + ROW * shifts.len() + 8;
    let mut svg = format!(
        "<svg class=\"flow\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" role=\"img\">\
         <text x=\"{LEFT}\" y=\"14\" class=\"end head\">{}</text><text x=\"{RIGHT}\" y=\"14\" class=\"head\">{}</text>",
        escape(old),
        escape(new)
    );
    let y = |position: usize| TOP + ROW * position + ROW / 2;
    for (position, shift) in before.iter().enumerate() {
        let target = after.iter().position(|other| other.entrant == shift.entrant).unwrap_or(position);
        let class = match (shift.old.rank, shift.new.rank) {
            (Some(old), Some(new)) if new < old => "up",
            (Some(old), Some(new)) if new > old => "down",
            (Some(_), Some(_)) => "same",
            _ => "gone",
        };
        let (from, to, middle) = (y(position), y(target), LEFT.midpoint(RIGHT));
        let label = label(shift);
        let _ = write!(
            svg,
            "<path class=\"{class}\" d=\"M{} {from} C{middle} {from} {middle} {to} {} {to}\"><title>{}</title></path>",
            LEFT + 6,
            RIGHT - 6,
            escape(&format!("{}: {} → {}", shift.name, place(shift.old.rank), place(shift.new.rank))),
        );
        let _ = write!(
            svg,
            "<text x=\"{LEFT}\" y=\"{}\" class=\"end\">{} · {}</text>",
            from + 4,
            escape(&label),
            place(shift.old.rank)
        );
    }
    for (position, shift) in after.iter().enumerate() {
        let award = if shift.new.recommended() > 0 { " ★" } else { "" };
        let _ = write!(
            svg,
            "<text x=\"{RIGHT}\" y=\"{}\">{} · {}{award}</text>",
            y(position) + 4,
            place(shift.new.rank),
            escape(&label(shift))
        );
    }
    svg.push_str("</svg>");
    svg
}

fn place(rank: Option<u32>) -> String {
    rank.map_or_else(|| "—".to_owned(), |rank| rank.to_string())
}

fn label(shift: &Shift) -> String {
    let name: String = shift.name.chars().take(24).collect();
    if name.chars().count() < shift.name.chars().count() { format!("{name}…") } else { name }
}

/// The share of every edit in a difference, as bars to the left and right of zero; `most` is the longest bar.
pub(super) fn shares(parts: &[Exact], most: &Exact) -> String {
    let length = |share: &Exact| {
        let size = if share.is_negative() { -share.clone() } else { share.clone() };
        let scaled = (size * Exact::from(60)).checked_div(most).and_then(|scaled| scaled.floor_i64());
        scaled.unwrap_or(0).clamp(1, 60)
    };
    let mut svg = "<svg class=\"shares\" viewBox=\"0 0 124 14\" width=\"124\" height=\"14\"><path class=\"axis\" d=\"M62 0V14\"/>".to_owned();
    let (mut left, mut right) = (62_i64, 62_i64);
    for (number, share) in parts.iter().enumerate().filter(|(_, share)| !share.is_zero()) {
        let width = length(share);
        let start = if share.is_negative() { left - width } else { right };
        if share.is_negative() {
            left -= width
        } else {
            right += width
        }
        let _ = write!(
            svg,
            "<rect class=\"edit{}\" x=\"{start}\" y=\"2\" width=\"{width}\" height=\"10\"/>",
            number % 8
        );
    }
    svg.push_str("</svg>");
    svg
}
