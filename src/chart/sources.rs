//! Source lines as a chart prints them: it has less room than a table.

use crate::value::prose::counted;

/// At most this many sources of one kind are named; a table names them all.
const NAMED: usize = 6;

/// The lines, with those beyond the limit counted: "Published: 3 more sources."
///
/// Lines are of one kind when they begin alike, up to their first colon.
pub(crate) fn shortened(lines: &[String]) -> Vec<String> {
    let mut kinds: Vec<(&str, Vec<&String>)> = Vec::new();
    for line in lines {
        let kind = line.split_once(": ").map_or("", |(kind, _)| kind);
        match kinds.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, lines)) => lines.push(line),
            None => kinds.push((kind, vec![line])),
        }
    }
    let said = kinds.into_iter().flat_map(|(kind, lines)| {
        let beyond = lines.len().saturating_sub(NAMED);
        let more = counted(beyond, "more source");
        let more = if kind.is_empty() { more } else { format!("{kind}: {more}") };
        let named = lines.into_iter().take(NAMED).cloned();
        named.chain((beyond > 0).then_some(more)).collect::<Vec<_>>()
    });
    said.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_beyond_the_limit_is_counted_by_kind() {
        let published = |count: usize| (0..count).map(|i| format!("Published: source {i} (total)."));
        let assumed = "Assumed, not published: shares by region.".to_string();
        let lines: Vec<String> = published(9).chain([assumed.clone()]).collect();
        let expected: Vec<String> =
            published(6).chain(["Published: 3 more sources".to_string(), assumed]).collect();
        assert_eq!(shortened(&lines), expected);
        let few: Vec<String> = published(6).chain(["An interview".to_string()]).collect();
        assert_eq!(shortened(&few), few);
    }
}
