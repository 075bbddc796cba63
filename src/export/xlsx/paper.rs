//! Sheets of paper: where they begin, so that no drawing and no block is cut where it need not be.

use super::page::{LINE, Page};

/// A4 across, in points.
const PAPER: (f64, f64) = (842.0, 595.0);
/// Margins in inches: left, right, top, bottom, and from the edge to header and footer.
pub(super) const MARGINS: [f64; 6] = [0.5, 0.5, 0.6, 0.7, 0.3, 0.3];
const INCH: f64 = 72.0;
/// Points of a pixel of a screen.
const PIXEL: f64 = 0.75;

/// The rows that begin a new sheet of paper where something would be cut else.
pub(super) fn breaks(page: &Page) -> Vec<usize> {
    let [left, right, top, bottom, ..] = MARGINS.map(|inches| inches * INCH);
    let (width, height) = (PAPER.0 - left - right, PAPER.1 - top - bottom);
    // A page that is wider than the paper is printed smaller, and more rows fit.
    let scale = (width / (page.width() as f64 * PIXEL)).min(1.0);
    let repeated = page.repeated.map_or(0, |(first, last)| last + 1 - first) as f64 * LINE;
    let room = height / scale;
    let high = |row: usize| page.heights.get(&row).copied().unwrap_or(LINE);
    // What is used of the sheet after another row, which goes on to the next one where it does not fit.
    let fill =
        |used: f64, row: usize| if used + high(row) > room { repeated + high(row) } else { used + high(row) };
    let (mut breaks, mut row, mut used) = (Vec::new(), 0, 0.0);
    for &(start, end) in &page.whole {
        used = (row..start).fold(used, fill);
        if used + (start..end).map(high).sum::<f64>() > room && used > repeated {
            breaks.push(start);
            used = repeated;
        }
        used = (start..end).fold(used, fill);
        row = end;
    }
    breaks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(columns: usize, whole: &[(usize, usize)], expected: &[usize]) {
        let mut page = Page::new("P".into(), "");
        (0..columns).for_each(|column| page.widen(column, 8));
        page.repeated = Some((3, 4));
        page.whole = whole.to_vec();
        assert_eq!(breaks(&page), expected);
    }

    #[test]
    fn what_belongs_together_is_kept_together() {
        // 501 points hold 32 rows below a title, and 31 where two rows are repeated above them.
        check(2, &[(0, 10), (11, 30)], &[]);
        check(2, &[(0, 10), (11, 33)], &[11]);
        check(2, &[(0, 10), (11, 33), (34, 41), (41, 60)], &[11, 41]);
        // Twenty columns are 1,500 pixels: printed at two thirds, half as many rows again.
        check(20, &[(0, 10), (11, 33), (34, 41)], &[]);
        // What no sheet holds begins a sheet and is cut.
        check(2, &[(0, 5), (6, 100), (101, 110)], &[6]);
    }
}
