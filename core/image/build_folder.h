#pragma once

#include "base/error.h"

#include <filesystem>

namespace otabench::image {

/// The application that a build has left in a folder: what is meant when the folder itself is
/// given. Looked at are the folder's own `.bin` files (ESP-IDF's `build`, PlatformIO's
/// `.pio/build/<env>`, Arduino's sketch folder below `build`), or those of its `build` folder when
/// it is a project's. Bootloaders, partition tables and merged images beside it are passed over; of
/// several applications the one counts that ESP-IDF's `project_description.json` names as
/// `app_bin`.
///
/// Errors: NotFound (no folder, or no application in it: build first), InvalidArgument (several,
/// naming them), and those of reading. Thread: any; reads files.
/// Source: ESP-IDF v5.3 tools/cmake/project_description.json.in.
[[nodiscard]] Result<std::filesystem::path>
applicationInBuildFolder(const std::filesystem::path &folder);

} // namespace otabench::image
