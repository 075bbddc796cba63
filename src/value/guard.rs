//! Names that a spreadsheet would take for formulas, as text.
//!
//! Whoever opens a CSV file in a spreadsheet runs what it takes for a formula, and a name may come from anybody.
//! Such a name gets an apostrophe in front, as is the custom; so does one that has apostrophes and then such a name,
//! or reading could not tell which were its own. All other names stand as they are: `'s-Hertogenbosch` is one.

#[cfg(feature = "csv")]
use std::borrow::Cow;

/// A name as it stands in a CSV file of this library: behind an apostrophe where a spreadsheet would calculate with it.
///
/// For whoever writes names into a CSV file of his own, which its CSV writer still has to quote. Reading takes the
/// apostrophe off again; figures are not names and stay as they are.
///
/// ```
/// use market_outlook::csv_name;
///
/// assert_eq!(csv_name("Asia Pacific"), "Asia Pacific");
/// assert_eq!(csv_name("=HYPERLINK(\"https://example.com\")"), "'=HYPERLINK(\"https://example.com\")");
/// ```
#[cfg(feature = "csv")]
#[cfg_attr(docsrs, doc(cfg(feature = "csv")))]
#[must_use]
pub fn csv_name(name: &str) -> Cow<'_, str> {
    if is_formula(name.trim_start_matches('\'')) { format!("'{name}").into() } else { name.into() }
}

/// The name that stands in a file.
///
/// What has no apostrophe is left alone, a formula too: other programs write it so, and here it is a name.
pub(crate) fn bare(field: &str) -> &str {
    match field.strip_prefix('\'') {
        Some(name) if is_formula(name.trim_start_matches('\'')) => name,
        _ => field,
    }
}

/// Whether a spreadsheet may calculate with it: a sign that formulas begin with, also full-width as in East Asian
/// editions, after anything that is trimmed; a tab or a line break, which can move what follows into a cell of its own.
pub(crate) fn is_formula(text: &str) -> bool {
    let is_blank = |c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}';
    text.starts_with(['\t', '\r', '\n'])
        || text.trim_start_matches(is_blank).starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

#[cfg(all(test, feature = "csv"))]
mod tests {
    use super::*;

    #[test]
    fn only_formulas_change_and_all_come_back() {
        for (name, expected) in [
            ("=HYPERLINK(\"https://example.com\")", "'=HYPERLINK(\"https://example.com\")"),
            ("+1", "'+1"),
            ("-2", "'-2"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\tx", "'\tx"),
            ("\rx", "'\rx"),
            ("\nx", "'\nx"),
            (" =1", "' =1"),
            ("\u{feff}=1", "'\u{feff}=1"),
            ("＝1", "'＝1"),
            ("'=1", "''=1"),
            ("''=1", "'''=1"),
            ("'s-Hertogenbosch", "'s-Hertogenbosch"),
            ("'", "'"),
            ("", ""),
            ("Asia-Pacific", "Asia-Pacific"),
            (" Europe", " Europe"),
            ("2019", "2019"),
        ] {
            assert_eq!(csv_name(name), expected);
            assert_eq!(bare(expected), name);
        }
        assert_eq!(bare("=1"), "=1", "as another program writes it");
    }
}
