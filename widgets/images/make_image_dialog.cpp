#include "widgets/images/make_image_dialog.h"

#include "image/chip.h"
#include "image/file_work.h"
#include "widgets/common/fact_list.h"
#include "widgets/common/file_field.h"
#include "widgets/common/icons.h"
#include "widgets/images/image_text.h"

#include <QComboBox>
#include <QDir>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSpinBox>

namespace otabench::widgets {
namespace {

constexpr int kTextLimit = 31; // the fields of esp_app_desc_t, without the terminating zero
constexpr int kMostKilobytes = 16 * 1024;

} // namespace

MakeImageDialog::MakeImageDialog(const Theme &theme, QWidget *parent)
    : WorkDialog(theme, parent)
    , m_chip(new QComboBox(this))
    , m_project(new QLineEdit(QStringLiteral("demo"), this))
    , m_version(new QLineEdit(QStringLiteral("1.0.0"), this))
    , m_kilobytes(new QSpinBox(this))
    , m_secureVersion(new QSpinBox(this))
    , m_file(new FileField(FileField::Kind::Save, QStringLiteral("outputFile"), this))
{
    setObjectName(QStringLiteral("makeImageDialog"));
    m_chip->setObjectName(QStringLiteral("imageChip"));
    const QStringList names =
        QString::fromStdString(image::knownChipNames()).split(QStringLiteral(", "));
    for (const QString &name : names) {
        const image::Chip *chip = image::findChip(std::string_view(name.toStdString()));
        m_chip->addItem(chip == nullptr
                            ? name
                            : QString::fromUtf8(chip->displayName.data(),
                                                static_cast<int>(chip->displayName.size())),
                        name);
    }
    m_project->setObjectName(QStringLiteral("imageProject"));
    m_project->setMaxLength(kTextLimit);
    m_version->setObjectName(QStringLiteral("imageVersion"));
    m_version->setMaxLength(kTextLimit);
    m_kilobytes->setObjectName(QStringLiteral("imageSize"));
    m_kilobytes->setRange(4, kMostKilobytes);
    m_kilobytes->setValue(256);
    m_secureVersion->setObjectName(QStringLiteral("imageSecureVersion"));
    m_secureVersion->setRange(0, 32);
    m_chipLabel = addRow(m_chip);
    m_projectLabel = addRow(m_project);
    m_versionLabel = addRow(m_version);
    m_sizeLabel = addRow(m_kilobytes);
    m_secureLabel = addRow(m_secureVersion);
    m_fileLabel = addRow(m_file, m_file->line());
    for (QLineEdit *each : {m_project, m_version})
        connect(each, &QLineEdit::textChanged, this, &MakeImageDialog::suggestFile);
    connect(m_file, &FileField::changed, this, &MakeImageDialog::updateReady);
    suggestFile();
    MakeImageDialog::retranslate();
}

void MakeImageDialog::suggestFile()
{
    if (m_file->file() == m_suggested) {
        QString name = m_project->text() + QLatin1Char('-') + m_version->text();
        name.replace(QRegularExpression(QStringLiteral("[^A-Za-z0-9._-]")), QStringLiteral("_"));
        m_suggested = QDir::home().filePath(name + QStringLiteral(".bin"));
        m_file->setFile(m_suggested);
    }
    updateReady();
}

void MakeImageDialog::updateReady()
{
    setReady(!m_project->text().isEmpty() && !m_version->text().isEmpty() &&
             !m_file->file().isEmpty());
}

void MakeImageDialog::act()
{
    const image::MakeOptions options{
        .chip = m_chip->currentData().toString().toStdString(),
        .project = m_project->text().toStdString(),
        .version = m_version->text().toStdString(),
        .sizeBytes = static_cast<std::size_t>(m_kilobytes->value()) * 1024,
        .secureVersion = static_cast<std::uint32_t>(m_secureVersion->value())};
    run(
        tr("Making the image…"),
        [options, output = std::filesystem::path(m_file->file().toStdString())](
            const std::stop_token &stop) { return image::makeImageFile(options, output, stop); },
        [this](const image::Image &image) {
            const StateLook done{QStringLiteral("✔"), QStringLiteral("emblem-ok"), tr("Written"),
                                 Token::Good};
            result().addVerdict(QFileInfo(m_file->file()).fileName(), done, {});
            result().addCode(tr("File"), m_file->file(), QStringLiteral("copyFileName"));
            result().addCode(tr("SHA-256 of the file"), QString::fromStdString(image.fileSha256),
                             QStringLiteral("copyFileDigest"));
            setDone();
            Q_EMIT fileMade(m_file->file());
        });
}

void MakeImageDialog::retranslate()
{
    setWindowTitle(tr("Make a test image"));
    setExplanation(tr("A valid image whose code is noise: virtual boards run it, and it tries a "
                      "bench's download, verification and rollback. Do not give it to real "
                      "boards: its code does nothing."));
    m_chipLabel->setText(tr("C&hip"));
    m_projectLabel->setText(tr("&Project"));
    m_versionLabel->setText(tr("&Version"));
    m_sizeLabel->setText(tr("Si&ze"));
    //: kilobytes of 1024 bytes, behind a number
    m_kilobytes->setSuffix(tr(" KB"));
    m_secureLabel->setText(tr("Secure vers&ion"));
    m_fileLabel->setText(tr("Save &as"));
    m_file->setTexts(tr("File to write"), tr("Save the image as"),
                     tr("ESP images (*.bin);;All files (*)"));
    actButton().setText(tr("&Make the image"));
}

} // namespace otabench::widgets
