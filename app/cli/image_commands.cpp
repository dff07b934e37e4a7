#include "image_subcommands.h"

#include "image/file_work.h"
#include "image/header_text.h"
#include "image/maker.h"
#include "image/reader.h"

#include <fmt/format.h>

#include <memory>

namespace otabench::cli {
namespace {

using nlohmann::ordered_json;

ordered_json orNull(std::string_view text)
{
    return text.empty() ? ordered_json() : ordered_json(text);
}

ordered_json checksToJson(const std::vector<image::Check> &checks)
{
    ordered_json list = ordered_json::array();
    for (const image::Check &check : checks)
        list.push_back({{"name", check.name}, {"ok", check.ok}, {"detail", check.detail}});
    return list;
}

ordered_json segmentsToJson(const std::vector<image::Segment> &segments)
{
    ordered_json list = ordered_json::array();
    for (const image::Segment &segment : segments)
        list.push_back({{"address", segment.loadAddress},
                        {"length", segment.length},
                        {"offset", segment.fileOffset},
                        {"region", segment.region}});
    return list;
}

ordered_json partitionsToJson(const std::vector<image::Partition> &partitions)
{
    ordered_json list = ordered_json::array();
    for (const image::Partition &partition : partitions)
        list.push_back({{"label", partition.label},
                        {"type", partition.type},
                        {"subtype", partition.subtype},
                        {"offset", partition.flashOffset},
                        {"size", partition.sizeBytes}});
    return list;
}

/// The keys of design.md's table first, in its order; what it does not promise behind them.
ordered_json toJson(const std::string &file, const image::Image &image)
{
    ordered_json json;
    json["kind"] = image::name(image.kind);
    json["chip"] = orNull(image.chip);
    json["valid"] = image.valid();
    const auto &description = image.description;
    json["project"] = description ? ordered_json(description->project) : ordered_json();
    json["version"] = description ? ordered_json(description->version) : ordered_json();
    json["elf_sha256"] = description ? ordered_json(description->elfSha256) : ordered_json();
    json["secure_version"] =
        description ? ordered_json(description->secureVersion) : ordered_json();
    json["size"] = image.fileBytes;
    json["checks"] = checksToJson(image.checks);
    json["file"] = file;
    json["sha256"] = image.fileSha256;
    json["image_size"] = image.imageBytes;
    json["appended_sha256"] = orNull(image.appendedSha256.value_or(""));
    if (description) {
        json["idf_version"] = description->idfVersion;
        json["built"] = fmt::format("{} {}", description->date, description->time);
        json["min_efuse_revision"] = description->minEfuseRevision;
        json["max_efuse_revision"] = description->maxEfuseRevision;
        json["mmu_page_size"] = description->mmuPageBytes;
    }
    if (image.bootloader) {
        json["idf_version"] = image.bootloader->idfVersion;
        json["built"] = image.bootloader->dateTime;
        json["bootloader_version"] = image.bootloader->version;
        json["secure_version"] = image.bootloader->secureVersion;
    }
    if (!image.segments.empty()) {
        json["image_version"] = image::kImageVersion;
        json["entry"] = image.entryAddress;
        json["flash_mode"] = image::flashModeText(image);
        json["flash_size"] = image::flashSizeText(image);
        json["flash_frequency"] = orNull(image::flashFrequencyText(image));
        json["min_chip_revision"] = image.minChipRevision;
        json["max_chip_revision"] = image.maxChipRevision;
        json["segments"] = segmentsToJson(image.segments);
    }
    if (!image.partitions.empty())
        json["partitions"] = partitionsToJson(image.partitions);
    for (const image::SignatureBlock &block : image.signatures)
        json["signatures"].push_back({{"scheme", block.scheme}, {"key_digest", block.keyDigest}});
    return json;
}

/// "label       value" lines: a table people and `grep` can read.
class Table
{
public:
    explicit Table(const Output &output)
        : m_output(output)
    {
    }

    template <typename... Args>
    void row(std::string_view label, fmt::format_string<const Args &...> text, const Args &...args)
    {
        m_output.line(fmt::format("{:<16}{}", label, fmt::format(text, args...)));
    }

private:
    const Output &m_output;
};

void printHeader(Table &table, const image::Image &image)
{
    table.row("Image version", "{}", image::kImageVersion);
    const std::string frequency = image::flashFrequencyText(image);
    table.row("Flash", "{}, {}, {}", image::flashSizeText(image), image::flashModeText(image),
              frequency.empty() ? fmt::format("speed {}", image.spiSpeed) : frequency);
    table.row("WP pin", "{:#04x}{}", image.wpPin, image.wpPin == 0xEE ? " (none)" : "");
    const auto drive = [&image](std::size_t byte, int shift) {
        return (image.spiPinDrive[byte] >> shift) & 0x0F;
    };
    table.row("Pin drive", "clk {:#x}, q {:#x}, d {:#x}, cs {:#x}, hd {:#x}, wp {:#x}", drive(0, 0),
              drive(0, 4), drive(1, 0), drive(1, 4), drive(2, 0), drive(2, 4));
    table.row("Entry point", "{:#010x}", image.entryAddress);
    table.row("Chip revisions", "{} to {} (legacy minimum {})",
              image::revisionText(image.minChipRevision),
              image::isRevisionLimit(image.maxChipRevision)
                  ? image::revisionText(image.maxChipRevision)
                  : "any later",
              image.legacyMinRevision);
    for (std::size_t i = 0; i < image.segments.size(); ++i) {
        const image::Segment &segment = image.segments[i];
        table.row(fmt::format("Segment {}", i + 1), "{:#010x}  {:>8} bytes at {:#08x}  {}",
                  segment.loadAddress, segment.length, segment.fileOffset, segment.region);
    }
}

void printDescription(Table &table, const image::AppDescription &description)
{
    table.row("Project", "{}", description.project);
    table.row("Version", "{}", description.version);
    table.row("Built", "{} {} with ESP-IDF {}", description.date, description.time,
              description.idfVersion);
    table.row("Secure version", "{}", description.secureVersion);
    table.row("ELF SHA-256", "{}{}", description.elfSha256,
              description.buildId() ? "" : " (identifies nothing)");
    table.row("eFuse revisions", "{} to {}", image::revisionText(description.minEfuseRevision),
              image::isRevisionLimit(description.maxEfuseRevision)
                  ? image::revisionText(description.maxEfuseRevision)
                  : "any later");
    if (description.mmuPageBytes > 0)
        table.row("MMU page", "{} KB", description.mmuPageBytes / 1024);
}

void printTable(const Output &output, const std::string &file, const image::Image &image)
{
    Table table(output);
    table.row("File", "{}", file);
    table.row("Size", "{} bytes", image.fileBytes);
    table.row("Kind", "{}", image::name(image.kind));
    if (!image.chip.empty())
        table.row("Chip", "{}", image.chip);
    if (image.description)
        printDescription(table, *image.description);
    if (image.bootloader)
        table.row("Built", "{} with ESP-IDF {}, version {}", image.bootloader->dateTime,
                  image.bootloader->idfVersion, image.bootloader->version);
    if (!image.segments.empty())
        printHeader(table, image);
    for (const image::Partition &partition : image.partitions)
        table.row("Partition", "{:<16} type {} subtype {:#04x}, {} KB at {:#x}", partition.label,
                  partition.type, partition.subtype, partition.sizeBytes / 1024,
                  partition.flashOffset);
    for (const image::SignatureBlock &block : image.signatures)
        table.row("Signed", "{} by key {}", block.scheme, block.keyDigest);
    table.row("File SHA-256", "{}", image.fileSha256);
    for (const image::Check &check : image.checks)
        table.row(check.ok ? "  ok" : "  FAILED", "{}: {}", check.name, check.detail);
    table.row("Valid", "{}", image.valid() ? "yes" : "no");
}

void runInfo(Context &context, const std::string &file)
{
    const auto image = image::readImage(file);
    if (!image)
        return context.failed(image.error());
    if (context.output.isJson())
        context.output.json(toJson(file, *image));
    else
        printTable(context.output, file, *image);
    if (const auto problem = image->problem())
        context.failed(problem->in(file));
}

struct MakeArguments
{
    image::MakeOptions options;
    std::string size = "256K";
    std::string file;
};

void runMake(Context &context, MakeArguments arguments)
{
    const auto size = image::parseSize(arguments.size);
    if (!size)
        return context.failed(size.error().in("--size"));
    arguments.options.sizeBytes = *size;
    const auto image = image::makeImageFile(arguments.options, arguments.file);
    if (!image)
        return context.failed(image.error());
    context.output.line(fmt::format("{}: {} {} for {}, {} bytes", arguments.file,
                                    image->description->project, image->description->version,
                                    image->chip, image->fileBytes));
    context.output.json(toJson(arguments.file, *image));
}

} // namespace

void addImageCommands(CLI::App &app, Context &context)
{
    CLI::App *group = app.add_subcommand("image", "Read, check and make firmware images");
    group->require_subcommand(1);

    CLI::App *info =
        group->add_subcommand("info", "Everything an image says, and whether it is valid");
    const auto infoFile = std::make_shared<std::string>();
    info->add_option("FILE", *infoFile, "the image")->required();
    info->callback([&context, infoFile] { runInfo(context, *infoFile); });

    CLI::App *make =
        group->add_subcommand("make", "Make a valid image for tests and demonstrations");
    const auto arguments = std::make_shared<MakeArguments>();
    make->add_option("--chip", arguments->options.chip, "esp32, esp32c3, …")->capture_default_str();
    make->add_option("--project", arguments->options.project, "project name in its description")
        ->capture_default_str();
    make->add_option("--version", arguments->options.version, "version in its description")
        ->capture_default_str();
    make->add_option("--size", arguments->size, "4096, 256K, 1M")->capture_default_str();
    make->add_option("--secure-version", arguments->options.secureVersion,
                     "anti-rollback number in its description");
    make->add_option("-o,--output", arguments->file, "the file to write")
        ->type_name("FILE")
        ->required();
    make->callback([&context, arguments] { runMake(context, *arguments); });

    addCatalogueCommands(*group, context);
    addKeygenCommand(*group, context);
    addPreflightCommand(*group, context);
    addSigningCommands(*group, context);
    addEncryptionCommands(*group, context);
}

} // namespace otabench::cli
