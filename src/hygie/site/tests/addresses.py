"""Every address of the project, by its full name."""

from django.urls import URLResolver, get_resolver

# These only act: read as pages, they send home.
ONLY_ACT = {
    "accounts:sign_out", "accounts:lock_all", "accounts:quick_lock", "accounts:draft",
    "accounts:change_role", "accounts:renew_recovery", "accounts:change_key",
    "accounts:allow_key_store", "accounts:revoke_access", "checkup:look",
    "site:try_demonstration", "patients:alive", "patients:end_note", "patients:part",
    "records:prepare", "records:archive", "records:close_review", "records:lift_hold",
    "records:withdraw_hold", "records:take_off", "records:sign", "records:cancel",
    "records:confirm", "records:say_of_copies", "records:remove_copies",
}  # fmt: skip


def named(patterns, space=""):
    """The full name of each address, at any depth."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from named(pattern.url_patterns, inner)
        else:
            yield f"{space}{pattern.name}"


ADDRESSES = sorted(set(named(get_resolver().url_patterns)))
