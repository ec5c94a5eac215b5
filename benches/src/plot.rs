//! Growth as a picture: what a size cost, beside what it would cost if everything grew with the entrants alone.

use std::path::Path;

use plotters::prelude::{
    BLACK, ChartBuilder, Circle, IntoDrawingArea, IntoLogRange, LineSeries, RGBColor, SVGBackend, WHITE,
};
use plotters::style::Color;

/// One thing that was measured.
pub(crate) struct Curve<'a> {
    pub(crate) title: &'a str,
    /// Entrants, and what they cost.
    pub(crate) points: Vec<(f64, f64)>,
    /// What the largest is to keep to.
    pub(crate) aim: f64,
}

const MEASURED: RGBColor = RGBColor(11, 95, 165);
const LINEAR: RGBColor = RGBColor(150, 150, 150);
const AIM: RGBColor = RGBColor(178, 34, 34);

/// Draws curves beside one another, both axes by powers of ten: grey is linear growth from the smallest, red the aim.
pub(crate) fn draw(path: &Path, curves: &[Curve<'_>]) -> Result<(), Box<dyn std::error::Error>> {
    let width = 480 * u32::try_from(curves.len())?;
    let area = SVGBackend::new(path, (width, 360)).into_drawing_area();
    area.fill(&WHITE)?;
    for (curve, part) in curves.iter().zip(area.split_evenly((1, curves.len()))) {
        let (Some(first), Some(last)) = (curve.points.first(), curve.points.last()) else { continue };
        let linear = |entrants: f64| (entrants, first.1 * entrants / first.0);
        let highest = last.1.max(curve.aim).max(linear(last.0).1) * 1.5;
        let lowest = first.1.min(curve.aim) / 1.5;
        let mut chart = ChartBuilder::on(&part)
            .caption(curve.title, ("sans-serif", 15))
            .margin(12)
            .x_label_area_size(36)
            .y_label_area_size(58)
            .build_cartesian_2d((first.0 / 1.5..last.0 * 1.5).log_scale(), (lowest..highest).log_scale())?;
        chart
            .configure_mesh()
            .x_desc("entrants")
            .max_light_lines(0)
            .x_label_formatter(&|value| short(*value))
            .y_label_formatter(&|value| short(*value))
            .draw()?;
        chart.draw_series(LineSeries::new([linear(first.0), linear(last.0)], LINEAR.stroke_width(1)))?;
        chart
            .draw_series(LineSeries::new([(first.0, curve.aim), (last.0, curve.aim)], AIM.stroke_width(1)))?;
        chart.draw_series(LineSeries::new(curve.points.iter().copied(), MEASURED.stroke_width(2)))?;
        chart.draw_series(curve.points.iter().map(|point| Circle::new(*point, 4, MEASURED.filled())))?;
        part.draw(&plotters::prelude::Rectangle::new([(0, 0), (479, 359)], BLACK.mix(0.1)))?;
    }
    area.present()?;
    Ok(())
}

fn short(value: f64) -> String {
    match value {
        value if value >= 1e6 => format!("{} M", value / 1e6),
        value if value >= 1e3 => format!("{} k", value / 1e3),
        value => format!("{value}"),
    }
}
