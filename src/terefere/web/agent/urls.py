from django.urls import path

from terefere.web.agent import views
from terefere.web.shared.language import choose_language

urlpatterns = [
    path("", views.desk, name="desk"),
    path("sign-in/", views.SignIn.as_view(), name="agent-sign-in"),
    path("sign-out/", views.SignOut.as_view(), name="agent-sign-out"),
    path("language/", choose_language, name="agent-language"),
    path("chats/<int:chat>/transcript.<str:extension>", views.transcript, name="agent-transcript"),
]
