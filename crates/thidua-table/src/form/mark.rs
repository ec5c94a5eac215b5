use crate::Sheet;

/// The hidden sheet that says what a form is.
pub const IDENTITY_SHEET: &str = "_thidua";

/// The hidden sheet with the steps of the live formulas.
pub const STEPS_SHEET: &str = "_tinh";

/// The hidden sheet that mirrors the lists for the live formulas.
pub const MIRROR_SHEET: &str = "_chitiet";

/// The hidden sheet with the choices of the drop-downs.
pub const CHOICES_SHEET: &str = "_danhmuc";

/// The sheets that only the program needs in which a form is filled in: nothing is read from them.
pub const WORKINGS: [&str; 3] = [STEPS_SHEET, MIRROR_SHEET, CHOICES_SHEET];

/// What every hidden mark begins with.
pub(super) const MARKS_BEGIN: &str = "thidua:";

/// What stands above the columns of a list, before the name of the input.
pub const LIST_MARK: &str = "thidua:list:";

/// What stands in the hidden column of every line of a list.
pub const LIST_ROW: &str = "thidua:row";

/// Words beside a cell that say what to enter, and not into which input.
pub const GENERIC_LABELS: &[&str] = &["Điểm tự chấm", "Có hoặc không", "Mức đạt được"];

/// What a label ends with where the figure is filled in at another place: above, or on a sheet of its own.
pub const ELSEWHERE: [&str; 2] = ["(đã ghi ở trên)", "(kê ở trang riêng)"];

/// What a column of a form holds (cột của phiếu): it stands in a hidden row above the column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormMark {
    /// The printed code.
    Code,
    /// The text of the criterion.
    Title,
    /// The maximum.
    Max,
    /// What is to be entered.
    Label,
    /// Where it is entered.
    Value,
    /// Provisional points.
    Points,
    /// Where the criterion is claimed not to apply.
    Claim,
    /// Evidence.
    Evidence,
    /// Remarks, and the reason of a claim.
    Note,
    /// The name of the input, hidden.
    Input,
    /// The path of the criterion, hidden.
    Criterion,
}

impl FormMark {
    /// All of them, in the order of the columns.
    pub const ALL: [Self; 11] = [
        Self::Code,
        Self::Title,
        Self::Max,
        Self::Label,
        Self::Value,
        Self::Points,
        Self::Claim,
        Self::Evidence,
        Self::Note,
        Self::Input,
        Self::Criterion,
    ];

    /// The hidden mark.
    #[must_use]
    pub fn mark(self) -> &'static str {
        match self {
            Self::Code => "thidua:code",
            Self::Title => "thidua:title",
            Self::Max => "thidua:max",
            Self::Label => "thidua:label",
            Self::Value => "thidua:value",
            Self::Points => "thidua:points",
            Self::Claim => "thidua:claim",
            Self::Evidence => "thidua:evidence",
            Self::Note => "thidua:note",
            Self::Input => "thidua:input",
            Self::Criterion => "thidua:criterion",
        }
    }

    /// What people read above the column.
    #[must_use]
    pub fn heading(self) -> &'static str {
        match self {
            Self::Code => "STT",
            Self::Title => "Nội dung, tiêu chí",
            Self::Max => "Điểm tối đa",
            Self::Label => "Số liệu phải nhập",
            Self::Value => "Số liệu, tự chấm",
            Self::Points => "Điểm tạm tính",
            Self::Claim => "Không áp dụng",
            Self::Evidence => "Minh chứng",
            Self::Note => "Ghi chú, lý do",
            Self::Input | Self::Criterion => "",
        }
    }
}

/// What a form says of itself (nhận dạng của phiếu).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormIdentity {
    /// The rule set it was made from.
    pub rule_set: String,
    /// Its version.
    pub version: String,
    /// The sha256 of the rule file.
    pub sha256: String,
    /// The id of the entrant; empty for a blank form.
    pub entrant: String,
    /// The stage it is filled in at.
    pub stage: String,
}

impl FormIdentity {
    /// The pairs that the hidden sheet holds.
    #[must_use]
    pub fn pairs(&self) -> [(&'static str, &str); 6] {
        [
            ("form", "1"),
            ("rule_set", &self.rule_set),
            ("version", &self.version),
            ("sha256", &self.sha256),
            ("entrant", &self.entrant),
            ("stage", &self.stage),
        ]
    }

    /// Reads it from the hidden sheet; `None` when this is another sheet.
    pub(super) fn read(sheet: &Sheet) -> Option<Self> {
        if sheet.name().rsplit('!').next() != Some(IDENTITY_SHEET) {
            return None;
        }
        let mut found = Self::default();
        for line in sheet.lines() {
            let place = match line.text(1) {
                "rule_set" => &mut found.rule_set,
                "version" => &mut found.version,
                "sha256" => &mut found.sha256,
                "entrant" => &mut found.entrant,
                "stage" => &mut found.stage,
                _ => continue,
            };
            line.text(2).clone_into(place);
        }
        Some(found)
    }
}
