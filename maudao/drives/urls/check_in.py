"""Addresses: check-in at the drive, and paper lists."""

from django.urls import URLPattern, path

from maudao.drives.views import check_in, paper_list

_PAGE = "dot-hien-mau/<slug:code>/diem-danh/"

urlpatterns: list[URLPattern] = [
    path(_PAGE, check_in.check_in, name="check_in"),
    path(f"{_PAGE}danh-sach.json", check_in.check_in_list, name="check_in_list"),
    path(f"{_PAGE}gui/", check_in.check_in_sync, name="check_in_sync"),
    path(f"{_PAGE}khung/", check_in.check_in_shell, name="check_in_shell"),
    path(f"{_PAGE}sw.js", check_in.check_in_worker, name="check_in_worker"),
    path(f"{_PAGE}ung-dung.webmanifest", check_in.check_in_manifest, name="check_in_manifest"),
    path("dot-hien-mau/<slug:code>/danh-sach-giay/", paper_list.paper_list, name="paper_list"),
]
