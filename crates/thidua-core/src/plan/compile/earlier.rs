//! In which order criteria are worked out (thứ tự tính): whoever reads the points of another stands behind it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use thidua_rules::method::Read;
use thidua_rules::{Field, Subject};

use crate::plan::names::Codes;
use crate::plan::node::{NodeKind, PlanNode, Role};
use crate::plan::resolve::Resolver;
use crate::{NodeId, Span, TiSlice, TiVec, text};

/// By node: the nodes whose points it reads, each with the place where it does.
type Reads = TiVec<NodeId, Vec<(NodeId, Span)>>;

/// The nodes so that each stands behind its children and behind all whose points it reads, else as they are written;
/// circles are refused. Gives for each node its new position, or nothing where none moves.
pub(super) fn order(
    resolver: &mut Resolver<'_>,
    nodes: &mut TiVec<NodeId, PlanNode>,
) -> Option<TiVec<NodeId, NodeId>> {
    let mut reads = reads(resolver, nodes);
    if reads.iter().all(Vec::is_empty) {
        return None;
    }
    let order = loop {
        let order = sorted(nodes, &reads);
        if order.len() == nodes.len() {
            break order;
        }
        let circle = circle(nodes, &reads, &order);
        refuse(resolver, nodes, &circle);
        // What is told is not told again, and the others are looked at without it.
        let reader = circle.iter().find(|(_, read)| read.is_some()).map(|(reader, _)| *reader);
        match reader.and_then(|reader| reads.get_mut(reader)) {
            Some(reads) => reads.clear(),
            None => return None,
        }
    };
    let mut moved: TiVec<NodeId, NodeId> = nodes.keys().collect();
    for (new, old) in order.iter_enumerated() {
        if let Some(slot) = moved.get_mut(*old) {
            *slot = new;
        }
    }
    let mut sorted: Vec<(NodeId, PlanNode)> = moved.iter().copied().zip(std::mem::take(nodes)).collect();
    sorted.sort_by_key(|(new, _)| *new);
    nodes.extend(sorted.into_iter().map(|(_, node)| node));
    for node in nodes {
        for child in &mut node.children {
            *child = moved.get(*child).copied().unwrap_or(*child);
        }
    }
    Some(moved)
}

fn reads(resolver: &mut Resolver<'_>, nodes: &TiSlice<NodeId, PlanNode>) -> Reads {
    let codes =
        Codes::new(nodes.iter().map(|node| (node.path.clone(), node.criterion.code.value.clone())).collect());
    let mut all = TiVec::with_capacity(nodes.len());
    for node in nodes {
        let mut found = Vec::new();
        if let NodeKind::Leaf(_) = &node.kind {
            let method = node.criterion.method();
            // Whoever is compared with others is compared by what is entered.
            let fields = if method.reference().is_none() { fields(method.reads()) } else { Vec::new() };
            for (code, span) in fields {
                let by_code =
                    || Some(codes.by_code(&code)).filter(|found| found.len() == 1)?.first().copied();
                let Some(position) = codes.by_path(&code).or_else(by_code) else { continue };
                let span = if span.line > 0 { span } else { node.span };
                let of = nodes.get(position).map_or(Role::Sheet, |node| node.role);
                match (node.role, of) {
                    (Role::Sheet, Role::Bonus | Role::Deduction) => later(resolver, &code, span),
                    _ => found.push((position, span)),
                }
            }
        }
        all.push(found);
    }
    all
}

/// Every code whose points or share of them is read.
fn fields(reads: Vec<Read<'_>>) -> Vec<(String, Span)> {
    let of = |field: &Field, span: Span| match &field.subject {
        Subject::Points(code) | Subject::Share(code) => Some((code.clone(), span)),
        _ => None,
    };
    let mut all = Vec::new();
    for read in reads {
        match read {
            Read::Formula(formula) => {
                let fields = formula.term.value.fields().into_iter();
                all.extend(fields.filter_map(|field| of(field, formula.term.span)));
            }
            Read::Condition(condition) => {
                all.extend(condition.fields().into_iter().filter_map(|(field, span)| of(field, span)));
            }
            Read::Own(_) | Read::List(_) => {}
        }
    }
    all
}

/// As many as can be put in order, the first written first.
fn sorted(nodes: &TiSlice<NodeId, PlanNode>, reads: &Reads) -> TiVec<NodeId, NodeId> {
    let mut waits: TiVec<NodeId, usize> = vec![0; nodes.len()].into();
    let mut behind: BTreeMap<NodeId, Vec<NodeId>> = BTreeMap::new();
    for (position, needed) in needs(nodes, reads).into_iter_enumerated() {
        if let Some(count) = waits.get_mut(position) {
            *count = needed.len();
        }
        for earlier in needed {
            behind.entry(earlier).or_default().push(position);
        }
    }
    let free = waits.iter_enumerated().filter(|(_, count)| **count == 0);
    let mut ready: BinaryHeap<Reverse<NodeId>> = free.map(|(position, _)| Reverse(position)).collect();
    let mut order = TiVec::with_capacity(nodes.len());
    while let Some(Reverse(next)) = ready.pop() {
        order.push(next);
        for later in behind.get(&next).into_iter().flatten() {
            if let Some(count) = waits.get_mut(*later) {
                *count -= 1;
                if *count == 0 {
                    ready.push(Reverse(*later));
                }
            }
        }
    }
    order
}

/// By node: those that must be known before.
fn needs(nodes: &TiSlice<NodeId, PlanNode>, reads: &Reads) -> TiVec<NodeId, BTreeSet<NodeId>> {
    let read = nodes.iter().zip(reads);
    read.map(|(node, reads)| node.children.iter().copied().chain(reads.iter().map(|read| read.0)).collect())
        .collect()
}

/// One circle among those that cannot be put in order: each node, and where it reads the next one if it does not hold it.
fn circle(
    nodes: &TiSlice<NodeId, PlanNode>,
    reads: &Reads,
    done: &TiSlice<NodeId, NodeId>,
) -> Vec<(NodeId, Option<Span>)> {
    let done: BTreeSet<NodeId> = done.iter().copied().collect();
    let Some(mut at) = nodes.keys().find(|position| !done.contains(position)) else { return Vec::new() };
    let mut walked: Vec<(NodeId, Option<Span>)> = Vec::new();
    loop {
        if let Some(start) = walked.iter().position(|(position, _)| *position == at) {
            return walked.split_off(start);
        }
        let read = reads.get(at).into_iter().flatten().find(|(next, _)| !done.contains(next));
        let child = nodes.get(at).and_then(|node| node.children.iter().find(|child| !done.contains(child)));
        let (next, span) = match (read, child) {
            (Some((next, span)), _) => (*next, Some(*span)),
            (None, Some(child)) => (*child, None),
            (None, None) => return Vec::new(),
        };
        walked.push((at, span));
        at = next;
    }
}

fn refuse(resolver: &mut Resolver<'_>, nodes: &TiSlice<NodeId, PlanNode>, circle: &[(NodeId, Option<Span>)]) {
    let Some(first) = circle.iter().position(|(_, span)| span.is_some()) else { return };
    let Some(span) = circle.get(first).and_then(|(_, span)| *span) else { return };
    let (before, after) = circle.split_at(first);
    let all = after.iter().chain(before).chain(after.first());
    let codes = all.filter_map(|(position, _)| nodes.get(*position)).map(|node| node.path.as_str());
    let chain = codes.collect::<Vec<_>>().join("` → `");
    resolver.error(
        "TD0908",
        span,
        text!(
            "điểm lấy của nhau thành vòng: `{chain}`",
            "the points need one another in a circle: `{chain}`"
        ),
        text!(
            "mỗi tiêu chí chỉ đọc điểm của tiêu chí không cần đến điểm của chính nó; bỏ một chiều",
            "a criterion reads the points of those only that do not need its own; take one direction away"
        ),
    );
}

fn later(resolver: &mut Resolver<'_>, code: &str, span: Span) {
    resolver.error(
        "TD0214",
        span,
        text!("điểm của `{code}` chưa được tính ở bước này", "the points of `{code}` are not known yet at this step"),
        text!(
            "điểm thưởng, điểm trừ tính sau bảng điểm: để mục này trong `adjustments`, hoặc `{code}` trong `criteria`",
            "bonus and deductions are worked out after the sheet: put this item into `adjustments`, or `{code}` into `criteria`"
        ),
    );
}
