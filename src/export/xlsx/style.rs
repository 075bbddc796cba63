//! How roles and statuses look in a spreadsheet.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use super::cell::{Role, Style};
use crate::value::Status;
use crate::value::guard::is_formula;

const INK: u32 = 0x15_202b;
const SOFT: u32 = 0x4b_5866;
const NAVY: u32 = 0x12_436d;
const BAND: u32 = 0xe9_eef4;
const RULE: u32 = 0x9a_a5b1;

/// The formats that a file has made of styles, each once.
#[derive(Debug, Default)]
pub(super) struct Formats(Vec<((Style, Texture), Format)>);

/// Whether what is in a cell would become a formula, a number or a date where somebody edits it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Texture {
    Plain,
    Quoted,
}

impl Texture {
    pub(super) fn of(text: &str) -> Self {
        // "10-49" would be October 1949. An apostrophe would be taken for the mark of a text.
        let is_at_risk = text.starts_with(|c: char| c == '\'' || c.is_ascii_digit()) || is_formula(text);
        if is_at_risk { Texture::Quoted } else { Texture::Plain }
    }
}

impl Formats {
    pub(super) fn of(&mut self, style: Style, texture: Texture) -> &Format {
        let key = (style, texture);
        let known = self.0.iter().position(|(known, _)| *known == key).unwrap_or_else(|| {
            let format = made(style);
            let format = if texture == Texture::Quoted { format.set_quote_prefix() } else { format };
            self.0.push((key, format));
            self.0.len() - 1
        });
        &self.0[known].1
    }
}

fn made(style: Style) -> Format {
    let format = Format::new().set_num_format(style.digits.code()).set_align(FormatAlign::Top);
    let rule =
        |format: Format| format.set_border_top(FormatBorder::Thin).set_border_top_color(Color::RGB(RULE));
    let format = match style.role {
        Role::Title => format.set_bold().set_font_size(16).set_font_color(Color::RGB(NAVY)),
        Role::Subtitle => format.set_font_color(Color::RGB(SOFT)),
        Role::Heading => format.set_bold().set_font_size(12).set_font_color(Color::RGB(NAVY)),
        Role::Header => format.set_bold().set_background_color(Color::RGB(BAND)),
        Role::NumberHeader => {
            format.set_bold().set_background_color(Color::RGB(BAND)).set_align(FormatAlign::Right)
        }
        Role::Kind => format
            .set_italic()
            .set_font_size(8)
            .set_font_color(Color::RGB(SOFT))
            .set_align(FormatAlign::Right),
        Role::TotalLabel => rule(format.set_bold()),
        Role::Total => rule(format).set_align(FormatAlign::Right),
        Role::Number => format.set_align(FormatAlign::Right),
        Role::Label | Role::Data => format,
        Role::Text => format.set_text_wrap(),
        Role::Note => format.set_text_wrap().set_font_size(10).set_font_color(Color::RGB(SOFT)),
    };
    match style.status {
        Some(status) => of_status(format, status),
        None => format,
    }
}

/// Bold is published, upright derived, and all else slanted, so that paper without colors tells them apart too.
fn of_status(format: Format, status: Status) -> Format {
    match status {
        Status::Published => format.set_bold().set_font_color(Color::RGB(NAVY)),
        Status::PublishedNotMet => format.set_bold().set_italic().set_font_color(Color::RGB(0xb0_3a24)),
        Status::Derived => format.set_font_color(Color::RGB(INK)),
        Status::Interpolated => format.set_italic().set_font_color(Color::RGB(0x1f_6f99)),
        Status::Extrapolated => format.set_italic().set_font_color(Color::RGB(0x8a_5a00)),
        Status::Assumed => format.set_italic().set_font_color(Color::RGB(SOFT)),
        Status::Scenario => format.set_italic().set_font_color(Color::RGB(0x75_3f96)),
    }
}
