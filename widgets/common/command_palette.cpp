#include "widgets/common/command_palette.h"

#include "widgets/common/icons.h"
#include "widgets/common/palette_model.h"
#include "widgets/common/theme.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace otabench::widgets {
namespace {

constexpr int kCharactersWide = 76;
constexpr int kRowsHigh = 12;
constexpr int kIconSize = 16;

/// Icon, text, its place in a lighter tone, the shortcut at the right.
class PaletteDelegate : public QStyledItemDelegate
{
public:
    PaletteDelegate(const Theme &theme, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_theme(theme)
    {
    }

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option,
                                 const QModelIndex &) const override
    {
        return {0, option.fontMetrics.height() + 2 * kSpace2};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override
    {
        painter->save();
        if (option.state.testFlag(QStyle::State_Selected))
            painter->fillRect(option.rect, m_theme.colour(Token::Selection));
        QRect area = option.rect.adjusted(kSpace3, 0, -kSpace3, 0);
        if (const QString name = index.data(PaletteModel::IconRole).toString(); !name.isEmpty()) {
            const QRect where(area.left(), area.center().y() - kIconSize / 2, kIconSize, kIconSize);
            paintIcon(*painter, name, where, m_theme.colour(Token::Muted));
        }
        area.setLeft(area.left() + kIconSize + kSpace3);
        const auto draw = [&](const QString &text, Token token, int alignment) {
            painter->setPen(m_theme.colour(token));
            const QString fits = option.fontMetrics.elidedText(text, Qt::ElideRight, area.width());
            painter->drawText(area, Qt::AlignVCenter | alignment, fits);
            return option.fontMetrics.horizontalAdvance(fits) + kSpace3;
        };
        const QString shortcut = index.data(PaletteModel::ShortcutRole).toString();
        if (!shortcut.isEmpty())
            area.setRight(area.right() - draw(shortcut, Token::Muted, Qt::AlignRight));
        area.setLeft(area.left() + draw(index.data().toString(), Token::Text, Qt::AlignLeft));
        draw(index.data(PaletteModel::PlaceRole).toString(), Token::Muted, Qt::AlignLeft);
        painter->restore();
    }

private:
    const Theme &m_theme;
};

} // namespace

CommandPalette::CommandPalette(const Theme &theme, std::vector<PaletteEntry> entries,
                               QWidget *parent)
    : QDialog(parent, Qt::Dialog | Qt::FramelessWindowHint)
    , m_model(new PaletteModel(std::move(entries), this))
    , m_typed(new QLineEdit(this))
    , m_list(new QListView(this))
    , m_nothing(new QLabel(this))
{
    setObjectName(QStringLiteral("commandPalette"));
    setAttribute(Qt::WA_DeleteOnClose);
    setModal(true);
    setWindowTitle(tr("Commands"));
    m_typed->setObjectName(QStringLiteral("paletteText"));
    m_typed->setPlaceholderText(tr("What do you want to do?"));
    m_typed->setAccessibleName(tr("Command, board or page"));
    m_typed->addAction(icon(QStringLiteral("edit-find")), QLineEdit::LeadingPosition);
    m_typed->installEventFilter(this);
    m_list->setObjectName(QStringLiteral("paletteList"));
    m_list->setAccessibleName(tr("Commands found"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new PaletteDelegate(theme, m_list));
    m_list->setUniformItemSizes(true);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setFocusPolicy(Qt::NoFocus); // typing goes on; the arrows come here by the filter
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setMinimumHeight((fontMetrics().height() + 2 * kSpace2) * kRowsHigh);
    m_nothing->setText(tr("Nothing here is called that."));
    m_nothing->setProperty("muted", true);
    m_nothing->setAlignment(Qt::AlignCenter);
    m_nothing->hide();

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(kSpace3, kSpace3, kSpace3, kSpace3);
    layout->setSpacing(kSpace2);
    layout->addWidget(m_typed);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_nothing, 1);
    setMinimumWidth(std::min(fontMetrics().averageCharWidth() * kCharactersWide,
                             parent == nullptr ? 1000 : parent->width() - 2 * kSpace5));
    connect(m_typed, &QLineEdit::textChanged, this, &CommandPalette::find);
    connect(m_typed, &QLineEdit::returnPressed, this, &CommandPalette::runCurrent);
    connect(m_list, &QListView::clicked, this, &CommandPalette::runCurrent);
    find({});
}

void CommandPalette::showEvent(QShowEvent *event)
{
    QDialog::showEvent(event);
    if (const QWidget *window = parentWidget()) {
        const QPoint top = window->mapToGlobal(QPoint(0, 0));
        move(top.x() + (window->width() - width()) / 2, top.y() + window->height() / 8);
    }
    m_typed->setFocus();
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_typed && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        switch (key->key()) {
        case Qt::Key_Up:
        case Qt::Key_Down:
        case Qt::Key_PageUp:
        case Qt::Key_PageDown:
            QCoreApplication::sendEvent(m_list, event);
            return true;
        default:
            break;
        }
    }
    return QDialog::eventFilter(watched, event);
}

void CommandPalette::find(const QString &typed)
{
    m_model->find(typed);
    const bool any = m_model->rowCount() > 0;
    m_list->setVisible(any);
    m_nothing->setVisible(!any);
    m_list->setCurrentIndex(m_model->index(0, 0));
}

void CommandPalette::runCurrent()
{
    const QModelIndex current = m_list->currentIndex();
    if (!current.isValid())
        return;
    const auto run = m_model->entry(current.row()).run;
    close();
    run();
}

} // namespace otabench::widgets
