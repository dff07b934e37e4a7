# Sourced by check_objects.sh and run.sh.

firmware=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../../core/firmware" && pwd)

# component_sources: those of the ESP-IDF component, as src/name.cpp; the others stand for what ESP-IDF has itself.
component_sources() {
    sed -n '/^set(\(shared\|update\)_sources$/,/)$/p' "$firmware/CMakeLists.txt" | grep -o 'src/[a-z0-9_]*\.cpp'
}

# component_objects FOLDER: their objects
component_objects() {
    local source
    for source in $(component_sources); do
        find "$1" -name "$(basename "$source").obj"
    done
}

# print_size NAME OBJECTS
print_size() {
    local text data bss
    # shellcheck disable=SC2086
    read -r text data bss _ < <(riscv64-unknown-elf-size -t $2 | tail -n 1)
    printf 'Code and constants of %s: %d bytes; static RAM: %d\n' "$1" "$text" "$((data + bss))"
}
