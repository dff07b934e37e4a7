#include "widgets/server/fault_bench.h"

#include "widgets/common/icons.h"
#include "widgets/common/theme.h"
#include "widgets/server/server_words.h"

#include <QComboBox>
#include <QEvent>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>
#include <QVariant>

#include <algorithm>

namespace otabench::widgets {
namespace {

constexpr int kMostTimes = 9999;

server::FaultKind kindAt(const QComboBox &box)
{
    return static_cast<server::FaultKind>(box.currentData().toInt());
}

} // namespace

FaultBench::FaultBench(QWidget *parent)
    : QWidget(parent)
    , m_explanation(new QLabel(this))
    , m_kindLabel(new QLabel(this))
    , m_kind(new QComboBox(this))
    , m_argumentLabel(new QLabel(this))
    , m_argument(new QLineEdit(this))
    , m_boardLabel(new QLabel(this))
    , m_board(new QComboBox(this))
    , m_timesLabel(new QLabel(this))
    , m_times(new QSpinBox(this))
    , m_problem(new QLabel(this))
    , m_add(new QPushButton(this))
    , m_list(new QListView(this))
    , m_remove(new QPushButton(this))
{
    setObjectName(QStringLiteral("faultBench"));
    makeForm();
    makeList();
    retranslate();
    showKind();
    connect(m_kind, qOverload<int>(&QComboBox::currentIndexChanged), this, &FaultBench::showKind);
    connect(m_add, &QPushButton::clicked, this, &FaultBench::add);
    connect(m_argument, &QLineEdit::returnPressed, this, &FaultBench::add);
    connect(m_remove, &QPushButton::clicked, this, &FaultBench::remove);
    connect(m_list->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            [this] { m_remove->setEnabled(m_list->selectionModel()->hasSelection()); });
}

void FaultBench::makeForm()
{
    m_explanation->setProperty("muted", true);
    m_explanation->setWordWrap(true);
    m_problem->setProperty("token", QStringLiteral("bad"));
    m_problem->setObjectName(QStringLiteral("faultProblem"));
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    m_problem->hide();
    for (const server::FaultKindText &kind : server::faultKinds())
        m_kind->addItem(QString(), static_cast<int>(kind.kind));
    m_board->setEditable(true);
    m_board->addItem(QString());
    m_times->setRange(0, kMostTimes);
    m_kind->setObjectName(QStringLiteral("faultKind"));
    m_argument->setObjectName(QStringLiteral("faultArgument"));
    m_board->setObjectName(QStringLiteral("faultBoard"));
    m_times->setObjectName(QStringLiteral("faultTimes"));
    m_add->setObjectName(QStringLiteral("addFault"));
    m_kindLabel->setBuddy(m_kind);
    m_argumentLabel->setBuddy(m_argument);
    m_boardLabel->setBuddy(m_board);
    m_timesLabel->setBuddy(m_times);
    m_add->setIcon(icon(QStringLiteral("list-add")));
    m_add->setIconSize(kButtonIcon);

    auto *form = new QFormLayout;
    form->setHorizontalSpacing(kSpace5);
    form->setVerticalSpacing(kSpace3);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(m_kindLabel, m_kind);
    form->addRow(m_argumentLabel, m_argument);
    form->addRow(m_boardLabel, m_board);
    form->addRow(m_timesLabel, m_times);
    auto *left = new QVBoxLayout;
    left->setSpacing(kSpace3);
    left->addWidget(m_explanation);
    left->addLayout(form);
    left->addWidget(m_problem);
    left->addWidget(m_add, 0, Qt::AlignLeft);
    left->addStretch(1);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(kSpace4, kSpace4, kSpace4, kSpace4);
    row->setSpacing(kSpace5);
    row->addLayout(left, 1);
}

void FaultBench::makeList()
{
    m_list->setObjectName(QStringLiteral("faultList"));
    m_list->setModel(&m_texts);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setWordWrap(true);
    m_remove->setObjectName(QStringLiteral("removeFault"));
    m_remove->setIcon(icon(QStringLiteral("list-remove")));
    m_remove->setIconSize(kButtonIcon);
    m_remove->setEnabled(false);
    auto *right = new QVBoxLayout;
    right->setSpacing(kSpace2);
    right->addWidget(m_list, 1);
    right->addWidget(m_remove, 0, Qt::AlignLeft);
    static_cast<QHBoxLayout *>(layout())->addLayout(right, 1);
}

void FaultBench::setFaults(std::vector<server::Fault> faults)
{
    m_faults = std::move(faults);
    showList();
}

void FaultBench::switchOff()
{
    if (!m_faults.empty())
        change({});
}

void FaultBench::setBoards(const QStringList &names)
{
    QStringList known;
    for (int row = 1; row < m_board->count(); ++row)
        known << m_board->itemText(row);
    for (const QString &name : names) {
        if (!known.contains(name))
            m_board->addItem(name);
    }
}

/// The text form of the command line is checked by core, so that both take the same.
void FaultBench::add()
{
    const server::FaultKind kind = kindAt(*m_kind);
    const auto entry = std::ranges::find(server::faultKinds(), kind, &server::FaultKindText::kind);
    QString text = QString::fromUtf8(entry->name.data(), static_cast<int>(entry->name.size()));
    if (!ServerWords::faultArgument(kind).isEmpty() && !m_argument->text().trimmed().isEmpty())
        text += QLatin1Char(':') + m_argument->text().trimmed();
    auto fault = server::parseFault(text.toStdString());
    m_problem->setVisible(!fault);
    if (!fault) {
        m_problem->setText(QString::fromStdString(fault.error().text));
        return;
    }
    const QString board = m_board->currentText().trimmed();
    if (board != m_board->itemText(0))
        fault->board = board.toStdString();
    fault->times = static_cast<unsigned>(m_times->value());
    std::vector<server::Fault> faults = m_faults;
    faults.push_back(*std::move(fault));
    change(std::move(faults));
}

void FaultBench::remove()
{
    const int row = m_list->currentIndex().row();
    if (row < 0 || row >= static_cast<int>(m_faults.size()))
        return;
    std::vector<server::Fault> faults = m_faults;
    faults.erase(faults.begin() + row);
    change(std::move(faults));
}

void FaultBench::change(std::vector<server::Fault> faults)
{
    setFaults(std::move(faults));
    Q_EMIT faultsChanged(m_faults);
}

void FaultBench::showKind()
{
    const QString argument = ServerWords::faultArgument(kindAt(*m_kind));
    m_argument->setEnabled(!argument.isEmpty());
    m_argument->setPlaceholderText(argument.isEmpty() ? tr("Takes no number") : argument);
    m_argument->setAccessibleDescription(argument);
    m_problem->hide();
}

void FaultBench::showList()
{
    QStringList texts;
    for (const server::Fault &fault : m_faults)
        texts << ServerWords::fault(fault);
    m_texts.setStringList(texts);
    m_remove->setEnabled(false);
}

void FaultBench::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void FaultBench::retranslate()
{
    m_explanation->setText(tr("Lets the server fail on purpose, to see how firmware stands a bad "
                              "network. Boards are meant to fail while a fault is here."));
    m_kindLabel->setText(tr("&Fault"));
    //: the number that a fault needs
    m_argumentLabel->setText(tr("&Number"));
    m_boardLabel->setText(tr("For &board"));
    m_timesLabel->setText(tr("&How often"));
    //: a fault for every board
    m_board->setItemText(0, tr("All boards"));
    m_times->setSpecialValueText(tr("Every time"));
    //: how often, behind a number
    m_times->setSuffix(tr(" times"));
    m_add->setText(tr("&Inject"));
    m_remove->setText(tr("&Take away"));
    m_list->setAccessibleName(tr("Faults that are injected"));
    for (int row = 0; row < m_kind->count(); ++row)
        m_kind->setItemText(row, ServerWords::faultName(static_cast<server::FaultKind>(
                                     m_kind->itemData(row).toInt())));
    showKind();
    showList();
}

} // namespace otabench::widgets
