"""What brings people back to the demo city: the weather to decide on, what closes soon, somebody who follows."""

from datetime import date, time, timedelta

from events.models import Event, Reception, Subscription
from events.services.events import create_event, publish_event
from events.services.receptions import keep_reception
from events.services.subscriptions import Wish, confirm, subscribe
from events.services.verdicts import ask, due_at
from organizations.models import District, Organization
from portal.demo.dates import period_on
from portal.demo.people import MAIL, coordinator, group, members_of

FIRE = "落ち葉たきと焼きいも"
# title; summary; audience; for whom; opens and closes in days from today; how; office
RECEPTIONS = (
    (
        "保育所・認定こども園 4月入所の申込",
        "来年4月から通う人の1回めの受付です。",
        "families",
        "来年4月1日に0〜5歳のこども",
        (-20, 6),
        "申込書と就労証明書を、市役所2階の窓口か電子申請で出してください。書類の書き方は窓口で手伝います。",
        "こども保育課（市役所2階）",
    ),
    (
        "学童クラブ 新年度の申込",
        "小学1年生から6年生まで申し込めます。",
        "families",
        "来年度の小学生で、放課後に保護者がいない家庭",
        (-3, 18),
        "通う予定の学童クラブか市役所で、申込書を受け取って出してください。",
        "青少年課",
    ),
    (
        "就学時健康診断の日程変更",
        "届いた通知の日に行けない人は、日を変えられます。",
        "families",
        "来年4月に小学校へ入るこども",
        (-10, 2),
        "通知のはがきを手元に置いて、電話してください。",
        "教育委員会 学務課",
    ),
    (
        "こども・地域活動の補助金",
        "こどものための活動に、1団体10万円まで補助します。",
        "groups",
        "市内で活動する団体。つながり登録だけでも申し込めます。",
        (9, 40),
        "募集要項は受付開始日に公開します。始まる前の相談は中間支援センターへ。",
        "こども政策課",
    ),
)


def make_reasons_to_return(today: date) -> None:
    if not Reception.objects.exists():
        _receptions(today)
    if not Event.objects.filter(title=FIRE).exists():
        _fire(today)
    if not Subscription.objects.exists():
        confirm(subscription=subscribe(Wish(email=MAIL.format("family"), language="ja", words="すべて")))


def _receptions(today: date) -> None:
    department = Organization.objects.filter(kind=Organization.Kind.DEPARTMENT).order_by("pk").first()
    for title, summary, audience, for_whom, (opens, closes), how, office in RECEPTIONS:
        facts = {
            "title": title,
            "summary": summary,
            "audience": audience,
            "for_whom": for_whom,
            "opens_on": today + timedelta(days=opens),
            "closes_on": today + timedelta(days=closes),
            "how": how,
            "office": office,
            "phone": "000-301-1000",
            "organization": department,
            "is_published": True,
        }
        keep_reception(reception=Reception(), facts=facts, by=coordinator())


def _fire(today: date) -> None:
    """Tomorrow's fire depends on the wind: its hosts are asked today."""
    host = group("playpark")
    by = members_of(host)
    facts = {
        "title": FIRE,
        "summary": "落ち葉を集めて火をおこし、芋を焼きます。",
        "description": "軍手とアルミホイルは用意します。芋は1人1本まで。風の強い日は火を使えません。",
        "setting": Event.Setting.OUTDOOR,
        "age_from_months": 36,
        "age_to_months": 215,
        "is_free": True,
        "weather_note": "前の日の17時に強風注意報か雨の予報なら中止",
        "decides_days_before": 1,
        "decides_at": time(17),
        "place_name": "緑が丘プレーパーク ぼうけん広場",
        "place_address": "汐見市緑が丘5-1",
        "place_is_booked": True,
        "district": District.objects.get(code="midorigaoka"),
    }
    event = create_event(
        organization=host, facts=facts, periods=[period_on(today + timedelta(days=1), "10:00-12:00")], by=by
    )
    publish_event(event=event, by=by)
    occurrence = event.occurrences.select_related("event").get()
    ask(occurrence=occurrence, due=due_at(occurrence))
