"""Telegram: the one package that imports python-telegram-bot.

`add_handlers` puts the bot into somebody else's application; `build_application` makes one of its own, which the
service runs.
"""

from telcofacts.channels.telegram.application import ALLOWED_UPDATES, build_application
from telcofacts.channels.telegram.commands import publish_commands
from telcofacts.channels.telegram.handlers import COMMANDS, add_handlers
from telcofacts.channels.telegram.keeping import Keeping
from telcofacts.channels.telegram.redaction import install_redaction
from telcofacts.channels.telegram.starting import TelegramStartError

__all__ = [
    "ALLOWED_UPDATES",
    "COMMANDS",
    "Keeping",
    "TelegramStartError",
    "add_handlers",
    "build_application",
    "install_redaction",
    "publish_commands",
]
