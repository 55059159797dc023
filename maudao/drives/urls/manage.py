"""Addresses: planning and running a drive as its host."""

from django.urls import path

from maudao.drives.views import manage, manage_ending, manage_planning, manage_slots, manage_staff

urlpatterns = [
    path("don-vi/<str:code>/dot-hien-mau/", manage.drive_list, name="drive_list"),
    path("don-vi/<str:code>/dot-hien-mau/moi/", manage_planning.drive_new, name="drive_new"),
    path("dot-hien-mau/<slug:code>/", manage.drive, name="drive"),
    path("dot-hien-mau/<slug:code>/sua/", manage_planning.drive_edit, name="drive_edit"),
    path("dot-hien-mau/<slug:code>/khung-gio/", manage_slots.drive_slots, name="drive_slots"),
    path("dot-hien-mau/<slug:code>/mo-dang-ky/", manage_planning.drive_open, name="drive_open"),
    path("dot-hien-mau/<slug:code>/chep/", manage_planning.drive_copy, name="drive_copy"),
    path("dot-hien-mau/<slug:code>/doi-lich/", manage_ending.drive_move, name="drive_move"),
    path("dot-hien-mau/<slug:code>/huy/", manage_ending.drive_cancel, name="drive_cancel"),
    path("dot-hien-mau/<slug:code>/ket-thuc/", manage_ending.drive_close, name="drive_close"),
    path("dot-hien-mau/<slug:code>/nguoi-phuc-vu/", manage_staff.drive_staff, name="drive_staff"),
    path("phuc-vu/<int:pk>/ket-thuc/", manage_staff.drive_staff_end, name="drive_staff_end"),
]
