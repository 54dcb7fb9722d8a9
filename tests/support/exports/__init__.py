"""Seeded exports of every shape that a person can download, written as Meta writes them, with the truth beside them."""

from tests.support.exports.generator import generate
from tests.support.exports.million import BigExport, build_million
from tests.support.exports.truth import Delivery, GeneratedExport, Shape, TrueConversation

__all__ = ["BigExport", "Delivery", "GeneratedExport", "Shape", "TrueConversation", "build_million", "generate"]
