#include "widgets/log/log_line_painter.h"

#include "monitor/diagnosis.h"
#include "monitor/log_entry.h"
#include "widgets/common/icons.h"
#include "widgets/common/theme.h"
#include "widgets/log/log_lines_model.h"
#include "widgets/log/log_model.h"

#include <QModelIndex>
#include <QPainter>

namespace otabench::widgets {
namespace {

constexpr int kIcon = 14;
constexpr int kMostHitsALine = 100;
constexpr int kMostBoardCharacters = 20;

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

/// What the catalogue takes for progress is told quietly.
Token tokenOf(monitor::LineRole role)
{
    return role == monitor::LineRole::Note ? Token::Muted : Token::Info;
}

} // namespace

LogLinePainter::LogLinePainter(const Theme &theme, const QFontMetrics &metrics, const Look &look)
    : m_theme(theme)
    , m_metrics(metrics)
    , m_look(look)
    , m_timeWidth(metrics.horizontalAdvance(QStringLiteral("00:00:00.000")) + kSpace3)
{
}

int LogLinePainter::gutterWidth() const
{
    return m_look.showsBoards ? 2 * kIcon + kSpace1 + kSpace2 : 0;
}

int LogLinePainter::mostBoardWidth(const QFontMetrics &metrics)
{
    return metrics.averageCharWidth() * kMostBoardCharacters;
}

int LogLinePainter::paint(QPainter &painter, const QModelIndex &index, const QRect &line, int left,
                          Ground ground) const
{
    if (ground == Ground::Selected)
        painter.fillRect(line, m_theme.colour(Token::Selection));
    const int baseline =
        line.top() + (line.height() + m_metrics.ascent() - m_metrics.descent()) / 2;
    const auto level = static_cast<monitor::Level>(index.data(LogModel::LevelRole).toInt());
    const QColor colour = m_theme.colour(tokenOf(level));
    const QString text = index.data().toString();
    int x = left;
    if (m_look.showsBoards) {
        paintGutter(painter, index, line, x);
        x += gutterWidth();
    }
    painter.setPen(m_theme.colour(Token::Muted));
    painter.drawText(x, baseline, index.data(LogModel::TimeRole).toString());
    x += m_timeWidth;
    if (m_look.showsBoards) {
        const QString board = m_metrics.elidedText(index.data(LogLinesModel::BoardRole).toString(),
                                                   Qt::ElideMiddle, m_look.boardWidth);
        painter.setPen(m_theme.colour(Token::Text));
        painter.drawText(x, baseline, board);
        x += m_look.boardWidth + kSpace3;
        painter.setPen(colour);
        const QString letter = index.data(LogLinesModel::LetterRole).toString();
        if (!text.startsWith(letter)) // most texts begin with it
            painter.drawText(x, baseline, letter);
        x += m_metrics.horizontalAdvance(QLatin1Char('W')) + kSpace1;
    }
    paintHits(painter, text, line, x);
    painter.setPen(colour);
    painter.drawText(x, baseline, text);
    return x - left + m_metrics.horizontalAdvance(text);
}

void LogLinePainter::paintGutter(QPainter &painter, const QModelIndex &index, const QRect &line,
                                 int left) const
{
    const int top = line.top() + (line.height() - kIcon) / 2;
    const QString mark = index.data(LogLinesModel::MarkRole).toString();
    if (!mark.isEmpty())
        paintIcon(painter, mark, QRectF(left, top, kIcon, kIcon), m_theme.colour(Token::Text));
    const int known = index.data(LogLinesModel::KnownRole).toInt();
    if (known >= 0)
        paintIcon(painter, QStringLiteral("dialog-information"),
                  QRectF(left + kIcon + kSpace1, top, kIcon, kIcon),
                  m_theme.colour(tokenOf(static_cast<monitor::LineRole>(known))));
}

void LogLinePainter::paintHits(QPainter &painter, const QString &text, const QRect &line,
                               int left) const
{
    if (!m_look.search)
        return;
    const QByteArray bytes = text.toUtf8();
    const std::string_view view(bytes.constData(), static_cast<std::size_t>(bytes.size()));
    const auto xOf = [&](std::size_t place) {
        return left + m_metrics.horizontalAdvance(
                          QString::fromUtf8(bytes.constData(), static_cast<int>(place)));
    };
    painter.setPen(m_theme.colour(Token::Warning));
    painter.setBrush(m_theme.tint(Token::Warning));
    std::size_t from = 0;
    for (int count = 0; count < kMostHitsALine; ++count) {
        const auto hit = m_look.search->find(view, from);
        if (!hit)
            break;
        if (hit->length > 0) {
            const int begin = xOf(hit->at);
            const int end = xOf(hit->at + hit->length);
            painter.drawRect(begin - 1, line.top() + 1, end - begin + 1, line.height() - 3);
        }
        from = hit->at + std::max<std::size_t>(1, hit->length);
    }
    painter.setBrush(Qt::NoBrush);
}

} // namespace otabench::widgets
