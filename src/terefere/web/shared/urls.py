from django.urls import path

from terefere.web.shared.language import choose_language
from terefere.web.shared.words import Words

urlpatterns = [
    path("language/", choose_language, name="language"),
    path("words/", Words.as_view(), name="words"),
]
