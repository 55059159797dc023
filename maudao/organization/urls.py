"""Addresses of a unit's pages."""

from django.urls import path

from maudao.organization.views import journal, offices, reorganisations, tree, workbook

urlpatterns = [
    path("don-vi/<str:code>/cay/", tree.unit_tree, name="unit_tree"),
    path("don-vi/<str:code>/lich-su/", tree.unit_history, name="unit_history"),
    path("don-vi/<str:code>/can-bo/", offices.unit_offices, name="unit_offices"),
    path("don-vi/<str:code>/can-bo/them/", offices.office_new, name="unit_office_new"),
    path("can-bo/<int:pk>/ket-thuc/", offices.office_end, name="unit_office_end"),
    path("can-bo/<int:pk>/cap-lai-mat-khau/", offices.sign_in_renew, name="unit_sign_in_renew"),
    path("don-vi/<str:code>/nhat-ky/", journal.unit_audit, name="unit_audit"),
    path("don-vi/<str:code>/nhap-danh-sach/", workbook.unit_import, name="unit_import"),
    path("don-vi/<str:code>/danh-sach.xlsx", workbook.unit_list_file, name="unit_list_file"),
    path("don-vi/<str:code>/sap-xep/", reorganisations.reorganisation_list, name="reorganisation_list"),
    path("don-vi/<str:code>/sap-xep/them/", reorganisations.reorganisation_new, name="reorganisation_new"),
    path("sap-xep/<int:pk>/", reorganisations.reorganisation, name="reorganisation"),
]
