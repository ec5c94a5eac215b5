use super::Fields;
use crate::impact::{Impact, ImpactRun};

/// What the report of impact can say: as `IMPACT` describes it.
pub(crate) fn impact_fields(impact: &Impact) -> Fields {
    let changes = impact.changes.iter().enumerate().map(|(at, change)| {
        Fields::default()
            .text("tt", (at + 1).to_string())
            .text("nội dung", &change.what)
            .text("số đối tượng", change.moved.to_string())
            .text("tỷ trọng", &change.share)
    });
    Fields::default()
        .text("bản hiện hành", &impact.old)
        .text("bản dự thảo", &impact.new)
        .text("cách chia", &impact.attribution)
        .each("thay đổi", changes.collect())
        .each("đợt", impact.runs.iter().map(one_run).collect())
}

fn one_run(run: &ImpactRun) -> Fields {
    let counts = run.counts.iter().map(|(what, count)| {
        Fields::default().text("nội dung", what).text("số đối tượng", count.to_string())
    });
    let flows = run.flows.iter().map(|flow| {
        Fields::default()
            .text("mức cũ", &flow.from)
            .text("mức mới", &flow.to)
            .text("số đối tượng", flow.count.to_string())
    });
    let clusters = run.clusters.iter().map(|cluster| {
        let none =
            if cluster.after == 0 { "không còn đối tượng nào được khen thưởng" } else { "" };
        Fields::default()
            .text("cụm", &cluster.name)
            .text("số hiện hành", cluster.before.to_string())
            .text("số dự thảo", cluster.after.to_string())
            .text("ghi chú", none)
    });
    let moves = run.moves.iter().enumerate().map(|(at, one)| {
        Fields::default()
            .text("tt", (at + 1).to_string())
            .text("tên", &one.name)
            .text("cụm", &one.cluster)
            .text("điểm", &one.points)
            .text("hạng", &one.rank)
            .text("xếp loại", &one.grade)
            .text("khen thưởng", &one.awards)
            .text("do thay đổi", &one.causes)
    });
    let near = run.near.iter().enumerate().map(|(at, near)| {
        Fields::default()
            .text("tt", (at + 1).to_string())
            .text("tên", &near.name)
            .text("mức", &near.line)
            .text("cách mức", &near.distance)
    });
    let [before, after, difference] = run.money.clone().unwrap_or_default();
    Fields::default()
        .text("đợt xét", &run.title)
        .text("thư mục", &run.folder)
        .text("số đối tượng", run.entrants.to_string())
        .text("tiền hiện hành", before)
        .text("tiền dự thảo", after)
        .text("tiền chênh lệch", difference)
        .each("số liệu", counts.collect())
        .each("chuyển mức", flows.collect())
        .each("cụm thay đổi", clusters.collect())
        .each("đối tượng thay đổi", moves.collect())
        .each("sát mức", near.collect())
}
