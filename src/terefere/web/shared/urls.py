from django.urls import path
from django.views.decorators.gzip import gzip_page

from terefere.web.shared.icon import icon
from terefere.web.shared.language import choose_language
from terefere.web.shared.words import Words

urlpatterns = [
    path("favicon.ico", icon, name="icon"),
    path("language/", choose_language, name="language"),
    path("words/", gzip_page(Words.as_view()), name="words"),
]
