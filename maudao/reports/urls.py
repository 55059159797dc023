"""Addresses of reports."""

from django.urls import path, re_path

from maudao.reports.views import own, papers, review

_REPORT = "bao-cao/<slug:campaign>/<str:unit>/"

urlpatterns = [
    re_path(
        r"^bao-cao/(?P<campaign>[-\w]+)/(?P<unit>[^/]+)\.(?P<extension>docx|pdf|xlsx|json)$",
        papers.report_file,
        name="report_file",
    ),
    path(_REPORT, own.report, name="report"),
    path(f"{_REPORT}xem-truoc/", own.report_preview, name="report_preview"),
    path(f"{_REPORT}gui/", own.report_submit, name="report_submit"),
    path(f"{_REPORT}khong-phat-sinh/", own.report_nothing, name="report_nothing"),
    path(f"{_REPORT}rut-lai/", own.report_recall, name="report_recall"),
    path(f"{_REPORT}van-ban/", papers.report_issue, name="report_issue"),
    path(f"{_REPORT}xem/", review.report_view, name="report_view"),
    path(f"{_REPORT}so-lieu/<str:fact>/", papers.report_fact, name="report_fact"),
    path(f"{_REPORT}cap-duoi/", review.report_desk, name="report_desk"),
    path(f"{_REPORT}cap-duoi/nhan-het/", review.report_accept_all, name="report_accept_all"),
    path(f"{_REPORT}nhan/", review.report_accept, name="report_accept"),
    path(f"{_REPORT}tra-lai/", review.report_return, name="report_return"),
    path(f"{_REPORT}mo-lai/", review.report_reopen, name="report_reopen"),
    path(f"{_REPORT}gia-han/", review.report_extend, name="report_extend"),
]
