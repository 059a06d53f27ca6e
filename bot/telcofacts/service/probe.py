"""Ask the service on this machine whether it is ready; for container health checks, which have no curl.

It imports nothing of the package, so that it can be run as a file, in a tenth of the time.
"""

import http.client
import os
import sys

_SECONDS = 3.0


def port() -> int:
    """Return the port of the health routes, from the same variables as the service's."""
    named = os.environ.get("TELCOFACTS_HEALTH_PORT") or os.environ.get("TELCOFACTS_WEBHOOK_PORT") or "8080"
    return int(named)


def host() -> str:
    """Return where to ask: the address that the service listens on, or loopback where it listens on all."""
    named = os.environ.get("TELCOFACTS_LISTEN_HOST") or "127.0.0.1"
    return "127.0.0.1" if named in ("0.0.0.0", "::") else named  # noqa: S104 - compared, not bound


def probe(path: str = "/readyz") -> tuple[bool, str]:
    """Ask one route; return whether all is well, and what it said."""
    connection = http.client.HTTPConnection(host(), port(), timeout=_SECONDS)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status == http.HTTPStatus.OK, response.read().decode("utf-8", "replace")
    except OSError as error:
        return False, str(error)
    finally:
        connection.close()


def main() -> int:
    """Print what it said; return 0 where all is well, else 1."""
    ok, said = probe(sys.argv[1] if len(sys.argv) > 1 else "/readyz")
    sys.stdout.write(said + "\n")
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
