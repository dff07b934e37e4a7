# Sourced by app/run and tests/run: installs the Debian 12 packages that are missing, by name.
#   install_packages "${build_packages[@]}" [more…]

build_packages=(
    build-essential cmake ninja-build pkg-config
    qtbase5-dev qttools5-dev libqt5svg5-dev libqwt-qt5-dev
    libssl-dev libpcre2-dev libdw-dev libserialport-dev libudev-dev libsystemd-dev libarchive-dev libboost1.81-dev
    libsoci-dev libsqlite3-dev libpq-dev
    nlohmann-json3-dev libcli11-dev libfmt-dev libspdlog-dev libexpected-dev libmbedtls-dev
)

# What makes it faster, and is not everywhere: vector AES for the image server, on amd64 only.
optional_packages=()
[ "$(dpkg --print-architecture)" = amd64 ] && optional_packages+=(libipsec-mb-dev)

test_packages=(
    libgtest-dev libgmock-dev curl openssl postgresql xvfb xauth at-spi2-core dbus-daemon desktop-file-utils appstream ccache
    clang-14 libclang-rt-14-dev
    gcc-riscv64-unknown-elf picolibc-riscv64-unknown-elf gcc-xtensa-lx106 qemu-system-misc nginx-light ser2net libxml2-utils python3
    man-db mandoc zsh fish tar
)

# The same for packages that are done without where they cannot be had.
install_optional_packages() {
    install_packages "$@" || echo "Going on without: $*" >&2
}

install_packages() {
    local missing=() package
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return 0
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || {
            echo "These packages are missing, and there is no sudo to install them with: ${missing[*]}" >&2
            echo "As root, run: apt-get install ${missing[*]}" >&2
            return 1
        }
        as_root=(sudo)
    fi
    echo "Installing ${#missing[@]} packages: ${missing[*]}" >&2
    "${as_root[@]}" apt-get update -q >&2 &&
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" >&2 || {
        echo "apt-get could not install: ${missing[*]}" >&2
        return 1
    }
}
