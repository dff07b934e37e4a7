#include "window_state.h"

#include <QGuiApplication>
#include <QHeaderView>
#include <QMainWindow>
#include <QScreen>
#include <QSettings>
#include <QSplitter>
#include <QTableView>
#include <QTreeView>

#include <algorithm>

namespace otabench::gui {
namespace {

constexpr int kTitleHeight = 32; ///< of the window's top that has to be seen
constexpr int kTitleWidth = 160; ///< and so much of it

QString geometryKey()
{
    return QStringLiteral("window/geometry");
}

QHeaderView *headerOf(QObject *view)
{
    if (auto *table = qobject_cast<QTableView *>(view))
        return table->horizontalHeader();
    if (auto *tree = qobject_cast<QTreeView *>(view))
        return tree->header();
    return nullptr;
}

int distance(const QRect &screen, const QRect &window)
{
    return (screen.center() - window.center()).manhattanLength();
}

QList<QRect> availableScreens()
{
    QList<QRect> areas;
    const auto screens = QGuiApplication::screens();
    for (const QScreen *screen : screens)
        areas << screen->availableGeometry();
    return areas;
}

} // namespace

QRect reachable(const QRect &wanted, const QList<QRect> &screens)
{
    if (screens.isEmpty())
        return wanted;
    const QRect title(wanted.topLeft(), QSize(wanted.width(), kTitleHeight));
    for (const QRect &screen : screens) {
        const QRect seen = screen.intersected(title);
        if (seen.height() >= kTitleHeight && seen.width() >= std::min(kTitleWidth, title.width()))
            return wanted;
    }
    const QRect nearest = *std::min_element(
        screens.begin(), screens.end(), [&wanted](const QRect &first, const QRect &second) {
            return distance(first, wanted) < distance(second, wanted);
        });
    QRect moved = wanted;
    moved.setSize(wanted.size().boundedTo(nearest.size()));
    moved.moveLeft(std::clamp(wanted.left(), nearest.left(), nearest.right() - moved.width() + 1));
    moved.moveTop(std::clamp(wanted.top(), nearest.top(), nearest.bottom() - moved.height() + 1));
    return moved;
}

WindowState::WindowState(QMainWindow &window, QSettings &settings, const QWidget *own)
    : m_window(window)
    , m_settings(settings)
    , m_own(own)
{
}

/// each(key, splitter, header): one of the two is there.
template <typename Visit>
void WindowState::visit(Visit each) const
{
    const auto widgets = m_window.findChildren<QWidget *>();
    for (QWidget *widget : widgets) {
        if (widget->objectName().isEmpty() || (m_own != nullptr && m_own->isAncestorOf(widget)))
            continue;
        const QString key = QStringLiteral("window/layout/") + widget->objectName();
        if (auto *splitter = qobject_cast<QSplitter *>(widget))
            each(key, splitter, static_cast<QHeaderView *>(nullptr));
        else if (QHeaderView *header = headerOf(widget))
            each(key, static_cast<QSplitter *>(nullptr), header);
    }
}

void WindowState::restore()
{
    const QByteArray geometry = m_settings.value(geometryKey()).toByteArray();
    if (geometry.isEmpty() || !m_window.restoreGeometry(geometry)) {
        const QScreen *screen = QGuiApplication::primaryScreen();
        if (screen != nullptr)
            m_window.resize(m_window.size().boundedTo(screen->availableSize()));
    }
    const QRect frame(m_window.pos(), m_window.size());
    if (const QRect place = reachable(frame, availableScreens()); place != frame) {
        m_window.resize(place.size());
        m_window.move(place.topLeft());
    }
    visit([this](const QString &key, QSplitter *splitter, QHeaderView *header) {
        const QByteArray state = m_settings.value(key).toByteArray();
        if (splitter != nullptr)
            splitter->restoreState(state);
        // The columns of another version of the program are not ours.
        else if (m_settings.value(key + QStringLiteral("-columns")).toInt() == header->count())
            header->restoreState(state);
    });
}

void WindowState::save() const
{
    m_settings.setValue(geometryKey(), m_window.saveGeometry());
    visit([this](const QString &key, QSplitter *splitter, QHeaderView *header) {
        m_settings.setValue(key, splitter != nullptr ? splitter->saveState() : header->saveState());
        if (header != nullptr)
            m_settings.setValue(key + QStringLiteral("-columns"), header->count());
    });
}

} // namespace otabench::gui
