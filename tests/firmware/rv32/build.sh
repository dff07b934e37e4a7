#!/usr/bin/env bash
# Builds the portable engine for rv32imc, and the program that tries it.
#   build.sh BUILD_FOLDER
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

for program in riscv64-unknown-elf-g++ qemu-system-riscv32; do
    command -v $program >/dev/null || {
        echo "$program is missing: apt-get install gcc-riscv64-unknown-elf picolibc-riscv64-unknown-elf qemu-system-misc" >&2
        exit 1
    }
done
cmake -S "$here" -B "$1" -G Ninja -DCMAKE_TOOLCHAIN_FILE="$here/riscv32.cmake" \
    -DCMAKE_CXX_COMPILER_LAUNCHER="$(command -v ccache || true)" >/dev/null
cmake --build "$1" -- --quiet
ninja -C "$1" -t cleandead >/dev/null # objects of sources that are gone: the checks take each object
