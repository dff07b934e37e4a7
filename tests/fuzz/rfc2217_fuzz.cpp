// What a serial server sends: Telnet with RFC 2217's commands in it.

#include "fuzz.h"

#include "serial/detail/rfc2217_client.h"

namespace otabench::fuzz {
namespace {

using serial::detail::Rfc2217Client;

/// A server's stream, read in pieces of `step` bytes.
struct Reading
{
    std::string board, answer;
    Rfc2217Client client{115200};

    Reading(std::string_view stream, std::size_t step)
    {
        (void)client.greeting();
        for (std::size_t at = 0; at < stream.size(); at += step) {
            const std::vector<char> piece = exactCopy(stream.substr(at, step));
            client.feed(piece, board, answer);
        }
    }
};

} // namespace

std::vector<std::string> seeds()
{
    using namespace std::string_literals;
    return {
        "\x01\xFF\xFB\0\xFF\xFD\0\xFF\xFB\x03\xFF\xFD\x03\xFF\xFD\x2CI (1) boot: x\r\n"s,
        "\x07\xFF\xFD\x2C\xFF\xFA\x2C\x65\0\x01\xC2\0\xFF\xF0 ab\xFF\xFF\r\0c"s,
        "\x03\xFF\xFA\x2C\x6A\x02\xFF\xF0\xFF\xFA\x2C\x6C\xFF\xF0\xFF\xFE\x2C"s,
        "\x40\xFF\xFD\x18\xFF\xFB\x01\xFF\xF1\xFF\xFA\x2C\xFF\xFD\x2C"s,
    };
}

} // namespace otabench::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace otabench::fuzz;
    Input input(data, size);
    const std::size_t step = std::size_t{input.takeByte()} + 1;
    const Reading whole(input.rest(), input.rest().size() + 1);
    const Reading split(input.rest(), step);
    require(whole.board == split.board && whole.answer == split.answer &&
                whole.client.state() == split.client.state() &&
                whole.client.baudRate() == split.client.baudRate(),
            "a stream is the same however its bytes are split");
    require(whole.board.size() <= input.rest().size(), "the board's bytes are among the server's");
    // The settings, once, and at most three bytes for three.
    require(whole.answer.size() <= input.rest().size() + 64, "answers do not multiply");
    return 0;
}
