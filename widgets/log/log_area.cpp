#include "widgets/log/log_area.h"

#include "monitor/log_entry.h"
#include "widgets/common/theme.h"
#include "widgets/log/log_model.h"

#include <QAbstractItemModel>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace otabench::widgets {
namespace {

Token tokenOf(monitor::Level level)
{
    switch (level) {
    case monitor::Level::Error:
        return Token::Bad;
    case monitor::Level::Warning:
        return Token::Warning;
    case monitor::Level::Info:
        return Token::Text;
    case monitor::Level::Debug:
    case monitor::Level::Verbose:
    case monitor::Level::None:
        break;
    }
    return Token::Muted;
}

} // namespace

LogArea::LogArea(const Theme &theme, QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_theme(theme)
{
    setObjectName(QStringLiteral("logArea"));
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    viewport()->setCursor(Qt::IBeamCursor);
    updateFont();
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        if (!m_adjusting)
            setFollowing(value >= verticalScrollBar()->maximum());
    });
}

void LogArea::setModel(QAbstractItemModel *model)
{
    if (m_model)
        m_model->disconnect(this);
    m_model = model;
    m_anchor.reset();
    m_cursor.reset();
    m_widest = 0;
    m_newLines = 0;
    if (m_model) {
        connect(m_model, &QAbstractItemModel::rowsInserted, this,
                [this](const QModelIndex &, int first, int last) { onInserted(first, last); });
        connect(m_model, &QAbstractItemModel::rowsRemoved, this,
                [this](const QModelIndex &, int first, int last) { onRemoved(first, last); });
        connect(m_model, &QAbstractItemModel::modelReset, this, &LogArea::updateScrollBars);
        connect(m_model, &QAbstractItemModel::layoutChanged, this, &LogArea::updateScrollBars);
    }
    m_following = true;
    updateScrollBars();
    Q_EMIT followingChanged();
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
        verticalScrollBar()->setValue(verticalScrollBar()->value() - (last + 1));
        m_adjusting = false;
    }
    updateScrollBars();
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
    verticalScrollBar()->setPageStep(visibleLines());
    verticalScrollBar()->setRange(0, std::max(0, rows - visibleLines()));
    if (m_following)
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setSingleStep(fontMetrics().averageCharWidth() * 4);
    horizontalScrollBar()->setRange(0, std::max(0, m_widest + 2 * kSpace3 - viewport()->width()));
    m_adjusting = false;
    viewport()->update();
}

void LogArea::scrollContentsBy(int, int)
{
    viewport()->update();
}

void LogArea::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), m_theme.colour(Token::Surface));
    if (!m_model)
        return;
    painter.setFont(font());
    const int height = lineHeight();
    const int first = verticalScrollBar()->value();
    const int last = std::min(m_model->rowCount(), first + visibleLines() + 2);
    const int left = kSpace3 - horizontalScrollBar()->value();
    const int timeWidth = fontMetrics().horizontalAdvance(QStringLiteral("00:00:00.000")) + kSpace3;
    int widest = m_widest;
    for (int row = first; row < last; ++row) {
        const QModelIndex index = m_model->index(row, 0);
        const QRect line(0, kSpace1 + (row - first) * height, viewport()->width(), height);
        if (isSelected(index.data(LogModel::SequenceRole).toULongLong()))
            painter.fillRect(line, m_theme.colour(Token::Selection));
        const int baseline =
            line.top() + (height + fontMetrics().ascent() - fontMetrics().descent()) / 2;
        painter.setPen(m_theme.colour(Token::Muted));
        painter.drawText(left, baseline, index.data(LogModel::TimeRole).toString());
        const auto level = static_cast<monitor::Level>(index.data(LogModel::LevelRole).toInt());
        const QString text = index.data().toString();
        painter.setPen(m_theme.colour(tokenOf(level)));
        painter.drawText(left + timeWidth, baseline, text);
        widest = std::max(widest, timeWidth + fontMetrics().horizontalAdvance(text));
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
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        updateScrollBars();
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange)
        viewport()->update();
}

std::optional<quint64> LogArea::sequenceAt(const QPoint &position) const
{
    if (!m_model || m_model->rowCount() == 0)
        return std::nullopt;
    const int offset = (position.y() - kSpace1) / lineHeight();
    const int row = std::clamp(verticalScrollBar()->value() + offset, 0, m_model->rowCount() - 1);
    return m_model->index(row, 0).data(LogModel::SequenceRole).toULongLong();
}

bool LogArea::isSelected(quint64 sequence) const
{
    if (!m_anchor || !m_cursor)
        return false;
    const auto [low, high] = std::minmax(*m_anchor, *m_cursor);
    return sequence >= low && sequence <= high;
}

void LogArea::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_cursor = sequenceAt(event->pos());
    if (!m_anchor || !event->modifiers().testFlag(Qt::ShiftModifier))
        m_anchor = m_cursor;
    viewport()->update();
}

void LogArea::mouseMoveEvent(QMouseEvent *event)
{
    if (!event->buttons().testFlag(Qt::LeftButton))
        return;
    if (event->pos().y() < 0)
        verticalScrollBar()->triggerAction(QAbstractSlider::SliderSingleStepSub);
    else if (event->pos().y() > viewport()->height())
        verticalScrollBar()->triggerAction(QAbstractSlider::SliderSingleStepAdd);
    m_cursor = sequenceAt(event->pos());
    viewport()->update();
}

void LogArea::keyPressEvent(QKeyEvent *event)
{
    QScrollBar *bar = verticalScrollBar();
    if (event->matches(QKeySequence::Copy))
        copySelection();
    else if (event->matches(QKeySequence::SelectAll))
        selectAll();
    else if (event->key() == Qt::Key_Up)
        bar->triggerAction(QAbstractSlider::SliderSingleStepSub);
    else if (event->key() == Qt::Key_Down)
        bar->triggerAction(QAbstractSlider::SliderSingleStepAdd);
    else if (event->key() == Qt::Key_PageUp)
        bar->triggerAction(QAbstractSlider::SliderPageStepSub);
    else if (event->key() == Qt::Key_PageDown)
        bar->triggerAction(QAbstractSlider::SliderPageStepAdd);
    else if (event->key() == Qt::Key_Home)
        bar->triggerAction(QAbstractSlider::SliderToMinimum);
    else if (event->key() == Qt::Key_End)
        followEnd();
    else
        QAbstractScrollArea::keyPressEvent(event);
}

void LogArea::contextMenuEvent(QContextMenuEvent *event)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction *copy = menu->addAction(tr("&Copy"), this, &LogArea::copySelection);
    copy->setEnabled(m_anchor.has_value());
    menu->addAction(tr("Select &all"), this, &LogArea::selectAll);
    menu->popup(event->globalPos());
}

void LogArea::selectAll()
{
    if (!m_model || m_model->rowCount() == 0)
        return;
    m_anchor = m_model->index(0, 0).data(LogModel::SequenceRole).toULongLong();
    m_cursor =
        m_model->index(m_model->rowCount() - 1, 0).data(LogModel::SequenceRole).toULongLong();
    viewport()->update();
}

QString LogArea::selectedText() const
{
    if (!m_model || !m_anchor || !m_cursor)
        return {};
    QString text;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const QModelIndex index = m_model->index(row, 0);
        if (!isSelected(index.data(LogModel::SequenceRole).toULongLong()))
            continue;
        text += index.data(LogModel::TimeRole).toString() + QLatin1Char(' ') +
                index.data().toString() + QLatin1Char('\n');
    }
    return text;
}

void LogArea::copySelection() const
{
    const QString text = selectedText();
    if (!text.isEmpty())
        QGuiApplication::clipboard()->setText(text);
}

} // namespace otabench::widgets
