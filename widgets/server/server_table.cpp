#include "widgets/server/server_table.h"

#include "widgets/common/icons.h"
#include "widgets/common/theme.h"

#include <QHeaderView>
#include <QPainter>

#include <algorithm>

namespace otabench::widgets {
namespace {

constexpr int kIconSize = 16;

} // namespace

ServerTable::ServerTable(const Theme &theme, const char *objectName, QWidget *parent)
    : QTableView(parent)
{
    setObjectName(QLatin1String(objectName));
    setProperty("padded", true);
    setItemDelegate(new ServerDelegate(theme, this));
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setSortingEnabled(true);
    setIconSize(QSize(kIconSize, kIconSize));
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() * 17 / 10);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    horizontalHeader()->setStretchLastSection(true);
}

void ServerTable::setEmptyText(const QString &text)
{
    m_emptyText = text;
    viewport()->update();
}

/// No heading is cut; wider columns are the user's.
void ServerTable::showEvent(QShowEvent *event)
{
    QTableView::showEvent(event);
    QHeaderView *headings = horizontalHeader();
    for (int column = 0; column + 1 < headings->count(); ++column)
        setColumnWidth(column, std::max(columnWidth(column), headings->sectionSizeHint(column)));
}

void ServerTable::paintEvent(QPaintEvent *event)
{
    QTableView::paintEvent(event);
    if (model() == nullptr || model()->rowCount() > 0)
        return;
    QPainter painter(viewport());
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawText(viewport()->rect().adjusted(kSpace5, kSpace5, -kSpace5, -kSpace5),
                     Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
}

ServerDelegate::ServerDelegate(const Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{
}

void ServerDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    const QVariant token = index.data(ServerTokenRole);
    if (!token.isValid())
        return;
    const QColor colour = m_theme.colour(static_cast<Token>(token.toInt()));
    option->palette.setColor(QPalette::Text, colour);
    option->palette.setColor(QPalette::HighlightedText, colour);
    const QString name = index.data(ServerIconRole).toString();
    if (name.isEmpty())
        return;
    const qreal ratio = option->widget != nullptr ? option->widget->devicePixelRatioF() : 1;
    QPixmap drawing(QSize(kIconSize, kIconSize) * ratio);
    drawing.setDevicePixelRatio(ratio);
    drawing.fill(Qt::transparent);
    QPainter painter(&drawing);
    paintIcon(painter, name, QRectF(0, 0, kIconSize, kIconSize), colour);
    option->icon = QIcon(drawing);
    option->features |= QStyleOptionViewItem::HasDecoration;
    option->decorationSize = QSize(kIconSize, kIconSize);
}

} // namespace otabench::widgets
