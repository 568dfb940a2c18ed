"""Texts are collected, kept, judged and compiled: on a small package of its own."""

import gettext
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from catalogs.collecting import collect
from catalogs.command import check, compile_all, update

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "messages"

PYTHON = """
from django.utils.translation import gettext as _, gettext_lazy, ngettext, npgettext, pgettext

TITLE = gettext_lazy("Chat request")

def texts(count, variable):
    # Translators: shown on the button
    _("Accept")
    _(variable)
    _("One long "
      "sentence.")
    _("Hello %(name)s") % {"name": variable}
    ngettext("%(count)s chat", "%(count)s chats", count)
    pgettext("availability", "green")
    npgettext("desk", "%(count)s seat", "%(count)s seats", count)
"""

TEMPLATE = """
{% load i18n %}
    <p title="it's {% translate 'Dashboard' %}">{{ _("Sign in") }}</p>
  {% translate "open" context "state of a chat" %}
        {% blocktranslate trimmed with name=person.name %}
          Hello
          {{ name }}, 100% here
        {% endblocktranslate %}
 {% blocktranslate count counter=list|length context "queue" %}One waits{% plural %}{{ counter }} wait{% endblocktranslate %}
 {% comment %}{% translate "Never shown" %}{% endcomment %}
 {% include "other.html" with title=_("Given along") %} isn't "balanced ( [
"""  # noqa: E501

BROWSER = """
import { gettext, interpolate, ngettext, pgettext } from "terefere/text";

class Bubble extends HTMLElement {
  #label = gettext("New conversation");
  static matcher = /["'`]/g;
  show(count) {
    this.title = interpolate(ngettext("%(count)s message", "%(count)s messages", count), { count }, true);
    this.innerHTML = `<b>${gettext("Minimise")}</b> ${pgettext("verb", "Close")}`;
    // gettext("Commented out")
    const rows = `<ul>${rows.map((row) => `<li title='${gettext("Row's \\"name\\"")}'>${row}</li>`)}</ul>`;
    this.gettext(count);
    return gettext(
      "Two "
      + "halves",
    );
  }
}
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    (tmp_path / "templates").mkdir()
    (tmp_path / "static" / "vendor").mkdir(parents=True)
    (tmp_path / "services.py").write_text(PYTHON)
    (tmp_path / "templates" / "page.html").write_text(TEMPLATE)
    (tmp_path / "page.html").write_text("{% translate 'Not in a template folder' %}")
    (tmp_path / "static" / "bubble.js").write_text(BROWSER)
    (tmp_path / "static" / "vendor" / "other.js").write_text('gettext("Of somebody else")')
    return tmp_path


def texts_of(catalog: Catalog) -> set[tuple[str | None, object]]:
    return {(message.context, message.id) for message in catalog if message.id}


def test_texts_of_python_and_templates_are_collected(package: Path) -> None:
    assert texts_of(collect(package, "django")) == {
        (None, "Chat request"),
        (None, "Accept"),
        (None, "One long sentence."),
        (None, "Hello %(name)s"),
        (None, ("%(count)s chat", "%(count)s chats")),
        ("availability", "green"),
        ("desk", ("%(count)s seat", "%(count)s seats")),
        (None, "Dashboard"),
        (None, "Sign in"),
        ("state of a chat", "open"),
        (None, "Hello %(name)s, 100%% here"),
        ("queue", ("One waits", "%(counter)s wait")),
        (None, "Given along"),
    }


def test_texts_of_browser_modules_are_collected(package: Path) -> None:
    assert texts_of(collect(package, "djangojs")) == {
        (None, "New conversation"),
        (None, ("%(count)s message", "%(count)s messages")),
        (None, "Minimise"),
        ("verb", "Close"),
        (None, "Two halves"),
        (None, 'Row\'s "name"'),
    }


def test_a_remark_for_translators_is_collected(package: Path) -> None:
    accept = collect(package, "django").get("Accept")
    assert accept is not None
    assert accept.auto_comments == ["shown on the button"]


def german(package: Path, domain: str = "django") -> Path:
    return package / "locale" / "de" / "LC_MESSAGES" / f"{domain}.po"


def translate(package: Path, text: str, *translations: str) -> None:
    """Write the German translation into the catalog, as a translator would."""
    catalog = german(package).read_text()
    before = f'"{text}"\n' + "".join(f"msgstr[{i}] " + '""\n' for i in range(len(translations)))
    after = f'"{text}"\n' + "".join(f'msgstr[{i}] "{one}"\n' for i, one in enumerate(translations))
    if len(translations) == 1:
        before, after = f'"{text}"\nmsgstr ""\n', f'"{text}"\nmsgstr "{translations[0]}"\n'
    assert before in catalog
    german(package).write_text(catalog.replace(before, after))


def complaints_about(package: Path, text: str) -> list[str]:
    return [one for one in check(package) if one.startswith("de/django.po") and text in one]


def test_an_update_keeps_translations_and_changes_nothing_else(package: Path) -> None:
    update(package)
    translate(package, "Accept", "Annehmen")
    before = german(package).read_text()
    update(package)
    assert german(package).read_text() == before
    assert 'msgstr "Annehmen"' in before
    assert "services.py" not in before
    assert "Date" not in before


def test_texts_are_sorted(package: Path) -> None:
    update(package)
    ids = [line for line in german(package, "djangojs").read_text().splitlines() if line.startswith("msgid ")]
    assert ids == sorted(ids)


def test_a_text_that_is_gone_is_dropped(package: Path) -> None:
    update(package)
    (package / "services.py").write_text("")
    assert complaints_about(package, "obsolete: 'Accept'")
    update(package)
    assert "Accept" not in german(package).read_text()
    assert not complaints_about(package, "'Accept'")


def test_a_changed_text_is_fuzzy_until_somebody_looked(package: Path) -> None:
    update(package)
    translate(package, "One long sentence.", "Ein langer Satz.")
    services = package / "services.py"
    services.write_text(services.read_text().replace("sentence.", "sentence!"))
    update(package)
    assert complaints_about(package, "fuzzy: 'One long sentence!'")


def test_a_missing_translation_is_told_until_it_is_there(package: Path) -> None:
    assert complaints_about(package, "missing: 'Accept'")
    update(package)
    assert complaints_about(package, "missing: 'Accept'")
    translate(package, "Accept", "Annehmen")
    assert not complaints_about(package, "'Accept'")


def test_each_plural_form_must_be_there(package: Path) -> None:
    update(package)
    translate(package, "%(count)s chats", "%(count)s Chat", "")
    assert complaints_about(package, "missing: '%(count)s chat'")


@pytest.mark.parametrize("translation", ["Hallo", "Hallo %(nam)s", "Hallo %(name)s %s", "Hallo {name}"])
def test_a_wrong_placeholder_is_told(package: Path, translation: str) -> None:
    update(package)
    translate(package, "Hello %(name)s", translation)
    assert complaints_about(package, "other placeholders: 'Hello %(name)s'")


def test_the_singular_may_name_the_count(package: Path) -> None:
    update(package)
    translate(package, "%(counter)s wait", "%(counter)s wartet", "%(counter)s warten")
    assert not complaints_about(package, "One waits")


def test_the_plural_must_not_forget_the_count(package: Path) -> None:
    update(package)
    translate(package, "%(counter)s wait", "Einer wartet", "Mehrere warten")
    assert complaints_about(package, "other placeholders: 'One waits'")


def test_compiled_catalogs_speak(package: Path) -> None:
    update(package)
    translate(package, "Accept", "Annehmen")
    translate(package, "%(count)s chats", "%(count)s Chat", "%(count)s Chats")
    compile_all(package)
    spoken = gettext.translation("django", package / "locale", ["de"])
    assert spoken.gettext("Accept") == "Annehmen"
    assert spoken.ngettext("%(count)s chat", "%(count)s chats", 2) == "%(count)s Chats"


def test_the_command_fails_and_lists_every_fault(package: Path) -> None:
    def run(*options: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(SCRIPT), *options, str(package)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    assert run().returncode == 0
    checked = run("--check")
    assert checked.returncode == 1
    assert len(checked.stderr.splitlines()) == 2 * (13 + 6)
    (package / "services.py").write_text("")
    (package / "templates" / "page.html").write_text("")
    (package / "static" / "bubble.js").write_text("")
    run()
    assert run("--check").returncode == 0
