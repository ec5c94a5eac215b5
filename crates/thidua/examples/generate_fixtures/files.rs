//! The generated files of `fixtures/`, by name relative to it.

mod dan_van_chinh_quyen;
mod dan_van_kheo;
mod khen_thuong;
mod random;
mod sheet;

/// Name and text of every generated file.
pub(crate) fn all() -> Vec<(String, String)> {
    let mut files = dan_van_kheo::files();
    files.extend(dan_van_chinh_quyen::files());
    files.extend(khen_thuong::files());
    files
}
