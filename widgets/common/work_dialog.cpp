#include "widgets/common/work_dialog.h"

#include "widgets/common/busy_strip.h"
#include "widgets/common/error_banner.h"
#include "widgets/common/fact_list.h"
#include "widgets/common/theme.h"

#include <QEvent>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>
#include <QVariant>

namespace otabench::widgets {
namespace {

constexpr int kWidth = 680;
constexpr int kMostResultHeight = 460; ///< fits the smallest screen, 768 high, with a form above

} // namespace

WorkDialog::WorkDialog(const Theme &theme, QWidget *parent)
    : QDialog(parent)
    , m_theme(theme)
    , m_explanation(new QLabel(this))
    , m_fields(new QWidget(this))
    , m_form(new QFormLayout(m_fields))
    , m_banner(new ErrorBanner(ErrorBanner::Closable::Yes, this))
    , m_result(new FactList(theme, this))
    , m_scroll(new QScrollArea(this))
    , m_busy(new BusyStrip(this))
    , m_close(new QPushButton(this))
    , m_act(new QPushButton(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    m_explanation->setWordWrap(true);
    m_explanation->setProperty("muted", true);
    m_form->setContentsMargins(0, 0, 0, 0);
    m_form->setHorizontalSpacing(kSpace4);
    m_form->setVerticalSpacing(kSpace2);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_close->setObjectName(QStringLiteral("closeDialog"));
    m_close->setAutoDefault(false);
    m_close->setText(tr("&Close"));
    m_act->setObjectName(QStringLiteral("act"));
    m_act->setProperty("primary", true);
    m_act->setDefault(true);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(kSpace2);
    buttons->addStretch(1);
    buttons->addWidget(m_close);
    buttons->addWidget(m_act);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(kSpace5, kSpace4, kSpace5, kSpace4);
    layout->setSpacing(kSpace3);
    layout->addWidget(m_explanation);
    layout->addWidget(m_fields);
    layout->addWidget(m_banner);
    layout->addWidget(m_scroll);
    layout->addStretch(1);
    layout->addWidget(m_busy);
    layout->addLayout(buttons);
    m_scroll->setObjectName(QStringLiteral("resultScroll"));
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setWidgetResizable(true);
    m_scroll->setWidget(m_result);
    m_scroll->viewport()->setAutoFillBackground(false);
    m_result->setAutoFillBackground(false);
    m_scroll->hide();
    connect(m_close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_act, &QPushButton::clicked, this, [this] { act(); });
}

WorkDialog::~WorkDialog()
{
    m_stop.request_stop();
}

void WorkDialog::setExplanation(const QString &text)
{
    m_explanation->setText(text);
}

QLabel *WorkDialog::addRow(QWidget *field, QWidget *buddy)
{
    auto *label = new QLabel(m_fields);
    label->setBuddy(buddy != nullptr ? buddy : field);
    m_form->addRow(label, field);
    return label;
}

void WorkDialog::addRow(QWidget *field, std::nullptr_t)
{
    m_form->addRow(field);
}

void WorkDialog::setRowVisible(QLabel *label, bool visible)
{
    label->setVisible(visible);
    for (int row = 0; row < m_form->rowCount(); ++row) {
        QLayoutItem *item = m_form->itemAt(row, QFormLayout::LabelRole);
        if (item != nullptr && item->widget() == label)
            m_form->itemAt(row, QFormLayout::FieldRole)->widget()->setVisible(visible);
    }
}

void WorkDialog::setReady(bool ready)
{
    m_isReady = ready;
    updateAct();
}

void WorkDialog::setDone(bool done)
{
    m_isDone = done;
    updateAct();
    if (done)
        m_close->setFocus();
}

void WorkDialog::updateAct()
{
    m_act->setEnabled(m_isReady && !m_isRunning && !m_isDone);
    m_fields->setEnabled(!m_isRunning && !m_isDone);
}

void WorkDialog::begin(const QString &what)
{
    m_isRunning = true;
    m_banner->clear();
    m_result->clear();
    m_scroll->hide();
    m_busy->start(what, [this] { m_stop.request_stop(); });
    updateAct();
}

void WorkDialog::end(const Error *error)
{
    m_isRunning = false;
    m_busy->finish();
    updateAct();
    if (error == nullptr)
        m_scroll->show();
    else if (error->code != ErrorCode::Cancelled)
        m_banner->showError(*error);
}

/// As high as what is shown needs: wrapped texts ask for it only once they know their width.
void WorkDialog::fit()
{
    layout()->activate();
    const int width = std::max(kWidth, QWidget::width());
    const QMargins around = layout()->contentsMargins();
    const int room =
        width - around.left() - around.right() - m_scroll->verticalScrollBar()->sizeHint().width();
    m_scroll->setFixedHeight(
        std::min(m_result->layout()->totalHeightForWidth(room), kMostResultHeight));
    resize(width, std::max(layout()->totalHeightForWidth(width), minimumSizeHint().height()));
}

/// New rows show themselves with the next round of events.
void WorkDialog::fitSoon()
{
    QMetaObject::invokeMethod(this, &WorkDialog::fit, Qt::QueuedConnection);
}

void WorkDialog::showEvent(QShowEvent *event)
{
    fit();
    for (int row = 0; row < m_form->rowCount(); ++row) { // the first field, and not "Close"
        QLayoutItem *item = m_form->itemAt(row, QFormLayout::FieldRole);
        if (item != nullptr && item->widget() != nullptr && item->widget()->isEnabled()) {
            item->widget()->setFocus();
            break;
        }
    }
    QDialog::showEvent(event);
}

void WorkDialog::changeEvent(QEvent *event)
{
    QDialog::changeEvent(event);
    if (event->type() != QEvent::LanguageChange)
        return;
    m_close->setText(tr("&Close"));
    retranslate();
}

} // namespace otabench::widgets
