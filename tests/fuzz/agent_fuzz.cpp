// The console of a board with the agent: log lines, damaged frames, and good frames with any
// content.

#include "fuzz.h"

#include "otabench_agent.h"
#include "otabench_agent_protocol.h"
#include "otabench_partition_table.h"
#include "support/firmware/ram_port.h"
#include "support/firmware/tiny_image.h"

#include <array>

namespace otabench::fuzz {
namespace {

constexpr std::uint32_t kFlashBytes = 0x40000;
constexpr std::uint32_t kSlot0 = 0x20000;
constexpr char kRaw = '!'; ///< a line that begins so is sent as it is, without it

/// A request with marker and CRC, as a line of the console.
std::string sealed(std::string_view body)
{
    const std::string text = std::string(OTABENCH_AGENT_MARKER).append(body);
    std::array<char, 12> crc{};
    std::snprintf(crc.data(), crc.size(), "*%08X\n",
                  static_cast<unsigned>(otabench_crc32(0, text.data(), text.size())));
    return text + crc.data();
}

void layOut(test::RamPort &board)
{
    const std::vector<otabench_partition_entry_t> entries{
        {1, 0, 0xD000, 0x2000, "otadata", 0},
        {0, 16, kSlot0, 0x10000, "ota_0", 0},
        {0, 17, 0x30000, 0x10000, "ota_1", 0},
    };
    std::vector<std::uint8_t> table(OTABENCH_PARTITION_TABLE_SIZE);
    require(otabench_partition_table_build(entries.data(), entries.size(), kFlashBytes,
                                           table.data()) == ESP_OK,
            "the board's table can be built");
    board.load(OTABENCH_PARTITION_TABLE_ADDRESS, table);
    board.load(kSlot0, test::tinyApp("1.0", 512));
}

/// Every line with the marker must be a whole frame of the board's.
void checkOutput(std::string_view output)
{
    while (!output.empty()) {
        std::string_view line = output.substr(0, output.find('\n'));
        output.remove_prefix(std::min(output.size(), line.size() + 1));
        if (!line.empty() && line.back() == '\r')
            line.remove_suffix(1);
        if (line.find(OTABENCH_AGENT_MARKER) == std::string_view::npos)
            continue;
        otabench_frame_t frame;
        require(otabench_frame_parse(line.data(), line.size(), &frame),
                "what the agent sends can be read");
        require(frame.type != OTABENCH_FRAME_REQUEST && line.size() <= OTABENCH_AGENT_REPLY_MAX,
                "it sends answers and events, of the agreed length");
    }
}

} // namespace

std::vector<std::string> seeds()
{
    return {
        "Q1 identify\nQ2 status\nQ2 status\nQ3 confirm\nQ4 nonsense\n",
        "Q1 ca-begin size=4 crc=0x1234\nQ2 ca-data offset=0 data=TUlJ\nQ3 ca-commit\n",
        "Q7 start url=https://192.168.1.5:8070/a.bin timeout=10000 retries=1 confirm=self\nQ8 "
        "abort\n",
        "Q7 start url=http://x/ partial=4096 image=" + std::string(64, 'a') + "\n\n\n\n",
        "!~OTB1:Q1 identify*00000000\n!I (312) wifi: ~OTB1:\nQ9 rollback\nQ10 restart\n\n",
    };
}

} // namespace otabench::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace otabench;
    using namespace otabench::fuzz;
    test::RamPort board(kFlashBytes);
    layOut(board);
    board.use(kSlot0);
    otabench_agent_config_t config = {};
    config.trial_ms = 5000;
    otabench_agent_t *agent = otabench_agent_start(&config);
    require(agent != nullptr, "an agent starts where there is memory");
    std::string_view script(reinterpret_cast<const char *>(data), size);
    try {
        while (!script.empty()) {
            const std::string_view line = script.substr(0, script.find('\n'));
            script.remove_prefix(std::min(script.size(), line.size() + 1));
            board.input +=
                line.starts_with(kRaw) ? std::string(line.substr(1)) + "\n" : sealed(line);
            board.now += 300;
            otabench_agent_step(agent);
        }
    } catch (const test::Restarted &) { // asked for, or the deadline of an image on trial
    }
    checkOutput(board.output);
    otabench_agent_stop(agent);
    require(board.heldAllocations() == 0 && board.heldHashes() == 0,
            "the agent gives back what it took");
    return 0;
}
