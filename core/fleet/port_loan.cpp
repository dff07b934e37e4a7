#include "fleet/port_loan.h"

#include "base/descriptor.h"
#include "base/files.h"
#include "serial/port_holder.h"

#include <algorithm>
#include <cerrno>
#include <thread>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace otabench::fleet {
namespace fs = std::filesystem;

namespace {

constexpr std::string_view kSuffix = ".loan";
/// Nobody tells when a file lock is released; /proc is asked.
constexpr std::chrono::milliseconds kAskAgain{20};

fs::path fileOf(const fs::path &folder, std::string device)
{
    std::ranges::replace(device, '/', '_');
    return folder / (device + std::string(kSuffix));
}

std::unique_ptr<Descriptor> openLocked(const fs::path &file, int flags)
{
    auto descriptor = std::make_unique<Descriptor>(
        ::open(file.c_str(), O_RDWR | O_CLOEXEC | flags, 0600)); // NOLINT
    if (descriptor->get() < 0 || ::flock(descriptor->get(), LOCK_EX | LOCK_NB) != 0)
        return nullptr;
    return descriptor;
}

} // namespace

fs::path PortLoan::folder(const Paths &paths)
{
    return paths.data / "loans";
}

PortLoan::PortLoan(fs::path file, std::unique_ptr<Descriptor> lock, serial::Address address,
                   std::string device)
    : m_file(std::move(file))
    , m_lock(std::move(lock))
    , m_address(std::move(address))
    , m_device(std::move(device))
{
}

PortLoan::~PortLoan()
{
    std::error_code ignored;
    fs::remove(m_file, ignored); // the watchers look when it goes, and it is not locked by name
}

Result<std::unique_ptr<PortLoan>> PortLoan::ask(const Paths &paths, const serial::Address &address)
{
    auto device = serial::keyOf(address);
    if (!device)
        return tl::unexpected(device.error());
    const fs::path place = folder(paths);
    if (auto made = makeFolder(place, FileMode::Private); !made)
        return tl::unexpected(made.error());
    const fs::path file = fileOf(place, *device);
    // Locked and written under another name first: whoever sees the file sees a loan.
    const fs::path draft = fmt::format("{}.{}", file.string(), ::getpid());
    auto lock = openLocked(draft, O_CREAT);
    const std::string text = *device + "\n";
    if (!lock ||
        ::write(lock->get(), text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
        const int error = errno;
        return fail(errorCodeFromErrno(error), "cannot write {}: {}", draft.string(),
                    errnoText(error));
    }
    std::error_code failed;
    if (lentDevices(place).contains(*device))
        fs::remove(draft, failed);
    else if (fs::rename(draft, file, failed); !failed)
        return std::unique_ptr<PortLoan>(
            new PortLoan(file, std::move(lock), address, *std::move(device)));
    if (failed)
        return fail(errorCodeFromErrno(failed.value()), "cannot write {}: {}", file.string(),
                    errnoText(failed.value()));
    return fail(ErrorCode::AlreadyExists,
                "port {} is lent to another program already: wait until that is done",
                address.toString());
}

Result<> PortLoan::checkNotLent(const Paths &paths, const serial::Address &address)
{
    const auto device = serial::keyOf(address);
    const fs::path place = folder(paths);
    if (!device || !lentDevices(place).contains(*device))
        return {}; // what else is wrong with it, opening it tells
    return fail(ErrorCode::PortBusy,
                "port {} is lent to another program, by {}: wait until that is done",
                address.toString(), serial::holderOf(fileOf(place, *device).string()));
}

Result<> PortLoan::waitUntilFree(std::chrono::milliseconds limit) const
{
    const auto end = std::chrono::steady_clock::now() + limit;
    while (true) {
        auto free = serial::checkFree(m_address);
        if (free || free.error().code != ErrorCode::PortBusy ||
            std::chrono::steady_clock::now() >= end)
            return free;
        std::this_thread::sleep_for(kAskAgain);
    }
}

std::set<std::string> PortLoan::lentDevices(const fs::path &folder)
{
    std::set<std::string> devices;
    std::error_code none;
    for (const fs::directory_entry &entry : fs::directory_iterator(folder, none)) {
        if (entry.path().extension() != kSuffix)
            continue;
        if (openLocked(entry.path(), 0)) { // nobody holds it: left by a program that has died
            fs::remove(entry.path(), none);
            continue;
        }
        const auto text = readTextFile(entry.path(), 4096);
        if (text && text->ends_with('\n'))
            devices.insert(text->substr(0, text->size() - 1));
    }
    return devices;
}

} // namespace otabench::fleet
