//! Random awards for a world, with everything they ask for: earlier years, votes, decisions, salaries.

use thidua_core::rule::{
    Apportion, Award, AwardKind, Base, ClassShare, DatedNumber, Fraction, GivenCondition, HistoryRequirement,
    Inherited, Money, MoneyOf, OnLine, OneForm, Otherwise, Quota, QuotaCap, Requirement, Reuse, Scope,
    TieStep, VoteRequirement, VoteShare, Window, WrittenVotes,
};
use thidua_core::{
    ApportionMethod, AwardDecision, AwardOutcome, CapDecision, CellState, Date, Decimal, DecisionText,
    EntrantKind, Floors, GradeDecision, HistoryRecord, Located, PlacesDecision, Rounding, RoundingMode,
    TieOrder, Vote,
};

use crate::generate::{Given, World, condition, decimal, number, world, written};
use crate::random::Random;

/// The world of a seed, with awards.
pub(crate) fn world_with_awards(seed: u64, entrants: usize) -> World {
    let mut world = world(seed, entrants);
    let mut maker = Maker { random: Random::new(seed ^ 0x00AA_55AA), world: &mut world };
    maker.entrants();
    maker.cells();
    for _ in 0..1 + maker.random.below(3) {
        let award = maker.award();
        maker.world.rules.awards.push(award);
    }
    maker.one_form();
    maker.council();
    maker.history();
    maker.decisions();
    maker.money();
    world.more.conditions.extend(written());
    world
}

struct Maker<'a> {
    random: Random,
    world: &'a mut World,
}

impl Maker<'_> {
    fn entrants(&mut self) {
        // Clusters of one size have equal claims to the places that are divided by it.
        let clusters = self.random.maybe(35, |random| [2, 4, 4][random.below(3)]);
        for (row, entrant) in self.world.entrants.iter_mut().enumerate() {
            if let Some(clusters) = clusters {
                entrant.cluster = format!("cụm {}", row % clusters).into();
            } else if self.random.chance(5) {
                entrant.entrant = EntrantKind::Individual;
            }
        }
    }

    /// Extreme numbers, and lists that are claimed, exempt or blank.
    fn cells(&mut self) {
        let gaps = self.random.chance(30);
        let extreme = self.random.chance(10);
        for row in 0..self.world.entrants.len() {
            if !self.world.submitted[row] {
                continue;
            }
            if gaps && self.random.chance(20) {
                let state = [
                    CellState::Blank,
                    CellState::Claimed,
                    CellState::NotApplicable,
                    CellState::TurnedDown,
                    CellState::Exempt,
                ][self.random.below(5)];
                self.world.cells.insert((row, "m1".to_owned()), Given::One(state, Decimal::ZERO));
            }
            if extreme && self.random.chance(40) {
                let value = self.random.pick(&[
                    "-9223372036854775808",
                    "9223372036854775807",
                    "-9223372036854775809",
                    "0.000000000000000001",
                ]);
                self.world.cells.insert((row, "n0".to_owned()), Given::One(CellState::Value, decimal(value)));
            }
        }
    }

    fn id(&self) -> String {
        format!("a{}", self.world.rules.awards.len())
    }

    fn earlier(&mut self) -> Option<String> {
        let count = self.world.rules.awards.len();
        (count > 0).then(|| format!("a{}", self.random.below(count)))
    }

    fn award(&mut self) -> Located<Award> {
        let kinds: Vec<String> = self.world.rules.kinds.keys().map(str::to_owned).collect();
        let kinds = match kinds.len() {
            2.. if self.random.chance(25) => {
                let left_out = self.random.below(kinds.len());
                let kept = kinds.into_iter().enumerate().filter(|(at, _)| *at != left_out);
                kept.map(|(_, kind)| Located::nowhere(kind)).collect()
            }
            _ => Vec::new(),
        };
        let mut requires: Vec<_> =
            (0..self.random.below(3)).map(|_| Located::nowhere(self.requirement())).collect();
        self.bodies_in_order(&mut requires);
        let paid = self.world.rules.awards.iter().filter(|award| award.money.is_some());
        let paid: Vec<String> = paid.map(|award| award.id.value.clone()).collect();
        let hold_when = (0..usize::from(self.random.chance(15)))
            .map(|_| {
                let when = condition(self.random.pick(&["y1", "c3 > 4", "n1 < 0 hoặc y1 và c0 >= 5"]));
                Located::nowhere(GivenCondition { when, label: None, basis: None })
            })
            .collect();
        let quota = self.random.chance(80).then(|| Located::nowhere(self.quota()));
        // Without a quota there is no line.
        let on_line = [OnLine::Refer, OnLine::Refer, OnLine::Widen, OnLine::Narrow][self.random.below(4)];
        let tie_on_line = if quota.is_some() { on_line } else { OnLine::Refer };
        let reserve = u32::try_from([0, 1, 2, 4][self.random.below(4)]).unwrap();
        let reserve = if quota.is_some() { reserve } else { 0 };
        let rankings = self.world.rules.rankings.len();
        let ranked_by =
            self.random.maybe(40, |random| Located::nowhere(format!("r{}", random.below(rankings))));
        let ranked_by = ranked_by.filter(|_| quota.is_some());
        Located::nowhere(Award {
            id: Located::nowhere(self.id()),
            title: self.id(),
            kind: AwardKind::Commendation,
            commendation_type: None,
            entrants: EntrantKind::Collective,
            kinds,
            basis: None,
            requires,
            hold_when,
            quota,
            ranked_by,
            tie_on_line,
            reserve,
            money: self.random.maybe(50, |random| Money {
                multiple: DatedNumber::Always(number(random.pick(&["0.3", "1.5", "2"]))),
                of: (!paid.is_empty() && random.chance(30)).then(|| {
                    let of = paid[random.below(paid.len())].clone();
                    if random.chance(50) { MoneyOf::Multiple(of) } else { MoneyOf::Amount(of) }
                }),
                rounding: random.maybe(50, |random| Rounding {
                    places: None,
                    to: Some(decimal(random.pick(&["1000", "10000"]))),
                    mode: [RoundingMode::Up, RoundingMode::HalfUp, RoundingMode::Down][random.below(3)],
                }),
                payer: None,
                basis: None,
            }),
        })
    }

    fn requirement(&mut self) -> Requirement {
        let mut requirement = Requirement {
            otherwise: if self.random.chance(25) { Otherwise::Hold } else { Otherwise::Refuse },
            ..Requirement::default()
        };
        match self.random.below(10) {
            8 => {
                let ways = 2 + self.random.below(2);
                requirement.any = (0..ways).map(|_| self.way()).collect();
            }
            0 | 1 => requirement.history = Some(self.years()),
            2 | 9 => requirement.votes = Some(self.vote()),
            3 => match self.earlier() {
                Some(id) => requirement.holds = vec![Located::nowhere(id)],
                None => requirement.when = Some(condition("không y1")),
            },
            _ => requirement.when = Some(condition(&self.question())),
        }
        requirement
    }

    /// One way of several: one or two requirements, none of them ways again.
    fn way(&mut self) -> Vec<Located<Requirement>> {
        let mut parts = Vec::new();
        while parts.is_empty() || (parts.len() < 2 && self.random.chance(40)) {
            let part = Requirement { otherwise: Otherwise::Refuse, ..self.requirement() };
            if part.any.is_empty() {
                parts.push(Located::nowhere(part));
            }
        }
        parts
    }

    fn question(&mut self) -> String {
        let graded = !self.world.rules.gradings.is_empty();
        let criteria = self.world.rules.criteria.iter();
        let always = criteria.filter(|criterion| criterion.effective.is_none());
        let codes: Vec<String> = always.map(|criterion| criterion.code.value.clone()).collect();
        if codes.is_empty() {
            return "không y1".to_owned();
        }
        let code = &codes[self.random.below(codes.len())];
        match self.random.below(13) {
            12 => self
                .random
                .pick(&[
                    "điểm > bình_quân của r0",
                    "số_xếp_hạng của r0 >= 4 và không y1",
                    "hạng của r0 <= 30% * số_xếp_hạng của r0",
                    "điểm + 1 >= bình_quân của r0 hoặc c1 > 2",
                ])
                .to_owned(),
            0 if graded => self
                .random
                .pick(&["xếp_loại >= g1", "xếp_loại != g3", "xếp_loại = g0 hoặc c0 > 3"])
                .to_owned(),
            1 => self.random.pick(&["hạng <= 5", "hạng của r0 > 2", "hạng * 2 < 9"]).to_owned(),
            2 => format!("điểm của {code} >= 1 hoặc y0"),
            3 => format!("không (tỷ_lệ của {code} < 40% và c1 > 1)"),
            4 => "c0 + c1 * 2 >= 5 - c2".to_owned(),
            5 => "(c0 - c1) - c2 < 2 và (y0 hoặc không y1)".to_owned(),
            6 => "n0 / 2 / 2 <= 1.5".to_owned(),
            7 => "điểm_thưởng - điểm_trừ >= -1".to_owned(),
            8 => "tỷ_lệ >= 35.5%".to_owned(),
            10 => "tổng của m1 <= 6".to_owned(),
            11 => self
                .random
                .pick(&[
                    "số_lượng của m1 >= 1 hoặc c0 = 3",
                    "tổng của m0 - lớn_nhất của m0 > 1",
                    "mọi nhóm > 20%",
                ])
                .to_owned(),
            _ => "không y1 hoặc c2 >= 3 và p0 > 0.5".to_owned(),
        }
    }

    fn years(&mut self) -> HistoryRequirement {
        let mut results = vec![self.random.pick(&["past", "g0", "g1"]).to_owned()];
        results.extend(self.earlier().filter(|_| self.random.chance(50)));
        let consecutive = self.random.chance(75);
        let block = consecutive && self.random.chance(30);
        let records = (consecutive && !block)
            .then(|| self.random.maybe(20, |random| [1, 2, 4][random.below(3)]))
            .flatten();
        // What is asked of every year may be a grade of this run too, but not the one result that is asked anyway.
        let also = if results == ["g1"] { "also" } else { self.random.pick(&["also", "g1"]) };
        let ending_years_ago = u32::try_from(self.random.below(2)).unwrap();
        HistoryRequirement {
            results,
            records,
            called: None,
            years: 1 + u32::try_from(self.random.below(3)).unwrap(),
            consecutive,
            gap: if consecutive && !block && records.is_none() {
                u32::try_from(self.random.below(2)).unwrap()
            } else {
                0
            },
            window: if block { Window::Block } else { Window::Sliding },
            ending_years_ago,
            proven: false,
            reuse: [Reuse::Never, Reuse::Never, Reuse::Once, Reuse::Allowed, Reuse::Allowed]
                [self.random.below(5)],
            each_year: if records.is_none() && self.random.chance(20) {
                vec![also.to_owned()]
            } else {
                Vec::new()
            },
            counts_this_run: ending_years_ago == 0 && self.random.chance(50),
            inherited: self.random.maybe(70, |random| match random.below(5) {
                0 => Inherited::None,
                1 => Inherited::Any,
                2 => Inherited::All,
                3 => Inherited::Share(number("2/3")),
                _ => Inherited::Share(number("40%")),
            }),
        }
    }

    fn vote(&mut self) -> VoteRequirement {
        VoteRequirement {
            body: self.random.pick(&["hội đồng", "ban"]).to_owned(),
            share: number(self.random.pick(&["66.67%", "80%", "50%"])),
            of: if self.random.chance(50) { VoteShare::AllMembers } else { VoteShare::Present },
            quorum: self.random.maybe(40, |_| number("67%")),
            after: None,
            written: self.random.maybe(60, |random| {
                [WrittenVotes::Apart, WrittenVotes::AsVotes, WrittenVotes::AsPresent][random.below(3)]
            }),
            ballots: if self.random.chance(25) { 2 } else { 1 },
            marks: self.random.maybe(20, |_| 2),
        }
    }

    /// Bodies that are asked after one above, and votes in writing that can count.
    fn bodies_in_order(&mut self, requires: &mut [Located<Requirement>]) {
        let mut above: Vec<String> = Vec::new();
        for whole in requires {
            let whole = &mut whole.value;
            let parts = whole.any.iter_mut().flatten().map(|part| &mut part.value.votes);
            for vote in std::iter::once(&mut whole.votes).chain(parts).flatten() {
                if vote.of == VoteShare::Present && vote.written == Some(WrittenVotes::AsVotes) {
                    vote.written = None;
                }
                if !above.is_empty() && self.random.chance(60) {
                    vote.after = Some(above[self.random.below(above.len())].clone());
                }
                above.push(vote.body.clone());
            }
        }
    }

    fn scope(&mut self) -> Scope {
        [Scope::All, Scope::Cluster, Scope::Kind][self.random.below(3)]
    }

    fn base(&mut self) -> Base {
        let graded = !self.world.rules.gradings.is_empty();
        match self.random.below(7) {
            0 | 1 => Base::Entrants,
            2 => Base::Eligible,
            3 if graded => Base::Graded(vec!["g0".to_owned(), "g1".to_owned()]),
            4 => self.earlier().map_or(Base::Entrants, Base::Recommended),
            _ => Base::Input(self.random.pick(&["c0", "c1", "n0", "n2"]).to_owned()),
        }
    }

    fn quota(&mut self) -> Quota {
        let always = |text: &str| Some(DatedNumber::Always(number(text)));
        let mut quota = Quota {
            count: None,
            share: None,
            shares: Vec::new(),
            of: None,
            fraction: None,
            at_least: 0,
            per: self.scope(),
            within: Vec::new(),
            apportioned: None,
        };
        match self.random.below(4) {
            0 => quota.count = always(self.random.pick(&["0", "1", "2", "3", "6"])),
            1 => {
                if self.random.chance(40) {
                    let row = |when: Option<&str>, share: &str| {
                        let share = DatedNumber::Always(number(share));
                        Located::nowhere(ClassShare { when: when.map(condition), share, basis: None })
                    };
                    quota.shares = vec![
                        row(Some(self.random.pick(&["y0", "c0 >= 2", "điểm > 3"])), "50%"),
                        row(Some("n0 > 1"), "33.3%"),
                        row(None, self.random.pick(&["0", "10%"])),
                    ];
                    quota.shares.truncate(2 + self.random.below(2));
                } else {
                    quota.share = always(self.random.pick(&["10%", "20%", "33.3%", "50%", "100%"]));
                }
                quota.of = Some(self.base());
                quota.fraction = Some([Fraction::Down, Fraction::Up, Fraction::HalfUp][self.random.below(3)]);
                quota.at_least = u32::try_from(self.random.below(3)).unwrap();
            }
            _ => {
                if self.random.chance(70) {
                    quota.per = Scope::Cluster;
                }
                if self.random.chance(40) {
                    quota.at_least = 1 + u32::try_from(self.random.below(2)).unwrap();
                }
                let methods = [
                    ApportionMethod::LargestRemainder,
                    ApportionMethod::DHondt,
                    ApportionMethod::SainteLague,
                    ApportionMethod::HuntingtonHill,
                ];
                let floors = if self.random.chance(50) { Floors::First } else { Floors::Minimum };
                quota.apportioned = Some(Apportion {
                    total: DatedNumber::Always(number(self.random.pick(&["1", "2", "3", "5", "8", "13"]))),
                    by: self.base(),
                    method: methods[self.random.below(4)],
                    at_most: self
                        .random
                        .maybe(35, |random| quota.at_least + 1 + u32::try_from(random.below(4)).unwrap()),
                    floors: (quota.at_least > 0).then_some(floors),
                });
            }
        }
        for _ in 0..[0, 0, 1, 2][self.random.below(4)] {
            // Clusters cut through ties of a wider scope.
            let per = if self.random.chance(50) { Scope::Cluster } else { self.scope() };
            let together = self.earlier().filter(|_| self.random.chance(60));
            quota.within.push(QuotaCap {
                count: DatedNumber::Always(number(self.random.pick(&["1", "2", "4", "7"]))),
                per,
                together_with: together.map(Located::nowhere).into_iter().collect(),
            });
        }
        // What has no effect is refused: dividing among one scope, a limit that is no narrower.
        if let Some(apportioned) = &mut quota.apportioned {
            quota.per = if quota.per == Scope::All { Scope::Cluster } else { quota.per };
            let total = apportioned.total.all()[0].exact().clone();
            apportioned.at_most =
                apportioned.at_most.filter(|most| thidua_core::Exact::from(i64::from(*most)) < total);
        }
        let (count, own) = (quota.count.clone(), quota.per);
        quota.within.retain(|cap| {
            let no_less =
                count.as_ref().is_some_and(|count| cap.count.all()[0].exact() >= count.all()[0].exact());
            !(no_less && cap.per == own && cap.together_with.is_empty())
        });
        quota
    }

    fn one_form(&mut self) {
        let count = self.world.rules.awards.len();
        if count > 1 && self.random.chance(40) {
            let from = self.random.below(count - 1);
            let awards = (from..count).map(|at| Located::nowhere(format!("a{at}"))).collect();
            self.world.rules.one_form = vec![OneForm { awards, basis: None }];
        }
        // The highest stands first, in whatever order awards are settled.
        let paid = self.world.rules.awards.iter().rev().filter(|award| award.money.is_some());
        let awards: Vec<_> = paid.map(|award| Located::nowhere(award.id.value.clone())).collect();
        if awards.len() > 1 && self.random.chance(30) {
            self.world.rules.one_payment = vec![OneForm { awards, basis: None }];
        }
    }

    fn council(&mut self) {
        for ranking in &mut self.world.rules.rankings {
            if self.random.chance(40) {
                let only_at = self.random.maybe(20, |_| 1);
                let step = TieStep { council: true, only_at, ..TieStep::default() };
                ranking.value.tie_break.push(Located::nowhere(step));
            }
        }
    }

    fn history(&mut self) {
        let awards = self.world.rules.awards.len();
        for row in 0..self.world.entrants.len() {
            for year in 2009..=2014 {
                for result in ["past", "also", "g0", "a0"] {
                    if !self.random.chance(if result == "a0" { 20 } else { 65 }) {
                        continue;
                    }
                    let used = self.random.maybe(15, |random| format!("a{}", random.below(awards)));
                    let (result, decision) = (result.to_owned(), String::new());
                    let record = HistoryRecord { year, result, decision, used_for: used };
                    if self.random.chance(5) {
                        self.world.more.withdrawn.push((row, record));
                    } else {
                        self.world.more.history.push((row, record));
                    }
                }
            }
            if self.random.chance(30) {
                self.former(row);
            }
        }
    }

    /// One to three units from which an entrant came; one of them may have come from another.
    fn former(&mut self, row: usize) {
        let count = 1 + self.random.below(3);
        let mut units: Vec<String> = (0..count).map(|at| format!("cũ-{row}-{at}")).collect();
        for unit in &units {
            let part = [100, 100, 60, 25][self.random.below(4)];
            self.world.more.predecessors.push((row, unit.clone(), part));
        }
        // Another entrant may have had the rest of it.
        if self.random.chance(30) {
            units.push(format!("cũ-{}-0", row.saturating_sub(1)));
        }
        for unit in units {
            for year in 2009..=2014 {
                for result in ["past", "also"] {
                    if self.random.chance(60) {
                        let (result, decision) = (result.to_owned(), String::new());
                        let record = HistoryRecord { year, result, decision, used_for: None };
                        self.world.more.former.push((unit.clone(), record));
                    }
                }
            }
        }
    }

    fn decisions(&mut self) {
        let awards = self.world.rules.awards.clone();
        let ids: Vec<String> = self.world.entrants.iter().map(|entrant| entrant.id.to_string()).collect();
        for award in &awards {
            for rule in award.requirements().into_iter().filter_map(|requirement| requirement.votes.as_ref())
            {
                for id in &ids {
                    let second = rule.ballots > 1 && self.random.chance(50);
                    for _ in 0..usize::from(self.random.chance(85)) + usize::from(second) {
                        let vote = self.ballot(&award.id.value, id, &rule.body);
                        let said = &self.world.more.decisions;
                        if !said.iter().any(|said| said.vote.as_ref().is_some_and(|said| same(said, &vote))) {
                            self.decide(|decision| decision.vote = Some(vote));
                        }
                    }
                }
            }
            for id in &ids {
                if self.random.chance(4) {
                    let outcomes = [AwardOutcome::Recommend, AwardOutcome::Refuse, AwardOutcome::Hold];
                    for _ in 0..1 + usize::from(self.random.chance(20)) {
                        let (award, entrant) = (award.id.value.clone(), id.clone());
                        let outcome = outcomes[self.random.below(3)];
                        let about = AwardDecision { award, entrant, outcome };
                        self.decide(|decision| decision.award = Some(about));
                    }
                }
            }
            let divides = award.quota.as_ref().is_some_and(|quota| quota.apportioned.is_some());
            for _ in 0..usize::from(divides && self.random.chance(60)) + usize::from(self.random.chance(5)) {
                let names = ["cụm 0", "cụm 1", "cụm 2", "cụm 3", "k0"];
                let to = (0..1 + self.random.below(2)).map(|_| self.random.pick(&names).to_owned()).collect();
                let places = PlacesDecision { award: award.id.value.clone(), to };
                self.decide(|decision| decision.places = Some(places));
            }
        }
        let rankings: Vec<String> = self.world.rules.rankings.iter().map(|each| each.id.clone()).collect();
        for ranking in rankings {
            if self.random.chance(60) {
                let mut order = ids.clone();
                for at in (1..order.len()).rev() {
                    order.swap(at, self.random.below(at + 1));
                }
                order.truncate(order.len() - self.random.below(8));
                let tie = TieOrder { ranking, order };
                self.decide(|decision| decision.tie = Some(tie));
            }
        }
        self.on_grades(&ids);
    }

    /// Grades that people give, and caps that they raise; now and then two that contradict one another, or too far.
    fn on_grades(&mut self, ids: &[String]) {
        let gradings = self.world.rules.gradings.clone();
        for grading in &gradings {
            for entrant in ids {
                for _ in 0..usize::from(self.random.chance(6)) + usize::from(self.random.chance(1)) {
                    let (grading, entrant) = (grading.id.clone(), entrant.clone());
                    let about =
                        GradeDecision { grading, entrant, grade: format!("g{}", self.random.below(4)) };
                    self.decide(|decision| decision.grade = Some(about));
                }
            }
            for grade in &grading.grades {
                if grade.cap.is_none() && self.random.chance(97) {
                    continue;
                }
                for scope in [None, Some("cụm 0"), Some("cụm 0"), Some("cụm 1")] {
                    if self.random.chance(40) {
                        let (grading, grade) = (grading.id.clone(), grade.id.clone());
                        let share = number(self.random.pick(&["30%", "60%", "80%", "95%"]));
                        let about = CapDecision { grading, grade, share, scope: scope.map(str::to_owned) };
                        self.decide(|decision| decision.cap = Some(about));
                    }
                }
            }
        }
    }

    fn ballot(&mut self, award: &str, entrant: &str, body: &str) -> Vote {
        let members = [0, 3, 9, 10, 15][self.random.below(5)];
        let present = u32::try_from(self.random.below(members + 1)).unwrap();
        let members = u32::try_from(members).unwrap();
        let written = (members - present).min(2);
        Vote {
            award: award.to_owned(),
            entrant: entrant.to_owned(),
            body: body.to_owned(),
            votes: present.saturating_sub(u32::try_from(self.random.below(3)).unwrap()),
            members,
            present: self.random.chance(90).then_some(present),
            ballot: self.random.maybe(30, |random| [1, 2, 3][random.below(3)]),
            written: self.random.chance(30).then_some(written),
            written_votes: self.random.chance(20).then_some(written.saturating_sub(1)),
        }
    }

    fn decide(&mut self, what: impl FnOnce(&mut DecisionText)) {
        let mut decision =
            DecisionText::new(format!("{}/BB", self.world.more.decisions.len() + 1), crate::generate::day());
        what(&mut decision);
        self.world.more.decisions.push(decision);
    }

    fn money(&mut self) {
        let day = |year| Date::from_calendar(year, 7, 1).unwrap();
        self.world.more.salaries = vec![(day(2011), decimal("830000")), (day(2013), decimal("1150000"))];
        let years = [2010, 2012, 2013, 2015];
        self.world.more.decision_date = self.random.maybe(85, |random| day(years[random.below(4)]));
    }
}

fn same(one: &Vote, other: &Vote) -> bool {
    let of = |vote: &Vote| (vote.award.clone(), vote.entrant.clone(), vote.body.clone(), vote.number());
    of(one) == of(other)
}
