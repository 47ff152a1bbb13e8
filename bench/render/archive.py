"""Office files with the same bytes each time: they are zip archives, and those carry dates."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_DATE = (1980, 1, 1, 0, 0, 0)


def repack(data: bytes, replaced: Mapping[str, bytes | None]) -> bytes:
    """The archive with fixed dates, its members in the same order; ``replaced`` gives new contents, None drops a member."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new:
        for name in old.namelist():
            content = replaced.get(name, old.read(name))
            if content is None:
                continue
            info = zipfile.ZipInfo(name, _DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0  # else the bytes would tell Windows from the rest
            new.writestr(info, content)
    return out.getvalue()
