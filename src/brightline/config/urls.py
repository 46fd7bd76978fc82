"""Every route there is. Who may open each stands at its view."""

from django.conf import settings
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

from brightline.config import views
from brightline.demo.views import sign_in
from brightline.platform.accounts.access import public

urlpatterns = [
    path("", views.home, name="home"),
    path("", include("brightline.resident.collection.urls")),
    path("address/", include("brightline.resident.address.urls")),
    path("api/", include("brightline.resident.address.api_urls")),
    path("record/", include("brightline.record.disclosure.urls")),
    path("oversight/look-back/", include("brightline.assistance.review.urls")),
    path("", include("brightline.assistance.requests.urls")),
    path("duty/", include("brightline.assistance.duty.urls")),
    path("live/", include("brightline.platform.live.urls")),
    path("account/", include("brightline.platform.accounts.urls")),
    # Choosing a language harms nobody, and a public page without a form's token needs no cookie.
    path("language/", public(csrf_exempt(set_language)), name="set_language"),
    path("healthz", views.healthz, name="healthz"),
]
if settings.DEMO:
    urlpatterns.append(path("demo/sign-in/<slug:key>/", sign_in, name="demo_sign_in"))

handler404 = "brightline.platform.ui.views.not_found"
