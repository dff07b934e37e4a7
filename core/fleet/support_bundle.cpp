#include "fleet/support_bundle.h"

#include "base/files.h"
#include "certificates/inspection.h"
#include "certificates/store.h"
#include "fleet/detail/redactor.h"
#include "fleet/doctor.h"
#include "history/report.h"
#include "monitor/log_reader.h"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <ctime>
#include <deque>
#include <fstream>
#include <map>
#include <memory>
#include <thread>

#include <sys/utsname.h>

namespace otabench::fleet {
namespace {

using std::chrono::system_clock;

constexpr std::size_t kMostLineBytes = 4096;
constexpr std::chrono::hours kLogAge{72};
constexpr unsigned kResults = 200; ///< of boards, the newest
constexpr std::size_t kMostSettingsBytes = 1 << 20;

constexpr std::string_view kReadme = R"(What otabench wrote for whoever helps with a problem

system.txt        versions, this computer, the environment as far as it concerns otabench
doctor.txt        what would keep boards from being updated, as otabench-cli doctor finds it
settings.ini      settings of the window
campaign.txt      the newest campaign, board by board; campaign.csv with the time of every phase
results.csv       the newest results of boards
log.txt           the newest lines that boards have printed
certificates/     certificates (public), and certificates.txt, which tells what they say

Private keys and passphrases are not in here. In all texts, passwords, names of Wi-Fi networks,
logins and tokens have been replaced by [removed]. Look through it before you pass it on: boards
may print what nobody can foresee.
)";

/// Environment that may hold a secret by itself.
constexpr std::array kSecretVariables = {"OTABENCH_CA_PASSPHRASE", "OTABENCH_NEW_CA_PASSPHRASE",
                                         "OTABENCH_P12_PASSPHRASE", "OTABENCH_INPUT_PASSPHRASE",
                                         "PGPASSWORD"};

constexpr std::array kToldVariables = {
    "OTABENCH_HOME",     "OTABENCH_DATABASE",   "OTABENCH_STATION",
    "OTABENCH_OPERATOR", "OTABENCH_LOG",        "LANG",
    "XDG_SESSION_TYPE",  "XDG_CURRENT_DESKTOP", "XDG_DATA_HOME",
    "XDG_CONFIG_HOME",   "QT_QPA_PLATFORM",     "QT_SCALE_FACTOR",
    "SSH_CONNECTION"};

std::string variable(const char *name)
{
    const char *value = std::getenv(name);
    return value != nullptr ? value : "";
}

/// The password within postgresql://USER:PASSWORD@HOST.
std::string passwordOf(const std::string &url)
{
    const std::size_t scheme = url.find("://");
    const std::size_t end = url.find_first_of("/?", scheme == std::string::npos ? 0 : scheme + 3);
    const std::size_t at = url.rfind('@', end);
    const std::size_t colon =
        scheme == std::string::npos ? std::string::npos : url.find(':', scheme + 3);
    if (at == std::string::npos || colon == std::string::npos || colon > at)
        return {};
    return url.substr(colon + 1, at - colon - 1);
}

std::vector<std::string> knownSecrets(const SupportBundleOptions &options)
{
    std::vector<std::string> secrets = {passwordOf(options.databaseUrl)};
    for (const char *name : kSecretVariables)
        secrets.push_back(variable(name));
    return secrets;
}

/// A gzipped tar in memory. libarchive keeps nothing of what it is given.
class Tar
{
public:
    Tar()
    {
        archive_write_add_filter_gzip(m_archive.get());
        archive_write_set_format_pax_restricted(m_archive.get());
        archive_write_open(m_archive.get(), &m_bytes, nullptr, &Tar::onBytes, nullptr);
    }

    [[nodiscard]] Result<> add(const std::string &name, std::string_view content)
    {
        const std::unique_ptr<archive_entry, void (*)(archive_entry *)> entry(archive_entry_new(),
                                                                              archive_entry_free);
        archive_entry_set_pathname(entry.get(), name.c_str());
        archive_entry_set_size(entry.get(), static_cast<la_int64_t>(content.size()));
        archive_entry_set_filetype(entry.get(), AE_IFREG);
        archive_entry_set_perm(entry.get(), 0600);
        archive_entry_set_mtime(entry.get(), system_clock::to_time_t(system_clock::now()), 0);
        if (archive_write_header(m_archive.get(), entry.get()) != ARCHIVE_OK ||
            archive_write_data(m_archive.get(), content.data(), content.size()) < 0)
            return failed();
        return {};
    }

    [[nodiscard]] Result<std::string> finish()
    {
        if (archive_write_close(m_archive.get()) != ARCHIVE_OK)
            return tl::unexpected(failed().error());
        return std::move(m_bytes);
    }

private:
    static la_ssize_t onBytes(archive *, void *bytes, const void *data, std::size_t size)
    {
        static_cast<std::string *>(bytes)->append(static_cast<const char *>(data), size);
        return static_cast<la_ssize_t>(size);
    }

    [[nodiscard]] Result<> failed() const
    {
        const char *why = archive_error_string(m_archive.get());
        return fail(ErrorCode::Internal, "the support bundle cannot be packed: {}",
                    why != nullptr ? why : "unknown");
    }

    std::string m_bytes; ///< before the archive, which writes into it to the end
    std::unique_ptr<archive, int (*)(archive *)> m_archive{archive_write_new(), archive_write_free};
};

std::string firstLineWith(const char *file, std::string_view start)
{
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with(start))
            return line.substr(start.size());
    }
    return "?";
}

std::string describeSystem(const SupportBundleOptions &options)
{
    utsname kernel = {};
    uname(&kernel);
    std::string text = fmt::format(
        "otabench:  {}\nsystem:    {}\nkernel:    {} {} {}\nprocessors: {}\nmemory:    {} (of "
        "it available: {})\nlibarchive: {}\n",
        options.version, firstLineWith("/etc/os-release", "PRETTY_NAME="), kernel.sysname,
        kernel.release, kernel.machine, std::thread::hardware_concurrency(),
        firstLineWith("/proc/meminfo", "MemTotal:"),
        firstLineWith("/proc/meminfo", "MemAvailable:"), archive_version_string());
    for (const auto &[what, folder] :
         {std::pair("data", &options.paths.data), std::pair("settings", &options.paths.config)}) {
        std::error_code error;
        const auto space = std::filesystem::space(*folder, error);
        text += fmt::format("{}: {}{}\n", what, folder->native(),
                            error ? " (" + error.message() + ")"
                                  : fmt::format(" ({} MB free)", space.available >> 20));
    }
    for (const char *name : kToldVariables) {
        if (const std::string value = variable(name); !value.empty())
            text += fmt::format("${}: {}\n", name, value);
    }
    return text;
}

std::string describeFindings(const SupportBundleOptions &options)
{
    std::string text;
    for (const Finding &finding :
         examineComputer({.paths = options.paths, .databaseUrl = options.databaseUrl})) {
        text +=
            fmt::format("{:<8} {} ({})\n", name(finding.severity), causeOf(finding), finding.id);
        if (const std::string remedy = remedyOf(finding); !remedy.empty())
            text += "         " + remedy + "\n";
    }
    return text;
}

/// The window's geometry and the like, which nobody can read, is left out.
Result<std::string> readSettings(const Paths &paths)
{
    const auto text = readTextFile(paths.config / "otabench.ini", kMostSettingsBytes);
    if (!text)
        return text;
    std::string kept;
    for (std::size_t at = 0; at < text->size();) {
        const std::size_t end = std::min(text->find('\n', at), text->size());
        const std::string_view line = std::string_view(*text).substr(at, end - at);
        if (line.find("@ByteArray") == std::string_view::npos &&
            line.find("@Variant") == std::string_view::npos)
            kept += std::string(line) + "\n";
        at = end + 1;
    }
    return kept;
}

std::string timeOf(monitor::LogRecord::Time at)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(at);
    const std::time_t time =
        system_clock::to_time_t(std::chrono::time_point_cast<system_clock::duration>(seconds));
    std::tm utc = {};
    gmtime_r(&time, &utc);
    const auto rest = std::chrono::duration_cast<std::chrono::milliseconds>(at - seconds);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", utc.tm_year + 1900,
                       utc.tm_mon + 1, utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec,
                       rest.count());
}

/// One bundle under way.
class Writer
{
public:
    explicit Writer(const SupportBundleOptions &options)
        : m_options(options)
        , m_secrets(knownSecrets(options))
        , m_redactor(m_secrets)
    {
    }

    [[nodiscard]] Result<SupportBundle> write(const std::filesystem::path &file);

private:
    using Step = Result<> (Writer::*)();

    [[nodiscard]] Result<> addReadme() { return addRaw("README.txt", kReadme); }

    [[nodiscard]] Result<> addSystem() { return addText("system.txt", describeSystem(m_options)); }

    [[nodiscard]] Result<> addDoctor()
    {
        return addText("doctor.txt", describeFindings(m_options));
    }

    [[nodiscard]] Result<> addSettings();
    [[nodiscard]] Result<> addHistory();
    [[nodiscard]] Result<> addLog();
    [[nodiscard]] Result<> addCertificates();

    [[nodiscard]] Result<> addRaw(const std::string &name, std::string_view content)
    {
        m_bundle.files.push_back(name);
        return m_tar.add("otabench-support/" + name, content);
    }

    [[nodiscard]] Result<> addText(const std::string &name, const std::string &text)
    {
        return addRaw(name, m_redactor.text(text));
    }

    void miss(const std::string &what, const Error &why)
    {
        m_bundle.missing.push_back(m_redactor.line(what + ": " + why.text));
    }

    const SupportBundleOptions &m_options;
    std::vector<std::string> m_secrets;
    detail::Redactor m_redactor;
    Tar m_tar;
    SupportBundle m_bundle;
};

Result<SupportBundle> Writer::write(const std::filesystem::path &file)
{
    constexpr std::array<Step, 7> kSteps = {
        &Writer::addReadme, &Writer::addSystem, &Writer::addSettings,    &Writer::addHistory,
        &Writer::addDoctor, &Writer::addLog,    &Writer::addCertificates};
    for (std::size_t done = 0; done < kSteps.size(); ++done) {
        if (m_options.progress)
            m_options.progress(static_cast<int>(100 * done / kSteps.size()));
        if (m_options.stop.stop_requested())
            return fail(ErrorCode::Cancelled, "{}: cancelled, nothing was written", file.native());
        if (auto added = (this->*kSteps[done])(); !added)
            return tl::unexpected(added.error());
    }
    if (!m_bundle.missing.empty()) {
        std::string text;
        for (const std::string &each : m_bundle.missing)
            text += each + "\n";
        if (auto added = addText("missing.txt", text); !added)
            return tl::unexpected(added.error());
    }
    const auto bytes = m_tar.finish();
    if (!bytes)
        return tl::unexpected(bytes.error());
    m_bundle.bytes = bytes->size();
    if (auto written = writeFileAtomically(file, *bytes, FileMode::Private); !written)
        return tl::unexpected(written.error());
    if (m_options.progress)
        m_options.progress(100);
    return std::move(m_bundle);
}

Result<> Writer::addSettings()
{
    const auto text = readSettings(m_options.paths);
    if (text)
        return addText("settings.ini", *text);
    if (text.error().code != ErrorCode::NotFound)
        miss("settings.ini", text.error());
    return {};
}

Result<> Writer::addHistory()
{
    std::error_code none;
    if (m_options.databaseUrl.empty() &&
        !std::filesystem::exists(m_options.paths.historyFile(), none))
        return {};
    const auto history =
        history::History::open(m_options.paths.historyFile(), m_options.databaseUrl);
    if (!history) {
        miss("the history", history.error());
        return {};
    }
    const auto entries = history::readEntries(**history, {.limit = kResults});
    if (!entries) {
        miss("results.csv", entries.error());
        return {};
    }
    if (auto added = addText("results.csv", report(history::ReportFormat::Csv, *entries)); !added)
        return added;
    const auto campaigns = (*history)->campaigns({.limit = 1});
    if (!campaigns || campaigns->empty())
        return {};
    const auto campaign = history::readCampaign(**history, campaigns->front().id);
    if (!campaign) {
        miss("campaign.txt", campaign.error());
        return {};
    }
    if (auto added = addText("campaign.txt", report(history::ReportFormat::Table, *campaign));
        !added)
        return added;
    return addText("campaign.csv", report(history::ReportFormat::Csv, *campaign));
}

Result<> Writer::addLog()
{
    auto reader = monitor::LogReader::open(
        m_options.paths.logs(),
        std::chrono::time_point_cast<monitor::LogRecord::Time::duration>(system_clock::now()) -
            kLogAge);
    if (!reader) {
        miss("log.txt", reader.error());
        return {};
    }
    std::deque<std::string> lines;
    std::map<std::string, detail::Redactor, std::less<>> redactors; // a key's lines are a board's
    std::size_t count = 0;
    while (const auto record = reader->next()) {
        if (++count % 1024 == 0 && m_options.stop.stop_requested())
            return fail(ErrorCode::Cancelled, "cancelled, nothing was written");
        auto found = redactors.find(record->board);
        if (found == redactors.end())
            found =
                redactors.emplace(std::string(record->board), detail::Redactor(m_secrets)).first;
        lines.push_back(fmt::format("{} {} {}\n", timeOf(record->at), record->board,
                                    found->second.line(record->line.substr(0, kMostLineBytes))));
        if (lines.size() > m_options.logLines)
            lines.pop_front();
    }
    std::string text;
    for (const std::string &line : lines)
        text += line;
    return addRaw("log.txt", text); // each line is clean already
}

/// What is between the marks of certificates, and nothing else of the file.
std::string certificatesIn(const std::string &pem)
{
    constexpr std::string_view kBegin = "-----BEGIN CERTIFICATE-----";
    constexpr std::string_view kEnd = "-----END CERTIFICATE-----";
    std::string found;
    for (std::size_t at = pem.find(kBegin); at != std::string::npos; at = pem.find(kBegin, at)) {
        const std::size_t end = pem.find(kEnd, at);
        if (end == std::string::npos)
            break;
        found += pem.substr(at, end + kEnd.size() - at) + "\n";
        at = end;
    }
    return found;
}

std::string dateOf(system_clock::time_point moment)
{
    return timeOf(std::chrono::time_point_cast<monitor::LogRecord::Time::duration>(moment))
        .substr(0, 10);
}

Result<> Writer::addCertificates()
{
    std::string summary;
    for (const auto &file : certificates::Store(m_options.paths.certificates()).files()) {
        const auto text = readTextFile(file, 1 << 20);
        if (!text) {
            miss(file.filename().native(), text.error());
            continue;
        }
        const std::string pem = certificatesIn(*text);
        const auto certificates = certificates::summarize(pem);
        if (pem.empty() || !certificates)
            continue;
        const std::string name = "certificates/" + file.filename().native();
        for (const certificates::Summary &each : *certificates)
            summary += fmt::format("{}: {}, by {}, {}, {} to {}, sha256 {}\n", name, each.subject,
                                   each.issuer, each.key, dateOf(each.notBefore),
                                   dateOf(each.notAfter), each.sha256);
        if (auto added = addRaw(name, pem); !added)
            return added;
    }
    return summary.empty() ? Result<>() : addText("certificates/certificates.txt", summary);
}

} // namespace

Result<SupportBundle> writeSupportBundle(const std::filesystem::path &file,
                                         const SupportBundleOptions &options)
{
    return Writer(options).write(file);
}

} // namespace otabench::fleet
