"""Grey levels to look with: which values of a slice go from black to white."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Window:
    """A named window, in the unit of the image (Hounsfield units for a CT).

    Attributes:
        code: stable, for addresses ("os").
        label: in French, as shown.
        centre, width: as (0028,1050) and (0028,1051).
    """

    code: str
    label: str
    centre: float
    width: float

    @property
    def values(self) -> tuple[float, float]:
        """Centre and width, as `engine.pixels.render` wants them."""
        return (self.centre, self.width)


# Usual values of radiology; they choose what is seen on screen, nothing is decided with them.
CT_WINDOWS = (
    Window(code="os", label="Os", centre=400.0, width=1800.0),
    Window(code="poumon", label="Poumon", centre=-600.0, width=1500.0),
    Window(code="cerveau", label="Cerveau", centre=40.0, width=80.0),
    Window(code="abdomen", label="Abdomen", centre=50.0, width=400.0),
)


def windows_of(modality: str) -> tuple[Window, ...]:
    """The windows to offer for a modality (0008,0060): only a CT has a scale they are made for."""
    return CT_WINDOWS if modality == "CT" else ()


def window_of(code: str) -> Window | None:
    """The window of that code."""
    return next((window for window in CT_WINDOWS if window.code == code), None)
