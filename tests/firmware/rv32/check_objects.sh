#!/usr/bin/env bash
# Looks into the objects of the engine that build.sh made for a 32-bit RISC-V board: nothing may take memory behind the
# port's back, run before main(), throw, use floating point or need more of a C library than every board has.
#   check_objects.sh BUILD_FOLDER
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/component_objects.sh"
tool=riscv64-unknown-elf
objects=$(find "$1/CMakeFiles/engine.dir" -name '*.obj')
[ -n "$objects" ] || {
    echo "No objects in $1: run build.sh first" >&2
    exit 1
}

failed=0
complain() {
    echo "$1" >&2
    failed=1
}

# What all of it may need from outside: C functions on memory and text, whole numbers of 64 bits, ESP-IDF's events.
# malloc() and free() are in two interfaces of ESP-IDF: decrypt_cb hands over memory that it took so, and
# esp_encrypted_img gives its output so. abort() is what ESP_ERROR_CHECK ends with.
allowed='mem(chr|cmp|cpy|move|set)|str(chr|cmp|error|len|ncmp|ncpy|pbrk)|v?snprintf|__u?(div|mod)di3|esp_event_post|malloc|free|abort'
# shellcheck disable=SC2086
needed=$($tool-nm --format=posix $objects | awk 'NF == 2 && $2 == "U" { needed[$1] } NF > 2 { defined[$1] }
    END { for (name in needed) if (!(name in defined)) print name }' | sort)
others=$(grep -vxE "$allowed" <<<"$needed" || true)
[ -z "$others" ] || complain "The engine needs what a board may not have: ${others//$'\n'/ }"

# By object, so that the culprit is named; also what an object would define itself.
forbidden='^(malloc|calloc|realloc|free|_Zn[wa].*|_Zd[la].*|__cxa_.*|__gxx_.*|_Unwind_.*|_GLOBAL__sub_[ID]_.*|__(atomic|sync)_.*|__[a-z]*[sdt]f[23]?|__fix.*|__float.*)$'
for object in $objects; do
    name=$(basename "$object" .obj)
    found=$($tool-nm --format=posix "$object" | cut -d' ' -f1 | grep -E "$forbidden" || true)
    [ "$name" = https_ota_image.cpp ] && found=$(grep -vx free <<<"$found" || true)
    [ "$name" = encrypted_img.cpp ] && found=$(grep -vxE 'malloc|free' <<<"$found" || true)
    [ -z "$found" ] || complain "$name uses what a board must not: ${found//$'\n'/ }"
    if $tool-objdump -h "$object" | grep -qE '\.(init_array|ctors|eh_frame)'; then
        complain "$name has static constructors or unwind tables"
    fi
done

# With ESP-IDF, its own partitions, slots and logs take the place of the other sources.
component=$(component_objects "$1/CMakeFiles/engine.dir")
# shellcheck disable=SC2086
clashes=$($tool-nm --defined-only --extern-only --format=posix $component | cut -d' ' -f1 | grep -E '^(esp|ESP)_' || true)
[ -z "$clashes" ] || complain "These names are ESP-IDF's, add them to otabench_link_names.h: ${clashes//$'\n'/ }"
# shellcheck disable=SC2086
[ "$($tool-size -t $component | tail -n 1 | awk '{ print $2 + $3 }')" -eq 0 ] ||
    complain "The component is to have no static RAM of its own"

echo "$(wc -w <<<"$objects") objects, $(wc -w <<<"$component") of them the ESP-IDF component; from outside they need:"
fold -s -w 100 <<<"${needed//$'\n'/ }"
exit $failed
