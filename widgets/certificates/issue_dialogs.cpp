#include "widgets/certificates/issue_dialogs.h"

#include "certificates/output_files.h"
#include "widgets/certificates/certificate_fields.h"
#include "widgets/certificates/certificate_text.h"
#include "widgets/common/fact_list.h"
#include "widgets/common/file_field.h"

#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>

namespace otabench::widgets {

using certificates::DeliveredPair;
using certificates::Store;

namespace {

QString fromPath(const std::filesystem::path &path)
{
    return QString::fromStdString(path.string());
}

QString joined(const std::vector<std::string> &names)
{
    QStringList list;
    for (const std::string &name : names)
        list << QString::fromStdString(name);
    return list.join(QStringLiteral(", "));
}

StateLook written(const QString &word, Token token = Token::Good)
{
    return token == Token::Good
               ? StateLook{QStringLiteral("✔"), QStringLiteral("emblem-ok"), word, token}
               : StateLook{QStringLiteral("⚠"), QStringLiteral("dialog-warning"), word, token};
}

} // namespace

std::vector<std::string> splitNames(const QString &text)
{
    static const QRegularExpression separators(QStringLiteral("[\\s,;]+"));
    std::vector<std::string> names;
    const QStringList parts = text.split(separators, Qt::SkipEmptyParts);
    for (const QString &part : parts)
        names.push_back(part.toStdString());
    return names;
}

ClientDialog::ClientDialog(const LabTrust &trust, const QStringList &macs, const Theme &theme,
                           QWidget *parent)
    : WorkDialog(theme, parent)
    , m_store(trust.folder)
    , m_mac(new QComboBox(this))
    , m_key(new KeyTypeBox(this))
    , m_ca(new PassphraseLine(QStringLiteral("caPassphrase"), this))
    , m_folder(new FileField(FileField::Kind::Folder, QStringLiteral("outputFolder"), this))
{
    setObjectName(QStringLiteral("clientDialog"));
    m_mac->setObjectName(QStringLiteral("boardMac"));
    m_mac->setEditable(true);
    m_mac->addItems(macs);
    m_folder->setFile(QDir::home().filePath(QStringLiteral("otabench-clients")));
    m_macLabel = addRow(m_mac);
    m_keyLabel = addRow(m_key);
    m_caLabel = addRow(m_ca);
    setRowVisible(m_caLabel, trust.isProtected);
    m_folderLabel = addRow(m_folder, m_folder->line());
    connect(m_mac, &QComboBox::editTextChanged, this, &ClientDialog::updateReady);
    connect(m_folder, &FileField::changed, this, &ClientDialog::updateReady);
    ClientDialog::retranslate();
    updateReady();
}

void ClientDialog::updateReady()
{
    setReady(certificates::parseMac(m_mac->currentText().trimmed().toStdString()).has_value() &&
             !m_folder->file().isEmpty());
}

void ClientDialog::act()
{
    certificates::ClientOptions options{.mac = m_mac->currentText().trimmed().toStdString(),
                                        .key = m_key->keyType()};
    run(
        tr("Issuing the certificate…"),
        [store = m_store, source = m_ca->source(), options,
         folder = std::filesystem::path(m_folder->file().toStdString())](const std::stop_token &) {
            Store opened(store, source);
            return certificates::deliverClient(opened, options, folder);
        },
        [this](const DeliveredPair &pair) {
            result().addVerdict(tr("Certificate, for client_cert_pem"), written(tr("Written")), {});
            result().addCode(tr("File"), fromPath(pair.certificate),
                             QStringLiteral("copyCertificateFile"));
            result().addVerdict(tr("Private key, for client_key_pem"),
                                written(tr("Keep secret"), Token::Warning), {});
            result().addCode(tr("File"), fromPath(pair.key), QStringLiteral("copyKeyFile"));
            Q_EMIT storeChanged();
        });
}

void ClientDialog::retranslate()
{
    setWindowTitle(tr("Certificate for a board"));
    setExplanation(tr("For servers that ask boards who they are (mutual TLS): a certificate with "
                      "the board's MAC as its name, signed by the lab CA."));
    m_macLabel->setText(tr("&Board (MAC)"));
    m_keyLabel->setText(tr("&Key"));
    m_caLabel->setText(tr("The CA's &passphrase"));
    m_folderLabel->setText(tr("In f&older"));
    m_folder->setTexts(tr("Folder"), tr("Choose a folder for certificate and key"));
    actButton().setText(tr("&Issue"));
}

RequestDialog::RequestDialog(const LabTrust &trust, const Theme &theme, QWidget *parent)
    : WorkDialog(theme, parent)
    , m_store(trust.folder)
    , m_hosts(new QLineEdit(this))
    , m_organization(new QLineEdit(this))
    , m_key(new KeyTypeBox(this))
    , m_folder(new FileField(FileField::Kind::Folder, QStringLiteral("outputFolder"), this))
{
    setObjectName(QStringLiteral("requestDialog"));
    m_hosts->setObjectName(QStringLiteral("requestHosts"));
    std::vector<std::string> hosts = trust.settings.names;
    if (!trust.addresses.empty())
        hosts.push_back(trust.addresses.front());
    m_hosts->setText(joined(hosts));
    m_organization->setObjectName(QStringLiteral("requestOrganization"));
    m_folder->setFile(QDir::home().filePath(QStringLiteral("otabench-request")));
    m_hostsLabel = addRow(m_hosts);
    m_organizationLabel = addRow(m_organization);
    m_keyLabel = addRow(m_key);
    m_folderLabel = addRow(m_folder, m_folder->line());
    connect(m_hosts, &QLineEdit::textChanged, this, &RequestDialog::updateReady);
    connect(m_folder, &FileField::changed, this, &RequestDialog::updateReady);
    RequestDialog::retranslate();
    updateReady();
}

void RequestDialog::updateReady()
{
    setReady(!splitNames(m_hosts->text()).empty() && !m_folder->file().isEmpty());
}

void RequestDialog::act()
{
    const certificates::RequestOptions options{splitNames(m_hosts->text()), m_key->keyType(),
                                               m_organization->text().trimmed().toStdString()};
    run(
        tr("Making the request…"),
        [store = m_store, options,
         folder = std::filesystem::path(m_folder->file().toStdString())](const std::stop_token &) {
            Store opened(store);
            return certificates::deliverRequest(opened, options, folder);
        },
        [this](const DeliveredPair &pair) {
            result().addVerdict(tr("Request, for the company CA"), written(tr("Written")), {});
            result().addCode(tr("File"), fromPath(pair.certificate),
                             QStringLiteral("copyRequestFile"));
            result().addVerdict(tr("Private key"), written(tr("Keep secret"), Token::Warning), {});
            result().addCode(tr("File"), fromPath(pair.key), QStringLiteral("copyKeyFile"));
            result().addNote(tr("Ask for a TLS server certificate with the names as they are. When "
                                "it comes, take it in here: the key waits for it."));
            setDone();
        });
}

void RequestDialog::retranslate()
{
    setWindowTitle(tr("Request for a company CA"));
    setExplanation(tr("Makes a key and a request (CSR) for a server certificate, where a company's "
                      "own CA is to sign it instead of the lab CA."));
    m_hostsLabel->setText(tr("&Names"));
    m_hosts->setPlaceholderText(tr("Hosts in the boards' URL, with commas between"));
    m_organizationLabel->setText(tr("Or&ganization"));
    m_organization->setPlaceholderText(tr("Optional: some CAs want one"));
    m_keyLabel->setText(tr("&Key"));
    m_folderLabel->setText(tr("In f&older"));
    m_folder->setTexts(tr("Folder"), tr("Choose a folder for request and key"));
    actButton().setText(tr("&Make the request"));
}

ServerNamesDialog::ServerNamesDialog(const LabTrust &trust, const Theme &theme, QWidget *parent)
    : WorkDialog(theme, parent)
    , m_store(trust.folder)
    , m_settings(trust.settings)
    , m_names(new QLineEdit(joined(trust.settings.names), this))
    , m_key(new KeyTypeBox(this))
{
    setObjectName(QStringLiteral("serverNamesDialog"));
    m_names->setObjectName(QStringLiteral("serverNames"));
    m_key->setKeyType(trust.settings.key);
    m_namesLabel = addRow(m_names);
    m_keyLabel = addRow(m_key);
    ServerNamesDialog::retranslate();
}

void ServerNamesDialog::act()
{
    m_settings.names = splitNames(m_names->text());
    m_settings.key = m_key->keyType();
    run(
        tr("Writing the settings…"),
        [store = m_store, settings = m_settings](const std::stop_token &) {
            return Store(store).saveServerSettings(settings);
        },
        [this] {
            Q_EMIT storeChanged();
            accept();
        });
}

void ServerNamesDialog::retranslate()
{
    setWindowTitle(tr("Server certificate"));
    setExplanation(tr("The server's certificate covers every address of this computer by itself, "
                      "and is replaced when they change. Add the names that boards use besides."));
    m_namesLabel->setText(tr("&Names"));
    m_names->setPlaceholderText(tr("ota.lab.example, with commas between"));
    m_keyLabel->setText(tr("&Key"));
    actButton().setText(tr("&Save"));
}

} // namespace otabench::widgets
