"""How a line of the log is written."""

from __future__ import annotations

import copy
import logging


class Line(logging.Formatter):
    """One line, never a traceback: the message of an error may quote a patient's name.

    What went wrong is found by the reference that `middleware.tell` writes.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line, without the error that came with it."""
        bare = copy.copy(record)
        bare.exc_info = bare.exc_text = bare.stack_info = None
        return super().format(bare)
