//! Inside another program: a model arrives as part of that program's own data, and leaves as numbers.
//!
//! ```text
//! cargo run --release --example embed
//! ```

use market_outlook::{Error, ErrorKind, Market, Scope, Spec, printable};

mod support;

/// What another service sends: a question, and the model it is about.
#[derive(serde::Deserialize)]
struct Request {
    region: String,
    year: i32,
    model: Spec,
}

const REQUEST: &str = r#"{
  "region": "Europe",
  "year": 2026,
  "model": {
    "format": 1,
    "market": { "name": "CX personalization & optimization", "unit": "USD billion", "years": [2019, 2026] },
    "axes": { "region": { "members": ["Americas", "Europe", "Asia Pacific"] } },
    "claims": [
      { "value": "8.1", "year": 2019 },
      { "value": "11.6", "year": 2026 }
    ],
    "assumptions": { "shares": { "region": { "Americas": 49, "Europe": 31, "Asia Pacific": 20 } } }
  }
}"#;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for text in [REQUEST, &REQUEST.replace("Europe\",", "Yurope\",")] {
        let request: Request = serde_json::from_str(text)?;
        let answer = size(request).map_or_else(|error| advice(&error), |size| format!("{size:.1}"));
        support::print(&format!("{answer}\n"))?;
    }
    Ok(())
}

/// A validated model out of plain data, one number out of its forecast.
fn size(request: Request) -> Result<f64, Error> {
    let market = Market::try_from(request.model)?;
    let region = market.forecast()?.within(&Scope::of("region", request.region))?;
    region.total(request.year)
}

/// Errors are data: each has a kind with its values, and a model's faults come all together.
fn advice(error: &Error) -> String {
    match error.root() {
        ErrorKind::UnknownMember { name, choices, .. } => {
            // The values of an error are as they came: whoever prints one makes it fit to be.
            let shown = |name: &String| printable(name, 200).into_owned();
            let covered: Vec<String> = choices.iter().map(shown).collect();
            format!("'{}' is not covered; covered are {}", shown(name), covered.join(", "))
        }
        ErrorKind::YearOutside { year, years, .. } => format!("no figures for {year}, only for {years}"),
        _ => error.faults().map(|fault| format!("please correct: {fault}")).collect::<Vec<_>>().join("\n"),
    }
}
