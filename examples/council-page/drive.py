"""Drives ket-qua.html with many entrants in headless Chromium: drive.py THIDUA FOLDER [CHROMIUM] [ENTRANTS]

A movement of 5,000 entrants is made from the starter folder in FOLDER. The search without accents finds whom it should, a
click shows the explanation with its cell, keys move and close, the print layout holds, and nothing is asked of any network.
"""

import pathlib
import subprocess
import sys
import time

from playwright.sync_api import sync_playwright

given = sys.argv[1:5]
thidua, folder, chromium, entrants = given + ["", "", "", "5000"][len(given):]
folder, entrants = pathlib.Path(folder), int(entrants)
places = ["Hồng Ngự", "Tân Hồng", "Thanh Bình", "Tam Nông", "Lấp Vò", "Lai Vung", "Sa Đéc", "Cao Lãnh", "Tháp Mười", "Châu Thành"]

subprocess.run([thidua, "new", str(folder)], check=True, stdout=subprocess.DEVNULL)
register, sheet = ["mã,tên,cụm"], [(folder / "data/phieu-cham.csv").read_text(encoding="utf-8").splitlines()[0]]
for at in range(entrants):
    register.append(f"x-{at},Xã {places[at % len(places)]} {at},Cụm {at % 40 + 1}")
    # As many different sheets as possible, and none of them by chance.
    done, received, answered = 120 + at * 7 % 81, 200, at * 3 % 11
    sheet.append(f'x-{at},{"có" if at % 3 else "không"},{done},{received},"{at % 10},5",{answered},10,{at % 5},{at % 2},{"có" if at % 97 == 0 else "không"}')
(folder / "data/danh-sach.csv").write_text("\n".join(register) + "\n", encoding="utf-8")
(folder / "data/phieu-cham.csv").write_text("\n".join(sheet) + "\n", encoding="utf-8")
began = time.monotonic()
subprocess.run([thidua, "report", str(folder), "--out", str(folder / "ho-so"), "--without-units"], check=True, stdout=subprocess.DEVNULL)
page_file = folder / "ho-so/ket-qua.html"
print(f"{entrants} entrants: the papers in {time.monotonic() - began:.1f} s, the page {page_file.stat().st_size / 1e6:.1f} MB")


def within(seconds, what, act):
    """What a person waits for must not take longer; the limit leaves room for a slow machine."""
    began = time.monotonic()
    found = act()
    took = time.monotonic() - began
    print(f"  {what}: {took * 1000:.0f} ms")
    assert took < seconds, f"{what} took {took:.1f} s"
    return found


with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=chromium or None, args=["--no-sandbox"])
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    faults, asked = [], []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))

    def open_page():
        page.goto(page_file.resolve().as_uri())
        page.wait_for_selector("tr.row")

    within(20, "open", open_page)
    assert page.inner_text("#count") == f"{entrants}/{entrants}", page.inner_text("#count")

    def searched(words, wanted):
        page.fill("#search", words)
        page.wait_for_function(f"document.getElementById('count').textContent === '{wanted}/{entrants}'")

    within(5, "search `hong ngu`", lambda: searched("hong ngu", entrants // 10))
    names = page.eval_on_selector_all("tr.row", "rows => rows.map(row => row.children[1].textContent)")
    assert len(names) == entrants // 10 and all("Hồng Ngự" in name for name in names), names[:3]
    within(5, "search one", lambda: searched(f"hong ngu {entrants - 10}", 1))

    def clicked():
        page.click("tr.row")
        page.wait_for_selector("#page:not([hidden])")

    within(5, "click", clicked)
    told = page.inner_text("#page pre")
    assert f"Hồng Ngự {entrants - 10}" in told and "data/phieu-cham.csv!" in told, told[:300]
    page.keyboard.press("Escape")
    assert page.is_hidden("#page")
    # The plots: everybody has a dot, and a click on one opens its page.
    searched("", entrants)

    def drawn(dots):
        page.wait_for_function(f"document.querySelectorAll('#plots figure:last-of-type circle').length === {dots}")

    within(10, "plots drawn", lambda: drawn(entrants))
    titles = page.eval_on_selector_all("#plots figcaption", "titles => titles.map(title => title.textContent)")
    assert titles == ["Phân bố xếp loại", "Điểm theo nhóm", "Khoảng cách đến mức xếp loại"], titles
    page.locator("#plots circle").last.dispatch_event("click")
    page.wait_for_selector("#page:not([hidden])")
    page.keyboard.press("Escape")
    outside = page.evaluate("""[...document.querySelectorAll('#plots svg')].filter(svg => { const room = svg.viewBox.baseVal;
        return [...svg.querySelectorAll('text, rect, circle')].some(mark => { const box = mark.getBBox(); return box.x < -1 || box.y < -1 || box.x + box.width > room.width + 1 || box.y + box.height > room.height + 1; }); }).length""")
    assert outside == 0, "nothing of a plot is cut"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    within(10, "search cleared", lambda: searched("", entrants))
    # Arrows move from line to line, Enter opens.
    page.focus("tr.row")
    first = page.evaluate("document.activeElement.dataset.id")
    page.keyboard.press("ArrowDown")
    second = page.evaluate("document.activeElement.dataset.id")
    assert first and second and first != second
    page.keyboard.press("Enter")
    assert second in page.inner_text("#page pre")
    page.keyboard.press("Escape")
    # On paper: no tools, no panel, every line, heads on every page.
    searched("cum 7", sum(1 for at in range(entrants) if at % 40 + 1 == 7))
    page.emulate_media(media="print")
    assert page.is_hidden("#tools") and page.is_hidden("#page")
    assert page.evaluate("getComputedStyle(document.querySelector('thead')).display") == "table-header-group"
    wide = page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert wide, "nothing stands beyond the edge of the paper"
    printed = page.pdf(format="A4", landscape=True)
    assert printed.startswith(b"%PDF") and len(printed) > 10_000
    assert not faults, faults
    assert asked == [page_file.resolve().as_uri()], f"nothing is asked of a network: {asked[:5]}"
    browser.close()
print("the page of the council: search, click, keys and print hold")
