from django.urls import path

from terefere.web.public import views

urlpatterns = [
    path("", views.home, name="home"),
    path("visitor/", views.introduce, name="visitor"),
    path("channels/", views.channels, name="channels"),
]
