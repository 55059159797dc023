"""Addresses: where drive staff begin."""

from django.urls import path

from maudao.drives.views import staff

urlpatterns = [path("don-vi/<str:code>/diem-danh/", staff.staff_drives, name="staff_drives")]
