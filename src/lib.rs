//! Market forecasts from published figures.
