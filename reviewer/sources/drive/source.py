"""Google Drive as a source of files: what lies in some folders, and the content of each, one after the other."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self

from reviewer.errors import UnreadableDocument
from reviewer.model import SourceFile
from reviewer.sources.drive import address, kinds
from reviewer.sources.drive.client import Client
from reviewer.sources.drive.credentials import SignIn, sign_in
from reviewer.sources.drive.faults import DriveFault, Kind
from reviewer.sources.drive.gate import Gate
from reviewer.sources.drive.places import Entry, source_file
from reviewer.sources.drive.read import FileReader
from reviewer.sources.drive.session import Session
from reviewer.sources.drive.settings import Settings, endpoint
from reviewer.sources.drive.walk import Walk
from reviewer.sources.interface import Fetched, Listing


class DriveSource:
    """A conversation with Google Drive, for one review. Close it, or use it in a ``with``.

    ``who`` brings a sign-in of the caller's own, such as that of a web page whose user picked the files.
    """

    def __init__(self, settings: Settings, who: SignIn | None = None) -> None:
        place = endpoint(settings.endpoint)
        self.signed_in = who or sign_in(settings, place)
        self._settings = settings
        self._session = Session(settings, place, Gate(place, self.signed_in.token_uri), self.signed_in.credentials)
        self.client = Client(self._session)
        self._reader = FileReader(self.client, self._session, flagged_too=settings.acknowledge_abuse)
        self._pool = ThreadPoolExecutor(max_workers=settings.concurrency, thread_name_prefix="drive")
        self._walk: Walk | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End what is going on, and wait until it has ended."""
        self._session.stop()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._session.close()

    def list_files(self, sources: Sequence[str], tell: Callable[[int], None] = lambda _: None) -> Listing:
        """All files of some folders. Raises ReviewerError where one cannot be seen or holds nothing."""
        return self._walked(sources, tell).listing()

    def entries(self, source: str, tell: Callable[[int], None] = lambda _: None) -> tuple[Entry, ...]:
        """What one folder holds, for people. Raises ReviewerError where it cannot be seen or holds nothing."""
        return self._walked([source], tell).entries()

    def _walked(self, sources: Sequence[str], tell: Callable[[int], None]) -> Walk:
        addresses = [address.parse(source) for source in sources]
        self._walk = Walk(self.client, self._pool, self._most, follow=self._settings.follow_shortcuts, tell=tell)
        for root in addresses:
            self._walk.add_root(root, self.signed_in.who)
        return self._walk

    def fetch(self, files: Sequence[SourceFile], limit: int) -> Iterator[Fetched]:
        """The content of listed files in their order, a few fetched ahead. No more than those few are ever held."""
        waiting: deque[Future[Fetched]] = deque()
        for file in files:
            waiting.append(self._pool.submit(self._fetch, file, min(limit, self._most)))
            if len(waiting) >= self._settings.concurrency:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    @property
    def _most(self) -> int:
        return self._settings.max_file_mb * 1024 * 1024

    def _fetch(self, file: SourceFile, limit: int) -> Fetched:
        assert self._walk is not None
        item = self._walk.item(file.id)
        try:
            content = self._reader.read(item, limit)
        except DriveFault as fault:
            if fault.kind is Kind.too_large:
                return Fetched(file, kinds.read_as(item), None, UnreadableDocument("too_large", kinds.too_large(limit)))
            return Fetched(file, kinds.read_as(item), None, fault.of_document())
        if content.item is not item or content.edited or content.flagged:
            places = self._walk.places(file.id)
            file = source_file(content.item, places, edited=content.edited, flagged=content.flagged)
        return Fetched(file, kinds.read_as(content.item), content.data, None)
