#pragma once

#include "base/error.h"
#include "server/image_server.h"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace otabench::server::detail {

/// A sealed copy of a file in anonymous memory, mapped: nothing that is done to the file afterwards
/// (a build that overwrites it, a truncation, which would fault in a mapping of the file itself)
/// reaches a transfer. Immutable; any thread.
class ImageCopy
{
public:
    [[nodiscard]] static Result<std::shared_ptr<const ImageCopy>>
    take(const std::filesystem::path &file);
    ~ImageCopy();
    ImageCopy(const ImageCopy &) = delete;
    ImageCopy &operator=(const ImageCopy &) = delete;

    [[nodiscard]] std::span<const std::byte> bytes() const { return m_bytes; }

private:
    explicit ImageCopy(std::span<const std::byte> bytes);

    std::span<const std::byte> m_bytes;
};

/// An image under its URL, with the header lines that are the same in each of its answers.
struct Publication
{
    PublishedImage image;
    std::shared_ptr<const ImageCopy> content;
    std::chrono::sys_seconds modified = {};
    std::string etag;         ///< quoted, strong
    std::string lastModified; ///< HTTP date
    std::string headerLines;  ///< Content-Type, ETag, Last-Modified, Accept-Ranges, each with CRLF
};

/// What is served, by id and file name. Any thread.
class Publications
{
public:
    [[nodiscard]] Result<PublishedImage> add(const std::filesystem::path &file, std::string sha256);
    void remove(std::string_view id);

    /// nullptr when there is none of that name.
    [[nodiscard]] std::shared_ptr<const Publication> find(std::string_view id,
                                                          std::string_view fileName) const;

    /// Later additions of the same path replace earlier ones.
    [[nodiscard]] Result<> addRedirect(const std::string &path, const std::string &location);
    /// "" when there is none for the path.
    [[nodiscard]] std::string redirect(std::string_view path) const;

private:
    struct PathOrder
    {
        using is_transparent = void;
        using View = std::pair<std::string_view, std::string_view>;

        bool operator()(const View &a, const View &b) const { return a < b; }
    };

    mutable std::mutex m_mutex;
    /// By id and file name; their views are looked up without making strings of them.
    std::map<std::pair<std::string, std::string>, std::shared_ptr<const Publication>, PathOrder>
        m_byPath;
    std::map<std::string, std::string, std::less<>> m_redirects;
};

} // namespace otabench::server::detail
