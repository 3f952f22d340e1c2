"""Pictures come out upright, small, without what their camera noted; a bomb is never decoded."""

from __future__ import annotations

import io
import random
import struct
import zlib

import pytest
from PIL import Image, ImageCms

from intake.documents import pictures
from intake.documents.pictures import Described, Prepared, describe, prepare

RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)


def saved(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def noise(mode: str = "RGB", size: tuple[int, int] = (400, 300)) -> Image.Image:
    """A picture with the unrest of a photo, the same each time."""
    chance = random.Random(1)  # noqa: S311
    grey = Image.frombytes("L", (40, 30), chance.randbytes(1200)).resize(size)
    return grey.convert(mode)


def prepared(data: bytes, width_mm: float = 60) -> Prepared:
    found = prepare(data, width_mm)
    assert isinstance(found, Prepared), found
    return found


def shown(found: Prepared) -> Image.Image:
    return Image.open(io.BytesIO(found.data)).convert("RGB")


def near(one: object, other: tuple[int, ...]) -> bool:
    return isinstance(one, tuple) and all(abs(a - b) < 12 for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize(
    ("kind", "modes"),
    [
        ("JPEG", "RGB L CMYK"),
        ("PNG", "RGB RGBA L LA P 1"),
        ("GIF", "P L"),
        ("BMP", "RGB 1 P"),
        ("TIFF", "RGB CMYK L 1"),
        ("WEBP", "RGB RGBA"),
    ],
)
def test_every_form_of_the_list_comes_out_as_jpeg_or_png(kind: str, modes: str) -> None:
    for mode in modes.split():
        data = saved(noise(mode), kind)
        assert describe(data) == Described(kind, 400, 300)
        found = prepared(data)
        assert found.media_type in {"image/jpeg", "image/png"}
        assert shown(found).size == (found.width, found.height) == (400, 300)
        assert prepared(data) == found, "the same bytes give the same bytes"


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_turned_as_its_camera_was_held(orientation: int) -> None:
    upright = Image.new("RGB", (160, 320), BLUE)
    upright.paste(RED, (0, 0, 160, 160))
    upright.paste(GREEN, (0, 0, 80, 160))
    turns = Image.Transpose
    undone = {2: turns.FLIP_LEFT_RIGHT, 3: turns.ROTATE_180, 4: turns.FLIP_TOP_BOTTOM, 5: turns.TRANSPOSE}
    undone |= {6: turns.ROTATE_90, 7: turns.TRANSVERSE, 8: turns.ROTATE_270}
    stored = upright.transpose(undone[orientation]) if orientation > 1 else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = saved(stored, "JPEG", exif=exif.tobytes(), quality=95)
    assert describe(data) == Described("JPEG", 160, 320)
    found = shown(prepared(data))
    assert found.size == (160, 320)
    assert near(found.getpixel((20, 40)), GREEN)
    assert near(found.getpixel((140, 40)), RED)
    assert near(found.getpixel((80, 300)), BLUE)


def test_where_and_when_a_photo_was_taken_is_dropped() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Camera of Sun Xiaomei"
    exif.get_ifd(0x8825)[1] = "N"
    data = saved(noise(), "JPEG", exif=exif.tobytes(), comment=b"secret")
    assert b"Xiaomei" in data
    found = Image.open(io.BytesIO(prepared(data).data))
    assert not found.getexif()
    assert not {"exif", "comment", "icc_profile", "xmp"} & found.info.keys()


def test_no_more_dots_are_kept_than_print_can_show_and_none_are_made_up() -> None:
    large = saved(noise(size=(3000, 2000)), "JPEG")
    found = prepared(large, 80)
    assert (found.width, found.height) == (693, 462)
    assert found.width / (80 / 25.4) <= pictures.MAX_DPI + 1
    assert prepared(saved(noise(size=(200, 150)), "JPEG"), 80).width == 200


def test_what_is_transparent_becomes_white() -> None:
    image = Image.new("RGBA", (200, 200), (*RED, 0))
    image.paste((*BLUE, 255), (0, 0, 100, 200))
    found = shown(prepared(saved(image)))
    assert near(found.getpixel((150, 100)), WHITE)
    assert near(found.getpixel((50, 100)), BLUE)


def test_sixteen_bits_of_grey_keep_their_brightness() -> None:
    image = Image.new("I;16", (200, 200), 32_768)
    assert near(shown(prepared(saved(image))).getpixel((9, 9)), (127, 127, 127))


def test_colours_are_those_that_the_profile_means() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    image = Image.new("RGB", (200, 200), (10, 200, 90))
    assert near(shown(prepared(saved(image, icc_profile=lab))).getpixel((9, 9)), (10, 200, 90))
    assert near(shown(prepared(saved(image, icc_profile=b"junk"))).getpixel((9, 9)), (10, 200, 90))


def test_of_moving_pictures_the_first_is_taken() -> None:
    frames = [Image.new("RGB", (200, 200), color) for color in (GREEN, RED)]
    for kind in ("GIF", "WEBP", "TIFF"):
        data = saved(frames[0], kind, save_all=True, append_images=frames[1:])
        assert near(shown(prepared(data)).getpixel((9, 9)), GREEN)


@pytest.mark.parametrize(
    ("size", "is_photo"),
    [((400, 300), True), ((119, 300), False), ((120, 120), True), ((1200, 200), False), ((16, 16), False)],
)
def test_logos_and_rules_are_no_photos(size: tuple[int, int], is_photo: bool) -> None:
    data = saved(Image.new("RGB", size))
    found = describe(data)
    assert found is not None
    assert found.is_photo is prepared(data).is_photo is is_photo


# --- what is not used -----------------------------------------------------------------------------------


def png_of(width: int, height: int, body: bytes = b"") -> bytes:
    """The head of a PNG of any size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(body)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(20_000, 20_000), (60_000_001, 1), (31_000, 10), (2_000_000_000, 2)])
def test_a_bomb_is_refused_by_its_head(size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image.Image, "load", lambda _: pytest.fail("it is decoded"))
    assert prepare(png_of(*size), 80) in {pictures.TOO_LARGE, pictures.BROKEN}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP"])
def test_a_picture_cut_off_is_named(kind: str) -> None:
    data = saved(noise(), kind)
    assert prepare(data[: len(data) // 2], 80) == pictures.BROKEN


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"\0\0\0\x18ftypheic" + bytes(20), "HEIC"),
        (b"\0\0\0\x18ftypavif" + bytes(20), "AVIF"),
        (bytes(40) + b" EMF" + bytes(40), "EMF"),
        (b"\xd7\xcd\xc6\x9a" + bytes(40), "WMF"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "EPS"),
        (b"no picture at all", "不能识别"),
        (b"", "不能识别"),
    ],
)
def test_what_cannot_be_used_is_named(data: bytes, word: str) -> None:
    found = prepare(data, 80)
    assert isinstance(found, str)
    assert word in found
    assert found.endswith("重发")
    assert describe(data) is None


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP"])
def test_no_damage_raises(kind: str) -> None:
    sound = saved(noise(), kind)
    chance = random.Random(2)  # noqa: S311
    for _ in range(40):
        data = bytearray(sound)
        for _ in range(chance.choice((1, 4, 20))):
            data[chance.randrange(min(len(data), chance.choice((60, 600, len(data)))))] = chance.randrange(
                256
            )
        assert isinstance(prepare(bytes(data), 20), (Prepared, str))
        describe(bytes(data))
