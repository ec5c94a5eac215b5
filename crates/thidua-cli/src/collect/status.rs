//! Who has sent a form, what every file was read as, and what is to be said to whom (tình trạng nộp).

use std::borrow::Cow;

use thidua::{
    Collected, EntrantState, FileIntake, FileState, Language, Plan, ReadAs, Severity, Spot, Text, text,
};
use thidua_report::{ColumnWords, FileToChoose, ListSheet, Shows, Value, WorkbookError, list_workbook};

static ENTRANTS: [ColumnWords; 6] = [
    ColumnWords::plain("STT", "No.", Shows::Count, 6),
    ColumnWords::plain("Cụm", "Cluster", Shows::Words, 18),
    ColumnWords::plain("Mã", "Id", Shows::Words, 14),
    ColumnWords::plain("Đơn vị", "Entrant", Shows::Words, 30),
    ColumnWords::plain("Tình trạng", "State", Shows::Words, 20),
    ColumnWords::plain("Tệp", "Files", Shows::Words, 40),
];

static FILES: [ColumnWords; 9] = [
    ColumnWords::plain("STT", "No.", Shows::Count, 6),
    ColumnWords::plain("Tệp", "File", Shows::Words, 34),
    ColumnWords::plain("Đọc như là", "Read as", Shows::Words, 16),
    ColumnWords::plain("Đơn vị", "Entrant", Shows::Words, 20),
    ColumnWords::plain("Phiên bản", "Version", Shows::Words, 10),
    ColumnWords::plain("Kết quả", "Outcome", Shows::Words, 18),
    ColumnWords::plain("Ô có số liệu", "Filled cells", Shows::Count, 9),
    ColumnWords::plain("Ô trống", "Blank cells", Shows::Count, 9),
    ColumnWords::plain("Không áp dụng", "Claims", Shows::Count, 9),
];

static FINDINGS: [ColumnWords; 7] = [
    ColumnWords::plain("STT", "No.", Shows::Count, 6),
    ColumnWords::plain("Đơn vị", "Entrant", Shows::Words, 18),
    ColumnWords::plain("Tệp, trang", "File, sheet", Shows::Words, 26),
    ColumnWords::plain("Ô", "Cell", Shows::Words, 8),
    ColumnWords::plain("Mã", "Code", Shows::Words, 9),
    ColumnWords::plain("Phát hiện", "Finding", Shows::Words, 36),
    ColumnWords::plain("Câu gửi đơn vị", "Sentence to send", Shows::Words, 44),
];

/// Files that say different things of one entrant, for a person to choose.
pub(super) fn to_choose(collected: &Collected) -> Vec<FileToChoose> {
    let name = |id: &str| {
        collected.entrants.iter().find(|entrant| entrant.id == id).map(|entrant| entrant.name.clone())
    };
    let mut files: Vec<FileToChoose> = collected
        .files
        .iter()
        .filter(|file| file.state == FileState::Duplicate)
        .map(|file| FileToChoose {
            entrant: file.entrant.clone(),
            name: name(&file.entrant).unwrap_or_default(),
            file: file.name.clone(),
            state: text!(
                "{} ô có số liệu, {} ô trống; đơn vị gửi nhiều tệp khác nhau",
                "{} cells filled, {} blank; the entrant sent several files that differ",
                file.filled,
                file.blank
            ),
        })
        .collect();
    files.sort_by(|one, other| (&one.entrant, &one.file).cmp(&(&other.entrant, &other.file)));
    files
}

static CLAIMS: [ColumnWords; 5] = [
    ColumnWords::plain("STT", "No.", Shows::Count, 6),
    ColumnWords::plain("Đơn vị", "Entrant", Shows::Words, 26),
    ColumnWords::plain("Tiêu chí, số liệu", "Criterion", Shows::Words, 30),
    ColumnWords::plain("Tệp, ô", "File, cell", Shows::Words, 34),
    ColumnWords::plain("Lý do ghi trên phiếu", "Reason given", Shows::Words, 40),
];

/// The workbook with all four lists.
pub(super) fn workbook(
    plan: &Plan,
    collected: &Collected,
    language: Language,
) -> Result<Vec<u8>, WorkbookError> {
    let sheets = [
        ListSheet {
            title: text!("Tình trạng nộp", "Who sent what"),
            columns: &ENTRANTS,
            lines: entrants(collected),
        },
        ListSheet { title: text!("Tệp đã đọc", "Files"), columns: &FILES, lines: files(collected) },
        ListSheet {
            title: text!("Phát hiện", "Findings"), columns: &FINDINGS, lines: findings(collected)
        },
        ListSheet {
            title: text!("Đề nghị không áp dụng", "Claims"),
            columns: &CLAIMS,
            lines: claims(plan, collected),
        },
    ];
    list_workbook(&plan.rules().title, plan.day(), &sheets, language)
}

fn name(words: &str) -> Value<'_> {
    if words.is_empty() { Value::Empty } else { Value::Name(Cow::Borrowed(words)) }
}

fn owned(words: String) -> Value<'static> {
    if words.is_empty() { Value::Empty } else { Value::Name(Cow::Owned(words)) }
}

fn count(number: usize) -> Value<'static> {
    Value::Count(u64::try_from(number).unwrap_or(u64::MAX))
}

fn entrants(collected: &Collected) -> Vec<Vec<Value<'_>>> {
    let state = |state: EntrantState| match state {
        EntrantState::Accepted => text!("Đã nhận", "Accepted"),
        EntrantState::Refused => text!("Phải gửi lại", "To be sent again"),
        EntrantState::Duplicate => {
            text!("Nhiều phiếu khác nhau, cần chọn", "Several that differ, to be chosen")
        }
        EntrantState::Missing => text!("Chưa nộp", "Nothing came"),
    };
    (1..)
        .zip(&collected.entrants)
        .map(|(number, entrant)| {
            vec![
                count(number),
                name(&entrant.cluster),
                name(&entrant.id),
                name(&entrant.name),
                Value::Words(state(entrant.state)),
                owned(entrant.files.join("\n")),
            ]
        })
        .collect()
}

fn files(collected: &Collected) -> Vec<Vec<Value<'_>>> {
    (1..)
        .zip(&collected.files)
        .map(|(number, file)| {
            let form = file.read_as == ReadAs::Form;
            let counted = |number: usize| if form { count(number) } else { Value::Empty };
            vec![
                count(number),
                name(&file.name),
                Value::Words(match file.read_as {
                    ReadAs::Form => text!("Phiếu chấm", "Form"),
                    ReadAs::Table => text!("Bảng chung", "Table"),
                    ReadAs::WorkList => text!("Việc đã quyết định", "Work list"),
                    ReadAs::Nothing => text!("Không rõ", "Unknown"),
                }),
                name(&file.entrant),
                name(&file.version),
                Value::Words(outcome(file)),
                counted(file.filled),
                counted(file.blank),
                counted(file.claims.len()),
            ]
        })
        .collect()
}

fn outcome(file: &FileIntake) -> Text {
    match file.state {
        FileState::Accepted => text!("Nhận", "Accepted"),
        FileState::Refused => text!("Từ chối", "Refused"),
        FileState::Duplicate => text!("Trùng, chưa dùng", "Duplicate, not used"),
        FileState::LeftOut => text!("Không dùng, theo quyết định", "Left out by a decision"),
        FileState::Decided => text!("Đã đọc quyết định", "Decisions read"),
        FileState::Table => text!("Bảng, chưa gộp", "Table, not taken in"),
        FileState::Other => text!("Không phải phiếu", "No form"),
    }
}

fn findings(collected: &Collected) -> Vec<Vec<Value<'_>>> {
    let all = collected.files.iter().flat_map(|file| {
        let told = file.findings.iter().filter(|finding| finding.severity != Severity::Note);
        told.map(move |finding| (file, finding))
    });
    (1..)
        .zip(all)
        .map(|(number, (file, finding))| {
            let cell = match finding.place.spot {
                Spot::Cell { row, column } => format!("{}{row}", thidua::column_letters(column)),
                _ => String::new(),
            };
            vec![
                count(number),
                name(&file.entrant),
                name(&finding.place.file),
                owned(cell.clone()),
                name(finding.code),
                Value::Words(finding.message.clone()),
                Value::Words(sentence(file, &finding.place.file, &cell, finding)),
            ]
        })
        .collect()
}

/// A whole sentence for a message: the file, the cell, what is wrong, what to send.
fn sentence(file: &FileIntake, at: &str, cell: &str, finding: &thidua::Diagnostic) -> Text {
    let sheet = at.split_once('!').map(|(_, sheet)| sheet).unwrap_or_default();
    let name = &file.name;
    let (vi, en) = match (sheet, cell) {
        ("", "") => (String::new(), String::new()),
        ("", cell) => (format!(", ô {cell}"), format!(", cell {cell}")),
        (sheet, "") => (format!(", trang “{sheet}”"), format!(", sheet “{sheet}”")),
        (sheet, cell) => (format!(", trang “{sheet}”, ô {cell}"), format!(", sheet “{sheet}”, cell {cell}")),
    };
    let plain = |words: &str| words.replace('`', "");
    let ask = finding.help.as_ref().map_or_else(Text::default, |help| {
        let (vi, en) = (plain(&help.vi), plain(&help.en));
        Text::new(format!(" Đề nghị đơn vị: {vi}."), format!(" Please: {en}."))
    });
    let (message_vi, message_en) = (plain(&finding.message.vi), plain(&finding.message.en));
    Text::new(
        format!("Tệp “{name}”{vi}: {message_vi}.{}", ask.vi),
        format!("File “{name}”{en}: {message_en}.{}", ask.en),
    )
}

fn claims<'c>(plan: &Plan, collected: &'c Collected) -> Vec<Vec<Value<'c>>> {
    let title = |name: &str| {
        let input = plan.inputs().iter().find(|input| input.name == name);
        input.map_or_else(|| name.to_owned(), |input| format!("{name} – {}", input.title))
    };
    let all = collected.files.iter().flat_map(|file| file.claims.iter().map(move |claim| (file, claim)));
    (1..)
        .zip(all)
        .map(|(number, (file, (what, place, reason)))| {
            vec![
                count(number),
                name(&file.entrant),
                owned(title(what)),
                owned(place.to_string()),
                name(reason),
            ]
        })
        .collect()
}
