"""Where each browser keeps its programs and its profiles, on each system.

Seen on Debian: Chromium's and Firefox's folders. The others follow the vendors' habits as told by
public tools that read them; docs/probes.md says which were never seen on a real computer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from hygie.checkup.engine.probe import Machine


@dataclass(frozen=True, kw_only=True)
class Browser:
    """A browser.

    Places begin with a word: "home:", "config:" (Linux settings), "local:" and "roaming:" (the
    two AppData of Windows), "programs:" (both Program Files), "support:" (Application Support),
    "apps:" (Applications of macOS), "root:".

    Attributes:
        key: stable name, the one of the table of releases.
        label: its name on screen.
        is_firefox: its profiles are made like Firefox's, else like Chromium's.
        profiles: places of its profiles, by system.
        programs: places where the program itself leaves a version, by system.
        packages: names of its Debian packages.
        binaries: files whose presence shows that it is installed.
    """

    key: str
    label: str
    profiles: dict[str, tuple[str, ...]]
    programs: dict[str, tuple[str, ...]]
    is_firefox: bool = False
    packages: tuple[str, ...] = ()
    binaries: tuple[str, ...] = ()


def resolve(machine: Machine, place: str) -> Iterator[Path]:
    """The folders that a place names on a computer."""
    start, _, rest = place.partition(":")
    for base in _bases(machine, start):
        yield base / rest


def places(machine: Machine, named: dict[str, tuple[str, ...]]) -> Iterator[Path]:
    """The folders that a table of places names on a computer, each once."""
    seen: set[Path] = set()
    for place in named.get(machine.system, ()):
        for folder in resolve(machine, place):
            if folder not in seen:
                seen.add(folder)
                yield folder


def _bases(machine: Machine, start: str) -> Iterable[Path]:
    home = machine.home
    local = machine.local_app_data or home / "AppData" / "Local"
    bases: dict[str, tuple[Path | None, ...]] = {
        "home": (home,),
        "config": (home / ".config", machine.config_home),
        "local": (local,),
        "roaming": (machine.app_data or home / "AppData" / "Roaming",),
        "programs": (
            machine.root / "Program Files",
            machine.root / "Program Files (x86)",
            local,
            local / "Programs",
        ),
        "support": (home / "Library" / "Application Support",),
        "apps": (machine.root / "Applications", home / "Applications"),
        "root": (machine.root,),
    }
    return [base for base in bases[start] if base is not None]


def _flatpak(identifier: str) -> tuple[str, ...]:
    apps = f"flatpak/app/{identifier}"
    return (f"root:var/lib/{apps}", f"home:.local/share/{apps}")


BROWSERS = (
    Browser(
        key="chrome",
        label="Google Chrome",
        profiles={
            "linux": (
                "config:google-chrome", "config:google-chrome-beta",
                "config:google-chrome-unstable",
                "home:.var/app/com.google.Chrome/config/google-chrome",
            ),
            "windows": (
                "local:Google/Chrome/User Data", "local:Google/Chrome Beta/User Data",
                "local:Google/Chrome SxS/User Data",
            ),
            "darwin": ("support:Google/Chrome", "support:Google/Chrome Beta"),
        },
        programs={
            "windows": ("programs:Google/Chrome/Application",),
            "darwin": ("apps:Google Chrome.app",),
        },
        packages=("google-chrome-stable", "google-chrome-beta", "google-chrome-unstable"),
        binaries=(
            "root:usr/bin/google-chrome", "root:opt/google/chrome/chrome",
            *_flatpak("com.google.Chrome"),
        ),
    ),
    Browser(
        key="chromium",
        label="Chromium",
        profiles={
            "linux": (
                "config:chromium", "home:snap/chromium/common/chromium",
                "home:.var/app/org.chromium.Chromium/config/chromium",
            ),
            "windows": ("local:Chromium/User Data",),
            "darwin": ("support:Chromium",),
        },
        programs={
            "linux": ("root:snap/chromium/current",),
            "windows": ("programs:Chromium/Application",),
            "darwin": ("apps:Chromium.app",),
        },
        packages=("chromium", "chromium-browser"),
        binaries=("root:usr/bin/chromium", *_flatpak("org.chromium.Chromium")),
    ),
    Browser(
        key="edge",
        label="Microsoft Edge",
        profiles={
            "linux": (
                "config:microsoft-edge", "config:microsoft-edge-beta",
                "config:microsoft-edge-dev",
                "home:.var/app/com.microsoft.Edge/config/microsoft-edge",
            ),
            "windows": ("local:Microsoft/Edge/User Data", "local:Microsoft/Edge Beta/User Data"),
            "darwin": ("support:Microsoft Edge",),
        },
        programs={
            "windows": ("programs:Microsoft/Edge/Application",),
            "darwin": ("apps:Microsoft Edge.app",),
        },
        packages=("microsoft-edge-stable", "microsoft-edge-beta", "microsoft-edge-dev"),
        binaries=(
            "root:usr/bin/microsoft-edge", "root:opt/microsoft/msedge/msedge",
            *_flatpak("com.microsoft.Edge"),
        ),
    ),
    Browser(
        key="brave",
        label="Brave",
        profiles={
            "linux": (
                "config:BraveSoftware/Brave-Browser", "config:BraveSoftware/Brave-Browser-Beta",
                "home:snap/brave/current/.config/BraveSoftware/Brave-Browser",
                "home:.var/app/com.brave.Browser/config/BraveSoftware/Brave-Browser",
            ),
            "windows": ("local:BraveSoftware/Brave-Browser/User Data",),
            "darwin": ("support:BraveSoftware/Brave-Browser",),
        },
        programs={
            "linux": ("root:snap/brave/current",),
            "windows": ("programs:BraveSoftware/Brave-Browser/Application",),
            "darwin": ("apps:Brave Browser.app",),
        },
        packages=("brave-browser", "brave-browser-beta"),
        binaries=("root:usr/bin/brave-browser", *_flatpak("com.brave.Browser")),
    ),
    Browser(
        key="opera",
        label="Opera",
        profiles={
            "linux": (
                "config:opera", "config:opera-beta", "config:opera-developer",
                "home:snap/opera/current/.config/opera",
                "home:.var/app/com.opera.Opera/config/opera",
            ),
            "windows": ("roaming:Opera Software/Opera Stable",),
            "darwin": ("support:com.operasoftware.Opera",),
        },
        programs={
            "linux": ("root:snap/opera/current",),
            "windows": ("programs:Opera",),
            "darwin": ("apps:Opera.app",),
        },
        packages=("opera-stable", "opera-beta", "opera-developer"),
        binaries=("root:usr/bin/opera", *_flatpak("com.opera.Opera")),
    ),
    Browser(
        key="opera_gx",
        label="Opera GX",
        profiles={
            "windows": ("roaming:Opera Software/Opera GX Stable",),
            "darwin": ("support:com.operasoftware.OperaGX",),
        },
        programs={"windows": ("programs:Opera GX",), "darwin": ("apps:Opera GX.app",)},
    ),
    Browser(
        key="vivaldi",
        label="Vivaldi",
        profiles={
            "linux": (
                "config:vivaldi", "config:vivaldi-snapshot",
                "home:snap/vivaldi/current/.config/vivaldi",
                "home:.var/app/com.vivaldi.Vivaldi/config/vivaldi",
            ),
            "windows": ("local:Vivaldi/User Data",),
            "darwin": ("support:Vivaldi",),
        },
        programs={
            "linux": ("root:snap/vivaldi/current",),
            "windows": ("programs:Vivaldi/Application",),
            "darwin": ("apps:Vivaldi.app",),
        },
        packages=("vivaldi-stable", "vivaldi-snapshot"),
        binaries=("root:usr/bin/vivaldi", *_flatpak("com.vivaldi.Vivaldi")),
    ),
    Browser(
        key="firefox",
        label="Firefox",
        is_firefox=True,
        profiles={
            # Since Firefox 147 a new installation follows the XDG folders.
            "linux": (
                "home:.mozilla/firefox", "config:mozilla/firefox",
                "home:snap/firefox/common/.mozilla/firefox",
                "home:snap/firefox/common/.config/mozilla/firefox",
                "home:.var/app/org.mozilla.firefox/.mozilla/firefox",
                "home:.var/app/org.mozilla.firefox/config/mozilla/firefox",
            ),
            "windows": (
                "roaming:Mozilla/Firefox",
                "local:Packages/Mozilla.Firefox_n80bbvh6b1yt2/LocalCache/Roaming/Mozilla/Firefox",
            ),
            "darwin": ("support:Firefox",),
        },
        programs={
            "linux": (
                "root:usr/lib/firefox", "root:usr/lib64/firefox", "root:opt/firefox",
                "root:usr/lib/firefox-esr", "root:snap/firefox/current/usr/lib/firefox",
            ),
            "windows": ("programs:Mozilla Firefox", "programs:Mozilla Firefox ESR"),
            "darwin": ("apps:Firefox.app",),
        },
        packages=("firefox", "firefox-esr"),
        binaries=("root:usr/bin/firefox", *_flatpak("org.mozilla.firefox")),
    ),
)  # fmt: skip
