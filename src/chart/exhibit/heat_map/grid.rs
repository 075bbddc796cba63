//! A heat map of outcomes that exclude each other: one number against another.

use std::collections::BTreeMap;

use super::scale::Scale;
use super::{Edge, HeatMap, NONE, Tile};
use crate::chart::exhibit::marimekko::{forecast_note, when};
use crate::chart::exhibit::matrix::{self, Labels};
use crate::chart::layout::text;
use crate::chart::theme::Theme;
use crate::error::{Error, ErrorKind};
use crate::table::Table;

/// Reads the single column of a table of two axes whose rows exclude each other.
pub(crate) fn read(table: &Table, theme: &Theme) -> Result<HeatMap, Error> {
    let [column] = table.columns() else {
        let what = format!("a grid of {} columns", table.columns().len());
        let reason = "expected one, as `Scenario::grid` gives".into();
        return Err(ErrorKind::Undefined { what, reason }.into());
    };
    let (rows, columns) = (Labels::read(table, 0)?, Labels::read(table, 1)?);
    let mut values: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for (row, place) in rows.of_rows.iter().copied().zip(columns.of_rows.iter().copied()).enumerate() {
        let Some(value) = table.value(row, 0) else { continue };
        if values.insert(place, value).is_some() {
            let name = table.rows()[row].name();
            return Err(ErrorKind::Duplicate { what: "row".into(), name }.into());
        }
    }
    let largest = values.values().fold(0.0_f64, |largest, value| largest.max(value.abs()));
    let format = matrix::format(table, largest, theme);
    let count = rows.names.len() * columns.names.len();
    let tile = |value: f64| Tile { value, text: format.text(value) };
    let edges =
        |names: &[String]| names.iter().map(|name| Edge { name: text::signed(name), sum: None }).collect();
    let [down, right] = table.axes() else { unreachable!("labels are of two axes") };
    let what = table.subtitle().split(" by ").next().unwrap_or_default().to_string();
    let mut notes: Vec<String> = forecast_note(&[*column]).into_iter().collect();
    notes.extend((count > values.len()).then(|| format!("{NONE}: not possible.")));
    let scale = Scale::of_outcomes(values.values().copied(), format, theme);
    let map = HeatMap {
        rows: edges(&rows.names),
        columns: edges(&columns.names),
        cells: values.into_iter().map(|(place, value)| (place, tile(value))).collect(),
        whole: None,
        has_sums: false,
        scale,
        subtitle: format!("{what}, {}: {down} downwards, {right} to the right", when(*column)),
        notes,
        summary: String::new(),
    };
    Ok(map.with_ends())
}

impl HeatMap {
    /// The same with its lowest and its highest cell in the summary.
    fn with_ends(mut self) -> Self {
        let by_value = |a: &&Tile, b: &&Tile| a.value.total_cmp(&b.value);
        let lowest = self.cells.values().min_by(by_value).map(|tile| self.named(&tile.text, "Lowest"));
        let highest = self.cells.values().max_by(by_value).map(|tile| self.named(&tile.text, "highest"));
        let ends: Vec<String> = lowest.into_iter().chain(highest).collect();
        let said = if ends.is_empty() { "No numbers.".into() } else { format!("{}.", ends.join("; ")) };
        self.summary = said.replace('−', "-");
        self
    }
}
