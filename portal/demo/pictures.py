"""Pictures drawn by this program: hills by the sea in the colours of a topic. Free of any rights of others."""

from io import BytesIO
from math import sin

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from organizations.models import Picture, Topic

SIZE = (1280, 720)
SKIES = {  # topic: (sky, sun, far hills, near hills, ground, what stands on the ground)
    "play": ("#fdeccb", "#f3a64a", "#9fc8c2", "#5fa39a", "#2f6f68", "swing"),
    "reading": ("#efe6f5", "#f6d27a", "#b9a7d6", "#8a74b8", "#4b3d7a", "book"),
    "food": ("#fff1d6", "#e9683c", "#f2b98a", "#d98a54", "#8a4a2b", "bowl"),
    "health": ("#e4f3ee", "#f7c6a3", "#a9d4c4", "#6fb19d", "#39776a", "leaf"),
    "study": ("#e3edf8", "#f5c84c", "#9fbbe0", "#6789c2", "#2c4a86", "book"),
    "nature": ("#e6f2dc", "#f4c542", "#a9cf8f", "#6fa35b", "#355f35", "tree"),
    "arts": ("#fbe5ea", "#f29cb0", "#d9a7c7", "#a86f9e", "#6a3a68", "note"),
    "sports": ("#dff1fb", "#f08a3c", "#8fc4e4", "#4f93c4", "#1f5c8c", "ball"),
    "talk": ("#fbefe0", "#e8a15c", "#e2bfa0", "#c08e66", "#7a5238", "house"),
    "teens": ("#d9d6ef", "#f3b6d0", "#8f88c4", "#5b539b", "#2d2866", "note"),
    "world": ("#e0f4f1", "#f2b632", "#8fd0c5", "#43a195", "#14665e", "house"),
    "safety": ("#fdeede", "#e2574c", "#f0b79a", "#c97a5b", "#7d3c2c", "house"),
    "work": ("#eef1e2", "#e4a63a", "#c3c79a", "#8f9560", "#525a2c", "ball"),
}


def picture_for(topic: str) -> Picture:
    """Give the picture of a topic; drawn and stored the first time."""
    title = f"demo-{topic}"
    found = Picture.objects.filter(title=title).first()
    if found:
        return found
    name = Topic.objects.get(slug=topic).name
    return Picture.objects.create(
        title=title,
        alt=f"海辺の丘の絵（{name}）",
        credit="汐見市",
        source="このサイトのための絵",
        people=Picture.People.NONE,
        file=ContentFile(draw(topic), name=f"{title}.png"),
    )


def draw(topic: str) -> bytes:
    """Draw a topic's picture as a PNG."""
    sky, sun, far, near, ground, thing = SKIES[topic]
    image = Image.new("RGB", SIZE, sky)
    pen = ImageDraw.Draw(image)
    shift = list(SKIES).index(topic)
    pen.ellipse(_box(900 - 40 * (shift % 5), 210, 90), fill=sun)
    _hills(pen, far, 330, 60, 0.004, shift)
    _hills(pen, near, 430, 50, 0.006, shift * 2)
    pen.rectangle((0, 500, SIZE[0], 540), fill="#cfe6ee")
    _hills(pen, ground, 560, 26, 0.005, shift * 3)
    for place in (230, 420, 1010):
        _thing(pen, thing, place, sky)
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _box(x: int, y: int, radius: int) -> tuple[int, int, int, int]:
    return (x - radius, y - radius, x + radius, y + radius)


def _hills(pen: ImageDraw.ImageDraw, colour: str, height: int, swing: int, pitch: float, shift: int) -> None:
    edge = [(x, height + swing * sin(x * pitch + shift)) for x in range(0, SIZE[0] + 8, 8)]
    pen.polygon([(0, SIZE[1]), *edge, (SIZE[0], SIZE[1])], fill=colour)


def _thing(pen: ImageDraw.ImageDraw, thing: str, x: int, colour: str) -> None:
    """Draw one light shape standing on the ground at ``x``."""
    y = 610
    if thing in ("house", "swing"):
        pen.polygon([(x - 60, y - 50), (x, y - 100), (x + 60, y - 50)], fill=colour)
        pen.rectangle((x - 45, y - 50, x + 45, y + 20), outline=colour, width=8)
    elif thing in ("tree", "leaf"):
        pen.ellipse((x - 45, y - 120, x + 45, y - 20), fill=colour)
        pen.rectangle((x - 6, y - 30, x + 6, y + 25), fill=colour)
    elif thing == "book":
        pen.polygon([(x, y - 30), (x - 70, y - 55), (x - 70, y + 10), (x, y + 30)], fill=colour)
        pen.polygon([(x + 6, y - 30), (x + 76, y - 55), (x + 76, y + 10), (x + 6, y + 30)], fill=colour)
    elif thing == "bowl":
        pen.chord((x - 60, y - 70, x + 60, y + 40), 0, 180, fill=colour)
    elif thing == "note":
        pen.ellipse((x - 34, y - 10, x + 10, y + 24), fill=colour)
        pen.rectangle((x + 2, y - 100, x + 10, y + 8), fill=colour)
    else:
        pen.ellipse(_box(x, y - 20, 38), fill=colour)
