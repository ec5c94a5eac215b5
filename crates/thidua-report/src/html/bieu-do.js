"use strict";
// The plots: where people look rather than read. Numbers are parsed for drawing only; what is read stands in the table.
const plots = (() => {
  const box = document.getElementById("plots");
  // The page asks for nothing, not even by the name of a namespace: the one that is there is used.
  const space = box.querySelector("svg").namespaceURI;
  box.querySelector("svg").remove();
  const english = document.documentElement.lang === "en";
  const t = (vi, en) => (english ? en : vi);
  const colours = ["#0a7d3c", "#3b8f5a", "#b58900", "#c26a1b", "#a33", "#777"];
  const colour = (index) => (index < 0 ? "#777" : colours[Math.min(index, colours.length - 1)]);
  const [wide, high] = [460, 250];

  const draw = (parent, name, attributes, text) => {
    const made = document.createElementNS(space, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text !== undefined) made.textContent = text;
    parent.append(made);
    return made;
  };

  const number = (value) => (english ? String(value) : String(value).replace(".", ","));
  const short = (words, letters) => (words.length > letters ? words.slice(0, letters - 1) + "…" : words);

  // A picture with its caption; what a dot is stands below once it is pointed at.
  const figure = (caption, height, told) => {
    const made = document.createElement("figure");
    const under = document.createElement("figcaption");
    under.textContent = caption;
    const svg = draw(made, "svg", { viewBox: `0 0 ${wide} ${height}`, role: "img", "aria-label": caption + ". " + told });
    const note = document.createElement("p");
    note.className = "readout";
    note.textContent = told;
    made.prepend(under);
    made.append(note);
    box.append(made);
    return { svg, note };
  };

  // Round numbers from one end to the other, five or so.
  const ticks = (from, to) => {
    const rough = (to - from) / 5 || 1;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].map((times) => times * power).find((step) => step >= rough);
    const found = [];
    for (let at = Math.ceil(from / step); at * step <= to + step / 1e6; at++) found.push(+(at * step).toPrecision(12));
    return found;
  };

  const scale = (values, room) => {
    let [least, most] = [Infinity, -Infinity];
    for (const value of values) { least = Math.min(least, value); most = Math.max(most, value); }
    const edge = (most - least) * 0.04 || 1;
    const [from, to] = [least - edge, most + edge];
    return { from, to, at: (value) => room[0] + ((value - from) / (to - from)) * (room[1] - room[0]) };
  };

  // Which dot is meant, by its place in the list.
  const points = (svg, note, told, rows, words, open) => {
    const dot = (event) => rows[event.target.dataset && event.target.dataset.at];
    svg.addEventListener("pointerover", (event) => { const row = dot(event); note.textContent = row ? words(row) : told; });
    svg.addEventListener("click", (event) => { const row = dot(event); if (row && open) open(row); });
  };

  const grades = (run, rows) => {
    const counts = run.grades.map((grade) => rows.filter((row) => row.grade === grade).length);
    const other = rows.length - counts.reduce((sum, count) => sum + count, 0);
    const bars = run.grades.map((grade, index) => [grade, counts[index], colour(index)]);
    if (other) bars.push([t("Chưa xếp hoặc còn để ngỏ", "None, or open"), other, "#777"]);
    const most = Math.max(1, ...bars.map((bar) => bar[1]));
    const told = bars.map(([grade, count]) => `${grade}: ${count}`).join("; ");
    const { svg } = figure(t("Phân bố xếp loại", "Distribution of grades"), 14 + bars.length * 28, told);
    bars.forEach(([grade, count, fill], index) => {
      const y = 8 + index * 28;
      draw(svg, "text", { x: 150, y: y + 15, "text-anchor": "end" }, short(grade, 24));
      draw(svg, "rect", { x: 156, y: y, width: (count / most) * 200, height: 20, fill });
      const share = number(((count * 100) / rows.length).toFixed(1));
      draw(svg, "text", { x: 162 + (count / most) * 200, y: y + 15 }, `${count} (${share}%)`);
    });
  };

  // The middle half of each group as a bar, from least to most as a line, the middle one as a stroke.
  const groups = (run, rows) => {
    const lines = run.axes.groups.map((title, index) => {
      const shares = rows.map((row) => row.plot.groups[index]).filter((share) => share !== null).map(Number).sort((one, other) => one - other);
      return { title, shares };
    }).filter((line) => line.shares.length);
    if (!lines.length) return;
    const told = t("Vạch: từ thấp nhất đến cao nhất; thanh: một nửa ở giữa; nét đậm: trung vị (% điểm tối đa của nhóm)", "Line: least to most; bar: middle half; stroke: median (% of the group's maximum)");
    const { svg, note } = figure(t("Điểm theo nhóm", "Points by group"), 34 + lines.length * 26, told);
    const room = scale(lines.flatMap((line) => [line.shares[0], line.shares[line.shares.length - 1]]).concat([0, 100]), [190, wide - 14]);
    const foot = 8 + lines.length * 26;
    for (const tick of ticks(room.from, room.to)) {
      draw(svg, "line", { x1: room.at(tick), x2: room.at(tick), y1: 4, y2: foot, class: "grid" });
      draw(svg, "text", { x: room.at(tick), y: foot + 16, "text-anchor": "middle" }, number(tick) + "%");
    }
    const of = (shares, part) => shares[Math.round((shares.length - 1) * part)];
    lines.forEach(({ title, shares }, index) => {
      const y = 18 + index * 26;
      draw(svg, "text", { x: 184, y: y + 4, "text-anchor": "end" }, short(title, 30));
      draw(svg, "line", { x1: room.at(shares[0]), x2: room.at(shares[shares.length - 1]), y1: y, y2: y, class: "whole" });
      draw(svg, "rect", { x: room.at(of(shares, 0.25)), y: y - 7, width: Math.max(1, room.at(of(shares, 0.75)) - room.at(of(shares, 0.25))), height: 14, class: "half", "data-at": index });
      draw(svg, "line", { x1: room.at(of(shares, 0.5)), x2: room.at(of(shares, 0.5)), y1: y - 9, y2: y + 9, class: "middle" });
    });
    const percent = (value) => number(value.toFixed(1)) + "%";
    points(svg, note, told, lines, ({ title, shares }) => `${title}: ${[0, 0.25, 0.5, 0.75, 1].map((part) => percent(of(shares, part))).join(" – ")}`);
  };

  const assessed = (run, rows, open) => {
    const both = rows.filter((row) => row.plot.both);
    if (!both.length) return;
    const told = t("Tổng điểm các tiêu chí có điểm ở cả hai vòng; dưới đường chéo: thẩm định thấp hơn tự chấm. Bấm vào một chấm để xem phiếu giải trình", "Points of the criteria that have some at both stages; below the diagonal: appraised lower than self-assessed. A click on a dot opens its page");
    const { svg, note } = figure(t("Tự chấm và thẩm định", "Self-assessed and appraised"), high + 60, told);
    const values = both.flatMap((row) => row.plot.both.map(Number));
    const [across, up] = [scale(values, [44, wide - 14]), scale(values, [high + 18, 22])];
    for (const tick of ticks(across.from, across.to)) {
      draw(svg, "line", { x1: across.at(tick), x2: across.at(tick), y1: 22, y2: high + 18, class: "grid" });
      draw(svg, "line", { x1: 44, x2: wide - 14, y1: up.at(tick), y2: up.at(tick), class: "grid" });
      draw(svg, "text", { x: across.at(tick), y: high + 34, "text-anchor": "middle" }, number(tick));
      draw(svg, "text", { x: 40, y: up.at(tick) + 4, "text-anchor": "end" }, number(tick));
    }
    draw(svg, "line", { x1: across.at(across.from), y1: up.at(across.from), x2: across.at(across.to), y2: up.at(across.to), class: "equal" });
    both.forEach((row, index) => draw(svg, "circle", { cx: across.at(Number(row.plot.both[0])), cy: up.at(Number(row.plot.both[1])), r: 3.5, fill: colour(run.grades.indexOf(row.grade)), "data-at": index }));
    draw(svg, "text", { x: wide - 14, y: high + 52, "text-anchor": "end" }, t("điểm tự chấm →", "self-assessed →"));
    draw(svg, "text", { x: 4, y: 13 }, t("↑ điểm thẩm định", "↑ appraised"));
    points(svg, note, told, both, (row) => `${row.name}: ${t("tự chấm", "self-assessed")} ${number(row.plot.both[0])}, ${t("thẩm định", "appraised")} ${number(row.plot.both[1])}`, open);
  };

  // Everybody by points, one above another where several stand on one spot; a line where each grade begins.
  const distance = (run, rows, open) => {
    const some = rows.filter((row) => row.plot.total !== null);
    if (!some.length) return;
    const told = t("Vạch đứng: điểm bắt đầu của mỗi mức. Chấm càng gần vạch thì càng sát mức", "Upright lines: where each grade begins. The nearer a dot, the nearer the line");
    const room = scale(some.map((row) => Number(row.plot.total)).concat(run.axes.lines.map((line) => Number(line.at))), [14, wide - 14]);
    const stacks = new Map();
    const places = some.map((row) => {
      const slot = Math.round(room.at(Number(row.plot.total)) / 5);
      stacks.set(slot, (stacks.get(slot) || 0) + 1);
      return stacks.get(slot) - 1;
    });
    const most = Math.max(...stacks.values());
    const step = Math.min(7, high / most);
    const foot = 52 + Math.ceil(Math.max(6, most) * step);
    const { svg, note } = figure(t("Khoảng cách đến mức xếp loại", "Distance to the lines of grades"), foot + 24, told);
    draw(svg, "line", { x1: 14, x2: wide - 14, y1: foot, y2: foot, class: "axis" });
    for (const tick of ticks(room.from, room.to)) {
      draw(svg, "text", { x: room.at(tick), y: foot + 16, "text-anchor": "middle" }, number(tick));
    }
    run.axes.lines.forEach((line, index) => {
      const x = room.at(Number(line.at));
      draw(svg, "line", { x1: x, x2: x, y1: 26, y2: foot, class: "end", stroke: colour(run.grades.indexOf(line.title)) });
      draw(svg, "text", { x: Math.min(x + 3, wide - 70), y: 12 + (index % 2) * 12, class: "label" }, short(`${line.title} ${number(line.at)}`, 22));
    });
    some.forEach((row, index) => draw(svg, "circle", { cx: room.at(Number(row.plot.total)), cy: foot - 5 - places[index] * step, r: Math.max(1.5, Math.min(3, step / 2)), fill: colour(run.grades.indexOf(row.grade)), "data-at": index }));
    points(svg, note, told, some, (row) => `${row.name ? row.name + ": " : ""}${row.total}${row.grade ? " (" + row.grade + ")" : ""}`, open);
  };

  return (run, rows, open) => {
    box.querySelectorAll("figure").forEach((figure) => figure.remove());
    if (!rows.length) return;
    if (run.grades.length) grades(run, rows);
    groups(run, rows);
    assessed(run, rows, open);
    distance(run, rows, open);
  };
})();
