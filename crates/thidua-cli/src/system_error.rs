use std::io::{Error, ErrorKind};

use thidua::{Text, text};

/// What the operating system says, in the user's words (lỗi hệ thống).
pub(crate) fn words(error: &Error) -> Text {
    let (vi, en) = match error.kind() {
        ErrorKind::NotFound => ("không có tệp hoặc thư mục này", "there is no such file or folder"),
        ErrorKind::PermissionDenied => ("không có quyền", "permission denied"),
        ErrorKind::AlreadyExists if error.get_ref().is_none() => ("đã có sẵn", "it exists already"),
        ErrorKind::StorageFull => ("ổ đĩa đã đầy", "the disk is full"),
        ErrorKind::QuotaExceeded => ("đã hết dung lượng được cấp", "the disk quota is used up"),
        ErrorKind::FileTooLarge => {
            ("tệp lớn hơn mức hệ thống cho phép", "the file is larger than the system allows")
        }
        ErrorKind::ReadOnlyFilesystem => ("ổ đĩa chỉ cho đọc", "the disk is read-only"),
        ErrorKind::IsADirectory => ("đây là thư mục, không phải tệp", "it is a folder, not a file"),
        ErrorKind::NotADirectory => {
            ("một phần đường dẫn không phải là thư mục", "a part of the path is not a folder")
        }
        ErrorKind::DirectoryNotEmpty => ("thư mục không trống", "the folder is not empty"),
        ErrorKind::InvalidFilename => {
            ("tên tệp không hợp lệ hoặc quá dài", "the file name is invalid or too long")
        }
        ErrorKind::ResourceBusy => ("đang được nơi khác dùng", "it is in use elsewhere"),
        ErrorKind::ExecutableFileBusy => ("tệp đang chạy", "the file is being run"),
        ErrorKind::CrossesDevices => ("nằm trên ổ đĩa khác", "it lies on another disk"),
        ErrorKind::BrokenPipe => ("nơi nhận đã đóng", "the receiver has closed"),
        ErrorKind::Interrupted => ("bị ngắt giữa chừng", "it was interrupted"),
        ErrorKind::OutOfMemory => ("không đủ bộ nhớ", "out of memory"),
        _ => return other(error),
    };
    Text::new(vi, en)
}

/// Errors without a name of their own: by their number, or by the words this program gave them.
fn other(error: &Error) -> Text {
    match error.raw_os_error() {
        // Too many symbolic links; its kind is not stable in the standard library.
        Some(40) if cfg!(target_os = "linux") => text!("liên kết vòng", "the links go round in a circle"),
        // Input or output error of the device.
        Some(5) if cfg!(unix) => text!("thiết bị báo lỗi", "the device reports an error"),
        Some(number) => text!("lỗi hệ thống số {number}", "system error {number}: {error}"),
        None => Text::carried(&error.to_string()),
    }
}

/// That a file could not be read, and why.
pub(crate) fn unreadable(name: &str, error: &Error) -> Text {
    let why = words(error);
    Text::new(format!("không đọc được `{name}`: {}", why.vi), format!("cannot read `{name}`: {}", why.en))
}
