#include "fleet/board_registry.h"

#include "base/descriptor.h"
#include "base/files.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <memory>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>

// The file: for each board a line "board:" and indented lines "key: value" below it. Fields that
// people have deleted are empty, and unknown ones are dropped: the file may be edited by hand.

namespace otabench::fleet {
namespace fs = std::filesystem;

namespace {

using std::chrono::system_clock;

constexpr std::size_t kMostBytes = 16u << 20;
constexpr std::size_t kLongestWord = 64;
constexpr std::string_view kStart = "board:";

std::vector<std::string> splitWords(std::string_view text, char separator)
{
    std::vector<std::string> words;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(separator), text.size());
        if (end > 0)
            words.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

template <typename Number>
Number toNumber(std::string_view text)
{
    Number number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

std::string slotsText(const BoardIdentity &identity)
{
    std::string text;
    for (const auto &slot : identity.slots)
        text += fmt::format("{}{}:{}", text.empty() ? "" : ",", slot.label, slot.bytes);
    return text;
}

std::vector<BoardIdentity::Slot> slotsFromText(std::string_view text)
{
    std::vector<BoardIdentity::Slot> slots;
    for (const std::string &part : splitWords(text, ',')) {
        const std::size_t colon = part.rfind(':');
        if (colon != std::string::npos)
            slots.push_back({part.substr(0, colon),
                             toNumber<std::uint64_t>(std::string_view(part).substr(colon + 1))});
    }
    return slots;
}

/// The texts of a record by their keys in the file.
std::vector<std::pair<std::string_view, std::string *>> textFields(BoardRecord &record)
{
    BoardIdentity &is = record.identity;
    return {{"mac", &is.mac},         {"label", &record.label},
            {"bench", &record.bench}, {"address", &record.address},
            {"place", &record.place}, {"usb-serial", &record.usbSerial},
            {"chip", &is.chip},       {"project", &is.project},
            {"version", &is.version}, {"idf", &is.idfVersion},
            {"elf", &is.elfSha256},   {"image", &is.imageSha256},
            {"slot", &is.slot},       {"state", &is.slotState},
            {"next", &is.nextSlot}};
}

void takeField(BoardRecord &record, std::string_view key, std::string_view value)
{
    if (key == "tags") {
        record.tags = splitWords(value, ',');
    } else if (key == "slots") {
        record.identity.slots = slotsFromText(value);
    } else if (key == "cas") {
        record.identity.trustedCas = splitWords(value, ',');
    } else if (key == "revision") {
        record.identity.chipRevision = toNumber<std::uint16_t>(value);
    } else if (key == "seen") {
        record.seen = system_clock::time_point(std::chrono::seconds(toNumber<std::int64_t>(value)));
    } else {
        for (const auto &[name, text] : textFields(record)) {
            if (name == key)
                *text = value;
        }
    }
}

BoardRegistry::Records fromText(std::string_view text)
{
    BoardRegistry::Records records;
    while (!text.empty()) {
        std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        if (line == kStart) {
            records.emplace_back();
            continue;
        }
        line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
        const std::size_t colon = line.find(": ");
        if (!records.empty() && colon != std::string_view::npos)
            takeField(records.back(), line.substr(0, colon), line.substr(colon + 2));
    }
    std::erase_if(records, [](const BoardRecord &record) {
        return record.identity.mac.empty() && record.address.empty();
    });
    return records;
}

/// One line of printable text: what boards and adapters say of themselves may hold anything.
std::string clean(std::string text)
{
    std::ranges::replace_if(
        text, [](unsigned char c) { return c < ' ' || c == 0x7F; }, ' ');
    return text;
}

std::string toText(BoardRegistry::Records records)
{
    std::string text;
    const auto put = [&](std::string_view key, const std::string &value) {
        if (!value.empty())
            text += fmt::format("  {}: {}\n", key, clean(value));
    };
    for (BoardRecord &record : records) {
        text += fmt::format("{}\n", kStart);
        for (const auto &[key, value] : textFields(record))
            put(key, *value);
        put("tags", fmt::format("{}", fmt::join(record.tags, ",")));
        put("slots", slotsText(record.identity));
        put("cas", fmt::format("{}", fmt::join(record.identity.trustedCas, ",")));
        if (record.identity.chipRevision != 0)
            put("revision", std::to_string(record.identity.chipRevision));
        put("seen",
            std::to_string(
                std::chrono::floor<std::chrono::seconds>(record.seen.time_since_epoch()).count()));
    }
    return text;
}

/// Held while the file is read, changed and written.
Result<std::unique_ptr<Descriptor>> lock(const fs::path &file)
{
    if (auto made = makeFolder(file.parent_path(), FileMode::Public); !made)
        return tl::unexpected(made.error());
    const fs::path path = file.string() + ".lock";
    auto descriptor = std::make_unique<Descriptor>(
        ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)); // NOLINT
    if (descriptor->get() < 0 || ::flock(descriptor->get(), LOCK_EX) != 0) {
        const int error = errno;
        return fail(errorCodeFromErrno(error), "cannot lock {}: {}", path.string(),
                    errnoText(error));
    }
    return descriptor;
}

bool isSamePlace(const BoardRecord &record, std::string_view place, std::string_view address)
{
    if (!place.empty() || !record.place.empty())
        return record.place == place;
    return !address.empty() && record.address == address;
}

} // namespace

Result<> checkWord(std::string_view what, std::string_view word)
{
    const bool isPlain = std::ranges::none_of(
        word, [](unsigned char c) { return c < ' ' || c == 0x7F || c == ','; });
    if (!word.empty() && word.size() <= kLongestWord && isPlain && word.front() != ' ' &&
        word.back() != ' ')
        return {};
    return fail(ErrorCode::InvalidArgument,
                "\"{}\" is no {}: give at most {} characters on one line, without commas and "
                "without spaces at its ends",
                word.substr(0, 2 * kLongestWord), what, kLongestWord);
}

BoardRegistry::BoardRegistry(fs::path file)
    : m_file(std::move(file))
{
}

Result<BoardRegistry::Records> BoardRegistry::boards() const
{
    const auto text = readTextFile(m_file, kMostBytes);
    if (!text && text.error().code == ErrorCode::NotFound)
        return Records();
    if (!text)
        return tl::unexpected(text.error());
    return fromText(*text);
}

Result<> BoardRegistry::change(const std::function<Result<>(Records &)> &change)
{
    const auto held = lock(m_file);
    if (!held)
        return tl::unexpected(held.error());
    auto records = boards();
    if (!records)
        return tl::unexpected(records.error());
    if (auto changed = change(*records); !changed)
        return changed;
    return writeFileAtomically(m_file, toText(*std::move(records)), FileMode::Private);
}

Result<> BoardRegistry::note(const Records &news)
{
    if (news.empty())
        return {};
    return change([&](Records &records) -> Result<> {
        for (const BoardRecord &each : news) {
            BoardRecord *known = findRecord(records, each.identity.mac, each.place, each.address);
            if (!known)
                known = &records.emplace_back();
            BoardRecord next = each;
            next.label = known->label;
            next.bench = known->bench;
            next.tags = known->tags;
            *known = std::move(next);
        }
        return {};
    });
}

BoardRecord *findRecord(BoardRegistry::Records &records, std::string_view mac,
                        std::string_view place, std::string_view address)
{
    if (!mac.empty()) {
        const auto known = std::ranges::find_if(
            records, [&](const BoardRecord &each) { return each.identity.mac == mac; });
        if (known != records.end())
            return &*known;
    }
    const auto there = std::ranges::find_if(records, [&](const BoardRecord &each) {
        return isSamePlace(each, place, address) && each.identity.mac.empty();
    });
    return there == records.end() ? nullptr : &*there;
}

Result<BoardRecord *> findNamed(BoardRegistry::Records &records, std::string_view text)
{
    const auto isNamed = [&](const BoardRecord &each) {
        return each.identity.mac == text || each.label == text;
    };
    auto found = std::ranges::find_if(records, isNamed);
    if (found == records.end()) {
        // An address may have been several boards': the one that was there last.
        for (auto each = records.begin(); each != records.end(); ++each) {
            if (each->address == text && (found == records.end() || each->seen > found->seen))
                found = each;
        }
    }
    if (text.empty() || found == records.end())
        return fail(ErrorCode::NotFound,
                    "no board \"{}\" is known here: give its MAC, label or address as "
                    "\"otabench-cli boards\" lists them",
                    text);
    return &*found;
}

} // namespace otabench::fleet
