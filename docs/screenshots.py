"""Make the pictures of README and docs from the running explorer: `make screenshots`.

Reads `seeds/` into a store of its own, serves it, and photographs the page in Debian's Chromium
at desktop and phone size, light and dark.
"""

import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
PORT = 8765
ADDRESS = f"http://127.0.0.1:{PORT}/"
SHOTS = (
    ("explorer-desktop", (1360, 820), "light", ""),
    ("explorer-desktop-dark", (1360, 820), "dark", ""),
    ("explorer-phone", (390, 844), "light", ""),
    ("explorer-phone-dark", (390, 844), "dark", ""),
    ("explorer-filtered", (1360, 820), "light", "?actor=PRK&datetime=2024-10-01/2024-10-31"),
)
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def dateline(*words: str) -> list[str]:
    """Return the command line of this environment's `dateline`."""
    return [sys.executable, "-m", "api.cli", *words]


def wait_for_answer(url: str, patience_s: float = 60) -> None:
    """Wait until the service answers."""
    deadline = time.monotonic() + patience_s
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - our own loopback address
                return
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def photograph(browser: Browser) -> None:
    """Take every picture."""
    for name, (width, height), scheme, query in SHOTS:
        page = browser.new_page(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
        )
        page.goto(ADDRESS + query)
        page.wait_for_selector("[data-ready]", state="attached", timeout=30_000)
        page.wait_for_timeout(600)
        page.screenshot(path=str(IMAGES / f"{name}.png"))
        page.close()
        print(f"docs/images/{name}.png")  # noqa: T201 - a script says what it made


def main() -> None:
    """Read, serve, photograph."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        store = str(Path(folder) / "seeds.gpkg")
        subprocess.run(
            dateline("read", str(ROOT / "seeds"), "--store", store, "--quiet"), check=True
        )
        server = subprocess.Popen(dateline("serve", "--store", store, "--port", str(PORT)))
        try:
            wait_for_answer(ADDRESS + "healthz")
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=shutil.which("chromium"), args=CHROMIUM_FLAGS
                )
                photograph(browser)
        finally:
            server.terminate()
            server.wait(15)


if __name__ == "__main__":
    main()
