#include "serial/detail/network_lock.h"

#include "serial/detail/port_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>

namespace otabench::serial::detail {
namespace fs = std::filesystem;

namespace {

fs::path lockFolder()
{
    if (const char *runtime = std::getenv("XDG_RUNTIME_DIR"); runtime && *runtime == '/')
        return fs::path(runtime) / "otabench";
    return fmt::format("/tmp/otabench-{}", ::getuid());
}

/// Made for this user alone: in /tmp somebody else may have put anything there.
bool makeOwn(const fs::path &folder)
{
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
        return false;
    struct stat status = {};
    return ::lstat(folder.c_str(), &status) == 0 && S_ISDIR(status.st_mode) &&
           status.st_uid == ::getuid();
}

/// Whether the name still leads to the file: who releases it has removed it.
bool isStill(int descriptor, const fs::path &file)
{
    struct stat mine = {}, named = {};
    return ::fstat(descriptor, &mine) == 0 && ::stat(file.c_str(), &named) == 0 &&
           mine.st_ino == named.st_ino && mine.st_dev == named.st_dev;
}

} // namespace

fs::path networkLockFile(const Address &address)
{
    std::string name = fmt::format("{}_{}.port", address.host, address.tcpPort);
    std::ranges::replace(name, '/', '_');
    return lockFolder() / name;
}

Result<std::shared_ptr<const Descriptor>> lockNetworkPort(const Address &address)
{
    const fs::path file = networkLockFile(address);
    if (!makeOwn(file.parent_path()))
        return nullptr;
    while (true) {
        auto opened = std::make_unique<Descriptor>(
            ::open(file.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600)); // NOLINT
        if (opened->get() < 0)
            return nullptr;
        if (::flock(opened->get(), LOCK_EX | LOCK_NB) != 0)
            return tl::unexpected(openError(address.toString(), file, EBUSY));
        if (!isStill(opened->get(), file))
            continue; // its last holder has just removed it
        return std::shared_ptr<const Descriptor>(opened.release(), [file](const Descriptor *held) {
            ::unlink(file.c_str()); // while it is locked
            delete held;
        });
    }
}

} // namespace otabench::serial::detail
