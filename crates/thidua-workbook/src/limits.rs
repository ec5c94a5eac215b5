/// How large a workbook may be (giới hạn): generous for any movement, small enough to refuse a bomb at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file; 256 MiB unless said otherwise.
    pub bytes_max: usize,
    /// Bytes of all parts together once unpacked; 1 GiB unless said otherwise.
    pub unpacked_max: u64,
    /// How many times its packed size a part of more than 16 MiB may unpack to; 200 unless said otherwise.
    pub ratio_max: u64,
    /// Parts of the archive; 10,000 unless said otherwise.
    pub parts_max: usize,
    /// Sheets; 500 unless said otherwise.
    pub sheets_max: usize,
    /// Columns; 4096 unless said otherwise.
    pub columns_max: u32,
    /// Cells of all sheets together that are not blank; 20,000,000 unless said otherwise.
    pub cells_max: usize,
    /// Bytes of one cell; 64 KiB unless said otherwise.
    pub cell_bytes_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes_max: 256 << 20,
            unpacked_max: 1 << 30,
            ratio_max: 200,
            parts_max: 10_000,
            sheets_max: 500,
            columns_max: 4096,
            cells_max: 20_000_000,
            cell_bytes_max: 64 << 10,
        }
    }
}
