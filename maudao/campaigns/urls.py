"""Addresses of campaigns, of units' parts in them, and of activities."""

from django.urls import path

from maudao.campaigns.views import activities, allocating, ending, overview, preparing, replying

_PART = "chien-dich/<slug:campaign>/<str:unit>/"

urlpatterns = [
    path("don-vi/<str:code>/chien-dich/", overview.campaign_list, name="campaign_list"),
    path("van-ban-den/<int:pk>/chien-dich/", preparing.campaign_new, name="campaign_new"),
    path(_PART, overview.campaign, name="campaign"),
    path(f"{_PART}sua/", preparing.campaign_edit, name="campaign_edit"),
    path(f"{_PART}phat-dong/", preparing.campaign_launch, name="campaign_launch"),
    path(f"{_PART}thay-the/", preparing.campaign_supersede, name="campaign_supersede"),
    path(f"{_PART}phan-bo/", allocating.campaign_allocate, name="campaign_allocate"),
    path(f"{_PART}ket-thuc/", ending.campaign_close, name="campaign_close"),
    path(f"{_PART}mo-lai/", ending.campaign_reopen, name="campaign_reopen"),
    path(f"{_PART}ai-giao-ai/", overview.campaign_audit, name="campaign_audit"),
    path(f"{_PART}chua-xac-nhan/", overview.campaign_unacknowledged, name="campaign_unacknowledged"),
    path(f"{_PART}xac-nhan/", replying.campaign_acknowledge, name="campaign_acknowledge"),
    path(f"{_PART}van-ban/", replying.campaign_direction, name="campaign_direction"),
    path(f"{_PART}van-ban/tep/", replying.campaign_direction_file, name="campaign_direction_file"),
    path(f"{_PART}van-ban/cap-tren/", replying.campaign_parent_file, name="campaign_parent_file"),
    path(f"{_PART}van-ban/chi-dao/", replying.campaign_directive, name="campaign_directive"),
    path(f"{_PART}hoat-dong/", activities.activity_list, name="activity_list"),
    path(f"{_PART}hoat-dong/moi/", activities.activity_new, name="activity_new"),
    path("hoat-dong/<int:pk>/", activities.activity, name="activity"),
    path("hoat-dong/<int:pk>/rut/", activities.activity_withdraw, name="activity_withdraw"),
    path("minh-chung/<int:pk>/", activities.evidence_file, name="evidence_file"),
]
