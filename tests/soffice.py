"""The LibreOffice of this machine, for tests that need one."""

from __future__ import annotations

import pytest

from intake.documents.office import find

needed = pytest.mark.skipif(find() is None, reason="no LibreOffice (soffice) on this machine")
