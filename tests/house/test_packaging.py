"""What travels with the code: the packages, the folders beside them, the locks."""

import ast
import configparser
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from setuptools import Distribution, find_packages

from reviewmech import places

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ["migrations", "questionnaires", "static", "templates"]

setup = configparser.ConfigParser(interpolation=None)
setup.read(ROOT / "setup.cfg", encoding="utf-8")


def lines(section: str, option: str) -> list[str]:
    return [line for line in setup[section][option].splitlines() if line]


def pinned(lock: str) -> dict[str, str]:
    """The version of each package in a lock file for Python."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    found = re.findall(r"^([\w.-]+)(?:\[[\w,]+\])?==(\S+)", text, re.MULTILINE)
    return {canonicalize_name(name): version for name, version in found}


def front_end_files() -> dict[str, list[str]]:
    """The table FILES of the build backend, read without running it."""
    tree = ast.parse((ROOT / "build_backend" / "front_end.py").read_text(encoding="utf-8"))
    tables = [
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "FILES"
    ]
    return ast.literal_eval(tables[0])


def project_files() -> list[Path]:
    """Every file that is, or would be, committed."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    names = listed.stdout.decode().split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


@pytest.fixture
def wheel_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> set[str]:
    """What a wheel would hold, asked of setuptools without building one."""
    monkeypatch.chdir(ROOT)
    distribution = Distribution({"script_name": "setup.py"})
    distribution.parse_config_files()
    build = distribution.get_command_obj("build_py")
    build.build_lib = str(tmp_path)
    build.ensure_finalized()
    return {os.path.relpath(path, tmp_path) for path in build.get_outputs(include_bytecode=False)}


def test_every_package_is_named_in_setup_cfg() -> None:
    found = {"reviewmech"} | {f"reviewmech.{name}" for name in find_packages(ROOT / "reviewmech")}
    found |= {f"reviewmech.{folder}" for folder in FOLDERS}
    named = set(lines("options", "packages"))
    assert named == found, "Make `packages` in setup.cfg name exactly the folders of code."


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_beside_the_package_travels_whole(folder: str, wheel_files: set[str]) -> None:
    committed = [path for path in project_files() if path.is_relative_to(ROOT / folder)]
    expected = {f"reviewmech/{path.relative_to(ROOT)}" for path in committed}
    assert expected, f"{folder}/ is empty."
    assert expected <= wheel_files, "Add the folder to package_dir and package_data in setup.cfg."


def test_the_code_travels_whole_and_nothing_compiled_does(wheel_files: set[str]) -> None:
    code = [path for path in project_files() if path.is_relative_to(ROOT / "reviewmech")]
    assert {str(path.relative_to(ROOT)) for path in code} <= wheel_files
    assert not [name for name in wheel_files if name.endswith(".pyc")]


def test_every_catalogue_travels_compiled(wheel_files: set[str]) -> None:
    written = [path.relative_to(ROOT) for path in places.TRANSLATIONS.rglob("*.po")]
    assert written
    missing = {str(path.with_suffix(".mo")) for path in written} - wheel_files
    assert not missing, "Run `make translations`; reviewmech/translations is in package_data."


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_clone_finds_the_folder_beside_the_package(folder: str) -> None:
    assert getattr(places, folder.upper()) == ROOT / folder


@pytest.mark.parametrize("folder", FOLDERS)
def test_an_installation_finds_the_folder_inside_the_package(
    folder: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(places, "_PACKAGE", tmp_path)
    (tmp_path / folder).mkdir()
    assert places._folder(folder) == tmp_path / folder


def test_the_front_end_files_come_from_locked_packages(wheel_files: set[str]) -> None:
    manifest = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    locked = {name: lock[f"node_modules/{name}"]["version"] for name in manifest["dependencies"]}
    assert manifest["dependencies"] == locked, "Run `make lock`."
    assert set(front_end_files()) == set(locked), "FILES and package.json must name the same."
    for package, files in front_end_files().items():
        folder = f"reviewmech/static/vendor/{package.rpartition('/')[2]}"
        missing = {f"{folder}/{Path(file).name}" for file in files} - wheel_files
        assert not missing, "Run `make clean install`: static/vendor/ is not as build_backend says."


def test_every_vendored_file_that_a_template_or_style_names_is_there() -> None:
    named = {
        match
        for folder in (places.TEMPLATES, places.STATIC / "css", places.STATIC / "js")
        for path in folder.rglob("*.*")
        for match in re.findall(r"vendor/[\w./@-]+\.\w+", path.read_text(encoding="utf-8"))
    }
    assert named, "No template takes anything from static/vendor/."
    assert not [name for name in sorted(named) if not (places.STATIC / name).is_file()]


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-node.lock"])
def test_a_python_lock_pins_with_hashes_and_names_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    stanzas = re.split(r"^(?=[\w])", text, flags=re.MULTILINE)[1:]
    assert stanzas
    assert not [stanza for stanza in stanzas if not re.match(r"\S+==.*--hash=", stanza, re.S)]
    assert not re.search(r"://|--(extra-)?index|--find-links| @ ", text)


def test_the_npm_lock_names_no_address_to_fetch_from() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    fetched = [entry for name, entry in lock.items() if name]
    assert fetched
    assert all(entry["integrity"].startswith("sha512-") for entry in fetched)
    assert not any("resolved" in entry for entry in fetched), "See .npmrc; then run `make lock`."


def test_the_python_lock_answers_to_setup_cfg() -> None:
    wanted = lines("options", "install_requires")
    for extra in setup["options.extras_require"]:
        wanted += lines("options.extras_require", extra)
    versions = pinned("requirements.lock") | {"reviewmech": setup["metadata"]["version"]}
    needs = [Requirement(text) for text in wanted]
    stale = [
        need.name
        for need in needs
        if not need.specifier.contains(versions.get(canonicalize_name(need.name), "0"))
    ]
    assert not stale, "Run `make lock`."


def imported(path: Path) -> Iterator[str]:
    """The top-level names that a module imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


def test_every_library_in_use_is_forbidden_to_the_rules() -> None:
    used = {name for path in (ROOT / "reviewmech").rglob("*.py") for name in imported(path)}
    libraries = used - sys.stdlib_module_names - {"reviewmech"}
    forbidden = set(lines("importlinter:contract:rules", "forbidden_modules"))
    assert libraries <= forbidden, "Add the library to the contract of the rules in setup.cfg."


def test_no_file_names_a_package_registry_or_a_place_on_one_machine() -> None:
    registry = re.compile(rb"\b(registry|files|deb)\.\w+\.(org|com|net)\b|\bpypi\.\w+\b")
    place = re.compile(rb"(?<![\w./-])/(home|root|work|Users)/\w")
    guilty = [
        str(path.relative_to(ROOT))
        for path in project_files()
        if registry.search(text := path.read_bytes()) or place.search(text)
    ]
    assert not guilty
