"""What a page needs in order to be drawn, key by key (ISO 32000-2): everything else is left out.

For each kind of dictionary, its keys and the kind of what stands there. Arrays are looked through;
a number, a name or a string is kept wherever its key is. `PLAIN` holds nothing that points on;
`*` stands for any key; kinds between braces are maps whose every value is of that kind.
"""

from __future__ import annotations

PLAIN = "plain"

# Every stream. Its data may also lie in another file (/F): not here.
STREAM = {"Length": PLAIN, "Filter": PLAIN, "DecodeParms": "parms"}
FILTERS = {
    "FlateDecode", "Fl", "LZWDecode", "LZW", "ASCII85Decode", "A85", "ASCIIHexDecode", "AHx",
    "RunLengthDecode", "RL", "CCITTFaxDecode", "CCF", "JBIG2Decode", "DCTDecode", "DCT",
    "JPXDecode", "Crypt",
}  # fmt: skip


def _plain(words: str) -> dict[str, str]:
    return dict.fromkeys(words.split(), PLAIN)


_FUNCTION = {
    **STREAM,
    **_plain("FunctionType Domain Range Size BitsPerSample Order Encode Decode C0 C1 N Bounds"),
    "Functions": "function",
}
_TREE = _plain("Type Limits")

SCHEMA: dict[str, dict[str, str]] = {
    "trailer": {"Root": "catalog", "Size": PLAIN, "ID": PLAIN},
    "catalog": {
        **_plain("Type Version PageLayout PageMode Lang"),
        "Pages": "node", "PageLabels": "labels", "Outlines": "outline", "Dests": "{dest}",
        "Names": "names", "OutputIntents": "intent", "OCProperties": "layers",
    },
    "names": {"Dests": "destinations"},
    "destinations": {**_TREE, "Kids": "destinations", "Names": "targets"},
    "target": {"D": "dest"},
    "labels": {**_TREE, **_plain("S P St"), "Kids": "labels", "Nums": "labels"},
    "outline": {
        **_plain("Type Title Count C F"), "Dest": "dest", "A": "action", "First": "outline",
        "Last": "outline", "Next": "outline", "Prev": "outline", "Parent": "outline",
    },
    "goto": {**_plain("Type S"), "D": "dest"},
    "intent": {
        **_plain("Type S OutputCondition OutputConditionIdentifier RegistryName Info"),
        "DestOutputProfile": "colour",
    },
    "node": {
        **_plain("Type Count MediaBox CropBox Rotate"), "Kids": "node", "Parent": "node",
        "Resources": "resources",
    },
    "page": {
        **_plain("Type MediaBox CropBox BleedBox TrimBox ArtBox Rotate UserUnit Tabs"),
        "Parent": "node", "Resources": "resources", "Contents": "content", "Group": "group",
        "Annots": "annotation",
    },
    "content": STREAM,
    "parms": {
        **_plain("Predictor Colors BitsPerComponent Columns EarlyChange K EndOfLine Rows Name Type"
                 " EncodedByteAlign EndOfBlock BlackIs1 DamagedRowsBeforeError ColorTransform"),
        "JBIG2Globals": "content",
    },
    "resources": {
        "ExtGState": "{gstate}", "ColorSpace": "{colour}", "Pattern": "{pattern}",
        "Shading": "{shading}", "XObject": "{xobject}", "Font": "{font}", "ProcSet": PLAIN,
        "Properties": "{layer}",
    },
    "image": {
        **STREAM,
        **_plain("Type Subtype Name Width Height BitsPerComponent Intent ImageMask Decode"
                 " Interpolate SMaskInData Matte"),
        "ColorSpace": "colour", "Mask": "image", "SMask": "image", "OC": "layer",
    },
    "form": {
        **STREAM, **_plain("Type Subtype Name FormType BBox Matrix"), "Resources": "resources",
        "Group": "group", "OC": "layer",
    },
    "group": {**_plain("Type S I K"), "CS": "colour"},
    "gstate": {
        **_plain("Type LW LC LJ ML D RI OP op OPM FL SM SA BM CA ca AIS TK"),
        "Font": "font", "BG": "function", "BG2": "function", "UCR": "function",
        "UCR2": "function", "TR": "function", "TR2": "function", "HT": "halftone",
        "SMask": "mask",
    },
    "mask": {**_plain("Type S BC"), "G": "form", "TR": "function"},
    "function": _FUNCTION,
    "halftone": {
        **STREAM,
        **_plain("Type HalftoneType HalftoneName Frequency Angle AccurateScreens Width Height"
                 " Width2 Height2 Xsquare Ysquare"),
        "SpotFunction": "function", "TransferFunction": "function", "Default": "halftone",
        "Cyan": "halftone", "Magenta": "halftone", "Yellow": "halftone", "Black": "halftone",
        "Red": "halftone", "Green": "halftone", "Blue": "halftone", "Gray": "halftone",
    },
    "pattern": {
        **STREAM,
        **_plain("Type PatternType PaintType TilingType BBox XStep YStep Matrix"),
        "Resources": "resources", "Shading": "shading", "ExtGState": "gstate",
    },
    "shading": {
        **STREAM,
        **_plain("ShadingType Background BBox AntiAlias Domain Coords Extend Matrix Decode"
                 " BitsPerCoordinate BitsPerComponent BitsPerFlag VerticesPerRow"),
        "ColorSpace": "colour", "Function": "function",
    },
    # Colour spaces are arrays that mix names, profiles, tables and functions.
    "colour": {
        **_FUNCTION,
        **_plain("Type Subtype WhitePoint BlackPoint Gamma Matrix Components Solidities"
                 " PrintingOrder"),
        "Alternate": "colour", "ColorSpace": "colour", "Process": "colour",
        "MixingHints": "colour", "Colorants": "{colour}", "DotGain": "{function}",
    },
    "font": {
        **_plain("Type Subtype BaseFont Name FirstChar LastChar Widths FontBBox FontMatrix DW W"
                 " DW2 W2"),
        "FontDescriptor": "descriptor", "Encoding": "encoding", "ToUnicode": "encoding",
        "DescendantFonts": "font", "CharProcs": "{content}", "Resources": "resources",
        "CIDSystemInfo": "flat", "CIDToGIDMap": "content",
    },
    "descriptor": {
        **_plain("Type FontName FontFamily FontStretch FontWeight Flags FontBBox ItalicAngle"
                 " Ascent Descent Leading CapHeight XHeight StemV StemH AvgWidth MaxWidth"
                 " MissingWidth CharSet Lang"),
        "FontFile": "font_file", "FontFile2": "font_file", "FontFile3": "font_file",
        "CIDSet": "content",
    },
    "font_file": {**STREAM, **_plain("Type Subtype Length1 Length2 Length3")},
    "encoding": {
        **STREAM, **_plain("Type BaseEncoding Differences CMapName WMode"),
        "CIDSystemInfo": "flat", "UseCMap": "encoding",
    },
    "flat": {"*": PLAIN},
    "layers": {"OCGs": "layer", "D": "layer_state", "Configs": "layer_state"},
    "layer": {**_plain("Type Name Intent P"), "OCGs": "layer", "VE": "layer"},
    "layer_state": {
        **_plain("Name Creator BaseState Intent ListMode"), "ON": "layer", "OFF": "layer",
        "Order": "layer", "RBGroups": "layer", "Locked": "layer",
    },
    "annotation": {
        **_plain("Type Subtype Rect Contents NM M F AS Border C T CA ca RC CreationDate Subj RT IT"
                 " DA DS Q QuadPoints Vertices InkList L LE IC RD Name Open H State StateModel"
                 " Rotate LL LLE Cap LLO CP CO Sy OverlayText Repeat"),
        "P": "page_reference", "AP": "appearance", "OC": "layer", "Popup": "annotation",
        "Parent": "annotation", "IRT": "annotation", "BS": "flat", "BE": "flat", "MK": "flat",
        "Dest": "dest", "A": "action",
    },
    "appearance": {"N": "appearances", "D": "appearances", "R": "appearances"},
    "appearances": {"*": "form"},
}  # fmt: skip

# Notes that hold nothing but words and lines.
INERT_NOTES = {
    "Text", "FreeText", "Line", "Square", "Circle", "Polygon", "PolyLine", "Highlight",
    "Underline", "Squiggly", "StrikeOut", "Stamp", "Caret", "Ink", "Popup", "Watermark",
    "PrinterMark", "TrapNet", "Redact",
}  # fmt: skip
MEDIA_NOTES = {"Screen", "Movie", "Sound", "RichMedia", "3D"}

# Left out without a word: what describes the document to programs and draws nothing.
HARMLESS = {
    "Metadata", "PieceInfo", "LastModified", "StructTreeRoot", "StructParent", "StructParents",
    "MarkInfo", "Extensions", "ViewerPreferences", "Thumb", "B", "ID", "Info", "SpiderInfo",
    "Legal", "Requirements", "Threads", "PresSteps", "Trans", "Dur", "SeparationInfo", "Measure",
    "VP", "Usage", "AS", "DL", "SE", "SD", "Style", "FD", "Perms", "DSS", "Prev", "XRefStm",
    "DocChecksum", "Size", "Index", "W", "BoxColorInfo", "Templates", "PageElement", "ExData",
    "ActualText", "Alt", "E", "K", "DPartRoot", "DPart", "SourceInfo", "Encrypt", "Hid",
    "SMaskInData", "CreatorInfo", "Export", "Zoom", "View", "Print", "User", "Type", "Next",
    "AP", "ProcSet", "Encoding", "HSamples", "VSamples", "ADBE_FillSign", "ADBE_FillSignInfo",
    "PTEX.InfoDict", "PTEX.PageNumber", "PTEX.FileName", "OPM", "Private", "AAPL:Keywords",
}  # fmt: skip

# Left out and said: the code is that of `data/reasons/pdf.toml`.
TOLD = {
    "JS": "javascript", "JavaScript": "javascript", "URI": "link", "URLS": "link",
    "EmbeddedFiles": "attachment", "EF": "attachment", "AF": "attachment", "FS": "attachment",
    "RF": "attachment", "Collection": "attachment", "RichMediaContent": "media",
    "RichMediaSettings": "media", "Movie": "media", "Sound": "media", "Renditions": "media",
    "AlternatePresentations": "media", "3DD": "media", "3DV": "media", "3DA": "media",
    "XFA": "xfa", "Ref": "external", "OPI": "external", "Alternates": "external",
    "FFilter": "external", "FDecodeParms": "external", "WebCaptureInfo": "external",
    "IDS": "external", "PS": "program", "Level1": "program", "Trapped": "unknown",
}  # fmt: skip
