use std::io;
use std::path::{Path, PathBuf};

use thidua::{Diagnostic, Place, Text, text};

use crate::system_error;

/// Why a results folder was not written (lý do không ghi); nothing in it has been changed.
#[derive(Debug)]
pub(crate) enum Fault {
    /// Another run holds the folder; what it says of itself.
    Held(String),
    /// There are things in it, and no record that says which of them are results.
    NotResults,
    /// An input lies in it.
    InputInside(String),
    /// It is a disk of its own, or something else that cannot be exchanged for another folder.
    CannotBeExchanged,
    /// The operating system refused.
    System(io::Error),
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::System(error)
    }
}

impl Fault {
    /// What to tell the user.
    pub(crate) fn finding(&self, folder: &Path) -> Diagnostic {
        let shown = folder.display().to_string();
        let place = Place::file(shown.as_str());
        match self {
            Self::Held(holder) => Diagnostic::error(
                "TD1001",
                place,
                text!("một lần chạy khác đang ghi `{shown}`: {holder}", "another run is writing `{shown}`: {holder}"),
            )
            .with_help(text!("chờ lần chạy đó xong rồi chạy lại", "wait until it is done and run again")),
            Self::NotResults => Diagnostic::error(
                "TD1002",
                place,
                text!(
                    "`{shown}` đã có nội dung mà không có biên bản chạy hợp lệ: không biết tệp nào là kết quả cũ",
                    "`{shown}` is not empty and has no valid run record: which files are old results is not known"
                ),
            )
            .with_help(text!(
                "chọn một thư mục trống, hoặc thư mục kết quả cũ còn nguyên biên bản, bằng --out; chưa có gì bị thay đổi",
                "choose an empty folder, or an earlier results folder with its record, by --out; nothing has been changed"
            )),
            Self::InputInside(name) => Diagnostic::error(
                "TD1003",
                place,
                text!("tệp số liệu `{name}` nằm trong thư mục kết quả `{shown}`", "the input `{name}` lies inside the results folder `{shown}`"),
            )
            .with_help(text!(
                "để số liệu và kết quả ở hai thư mục khác nhau, bằng --out",
                "keep inputs and results in different folders, by --out"
            )),
            Self::CannotBeExchanged => Diagnostic::error(
                "TD1006",
                place,
                text!("không thể đổi cả thư mục `{shown}` trong một bước: đó là một ổ đĩa riêng", "the folder `{shown}` cannot be exchanged in one step: it is a disk of its own"),
            )
            .with_help(text!("chọn một thư mục bên trong, bằng --out", "choose a folder inside it, by --out")),
            Self::System(error) => {
                let why = system_error::words(error);
                Diagnostic::error(
                    "TD1004",
                    place,
                    Text::new(
                        format!("không ghi được kết quả vào `{shown}`: {}", why.vi),
                        format!("cannot write the results to `{shown}`: {}", why.en),
                    ),
                )
                .with_help(text!(
                    "kiểm tra quyền ghi và dung lượng, hoặc chọn nơi khác bằng --out; kết quả cũ còn nguyên",
                    "check rights and room, or choose another place by --out; earlier results are as they were"
                ))
            }
        }
    }
}

/// An edited file that was kept aside (tệp được giữ riêng).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct KeptAside {
    /// What the file was called.
    pub(crate) name: String,
    /// What it is called now.
    pub(crate) kept: String,
}

impl KeptAside {
    /// What to tell the user.
    pub(crate) fn finding(&self, folder: &Path) -> Diagnostic {
        let place: PathBuf = folder.join(&self.name);
        let Self { name, kept } = self;
        Diagnostic::warning(
            "TD1005",
            Place::file(place.display().to_string()),
            text!(
                "`{name}` không còn như lần chạy trước đã ghi: được giữ riêng thành `{kept}`",
                "`{name}` is not what the earlier run wrote: it is kept as `{kept}`"
            ),
        )
        .with_help(text!(
            "chép phần đã sửa sang nơi khác, rồi xóa tệp giữ riêng",
            "move what you changed elsewhere, then delete the kept file"
        ))
    }
}
