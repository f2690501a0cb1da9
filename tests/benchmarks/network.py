"""A synthetic network of needs and offers, the same for the same seed, and the time its questions take."""

import os
import resource
import statistics
import time
from datetime import timedelta
from random import Random

from django.utils import timezone

from organizations.models import District, Need, Offer, Organization
from organizations.services import exchange, suggestions
from portal.services.throwaway import throwaway_database
from tests.benchmarks.lines import say

OFFERS = int(os.environ.get("BENCH_OFFERS", "10000"))
NEEDS = 200
UPDATES = 30
SUBJECTS = [
    "読み聞かせ",
    "将棋",
    "工作",
    "英語",
    "サッカー",
    "料理",
    "体操",
    "学習支援",
    "ダンス",
    "楽器",
    "手話",
    "防災",
]
DEEDS = ["を教えます", "の手伝いをします", "の道具を貸します", "の場所があります", "の講師をします", "を一緒にします"]
WISHES = ["を教えてくださる方", "の手伝いがほしい", "の道具を借りたい", "の場所をさがしています", "の仲間がほしい"]
WHERE = ["集会所", "学校の体育館", "公園", "児童館", "自宅の庭", "商店街の空き店舗", "図書館", "保育園"]
WHOM = ["乳児と親", "小学生", "中学生", "幼児", "高校生", "外国から来た家族", "障害のある子", "祖父母"]
RESOURCES = ("people", "place", "skill", "goods", "knowledge", "participants")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def words(number: int, rng: Random, deeds: list[str]) -> dict[str, object]:
    subject, other = rng.sample(SUBJECTS, 2)
    about = f"{rng.choice(WHERE)}で{rng.choice(WHOM)}のために{subject}{rng.choice(deeds)}。{other}もできます。"
    hours = f"月に{rng.randint(1, 4)}回、{rng.randint(9, 15)}時から{rng.randint(16, 20)}時まで。{number}番の会です。"
    return {
        "title": f"{subject}{rng.choice(deeds)}",
        "text": about + hours,
        "resource": rng.choice(RESOURCES),
        "weekdays": rng.sample(DAYS, rng.randint(0, 4)),
        "age_from_months": rng.choice((None, 0, 36, 72)),
        "age_to_months": rng.choice((None, 143, 215)),
    }


def fill() -> list[Need]:
    """Write the city as of yesterday; returns its needs."""
    rng, now = Random(1), timezone.now()
    districts = [District(code=f"d{n}", name=f"第{n}小学校区", kana=f"だい{n}") for n in range(12)]
    District.objects.bulk_create(districts)
    groups = Organization.objects.bulk_create(
        Organization(slug=f"g{n}", name=f"会{n}", kana=f"かい{n}", summary="会です", status="active")
        for n in range(OFFERS)
    )
    for sheet, deeds, count in ((Offer, DEEDS, OFFERS), (Need, WISHES, NEEDS)):
        rows = sheet.objects.bulk_create(
            sheet(organization=groups[n], status="open", opened_at=now, **words(n, rng, deeds)) for n in range(count)
        )
        link, name = sheet.districts.through, f"{sheet._meta.model_name}_id"
        link.objects.bulk_create(link(**{name: row.pk, "district_id": rng.choice(districts).pk}) for row in rows)
    Offer.objects.update(updated_at=now - timedelta(days=1))
    return list(Need.objects.with_sheet())


def timed(deed) -> tuple[float, float]:
    """Return how many milliseconds a deed takes: of this processor, and by the clock on the wall."""
    cpu, wall = time.process_time(), time.perf_counter()
    deed()
    return (time.process_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000


def change(offer: Offer) -> None:
    """Change one offer as its group does, and let the index know."""
    more = {"text": f"{offer.text}木工もします。"}
    exchange.edit(row=offer, words=more, districts=[], topics=[], tags=["木工"], by=None)
    suggestions.SHELF.current()


def summed_up(name: str, times: list[tuple[float, float]]) -> dict[str, float]:
    """Give median and 95th percentile, by the processor's time and (wall) by the clock."""
    found = {}
    for kind, values in zip(("", "_wall"), map(sorted, zip(*times, strict=True)), strict=True):
        found |= {f"{name}_ms_median{kind}": round(statistics.median(values), 1)}
        found |= {f"{name}_ms_p95{kind}": round(values[int(len(values) * 0.95)], 1)}
    return found


def memory() -> int:
    """Return the most memory this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def measure() -> None:
    with throwaway_database():
        needs = fill()
        building = timed(suggestions.SHELF.current)
        now = timezone.now()
        ranking = [timed(lambda need=need: suggestions.rank_offers(need, now, 10)) for need in needs]
        updating = [timed(lambda offer=offer: change(offer)) for offer in Offer.objects.all()[:UPDATES]]
        say(
            "one need among many offers",
            offers=OFFERS,
            build_s=round(building[0] / 1000, 2),
            build_s_wall=round(building[1] / 1000, 2),
            **summed_up("rank", ranking),
            **summed_up("update", updating),
            peak_mb=memory(),
        )
