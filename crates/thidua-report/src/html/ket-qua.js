"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const english = document.documentElement.lang === "en";
  const t = (vi, en) => (english ? en : vi);
  const byId = (id) => document.getElementById(id);
  const [select, search, standings, panel, count] = ["run", "search", "standings", "page", "count"].map(byId);
  const colours = ["#0a7d3c", "#3b8f5a", "#b58900", "#c26a1b", "#a33", "#777"];

  // The letters people leave out: accents, and the bar of đ.
  const folded = (words) =>
    words.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase().split(/\s+/).filter(Boolean).join(" ");

  const element = (name, text, className) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (className) made.className = className;
    return made;
  };

  const explain = (row) => {
    panel.hidden = false;
    panel.querySelector("pre").textContent = row.page;
    panel.focus();
    location.hash = encodeURIComponent(select.value + "/" + row.id);
  };

  // A line is made once: a search takes those it finds and makes none anew.
  const made_lines = new Map();
  const line = (row) => {
    if (!made_lines.has(row)) made_lines.set(row, new_line(row));
    return made_lines.get(row);
  };

  const new_line = (row) => {
    const made = element("tr", undefined, "row");
    if (!data.public) {
      made.tabIndex = 0;
      made.dataset.id = row.id;
    }
    const place = row.place === null ? "–" : row.place + (row.shared ? "=" : "");
    made.append(element("td", place, "number"), element("td", row.name), element("td", row.total || "—", "number"), element("td", row.grade + row.grade_mark));
    const awards = element("td");
    for (const award of row.awards) {
      const given = award.status === "recommended";
      const open = award.status === "held" || award.status === "tied-on-line";
      awards.append(element("div", given ? award.title + (award.words.includes("(") ? " " + award.words : "") : award.title + ": " + award.words, given ? "recommended" : open ? "open" : ""));
    }
    made.append(awards, element("td", row.note));
    if (data.public) return made;
    made.addEventListener("click", () => explain(row));
    made.addEventListener("keydown", (event) => {
      if (event.key === "Enter") explain(row);
      const next = event.key === "ArrowDown" ? made.nextElementSibling : event.key === "ArrowUp" ? made.previousElementSibling : null;
      if (next) { next.focus(); event.preventDefault(); }
    });
    return made;
  };

  const bar = (rows, grades) => {
    const made = element("div", undefined, "bar");
    grades.forEach((grade, index) => {
      const found = rows.filter((row) => row.grade === grade).length;
      if (!found) return;
      const part = element("span", String(found));
      part.style.flex = String(found);
      part.style.background = colours[Math.min(index, colours.length - 1)];
      part.title = grade + ": " + found;
      made.append(part);
    });
    return made;
  };

  let [waiting, drawn] = [0, false];
  const show = () => {
    const run = data.runs[select.selectedIndex];
    const wanted = folded(search.value);
    const rows = run.rows.filter((row) => row.search.includes(wanted));
    count.textContent = rows.length + "/" + run.rows.length;
    const clusters = new Map();
    for (const row of rows) {
      if (!clusters.has(row.cluster)) clusters.set(row.cluster, []);
      clusters.get(row.cluster).push(row);
    }
    const parts = document.createDocumentFragment();
    for (const [cluster, members] of clusters) {
      parts.append(element("h2", (cluster || t("Tất cả", "All")) + " (" + members.length + ")"));
      if (run.grades.length) parts.append(bar(members, run.grades));
      const table = element("table");
      const head = element("tr");
      for (const title of [t("Hạng", "Place"), t("Đơn vị", "Entrant"), t("Tổng điểm", "Total"), t("Xếp loại", "Grade"), t("Khen thưởng", "Awards"), t("Ghi chú", "Note")]) head.append(element("th", title));
      const top = element("thead");
      top.append(head);
      const body = element("tbody");
      members.forEach((row) => body.append(line(row)));
      table.append(top, body);
      parts.append(table);
    }
    standings.replaceChildren(parts);
    // Plots wait until the search rests.
    clearTimeout(waiting);
    waiting = setTimeout(() => plots(run, rows, data.public ? null : explain), drawn ? 250 : 0);
    drawn = true;
  };

  document.querySelector("#plots summary").textContent = t("Biểu đồ", "Plots");
  search.hidden = data.public;
  byId("note").textContent = data.note;
  search.placeholder = t("Tìm theo tên, mã, cụm (không cần dấu)", "Search by name, id, cluster (accents not needed)");
  search.setAttribute("aria-label", search.placeholder);
  byId("close").textContent = t("Đóng", "Close");
  for (const run of data.runs) {
    const option = element("option", run.title);
    option.value = run.id;
    select.append(option);
  }
  select.addEventListener("change", () => { panel.hidden = true; show(); });
  search.addEventListener("input", show);
  byId("close").addEventListener("click", () => { panel.hidden = true; });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") panel.hidden = true;
    if (event.key === "/" && document.activeElement !== search) { search.focus(); event.preventDefault(); }
  });
  const [run, id] = decodeURIComponent(location.hash.slice(1)).split("/");
  if (data.runs.some((each) => each.id === run)) select.value = run;
  show();
  const asked = data.runs[select.selectedIndex] && data.runs[select.selectedIndex].rows.find((row) => row.id === id);
  if (asked && !data.public) explain(asked);
})();
