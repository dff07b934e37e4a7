#include "widgets/certificates/trial_dialog.h"

#include "widgets/certificates/certificate_text.h"
#include "widgets/common/fact_list.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include <algorithm>

namespace otabench::widgets {

using certificates::Finding;

TrialDialog::TrialDialog(std::filesystem::path folder, certificates::ShakeHandsAsBoard shakeHands,
                         const QString &server, const Theme &theme, QWidget *parent)
    : WorkDialog(theme, parent)
    , m_folder(std::move(folder))
    , m_shakeHands(std::move(shakeHands))
    , m_server(new QLineEdit(server, this))
    , m_host(new QLineEdit(this))
{
    setObjectName(QStringLiteral("trialDialog"));
    m_server->setObjectName(QStringLiteral("trialServer"));
    m_host->setObjectName(QStringLiteral("trialHost"));
    m_serverLabel = addRow(m_server);
    m_hostLabel = addRow(m_host);
    connect(m_server, &QLineEdit::textChanged, this,
            [this] { setReady(!m_server->text().trimmed().isEmpty()); });
    setReady(!server.isEmpty());
    TrialDialog::retranslate();
}

void TrialDialog::act()
{
    run(
        tr("Shaking hands as a board…"),
        [folder = m_folder, shakeHands = m_shakeHands,
         server = m_server->text().trimmed().toStdString(),
         host = m_host->text().trimmed().toStdString()](
            const std::stop_token &) -> Result<std::vector<Finding>> {
            const auto address = certificates::parseServerAddress(server);
            if (!address)
                return tl::unexpected(address.error());
            certificates::TrialOptions options;
            options.server = *address;
            options.host = host;
            return certificates::tryAsBoard(certificates::Store(folder), options, shakeHands);
        },
        [this](const std::vector<Finding> &findings) { show(findings); });
}

void TrialDialog::show(const std::vector<Finding> &findings)
{
    const bool isAccepted = std::ranges::all_of(findings, &Finding::ok);
    result().addVerdict(isAccepted ? tr("Boards accept this server")
                                   : tr("Boards refuse this server"),
                        isAccepted ? StateLook{QStringLiteral("✔"), QStringLiteral("emblem-ok"),
                                               //: verdict: boards accept the server
                                               tr("Accepted"), Token::Good}
                                   : StateLook{QStringLiteral("✕"), QStringLiteral("dialog-error"),
                                               //: verdict: boards refuse the server
                                               tr("Refused"), Token::Bad},
                        {});
    const auto add = [this](const Finding &finding) {
        QStringList why{QString::fromStdString(finding.detail)};
        if (!finding.boardPrints.empty())
            why << tr("The board prints: %1").arg(QString::fromStdString(finding.boardPrints));
        if (!finding.toDo.empty())
            why << tr("What to do: %1").arg(QString::fromStdString(finding.toDo));
        result().addVerdict(CertificateText::checkName(finding.check),
                            CertificateText::look(finding), why.join(QLatin1Char('\n')));
    };
    // What needs attention first.
    for (const Finding &finding : findings) {
        if (!finding.ok)
            add(finding);
    }
    for (const Finding &finding : findings) {
        if (finding.ok)
            add(finding);
    }
}

void TrialDialog::retranslate()
{
    setWindowTitle(tr("Test as an ESP32 would"));
    setExplanation(tr("Judges what the server sends by the rules of boards' TLS, old and new, and "
                      "makes a real handshake with Mbed TLS, set up as on a board."));
    m_serverLabel->setText(tr("&Server"));
    m_server->setPlaceholderText(tr("192.168.1.5:8443 or https://…"));
    m_hostLabel->setText(tr("&Name in the boards' URL"));
    m_host->setPlaceholderText(tr("The same, unless boards use another name"));
    actButton().setText(tr("&Test"));
}

} // namespace otabench::widgets
