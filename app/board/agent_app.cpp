#include "apps.h"

#include "esp_log.h"
#include "otabench_agent.h"

#include <algorithm>

namespace otabench::board {

namespace {

using std::chrono::milliseconds;

// A UART driver's buffer; larger than on a device, because 500 boards on a busy computer may be
// slow to read.
constexpr std::size_t kDriverBufferBytes = 4096;
constexpr milliseconds kShortestWait(10);
constexpr milliseconds kBriskWait(80);  // while something may follow soon
constexpr milliseconds kIdleWait(1000); // 500 idle boards shall cost next to nothing
constexpr unsigned kBriskSteps = 40;

/// A virtual board's LED is a line in its log.
void showLed(void *, bool on)
{
    ESP_LOGI("led", "LED %s", on ? "on" : "off");
}

} // namespace

void runAgentApp(FaultyPort &port, const BuiltIn &builtIn)
{
    port.console().setReceiveCapacity(kDriverBufferBytes);
    const otabench_agent_config_t config = {.built_in_ca_pem = builtIn.caPem,
                                            .decrypt = builtIn.decrypt,
                                            .trial_ms = 0,
                                            .led = showLed,
                                            .led_ctx = nullptr};
    otabench_agent_t *const agent = otabench_agent_start(&config);
    if (agent == nullptr)
        port.panic();
    milliseconds wait = kShortestWait;
    unsigned idleSteps = 0;
    for (;;) {
        const std::uint64_t before = port.activity();
        otabench_agent_step(agent);
        if (port.activity() != before) {
            wait = kShortestWait;
            idleSteps = 0;
            continue;
        }
        port.waitForInput(wait);
        wait = std::min(wait * 2, ++idleSteps < kBriskSteps ? kBriskWait : kIdleWait);
    }
}

} // namespace otabench::board
