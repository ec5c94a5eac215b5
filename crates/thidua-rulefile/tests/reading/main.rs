//! The reader at its boundary: text in, values or findings out.

mod deep;
mod exact;
mod mistakes;
mod pages;
mod random;
mod sample;
mod syntax;
