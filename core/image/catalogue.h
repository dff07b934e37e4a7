#pragma once

#include "base/error.h"
#include "image/reader.h"

#include <chrono>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace otabench::image {

/// What a lab thinks of an image.
enum class Label
{
    None,
    Golden,    ///< the one to go back to
    Candidate, ///< on trial
    Bad        ///< not to be installed again
};

/// "none", "golden", "candidate", "bad".
[[nodiscard]] std::string_view name(Label label);
[[nodiscard]] std::optional<Label> labelFromName(std::string_view name);

/// What people say of an image; the rest is read from its bytes.
struct CatalogueNotes
{
    std::string name; ///< one line; at first the file's name
    Label label = Label::None;
    std::string note; ///< any text
    std::chrono::sys_seconds added;
};

struct CatalogueEntry
{
    std::string sha256; ///< of the file, 64 hex digits: its identity
    std::filesystem::path file;
    CatalogueNotes notes;
    Image image; ///< as inspected now
    /// The copy's bytes are no longer those that were added: the disk has damaged it.
    bool damaged = false;
};

/// Copies of the images that boards were given, so that the file a board runs is never lost.
///
/// A folder with two files an image: `<sha256>.bin`, the copy, read-only, and `<sha256>.txt`, what
/// people say of it: lines `name:`, `label:`, `added:` and, behind an empty line, the note. Both
/// are written atomically, so several programs may use one folder; the last one to describe an
/// image wins.
///
/// Thread: any, one at a time. Reading looks at every byte of the copies: not for the GUI's thread.
class Catalogue
{
public:
    explicit Catalogue(std::filesystem::path folder);

    /// Copies an image in; one that is there already keeps its notes. Any kind but Unknown is
    /// taken, also one with a fault: what a board was given is worth keeping. Errors: those of
    /// readFile(); ImageWrongKind for what is no image; DiskFull and kin.
    [[nodiscard]] Result<CatalogueEntry> add(const std::filesystem::path &file);

    /// All images, the newest first. An empty list when there is no folder yet. Cancelled, between
    /// two images, when it is asked to stop.
    [[nodiscard]] Result<std::vector<CatalogueEntry>> list(const std::stop_token &stop = {}) const;

    /// One image, by its whole digest. NotFound; those of reading.
    [[nodiscard]] Result<CatalogueEntry> read(const std::string &sha256) const;

    /// The image meant by a name, or by at least six digits of its SHA-256.
    /// Errors: NotFound; InvalidArgument when several are meant, naming them.
    [[nodiscard]] Result<CatalogueEntry> find(std::string_view reference) const;

    /// Replaces name, label and note; the date of adding stays. InvalidArgument for a name that is
    /// empty or has a line break; NotFound.
    [[nodiscard]] Result<> describe(const std::string &sha256, const CatalogueNotes &notes);

    /// Writes the copy to `file`. ImageCorrupt when the disk has damaged it; NotFound; those of
    /// writing.
    [[nodiscard]] Result<> exportTo(const std::string &sha256,
                                    const std::filesystem::path &file) const;

    /// Takes an image out for good. NotFound.
    [[nodiscard]] Result<> remove(const std::string &sha256);

private:
    [[nodiscard]] std::filesystem::path imageFile(const std::string &sha256) const;
    [[nodiscard]] std::filesystem::path notesFile(const std::string &sha256) const;
    [[nodiscard]] Result<> writeNotes(const std::string &sha256, const CatalogueNotes &notes);

    std::filesystem::path m_folder;
};

} // namespace otabench::image
