//! Model files as text.

use serde_path_to_error::Path;

use super::Spec;
#[cfg(feature = "toml")]
use super::place::Place;
use super::place::{reworded, syntax};
use crate::error::Error;
use crate::market::Market;
#[cfg(feature = "toml")]
use crate::value::shown::sentence;

#[cfg(feature = "toml")]
impl Spec {
    /// Reads a model file in TOML.
    ///
    /// # Errors
    /// At the first fault of shape: its line, column and key, and the line itself with the offending text underlined.
    ///
    /// ```
    /// use market_outlook::Spec;
    ///
    /// let error = Spec::from_toml("format = 1\n[market]\nnome = 'CX'").unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "line 3, column 1, market.nome: unknown key 'nome', \
    ///      expected one of 'name', 'unit', 'basis', 'years', 'base', 'drift'\n  |\n3 | nome = 'CX'\n  | ^^^^"
    /// );
    /// ```
    pub fn from_toml(text: &str) -> Result<Self, Error> {
        let fault = |path: Option<&Path>, cause: &toml::de::Error| {
            let place = cause.span().map(|span| Place::of_span(text, &span));
            let excerpt =
                place.as_ref().map_or_else(String::new, |place| format!("\n{}", place.underlined(text)));
            let offending = cause.span().and_then(|span| text.get(span)).unwrap_or("");
            let reason = if offending.parse::<toml::value::Datetime>().is_ok() {
                "found a date without quotes, expected a text".into()
            } else {
                reworded(cause.message(), path)
            };
            syntax(place.map(|place| place.position()), path, &format!("{}{excerpt}", sentence(&reason)))
        };
        let document = toml::Deserializer::parse(text).map_err(|cause| fault(None, &cause))?;
        serde_path_to_error::deserialize(document).map_err(|error| fault(Some(error.path()), error.inner()))
    }

    /// Writes the model as TOML that reads back to the same.
    ///
    /// # Errors
    /// Never for what was read from a file.
    ///
    /// ```
    /// use market_outlook::Spec;
    ///
    /// let spec = Spec::from_toml("format = 1\nmarket = { name = 'n', unit = 'USD', years = [2019, 2026] }")?;
    /// assert_eq!(Spec::from_toml(&spec.to_toml()?)?, spec);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn to_toml(&self) -> Result<String, Error> {
        toml::to_string(self).map_err(|cause| syntax(None, None, &cause.to_string()))
    }
}

#[cfg(feature = "json")]
impl Spec {
    /// Reads a model file in JSON.
    ///
    /// # Errors
    /// At the first fault of shape: its line, column and key.
    ///
    /// ```
    /// use market_outlook::Spec;
    ///
    /// let error = Spec::from_json(r#"{ "format": 1, "market": { "nome": "CX" } }"#).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "line 1, column 33, market.nome: unknown key 'nome', \
    ///      expected one of 'name', 'unit', 'basis', 'years', 'base', 'drift'"
    /// );
    /// ```
    pub fn from_json(text: &str) -> Result<Self, Error> {
        let fault = |path: Option<&Path>, cause: &serde_json::Error| {
            let (line, column) = (cause.line(), cause.column());
            let message = cause.to_string();
            let place = format!(" at line {line} column {column}");
            syntax(
                Some((line, column)),
                path,
                &reworded(message.strip_suffix(&place).unwrap_or(&message), path),
            )
        };
        // A mark of the byte order is no JSON, but some editors write it; TOML has it skipped.
        let mut reader = serde_json::Deserializer::from_str(text.strip_prefix('\u{feff}').unwrap_or(text));
        let spec = serde_path_to_error::deserialize(&mut reader)
            .map_err(|error| fault(Some(error.path()), error.inner()))?;
        reader.end().map_err(|cause| fault(None, &cause))?;
        Ok(spec)
    }

    /// Writes the model as JSON that reads back to the same.
    ///
    /// # Errors
    /// Never for what was read from a file.
    ///
    /// ```
    /// use market_outlook::Spec;
    ///
    /// let text = r#"{"format":1,"market":{"name":"n","unit":"USD","years":[2019,2026]}}"#;
    /// let spec = Spec::from_json(text)?;
    /// assert_eq!(Spec::from_json(&spec.to_json()?)?, spec);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    pub fn to_json(&self) -> Result<String, Error> {
        serde_json::to_string_pretty(self).map_err(|cause| syntax(None, None, &cause.to_string()))
    }
}

impl Market {
    /// Reads a model file in TOML and checks it.
    ///
    /// # Errors
    /// At the first fault of shape; all faults of meaning together. Each with its line and the offending text underlined.
    ///
    /// ```
    /// use market_outlook::Market;
    ///
    /// let market = Market::from_toml(r#"
    /// format = 1
    /// market = { name = "CX personalization & optimization software", unit = "USD billion", years = [2019, 2026] }
    /// claims = [{ value = "8.1", year = 2019 }, { value = "11.6", year = 2026 }]
    /// "#)?;
    /// assert_eq!(market.claims().len(), 2);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[cfg(feature = "toml")]
    pub fn from_toml(text: &str) -> Result<Self, Error> {
        Market::try_from(Spec::from_toml(text)?).map_err(|error| super::locate::located(text, &error))
    }

    /// Reads a model file in JSON and checks it.
    ///
    /// # Errors
    /// At the first fault of shape; all faults of meaning together. Each with the path of its key.
    ///
    /// ```
    /// use market_outlook::Market;
    ///
    /// let market = Market::from_json(r#"{
    ///     "format": 1,
    ///     "market": { "name": "CX personalization", "unit": "USD billion", "years": [2019, 2026] },
    ///     "claims": [{ "value": "8.1", "year": 2019 }]
    /// }"#)?;
    /// assert_eq!(market.years().periods(), 7);
    /// # Ok::<(), market_outlook::Error>(())
    /// ```
    #[cfg(feature = "json")]
    pub fn from_json(text: &str) -> Result<Self, Error> {
        Spec::from_json(text)?.try_into()
    }
}
