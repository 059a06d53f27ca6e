"""What the tests of several folders share: the shipped base, and a matcher built from it once."""

import pytest

from telcofacts.answering.answerer import Answerer
from telcofacts.knowledge.base import KnowledgeBase
from telcofacts.knowledge.loading import load_knowledge
from telcofacts.settings import load_settings


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--fail-on-skip", action="store_true", help="a skipped test fails the run (CI)")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    skipped = len(terminalreporter.stats.get("skipped", []))
    if skipped and config.getoption("--fail-on-skip"):
        terminalreporter.write_line(f"{skipped} skipped test(s): not allowed here", red=True)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and exitstatus == 0 and reporter.stats.get("skipped") and session.config.getoption("--fail-on-skip"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def base() -> KnowledgeBase:
    """The fact base that ships with the program."""
    return load_knowledge()


@pytest.fixture(scope="session")
def answerer(base: KnowledgeBase) -> Answerer:
    return Answerer(base, load_settings().cache_folder())  # the name of the file tells what it was learnt from
