//! Who printed a figure, and where.

use std::fmt;

use super::shown::sentence;

/// Publisher, title, edition and place of a published figure.
///
/// ```
/// use market_outlook::Source;
///
/// let source = Source::new("Dash Research").with_title("CX Personalization and Optimization");
/// assert_eq!(source.to_string(), "Dash Research, CX Personalization and Optimization");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    publisher: String,
    title: Option<String>,
    edition: Option<String>,
    url: Option<String>,
    accessed: Option<String>,
    note: Option<String>,
}

macro_rules! optional_text {
    ($($(#[$doc:meta])* $field:ident, $(#[$with_doc:meta])* $with:ident;)*) => {$(
        $(#[$doc])*
        #[must_use]
        pub fn $field(&self) -> Option<&str> {
            self.$field.as_deref()
        }

        $(#[$with_doc])*
        #[must_use]
        pub fn $with(mut self, $field: impl Into<String>) -> Self {
            self.$field = Some($field.into());
            self
        }
    )*};
}

impl Source {
    /// A source known by its publisher.
    ///
    /// ```
    /// use market_outlook::Source;
    ///
    /// assert_eq!(Source::new("Example").to_string(), "Example");
    /// ```
    #[must_use]
    pub fn new(publisher: impl Into<String>) -> Self {
        Self { publisher: publisher.into(), ..Self::default() }
    }

    /// Who published.
    #[must_use]
    pub fn publisher(&self) -> &str {
        &self.publisher
    }

    optional_text! {
        /// Title of the publication.
        title,
        /// The same source with a title.
        with_title;
        /// Edition or date.
        edition,
        /// The same source with an edition or date.
        with_edition;
        /// Where it can be read.
        url,
        /// The same source with an address.
        with_url;
        /// When it was read.
        accessed,
        /// The same source with the date on which it was read.
        with_accessed;
        /// A remark, such as "illustrative".
        note,
        /// The same source with a remark.
        with_note;
    }
}

impl Source {
    /// The source line as data has it: the names as they came.
    pub(crate) fn line(&self) -> String {
        let mut line = self.publisher.clone();
        for part in [&self.title, &self.edition].into_iter().flatten() {
            line += ", ";
            line += part;
        }
        match &self.note {
            Some(note) => format!("{line} ({note})"),
            None => line,
        }
    }
}

impl From<&str> for Source {
    fn from(publisher: &str) -> Self {
        Self::new(publisher)
    }
}

impl From<String> for Source {
    fn from(publisher: String) -> Self {
        Self::new(publisher)
    }
}

impl fmt::Display for Source {
    /// Publisher, title and edition, as a source line prints them, fit for a terminal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&sentence(&self.line()))
    }
}
