"""What stands below the body in Word: recipients and signature side by side; the set-up of a section."""

from io import BytesIO
from typing import Any

from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml

from . import layout, wording
from .blocks import OfficialDocument, Signature
from .wordml import EMU, Element, cell, element, paragraph, row, run, table, twips

_RIGHT = layout.SIGNATURE_COLUMN
_LEFT = layout.TEXT_WIDTH - _RIGHT


def ending(document: OfficialDocument, part: Any) -> list[Element]:
    """Recipients on the left, signature on the right; one row, so that neither is ever split."""
    if document.signature is None and not document.recipients:
        return []
    signer = [] if document.signature is None else _signer(document.signature, part)
    left = cell(_recipients(document) or [paragraph()], width=_LEFT)
    right = cell(signer or [paragraph()], width=_RIGHT)
    return [
        paragraph(exact=8, keep_next=True),
        table((row((left, right)),), widths=(_LEFT, _RIGHT), borders=False, padding=0),
    ]


def _recipients(document: OfficialDocument) -> list[Element]:
    lines = wording.listed(document.recipients, lead="- ")
    if not lines:
        return []
    title = run(wording.RECIPIENTS, size=layout.SIZE_RECIPIENTS_TITLE, bold=True, italic=True)
    return [paragraph((title,)), *(paragraph((run(line, size=layout.SIZE_RECIPIENTS),)) for line in lines)]


def _signer(signature: Signature, part: Any) -> list[Element]:
    titles = [_bold(line) for line in wording.signer_titles(signature)]
    space = paragraph(_pictures(signature, part), exact=layout.SIGNATURE_GAP)
    return [*titles, space, _bold(signature.name)]


def _bold(text: str) -> Element:
    return paragraph((run(text, bold=True),), align="center")


def _pictures(signature: Signature, part: Any) -> list[Element]:
    room = (layout.SIGNATURE_WIDTH, layout.SIGNATURE_HEIGHT)
    pictures = []
    if signature.signature_image is not None:
        pictures.append(_picture(signature.signature_image, part, room=room, shift=0.0, name="Chữ ký"))
    if signature.seal_image is not None:
        seal = (layout.SEAL_SIZE, layout.SEAL_SIZE)
        pictures.append(_picture(signature.seal_image, part, room=seal, shift=layout.SEAL_SHIFT, name="Dấu"))
    return pictures


def _picture(image: bytes, part: Any, *, room: tuple[float, float], shift: float, name: str) -> Element:
    """A picture that floats over the middle of its cell, moved right by `shift`, as big as `room` lets it."""
    relation, picture = part.get_or_add_image(BytesIO(image))
    scale = min(room[0] / picture.px_width, room[1] / picture.px_height)
    width, height = picture.px_width * scale, picture.px_height * scale
    left = (_RIGHT - width) / 2 + shift
    top = (layout.SIGNATURE_GAP - height) / 2
    drawing = _ANCHOR.format(
        declarations=nsdecls("w", "wp", "a", "pic", "r"),
        left=round(left * EMU),
        top=round(top * EMU),
        width=round(width * EMU),
        height=round(height * EMU),
        identifier=part.next_id,
        name=name,
        relation=relation,
    )
    return parse_xml(drawing)


_ANCHOR = """\
<w:r {declarations}><w:drawing>
<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="{identifier}" behindDoc="0"
 locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="column"><wp:posOffset>{left}</wp:posOffset></wp:positionH>
<wp:positionV relativeFrom="paragraph"><wp:posOffset>{top}</wp:posOffset></wp:positionV>
<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>
<wp:docPr id="{identifier}" name="{name}" descr="{name}"/><wp:cNvGraphicFramePr/>
<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">
<pic:pic><pic:nvPicPr><pic:cNvPr id="{identifier}" name="{name}"/><pic:cNvPicPr/></pic:nvPicPr>
<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>
<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>
</a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>"""


def section(base: Element, *, landscape: bool) -> Element:
    """Page set-up that counts its own pages and takes over the headers of `base`."""
    width, height = layout.PAGE_WIDTH, layout.PAGE_HEIGHT
    if landscape:
        width, height = height, width
    size = element("pgSz", w=twips(width), h=twips(height))
    if landscape:
        size.set(qn("w:orient"), "landscape")
    made = element("sectPr", *_headers(base), element("type", val="nextPage"), size, _margins())
    made.extend((element("pgNumType", start=1), element("titlePg")))
    return made


def _headers(base: Element) -> list[Element]:
    kinds = (
        (reference.get(qn("w:type")), reference.get(qn("r:id"))) for reference in base.headerReference_lst
    )
    made = []
    for kind, relation in kinds:
        reference = element("headerReference", type=kind)
        reference.set(qn("r:id"), relation)
        made.append(reference)
    return made


def _margins() -> Element:
    return element(
        "pgMar",
        top=twips(layout.MARGIN_TOP),
        right=twips(layout.MARGIN_RIGHT),
        bottom=twips(layout.MARGIN_BOTTOM),
        left=twips(layout.MARGIN_LEFT),
        header=twips(layout.HEADER_TOP),
        footer=twips(layout.HEADER_TOP),
        gutter=0,
    )
