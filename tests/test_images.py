"""Opening pictures: whatever a phone, a scanner or a prankster may send."""

import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageDraw

from nst.errors import InputError
from nst.images import (
    encode_jpeg,
    encode_png,
    encode_timelapse,
    fingerprint,
    open_image,
    read_record,
    read_size,
    resize,
    size_at,
    working_edge_px,
)


def stored(image, kind="PNG", **options):
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def arrow(width=60, height=40):
    """Red top left corner on blue: shows which way is up."""
    image = Image.new("RGB", (width, height), "blue")
    ImageDraw.Draw(image).rectangle((0, 0, width // 3, height // 3), fill="red")
    return image


def close(pixel, colour, tolerance=12):
    return np.abs(np.asarray(pixel, int) - colour).max() <= tolerance


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_exif_orientation_comes_out_upright(orientation):
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    image = arrow()
    turned = image.transpose(undo[orientation]) if orientation in undo else image
    exif = Image.Exif()
    exif[0x0112] = orientation
    opened = open_image(stored(turned, "JPEG", exif=exif, quality=95))
    assert opened.shape == (40, 60, 3)
    assert close(opened[3, 3], (254, 0, 0))
    assert close(opened[36, 56], (0, 0, 254))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_size_in_the_header_is_the_size_that_is_opened(orientation, tmp_path):
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = tmp_path / "photo.jpg"
    path.write_bytes(stored(arrow(), "JPEG", exif=exif))
    assert read_size(path) == open_image(path).shape[:2]
    assert read_size(path) == ((40, 60) if orientation < 5 else (60, 40))


@pytest.mark.parametrize("content", [None, b"", b"Dear gallery,"])
def test_a_file_without_a_header_has_no_size(content, tmp_path):
    path = tmp_path / "letter.jpg"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match="is not a picture that can be read"):
        read_size(path)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "YCbCr", "I;16"])
def test_every_mode_becomes_rgb(mode):
    grey = Image.fromarray(np.full((40, 60), 128 * 257, np.uint16))
    image = grey if mode == "I;16" else arrow().convert(mode)
    kind = "JPEG" if mode in ("CMYK", "YCbCr") else "PNG"
    opened = open_image(stored(image, kind))
    assert opened.dtype == np.uint8
    assert opened.shape == (40, 60, 3)


def test_sixteen_bit_grey_keeps_its_tone():
    image = Image.fromarray(np.full((40, 60), 128 * 257, np.uint16))
    assert (open_image(stored(image)) == 128).all()


def test_float_tiff_spans_black_to_white():
    ramp = np.tile(np.linspace(-3, 7, 60, dtype=np.float32), (40, 1))
    opened = open_image(stored(Image.fromarray(ramp), "TIFF"))
    assert opened.min() == 0
    assert opened.max() == 255


def test_a_float_that_is_no_number_takes_the_place_of_the_nearest_one():
    ramp = np.tile(np.linspace(0, 1, 60, dtype=np.float32), (40, 1))
    ramp[0, :3] = np.inf, -np.inf, np.nan
    opened = open_image(stored(Image.fromarray(ramp), "TIFF"))
    assert opened[0, :3, 0].tolist() == [255, 0, 0]
    assert close(opened[1, 30], (130, 130, 130), 2)


def test_a_picture_of_nothing_but_infinity_is_refused():
    with pytest.raises(InputError, match="brightness"):
        open_image(stored(Image.fromarray(np.full((40, 60), np.inf, np.float32)), "TIFF"))


def test_transparency_lies_on_white():
    assert (open_image(stored(Image.new("RGBA", (40, 40), (255, 0, 0, 0)))) == 255).all()


def test_a_wide_gamut_profile_is_brought_to_srgb():
    """Swapping red and green in a profile must swap them in what comes out."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    at = {tag: profile.index(tag) for tag in (b"rXYZ", b"gXYZ")}
    swapped = bytearray(profile)
    swapped[at[b"rXYZ"] : at[b"rXYZ"] + 4] = b"gXYZ"
    swapped[at[b"gXYZ"] : at[b"gXYZ"] + 4] = b"rXYZ"
    red = Image.new("RGB", (40, 40), (255, 0, 0))
    opened = open_image(stored(red, icc_profile=bytes(swapped)))
    assert close(opened[0, 0], (0, 255, 0), 3)


def test_a_broken_profile_is_ignored():
    opened = open_image(stored(arrow(), icc_profile=b"not a profile"))
    assert close(opened[3, 3], (254, 0, 0))


def test_an_animation_gives_its_first_frame():
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("red", "blue")]
    kept = stored(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert close(open_image(kept)[0, 0], (254, 0, 0))


def test_heic_is_opened():
    opened = open_image(stored(arrow(64, 64), "HEIF", quality=90))
    assert opened.shape == (64, 64, 3)
    assert close(opened[4, 4], (254, 0, 0), 30)


def test_a_large_photograph_is_reduced_to_the_working_size():
    opened = open_image(stored(Image.new("RGB", (5000, 2500), "green"), "JPEG"))
    assert opened.shape == (1024, 2048, 3)


def test_a_large_run_may_ask_for_a_larger_photograph():
    kept = stored(Image.new("RGB", (5000, 2500), "green"), "JPEG")
    assert open_image(kept, edge_px=working_edge_px(4096)).shape == (2048, 4096, 3)
    assert open_image(kept, edge_px=working_edge_px(512)).shape == (1024, 2048, 3)


def bomb():
    """A PNG header that claims 60,000 × 60,000 px."""

    def chunk(name, body):
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


REFUSED = {
    "empty": (b"", "empty"),
    "text": (b"Dear gallery, here is my selfie.", "not a picture"),
    "truncated": (stored(arrow(600, 400), "JPEG")[:900], "damaged"),
    "bomb": (bomb(), "limit is 50 MP"),
    "large": (stored(Image.new("1", (9000, 8000))), "72 MP"),
    "one pixel": (stored(Image.new("RGB", (1, 1))), "1 × 1 px"),
    "panorama": (stored(Image.new("RGB", (2000, 100))), "20 times"),
    "heavy": (b"\xff\xd8" + bytes(40_000_001), "more than 40 MB"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused_in_words_that_say_why_and_what_to_do(case):
    content, words = REFUSED[case]
    with pytest.raises(InputError, match=words) as refused:
        open_image(content)
    assert str(refused.value).endswith(".")
    assert "Error" not in str(refused.value)


def test_a_missing_file_is_an_input_error(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        open_image(tmp_path / "nowhere.jpg")


@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a"]),
)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_bytes_are_a_picture_or_an_input_error(noise, magic):
    try:
        opened = open_image(magic + noise)
    except InputError:
        return
    assert opened.dtype == np.uint8


@given(st.integers(32, 400), st.integers(32, 400), st.integers(64, 2048))
@settings(max_examples=100, deadline=None)
def test_size_at_keeps_the_aspect_ratio(height, width, edge):
    found = size_at(np.empty((height, width, 3), np.uint8), edge)
    assert max(found) == edge
    assert abs(found[0] * width - found[1] * height) <= max(height, width) * 0.5 + 1


def test_resize_gives_height_and_width_in_that_order():
    assert resize(np.zeros((40, 60, 3), np.uint8), 20, 30).shape == (20, 30, 3)


def test_png_carries_the_record_and_the_pixels(tmp_path):
    picture = np.asarray(arrow())
    record = {"settings": {"seed": 7}, "artwork": {"title": "神奈川沖浪裏"}}
    path = tmp_path / "pastiche.png"
    path.write_bytes(encode_png(picture, record))
    assert read_record(path) == record
    assert np.array_equal(open_image(path), picture)


@pytest.mark.parametrize("name", ["plain.png", "other.json", "broken.json"])
def test_a_file_without_a_record_is_refused(name, tmp_path):
    path = tmp_path / name
    path.write_bytes({"plain.png": stored(arrow()), "other.json": b"{}"}.get(name, b"{"))
    with pytest.raises(InputError, match="record"):
        read_record(path)


def test_timelapse_has_every_frame_at_the_last_ones_size():
    frames = [np.full((20 * n, 30 * n, 3), 60 * n, np.uint8) for n in (1, 2, 3)]
    with Image.open(io.BytesIO(encode_timelapse(frames))) as film:
        assert film.n_frames == 3
        assert film.size == (90, 60)


def test_jpeg_preview_looks_like_the_picture():
    picture = np.asarray(arrow())
    with Image.open(io.BytesIO(encode_jpeg(picture, 95))) as preview:
        assert np.abs(np.asarray(preview, int) - picture).mean() < 4


def test_fingerprint_tells_shape_as_well_as_bytes():
    flat = np.zeros((2, 8, 3), np.uint8)
    assert fingerprint(flat) != fingerprint(flat.reshape(4, 4, 3))
