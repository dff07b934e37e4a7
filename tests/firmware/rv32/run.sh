#!/usr/bin/env bash
# Runs the program that build.sh made: prints the scenarios and what a whole update takes, and the size of the code.
#   run.sh BUILD_FOLDER
# The same text stays in BUILD_FOLDER/report.txt.
# Exit status: 0 all held; else qemu's, 124 when it did not end.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/component_objects.sh"

# -icount: every instruction takes one tick, so that the counts are exact and the same in every run.
run() {
    timeout 240 qemu-system-riscv32 -machine virt -m 16M -bios none -icount shift=0 \
        -display none -monitor none -serial stdio -no-reboot -kernel "$1/engine_on_rv32" </dev/null
    echo
    print_size "the whole engine" "$(find "$1/CMakeFiles/engine.dir" -name '*.obj')"
    print_size "its part that is an ESP-IDF component" "$(component_objects "$1/CMakeFiles/engine.dir")"
    print_size "that, pre-encrypted images alone" "$(component_objects "$1/CMakeFiles/engine.dir" |
        grep -E '/(encrypted_.*|gcm|https_ota_decrypt|key_derivation)\.')"
}

run "$1" | tee "$1/report.txt"
