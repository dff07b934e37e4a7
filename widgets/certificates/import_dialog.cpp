#include "widgets/certificates/import_dialog.h"

#include "base/files.h"
#include "widgets/certificates/certificate_fields.h"
#include "widgets/certificates/certificate_text.h"
#include "widgets/common/fact_list.h"
#include "widgets/common/file_field.h"

#include <QLabel>
#include <QPushButton>

namespace otabench::widgets {
namespace fs = std::filesystem;

namespace {

using certificates::Store;

fs::path toPath(const FileField &field)
{
    return field.file().toStdString();
}

Result<> takeOver(const fs::path &folder, const fs::path &certificate, const fs::path &key,
                  const certificates::PassphraseSource &passphrase, const std::string &protectWith,
                  bool replaces)
{
    const auto content = readTextFile(certificate, certificates::kMostCertificateBytes);
    if (!content)
        return tl::unexpected(content.error());
    certificates::AuthorityFiles files;
    if (certificates::isPkcs12(*content))
        files.bundle = certificate;
    else
        files = {certificate, key, {}};
    const auto authority = certificates::authorityFromFiles(files, passphrase);
    if (!authority)
        return tl::unexpected(authority.error());
    Store store(folder);
    return store.saveAuthority(*authority, replaces ? Store::Overwrite::Yes : Store::Overwrite::No,
                               protectWith.empty() ? std::nullopt : std::optional(protectWith));
}

/// The server shows the answer from then on. Nobody needs its key any more: it is left out.
Result<certificates::CompanyAnswer> takeIn(const fs::path &folder, certificates::CompanyFiles files,
                                           const certificates::PassphraseSource &passphrase)
{
    const auto content =
        readTextFile(files.certificates.front(), certificates::kMostCertificateBytes);
    if (!content)
        return tl::unexpected(content.error());
    if (certificates::isPkcs12(*content)) {
        files.bundle = files.certificates.front();
        files.certificates.erase(files.certificates.begin());
    }
    Store store(folder);
    auto answer = certificates::companyAnswerFrom(store, files, passphrase);
    if (!answer)
        return answer;
    const auto taken =
        store.importServer({answer->chain.chainPem, answer->keyPem}, answer->rootPem);
    if (!taken)
        return tl::unexpected(taken.error());
    answer->keyPem.clear();
    return answer;
}

StateLook doneLook(const QString &word)
{
    return {QStringLiteral("✔"), QStringLiteral("emblem-ok"), word, Token::Good};
}

} // namespace

ImportCaDialog::ImportCaDialog(const LabTrust &trust, const Theme &theme, QWidget *parent)
    : WorkDialog(theme, parent)
    , m_folder(trust.folder)
    , m_replaces(trust.hasAuthority())
    , m_certificate(new FileField(FileField::Kind::Open, QStringLiteral("caFile"), this))
    , m_key(new FileField(FileField::Kind::Open, QStringLiteral("caKeyFile"), this))
    , m_passphrase(new PassphraseLine(QStringLiteral("filePassphrase"), this))
    , m_protect(new PassphraseLine(QStringLiteral("newPassphrase"), this))
{
    setObjectName(QStringLiteral("importCaDialog"));
    m_certificateLabel = addRow(m_certificate, m_certificate->line());
    m_keyLabel = addRow(m_key, m_key->line());
    m_passphraseLabel = addRow(m_passphrase);
    m_protectLabel = addRow(m_protect);
    for (FileField *field : {m_certificate, m_key})
        connect(field, &FileField::changed, this, &ImportCaDialog::updateReady);
    connect(m_protect, &QLineEdit::textChanged, this, &ImportCaDialog::updateReady);
    ImportCaDialog::retranslate();
    updateReady();
}

void ImportCaDialog::updateReady()
{
    const bool isBundle = m_certificate->file().endsWith(QLatin1String(".p12")) ||
                          m_certificate->file().endsWith(QLatin1String(".pfx"));
    m_key->setEnabled(!isBundle);
    const bool isProtectable =
        m_protect->text().isEmpty() || certificates::checkNewPassphrase(m_protect->passphrase());
    setReady(!m_certificate->file().isEmpty() && (isBundle || !m_key->file().isEmpty()) &&
             isProtectable);
}

void ImportCaDialog::act()
{
    run(
        tr("Importing the CA…"),
        [folder = m_folder, certificate = toPath(*m_certificate), key = toPath(*m_key),
         source = m_passphrase->source(), protectWith = m_protect->passphrase(),
         replaces = m_replaces](const std::stop_token &) {
            return takeOver(folder, certificate, key, source, protectWith, replaces);
        },
        [this] {
            result().addVerdict(tr("The CA is the lab's now"), doneLook(tr("Imported")),
                                tr("The server's certificate is issued by it from its next start "
                                   "on."));
            setDone();
            Q_EMIT storeChanged();
        });
}

void ImportCaDialog::retranslate()
{
    setWindowTitle(tr("Import a CA"));
    setExplanation(m_replaces
                       ? tr("Replaces the CA of this lab: boards that trust the present one only "
                            "refuse the server afterwards. To change CAs without that, begin a "
                            "rotation instead.")
                       : tr("Takes over a CA that exists: its certificate and its private key, or "
                            "a PKCS#12 file with both. The files stay as they are."));
    m_certificateLabel->setText(tr("C&ertificate"));
    m_certificate->setTexts(tr("Certificate of the CA"), tr("Choose a certificate"),
                            tr("Certificates (*.pem *.crt *.cer *.der *.p7b *.p12 *.pfx);;All "
                               "files (*)"));
    m_certificate->setPlaceholder(tr("PEM, DER, PKCS#7 or PKCS#12"));
    m_keyLabel->setText(tr("Private &key"));
    m_key->setTexts(tr("Private key of the CA"), tr("Choose a key"),
                    tr("Keys (*.pem *.key *.der);;All files (*)"));
    m_key->setPlaceholder(tr("PEM or DER; not for PKCS#12"));
    m_passphraseLabel->setText(tr("&Passphrase of the file"));
    m_protectLabel->setText(tr("Protect it &here with"));
    m_protect->setPlaceholderText(tr("Optional: a new passphrase, 8 characters or more"));
    actButton().setText(tr("&Import"));
}

CompanyAnswerDialog::CompanyAnswerDialog(fs::path folder, const Theme &theme, QWidget *parent)
    : WorkDialog(theme, parent)
    , m_folder(std::move(folder))
    , m_certificate(new FileField(FileField::Kind::Open, QStringLiteral("answerFile"), this))
    , m_more(new FileField(FileField::Kind::Open, QStringLiteral("moreFile"), this))
    , m_key(new FileField(FileField::Kind::Open, QStringLiteral("keyFile"), this))
    , m_passphrase(new PassphraseLine(QStringLiteral("filePassphrase"), this))
{
    setObjectName(QStringLiteral("companyAnswerDialog"));
    m_certificateLabel = addRow(m_certificate, m_certificate->line());
    m_moreLabel = addRow(m_more, m_more->line());
    m_keyLabel = addRow(m_key, m_key->line());
    m_passphraseLabel = addRow(m_passphrase);
    connect(m_certificate, &FileField::changed, this, &CompanyAnswerDialog::updateReady);
    CompanyAnswerDialog::retranslate();
    updateReady();
}

void CompanyAnswerDialog::updateReady()
{
    setReady(!m_certificate->file().isEmpty());
}

void CompanyAnswerDialog::act()
{
    certificates::CompanyFiles files;
    files.certificates = {toPath(*m_certificate)};
    if (!m_more->file().isEmpty())
        files.certificates.push_back(toPath(*m_more));
    files.key = toPath(*m_key);
    run(
        tr("Putting the chain in order…"),
        [folder = m_folder, files, source = m_passphrase->source()](const std::stop_token &)
            -> Result<certificates::CompanyAnswer> { return takeIn(folder, files, source); },
        [this](const certificates::CompanyAnswer &answer) { show(answer); });
}

void CompanyAnswerDialog::show(const certificates::CompanyAnswer &answer)
{
    result().addVerdict(tr("The server shows this certificate from now on"),
                        doneLook(tr("Imported")), {});
    if (const auto chain = certificates::summarize(answer.chain.chainPem))
        result().addFact(tr("Certificate"), QString::fromStdString(chain->front().subject));
    if (const auto root = certificates::summarize(answer.rootPem))
        result().addFact(tr("Boards trust"), QString::fromStdString(root->front().subject));
    for (const std::string &note : answer.chain.notes)
        result().addNote(QString::fromStdString(note));
    if (answer.chain.bytes > certificates::kMostChainBytes)
        result().addNote(tr("The chain has %1 bytes; boards with small TLS buffers want %2 or "
                            "fewer.")
                             .arg(answer.chain.bytes)
                             .arg(certificates::kMostChainBytes));
    setDone();
    Q_EMIT storeChanged();
}

void CompanyAnswerDialog::retranslate()
{
    setWindowTitle(tr("Take in a company CA's answer"));
    setExplanation(tr("Puts the certificates that the company CA sent in the order that boards "
                      "need, finds the key of the request made here, and serves with them."));
    m_certificateLabel->setText(tr("C&ertificate"));
    const QString filter =
        tr("Certificates (*.pem *.crt *.cer *.der *.p7b *.p12 *.pfx);;All files (*)");
    m_certificate->setTexts(tr("What the CA sent"), tr("Choose a certificate"), filter);
    m_moreLabel->setText(tr("&Further ones"));
    m_more->setTexts(tr("Intermediate or root certificates"), tr("Choose a certificate"), filter);
    m_more->setPlaceholder(tr("Optional: intermediate or root, if it came apart"));
    m_keyLabel->setText(tr("Private &key"));
    m_key->setTexts(tr("Private key"), tr("Choose a key"),
                    tr("Keys (*.pem *.key *.der);;All files (*)"));
    m_key->setPlaceholder(tr("Of the request made here, unless you name one"));
    m_passphraseLabel->setText(tr("&Passphrase of the key"));
    actButton().setText(tr("&Import"));
}

} // namespace otabench::widgets
