"""Named check rules: each is a function named as it is read aloud, and finds what breaks it."""

import pathlib

from telcofacts.knowledge.checks import article_rules, link_rules, record_rules
from telcofacts.knowledge.checks.article import read_articles
from telcofacts.knowledge.checks.finding import Draft, Finding, name_problems

__all__ = ["run"]


def run(draft: Draft, articles: pathlib.Path | None = None) -> list[Finding]:
    """Run all rules.

    Args:
        draft: the records, each valid by itself.
        articles: folder with the texts that the source cards name; None leaves out the rules that need them.

    Returns:
        All findings, by file and line.
    """
    findings: list[Finding] = []
    for rule in (*link_rules.RULES, *record_rules.RULES):
        findings += name_problems(rule.__name__, rule(draft))
    dangling = any(finding.rule in ("reference_exists", "locator_is_given") for finding in findings)
    if articles is not None and not dangling:
        texts, unread = read_articles(draft, articles)
        findings += unread
        for article_rule in article_rules.RULES:
            findings += name_problems(article_rule.__name__, article_rule(draft, texts))
    return sorted(findings, key=lambda finding: (finding.path, finding.line))
