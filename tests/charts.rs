//! Charts as files and on plotters' own backends.

#![cfg(feature = "charts")]
#![allow(clippy::unwrap_used, reason = "helpers of tests panic as tests do")]

use std::path::{Path, PathBuf};

use market_outlook::{
    Chart, Column, ErrorKind, Fonts, Number, NumberFormat, Page, Row, RowKind, Status, SvgText, Table, Theme,
    Unit,
};
use plotters::prelude::*;

const REGIONS: [(&str, [f64; 3]); 5] = [
    ("North America", [3.49, 4.03, 4.72]),
    ("Europe", [2.11, 2.41, 2.76]),
    ("Asia Pacific", [1.62, 2.13, 2.81]),
    ("Latin America", [0.49, 0.57, 0.685]),
    ("Middle East & Africa", [0.41, 0.49, 0.612]),
];

/// Dash Research's 8.1 and 11.6, illustrative regions.
fn table() -> Table {
    let columns = [Column::history(2019), Column::forecast(2022), Column::forecast(2026)];
    let title = "CX personalization & optimization software and services";
    let number = |value| Some(Number { value, status: Status::Assumed });
    let mut table = Table::new(title, Unit::USD_BILLION, ["region"], columns)
        .with_source("Total: Dash Research (8.1 in 2019, 11.6 in 2026, 5.2% CAGR)")
        .with_source("Regions: market-outlook assumption, illustrative, not Dash Research data");
    for (name, values) in REGIONS {
        table = table.with_row(Row::new(RowKind::Member, [name]), values.map(number)).unwrap();
    }
    let total = [0, 1, 2].map(|column| REGIONS.iter().map(|(_, values)| values[column]).sum::<f64>());
    table.with_row(Row::total(), total.map(number)).unwrap()
}

fn chart() -> Chart {
    Chart::stacked_columns(&table()).unwrap().title("Asia Pacific adds most of the growth")
}

fn count(text: &str, part: &str) -> usize {
    text.matches(part).count()
}

#[test]
fn the_flagship_prints_what_is_published() {
    let svg = chart().to_svg().unwrap();
    for label in [
        "8.1",
        "11.6",
        "5.2% CAGR",
        "2019",
        "2026F",
        "Forecast",
        "2019–26",
        "USD billion by region, 2019 to 2026",
    ] {
        assert_eq!(count(&svg, &format!("aria-label=\"{label}\"")), 1, "{label}");
    }
    // 8.1 and 11.6 as printed would give 5.3%.
    assert_eq!(count(&svg[..svg.find("</desc>").unwrap()], "CAGR is computed from unrounded values."), 1);
    assert!(svg.contains("Sources. Total: Dash Research (8.1 in 2019, 11.6 in 2026, 5.2% CAGR). Regions:"));
    assert!(svg.contains("<desc") && svg.contains("2026 (forecast): total 11.6, North America 4.7"));
    assert!(svg.contains("Middle East &amp; Africa") && !svg.contains("East & Africa"));
}

#[cfg(feature = "toml")]
#[test]
fn the_flagship_is_drawn_by_every_axis() {
    let market = market_outlook::personalization();
    let forecast = market.forecast().unwrap();
    for axis in market.axes().iter() {
        let table = forecast.by(axis.clone()).unwrap();
        let svg = Chart::stacked_columns(&table).unwrap().to_svg().unwrap();
        for label in ["8.1", "11.6", "5.2% CAGR"] {
            assert_eq!(count(&svg, &format!("aria-label=\"{label}\"")), 1, "{label} by {axis}");
        }
        assert!(
            svg.contains("Published: Dash Research") && svg.contains("Assumed, not published:"),
            "{axis}"
        );
    }
}

#[test]
fn golden() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/stacked_columns.svg");
    let svg = chart().to_svg().unwrap();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &svg).unwrap();
    }
    let golden = std::fs::read_to_string(&path).unwrap();
    let differs = svg.lines().zip(golden.lines()).position(|(ours, theirs)| ours != theirs);
    assert!(svg == golden, "line {differs:?} differs from {}: UPDATE_GOLDEN=1 rewrites it", path.display());
}

struct Image {
    width: u32,
    height: u32,
    rgb: Vec<u8>,
    per_meter: u32,
    texts: Vec<(String, String)>,
}

fn decode(bytes: &[u8]) -> Image {
    let mut reader = png::Decoder::new(bytes).read_info().unwrap();
    let mut rgb = vec![0; reader.output_buffer_size()];
    reader.next_frame(&mut rgb).unwrap();
    let info = reader.info();
    let texts = info.uncompressed_latin1_text.iter().map(|t| (t.keyword.clone(), t.text.clone()));
    let per_meter = info.pixel_dims.unwrap().xppu;
    Image { width: info.width, height: info.height, rgb, per_meter, texts: texts.collect() }
}

#[test]
fn a_png_has_its_size_resolution_and_description() {
    for (scale, size, per_meter) in
        [(1.0, (960, 560), 3780), (2.0, (1920, 1120), 7559), (0.5, (480, 280), 1890)]
    {
        let bytes = chart().to_png(scale).unwrap();
        let image = decode(&bytes);
        assert_eq!((image.width, image.height), size);
        assert_eq!(image.per_meter, per_meter);
        assert_eq!(image.texts[0], ("Title".into(), "Asia Pacific adds most of the growth".into()));
        assert!(image.texts[1].1.contains("total 11.6, North America 4.7"), "{:?}", image.texts[1]);
        let white = image.rgb.chunks(3).filter(|rgb| rgb == &[255, 255, 255]).count() as f64;
        let part = white / (image.rgb.len() / 3) as f64;
        assert!((0.3..0.9).contains(&part), "{part} of the page is white");
        assert_eq!(bytes, chart().to_png(scale).unwrap(), "the same chart gives the same bytes");
    }
}

#[cfg(feature = "pdf")]
#[test]
fn a_pdf_is_one_page_with_its_words_and_repeats() {
    let pdf = chart().to_pdf().unwrap();
    let text = String::from_utf8_lossy(&pdf);
    for part in [
        "%PDF-1.7",
        "/MediaBox [0 0 720 420]",
        "/Lang (en)",
        "(Asia Pacific adds most of the growth)",
        "/Alt",
        "%%EOF",
    ] {
        assert!(text.contains(part), "{part}");
    }
    assert!(!text.contains("CreationDate"));
    assert_eq!(pdf, chart().to_pdf().unwrap());
    assert!(pdf.len() < 100_000, "{} bytes", pdf.len());
    let path = folder("pdf").join("a.pdf");
    chart().save(&path).unwrap();
    assert_eq!(std::fs::read(path).unwrap(), pdf);
}

#[test]
fn themes_pages_and_number_formats_reach_every_output() {
    let german = Theme::dark().with_numbers(NumberFormat::COMMA);
    let chart = chart().theme(german).page(Page::SLIDE);
    let svg = chart.to_svg().unwrap();
    assert!(svg.contains("viewBox=\"0 0 1280 720\"") && svg.contains("aria-label=\"11,6\""));
    let image = decode(&chart.to_png(1.0).unwrap());
    assert_eq!((image.width, image.height), (1280, 720));
    assert_eq!(image.rgb[..3], [0x12, 0x1a, 0x22]);
    assert!(chart.description().unwrap().contains("total 8,1"));
    let live = chart.svg_text(SvgText::Live).to_svg().unwrap();
    assert!(live.contains(">11,6</text>") && live.contains("font-size=\"29.4\"") && !live.contains("<use"));
}

#[test]
fn pixels_on_an_area_are_those_of_a_png() {
    const SIZE: (u32, u32) = (1000, 620);
    let mut buffer = vec![255_u8; (SIZE.0 * SIZE.1 * 3) as usize];
    {
        let page = BitMapBackend::with_buffer(&mut buffer, SIZE).into_drawing_area();
        chart().draw_pixels(&page.margin(30, 30, 20, 20)).unwrap();
        page.present().unwrap();
    }
    write_png(&folder("pixels").join("pixels.png"), SIZE, &buffer);
    let png = decode(&chart().to_png(1.0).unwrap());
    for y in 0..SIZE.1 {
        for x in 0..SIZE.0 {
            let ours = &buffer[((y * SIZE.0 + x) * 3) as usize..][..3];
            let inside = (20..980).contains(&x) && (30..590).contains(&y);
            let theirs = if inside {
                &png.rgb[(((y - 30) * 960 + x - 20) * 3) as usize..][..3]
            } else {
                &[255; 3][..]
            };
            assert_eq!(ours, theirs, "at {x}, {y}");
        }
    }
}

#[test]
fn text_beyond_latin_1_goes_into_a_png_too() {
    assert!(!chart().title("Łódź rośnie").to_png(1.0).unwrap().is_empty());
}

#[test]
fn bytes_repeat() {
    assert_eq!(chart().to_svg().unwrap(), chart().to_svg().unwrap());
}

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).unwrap();
    }
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn files_are_whole_or_not_there() {
    let folder = folder("charts");
    chart().save(folder.join("a.svg")).unwrap();
    chart().save(folder.join("b.PNG")).unwrap();
    chart().save(folder.join("a.svg")).unwrap();
    assert!(std::fs::read_to_string(folder.join("a.svg")).unwrap().ends_with("</svg>\n"));
    assert_eq!(decode(&std::fs::read(folder.join("b.PNG")).unwrap()).width, 1920);

    std::fs::create_dir_all(folder.join("taken.svg")).unwrap();
    let errors = [
        chart().save(folder.join("a.gif")),
        chart().save(folder.join("none/a.svg")),
        chart().save(folder.join("taken.svg")),
        chart().save(folder.join(".svg")),
    ];
    for error in errors {
        assert!(matches!(error.unwrap_err().kind(), ErrorKind::Io { .. }));
    }
    let several = |names: [&str; 3]| {
        Chart::save_all(
            names.map(|name| (folder.join(name), chart())).each_ref().map(|(path, chart)| (path, chart)),
        )
    };
    for last in ["taken.svg", "none/c.svg", "c.gif", "c.svg"] {
        assert!(several(["c.svg", "d.png", last]).is_err(), "{last}");
    }
    several(["a.svg", "b.PNG", "e.svg"]).unwrap();
    let mut names: Vec<_> =
        std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["a.svg", "b.PNG", "e.svg", "taken.svg"], "no leftovers");
}

#[cfg(unix)]
#[test]
fn what_is_there_stays_what_it_is() {
    use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _, symlink};

    let folder = folder("kept");
    let place = |name: &str| folder.join(name);
    let allow = |name: &str, mode| {
        std::fs::set_permissions(place(name), std::fs::Permissions::from_mode(mode)).unwrap();
    };
    std::fs::create_dir(place("elsewhere")).unwrap();
    std::fs::write(place("elsewhere/a.svg"), "old").unwrap();
    allow("elsewhere/a.svg", 0o600);
    symlink("elsewhere/a.svg", place("a.svg")).unwrap();
    chart().save(place("a.svg")).unwrap();
    assert!(place("a.svg").is_symlink());
    let written = std::fs::read_to_string(place("elsewhere/a.svg")).unwrap();
    assert!(written.ends_with("</svg>\n"));
    let mode = std::fs::metadata(place("elsewhere/a.svg")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);

    std::fs::write(place("b.svg"), "old").unwrap();
    allow("b.svg", 0o444);
    symlink("nothing.svg", place("c.svg")).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(place("d.svg")).unwrap();
    for (name, expected) in
        [("b.svg", "it is read-only"), ("c.svg", "it is a link to nothing"), ("d.svg", "it is no file")]
    {
        let error = chart().save(place(name)).unwrap_err().to_string();
        assert!(error.ends_with(expected), "{error}");
    }
    assert_eq!(std::fs::read_to_string(place("b.svg")).unwrap(), "old");
    assert!(std::fs::symlink_metadata(place("d.svg")).unwrap().file_type().is_socket());
}

#[test]
fn several_writers_of_one_file_do_not_disturb_each_other() {
    let folder = folder("writers");
    let (path, chart) = (folder.join("a.svg"), chart());
    std::thread::scope(|scope| {
        let write = || (0..40).try_for_each(|_| chart.save(&path));
        let writers: Vec<_> = (0..4).map(|_| scope.spawn(write)).collect();
        for writer in writers {
            writer.join().unwrap().unwrap();
        }
    });
    assert_eq!(std::fs::read_to_string(&path).unwrap(), chart.to_svg().unwrap());
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1, "no leftovers");
}

#[test]
fn impossible_pages_are_refused() {
    let message = |chart: Chart| chart.to_svg().unwrap_err().to_string();
    assert_eq!(message(chart().size(1, 1)), "the chart's width is 1, expected 320 to 8000");
    assert_eq!(message(chart().size(960, 100_000)), "the chart's height is 100000, expected 200 to 8000");
    let short = message(chart().size(400, 200));
    assert!(short.starts_with("the chart's height is 200, expected at least "), "{short}");
    assert_eq!(
        message(chart().size(960, 300)),
        "the chart's height is 300, expected at least 309 for its words at this width"
    );
    assert!(message(chart().title("日本")).contains("no glyph for '日' (U+65E5)"));
    for scale in [0.0, -1.0, f64::NAN, f64::INFINITY, 100.0] {
        assert!(chart().to_png(scale).unwrap_err().to_string().contains("expected 0.5 to 8"));
    }
    let huge = chart().to_png(1e300).unwrap_err().to_string();
    assert_eq!(huge, "the scale of a PNG is 1e300, expected 0.5 to 8");
    let large = chart().size(8000, 8000).to_png(1.0).unwrap_err().to_string();
    assert_eq!(large, "pixels in a picture: 64000000, expected at most 60000000");
}

/// A line chart of the user's own, with plotters' means.
fn own_chart<DB: DrawingBackend<ErrorType: 'static>>(area: &DrawingArea<DB, plotters::coord::Shift>) {
    let mut context = ChartBuilder::on(area).margin(20).build_cartesian_2d(0.0..10.0, 0.0..100.0).unwrap();
    let points = (0..=10).map(|x| (f64::from(x), f64::from(x * x)));
    context.draw_series(LineSeries::new(points, &RED)).expect("the series is drawn");
}

#[test]
fn draws_on_the_svg_backend_beside_a_users_own_chart() {
    let mut svg = String::new();
    {
        let page = SVGBackend::with_string(&mut svg, (1600, 600)).into_drawing_area();
        page.fill(&WHITE).unwrap();
        let (left, right) = page.split_horizontally(700);
        own_chart(&left);
        chart().draw(&right).unwrap();
        page.present().unwrap();
    }
    std::fs::write(folder("svg-backend").join("beside.svg"), &svg).unwrap();
    assert!(svg.contains("Asia Pacific adds most of the growth") && svg.contains("FF0000"));
    let lefts = svg.split("<text x=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
    assert!(lefts.map(|x| x.parse::<i32>().unwrap()).all(|x| (700..1600).contains(&x)));
}

#[test]
fn draws_on_the_bitmap_backend_inside_its_part_of_the_page() {
    const SIZE: (u32, u32) = (1500, 620);
    let mut buffer = vec![0_u8; (SIZE.0 * SIZE.1 * 3) as usize];
    {
        let page = BitMapBackend::with_buffer(&mut buffer, SIZE).into_drawing_area();
        page.fill(&WHITE).unwrap();
        let (left, right) = page.split_horizontally(900);
        own_chart(&right);
        chart().draw(&left.margin(20, 20, 30, 30)).unwrap();
        page.present().unwrap();
    }
    write_png(&folder("bitmap-backend").join("beside.png"), SIZE, &buffer);
    let inked = |x: u32, y: u32| buffer[((y * SIZE.0 + x) * 3) as usize..][..3] != [255, 255, 255];
    let ink = |xs: std::ops::Range<u32>, ys: std::ops::Range<u32>| {
        ys.flat_map(|y| xs.clone().map(move |x| (x, y))).filter(|&(x, y)| inked(x, y)).count()
    };
    assert!(ink(30..870, 20..600) > 100_000);
    assert_eq!(ink(0..30, 0..620) + ink(870..900, 0..620) + ink(0..900, 0..20) + ink(0..900, 600..620), 0);
    assert!(ink(900..1500, 0..620) > 100);
}

#[test]
fn a_chart_with_a_size_is_scaled_to_its_area() {
    const SIZE: (u32, u32) = (1920, 1200);
    let mut buffer = vec![255_u8; (SIZE.0 * SIZE.1 * 3) as usize];
    {
        let page = BitMapBackend::with_buffer(&mut buffer, SIZE).into_drawing_area();
        chart().size(960, 560).draw(&page).unwrap();
        page.present().unwrap();
    }
    write_png(&folder("scaled").join("scaled.png"), SIZE, &buffer);
    let row = |y: u32| buffer[(y * SIZE.0 * 3) as usize..][..(SIZE.0 * 3) as usize].iter().any(|&c| c != 255);
    assert!((0..40).chain(1160..1200).all(|y| !row(y)), "40 pixels are left above and below");
    assert!((50..1150).filter(|&y| row(y)).count() > 800);
}

#[test]
fn an_area_that_is_too_small_is_refused() {
    let mut svg = String::new();
    let page = SVGBackend::with_string(&mut svg, (100, 80)).into_drawing_area();
    let error = chart().draw(&page).unwrap_err();
    assert_eq!(error.to_string(), "the chart's width is 100, expected 320 to 8000");
    assert!(chart().size(640, 400).draw(&page).is_ok(), "a chart with a size is scaled down");
    let nothing = page.margin(50, 50, 50, 50);
    let error = chart().size(640, 400).draw(&nothing).unwrap_err();
    assert!(error.to_string().ends_with("expected 1 to 1000000"), "{error}");
}

fn write_png(path: &Path, (width, height): (u32, u32), rgb: &[u8]) {
    let mut encoder = png::Encoder::new(std::fs::File::create(path).unwrap(), width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.write_header().unwrap().write_image_data(rgb).unwrap();
}

const BOXES: [&[u8]; 2] =
    [include_bytes!("data/fonts/boxes-regular.ttf"), include_bytes!("data/fonts/boxes-bold.ttf")];

fn boxes() -> Theme {
    Theme::light().with_fonts(Fonts::new(BOXES[0], BOXES[1]).unwrap())
}

#[test]
fn a_font_of_the_users_sets_what_the_compiled_in_one_lacks() {
    let title = "世界の市場、2026年の日本の市場。".repeat(3);
    assert!(chart().title(&title).to_svg().unwrap_err().to_string().contains("no glyph for '世' (U+4E16)"));
    let svg = chart().title(&title).theme(boxes()).size(400, 560).to_svg().unwrap();
    let lines: Vec<&str> =
        svg.split("aria-label=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    let lines: Vec<&str> = lines.into_iter().filter(|line| line.contains('の')).collect();
    assert!(lines.len() > 1 && lines.concat() == title, "{lines:?}");
    assert!(lines.iter().all(|line| !line.starts_with(['、', '。'])), "{lines:?}");
    assert!(chart().title(&title).theme(boxes()).to_png(1.0).is_ok());
}

#[test]
fn what_a_font_cannot_set_is_named() {
    let message = |title: &str| chart().title(title).theme(boxes()).to_svg().unwrap_err().to_string();
    assert!(message("Рынок").contains("no glyph for 'Р' (U+0420) of 'Рынок' in the title"));
    assert!(message("שוק").contains("text that runs from right to left cannot be set here"));
    let refused = |regular: &[u8]| Fonts::new(regular, BOXES[1]).unwrap_err().to_string();
    assert!(refused(b"").starts_with("the regular font is not defined here: its 0 bytes are no TrueType"));
    assert!(refused(&BOXES[0][..600]).starts_with("the regular font is not defined here"));
}

#[test]
fn a_broken_font_is_an_error_or_a_picture_but_no_panic() {
    for place in (0..BOXES[0].len()).step_by(23) {
        for change in [0xff, 0x01, 0x80] {
            let mut bytes = BOXES[0].to_vec();
            bytes[place] ^= change;
            if let Ok(fonts) = Fonts::new(bytes, BOXES[1]) {
                let _ = chart().theme(Theme::light().with_fonts(fonts)).to_svg();
            }
        }
    }
}
