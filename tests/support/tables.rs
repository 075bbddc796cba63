//! The published tables of `tests/data/tables`, and what their CSVs do not say.

use super::published::About;

/// Model files that analysts get.
const SHIPPED: &str = "examples/data";
/// Model files for the tests.
const TESTED: &str = "tests/data/tables";

const WSTS: &[(&str, &str)] =
    &[("publisher", "WSTS"), ("title", "Semiconductor market forecast"), ("edition", "Spring 2022")];

const BY_REGION_AND_PRODUCT: &[(&str, &str)] = &[("region", "Total world"), ("product", "Total products")];

pub(crate) const SEMICONDUCTORS: About = About {
    folder: SHIPPED,
    file: "semiconductors_2022",
    remarks: &["The semiconductor market by region and by product: the table as its publisher printed it."],
    market: "Semiconductors",
    unit: "USD million",
    base: None,
    source: "wsts",
    credits: WSTS,
    cuts: BY_REGION_AND_PRODUCT,
    rests: &[],
    left_out: &[],
};

pub(crate) const REPUBLISHED: About = About {
    file: "semiconductors_2022_as_republished",
    remarks: &[
        "The semiconductor market by region and by product: the table as a news site republished it.",
        "Figures of the last two columns have slipped into other rows. The growth column of 2021 is left out here:",
        "it starts from 2020, which the table does not print.",
    ],
    source: "republished",
    credits: &[
        ("publisher", "Evertiq"),
        ("title", "WSTS semiconductor market forecast, republished"),
        ("edition", "Spring 2022"),
        ("url", "https://evertiq.com/news/51970"),
    ],
    left_out: &["yoy_2021_pct"],
    ..SEMICONDUCTORS
};

pub(crate) const PETROLEUM: About = About {
    file: "petroleum_2009",
    remarks: &["World petroleum consumption, with a forecast that falls."],
    market: "Petroleum consumption",
    unit: "barrels per day million",
    base: Some(2008),
    source: "eia",
    credits: &[
        ("publisher", "EIA"),
        ("title", "Short-Term Energy Outlook, table 3d"),
        ("edition", "January 13, 2009"),
    ],
    cuts: &[("group", "Total World")],
    ..SEMICONDUCTORS
};

pub(crate) const TELECOM: About = About {
    file: "telecom_services_2021",
    remarks: &["Telecom and pay TV services by region, in whole billions."],
    market: "Telecom and pay TV services",
    unit: "USD billion",
    source: "idc",
    credits: &[
        ("publisher", "IDC"),
        ("title", "Worldwide Semiannual Services Tracker"),
        ("edition", "1H 2021"),
    ],
    cuts: &[("region", "Grand Total")],
    ..SEMICONDUCTORS
};

pub(crate) const EMPLOYMENT: About = About {
    file: "employment_2009_2029",
    remarks: &[
        "Employment in the United States by sector: levels, changes, shares and growth over two decades.",
        "Sectors that the table does not list are in the two 'Rest of …' members.",
    ],
    market: "Employment in the United States",
    unit: "jobs thousand",
    base: Some(2019),
    source: "bls",
    credits: &[
        ("publisher", "BLS"),
        ("title", "Employment Projections, table 2.1"),
        ("edition", "2019–2029"),
    ],
    cuts: &[("sector", "Total")],
    rests: &[
        ("Services-providing excluding special industries", "Rest of services-providing"),
        ("Total", "Rest of total"),
    ],
    ..SEMICONDUCTORS
};

pub(crate) const IT_SPENDING: About = About {
    folder: TESTED,
    file: "it_spending_2017",
    remarks: &["Worldwide IT spending by segment, in whole billions."],
    market: "Worldwide IT spending",
    unit: "USD billion",
    base: None,
    source: "gartner",
    credits: &[
        ("publisher", "Gartner"),
        ("title", "Worldwide IT Spending Forecast"),
        ("edition", "October 2017"),
    ],
    cuts: &[("segment", "Overall IT")],
    rests: &[],
    left_out: &["yoy_2017_pct"],
};

pub(crate) const IT_SPENDING_LATER: About = About {
    file: "it_spending_2019",
    credits: &[
        ("publisher", "Gartner"),
        ("title", "Worldwide IT Spending Forecast"),
        ("edition", "April 2019"),
    ],
    left_out: &["yoy_2018_pct"],
    ..IT_SPENDING
};

pub(crate) const LIGHT_VEHICLES: About = About {
    file: "light_vehicles_2023",
    remarks: &["Light vehicle sales by country and region."],
    market: "Light vehicle sales",
    unit: "vehicles thousand",
    base: Some(2022),
    source: "forecast",
    credits: &[
        ("publisher", "Automotive World"),
        ("title", "Global light vehicle sales forecast"),
        ("edition", "October 2023"),
    ],
    cuts: &[("country", "Total")],
    left_out: &[],
    ..IT_SPENDING
};

pub(crate) const ENERGY: About = About {
    file: "energy_1998",
    remarks: &["World energy consumption by country, in groups of groups, for eight years of thirty-one."],
    market: "World energy consumption",
    unit: "Btu quadrillion",
    base: Some(1996),
    source: "eia",
    credits: &[
        ("publisher", "EIA"),
        ("title", "International Energy Outlook, table A27, low economic growth"),
        ("edition", "1998"),
    ],
    cuts: &[("country", "Total World")],
    left_out: &[],
    ..IT_SPENDING
};

/// Tables whose figures agree as printed.
pub(crate) const CLEAN: [About; 8] =
    [SEMICONDUCTORS, PETROLEUM, TELECOM, EMPLOYMENT, IT_SPENDING, IT_SPENDING_LATER, LIGHT_VEHICLES, ENERGY];

/// All tables that have a model file.
pub(crate) const ALL: [About; 9] = [
    SEMICONDUCTORS,
    REPUBLISHED,
    PETROLEUM,
    TELECOM,
    EMPLOYMENT,
    IT_SPENDING,
    IT_SPENDING_LATER,
    LIGHT_VEHICLES,
    ENERGY,
];

/// Of 30 tables each with 1 to 3 changed figures: how many come out exactly, at least. Without growth columns, none can.
pub(crate) const FOUND_EXACTLY: [(About, usize); 8] = [
    (SEMICONDUCTORS, 29),
    (PETROLEUM, 0),
    (TELECOM, 23),
    (EMPLOYMENT, 30),
    (IT_SPENDING, 27),
    (IT_SPENDING_LATER, 29),
    (LIGHT_VEHICLES, 18),
    (ENERGY, 16),
];
