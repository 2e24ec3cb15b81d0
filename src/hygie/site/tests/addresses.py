"""Every address of the project, by its full name."""

from django.urls import URLResolver, get_resolver

# These only act: read as pages, they send home.
ONLY_ACT = {
    "accounts:sign_out", "accounts:lock_all", "accounts:quick_lock", "accounts:draft",
    "accounts:change_role", "accounts:renew_recovery", "accounts:change_key",
    "accounts:allow_key_store", "accounts:revoke_access", "checkup:look",
    "records:closing_take_up", "records:closing_close", "records:closing_reopen",
    "records:closing_untick", "records:closing_stop", "records:closing_prepare",
    "records:closing_posted", "records:closing_letter_again", "records:closing_letter_send",
    "records:closing_key",
    "site:try_demonstration", "patients:alive", "patients:end_note", "patients:part",
    "answers:ask", "answers:keep", "answers:forget",
    "incidents:ask_evening", "incidents:make_evening", "incidents:stop_evening",
    "filing:stop", "filing:look", "filing:refuse", "filing:file", "filing:leave",
    "filing:take_back", "filing:make_patient", "patients:keep_sheet", "patients:drop_sheet",
    "records:request_proofs", "records:request_step", "records:request_remove_item",
    "records:prepare", "records:archive", "records:close_review", "records:lift_hold",
    "records:withdraw_hold", "records:take_off", "records:sign", "records:cancel",
    "airlock:start", "airlock:skip", "airlock:stop", "airlock:withdraw",
    "records:confirm", "records:say_of_copies", "records:remove_copies",
    "records:withdraw_class", "records:put_back_class",
}  # fmt: skip


def named(patterns, space="", *, without_arguments=False):
    """The full name of each address, at any depth; only those that ask for nothing, if told so."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from named(pattern.url_patterns, inner, without_arguments=without_arguments)
        elif not (without_arguments and pattern.pattern.regex.groups):
            yield f"{space}{pattern.name}"


ADDRESSES = sorted(set(named(get_resolver().url_patterns)))
NEED_NOTHING = sorted(set(named(get_resolver().url_patterns, without_arguments=True)) - ONLY_ACT)
