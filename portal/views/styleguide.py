"""The living style guide: every component in its states, for eyes and for axe. In development only."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

TOKYO = ZoneInfo("Asia/Tokyo")
SATURDAY = datetime(2026, 11, 28, 10, 0, tzinfo=TOKYO)


class SampleForm(forms.Form):
    """One question of each kind."""

    name = forms.CharField(label="お名前", max_length=20, help_text="ふだん呼ばれている名前でかまいません。")
    mail = forms.EmailField(label="メールアドレス", required=False)
    held_on = forms.DateField(label="日にち", widget=forms.DateInput(attrs={"type": "date"}))
    starts_at = forms.TimeField(label="はじまり", widget=forms.TimeInput(attrs={"type": "time"}))
    people = forms.IntegerField(label="人数", min_value=1, help_text="赤ちゃんも1人と数えます。")
    district = forms.ChoiceField(label="地区", choices=[("", "選んでください"), ("n", "北町"), ("s", "南町")])
    kind = forms.ChoiceField(
        label="ご希望の連絡方法", choices=[("mail", "メール"), ("tel", "電話")], widget=forms.RadioSelect
    )
    topics = forms.MultipleChoiceField(
        label="気になること",
        choices=[("play", "遊び"), ("food", "食事"), ("study", "学び")],
        widget=forms.CheckboxSelectMultiple,
        help_text="いくつでも選べます。",
    )
    words = forms.CharField(label="ひとこと", widget=forms.Textarea, required=False)
    paper = forms.FileField(label="規約など", required=False)
    agreed = forms.BooleanField(label="会員名簿は市役所の中だけで使われることに同意します")


def _chips() -> list[dict[str, Any]]:
    return [
        {"label": "きょう", "href": "#", "count": 4, "on": True},
        {"label": "土曜日", "href": "#", "count": 12, "on": False},
        {"label": "日曜日", "href": "#", "count": 0, "on": False},
    ]


def _cards() -> list[dict[str, Any]]:
    reading = {
        "href": "#e1",
        "title": "親子で楽しむ読み聞かせ会",
        "starts_at": SATURDAY,
        "when": "11月28日（土）10時から11時30分まで",
        "place": "北町児童センター",
        "ages": "0歳から3歳",
        "badges": [{"label": "無料", "kind": "good"}, {"label": "残り3組", "kind": "warn"}],
        "why": "2歳と5歳、どちらも参加できます",
    }
    forest = {
        "href": "#e2",
        "title": "里山であそぼう　落ち葉のプール",
        "starts_at": SATURDAY + timedelta(days=1),
        "when": "11月29日（日）14時から16時まで",
        "place": "南の森公園",
        "ages": "小学生",
        "price": "1人 300円",
        "badges": [{"label": "中止", "kind": "bad"}],
        "cancelled": True,
    }
    return [reading, forest]


def _weeks() -> list[list[dict[str, Any]]]:
    item = {"title": "親子で楽しむ読み聞かせ会", "href": "#", "time": "10:00", "cancelled": False}
    first = date(2026, 10, 26)
    days = [first + timedelta(days=n) for n in range(42)]
    cells = [
        {
            "date": day,
            "in_month": day.month == 11,
            "is_today": day == date(2026, 11, 24),
            "items": [item] if day.weekday() == 5 else [item | {"cancelled": True}] if day.day == 24 else [],
        }
        for day in days
    ]
    return [cells[n : n + 7] for n in range(0, 42, 7)]


def _lists() -> dict[str, Any]:
    return {
        "badges": [
            {"label": "無料", "kind": "good"},
            {"label": "残りわずか", "kind": "warn"},
            {"label": "満席", "kind": ""},
            {"label": "中止", "kind": "bad"},
            {"label": "きょう開いています", "kind": "accent"},
        ],
        "tags": ["乳幼児", "外遊び"],
        "space_facts": ["30人まで", "84 m²", "1時間 300円"],
        "organization_facts": ["北町", "0歳から就学前", "次は11月28日（土）"],
        "trail": [{"label": "イベント", "href": "#"}],
        "steps": [
            {"label": "団体について", "state": "done", "href": "#"},
            {"label": "連絡先", "state": "current", "href": "#"},
            {"label": "確かめて送る", "state": "todo", "href": ""},
        ],
        "facts": [
            {"term": "とき", "value": "11月28日（土）10時から11時30分まで"},
            {"term": "ところ", "value": "北町児童センター 遊戯室", "href": "#"},
            {"term": "持ちもの", "value": "飲みもの\n上ばき"},
        ],
        "contacts": [
            {"label": "電話", "value": "000-000-0000", "href": "tel:000-000-0000", "note": "平日 9時から17時まで"},
            {"label": "メール", "value": "hidamari@example.jp", "href": "mailto:hidamari@example.jp", "note": ""},
        ],
        "actions": [{"label": "土曜日なら3件あります", "href": "#"}, {"label": "年齢を外す", "href": "#"}],
        "tabs": [
            {"label": "一覧", "href": "#", "current": True, "count": 16},
            {"label": "月", "href": "#", "current": False},
            {"label": "地図", "href": "#", "current": False},
        ],
        "headers": ["部屋", "定員", "料金"],
        "rows": [["遊戯室", "30人", "無料"], ["会議室A", "12人", "1時間 300円"]],
        "figures": [{"term": "登録団体", "value": "40"}, {"term": "今月のイベント", "value": "86"}],
    }


def show(request: HttpRequest) -> HttpResponse:
    """Show every component."""
    context = _lists() | {
        "chips": _chips(),
        "cards": _cards(),
        "weeks": _weeks(),
        "days": list("月火水木金土日"),
        "saturday": SATURDAY,
        "form": SampleForm(),
        "wrong": SampleForm(
            {"name": "なまえがとてもとてもとてもとてもとても長い人", "mail": "x", "people": "0"},
            auto_id="wrong_%s",
        ),
    }
    return render(request, "styleguide/show.html", context)
