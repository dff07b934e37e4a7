#include "widgets/bench/plan_options.h"

#include "widgets/common/format.h"
#include "widgets/common/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace otabench::widgets {
namespace {

constexpr int kMostBoards = 500;
constexpr int kMostRetries = 20;
constexpr int kMostJitterSeconds = 3600;
constexpr int kFirstParallel = 4;
constexpr int kHour = 3600;
constexpr unsigned kPartialSizes[] = {0, 16384, 32768, 65536, 131072};

std::chrono::system_clock::time_point toTimePoint(const QDateTime &time)
{
    return std::chrono::system_clock::time_point(
        std::chrono::milliseconds(time.toMSecsSinceEpoch()));
}

unsigned valueOf(const QSpinBox *spin)
{
    return static_cast<unsigned>(spin->value());
}

} // namespace

PlanOptions::PlanOptions(QWidget *parent)
    : QWidget(parent)
    , m_upper(new QGridLayout)
    , m_folded(new QWidget(this))
    , m_lower(new QGridLayout(m_folded))
    , m_fold(new QToolButton(this))
{
    setObjectName(QStringLiteral("planOptions"));
    for (QGridLayout *grid : {m_upper, m_lower}) {
        grid->setContentsMargins(0, 0, 0, 0);
        grid->setHorizontalSpacing(kSpace3);
        grid->setVerticalSpacing(kSpace2);
        grid->setColumnStretch(1, 1);
        grid->setColumnStretch(3, 1);
    }
    makeUpper();
    makeFolded();
    m_fold->setObjectName(QStringLiteral("moreOptions"));
    m_fold->setCheckable(true);
    m_fold->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_fold->setArrowType(Qt::RightArrow);
    m_fold->setFocusPolicy(Qt::StrongFocus);
    m_folded->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kSpace2);
    layout->addLayout(m_upper);
    layout->addWidget(m_fold, 0, Qt::AlignLeft);
    layout->addWidget(m_folded);
    connect(m_fold, &QToolButton::toggled, this, &PlanOptions::setUnfolded);
    connect(m_mode, qOverload<int>(&QComboBox::currentIndexChanged), this,
            &PlanOptions::updateStates);
    connect(m_startAtOn, &QCheckBox::toggled, this, &PlanOptions::updateStates);
    for (QSpinBox *spin : {m_canary, m_wave, m_parallel, m_failures})
        connect(spin, qOverload<int>(&QSpinBox::valueChanged), this, &PlanOptions::updateStates);
    retranslate();
    updateStates();
}

QSpinBox *PlanOptions::addSpin(QGridLayout *grid, QLabel *&label, const char *name, int row,
                               int column, int most)
{
    label = new QLabel(this);
    auto *spin = new QSpinBox(this);
    spin->setObjectName(QLatin1String(name));
    spin->setRange(0, most);
    label->setBuddy(spin);
    grid->addWidget(label, row, column);
    grid->addWidget(spin, row, column + 1);
    return spin;
}

void PlanOptions::makeUpper()
{
    m_canary = addSpin(m_upper, m_canaryLabel, "canary", 0, 0, kMostBoards);
    m_wave = addSpin(m_upper, m_waveLabel, "wave", 0, 2, kMostBoards);
    m_success = addSpin(m_upper, m_successLabel, "waveSuccess", 1, 0, 100);
    m_success->setMinimum(1);
    m_success->setValue(100);
    m_modeLabel = new QLabel(this);
    m_mode = new QComboBox(this);
    m_mode->setObjectName(QStringLiteral("parallelMode"));
    for (int mode = All; mode <= Automatic; ++mode)
        m_mode->addItem(QString());
    m_mode->setCurrentIndex(AtMost);
    m_modeLabel->setBuddy(m_mode);
    m_parallel = new QSpinBox(this);
    m_parallel->setObjectName(QStringLiteral("parallel"));
    m_parallel->setRange(1, kMostBoards);
    m_parallel->setValue(kFirstParallel);
    auto *both = new QHBoxLayout;
    both->setSpacing(kSpace2);
    both->addWidget(m_mode, 1);
    both->addWidget(m_parallel);
    m_upper->addWidget(m_modeLabel, 1, 2);
    m_upper->addLayout(both, 1, 3);
    m_failures = addSpin(m_upper, m_failuresLabel, "maxFailures", 2, 0, kMostBoards);
    m_retries = addSpin(m_upper, m_retriesLabel, "retries", 2, 2, kMostRetries);
}

void PlanOptions::makeFolded()
{
    m_startAtOn = new QCheckBox(this);
    m_startAtOn->setObjectName(QStringLiteral("startAtOn"));
    m_startAt = new QDateTimeEdit(QDateTime::currentDateTime().addSecs(kHour), this);
    m_startAt->setObjectName(QStringLiteral("startAt"));
    m_lower->addWidget(m_startAtOn, 0, 0);
    m_lower->addWidget(m_startAt, 0, 1);
    m_jitter = addSpin(m_lower, m_jitterLabel, "jitter", 0, 2, kMostJitterSeconds);
    m_confirmLabel = new QLabel(this);
    m_confirm = new QComboBox(this);
    m_confirm->setObjectName(QStringLiteral("confirm"));
    m_confirm->addItem(QString());
    m_confirm->addItem(QString());
    m_confirmLabel->setBuddy(m_confirm);
    m_lower->addWidget(m_confirmLabel, 1, 0);
    m_lower->addWidget(m_confirm, 1, 1);
    m_partialLabel = new QLabel(this);
    m_partial = new QComboBox(this);
    m_partial->setObjectName(QStringLiteral("partial"));
    for (const unsigned bytes : kPartialSizes)
        m_partial->addItem(QString(), bytes);
    m_partialLabel->setBuddy(m_partial);
    m_lower->addWidget(m_partialLabel, 1, 2);
    m_lower->addWidget(m_partial, 1, 3);
    m_reinstall = new QCheckBox(this);
    m_reinstall->setObjectName(QStringLiteral("reinstall"));
    m_lower->addWidget(m_reinstall, 2, 0, 1, 4);
}

void PlanOptions::addFolded(QWidget *label, QWidget *field)
{
    const int row = m_lower->rowCount();
    label->setContentsMargins(0, kSpace2, 0, 0); // in line with the field's first line
    m_lower->addWidget(label, row, 0, Qt::AlignTop);
    m_lower->addWidget(field, row, 1, 1, 3);
}

void PlanOptions::setUnfolded(bool unfolded)
{
    m_fold->setChecked(unfolded);
    m_fold->setArrowType(unfolded ? Qt::DownArrow : Qt::RightArrow);
    m_folded->setVisible(unfolded);
}

void PlanOptions::setProfile(fleet::ProfileKind kind)
{
    const bool isAgent = kind == fleet::ProfileKind::Agent;
    for (QWidget *widget :
         {static_cast<QWidget *>(m_confirmLabel), static_cast<QWidget *>(m_confirm),
          static_cast<QWidget *>(m_partialLabel), static_cast<QWidget *>(m_partial)})
        widget->setEnabled(isAgent);
    if (!isAgent) {
        m_confirm->setCurrentIndex(0);
        m_partial->setCurrentIndex(0);
    }
}

void PlanOptions::writeTo(fleet::CampaignPlan &plan) const
{
    plan.canary = valueOf(m_canary);
    plan.wave = valueOf(m_wave);
    plan.waveSuccess = {valueOf(m_success), /*isPercent=*/true};
    plan.parallelAutomatic = m_mode->currentIndex() == Automatic;
    plan.parallel = m_mode->currentIndex() == AtMost ? valueOf(m_parallel) : 0;
    plan.maxFailures = valueOf(m_failures);
    plan.retries = valueOf(m_retries);
    plan.startAt.reset();
    if (m_startAtOn->isChecked())
        plan.startAt = toTimePoint(m_startAt->dateTime());
    plan.startJitter = std::chrono::seconds(m_jitter->value());
    plan.confirm = m_confirm->currentIndex() == 1 ? fleet::Confirm::SelfTest : fleet::Confirm::Host;
    plan.partialBytes = m_partial->currentData().toUInt();
    plan.reinstall = m_reinstall->isChecked();
}

void PlanOptions::readFrom(const fleet::CampaignPlan &plan)
{
    const auto number = [](std::uint64_t value) { return static_cast<int>(value); };
    m_canary->setValue(number(plan.canary));
    m_wave->setValue(number(plan.wave));
    if (plan.waveSuccess.isPercent)
        m_success->setValue(number(plan.waveSuccess.amount));
    m_mode->setCurrentIndex(plan.parallelAutomatic ? Automatic : plan.parallel > 0 ? AtMost : All);
    if (plan.parallel > 0)
        m_parallel->setValue(number(plan.parallel));
    m_failures->setValue(number(plan.maxFailures));
    m_retries->setValue(number(plan.retries));
    m_startAtOn->setChecked(plan.startAt.has_value());
    if (plan.startAt)
        m_startAt->setDateTime(QDateTime::fromMSecsSinceEpoch(
            std::chrono::duration_cast<std::chrono::milliseconds>(plan.startAt->time_since_epoch())
                .count()));
    m_jitter->setValue(number(static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::seconds>(plan.startJitter).count())));
    m_confirm->setCurrentIndex(plan.confirm == fleet::Confirm::SelfTest ? 1 : 0);
    m_partial->setCurrentIndex(std::max(m_partial->findData(plan.partialBytes), 0));
    m_reinstall->setChecked(plan.reinstall);
    const bool hasFolded = plan.startAt || plan.startJitter.count() > 0 ||
                           plan.confirm == fleet::Confirm::SelfTest || plan.partialBytes > 0 ||
                           plan.reinstall || plan.origin;
    setUnfolded(hasFolded);
    updateStates();
}

void PlanOptions::updateStates()
{
    m_parallel->setVisible(m_mode->currentIndex() == AtMost);
    m_startAt->setEnabled(m_startAtOn->isChecked());
    const bool hasWaves = m_canary->value() > 0 || m_wave->value() > 0;
    m_success->setEnabled(hasWaves);
    m_successLabel->setEnabled(hasWaves);
    updateSuffixes();
}

void PlanOptions::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void PlanOptions::retranslate()
{
    //: followed by a number: so many boards are updated before all others
    m_canaryLabel->setText(tr("First &wave"));
    //: no boards go before the others
    m_canary->setSpecialValueText(tr("none"));
    m_canary->setToolTip(tr("Boards that go first; the others follow when they have succeeded"));
    //: followed by a number of boards
    m_waveLabel->setText(tr("&Later waves"));
    m_wave->setSpecialValueText(tr("all the rest"));
    m_wave->setToolTip(tr("Boards in each wave after the first"));
    //: followed by a percentage of the boards of a wave, which must have succeeded
    m_successLabel->setText(tr("&Go on after"));
    //: follows a number in a field: a part of the boards of a wave
    m_success->setSuffix(tr(" % success"));
    m_success->setToolTip(tr("Part of a wave that must succeed before the next one begins"));
    m_modeLabel->setText(tr("At the same &time"));
    //: boards at the same time
    m_mode->setItemText(All, tr("All boards"));
    //: followed by a number of boards at the same time
    m_mode->setItemText(AtMost, tr("At most"));
    //: boards at the same time: more while that is faster
    m_mode->setItemText(Automatic, tr("As is fastest"));
    m_parallel->setAccessibleName(tr("Boards at the same time"));
    //: followed by a number of failures
    m_failuresLabel->setText(tr("Stop aft&er"));
    //: however many boards fail
    m_failures->setSpecialValueText(tr("no number of failures"));
    m_failures->setToolTip(tr("No further board is started after so many failures"));
    //: followed by a number
    m_retriesLabel->setText(tr("More attem&pts"));
    m_retries->setSpecialValueText(tr("none"));
    m_retries->setToolTip(
        tr("Where trying again can help: a network that fails, not a wrong image"));
    m_fold->setText(tr("&More options"));
    m_startAtOn->setText(tr("Start not before"));
    m_startAt->setAccessibleName(tr("Time of the start"));
    m_startAt->setDisplayFormat(QLocale().dateTimeFormat(QLocale::ShortFormat));
    //: followed by a number of seconds, over which the starts of boards are spread by chance
    m_jitterLabel->setText(tr("Sp&read starts"));
    m_jitter->setSpecialValueText(tr("no"));
    //: follows a number in a field: seconds
    m_jitter->setSuffix(tr(" s"));
    //: followed by who says that a new image is good
    m_confirmLabel->setText(tr("Confirmed b&y"));
    //: who says that a new image is good
    m_confirm->setItemText(0, tr("otabench, as soon as it runs"));
    m_confirm->setItemText(1, tr("the board's own test"));
    m_partialLabel->setText(tr("&Download"));
    for (int index = 0; index < m_partial->count(); ++index) {
        const auto bytes = m_partial->itemData(index).toUInt();
        //: %1 is an amount such as "16 kB": the image is fetched in parts of this size
        m_partial->setItemText(index, bytes == 0 ? tr("in one piece")
                                                 : tr("%1 a request").arg(Format::bytes(bytes)));
    }
    m_reinstall->setText(tr("Also boards that r&un this image already"));
    updateSuffixes();
}

/// Words that go with the numbers in the fields.
void PlanOptions::updateSuffixes()
{
    for (QSpinBox *spin : {m_canary, m_wave, m_parallel})
        //: follows a number in a field; begins with a blank
        spin->setSuffix(tr(" board(s)", nullptr, spin->value()));
    //: follows a number in a field; begins with a blank
    m_failures->setSuffix(tr(" failure(s)", nullptr, m_failures->value()));
}

} // namespace otabench::widgets
