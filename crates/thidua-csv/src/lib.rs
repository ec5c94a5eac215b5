//! Part of thidua.
