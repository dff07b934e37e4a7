// The program that an application is: a virtual board.
//
// Two processes. This one holds the board's port, so that hosts may stay connected over its resets,
// and starts the other: one life of the board, from reset to reset, with the application in it. So
// each life begins with fresh memory, a crash ends a life and no more, and the reset button works
// in whatever the application is caught.
#include "application.h"
#include "boot_text.h"
#include "options.h"

#include <fmt/format.h>

#include <csignal>
#include <cstdio>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

extern "C" {
void app_main(void);

// Written by otabench_add_application().
extern const char otabench_application_project[];
extern const char otabench_application_version[];
extern const char otabench_application_chip[];
extern const int otabench_application_has_rollback;
}

namespace {

using namespace otabench::firmware::host;

constexpr int kFailedStatus = 1;
constexpr UBaseType_t kMainPriority = 1;
constexpr std::uint32_t kMainStackBytes = 3584;
constexpr timespec kPauseAfterCrash = {.tv_sec = 0, .tv_nsec = 500'000'000};

void say(const std::string &text)
{
    std::fputs((std::string(otabench_application_project) + ": " + text + "\n").c_str(), stderr);
}

std::string jsonText(const std::string &text)
{
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        if (static_cast<unsigned char>(c) < 0x20)
            out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        else
            out += c;
    }
    return out + "\"";
}

void runMain(void * /*parameter*/)
{
    app_main();
    application().port.log(3, "main_task", "Returned from app_main()");
    application().cpu.endTask();
}

/// On the life's first thread, within HostPort::run(), which it leaves the life to.
void live(void *chip)
{
    ApplicationPort &port = application().port;
    application().bootTime = CpuClock::now();
    bootBoard(port, *static_cast<const ChipProfile *>(chip));
    printApplicationStart(port, *static_cast<const ChipProfile *>(chip));
    shareBoard();
    openConsoleStreams();
    if (!application().cpu.start("main", &runMain, nullptr, kMainPriority, kMainStackBytes))
        port.resetNow(ResetReason::Panic);
}

/// In the process of one life. Does not return.
[[noreturn]] void beginLife(const ChipProfile &chip, ResetReason reason, const sigset_t &oldMask,
                            pid_t parent)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent)
        ::_exit(kFailedStatus); // it has died before that took effect
    for (const int each : {SIGINT, SIGTERM, SIGHUP})
        std::signal(each, SIG_IGN); // the other process's
    ::pthread_sigmask(SIG_SETMASK, &oldMask, nullptr);
    ::dup2(STDERR_FILENO, STDOUT_FILENO); // what bypasses the console streams

    ApplicationPort &port = application().port;
    auto hub = HostConsoleHub::start();
    const auto followed = port.followProcess(reason);
    const auto added = hub ? (*hub)->add(port.console()) : HostResult<>();
    for (const auto &problem : {hub ? followed : tl::unexpected(hub.error()), followed, added}) {
        if (!problem) {
            say(problem.error());
            ::_exit(kFailedStatus);
        }
    }
    static_cast<void>(port.run(&live, const_cast<ChipProfile *>(&chip)));
    ::_exit(exitStatusOf(ResetReason::Panic)); // run() ends by a reset, which ends the process
}

void reportCrash(ApplicationPort &port, int status)
{
    const bool aborted = WIFEXITED(status) || WTERMSIG(status) == SIGABRT;
    aborted ? printAbort(port) : printPanic(port);
}

/// Watches the lives of the board until a signal ends the program. @return the exit status
int watch(const ChipProfile &chip, const sigset_t &signals, const sigset_t &oldMask)
{
    ApplicationPort &port = application().port;
    const pid_t self = ::getpid();
    ResetReason reason = ResetReason::PowerOn;
    for (;;) {
        const pid_t life = ::fork();
        if (life < 0) {
            say(fmt::format("no process for the board: {}",
                            std::generic_category().message(errno)));
            return kFailedStatus;
        }
        if (life == 0)
            beginLife(chip, reason, oldMask, self);
        int status = 0;
        pid_t ended = 0;
        while (ended == 0) {
            int signal = 0;
            ::sigwait(&signals, &signal);
            if (signal != SIGCHLD) {
                ::kill(life, SIGKILL);
                ::waitpid(life, &status, 0);
                return 0;
            }
            ended = ::waitpid(life, &status, WNOHANG);
        }
        if (WIFEXITED(status) && WEXITSTATUS(status) == kFailedStatus)
            return kFailedStatus; // it has said why
        reason = WIFEXITED(status) ? resetReasonOf(WEXITSTATUS(status)) : ResetReason::Panic;
        if (reason != ResetReason::Panic)
            continue;
        reportCrash(port, status);
        sigset_t ends = signals;
        ::sigdelset(&ends, SIGCHLD);
        if (::sigtimedwait(&ends, nullptr, &kPauseAfterCrash) > 0)
            return 0;
    }
}

sigset_t blockSignals(sigset_t &oldMask)
{
    std::signal(SIGPIPE, SIG_IGN);
    sigset_t signals;
    ::sigemptyset(&signals);
    for (const int each : {SIGINT, SIGTERM, SIGHUP, SIGCHLD})
        ::sigaddset(&signals, each);
    ::pthread_sigmask(SIG_BLOCK, &signals, &oldMask);
    return signals;
}

} // namespace

int main(int argc, char **argv)
{
    BoardPlan own;
    own.dir = "boards";
    own.name = otabench_application_project;
    own.project = otabench_application_project;
    own.version = otabench_application_version;
    own.newChip = findChip(std::string_view(otabench_application_chip));
    own.security.rollback =
        otabench_application_has_rollback != 0 ? OTABENCH_ROLLBACK_ON : OTABENCH_ROLLBACK_OFF;
    const auto parsed = parseOptions(argc, argv, own);
    if (const auto *exit = std::get_if<ExitNow>(&parsed))
        return exit->status;
    const BoardPlan &plan = std::get<BoardPlan>(parsed);

    sigset_t oldMask = {};
    const sigset_t signals = blockSignals(oldMask);
    std::error_code error;
    std::filesystem::create_directories(plan.dir, error);
    if (error) {
        say(fmt::format("--dir {}: the folder cannot be made: {}", plan.dir.native(),
                        error.message()));
        return kFailedStatus;
    }
    ApplicationPort &port = application().port;
    const auto chip = openBoard(port, plan);
    if (!chip) {
        say(chip.error());
        return kFailedStatus;
    }
    port.setOnTrouble(&say);
    std::puts(fmt::format("{{\"event\":\"board\",\"board\":{},\"port\":{}}}", jsonText(plan.name),
                          jsonText((plan.dir / plan.name).native()))
                  .c_str());
    std::fflush(stdout);
    return watch(**chip, signals, oldMask);
}
