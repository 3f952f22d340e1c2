"""The base document of an editorial desk of its own: `[output] base` of the settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from compose.model import Draft
from compose.word import write_word
from compose.word_base import SHIPPED, BaseDocumentError, open_base
from desk.errors import SettingsError
from desk.settings import Settings

if TYPE_CHECKING:
    from intake.documents.pictures import Prepared


def base_document(settings: Settings) -> tuple[bytes | None, str]:
    """Return the bytes of the desk's own base document (None: the shipped one) and its name."""
    named = settings.output.base
    if named is None:
        return None, SHIPPED
    path = settings.folder / named
    try:
        return path.read_bytes(), str(path)
    except OSError as error:
        raise SettingsError(
            f"设置 output.base 所指的基础文档 {path} 读不了：{error.strerror}。"
            "请改正路径（相对于设置文件），或去掉这一项。"
        ) from error


def written(draft: Draft, pictures: Mapping[str, Prepared], settings: Settings, *, comments: bool) -> bytes:
    """Write a draft as a Word file over the base document of the settings."""
    data, name = base_document(settings)
    try:
        return write_word(draft, pictures, comments=comments, base=data, base_name=name)
    except BaseDocumentError as error:
        raise SettingsError(str(error)) from error


def try_base(settings: Settings) -> None:
    """Raise SettingsError where the base document of the settings cannot carry an issue."""
    data, name = base_document(settings)
    if data is not None:
        try:
            open_base(data, name)
        except BaseDocumentError as error:
            raise SettingsError(str(error)) from error
