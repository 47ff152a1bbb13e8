"""What a task in a worker may use, and what this platform can hold it to."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

MEMORY_IS_BOUNDED = sys.platform.startswith("linux")
"""Windows knows no such limit for a process by itself; macOS takes one and does not keep to it."""


class Allowance(NamedTuple):
    """What one task may use.

    ``processor_seconds`` count what it computes, so that a busy machine changes no result; they are kept on Linux and macOS.
    ``seconds`` by the clock hold everywhere and end what waits for ever.
    """

    processor_seconds: float
    seconds: float


def bound_memory(size: int) -> None:
    """Bound the address space of this process, in bytes, and have it leave no image of its memory on the disk if it crashes."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if MEMORY_IS_BOUNDED and size:
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (size if most == resource.RLIM_INFINITY else min(size, most), most))


def bound_processor(seconds: float) -> None:
    """Let this process compute for so long from now on; after that the system ends it (SIGXCPU)."""
    if sys.platform == "win32":
        return
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    wanted = int(time.process_time() + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most))


@contextlib.contextmanager
def unbounded() -> Iterator[None]:
    """Another program that is started within is not held to the bounds of this process, which are made to its own measure."""
    if sys.platform == "win32":
        yield
        return
    import resource

    before = {kind: resource.getrlimit(kind) for kind in (resource.RLIMIT_AS, resource.RLIMIT_CPU)}
    try:
        for kind, (_, most) in before.items():
            resource.setrlimit(kind, (most, most))
        yield
    finally:
        for kind, bound in before.items():
            resource.setrlimit(kind, bound)


def peak_memory() -> int:
    """The most memory that this process has held, in bytes; 0 where the platform does not say."""
    if sys.platform == "win32":
        return 0
    with contextlib.suppress(OSError, ValueError):
        # Linux counts into ru_maxrss what the process that started this one held.
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
