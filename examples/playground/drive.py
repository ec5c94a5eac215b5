"""Drives the playground in headless Chromium: drive.py PLAYGROUND.html THIDUA [CHROMIUM]

Every file of fixtures/lints must show the codes and lines of `thidua check`; a slip that is mended clears; a test goes green.
"""

import json
import pathlib
import re
import subprocess
import sys

from playwright.sync_api import sync_playwright

page_file, thidua, *chromium = sys.argv[1:]
root = pathlib.Path(__file__).resolve().parents[2]
files = sorted((root / "fixtures/lints").glob("*.yaml"))


def by_command_line(file):
    """Codes and lines, as the command line tells them."""
    told = subprocess.run([thidua, "check", "--format", "json", str(file)], capture_output=True, text=True, check=False)
    spots = [(one["code"], one["place"]["spot"]) for one in json.loads(told.stdout)["diagnostics"]]
    return sorted((code, spot["text"]["line"] if isinstance(spot, dict) else 0) for code, spot in spots)


with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=chromium[0] if chromium else None, args=["--no-sandbox"])
    page = browser.new_page()
    faults, asked = [], []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(pathlib.Path(page_file).resolve().as_uri())
    page.wait_for_selector("body[data-seen='1']", timeout=60_000)
    seen = 1

    def fill(name, text):
        global seen
        page.fill(name, text)
        seen += 1
        page.wait_for_selector(f"body[data-seen='{seen}']", timeout=60_000)

    def found():
        return sorted(
            (code, int(line))
            for code, line in page.eval_on_selector_all("#findings li[data-code]", "all => all.map(one => [one.dataset.code, one.dataset.line])")
        )

    start = page.input_value("#rules")
    told = page.inner_text("#tests-told")
    assert re.match(r"\d+ đạt, 0 không đạt; phủ \d+/\d+ nhánh", told), told
    assert page.locator("#entrant option").count() == 5 and "Cải cách hành chính" in page.inner_text("#explanation")
    # A slip, and its mending.
    fill("#rules", start.replace("points_max: 20, yes_no", "points_max: 25, yes_no"))
    assert found() and page.locator("#rules-gutter .error, #rules-gutter .warning").count() > 0, found()
    fill("#rules", start)
    assert not [code for code, _ in found() if code == "TD0224"] and page.locator("#rules-gutter .error").count() == 0
    # A test that fails, and goes green.
    tests = page.input_value("#tests")
    fill("#tests", tests.replace("total: 91", "total: 90"))
    assert page.locator("#results li[data-status=failed]").count() == tests.count("total: 91"), page.inner_text("#results")
    fill("#tests", tests)
    assert page.locator("#results li[data-status=failed]").count() == 0
    # Nothing that is typed becomes HTML.
    fill("#rules", start.replace("title: Bộ tiêu chí mẫu", 'title: "<img src=x onerror=document.title=1>"\nla: <b>'))
    assert page.locator("#findings img, #findings b b").count() == 0
    fill("#tests", "")
    wrong = []
    for file in files:
        fill("#rules", file.read_text(encoding="utf-8"))
        here, there = found(), by_command_line(file)
        if here != there:
            wrong.append(f"{file.name}: {here} here, {there} on the command line")
    fill("#rules", start)
    # A rule set as large as people write them, at each key stroke.
    large = (root / "fixtures/dan-van-kheo-2014/rules/xa.yaml").read_text(encoding="utf-8")
    fill("#rules", large)
    millis = page.evaluate("() => { const at = performance.now(); shownDesk(); return Math.round(performance.now() - at); }")
    browser.close()
beyond = [url for url in asked if not url.startswith(("file:", "data:", "blob:"))]
assert not wrong, "\n".join(wrong)
assert not faults and not beyond, (faults, beyond)
print(f"playground: {len(files)} files of fixtures/lints show the codes and lines of the command line; a large rule set in {millis} ms")
