#!/usr/bin/env bash
# Compiles every source of the component for ESP-IDF and of its example for rv32imc (ESP32-C3) against the headers of an
# ESP-IDF checkout with its submodules; ESP-IDF's tools are not needed, but Debian's gcc-riscv64-unknown-elf and
# picolibc-riscv64-unknown-elf are. Not part of tests/run: ESP-IDF is not there. What it
# cannot tell: whether the linker and idf.py are content, too.
#   compile.sh IDF_PATH WORK_FOLDER
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/../rv32/component_objects.sh"
idf=${1:?compile.sh IDF_PATH WORK_FOLDER}
work=${2:?compile.sh IDF_PATH WORK_FOLDER}
port=$firmware/port/esp_idf
mkdir -p "$work"

for component in $(sed -n '/^ *REQUIRES/,/)/p' "$firmware/CMakeLists.txt" | tr -d ')' | tr -s ' \n' '\n' | grep -v REQUIRES); do
    [ -d "$idf/components/$component" ] || {
        echo "$firmware/CMakeLists.txt requires $component, which $idf does not have" >&2
        exit 1
    }
done

# What Kconfig makes of the chip's capabilities and of the defaults of Mbed TLS and lwIP, hardware acceleration left out;
# the rest of the configuration is in sdkconfig.h.
define='$1 ~ /^(menu)?config$/ { name = $2 }
    $1 == "default" && $2 ~ /^(y|[0-9]+)$/ && !(name in seen) { seen[name]; print "#define CONFIG_" name, ($2 == "y" ? 1 : $2) }'
{
    find "$idf/components" -path '*/esp32c3/*' -name Kconfig.soc_caps.in -exec awk "$define" {} +
    awk "$define" "$idf/components/mbedtls/Kconfig" "$idf/components/lwip/Kconfig" | grep -vE 'HARDWARE|TEE|ROM|THREADING'
} >"$work/sdkconfig_generated.h"

# Our headers first, as the component has them; then those of what it requires, and of what these include in turn.
includes=(-I"$here" -I"$work" -I"$firmware/include" -I"$port" -I"$firmware/src")
components=(app_update bootloader_support efuse esp-tls esp_app_format esp_blockdev esp_bootloader_format esp_coex esp_common
    esp_driver_uart esp_driver_usb_serial_jtag esp_driver_gpio esp_event esp_hal_uart esp_hal_gpio esp_hal_security esp_hal_clock esp_hw_support
    esp_netif esp_partition esp_phy esp_ringbuf esp_rom esp_security esp_stdio esp_system esp_timer esp_vfs_console
    esp_wifi freertos hal heap log lwip mbedtls newlib esp_libc nvs_flash riscv soc spi_flash tcp_transport vfs
    wpa_supplicant)
for component in "${components[@]}"; do
    [ -d "$idf/components/$component" ] || continue # a name of another version
    while read -r folder; do
        includes+=(-isystem "$idf/components/$folder")
    done < <(cd "$idf/components" && find -L "$component" -type d \
        \( -name include -o -name platform_include -o -name register -o -path '*/include/freertos' -o -path '*/include/esp32c3' \) |
        grep -vE 'esp32([^cx]|c[^3]|c3[0-9])|linux|xtensa|test|host|-SMP' | sort)
done
includes+=(-isystem "$idf/components/esp-tls" -isystem "$idf/components/esp-tls/esp-tls-crypto"
    -isystem "$idf/components/mbedtls/mbedtls/tf-psa-crypto/drivers/builtin/include")

flags=(-march=rv32imc_zicsr_zifencei -mabi=ilp32 --specs=picolibc.specs -Os -ffunction-sections -Wall -Wextra -Werror
    -DESP_PLATFORM -D_GNU_SOURCE '-DMBEDTLS_CONFIG_FILE="mbedtls/esp_config.h"'
    '-DTF_PSA_CRYPTO_USER_CONFIG_FILE="mbedtls/esp_config.h"' "${includes[@]}")
compile() { # SOURCE OPTION…
    local source=$1
    shift
    riscv64-unknown-elf-gcc "${flags[@]}" "$@" -c "$source" -o "$work/$(basename "$source").o"
    count=$((count + 1))
}

count=0
for source in $(component_sources) arduino/https_ota_update.cpp; do
    compile "$firmware/$source" -std=gnu++20 -fno-exceptions -fno-rtti -fno-threadsafe-statics
done
for source in "$port"/*.c "$port"/example/main/*.c; do
    compile "$source" -std=gnu17
done
# The other console that an application can choose; its header wants one of newlib's that picolibc has not.
echo 'typedef struct DIR DIR; struct dirent;' >"$work/dirent.h"
compile "$port/idf_port.c" -std=gnu17 -DCONFIG_ESP_CONSOLE_USB_SERIAL_JTAG=1
rm "$work/dirent.h"
echo "$count sources compile against $idf $(grep -hoE 'IDF_VERSION_M[A-Z]+ [0-9]+' "$idf/tools/cmake/version.cmake" | tr '\n' ' ')"
print_size "the port for ESP-IDF" "$(find "$work" -name 'idf_*.o')"
