"""Opens the playground as the service gives it: served.py PLAYGROUND.html THIDUA-SERVICE [CHROMIUM]

The bytes are those of the file, and in headless Chromium the page comes up and asks for nothing else.
"""

import pathlib
import subprocess
import sys
import urllib.request

from playwright.sync_api import sync_playwright

page_file, service, *chromium = sys.argv[1:]
running = subprocess.Popen(
    [service, "--listen", "127.0.0.1:0", "--lang", "en", "--page", page_file], stderr=subprocess.PIPE, text=True
)
try:
    address = running.stderr.readline().split()[-1]
    with urllib.request.urlopen(f"{address}/", timeout=30) as answer:
        assert answer.headers["content-type"] == "text/html; charset=utf-8", answer.headers
        assert answer.read() == pathlib.Path(page_file).read_bytes(), "other bytes than the file"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium[0] if chromium else None, args=["--no-sandbox"])
        page = browser.new_page()
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address)
        page.wait_for_selector("body[data-seen='1']", timeout=60_000)
        assert [url for url in asked if not url.endswith("/favicon.ico")] == [f"{address}/"], asked
        browser.close()
finally:
    running.terminate()
    assert running.wait(timeout=60) == 0, running.returncode
print("playground: served, and it comes up")
