#include "widgets/certificates/certificate_card.h"

#include "widgets/certificates/certificate_text.h"
#include "widgets/common/fact_list.h"
#include "widgets/common/theme.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace otabench::widgets {

CertificateCard::CertificateCard(const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_facts(new FactList(theme, this))
    , m_buttons(new QHBoxLayout)
{
    setObjectName(QStringLiteral("settingsCard"));
    m_buttons->setSpacing(kSpace2);
    m_buttons->addStretch(1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(kSpace4, kSpace3, kSpace4, kSpace3);
    column->setSpacing(kSpace3);
    column->addWidget(m_facts);
    column->addStretch(1);
    column->addLayout(m_buttons);
}

QPushButton *CertificateCard::addButton(const char *objectName)
{
    auto *button = new QPushButton(this);
    button->setObjectName(QLatin1String(objectName));
    m_buttons->insertWidget(m_buttons->count() - 1, button);
    return button;
}

void CertificateCard::setNote(const QString &title, const QString &note)
{
    m_facts->clear();
    m_facts->addHeading(title);
    m_facts->addNote(note);
}

void CertificateCard::setFacts(const Facts &facts)
{
    const auto now = std::chrono::system_clock::now();
    const certificates::Summary &summary = facts.summary;
    m_facts->clear();
    m_facts->addHeading(facts.title);
    m_facts->addVerdict(QString::fromStdString(summary.commonName),
                        CertificateText::look(summary, now, facts.warnDays),
                        CertificateText::expiry(summary, now));
    QStringList names;
    for (const std::string &name : summary.names)
        names << QString::fromStdString(name);
    m_facts->addFact(tr("Names"), names.join(QStringLiteral(", ")));
    m_facts->addFact(tr("Key"), CertificateText::key(summary));
    const auto type = certificates::keyTypeFromName(summary.key);
    if (type && summary.isAuthority)
        m_facts->addFact(tr("For boards"), CertificateText::cost(*type));
    if (summary.issuer != summary.subject)
        m_facts->addFact(tr("Signed by"), QString::fromStdString(summary.issuer));
    m_facts->addCode(tr("Serial number"), QString::fromStdString(summary.serial),
                     QStringLiteral("copySerial"));
    m_facts->addCode(tr("Fingerprint"), QString::fromStdString(summary.sha256),
                     QStringLiteral("copyFingerprint"));
    if (!facts.note.isEmpty())
        m_facts->addNote(facts.note);
}

} // namespace otabench::widgets
