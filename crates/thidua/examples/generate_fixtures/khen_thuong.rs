pub(crate) fn files() -> Vec<(String, String)> {
    Vec::new()
}
