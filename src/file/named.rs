//! Values by name in the order in which the author wrote them.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, Visitor};
use serde::ser::{Serialize, Serializer};

/// Values by name, in the order in which the author wrote them; no name stands twice in what was read from a file.
///
/// ```
/// use market_outlook::Named;
///
/// let shares: Named<f64> = [("Europe", 57.0), ("Asia", 43.0)].into_iter().collect();
/// assert_eq!(shares.get("Asia"), Some(&43.0));
/// assert_eq!(shares.names().collect::<Vec<_>>(), ["Europe", "Asia"]);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Named<V>(Vec<(String, V)>);

impl<V> Named<V> {
    /// The value of a name.
    ///
    /// ```
    /// use market_outlook::Named;
    ///
    /// let shares: Named<f64> = [("Software", 72.0), ("Services", 28.0)].into_iter().collect();
    /// assert_eq!(shares.get("Services"), Some(&28.0));
    /// assert_eq!(shares.get("Hardware"), None);
    /// ```
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&V> {
        self.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// The names in order.
    ///
    /// ```
    /// use market_outlook::Named;
    ///
    /// let shares: Named<f64> = [("Software", 72.0), ("Services", 28.0)].into_iter().collect();
    /// assert_eq!(shares.names().collect::<Vec<_>>(), ["Software", "Services"]);
    /// ```
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    /// Names and values in order.
    ///
    /// ```
    /// use market_outlook::Named;
    ///
    /// let shares: Named<f64> = [("Software", 72.0), ("Services", 28.0)].into_iter().collect();
    /// assert_eq!(shares.iter().map(|(_, share)| share).sum::<f64>(), 100.0);
    /// ```
    #[must_use = "iterators do nothing unless consumed"]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &V)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// How many there are.
    ///
    /// ```
    /// use market_outlook::Named;
    ///
    /// assert_eq!([("Software", 72.0)].into_iter().collect::<Named<f64>>().len(), 1);
    /// ```
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<V> Default for Named<V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<N: Into<String>, V> FromIterator<(N, V)> for Named<V> {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name.into(), value)).collect())
    }
}

impl<V> IntoIterator for Named<V> {
    type Item = (String, V);
    type IntoIter = std::vec::IntoIter<(String, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<V: Serialize> Serialize for Named<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de, V: Deserialize<'de>> Deserialize<'de> for Named<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(InOrder(PhantomData))
    }
}

struct InOrder<V>(PhantomData<V>);

impl<'de, V: Deserialize<'de>> Visitor<'de> for InOrder<V> {
    type Value = Named<V>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a table of names")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Named<V>, A::Error> {
        let mut pairs: Vec<(String, V)> = Vec::new();
        let mut known = std::collections::BTreeSet::new();
        while let Some(name) = map.next_key::<String>()? {
            if !known.insert(name.clone()) {
                return Err(A::Error::custom(format!("'{name}' stands twice, expected each name once")));
            }
            pairs.push((name, map.next_value()?));
        }
        Ok(Named(pairs))
    }
}
