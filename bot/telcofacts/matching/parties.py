"""Who is said to belong to whom, and who did something with whom.

A fact names more companies than those that it is about: "why did KT join hands with Google" is no question for a fact
that says why KT joined hands with Microsoft when others turned to Google, though it names all three.
"""

import itertools
import re
from collections.abc import Collection, Iterable, Sequence

from telcofacts.knowledge.models import Entity
from telcofacts.matching.aliases import TITLES, Mention

_PARTY_TYPES = frozenset({"company", "institution"})
_POST = re.compile(
    rf"\s?([가-힣A-Za-z]{{2,}}?)(\s?)(?!기자)({TITLES})(?:은|는|이|가|의|도)?(?![가-힣])"  # reporters hold no office
)
_OFFICE = re.compile(r"[A-Z]{2,}|[가-힣]{2,}(?:[부처청원국사회위실]|은행|전자|통신|그룹|센터|대학교?|연구소)")
"""What an office or organisation is called. 신임, 당시, 회사 and the like only tell which head is meant."""
_NO_OFFICE = re.compile("신임|전임|후임|현직|전직|당시|초대|차기|역대")
_WITH = re.compile(r"(?:이?랑|[와과]|하고)(?:의|[은는]|도|만)?(?![가-힣])")
_IS_WHO = r"(?:님)?[은는이가]?\s?(?:(?:지금|현재|요즘) )?(?:누구|누군|이름|성함|[\s.?!~]*$)"
_HEAD = re.compile(
    rf"(?:\s?(?P<founder>(?:공동 ?)?(?:창업자|설립자|창립자))|\s?(?:{TITLES})|원?장){_IS_WHO}", re.IGNORECASE
)
_HEAD_BEFORE = re.compile(
    r"\bwho.{0,20}\b(?:(?P<founder>founded|(?:co-?)?founders? of)|(?:ceo|head|chief|president|chair) of) (?:the )?$",
    re.IGNORECASE,
)
_ANOTHER_HEAD = re.compile(
    rf"(?<![가-힣])(?<![년월일주간] )(?:전임?|이전|예전|직전|초대|차기|역대|후임)\s?(?:{TITLES}|차관|의장)",
    re.IGNORECASE,
)
_FOUNDER = re.compile("창업자|설립자|창립자")
_FOUNDED = re.compile("세[운웠]|(?:창업|설립|창립)(?!자)")
_OR = re.compile(r"이?나 ?")
_TITLE = re.compile(rf"[가-힣A-Za-z]*(?:{TITLES})")


WITH_WHOM, HEAD_OF, FOUNDER_OF, ANOTHER_HEAD = "w:", "h:", "f:", "h:another"
"""See `Parties.pairs` and `Parties.heads`."""


class Parties:
    """Knows which company or institution everybody and everything belongs to."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        entities = list(entities)
        self._types = {entity.id: entity.type for entity in entities}
        self._homes = {
            entity.id: {home for home in (entity.owner, *(role.entity for role in entity.roles)) if home}
            for entity in entities
        }

    def pairs(self, text: str, mentions: Sequence[Mention]) -> frozenset[str]:
        """Return who is said to be together with whom: "p:kt+microsoft".

        "c:…" where they only stand side by side, or are offered as alternatives: "네이버랑 해, KT랑 해?".
        "w:google" where nobody is named who is together with them: "구글이랑은 안 해?".

        Args:
            text: a normalised text.
            mentions: the entities that it names, from left to right.
        """
        parties = [(mention, party) for mention in mentions if (party := self._party(mention.entity))]
        listed: set[tuple[str, str]] = set()
        joined: set[str] = set()
        for at, (mention, partner) in enumerate(parties):
            following = text[mention.end : parties[at + 1][0].start] if at + 1 < len(parties) else None
            if following is not None and _OR.fullmatch(following):
                joined.add(partner)
            elif josa := _WITH.match(text, mention.end):
                if following is not None and not text[josa.end() : mention.end + len(following)].strip():
                    listed.add((partner, parties[at + 1][1]))
                else:
                    joined.add(partner)
        others = {party for _, party in parties}
        if others == joined and len(joined) == 1:
            return frozenset(f"{WITH_WHOM}{partner}" for partner in joined)
        sort = "p" if len(joined) == 1 else "c"
        together = {("c", pair) for pair in listed} | {
            (sort, (partner, other)) for partner in joined for other in others
        }
        return frozenset(f"{kind}:{'+'.join(sorted(pair))}" for kind, pair in together if pair[0] != pair[1])

    def misplaces(self, text: str, mentions: Sequence[Mention]) -> bool:
        """Tell whether somebody is given a post where nobody has recorded them: "배순민 SK텔레콤 소장"."""
        for first, second in itertools.pairwise(mentions):
            if text[first.end : second.start].strip() or not self._is_titled(text, second):
                continue
            kinds = {self._types[first.entity]: first, self._types[second.entity]: second}
            place = kinds.get("company") or kinds.get("institution")
            person = kinds.get("person")
            if person and place and not person.by_title and not self._belongs(person.entity, place.entity):
                return True
        return False

    def posts(self, text: str, mentions: Sequence[Mention], names: Collection[int]) -> list[tuple[int, int]]:
        """Return where the words stand that tell of what somebody is the head: "이종호 [문화체육관광부] 장관".

        Args:
            text: a normalised text.
            mentions: the entities that it names, from left to right.
            names: where other names begin that everybody knows.
        """
        found = []
        for mention, following in itertools.zip_longest(mentions, mentions[1:]):
            match = _POST.match(text, mention.end) if self._types[mention.entity] == "person" else None
            if (
                match
                and (match.start(1) in names or _is_office(match))
                and not (following and following.start < match.end())
            ):
                found.append(match.span(1))
        return found

    def heads(self, text: str, mentions: Sequence[Mention]) -> frozenset[str]:
        """Return of what a normalised text asks for the head or founder: "h:kakao" of "카카오 대표 누구야?".

        "h:another" where it speaks of another one than the present: "KT 전 대표", "초대 위원장".
        """
        heads = {ANOTHER_HEAD} if _ANOTHER_HEAD.search(text) else set()
        for mention in mentions:
            if self._types[mention.entity] in _PARTY_TYPES and (
                head := _HEAD.match(text, mention.end) or _HEAD_BEFORE.search(text, 0, mention.start)
            ):
                heads.add(f"{FOUNDER_OF if head['founder'] else HEAD_OF}{mention.entity}")
        return frozenset(heads)

    @staticmethod
    def _is_titled(text: str, mention: Mention) -> bool:
        """Tell whether a title follows a name or is a part of it, as in "백상엽 대표"."""
        return bool(_TITLE.search(text[mention.start : mention.end]) or _TITLE.match(text[mention.end :].lstrip()))

    def _party(self, entity: str) -> str | None:
        """Return the company or institution itself, or the one that a person speaks for."""
        if self._types[entity] in _PARTY_TYPES:
            return entity
        return next(iter(sorted(self._homes[entity])), None) if self._types[entity] == "person" else None

    def _belongs(self, person: str, place: str) -> bool:
        homes = self._homes[person]
        above = {place, *self._homes[place]}  # an institute of KT is KT's too, and so is whoever works there
        return not homes or not homes.isdisjoint(above) or any(place in self._homes[home] for home in homes)


def founded_in(statement: str, entities: Iterable[str]) -> frozenset[str]:
    """Return whose founder a statement tells, as `Parties.heads` names it."""
    return frozenset(f"{FOUNDER_OF}{entity}" for entity in entities) if _FOUNDED.search(statement) else frozenset()


def posts_of(person: Entity) -> list[str]:
    """Return of what somebody is recorded as the head or founder, as `Parties.heads` names it."""
    founded = [f"{FOUNDER_OF}{role.entity}" for role in person.roles if _FOUNDER.search(role.title)]
    return [
        *founded,
        *(f"{HEAD_OF}{role.entity}" for role in person.roles),
    ]  # whoever founded it is asked for as its head


def _is_office(post: re.Match[str]) -> bool:
    """Tell whether somebody's title stands behind the name of an office: always so in "방송위원장", written as one."""
    if post[3] in {"위원장", "장관"} and not post[2]:
        return not _NO_OFFICE.fullmatch(post[1])
    return bool(_OFFICE.fullmatch(post[1]))
