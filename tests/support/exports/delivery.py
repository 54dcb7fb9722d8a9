"""How downloads come to lie on a disk: as folders, as zips, and as parts of either."""

import random
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.support.exports.truth import Delivery, Tree

_AS_ZIPS = {Delivery.ZIPS, Delivery.FOLDER_OF_ZIPS, Delivery.PARTS, Delivery.ZIPS_AND_FOLDERS}
_AS_FOLDERS = {Delivery.FOLDERS, Delivery.ONE_FOLDER_ABOVE, Delivery.PARTS_EXTRACTED, Delivery.ZIPS_AND_FOLDERS}
_ABOVE = {Delivery.ONE_FOLDER_ABOVE, Delivery.FOLDER_OF_ZIPS, Delivery.PARTS_EXTRACTED}


def deliver(chance: random.Random, folder: Path, trees: Sequence[Tree], delivery: Delivery) -> tuple[Path, ...]:
    """Write downloads below a folder and return what the person would choose."""
    if delivery in {Delivery.PARTS, Delivery.PARTS_EXTRACTED, Delivery.ZIPS_BESIDE_FOLDERS}:
        trees = [part for tree in trees for part in in_parts(chance, tree)]
    if delivery is Delivery.ZIPS_BESIDE_FOLDERS:
        for number, tree in enumerate(trees):
            # A zip that is a folder further down is found as well.
            below = folder / chance.choice(("", "downloads"))
            write_zip(below / f"{tree.name}.zip", tree) if number % 2 else write_folder(folder / tree.name, tree)
        return (folder,)
    paths: list[Path] = []
    if delivery in _AS_ZIPS:
        paths += [write_zip(folder / f"{tree.name}.zip", tree) for tree in trees]
    if delivery in _AS_FOLDERS:
        paths += [write_folder(folder / tree.name, tree) for tree in trees]
    return (folder,) if delivery in _ABOVE else tuple(paths)


def in_parts(chance: random.Random, tree: Tree) -> list[Tree]:
    """A download shared out over several that have the tree in common, the last one with media only."""
    parts = [Tree(f"{tree.name}-part{number}") for number in range(1, chance.randint(2, 3) + 1)]
    part_of_whole = {folder: chance.choice(parts) for folder in sorted(tree.whole)}
    for path, data in tree:
        part = part_of_whole.get(path.rpartition("/")[0]) or chance.choice(parts)
        part.files[path] = data
    media = Tree(f"{tree.name}-part{len(parts) + 1}", {"your_facebook_activity/messages/photos/1.jpg": b"\xff\xd8"})
    for number, part in enumerate([*parts, media]):
        part.files[f"facebook_{1000 + number}.zip"] = b""
    return [*parts, media]


def write_folder(folder: Path, files: Iterable[tuple[str, bytes]]) -> Path:
    """Write files below a folder, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    made = {folder}
    for name, data in files:
        path = folder / name
        if path.parent not in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            made.add(path.parent)
        path.write_bytes(data)
    return folder


def write_zip(path: Path, files: Iterable[tuple[str, bytes]]) -> Path:
    """Write files into a zip whose folder is made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return path
