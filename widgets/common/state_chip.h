#pragma once

#include "widgets/common/phase_text.h"

#include <QWidget>

class QPainter;

namespace otabench::widgets {

class Theme;

/// A state as a chip: glyph, word and colour on a tint of it. Takes its colours when it paints, so
/// that a change of theme needs no message. Thread: GUI.
class StateChip : public QWidget
{
    Q_OBJECT
public:
    explicit StateChip(const Theme &theme, QWidget *parent = nullptr);

    void setLook(const StateLook &look); ///< the word is its accessible name, too

    [[nodiscard]] const StateLook &look() const { return m_look; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

    /// For delegates: the size of a look's chip, and the chip at the left of `area`, in its middle.
    [[nodiscard]] static QSize size(const StateLook &look, const QFont &font);
    static void paint(QPainter &painter, const QRect &area, const StateLook &look,
                      const Theme &theme, const QFont &font);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    StateLook m_look;
};

} // namespace otabench::widgets
