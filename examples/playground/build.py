"""Makes the one file of the playground: build.py THIDUA_CAPI.wasm OUT.html

    cargo build --release -p thidua-capi --features author --target wasm32-unknown-unknown
    python3 examples/playground/build.py target/wasm32-unknown-unknown/release/thidua_capi.wasm target/playground.html
"""

import base64
import gzip
import json
import pathlib
import sys

here = pathlib.Path(__file__).parent
templates = here / "../../crates/thidua-cli/templates"
engine, out = sys.argv[1:]


def text(name):
    return (templates / name).read_text(encoding="utf-8")


start = {
    "rules": text("rules/bo-tieu-chi.yaml"),
    "tests": text("rules/bo-tieu-chi.test.yaml"),
    "values": text("data/phieu-cham.csv"),
    "register": text("data/danh-sach.csv"),
    "from": "2026-01-01",
    "until": "2026-12-31",
}
packed = base64.b64encode(gzip.compress(pathlib.Path(engine).read_bytes(), 9, mtime=0)).decode()
page = (here / "playground.html").read_text(encoding="utf-8")
# A `<` in a text must not end the script that it stands in.
page = page.replace("@START@", json.dumps(start, ensure_ascii=False).replace("<", "\\u003c")).replace("@ENGINE@", packed)
pathlib.Path(out).write_text(page, encoding="utf-8")
print(f"{out}: {len(page.encode()) // 1024} KiB")
