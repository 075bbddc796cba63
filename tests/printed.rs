//! Laws of printed numbers: whatever a report may dress them in, the digits come back.

use market_outlook::{Printed, Scale};
use proptest::prelude::*;

/// A decimal as its digits, and the double nearest to it.
fn decimal() -> impl Strategy<Value = (String, f64, usize)> {
    (0..1_000_000_000_u64, 0..7_usize).prop_map(|(mantissa, decimals)| {
        let digits = format!("{mantissa:0width$}", width = decimals + 1);
        let (whole, fraction) = digits.split_at(digits.len() - decimals);
        let text = if decimals == 0 { whole.to_string() } else { format!("{whole}.{fraction}") };
        let value = text.parse().expect("digits around one point are a number");
        (text, value, decimals)
    })
}

fn grouped(text: &str, separator: char) -> String {
    let (whole, fraction) = text.split_at(text.find('.').unwrap_or(text.len()));
    let mut groups = String::new();
    for (at, digit) in whole.char_indices() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            groups.push(separator);
        }
        groups.push(digit);
    }
    groups + fraction
}

/// A dress around `#`, its sign, whether it is a percentage, its currency and its scale.
type Dress = (&'static str, f64, bool, Option<&'static str>, Option<Scale>);

const DRESSES: &[Dress] = &[
    ("#", 1.0, false, None, None),
    (" # ", 1.0, false, None, None),
    ("+#", 1.0, false, None, None),
    ("-#", -1.0, false, None, None),
    ("\u{2212}#", -1.0, false, None, None),
    ("\u{2013}#", -1.0, false, None, None),
    ("(#)", -1.0, false, None, None),
    ("$#", 1.0, false, Some("USD"), None),
    ("$#B", 1.0, false, Some("USD"), Some(Scale::Billion)),
    ("-$#B", -1.0, false, Some("USD"), Some(Scale::Billion)),
    ("($#B)", -1.0, false, Some("USD"), Some(Scale::Billion)),
    ("US$ # bn", 1.0, false, Some("USD"), Some(Scale::Billion)),
    ("USD # billion", 1.0, false, Some("USD"), Some(Scale::Billion)),
    ("# billion USD", 1.0, false, Some("USD"), Some(Scale::Billion)),
    ("€#m", 1.0, false, Some("EUR"), Some(Scale::Million)),
    ("NOK #k", 1.0, false, Some("NOK"), Some(Scale::Thousand)),
    ("#T units", 1.0, false, None, Some(Scale::Trillion)),
    ("#%", 1.0, true, None, None),
    ("+# %", 1.0, true, None, None),
    ("\u{2212}# percent", -1.0, true, None, None),
    ("(#)%", -1.0, true, None, None),
];

proptest! {
    #[test]
    fn every_dress_reads_back((text, value, decimals) in decimal(), group in 0..5_usize) {
        let groups = [None, Some(','), Some(' '), Some('\u{A0}'), Some('\u{202F}')];
        let digits = groups[group].map_or(text.clone(), |separator| grouped(&text, separator));
        let half_unit: f64 = format!("0.{}5", "0".repeat(decimals)).parse().unwrap();
        for &(dress, sign, percent, currency, scale) in DRESSES {
            let text = dress.replace('#', &digits);
            let printed: Printed = text.parse().unwrap();
            prop_assert_eq!(printed.value(), sign * value, "{}", &text);
            prop_assert_eq!(printed.half_unit(), half_unit, "{}", &text);
            prop_assert_eq!(printed.decimals(), decimals, "{}", &text);
            prop_assert_eq!(printed.is_percent(), percent, "{}", &text);
            prop_assert_eq!(printed.currency(), currency, "{}", &text);
            prop_assert_eq!(printed.scale(), scale, "{}", &text);
            prop_assert_eq!(printed.text(), text.trim());
        }
        for about in ["~#", "\u{2248} #", "about #", "approx. #"] {
            let printed: Printed = about.replace('#', &digits).parse().unwrap();
            let tenth: f64 = format!("{value}e-1").parse().unwrap();
            prop_assert_eq!(printed.half_unit(), half_unit.max(tenth));
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in any::<String>()) {
        let _ = text.parse::<Printed>();
    }

    #[test]
    fn no_likely_text_makes_it_panic(
        text in proptest::string::string_regex("[-+~(]?[$€¥A-Ca-c ]{0,3}[0-9., \u{A0}\u{2212}/]{0,24}[%eBbmx)*. ]{0,4}").unwrap()
    ) {
        if let Ok(printed) = text.parse::<Printed>() {
            prop_assert!(printed.value().is_finite() && printed.half_unit() > 0.0, "{}", printed);
            let again: Printed = printed.text().parse().unwrap();
            prop_assert_eq!(again, printed);
        }
    }
}
