//! The day itself: 171 files of 160 units.
