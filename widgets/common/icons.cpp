#include "widgets/common/icons.h"

#include "base/assert.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

#include <algorithm>

namespace otabench::widgets {
namespace {

QByteArray readDrawing(const QString &name)
{
    QFile file(QStringLiteral(":/otabench/icons/%1.svg").arg(name));
    const bool opened = file.open(QIODevice::ReadOnly);
    OTABENCH_ASSERT(opened);
    return file.readAll();
}

/// All drawings are black (#000000); black becomes the wanted colour before the drawing is parsed.
QPixmap render(const QString &name, const QSize &pixels, const QColor &colour)
{
    const QString key = QStringLiteral("otabench/%1/%2x%3/%4")
                            .arg(name)
                            .arg(pixels.width())
                            .arg(pixels.height())
                            .arg(colour.rgba(), 0, 16);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    QByteArray drawing = readDrawing(name);
    drawing.replace("#000000", colour.name().toLatin1());
    QSvgRenderer renderer(drawing);
    pixmap = QPixmap(pixels);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    const int side = std::min(pixels.width(), pixels.height());
    renderer.render(&painter, QRectF(0, (pixels.height() - side) / 2.0, side, side));
    painter.end();
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

class TextColouredEngine : public QIconEngine
{
public:
    TextColouredEngine(QString name, QPalette::ColorRole role)
        : m_name(std::move(name))
        , m_role(role)
    {
    }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        paintIcon(*painter, m_name, rect, colourFor(mode));
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State) override
    {
        return render(m_name, size, colourFor(mode));
    }

    [[nodiscard]] QIconEngine *clone() const override
    {
        return new TextColouredEngine(m_name, m_role); // QIconEngine's contract: the caller owns it
    }

private:
    [[nodiscard]] QColor colourFor(QIcon::Mode mode) const
    {
        const auto group = mode == QIcon::Disabled ? QPalette::Disabled : QPalette::Active;
        return QGuiApplication::palette().color(group, m_role);
    }

    QString m_name;
    QPalette::ColorRole m_role;
};

} // namespace

QIcon icon(const QString &name, QPalette::ColorRole role)
{
    OTABENCH_ASSERT(QFile::exists(QStringLiteral(":/otabench/icons/%1.svg").arg(name)));
    return QIcon(new TextColouredEngine(name, role)); // QIcon owns the engine
}

void paintIcon(QPainter &painter, const QString &name, const QRectF &where, const QColor &colour)
{
    const qreal ratio = painter.device()->devicePixelRatioF();
    QPixmap pixmap = render(name, (where.size() * ratio).toSize(), colour);
    pixmap.setDevicePixelRatio(ratio);
    painter.drawPixmap(where.topLeft(), pixmap);
}

} // namespace otabench::widgets
