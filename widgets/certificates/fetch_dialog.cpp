#include "widgets/certificates/fetch_dialog.h"

#include "base/files.h"
#include "certificates/inspection.h"
#include "certificates/server_address.h"
#include "widgets/certificates/certificate_text.h"
#include "widgets/common/error_banner.h"
#include "widgets/common/fact_list.h"
#include "widgets/common/icons.h"
#include "widgets/common/theme.h"

#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace otabench::widgets {

FetchDialog::FetchDialog(const Theme &theme, QWidget *parent)
    : WorkDialog(theme, parent)
    , m_server(new QLineEdit(this))
    , m_proxy(new QLineEdit(this))
{
    setObjectName(QStringLiteral("fetchDialog"));
    m_server->setObjectName(QStringLiteral("fetchServer"));
    m_proxy->setObjectName(QStringLiteral("fetchProxy"));
    m_serverLabel = addRow(m_server);
    m_proxyLabel = addRow(m_proxy);
    connect(m_server, &QLineEdit::textChanged, this,
            [this] { setReady(!m_server->text().trimmed().isEmpty()); });
    setReady(false);
    FetchDialog::retranslate();
}

void FetchDialog::act()
{
    m_chosen.clear();
    run(
        tr("Asking the server…"),
        [server = m_server->text().trimmed().toStdString(),
         proxy = m_proxy->text().trimmed().toStdString()](
            const std::stop_token &) -> Result<certificates::FetchedChain> {
            const auto address = certificates::parseServerAddress(server);
            if (!address)
                return tl::unexpected(address.error());
            certificates::FetchOptions options{.host = address->host, .port = address->port};
            options.proxy =
                proxy.empty() ? certificates::proxyFromEnvironment(address->host) : proxy;
            return certificates::fetchChain(options);
        },
        [this](const certificates::FetchedChain &fetched) { show(fetched); });
}

void FetchDialog::show(const certificates::FetchedChain &fetched)
{
    const auto now = std::chrono::system_clock::now();
    const auto chain = certificates::summarize(fetched.pem);
    result().addHeading(
        tr("What the server sends, by %1").arg(QString::fromStdString(fetched.tls)));
    for (std::size_t i = 0; chain && i < chain->size(); ++i) {
        constexpr int kWarnDays = 30;
        const certificates::Summary &each = (*chain)[i];
        result().addVerdict(QString::fromStdString(each.subject),
                            CertificateText::look(each, now, kWarnDays),
                            CertificateText::expiry(each, now));
    }
    result().addHeading(tr("What to give boards"));
    const auto root = fetched.trust.pem ? certificates::summarize(*fetched.trust.pem)
                                        : Result<std::vector<certificates::Summary>>();
    if (fetched.trust.pem && root && !root->empty()) {
        m_chosen = *fetched.trust.pem;
        result().addFact(tr("Certificate"), QString::fromStdString(root->front().subject));
        result().addCode(tr("SHA-256"), QString::fromStdString(root->front().sha256),
                         QStringLiteral("copyFingerprint"));
    }
    result().addFact(tr("Why"), QString::fromStdString(fetched.trust.why));
    if (!fetched.trust.issuerUrl.empty())
        result().addCode(tr("Next certificate at"), QString::fromStdString(fetched.trust.issuerUrl),
                         QStringLiteral("copyIssuerUrl"));
    if (m_chosen.empty())
        return;
    auto *buttons = new QWidget(this);
    auto *row = new QHBoxLayout(buttons);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kSpace2);
    auto *saveButton = new QPushButton(tr("Sa&ve it…"), buttons);
    saveButton->setObjectName(QStringLiteral("saveFetched"));
    auto *copyButton = new QPushButton(tr("Copy &PEM"), buttons);
    copyButton->setObjectName(QStringLiteral("copyFetched"));
    for (QPushButton *button : {saveButton, copyButton}) {
        button->setAutoDefault(false);
        row->addWidget(button);
    }
    row->addStretch(1);
    connect(saveButton, &QPushButton::clicked, this, &FetchDialog::save);
    connect(copyButton, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(QString::fromStdString(m_chosen)); });
    result().addWidget(buttons);
}

void FetchDialog::save()
{
    auto *chooser = new QFileDialog(this, tr("Save the certificate"),
                                    QDir::home().filePath(QStringLiteral("root.pem")),
                                    tr("Certificates (*.pem);;All files (*)"));
    chooser->setObjectName(QStringLiteral("saveFetchedChooser"));
    chooser->setAttribute(Qt::WA_DeleteOnClose);
    chooser->setAcceptMode(QFileDialog::AcceptSave);
    connect(chooser, &QFileDialog::fileSelected, this, &FetchDialog::write);
    chooser->open();
}

void FetchDialog::write(const QString &file)
{
    inBackground(
        this,
        [pem = m_chosen, path = std::filesystem::path(file.toStdString())](
            const std::stop_token &) { return writeFileAtomically(path, pem, FileMode::Public); },
        [this, file](const Result<> &written) {
            if (!written) {
                banner().showError(written.error());
                return;
            }
            result().addCode(tr("Written to"), file, QStringLiteral("copySavedFile"));
        });
}

void FetchDialog::retranslate()
{
    setWindowTitle(tr("Fetch a site's chain"));
    setExplanation(tr("For images that lie on another web server: asks it for its certificates "
                      "and chooses the one that boards have to trust."));
    m_serverLabel->setText(tr("&Server"));
    m_server->setPlaceholderText(tr("images.example.com or https://…"));
    m_proxyLabel->setText(tr("Pro&xy"));
    m_proxy->setPlaceholderText(tr("As the environment says (https_proxy)"));
    actButton().setText(tr("&Fetch"));
}

} // namespace otabench::widgets
