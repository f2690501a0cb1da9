import re
from datetime import date

import pytest
from django import forms
from django.template.loader import render_to_string
from django.utils.translation import override

from organizations.templatetags.phrases import phrases


class PartyForm(forms.Form):
    name = forms.CharField(label="お名前", help_text="ふだんの呼び名で")
    day = forms.ChoiceField(label="日にち", choices=[("sat", "土曜"), ("sun", "日曜")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="同意します")
    note = forms.CharField(label="ひとこと", required=False, widget=forms.Textarea)


def drawn(name, **context):
    return render_to_string(f"components/{name}.html", context)


def test_phrases_of_a_sentence_are_parted_where_a_line_may_break():
    assert phrases("親子で楽しむ読み聞かせ会") == "親子で<wbr>楽しむ<wbr>読み聞かせ会"


def test_phrases_of_a_text_with_signs_of_html_are_escaped():
    assert "<script>" not in phrases("<script>alert(1)</script>こんにちは")


def test_phrases_of_nothing_is_nothing():
    assert phrases("") == ""


def test_a_field_names_its_help_and_its_error_to_a_screen_reader():
    html = drawn("field", field=PartyForm({"name": ""})["name"])

    described = re.search(r'aria-describedby="([^"]+)"', html)[1].split()
    assert described == ["id_name_helptext", "id_name_error"]
    assert all(f'id="{mark}"' in html for mark in described)
    assert 'aria-invalid="true"' in html


def test_a_field_that_must_be_answered_says_so_in_words():
    assert "※必須" in drawn("field", field=PartyForm()["name"])
    assert "※必須" not in drawn("field", field=PartyForm()["note"])


def test_a_group_of_choices_stands_in_a_fieldset_with_its_question():
    html = drawn("field", field=PartyForm()["day"])

    assert "<fieldset" in html
    assert re.search(r"<legend>\s*日にち", html)


def test_a_single_tick_has_its_words_inside_its_label():
    assert re.search(
        r'<label class="field__check" for="id_agreed">.*同意します', drawn("field", field=PartyForm()["agreed"])
    )


def test_the_summary_of_errors_leads_to_each_question():
    html = drawn("form_errors", form=PartyForm({}))

    for target in re.findall(r'href="#([^"]+)"', html):
        assert f'id="{target}"' in drawn("form_fields", form=PartyForm({}))
    assert len(re.findall("<li>", html)) == 3
    assert 'role="alert"' in html


def test_a_form_without_errors_has_no_summary():
    assert "form-errors" not in drawn("form_fields", form=PartyForm())


def test_what_was_typed_is_kept_beside_the_error():
    assert "わたし&lt;b&gt;" in drawn("form_fields", form=PartyForm({"name": "わたし<b>"}))


@pytest.mark.parametrize(("on", "word"), [(True, "押すと外れます"), (False, "12件")])
def test_a_chip_says_how_many_and_whether_it_is_chosen(on, word):
    assert word in drawn("chip", label="土曜", href="?day=sat", count=12, on=on)


def test_a_chip_with_no_hits_says_zero():
    assert "0件" in drawn("chip", label="日曜", href="?day=sun", count=0)


def test_a_card_escapes_what_a_group_wrote():
    assert "<img" not in drawn("card", href="/x/", title="<img src=x onerror=alert(1)>", text="<img>")


def test_a_day_of_the_month_is_announced_with_every_event():
    meeting = {"title": "会", "href": "/e/", "time": "10:00"}
    day = {"date": date(2026, 11, 28), "in_month": True, "is_today": False, "items": [meeting]}

    html = drawn("month_grid", caption="2026年11月", days=list("月火水木金土日"), weeks=[[day]])

    assert re.search(r'<span class="visually-hidden">\s*11月28日', html)


def test_pagination_at_the_end_has_no_way_on():
    html = drawn("pagination", previous_href="?before=x")

    assert 'rel="prev"' in html
    assert 'rel="next"' not in html


def test_the_styleguide_shows_every_component_and_opens_in_both_languages(client, db):
    assert client.get("/styleguide/").status_code == 200
    with override("en"):
        assert client.get("/en/styleguide/").status_code == 200
