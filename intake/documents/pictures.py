"""Pictures made ready for print: their kind, size and position checked before they are decoded."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageCms, UnidentifiedImageError

MAX_PIXELS: Final = 60_000_000
MAX_DPI: Final = 220
"""Dots that a printed inch of the bulletin holds; more cannot be seen."""
MAX_SIDE: Final = 30_000
PHOTO_SIDE: Final = 120
"""Pixels; what is smaller is a logo, a rule or a bullet."""
PHOTO_SHAPE: Final = 5.0
"""Long side to short one; what is longer is a rule or a banner."""
QUALITY: Final = 88
_MM: Final = 25.4

_FORMATS: Final = ("JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP")
"""Decoders that a picture may reach, that of JPEG also for MPO; all others are never run."""
_LOSSLESS: Final = frozenset({"PNG", "GIF", "BMP"})
"""Drawings rather than photos: compressed as a JPEG their edges would blur."""
_MOST_COLORS: Final = 4_096
"""Colours of a picture that is still taken for a drawing."""

TOO_LARGE: Final = f"图片超过 {MAX_PIXELS // 1_000_000} 百万像素，未采用"
BROKEN: Final = "图片已损坏或不完整，未采用，请重发"
UNKNOWN: Final = "不能识别的图片，未采用，请以 JPEG 或 PNG 重发"
_UNUSABLE: Final = (
    (4, b"ftyphei", "HEIC（苹果手机）"),
    (4, b"ftyphev", "HEIC（苹果手机）"),
    (4, b"ftypmif1", "HEIC（苹果手机）"),
    (4, b"ftypavif", "AVIF"),
    (40, b" EMF", "EMF（矢量图）"),
    (0, b"\xd7\xcd\xc6\x9a", "WMF（矢量图）"),
    (0, b"\x01\0\x09\0", "WMF（矢量图）"),
    (0, b"<svg", "SVG（矢量图）"),
    (0, b"<?xml", "SVG（矢量图）"),
    (0, b"%!PS", "EPS（矢量图）"),
    (0, b"\xc5\xd0\xd3\xc6", "EPS（矢量图）"),
    (0, b"8BPS", "PSD（Photoshop）"),
    (0, b"\xff\x0a", "JPEG XL"),
    (0, b"\0\0\0\x0cJXL ", "JPEG XL"),
    (0, b"\0\0\0\x0cjP  ", "JPEG 2000"),
)
"""Offset, signature, and what a picture is that is not used."""


@dataclass(frozen=True, slots=True)
class Described:
    """What the head of a picture says, turned as it is to be seen; sizes in pixels."""

    format: str
    width: int
    height: int

    @property
    def is_photo(self) -> bool:
        """Whether it may be a photo: neither as small as a logo nor as long as a rule."""
        short, long = sorted((self.width, self.height))
        return short >= PHOTO_SIDE and long <= PHOTO_SHAPE * short


@dataclass(frozen=True, slots=True)
class Prepared:
    """A picture ready for print: upright, in RGB or grey, without any metadata."""

    data: bytes
    media_type: str
    width: int
    height: int
    is_photo: bool


def describe(data: bytes) -> Described | None:
    """Format and size by the head alone; None for what is no picture that can be used."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
                return _described(image)
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 -- decoders raise nearly anything for damaged heads
            return None


def prepare(data: bytes, width_mm: float) -> Prepared | str:
    """The picture for a place of this width, or in Chinese words why it is not used.

    The same bytes give the same bytes.  Raises nothing for what the bytes hold.
    """
    with warnings.catch_warnings():
        # A bomb is refused by our own count; what else is warned of are oddities of metadata.
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
                described = _described(image)
                if image.width * image.height > MAX_PIXELS or max(image.size) > MAX_SIDE:
                    return TOO_LARGE
                return _prepared(image, described, max(1, round(width_mm / _MM * MAX_DPI)))
        except Image.DecompressionBombError:
            return TOO_LARGE
        except UnidentifiedImageError:
            return _unusable(data)
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 -- as above, for damaged bodies
            return BROKEN


def _described(image: Image.Image) -> Described:
    width, height = image.size
    if _orientation(image) >= 5:
        width, height = height, width
    return Described({"MPO": "JPEG"}.get(image.format or "", image.format or ""), width, height)


def _orientation(image: Image.Image) -> int:
    """How the camera was held, 1 to 8; from 5 on the picture lies on its side."""
    # QUIRK: of a PNG without the note Pillow decodes all, in case that it stands behind the pixels.
    if image.format == "PNG" and "exif" not in image.info:
        return 1
    try:
        found = image.getexif().get(0x0112, 1)
    except Exception:  # noqa: BLE001 -- damaged metadata, which is dropped anyway
        return 1
    return found if isinstance(found, int) and 1 <= found <= 8 else 1


def _prepared(image: Image.Image, described: Described, most: int) -> Prepared:
    lossless = described.format in _LOSSLESS
    turned = _orientation(image)
    scale = min(1.0, most / described.width)
    if image.format == "JPEG":
        # Decoded at the nearest power of two above: a photo of 24 megapixels takes an eighth of the time.
        image.draft(None, (max(1, round(image.width * scale)), max(1, round(image.height * scale))))
    image.seek(0)
    image.load()
    flat = _turned(_in_rgb(image), turned)
    scale = min(1.0, most / flat.width)
    size = (max(1, round(flat.width * scale)), max(1, round(flat.height * scale)))
    if size != flat.size:
        flat = flat.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    drawn = lossless and flat.getcolors(_MOST_COLORS) is not None
    return Prepared(*_written(flat, drawn=drawn), *flat.size, described.is_photo)


def _in_rgb(image: Image.Image) -> Image.Image:
    """Eight bits of RGB or grey: transparent parts white, colours as on an ordinary screen."""
    profile = image.info.get("icc_profile")
    if image.mode.startswith(("I", "F")):
        image = _eight_bits(image)
    if image.mode in {"P", "PA", "LA", "RGBA", "RGBa", "La"} or "transparency" in image.info:
        seen = image if image.mode == "RGBA" else image.convert("RGBA")
        image = Image.new("RGB", seen.size, "white")
        image.paste(seen, mask=seen.getchannel("A"))
    image = _by_profile(image, profile)
    return image if image.mode in {"L", "RGB"} else image.convert("L" if image.mode == "1" else "RGB")


def _eight_bits(image: Image.Image) -> Image.Image:
    """Sixteen or more bits of grey: those of a scan or a measurement, stretched over their range."""
    if image.mode.startswith("I;16"):
        return image.convert("I").point(lambda value: value / 257).convert("L")
    low, high = image.getextrema()
    if not isinstance(low, (int, float)) or not isinstance(high, (int, float)):
        return image.convert("L")
    if low >= 0 and 255 < high <= 65_535:
        low, high = 0, 65_535
    span = max(high - low, 1)
    return image.point(lambda value: value * (255 / span) + (-low * 255 / span)).convert("L")


def _by_profile(image: Image.Image, profile: object) -> Image.Image:
    """The colours that a profile means; a damaged profile, or one of another mode, is passed over."""
    if not isinstance(profile, bytes) or image.mode not in {"RGB", "CMYK", "L"}:
        return image
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return (
            ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode="RGB") or image
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image


def _written(image: Image.Image, *, drawn: bool) -> tuple[bytes, str]:
    out = io.BytesIO()
    image.info.clear()
    if drawn:
        image.save(out, "PNG", optimize=True)
        return out.getvalue(), "image/png"
    image.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue(), "image/jpeg"


def _unusable(data: bytes) -> str:
    head = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    for offset, signature, name in _UNUSABLE:
        if (data if offset else head).startswith(signature, offset):
            return f"{name} 图片不能采用，请转为 JPEG 或 PNG 重发"
    return UNKNOWN


def _turned(image: Image.Image, orientation: int) -> Image.Image:
    return image if orientation == 1 else image.transpose(_TURNS[orientation])


_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""Orientation as the camera noted it -> how the picture is turned to be seen upright."""
