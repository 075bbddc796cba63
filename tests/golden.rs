//! Frozen outputs: the flagship's tables in every format, and the same numbers under every feature set.
//!
//! `UPDATE_GOLDEN=1 cargo test --test golden` rewrites what stands in `tests/golden`; a change that moves a number belongs
//! under "Value changes" in the changelog.
#![allow(clippy::unwrap_used, reason = "helpers of tests panic as tests do")]

use std::path::Path;

use market_outlook::{Axis, Claim, Forecast, Growth, Headline, Market, Rate, Scope, Unit, Years};

/// The golden file as it should be, or rewritten where that is asked for.
#[track_caller]
fn check(name: &str, found: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, found).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert_eq!(found, expected, "tests/golden/{name} differs");
}

/// A market with every kind of claim and assumption, stated in code: it needs no feature.
fn golden() -> Forecast {
    let europe = Scope::of(Axis::REGION, "Europe");
    let americas = Scope::of(Axis::REGION, "Americas");
    Market::builder("Golden market", Unit::USD_BILLION, Years::new(2018, 2028).unwrap())
        .base(2019)
        .axis(Axis::REGION, ["Americas", "Europe", "Asia Pacific"])
        .axis(Axis::PRODUCT, ["Software", "Services"])
        .claims(Headline::new("8.1", 2019, "11.6", 2026).cagr("5.2%").source("First"))
        .claim(Claim::share("30%", 2024).of(europe.clone()).source("Second"))
        .claim(Claim::change("1.3", 2019, 2026).of(americas).source("Second"))
        .claim(Claim::growth("7.5%", 2021, 2025).of(Scope::of(Axis::PRODUCT, "Services")).source("Third"))
        .claim(Claim::value("~9", 2022).source("Third").for_comparison())
        .assume_shares(Axis::REGION, [0.45, 0.31, 0.24])
        .assume_shares(Axis::PRODUCT, [0.7, 0.3])
        .assume_growth(Scope::all(), Growth::compound(Rate::percent(5.2)))
        .assume_growth(Scope::of(Axis::REGION, "Asia Pacific"), Growth::points_above_market(2.0))
        .assume_mix(europe.and(Axis::PRODUCT, "Services"), 1.2)
        .build()
        .unwrap()
        .forecast()
        .unwrap()
}

#[test]
fn the_same_numbers_under_every_feature_set() {
    let forecast = golden();
    let mut text = String::new();
    for region in ["Americas", "Europe", "Asia Pacific"] {
        for product in ["Software", "Services"] {
            let cell = Scope::of(Axis::REGION, region).and(Axis::PRODUCT, product);
            // The shortest text that reads back to the same bits.
            let path: Vec<String> =
                forecast.within(&cell).unwrap().path().iter().map(ToString::to_string).collect();
            text.extend([region, " / ", product, ": ", &path.join(" "), "\n"]);
        }
    }
    check("golden_market.txt", &text);
}

#[test]
fn findings_are_said_in_the_same_words() {
    check("golden_findings.txt", &market_outlook::findings_to_text(golden().findings()));
}

#[cfg(feature = "toml")]
mod flagship {
    use super::check;
    use market_outlook::{Axis, By, Table, personalization};

    fn tables() -> [(&'static str, Table); 3] {
        let forecast = personalization().forecast().unwrap();
        let by = |by: By| forecast.by(by).unwrap();
        [
            ("region", by(By::axis(Axis::REGION))),
            ("emea_product_share", by(By::groups(Axis::REGION).and(Axis::PRODUCT)).shares().unwrap()),
            ("industry_cagr", by(By::axis(Axis::INDUSTRY)).cagr().unwrap()),
        ]
    }

    #[test]
    fn as_text_and_markdown() {
        for (name, table) in tables() {
            check(&format!("flagship_{name}.txt"), &table.to_text());
            check(&format!("flagship_{name}.md"), &table.to_markdown());
        }
    }

    #[cfg(feature = "csv")]
    #[test]
    fn as_csv() {
        for (name, table) in tables() {
            check(&format!("flagship_{name}.csv"), &table.to_csv().unwrap());
        }
    }

    #[cfg(feature = "json")]
    #[test]
    fn as_json() {
        for (name, table) in tables() {
            check(&format!("flagship_{name}.json"), &table.to_json());
        }
    }

    #[test]
    fn the_three_published_figures_print_together() {
        let forecast = personalization().forecast().unwrap();
        let print = |year: i32| format!("{:.1}", forecast.total(year).unwrap());
        assert_eq!([print(2019), print(2026), forecast.cagr().unwrap().to_string()], ["8.1", "11.6", "5.2%"]);
        assert!(forecast.findings().iter().all(|finding| finding.kind().as_str() == "comparison"));
    }
}

/// The picture at the head of the README, from the lines that stand below it there.
#[cfg(feature = "charts")]
#[test]
fn the_picture_of_the_readme() -> Result<(), market_outlook::Error> {
    use market_outlook::Chart;

    let years = Years::new(2019, 2026)?;
    let market = Market::builder("CX personalization & optimization", Unit::USD_BILLION, years)
        .axis(
            Axis::REGION,
            ["North America", "Europe", "Asia Pacific", "Latin America", "Middle East & Africa"],
        )
        .claims(Headline::new("8.1", 2019, "11.6", 2026).cagr("5.2%").source("Dash Research"))
        .assume_shares(Axis::REGION, [0.43, 0.26, 0.20, 0.06, 0.05])
        .assume_growth(Scope::of(Axis::REGION, "Asia Pacific"), Growth::points_above_market(2.0))
        .build()?;
    let forecast = market.forecast()?;
    let table = forecast.by(Axis::REGION)?;
    let chart = Chart::stacked_columns(&table)?.title("Illustrative: Asia Pacific outgrows the market");

    check("../../docs/gallery/region.svg", &chart.to_svg()?);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
    let start = readme.find("\n```text\n").unwrap() + "\n```text\n".len();
    let shown = readme[start..].split("```").next().unwrap();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, readme.replacen(shown, &table.to_text(), 1)).unwrap();
    } else {
        assert_eq!(shown, table.to_text(), "the README shows another table");
    }
    // The lines above are the README's, whoever breaks them where.
    let squeezed = |text: &str| text.split_whitespace().collect::<String>().replace(",)", ")");
    let listing = readme.split("```rust,no_run\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let (steps, rest) = listing.split_once("    println!").unwrap();
    let here = squeezed(include_str!("golden.rs"));
    for piece in [&steps[steps.find("    let").unwrap()..], rest.lines().nth(1).unwrap()] {
        assert!(here.contains(&squeezed(piece)), "the README makes its picture in another way: {piece}");
    }
    Ok(())
}
