#include "otabench_agent_protocol.h"

#include <string.h>

namespace {

constexpr size_t kMarkerLength = sizeof(OTABENCH_AGENT_MARKER) - 1;
constexpr size_t kTypeOffset = kMarkerLength;
constexpr size_t kCrcDigits = 8;
constexpr size_t kIdDigitsMax = 10;

bool isLower(char c)
{
    return c >= 'a' && c <= 'z';
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// The characters a value carries as they are.
bool isPlain(char c)
{
    return isLower(c) || isDigit(c) || (c >= 'A' && c <= 'Z') || (c != 0 && strchr("._:/@,+-", c));
}

/// -1: not an upper-case hexadecimal digit (the protocol writes no others).
int upperHexValue(char c)
{
    if (isDigit(c))
        return c - '0';
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

int anyHexValue(char c)
{
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : upperHexValue(c);
}

size_t longestFrame(char type)
{
    return type == OTABENCH_FRAME_REQUEST ? OTABENCH_AGENT_REQUEST_MAX : OTABENCH_AGENT_REPLY_MAX;
}

void put(otabench_frame_writer_t *writer, char c)
{
    if (writer->overflow || writer->capacity - writer->length < 2) { // one for the NUL
        writer->overflow = true;
        return;
    }
    writer->buffer[writer->length++] = c;
}

void putText(otabench_frame_writer_t *writer, const char *text)
{
    for (; *text; ++text)
        put(writer, *text);
}

void putUint(otabench_frame_writer_t *writer, uint32_t value)
{
    char digits[kIdDigitsMax];
    size_t count = 0;
    do {
        digits[count++] = static_cast<char>('0' + value % 10);
        value /= 10;
    } while (value);
    while (count)
        put(writer, digits[--count]);
}

void putHex(otabench_frame_writer_t *writer, uint32_t value, unsigned digits, const char *alphabet)
{
    while (digits)
        put(writer, alphabet[(value >> (4 * --digits)) & 0xF]);
}

constexpr char kUpperHex[] = "0123456789ABCDEF";
constexpr char kLowerHex[] = "0123456789abcdef";

void putKey(otabench_frame_writer_t *writer, const char *key)
{
    put(writer, ' ');
    putText(writer, key);
    put(writer, '=');
}

/// The start of the last marker in the line, or NULL.
const char *lastMarker(const char *line, size_t length)
{
    for (size_t at = length; at >= kMarkerLength; --at) {
        const char *candidate = line + at - kMarkerLength;
        if (memcmp(candidate, OTABENCH_AGENT_MARKER, kMarkerLength) == 0)
            return candidate;
    }
    return nullptr;
}

/// Reads "<type><id> <word>" after the marker. @return the first character behind it, or NULL.
const char *parseHead(const char *at, const char *end, otabench_frame_t *frame)
{
    if (at == end || (*at != OTABENCH_FRAME_REQUEST && *at != OTABENCH_FRAME_ANSWER &&
                      *at != OTABENCH_FRAME_EVENT))
        return nullptr;
    frame->type = static_cast<otabench_frame_type_t>(*at++);
    uint64_t id = 0;
    const char *idStart = at;
    for (; at < end && isDigit(*at) && static_cast<size_t>(at - idStart) < kIdDigitsMax; ++at)
        id = id * 10 + static_cast<uint64_t>(*at - '0');
    if (at == idStart || *idStart == '0' || id > UINT32_MAX || at == end || *at++ != ' ')
        return nullptr;
    frame->id = static_cast<uint32_t>(id);
    frame->word = at;
    while (at < end && (isLower(*at) || *at == '-'))
        ++at;
    frame->word_length = static_cast<size_t>(at - frame->word);
    return frame->word_length ? at : nullptr;
}

/// One " key=value", with its value still encoded.
struct Field
{
    const char *key;
    size_t keyLength;
    const char *value;
    size_t valueLength;
};

/// Reads the field at `*at` and moves `*at` behind it. False: it is no well-formed field.
bool nextField(const char **at, const char *end, Field *field)
{
    const char *p = *at;
    if (p == end || *p++ != ' ')
        return false;
    field->key = p;
    while (p < end && (isLower(*p) || isDigit(*p)))
        ++p;
    field->keyLength = static_cast<size_t>(p - field->key);
    if (field->keyLength == 0 || p == end || *p++ != '=')
        return false;
    field->value = p;
    while (p < end && *p != ' ') {
        if (*p == '%') {
            if (end - p < 3 || upperHexValue(p[1]) < 0 || upperHexValue(p[2]) < 0 ||
                (p[1] == '0' && p[2] == '0'))
                return false;
            p += 3;
        } else if (isPlain(*p)) {
            ++p;
        } else {
            return false;
        }
    }
    field->valueLength = static_cast<size_t>(p - field->value);
    *at = p;
    return true;
}

bool hasKey(const Field &field, const char *key, size_t length)
{
    return field.keyLength == length && memcmp(field.key, key, length) == 0;
}

bool findField(const char *fields, size_t length, const char *key, size_t keyLength, Field *found)
{
    const char *at = fields;
    while (nextField(&at, fields + length, found)) {
        if (hasKey(*found, key, keyLength))
            return true;
    }
    return false;
}

/// Well-formed fields up to `end`, no key twice.
bool fieldsAreGood(const char *fields, const char *end)
{
    const char *at = fields;
    while (at < end) {
        const size_t before = static_cast<size_t>(at - fields);
        Field field;
        Field earlier;
        if (!nextField(&at, end, &field) ||
            findField(fields, before, field.key, field.keyLength, &earlier))
            return false;
    }
    return true;
}

bool crcIsGood(const char *start, const char *star)
{
    uint32_t stated = 0;
    for (size_t i = 1; i <= kCrcDigits; ++i) {
        const int digit = upperHexValue(star[i]);
        if (digit < 0)
            return false;
        stated = stated << 4 | static_cast<uint32_t>(digit);
    }
    return stated == otabench_crc32(0, start, static_cast<size_t>(star - start));
}

constexpr size_t kNumberMax = 11; ///< digits or 0x and digits of a 32-bit number, and a NUL

bool hasHexPrefix(const char *text)
{
    return text[0] == '0' && text[1] == 'x';
}

/// False: no digits, other characters, or more than 32 bits.
bool toNumber(const char *text, int base, uint32_t *value)
{
    uint64_t number = 0;
    const char *at = text;
    for (; *at; ++at) {
        const int digit = anyHexValue(*at);
        if (digit < 0 || digit >= base)
            return false;
        number = number * static_cast<uint64_t>(base) + static_cast<uint64_t>(digit);
    }
    if (at == text || number > UINT32_MAX)
        return false;
    *value = static_cast<uint32_t>(number);
    return true;
}

constexpr char kBase64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

int base64Value(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (isLower(c))
        return c - 'a' + 26;
    if (isDigit(c))
        return c - '0' + 52;
    if (c == '-')
        return 62;
    return c == '_' ? 63 : -1;
}

} // namespace

void otabench_frame_begin(otabench_frame_writer_t *writer, char *buffer, size_t capacity,
                          otabench_frame_type_t type, uint32_t id, const char *word)
{
    *writer = {buffer, capacity, 0, capacity == 0};
    putText(writer, OTABENCH_AGENT_MARKER);
    put(writer, static_cast<char>(type));
    putUint(writer, id);
    put(writer, ' ');
    putText(writer, word);
}

void otabench_frame_add(otabench_frame_writer_t *writer, const char *key, const char *value,
                        size_t length)
{
    putKey(writer, key);
    for (size_t i = 0; i < length && value[i]; ++i) {
        if (isPlain(value[i])) {
            put(writer, value[i]);
        } else {
            put(writer, '%');
            putHex(writer, static_cast<uint8_t>(value[i]), 2, kUpperHex);
        }
    }
}

void otabench_frame_add_text(otabench_frame_writer_t *writer, const char *key, const char *value)
{
    otabench_frame_add(writer, key, value, strlen(value));
}

void otabench_frame_add_uint(otabench_frame_writer_t *writer, const char *key, uint32_t value)
{
    putKey(writer, key);
    putUint(writer, value);
}

void otabench_frame_add_hex32(otabench_frame_writer_t *writer, const char *key, uint32_t value)
{
    putKey(writer, key);
    putText(writer, "0x");
    unsigned digits = 1;
    while (digits < 8 && value >> (4 * digits))
        ++digits;
    putHex(writer, value, digits, kLowerHex);
}

void otabench_frame_add_bytes(otabench_frame_writer_t *writer, const char *key,
                              const uint8_t *bytes, size_t length)
{
    putKey(writer, key);
    for (size_t i = 0; i < length; ++i)
        putHex(writer, bytes[i], 2, kLowerHex);
}

size_t otabench_frame_end(otabench_frame_writer_t *writer)
{
    const uint32_t crc = writer->overflow ? 0 : otabench_crc32(0, writer->buffer, writer->length);
    put(writer, '*');
    putHex(writer, crc, kCrcDigits, kUpperHex);
    const bool tooLong =
        writer->overflow || writer->length > longestFrame(writer->buffer[kTypeOffset]);
    if (tooLong)
        writer->length = 0;
    if (writer->capacity)
        writer->buffer[writer->length] = 0;
    return writer->length;
}

bool otabench_frame_parse(const char *line, size_t length, otabench_frame_t *frame)
{
    *frame = {};
    const char *start = lastMarker(line, length);
    if (!start)
        return false;
    const char *end = line + length;
    const size_t frameLength = static_cast<size_t>(end - start);
    if (frameLength < kMarkerLength + 1 + kCrcDigits + 1 ||
        frameLength > longestFrame(start[kTypeOffset]))
        return false;
    const char *star = end - kCrcDigits - 1;
    if (*star != '*' || !crcIsGood(start, star))
        return false;
    otabench_frame_t parsed = {};
    const char *fields = parseHead(start + kMarkerLength, star, &parsed);
    if (!fields || !fieldsAreGood(fields, star))
        return false;
    parsed.fields = fields;
    parsed.fields_length = static_cast<size_t>(star - fields);
    *frame = parsed;
    return true;
}

bool otabench_frame_is(const otabench_frame_t *frame, const char *word)
{
    return strlen(word) == frame->word_length && memcmp(frame->word, word, frame->word_length) == 0;
}

int otabench_frame_get(const otabench_frame_t *frame, const char *key, char *value, size_t capacity)
{
    Field field;
    if (!findField(frame->fields, frame->fields_length, key, strlen(key), &field))
        return -1;
    size_t written = 0;
    for (size_t i = 0; i < field.valueLength; ++i) {
        if (capacity - written < 2 || capacity == 0)
            return -1;
        char c = field.value[i];
        if (c == '%') { // nextField() has seen that two digits follow
            c = static_cast<char>(upperHexValue(field.value[i + 1]) << 4 |
                                  upperHexValue(field.value[i + 2]));
            i += 2;
        }
        value[written++] = c;
    }
    if (capacity == 0)
        return -1;
    value[written] = 0;
    return static_cast<int>(written);
}

bool otabench_frame_get_uint(const otabench_frame_t *frame, const char *key, uint32_t *value)
{
    char text[kNumberMax];
    const int length = otabench_frame_get(frame, key, text, sizeof text);
    if (length > 0 && hasHexPrefix(text))
        return toNumber(text + 2, 16, value);
    return length > 0 && toNumber(text, 10, value);
}

bool otabench_frame_get_hex32(const otabench_frame_t *frame, const char *key, uint32_t *value)
{
    char text[kNumberMax];
    const int length = otabench_frame_get(frame, key, text, sizeof text);
    return length > 0 && toNumber(hasHexPrefix(text) ? text + 2 : text, 16, value);
}

uint32_t otabench_crc32(uint32_t crc, const void *bytes, size_t length)
{
    const auto *at = static_cast<const uint8_t *>(bytes);
    crc = ~crc;
    for (size_t i = 0; i < length; ++i) {
        crc ^= at[i];
        for (int bit = 0; bit < 8; ++bit)
            crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320U : 0);
    }
    return ~crc;
}

size_t otabench_base64url_encode(const uint8_t *bytes, size_t length, char *text, size_t capacity)
{
    const size_t needed = length / 3 * 4 + (length % 3 ? length % 3 + 1 : 0);
    if (needed >= capacity) // one more for the NUL
        return 0;
    size_t written = 0;
    uint32_t bits = 0;
    unsigned count = 0;
    for (size_t i = 0; i < length; ++i) {
        bits = (bits << 8 | bytes[i]) & 0xFFFF;
        for (count += 8; count >= 6; count -= 6)
            text[written++] = kBase64[bits >> (count - 6) & 0x3F];
    }
    if (count)
        text[written++] = kBase64[bits << (6 - count) & 0x3F];
    text[written] = 0;
    return written;
}

int otabench_base64url_decode(const char *text, size_t length, uint8_t *bytes, size_t capacity)
{
    if (length % 4 == 1 || length / 4 * 3 + length % 4 / 2 + length % 4 / 3 > capacity)
        return -1;
    size_t written = 0;
    uint32_t bits = 0;
    unsigned count = 0;
    for (size_t i = 0; i < length; ++i) {
        const int value = base64Value(text[i]);
        if (value < 0)
            return -1;
        bits = (bits << 6 | static_cast<uint32_t>(value)) & 0xFFFF;
        count += 6;
        if (count >= 8) {
            count -= 8;
            bytes[written++] = static_cast<uint8_t>(bits >> count);
        }
    }
    const bool unusedBitsSet = bits & ((1U << count) - 1);
    return unusedBitsSet ? -1 : static_cast<int>(written);
}
