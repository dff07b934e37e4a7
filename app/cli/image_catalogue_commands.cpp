#include "image_subcommands.h"

#include "base/files.h"
#include "fleet/image_users.h"
#include "image/catalogue.h"
#include "image/comparison.h"
#include "lab_session.h"

#include <fmt/chrono.h>
#include <fmt/ranges.h>

#include <memory>
#include <optional>

namespace otabench::cli {
namespace {

using image::Catalogue;
using image::CatalogueEntry;
using nlohmann::ordered_json;

Catalogue openCatalogue(const Context &context)
{
    return Catalogue(context.paths.images());
}

std::string dateOf(const CatalogueEntry &entry)
{
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}",
                       fmt::gmtime(entry.notes.added.time_since_epoch().count()));
}

std::string versionOf(const image::Image &image)
{
    return image.description ? image.description->version : std::string();
}

ordered_json toJson(const CatalogueEntry &entry)
{
    const image::Image &image = entry.image;
    return {{"sha256", entry.sha256},
            {"name", entry.notes.name},
            {"label", name(entry.notes.label)},
            {"note", entry.notes.note},
            {"added", dateOf(entry)},
            {"kind", name(image.kind)},
            {"chip", image.chip},
            {"project", image.description ? image.description->project : ""},
            {"version", versionOf(image)},
            {"size", image.fileBytes},
            {"valid", image.valid()},
            {"damaged", entry.damaged},
            {"file", entry.file.string()}};
}

void print(const Context &context, const CatalogueEntry &entry)
{
    const image::Image &image = entry.image;
    const bool labelled = entry.notes.label != image::Label::None;
    context.output.line(
        fmt::format("{}  {:<9}  {:<28} {:<9} {} {}{}", entry.sha256.substr(0, 12),
                    labelled ? name(entry.notes.label) : "", entry.notes.name, image.chip,
                    image.description ? image.description->project : name(image.kind),
                    versionOf(image), entry.damaged ? "  DAMAGED: add the file again" : ""));
    if (!entry.notes.note.empty())
        context.output.line(fmt::format("              {}", entry.notes.note));
    context.output.json(toJson(entry));
}

struct NotesArguments
{
    std::string reference; ///< the file for `add`
    std::optional<std::string> name, label, note;
};

void addNotesOptions(CLI::App &command, NotesArguments &arguments)
{
    command.add_option("--name", arguments.name, "a name of your own");
    command.add_option("--label", arguments.label, "golden, candidate, bad or none")
        ->check(CLI::IsMember({"none", "golden", "candidate", "bad"}));
    command.add_option("--note", arguments.note, "any text");
}

/// Puts what was given over the entry's notes.
void describe(Context &context, Catalogue &catalogue, const CatalogueEntry &entry,
              const NotesArguments &arguments)
{
    image::CatalogueNotes notes = entry.notes;
    notes.name = arguments.name.value_or(notes.name);
    notes.note = arguments.note.value_or(notes.note);
    if (arguments.label)
        notes.label = image::labelFromName(*arguments.label).value_or(notes.label);
    if (const auto described = catalogue.describe(entry.sha256, notes); !described)
        return context.failed(described.error());
    const auto now = catalogue.find(entry.sha256);
    if (!now)
        return context.failed(now.error());
    print(context, *now);
}

void runAdd(Context &context, const NotesArguments &arguments)
{
    Catalogue catalogue = openCatalogue(context);
    const auto entry = catalogue.add(arguments.reference);
    if (!entry)
        return context.failed(entry.error());
    if (const auto problem = entry->image.problem())
        context.output.error(fmt::format("warning: {}; the copy is kept all the same",
                                         problem->in(arguments.reference).text));
    describe(context, catalogue, *entry, arguments);
}

void runList(Context &context)
{
    const auto entries = openCatalogue(context).list();
    if (!entries)
        return context.failed(entries.error());
    if (entries->empty())
        context.output.line("The catalogue is empty; `update` adds each image it installs, and "
                            "`image catalogue add FILE` any other.");
    for (const CatalogueEntry &entry : *entries)
        print(context, entry);
}

void runDescribe(Context &context, const NotesArguments &arguments)
{
    Catalogue catalogue = openCatalogue(context);
    const auto entry = catalogue.find(arguments.reference);
    if (!entry)
        return context.failed(entry.error());
    describe(context, catalogue, *entry, arguments);
}

void runExport(Context &context, const std::string &reference, const std::string &file)
{
    const Catalogue catalogue = openCatalogue(context);
    const auto entry = catalogue.find(reference);
    if (!entry)
        return context.failed(entry.error());
    if (const auto written = catalogue.exportTo(entry->sha256, file); !written)
        return context.failed(written.error());
    context.output.line(fmt::format("{}: {} bytes", file, entry->image.fileBytes));
    context.output.json(toJson(*entry));
}

struct RemoveArguments
{
    std::string reference;
    bool isForced = false;
};

/// "vb-01, vb-02 run it; 2 boards ran it before campaign 2: without this copy they cannot return".
std::string lossOf(const fleet::ImageUsers &users)
{
    std::vector<std::string> parts;
    if (!users.running.empty())
        parts.push_back(fmt::format("{} {} it", fmt::join(users.running, ", "),
                                    users.running.size() == 1 ? "runs" : "run"));
    for (const fleet::ImageUsers::Return &one : users.returns) {
        const bool isOne = one.boards.size() == 1;
        parts.push_back(fmt::format("{} {} ran it before campaign {}: without this copy {} cannot "
                                    "return ({})",
                                    one.boards.size(), isOne ? "board" : "boards", one.campaign,
                                    isOne ? "it" : "they", fmt::join(one.boards, ", ")));
    }
    return fmt::format("{}", fmt::join(parts, "; "));
}

/// Refuses to lose a copy that boards are brought back to.
Result<> checkUnused(const Context &context, const CatalogueEntry &entry)
{
    if (entry.damaged)
        return {}; // no board is given it any more
    const auto users = fleet::findImageUsers(context.paths, databaseUrl(), entry.image);
    if (!users)
        return tl::unexpected(
            Error{users.error().code,
                  fmt::format("{} is kept, for whether boards need it is not known: {}. --force "
                              "takes it out all the same",
                              entry.notes.name, users.error().text),
                  users.error().args});
    if (!users->empty())
        return fail(ErrorCode::AlreadyExists,
                    "{} is kept: {}. What to do: leave it, or give --force to take it out all the "
                    "same",
                    entry.notes.name, lossOf(*users));
    return {};
}

void runRemove(Context &context, const RemoveArguments &arguments)
{
    Catalogue catalogue = openCatalogue(context);
    const auto entry = catalogue.find(arguments.reference);
    if (!entry)
        return context.failed(entry.error());
    if (!arguments.isForced) {
        if (const auto unused = checkUnused(context, *entry); !unused)
            return context.failed(unused.error());
    }
    if (const auto removed = catalogue.remove(entry->sha256); !removed)
        return context.failed(removed.error());
    context.output.line(
        fmt::format("{} {} is taken out", entry->sha256.substr(0, 12), entry->notes.name));
    context.output.json(toJson(*entry));
}

void runCompare(Context &context, const std::string &firstName, const std::string &secondName)
{
    const auto first = readImageOrKept(context, firstName);
    if (!first)
        return context.failed(first.error());
    const auto second = readImageOrKept(context, secondName);
    if (!second)
        return context.failed(second.error());
    const image::Comparison comparison = image::compare(*first, *second);
    ordered_json differences = ordered_json::array();
    for (const image::Difference &one : comparison.differences) {
        differences.push_back({{"field", one.field}, {"first", one.first}, {"second", one.second}});
        context.output.line(
            fmt::format("{:<22} {}\n{:<22} {}", one.field, one.first, "", one.second));
    }
    if (comparison.sameFile)
        context.output.line("the files are the same, byte for byte");
    else if (comparison.sameBuild)
        context.output.line("both were made from one build (the same ELF file)");
    if (!comparison.rollback.empty())
        context.output.line(fmt::format("anti-rollback: {}", comparison.rollback));
    context.output.json({{"same_file", comparison.sameFile},
                         {"same_build", comparison.sameBuild},
                         {"differences", differences},
                         {"anti_rollback", comparison.rollback}});
}

struct TwoNames
{
    std::string first, second;
};

} // namespace

Result<std::vector<std::byte>> readImageOrKept(const Context &context, const std::string &what)
{
    auto bytes = readFile(what);
    if (bytes || bytes.error().code != ErrorCode::NotFound)
        return bytes;
    const auto entry = openCatalogue(context).find(what);
    if (entry)
        return readFile(entry->file);
    if (entry.error().code != ErrorCode::NotFound)
        return tl::unexpected(entry.error());
    return fail(ErrorCode::NotFound,
                "there is no file {}, and no image of the catalogue has that name or those digits; "
                "otabench-cli image catalogue list shows all",
                what);
}

void addCatalogueCommands(CLI::App &group, Context &context)
{
    CLI::App *catalogue =
        group.add_subcommand("catalogue", "Images kept, with what you think of them");
    catalogue->require_subcommand(1);
    const char *reference = "its name, or digits of its SHA-256";

    CLI::App *add = catalogue->add_subcommand("add", "Keep a copy of an image");
    const auto adding = std::make_shared<NotesArguments>();
    add->add_option("FILE", adding->reference, "the image")->required();
    addNotesOptions(*add, *adding);
    add->callback([&context, adding] { runAdd(context, *adding); });

    CLI::App *list = catalogue->add_subcommand("list", "All images kept, the newest first");
    list->callback([&context] { runList(context); });

    CLI::App *change = catalogue->add_subcommand("describe", "Change name, label or note");
    const auto changing = std::make_shared<NotesArguments>();
    change->add_option("IMAGE", changing->reference, reference)->required();
    addNotesOptions(*change, *changing);
    change->callback([&context, changing] { runDescribe(context, *changing); });

    CLI::App *take = catalogue->add_subcommand("export", "Write an image's copy to a file");
    const auto taking = std::make_shared<TwoNames>();
    take->add_option("IMAGE", taking->first, reference)->required();
    take->add_option("-o,--output", taking->second, "the file to write")
        ->type_name("FILE")
        ->required();
    take->callback([&context, taking] { runExport(context, taking->first, taking->second); });

    CLI::App *remove = catalogue->add_subcommand(
        "remove", "Take an image out for good, unless boards run it or may return to it");
    const auto removing = std::make_shared<RemoveArguments>();
    remove->add_option("IMAGE", removing->reference, reference)->required();
    remove->add_flag("--force", removing->isForced, "also one that boards run or may return to");
    remove->callback([&context, removing] { runRemove(context, *removing); });

    CLI::App *compare = group.add_subcommand("compare", "What differs between two images");
    const auto comparing = std::make_shared<TwoNames>();
    compare->add_option("FIRST", comparing->first, "a file, or an image of the catalogue")
        ->required();
    compare->add_option("SECOND", comparing->second, "the same")->required();
    compare->callback(
        [&context, comparing] { runCompare(context, comparing->first, comparing->second); });
}

} // namespace otabench::cli
