/*
 * Where ESP-IDF places functions and data in a chip's memory. Here: nowhere in particular; data
 * marked for the RTC memory does not outlive a deep sleep. Source of the names: ESP-IDF v5.5
 * components/esp_common/include/esp_attr.h.
 */
#pragma once

#define IRAM_ATTR
#define DRAM_ATTR
#define DMA_ATTR
#define RTC_DATA_ATTR
#define RTC_RODATA_ATTR
#define RTC_NOINIT_ATTR
#define RTC_IRAM_ATTR
#define RTC_SLOW_ATTR
#define RTC_FAST_ATTR
#define EXT_RAM_BSS_ATTR
#define WORD_ALIGNED_ATTR __attribute__((aligned(4)))
#define NOINLINE_ATTR __attribute__((noinline))
#ifndef FORCE_INLINE_ATTR
#define FORCE_INLINE_ATTR static inline __attribute__((always_inline))
#endif
