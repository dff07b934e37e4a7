/* Arduino's ESP object. For C++; C sees nothing. */
#pragma once

#ifdef __cplusplus

#include <cstdint>

/** The board as a whole; see esp_system.h and esp_ota_ops.h. */
class EspClass
{
public:
    [[noreturn]] void restart();
    std::uint32_t getFreeHeap();
    std::uint32_t getMinFreeHeap();
    std::uint32_t getHeapSize();
    /** "ESP32C3" */
    const char *getChipModel();
    /** major * 100 + minor */
    std::uint16_t getChipRevision();
    std::uint8_t getChipCores();
    std::uint32_t getFlashChipSize();
    /** The base address, its first byte lowest. */
    std::uint64_t getEfuseMac();
    /** Bytes of the next slot. */
    std::uint32_t getFreeSketchSpace();
    const char *getSdkVersion();
};

extern EspClass ESP;

#endif
