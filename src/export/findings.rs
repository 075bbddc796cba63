//! Findings as text and JSON.

use crate::claim::Finding;
#[cfg(feature = "json")]
use crate::claim::Reproduction;
use crate::value::prose::{beside, figure};

/// Findings as plain text: each with its kind, then its claims beside what the forecast makes of them.
///
/// Shares and growth are fractions here: 0.052 is 5.2 %.
///
/// ```
/// use market_outlook::{Headline, Market, Unit, Years, findings_to_text};
///
/// let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2021)?)
///     .axis("region", ["Europe", "Asia"])
///     .claims(Headline::new("8.0", 2019, "9.0", 2021))
///     .build()?;
/// let text = findings_to_text(market.forecast()?.findings());
/// assert!(text.contains("default-assumption: shares by region are equal"));
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[must_use]
pub fn findings_to_text(findings: &[Finding]) -> String {
    let mut lines = Vec::new();
    for finding in findings {
        lines.push(format!("{finding}\n"));
        for claim in finding.claims() {
            let residual = claim.residual();
            let off = if residual.is_finite() {
                format!("{:.2} half units off", residual.abs())
            } else {
                "not met exactly".into()
            };
            let (printed, reproduced) = (figure(claim.printed), beside(claim.reproduced, claim.half_unit));
            lines.push(format!("  {}; printed {printed}, reproduced {reproduced}, {off}\n", claim.text));
        }
    }
    lines.concat()
}

/// Findings as JSON: a list of `kind`, `message` and `claims`.
///
/// A claim has its position in the market from 0 (`claim`), its words (`text`), the `printed` number, what the forecast
/// has instead (`reproduced`), how far the printed one may be off (`half_unit`) and the `residual` in half units,
/// reproduced minus printed. Shares and growth are fractions.
/// A `residual` of `null` means that a claim without a half unit, which has to hold exactly, does not.
///
/// ```
/// use market_outlook::{Headline, Market, Unit, Years, findings_to_json};
///
/// let market = Market::builder("Example", Unit::USD_BILLION, Years::new(2019, 2021)?)
///     .axis("region", ["Europe", "Asia"])
///     .claims(Headline::new("8.0", 2019, "9.0", 2021))
///     .build()?;
/// let json = findings_to_json(market.forecast()?.findings());
/// assert!(json.contains(r#""kind":"default-assumption""#));
/// # Ok::<(), market_outlook::Error>(())
/// ```
#[cfg(feature = "json")]
#[must_use]
pub fn findings_to_json(findings: &[Finding]) -> String {
    // JSON has no infinity and no NaN; `serde_json` writes null for both.
    let claim = |r: &Reproduction| {
        serde_json::json!({
            "claim": r.claim,
            "text": r.text,
            "printed": r.printed,
            "reproduced": r.reproduced,
            "half_unit": r.half_unit,
            "residual": r.residual(),
        })
    };
    let lines = findings.iter().map(|finding| {
        let claims: Vec<serde_json::Value> = finding.claims().iter().map(claim).collect();
        let finding = serde_json::json!({
            "kind": finding.kind().as_str(),
            "message": finding.message(),
            "claims": claims,
        });
        finding.to_string()
    });
    super::json::list("", lines) + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::{FindingKind, Reproduction};

    fn finding() -> Finding {
        let claim = |claim, half_unit| Reproduction {
            claim,
            text: "growth 2019 to 2026: 5.2%".into(),
            printed: 0.052,
            reproduced: 0.055,
            half_unit,
        };
        Finding::new(FindingKind::Conflict, "two \"claims\"")
            .with_claims(vec![claim(0, 0.0005), claim(2, 0.0)])
    }

    #[test]
    fn text_has_both_numbers_to_the_digits_that_tell_them_apart() {
        let close = Reproduction {
            printed: 11_207_600.0,
            reproduced: 11_207_600.51,
            half_unit: 0.5,
            ..finding().claims()[0].clone()
        };
        assert_eq!(
            findings_to_text(&[
                finding(),
                Finding::new(FindingKind::Conflict, "close").with_claims(vec![close])
            ]),
            "conflict: two \"claims\"\n  \
             growth 2019 to 2026: 5.2%; printed 0.052, reproduced 0.05500, 6.00 half units off\n  \
             growth 2019 to 2026: 5.2%; printed 0.052, reproduced 0.055, not met exactly\n\
             conflict: close\n  \
             growth 2019 to 2026: 5.2%; printed 11207600, reproduced 11207600.51, 1.02 half units off\n"
        );
    }

    #[cfg(feature = "json")]
    #[test]
    fn json_has_null_for_an_infinite_residual() {
        let json = findings_to_json(&[finding()]);
        let read: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(read[0]["kind"], "conflict");
        assert_eq!(read[0]["claims"][0]["residual"].as_f64().map(f64::round), Some(6.0));
        assert_eq!(read[0]["claims"][1]["claim"], 2);
        assert!(read[0]["claims"][1]["residual"].is_null());
        assert_eq!(findings_to_json(&[]), "[]\n");
    }
}
