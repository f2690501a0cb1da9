"""The catalogues' own tool."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from portal.management.commands.messages import CATALOGUE, read

TEMPLATE = """{% load i18n %}
  <p title="it's">{% translate "Open today" %}
{% blocktranslate count n=items|length trimmed %}
   {{ n }} place
{% plural %}
   {{ n }} places
{% endblocktranslate %}
      {% include "x.html" with label=_("Ask (us)") only %}{{ word|default:_("None") }}
{% translate "Open" context "door" %}"""


@pytest.fixture
def project(tmp_path, settings):
    settings.BASE_DIR = tmp_path
    for app in ("organizations", "spaces", "events", "portal"):
        (tmp_path / app).mkdir()
    (tmp_path / "templates/events").mkdir(parents=True)
    (tmp_path / "templates/events/show.html").write_text(TEMPLATE)
    (tmp_path / "templates/base.html").write_text("{% load i18n %}{% translate 'Skip' %}")
    (tmp_path / "spaces/x.py").write_text('a = _("Room")\nb = pgettext_lazy("door", "Open")\n')
    return tmp_path


def run(*arguments):
    out = StringIO()
    call_command("messages", *arguments, stdout=out, stderr=StringIO())
    return json.loads(out.getvalue())


def fill(project, app, text="訳"):
    path = project / app / CATALOGUE
    head, _, body = path.read_text().partition("\n\n")
    path.write_text(head + "\n\n" + body.replace('msgstr ""', f'msgstr "{text}"').replace('[0] ""', f'[0] "{text}"'))


def test_messages_when_marked_in_templates_and_code_then_in_the_app_they_belong_to(project):
    counts = run()

    assert counts == {"organizations": 0, "spaces": 2, "events": 5, "portal": 1, "missing": 8}
    catalogue = read(project / "events" / CATALOGUE)
    assert catalogue.get(("%(n)s place", "%(n)s places")) is not None
    assert catalogue.get("Open", "door") is not None


def test_messages_when_run_again_then_japanese_stays_and_dead_sentences_go(project):
    run()
    fill(project, "spaces")
    (project / "spaces/x.py").write_text('a = _("Room")\nc = _("New")\n')

    run()

    catalogue = read(project / "spaces" / CATALOGUE)
    assert {m.id: m.string for m in catalogue if m.id} == {"Room": "訳", "New": ""}


def test_check_when_a_sentence_has_no_japanese_then_fails(project):
    run()

    with pytest.raises(CommandError, match="8 sentences without Japanese"):
        run("--check")


def test_check_when_all_is_said_then_passes(project):
    run()
    for app in ("spaces", "events", "portal"):
        fill(project, app)

    assert run("--check")["missing"] == 0


def test_check_when_two_apps_say_it_differently_then_fails(project):
    (project / "portal/x.py").write_text('a = _("Room")\n')
    run()
    fill(project, "spaces")
    fill(project, "events")
    fill(project, "portal", "別")

    with pytest.raises(CommandError, match="1 that cannot be shown"):
        run("--check")


def test_check_when_the_wagtail_catalogue_says_it_differently_then_fails(project):
    (project / "portal/x.py").write_text('a = _("Room")\n')
    run()
    for app in ("spaces", "events", "portal"):
        fill(project, app)
    extra = project / "portal/locale_wagtail/ja/LC_MESSAGES"
    extra.mkdir(parents=True)
    (extra / "django.po").write_text(
        (project / "portal/locale/ja/LC_MESSAGES/django.po").read_text().replace("訳", "別")
    )

    with pytest.raises(CommandError, match=r"[1-9] that cannot be shown"):
        run("--check")


def test_check_when_japanese_names_a_number_that_is_not_there_then_fails(project):
    run()
    for app in ("spaces", "events", "portal"):
        fill(project, app, "%(wrong)s")

    with pytest.raises(CommandError, match="cannot be shown"):
        run("--check")


def test_compile_when_nothing_changed_then_does_nothing(project):
    run()

    assert run("--compile") == {"compiled": 0}
