#include "widgets/campaign/wave_strip.h"

#include "widgets/common/format.h"
#include "widgets/common/theme.h"

#include <QEvent>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace otabench::widgets {
namespace {

constexpr int kBarHeight = 6;
constexpr int kMostWidth = 220; ///< of one wave
constexpr int kLeastText = 64;  ///< narrower ones have a bar only

} // namespace

WaveStrip::WaveStrip(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setObjectName(QStringLiteral("waveStrip"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&m_theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    hide();
}

void WaveStrip::setWaves(const std::vector<CourseModel::WaveCount> &waves)
{
    m_waves = waves;
    setVisible(m_waves.size() > 1);
    describe();
    update();
}

/// The first wave that has not ended; the last one when all have.
std::size_t WaveStrip::current() const
{
    const auto open = std::ranges::find_if(
        m_waves, [](const CourseModel::WaveCount &wave) { return wave.ended < wave.boards; });
    return open == m_waves.end() ? m_waves.size() - 1
                                 : static_cast<std::size_t>(open - m_waves.begin());
}

QString WaveStrip::sentence(std::size_t wave) const
{
    const CourseModel::WaveCount &one = m_waves[wave];
    return tr("Wave %1 of %2: %3 of %4 boards have ended, %5 with success")
        .arg(Format::count(wave + 1), Format::count(m_waves.size()), Format::count(one.ended),
             Format::count(one.boards), Format::count(one.succeeded));
}

void WaveStrip::describe()
{
    setAccessibleName(tr("Waves"));
    setAccessibleDescription(m_waves.empty() ? QString() : sentence(current()));
}

QSize WaveStrip::sizeHint() const
{
    return {kMostWidth, fontMetrics().height() + kSpace1 + kBarHeight};
}

QSize WaveStrip::minimumSizeHint() const
{
    return {0, sizeHint().height()};
}

QRect WaveStrip::cell(std::size_t wave) const
{
    const int count = static_cast<int>(m_waves.size());
    const int step = std::min(width() / std::max(count, 1), kMostWidth);
    return {static_cast<int>(wave) * step, 0, std::max(step - kSpace1, 2), height()};
}

void WaveStrip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    for (std::size_t wave = 0; wave < m_waves.size(); ++wave) {
        const CourseModel::WaveCount &one = m_waves[wave];
        const QRect area = cell(wave);
        if (area.width() >= kLeastText) {
            const bool isCurrent = wave == current();
            QFont bold = font();
            bold.setBold(isCurrent);
            painter.setFont(bold);
            painter.setPen(m_theme.colour(isCurrent ? Token::Text : Token::Muted));
            const QString text = tr("Wave %1 · %2/%3")
                                     .arg(Format::count(wave + 1), Format::count(one.ended),
                                          Format::count(one.boards));
            painter.drawText(area, Qt::AlignTop | Qt::AlignLeft,
                             QFontMetrics(bold).elidedText(text, Qt::ElideRight, area.width()));
        }
        const QRect bar(area.left(), area.bottom() - kBarHeight + 1, area.width(), kBarHeight);
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.colour(Token::Raised));
        painter.drawRoundedRect(bar, kBarHeight / 2, kBarHeight / 2);
        const auto part = [&](std::size_t boards) {
            return one.boards == 0
                       ? 0
                       : bar.width() * static_cast<int>(boards) / static_cast<int>(one.boards);
        };
        if (one.ended > 0) { // failures at the end of what has ended
            painter.setBrush(m_theme.colour(Token::Bad));
            painter.drawRoundedRect(QRect(bar.left(), bar.top(), part(one.ended), kBarHeight),
                                    kBarHeight / 2, kBarHeight / 2);
        }
        if (one.succeeded > 0) {
            painter.setBrush(m_theme.colour(Token::Good));
            painter.drawRoundedRect(QRect(bar.left(), bar.top(), part(one.succeeded), kBarHeight),
                                    kBarHeight / 2, kBarHeight / 2);
        }
    }
}

bool WaveStrip::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    for (std::size_t wave = 0; wave < m_waves.size(); ++wave) {
        if (cell(wave).contains(help->pos())) {
            QToolTip::showText(help->globalPos(), sentence(wave), this);
            return true;
        }
    }
    QToolTip::hideText();
    return true;
}

void WaveStrip::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        describe();
        update();
    }
}

} // namespace otabench::widgets
