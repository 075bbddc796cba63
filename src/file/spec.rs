//! The model file as plain data.

use serde::{Deserialize, Serialize};

use super::{AssumptionsSpec, ClaimSpec, Named, ScenarioSpec, YearsSpec, fields};
use crate::value::Year;

/// A model file, format 1, as plain data: any serde format can carry it, and nothing in it has been checked yet.
///
/// `Market::try_from` checks it; `docs/model-file.md` says what each key means.
/// Optional keys that are absent stay absent, so that what is read can be written back as it was.
/// To state a market in code, use [`Market::builder`](crate::Market::builder).
///
/// ```
/// # #[cfg(feature = "toml")] {
/// use market_outlook::{Market, Spec};
///
/// let spec = Spec::from_toml(r#"
/// format = 1
/// [market]
/// name = "CX personalization & optimization software"
/// unit = "USD billion"
/// years = [2019, 2026]
/// [[claims]]
/// value = "8.1"
/// year = 2019
/// "#)?;
/// assert_eq!(spec.claims.len(), 1);
/// let market = Market::try_from(spec)?;
/// assert_eq!(market.name(), "CX personalization & optimization software");
/// # }
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a model: a table with format, market and claims")]
#[expect(clippy::manual_non_exhaustive, reason = "the private field keeps a key of the format for later")]
#[non_exhaustive]
pub struct Spec {
    /// The version of the format: 1.
    #[serde(deserialize_with = "fields::format")]
    pub format: u32,
    /// Where an editor finds the JSON Schema of the file; nothing else reads it. `$schema` in files.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// What is forecast.
    pub market: MarketSpec,
    /// Who printed figures, by the name that claims use.
    #[serde(default, deserialize_with = "fields::or_none", skip_serializing_if = "Named::is_empty")]
    pub sources: Named<SourceSpec>,
    /// The axes in display order.
    #[serde(default, deserialize_with = "fields::or_none", skip_serializing_if = "Named::is_empty")]
    pub axes: Named<AxisSpec>,
    /// What sources have printed.
    #[serde(default, deserialize_with = "fields::or_none", skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<ClaimSpec>,
    /// What the analyst believes.
    #[serde(default, deserialize_with = "fields::or_none")]
    pub assumptions: AssumptionsSpec,
    /// What if: adjustments of the forecast.
    #[serde(default, deserialize_with = "fields::or_none", skip_serializing_if = "Vec::is_empty")]
    pub scenarios: Vec<ScenarioSpec>,
    // Known, so that it is refused for what it is and not as a key misspelled.
    #[serde(default, skip_serializing, deserialize_with = "fields::no_uncertainty")]
    uncertainty: (),
}

impl Spec {
    /// The JSON Schema (draft-07) of model files, for programs whose users write them: an editor, a form, the description of a service.
    ///
    /// It refuses nothing that is read; what no schema can know, such as whether a name exists, is left to [`Market::try_from`](crate::Market).
    /// Editors on the author's machine take the same text from `docs/model.schema.json`.
    ///
    /// ```
    /// # #[cfg(feature = "json")] {
    /// use market_outlook::Spec;
    ///
    /// let schema: serde_json::Value = serde_json::from_str(Spec::JSON_SCHEMA).unwrap();
    /// assert_eq!(schema["title"], "Model file of market-outlook, format 1");
    /// assert_eq!(schema["definitions"]["ramp"]["default"], "step");
    /// # }
    /// ```
    pub const JSON_SCHEMA: &str = include_str!("../../docs/model.schema.json");

    /// A model file of this market with nothing else in it yet.
    pub(super) fn of(market: MarketSpec) -> Self {
        Self {
            schema: None,
            format: 1,
            market,
            sources: Named::default(),
            axes: Named::default(),
            claims: Vec::new(),
            assumptions: AssumptionsSpec::default(),
            scenarios: Vec::new(),
            uncertainty: (),
        }
    }
}

/// What is forecast, as a file states it: not checked yet.
///
/// ```
/// # #[cfg(feature = "toml")] {
/// # let spec = market_outlook::Spec::from_toml("format = 1\nmarket = { name = 'n', unit = 'USD', years = [2019, 2026] }")?;
/// assert_eq!(spec.market.years.first, 2019.into());
/// assert_eq!(spec.market.base, None);
/// # }
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table with name, unit and years")]
#[non_exhaustive]
pub struct MarketSpec {
    /// What the market is called.
    pub name: String,
    /// What is counted, then optionally thousand, million, billion or trillion.
    pub unit: String,
    /// What the money is worth: nominal, constant 2019 prices, not stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
    /// First and last year, both included.
    pub years: YearsSpec,
    /// The year in which shares hold and after which everything is forecast; the first unless stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<Year>,
    /// How freely growth may differ from what is assumed: what the variance of a year's growth is multiplied by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drift: Option<f64>,
}

/// Who printed a figure, as a file states it.
///
/// ```
/// use market_outlook::SourceSpec;
///
/// let source = SourceSpec::new("Dash Research");
/// assert_eq!((source.publisher.as_str(), source.url), ("Dash Research", None));
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table with a publisher")]
#[non_exhaustive]
pub struct SourceSpec {
    /// Who published.
    pub publisher: String,
    /// Title of the publication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Edition or date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edition: Option<String>,
    /// Where it can be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// When it was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accessed: Option<String>,
    /// A remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl SourceSpec {
    /// A source known by its publisher.
    ///
    /// ```
    /// use market_outlook::SourceSpec;
    ///
    /// assert_eq!(SourceSpec::new("Example").publisher, "Example");
    /// ```
    pub fn new(publisher: impl Into<String>) -> Self {
        let (title, edition, url, accessed, note) = (None, None, None, None, None);
        Self { publisher: publisher.into(), title, edition, url, accessed, note }
    }
}

/// One axis as a file states it: not checked yet.
///
/// ```
/// use market_outlook::AxisSpec;
///
/// let mut region = AxisSpec::default();
/// region.members = vec!["Europe".into(), "Africa".into()];
/// region.groups = [("EMEA", region.members.clone())].into_iter().collect();
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table with members")]
#[non_exhaustive]
pub struct AxisSpec {
    /// Its members in display order.
    pub members: Vec<String>,
    /// Named unions of members or of other groups.
    #[serde(default, deserialize_with = "fields::or_none", skip_serializing_if = "Named::is_empty")]
    pub groups: Named<Vec<String>>,
}
