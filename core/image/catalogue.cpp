#include "image/catalogue.h"

#include "base/files.h"
#include "base/hex.h"
#include "base/openssl.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace otabench::image {
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kDigits = 64;
constexpr std::size_t kFewestDigits = 6;

struct LabelName
{
    Label label;
    std::string_view name;
};

constexpr std::array<LabelName, 4> kLabels{{
    {Label::None, "none"},
    {Label::Golden, "golden"},
    {Label::Candidate, "candidate"},
    {Label::Bad, "bad"},
}};

bool isDigest(std::string_view text)
{
    return text.size() == kDigits && text.find_first_not_of("0123456789abcdef") == text.npos;
}

std::string toText(const CatalogueNotes &notes)
{
    return fmt::format("name: {}\nlabel: {}\nadded: {}\n\n{}", notes.name, name(notes.label),
                       notes.added.time_since_epoch().count(), notes.note);
}

/// The rest of the line that starts with `key: `; empty when there is none.
std::string_view field(std::string_view head, std::string_view key)
{
    while (!head.empty()) {
        const std::string_view line = head.substr(0, head.find('\n'));
        if (line.starts_with(key) && line.substr(key.size()).starts_with(": "))
            return line.substr(key.size() + 2);
        head.remove_prefix(std::min(head.size(), line.size() + 1));
    }
    return {};
}

/// Fields that people have deleted get their defaults: the file may be edited by hand.
CatalogueNotes fromText(std::string_view text, const std::string &sha256)
{
    const auto end = text.find("\n\n");
    const std::string_view head = text.substr(0, end);
    CatalogueNotes notes;
    notes.name = field(head, "name");
    if (notes.name.empty())
        notes.name = sha256.substr(0, 12);
    notes.label = labelFromName(field(head, "label")).value_or(Label::None);
    const std::string_view added = field(head, "added");
    std::int64_t seconds = 0;
    std::from_chars(added.data(), added.data() + added.size(), seconds);
    notes.added = std::chrono::sys_seconds(std::chrono::seconds(seconds));
    if (end != text.npos)
        notes.note = text.substr(end + 2);
    return notes;
}

Result<> checkName(const std::string &wanted)
{
    if (wanted.empty() || wanted.find_first_of("\r\n") != wanted.npos)
        return fail(ErrorCode::InvalidArgument,
                    "an image's name is one line of text and not empty, but {:?} was given",
                    wanted);
    return {};
}

Result<> removeFile(const fs::path &path)
{
    std::error_code error;
    fs::remove(path, error);
    if (error)
        return fail(errorCodeFromErrno(error.value()), "{} could not be removed: {}", path.string(),
                    errnoText(error.value()));
    return {};
}

} // namespace

std::string_view name(Label label)
{
    return std::ranges::find(kLabels, label, &LabelName::label)->name;
}

std::optional<Label> labelFromName(std::string_view name)
{
    const auto found = std::ranges::find(kLabels, name, &LabelName::name);
    return found != kLabels.end() ? std::optional(found->label) : std::nullopt;
}

Catalogue::Catalogue(fs::path folder)
    : m_folder(std::move(folder))
{
}

fs::path Catalogue::imageFile(const std::string &sha256) const
{
    return m_folder / (sha256 + ".bin");
}

fs::path Catalogue::notesFile(const std::string &sha256) const
{
    return m_folder / (sha256 + ".txt");
}

Result<> Catalogue::writeNotes(const std::string &sha256, const CatalogueNotes &notes)
{
    return writeFileAtomically(notesFile(sha256), toText(notes), FileMode::Public);
}

Result<CatalogueEntry> Catalogue::read(const std::string &sha256) const
{
    CatalogueEntry entry;
    entry.sha256 = sha256;
    entry.file = imageFile(sha256);
    auto image = readImage(entry.file);
    if (!image)
        return tl::unexpected(image.error());
    entry.image = std::move(*image);
    entry.damaged = entry.image.fileSha256 != sha256;
    const auto text = readTextFile(notesFile(sha256));
    if (!text && text.error().code != ErrorCode::NotFound)
        return tl::unexpected(text.error());
    entry.notes = fromText(text.value_or(""), sha256);
    return entry;
}

Result<CatalogueEntry> Catalogue::add(const fs::path &file)
{
    const auto bytes = readFile(file);
    if (!bytes)
        return tl::unexpected(bytes.error());
    const Image image = inspect(*bytes);
    if (image.kind == Kind::Unknown) {
        const auto problem = image.problem();
        return tl::unexpected(
            (problem ? *problem : Error{ErrorCode::ImageWrongKind, "no image", {}})
                .in(file.string()));
    }
    const std::string &sha256 = image.fileSha256;
    const auto present = read(sha256);
    if (present && !present->damaged)
        return present;
    if (const auto written = writeFileAtomically(imageFile(sha256), *bytes, FileMode::Public);
        !written)
        return tl::unexpected(written.error());
    std::error_code none; // a guard against slips only
    fs::permissions(imageFile(sha256), fs::perms(0444), none);
    if (!present) {
        CatalogueNotes notes;
        notes.name = file.filename().string();
        std::ranges::replace_if(
            notes.name, [](char c) { return c == '\n' || c == '\r'; }, ' ');
        notes.added = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
        if (const auto written = writeNotes(sha256, notes); !written)
            return tl::unexpected(written.error());
    }
    return read(sha256);
}

Result<std::vector<CatalogueEntry>> Catalogue::list(const std::stop_token &stop) const
{
    std::vector<CatalogueEntry> entries;
    std::error_code error;
    for (fs::directory_iterator at(m_folder, error), end; !error && at != end;
         at.increment(error)) {
        if (at->path().extension() != ".bin" || !isDigest(at->path().stem().string()))
            continue;
        if (stop.stop_requested())
            return fail(ErrorCode::Cancelled, "reading the catalogue was cancelled");
        auto entry = read(at->path().stem().string());
        if (entry)
            entries.push_back(std::move(*entry));
        else if (entry.error().code != ErrorCode::NotFound) // taken out meanwhile
            return tl::unexpected(entry.error());
    }
    if (error && error != std::errc::no_such_file_or_directory)
        return fail(errorCodeFromErrno(error.value()), "the catalogue {} cannot be read: {}",
                    m_folder.string(), errnoText(error.value()));
    std::ranges::sort(entries, [](const CatalogueEntry &a, const CatalogueEntry &b) {
        return std::tie(b.notes.added, a.notes.name, a.sha256) <
               std::tie(a.notes.added, b.notes.name, b.sha256);
    });
    return entries;
}

Result<CatalogueEntry> Catalogue::find(std::string_view reference) const
{
    auto entries = list();
    if (!entries)
        return tl::unexpected(entries.error());
    std::string lower(reference);
    std::ranges::transform(lower, lower.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    std::erase_if(*entries, [&](const CatalogueEntry &entry) {
        const bool byDigest = lower.size() >= kFewestDigits && entry.sha256.starts_with(lower);
        return !byDigest && entry.notes.name != reference;
    });
    if (entries->empty())
        return fail(ErrorCode::NotFound,
                    "no image in the catalogue {} has the name {:?} or a SHA-256 that starts so; "
                    "`otabench-cli image catalogue list` shows all",
                    m_folder.string(), reference);
    if (entries->size() > 1) {
        std::string meant;
        for (const CatalogueEntry &entry : *entries)
            meant += fmt::format("{}{} ({})", meant.empty() ? "" : ", ", entry.sha256.substr(0, 12),
                                 entry.notes.name);
        return fail(ErrorCode::InvalidArgument,
                    "{:?} means {} images: {}; give digits of the SHA-256", reference,
                    entries->size(), meant);
    }
    return std::move(entries->front());
}

Result<> Catalogue::describe(const std::string &sha256, const CatalogueNotes &notes)
{
    if (const auto good = checkName(notes.name); !good)
        return good;
    const auto present = read(sha256);
    if (!present)
        return tl::unexpected(present.error());
    CatalogueNotes changed = notes;
    changed.added = present->notes.added;
    return writeNotes(sha256, changed);
}

Result<> Catalogue::exportTo(const std::string &sha256, const fs::path &file) const
{
    const auto entry = read(sha256);
    if (!entry)
        return tl::unexpected(entry.error());
    if (entry->damaged)
        return fail(ErrorCode::ImageCorrupt,
                    "the catalogue's copy of {} is damaged: add the file again from where it came",
                    entry->notes.name);
    const auto bytes = readFile(entry->file);
    if (!bytes)
        return tl::unexpected(bytes.error());
    return writeFileAtomically(file, *bytes, FileMode::Public);
}

Result<> Catalogue::remove(const std::string &sha256)
{
    std::error_code none;
    if (!isDigest(sha256) || !fs::exists(imageFile(sha256), none))
        return fail(ErrorCode::NotFound, "there is no image {} in the catalogue {}", sha256,
                    m_folder.string());
    // The image first: notes without an image show nothing, an image without notes still shows.
    return removeFile(imageFile(sha256)).and_then([&] { return removeFile(notesFile(sha256)); });
}

} // namespace otabench::image
