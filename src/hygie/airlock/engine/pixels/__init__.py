"""DICOM pixels: decoded to be handed over, drawn to be looked at; never measured, never altered."""
