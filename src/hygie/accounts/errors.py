"""Showing an error beside the field it speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django import forms

from hygie.core.errors import HygieError


@contextmanager
def show_on(form: forms.BaseForm, *, field: str | None = None) -> Iterator[None]:
    """What goes wrong in the block is written on the form, which is shown again as filled."""
    try:
        yield
    except HygieError as error:
        form.add_error(field, str(error))
