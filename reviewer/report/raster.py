"""Pictures as PNG, for programs that cannot draw SVG."""

from __future__ import annotations

import json

import typst

PIXELS_PER_INCH = 192.0
_PAGE = """
#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(json(bytes(sys.inputs.picture))), format: sys.inputs.kind, width: {width}pt)
"""


def png(content: bytes, kind: str = "svg", width: float = 480) -> bytes:
    """A picture (svg, png or jpg) drawn so many points wide. Raises ValueError where it is damaged."""
    try:
        drawn = typst.compile(
            _PAGE.replace("{width}", repr(float(width))).encode(),
            format="png",
            ppi=PIXELS_PER_INCH,
            sys_inputs={"picture": json.dumps(list(content)), "kind": kind},
            ignore_system_fonts=True,
        )
    except typst.TypstError as error:
        raise ValueError(str(error)) from None
    return drawn
