"""The bot as a service: webhook, health, readiness, metrics, logs.

`run_service` is what the command line runs.
"""

from telcofacts.service.learning import learn_apart
from telcofacts.service.listening import ServiceStartError
from telcofacts.service.logs import configure_logs
from telcofacts.service.registration import delete_webhook, describe_webhook, set_webhook
from telcofacts.service.running import run_service

__all__ = [
    "ServiceStartError",
    "configure_logs",
    "delete_webhook",
    "describe_webhook",
    "learn_apart",
    "run_service",
    "set_webhook",
]
