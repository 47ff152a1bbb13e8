"""The rehearsal of an audit: a pack to prepare with, and a session that asks, grades readiness and keeps minutes."""

from __future__ import annotations

from reviewer.rehearsal.pack import pack
from reviewer.rehearsal.topics import Stage, Topic, stages

__all__ = ["Stage", "Topic", "pack", "stages"]
