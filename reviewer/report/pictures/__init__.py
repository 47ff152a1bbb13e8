"""Pictures of a review, each drawn once as SVG and used in every format that can show it.

They are readable in grey: a status has a shape of its own, more is darker, and numbers stand beside. Whatever a picture shows is said in
words beside it (``Picture.alt``) or in a table, for screen readers.
"""

from __future__ import annotations

from reviewer.report.pictures.coverage import coverage_by_standard, coverage_picture
from reviewer.report.pictures.heat_map import heat_maps
from reviewer.report.pictures.progress import Step, progress_picture

__all__ = ["Step", "coverage_by_standard", "coverage_picture", "heat_maps", "progress_picture"]
