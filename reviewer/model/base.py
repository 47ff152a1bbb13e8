"""What all records have in common."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class Record(BaseModel):
    """Base of all records: immutable, and closed against keys that nobody declared."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


Offset = Annotated[int, Field(ge=0, description="code point offset into Document.text")]
Share = Annotated[float, Field(ge=0, le=1)]
