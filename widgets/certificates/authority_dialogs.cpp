#include "widgets/certificates/authority_dialogs.h"

#include "widgets/certificates/certificate_fields.h"
#include "widgets/common/fact_list.h"

#include <QCheckBox>
#include <QLabel>
#include <QPushButton>

#include <optional>

namespace otabench::widgets {

using certificates::Store;

ProtectionDialog::ProtectionDialog(const LabTrust &trust, const Theme &theme, QWidget *parent)
    : WorkDialog(theme, parent)
    , m_folder(trust.folder)
    , m_isProtected(trust.isProtected)
    , m_now(new PassphraseLine(QStringLiteral("caPassphrase"), this))
    , m_remove(new QCheckBox(this))
    , m_new(new PassphraseLine(QStringLiteral("newPassphrase"), this))
    , m_again(new PassphraseLine(QStringLiteral("newPassphraseAgain"), this))
{
    setObjectName(QStringLiteral("protectionDialog"));
    m_remove->setObjectName(QStringLiteral("removePassphrase"));
    m_nowLabel = addRow(m_now);
    setRowVisible(m_nowLabel, m_isProtected);
    addRow(m_remove, nullptr);
    m_remove->setVisible(m_isProtected);
    m_newLabel = addRow(m_new);
    m_againLabel = addRow(m_again);
    for (PassphraseLine *line : {m_now, m_new, m_again})
        connect(line, &QLineEdit::textChanged, this, &ProtectionDialog::updateReady);
    connect(m_remove, &QCheckBox::toggled, this, &ProtectionDialog::updateReady);
    ProtectionDialog::retranslate();
    updateReady();
}

void ProtectionDialog::updateReady()
{
    const bool isRemoved = m_remove->isChecked();
    m_new->setEnabled(!isRemoved);
    m_again->setEnabled(!isRemoved);
    const bool hasNew = certificates::checkNewPassphrase(m_new->passphrase()).has_value() &&
                        m_new->text() == m_again->text();
    setReady((!m_isProtected || !m_now->text().isEmpty()) && (isRemoved || hasNew));
}

void ProtectionDialog::act()
{
    const std::optional<std::string> next =
        m_remove->isChecked() ? std::nullopt : std::optional(m_new->passphrase());
    run(
        tr("Protecting the key…"),
        [folder = m_folder, now = m_now->source(), next](const std::stop_token &) {
            return Store(folder, now).changePassphrase(next);
        },
        [this] {
            Q_EMIT storeChanged();
            accept();
        });
}

void ProtectionDialog::retranslate()
{
    setWindowTitle(tr("Passphrase of the CA"));
    setExplanation(tr("With a passphrase nobody can issue certificates who only has the file. "
                      "otabench asks for it when it needs the key. Keep it: without it boards "
                      "need a new CA."));
    m_nowLabel->setText(tr("&Present passphrase"));
    m_remove->setText(tr("&Take the passphrase off"));
    m_newLabel->setText(tr("&New passphrase"));
    m_new->setPlaceholderText(tr("8 characters or more"));
    m_againLabel->setText(tr("The same a&gain"));
    actButton().setText(tr("&Save"));
}

RotateDialog::RotateDialog(const LabTrust &trust, const Theme &theme, QWidget *parent)
    : WorkDialog(theme, parent)
    , m_folder(trust.folder)
    , m_key(new KeyTypeBox(this))
    , m_ca(new PassphraseLine(QStringLiteral("caPassphrase"), this))
{
    setObjectName(QStringLiteral("rotateDialog"));
    if (trust.hasAuthority()) {
        if (const auto type = certificates::keyTypeFromName(trust.cas.front().summary.key))
            m_key->setKeyType(*type); // which boards are known to take
    }
    m_keyLabel = addRow(m_key);
    m_caLabel = addRow(m_ca);
    setRowVisible(m_caLabel, trust.isProtected);
    RotateDialog::retranslate();
}

void RotateDialog::act()
{
    run(
        tr("Making the second CA…"),
        [folder = m_folder, source = m_ca->source(),
         key = m_key->keyType()](const std::stop_token &) -> Result<> {
            const auto made = Store(folder, source).rotate(key, {});
            return made ? Result<>() : tl::unexpected(made.error());
        },
        [this] {
            Q_EMIT storeChanged();
            accept();
        });
}

void RotateDialog::retranslate()
{
    setWindowTitle(tr("Begin a rotation"));
    setExplanation(tr("Makes a second CA beside the first. While both are trusted no board is "
                      "locked out: boards with the agent are sent both with their next update; "
                      "firmware with a CA built in needs the new one. The first is retired when "
                      "every board trusts the second."));
    m_keyLabel->setText(tr("&Key"));
    m_caLabel->setText(tr("The CA's &passphrase"));
    actButton().setText(tr("&Make the second CA"));
}

PassphraseDialog::PassphraseDialog(std::filesystem::path folder, const Theme &theme,
                                   QWidget *parent)
    : WorkDialog(theme, parent)
    , m_folder(std::move(folder))
    , m_passphrase(new PassphraseLine(QStringLiteral("caPassphrase"), this))
    , m_keep(new QCheckBox(this))
{
    setObjectName(QStringLiteral("passphraseDialog"));
    m_keep->setObjectName(QStringLiteral("keepPassphrase"));
    m_label = addRow(m_passphrase);
    addRow(m_keep, nullptr);
    connect(m_passphrase, &QLineEdit::textChanged, this,
            [this] { setReady(!m_passphrase->text().isEmpty()); });
    setReady(false);
    PassphraseDialog::retranslate();
}

void PassphraseDialog::act()
{
    run(
        tr("Opening the key…"),
        [folder = m_folder, source = m_passphrase->source()](const std::stop_token &) -> Result<> {
            const auto opened = Store(folder, source).authority();
            return opened ? Result<>() : tl::unexpected(opened.error());
        },
        [this] {
            Q_EMIT passphraseGiven(m_passphrase->passphrase(), m_keep->isChecked());
            accept();
        });
}

void PassphraseDialog::retranslate()
{
    setWindowTitle(tr("Passphrase of the lab CA"));
    setExplanation(tr("The server needs another certificate, and the lab CA's key that signs it is "
                      "protected. The passphrase stays in memory and is written nowhere."));
    m_label->setText(tr("&Passphrase"));
    m_keep->setText(tr("&Remember it until otabench is closed"));
    actButton().setText(tr("&Go on"));
}

} // namespace otabench::widgets
