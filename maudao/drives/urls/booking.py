"""Addresses: booking."""

from django.urls import path

from maudao.drives.views import booking, public, tickets

_TICKET = "ve/<int:drive>-<str:ticket>/"
_WAITING = "cho/<int:drive>-<str:ticket>/"

urlpatterns = [
    path("hien-mau/", public.drive_public_list, name="drive_public_list"),
    path("hien-mau/<slug:code>/", public.drive_public, name="drive_public"),
    path("hien-mau/<slug:code>/chuan-bi/", public.booking_start, name="booking_start"),
    path("hien-mau/<slug:code>/dang-ky/", booking.booking_new, name="booking_new"),
    path("hien-mau/<slug:code>/cho/", booking.waiting_new, name="waiting_new"),
    path(_TICKET, tickets.ticket, name="ticket"),
    path(f"{_TICKET}doi-gio/", tickets.ticket_change, name="ticket_change"),
    path(f"{_TICKET}huy/", tickets.ticket_cancel, name="ticket_cancel"),
    path(f"{_TICKET}lich.ics", tickets.ticket_calendar, name="ticket_calendar"),
    path(_WAITING, tickets.waiting, name="waiting"),
    path(f"{_WAITING}nhan/", tickets.waiting_accept, name="waiting_accept"),
    path(f"{_WAITING}thoi/", tickets.waiting_leave, name="waiting_leave"),
    path("lich/<str:key>.ics", tickets.calendar_feed, name="calendar_feed"),
]
