#pragma once

#include "widgets/common/phase_text.h"

#include <QWidget>

class QGridLayout;

namespace otabench::widgets {

class Theme;

/// Facts of one thing, below each other: headings, "label  value" rows, long codes with a button
/// that copies them, verdicts with glyph, word and colour. The owner fills it anew when the thing
/// or the language changes. Thread: GUI.
class FactList : public QWidget
{
    Q_OBJECT
public:
    explicit FactList(const Theme &theme, QWidget *parent = nullptr);

    void clear();
    void addHeading(const QString &text);
    /// Wrapped, can be selected. Nothing happens for an empty value.
    void addFact(const QString &label, const QString &value);
    /// Monospaced, elided in the middle, with the whole in its tooltip and a button that copies it.
    /// `objectName` is the button's.
    void addCode(const QString &label, const QString &value, const QString &objectName);
    /// What was judged, the verdict as a chip, and why.
    void addVerdict(const QString &what, const StateLook &look, const QString &why);
    void addNote(const QString &text); ///< a muted sentence over the whole width
    /// Any widget over the whole width; owned from then on.
    void addWidget(QWidget *widget);

    [[nodiscard]] QString toPlainText() const; ///< all rows, tabs between: to copy, and for tests

private:
    void addLabel(const QString &label, Qt::Alignment vertical = Qt::AlignTop);

    const Theme &m_theme;
    QWidget *m_rows = nullptr;
    QGridLayout *m_grid = nullptr;
    QStringList m_text;
    int m_row = 0;
};

} // namespace otabench::widgets
