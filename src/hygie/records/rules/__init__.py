"""Pure decisions about records: no Django, no input or output."""
