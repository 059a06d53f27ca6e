"""What the operator reads when something fails: one line, without the token and without what people wrote."""

import logging
import time
import traceback
from collections.abc import Callable

from telegram.error import Conflict, Forbidden, NetworkError, TelegramError
from telegram.ext import ContextTypes

_LOG = logging.getLogger(__name__)
REPEAT_SECONDS = 60.0
"""A failure that lasts is logged once in this time: polling fails again every few seconds."""


async def log_error(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Log an error of a handler: above debug only its type and place, for its text may quote what a person wrote."""
    error = context.error
    if error is None:
        return
    if isinstance(error, Forbidden):
        _LOG.info("답을 보낼 수 없는 대화입니다(차단되었거나 나가게 됨): %s", error)
    elif isinstance(error, TelegramError):
        _LOG.error("텔레그램 요청이 실패했습니다: %s: %s", type(error).__name__, error)
    else:
        frames = traceback.extract_tb(error.__traceback__)
        place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "?"
        _LOG.error("답을 만들다 문제가 생겼습니다: %s (%s)", type(error).__name__, place)
    _LOG.debug("오류의 내용", exc_info=error)


class PollingReporter:
    """Logs failures of polling, each kind once in a while."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last: dict[str, float] = {}

    def __call__(self, error: TelegramError) -> None:
        """Log one failure; the library tries again by itself."""
        kind, now = type(error).__name__, self._clock()
        if now - self._last.get(kind, float("-inf")) < REPEAT_SECONDS:
            return
        self._last[kind] = now
        if isinstance(error, Conflict):
            _LOG.error(
                "같은 토큰으로 업데이트를 받는 프로세스가 또 있습니다. 한 곳에서만 띄우세요: "
                "둘이 함께 돌면 메시지를 나누어 가져가 답이 빠집니다."
            )
        elif isinstance(error, NetworkError):
            _LOG.warning("텔레그램 서버에 닿지 않습니다. 계속 다시 시도합니다: %s", error)
        else:
            _LOG.error("업데이트를 받지 못했습니다. 계속 다시 시도합니다: %s: %s", kind, error)
