from django.apps import AppConfig


class OrganizationConfig(AppConfig):
    name = "maudao.organization"
    label = "organization"
    verbose_name = "Tổ chức"
    default_auto_field = "django.db.models.BigAutoField"
