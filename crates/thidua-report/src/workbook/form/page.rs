use std::collections::BTreeMap;
use std::ops::Range;

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, ProtectionOptions, Worksheet, XlsxError};
use thidua_check::{FormulaSheet, PointsWords};
use thidua_core::rule::ValueKind;
use thidua_core::{NodeId, PlanNode, Role};
use thidua_table::{ELSEWHERE, FormMark, GENERIC_LABELS};

use super::calc::{Calc, live};
use super::lines::{Block, FIRST, Field, Lines, address, column};
use super::lists::Lists;
use super::{FormOf, MAIN, entry};
use crate::annex::{clause, short};
use crate::number::plain;
use crate::workbook::fit::{LINE_POINTS as LINE, height};
use crate::workbook::sheet::{FONT, cell_text, text_format};

/// Widths that fill A4 landscape; the last two columns are hidden.
const WIDTHS: [u32; 11] = [8, 36, 9, 24, 13, 15, 10, 14, 14, 10, 10];

/// What fits on one page above its foot, in points of the sheet: a little less than programs say, who measure words differently.
const PAGE_POINTS: u32 = 500;

/// The height of the header that every page repeats, and of what stands above it on the first page.
const HEADER_POINTS: u32 = 32;
const TITLES_POINTS: u32 = 105;

/// So many characters stand side by side over all columns that are seen.
const WIDTH_OF_ALL: usize = 110;

/// The rows at the end: day, signatures, and room for them.
const FOOT_ROWS: u32 = 6;

/// The sheet that people fill in.
pub(super) fn write(
    of: &FormOf<'_>,
    formulas: &FormulaSheet<'_>,
    lines: &Lines,
    lists: &Lists,
    calc: &mut Calc<'_>,
) -> Result<Worksheet, XlsxError> {
    let mut page = Page { sheet: Worksheet::new(), of, formulas, lines, lists, heights: BTreeMap::new() };
    paper(&mut page.sheet, MAIN)?;
    page.head()?;
    for (row, block) in &lines.blocks {
        page.block(*row, block, calc)?;
    }
    let foot = page.documents(lines.last)? + 1;
    page.foot(foot)?;
    page.breaks(foot)?;
    protect(&mut page.sheet);
    Ok(page.sheet)
}

struct Page<'a> {
    sheet: Worksheet,
    of: &'a FormOf<'a>,
    formulas: &'a FormulaSheet<'a>,
    lines: &'a Lines,
    lists: &'a Lists,
    /// The rows that are higher than one line, in points.
    heights: BTreeMap<u32, u32>,
}

impl Page<'_> {
    fn head(&mut self) -> Result<(), XlsxError> {
        let rules = self.of.plan.rules();
        let sheet = &mut self.sheet;
        for (mark, (index, width)) in FormMark::ALL.into_iter().zip((0_u16..).zip(WIDTHS)) {
            sheet.set_column_width(index, width)?;
            sheet.write_string(0, index, mark.mark())?;
            if index < column::INPUT {
                sheet.write_string_with_format(FIRST - 1, index, mark.heading(), &head_format())?;
            }
        }
        sheet.set_column_hidden(column::INPUT)?.set_column_hidden(column::CRITERION)?.set_row_hidden(0)?;
        let title = text_format().set_align(FormatAlign::Center).set_bold().set_font_size(13).set_text_wrap();
        let stage = rules.stages.iter().find(|stage| stage.id == self.of.stage);
        let stage = stage.map(|stage| format!(" ({})", stage.title)).unwrap_or_default();
        sheet.merge_range(1, 0, 1, column::NOTE, &cell_text(&format!("PHIẾU CHẤM ĐIỂM{stage}")), &title)?;
        sheet.merge_range(2, 0, 2, column::NOTE, &cell_text(&rules.title), &title)?;
        sheet.set_row_height(2, height([(rules.title.as_str(), WIDTH_OF_ALL)].into_iter()) + 6)?;
        let bold = text_format().set_bold();
        sheet.write_string_with_format(
            3,
            column::LABEL,
            "Đơn vị:",
            &bold.clone().set_align(FormatAlign::Right),
        )?;
        if self.of.blank {
            sheet.merge_range(3, column::VALUE, 3, column::NOTE, "", &entry::open())?;
        } else {
            let name = cell_text(&self.of.entrant.name);
            sheet.merge_range(3, column::VALUE, 3, column::NOTE, &name, &bold)?;
            if !self.of.entrant.cluster.is_empty() {
                sheet.write_string_with_format(3, 0, cell_text(&self.of.entrant.cluster), &bold)?;
            }
        }
        sheet.write_string(3, column::INPUT, "thidua:entrant")?;
        let hint = "Chỉ điền các ô nền vàng. Chưa có số liệu thì để trống, không ghi 0. Điểm tạm tính chỉ để tham khảo. Ghi dài thì kéo cao dòng để in đủ chữ.";
        sheet.merge_range(4, 0, 4, column::NOTE, hint, &text_format().set_italic().set_text_wrap())?;
        sheet.set_row_height(4, height([(hint, WIDTH_OF_ALL)].into_iter()) + 3)?;
        sheet.set_row_height(FIRST - 1, HEADER_POINTS)?;
        sheet.set_repeat_rows(FIRST - 1, FIRST - 1)?.set_freeze_panes(FIRST, 2)?;
        Ok(())
    }

    fn block(&mut self, row: u32, block: &Block, calc: &mut Calc<'_>) -> Result<(), XlsxError> {
        match block {
            Block::Heading(words) => {
                self.sheet.merge_range(row, 0, row, column::NOTE, words, &boxed().set_bold())?;
            }
            Block::Group(node) => self.group(row, *node, calc)?,
            Block::Leaf(node, fields) => self.leaf(row, *node, fields, calc)?,
            Block::Adjustment(role) => {
                let words =
                    if *role == Role::Bonus { "Cộng điểm thưởng" } else { "Cộng điểm trừ" };
                let (points, helpers) =
                    (|node: NodeId| self.lines.points(node), |count: usize| calc.beside(count));
                let formula = self.formulas.adjustment(*role, &points, &helpers);
                self.sum(row, words, formula.as_ref().map(|formula| formula.formula.as_str()), None)?;
                calc.keep_beside(formula.map(|formula| formula.helpers).unwrap_or_default());
            }
            Block::Total => self.total(row, calc)?,
            Block::Other(field) => {
                self.field(row, None, *field)?;
                let label = self.label(None, *field);
                self.high(row, height([(label.as_str(), 22)].into_iter()) + 3)?;
            }
        }
        Ok(())
    }

    fn group(&mut self, row: u32, node: NodeId, calc: &mut Calc<'_>) -> Result<(), XlsxError> {
        let Some(of) = self.of.plan.nodes().get(node) else { return Ok(()) };
        let bold = boxed().set_bold();
        self.name(row, row, of, &bold)?;
        self.sheet.write_string_with_format(row, column::LABEL, "", &bold)?;
        self.sheet.write_string_with_format(row, column::VALUE, "", &bold)?;
        let (points, helpers) = (|node: NodeId| self.lines.points(node), |count: usize| calc.beside(count));
        let formula = self.formulas.group(node, &points, &helpers);
        match formula {
            Some(formula) => {
                let blank = self.formulas.blank_points(node);
                let live = live(&formula.formula, blank.as_ref());
                let live = if blank.is_none() { live.set_result(PointsWords::PARTLY) } else { live };
                self.sheet.write_formula_with_format(row, column::POINTS, live, &bold)?;
                calc.keep_beside(formula.helpers);
            }
            None => {
                self.sheet.write_string_with_format(row, column::POINTS, "tính khi tổng hợp", &bold)?;
            }
        }
        for index in column::CLAIM..=column::NOTE {
            self.sheet.write_string_with_format(row, index, "", &bold)?;
        }
        self.sheet.write_string(row, column::CRITERION, &of.path)?;
        Ok(())
    }

    fn leaf(
        &mut self,
        row: u32,
        node: NodeId,
        fields: &[Field],
        calc: &mut Calc<'_>,
    ) -> Result<(), XlsxError> {
        let Some(of) = self.of.plan.nodes().get(node) else { return Ok(()) };
        let last = row + u32::try_from(fields.len().saturating_sub(1)).unwrap_or_default();
        self.name(row, last, of, &boxed())?;
        for (at, field) in (row..).zip(fields) {
            self.field(at, Some(of), *field)?;
        }
        let claims = of.criterion.not_applicable.is_some();
        let claim = address(column::CLAIM, row);
        let printed = self.formulas.leaf(node, calc, claims.then_some(claim.as_str()));
        let format = boxed().set_text_wrap();
        match printed {
            Ok(leaf) => {
                let blank = leaf.blank.clone();
                let points = calc.keep(leaf);
                let live = live(&points, blank.as_ref());
                let live = if blank.is_none() { live.set_result(PointsWords::OPEN) } else { live };
                self.tall(row, last, column::POINTS, "", &format)?;
                self.sheet.write_formula_with_format(row, column::POINTS, live, &format)?;
            }
            Err(words) => self.tall(row, last, column::POINTS, &words.vi, &format)?,
        }
        if claims {
            self.tall(row, last, column::CLAIM, "", &entry::open().set_text_wrap())?;
            self.sheet.add_data_validation(row, column::CLAIM, row, column::CLAIM, &entry::claim()?)?;
        } else {
            self.tall(row, last, column::CLAIM, "", &boxed())?;
        }
        // The row is as high as its words.
        let title = self.title(of);
        let own = height([(title.as_str(), 34)].into_iter());
        let rows = u32::try_from(fields.len()).unwrap_or(1).max(1);
        for (at, field) in (row..).zip(fields) {
            let label = self.label(Some(of), *field);
            let needs = height([(label.as_str(), 22)].into_iter()).max(own.div_ceil(rows));
            self.high(at, needs + 3)?;
        }
        Ok(())
    }

    /// Code, title and maximum.
    fn name(&mut self, row: u32, last: u32, of: &PlanNode, format: &Format) -> Result<(), XlsxError> {
        let wrapped = format.clone().set_text_wrap();
        let title = self.title(of);
        self.tall(row, last, column::CODE, &of.criterion.code.value, &wrapped)?;
        self.tall(row, last, column::TITLE, &title, &wrapped)?;
        let centre = format.clone().set_align(FormatAlign::Center);
        self.tall(row, last, column::MAX, "", &centre)?;
        let max = plain(&of.max, None);
        match max.parse::<f64>() {
            Ok(max) => self.sheet.write_number_with_format(row, column::MAX, max, &centre)?,
            Err(_) => self.sheet.write_string_with_format(row, column::MAX, max, &centre)?,
        };
        self.high(row, height([(title.as_str(), 34)].into_iter()) + 3)
    }

    /// Title, guidance, and the clause it comes from.
    fn title(&self, of: &PlanNode) -> String {
        let mut title = of.criterion.title.clone();
        if let Some(note) = &of.criterion.note {
            title.push_str(&format!("\n{note}"));
        }
        if let Some(basis) = &of.criterion.basis {
            title.push_str(&format!("\nCăn cứ: {}", clause(self.of.plan, &basis.value)));
        }
        title
    }

    fn label(&self, of: Option<&PlanNode>, field: Field) -> String {
        let inputs = self.of.plan.inputs();
        let (Field::Own(input) | Field::Shared(input) | Field::List(input)) = field else {
            return String::new();
        };
        let Some(known) = inputs.get(input) else { return String::new() };
        let unit = known.unit.as_ref().map(|unit| format!(" ({unit})")).unwrap_or_default();
        let own_cell = of.is_some() && known.node.is_some();
        let [points, yes_no, level] = [0, 1, 2].map(|at| GENERIC_LABELS.get(at).copied().unwrap_or_default());
        match field {
            Field::Own(_) if own_cell => match known.kind {
                ValueKind::YesNo => yes_no.to_owned(),
                ValueKind::Choice => level.to_owned(),
                _ => points.to_owned(),
            },
            Field::Own(_) => format!("{}{unit}", known.title),
            Field::Shared(_) => format!("{}{unit} {}", known.title, ELSEWHERE[0]),
            Field::List(_) => {
                let sheet = self.lists.sheet_of(input).unwrap_or_default();
                format!("{}{unit} “{sheet}” {}", known.title, ELSEWHERE[1])
            }
            Field::Nothing => String::new(),
        }
    }

    fn field(&mut self, row: u32, of: Option<&PlanNode>, field: Field) -> Result<(), XlsxError> {
        let label = self.label(of, field);
        let shut = boxed().set_text_wrap();
        self.sheet.write_string_with_format(row, column::LABEL, cell_text(&label), &shut)?;
        if let Some(of) = of {
            self.sheet.write_string(row, column::CRITERION, &of.path)?;
        }
        match field {
            Field::Own(input) => {
                let Some(known) = self.of.plan.inputs().get(input) else { return Ok(()) };
                self.sheet.write_blank(row, column::VALUE, &entry::format(known))?;
                if let Some(rule) = entry::validation(self.of.plan, input)? {
                    self.sheet.add_data_validation(row, column::VALUE, row, column::VALUE, &rule)?;
                }
                self.sheet.write_string(row, column::INPUT, &known.name)?;
            }
            Field::Shared(input) => {
                let known = self.of.plan.inputs().get(input);
                let cell = self.lines.cell(input).unwrap_or_default();
                let format = known.map(entry::format).unwrap_or_default().set_locked();
                let format = format.set_background_color(rust_xlsxwriter::Color::White);
                let same = format!("IF(ISBLANK({cell}),\"\",{cell})");
                self.sheet.write_formula_with_format(row, column::VALUE, live(&same, None), &format)?;
            }
            Field::List(_) | Field::Nothing => {
                self.sheet.write_string_with_format(row, column::VALUE, "", &shut)?;
            }
        }
        let open = entry::open().set_text_wrap();
        for index in column::CLAIM + 1..=column::NOTE {
            self.sheet.write_blank(row, index, &open)?;
        }
        if of.is_none() {
            for index in [column::CODE, column::TITLE, column::MAX, column::POINTS, column::CLAIM] {
                self.sheet.write_string_with_format(row, index, "", &shut)?;
            }
        }
        Ok(())
    }

    fn total(&mut self, row: u32, calc: &mut Calc<'_>) -> Result<(), XlsxError> {
        let root = self.of.plan.root();
        // The points of the whole sheet stand in a hidden cell; what is shown is the total.
        let (points, helpers) = (|node: NodeId| self.lines.points(node), |count: usize| calc.beside(count));
        let whole = self.formulas.group(root, &points, &helpers);
        let Some(whole) = whole else {
            return self.sum(row, "Tổng điểm: tính khi tổng hợp", None, None);
        };
        let cell = address(column::CRITERION + 1, row);
        self.sheet.set_column_hidden(column::CRITERION + 1)?;
        let blank = self.formulas.blank_points(root);
        self.sheet.write_formula(row, column::CRITERION + 1, live(&whole.formula, blank.as_ref()))?;
        calc.keep_beside(whole.helpers);
        let cell_of = |node: NodeId| if node == root { cell.clone() } else { self.lines.points(node) };
        let (bonus, taken) = (self.lines.adjustment(Role::Bonus), self.lines.adjustment(Role::Deduction));
        let total = self.formulas.total(&cell_of, bonus.as_deref(), taken.as_deref());
        let blank = self.formulas.blank_total();
        self.sum(row, "TỔNG ĐIỂM (tạm tính)", Some(&total), blank.as_ref())?;
        if let Some(max) =
            self.of.plan.nodes().get(root).and_then(|root| plain(&root.max, None).parse::<f64>().ok())
        {
            let format = boxed().set_bold().set_align(FormatAlign::Center);
            self.sheet.write_number_with_format(row, column::MAX, max, &format)?;
        }
        Ok(())
    }

    fn sum(
        &mut self,
        row: u32,
        words: &str,
        formula: Option<&str>,
        blank: Option<&thidua_core::Exact>,
    ) -> Result<(), XlsxError> {
        let bold = boxed().set_bold();
        for index in 0..=column::NOTE {
            self.sheet.write_string_with_format(row, index, "", &bold)?;
        }
        self.sheet.write_string_with_format(row, column::TITLE, words, &bold)?;
        if let Some(formula) = formula {
            let live = live(formula, blank);
            let live = if blank.is_none() { live.set_result(PointsWords::PARTLY) } else { live };
            self.sheet.write_formula_with_format(row, column::POINTS, live, &bold.set_text_wrap())?;
        }
        Ok(())
    }

    /// Words over several rows.
    fn tall(&mut self, row: u32, last: u32, at: u16, words: &str, format: &Format) -> Result<(), XlsxError> {
        let words = cell_text(words);
        if last > row {
            self.sheet.merge_range(row, at, last, at, &words, format)?;
        } else {
            self.sheet.write_string_with_format(row, at, words, format)?;
        }
        Ok(())
    }

    /// A row that is higher than one line.
    fn high(&mut self, row: u32, points: u32) -> Result<(), XlsxError> {
        self.heights.insert(row, points);
        self.sheet.set_row_height(row, points)?;
        Ok(())
    }

    /// The documents whose names are cut beside the criteria, whole; the row after them.
    fn documents(&mut self, row: u32) -> Result<u32, XlsxError> {
        let named = self.of.plan.rules().legal_basis.iter().map(|(_, document)| document);
        let cut: Vec<&str> = named
            .filter(|document| document.number.is_none() && short(&document.document) != document.document)
            .map(|document| document.document.as_str())
            .collect();
        if cut.is_empty() {
            return Ok(row);
        }
        let words = format!("Căn cứ ghi tắt ở trên: {}.", cut.join("; "));
        let format = text_format().set_italic().set_text_wrap().set_align(FormatAlign::Top);
        self.sheet.merge_range(row, 0, row, column::NOTE, &cell_text(&words), &format)?;
        self.high(row, height([(words.as_str(), WIDTH_OF_ALL)].into_iter()) + 3)?;
        Ok(row + 1)
    }

    /// No criterion is torn by the end of a page, no heading stands alone at it, and the signatures stay together.
    fn breaks(&mut self, foot: u32) -> Result<(), XlsxError> {
        let high =
            |rows: Range<u32>| rows.map(|row| self.heights.get(&row).copied().unwrap_or(LINE)).sum::<u32>();
        let heads = |block: &Block| matches!(block, Block::Heading(_) | Block::Group(_));
        // Where something begins that may stand first on a page.
        let follows_head = self
            .lines
            .blocks
            .iter()
            .scan(false, |headed, (row, block)| Some((*row, std::mem::replace(headed, heads(block)))));
        let starts: Vec<u32> =
            follows_head.filter(|(_, headed)| !headed).map(|(row, _)| row).chain([foot]).collect();
        let ends = starts.iter().skip(1).copied().chain([foot + FOOT_ROWS]);
        let mut used = TITLES_POINTS;
        let mut breaks = Vec::new();
        for (start, end) in starts.iter().copied().zip(ends) {
            let needs = high(start..end);
            if used + needs > PAGE_POINTS - HEADER_POINTS && start > FIRST {
                breaks.push(start);
                used = 0;
            }
            used += needs;
        }
        if !breaks.is_empty() {
            self.sheet.set_page_breaks(&breaks)?;
        }
        Ok(())
    }

    fn foot(&mut self, row: u32) -> Result<(), XlsxError> {
        let centre = text_format().set_align(FormatAlign::Center);
        let bold = centre.clone().set_bold();
        self.sheet.merge_range(
            row,
            column::POINTS,
            row,
            column::NOTE,
            "……, ngày …… tháng …… năm ……",
            &centre.set_italic(),
        )?;
        self.sheet.merge_range(row + 1, 0, row + 1, column::TITLE, "NGƯỜI LẬP PHIẾU", &bold)?;
        self.sheet.merge_range(row + 1, column::POINTS, row + 1, column::NOTE, "THỦ TRƯỞNG ĐƠN VỊ", &bold)?;
        self.sheet.set_print_area(1, 0, row + FOOT_ROWS - 1, column::NOTE)?;
        Ok(())
    }
}

fn head_format() -> Format {
    text_format()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_border(FormatBorder::Thin)
}

fn boxed() -> Format {
    text_format().set_border(FormatBorder::Thin).set_align(FormatAlign::Top)
}

/// A4 landscape, one page wide, with the margins of an administrative document.
pub(super) fn paper(sheet: &mut Worksheet, name: &str) -> Result<(), XlsxError> {
    sheet
        .set_name(name)?
        .set_landscape()
        .set_paper_size(9)
        .set_print_fit_to_pages(1, 0)
        .set_margins(1.18, 0.6, 0.79, 0.79, 0.3, 0.3)
        .set_footer(format!("&C&\"{FONT}\"&10Trang &P/&N"))
        // What nobody has worked out yet is shown as nothing, and not as 0.
        .set_formula_result_default("");
    Ok(())
}

/// Only open cells are filled in; columns and rows may be made wider and higher.
pub(super) fn protect(sheet: &mut Worksheet) {
    sheet.protect_with_options(&ProtectionOptions {
        format_columns: true,
        format_rows: true,
        use_autofilter: true,
        ..ProtectionOptions::default()
    });
}
