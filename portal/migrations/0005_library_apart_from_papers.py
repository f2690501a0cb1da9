"""Give editors a library of their own, so that the private papers beside it are not theirs to find or open."""

from django.db import migrations

NAME = "資料"
STEP = "0001"  # the first child of a collection, in the numbering of Wagtail's trees
OF_DOCUMENTS = {"permission__content_type__app_label": "wagtaildocs"}


def next_path(apps, root):
    """Continue the numbering of the root's children; its signs are 0 to 9 and A to Z."""
    last = apps.get_model("wagtailcore", "Collection").objects.filter(depth=2).order_by("path").last()
    number = int(last.path[-4:], 36) + 1 if last else 1
    digits = ""
    while number:
        number, sign = divmod(number, 36)
        digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[sign] + digits
    return root.path + digits.rjust(len(STEP), "0")


def set_apart(apps, schema_editor):
    Collection = apps.get_model("wagtailcore", "Collection")
    root = Collection.objects.get(depth=1)
    library = Collection.objects.create(name=NAME, depth=2, path=next_path(apps, root), numchild=0)
    Collection.objects.filter(pk=root.pk).update(numchild=root.numchild + 1)
    rows = apps.get_model("wagtailcore", "GroupCollectionPermission").objects
    rows.filter(collection=root, **OF_DOCUMENTS).update(collection=library)
    documents = apps.get_model("organizations", "Attachment").objects
    documents.filter(collection=root, is_private=False).update(collection=library)


def put_together(apps, schema_editor):
    Collection = apps.get_model("wagtailcore", "Collection")
    root = Collection.objects.get(depth=1)
    library = Collection.objects.filter(depth=2, name=NAME).first()
    if library is None:
        return
    rows = apps.get_model("wagtailcore", "GroupCollectionPermission").objects
    rows.filter(collection=library).update(collection=root)
    apps.get_model("organizations", "Attachment").objects.filter(collection=library).update(collection=root)
    library.delete()
    Collection.objects.filter(pk=root.pk).update(numchild=root.numchild - 1)


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0004_cms_for_its_editors"),
        ("organizations", "0002_registry_and_network"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]
    operations = [migrations.RunPython(set_apart, put_together)]
