#include "widgets/images/image_text.h"

#include "image/chip.h"
#include "image/header_text.h"
#include "widgets/common/error_text.h"

#include <QDateTime>
#include <QLocale>

namespace otabench::widgets {
namespace {

QString fromView(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<int>(text.size()));
}

QDateTime local(std::chrono::sys_seconds moment)
{
    return QDateTime::fromSecsSinceEpoch(moment.time_since_epoch().count());
}

} // namespace

StateLook ImageText::look(image::Label label)
{
    switch (label) {
    case image::Label::Golden:
        return {QStringLiteral("★"), QStringLiteral("starred"),
                //: label of an image: the one to go back to
                tr("Golden"), Token::Good};
    case image::Label::Candidate:
        return {QStringLiteral("◔"), QStringLiteral("label-candidate"),
                //: label of an image: on trial
                tr("Candidate"), Token::Info};
    case image::Label::Bad:
        return {QStringLiteral("✕"), QStringLiteral("label-bad"),
                //: label of an image: not to be installed again
                tr("Bad"), Token::Bad};
    case image::Label::None:
        break;
    }
    return {QStringLiteral("–"), QString(),
            //: an image without a label
            tr("No label"), Token::Neutral};
}

StateLook ImageText::checkLook(bool ok)
{
    if (ok)
        return {QStringLiteral("✔"), QStringLiteral("emblem-ok"),
                //: verdict of a check
                tr("Passed"), Token::Good};
    return {QStringLiteral("✕"), QStringLiteral("dialog-error"),
            //: verdict of a check
            tr("Failed"), Token::Bad};
}

bool ImageText::canUpdate(const image::CatalogueEntry &entry)
{
    const auto kind = entry.image.kind;
    return !entry.damaged && entry.image.valid() &&
           (kind == image::Kind::App || kind == image::Kind::PreEncrypted);
}

StateLook ImageText::look(const image::CatalogueEntry &entry)
{
    if (entry.damaged)
        return {QStringLiteral("✕"), QStringLiteral("dialog-error"),
                //: of an image whose copy the disk has changed
                tr("Copy damaged"), Token::Bad};
    if (!entry.image.valid())
        return {QStringLiteral("✕"), QStringLiteral("dialog-error"),
                //: of an image: a check has failed
                tr("Faulty"), Token::Bad};
    if (canUpdate(entry))
        return {QStringLiteral("✔"), QStringLiteral("emblem-ok"),
                //: of an image: every check passed, and boards can be updated with it
                tr("Good"), Token::Good};
    return {QStringLiteral("⚠"), QStringLiteral("dialog-warning"),
            //: of a bootloader, partition table or merged image: boards do not take it over the air
            tr("Not for updates"), Token::Warning};
}

QString ImageText::advice(const image::CatalogueEntry &entry)
{
    if (entry.damaged)
        return tr("The bytes of this copy are no longer those that were added: the disk has "
                  "changed them. Add the file again from where it came.");
    if (const auto problem = entry.image.problem())
        return ErrorText::sentence(*problem) + QLatin1Char(' ') +
               ErrorText::remedies(problem->code).join(QLatin1Char(' '));
    switch (entry.image.kind) {
    case image::Kind::Bootloader:
        return tr("This is a bootloader: boards do not take it over the air. To update boards, add "
                  "the application beside it, build/<project>.bin.");
    case image::Kind::PartitionTable:
        return tr("This is a partition table: it is written over the cable. To update boards, add "
                  "the application, build/<project>.bin.");
    case image::Kind::Merged:
        return tr("This is a merged image of the whole flash, for writing over the cable at "
                  "address 0. To update boards, add the application alone, build/<project>.bin.");
    case image::Kind::PreEncrypted:
        return tr("Only boards with the matching key can read this image; what is in it is not "
                  "seen here.");
    case image::Kind::App:
    case image::Kind::Unknown:
        break;
    }
    return {};
}

QString ImageText::kind(image::Kind kind)
{
    switch (kind) {
    case image::Kind::App:
        //: kind of an image
        return tr("Application");
    case image::Kind::Bootloader:
        //: kind of an image
        return tr("Bootloader");
    case image::Kind::PartitionTable:
        //: kind of an image
        return tr("Partition table");
    case image::Kind::Merged:
        //: kind of an image: the whole flash in one file
        return tr("Merged image");
    case image::Kind::PreEncrypted:
        //: kind of an image
        return tr("Pre-encrypted");
    case image::Kind::Unknown:
        break;
    }
    //: kind of a file
    return tr("No image");
}

QString ImageText::checkName(const std::string &name)
{
    if (name == "magic")
        return tr("First byte");
    if (name == "header")
        return tr("Header");
    if (name == "chip")
        return tr("Chip");
    if (name == "revision")
        return tr("Chip revisions");
    if (name == "segments")
        return tr("Segments");
    if (name == "description")
        return tr("Description");
    if (name == "alignment")
        return tr("Alignment in flash");
    if (name == "checksum")
        return tr("Checksum");
    if (name == "sha256")
        return tr("Appended SHA-256");
    if (name == "size")
        return tr("Size");
    if (name == "signature")
        return tr("Signature");
    if (name == "trailer")
        return tr("Bytes behind the image");
    if (name == "bootloader")
        return tr("Bootloader");
    if (name == "partition-table")
        return tr("Partition table");
    if (name == "application")
        return tr("Application");
    if (name == "md5")
        return tr("MD5 of the table");
    if (name == "layout")
        return tr("Layout of the flash");
    if (name == "entries")
        return tr("Entries of the table");
    if (name == "reserved")
        return tr("Reserved bytes");
    if (name == "length")
        return tr("Length");
    return QString::fromStdString(name); // a partition's own name
}

QString ImageText::chip(const image::Image &image)
{
    const image::Chip *chip = image::findChip(image.chipId);
    return chip != nullptr ? fromView(chip->displayName) : QString::fromStdString(image.chip);
}

QString ImageText::project(const image::Image &image)
{
    return image.description ? QString::fromStdString(image.description->project) : QString();
}

QString ImageText::version(const image::Image &image)
{
    return image.description ? QString::fromStdString(image.description->version) : QString();
}

QString ImageText::revisions(std::uint16_t least, std::uint16_t most)
{
    const QString from = QString::fromStdString(image::revisionText(least));
    return image::isRevisionLimit(most)
               //: revisions of a chip
               ? tr("%1 to %2").arg(from, QString::fromStdString(image::revisionText(most)))
               //: revisions of a chip, %1 is the smallest
               : tr("%1 and later").arg(from);
}

QString ImageText::scheme(image::SigningScheme scheme)
{
    switch (scheme) {
    case image::SigningScheme::Rsa3072:
        return tr("RSA-3072: every chip but ESP32-C2 and ESP32-C61");
    case image::SigningScheme::EcdsaP256:
        return tr("ECDSA P-256: newer chips, quick to verify");
    case image::SigningScheme::EcdsaP384:
        break;
    }
    return tr("ECDSA P-384: ESP32-C5 and ESP32-P4");
}

QString ImageText::scheme(image::EncryptionScheme scheme)
{
    return scheme == image::EncryptionScheme::Rsa3072
               ? tr("RSA-3072: the private key is built into the firmware")
               : tr("ECIES P-256: the key is burnt into an eFuse block");
}

QString ImageText::dateTime(std::chrono::sys_seconds moment)
{
    return QLocale().toString(local(moment), QLocale::ShortFormat);
}

QString ImageText::date(std::chrono::sys_seconds moment)
{
    return QLocale().toString(local(moment).date(), QLocale::ShortFormat);
}

QString ImageText::differenceField(const std::string &field)
{
    const QString text = QString::fromStdString(field);
    const auto numbered = [&text](const char *prefix) {
        return text.startsWith(QLatin1String(prefix)) ? text.mid(int(qstrlen(prefix))) : QString();
    };
    if (const QString number = numbered("segment "); !number.isEmpty())
        return tr("Segment %1").arg(number);
    if (const QString label = numbered("partition "); !label.isEmpty())
        return tr("Partition %1").arg(label);
    if (field == "kind")
        return tr("Kind");
    if (field == "valid")
        //: whether an image passes every check
        return tr("Valid");
    if (field == "chip")
        return tr("Chip");
    if (field == "project")
        return tr("Project");
    if (field == "version")
        return tr("Version");
    if (field == "secure version")
        return tr("Secure version");
    if (field == "built")
        return tr("Built");
    if (field == "smallest chip revision")
        return tr("Smallest chip revision");
    if (field == "largest chip revision")
        return tr("Largest chip revision");
    if (field == "flash mode")
        return tr("Flash mode");
    if (field == "flash size")
        return tr("Flash size");
    if (field == "size")
        return tr("Size");
    if (field == "signed by")
        return tr("Signed by");
    return text; // "ESP-IDF", "ELF SHA-256"
}

QString ImageText::rollback(const image::Image &running, const image::Image &next)
{
    if (!running.description || !next.description)
        return {};
    const std::uint32_t before = running.description->secureVersion;
    const std::uint32_t after = next.description->secureVersion;
    if (before == after)
        return {};
    const QString sentence =
        after > before
            ? tr("Boards with anti-rollback that have confirmed %1 (secure version %2) cannot "
                 "return to %3 (secure version %4).")
                  .arg(version(next))
                  .arg(after)
                  .arg(version(running))
                  .arg(before)
            : tr("Boards with anti-rollback that have confirmed %1 (secure version %2) refuse %3 "
                 "(secure version %4).")
                  .arg(version(running))
                  .arg(before)
                  .arg(version(next))
                  .arg(after);
    return sentence;
}

} // namespace otabench::widgets
