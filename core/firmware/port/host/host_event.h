#pragma once

namespace otabench::firmware::host {

/// The default event loop of esp_event.h is a thread's own. Threads of one board join one: see
/// otabench_port_share().
[[nodiscard]] void *shareEventLoop();
void joinEventLoop(void *shared);

} // namespace otabench::firmware::host
