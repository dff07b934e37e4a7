#include "base/files.h"

#include "base/descriptor.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <random>

namespace otabench {
namespace fs = std::filesystem;

namespace {

tl::unexpected<Error> failOn(std::string_view what, const fs::path &path, int errorNumber)
{
    return fail(errorCodeFromErrno(errorNumber), "cannot {} {}: {}", what, path.string(),
                errnoText(errorNumber));
}

Result<> writeAll(int fd, std::span<const std::byte> content, const fs::path &path)
{
    while (!content.empty()) {
        const ssize_t written = ::write(fd, content.data(), content.size());
        if (written < 0) {
            const int error = errno;
            if (error == EINTR)
                continue;
            return failOn("write", path, error);
        }
        content = content.subspan(static_cast<std::size_t>(written));
    }
    if (::fsync(fd) != 0) {
        const int error = errno;
        return failOn("write", path, error);
    }
    return {};
}

/// Makes the rename itself durable; a file system that cannot sync a folder is no reason to fail.
void syncFolder(const fs::path &folder)
{
    const Descriptor fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (fd.get() >= 0)
        ::fsync(fd.get());
}

/// Whether `path` can be read or replaced as a whole. A pipe without a writer would be waited for
/// without end, and opening a serial port resets its board.
Result<> checkIsRegular(mode_t mode, const fs::path &path)
{
    if (S_ISDIR(mode))
        return fail(ErrorCode::InvalidArgument, "{} is a folder; a file is needed here",
                    path.string());
    if (!S_ISREG(mode))
        return fail(ErrorCode::InvalidArgument,
                    "{} is a device or a pipe; a regular file is needed here", path.string());
    return {};
}

/// @param[out] status of the opened file.
/// @return its descriptor, which is the caller's.
Result<int> openRegular(const fs::path &path, struct stat &status)
{
    if (path.empty())
        return fail(ErrorCode::InvalidArgument, "the name of a file is empty; give one");
    if (::stat(path.c_str(), &status) == 0) { // before open(), which may wait or act
        if (auto regular = checkIsRegular(status.st_mode, path); !regular)
            return tl::unexpected(regular.error());
    }
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        const int error = errno;
        return failOn("open", path, error);
    }
    if (::fstat(fd, &status) != 0) {
        const int error = errno;
        ::close(fd);
        return failOn("read", path, error);
    }
    if (auto regular = checkIsRegular(status.st_mode, path); !regular) {
        ::close(fd);
        return tl::unexpected(regular.error());
    }
    return fd;
}

/// The file that a write to `path` replaces: a link stays a link, and a device stays a device.
Result<fs::path> fileToReplace(const fs::path &path)
{
    if (path.empty())
        return fail(ErrorCode::InvalidArgument, "the name of a file is empty; give one");
    struct stat status = {};
    if (::stat(path.c_str(), &status) == 0) {
        if (auto regular = checkIsRegular(status.st_mode, path); !regular)
            return tl::unexpected(regular.error());
    }
    std::error_code error;
    if (!fs::is_symlink(path, error))
        return path;
    if (fs::exists(path, error))
        return fs::canonical(path, error);
    return path.parent_path() / fs::read_symlink(path, error); // a link to what is not there yet
}

/// Content and mode of a file that was made with mode 0600.
Result<> fill(int fd, std::span<const std::byte> content, FileMode mode, const fs::path &path)
{
    auto written = writeAll(fd, content, path);
    if (written && mode == FileMode::Public && ::fchmod(fd, 0644) != 0) {
        const int error = errno;
        written = failOn("set the mode of", path, error);
    }
    return written;
}

Result<> replace(const std::string &temporary, const fs::path &path)
{
    if (::rename(temporary.c_str(), path.c_str()) == 0)
        return {};
    const int error = errno;
    ::unlink(temporary.c_str());
    return failOn("write", path, error);
}

/// Gives a file without a name its own, or puts it over the one that has it.
Result<> publish(int fd, const fs::path &path)
{
    constexpr std::string_view kLetters =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    constexpr int kRandom = 6, kTries = 100;
    // By the descriptor alone it needs a privilege.
    const std::string from = fmt::format("/proc/self/fd/{}", fd);
    const auto link = [&](const std::string &name) {
        return ::linkat(AT_FDCWD, from.c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) == 0
                   ? 0
                   : errno;
    };
    int error = link(path.string());
    if (error == 0)
        return {};
    std::random_device random; // a link cannot replace a file, a rename can
    for (int i = 0; i < kTries && error == EEXIST; ++i) {
        std::string temporary = path.string() + ".";
        for (int letter = 0; letter < kRandom; ++letter)
            temporary += kLetters[random() % kLetters.size()];
        error = link(temporary);
        if (error == 0)
            return replace(temporary, path);
    }
    return failOn("write", path, error);
}

Result<> writeUnnamed(const fs::path &folder, const fs::path &path,
                      std::span<const std::byte> content, FileMode mode)
{
    const Descriptor fd(::open(folder.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600));
    if (fd.get() < 0) {
        const int error = errno;
        return failOn("create", path, error);
    }
    return fill(fd.get(), content, mode, path).and_then([&] { return publish(fd.get(), path); });
}

Result<> writeBeside(const fs::path &path, std::span<const std::byte> content, FileMode mode)
{
    std::string temporary = path.string() + ".XXXXXX";
    const Descriptor fd(::mkostemp(temporary.data(), O_CLOEXEC)); // made with mode 0600
    if (fd.get() < 0) {
        const int error = errno;
        return failOn("create", path, error);
    }
    if (auto written = fill(fd.get(), content, mode, path); !written) {
        ::unlink(temporary.c_str());
        return written;
    }
    return replace(temporary, path);
}

template <typename Container>
Result<Container> readWhole(const fs::path &path, std::size_t limitBytes)
{
    struct stat status = {};
    const auto opened = openRegular(path, status);
    if (!opened)
        return tl::unexpected(opened.error());
    const Descriptor fd(*opened);
    Container content;
    constexpr std::size_t kChunk = 1u << 20;
    while (true) {
        const std::size_t have = content.size();
        if (have > limitBytes)
            return fail(ErrorCode::InvalidArgument,
                        "{} is larger than {} bytes, the most that is "
                        "read here; is it the right file?",
                        path.string(), limitBytes);
        content.resize(have + kChunk);
        const ssize_t got = ::read(fd.get(), content.data() + have, kChunk);
        const int error = errno;
        content.resize(have + static_cast<std::size_t>(got > 0 ? got : 0));
        if (got == 0)
            return content;
        if (got < 0 && error != EINTR)
            return failOn("read", path, error);
    }
}

} // namespace

Result<std::vector<std::byte>> readFile(const fs::path &path, std::size_t limitBytes)
{
    return readWhole<std::vector<std::byte>>(path, limitBytes);
}

Result<std::string> readTextFile(const fs::path &path, std::size_t limitBytes)
{
    return readWhole<std::string>(path, limitBytes);
}

Result<> writeFileAtomically(const fs::path &givenPath, std::span<const std::byte> content,
                             FileMode mode)
{
    const auto target = fileToReplace(givenPath);
    if (!target)
        return tl::unexpected(target.error());
    const fs::path &path = *target;
    const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
    if (auto made = makeFolder(folder, FileMode::Public); !made)
        return made;
    // Without a name until it is whole: a program that is killed leaves nothing behind.
    auto written = writeUnnamed(folder, path, content, mode);
    if (!written && written.error().code != ErrorCode::DiskFull)
        written = writeBeside(path, content, mode); // not every file system knows such files
    if (written)
        syncFolder(folder);
    return written;
}

Result<> writeFileAtomically(const fs::path &path, std::string_view content, FileMode mode)
{
    return writeFileAtomically(path, std::as_bytes(std::span(content)), mode);
}

Result<> makeFolder(const fs::path &path, FileMode mode)
{
    std::error_code error;
    if (fs::is_directory(path, error))
        return {};
    if (path.has_parent_path()) {
        if (auto made = makeFolder(path.parent_path(), FileMode::Public); !made)
            return made;
    }
    const mode_t bits = mode == FileMode::Private ? 0700 : 0755;
    if (::mkdir(path.c_str(), bits) == 0) {
        // What is synced into it later is lost all the same if its name is.
        syncFolder(path.has_parent_path() ? path.parent_path() : fs::path("."));
    } else {
        const int number = errno;
        // Not AlreadyExists for a file in the way: callers take that as "another one made it".
        if (number != EEXIST || !fs::is_directory(path, error))
            return failOn("make the folder", path, number == EEXIST ? ENOTDIR : number);
    }
    return {};
}

MappedFile::MappedFile(std::span<const std::byte> bytes)
    : m_bytes(bytes)
{
}

MappedFile::~MappedFile()
{
    if (!m_bytes.empty())
        ::munmap(const_cast<std::byte *>(m_bytes.data()), m_bytes.size());
}

Result<std::shared_ptr<const MappedFile>> MappedFile::open(const fs::path &path)
{
    struct stat status = {};
    const auto opened = openRegular(path, status);
    if (!opened)
        return tl::unexpected(opened.error());
    const Descriptor fd(*opened);
    const auto size = static_cast<std::size_t>(status.st_size);
    if (size == 0)
        return std::shared_ptr<const MappedFile>(new MappedFile({}));
    void *address = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, fd.get(), 0);
    if (address == MAP_FAILED) {
        const int error = errno;
        return failOn("map", path, error);
    }
    return std::shared_ptr<const MappedFile>(
        new MappedFile({static_cast<const std::byte *>(address), size}));
}

} // namespace otabench
