from django.urls import path

from terefere.web.customer import views

urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign-in"),
    path("sign-out/", views.SignOut.as_view(), name="sign-out"),
    path("chats/<int:chat>/transcript.<str:extension>", views.transcript, name="transcript"),
]
