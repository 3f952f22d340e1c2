"""Which pictures are photos, and what is known of them without their bytes."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from typing import Final

from intake.encoded import Encoded
from intake.model import Attachment, Item, Photo, Picture

_NUMBERED: Final = re.compile(
    r"^(?:图片?|照片|配图|附图|附件)?\s*[\d一二三四五六七八九十]{0,3}\s*[.、:：_—–-]?\s*"
)
_NO_CAPTION: Final = re.compile(r"微信|截图|截屏|未命名|新建|图像|扫描|QQ|mmexport|IMG|DSC", re.IGNORECASE)
_LEAST_CAPTION: Final = 4
"""Chinese characters of a file's name from which it tells what the picture shows."""


def is_photo(data: bytes) -> bool:
    """Whether a picture is a photo, not a logo, a rule or a drawing that cannot be printed anyway.

    What a telephone took (HEIC) is one, and so is a torn or a huge photo: why it is not printed is then told.
    """
    from intake.documents.pictures import describe  # Pillow, of no use for the letters without pictures

    described = describe(data)
    return _is_camera_s(data) if described is None else described.is_photo


def _is_camera_s(data: bytes) -> bool:
    return data.startswith((b"\xff\xd8\xff", b"\x89PNG")) or data.startswith(b"ftyp", 4)


def photo_in_document(picture: Picture) -> Photo | None:
    """The photo that a picture of a document is; None for a logo, a rule and the like."""
    if not is_photo(picture.data):
        return None
    digest = hashlib.sha256(picture.data).hexdigest()
    return Photo(picture.name, picture.media_type, len(picture.data), digest)


def photo_file(file: Attachment, sha256: str) -> Photo | None:
    """The photo that a file is; the bytes of a large one are not looked at."""
    if not (isinstance(file.content, Encoded) or is_photo(file.content)):
        return None
    return Photo(file.name, file.media_type, file.size, sha256, _caption(file.name))


def _caption(name: str) -> str | None:
    """What the name of a file tells of the picture: 图1 检修车间更换吊车钢丝绳.jpg."""
    words = _NUMBERED.sub("", name.rpartition(".")[0] or name).strip()
    told = len(re.findall(r"[\u4e00-\u9fff]", words)) >= _LEAST_CAPTION and not _NO_CAPTION.search(words)
    return words if told else None


def of_item(item: Item, photos: tuple[Photo | None, ...]) -> tuple[Photo, ...]:
    """The photos of an item with their captions, each once."""
    found: dict[str, Photo] = {}
    for shown in item.pictures:
        photo = photos[shown.picture]
        if photo is not None:
            found.setdefault(photo.sha256, replace(photo, caption=shown.caption or photo.caption))
    return tuple(found.values())
