"""The top floor's records, one file per subject."""

from portal.models.desk import Mark, SavedView
from portal.models.gaps import GapCall
from portal.models.imports import ListImport
from portal.models.pages import ContentPage, HomePage, IndexPage, NewsPage
from portal.models.privacy import DataRequest, Disposal
from portal.models.site import CitySettings, EmergencyBanner, Navigation

__all__ = [
    "CitySettings",
    "ContentPage",
    "DataRequest",
    "Disposal",
    "EmergencyBanner",
    "GapCall",
    "HomePage",
    "IndexPage",
    "ListImport",
    "Mark",
    "Navigation",
    "NewsPage",
    "SavedView",
]
