//! Axes with ordered members and named groups.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::index::Index;
use super::{Axis, Members, Scope, Selection};
use crate::error::{Choices, Error, ErrorKind};

/// One axis as stated: ordered members and named groups, not checked yet.
///
/// ```
/// use market_outlook::{Axes, Axis, Dimension};
///
/// let region = Dimension::new(Axis::REGION, ["Americas", "Europe", "Africa"]).group("EMEA", ["Europe", "Africa"]);
/// let axes = Axes::new([region])?;
/// assert_eq!(axes.groups("region")?[0].members(), [1, 2]);
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dimension {
    axis: Axis,
    members: Vec<String>,
    groups: Vec<(String, Vec<String>)>,
}

impl Dimension {
    /// An axis with its members in display order.
    ///
    /// ```
    /// use market_outlook::{Axis, Dimension};
    ///
    /// let region = Dimension::new(Axis::REGION, ["Americas", "Europe", "Asia"]);
    /// assert_eq!(region.members()[1], "Europe");
    /// ```
    #[must_use]
    pub fn new<M: Into<String>>(axis: impl Into<Axis>, members: impl IntoIterator<Item = M>) -> Self {
        Self { axis: axis.into(), members: members.into_iter().map(Into::into).collect(), groups: Vec::new() }
    }

    /// The same axis with a named union of members or of other groups.
    ///
    /// ```
    /// use market_outlook::{Axes, Axis, Dimension};
    ///
    /// let region = Dimension::new(Axis::REGION, ["Americas", "Germany", "Austria", "Africa"])
    ///     .group("DACH", ["Germany", "Austria"])
    ///     .group("EMEA", ["DACH", "Africa"]);
    /// assert_eq!(Axes::new([region])?.groups(Axis::REGION)?[1].members(), [1, 2, 3]);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn group<M: Into<String>>(
        mut self,
        name: impl Into<String>,
        parts: impl IntoIterator<Item = M>,
    ) -> Self {
        self.groups.push((name.into(), parts.into_iter().map(Into::into).collect()));
        self
    }

    /// The axis.
    #[must_use]
    pub fn axis(&self) -> &Axis {
        &self.axis
    }

    /// The members in display order.
    #[must_use]
    pub fn members(&self) -> &[String] {
        &self.members
    }

    fn faults(&self) -> Vec<Error> {
        let axis = self.axis.name();
        let (members, groups) = (self.member_index(), self.group_index());
        let choices = Choices::default();
        let has = |name: &str| self.member(&members, name).or_else(|| self.group_of(&groups, name)).is_some();
        let mut faults = self.name_faults();
        if self.members.is_empty() {
            faults.push(empty(format!("axis '{axis}'"), "at least one member").within("members"));
        }
        for (group, parts) in &self.groups {
            let here = |fault: Error| fault.within(group.as_str()).within("groups");
            if parts.is_empty() {
                faults.push(here(empty(format!("{axis} group '{group}'"), "at least one member or group")));
            }
            for (item, part) in parts.iter().enumerate().filter(|(_, part)| !has(part)) {
                let choices = choices.of(|| self.names().map(|(name, _)| name.as_str()));
                let fault = ErrorKind::UnknownMember { axis: axis.into(), name: part.clone(), choices };
                faults.push(here(Error::from(fault).at(format!("group '{group}'")).within(item)));
            }
        }
        let cycle = self.cycle().map(|cycle| ErrorKind::GroupCycle { axis: axis.into(), cycle });
        faults.extend(cycle.map(|cycle| Error::from(cycle).within("groups")));
        let named = faults.into_iter().map(|fault| fault.within(axis));
        let unnamed = axis.trim().is_empty().then(|| empty("the name of an axis", "a name").in_key(axis));
        unnamed.into_iter().chain(named).map(|fault| fault.within("axes")).collect()
    }

    /// Members, then groups, each with its position among its like.
    fn names(&self) -> impl Iterator<Item = (&String, Named)> {
        let members = self.members.iter().enumerate().map(|(item, name)| (name, Named::Member(item)));
        members.chain(self.groups.iter().map(|(name, _)| (name, Named::Group)))
    }

    fn member_index(&self) -> Index {
        Index::new(self.members.len(), |i| &self.members[i])
    }

    fn group_index(&self) -> Index {
        Index::new(self.groups.len(), |i| &self.groups[i].0)
    }

    fn member(&self, index: &Index, name: &str) -> Option<usize> {
        index.find(name, |i| &self.members[i])
    }

    fn group_of(&self, index: &Index, name: &str) -> Option<usize> {
        index.find(name, |i| &self.groups[i].0)
    }

    /// Names that are empty or stand twice.
    fn name_faults(&self) -> Vec<Error> {
        let axis = self.axis.name();
        let here = |fault: Error, name: &str, named: Named| match named {
            Named::Member(item) => fault.within(item).within("members"),
            Named::Group => fault.in_key(name).within("groups"),
        };
        // Stable: of two that are the same the later comes second.
        let mut sorted: Vec<(&String, Named)> = self.names().collect();
        sorted.sort_by_key(|(name, _)| *name);
        let twice = sorted.windows(2).filter(|pair| pair[0].0 == pair[1].0).map(|pair| {
            let (name, named) = pair[1];
            let fault = ErrorKind::Duplicate { what: axis.into(), name: name.clone() };
            here(fault.into(), name, named)
        });
        let of = if axis.trim().is_empty() { "member" } else { axis };
        let blank = self.names().filter(|(name, _)| name.trim().is_empty());
        twice
            .chain(blank.map(|(name, named)| here(empty(format!("a {of} name"), "a name"), name, named)))
            .collect()
    }

    /// A chain of groups that leads back to its first, if there is one.
    fn cycle(&self) -> Option<Vec<String>> {
        let groups = self.group_index();
        let index = |name: &String| self.group_of(&groups, name);
        // 0 not visited, 1 on the path, 2 done.
        let mut state = vec![0_u8; self.groups.len()];
        for start in 0..self.groups.len() {
            let mut path: Vec<(usize, usize)> = if state[start] == 0 { vec![(start, 0)] } else { Vec::new() };
            while let Some((group, next)) = path.last_mut() {
                state[*group] = 1;
                let Some(part) = self.groups[*group].1.get(*next) else {
                    state[*group] = 2;
                    path.pop();
                    continue;
                };
                *next += 1;
                match index(part) {
                    Some(child) if state[child] == 1 => {
                        let from = path.iter().position(|(group, _)| *group == child).unwrap_or(0);
                        let names = path[from..].iter().map(|(group, _)| *group).chain([child]);
                        return Some(names.map(|group| self.groups[group].0.clone()).collect());
                    }
                    Some(child) if state[child] == 0 => path.push((child, 0)),
                    _ => {}
                }
            }
        }
        None
    }

    /// The groups with their members, whatever the order in which they are stated; no group contains itself.
    fn resolve(&self) -> Vec<Group> {
        let parts = self.parts();
        let mut done: Vec<Option<Arc<[u32]>>> = vec![None; self.groups.len()];
        let mut waiting: Vec<usize> = (0..self.groups.len()).rev().collect();
        while let Some(&group) = waiting.last() {
            if done[group].is_some() {
                waiting.pop();
                continue;
            }
            let open = parts[group].iter().filter_map(|part| match part {
                Part::Group(within) if done[*within].is_none() => Some(*within),
                _ => None,
            });
            let before = waiting.len();
            waiting.extend(open);
            if waiting.len() > before {
                continue;
            }
            waiting.pop();
            let mut members: Vec<u32> = Vec::new();
            for part in &parts[group] {
                match part {
                    Part::Member(member) => members.push(*member as u32),
                    Part::Group(within) => members.extend(done[*within].iter().flat_map(|list| &list[..])),
                }
            }
            members.sort_unstable();
            members.dedup();
            done[group] = Some(members.into());
        }
        let names = self.groups.iter().map(|(name, _)| name.clone());
        names.zip(done.into_iter().flatten()).map(|(name, members)| Group { name, members }).collect()
    }

    /// What the parts of each group are.
    fn parts(&self) -> Vec<Vec<Part>> {
        let (members, groups) = (self.member_index(), self.group_index());
        let part = |name: &String| {
            let member = self.member(&members, name).map(Part::Member);
            member.or_else(|| self.group_of(&groups, name).map(Part::Group))
        };
        self.groups.iter().map(|(_, parts)| parts.iter().filter_map(part).collect()).collect()
    }
}

/// A part of a group: a member or another group, by its position.
#[derive(Clone, Copy)]
enum Part {
    Member(usize),
    Group(usize),
}

/// What carries a name on an axis.
#[derive(Clone, Copy)]
enum Named {
    Member(usize),
    Group,
}

fn empty(what: impl Into<String>, expected: &str) -> Error {
    ErrorKind::Empty { what: what.into(), expected: expected.into() }.into()
}

/// A named union of members of one axis.
///
/// ```
/// use market_outlook::{Axes, Dimension};
///
/// let region = Dimension::new("region", ["Americas", "Europe", "Africa"]).group("EMEA", ["Europe", "Africa"]);
/// let axes = Axes::new([region])?;
/// let emea = &axes.groups("region")?[0];
/// assert_eq!((emea.name(), emea.members()), ("EMEA", &[1, 2][..]));
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    name: String,
    members: Arc<[u32]>,
}

impl Group {
    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Positions of its members on the axis, ascending, groups within it resolved.
    #[must_use]
    pub fn members(&self) -> &[u32] {
        &self.members
    }

    /// The same, to select with.
    pub(crate) fn as_members(&self) -> Members {
        Members::from(&self.members)
    }
}

/// The axes of a market, checked: names are unique, groups hold members and no group holds itself.
///
/// ```
/// use market_outlook::{Axes, Axis, Dimension};
///
/// let axes = Axes::new([Dimension::new(Axis::REGION, ["Europe", "Asia"]), Dimension::new("channel", ["Direct"])])?;
/// assert_eq!(axes.cells(), 2);
/// assert_eq!(axes.members("channel")?, ["Direct"]);
/// assert!(axes.members("industry").is_err());
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Axes {
    stated: Vec<Dimension>,
    groups: Vec<Vec<Group>>,
    /// For each axis its members and its groups by name.
    index: Vec<(Index, Index)>,
    /// For each axis all its names, once one is asked for that it does not have.
    choices: Vec<Choices>,
}

impl Axes {
    /// Checks the axes as stated; none at all is fine and spans one cell.
    ///
    /// ```
    /// use market_outlook::{Axes, Dimension};
    ///
    /// let error = Axes::new([Dimension::new("region", ["Europe", "Europe"])]).unwrap_err();
    /// assert!(error.to_string().contains("'Europe' stands twice"));
    /// ```
    ///
    /// # Errors
    /// All faults at once: empty or repeated names, groups of unknown members, groups that contain each other.
    pub fn new(dimensions: impl IntoIterator<Item = Dimension>) -> Result<Self, Error> {
        let stated: Vec<Dimension> = dimensions.into_iter().collect();
        let mut faults: Vec<Error> = stated.iter().flat_map(Dimension::faults).collect();
        for (i, dimension) in stated.iter().enumerate() {
            if stated[..i].iter().any(|earlier| earlier.axis == dimension.axis) {
                let fault = ErrorKind::Duplicate { what: "axis".into(), name: dimension.axis.name().into() };
                faults.push(Error::from(fault).in_key(dimension.axis.name()).within("axes"));
            }
        }
        Error::none_of(faults)?;
        let groups = stated.iter().map(Dimension::resolve).collect();
        Ok(Self::indexed(stated, groups))
    }

    fn indexed(stated: Vec<Dimension>, groups: Vec<Vec<Group>>) -> Self {
        let index = stated.iter().map(|dimension| (dimension.member_index(), dimension.group_index()));
        let index = index.collect();
        let choices = vec![Choices::default(); stated.len()];
        Self { stated, groups, index, choices }
    }

    /// Axes to look names up in although something is wrong with them, so that all other faults are found too.
    ///
    /// Whatever is named is known; a group stands for all members of its axis.
    pub(crate) fn lenient(dimensions: &[Dimension]) -> Self {
        let mut stated: Vec<Dimension> = Vec::new();
        for dimension in dimensions {
            match stated.iter_mut().find(|earlier| earlier.axis == dimension.axis) {
                Some(earlier) => {
                    earlier.members.extend(dimension.members.iter().cloned());
                    earlier.groups.extend(dimension.groups.iter().cloned());
                }
                None => stated.push(dimension.clone()),
            }
        }
        let groups = stated.iter_mut().map(|dimension| {
            let unique: BTreeSet<String> = dimension.members.drain(..).collect();
            let mut unique: Vec<String> = unique.into_iter().collect();
            if unique.is_empty() {
                unique.push(String::new());
            }
            let all: Arc<[u32]> = (0..unique.len() as u32).collect();
            dimension.members = unique;
            let names = dimension.groups.iter().map(|(name, _)| name.clone());
            names.map(|name| Group { name, members: all.clone() }).collect()
        });
        let groups = groups.collect();
        Self::indexed(stated, groups)
    }

    /// How many axes there are.
    ///
    /// ```
    /// use market_outlook::{Axes, Dimension};
    ///
    /// assert_eq!(Axes::new([Dimension::new("region", ["Americas", "Europe"])])?.len(), 1);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn len(&self) -> usize {
        self.stated.len()
    }

    /// Whether the market is not cut at all.
    ///
    /// ```
    /// use market_outlook::Axes;
    ///
    /// assert!(Axes::new([])?.is_empty());
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.stated.is_empty()
    }

    /// The axes in display order.
    ///
    /// ```
    /// use market_outlook::{Axes, Axis, Dimension};
    ///
    /// let axes = Axes::new([Dimension::new("region", ["Europe"]), Dimension::new("product", ["Software"])])?;
    /// assert_eq!(axes.iter().map(Axis::name).collect::<Vec<_>>(), ["region", "product"]);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Axis> {
        self.stated.iter().map(Dimension::axis)
    }

    /// The members of an axis in display order.
    ///
    /// ```
    /// use market_outlook::{Axes, Dimension};
    ///
    /// let axes = Axes::new([Dimension::new("region", ["Americas", "Europe"])])?;
    /// assert_eq!(axes.members("region")?, ["Americas", "Europe"]);
    /// assert_eq!(axes.members("country").unwrap_err().to_string(), "unknown axis 'country', expected 'region'");
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    ///
    /// # Errors
    /// When there is no such axis.
    pub fn members(&self, axis: impl Into<Axis>) -> Result<&[String], Error> {
        Ok(self.stated[self.position(&axis.into())?].members())
    }

    /// The groups of an axis in the order in which they were stated.
    ///
    /// # Errors
    /// When there is no such axis.
    pub fn groups(&self, axis: impl Into<Axis>) -> Result<&[Group], Error> {
        Ok(&self.groups[self.position(&axis.into())?])
    }

    /// How many cells the axes span: the product of their members.
    ///
    /// ```
    /// use market_outlook::{Axes, Dimension};
    ///
    /// let axes = Axes::new([Dimension::new("region", ["Americas", "Europe"]), Dimension::new("product", ["Software", "Services"])])?;
    /// assert_eq!(axes.cells(), 4);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn cells(&self) -> usize {
        self.stated.iter().fold(1, |cells, dimension| cells.saturating_mul(dimension.members.len()))
    }

    /// The position of an axis.
    pub(crate) fn position(&self, axis: &Axis) -> Result<usize, Error> {
        self.iter().position(|a| a == axis).ok_or_else(|| {
            let choices = self.iter().map(|axis| axis.name().into()).collect();
            Error::from(ErrorKind::UnknownAxis { name: axis.name().into(), choices }).in_key(axis.name())
        })
    }

    /// How many members each axis has.
    pub(crate) fn lengths(&self) -> Vec<usize> {
        self.stated.iter().map(|dimension| dimension.members.len()).collect()
    }

    /// The scope of a single cell.
    pub(crate) fn scope_of(&self, mut cell: usize) -> Scope {
        let mut terms = Vec::new();
        for dimension in self.stated.iter().rev() {
            let members = dimension.members();
            terms.push((dimension.axis().clone(), members[cell % members.len()].clone()));
            cell /= members.len();
        }
        terms.into_iter().rev().fold(Scope::all(), |scope, (axis, member)| scope.and(axis, member))
    }

    /// The cells of a scope; the path of a fault is its axis.
    pub(crate) fn select(&self, scope: &Scope) -> Result<Selection, Error> {
        let mut selection = Selection::all(&self.lengths());
        let mut faults = Vec::new();
        for (axis, name) in scope.terms() {
            let members = |a: usize| self.find(a, name).map_err(|fault| fault.within(axis.name()));
            match self.position(axis).and_then(|a| Ok((a, members(a)?))) {
                Ok((a, members)) => selection.restrict(a, &members),
                Err(fault) => faults.push(fault),
            }
        }
        if faults.is_empty() && selection.is_empty() {
            let reason = "its terms on one axis have nothing in common".into();
            faults.push(ErrorKind::EmptySlice { scope: scope.to_string(), reason }.into());
        }
        Error::none_of(faults)?;
        Ok(selection)
    }

    /// The position of a member among those of its axis.
    pub(crate) fn member(&self, axis: usize, name: &str) -> Option<usize> {
        self.stated[axis].member(&self.index[axis].0, name)
    }

    fn find(&self, axis: usize, name: &str) -> Result<Members, Error> {
        if let Some(member) = self.member(axis, name) {
            return Ok(Members::one(member as u32));
        }
        if let Some(group) = self.stated[axis].group_of(&self.index[axis].1, name) {
            return Ok(self.groups[axis][group].as_members());
        }
        let members = || self.stated[axis].members.iter().map(String::as_str);
        let names = || members().chain(self.groups[axis].iter().map(|group| &*group.name));
        let choices = self.choices[axis].of(names);
        let axis = self.stated[axis].axis.name().into();
        Err(ErrorKind::UnknownMember { axis, name: name.into(), choices }.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(dimension: Dimension, expected: &[&str]) {
        let error = Axes::new([dimension]).unwrap_err();
        let messages: Vec<String> = error.faults().map(ToString::to_string).collect();
        assert_eq!(messages, expected);
    }

    #[test]
    fn faults_are_named_all_at_once() {
        check(
            Dimension::new("region", Vec::<String>::new()),
            &["axis 'region' is empty, expected at least one member"],
        );
        check(
            Dimension::new("region", ["A", "A"]).group("G", ["B"]).group("H", Vec::<String>::new()),
            &[
                "region 'A' stands twice, expected each name once",
                "group 'G': unknown region 'B', expected one of 'A', 'A', 'G', 'H'",
                "region group 'H' is empty, expected at least one member or group",
            ],
        );
        check(
            Dimension::new("region", ["A"]).group("G", ["H"]).group("H", ["K"]).group("K", ["A", "H"]),
            &["region groups contain each other: H > K > H"],
        );
    }

    #[test]
    fn nested_groups_resolve_in_any_order() {
        let region = Dimension::new("region", ["A", "B", "C", "D"])
            .group("Top", ["Inner", "C", "A"])
            .group("Inner", ["B", "A"]);
        let axes = Axes::new([region]).unwrap();
        assert_eq!(axes.groups("region").unwrap()[0].members(), [0, 1, 2]);
    }

    #[test]
    fn a_group_that_several_hold_is_resolved_once() {
        // Each level names the one below it twice over: 2^40 ways down.
        let mut region = Dimension::new("region", ["A", "B"]).group("g0", ["A", "B"]).group("h0", ["B"]);
        for i in 1..40 {
            let below = [format!("g{}", i - 1), format!("h{}", i - 1)];
            region = region.group(format!("g{i}"), below.clone()).group(format!("h{i}"), below);
        }
        let axes = Axes::new([region]).unwrap();
        assert_eq!(axes.groups("region").unwrap()[78].members(), [0, 1]);
    }

    #[test]
    fn a_thousand_groups_in_a_chain_do_not_exhaust_the_stack() {
        let mut region = Dimension::new("region", ["A"]);
        for i in 0..1000 {
            region = region.group(format!("g{i}"), [format!("g{}", i + 1)]);
        }
        let axes = Axes::new([region.group("g1000", ["A"])]).unwrap();
        assert_eq!(axes.groups("region").unwrap()[0].members(), [0]);
    }
}
