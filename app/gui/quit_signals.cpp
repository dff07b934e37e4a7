#include "quit_signals.h"

#include "base/assert.h"

#include <QCoreApplication>

#include <array>
#include <csignal>

#include <fcntl.h>
#include <unistd.h>

namespace otabench::gui {
namespace {

constexpr std::array kSignals = {SIGINT, SIGTERM, SIGHUP};

// A signal handler reaches nothing but globals: the pipe it writes to.
std::array<int, 2> g_pipe = {-1, -1};

void onSignal(int)
{
    const char wake = 1;
    // A full pipe means that a wake-up is under way already.
    [[maybe_unused]] const auto written = write(g_pipe[1], &wake, 1);
}

} // namespace

QuitSignals::QuitSignals(QObject *parent)
    : QObject(parent)
{
    OTABENCH_ASSERT(g_pipe[0] < 0);
    if (pipe2(g_pipe.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        return; // out of descriptors: signals keep their default effect
    m_notifier = std::make_unique<QSocketNotifier>(g_pipe[0], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] {
        m_notifier->setEnabled(false);
        QCoreApplication::quit();
    });
    for (const int signal : kSignals)
        std::signal(signal, onSignal);
}

QuitSignals::~QuitSignals()
{
    if (!m_notifier)
        return;
    for (const int signal : kSignals)
        std::signal(signal, SIG_DFL);
    m_notifier.reset();
    for (int &end : g_pipe) {
        close(end);
        end = -1;
    }
}

} // namespace otabench::gui
