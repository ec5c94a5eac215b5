//! Backtests on paper (kết quả chạy thử để đọc): text, a table, a page, and the same without names.

mod chart;
mod impact;
mod numbers;
mod page;
mod public;
mod table;
mod words;

pub use impact::backtest_impact;
pub use page::backtest_page;
pub use public::without_names;
pub use table::backtest_csv;
pub use words::backtest_text;
