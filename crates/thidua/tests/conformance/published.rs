//! Published rules.
