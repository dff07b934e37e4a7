#pragma once

#include <QIcon>
#include <QPalette>

class QColor;
class QPainter;
class QRectF;

namespace otabench::widgets {

/// An icon of our own set (resources/icons), by its freedesktop name, drawn in the palette's colour
/// of `role` at the moment it is painted: it follows a change of theme by itself, and greys out
/// when disabled. In a size wider than high it stands at the left. An
/// unknown name is a bug and stops the program.
[[nodiscard]] QIcon icon(const QString &name, QPalette::ColorRole role = QPalette::ButtonText);

/// Paints the icon in one colour: for delegates.
void paintIcon(QPainter &painter, const QString &name, const QRectF &where, const QColor &colour);

} // namespace otabench::widgets
