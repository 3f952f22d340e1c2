"""What LibreOffice finds when it starts: settings that let it run and fetch nothing, and a macro of ours."""

from __future__ import annotations

from pathlib import Path
from typing import Final

MACRO: Final = 'macro:///Standard.Servant.Serve("{}/")'
"""The argument by which LibreOffice serves a folder, given as an address: `file:///tmp/folder`."""

_COMMON: Final = "/org.openoffice.Office.Common"
_SCRIPTING: Final = f"{_COMMON}/Security/Scripting"
_WRITER: Final = "/org.openoffice.Office.Writer/Content/Update"
_INET: Final = "/org.openoffice.Inet/Settings"
_NEVER: Final = "2"
_MANUAL: Final = "2"
_NOBODY: Final = "127.0.0.1"
_DISCARD: Final = "9"

_SETTINGS: Final = (
    ("/org.openoffice.Setup/Office", "ooSetupInstCompleted", "true"),
    (_SCRIPTING, "MacroSecurityLevel", "3"),
    (_SCRIPTING, "DisableActiveContent", "true"),
    (_SCRIPTING, "DisablePythonRuntime", "true"),
    (_SCRIPTING, "DisableOLEAutomation", "true"),
    (_SCRIPTING, "BlockUntrustedRefererLinks", "true"),
    (_WRITER, "Link", _NEVER),
    (_WRITER, "Field", "false"),
    (_WRITER, "Chart", "false"),
    (_INET, "ooInetProxyType", _MANUAL),
    (_INET, "ooInetHTTPProxyName", _NOBODY),
    (_INET, "ooInetHTTPProxyPort", _DISCARD),
    (_INET, "ooInetHTTPSProxyName", _NOBODY),
    (_INET, "ooInetHTTPSProxyPort", _DISCARD),
    (_INET, "ooInetFTPProxyName", _NOBODY),
    (_INET, "ooInetFTPProxyPort", _DISCARD),
    ("/org.openoffice.Office.Recovery/AutoSave", "Enabled", "false"),
    ("/org.openoffice.Office.Java/VirtualMachine", "Enable", "false"),
)
"""Path, name, value.  LibreOffice passes over a setting that its version does not know.

The first one keeps it from overwriting the files below with its own.
"""

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_ITEM: Final = '<item oor:path="{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>\n'
_REGISTRY: Final = '<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n{}</oor:items>\n'
_LIBRARIES: Final = (
    '<library:libraries xmlns:library="http://openoffice.org/2000/library">'
    '<library:library library:name="Standard" library:link="false"/></library:libraries>\n'
)
_LIBRARY: Final = (
    '<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"'
    ' library:readonly="false" library:passwordprotected="false">{}</library:library>\n'
)
_MODULE: Final = (
    '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Servant"'
    ' script:language="StarBasic">\n{}</script:module>\n'
)

_BASIC: Final = """\
Sub Serve(folder As String)
  Say(folder, "ready")
  Do
    If FileExists(folder &amp; "ask") Then
      Open folder &amp; "ask" For Input As #1
      Line Input #1, ending
      Line Input #1, reader
      Close #1
      Kill folder &amp; "ask"
      Say(folder, Converted(folder &amp; "in." &amp; ending, reader, folder &amp; "out.docx"))
    End If
    Wait 5
  Loop
End Sub

Sub Say(folder As String, words As String)
  Open folder &amp; "saying" For Output As #2
  Print #2, words
  Close #2
  Name folder &amp; "saying" As folder &amp; "answer"
End Sub

Function Converted(source As String, reader As String, target As String) As String
  On Error Goto Failed
  Dim how(4) As New com.sun.star.beans.PropertyValue
  how(0).Name = "Hidden" : how(0).Value = True
  how(1).Name = "ReadOnly" : how(1).Value = True
  how(2).Name = "MacroExecutionMode" : how(2).Value = 0
  how(3).Name = "UpdateDocMode" : how(3).Value = 0
  If reader &lt;&gt; "" Then
    how(4).Name = "FilterName" : how(4).Value = reader
  End If
  Dim form(0) As New com.sun.star.beans.PropertyValue
  form(0).Name = "FilterName" : form(0).Value = "MS Word 2007 XML"
  document = StarDesktop.loadComponentFromURL(source, "_blank", 0, how)
  If IsNull(document) Then
    Converted = "refused"
    Exit Function
  End If
  document.storeToURL(target, form)
  document.close(True)
  Converted = "done"
  Exit Function
Failed:
  Converted = "refused " &amp; Error
  On Error Resume Next
  document.close(True)
End Function
"""
"""Serves for ever: finds a file `ask`, which names the ending of the file `in` and the filter that
reads it, and writes `answer`.  With a reader named nothing is guessed: no garbage becomes plain text.

No macro of a document is run (MacroExecutionMode 0), no link followed (UpdateDocMode 0).  LibreOfficeKit
would spare the files, but shows documents, and fails on comments where no windows are installed.
"""

_FILES: Final = {
    "registrymodifications.xcu": _HEAD + _REGISTRY.format("".join(_ITEM.format(*row) for row in _SETTINGS)),
    "basic/script.xlc": _HEAD + _LIBRARIES,
    "basic/dialog.xlc": _HEAD + _LIBRARIES,
    "basic/Standard/script.xlb": _HEAD + _LIBRARY.format('<library:element library:name="Servant"/>'),
    "basic/Standard/dialog.xlb": _HEAD + _LIBRARY.format(""),
    "basic/Standard/Servant.xba": _HEAD + _MODULE.format(_BASIC),
}


def write_profile(folder: Path) -> None:
    """Write the files of a new profile."""
    for name, text in _FILES.items():
        path = folder / "user" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
