#include "image/build_folder.h"

#include "base/files.h"
#include "image/reader.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace otabench::image {
namespace fs = std::filesystem;

namespace {

/// The text behind `"app_bin":`. A generated file: the key stands there once, its value is a plain
/// file name.
std::optional<std::string> namedApplication(const fs::path &folder)
{
    const auto text = readTextFile(folder / "project_description.json");
    if (!text)
        return std::nullopt;
    constexpr std::string_view kKey = "\"app_bin\"";
    const auto key = text->find(kKey);
    if (key == text->npos)
        return std::nullopt;
    const auto begin = text->find('"', key + kKey.size());
    const auto end = begin == text->npos ? begin : text->find('"', begin + 1);
    if (end == text->npos)
        return std::nullopt;
    return text->substr(begin + 1, end - begin - 1);
}

Result<std::vector<fs::path>> applicationsIn(const fs::path &folder)
{
    std::vector<fs::path> found;
    std::error_code error;
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
        if (at->path().extension() != ".bin" || !fs::is_regular_file(at->path()))
            continue;
        const auto image = readImage(at->path());
        if (!image)
            return tl::unexpected(image.error());
        if (image->kind == Kind::App)
            found.push_back(at->path());
    }
    if (error)
        return fail(errorCodeFromErrno(error.value()), "the folder {} cannot be read: {}",
                    folder.string(), errnoText(error.value()));
    std::ranges::sort(found);
    return found;
}

} // namespace

Result<fs::path> applicationInBuildFolder(const fs::path &folder)
{
    auto found = applicationsIn(folder);
    if (!found)
        return tl::unexpected(found.error());
    fs::path where = folder;
    std::error_code none;
    if (found->empty() && fs::is_directory(folder / "build", none)) {
        where = folder / "build";
        found = applicationsIn(where);
        if (!found)
            return tl::unexpected(found.error());
    }
    if (found->empty())
        return fail(ErrorCode::NotFound,
                    "there is no application image in {}; build the project first (idf.py build), "
                    "or give the .bin itself",
                    folder.string());
    if (found->size() == 1)
        return found->front();
    if (const auto name = namedApplication(where)) {
        const auto named = std::ranges::find(*found, where / *name);
        if (named != found->end())
            return *named;
    }
    std::string all;
    for (const fs::path &each : *found)
        all += (all.empty() ? "" : ", ") + each.filename().string();
    return fail(ErrorCode::InvalidArgument,
                "{} holds several applications: {}; give the one that is meant", where.string(),
                all);
}

} // namespace otabench::image
