"""Mistakes of the operator that keep the bot from starting."""

from telcofacts.settings import Settings

NO_BOT = (
    "TELEGRAM_BOT_TOKEN이 없습니다. 텔레그램에서 @BotFather에게 /newbot을 보내 토큰을 받은 뒤 "
    "TELEGRAM_BOT_TOKEN=123456789:AAE… 처럼 넣어 주세요."
)
REFUSED = (
    "TELEGRAM_BOT_TOKEN: 텔레그램이 이 토큰을 받지 않습니다. 잘못 옮겨 적었거나 폐기된 토큰입니다. "
    "@BotFather의 /mybots에서 토큰을 확인해 다시 넣어 주세요."
)


class TelegramStartError(Exception):
    """The bot cannot run; the message says what the operator has to set right."""


def require_token(settings: Settings) -> str:
    """Return the token.

    Raises:
        TelegramStartError: where none is set.
    """
    token = settings.token()
    if token is None:
        raise TelegramStartError(NO_BOT)
    return token
