"""Two seasons of the demo city: one that is settled and booked, one in the middle of its meeting."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from organizations.models import Channel, User
from portal.demo.people import MAIL, group, members_of
from portal.demo.places import space_of
from spaces.models import SeasonRound, Wish
from spaces.services import rounds, wishes
from spaces.services.lots import commit_lot, hold_lot
from spaces.services.publishing import publish_round

ROOMS = (
    "kitahama-washitsu", "kitahama-hall", "kitahama-hall-higashi", "kitahama-hall-nishi", "sakuradai-shukaishitsu-1",
    "sakuradai-shukaishitsu-2", "kawanishi-ohanashi", "kawanishi-gakushu", "shinonome-dance", "yamate-daikaigi",
    "minamino-koryushitsu", "shiomi-jidokan-yugishitsu", "shiomi-jidokan-kosakushitsu",
)  # fmt: skip
TEXT = "希望は第3希望まで出せます。重なったときは、利用調整会議で話し合い、まとまらなければ抽選で決めます。"
# Group, which wish, space, weekday (Monday is 0), how often, from and until in hours, people, what for.
SETTLED = (
    ("step", 1, "yamate-daikaigi", 3, "2", 13, 15, 14, "親の会の例会"),
    ("warabe", 1, "kitahama-washitsu", 4, "24", 10, 11.5, 20, "わらべうたの会"),
    ("rika", 1, "sakuradai-shukaishitsu-2", 2, "odd", 13, 15, 12, "実験の準備会"),
    ("futago", 1, "sakuradai-shukaishitsu-2", 2, "weekly", 14, 16, 12, "多胎家庭の集まり"),
    ("futago", 2, "sakuradai-shukaishitsu-1", 3, "13", 10, 12, 12, "多胎家庭の集まり"),
)
WISHED = (
    ("brass", 1, "kitahama-hall", 6, "weekly", 13, 16, 60, "合奏練習"),
    ("papa", 1, "kitahama-hall-higashi", 6, "3", 14, 16, 30, "親子の工作"),
    ("manabi", 1, "sakuradai-shukaishitsu-1", 3, "weekly", 15, 17, 24, "夜の学習会の前の勉強会"),
    ("nihongo", 1, "sakuradai-shukaishitsu-1", 3, "weekly", 14, 16, 15, "日本語と宿題の教室"),
    ("nihongo", 2, "yamate-daikaigi", 3, "weekly", 14, 16, 15, "日本語と宿題の教室"),
    ("hidamari", 1, "kitahama-washitsu", 1, "weekly", 10, 11.5, 24, "親子サロン"),
    ("warabe", 1, "kitahama-washitsu", 1, "24", 10, 11.5, 20, "わらべうたの会"),
    ("warabe", 2, "kitahama-washitsu", 3, "24", 10, 11.5, 20, "わらべうたの会"),
    ("step", 1, "yamate-daikaigi", 2, "2", 10, 12, 14, "親の会の例会"),
    ("rika", 1, "shiomi-jidokan-kosakushitsu", 6, "4", 10, 12, 20, "科学の実験教室"),
)


def make_seasons(today: date) -> None:
    """Safe to run twice: where there is a round already, nothing is made."""
    if SeasonRound.objects.exists():
        return
    first = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    last = (first + timedelta(days=95)).replace(day=1) - timedelta(days=1)
    settled = _wished(f"{first.year}年{first.month}月〜{last.month}月の定期利用", first, last, SETTLED)
    _decide(settled)
    year = today.year + (today.month > 3)
    _wished(f"{year}年度前期の定期利用", date(year, 4, 1), date(year, 9, 30), WISHED)


def _keeper() -> User:
    return User.objects.get(email=MAIL.format("hiroba"))


def _wished(name: str, first: date, last: date, rows: tuple[tuple[Any, ...], ...]) -> SeasonRound:
    """Announce a round, enter its wishes and end their time, as it happened over the last weeks."""
    now = timezone.now()
    spaces = [space_of(slug) for slug in ROOMS]
    facts = _facts(name, first, last, now)
    round = rounds.prepare_round(facts=facts, spaces=spaces, by=_keeper())
    round = rounds.announce_round(round=round, by=_keeper())
    for row in rows:
        _wish(round, *row)
    round = rounds.edit_round(round=round, facts=facts | {"closes_at": now}, spaces=spaces, by=_keeper())
    return rounds.close_wishes(round=round, now=now, by=_keeper())


def _facts(name: str, first: date, last: date, now: datetime) -> dict[str, Any]:
    return {
        "name": name,
        "first": first,
        "last": last,
        "opens_at": now - timedelta(days=21),
        "closes_at": now + timedelta(hours=1),
        "text": TEXT,
        "draw_source": "利用調整会議の前日の最高気温（気象庁、汐見）",
    }


def _wish(round: SeasonRound, key: str, rank: int, slug: str, weekday: int, rhythm: str, *rest: Any) -> Wish:
    """Who has no mail has handed in a sheet of paper; the place's staff wrote it down."""
    start, end, people, purpose = rest
    organization = group(key)
    head = members_of(organization)
    facts = {
        "rank": rank,
        "space": space_of(slug),
        "weekday": weekday,
        "rhythm": rhythm,
        "start_minute": int(start * 60),
        "end_minute": int(end * 60),
        "head_count": people,
        "purpose": purpose,
        "name": head.name,
        "email": head.email or "",
        "phone": head.phone,
    }
    if head.email:
        return wishes.enter_wish(round=round, organization=organization, facts=facts, by=head)
    facts |= {"channel": Channel.PAPER, "on_behalf_of": head.name}
    return wishes.enter_wish(round=round, organization=organization, facts=facts, by=_keeper())


def _decide(round: SeasonRound) -> None:
    """The one clash went to the lot; whoever lost has the second wish."""
    clash = Wish.objects.get(round=round, organization=group("rika"))
    lot = commit_lot(round=round, key=clash.pk, now=timezone.now(), by=_keeper())
    hold_lot(lot=lot, seed="9.6", now=timezone.now(), by=_keeper())
    publish_round(round=round, by=_keeper())
