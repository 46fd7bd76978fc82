"""The register's routes, by screen."""

from django.urls import include, path

urlpatterns = [
    path("desk/", include("brightline.assistance.requests.urls.desk")),
    path("console/", include("brightline.assistance.requests.urls.console")),
    path("board/", include("brightline.assistance.requests.urls.board")),
    path("oversight/", include("brightline.assistance.requests.urls.oversight")),
]
