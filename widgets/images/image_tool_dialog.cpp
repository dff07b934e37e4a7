#include "widgets/images/image_tool_dialog.h"

#include "image/file_work.h"
#include "image/secure_boot.h"
#include "widgets/common/fact_list.h"
#include "widgets/common/file_field.h"
#include "widgets/common/icons.h"
#include "widgets/images/image_text.h"

#include <QCheckBox>
#include <QDir>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include <optional>

namespace otabench::widgets {
namespace fs = std::filesystem;

namespace {

fs::path toPath(const QString &file)
{
    return file.toStdString();
}

struct Verdict
{
    image::Image image;
    std::optional<unsigned> block; ///< nothing: no signature, or none by the key
    std::string why;
};

/// That the asked-for signature is not there is an answer, and no failure.
Result<Verdict> judge(const fs::path &file, const std::optional<fs::path> &key)
{
    const auto verified = image::verifyFile(file, key);
    if (verified)
        return Verdict{verified->image, verified->block, {}};
    std::error_code none;
    const bool hasFiles = fs::exists(file, none) && (!key || fs::exists(*key, none));
    if (verified.error().code != ErrorCode::NotFound || !hasFiles)
        return tl::unexpected(verified.error());
    auto image = image::readImage(file);
    if (!image)
        return tl::unexpected(image.error());
    return Verdict{std::move(*image), std::nullopt, verified.error().text};
}

} // namespace

ImageToolDialog::ImageToolDialog(Tool tool, image::CatalogueEntry entry, const Theme &theme,
                                 QWidget *parent)
    : WorkDialog(theme, parent)
    , m_tool(tool)
    , m_entry(std::move(entry))
    , m_key(new FileField(FileField::Kind::Open, QStringLiteral("keyFile"), this))
{
    setObjectName(QStringLiteral("imageToolDialog"));
    m_keyLabel = addRow(m_key, m_key->line());
    if (m_tool != Tool::Verify) {
        m_output = new FileField(FileField::Kind::Save, QStringLiteral("outputFile"), this);
        m_output->setFile(suggestedFile());
        m_outputLabel = addRow(m_output, m_output->line());
        m_keep = new QCheckBox(this);
        m_keep->setObjectName(QStringLiteral("keepInCatalogue"));
        m_keep->setChecked(true);
        addRow(m_keep, nullptr);
        connect(m_output, &FileField::changed, this, &ImageToolDialog::updateReady);
    }
    connect(m_key, &FileField::changed, this, &ImageToolDialog::updateReady);
    ImageToolDialog::retranslate();
    updateReady();
}

QString ImageToolDialog::suggestedFile() const
{
    const QFileInfo name(QString::fromStdString(m_entry.notes.name));
    const char *suffix = m_tool == Tool::Sign      ? "-signed"
                         : m_tool == Tool::Encrypt ? "-encrypted"
                                                   : "-decrypted";
    return QDir::home().filePath(name.completeBaseName() + QLatin1String(suffix) +
                                 QStringLiteral(".bin"));
}

void ImageToolDialog::updateReady()
{
    // Any signature of an image can be verified without a key; the other work needs both files.
    setReady(m_tool == Tool::Verify || (!m_key->file().isEmpty() && !m_output->file().isEmpty()));
}

void ImageToolDialog::act()
{
    if (m_tool == Tool::Verify)
        verify();
    else
        write();
}

void ImageToolDialog::verify()
{
    std::optional<fs::path> key;
    if (!m_key->file().isEmpty())
        key = toPath(m_key->file());
    run(
        tr("Verifying the signature…"),
        [file = m_entry.file, key](const std::stop_token &) { return judge(file, key); },
        [this, byKey = key.has_value()](const Verdict &verdict) {
            if (!verdict.block)
                result().addVerdict(byKey ? tr("No signature is by this key") : tr("No signature"),
                                    {QStringLiteral("✕"), QStringLiteral("dialog-error"),
                                     //: verdict of a check
                                     tr("Failed"), Token::Bad},
                                    QString::fromStdString(verdict.why));
            showVerified(verdict.image, verdict.block, byKey);
        });
}

void ImageToolDialog::showVerified(const image::Image &image, std::optional<unsigned> block,
                                   bool byKey)
{
    for (std::size_t i = 0; i < image.signatures.size(); ++i) {
        const image::SignatureBlock &each = image.signatures[i];
        const StateLook good{QStringLiteral("✔"), QStringLiteral("emblem-ok"),
                             byKey && i == block ? tr("Good, by this key")
                                                 //: a signature that belongs to the image
                                                 : tr("Good"),
                             Token::Good};
        result().addVerdict(
            tr("Signature %1, %2").arg(i + 1).arg(QString::fromStdString(each.scheme)), good, {});
        result().addCode(tr("Digest of its key"), QString::fromStdString(each.keyDigest),
                         QStringLiteral("copyKeyDigest%1").arg(i + 1));
    }
    if (!byKey)
        result().addNote(tr("Whether boards trust these keys is decided by the digests burnt into "
                            "them. Name a key to see whether it made one of the signatures."));
}

void ImageToolDialog::write()
{
    using Work = Result<image::Image> (*)(const fs::path &, const fs::path &, const fs::path &,
                                          const std::stop_token &);
    const Work work = m_tool == Tool::Sign      ? image::signFile
                      : m_tool == Tool::Encrypt ? image::encryptFile
                                                : image::decryptFile;
    const QString what = m_tool == Tool::Sign      ? tr("Signing…")
                         : m_tool == Tool::Encrypt ? tr("Encrypting…")
                                                   : tr("Decrypting…");
    run(
        what,
        [work, file = m_entry.file, key = toPath(m_key->file()), output = toPath(m_output->file())](
            const std::stop_token &stop) { return work(file, key, output, stop); },
        [this](const image::Image &image) { showWritten(image); });
}

void ImageToolDialog::showWritten(const image::Image &image)
{
    const QString file = m_output->file();
    const StateLook done{QStringLiteral("✔"), QStringLiteral("emblem-ok"), tr("Written"),
                         Token::Good};
    result().addVerdict(QFileInfo(file).fileName(), done, {});
    result().addCode(tr("File"), file, QStringLiteral("copyFileName"));
    result().addCode(tr("SHA-256 of the file"), QString::fromStdString(image.fileSha256),
                     QStringLiteral("copyFileDigest"));
    for (std::size_t i = 0; i < image.signatures.size(); ++i)
        result().addCode(tr("Digest of key %1").arg(i + 1),
                         QString::fromStdString(image.signatures[i].keyDigest),
                         QStringLiteral("copyKeyDigest%1").arg(i + 1));
    if (m_tool == Tool::Sign)
        showObstacle(image);
    setDone();
    if (m_keep->isChecked())
        Q_EMIT fileMade(file);
}

void ImageToolDialog::showObstacle(const image::Image &image)
{
    const auto obstacle = image::lastSignatureObstacle(image);
    if (!obstacle)
        return;
    QStringList schemes;
    for (const std::string_view each : image::signatureSchemes(image.chip))
        schemes << QString::fromUtf8(each.data(), static_cast<int>(each.size()));
    result().addNote(
        *obstacle == image::SignatureObstacle::Scheme
            ? tr("Mind: the %1 checks signatures of the scheme %2 only, and this one is %3. Boards "
                 "that insist on a signature will refuse the image.")
                  .arg(ImageText::chip(image), schemes.join(QStringLiteral(", ")),
                       QString::fromStdString(image.signatures.back().scheme))
            : tr("Mind: the %1 looks at the first signature only. Boards that trust only the new "
                 "key will refuse the image: sign the unsigned one with it.")
                  .arg(ImageText::chip(image)));
}

void ImageToolDialog::retranslate()
{
    const QString name = QString::fromStdString(m_entry.notes.name);
    const QString pem = tr("Keys (*.pem *.key *.bin);;All files (*)");
    switch (m_tool) {
    case Tool::Verify:
        setWindowTitle(tr("Verify the signature of %1").arg(name));
        setExplanation(tr("Checks each signature block of the image, and whether one is by your "
                          "key. Without a key any good signature counts."));
        actButton().setText(tr("&Verify"));
        m_keyLabel->setText(tr("&Key (PEM)"));
        m_key->setPlaceholder(tr("Optional: a public or private key"));
        break;
    case Tool::Sign:
        setWindowTitle(tr("Sign %1").arg(name));
        setExplanation(tr("Adds a Secure Boot v2 signature; an image takes up to three, all of one "
                          "scheme. The key is read for this only and kept nowhere."));
        actButton().setText(tr("&Sign"));
        m_keyLabel->setText(tr("Private &key (PEM)"));
        break;
    case Tool::Encrypt:
        setWindowTitle(tr("Encrypt %1").arg(name));
        setExplanation(tr("Only boards with the private key can read the result. Encryption hides "
                          "an image and proves nothing of who made it: sign it first."));
        actButton().setText(tr("&Encrypt"));
        m_keyLabel->setText(tr("Public &key (PEM)"));
        break;
    case Tool::Decrypt:
        setWindowTitle(tr("Decrypt %1").arg(name));
        setExplanation(tr("Needs the boards' own key: the private key in PEM, or the 32 bytes of "
                          "the HMAC key. Nothing is written unless the image's tag is right."));
        actButton().setText(tr("&Decrypt"));
        m_keyLabel->setText(tr("Boards' &key"));
        break;
    }
    m_key->setTexts(tr("Key"), tr("Choose a key"), pem);
    if (m_output == nullptr)
        return;
    //: the file that is written
    m_outputLabel->setText(tr("Save &as"));
    m_output->setTexts(tr("File to write"), tr("Save the image as"),
                       tr("ESP images (*.bin);;All files (*)"));
    m_keep->setText(tr("Keep it in the ca&talogue, too"));
}

} // namespace otabench::widgets
