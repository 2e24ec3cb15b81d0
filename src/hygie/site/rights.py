"""Who may open which address: the one place where it is decided.

Rights bind inside Hygie. They do not protect the file against someone who takes it *and* knows a
passphrase: the base has one key. The screens "Membres" and "Sécurité" say so.
An address without a line here is refused to everybody, and a test fails.
"""

from __future__ import annotations

from dataclasses import dataclass

from hygie.accounts.models import Role

OWNER = frozenset({Role.OWNER})
CARERS = frozenset({Role.OWNER, Role.PROFESSIONAL})
TEAM = frozenset({Role.OWNER, Role.PROFESSIONAL, Role.SECRETARY})
EVERYBODY = frozenset(Role)


@dataclass(frozen=True)
class Right:
    """What an address asks.

    Attributes:
        roles: who may open it, once signed in.
        is_public: nobody needs to be signed in, nor the base open.
        while_locked: reached by a session that its short code protects.
    """

    roles: frozenset[Role] = frozenset()
    is_public: bool = False
    while_locked: bool = False


PUBLIC = Right(is_public=True)

RIGHTS: dict[str, Right] = {
    "static": PUBLIC,
    "favicon": PUBLIC,
    "practice:begin": PUBLIC,
    "site:try_demonstration": PUBLIC,
    "accounts:sign_in": PUBLIC,
    "accounts:recover": PUBLIC,
    "incidents:problem": PUBLIC,
    "traps:trap": PUBLIC,
    "incidents:card": PUBLIC,
    # The day's paper names patients: never shown to the technician.
    "incidents:offline": Right(TEAM),
    "incidents:ask_evening": Right(TEAM),
    "incidents:make_evening": Right(TEAM),
    "incidents:stop_evening": Right(TEAM),
    "incidents:kept_day": Right(TEAM),
    "accounts:quick_lock": Right(EVERYBODY, while_locked=True),
    "accounts:quick_unlock": Right(EVERYBODY, while_locked=True),
    "accounts:sign_out": Right(EVERYBODY, while_locked=True),
    "accounts:lock_all": Right(TEAM, while_locked=True),
    "accounts:resume": Right(EVERYBODY),
    # What is typed while the page pauses by itself is still kept.
    "accounts:draft": Right(EVERYBODY, while_locked=True),
    "accounts:pin": Right(EVERYBODY),
    "accounts:passphrase": Right(EVERYBODY),
    "accounts:members": Right(TEAM),
    "accounts:add_member": Right(OWNER),
    "accounts:change_role": Right(OWNER),
    "accounts:remove_member": Right(OWNER),
    "accounts:security": Right(OWNER),
    "accounts:recovery": Right(OWNER),
    "accounts:renew_recovery": Right(OWNER),
    "accounts:change_key": Right(OWNER),
    "accounts:copy_base": Right(OWNER),
    "accounts:allow_key_store": Right(OWNER),
    "accounts:revoke_access": Right(OWNER),
    "practice:practice": Right(TEAM),
    "practice:professional": Right(TEAM),
    "practice:computers": Right(EVERYBODY),
    "practice:disks": Right(EVERYBODY),
    "practice:suppliers": Right(EVERYBODY),
    "practice:add": Right(TEAM),
    "practice:edit": Right(TEAM),
    "practice:remove": Right(TEAM),
    # A patient's name is never shown to the technician.
    "patients:patients": Right(TEAM),
    "patients:patient": Right(TEAM),
    "patients:sheet": Right(TEAM),
    "patients:keep_sheet": Right(TEAM),
    "patients:drop_sheet": Right(TEAM),
    "patients:add": Right(TEAM),
    "patients:change": Right(TEAM),
    "patients:import": Right(TEAM),
    "patients:import_columns": Right(TEAM),
    "patients:import_progress": Right(TEAM),
    "patients:import_stop": Right(TEAM),
    "patients:import_refused": Right(TEAM),
    "patients:deceased": Right(TEAM),
    "patients:alive": Right(TEAM),
    "patients:add_note": Right(TEAM),
    "patients:end_note": Right(TEAM),
    "patients:doubts": Right(TEAM),
    "patients:doubt": Right(TEAM),
    "patients:part": Right(TEAM),
    "patients:lines": Right(CARERS),
    # They name patients: never shown to the technician.
    "filing:waiting": Right(TEAM),
    "filing:folder": Right(TEAM),
    "filing:stop": Right(TEAM),
    "filing:look": Right(TEAM),
    "filing:refuse": Right(TEAM),
    "filing:choose": Right(TEAM),
    "filing:original": Right(TEAM),
    "filing:file": Right(TEAM),
    "filing:leave": Right(TEAM),
    "filing:take_back": Right(TEAM),
    "filing:make_patient": Right(TEAM),
    "filing:document": Right(TEAM),
    "filing:move": Right(TEAM),
    # records, closing: the owner decides and seals, the team ticks and follows.
    "records:absence": Right(OWNER),
    "records:absence_paper": Right(OWNER),
    "records:closing": Right(TEAM),
    "records:closing_decide": Right(OWNER),
    "records:closing_drop": Right(OWNER),
    "records:closing_take_up": Right(OWNER),
    "records:closing_close": Right(OWNER),
    "records:closing_reopen": Right(OWNER),
    "records:closing_task": Right(TEAM),
    "records:closing_untick": Right(TEAM),
    "records:closing_paper": Right(TEAM),
    "records:closing_progress": Right(TEAM),
    # What it stops may be the owner's sealing: hers to stop.
    "records:closing_stop": Right(OWNER),
    "records:closing_letters": Right(TEAM),
    "records:closing_prepare": Right(OWNER),
    "records:closing_posted": Right(TEAM),
    "records:closing_list": Right(TEAM),
    "records:closing_letter": Right(TEAM),
    "records:closing_letter_again": Right(TEAM),
    "records:closing_letter_send": Right(TEAM),
    "records:closing_receipt": Right(TEAM),
    "records:closing_copy": Right(OWNER),
    "records:closing_archive": Right(OWNER),
    "records:closing_key": Right(OWNER),
    "records:closing_archive_paper": Right(OWNER),
    "records:closing_transfer": Right(OWNER),
    "records:closing_transfer_paper": Right(OWNER),
    "records:closing_code_paper": Right(OWNER),
    "records:review": Right(TEAM),
    "records:prepare": Right(TEAM),
    "records:archive": Right(CARERS),
    "records:close_review": Right(CARERS),
    "records:file": Right(TEAM),
    "records:category": Right(CARERS),
    "records:add_hold": Right(CARERS),
    "records:hold": Right(CARERS),
    "records:lift_hold": Right(CARERS),
    "records:withdraw_hold": Right(CARERS),
    "records:holds": Right(TEAM),
    "records:boxes": Right(TEAM),
    "records:add_box": Right(TEAM),
    "records:box": Right(TEAM),
    # How long the practice keeps what no text foresaw is its owner's choice.
    "records:durations": Right(TEAM),
    "records:add_class": Right(OWNER),
    "records:own_class": Right(OWNER),
    "records:withdraw_class": Right(OWNER),
    "records:put_back_class": Right(OWNER),
    "records:add_export": Right(TEAM),
    "records:export": Right(TEAM),
    "records:lists": Right(TEAM),
    "records:list": Right(TEAM),
    "records:take_off": Right(TEAM),
    # Who prepares is not who decides: the secretary prepares, a carer signs, another confirms.
    "records:sign": Right(CARERS),
    "records:confirm": Right(CARERS),
    "records:cancel": Right(CARERS),
    "records:say_of_copies": Right(CARERS),
    "records:remove_copies": Right(OWNER),
    "records:certificate": Right(CARERS),
    "records:register": Right(CARERS),
    # It shows patients' files and images: never to the technician.
    "airlock:choose": Right(TEAM),
    "airlock:keys": Right(TEAM),
    "airlock:start": Right(TEAM),
    "airlock:run": Right(TEAM),
    "airlock:bar": Right(TEAM),
    "airlock:skip": Right(TEAM),
    "airlock:stop": Right(TEAM),
    "airlock:hand_over": Right(TEAM),
    "airlock:finish": Right(TEAM),
    "airlock:paper": Right(TEAM),
    "airlock:to_patient": Right(TEAM),
    "airlock:history": Right(TEAM),
    "airlock:kept_paper": Right(TEAM),
    "airlock:receive": Right(TEAM),
    # A station is accepted there, by the owner only: the view asks.
    "airlock:parcel": Right(TEAM),
    "airlock:stations": Right(TEAM),
    "airlock:withdraw": Right(OWNER),
    "airlock:document": Right(TEAM),
    "airlock:images": Right(TEAM),
    "airlock:series": Right(TEAM),
    "airlock:frame": Right(TEAM),
    "journal:entries": Right(CARERS),
    "journal:verify": Right(CARERS),
    "answers:guide": Right(EVERYBODY),
    "answers:ask": Right(EVERYBODY),
    "answers:found": Right(EVERYBODY),
    "answers:entry": Right(EVERYBODY),
    "answers:sheet": Right(EVERYBODY),
    "answers:keep": Right(TEAM),
    "answers:kept": Right(TEAM),
    "answers:forget": Right(TEAM),
    "answers:export": Right(TEAM),
    "checkup:look": Right(EVERYBODY),
    "checkup:computer": Right(EVERYBODY),
    "records:requests": Right(TEAM),
    "records:request_find": Right(TEAM),
    "records:request_new": Right(TEAM),
    "records:request": Right(TEAM),
    "records:request_change": Right(TEAM),
    "records:request_proofs": Right(TEAM),
    "records:request_step": Right(TEAM),
    "records:request_items": Right(TEAM),
    "records:request_remove_item": Right(TEAM),
    "records:request_paper": Right(TEAM),
    "records:request_list": Right(TEAM),
    # What is given, and why not, is a professional's to decide and to hand over.
    "records:request_scope": Right(CARERS),
    "records:request_grant": Right(CARERS),
    "records:request_refuse": Right(CARERS),
    "records:request_delay": Right(CARERS),
    "records:request_copy": Right(CARERS),
    "records:request_document": Right(CARERS),
    "records:request_passphrase": Right(CARERS),
    "home:home": Right(EVERYBODY),
    "home:answer": Right(EVERYBODY),
    "home:answer_sheet": Right(EVERYBODY),
    "home:questions": Right(TEAM),
    "home:question": Right(TEAM),
    "home:technician_sheet": Right(EVERYBODY),
    "home:recovery_sheet": Right(OWNER),
    "home:report": Right(EVERYBODY),
    "site:guides": Right(EVERYBODY),
    "site:guide": Right(EVERYBODY),
}


def right_of(url_name: str) -> Right:
    """The decision for an address; nobody when there is none."""
    return RIGHTS.get(url_name, Right())


def may(role: str | None, url_name: str) -> bool:
    """Somebody of that role (None: nobody signed in) may open the address."""
    right = right_of(url_name)
    return right.is_public or (role is not None and role in right.roles)
