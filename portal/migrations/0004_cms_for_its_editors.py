"""Editors, public relations and administrators may open the Wagtail admin, each for its own part."""

from django.db import migrations

PAGES = ("add_page", "change_page", "publish_page")
FILES = {
    ("wagtailimages", "image"): ("add_image", "change_image", "choose_image"),
    ("wagtaildocs", "document"): ("add_document", "change_document", "choose_document"),
}
SETTINGS = {
    "editor": ("change_navigation",),
    "press": ("change_navigation", "change_emergencybanner"),
    "administrator": ("change_navigation", "change_emergencybanner", "change_citysettings"),
}
REDIRECTS = ("add_redirect", "change_redirect", "delete_redirect")


def permission(apps, app_label, model, codename):
    kind, _new = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label=app_label, model=model)
    words = codename.replace("_", " ")
    found, _new = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename=codename, defaults={"name": f"Can {words}"}
    )
    return found


def open_the_admin(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    root = apps.get_model("wagtailcore", "Page").objects.get(depth=1)
    collection = apps.get_model("wagtailcore", "Collection").objects.get(depth=1)
    page_rows = apps.get_model("wagtailcore", "GroupPagePermission").objects
    file_rows = apps.get_model("wagtailcore", "GroupCollectionPermission").objects
    for role, settings in SETTINGS.items():
        group, _new = Group.objects.get_or_create(name=role)
        group.permissions.add(permission(apps, "wagtailadmin", "admin", "access_admin"))
        group.permissions.add(*(permission(apps, "portal", name.split("_")[1], name) for name in settings))
        group.permissions.add(*(permission(apps, "wagtailredirects", "redirect", name) for name in REDIRECTS))
        for name in PAGES:
            page_rows.get_or_create(group=group, page=root, permission=permission(apps, "wagtailcore", "page", name))
        for (app_label, model), names in FILES.items():
            for name in names:
                row = permission(apps, app_label, model, name)
                file_rows.get_or_create(group=group, collection=collection, permission=row)


def close_the_admin(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name__in=SETTINGS):
        group.permissions.clear()
        apps.get_model("wagtailcore", "GroupPagePermission").objects.filter(group=group).delete()
        apps.get_model("wagtailcore", "GroupCollectionPermission").objects.filter(group=group).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0003_menu_links_by_address"),
        ("organizations", "0003_staff_roles"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
    ]
    operations = [migrations.RunPython(open_the_admin, close_the_admin)]
