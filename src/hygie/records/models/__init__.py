"""What the base keeps of records, a file a part."""

from hygie.records.models.requests import RecordRequest, RequestStep, ScopeItem

__all__ = ["RecordRequest", "RequestStep", "ScopeItem"]
