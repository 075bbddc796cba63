//! Currencies as reports spell them, and the codes they stand for.

use std::borrow::Cow;

use super::Scale;

/// What a word or symbol says about the currency.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Currency<'a> {
    /// One currency, by its code.
    Code(Cow<'a, str>),
    /// A spelling that several currencies share, and which.
    Ambiguous(&'static str),
}

impl Currency<'_> {
    /// The currency that a word or symbol stands for; any three upper-case letters are a code.
    pub(super) fn of(word: &str) -> Option<Currency<'_>> {
        let code = match word {
            "$" | "US$" | "US" | "U.S." | "U.S" => "USD",
            "€" => "EUR",
            "£" => "GBP",
            "₹" => "INR",
            "₩" => "KRW",
            "₽" => "RUB",
            "₺" => "TRY",
            "₴" => "UAH",
            "₪" => "ILS",
            "₫" => "VND",
            "₱" => "PHP",
            "₦" => "NGN",
            "฿" => "THB",
            "A$" | "AU$" => "AUD",
            "C$" | "CA$" => "CAD",
            "HK$" => "HKD",
            "NT$" => "TWD",
            "NZ$" => "NZD",
            "R$" => "BRL",
            "S$" => "SGD",
            "MX$" => "MXN",
            "JP¥" => "JPY",
            "CN¥" | "RMB" => "CNY",
            "¥" | "￥" => return Some(Currency::Ambiguous("JPY or CNY")),
            _ => return Self::spelled_out(word),
        };
        Some(Currency::Code(Cow::Borrowed(code)))
    }

    fn spelled_out(word: &str) -> Option<Currency<'_>> {
        let code = match word.trim_end_matches('.').to_lowercase().as_str() {
            "dollar" | "dollars" => "USD",
            "euro" | "euros" => "EUR",
            "yen" => "JPY",
            "yuan" | "renminbi" => "CNY",
            "kr" => return Some(Currency::Ambiguous("SEK, NOK, DKK or ISK")),
            "rs" | "rupee" | "rupees" => return Some(Currency::Ambiguous("INR, PKR or LKR")),
            "peso" | "pesos" => return Some(Currency::Ambiguous("MXN, PHP or ARS")),
            _ if word.len() == 3 && word.bytes().all(|b| b.is_ascii_uppercase()) => word,
            _ => return None,
        };
        Some(Currency::Code(Cow::Borrowed(code)))
    }
}

/// A currency code and the scale that is written onto it, as in `USDbn` and `EURm`.
pub(super) fn before_scale(word: &str) -> Option<(&str, &str)> {
    let (code, scale) = word.split_at_checked(3)?;
    let is_code = code.bytes().all(|b| b.is_ascii_uppercase());
    let is_scale = scale.starts_with(|c: char| c.is_ascii_lowercase()) && Scale::parse(scale).is_some();
    (is_code && is_scale).then_some((code, scale))
}

/// Whether the character is a currency symbol, known or not.
pub(super) fn is_symbol(c: char) -> bool {
    matches!(c, '$' | '¢' | '£' | '¤' | '¥' | '฿' | '￥' | '＄' | '\u{20A0}'..='\u{20CF}')
}

/// Whether two words count the same thing: by code where they name a currency, else letter by letter in any case.
pub(super) fn same(one: &str, other: &str) -> bool {
    code_or_word(one).to_lowercase() == code_or_word(other).to_lowercase()
}

fn code_or_word(word: &str) -> Cow<'_, str> {
    match Currency::of(word) {
        Some(Currency::Code(code)) => code,
        _ => Cow::Borrowed(word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_and_codes() {
        for (one, other, expected) in [
            ("US$", "USD", true),
            ("$", "dollars", true),
            ("usd", "USD", true),
            ("Units", "units", true),
            ("A$", "$", false),
            ("¥", "JPY", false),
            ("euros", "EUR", true),
            ("euros", "units", false),
        ] {
            assert_eq!(same(one, other), expected, "{one} and {other}");
            assert_eq!(same(other, one), expected, "{other} and {one}");
        }
    }
}
