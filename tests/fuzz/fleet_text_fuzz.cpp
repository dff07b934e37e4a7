// Profiles that users write, and plans as the history keeps them.

#include "fuzz.h"

#include "fleet/detail/plan_text.h"
#include "fleet/profiles.h"

namespace otabench::fuzz {

std::vector<std::string> seeds()
{
    return {
        "kind = console\ncommand = fw update {url}\nready = gh>\nfailed = firmware error*:\n",
        "# a remark\r\nkind=reset\npath = /firmware.bin\nreset = both\n",
        "image = /a\\s b.bin\nboard = pty:/a\nprofile-text = kind\\s=\\sagent\\n\nretries = 2\n"
        "success = 90%\nat = 1800000000000\nconfirm = self-test\nlimit-idle = 60000\n"
        "origin = https://x/y\norigin-ca = ab\n",
    };
}

} // namespace otabench::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace otabench;
    const std::vector<char> exact(data, data + size);
    const std::string_view text(exact.data(), exact.size());
    if (const auto profile = fleet::profileFromText("x", text, "x.profile")) {
        const std::string written = fleet::toText(*profile);
        const auto again = fleet::profileFromText("x", written, "again");
        fuzz::require(again && fleet::toText(*again) == written,
                      "a profile survives being written");
    }
    if (const auto plan = fleet::detail::planFromText(text)) {
        const std::string written = fleet::detail::toText(*plan);
        const auto again = fleet::detail::planFromText(written);
        fuzz::require(again && fleet::detail::toText(*again) == written,
                      "a plan survives being written");
    }
    const std::size_t half = size / 2;
    (void)fleet::matchesPattern(text.substr(0, half), text.substr(half));
    return 0;
}
