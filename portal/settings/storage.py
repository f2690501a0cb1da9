"""Where pictures and papers lie: a folder, or a bucket that speaks S3."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

KINDS = ("", "file", "s3")


def storage(url: str) -> dict[str, Any]:
    """Turn an address into Django's settings.

    ``file:///srv/portal/media``, or ``s3://key:secret@host/bucket?region=…``; without ``key:secret`` and host, boto3
    finds both in its own variables (``AWS_ACCESS_KEY_ID`` …). '' leaves the files in MEDIA_ROOT.
    """
    place = urlsplit(url)
    if place.scheme != "s3":
        where = {"OPTIONS": {"location": place.path}} if place.path else {}
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", **where}
    options: dict[str, Any] = {
        "bucket_name": place.path.strip("/"),
        "default_acl": None,
        "file_overwrite": False,
        "querystring_expire": 24 * 3600,
    }
    if region := parse_qs(place.query).get("region"):
        options["region_name"] = region[0]
    if place.hostname:
        options["endpoint_url"] = f"https://{place.hostname}" + (f":{place.port}" if place.port else "")
    if place.username and place.password:
        options |= {"access_key": unquote(place.username), "secret_key": unquote(place.password)}
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


def picture_hosts(settings: dict[str, Any]) -> list[str]:
    """Name from where, besides the site itself, browsers fetch pictures."""
    if not str(settings["BACKEND"]).endswith("S3Storage"):
        return []
    return [settings["OPTIONS"].get("endpoint_url", "https://*.amazonaws.com")]
