#include "widgets/campaign/plan_view.h"

#include "widgets/campaign/course_delegates.h"
#include "widgets/campaign/plan_text.h"
#include "widgets/campaign/preview_model.h"
#include "widgets/common/busy_strip.h"
#include "widgets/common/format.h"
#include "widgets/common/theme.h"

#include <QEvent>
#include <QHeaderView>
#include <QLabel>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <set>

namespace otabench::widgets {
namespace {

using Column = PreviewModel::Column;

constexpr std::pair<Column, int> kWidths[] = {{Column::Verdict, 170},
                                              {Column::Board, 140},
                                              {Column::Wave, 60},
                                              {Column::Running, 150},
                                              {Column::Becomes, 150}};

} // namespace

PlanView::PlanView(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_model(new PreviewModel(this))
    , m_image(new QLabel(this))
    , m_verdicts(new QLabel(this))
    , m_policy(new QLabel(this))
    , m_nothingSent(new QLabel(this))
    , m_busy(new BusyStrip(this))
    , m_table(makeTable())
{
    QFont bold = font();
    bold.setBold(true);
    m_verdicts->setFont(bold);
    m_verdicts->setObjectName(QStringLiteral("planVerdicts"));
    m_policy->setObjectName(QStringLiteral("planPolicy"));
    m_image->setObjectName(QStringLiteral("planImage"));
    for (QLabel *label : {m_image, m_policy, m_nothingSent})
        label->setProperty("muted", true);
    for (QLabel *label : {m_image, m_verdicts, m_policy, m_nothingSent}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    auto *texts = new QVBoxLayout;
    texts->setContentsMargins(kSpace4, kSpace3, kSpace4, kSpace3);
    texts->setSpacing(kSpace1);
    texts->addWidget(m_verdicts);
    texts->addWidget(m_image);
    texts->addWidget(m_policy);
    texts->addWidget(m_nothingSent);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(texts);
    layout->addWidget(m_busy);
    layout->addWidget(m_table, 1);
    fill();
}

QTableView *PlanView::makeTable()
{
    auto *sorted = new QSortFilterProxyModel(this);
    sorted->setSourceModel(m_model);
    sorted->setSortRole(PreviewModel::ValueRole);
    auto *table = new QTableView(this);
    table->setObjectName(QStringLiteral("previewTable"));
    table->setModel(sorted);
    table->setShowGrid(false);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setTabKeyNavigation(false);
    table->setItemDelegate(new LineDelegate(
        m_theme, {.token = PreviewModel::TokenRole, .icon = PreviewModel::IconRole}, table));
    table->verticalHeader()->hide();
    table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table->verticalHeader()->setDefaultSectionSize(LineDelegate::rowHeight(fontMetrics()));
    table->horizontalHeader()->setStretchLastSection(true);
    table->horizontalHeader()->setHighlightSections(false);
    table->setSortingEnabled(true);
    table->sortByColumn(-1, Qt::AscendingOrder);
    for (const auto &[column, width] : kWidths)
        table->setColumnWidth(static_cast<int>(column), width);
    return table;
}

void PlanView::startAsking(const fleet::CampaignPlan &plan, std::function<void()> cancel)
{
    m_plan = plan;
    m_isKnown = false;
    m_model->setPreview({});
    m_busy->start(
        tr("Asking %n board(s) what they run…", nullptr, static_cast<int>(plan.boards.size())),
        std::move(cancel));
    fill();
}

void PlanView::setPreview(const fleet::CampaignPreview &preview)
{
    m_busy->finish();
    m_isKnown = true;
    m_model->setPreview(preview);
    m_table->setColumnHidden(static_cast<int>(Column::Wave), preview.waves < 2);
    fill();
}

void PlanView::stopAsking()
{
    m_busy->finish();
    fill();
}

int PlanView::updates() const
{
    const fleet::CampaignPreview &preview = m_model->preview();
    return static_cast<int>(preview.count(fleet::Verdict::Update) +
                            preview.count(fleet::Verdict::Unknown));
}

std::optional<fleet::CampaignPlan> PlanView::startable() const
{
    if (!m_isKnown || updates() == 0)
        return std::nullopt;
    std::set<std::string> blocked;
    for (const fleet::PlannedBoard &board : m_model->preview().boards) {
        if (board.verdict == fleet::Verdict::Blocked)
            blocked.insert(board.board);
    }
    fleet::CampaignPlan plan = m_plan;
    std::erase_if(plan.boards, [&](const std::string &id) { return blocked.contains(id); });
    return plan;
}

void PlanView::fill()
{
    const fleet::CampaignPreview &preview = m_model->preview();
    m_verdicts->setText(m_isKnown ? PlanText::verdicts(preview)
                                  : tr("The plan is being looked at"));
    QStringList image;
    if (m_isKnown) {
        image << QStringLiteral("%1 %2")
                     .arg(QString::fromStdString(preview.project),
                          QString::fromStdString(preview.version))
                     .trimmed();
        if (!preview.chip.empty())
            image << QString::fromStdString(preview.chip);
        image << Format::bytes(preview.imageBytes);
    }
    image << QString::fromStdString(m_plan.image.filename().string());
    m_image->setText(image.join(QStringLiteral(" · ")));
    m_policy->setText(PlanText::policy(m_plan).join(QStringLiteral(" · ")));
    const bool hasBlocked = m_isKnown && preview.count(fleet::Verdict::Blocked) > 0;
    m_nothingSent->setText(hasBlocked
                               ? tr("Nothing has been sent yet. Blocked boards are left out.")
                               : tr("Nothing has been sent yet."));
    m_table->setAccessibleName(tr("Boards of the plan, with what would become of each"));
}

void PlanView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() != QEvent::LanguageChange)
        return;
    m_model->retranslate();
    fill();
}

} // namespace otabench::widgets
