#include "monitor/known_facts.h"

#include <algorithm>
#include <array>
#include <vector>

namespace otabench::monitor {
namespace {

/// What facts can decide about.
enum class Suspect
{
    OtherCa,
    WrongName,
    Expired,
    ClockBehind,
    ClockAhead,
    Dates, ///< one of the three before
    SlotTooSmall,
    WrongChip,
    SameVersion,
    ImageUnsound,
    ServerDown,
};

enum class Verdict
{
    Unknown,
    Confirmed,
    RuledOut,
};

struct Sentence
{
    std::string_view text;
    Suspect suspect;
};

// The catalogue's causes and remedies, word for word: a test finds each in it.
constexpr auto kSentences = std::to_array<Sentence>({
    {"server uses a certificate of another CA than the one built into the firmware",
     Suspect::OtherCa},
    {"CA of the server not in the bundle", Suspect::OtherCa},
    {"CA not in the bundle", Suspect::OtherCa},
    {"other CA", Suspect::OtherCa},
    {"other CA in the firmware", Suspect::OtherCa},
    {"private or new CA", Suspect::OtherCa},
    {"compare the CA of the server with the one in the firmware", Suspect::OtherCa},
    {"install the right CA", Suspect::OtherCa},
    {"build the CA into the firmware", Suspect::OtherCa},
    {"add the CA to the firmware", Suspect::OtherCa},
    {"host name or IP in the URL is not in the certificate", Suspect::WrongName},
    {"wrong name", Suspect::WrongName},
    {"IP address in the URL", Suspect::WrongName},
    {"other host name", Suspect::WrongName},
    {"use the name from the certificate in the URL, or add the IP as SAN", Suspect::WrongName},
    {"use the name from the certificate", Suspect::WrongName},
    {"add name or IP as SAN", Suspect::WrongName},
    {"certificate expired", Suspect::Expired},
    {"renew the certificate", Suspect::Expired},
    {"clock of the board ahead", Suspect::ClockAhead},
    {"no time from the network (1970)", Suspect::ClockBehind},
    {"set the clock (SNTP) before the update", Suspect::ClockBehind},
    {"with date check: certificate expired or clock of the board not set", Suspect::Dates},
    {"date", Suspect::Dates},
    {"set the clock", Suspect::Dates},
    {"firmware grew beyond the slot", Suspect::SlotTooSmall},
    {"firmware grew", Suspect::SlotTooSmall},
    {"small slots", Suspect::SlotTooSmall},
    {"file larger than the slot", Suspect::SlotTooSmall},
    {"firmware too large", Suspect::SlotTooSmall},
    {"reduce the firmware", Suspect::SlotTooSmall},
    {"larger slots by cable", Suspect::SlotTooSmall},
    {"larger slots", Suspect::SlotTooSmall},
    {"image for another chip", Suspect::WrongChip},
    {"wrong chip", Suspect::WrongChip},
    {"wrong file for this board", Suspect::WrongChip},
    {"choose the file built for this chip", Suspect::WrongChip},
    {"choose the file for this chip", Suspect::WrongChip},
    {"file on the server not renewed", Suspect::SameVersion},
    {"the image has the version that runs already", Suspect::SameVersion},
    {"raise the version and build again", Suspect::SameVersion},
    {"file damaged on the server", Suspect::ImageUnsound},
    {"not an ESP image", Suspect::ImageUnsound},
    {"file edited after the build", Suspect::ImageUnsound},
    {"server not started", Suspect::ServerDown},
    {"server switched off", Suspect::ServerDown},
    {"start the server", Suspect::ServerDown},
});

/// What to say of a suspect that is confirmed; by Suspect.
constexpr auto kConfirmed = std::to_array<std::string_view>({
    "The board does not have the CA of this server's certificate.",
    "The server's certificate does not have the host that the URL names.",
    "The server's certificate has expired.",
    "By the board's clock the server's certificate is not valid yet.",
    "By the board's clock the server's certificate has expired, though it has not.",
    "The dates of the server's certificate do not fit the board's clock.",
    "The image is larger than the board's slot.",
    "The image is for another chip than the board's.",
    "The board runs this version already.",
    "The image on this computer does not pass its own checks.",
    "The server does not run.",
});

Verdict verdictOf(std::optional<bool> isSo)
{
    if (!isSo)
        return Verdict::Unknown;
    return *isSo ? Verdict::Confirmed : Verdict::RuledOut;
}

std::optional<bool> isBefore(std::optional<KnownFacts::Time> a, std::optional<KnownFacts::Time> b)
{
    return a && b ? std::optional(*a < *b) : std::nullopt;
}

std::optional<bool> opposite(std::optional<bool> is)
{
    return is ? std::optional(!*is) : std::nullopt;
}

std::optional<bool> differ(const std::string &a, const std::string &b)
{
    return a.empty() || b.empty() ? std::nullopt : std::optional(a != b);
}

Verdict judge(Suspect suspect, const KnownFacts &facts)
{
    const bool isAboutDates = suspect == Suspect::Expired || suspect == Suspect::ClockBehind ||
                              suspect == Suspect::ClockAhead || suspect == Suspect::Dates;
    if (isAboutDates && facts.checksDates == false)
        return Verdict::RuledOut;
    switch (suspect) {
    case Suspect::OtherCa:
        return verdictOf(opposite(facts.isCaTrusted));
    case Suspect::WrongName:
        return verdictOf(opposite(facts.isHostInCertificate));
    case Suspect::Expired:
        return verdictOf(isBefore(facts.notAfter, facts.realTime));
    case Suspect::ClockBehind:
        return verdictOf(isBefore(facts.boardTime, facts.notBefore));
    case Suspect::ClockAhead: {
        const auto isLate = isBefore(facts.notAfter, facts.boardTime);
        const auto isExpired = isBefore(facts.notAfter, facts.realTime);
        return verdictOf(isLate && isExpired ? std::optional(*isLate && !*isExpired)
                                             : std::nullopt);
    }
    case Suspect::Dates: {
        const std::array all = {judge(Suspect::Expired, facts), judge(Suspect::ClockBehind, facts),
                                judge(Suspect::ClockAhead, facts)};
        if (std::ranges::find(all, Verdict::Confirmed) != all.end())
            return Verdict::Confirmed;
        return std::ranges::find(all, Verdict::Unknown) != all.end() ? Verdict::Unknown
                                                                     : Verdict::RuledOut;
    }
    case Suspect::SlotTooSmall:
        return facts.imageBytes && facts.slotBytes ? verdictOf(*facts.imageBytes > *facts.slotBytes)
                                                   : Verdict::Unknown;
    case Suspect::WrongChip:
        return verdictOf(differ(facts.imageChip, facts.boardChip));
    case Suspect::SameVersion:
        return verdictOf(opposite(differ(facts.imageVersion, facts.boardVersion)));
    case Suspect::ImageUnsound:
        return verdictOf(opposite(facts.isImageSound));
    case Suspect::ServerDown:
        return verdictOf(opposite(facts.isServerRunning));
    }
    return Verdict::Unknown;
}

const Sentence *find(std::string_view text)
{
    const auto found = std::ranges::find(kSentences, text, &Sentence::text);
    return found == kSentences.end() ? nullptr : &*found;
}

/// "2026-11-29 09:12:33 UTC"
std::string timeText(KnownFacts::Time time)
{
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(time - day);
    return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02} UTC", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

/// What is known of a suspect, in figures; suspects that share theirs give the same text.
std::string figuresOf(Suspect suspect, const KnownFacts &facts)
{
    switch (suspect) {
    case Suspect::OtherCa:
        if (!facts.isCaTrusted)
            return {};
        return *facts.isCaTrusted ? "the board trusts the CA" : "the board does not trust the CA";
    case Suspect::WrongName:
        if (facts.host.empty() || facts.certificateNames.empty())
            return {};
        return fmt::format("the URL's host is {}, the certificate's names are {}", facts.host,
                           fmt::join(facts.certificateNames, " "));
    case Suspect::Expired:
    case Suspect::ClockBehind:
    case Suspect::ClockAhead:
    case Suspect::Dates: {
        if (!facts.notBefore || !facts.notAfter)
            return {};
        const std::string dates =
            fmt::format("the certificate is valid from {} to {}", timeText(*facts.notBefore),
                        timeText(*facts.notAfter));
        return facts.boardTime
                   ? fmt::format("{}, the board's clock says {}", dates, timeText(*facts.boardTime))
                   : dates;
    }
    case Suspect::SlotTooSmall:
        if (!facts.imageBytes || !facts.slotBytes)
            return {};
        return fmt::format("the image has {} bytes, the slot {}", *facts.imageBytes,
                           *facts.slotBytes);
    case Suspect::WrongChip:
        if (facts.imageChip.empty() || facts.boardChip.empty())
            return {};
        return fmt::format("the image is for {}, the board is {}", facts.imageChip,
                           facts.boardChip);
    case Suspect::SameVersion:
        if (facts.imageVersion.empty() || facts.boardVersion.empty())
            return {};
        return fmt::format("the image is {}, the board runs {}", facts.imageVersion,
                           facts.boardVersion);
    case Suspect::ImageUnsound:
    case Suspect::ServerDown:
        return {}; // the finding says it all
    }
    return {};
}

/// Confirmed ones to the front, ruled-out ones away, unless nothing would be left.
void arrange(std::vector<std::string_view> &sentences, const KnownFacts &facts)
{
    const auto verdict = [&](std::string_view text) {
        const Sentence *sentence = find(text);
        return sentence ? judge(sentence->suspect, facts) : Verdict::Unknown;
    };
    std::vector<std::string_view> kept;
    std::ranges::copy_if(sentences, std::back_inserter(kept),
                         [&](std::string_view text) { return verdict(text) != Verdict::RuledOut; });
    if (!kept.empty())
        sentences = std::move(kept);
    std::stable_partition(
        sentences.begin(), sentences.end(), // that of std::ranges does not compile with clang 14
        [&](std::string_view text) { return verdict(text) == Verdict::Confirmed; });
}

} // namespace

Explanation narrow(const Explanation &explanation, const KnownFacts &facts)
{
    Explanation narrowed = explanation;
    for (const std::string_view cause : explanation.causes) {
        const Sentence *sentence = find(cause);
        if (!sentence || judge(sentence->suspect, facts) != Verdict::Confirmed)
            continue;
        const std::string_view finding = kConfirmed[static_cast<std::size_t>(sentence->suspect)];
        if (std::ranges::find(narrowed.findings, finding) == narrowed.findings.end())
            narrowed.findings.push_back(finding);
    }
    arrange(narrowed.causes, facts);
    arrange(narrowed.remedies, facts);
    return narrowed;
}

std::string figures(const Explanation &explanation, const KnownFacts &facts)
{
    std::vector<std::string> known;
    for (const std::string_view cause : explanation.causes) {
        const Sentence *sentence = find(cause);
        std::string text = sentence ? figuresOf(sentence->suspect, facts) : std::string();
        if (!text.empty() && std::ranges::find(known, text) == known.end())
            known.push_back(std::move(text));
    }
    return fmt::format("{}", fmt::join(known, "; "));
}

void addFactsOf(const BootFacts &boot, KnownFacts &facts)
{
    if (facts.boardChip.empty())
        facts.boardChip = boot.chip;
    if (facts.boardVersion.empty())
        facts.boardVersion = boot.version;
    if (!facts.boardTime && boot.clock)
        facts.boardTime = boot.clock;
    if (facts.slotBytes || boot.partitions.empty())
        return;
    // An update goes to another slot than the one that runs; their sizes hardly ever differ.
    for (const BootFacts::Partition &partition : boot.partitions) {
        const bool isFree = partition.isOtaSlot && partition.offset != boot.loadedOffset;
        if (isFree)
            facts.slotBytes = std::min(facts.slotBytes.value_or(partition.bytes), partition.bytes);
    }
}

std::vector<std::string_view> allFindings()
{
    return {kConfirmed.begin(), kConfirmed.end()};
}

std::vector<std::string_view> allDecidableSentences()
{
    std::vector<std::string_view> all;
    for (const Sentence &sentence : kSentences)
        all.push_back(sentence.text);
    return all;
}

} // namespace otabench::monitor
