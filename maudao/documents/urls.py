"""Addresses of documents and registers."""

from django.urls import path, re_path

from maudao.documents.views import incoming, outgoing, registers

urlpatterns = [
    path("don-vi/<str:code>/van-ban-den/", registers.incoming_list, name="incoming_list"),
    path(
        "don-vi/<str:code>/van-ban-den/so-dang-ky.xlsx", registers.incoming_register, name="incoming_register"
    ),
    path("don-vi/<str:code>/van-ban-den/tai-len/", incoming.incoming_upload, name="incoming_upload"),
    path("don-vi/<str:code>/van-ban-di/", registers.outgoing_list, name="outgoing_list"),
    path(
        "don-vi/<str:code>/van-ban-di/so-dang-ky.xlsx", registers.outgoing_register, name="outgoing_register"
    ),
    path("van-ban-den/<int:pk>/", incoming.incoming_review, name="incoming_review"),
    path("van-ban-den/<int:pk>/phan-chu/", incoming.incoming_text, name="incoming_text"),
    path("van-ban-den/<int:pk>/bo/", incoming.incoming_discard, name="incoming_discard"),
    path("van-ban-den/<int:pk>/tep-goc/", incoming.incoming_file, name="incoming_file"),
    path("van-ban-di/<int:pk>/", outgoing.outgoing_page, name="outgoing_page"),
    re_path(r"^van-ban-di/(?P<pk>\d+)\.(?P<kind>docx|pdf)$", outgoing.outgoing_file, name="outgoing_file"),
]
