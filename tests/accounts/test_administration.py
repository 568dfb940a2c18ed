"""The administration pages: who comes in, and what they can do there."""

import re
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.forms import Form
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from terefere.accounts.admin_site import administration
from terefere.accounts.models import Account, Customer, Group
from terefere.accounts.permissions import Level
from terefere.accounts.queries import levels_by_group
from terefere.chat.models import Channel
from terefere.core.ids import AccountId, StreamId, account_stream
from terefere.site.models import RequesterText, SiteSettings
from tests.accounts.conftest import AGENTS_PAGE, CUSTOMERS_PAGE
from tests.cast import PASSWORD, Cast

SETTINGS = "/admin/site/sitesettings/1/change/"
LISTS = [f"/admin/{model._meta.app_label}/{model._meta.model_name}/" for model in administration._registry]


def signed_in(login: str, page: str = AGENTS_PAGE) -> Client:
    browser = Client(secure=True)
    browser.defaults["wsgi.url_scheme"] = "https"
    assert browser.post(page, {"username": login, "password": PASSWORD}).status_code == 302
    return browser


@pytest.fixture
def admin(people: Cast) -> Client:
    return signed_in("alice")


def submit(browser: Client, page: str, **changes: object) -> dict[str, list[str]]:
    """Fill in a form as a browser does: what it holds, and the changes. Answers with the errors, if any."""
    form = form_in(browser.get(page))
    held = {bound.html_name: bound.value() for bound in form} | changes
    sent = {name: value for name, value in held.items() if value is not None and value is not False}
    return errors_in(browser.post(page, sent))


def errors_in(answer: Any) -> dict[str, list[str]]:
    if answer.status_code == 302:
        return {}
    errors = form_in(answer).errors
    assert errors
    return {field: [str(error) for error in errors[field]] for field in errors}


def form_in(answer: Any) -> Form:
    form: Form = answer.context["adminform"].form if "adminform" in answer.context else answer.context["form"]
    return form


def change_page(row: Account | Customer | Group | Channel, name: str) -> str:
    return f"/admin/{row._meta.app_label}/{name}/{row.pk}/change/"


def level(account: Account, group: Group) -> Level | None:
    return levels_by_group(AccountId(account.pk)).get(group.pk)


def test_a_stranger_is_sent_to_the_agents_door(people: Cast, browser: Client) -> None:
    answer = browser.get("/admin/chat/channel/", follow=True)
    path, _status = answer.redirect_chain[-1]
    assert path == f"{AGENTS_PAGE}?next=/admin/chat/channel/"


def test_an_administrator_comes_back_to_the_page_they_wanted(people: Cast, browser: Client) -> None:
    login = {"username": "alice", "password": PASSWORD}
    answer = browser.post(f"{AGENTS_PAGE}?next=/admin/chat/channel/", login, follow=True)
    assert answer.status_code == 200
    assert answer.request["PATH_INFO"] == "/admin/chat/channel/"


@pytest.mark.parametrize("page", ["/admin/", *LISTS])
def test_to_other_agents_there_is_nothing(people: Cast, page: str) -> None:
    assert signed_in("alice").get(page, follow=True).status_code == 200
    assert signed_in("bob").get(page, follow=True).status_code == 404


def test_a_customer_user_is_a_stranger_even_as_staff(people: Cast) -> None:
    Account.objects.filter(login="carol").update(is_staff=True)
    carol = signed_in("carol", CUSTOMERS_PAGE)
    carol.cookies["terefere_agent"] = carol.cookies["terefere_customer"].value
    assert carol.get("/admin/").status_code == 302


def test_signing_out_leads_to_the_agents_door(admin: Client) -> None:
    assert admin.post("/admin/logout/").headers["Location"] == AGENTS_PAGE
    assert admin.get("/admin/").status_code == 302


@pytest.mark.parametrize("page", ["/admin/", "/admin/password_change/", SETTINGS, *LISTS])
def test_no_page_needs_inline_code_or_styles(people: Cast, admin: Client, page: str) -> None:
    RequesterText.objects.create(key="waiting", language="en", text="A moment, please.")
    shown = admin.get(page, follow=True).text if page in LISTS else ""
    pages = {page, *re.findall(rf'"({page}\d+/change/|{page}add/)', shown)}
    for each in pages:
        answer = admin.get(each, follow=True)
        assert answer.status_code == 200
        assert "Content-Security-Policy" in answer.headers
        assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:|<script(?![^>]*\ssrc=)", answer.text)


def test_every_setting_has_its_sentence_of_help(admin: Client) -> None:
    form: Form = admin.get(SETTINGS).context["adminform"].form
    assert [name for name, field in form.fields.items() if not field.help_text] == []
    assert len(form.fields) == 19


def test_the_list_of_settings_is_the_form(admin: Client) -> None:
    assert admin.get("/admin/site/sitesettings/").headers["Location"] == SETTINGS
    for impossible in ("add/", "1/delete/"):
        assert admin.get(f"/admin/site/sitesettings/{impossible}").status_code == 403


def test_a_setting_is_changed_announced_and_logged(
    admin: Client,
    announced: list[StreamId | None],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert submit(admin, SETTINGS, chat_active=False, longest_message=500) == {}
        assert announced == []
    assert announced == [None]
    settings = SiteSettings.objects.get()
    assert (settings.chat_active, settings.longest_message) == (False, 500)
    entry = LogEntry.objects.get()
    assert (entry.user.login, entry.get_change_message()) == (
        "alice",
        "Changed Chat active and Longest message, in characters.",
    )


@pytest.mark.parametrize(
    ("setting", "impossible"),
    [("longest_message", 99), ("longest_message", 20_001), ("idle_minutes_agents", 0), ("masked_name", "")],
)
def test_an_impossible_setting_is_refused(admin: Client, setting: str, impossible: object) -> None:
    assert submit(admin, SETTINGS) == {}
    assert list(submit(admin, SETTINGS, **{setting: impossible})) == [setting]


def test_the_default_channel_is_named_in_the_settings(people: Cast, admin: Client) -> None:
    assert submit(admin, SETTINGS, default_channel_name="Reception") == {}
    assert Channel.objects.get(is_default=True).name == "Reception"
    assert list(submit(admin, SETTINGS, default_channel_name="Billing")) == ["default_channel_name"]


def test_the_default_channel_keeps_name_and_validity(people: Cast, admin: Client) -> None:
    page = change_page(people.default, "channel")
    assert submit(admin, page, name="Mine", validity="invalid", comment="changed") == {}
    default = Channel.objects.get(is_default=True)
    assert (default.name, default.validity, default.comment) == ("Default", "valid", "changed")


def test_a_channel_is_made_invalid_but_never_deleted(people: Cast, admin: Client) -> None:
    assert submit(admin, change_page(people.billing, "channel"), validity="invalid") == {}
    assert Channel.objects.get(pk=people.billing.pk).validity == "invalid"
    assert admin.post(f"/admin/chat/channel/{people.billing.pk}/delete/", {"post": "yes"}).status_code == 403
    admin.post("/admin/chat/channel/", {"action": "delete_selected", "_selected_action": people.billing.pk})
    assert Channel.objects.filter(pk=people.billing.pk).exists()


def test_a_channel_name_is_given_once(people: Cast, admin: Client) -> None:
    new = {"name": "Billing", "group": people.sales_group.pk, "validity": "valid"}
    assert list(submit(admin, "/admin/chat/channel/add/", **new)) == ["name"]
    assert submit(admin, "/admin/chat/channel/add/", **(new | {"name": "Invoices"})) == {}


def test_agents_and_customer_users_are_listed_apart(people: Cast, admin: Client) -> None:
    agents = admin.get("/admin/accounts/agentaccount/").text
    customers = admin.get("/admin/accounts/customeruseraccount/").text
    assert ("Bob Bárány" in agents, "Carol Weber" in agents) == (True, False)
    assert ("Bob Bárány" in customers, "Carol Weber" in customers) == (False, True)
    carol_as_agent = admin.get(f"/admin/accounts/agentaccount/{people.carol.pk}/change/")
    assert carol_as_agent.headers["Location"] == "/admin/"


@pytest.mark.parametrize(
    ("page", "kind"), [("agentaccount", "agent"), ("customeruseraccount", "customer-user")]
)
def test_a_new_account_is_of_the_kind_of_its_page(admin: Client, page: str, kind: str) -> None:
    new = {"login": "Zoë", "full_name": "Zoë Zimt", "password1": PASSWORD, "password2": PASSWORD}
    assert submit(admin, f"/admin/accounts/{page}/add/", **new) == {}
    account = Account.objects.get(login="zoë")
    assert (account.kind, account.check_password(PASSWORD)) == (kind, True)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"password1": "zoe", "password2": "zoe"}, "password2"),
        ({"password2": "a slip"}, "password2"),
        ({"login": "ALICE"}, "login"),
    ],
)
def test_a_new_account_needs_a_good_password_and_a_free_login(
    admin: Client, changes: dict[str, str], field: str
) -> None:
    new = {"login": "zoe", "full_name": "Zoe", "password1": PASSWORD, "password2": PASSWORD}
    assert list(submit(admin, "/admin/accounts/agentaccount/add/", **(new | changes))) == [field]


def test_a_password_is_set_by_the_administrator(
    people: Cast,
    admin: Client,
    announced: list[StreamId | None],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    page = f"/admin/accounts/agentaccount/{people.bob.pk}/password/"
    new = "another blue kettle"
    assert list(submit(admin, page, password1="bob", password2="bob", usable_password="true")) == [
        "password2"
    ]
    with django_capture_on_commit_callbacks(execute=True):
        assert submit(admin, page, password1=new, password2=new, usable_password="true") == {}
    assert Account.objects.get(login="bob").check_password(new)
    assert announced == [None]


def test_rights_are_checked_in_a_table(people: Cast, admin: Client) -> None:
    page = change_page(people.mallory, "agentaccount")
    sales, support = people.sales_group.pk, people.support_group.pk
    assert f'value="{sales}:chat_owner" aria-label="sales: chat_owner" checked' in admin.get(page).text
    assert submit(admin, page, rights=[f"{support}:chat_observer", f"{support}:ro"]) == {}
    assert level(people.mallory, people.support_group) is Level.OBSERVER
    assert level(people.mallory, people.sales_group) is None


def test_unchecking_everything_takes_every_right(people: Cast, admin: Client) -> None:
    assert submit(admin, change_page(people.mallory, "agentaccount"), rights=None) == {}
    assert not people.mallory.group_permissions.exists()


def test_saving_without_a_change_keeps_every_right(people: Cast, admin: Client) -> None:
    assert submit(admin, change_page(people.mallory, "agentaccount")) == {}
    assert level(people.mallory, people.sales_group) is Level.OWNER


@pytest.mark.parametrize("forged", ["x", "1", "1:", "1:root", ":ro", "999999:ro", "-1:ro", "²:ro"])
def test_a_right_that_does_not_exist_is_refused(people: Cast, admin: Client, forged: str) -> None:
    assert list(submit(admin, change_page(people.bob, "agentaccount"), rights=[forged])) == ["rights"]


def test_an_agent_is_made_invalid_but_never_deleted(people: Cast, admin: Client) -> None:
    page = change_page(people.bob, "agentaccount")
    assert submit(admin, page, is_active=False) == {}
    assert not Account.objects.get(login="bob").is_active
    assert admin.post(page.replace("change", "delete"), {"post": "yes"}).status_code == 403


def test_administrators_cannot_lock_themselves_out(people: Cast, admin: Client) -> None:
    page = change_page(people.alice, "agentaccount")
    assert submit(admin, page, is_active=False, is_staff=False, full_name="Alice A.") == {}
    alice = Account.objects.get(login="alice")
    assert (alice.full_name, alice.is_administrator) == ("Alice A.", True)


def test_a_new_password_of_ones_own_ends_the_other_sessions(
    people: Cast, admin: Client, announced: list[StreamId | None]
) -> None:
    elsewhere, new = signed_in("alice"), "another blue kettle"
    changed = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert admin.get("/admin/password_change/").status_code == 200
    form_names = {"password1": new, "password2": new, "usable_password": "true"}
    assert admin.post("/admin/password_change/", changed | form_names).status_code == 302
    assert admin.get("/admin/").status_code == 200
    assert elsewhere.get("/admin/").status_code == 302
    assert announced == [account_stream(AccountId(people.alice.pk))]


def test_a_customer_with_users_is_kept_and_one_without_goes(
    people: Cast,
    admin: Client,
    announced: list[StreamId | None],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    empty = Customer.objects.create(name="Nobody Ltd")
    with django_capture_on_commit_callbacks(execute=True):
        for customer in (people.weber, empty):
            admin.post(f"/admin/accounts/customer/{customer.pk}/delete/", {"post": "yes"})
    assert list(Customer.objects.all()) == [people.weber]
    assert announced == [None]


def test_deleting_several_is_announced_after_it_is_done(
    people: Cast,
    admin: Client,
    announced: list[StreamId | None],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    empty = Group.objects.create(name="empty")
    chosen = {"action": "delete_selected", "_selected_action": empty.pk, "post": "yes"}
    with django_capture_on_commit_callbacks(execute=True):
        admin.post("/admin/accounts/group/", chosen)
    assert not Group.objects.filter(pk=empty.pk).exists()
    assert announced == [None]


@pytest.mark.parametrize(
    ("page", "query", "found", "left_out"),
    [
        ("agentaccount", "q=bárány", "Bob Bárány", "Alice Arnold</a>"),
        ("customeruseraccount", "q=weber", "Carol Weber", "Dora"),
        ("customer", "q=söhne", "Weber &amp; Söhne", "Nobody"),
        ("group", "q=sup", ">support<", ">sales<"),
        ("agentaccount", "is_staff__exact=1", "Alice Arnold</a>", "Bob Bárány"),
    ],
)
def test_lists_are_searched_and_filtered(
    admin: Client, page: str, query: str, found: str, left_out: str
) -> None:
    shown = admin.get(f"/admin/accounts/{page}/?{query}").text
    assert found in shown
    assert left_out not in shown
