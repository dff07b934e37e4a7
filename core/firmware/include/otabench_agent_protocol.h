/*
 * The agent protocol, version 1: how a host (otabench) and the agent in a board's firmware talk on
 * the console UART that also carries the log. This comment is its specification; the functions
 * below are its one codec, used by both sides.
 *
 * FRAME
 *   A message is one line of printable ASCII:
 *
 *       ~OTB1:<type><id> <word>[ <key>=<value>]...*<crc>      then LF, CR or CR LF
 *
 *   type   Q request (host to board), A answer (board to host), E event (board to host)
 *   id     decimal without leading zeros, 1..4294967295.
 *          Q: chosen by the host, another for each new request. A: the id it answers.
 *          E: counts up from 1 at each boot, so that a gap shows a lost event.
 *   word   lower-case letters and hyphens: the request, the event, or `ok` / `err` in an answer
 *   key    lower-case letters and digits; a key appears once
 *   value  any bytes but NUL, percent-encoded: all but A-Z a-z 0-9 . _ : / @ , + - is written %XX
 *          (two upper-case hexadecimal digits). A value may be empty. Numbers are decimal, or
 *          hexadecimal after 0x.
 *   crc    CRC-32 (IEEE 802.3, as zlib's crc32) over the characters from `~` up to, not including,
 *          `*`: 8 upper-case hexadecimal digits
 *
 *   A receiver takes a line, looks for the LAST `~OTB1:` in it (text before it is a log line that
 *   was cut short) and ignores what does not parse, is too long, or has a wrong CRC. It never
 *   answers a damaged frame: the sender's retry does the rest. The board starts every frame with
 *   LF, so that a log line without an end does not swallow it, and writes a frame in one write.
 *   A request line is at most OTABENCH_AGENT_REQUEST_MAX characters without its end, an answer or
 *   event at most OTABENCH_AGENT_REPLY_MAX. Unknown keys are ignored; an unknown request is
 *   answered with err. A change that an old side cannot ignore gets a new marker (`~OTB2:`).
 *
 * EXCHANGE
 *   The host has one request outstanding per board. It writes it at most
 *   OTABENCH_AGENT_WRITE_CHUNK bytes at a time with OTABENCH_AGENT_WRITE_GAP_MS between (a 128-byte
 *   receive FIFO is never overrun at 115200 baud), waits for the answer, and sends the same frame
 *   with the same id again after a second, five times in all. The board keeps the id and answer of
 *   the last request it carried out: the same id again gets the same answer and is not carried out
 *   twice. Lost events are harmless: `status` tells the present state at any time.
 *
 * REQUESTS and what their ok answer carries
 *   identify    proto=1 component=<version> mac=24:6f:28:00:00:01 chip=esp32c3
 *               revision=<major*100+minor> project= version= idf= elf=<app_elf_sha256, 64 hex>
 *               image=<SHA-256 appended to the running image, 64 hex; empty if it has none>
 *               secver= slot=<label of the running partition> state=<slot state>
 *               next=<label of the next update slot> slots=<label>:<bytes>,... heap=<free bytes>
 *               heapmin=<low-water mark> stackmin=<as in the ota event> cas=<SHA-256 fingerprint of
 * each trusted CA's DER, 64 hex>,... reset=<reset reason> boots=<boots since the flash was erased>
 *               trial=<ms left to confirm; 0: nothing to confirm>
 *               secmin=<secure version in the eFuses, the least an image may have; missing: the
 *               board has no anti-rollback> decrypts=<1: takes pre-encrypted images as well; 0:
 *               plain ones only> keys=<SHA-256 digest of each trusted signing key, 64 hex>,...
 *               (empty: takes unsigned images; missing: there was no room, or they could not be
 *               read)
 *               slot state: new pending-verify valid invalid aborted undefined, or none for factory
 *               reset reason: poweron external software panic watchdog brownout other
 *   ca-begin    size=<bytes of the PEM text, 1..4096> crc=<its CRC-32, hexadecimal>: starts
 *               a transfer of the CA certificates to trust from now on (one or two, concatenated
 *               PEM)
 *   ca-data     offset=<bytes> data=<base64url without padding, at most 128 characters>: a piece,
 *               in any order, repeats allowed
 *   ca-commit   checks size and CRC, parses, stores in non-volatile memory and replaces the trusted
 *               set; answers cas= as identify does. On err the old set stays.
 *   start       url= [partial=<bytes a request>] [timeout=<ms for each network operation, default
 *               10000>] [retries=<reconnects, default 3>] [confirm=host|self, default host]
 *               [image=<64 hex: the digest that must end the image>]: starts an update; answered
 *               when it has been accepted, not when it is done. While one runs:
 *               err ESP_ERR_INVALID_STATE, but ok when url is the same (it goes on). When the board
 *               is about to restart: err OTABENCH_ERR_AGENT_RESTARTING, ask again once it is back.
 *               When the new image is in place the board restarts by itself half a second after the
 *               `reboot` event.
 *               While it waits for the network, the board answers as at any other time.
 *   abort       stops the running update, at once also while it connects or waits for bytes: the
 *               `aborted` event follows the ok; ok also when none runs
 *   confirm     the running image is good: cancels its rollback; ok also when it was confirmed
 *   rollback    marks the running image invalid and restarts into the previous one; err when there
 *               is none
 *   restart     restarts, half a second after the answer
 *   blink       [ms=<how long, at most 60000, default 5000; 0: stop>]: blinks the board's LED, for
 *               a person to find it; err ESP_ERR_NOT_SUPPORTED when the firmware has named none
 *   status      phase=<as in the ota event; idle> bytes= total= [costs, as in the ota event]
 *               [error= text=]
 *
 *   An err answer carries error=<esp_err_to_name> code=0x<hex> text=<sentence>.
 *
 * EVENTS
 *   boot        once, when the agent starts: version= image= slot= state= reset= boots= trial=
 *   ota         phase= bytes=<written so far> total=<image bytes; 0: not known yet>
 *               [costs] [error= code= text=]
 *               costs, from the first connection on: speed=<bytes a second since the connection was
 *               made> and, but for download, connections=<made so far> resumed=<of them with an
 *               abbreviated TLS handshake> handshake=<ms of the last one> reconnects=<after lost
 *               connections> restarts=<for the file had changed> heapmin=<the heap's low-water
 *               mark> stackmin=<bytes of the agent's stack never used; 0: not known>
 *               phases in order: start connected description chip download verify switch finish
 *               reboot; connected comes again when the file on the server changed and another
 *               one is fetched from its first byte; aborted or failed end one early. download
 *               repeats, at most five times a second. description carries project= and version=
 *               of the new image; switch carries image=, the digest that ends it, as the boot
 *               event will if it starts. failed carries error, code and text, and in tls= the
 *               Mbed TLS code and in flags= the verify flags, both hex, when TLS failed.
 *   state       state=<slot state>: when it changes without a boot (confirmed, self-test deadline
 *               passed)
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define OTABENCH_AGENT_PROTOCOL_VERSION 1
#define OTABENCH_AGENT_MARKER "~OTB1:"
#define OTABENCH_AGENT_REQUEST_MAX 480
#define OTABENCH_AGENT_REPLY_MAX 960
#define OTABENCH_AGENT_WRITE_CHUNK 64
#define OTABENCH_AGENT_WRITE_GAP_MS 10
#define OTABENCH_AGENT_CA_MAX 4096

/** Of an err answer to `start`: nothing is wrong, but the board is about to restart. Beside the
 * component's other codes, which follow ESP_ERR_HTTPS_OTA_BASE. */
#define OTABENCH_ERR_AGENT_RESTARTING 0x9084
/** Its name in the field error=. */
#define OTABENCH_ERR_AGENT_RESTARTING_NAME "OTABENCH_ERR_AGENT_RESTARTING"

typedef enum
{
    OTABENCH_FRAME_REQUEST = 'Q',
    OTABENCH_FRAME_ANSWER = 'A',
    OTABENCH_FRAME_EVENT = 'E',
} otabench_frame_type_t;

/** Builds a frame in a caller's buffer. Begin, add fields, end; the first that does not fit makes
 * end() return 0. */
typedef struct
{
    char *buffer;
    size_t capacity;
    size_t length;
    bool overflow;
} otabench_frame_writer_t;

void otabench_frame_begin(otabench_frame_writer_t *writer, char *buffer, size_t capacity,
                          otabench_frame_type_t type, uint32_t id, const char *word);
/** @param value  `length` bytes, percent-encoded as they are added; NUL bytes end the value. */
void otabench_frame_add(otabench_frame_writer_t *writer, const char *key, const char *value,
                        size_t length);
void otabench_frame_add_text(otabench_frame_writer_t *writer, const char *key, const char *value);
void otabench_frame_add_uint(otabench_frame_writer_t *writer, const char *key, uint32_t value);
/** 0x and lower-case digits, without leading zeros. */
void otabench_frame_add_hex32(otabench_frame_writer_t *writer, const char *key, uint32_t value);
/** Lower-case hexadecimal of `length` bytes. */
void otabench_frame_add_bytes(otabench_frame_writer_t *writer, const char *key,
                              const uint8_t *bytes, size_t length);
/** Adds the CRC and a NUL. @return the length without line end and NUL, or 0 (and an empty text)
 * when the buffer was too small or the frame is longer than its type allows. */
size_t otabench_frame_end(otabench_frame_writer_t *writer);

/** A parsed frame. Its pointers point into the line it was parsed from. */
typedef struct
{
    otabench_frame_type_t type;
    uint32_t id;
    const char *word;
    size_t word_length;
    const char *fields; /**< " key=value key=value", still encoded */
    size_t fields_length;
} otabench_frame_t;

/**
 * Finds and checks the last frame in a line (without its line end).
 * @return false when there is none: no marker, bad syntax, or a wrong CRC.
 */
bool otabench_frame_parse(const char *line, size_t length, otabench_frame_t *frame);

/** Whether the frame's word is `word`. */
bool otabench_frame_is(const otabench_frame_t *frame, const char *word);

/**
 * Copies a field's decoded value with a NUL after it.
 * @return its length; -1 when the key is missing, the encoding is bad, or it does not fit
 * `capacity`.
 */
int otabench_frame_get(const otabench_frame_t *frame, const char *key, char *value,
                       size_t capacity);

/** A decimal (or, after 0x, hexadecimal) field. @return false when it is missing or no number below
 * 2^32. */
bool otabench_frame_get_uint(const otabench_frame_t *frame, const char *key, uint32_t *value);

/** A hexadecimal field, with or without 0x. @return false when it is missing or no number below
 * 2^32. */
bool otabench_frame_get_hex32(const otabench_frame_t *frame, const char *key, uint32_t *value);

/** CRC-32 as zlib's crc32(): start with 0, chain by passing the last result. */
uint32_t otabench_crc32(uint32_t crc, const void *bytes, size_t length);

/** base64url (RFC 4648 section 5) without padding, NUL-terminated. @return length written without
 * the NUL, or 0 when it does not fit. */
size_t otabench_base64url_encode(const uint8_t *bytes, size_t length, char *text, size_t capacity);
/** @return bytes written, or -1 for bad characters, an impossible length, or too little room. */
int otabench_base64url_decode(const char *text, size_t length, uint8_t *bytes, size_t capacity);

#ifdef __cplusplus
}
#endif
