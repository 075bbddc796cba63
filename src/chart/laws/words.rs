//! What the description of a chart owes to those who cannot see it.

use proptest::prelude::*;

use super::super::exhibit::Kind;
use super::super::layout::scene::Text;
use super::super::theme::Theme;
use super::{Case, case};

/// The words of a text as they stand in a description.
fn words(text: &str) -> Vec<String> {
    let plain = text.replace('−', "-");
    let trimmed = plain.split_whitespace().map(|word| word.trim_matches(&['(', ')', ',', '.', ';', ':'][..]));
    trimmed.map(String::from).collect()
}

/// Whether a number with more decimals has this one as its nearest neighbor: pages with little room print fewer.
fn rounds_to(more: &str, fewer: &str) -> bool {
    let value = |word: &str| word.replace([',', '%'], "").parse::<f64>();
    let decimals =
        |word: &str| word.trim_end_matches('%').rsplit_once('.').map_or(0, |(_, after)| after.len());
    let (Ok(a), Ok(b)) = (value(more), value(fewer)) else { return false };
    let half_unit = 0.5 * 10f64.powi(-(decimals(fewer) as i32));
    more.ends_with('%') == fewer.ends_with('%') && (a - b).abs() <= half_unit + 1e-9 * a.abs()
}

/// Whether a text is nothing but numbers that say something: neither tick nor heading, and no year.
fn is_number(case: &Case, text: &Text) -> bool {
    let is_numeric = text.content.chars().all(|c| c.is_ascii_digit() || "+-−.,%() –eE".contains(c));
    let colors = Theme::light().colors;
    // The circles of the key of sizes have round numbers, and bubbles without room for their name count up.
    let is_count =
        text.content.parse().is_ok_and(|count: usize| (1..=case.table.rows().len()).contains(&count));
    let is_key = matches!(case.kind, Kind::GrowthBubbles { .. }) && (text.color == colors.soft || is_count);
    let is_quiet = is_key || text.color == colors.quiet;
    let years = case.table.columns().iter().map(|column| column.year().to_string().replace('-', "−"));
    let is_year = years.into_iter().any(|year| year.ends_with(text.content.trim_end_matches('F')));
    is_numeric && text.content.contains(|c: char| c.is_ascii_digit()) && !is_quiet && !is_year
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn every_number_that_is_drawn_stands_in_the_description(case in case()) {
        let Ok(page) = case.page() else { return Ok(()) };
        let said = words(&page.description);
        for text in page.scene.texts().filter(|text| is_number(&case, text)) {
            for word in words(&text.content) {
                let is_said = said.iter().any(|other| *other == word || rounds_to(other, &word));
                prop_assert!(is_said, "{text:?}\n{}", page.description);
            }
        }
    }
}
