"""The web applications: the webhook's, and the one for whoever watches over the service."""

import asyncio
import logging
from typing import Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from telcofacts.answering.answerer import Answerer
from telcofacts.service.health import Health
from telcofacts.service.journal import Journal
from telcofacts.service.metrics import CONTENT_TYPE, Metrics
from telcofacts.service.webhook import Webhook
from telcofacts.storage import Figures

_COUNT_SECONDS: Final = 2.0
"""Seconds that /metrics waits for the journal: a scrape must say something also while the database is away."""
_LOG = logging.getLogger(__name__)


class Watchpoint:
    """`/healthz`, `/readyz` and `/metrics`."""

    def __init__(self, answerer: Answerer, health: Health, metrics: Metrics, journal: Journal) -> None:
        self._answerer = answerer
        self._health = health
        self._metrics = metrics
        self._journal = journal

    def routes(self) -> list[Route]:
        """Return the three routes."""
        return [
            Route("/healthz", self._healthz, methods=["GET"]),
            Route("/readyz", self._readyz, methods=["GET"]),
            Route("/metrics", self._render, methods=["GET"]),
        ]

    async def _healthz(self, _: Request) -> Response:
        """Say that the event loop runs; nothing more, since a restart helps nothing else."""
        return JSONResponse({"alive": True})

    async def _readyz(self, _: Request) -> Response:
        readiness = self._health.readiness()
        return JSONResponse(readiness.to_json(), status_code=200 if readiness.ready else 503)

    async def _render(self, _: Request) -> Response:
        text = self._metrics.render(self._answerer.base, self._health.readiness(), await self._figures())
        return Response(text, headers={"Content-Type": CONTENT_TYPE})

    async def _figures(self) -> Figures | None:
        try:
            return await asyncio.wait_for(self._journal.figures(), _COUNT_SECONDS)
        except Exception as error:  # noqa: BLE001 - the journal's database decides what it raises
            _LOG.warning("일지의 수를 세지 못했습니다: %s", type(error).__name__)
            return None


def web_application(routes: list[Route], webhook: Webhook | None = None) -> Starlette:
    """Return an application of these routes, and the webhook's where there is one; a path means itself only."""
    if webhook:
        routes = [Route("/telegram/{path}", webhook.__call__, methods=["POST"]), *routes]
    application = Starlette(routes=routes)
    application.router.redirect_slashes = False
    return application
