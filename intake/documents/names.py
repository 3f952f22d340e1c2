"""The namespaces of OOXML that carry text, in the notation of lxml."""

from __future__ import annotations

from typing import Final

_SCHEMAS: Final = "http://schemas.openxmlformats.org/"
_MICROSOFT: Final = "http://schemas.microsoft.com/office/"

W: Final = f"{{{_SCHEMAS}wordprocessingml/2006/main}}"
VAL: Final = W + "val"
A: Final = f"{{{_SCHEMAS}drawingml/2006/main}}"
C: Final = f"{{{_SCHEMAS}drawingml/2006/chart}}"
CX: Final = f"{{{_MICROSOFT}drawing/2014/chartex}}"
DGM: Final = f"{{{_SCHEMAS}drawingml/2006/diagram}}"
M: Final = f"{{{_SCHEMAS}officeDocument/2006/math}}"
MC: Final = f"{{{_SCHEMAS}markup-compatibility/2006}}"
R: Final = f"{{{_SCHEMAS}officeDocument/2006/relationships}}"
V: Final = "{urn:schemas-microsoft-com:vml}"
OFFICE: Final = "{urn:schemas-microsoft-com:office:office}"
SVG: Final = f"{{{_MICROSOFT}drawing/2016/SVG/main}}"
SYMEX: Final = f"{{{_MICROSOFT}word/2015/wordml/symex}}"
