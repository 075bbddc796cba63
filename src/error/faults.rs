//! Faults of a file in the order of its lines, no more of them than a reader takes in.

use super::{Error, ErrorKind};

/// What is wrong in a file: the first faults as they are, of the rest how many they are.
///
/// A file of a million lines in the wrong format is one mistake; a message of a million lines would hide it.
#[derive(Default)]
pub(crate) struct Faults {
    kept: Vec<(u64, Error)>,
    /// How many were kept when the pass began.
    before: usize,
    more: usize,
}

impl Faults {
    /// The most faults that are told one by one.
    pub(crate) const MOST: usize = 100;
    /// The line of what is wrong with the file as a whole: it is told last.
    #[cfg(feature = "csv")]
    pub(crate) const WHOLE: u64 = u64::MAX;

    /// One more, put in words only if it will be told.
    ///
    /// A pass goes through the file from its beginning: the first faults of each are the ones that matter.
    pub(crate) fn add(&mut self, line: u64, fault: impl FnOnce() -> Error) {
        if self.kept.len() - self.before < Self::MOST {
            self.kept.push((line, fault()));
        } else {
            self.more += 1;
        }
    }

    /// Another pass through the same file.
    #[cfg(feature = "csv")]
    pub(crate) fn next_pass(&mut self) {
        self.before = self.kept.len();
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// `Ok` when there is no fault, else all of them as one error; `place` is the format of the file.
    pub(crate) fn none_in(mut self, place: &str) -> Result<(), Error> {
        // Stable: faults of one line stay in the order of its columns.
        self.kept.sort_by_key(|(line, _)| *line);
        let more = self.more + self.kept.len().saturating_sub(Self::MOST);
        let mut faults: Vec<Error> = self.kept.into_iter().take(Self::MOST).map(|(_, fault)| fault).collect();
        if more > 0 {
            let plural = if more == 1 { "" } else { "s" };
            let (place, reason) = (place.into(), format!("and {more} more fault{plural}"));
            faults.push(ErrorKind::Syntax { place, reason }.into());
        }
        Error::none_of(faults)
    }
}

#[cfg(all(test, feature = "csv"))]
mod tests {
    use super::*;

    fn syntax(place: &str, reason: &str) -> Error {
        ErrorKind::Syntax { place: place.into(), reason: reason.into() }.into()
    }

    #[test]
    fn the_first_lines_are_told_and_the_rest_is_counted() {
        let mut faults = Faults::default();
        assert!(faults.is_empty());
        for line in (2..2002).filter(|line| line % 2 == 0) {
            faults.add(line, || syntax(&format!("line {line}"), "first pass"));
        }
        faults.next_pass();
        for line in (2..2002).filter(|line| line % 2 == 1) {
            faults.add(line, || syntax(&format!("line {line}"), "second pass"));
        }
        let error = faults.none_in("CSV").unwrap_err();
        let told: Vec<String> = error.faults().map(ToString::to_string).collect();
        assert_eq!(told.len(), Faults::MOST + 1);
        assert_eq!(told[..3], ["line 2: first pass", "line 3: second pass", "line 4: first pass"]);
        assert_eq!(told[Faults::MOST], "CSV: and 1900 more faults");
        assert!(Faults::default().none_in("CSV").is_ok());
    }
}
