#!/usr/bin/env bash
# Compiles every portable source of the firmware component for a 32-bit RISC-V board, with picolibc's C headers and no
# C++ library, and looks into the objects: nothing may take memory behind the port's back, run before main(), throw, or
# use floating point. Prints code size and static RAM.
#   compile_for_board.sh FIRMWARE_FOLDER WORK_FOLDER
# Exit status: 0 good, 1 not, 77 the compiler or picolibc is not installed.
set -euo pipefail

firmware=$1
work=$2
tool=riscv64-unknown-elf
command -v $tool-g++ >/dev/null && $tool-gcc --specs=picolibc.specs -E -x c /dev/null >/dev/null 2>&1 || {
    echo "Not checked: install gcc-riscv64-unknown-elf and picolibc-riscv64-unknown-elf"
    exit 77
}
rm -rf "$work"
mkdir -p "$work"

flags=(-march=rv32imc_zicsr -mabi=ilp32 --specs=picolibc.specs -Os -ffreestanding -std=gnu++20 -fno-exceptions -fno-rtti
    -fno-threadsafe-statics -ffunction-sections -fdata-sections -Wall -Wextra -Werror -Wstack-usage=1024
    -I"$firmware/include" -I"$firmware/include/standalone" -I"$firmware/src")
for source in "$firmware"/src/*.cpp; do
    "$tool-g++" "${flags[@]}" -c "$source" -o "$work/$(basename "$source" .cpp).o"
done
objects=("$work"/*.o)

failed=0
complain() {
    echo "$1" >&2
    failed=1
}

# free() alone is expected: esp_https_ota's decrypt_cb hands over memory that it took with malloc().
forbidden='^(malloc|calloc|realloc|free|_Zn[wa].*|_Zd[la].*|__cxa_.*|_GLOBAL__sub_I_.*|__[a-z]*[sd]f[23]?|__fix.*|__float.*)$'
for object in "${objects[@]}"; do
    found=$("$tool-nm" --format=posix "$object" | cut -d' ' -f1 | grep -E "$forbidden" || true)
    [ "$(basename "$object")" = https_ota_image.o ] && found=$(grep -vx free <<<"$found" || true)
    [ -z "$found" ] || complain "$(basename "$object" .o).cpp uses what a board must not: ${found//$'\n'/ }"
    if "$tool-objdump" -h "$object" | grep -qE '\.(init_array|ctors|eh_frame)'; then
        complain "$(basename "$object" .o).cpp has static constructors or unwind tables"
    fi
done

"$tool-size" -t "${objects[@]}"
# With ESP-IDF, its own partitions, slots and logs take the place of these.
update=()
for name in agent agent_frame agent_requests agent_update error_names http_client http_exchange http_request \
    http_response https_ota https_ota_image https_ota_partitions https_ota_request url; do
    update+=("$work/$name.o")
done
read -r text data bss _ < <("$tool-size" -t "${update[@]}" | tail -n 1)
echo "The part that is an ESP-IDF component: $text bytes of code, $((data + bss)) bytes of static RAM"
clashes=$("$tool-nm" --defined-only --extern-only --format=posix "${update[@]}" | cut -d' ' -f1 | grep -E '^(esp|ESP)_' || true)
[ -z "$clashes" ] || complain "These names are ESP-IDF's, add them to otabench_link_names.h: ${clashes//$'\n'/ }"
[ $((data + bss)) -eq 0 ] || complain "The component is to have no static RAM of its own"
exit $failed
