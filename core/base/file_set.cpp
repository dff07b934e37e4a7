#include "base/file_set.h"

#include "base/descriptor.h"
#include "base/files.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

namespace otabench {
namespace fs = std::filesystem;

namespace {

/// Steps of a writing, each of which leaves the files of one writing behind:
///
/// 1. the new files into a folder of their own, synced
/// 2. names that are plain files, or missing while others are there: their content into a second
///    such folder, `.set` made to lead there, then each name made a link
/// 3. `.set` made to lead to the new folder: the one that counts
/// 4. names that were missing made links; what is not led to any more removed
class FileSet
{
public:
    FileSet(const fs::path &folder, std::string_view set)
        : m_folder(folder)
        , m_linkName(fmt::format(".{}.set", set))
    {
    }

    Result<> write(const std::vector<SetFile> &files);

private:
    [[nodiscard]] Result<fs::path> makeVersion() const;
    [[nodiscard]] bool isOurs(const std::string &name) const;
    Result<> adopt(const std::vector<SetFile> &files);
    Result<> point(const fs::path &version) const;
    Result<> link(const fs::path &target, const fs::path &name) const;
    Result<> writePlain(const std::vector<SetFile> &files) const;
    void sweep(const fs::path &current) const;
    void syncFolder() const;

    [[nodiscard]] fs::path current() const
    {
        std::error_code error;
        return fs::read_symlink(m_folder / m_linkName, error);
    }

    fs::path m_folder;
    std::string m_linkName;
};

tl::unexpected<Error> cannotWrite(const fs::path &path, int error)
{
    return fail(errorCodeFromErrno(error), "cannot write {}: {}", path.string(), errnoText(error));
}

Result<> writeInto(const fs::path &folder, const std::vector<SetFile> &files)
{
    for (const SetFile &file : files) {
        auto written = writeFileAtomically(folder / file.name, file.content,
                                           file.isPrivate ? FileMode::Private : FileMode::Public);
        if (!written)
            return written;
    }
    return {};
}

/// A folder with the process's number in its name: what a killed one has left can be told.
Result<fs::path> FileSet::makeVersion() const
{
    std::string path = (m_folder / fmt::format("{}-{}-XXXXXX", m_linkName, ::getpid())).string();
    if (!::mkdtemp(path.data()))
        return cannotWrite(m_folder, errno);
    // Whoever may read a file may come to it; the private ones have modes of their own.
    std::error_code error;
    fs::permissions(path, fs::perms(0755), error);
    return fs::path(path);
}

bool FileSet::isOurs(const std::string &name) const
{
    std::error_code error;
    return fs::read_symlink(m_folder / name, error) == fs::path(m_linkName) / name;
}

/// A link that is made whole or not at all, and replaces what has the name.
Result<> FileSet::link(const fs::path &target, const fs::path &name) const
{
    const fs::path path = m_folder / name;
    const fs::path fresh = m_folder / fmt::format("{}-{}-link", m_linkName, ::getpid());
    ::unlink(fresh.c_str());
    if (::symlink(target.c_str(), fresh.c_str()) != 0)
        return cannotWrite(path, errno);
    if (::rename(fresh.c_str(), path.c_str()) == 0)
        return {};
    const int error = errno;
    ::unlink(fresh.c_str());
    return cannotWrite(path, error);
}

Result<> FileSet::point(const fs::path &version) const
{
    return link(version.filename(), m_linkName);
}

/// Step 2.
Result<> FileSet::adopt(const std::vector<SetFile> &files)
{
    std::error_code error;
    std::vector<SetFile> plain;
    for (const SetFile &file : files) {
        if (isOurs(file.name) || !fs::exists(m_folder / file.name, error))
            continue;
        auto content = readTextFile(m_folder / file.name);
        if (!content)
            return tl::unexpected(content.error());
        plain.push_back({file.name, *std::move(content), file.isPrivate});
    }
    if (plain.empty())
        return {};
    const auto version = makeVersion();
    if (!version)
        return tl::unexpected(version.error());
    const fs::path before = current();
    if (!before.empty()) { // those that are links already
        for (const auto &entry : fs::directory_iterator(m_folder / before, error))
            fs::copy_file(entry.path(), *version / entry.path().filename(), error);
    }
    auto done = writeInto(*version, plain).and_then([&] { return point(*version); });
    for (const SetFile &file : plain) {
        if (done)
            done = link(fs::path(m_linkName) / file.name, file.name);
    }
    return done;
}

Result<> FileSet::write(const std::vector<SetFile> &files)
{
    if (auto made = makeFolder(m_folder, FileMode::Public); !made)
        return made;
    const Descriptor lock(::open(m_folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (lock.get() >= 0)
        ::flock(lock.get(), LOCK_EX); // held for as long as a few small files take
    sweep(current());
    const auto version = makeVersion();
    if (!version)
        return tl::unexpected(version.error());
    std::error_code error;
    if (auto written = writeInto(*version, files); !written) {
        fs::remove_all(*version, error);
        return written;
    }
    const fs::path probe = *version / "link";
    const bool knowsLinks = ::symlink(files.front().name.c_str(), probe.c_str()) == 0;
    ::unlink(probe.c_str());
    if (!knowsLinks) {
        fs::remove_all(*version, error);
        return writePlain(files);
    }
    syncFolder(); // what is led to is there before the link is
    auto done = adopt(files).and_then([&] { return point(*version); });
    for (const SetFile &file : files) {
        if (done && !isOurs(file.name))
            done = link(fs::path(m_linkName) / file.name, file.name);
    }
    syncFolder();
    sweep(current());
    return done;
}

Result<> FileSet::writePlain(const std::vector<SetFile> &files) const
{
    auto written = writeInto(m_folder, files);
    syncFolder();
    return written;
}

/// What earlier writings and killed programs have left: there may be a private key in it. And
/// names of an earlier writing that this one does not have.
void FileSet::sweep(const fs::path &current) const
{
    std::error_code error;
    std::vector<fs::path> left;
    for (fs::directory_iterator entry(m_folder, error), end; !error && entry != end;
         entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        std::error_code ignored;
        const bool isVersion = name.starts_with(m_linkName + "-") && name != current;
        const bool leadsNowhere =
            isOurs(name) && !fs::exists(entry->path(), ignored); // follows the link
        if (isVersion || leadsNowhere)
            left.push_back(entry->path());
    }
    for (const fs::path &each : left)
        fs::remove_all(each, error);
}

void FileSet::syncFolder() const
{
    const Descriptor fd(::open(m_folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (fd.get() >= 0)
        ::fsync(fd.get());
}

} // namespace

Result<> writeFileSet(const fs::path &folder, std::string_view set,
                      const std::vector<SetFile> &files)
{
    return FileSet(folder, set).write(files);
}

} // namespace otabench
