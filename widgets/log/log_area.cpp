#include "widgets/log/log_area.h"

#include "widgets/common/theme.h"
#include "widgets/log/log_lines_model.h"
#include "widgets/log/log_model.h"
#include "widgets/log/marked_scroll_bar.h"

#include <QAbstractItemModel>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>

namespace otabench::widgets {

LogArea::LogArea(const Theme &theme, QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_theme(theme)
    , m_bar(new MarkedScrollBar(theme, this))
{
    setObjectName(QStringLiteral("logArea"));
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    setVerticalScrollBar(m_bar);
    viewport()->setCursor(Qt::IBeamCursor);
    updateFont();
    connect(m_bar, &QScrollBar::valueChanged, this, [this](int value) {
        if (!m_adjusting)
            setFollowing(value >= m_bar->maximum());
        noteTop();
    });
}

void LogArea::setModel(QAbstractItemModel *model)
{
    if (m_model)
        m_model->disconnect(this);
    m_model = model;
    m_anchor.reset();
    m_cursor.reset();
    m_top.reset();
    m_widest = 0;
    m_newLines = 0;
    if (m_model) {
        connect(m_model, &QAbstractItemModel::rowsInserted, this,
                [this](const QModelIndex &, int first, int last) { onInserted(first, last); });
        connect(m_model, &QAbstractItemModel::rowsRemoved, this,
                [this](const QModelIndex &, int first, int last) { onRemoved(first, last); });
        connect(m_model, &QAbstractItemModel::modelReset, this, &LogArea::onReset);
        connect(m_model, &QAbstractItemModel::layoutChanged, this, &LogArea::updateScrollBars);
        connect(m_model, &QAbstractItemModel::dataChanged, viewport(),
                qOverload<>(&QWidget::update));
    }
    m_following = true;
    updateScrollBars();
    Q_EMIT followingChanged();
}

void LogArea::setShowsBoards(bool shows)
{
    m_look.showsBoards = shows;
    viewport()->update();
}

void LogArea::setSearch(std::optional<monitor::TextPattern> search)
{
    m_look.search = std::move(search);
    viewport()->update();
}

void LogArea::setHelp(std::function<QString(const QModelIndex &)> help)
{
    m_help = std::move(help);
}

void LogArea::onInserted(int first, int last)
{
    if (!m_following) {
        m_newLines += last - first + 1;
        Q_EMIT followingChanged();
    }
    updateScrollBars();
}

void LogArea::onRemoved(int first, int last)
{
    if (!m_following && first == 0) {
        m_adjusting = true; // hold the shown lines still: all of them move up
        m_bar->setValue(m_bar->value() - (last + 1));
        m_adjusting = false;
    }
    updateScrollBars();
}

/// Other lines are shown, or the same ones through another filter: what was read stays in view.
void LogArea::onReset()
{
    const std::optional<quint64> top = m_top;
    m_widest = 0;
    updateScrollBars();
    if (m_following || !top || !m_model)
        return;
    m_adjusting = true;
    m_bar->setValue(rowOf(*top));
    m_adjusting = false;
}

void LogArea::noteTop()
{
    const int rows = m_model ? m_model->rowCount() : 0;
    if (m_bar->value() < rows)
        m_top = sequenceOf(m_bar->value());
}

void LogArea::followEnd()
{
    setFollowing(true);
    updateScrollBars();
}

void LogArea::setFollowing(bool following)
{
    if (following == m_following)
        return;
    m_following = following;
    m_newLines = 0;
    Q_EMIT followingChanged();
}

int LogArea::lineHeight() const
{
    return fontMetrics().height() * 13 / 10;
}

int LogArea::visibleLines() const
{
    return std::max(1, (viewport()->height() - 2 * kSpace1) / lineHeight());
}

void LogArea::updateScrollBars()
{
    const int rows = m_model ? m_model->rowCount() : 0;
    m_adjusting = true;
    m_bar->setPageStep(visibleLines());
    m_bar->setRange(0, std::max(0, rows - visibleLines()));
    if (m_following)
        m_bar->setValue(m_bar->maximum());
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setSingleStep(fontMetrics().averageCharWidth() * 4);
    horizontalScrollBar()->setRange(0, std::max(0, m_widest + 2 * kSpace3 - viewport()->width()));
    m_adjusting = false;
    noteTop();
    viewport()->update();
}

void LogArea::scrollContentsBy(int, int)
{
    viewport()->update();
}

/// The column grows with the names that come into view and does not shrink: lines stand still.
void LogArea::measureBoards(int first, int last)
{
    const int most = LogLinePainter::mostBoardWidth(fontMetrics());
    for (int row = first; row < last && m_look.boardWidth < most; ++row) {
        const QString name = m_model->index(row, 0).data(LogLinesModel::BoardRole).toString();
        m_look.boardWidth = std::clamp(fontMetrics().horizontalAdvance(name) + 1, m_look.boardWidth,
                                       most); // rounded down
    }
}

void LogArea::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), m_theme.colour(Token::Surface));
    if (!m_model)
        return;
    painter.setFont(font());
    const int height = lineHeight();
    const int first = m_bar->value();
    const int last = std::min(m_model->rowCount(), first + visibleLines() + 2);
    if (m_look.showsBoards)
        measureBoards(first, last);
    const QFontMetrics metrics = fontMetrics();
    const LogLinePainter lines(m_theme, metrics, m_look);
    const int left = kSpace3 - horizontalScrollBar()->value();
    int widest = m_widest;
    for (int row = first; row < last; ++row) {
        const QModelIndex index = m_model->index(row, 0);
        const quint64 sequence = index.data(LogModel::SequenceRole).toULongLong();
        const QRect line(0, kSpace1 + (row - first) * height, viewport()->width(), height);
        widest =
            std::max(widest, lines.paint(painter, index, line, left,
                                         isSelected(sequence) ? LogLinePainter::Ground::Selected
                                                              : LogLinePainter::Ground::Plain));
        if (m_cursor == sequence && hasFocus()) {
            painter.setPen(m_theme.colour(Token::Busy));
            painter.drawRect(line.adjusted(0, 0, -1, -1));
        }
    }
    if (widest > m_widest) { // the range must not change while painting
        m_widest = widest;
        QMetaObject::invokeMethod(this, &LogArea::updateScrollBars, Qt::QueuedConnection);
    }
}

void LogArea::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    updateScrollBars();
}

void LogArea::updateFont()
{
    QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    fixed.setPointSizeF(QGuiApplication::font().pointSizeF() * 0.95);
    setFont(fixed);
}

void LogArea::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        m_look.boardWidth = 0;
        updateScrollBars();
    }
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange)
        viewport()->update();
}

bool LogArea::viewportEvent(QEvent *event)
{
    if (event->type() != QEvent::ToolTip || !m_help)
        return QAbstractScrollArea::viewportEvent(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const int row = rowAt(help->pos().y());
    const QString text = row < 0 ? QString() : m_help(m_model->index(row, 0));
    if (text.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(), text, viewport());
    return true;
}

int LogArea::rowAt(int y) const
{
    if (!m_model || m_model->rowCount() == 0)
        return -1;
    const int offset = (y - kSpace1) / lineHeight();
    return std::clamp(m_bar->value() + offset, 0, m_model->rowCount() - 1);
}

quint64 LogArea::sequenceOf(int row) const
{
    return m_model->index(row, 0).data(LogModel::SequenceRole).toULongLong();
}

int LogArea::rowOf(quint64 sequence) const
{
    int low = 0;
    int high = m_model->rowCount();
    while (low < high) { // sequences ascend
        const int middle = low + (high - low) / 2;
        if (sequenceOf(middle) < sequence)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool LogArea::isSelected(quint64 sequence) const
{
    if (!m_anchor || !m_cursor)
        return false;
    const auto [low, high] = std::minmax(*m_anchor, *m_cursor);
    return sequence >= low && sequence <= high;
}

void LogArea::setCurrentRow(int row, bool extends)
{
    m_cursor = sequenceOf(row);
    if (!m_anchor || !extends)
        m_anchor = m_cursor;
    setAccessibleDescription(m_model->index(row, 0).data().toString());
    viewport()->update();
    Q_EMIT currentChanged();
}

void LogArea::showLine(quint64 sequence)
{
    if (!m_model || m_model->rowCount() == 0)
        return;
    const int row = std::min(rowOf(sequence), m_model->rowCount() - 1);
    const int top = m_bar->value();
    if (row < top || row >= top + visibleLines()) // in the middle, with what is around it
        m_bar->setValue(row - visibleLines() / 2);
    if (m_bar->value() < m_bar->maximum() || row < m_bar->maximum())
        setFollowing(false);
    setCurrentRow(row, false);
}

void LogArea::mousePressEvent(QMouseEvent *event)
{
    const int row = rowAt(event->pos().y());
    if (event->button() != Qt::LeftButton || row < 0)
        return;
    setCurrentRow(row, event->modifiers().testFlag(Qt::ShiftModifier));
    const QFontMetrics metrics = fontMetrics();
    const int gutter = kSpace3 + LogLinePainter(m_theme, metrics, m_look).gutterWidth();
    if (m_look.showsBoards && event->pos().x() + horizontalScrollBar()->value() < gutter)
        Q_EMIT activated(*m_cursor);
}

void LogArea::mouseMoveEvent(QMouseEvent *event)
{
    if (!event->buttons().testFlag(Qt::LeftButton))
        return;
    if (event->pos().y() < 0)
        m_bar->triggerAction(QAbstractSlider::SliderSingleStepSub);
    else if (event->pos().y() > viewport()->height())
        m_bar->triggerAction(QAbstractSlider::SliderSingleStepAdd);
    if (const int row = rowAt(event->pos().y()); row >= 0)
        setCurrentRow(row, true);
}

void LogArea::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && rowAt(event->pos().y()) >= 0)
        Q_EMIT activated(sequenceOf(rowAt(event->pos().y())));
}

/// Arrows and pages move the current line; the first of them begins where the eye is.
bool LogArea::moveCurrent(const QKeyEvent &event)
{
    const int rows = m_model ? m_model->rowCount() : 0;
    int step = 0;
    switch (event.key()) {
    case Qt::Key_Up:
        step = -1;
        break;
    case Qt::Key_Down:
        step = 1;
        break;
    case Qt::Key_PageUp:
        step = -visibleLines();
        break;
    case Qt::Key_PageDown:
        step = visibleLines();
        break;
    default:
        return false;
    }
    if (rows == 0)
        return true;
    const int top = m_bar->value();
    const int bottom = std::min(rows, top + visibleLines()) - 1;
    int row = step < 0 ? bottom : top;
    if (m_cursor)
        row = std::clamp(rowOf(*m_cursor) + step, 0, rows - 1);
    setCurrentRow(row, event.modifiers().testFlag(Qt::ShiftModifier));
    if (row < top)
        m_bar->setValue(row);
    else if (row >= top + visibleLines())
        m_bar->setValue(row - visibleLines() + 1);
    return true;
}

void LogArea::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy))
        copySelection();
    else if (event->key() == Qt::Key_C &&
             event->modifiers() == (Qt::ControlModifier | Qt::ShiftModifier))
        copySelection(Times::LeftOut);
    else if (event->matches(QKeySequence::SelectAll))
        selectAll();
    else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && m_cursor)
        Q_EMIT activated(*m_cursor);
    else if (event->key() == Qt::Key_Home)
        m_bar->triggerAction(QAbstractSlider::SliderToMinimum);
    else if (event->key() == Qt::Key_End)
        followEnd();
    else if (!moveCurrent(*event))
        QAbstractScrollArea::keyPressEvent(event);
}

void LogArea::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void LogArea::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

void LogArea::contextMenuEvent(QContextMenuEvent *event)
{
    const bool isMouse = event->reason() == QContextMenuEvent::Mouse;
    if (const int row = rowAt(event->pos().y()); isMouse && row >= 0) {
        if (!isSelected(sequenceOf(row)))
            setCurrentRow(row, false);
    }
    openMenu(isMouse ? event->globalPos()
                     : viewport()->mapToGlobal(QPoint(kSpace5, viewport()->height() / 2)));
}

void LogArea::openMenu(const QPoint &where)
{
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("logMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction *copy = menu->addAction(tr("&Copy"), this, [this] { copySelection(); });
    QAction *plain =
        menu->addAction(tr("Copy &without times"), this, [this] { copySelection(Times::LeftOut); });
    copy->setEnabled(m_anchor.has_value());
    plain->setEnabled(m_anchor.has_value());
    menu->addAction(tr("Select &all"), this, &LogArea::selectAll);
    if (m_cursor)
        Q_EMIT menuAboutToShow(menu, *m_cursor);
    menu->popup(where);
}

void LogArea::selectAll()
{
    if (!m_model || m_model->rowCount() == 0)
        return;
    m_anchor = sequenceOf(0);
    m_cursor = sequenceOf(m_model->rowCount() - 1);
    viewport()->update();
}

std::pair<int, int> LogArea::selectedRows() const
{
    if (!m_model || !m_anchor || !m_cursor)
        return {0, 0};
    const auto [low, high] = std::minmax(*m_anchor, *m_cursor);
    return {rowOf(low), rowOf(high + 1)};
}

QString LogArea::selectedText(Times times) const
{
    const auto [first, end] = selectedRows();
    QString text;
    for (int row = first; row < end; ++row) {
        const QModelIndex index = m_model->index(row, 0);
        const QString time = index.data(LogModel::TimeRole).toString();
        if (times == Times::Copied && !time.isEmpty())
            text += time + QLatin1Char(' ');
        if (m_look.showsBoards)
            text += index.data(LogLinesModel::BoardRole).toString() + QStringLiteral(": ");
        text += index.data().toString() + QLatin1Char('\n');
    }
    return text;
}

void LogArea::copySelection(Times times)
{
    const auto [first, end] = selectedRows();
    if (end - first > kMostCopied) {
        Q_EMIT tooManyToCopy(end - first);
        return;
    }
    const QString text = selectedText(times);
    if (!text.isEmpty())
        QGuiApplication::clipboard()->setText(text);
}

} // namespace otabench::widgets
