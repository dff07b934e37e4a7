#include "widgets/certificates/first_run.h"

#include "certificates/authority.h"
#include "widgets/certificates/certificate_fields.h"
#include "widgets/certificates/certificate_text.h"
#include "widgets/certificates/issue_dialogs.h"
#include "widgets/common/busy_strip.h"
#include "widgets/common/error_banner.h"
#include "widgets/common/fact_list.h"
#include "widgets/common/icons.h"
#include "widgets/common/theme.h"

#include <QClipboard>
#include <QEvent>
#include <QFormLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <QVariant>

#include <optional>

namespace otabench::widgets {
namespace {

using certificates::Store;

constexpr int kWidth = 640;

struct Wanted
{
    std::filesystem::path folder;
    certificates::AuthorityOptions options;
    std::optional<std::string> passphrase;
    std::vector<std::string> names;
};

/// The settings first: a name that is none is told before a CA is there.
Result<std::string> makeAuthority(const Wanted &wanted, const std::stop_token &stop)
{
    Store store(wanted.folder);
    auto settings = store.serverSettings();
    if (!settings)
        return tl::unexpected(settings.error());
    settings->names = wanted.names;
    if (const auto saved = store.saveServerSettings(*settings); !saved)
        return tl::unexpected(saved.error());
    const auto authority = certificates::Authority::create(wanted.options);
    if (!authority)
        return tl::unexpected(authority.error());
    if (stop.stop_requested())
        return fail(ErrorCode::Cancelled, "no CA was made");
    if (const auto saved = store.saveAuthority(*authority, Store::Overwrite::No, wanted.passphrase);
        !saved)
        return tl::unexpected(saved.error());
    return authority->certificatePem();
}

QFormLayout *formIn(QWidget *step)
{
    auto *form = new QFormLayout(step);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(kSpace4);
    form->setVerticalSpacing(kSpace3);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    return form;
}

QLabel *addRow(QFormLayout &form, QWidget *field)
{
    auto *label = new QLabel(field->parentWidget());
    label->setBuddy(field);
    form.addRow(label, field);
    return label;
}

QLabel *mutedLabel(QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setWordWrap(true);
    label->setProperty("muted", true);
    return label;
}

} // namespace

FirstRun::FirstRun(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_where(new QLabel(this))
    , m_title(new QLabel(this))
    , m_explanation(mutedLabel(this))
    , m_steps(new QStackedWidget(this))
    , m_banner(new ErrorBanner(ErrorBanner::Closable::Yes, this))
    , m_busy(new BusyStrip(this))
    , m_back(new QPushButton(this))
    , m_import(new QPushButton(this))
    , m_next(new QPushButton(this))
{
    m_title->setWordWrap(true);
    setObjectName(QStringLiteral("firstRun"));
    m_where->setProperty("muted", true);
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.35);
    m_title->setFont(large);
    m_steps->addWidget(makeAuthorityStep());
    m_steps->addWidget(makeAddressStep());
    m_steps->addWidget(makeDoneStep());
    m_back->setObjectName(QStringLiteral("firstRunBack"));
    m_import->setObjectName(QStringLiteral("firstRunImport"));
    m_next->setObjectName(QStringLiteral("firstRunNext"));
    m_next->setProperty("primary", true);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(kSpace2);
    buttons->addWidget(m_back);
    buttons->addWidget(m_import);
    buttons->addStretch(1);
    buttons->addWidget(m_next);
    auto *centre = new QWidget(this);
    centre->setMaximumWidth(kWidth);
    auto *column = new QVBoxLayout(centre);
    column->setContentsMargins(kSpace4, kSpace5, kSpace4, kSpace4);
    column->setSpacing(kSpace3);
    column->addWidget(m_where);
    column->addWidget(m_title);
    column->addWidget(m_explanation);
    column->addSpacing(kSpace2);
    column->addWidget(m_steps);
    column->addWidget(m_banner);
    column->addWidget(m_busy);
    column->addLayout(buttons);
    column->addStretch(1);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addStretch(1);
    row->addWidget(centre, 100);
    row->addStretch(1);

    connect(m_back, &QPushButton::clicked, this, [this] { show(Authority); });
    connect(m_import, &QPushButton::clicked, this, &FirstRun::importRequested);
    connect(m_next, &QPushButton::clicked, this, [this] {
        switch (m_steps->currentIndex()) {
        case Authority:
            show(Addresses);
            break;
        case Addresses:
            make();
            break;
        default:
            m_pem.clear();
            show(Authority); // for another lab
            Q_EMIT finished();
        }
    });
    show(Authority);
}

QWidget *FirstRun::makeAuthorityStep()
{
    auto *step = new QWidget(m_steps);
    m_name =
        new QLineEdit(QString::fromStdString(certificates::AuthorityOptions().commonName), step);
    m_name->setObjectName(QStringLiteral("caName"));
    m_key = new KeyTypeBox(step);
    m_cost = mutedLabel(step);
    m_cost->setObjectName(QStringLiteral("keyCost"));
    m_passphrase = new PassphraseLine(QStringLiteral("newPassphrase"), step);
    m_again = new PassphraseLine(QStringLiteral("newPassphraseAgain"), step);
    m_mismatch = mutedLabel(step);
    auto *form = formIn(step);
    m_nameLabel = addRow(*form, m_name);
    m_keyLabel = addRow(*form, m_key);
    form->addRow(QString(), m_cost);
    m_passphraseLabel = addRow(*form, m_passphrase);
    m_againLabel = addRow(*form, m_again);
    form->addRow(QString(), m_mismatch);
    connect(m_key, qOverload<int>(&QComboBox::currentIndexChanged), this, &FirstRun::updateReady);
    for (QLineEdit *line :
         {m_name, static_cast<QLineEdit *>(m_passphrase), static_cast<QLineEdit *>(m_again)}) {
        connect(line, &QLineEdit::textChanged, this, &FirstRun::updateReady);
        connect(line, &QLineEdit::returnPressed, this, [this] { m_next->click(); });
    }
    return step;
}

QWidget *FirstRun::makeAddressStep()
{
    auto *step = new QWidget(m_steps);
    m_addresses = new QLabel(step);
    m_addresses->setObjectName(QStringLiteral("ownAddresses"));
    m_addresses->setWordWrap(true);
    m_addresses->setTextFormat(Qt::PlainText);
    m_names = new QLineEdit(step);
    m_names->setObjectName(QStringLiteral("serverNames"));
    auto *form = formIn(step);
    m_addressesLabel = new QLabel(step);
    form->addRow(m_addressesLabel, m_addresses);
    m_namesLabel = addRow(*form, m_names);
    connect(m_names, &QLineEdit::returnPressed, this, [this] { m_next->click(); });
    return step;
}

QWidget *FirstRun::makeDoneStep()
{
    auto *step = new QWidget(m_steps);
    m_done = new FactList(m_theme, step);
    m_export = new QPushButton(step);
    m_export->setObjectName(QStringLiteral("firstRunExport"));
    m_export->setIcon(icon(QStringLiteral("application-x-firmware")));
    m_export->setIconSize(kButtonIcon);
    m_copy = new QPushButton(step);
    m_copy->setObjectName(QStringLiteral("firstRunCopy"));
    m_copy->setIcon(icon(QStringLiteral("edit-copy")));
    m_copy->setIconSize(kButtonIcon);
    auto *row = new QHBoxLayout;
    row->setSpacing(kSpace2);
    row->addWidget(m_export);
    row->addWidget(m_copy);
    row->addStretch(1);
    auto *column = new QVBoxLayout(step);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kSpace3);
    column->addWidget(m_done);
    column->addLayout(row);
    column->addStretch(1);
    connect(m_export, &QPushButton::clicked, this, &FirstRun::exportRequested);
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(QString::fromStdString(m_pem)); });
    return step;
}

void FirstRun::setTrust(const LabTrust &trust)
{
    m_trust = trust;
    QStringList addresses;
    for (const std::string &address : trust.addresses)
        addresses << QString::fromStdString(address);
    m_addresses->setText(addresses.join(QLatin1Char('\n')));
}

bool FirstRun::isDoneShown() const
{
    return !m_pem.empty() && m_steps->currentIndex() == Done;
}

void FirstRun::show(Step step)
{
    m_banner->clear();
    m_steps->setCurrentIndex(step);
    m_back->setVisible(step == Addresses);
    m_import->setVisible(step == Authority);
    retranslate();
    if (isVisible()) {
        QWidget *first = step == Authority   ? static_cast<QWidget *>(m_name)
                         : step == Addresses ? static_cast<QWidget *>(m_names)
                                             : static_cast<QWidget *>(m_export);
        first->setFocus();
    }
}

void FirstRun::updateReady()
{
    m_cost->setText(CertificateText::cost(m_key->keyType()));
    const bool wantsPassphrase = !m_passphrase->text().isEmpty() || !m_again->text().isEmpty();
    const bool isLong = certificates::checkNewPassphrase(m_passphrase->passphrase()).has_value();
    const bool isSame = m_passphrase->text() == m_again->text();
    m_mismatch->setText(!wantsPassphrase ? tr("Without one the key is protected by its file's "
                                              "permissions alone.")
                        : !isLong        ? tr("A passphrase has 8 characters or more.")
                        : !isSame        ? tr("The two passphrases differ.")
                                         : tr("otabench will ask for it when it needs the key."));
    m_next->setEnabled(!m_busy->isBusy() && !m_name->text().trimmed().isEmpty() &&
                       (!wantsPassphrase || (isLong && isSame)));
}

void FirstRun::make()
{
    m_banner->clear();
    Wanted wanted;
    wanted.folder = m_trust.folder;
    wanted.names = splitNames(m_names->text());
    wanted.options.commonName = m_name->text().trimmed().toStdString();
    wanted.options.key = m_key->keyType();
    if (!m_passphrase->text().isEmpty())
        wanted.passphrase = m_passphrase->passphrase();
    m_busy->start(tr("Making the lab CA…"), [this] { m_stop.request_stop(); });
    m_back->setEnabled(false);
    updateReady();
    m_stop = inBackground(
        this, [wanted](const std::stop_token &stop) { return makeAuthority(wanted, stop); },
        [this](const Result<std::string> &pem) { onMade(pem); });
}

void FirstRun::onMade(const Result<std::string> &pem)
{
    m_busy->finish();
    m_back->setEnabled(true);
    updateReady();
    if (!pem) {
        if (pem.error().code != ErrorCode::Cancelled)
            m_banner->showError(pem.error());
        return;
    }
    m_pem = *pem;
    m_passphrase->clear();
    m_again->clear();
    show(Done);
    Q_EMIT authorityMade();
}

void FirstRun::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void FirstRun::retranslate()
{
    const int step = m_steps->currentIndex();
    //: a step of the first-run assistant
    m_where->setText(tr("Step %1 of %2").arg(step + 1).arg(int(StepCount)));
    switch (step) {
    case Authority:
        m_title->setText(tr("A certificate authority for this lab"));
        m_explanation->setText(
            tr("Boards download over HTTPS and must know whom to trust. otabench makes a "
               "certificate authority (CA) of your lab's own; boards trust it, and it signs the "
               "server's certificate."));
        m_next->setText(tr("&Next"));
        break;
    case Addresses:
        m_title->setText(tr("Where boards reach this computer"));
        m_explanation->setText(
            tr("The server's certificate covers all of this computer's addresses, and is replaced "
               "by itself when they change. Add names if boards use one."));
        m_next->setText(tr("&Make the CA"));
        break;
    default:
        m_title->setText(tr("The lab CA is ready"));
        m_explanation->setText(
            tr("Boards with the otabench agent are given it with their first update. Other "
               "firmware needs it built in: export it, or copy it."));
        m_next->setText(tr("&Show the certificates"));
    }
    m_back->setText(tr("&Back"));
    m_import->setText(tr("&Import a CA instead…"));
    m_nameLabel->setText(tr("N&ame"));
    m_keyLabel->setText(tr("&Key"));
    m_passphraseLabel->setText(tr("&Passphrase"));
    m_passphrase->setPlaceholderText(tr("Optional"));
    m_againLabel->setText(tr("The same a&gain"));
    m_addressesLabel->setText(tr("This computer"));
    m_namesLabel->setText(tr("Other n&ames"));
    m_names->setPlaceholderText(tr("Optional: ota.lab.example, with commas between"));
    m_export->setText(tr("&Export for firmware…"));
    m_copy->setText(tr("&Copy PEM"));
    m_done->clear();
    if (const auto made = certificates::summarize(m_pem); !m_pem.empty() && made) {
        const auto now = std::chrono::system_clock::now();
        constexpr int kWarnDays = 90;
        m_done->addVerdict(QString::fromStdString(made->front().commonName),
                           CertificateText::look(made->front(), now, kWarnDays),
                           CertificateText::expiry(made->front(), now));
        m_done->addCode(tr("Fingerprint"), QString::fromStdString(made->front().sha256),
                        QStringLiteral("copyFingerprint"));
    }
    updateReady();
}

} // namespace otabench::widgets
