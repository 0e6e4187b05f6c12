"""A query that answers what it is told to, and a client that speaks ASGI byte by byte."""

import asyncio
import base64
import logging
import os
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

import anyio
import msgspec
from starlette.types import ASGIApp, Message, Scope

from playhead.api import ApiSettings, Rooms, create_api
from playhead.api.admission import Admission
from playhead.api.attempts import AttemptLimits, Attempts
from playhead.api.door import Door, Lasting
from playhead.api.identity import Gate
from playhead.api.limit_class import LimitClass
from playhead.catalog.metric import TimeBasis, Unit
from playhead.control import Control
from playhead.control.annotations import Annotation, AnnotationList, Annotations, Changes
from playhead.control.error_notes import ErrorNotes
from playhead.model.audit import SYSTEM_ACTOR, Actor
from playhead.model.inspection import Inspected
from playhead.model.saved import ErrorNote
from playhead.query.answer import (
    BreakdownAnswer,
    ComparisonGroup,
    ComparisonTotals,
    CourseAnswer,
    DimensionValuesAnswer,
    ErrorsAnswer,
    InsightsAnswer,
    MetricsComparisonAnswer,
    OverallAnswer,
    TimeseriesAnswer,
    ViewAnswer,
    ViewsAnswer,
)
from playhead.query.answer_content import HeatmapAnswer, HotspotsAnswer
from playhead.query.answer_contrast import ContrastAnswer
from playhead.query.answer_live import (
    HISTOGRAM_BOUNDS_MS,
    AudienceAnswer,
    LiveBreakdownAnswer,
    LiveBreakdownSeriesAnswer,
    LiveHistogramAnswer,
    LiveSeriesAnswer,
    LiveTableAnswer,
)
from playhead.query.answer_subview import (
    SubviewBreakdownAnswer,
    SubviewComparisonAnswer,
    SubviewTimeseriesAnswer,
)
from playhead.query.answer_table import HistogramAnswer, TableAnswer
from playhead.query.question import (
    Breakdown,
    DimensionValues,
    ErrorsList,
    Insights,
    ListViews,
    MetricsComparison,
    OneView,
    Overall,
    Timeseries,
    TraceElements,
)
from playhead.query.question_content import Heatmap, Hotspots
from playhead.query.question_contrast import Contrast
from playhead.query.question_course import Course, MetricGroups
from playhead.query.question_live import (
    LiveAudience,
    LiveBreakdown,
    LiveBreakdownSeries,
    LiveHistogram,
    LiveSeries,
    LiveTable,
)
from playhead.query.question_subview import (
    SubviewBreakdown,
    SubviewComparison,
    SubviewOverall,
    SubviewTimeseries,
    SubviewValues,
)
from playhead.query.question_table import Histogram, Table
from playhead.query.run import Query
from playhead.throttle.interface import Limit, Limiter
from playhead.throttle.memory import MemoryLimiter
from tests.unit.api import made

LOGGER = logging.getLogger("tests.api")


class ToldQuery(Query):
    """Answers what `answers` says, keeps the questions, raises `failure` if there is one."""

    def __init__(self) -> None:
        self.questions: list[Any] = []
        self.answers: dict[type, Any] = {
            Overall: OverallAnswer(Unit.NUMBER, TimeBasis.END, None, 0, 0, 0),
            Timeseries: TimeseriesAnswer(Unit.NUMBER, TimeBasis.END, ()),
            Breakdown: BreakdownAnswer(Unit.NUMBER, TimeBasis.END, (), 0),
            ListViews: ViewsAnswer((), 0),
            OneView: None,
            DimensionValues: DimensionValuesAnswer((), 0),
            TraceElements: DimensionValuesAnswer((), 0),
            ErrorsList: ErrorsAnswer((), 0),
            MetricsComparison: MetricsComparisonAnswer(ComparisonTotals(0, 0, 0, 0, 0, 0), ()),
            Heatmap: HeatmapAnswer(0, None, (), ()),
            Hotspots: HotspotsAnswer(0, ()),
            Contrast: ContrastAnswer((), 0),
            Table: TableAnswer((), (), 0),
            Histogram: HistogramAnswer(Unit.NUMBER, TimeBasis.END, (), 0, None, None),
            SubviewOverall: 0,
            SubviewBreakdown: SubviewBreakdownAnswer((), 0),
            SubviewComparison: SubviewComparisonAnswer(()),
            SubviewTimeseries: SubviewTimeseriesAnswer(()),
            SubviewValues: SubviewBreakdownAnswer((), 0),
            Insights: InsightsAnswer(Unit.NUMBER, TimeBasis.END, (), None, 0, 0),
            LiveSeries: LiveSeriesAnswer(Unit.NUMBER, ()),
            LiveBreakdown: LiveBreakdownAnswer(Unit.NUMBER, None, (), 0),
            LiveBreakdownSeries: LiveBreakdownSeriesAnswer(Unit.NUMBER, ()),
            LiveHistogram: LiveHistogramAnswer(Unit.MILLISECONDS, HISTOGRAM_BOUNDS_MS, ()),
            LiveTable: LiveTableAnswer(None, (), (), 0),
            LiveAudience: AudienceAnswer(None, 0, 0),
        }
        self.failure: Exception | None = None
        self.before: Callable[[], None] = lambda: None
        self.tick_ms: int | None = None

    def _say(self, question: Any) -> Any:
        self.before()
        self.questions.append(question)
        if self.failure is not None:
            raise self.failure
        return self.answers[type(question)]

    def overall(self, question: Overall) -> OverallAnswer:
        answer: OverallAnswer = self._say(question)
        return answer

    def timeseries(self, question: Timeseries) -> TimeseriesAnswer:
        answer: TimeseriesAnswer = self._say(question)
        return answer

    def breakdown(self, question: Breakdown) -> BreakdownAnswer:
        answer: BreakdownAnswer = self._say(question)
        return answer

    def list_views(self, question: ListViews) -> ViewsAnswer:
        answer: ViewsAnswer = self._say(question)
        return answer

    def dimension_values(self, question: DimensionValues) -> DimensionValuesAnswer:
        answer: DimensionValuesAnswer = self._say(question)
        return answer

    def trace_elements(self, question: TraceElements) -> DimensionValuesAnswer:
        answer: DimensionValuesAnswer = self._say(question)
        return answer

    def errors(self, question: ErrorsList) -> ErrorsAnswer:
        answer: ErrorsAnswer = self._say(question)
        return answer

    def insights(self, question: Insights) -> InsightsAnswer:
        answer: InsightsAnswer = self._say(question)
        return answer

    def comparison(self, question: MetricsComparison) -> MetricsComparisonAnswer:
        answer: MetricsComparisonAnswer = self._say(question)
        return answer

    def course(self, question: Course) -> CourseAnswer:
        answer: CourseAnswer = self._say(question)
        return answer

    def metric_groups(self, question: MetricGroups) -> tuple[ComparisonGroup, ...]:
        answer: tuple[ComparisonGroup, ...] = self._say(question)
        return answer

    def contrast(self, question: Contrast) -> ContrastAnswer:
        answer: ContrastAnswer = self._say(question)
        return answer

    def table(self, question: Table) -> TableAnswer:
        answer: TableAnswer = self._say(question)
        return answer

    def histogram(self, question: Histogram) -> HistogramAnswer:
        answer: HistogramAnswer = self._say(question)
        return answer

    def heatmap(self, question: Heatmap) -> HeatmapAnswer:
        answer: HeatmapAnswer = self._say(question)
        return answer

    def hotspots(self, question: Hotspots) -> HotspotsAnswer:
        answer: HotspotsAnswer = self._say(question)
        return answer

    def subview_overall(self, question: SubviewOverall) -> int:
        answer: int = self._say(question)
        return answer

    def subview_breakdown(self, question: SubviewBreakdown) -> SubviewBreakdownAnswer:
        answer: SubviewBreakdownAnswer = self._say(question)
        return answer

    def subview_comparison(self, question: SubviewComparison) -> SubviewComparisonAnswer:
        answer: SubviewComparisonAnswer = self._say(question)
        return answer

    def subview_timeseries(self, question: SubviewTimeseries) -> SubviewTimeseriesAnswer:
        answer: SubviewTimeseriesAnswer = self._say(question)
        return answer

    def subview_values(self, question: SubviewValues) -> SubviewBreakdownAnswer:
        answer: SubviewBreakdownAnswer = self._say(question)
        return answer

    def one_view(self, question: OneView) -> ViewAnswer | None:
        answer: ViewAnswer | None = self._say(question)
        return answer

    def live_series(self, question: LiveSeries) -> LiveSeriesAnswer:
        answer: LiveSeriesAnswer = self._say(question)
        return answer

    def live_breakdown(self, question: LiveBreakdown) -> LiveBreakdownAnswer:
        answer: LiveBreakdownAnswer = self._say(question)
        return answer

    def live_breakdown_series(self, question: LiveBreakdownSeries) -> LiveBreakdownSeriesAnswer:
        answer: LiveBreakdownSeriesAnswer = self._say(question)
        return answer

    def live_histogram(self, question: LiveHistogram) -> LiveHistogramAnswer:
        answer: LiveHistogramAnswer = self._say(question)
        return answer

    def live_table(self, question: LiveTable) -> LiveTableAnswer:
        answer: LiveTableAnswer = self._say(question)
        return answer

    def audience(self, question: LiveAudience) -> AudienceAnswer:
        answer: AudienceAnswer = self._say(question)
        return answer

    def newest_tick(self) -> int | None:
        return self.tick_ms


class HeldAnnotations(Annotations):
    """Keeps them in memory, all of one environment's, with ids that count up."""

    def __init__(self) -> None:
        self.held: dict[str, Annotation] = {}
        self.failure: Exception | None = None
        self.listings: list[Any] = []
        self.actors: list[Actor] = []

    def create(
        self,
        environment_id: str,
        note: str,
        date_s: int,
        sub_property_id: str | None = None,
        *,
        by: Actor = SYSTEM_ACTOR,
    ) -> Annotation:
        self.actors.append(by)
        if self.failure is not None:
            raise self.failure
        id_ = f"00000000-0000-4000-8000-{len(self.held):012}"
        self.held[id_] = Annotation(id_, environment_id, note, date_s, sub_property_id)
        return self.held[id_]

    def find(self, environment_id: str, annotation_id: str) -> Annotation | None:
        found = self.held.get(annotation_id)
        return found if found is not None and found.environment_id == environment_id else None

    def listed(
        self,
        environment_id: str,
        from_s: int,
        to_s: int,
        *,
        oldest_first: bool = False,
        limit: int = 100,
        offset: int = 0,
    ) -> AnnotationList:
        self.listings.append((environment_id, from_s, to_s, oldest_first, limit, offset))
        return AnnotationList(tuple(self.held.values()), len(self.held))

    def change(
        self,
        environment_id: str,
        annotation_id: str,
        changes: Changes,
        *,
        by: Actor = SYSTEM_ACTOR,
    ) -> Annotation | None:
        self.actors.append(by)
        found = self.find(environment_id, annotation_id)
        if found is None:
            return None
        given = {name: getattr(changes, name) for name in changes.__struct_fields__}
        kept = {name: value for name, value in given.items() if value is not msgspec.UNSET}
        self.held[annotation_id] = msgspec.structs.replace(found, **kept)
        return self.held[annotation_id]

    def delete(self, environment_id: str, annotation_id: str, *, by: Actor = SYSTEM_ACTOR) -> bool:
        self.actors.append(by)
        found = self.find(environment_id, annotation_id)
        return found is not None and self.held.pop(annotation_id) is found


def unlimited() -> Admission:
    """Limits that no test comes near to; the clock stands, so that what is told can be compared."""
    limiter = MemoryLimiter(lambda: 0)
    wide = Limit.per_second(1_000, 1_000_000)
    return Admission(limiter, limiter, dict.fromkeys(LimitClass, wide), wide)


class HeldErrorNotes(ErrorNotes):
    """Keeps them in memory, by environment and error."""

    def __init__(self) -> None:
        self.held: dict[tuple[str, int], ErrorNote] = {}

    def about(self, environment_id: str, error_ids: Collection[int]) -> Mapping[int, ErrorNote]:
        wanted = {each: self.held.get((environment_id, each)) for each in error_ids}
        return {each: note for each, note in wanted.items() if note is not None}


class HeldControl(Control):
    """Has annotations and nothing else."""

    def __init__(self, annotations: Annotations) -> None:
        self.annotations = annotations
        self.error_notes = HeldErrorNotes()


def door(limiter: Limiter | None = None, limits: AttemptLimits | None = None) -> Door:
    """The door, with keys that are no secret."""
    return Door(
        gate=Gate(b"csrf" * 8, None),
        device_key=b"device" * 6,
        attempts=Attempts(
            limiter or MemoryLimiter(lambda: 0), b"attempts" * 4, limits or AttemptLimits()
        ),
        random_bytes=os.urandom,
        lasting=Lasting(),
        version="0",
    )


async def _nothing_new() -> None:
    """The snapshot stands."""


def api(
    query: Query,
    settings: ApiSettings | None = None,
    annotations: Annotations | None = None,
    admission: Admission | None = None,
    note_use: Callable[[str, int], None] = lambda _token_id, _at_ms: None,
) -> ASGIApp:
    """The application at a standing clock, with counted request ids."""
    numbers = iter(range(1, 1_000_000))
    return create_api(
        Rooms(
            query=query,
            control=HeldControl(annotations or HeldAnnotations()),
            snapshot=made.snapshot,
            refresh=_nothing_new,
            door=door(),
            admission=admission or unlimited(),
            note_use=note_use,
            inspect=lambda _environment_id, _after: Inspected((), (), 0, 0),
        ),
        clock=lambda: made.NOW_MS,
        new_request_id=lambda: f"request-{next(numbers)}",
        logger=LOGGER,
        settings=settings,
    )


class Heard(msgspec.Struct):
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes
    cookies: list[str] = []

    @property
    def json(self) -> Any:
        return msgspec.json.decode(self.body)

    @property
    def error(self) -> tuple[str, list[str]]:
        """Type and messages, from an envelope that holds nothing else."""
        assert set(self.json) == {"error"}, self.json
        assert set(self.json["error"]) == {"type", "messages"}
        return self.json["error"]["type"], self.json["error"]["messages"]


def basic(token_id: str, secret: str) -> str:
    """An `Authorization` header."""
    return "Basic " + base64.b64encode(f"{token_id}:{secret}".encode()).decode()


WRITING = basic(made.WRITER.id, made.SECRETS[made.WRITER.id])
READING = basic(made.READER.id, made.SECRETS[made.READER.id])


async def hear(
    app: ASGIApp,
    target: str,
    method: str = "GET",
    body: bytes | Sequence[bytes] = b"",
    *,
    scheme: str = "https",
    client: str = "192.0.2.7",
    **headers: str | None,
) -> Heard:
    """Send one request; `target` is path and query as they stand in the request line."""
    path, _, query = target.partition("?")
    given = {"authorization": READING, **headers}
    scope: Scope = {
        "type": "http",
        "scheme": scheme,
        "client": (client, 50_000),
        "method": method,
        "path": unquote(path),
        "raw_path": path.encode("latin-1"),
        "query_string": query.encode(),
        "headers": [
            (name.replace("_", "-").encode(), value.encode())
            for name, value in given.items()
            if value is not None
        ],
    }
    sent: list[Message] = []

    parts = [body] if isinstance(body, bytes) else list(body)

    async def receive() -> Message:
        if not parts:
            await anyio.sleep_forever()  # the client stays until it has its answer
        part = parts.pop(0)
        return {"type": "http.request", "body": part, "more_body": bool(parts)}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    start, *rest = sent
    return Heard(
        status=start["status"],
        headers={name.decode(): value.decode() for name, value in start["headers"]},
        body=b"".join(message.get("body", b"") for message in rest),
        cookies=[value.decode() for name, value in start["headers"] if name == b"set-cookie"],
    )


def ask(
    app: ASGIApp,
    target: str,
    method: str = "GET",
    body: bytes | Sequence[bytes] = b"",
    **wishes: Any,
) -> Heard:
    """Send one request from outside any event loop."""
    return asyncio.run(hear(app, target, method, body, **wishes))
