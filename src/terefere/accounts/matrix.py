"""The permissions of one agent as checkboxes: a row for each group, a column for each permission."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Final, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from terefere.accounts.models import Group, GroupPermission
from terefere.accounts.permissions import LEVEL_PERMISSIONS
from terefere.accounts.services import Right

_COLUMNS: Final = sorted(GroupPermission.Name.values, key=lambda name: name not in LEVEL_PERMISSIONS)
"""Chat first: that is what one comes here for."""


class Box(NamedTuple):
    value: str
    label: str
    checked: bool


class Row(NamedTuple):
    group: str
    boxes: Sequence[Box]


class PermissionMatrix(forms.Widget):
    template_name = "accounts/permission_matrix.html"
    use_fieldset = True

    def get_context(self, name: str, value: Any, attrs: Mapping[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, dict(attrs or {}))
        return context | {
            "permissions": _COLUMNS,
            "rows": [_row(group, value or ()) for group in Group.objects.all()],
        }

    def value_from_datadict(self, data: Any, _files: Any, name: str) -> list[str]:
        return [str(value) for value in data.getlist(name)]

    def value_omitted_from_data(self, _data: Any, _files: Any, _name: str) -> bool:
        """A form without a checked box sends nothing, and means it."""
        return False

    def id_for_label(self, _id: str, _index: str | None = None) -> str:
        return ""


class PermissionMatrixField(forms.Field):
    """Values are texts such as ``12:chat_owner``; the cleaned value is a set of rights."""

    widget = PermissionMatrix

    def to_python(self, value: Sequence[str] | None) -> frozenset[Right]:
        rights = frozenset(map(_parse_right, value or ()))
        if not {group for group, _permission in rights} <= set(Group.objects.values_list("pk", flat=True)):
            raise ValidationError(_("This group does not exist any more."))
        return rights

    def has_changed(self, initial: Any, data: Any) -> bool:
        return set(initial or ()) != set(data or ())


def texts_of(rights: AbstractSet[Right]) -> list[str]:
    return [f"{group}:{permission}" for group, permission in sorted(rights)]


def _parse_right(text: str) -> Right:
    group, _separator, permission = text.partition(":")
    if not group.isdecimal() or permission not in GroupPermission.Name.values:
        raise ValidationError(_("This permission does not exist."))
    return int(group), permission


def _row(group: Group, checked: Sequence[str]) -> Row:
    values = [(name, f"{group.pk}:{name}") for name in _COLUMNS]
    return Row(group.name, [Box(value, f"{group.name}: {name}", value in checked) for name, value in values])
