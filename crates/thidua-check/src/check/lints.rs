//! One judgement about a well-formed rule set in each file, with the lint it reports.
//!
//! To add one: copy the nearest file, name it here and in the list of `lint.rs`, describe it in
//! `docs/lints.md`, and put a wrong rule set under `fixtures/lints/`.

pub(super) mod always_true;
pub(super) mod and_or_mixed;
pub(super) mod award_for_everyone;
pub(super) mod award_without;
pub(super) mod band_gap;
pub(super) mod band_jump;
pub(super) mod band_overlap;
pub(super) mod below_min;
pub(super) mod beyond_max;
pub(super) mod bonus_over_gate;
pub(super) mod cap_never_reached;
pub(super) mod constant_criterion;
pub(super) mod constant_tie_step;
pub(super) mod counted_twice;
pub(super) mod dated_overlap;
pub(super) mod dead_band;
pub(super) mod dead_case;
pub(super) mod dead_tie_step;
pub(super) mod dead_weight;
pub(super) mod deduction_above_max;
pub(super) mod document_out_of_force;
pub(super) mod duplicate_band;
pub(super) mod empty_quota;
pub(super) mod endless_growth;
pub(super) mod equal_levels;
pub(super) mod floor_above_cap;
pub(super) mod grade_hole;
pub(super) mod grade_order;
pub(super) mod grade_without;
pub(super) mod history_nobody;
pub(super) mod idle_ceiling;
pub(super) mod idle_group_ends;
pub(super) mod idle_limit;
pub(super) mod idle_rounding;
pub(super) mod kind_unscored;
pub(super) mod label_denies;
pub(super) mod label_number;
pub(super) mod ladder_falls;
pub(super) mod lonely_one_form;
pub(super) mod low_vote_share;
pub(super) mod maxima_sum;
pub(super) mod more_for_less;
pub(super) mod never_true;
pub(super) mod own_result;
pub(super) mod proof_bounded;
pub(super) mod quota_above_limit;
pub(super) mod repeated_requirement;
pub(super) mod short_of_max;
pub(super) mod unavoidable_grade;
pub(super) mod unreachable_award;
pub(super) mod unreachable_grade;
pub(super) mod unrounded_total;
pub(super) mod unused_document;
pub(super) mod unused_input;
pub(super) mod unused_parameter;
pub(super) mod weight_sum;
pub(super) mod written_twice;

/// A group by its path; the whole sheet has none.
fn group_words(path: &str) -> thidua_core::Text {
    if path.is_empty() {
        thidua_core::text!("cả phiếu", "the whole sheet")
    } else {
        thidua_core::text!("`{path}`", "`{path}`")
    }
}
