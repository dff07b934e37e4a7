#include "widgets/certificates/rotation_panel.h"

#include "widgets/bench/bench_delegates.h"
#include "widgets/certificates/trust_model.h"
#include "widgets/common/state_chip.h"
#include "widgets/common/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace otabench::widgets {
namespace {

constexpr int kMostRows = 8; ///< shown at once; more scroll

} // namespace

RotationPanel::RotationPanel(const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_model(new TrustModel(this))
    , m_title(new QLabel(this))
    , m_chip(new StateChip(theme, this))
    , m_sentence(new QLabel(this))
    , m_table(new QTableView(this))
    , m_forget(new QPushButton(this))
    , m_retire(new QPushButton(this))
{
    setObjectName(QStringLiteral("settingsCard"));
    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_sentence->setObjectName(QStringLiteral("rotationSentence"));
    m_sentence->setWordWrap(true);
    m_table->setObjectName(QStringLiteral("trustTable"));
    m_table->setModel(m_model);
    m_table->setShowGrid(false);
    m_table->setTabKeyNavigation(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    const TwoLineDelegate::Roles plain{.secondLine = TrustModel::SecondLineRole,
                                       .token = TrustModel::TokenRole};
    TwoLineDelegate::Roles withIcon = plain;
    withIcon.icon = TrustModel::IconRole;
    m_table->setItemDelegate(new TwoLineDelegate(theme, plain, m_table));
    m_table->setItemDelegateForColumn(static_cast<int>(TrustModel::Column::Trust),
                                      new TwoLineDelegate(theme, withIcon, m_table));
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(CellDelegate::rowHeight(fontMetrics()));
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_forget->setObjectName(QStringLiteral("forgetBoard"));
    m_retire->setObjectName(QStringLiteral("retireCa"));
    auto *top = new QHBoxLayout;
    top->addWidget(m_title, 1);
    top->addWidget(m_chip);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(kSpace2);
    buttons->addWidget(m_forget);
    buttons->addStretch(1);
    buttons->addWidget(m_retire);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(kSpace4, kSpace3, kSpace4, kSpace3);
    column->setSpacing(kSpace3);
    column->addLayout(top);
    column->addWidget(m_sentence);
    column->addWidget(m_table);
    column->addLayout(buttons);
    connect(m_retire, &QPushButton::clicked, this, &RotationPanel::askRetire);
    connect(m_forget, &QPushButton::clicked, this,
            [this] { Q_EMIT forgetRequested(currentMac()); });
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &RotationPanel::refresh);
    retranslate();
}

void RotationPanel::setTrust(const LabTrust &trust)
{
    m_trust = trust;
    m_model->setTrust(trust);
    refresh();
}

QString RotationPanel::currentMac() const
{
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    return rows.isEmpty() ? QString() : rows.front().data(TrustModel::MacRole).toString();
}

void RotationPanel::refresh()
{
    const int boards = m_model->rowCount();
    const int late = static_cast<int>(m_trust.behind().size());
    const bool isReady = boards > 0 && late == 0;
    m_chip->setLook(isReady ? StateLook{QStringLiteral("✔"), QStringLiteral("emblem-ok"),
                                        //: a rotation: every board trusts the new CA
                                        tr("Ready to retire"), Token::Good}
                            : StateLook{QStringLiteral("◔"), QStringLiteral("phase-waiting"),
                                        //: a rotation: some boards do not trust the new CA yet
                                        tr("Under way"), Token::Info});
    if (boards == 0)
        m_sentence->setText(tr("No board has told yet which CAs it trusts. Boards with the agent "
                               "tell it when they are identified or updated."));
    else if (late > 0)
        m_sentence->setText(tr("%n board(s) do not trust the new CA yet. Update them, or build the "
                               "new CA into their firmware; forget boards that are gone.",
                               nullptr, late));
    else
        m_sentence->setText(tr("Every known board trusts the new CA: the old one can be retired."));
    m_table->setVisible(boards > 0);
    const int rows = std::min(boards, kMostRows);
    m_table->setFixedHeight(m_table->horizontalHeader()->sizeHint().height() +
                            rows * CellDelegate::rowHeight(fontMetrics()) + 2);
    m_retire->setEnabled(isReady);
    m_forget->setEnabled(!currentMac().isEmpty());
    m_forget->setVisible(boards > 0);
}

void RotationPanel::askRetire()
{
    auto *question = new QMessageBox(QMessageBox::Question, tr("Retire the old CA"),
                                     tr("Retire the old CA?"), QMessageBox::NoButton, this);
    question->setObjectName(QStringLiteral("retireQuestion"));
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setInformativeText(tr("Boards are told to forget it with their next update. A board "
                                    "that is not known here and trusts the old CA only will refuse "
                                    "the server."));
    QPushButton *retire = question->addButton(tr("&Retire it"), QMessageBox::DestructiveRole);
    QPushButton *keep = question->addButton(tr("&Keep both"), QMessageBox::RejectRole);
    question->setDefaultButton(keep);
    question->setEscapeButton(keep);
    connect(retire, &QPushButton::clicked, this, &RotationPanel::retireRequested);
    question->open();
}

void RotationPanel::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void RotationPanel::retranslate()
{
    m_title->setText(tr("Rotation across the bench"));
    m_table->setAccessibleName(tr("Boards and the CAs they trust"));
    m_forget->setText(tr("Forget this &board"));
    m_retire->setText(tr("&Retire the old CA…"));
    m_model->setTrust(m_trust);
    refresh();
}

} // namespace otabench::widgets
