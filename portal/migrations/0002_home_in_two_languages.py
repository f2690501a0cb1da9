"""Make the Japanese and the English home page and put them at the root of the site."""

import uuid

from django.db import migrations

WORDS = {
    "ja": ("home", "こどもネットワーク", "きょう、子どもとどこへ行こう？"),
    "en": ("home-en", "Children’s Network", "Where shall we go with the children today?"),
}


def make_homes(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    Locale = apps.get_model("wagtailcore", "Locale")
    HomePage = apps.get_model("portal", "HomePage")
    ContentType = apps.get_model("contenttypes", "ContentType")
    kind, _new = ContentType.objects.get_or_create(app_label="portal", model="homepage")
    Site.objects.all().delete()
    Page.objects.filter(depth__gt=1).delete()
    root = Page.objects.get(depth=1)
    key = uuid.uuid4()
    for number, (language, (slug, title, question)) in enumerate(WORDS.items(), start=1):
        locale, _new = Locale.objects.get_or_create(language_code=language)
        home = HomePage.objects.create(
            title=title,
            draft_title=title,
            question=question,
            slug=slug,
            path=f"{root.path}{number:04d}",
            depth=2,
            numchild=0,
            url_path=f"/{slug}/",
            content_type=kind,
            locale=locale,
            translation_key=key,
        )
        if language == "ja":
            Site.objects.create(hostname="localhost", port=80, root_page_id=home.pk, is_default_site=True, site_name=title)
    Page.objects.filter(pk=root.pk).update(numchild=len(WORDS))


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0001_pages_and_city_settings"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_homes, migrations.RunPython.noop)]
