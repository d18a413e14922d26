"""Build reviewmech: setuptools, once the front-end files are copied and the catalogues compiled.

There is no source distribution: a wheel is built from a clone.
"""

import shutil
from typing import Any

import catalogues
import front_end
from setuptools import build_meta

prepare_metadata_for_build_wheel = build_meta.prepare_metadata_for_build_wheel
prepare_metadata_for_build_editable = build_meta.prepare_metadata_for_build_editable


def get_requires_for_build_wheel(config_settings: Any = None) -> list[str]:
    return build_meta.get_requires_for_build_wheel(config_settings) + front_end.requires()


def get_requires_for_build_editable(config_settings: Any = None) -> list[str]:
    return build_meta.get_requires_for_build_editable(config_settings) + front_end.requires()


def build_wheel(*arguments: Any, **options: Any) -> str:
    # setuptools adds to an earlier build/: a file deleted since would still be shipped.
    shutil.rmtree("build", ignore_errors=True)
    front_end.copy()
    catalogues.compile()
    return build_meta.build_wheel(*arguments, **options)


def build_editable(*arguments: Any, **options: Any) -> str:
    front_end.copy()
    catalogues.compile()
    return build_meta.build_editable(*arguments, **options)
