#include "fleet/detail/loan_watch.h"

#include "base/files.h"
#include "base/log.h"
#include "fleet/port_loan.h"

#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace otabench::fleet::detail {
namespace {

/// While ports are lent: a program that dies takes its loan's file with it for nobody.
constexpr std::chrono::milliseconds kLookAgain{500};

} // namespace

LoanWatch::LoanWatch(boost::asio::io_context &context, std::filesystem::path folder,
                     OnChange onChange)
    : m_folder(std::move(folder))
    , m_onChange(std::move(onChange))
    , m_changes(context)
    , m_timer(context)
{
    const auto made = makeFolder(m_folder, FileMode::Private);
    const int watch = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (!made || watch < 0 ||
        ::inotify_add_watch(watch, m_folder.c_str(), IN_MOVED_TO | IN_DELETE) < 0) {
        logWarning("fleet", fmt::format("ports cannot be lent to other programs: {}",
                                        made ? errnoText(errno) : made.error().text));
        if (watch >= 0)
            ::close(watch);
        return;
    }
    m_changes.assign(watch);
    wait();
    look(); // what is lent already is not to be opened
}

LoanWatch::~LoanWatch() = default;

void LoanWatch::wait()
{
    m_changes.async_wait(
        boost::asio::posix::descriptor_base::wait_read,
        [this, alive = std::weak_ptr(m_alive)](const boost::system::error_code &error) {
            if (error || alive.expired())
                return;
            std::array<char, 4096> names; // what has changed is looked up, not read
            while (::read(m_changes.native_handle(), names.data(), names.size()) > 0) {}
            look();
            wait();
        });
}

void LoanWatch::look()
{
    std::set<std::string> lent = PortLoan::lentDevices(m_folder);
    if (!lent.empty())
        planLook();
    // Told also without a change: a board that could not be lent, as it was being updated, can now.
    if (lent.empty() && m_lent.empty())
        return;
    m_lent = std::move(lent);
    m_onChange(m_lent);
}

void LoanWatch::planLook()
{
    m_timer.expires_after(kLookAgain);
    m_timer.async_wait(
        [this, alive = std::weak_ptr(m_alive)](const boost::system::error_code &error) {
            if (!error && !alive.expired())
                look();
        });
}

} // namespace otabench::fleet::detail
