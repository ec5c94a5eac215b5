use std::borrow::Cow;
use std::cmp::Ordering;

use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{CollatorBorrowed, CollatorPreferences};
use thidua_core::rule::Scope;
use thidua_core::{Entrant, EntrantId, EntrantKind, Evaluations};

/// Names in the order of a Vietnamese list (thứ tự tiếng Việt): `Cụm 2` before `Cụm 10`, `Đ` after `D`.
#[derive(Debug)]
pub struct VietnameseOrder(Option<CollatorBorrowed<'static>>);

impl Default for VietnameseOrder {
    fn default() -> Self {
        Self::new()
    }
}

impl VietnameseOrder {
    /// The order, with numbers by their value.
    #[must_use]
    pub fn new() -> Self {
        let mut preferences = CollatorPreferences::from(icu_locale_core::locale!("vi"));
        preferences.numeric_ordering = Some(CollationNumericOrdering::True);
        let mut options = CollatorOptions::default();
        options.strength = Some(Strength::Tertiary);
        // The data is compiled in; without it names are ordered as they are written.
        Self(CollatorBorrowed::try_new(preferences, options).ok())
    }

    /// Bytes that compare as the names do.
    ///
    /// ```
    /// let order = thidua_report::VietnameseOrder::new();
    /// let mut clusters = ["Cụm 10", "Cụm 2", "Đồng Tháp", "Dầu Tiếng", "Ân Thi", "An Giang"];
    /// clusters.sort_by_cached_key(|name| order.key(name));
    /// assert_eq!(clusters, ["An Giang", "Ân Thi", "Cụm 2", "Cụm 10", "Dầu Tiếng", "Đồng Tháp"]);
    /// ```
    #[must_use]
    pub fn key(&self, name: &str) -> Vec<u8> {
        let mut key = Vec::new();
        match &self.0 {
            Some(collator) => {
                // Writing to memory cannot fail.
                let _ = collator.write_sort_key_to(name, &mut key);
            }
            None => key.extend_from_slice(name.as_bytes()),
        }
        key
    }

    /// How two names stand to each other, as their keys do.
    fn compare(&self, one: &str, other: &str) -> Ordering {
        match &self.0 {
            Some(collator) => at_a_glance(one, other).unwrap_or_else(|| collator.compare(one, other)),
            None => one.cmp(other),
        }
    }
}

/// What an entrant is listed under: people by the given name.
fn listed_under(entrant: &Entrant) -> Cow<'_, str> {
    match entrant.entrant {
        EntrantKind::Individual => Cow::Owned(people_key(&entrant.name)),
        EntrantKind::Collective | EntrantKind::Household => Cow::Borrowed(&entrant.name),
    }
}

/// How two names stand where the first signs that differ say it by themselves: two plain letters, or two numbers.
///
/// No Vietnamese letter is made of several, and one with accents stands between its plain letter and the next.
fn at_a_glance(one: &str, other: &str) -> Option<Ordering> {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let same = one.iter().zip(other).take_while(|(one, other)| one == other).count();
    let (next, next_other) = (one.get(same)?, other.get(same)?);
    if next.is_ascii_alphabetic() && next_other.is_ascii_alphabetic() {
        // A letter and its capital are left to what follows.
        let order = next.to_ascii_lowercase().cmp(&next_other.to_ascii_lowercase());
        return Some(order).filter(|order| order.is_ne());
    }
    let digits =
        |bytes: &mut dyn Iterator<Item = &u8>| bytes.take_while(|byte| byte.is_ascii_digit()).count();
    // The number that both are within began before they differ.
    let start = same - digits(&mut one.get(..same)?.iter().rev());
    let number = |name: &'_ [u8]| -> Option<usize> {
        let end = start + digits(&mut name.get(start..)?.iter());
        // Digits of other scripts would belong to it, and zeros before it say nothing.
        let alone = [start.checked_sub(1), Some(end)]
            .into_iter()
            .all(|beside| beside.and_then(|beside| name.get(beside)).is_none_or(u8::is_ascii));
        (alone && (1..LONG_NUMBER).contains(&(end - start))).then_some(end)
    };
    let (end, end_other) = (number(one)?, number(other)?);
    // Zeros at the beginning say nothing, but where both have as many digits.
    let zeros = one.get(start) == Some(&b'0') || other.get(start) == Some(&b'0');
    if zeros && end != end_other {
        return None;
    }
    let order = end.cmp(&end_other).then_with(|| next.cmp(next_other));
    // Behind two equal numbers something else differs.
    (same < end || same < end_other).then_some(order)
}

/// The order takes longer numbers in pieces.
const LONG_NUMBER: usize = 100;

/// The name of a person by which lists are ordered: the given name first, then the whole (xếp theo tên).
///
/// ```
/// use thidua_report::people_key;
/// assert_eq!(people_key("Nguyễn Văn An"), "An Nguyễn Văn An");
/// assert_eq!(people_key("Trần Thị Bình, Sở Nội vụ"), "Bình Trần Thị Bình, Sở Nội vụ");
/// ```
#[must_use]
pub fn people_key(name: &str) -> String {
    // What follows a comma, bracket or dash is where the person works.
    let own = name.split([',', '(', '–', ';']).next().unwrap_or(name).trim();
    let given = own.split_whitespace().next_back().unwrap_or_default();
    format!("{given} {name}")
}

/// Positions of the entrants by cluster, then name, then id.
pub(crate) fn rows_in_order(evaluations: &Evaluations) -> Vec<EntrantId> {
    let order = VietnameseOrder::new();
    let clusters = cluster_places(&order, evaluations);
    let mut listed: Vec<Vec<EntrantId>> = vec![Vec::new(); clusters.len().max(1)];
    for row in evaluations.entrants().keys() {
        let place = clusters.get(evaluations.group_position(row, Scope::Cluster)).copied().unwrap_or(0);
        listed.get_mut(place).into_iter().for_each(|rows| rows.push(row));
    }
    let entrant = |row: &EntrantId| evaluations.entrants().get(*row);
    let in_order = |one: &EntrantId, other: &EntrantId| match (entrant(one), entrant(other)) {
        (Some(one), Some(other)) => order.compare(&listed_under(one), &listed_under(other)).is_le(),
        _ => true,
    };
    for rows in &mut listed {
        // A register that is kept well has them in order, and to see that costs less than to sort them.
        if !rows.is_sorted_by(in_order) {
            rows.sort_by_cached_key(|row| (entrant(row).map(|of| order.key(&listed_under(of))), *row));
        }
    }
    listed.into_iter().flatten().collect()
}

/// For each cluster its place in a list of all.
fn cluster_places(order: &VietnameseOrder, evaluations: &Evaluations) -> Vec<usize> {
    let clusters = evaluations.clusters();
    let mut listed: Vec<usize> = (0..clusters.len()).collect();
    let name = |cluster: &usize| clusters.get(*cluster).map(|name| &**name).unwrap_or_default();
    let in_order = |one: &usize, other: &usize| order.compare(name(one), name(other)).is_lt();
    if !listed.is_sorted_by(in_order) {
        listed.sort_by_cached_key(|cluster| (order.key(name(cluster)), name(cluster)));
    }
    let mut places = vec![0; clusters.len()];
    for (place, cluster) in listed.into_iter().enumerate() {
        if let Some(own) = places.get_mut(cluster) {
            *own = place;
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn entrant(name: &str, entrant: EntrantKind) -> Entrant {
        let (id, cluster) = Default::default();
        Entrant { id, name: name.into(), kind: None, entrant, cluster }
    }

    proptest! {
        #[test]
        fn two_entrants_stand_as_their_keys_do(
            one in "[Xxãáà ]{0,3}[sốđĐd]{0,3} ?[0-9]{0,3}[.,(–-]?",
            other in "[Xxãáà ]{0,3}[sốđĐd]{0,3} ?[0-9]{0,3}[.,(–-]?",
            people: bool,
        ) {
            let order = VietnameseOrder::new();
            let kind = if people { EntrantKind::Individual } else { EntrantKind::Collective };
            let [one, other] = [entrant(&one, kind), entrant(&other, kind)];
            let key = |of: &Entrant| order.key(&listed_under(of));
            let stand = order.compare(&listed_under(&one), &listed_under(&other));
            prop_assert_eq!(stand, key(&one).cmp(&key(&other)));
        }

        #[test]
        fn what_is_seen_at_a_glance_is_so(
            before in "[ aoOơĐdl0-9·２٣\u{301}\u{31b}-]{0,5}",
            one in "[ aAbBoOơởôđdlzZ0-9²２٣,.'\u{301}\u{31b}-]{0,5}",
            other in "[ aAbBoOơởôđdlzZ0-9²２٣,.'\u{301}\u{31b}-]{0,5}",
        ) {
            let order = VietnameseOrder::new();
            let [one, other] = [one, other].map(|name| before.clone() + &name);
            if let Some(seen) = at_a_glance(&one, &other) {
                prop_assert_eq!(seen, order.key(&one).cmp(&order.key(&other)), "{} {}", one, other);
            }
        }
    }
}
