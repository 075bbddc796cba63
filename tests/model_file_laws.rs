//! Laws of model files: no text panics, and what is read can be written and read again.
#![cfg(all(feature = "toml", feature = "json"))]

use market_outlook::{Market, Spec};
use proptest::prelude::*;

const SAMPLE: &str = include_str!("data/model-file-sample.toml");

/// Anything at all in place of a value of the sample.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("nan".to_string()),
        Just("-inf".to_string()),
        Just("1e999".to_string()),
        Just("1e308".to_string()),
        Just("-0".to_string()),
        Just("'1e999%'".to_string()),
        Just("[]".to_string()),
        Just("{}".to_string()),
        Just("[-2147483648, 2147483647]".to_string()),
        Just("[2019, 2019]".to_string()),
        any::<i64>().prop_map(|number| number.to_string()),
        any::<f64>().prop_map(|number| format!("{number:?}")),
        any::<String>().prop_map(|text| format!("{text:?}")),
        "[-−(~$0-9.,%BMK ]{0,12}".prop_map(|text| format!("'{text}'")),
    ]
}

proptest! {
    #[test]
    fn no_text_panics(text in any::<String>()) {
        let _ = Market::from_toml(&text);
        let _ = Market::from_json(&text);
    }

    #[test]
    fn no_value_in_the_sample_panics(line in any::<prop::sample::Index>(), value in value()) {
        let mut lines: Vec<String> = SAMPLE.lines().map(ToString::to_string).collect();
        let line = line.index(lines.len());
        if let Some((key, _)) = lines[line].clone().split_once('=') {
            lines[line] = format!("{key}= {value}");
        }
        let text = lines.join("\n");
        let _ = Market::from_toml(&text);
        if let Ok(spec) = Spec::from_toml(&text) {
            if let Ok(json) = spec.to_json() {
                let _ = Market::from_json(&json);
            }
            let toml = spec.to_toml().unwrap();
            prop_assert_eq!(Spec::from_toml(&toml).unwrap().to_toml().unwrap(), toml);
        }
    }

    #[test]
    fn no_cut_or_splice_of_the_sample_panics(
        (from, to, at) in any::<(prop::sample::Index, prop::sample::Index, prop::sample::Index)>(),
        noise in "\\PC{0,3}",
    ) {
        let characters: Vec<char> = SAMPLE.chars().collect();
        let (from, to, at) = (from.index(characters.len()), to.index(characters.len()), at.index(characters.len()));
        let piece = &characters[from.min(to)..from.max(to)];
        let text: String = characters[..at].iter().copied().chain(noise.chars()).chain(piece.iter().copied()).collect();
        let _ = Market::from_toml(&text);
        let json = Spec::from_toml(SAMPLE).unwrap().to_json().unwrap();
        let cut: String = json.chars().take(at).chain(noise.chars()).collect();
        let _ = Market::from_json(&cut);
    }
}
