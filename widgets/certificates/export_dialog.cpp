#include "widgets/certificates/export_dialog.h"

#include "base/files.h"
#include "widgets/certificates/certificate_fields.h"
#include "widgets/common/fact_list.h"
#include "widgets/common/file_field.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QFileInfo>
#include <QLabel>
#include <QPushButton>

#include <array>

namespace otabench::widgets {
namespace {

using certificates::ExportFormat;

constexpr std::array kFormats = {ExportFormat::CHeader, ExportFormat::Pem, ExportFormat::Der,
                                 ExportFormat::Pkcs12};
constexpr std::array kFiles = {"otabench_ca.h", "otabench_ca.pem", "otabench_ca.der",
                               "otabench_ca.p12"};

Result<> write(const std::filesystem::path &folder, const certificates::PassphraseSource &ca,
               const certificates::ExportOptions &options, const std::filesystem::path &file)
{
    const certificates::Store store(folder, ca);
    const auto exported = certificates::exportAuthority(store, options);
    if (!exported)
        return tl::unexpected(exported.error());
    return writeFileAtomically(file, exported->content,
                               exported->isSecret ? FileMode::Private : FileMode::Public);
}

} // namespace

ExportDialog::ExportDialog(const LabTrust &trust, const Theme &theme, QWidget *parent)
    : WorkDialog(theme, parent)
    , m_folder(trust.folder)
    , m_isProtected(trust.isProtected)
    , m_isRotating(trust.isRotating())
    , m_format(new QComboBox(this))
    , m_both(new QCheckBox(this))
    , m_new(new PassphraseLine(QStringLiteral("newPassphrase"), this))
    , m_again(new PassphraseLine(QStringLiteral("newPassphraseAgain"), this))
    , m_ca(new PassphraseLine(QStringLiteral("caPassphrase"), this))
    , m_file(new FileField(FileField::Kind::Save, QStringLiteral("outputFile"), this))
{
    setObjectName(QStringLiteral("exportDialog"));
    m_format->setObjectName(QStringLiteral("exportFormat"));
    for (const ExportFormat each : kFormats)
        m_format->addItem(QString(), static_cast<int>(each));
    m_both->setObjectName(QStringLiteral("exportBoth"));
    m_both->setChecked(m_isRotating);
    m_formatLabel = addRow(m_format);
    addRow(m_both, nullptr);
    m_newLabel = addRow(m_new);
    m_againLabel = addRow(m_again);
    m_caLabel = addRow(m_ca);
    m_fileLabel = addRow(m_file, m_file->line());
    m_file->setFile(QDir::home().filePath(QLatin1String(kFiles.front())));
    connect(m_format, qOverload<int>(&QComboBox::currentIndexChanged), this,
            &ExportDialog::chooseFormat);
    for (QLineEdit *line : {static_cast<QLineEdit *>(m_new), static_cast<QLineEdit *>(m_again)})
        connect(line, &QLineEdit::textChanged, this, &ExportDialog::updateReady);
    connect(m_file, &FileField::changed, this, &ExportDialog::updateReady);
    ExportDialog::retranslate();
    chooseFormat();
}

ExportFormat ExportDialog::format() const
{
    return static_cast<ExportFormat>(m_format->currentData().toInt());
}

void ExportDialog::chooseFormat()
{
    const bool isBundle = format() == ExportFormat::Pkcs12;
    m_both->setVisible(m_isRotating && !isBundle && format() != ExportFormat::Der);
    setRowVisible(m_newLabel, isBundle);
    setRowVisible(m_againLabel, isBundle);
    setRowVisible(m_caLabel, isBundle && m_isProtected);
    const QFileInfo now(m_file->file());
    for (const char *name : kFiles) { // a name of our own follows the format
        if (now.fileName() == QLatin1String(name))
            m_file->setFile(now.dir().filePath(
                QLatin1String(kFiles[static_cast<std::size_t>(m_format->currentIndex())])));
    }
    updateReady();
}

void ExportDialog::updateReady()
{
    const bool isBundle = format() == ExportFormat::Pkcs12;
    const bool hasPassphrase = certificates::checkNewPassphrase(m_new->passphrase()).has_value() &&
                               m_new->text() == m_again->text();
    setReady(!m_file->file().isEmpty() && (!isBundle || hasPassphrase));
}

void ExportDialog::act()
{
    const certificates::ExportOptions options{format(), m_both->isVisible() && m_both->isChecked(),
                                              m_new->source()};
    run(
        tr("Exporting the CA…"),
        [folder = m_folder, ca = m_ca->source(), options,
         file = std::filesystem::path(m_file->file().toStdString())](const std::stop_token &) {
            return write(folder, ca, options, file);
        },
        [this] {
            result().addVerdict(
                tr("The CA is written"),
                {QStringLiteral("✔"), QStringLiteral("emblem-ok"), tr("Written"), Token::Good}, {});
            result().addCode(tr("File"), m_file->file(), QStringLiteral("copyFileName"));
            if (format() == ExportFormat::CHeader)
                result().addNote(tr("Add it to the firmware's sources and give otabench_ca_pem as "
                                    "cert_pem to esp_http_client_config_t."));
            else if (format() == ExportFormat::Pem)
                result().addNote(tr("Put it into the project as server_certs/ca_cert.pem and name "
                                    "it in EMBED_TXTFILES of the component."));
        });
}

void ExportDialog::retranslate()
{
    setWindowTitle(tr("Export the CA"));
    setExplanation(tr("Boards trust the server by this certificate: build it into their firmware. "
                      "It is no secret. PKCS#12 holds the key, too, for a safe place."));
    m_formatLabel->setText(tr("&Form"));
    m_format->setItemText(0, tr("C header for firmware (otabench_ca_pem)"));
    m_format->setItemText(1, tr("PEM, as ESP-IDF's EMBED_TXTFILES takes it"));
    m_format->setItemText(2, tr("DER"));
    m_format->setItemText(3, tr("PKCS#12 with its key, for a safe place"));
    m_both->setText(tr("&Both CAs, so that boards trust either"));
    m_newLabel->setText(tr("&New passphrase"));
    m_againLabel->setText(tr("The same a&gain"));
    m_caLabel->setText(tr("The CA's &passphrase"));
    m_fileLabel->setText(tr("Save &as"));
    m_file->setTexts(tr("File to write"), tr("Export the CA"), tr("All files (*)"));
    actButton().setText(tr("&Export"));
}

} // namespace otabench::widgets
