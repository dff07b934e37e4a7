/*
 * The image format: the headers at the start of an application or bootloader image. Source: ESP-IDF
 * v5.5 components/bootloader_support/include/esp_app_format.h. Little-endian; the structures
 * describe the layout, the engine and the tools read the fields by bytes.
 */
#pragma once

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Which chip an image is for. The last three and H21, H4: newer than v5.5. */
typedef enum
{
    ESP_CHIP_ID_ESP32 = 0x0000,
    ESP_CHIP_ID_ESP32S2 = 0x0002,
    ESP_CHIP_ID_ESP32C3 = 0x0005,
    ESP_CHIP_ID_ESP32S3 = 0x0009,
    ESP_CHIP_ID_ESP32C2 = 0x000C,
    ESP_CHIP_ID_ESP32C6 = 0x000D,
    ESP_CHIP_ID_ESP32H2 = 0x0010,
    ESP_CHIP_ID_ESP32P4 = 0x0012,
    ESP_CHIP_ID_ESP32C61 = 0x0014,
    ESP_CHIP_ID_ESP32C5 = 0x0017,
    ESP_CHIP_ID_ESP32H21 = 0x0019,
    ESP_CHIP_ID_ESP32H4 = 0x001C,
    ESP_CHIP_ID_ESP32E22 = 0x001F,
    ESP_CHIP_ID_ESP32S31 = 0x0020,
    ESP_CHIP_ID_INVALID = 0xFFFF,
} __attribute__((packed)) esp_chip_id_t;

typedef enum
{
    ESP_IMAGE_SPI_MODE_QIO,
    ESP_IMAGE_SPI_MODE_QOUT,
    ESP_IMAGE_SPI_MODE_DIO,
    ESP_IMAGE_SPI_MODE_DOUT,
    ESP_IMAGE_SPI_MODE_FAST_READ,
    ESP_IMAGE_SPI_MODE_SLOW_READ,
} esp_image_spi_mode_t;

/** Divider of the flash clock's source; which frequency it makes depends on the chip. */
typedef enum
{
    ESP_IMAGE_SPI_SPEED_DIV_2,
    ESP_IMAGE_SPI_SPEED_DIV_3,
    ESP_IMAGE_SPI_SPEED_DIV_4,
    ESP_IMAGE_SPI_SPEED_DIV_1 = 0xF,
} esp_image_spi_freq_t;

typedef enum
{
    ESP_IMAGE_FLASH_SIZE_1MB = 0,
    ESP_IMAGE_FLASH_SIZE_2MB,
    ESP_IMAGE_FLASH_SIZE_4MB,
    ESP_IMAGE_FLASH_SIZE_8MB,
    ESP_IMAGE_FLASH_SIZE_16MB,
    ESP_IMAGE_FLASH_SIZE_32MB,
    ESP_IMAGE_FLASH_SIZE_64MB,
    ESP_IMAGE_FLASH_SIZE_128MB,
    ESP_IMAGE_FLASH_SIZE_MAX,
} esp_image_flash_size_t;

#define ESP_IMAGE_HEADER_MAGIC 0xE9 /**< first byte of every image */
#define ESP_IMAGE_MAX_SEGMENTS 16   /**< more are refused */

/** First 24 bytes of an image. Two fields are unaligned. */
typedef struct
{
    uint8_t magic;              /**< ESP_IMAGE_HEADER_MAGIC */
    uint8_t segment_count;      /**< 1..ESP_IMAGE_MAX_SEGMENTS */
    uint8_t spi_mode;           /**< esp_image_spi_mode_t */
    uint8_t spi_speed : 4;      /**< esp_image_spi_freq_t */
    uint8_t spi_size : 4;       /**< esp_image_flash_size_t */
    uint32_t entry_addr;        /**< where the program starts */
    uint8_t wp_pin;             /**< 0xEE: none */
    uint8_t spi_pin_drv[3];     /**< drive strength of the flash pins */
    esp_chip_id_t chip_id;      /**< the chip it is for */
    uint8_t min_chip_rev;       /**< superseded by min_chip_rev_full */
    uint16_t min_chip_rev_full; /**< oldest revision it runs on: major * 100 + minor */
    uint16_t max_chip_rev_full; /**< newest revision it runs on; 0, 65535: any */
    uint8_t reserved[4];
    uint8_t hash_appended; /**< not 0: a SHA-256 follows the checksum */
} __attribute__((packed)) esp_image_header_t;

/** Before each segment's data. */
typedef struct
{
    uint32_t load_addr; /**< where the data belongs in the chip's memory */
    uint32_t data_len;  /**< bytes, a multiple of 4 */
} esp_image_segment_header_t;

#ifdef __cplusplus
}

static_assert(sizeof(esp_chip_id_t) == 2, "layout of the image header");
static_assert(sizeof(esp_image_header_t) == 24, "layout of the image header");
static_assert(sizeof(esp_image_segment_header_t) == 8, "layout of the segment header");
#else
_Static_assert(sizeof(esp_chip_id_t) == 2, "layout of the image header");
_Static_assert(sizeof(esp_image_header_t) == 24, "layout of the image header");
_Static_assert(sizeof(esp_image_segment_header_t) == 8, "layout of the segment header");
#endif
