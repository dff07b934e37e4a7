// Frames of the agent protocol, as host and board read them from a console line.

#include "fuzz.h"

#include "otabench_agent_protocol.h"

#include <array>

namespace otabench::fuzz {
namespace {

enum Mode : std::uint8_t
{
    kAsIs = 0,
    kSealed = 1, ///< marker and a good CRC around the bytes
};

std::string sealed(std::string_view body)
{
    const std::string text = std::string(OTABENCH_AGENT_MARKER).append(body);
    std::array<char, 10> crc{};
    std::snprintf(crc.data(), crc.size(), "*%08X",
                  static_cast<unsigned>(otabench_crc32(0, text.data(), text.size())));
    return text + crc.data();
}

std::vector<std::string> keysOf(const otabench_frame_t &frame)
{
    std::vector<std::string> keys;
    std::string_view fields(frame.fields, frame.fields_length);
    while (!fields.empty()) {
        fields.remove_prefix(1); // the space
        keys.emplace_back(fields.substr(0, fields.find('=')));
        fields.remove_prefix(std::min(fields.find(' '), fields.size()));
    }
    return keys;
}

std::string valueOf(const otabench_frame_t &frame, const std::string &key)
{
    std::array<char, OTABENCH_AGENT_REPLY_MAX + 1> value{};
    const int length = otabench_frame_get(&frame, key.c_str(), value.data(), value.size());
    require(length >= 0, "a frame that parses gives the value of each of its fields");
    return {value.data(), static_cast<std::size_t>(length)};
}

/// The frame written again; "" when it has no room any more (what was plain may be escaped now).
std::string encode(const otabench_frame_t &frame)
{
    std::array<char, OTABENCH_AGENT_REPLY_MAX + 1> buffer{};
    otabench_frame_writer_t writer;
    const std::string word(frame.word, frame.word_length);
    otabench_frame_begin(&writer, buffer.data(), buffer.size(), frame.type, frame.id, word.c_str());
    for (const std::string &key : keysOf(frame)) {
        const std::string value = valueOf(frame, key);
        otabench_frame_add(&writer, key.c_str(), value.data(), value.size());
    }
    const std::size_t length = otabench_frame_end(&writer);
    return {buffer.data(), length};
}

void checkFrame(const otabench_frame_t &frame)
{
    const std::string once = encode(frame);
    require(!once.empty(), "a frame that parses can be written again, in no more room");
    otabench_frame_t again;
    require(otabench_frame_parse(once.data(), once.size(), &again), "a written frame parses");
    require(again.type == frame.type && again.id == frame.id &&
                std::string_view(again.word, again.word_length) ==
                    std::string_view(frame.word, frame.word_length) &&
                keysOf(again) == keysOf(frame),
            "a written frame has the type, id, word and keys that were put in");
    for (const std::string &key : keysOf(frame)) {
        require(valueOf(again, key) == valueOf(frame, key), "a value survives being written");
        std::uint32_t number = 0;
        std::uint32_t sameNumber = 0;
        const bool isNumber = otabench_frame_get_uint(&frame, key.c_str(), &number);
        require(otabench_frame_get_uint(&again, key.c_str(), &sameNumber) == isNumber &&
                    number == sameNumber,
                "a number survives being written");
        (void)otabench_frame_get_hex32(&frame, key.c_str(), &number);
    }
    require(encode(again) == once, "writing it once more changes nothing");
}

void checkBase64(std::string_view text)
{
    std::vector<std::uint8_t> bytes(text.size());
    const int length =
        otabench_base64url_decode(text.data(), text.size(), bytes.data(), bytes.size());
    if (length < 0)
        return;
    std::vector<char> written(text.size() + 1);
    const std::size_t count = otabench_base64url_encode(
        bytes.data(), static_cast<std::size_t>(length), written.data(), written.size());
    require(count == text.size(), "base64url of decoded bytes has the length it came from");
    std::vector<std::uint8_t> again(text.size());
    require(otabench_base64url_decode(written.data(), count, again.data(), again.size()) ==
                    length &&
                again == bytes,
            "bytes survive base64url");
}

} // namespace

std::vector<std::string> seeds()
{
    const auto of = [](Mode mode, std::string_view text) {
        return std::string(1, static_cast<char>(mode)).append(text);
    };
    return {
        of(kAsIs, sealed("Q7 start url=https://192.168.1.5:8070/a.bin timeout=10000")),
        of(kAsIs, "I (312) wifi: got ~OTB1:E1 x*00000000" + sealed("E2 boot version=1.0 slot=")),
        of(kSealed, "A1 ok proto=1 mac=24:6f:28:00:00:01 revision=0x1F4 elf=00ff text=a%20b%E2"),
        of(kSealed, "A4294967295 err error=ESP_ERR_NO_MEM code=0x101 text="),
        of(kSealed, "Q9 ca-data offset=128 data=TUlJQm96Q0NBVW1nQXdJQkFnSVVE-_"),
        of(kAsIs, "TUlJQm96Q0NBVW1nQXdJQkFnSVVE-_8"),
    };
}

} // namespace otabench::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace otabench::fuzz;
    Input input(data, size);
    const bool seal = (input.takeByte() & kSealed) != 0;
    const std::vector<char> line =
        exactCopy(seal ? sealed(input.rest()) : std::string(input.rest()));
    otabench_frame_t frame;
    if (otabench_frame_parse(line.data(), line.size(), &frame))
        checkFrame(frame);
    checkBase64({line.data(), line.size()});
    return 0;
}
