//! What stands around the digits of a printed number: signs, currency, scale, what is counted.

use super::Scale;
use super::currency::Currency;
use super::digits::Digits;
use super::tokens::{Token, tokens};

/// A printed number taken apart.
#[derive(Clone, Debug, Default)]
pub(super) struct Reading<'a> {
    pub(super) digits: Option<Digits>,
    pub(super) about: bool,
    pub(super) percent: bool,
    pub(super) scale: Option<Scale>,
    pub(super) currency: Option<String>,
    pub(super) counted: Vec<&'a str>,
    sign: Option<char>,
    open: bool,
    /// The scale as it is printed.
    scale_word: Option<&'a str>,
}

const ABOUT: &[&str] =
    &["about", "approx", "approximately", "around", "roughly", "circa", "ca", "c", "some", "estimated"];
const BOUND: &[&str] = &[
    "over",
    "above",
    "more",
    "exceeding",
    "exceeds",
    "beyond",
    "under",
    "below",
    "less",
    "nearly",
    "almost",
    "up",
    "at",
    "least",
    "most",
    "minimum",
    "maximum",
    "plus",
    "or",
];
const BETWEEN: &[&str] = &["between", "from", "to", "and", "through"];
const OTHER_SCALES: &[&str] =
    &["hundred", "hundreds", "dozen", "lakh", "lakhs", "crore", "crores", "quadrillion"];
/// Scales in the words of countries where a point groups thousands.
const CONTINENTAL: &[&str] = &["mrd", "milliard", "milliards"];
const POINTS: &[&str] = &["pp", "ppt", "pts", "points", "bp", "bps", "percentage"];
/// Marks of an actual, estimate, forecast, projection or revision, and of a multiple.
const LETTERS: &[&str] = &["a", "e", "f", "p", "r", "x"];

impl<'a> Reading<'a> {
    /// Takes a text apart; the reason why not is for the reader of the error.
    pub(super) fn of(text: &'a str) -> Result<Self, String> {
        if text.is_empty() {
            return Err("it is empty, expected a number such as '8.1' or '$8.1B'".into());
        }
        let tokens = tokens(text);
        one_number(&tokens)?;
        let mut reading = Reading::default();
        let mut rest = tokens.iter().copied().peekable();
        while let Some(token) = rest.next() {
            match token {
                Token::Number(digits) => reading.digits = Some(Digits::read(digits)?),
                Token::Mark(mark) => reading.mark(mark)?,
                Token::Word(word) if reading.digits.is_none() => reading.word_before(word)?,
                Token::Word(word) if is_in(&["per"], word) && rest.next_if(is_cent).is_some() => {
                    reading.percent_sign()?;
                }
                Token::Word(word) => reading.word_after(word, rest.peek().is_none())?,
            }
        }
        if reading.open {
            return Err("a parenthesis that is not closed, expected '(0.4)' for a negative number".into());
        }
        reading.agrees().map(|()| reading)
    }

    /// Whether a minus sign or parentheses make it negative.
    pub(super) fn is_negative(&self) -> bool {
        self.sign.is_some_and(|sign| sign != '+')
    }

    fn mark(&mut self, mark: char) -> Result<(), String> {
        let before = self.digits.is_none();
        match mark {
            '+' if !before => Err(bound("+")),
            '+' => self.signed(mark),
            '-' | '\u{2212}' | '\u{2013}' | '\u{2010}' | '\u{2011}' if before => self.signed(mark),
            '(' if before => self.signed(mark).map(|()| self.open = true),
            ')' if self.open && !before => {
                self.open = false;
                Ok(())
            }
            '~' | '≈' | '∼' | '≃' | '≅' if before => {
                self.about = true;
                Ok(())
            }
            '%' | '％' if !before => self.percent_sign(),
            '<' | '>' | '≤' | '≥' => Err(bound(&mark.to_string())),
            '±' => Err("a tolerance, expected the number alone and its tolerance stated apart".into()),
            '½' | '¼' | '¾' | '⅓' | '⅔' => Err("a fraction, expected decimals such as '8.5'".into()),
            '*' | '†' | '‡' | '§' | '¹' | '²' | '³' | '[' | '(' | '^' | '#' => {
                Err(format!("'{mark}' looks like a footnote mark, expected none"))
            }
            _ if before => Err(format!("'{mark}' before the digits, expected a sign or a currency")),
            _ => Err(format!("'{mark}' after the digits, expected a scale, a currency, a unit or '%'")),
        }
    }

    fn signed(&mut self, mark: char) -> Result<(), String> {
        if let Some(first) = self.sign {
            return Err(format!("two signs, '{first}' and '{mark}', expected at most one"));
        }
        self.sign = Some(mark);
        Ok(())
    }

    fn word_before(&mut self, word: &'a str) -> Result<(), String> {
        if is_in(ABOUT, word) {
            self.about = true;
            return Ok(());
        }
        if is_in(BOUND, word) {
            return Err(bound(word));
        }
        if is_in(BETWEEN, word) {
            return Err(RANGE.into());
        }
        // "€bn 8.1": the scale stands before the digits only where its currency does.
        if let Some(scale) = Scale::parse(word).filter(|_| self.currency.is_some()) {
            return self.scaled(word, scale);
        }
        match Currency::of(word) {
            Some(currency) => self.pay(word, currency),
            None => Err(format!(
                "'{word}' before the digits, expected a currency such as '$' or 'USD', or a word such as 'about'"
            )),
        }
    }

    fn word_after(&mut self, word: &'a str, last: bool) -> Result<(), String> {
        // Past its first word, what is counted may hold anything: "barrels a day". Its scale may follow it.
        let first = self.counted.is_empty();
        if let Some(scale) = Scale::parse(word).filter(|_| first || last && word.len() > 1) {
            return self.scaled(word, scale);
        }
        if let Some(currency) = Currency::of(word).filter(|_| first) {
            return self.pay(word, currency);
        }
        if first && is_in(&["percent", "pct"], word) {
            return self.percent_sign();
        }
        if first {
            refuse_first(word)?;
        }
        self.counted.push(word);
        Ok(())
    }

    fn scaled(&mut self, word: &'a str, scale: Scale) -> Result<(), String> {
        self.scale_word = Some(word);
        match self.scale.replace(scale) {
            None => Ok(()),
            Some(before) => {
                Err(format!("two scales, {} and {}, expected one", before.as_str(), scale.as_str()))
            }
        }
    }

    fn percent_sign(&mut self) -> Result<(), String> {
        if self.percent {
            return Err("two percent signs, expected one".into());
        }
        self.percent = true;
        Ok(())
    }

    fn pay(&mut self, word: &str, currency: Currency<'_>) -> Result<(), String> {
        let code = match currency {
            Currency::Code(code) => code,
            Currency::Ambiguous(which) => {
                return Err(format!("'{word}' may be {which}, expected the code of the one that is meant"));
            }
        };
        match &self.currency {
            Some(first) if *first != code => Err(format!("two currencies, {first} and {code}, expected one")),
            _ => {
                self.currency = Some(code.into_owned());
                Ok(())
            }
        }
    }

    /// Whether what stands around the digits can stand together.
    fn agrees(&self) -> Result<(), String> {
        let counted = self.counted.join(" ");
        let continental = self.scale_word.is_some_and(|word| is_in(CONTINENTAL, word));
        if continental && self.digits.is_some_and(|digits| digits.decimals == 3) {
            return Err(
                "a point that may group thousands beside 'Mrd', expected 'billion' after the number".into()
            );
        }
        match (&self.currency, self.scale) {
            (Some(currency), _) if self.percent => Err(format!("a percentage in {currency}, expected one")),
            (_, Some(scale)) if self.percent => {
                Err(format!("a percentage with the scale {}, expected one", scale.as_str()))
            }
            _ if self.percent && !counted.is_empty() => {
                Err(format!("'{counted}' after the percent sign, expected nothing"))
            }
            (Some(currency), _) if !counted.is_empty() => Err(format!(
                "'{counted}' beside the currency {currency}, expected thousand, million, billion or trillion"
            )),
            _ => Ok(()),
        }
    }
}

fn is_cent(token: &Token<'_>) -> bool {
    matches!(token, Token::Word(word) if is_in(&["cent"], word))
}

/// Words that cannot be what is counted.
fn refuse_first(word: &str) -> Result<(), String> {
    Err(if is_in(BOUND, word) {
        bound(word)
    } else if is_in(BETWEEN, word) {
        RANGE.into()
    } else if is_in(POINTS, word) {
        format!("'{word}' counts points between two rates, expected '%'")
    } else if is_in(&["pc"], word) {
        format!("'{word}' may be percent or pieces, expected '%' or 'pieces'")
    } else if is_in(OTHER_SCALES, word) {
        format!("unknown scale '{word}', expected thousand, million, billion or trillion")
    } else if is_in(LETTERS, word) {
        format!("'{word}' after the digits, expected a scale such as K, M, B or T")
    } else {
        return Ok(());
    })
}

const RANGE: &str = "a range, expected one number, such as its middle with a stated tolerance";

fn bound(word: &str) -> String {
    format!("'{word}' makes it a bound, expected a number that was printed as the size itself")
}

fn is_in(list: &[&str], word: &str) -> bool {
    list.contains(&word.trim_end_matches('.').to_lowercase().as_str())
}

/// Refuses no number and more than one, with what they look like.
fn one_number(tokens: &[Token<'_>]) -> Result<(), String> {
    let is_number = |token: &Token<'_>| matches!(token, Token::Number(_));
    let words = || tokens.iter().filter_map(|t| if let Token::Word(word) = t { Some(*word) } else { None });
    let unfilled = |word: &str| word.chars().all(|c| matches!(c, 'x' | 'X'));
    let Some(first) = tokens.iter().position(is_number) else {
        return Err(if words().any(unfilled) {
            "a template that was never filled in, expected digits".into()
        } else {
            "no digits in it, expected a number such as '8.1' or '$8.1B'".into()
        });
    };
    let Some(gap) = tokens[first + 1..].iter().position(is_number) else {
        return Ok(());
    };
    let between = &tokens[first + 1..=first + gap];
    let mark = |marks: &[char]| between.iter().any(|t| matches!(t, Token::Mark(m) if marks.contains(m)));
    let word = |list: &[&str]| between.iter().any(|t| matches!(t, Token::Word(w) if is_in(list, w)));
    Err(if mark(&['/', '\u{2044}', '\u{2215}']) {
        "a fraction, expected decimals such as '8.5'".into()
    } else if word(&["e"]) || mark(&['^', '×', '·']) {
        "an exponent, expected the digits in full or a scale such as 'million'".into()
    } else if mark(&['±']) {
        "a tolerance, expected the number alone and its tolerance stated apart".into()
    } else if mark(&['-', '\u{2212}', '\u{2013}', '\u{2014}', '\u{2010}', '\u{2011}'])
        || word(&["to", "and", "or", "through"])
    {
        RANGE.into()
    } else {
        "two numbers, expected one without footnote marks or years".into()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(rows: &[(&str, &str)]) {
        for (text, expected) in rows {
            let reason = Reading::of(text).expect_err(text);
            assert!(reason.contains(expected), "'{text}': {reason}, expected {expected}");
        }
    }

    #[test]
    fn no_number() {
        check(&[
            ("", "it is empty"),
            ("-", "no digits"),
            ("n/a", "no digits"),
            ("tbd", "no digits"),
            ("NaN", "no digits"),
            ("inf", "no digits"),
            ("$", "no digits"),
            ("$XX million", "never filled in"),
            ("$X.X billion", "never filled in"),
            ("XX%", "never filled in"),
        ]);
    }

    #[test]
    fn no_single_number() {
        check(&[
            ("8.1-8.3", "a range"),
            ("8.1 – 8.3", "a range"),
            ("8.1—8.3", "a range"),
            ("$8.1B-$8.3B", "a range"),
            ("8.1 to 8.3", "a range"),
            ("8.1 to", "a range"),
            ("between 8 and 9", "a range"),
            ("from 8", "a range"),
            ("1/2", "a fraction"),
            ("8 1/2", "a fraction"),
            ("8½", "a fraction"),
            ("8.1e9", "an exponent"),
            ("8.1E+9", "an exponent"),
            ("8×10^9", "an exponent"),
            ("8.1 ± 0.2", "a tolerance"),
            ("8.1 ±", "a tolerance"),
            ("8.1 (2019)", "two numbers"),
            ("2019: 8.1", "two numbers"),
            ("8.1B2", "two numbers"),
            ("8.1 8.3", "after the decimal point"),
            ("8 8", "groups no thousands"),
        ]);
    }

    #[test]
    fn bounds() {
        check(&[
            ("over 9", "'over' makes it a bound"),
            ("more than 9", "'more' makes it a bound"),
            ("at least 9", "'at' makes it a bound"),
            ("up to $9B", "'up' makes it a bound"),
            ("under 9", "'under' makes it a bound"),
            ("nearly 9", "'nearly' makes it a bound"),
            (">9", "'>' makes it a bound"),
            ("≤ 9", "'≤' makes it a bound"),
            ("$9B+", "'+' makes it a bound"),
            ("9 billion or more", "'or' makes it a bound"),
            ("9 plus", "'plus' makes it a bound"),
        ]);
    }

    #[test]
    fn money_and_scales() {
        check(&[
            ("8.1 million B", "two scales, million and billion"),
            ("8.1bn billion", "two scales"),
            ("€8.1 USD", "two currencies, EUR and USD"),
            ("$8.1 CAD", "two currencies, USD and CAD"),
            ("¥8.1B", "'¥' may be JPY or CNY"),
            ("8.1bn kr", "'kr' may be SEK, NOK, DKK or ISK"),
            ("Rs. 8.1", "'Rs.' may be INR, PKR or LKR"),
            ("8.1 crore", "unknown scale 'crore'"),
            ("1.530 Mrd", "a point that may group thousands beside 'Mrd'"),
            ("€bn 8.1 million", "two scales, billion and million"),
            ("bn € 8.1", "'bn' before the digits, expected a currency"),
            ("$8.1 zillion", "'zillion' beside the currency USD"),
            ("B 8.1", "'B' before the digits, expected a currency"),
            ("worth 8.1", "'worth' before the digits, expected a currency"),
        ]);
    }

    #[test]
    fn percentages() {
        check(&[
            ("$5.2%", "a percentage in USD"),
            ("5.2% EUR", "a percentage in EUR"),
            ("5.2B%", "a percentage with the scale billion"),
            ("5.2% million", "a percentage with the scale million"),
            ("5.2%%", "two percent signs"),
            ("5.2% percent", "two percent signs"),
            ("5.2% cent", "'cent' after the percent sign"),
            ("5.2% CAGR", "'CAGR' after the percent sign"),
            ("%5.2", "'%' before the digits"),
            ("5.2pc", "'pc' may be percent or pieces"),
            ("5.2pp", "'pp' counts points between two rates"),
            ("5.2‰", "'‰' after the digits"),
        ]);
    }

    #[test]
    fn signs_and_marks() {
        check(&[
            ("+-8", "two signs, '+' and '-'"),
            ("-(8)", "two signs, '-' and '('"),
            ("(-8)", "two signs, '(' and '-'"),
            ("(8", "not closed"),
            ("8)", "')' after the digits"),
            ("8-", "'-' after the digits"),
            ("8.1*", "looks like a footnote mark"),
            ("8.1†", "looks like a footnote mark"),
            ("8.1²", "looks like a footnote mark"),
            ("8.1[a]", "looks like a footnote mark"),
            ("8.1 (a)", "looks like a footnote mark"),
            ("8.1e", "'e' after the digits"),
            ("8.1 F", "'F' after the digits"),
            ("2.5x", "'x' after the digits"),
            ("8.", "'.' after the digits"),
            ("8.1,", "',' after the digits"),
            ("1'530", "two numbers"),
            ("8..1", "two numbers"),
            ("=8", "'=' before the digits"),
        ]);
    }
}
