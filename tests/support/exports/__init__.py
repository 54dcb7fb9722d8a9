"""Seeded exports of every shape that a person can download, written as Meta writes them, with the truth beside them."""

from tests.support.exports.million import BigExport, build_million

__all__ = ["BigExport", "build_million"]
