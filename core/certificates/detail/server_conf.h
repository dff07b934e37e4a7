#pragma once

#include "certificates/store.h"

#include <string>
#include <string_view>

namespace otabench::certificates::detail {

/// The text of server.conf: "name HOST" for each, "key TYPE", "preset PRESET", "days N".
[[nodiscard]] std::string serverConf(const ServerSettings &settings);

/// InvalidArgument for a line that is none of these; blank lines and # are passed over.
[[nodiscard]] Result<ServerSettings> parseServerConf(std::string_view text);

} // namespace otabench::certificates::detail
