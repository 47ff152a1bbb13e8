"""What a review found, kept with what was read: the same documents, judged by the same data, give the same review."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from reviewer import __version__, language_model
from reviewer.cache import Cache
from reviewer.intake import Intake
from reviewer.model import Profile, Review


class Kept:
    """The place of one review in the cache, by all that it depends on.

    ``asked``: the options that can change it. ``data``: hash of rubric and clause library.
    """

    def __init__(
        self, cache: Cache, intake: Intake, profile: Profile, overrides: Mapping[str, Mapping[str, str]], asked: str, data: str
    ) -> None:
        files = [file.model_dump(mode="json") for file in intake.files]
        given = {"profile": profile.model_dump(mode="json"), "overrides": {key: dict(value) for key, value in overrides.items()}}
        known = [__version__, language_model.data_files(), data, asked, files, given]
        self._cache = cache
        self._key = "review " + hashlib.sha256(json.dumps(known, sort_keys=True).encode()).hexdigest()

    def recall(self) -> Review | None:
        """The review, if it was kept."""
        kept = self._cache.get(self._key)
        try:
            return None if kept is None else Review.model_validate_json(kept)
        except ValueError:  # of another state of the program that called itself the same version
            return None

    def keep(self, review: Review) -> None:
        """Keep it for another time, without anything of the run."""
        self._cache.put(self._key, review.model_dump_json().encode("utf-8"))
