"""Addresses of donation days."""

from maudao.drives.urls import booking, centre, check_in, colleagues, counting, manage, notices, staff

urlpatterns = [
    *manage.urlpatterns,
    *booking.urlpatterns,
    *colleagues.urlpatterns,
    *check_in.urlpatterns,
    *counting.urlpatterns,
    *centre.urlpatterns,
    *staff.urlpatterns,
    *notices.urlpatterns,
]
