//! Backtests (chạy thử trên số liệu năm trước): what another version of the rules would have changed, and which
//! change of the rules did it.

mod bundle;
mod entrant;
mod mix;
mod near;
mod output;
mod population;
mod run;
mod share;

pub use entrant::{Effect, Shift, Standing};
pub use near::{Line, Near};
pub use output::{backtest_csv, backtest_impact, backtest_page, backtest_text, without_names};
pub use run::{Attribution, Backtest, BacktestOptions, Cluster, Edit, TestedRun, backtest};
