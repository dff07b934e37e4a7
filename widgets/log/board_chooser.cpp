#include "widgets/log/board_chooser.h"

#include "widgets/common/theme.h"
#include "widgets/log/board_choice_model.h"

#include <QEvent>
#include <QFrame>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QListView>
#include <QSortFilterProxyModel>
#include <QVBoxLayout>

namespace otabench::widgets {
namespace {

constexpr QSize kListSize{280, 320};

} // namespace

BoardChooser::BoardChooser(BoardChoiceModel &model, QWidget *parent)
    : QPushButton(parent)
    , m_model(model)
    , m_shown(new QSortFilterProxyModel(this))
    , m_popup(new QFrame(this, Qt::Popup))
{
    setObjectName(QStringLiteral("logBoards"));
    m_shown->setSourceModel(&model);
    m_shown->setFilterRole(Qt::UserRole);
    m_shown->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_shown->setSortCaseSensitivity(Qt::CaseInsensitive);
    m_shown->setSortLocaleAware(true);
    m_shown->sort(0);
    makeList();
    connect(this, &QPushButton::clicked, this, &BoardChooser::openList);
    connect(&model, &BoardChoiceModel::chosenChanged, this, &BoardChooser::refresh);
    connect(&model, &QAbstractItemModel::rowsInserted, this, &BoardChooser::refresh);
    connect(&model, &QAbstractItemModel::dataChanged, this, &BoardChooser::refresh);
    retranslate();
}

void BoardChooser::makeList()
{
    m_popup->setObjectName(QStringLiteral("boardFrame"));
    m_filter = new QLineEdit(m_popup);
    m_filter->setObjectName(QStringLiteral("logBoardFilter"));
    m_filter->setClearButtonEnabled(true);
    m_list = new QListView(m_popup);
    m_list->setObjectName(QStringLiteral("logBoardList"));
    m_list->setModel(m_shown);
    m_list->setUniformItemSizes(true);
    m_only = new QPushButton(m_popup);
    m_only->setObjectName(QStringLiteral("logBoardsShown"));
    m_all = new QPushButton(m_popup);
    m_all->setObjectName(QStringLiteral("logBoardsAll"));
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(kSpace2);
    buttons->addWidget(m_only);
    buttons->addWidget(m_all);
    auto *layout = new QVBoxLayout(m_popup);
    layout->setContentsMargins(kSpace2, kSpace2, kSpace2, kSpace2);
    layout->setSpacing(kSpace2);
    layout->addWidget(m_filter);
    layout->addWidget(m_list, 1);
    layout->addLayout(buttons);
    connect(m_filter, &QLineEdit::textChanged, m_shown,
            &QSortFilterProxyModel::setFilterFixedString);
    connect(m_only, &QPushButton::clicked, this, &BoardChooser::chooseShown);
    connect(m_all, &QPushButton::clicked, this, [this] { m_model.choose({}); });
}

void BoardChooser::openList()
{
    m_filter->clear();
    m_popup->resize(kListSize.expandedTo(m_popup->sizeHint()));
    m_popup->move(mapToGlobal(QPoint(0, height() + 2)));
    m_popup->show();
    m_filter->setFocus(Qt::PopupFocusReason);
}

void BoardChooser::chooseShown()
{
    std::vector<std::string> addresses;
    for (int row = 0; row < m_shown->rowCount(); ++row) {
        const int source = m_shown->mapToSource(m_shown->index(row, 0)).row();
        addresses.push_back(m_model.boards()[static_cast<std::size_t>(source)].address);
    }
    m_model.choose(addresses);
}

void BoardChooser::changeEvent(QEvent *event)
{
    QPushButton::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void BoardChooser::refresh()
{
    const auto chosen = m_model.chosen();
    QString text = tr("All &boards");
    if (chosen.size() == 1)
        text = m_model.nameOf(chosen.front());
    else if (!chosen.empty())
        text = tr("%n board(s)", nullptr, static_cast<int>(chosen.size()));
    setText(text + QStringLiteral(" ▾"));
    setAccessibleName(tr("Boards shown: %1").arg(text.remove(QLatin1Char('&'))));
}

void BoardChooser::retranslate()
{
    m_filter->setPlaceholderText(tr("Name, address, bench or tag"));
    m_filter->setAccessibleName(tr("Find boards"));
    m_list->setAccessibleName(tr("Boards whose lines are shown"));
    //: ticks the boards that the filter leaves in the list
    m_only->setText(tr("&Only these"));
    m_all->setText(tr("&All boards"));
    refresh();
}

} // namespace otabench::widgets
