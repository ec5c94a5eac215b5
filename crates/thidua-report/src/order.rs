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

    /// As [`VietnameseOrder::key`], by the given name for people.
    pub(crate) fn entrant_key(&self, name: &str, entrant: EntrantKind) -> Vec<u8> {
        if entrant == EntrantKind::Individual { self.key(&people_key(name)) } else { self.key(name) }
    }

    /// How two entrants stand to each other, as their keys do.
    fn compare_entrants(&self, one: &Entrant, other: &Entrant) -> Ordering {
        match (&self.0, one.entrant, other.entrant) {
            (Some(collator), EntrantKind::Collective, EntrantKind::Collective) => {
                collator.compare(&one.name, &other.name)
            }
            _ => {
                let key = |of: &Entrant| self.entrant_key(&of.name, of.entrant);
                key(one).cmp(&key(other))
            }
        }
    }
}

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
        (Some(one), Some(other)) => order.compare_entrants(one, other).is_le(),
        _ => true,
    };
    for rows in &mut listed {
        // A register that is kept well has them in order, and to see that costs less than to sort them.
        if !rows.is_sorted_by(in_order) {
            rows.sort_by_cached_key(|row| {
                (entrant(row).map(|of| order.entrant_key(&of.name, of.entrant)), *row)
            });
        }
    }
    listed.into_iter().flatten().collect()
}

/// For each cluster its place in a list of all.
fn cluster_places(order: &VietnameseOrder, evaluations: &Evaluations) -> Vec<usize> {
    let clusters = evaluations.clusters();
    let mut listed: Vec<usize> = (0..clusters.len()).collect();
    listed.sort_by_cached_key(|cluster| clusters.get(*cluster).map(|name| (order.key(name), name)));
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
        Entrant { id, name: name.to_owned(), kind: None, entrant, cluster }
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
            let key = |of: &Entrant| order.entrant_key(&of.name, of.entrant);
            prop_assert_eq!(order.compare_entrants(&one, &other), key(&one).cmp(&key(&other)));
        }
    }
}
