//! Words that may refer to exhibits and lead to addresses.

/// A paragraph, or an item of a list: words, references to exhibits, links.
///
/// A reference names the exhibit and prints its number, "Exhibit 3", wherever the exhibit moves.
/// Words are shown as they are: nothing in them is markup.
///
/// ```
/// use market_outlook::{Report, Section, Table, Column, Exhibit, Text, Unit};
///
/// let table = Table::new("Example market", Unit::USD_BILLION, ["region"], [Column::history(2019)]);
/// let text = Text::new("All figures stand in ").exhibit("values").words(".");
/// let report = Report::new("Outlook")
///     .section(Section::new("figures", "Figures").text(text).exhibit(Exhibit::table("values", &table)));
/// assert!(report.to_html()?.contains("<p>All figures stand in <a href=\"#exhibit-1\">Exhibit 1</a>.</p>"));
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Text(Vec<Run>);

/// A piece of a text.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Run {
    Words(String),
    /// Words that stand out.
    Strong(String),
    /// The number of an exhibit.
    Exhibit(String),
    /// The number of an exhibit in parentheses; nothing where it was left out.
    Aside(String),
    Link {
        label: String,
        url: String,
    },
}

impl Text {
    /// A text of these words.
    #[must_use]
    pub fn new(words: impl Into<String>) -> Self {
        Self(vec![Run::Words(words.into())])
    }

    /// The same text and these words.
    #[must_use]
    pub fn words(self, words: impl Into<String>) -> Self {
        self.and(Run::Words(words.into()))
    }

    /// The same text and a reference to the exhibit of this name.
    ///
    /// A name that no exhibit of the report has is an error when the report is made.
    #[must_use]
    pub fn exhibit(self, name: impl Into<String>) -> Self {
        self.and(Run::Exhibit(name.into()))
    }

    /// The same text and a link to an address on the web or to a mailbox; any other address stands there as words.
    ///
    /// A link without a label shows its address.
    ///
    /// ```
    /// use market_outlook::{Report, Section, Text};
    ///
    /// let html = |url: &str| {
    ///     let text = Text::default().link("the source", url);
    ///     Report::new("Outlook").section(Section::new("sources", "Sources").text(text)).to_html()
    /// };
    /// assert!(html("https://example.org/a?b&c")?.contains("<a href=\"https://example.org/a?b&amp;c\">the source</a>"));
    /// assert!(html("javascript:alert(1)")?.contains("<p>the source (javascript:alert(1))</p>"));
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[must_use]
    pub fn link(self, label: impl Into<String>, url: impl Into<String>) -> Self {
        let (label, url): (String, String) = (label.into(), url.into());
        if is_safe(&url) {
            let label = if label.trim().is_empty() { url.clone() } else { label };
            return self.and(Run::Link { label, url });
        }
        let words = if url.trim().is_empty() { label } else { format!("{label} ({url})") };
        self.words(words)
    }

    pub(super) fn strong(self, words: impl Into<String>) -> Self {
        self.and(Run::Strong(words.into()))
    }

    /// A reference to an exhibit that may have been left out: in parentheses, or nothing.
    pub(super) fn aside(self, name: impl Into<String>) -> Self {
        self.and(Run::Aside(name.into()))
    }

    pub(super) fn runs(&self) -> &[Run] {
        &self.0
    }

    fn and(mut self, run: Run) -> Self {
        self.0.push(run);
        self
    }
}

impl From<&str> for Text {
    fn from(words: &str) -> Self {
        Self::new(words)
    }
}

impl From<String> for Text {
    fn from(words: String) -> Self {
        Self::new(words)
    }
}

/// Whether an address may be followed: one on the web or a mailbox, all of it visible and in one piece.
fn is_safe(url: &str) -> bool {
    let lower = url.to_ascii_lowercase();
    let known = ["http://", "https://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme));
    known && !url.chars().any(|letter| letter.is_control() || letter.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_web_and_mailboxes_are_followed() {
        for (url, safe) in [
            ("https://example.org", true),
            ("HTTP://example.org", true),
            ("mailto:a@example.org", true),
            ("javascript:alert(1)", false),
            (" javascript:alert(1)", false),
            ("java\nscript:alert(1)", false),
            ("https://example.org\n", false),
            ("data:text/html,<script>", false),
            ("//example.org", false),
            ("file:///etc/passwd", false),
            ("", false),
        ] {
            assert_eq!(is_safe(url), safe, "{url:?}");
        }
    }
}
