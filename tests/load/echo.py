"""A bare echo bot of python-telegram-bot, by polling or by webhook: what the library itself can do here."""

import os

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    """Say what was said."""
    assert update.message
    assert update.message.text
    await update.message.reply_text(update.message.text)


def main() -> None:
    """Serve until SIGTERM; settings have the bot's own names."""
    address = os.environ["TELEGRAM_API_BASE"]
    builder = Application.builder().token(os.environ["TELEGRAM_BOT_TOKEN"]).base_url(f"{address}/bot")
    application = builder.concurrent_updates(int(os.environ["TELCOFACTS_CONCURRENT_UPDATES"])).build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    if hook := os.environ.get("TELCOFACTS_WEBHOOK_URL"):
        application.run_webhook(
            listen="127.0.0.1",
            port=int(os.environ["TELCOFACTS_WEBHOOK_PORT"]),
            url_path=f"telegram/{hook.rpartition('/')[2]}",
            webhook_url=hook,
            secret_token=os.environ["TELCOFACTS_WEBHOOK_SECRET"],
        )
    else:
        application.run_polling()


if __name__ == "__main__":
    main()
